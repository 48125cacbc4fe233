"""What every reader of the books stands on: the rows, and the operator's values with the prices that hold in them.

Problem: whoever reads a history needs nothing of what decides, and with the writer in hand could change what it tells
of. Decision: readers take these two and never the ledger. Limit: `policy` has the prices as of the last `read`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from core.points.campaigns import campaign_names
from core.policy import Policy
from storage.ledger.world import Seen, Worlds
from storage.rows.database import Database
from storage.rows.transaction import Transaction


class Books:
    """The books of all sellers, to read. May be shared by threads."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self._worlds = Worlds(policy)

    @property
    def policy(self) -> Policy:
        """The operator's values, with the prices in force when the rows were last read (RULES 4.15)."""
        return self._worlds.seen.world.policy

    @property
    def campaigns(self) -> Mapping[str, str]:
        """What people call the campaigns, by id, as of the last `read`."""
        return campaign_names(self._worlds.seen.world.campaigns)

    @property
    def seen(self) -> Seen:
        """What is the same for every seller, as of the last `read`."""
        return self._worlds.seen

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view of the rows; from then on `policy` has its prices, or those of a later view.

        Raises `StorageError` when the database cannot be read.
        """
        with self.database.read() as transaction:
            self._worlds.read(transaction)
            yield transaction
