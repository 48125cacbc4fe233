"""The state of one seller's account: all that a decision about this seller reads and changes.

The problem: deciding must be pure and quick, and yet rest on rows of any number. The decision: the account holds what
is *open* (subscription, balances, lots that can still be spent, lines still held, this month's limits). Beside it lie
the occasion of the decision, the journal of what it changed, and closed records that an event names, which the storage
looks up beforehand. A part that few decisions read may be left in its rows, and is brought in when it is read: nobody
decides on one that is not there. Deciding changes the records in place; the storage writes the journal whole or not at
all, and drops the account if it cannot. The limit: an account belongs to one writer at a time.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from core.account.held import Held
from core.account.journal import Changes, Journal
from core.account.known import Closed, Stored
from core.account.lots import Lots
from core.account.occasion import Occasion
from core.account.records import Balance, Billing, Line, ReportedShop, Subscription
from core.policy import Policy
from core.values import MAX_SUM, Amount, BooksKind, ChoiceKind, Instant, Mode, Part, Rate, WalletKind

EXPIRIES_KEPT: Final = 40 * 86_400_000_000
"""How long (in microseconds) expired points are remembered in memory: more than the 30 local days of RULES 9.5."""


class PartsInRows(Protocol):
    """Who is asked for the parts of an account that were left in their rows."""

    def bring(self, account: "Account", part: Part) -> None:
        """Bring in a part, as its rows have it."""


class Subscriber:
    """Of a seller's state what a charge at a period's end looks at and changes: its billing and its wallet."""

    __slots__ = ("clock", "journal", "occasion", "seller", "subscription", "wallet")

    subscription: Billing

    def __init__(self, seller: str, wallet: Amount, clock: Instant, journal: Journal) -> None:
        self.seller = seller
        self.wallet: Amount = wallet
        self.clock: Instant = clock
        """Up to and including this instant all due work is done."""
        self.journal = journal
        self.occasion = journal.occasion

    @property
    def at(self) -> Instant:
        """The instant being decided; for who only reads, the instant up to which the account was brought."""
        return self.occasion.at

    def pay(
        self,
        kind: WalletKind,
        amount: Amount,
        charge: str | None = None,
        *,
        plan: str | None = None,
        period: Instant | None = None,
    ) -> None:
        """Change the wallet by `amount` (negative: out) and note why, and of a fee for which period (RULES 11)."""
        self.wallet += amount
        self.journal.paid(kind, amount, self.wallet, charge, plan, period)


class Account(Subscriber):
    """One seller's state, with the occasion, the journal and what is known of its rows beside it."""

    __slots__ = (
        "__weakref__",
        "balances",
        "books",
        "choices",
        "closed",
        "digest",
        "digest_at",
        "expiries",
        "held",
        "locale",
        "lots",
        "name",
        "parked",
        "profile_at",
        "registered_at",
        "reported",
        "rows",
        "stored",
        "usage",
    )

    subscription: Subscription
    balances: dict[str, Balance]
    lots: dict[str, Lots]
    """Of each programme."""
    usage: dict[tuple[str, str, int], Amount]
    """Spent by (programme, service, day number)."""
    choices: dict[tuple[str, str, str], str]
    """By (kind, programme, service); see `mode`, `own_limit`, `reserved_for_others`."""
    expiries: dict[str, list[tuple[Instant, Amount]]]
    """What expired of late, by programme."""
    reported: ReportedShop
    """What the marketplace told; of a shop that this engine keeps nothing."""

    def __init__(
        self,
        seller: str,
        name: str,
        locale: str | None,
        registered_at: Instant,
        policy: Policy,
        *,
        rows: PartsInRows | None = None,
    ) -> None:
        """A new account; with `rows` one whose parts are left there until they are asked for."""
        super().__init__(seller, 0, registered_at, Journal(seller, Occasion(registered_at)))
        self.name = name
        self.locale = locale
        self.registered_at = registered_at
        self.profile_at: Instant | None = None
        """The own instant of the last registration that was taken (RULES 2.7a)."""
        self.parked = False
        self.books = BooksKind.KEPT
        """Who decides for this shop; it never changes (RULES 16)."""
        self.digest: dict[str, dict[str, Amount]] = {}
        """What the next daily digest tells, by kind and programme; under `soonest` when the first of what was credited
        ends, under `week` the sums at the week's start."""
        self.digest_at: Instant | None = None
        self.held = Held(some_left=rows is not None)
        self.closed = Closed()
        self.stored = Stored()
        self.rows = rows
        """Who is asked for parts that are not at hand."""
        if rows is None:
            for part in Part:
                self.begin(part, policy)

    def begin(self, part: Part, policy: Policy) -> None:
        """Have a part at hand, with nothing in it yet."""
        self.have(part, _BEGINNINGS[part](policy))

    def have(self, part: Part, is_: Any) -> None:
        """Have a part at hand, which is that."""
        setattr(self, part, is_)
        self.stored.away.discard(part)

    def __getattr__(self, name: str) -> Any:
        # Only a slot that is empty is asked for here: nobody ever sees a part that is not there.
        if name not in _BEGINNINGS or self.rows is None:
            raise AttributeError(name)
        self.rows.bring(self, Part(name))
        return object.__getattribute__(self, name)

    def rating_threshold(self, policy: Policy) -> Rate:
        """Below which rating the badge goes: as the shop's own marketplace told, else the policy's (RULES 16.5)."""
        told = self.reported.threshold
        return policy.rating.threshold if told is None else told

    @property
    def lines(self) -> dict[str, Line]:
        """All held lines by id. Those already credited or without points are in `closed` while they are needed."""
        return self.held.all

    # -- money ----------------------------------------------------------------------------------------------

    def has_room(self, total: Amount, added: Amount) -> bool:
        """Whether a sum of this seller, with the amount (negative takes away), can still be kept (RULES 15.14)."""
        return abs(total + added) <= MAX_SUM

    # -- choices: modes, limits, reserves -------------------------------------------------------------------

    def mode(self, service: str) -> Mode:
        """The payment mode for a service: its own, else the seller's, else manual (RULES 9.1)."""
        own = self.choices.get((ChoiceKind.MODE, "", service)) or self.choices.get((ChoiceKind.MODE, "", ""))
        return Mode(own) if own else Mode.MANUAL

    def own_limit(self, service: str) -> Amount | None:
        """The seller's own daily limit for a service over all programmes, if set (RULES 9.3)."""
        own = self.choices.get((ChoiceKind.LIMIT, "", service))
        return int(own) if own else None

    def reserved_for_others(self, programme: str, service: str) -> Amount:
        """What automatic spending on `service` must leave for other services (RULES 9.4)."""
        return sum(
            int(value)
            for (kind, name, other), value in self.choices.items()
            if kind == ChoiceKind.RESERVE and name == programme and other != service
        )

    def choose(self, kind: ChoiceKind, programme: str, service: str, value: str | None) -> None:
        """Set or remove (`None`) a choice; nothing is noted when it stays as it was."""
        key = (kind, programme, service)
        if self.choices.get(key) == value:
            return
        if value is None:
            del self.choices[key]
        else:
            self.choices[key] = value
        self.journal.changes.choices.add(key)

    # -- recently expired points -----------------------------------------------------------------------------

    def note_expired(self, programme: str, amount: Amount) -> None:
        """Remember what expired when, for as long as a refusal may speak of it (RULES 9.5)."""
        if Part.EXPIRIES in self.stored.away:
            return  # who brings it in finds it in the rows, and what is not yet written in the journal
        expired = self.expiries.setdefault(programme, [])
        if expired and expired[-1][0] == self.occasion.at:
            amount += expired.pop()[1]
        expired.append((self.occasion.at, amount))
        if expired[0][0] < self.occasion.at - EXPIRIES_KEPT:
            self.expiries[programme] = [each for each in expired if each[0] >= self.occasion.at - EXPIRIES_KEPT]

    def take_changes(self) -> Changes:
        """Hand over what changed and start a new list; closed records are let go of."""
        changes, self.journal.changes = self.journal.changes, Changes()
        self.closed.clear()
        for lot in changes.lots.values():
            if not lot.amount:
                self.lots[lot.programme].forget(lot)
        return changes


_BEGINNINGS: Final[Mapping[str, Callable[[Policy], Any]]] = {
    Part.SUBSCRIPTION: lambda _: Subscription(),
    Part.BALANCES: lambda policy: {name: Balance(name) for name in policy.programmes},
    Part.LOTS: lambda policy: {name: Lots() for name in policy.programmes},
    Part.CHOICES: lambda _: {},
    Part.USAGE: lambda _: {},
    Part.EXPIRIES: lambda _: {},
    Part.REPORTED: lambda _: ReportedShop(),
}
"""What a part is as long as there is nothing in it."""
