"""The next piece of a sweep, decided while this one is committed.

Problem: on SQLite everybody waits for a piece, also while it only thinks; and while it is written to the disk nobody
thinks. Decision: in a piece's transaction the next sellers are chosen and read, and a second thread decides on them
while the first commits. Their rows are written only at the versions that were read, under the same world; else what was
decided is thrown away and the piece is done as if nothing had been. Limit: plain work only. On PostgreSQL a piece holds
up nobody but its sellers, who must be its own before it decides.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from storage.ledger.plain import Plain
from storage.ledger.records import DueRow


@dataclass(frozen=True, slots=True)
class Coming:
    """Sellers that were chosen, and what their plain work comes to in the world of a version."""

    sellers: Sequence[DueRow]
    world: int
    plain: Plain
    not_plain: Sequence[str]
    """Who needs an account, whatever it comes to."""
    deciding: Future[list[str]]
    looked_at: float
    """When, by the clock that never goes back."""

    def wait(self) -> None:
        """Until it is decided. Raises what that failed of."""
        self.deciding.result()

    @property
    def others(self) -> list[str]:
        """All who need an account."""
        return [*self.not_plain, *self.deciding.result()]
