"""What the marketplace reports in the demo: lines that wait for their instant, and lines that somebody plays.

Problem: the page's desk, its stories and the heartbeat all report facts, and all of them must be seen in the log.
Decision: one place takes every line by the ordinary port (`parse_line`, then the ledger) and remembers the last ones.
Limit: what happened before this start is not among the remembered; the history has it.
"""

import json
import secrets
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Final, NamedTuple

from bot.demo.market import CAMPAIGN, CATEGORY
from bot.demo.stock import SOURCE
from core.account import Account
from core.events import Event, Malformed, OrderRedeemed, WalletCredited, parse_line
from core.fees import coming_fee
from core.refusals import Outcome
from core.values import LONGEST_ID, MAX_AMOUNT, Amount, Instant, State, format_amount, format_instant, is_clean_text
from storage.ledger.ledger import Entry, Ledger

KEPT_FACTS: Final = 200
SHOWN_LINES: Final = 8
PLAYED: Final = {
    "redeem": "order.redeemed",
    "return": "order.returned",
    "charge": "service.charged",
    "top_up": "wallet.credited",
    "empty_wallet": "wallet.debited",
    "charge_fails": "wallet.debited",
    "verification_passed": "eligibility.changed",
    "verification_failed": "eligibility.changed",
    "rating": "rating.updated",
}
DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "redeem": {"price": "7000.00", "discount": "0.10", "quantity": 1, "campaign": CAMPAIGN, "category": CATEGORY},
    "return": {"quantity": 1},
    "charge": {"service": "ads", "amount": "500.00"},
    "top_up": {"amount": "5000.00"},
    "verification_passed": {"eligible": True},
    "verification_failed": {"eligible": False},
    "rating": {"rating": "4.50"},
}
TAKEN_FIELDS: Final = {
    "redeem": ("price", "discount", "quantity"),
    "return": ("line", "quantity"),
    "charge": ("service", "amount"),
    "top_up": ("amount",),
    "rating": ("rating",),
}
AGAIN: Final = "again"
"""The action that sends a shop's last line once more."""
_OWN_RANGE: Final = frozenset({"price", "discount", "quantity", "amount", "rating"})
"""Fields of which a text says what may stand in them."""
_OWN_ID: Final = {"order.redeemed": "line", "service.charged": "charge", "bonus.granted": "grant"}


class Fact(NamedTuple):
    """A line that was taken, with the instant and what it came to."""

    at: Instant
    event: Event
    outcome: Outcome


class CannotPlay(Exception):
    """Why something cannot be played: the key of a text and its values."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Played:
    """What a person's fact came to; of one whose effect cannot be guessed, the key and the values of a text on it."""

    outcome: Outcome
    key: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


