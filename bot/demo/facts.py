"""What the marketplace reports in the demo: lines that wait for their instant, and lines that somebody plays.

Problem: the page's desk, its stories and the heartbeat all report facts, and all of them must be seen in the log.
Decision: one place takes every line by the ordinary port (`parse_line`, then the ledger) and remembers the last ones.
Limit: what happened before this start is not among the remembered; the history has it.
"""

import json
import secrets
import threading
from collections import deque
from collections.abc import Sequence
from itertools import takewhile
from typing import Any, Final, NamedTuple

from bot.demo.market import CAMPAIGN, CATEGORY
from bot.demo.stock import SOURCE
from core.account import Account
from core.events import Event, Malformed, OrderRedeemed, parse_line
from core.refusals import Outcome
from core.values import LONGEST_ID, MAX_AMOUNT, Instant, format_amount, format_instant, is_clean_text
from storage.ledger.ledger import Entry, Ledger

KEPT_FACTS: Final = 200
SHOWN_LINES: Final = 8
PLAYED: Final = {
    "redeem": "order.redeemed",
    "return": "order.returned",
    "charge": "service.charged",
    "top_up": "wallet.credited",
    "empty_wallet": "wallet.debited",
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
_OWN_ID: Final = {"order.redeemed": "line", "service.charged": "charge", "bonus.granted": "grant"}


class Fact(NamedTuple):
    """A line that was taken, with the instant and what it came to."""

    at: Instant
    event: Event
    outcome: Outcome


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
        """Report one fact now; an order, a charge or a grant gets an id of its own. ValueError for a bad field."""
        id_ = f"desk-{secrets.token_hex(6)}"
        line: dict[str, Any] = {"id": id_, "type": type_, "at": format_instant(now), **fields}
        if seller is not None:
            line["seller"] = seller
        if type_ in _OWN_ID:
            line[_OWN_ID[type_]] = id_
        event = parse_line(json.dumps(line))
        if isinstance(event, Malformed):
            raise ValueError(event.message)
        outcome = self._ledger.take_one(event, now, "desk")
        self._note(Fact(now, event, outcome))
        return outcome

    def play(self, now: Instant, body: dict[str, Any]) -> Outcome:
        """Report what a person chose at the desk: an action of PLAYED, a seller, and some of TAKEN_FIELDS.

        Raises ValueError with a sentence for what cannot be.
        """
        action = body.get("action")
        if not isinstance(action, str) or action not in PLAYED:
            raise ValueError(f"action must be one of {', '.join(PLAYED)}")
        seller = body.get("seller")
        known = isinstance(seller, str) and is_clean_text(seller, LONGEST_ID)
        account = self._ledger.look(str(seller)) if known else None
        if account is None:
            raise ValueError("There is no such shop.")
        return self.take(now, PLAYED[action], account.seller, **self._fields(action, account, body))

    def _fields(self, action: str, account: Account, body: dict[str, Any]) -> dict[str, Any]:
        fields = dict(DEFAULTS.get(action, {}))
        for field in TAKEN_FIELDS.get(action, ()):
            if body.get(field) not in (None, ""):
                fields[field] = body[field]
        if action == "empty_wallet":
            if account.wallet <= 0:
                raise ValueError("The wallet is empty already.")
            fields["amount"] = format_amount(min(account.wallet, MAX_AMOUNT))
        elif action == "return" and "line" not in fields:
            lines = self.lines_of(account.seller)
            if not lines:
                raise ValueError("Redeem an order first, or name the order line.")
            fields["line"] = lines[0]
        return fields

    def _note(self, fact: Fact) -> None:
        if isinstance(fact.event, OrderRedeemed) and fact.outcome.is_done:
            self._lines.setdefault(fact.event.seller, deque(maxlen=SHOWN_LINES)).append(fact.event.line)
        with self._noting:
            self._taken.append(fact)
            self._count += 1
