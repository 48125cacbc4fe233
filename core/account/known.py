"""What of a seller's rows is known beyond what is open: marks and records that the storage puts beside an account."""

from typing import Final, NamedTuple

from core.account.records import Charge, Grant, Line, Reported, Spent
from core.values import NEVER, FactKind, Instant, Part


class Dues(NamedTuple):
    """The soonest instants at which the parts of an account have work: points, subscription, digest; else `NEVER`.

    No work of one part touches another, so a part without work need not be at hand.
    """

    points: Instant
    subscription: Instant
    digest: Instant

    @property
    def soonest(self) -> Instant | None:
        """When this seller has work next, None if never."""
        soonest = min(self)
        return None if soonest == NEVER else soonest


NOTHING_DUE: Final = Dues(NEVER, NEVER, NEVER)


_PARTS: Final = frozenset(Part)


class Stored:
    """The seller's row as it was last read or written, to see whether another writer was there since."""

    __slots__ = ("away", "dues", "told", "version")

    def __init__(self) -> None:
        self.version = 0
        """Counts the row's writes; 0: there is no row yet."""
        self.told = 0
        """The number of the last fact for all (a price, maintenance, a prolongation) that this account has had."""
        self.dues: Dues = NOTHING_DUE
        """When the parts are due next, as the row has it."""
        self.away: set[Part] = set(_PARTS)
        """Parts that are not at hand. So nothing in them has changed."""


class Closed:
    """Closed records that an event names, looked up before it is decided and let go of when it is written.

    A line is here once it is credited, or if it has no points; lines still held are in the account.
    """

    __slots__ = ("charges", "grants", "lines", "pieces_known", "reported", "spent")

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.grants: dict[str, Grant] = {}
        self.charges: dict[str, Charge] = {}
        self.spent: dict[str, list[Spent]] = {}
        """By charge, the points spent on it."""
        self.reported: dict[tuple[FactKind, str], Reported] = {}
        """What was said of entries, by kind of fact and entry (RULES 16.2)."""
        self.pieces_known: set[str] = set()
        """Charges whose earlier points were looked up into `spent`."""

    def clear(self) -> None:
        """Let go of everything."""
        self.lines.clear()
        self.grants.clear()
        self.charges.clear()
        self.spent.clear()
        self.reported.clear()
        self.pieces_known.clear()
