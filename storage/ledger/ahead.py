"""The next piece of a sweep, decided while this one is committed.

Problem: on SQLite everybody waits for a piece, also while it only thinks; and while it is written to the disk nobody
thinks. Decision: in a piece's transaction the next sellers are chosen and read, and a second thread decides on them
while the first commits. Their rows are written only at the versions that were read, under the same world; else what was
decided is thrown away and the piece is done as if nothing had been. Limit: plain work only. On PostgreSQL a piece holds
up nobody but its sellers, who must be its own before it decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread

from storage.ledger.plain import Plain
from storage.ledger.records import DueRow


class Deciding(Thread):
    """Plain work that is decided in a thread of its own, from now on."""

    def __init__(self, plain: Plain) -> None:
        super().__init__(name="deciding ahead")
        self._plain = plain
        self._others: list[str] = []
        self._failed: Exception | None = None
        self.start()

    def run(self) -> None:
        """Decide."""
        try:
            self._others = self._plain.decide()
        except Exception as error:
            self._failed = error

    def result(self) -> list[str]:
        """Who needs an account. Waits, and raises what deciding failed of."""
        self.join()
        if self._failed is not None:
            raise self._failed
        return self._others


@dataclass(frozen=True, slots=True)
class Coming:
    """Sellers that were chosen, and what their plain work comes to in the world of a version."""

    sellers: Sequence[DueRow]
    world: int
    plain: Plain
    not_plain: Sequence[str]
    """Who needs an account, whatever it comes to."""
    deciding: Deciding
    looked_at: float
    """When, by the clock that never goes back."""

    def wait(self) -> None:
        """Until it is decided. Raises what that failed of."""
        self.deciding.result()

    @property
    def others(self) -> list[str]:
        """All who need an account."""
        return [*self.not_plain, *self.deciding.result()]