class Facts:
    """Takes lines and remembers them. Every method may be called from a worker thread."""

    def __init__(self, ledger: Ledger, coming: Sequence[Event]) -> None:
        self._ledger = ledger
        self._coming = deque(coming)
        self._arriving = threading.Lock()
        self._noting = threading.Lock()
        self._taken: deque[Fact] = deque(maxlen=KEPT_FACTS)
        self._count = 0
        self._lines: dict[str, deque[str]] = {}
        self._sent: dict[str | None, Event] = {}

    @property
    def newest(self) -> list[tuple[int, Fact]]:
        """The facts that are remembered, each with its number since the start, the newest first."""
        with self._noting:
            taken, count = list(self._taken), self._count
        return list(zip(range(count, count - len(taken), -1), reversed(taken), strict=True))

    def lines_of(self, seller: str) -> list[str]:
        """The seller's last order lines, the newest first."""
        return list(reversed(self._lines.get(seller, ())))

    def next_arrival(self) -> Instant | None:
        """When the next waiting line arrives; None when none waits."""
        return self._coming[0].at if self._coming else None

    def catch_up(self, now: Instant) -> None:
        """Take the lines whose instant has come. What could not be taken (`StorageError`) comes again."""
        with self._arriving:  # the heart's thread and a moved clock's may be here at once
            entries = [Entry(event, now) for event in takewhile(lambda event: event.at <= now, self._coming)]
            if not entries:
                return
            outcomes = self._ledger.take(entries, SOURCE)
            for outcome in outcomes:
                event = self._coming.popleft()
                if outcome.kind != "replayed":
                    self._note(Fact(now, event, outcome))

    def take(self, now: Instant, type_: str, seller: str | None = None, **fields: Any) -> Outcome:
        """Report one fact now; an order, a charge or a grant gets an id of its own.

        Raises CannotPlay for a field that cannot be.
        """
        id_ = f"desk-{secrets.token_hex(6)}"
        line: dict[str, Any] = {"id": id_, "type": type_, "at": format_instant(now), **fields}
        if seller is not None:
            line["seller"] = seller
        if type_ in _OWN_ID:
            line[_OWN_ID[type_]] = id_
        event = parse_line(json.dumps(line))
        if isinstance(event, Malformed):
            raise CannotPlay("desk-bad-field", field=event.field if event.field in _OWN_RANGE else "other")
        self._sent[seller] = event
        return self._send(event, now)

    def _send(self, event: Event, now: Instant) -> Outcome:
        outcome = self._ledger.take_one(event, now, "desk")
        self._note(Fact(now, event, outcome))
        return outcome

    def play(self, now: Instant, body: dict[str, Any]) -> Played:
        """Report what a person chose at the desk: an action of PLAYED or AGAIN, a seller, and some of TAKEN_FIELDS.

        Raises CannotPlay for what cannot be, ValueError for an action that there is not.
        """
        action = body.get("action")
        if not isinstance(action, str) or action not in (*PLAYED, AGAIN):
            raise ValueError(f"action must be one of {', '.join((*PLAYED, AGAIN))}")
        seller = body.get("seller")
        known = isinstance(seller, str) and is_clean_text(seller, LONGEST_ID)
        account = self._ledger.look(str(seller)) if known else None
        if account is None:
            raise CannotPlay("desk-no-shop")
        if action == AGAIN:
            return self._again(now, account.seller)
        if action == "charge_fails":
            return self._make_short(now, account)
        return Played(self.take(now, PLAYED[action], account.seller, **self._fields(action, account, body)))

    def _again(self, now: Instant, seller: str) -> Played:
        """The shop's last line to the letter, as a marketplace repeats what it got no answer to (RULES 2.6)."""
        event = self._sent.get(seller)
        if event is None:
            raise CannotPlay("desk-nothing-sent")
        outcome = self._send(event, now)
        return Played(outcome, "desk-told-again" if outcome.kind == "replayed" else None, {"event": event})

    def _make_short(self, now: Instant, account: Account) -> Played:
        """So much goes out of the wallet that the next charge will miss 0.01, whatever income is known to come."""
        coming, subscription = coming_fee(account, self._ledger.policy), account.subscription
        if coming is None or subscription.period_end is None:
            raise CannotPlay("desk-no-charge")
        if subscription.state is State.GRACE:
            raise CannotPlay("desk-charge-failed")
        _, price = coming
        due = subscription.period_end
        over = account.wallet + self._income(account.seller, due) - price + 1
        values = {"price": price, "due": due}
        if over <= 0:
            raise CannotPlay("desk-short-already", **values)
        amount = min(over, MAX_AMOUNT)
        outcome = self.take(now, PLAYED["charge_fails"], account.seller, amount=format_amount(amount))
        return Played(outcome, "desk-told-charge-fails", values | {"amount": amount})

    def _income(self, seller: str, until: Instant) -> Amount:
        with self._arriving:
            coming = list(takewhile(lambda event: event.at <= until, self._coming))
        return sum(event.amount for event in coming if isinstance(event, WalletCredited) and event.seller == seller)

    def _fields(self, action: str, account: Account, body: dict[str, Any]) -> dict[str, Any]:
        fields = dict(DEFAULTS.get(action, {}))
        for name in TAKEN_FIELDS.get(action, ()):
            if body.get(name) not in (None, ""):
                fields[name] = body[name]
        if action == "empty_wallet":
            if account.wallet <= 0:
                raise CannotPlay("desk-wallet-empty")
            fields["amount"] = format_amount(min(account.wallet, MAX_AMOUNT))
        elif action == "return" and "line" not in fields:
            lines = self.lines_of(account.seller)
            if not lines:
                raise CannotPlay("desk-no-order")
            fields["line"] = lines[0]
        return fields

    def _note(self, fact: Fact) -> None:
        if isinstance(fact.event, OrderRedeemed) and fact.outcome.is_done:
            self._lines.setdefault(fact.event.seller, deque(maxlen=SHOWN_LINES)).append(fact.event.line)
        with self._noting:
            self._taken.append(fact)
            self._count += 1
