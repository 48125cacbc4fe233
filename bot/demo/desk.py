"""The demo's desk: the clock that people move and the marketplace that they play, behind the page.

Everything goes in by the ordinary ports: facts as lines of the feed format, time by the clock. Moving the clock stops
at every instant at which something is due or arrives, so that work is done in order and people are told in order.
"""

import asyncio
import json
import secrets
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import takewhile
from typing import Any

from bot.clock import MovableClock
from bot.demo.market import CAMPAIGN, CATEGORY, SHOPS
from bot.demo.stock import SOURCE
from core.account import Account
from core.events import Event, Malformed, OrderRedeemed, parse_line
from core.refusals import Outcome
from core.values import LONGEST_ID, MAX_AMOUNT, Instant, format_amount, format_instant, format_rate, is_clean_text
from storage.ledger import Entry, Ledger

HOUR = 3_600_000_000
STEPS = {"1h": HOUR, "1d": 24 * HOUR, "7d": 168 * HOUR}
SHOWN_FACTS = 50
SHOWN_LINES = 8
PLAYED = {
    "redeem": "order.redeemed",
    "return": "order.returned",
    "charge": "service.charged",
    "top_up": "wallet.credited",
    "empty_wallet": "wallet.debited",
    "verification_passed": "eligibility.changed",
    "verification_failed": "eligibility.changed",
    "rating": "rating.updated",
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "redeem": {"price": "7000.00", "discount": "0.10", "quantity": 1, "campaign": CAMPAIGN, "category": CATEGORY},
    "return": {"quantity": 1},
    "charge": {"service": "ads", "amount": "500.00"},
    "top_up": {"amount": "5000.00"},
    "verification_passed": {"eligible": True},
    "verification_failed": {"eligible": False},
    "rating": {"rating": "4.50"},
}
TAKEN_FIELDS = {
    "redeem": ("price", "discount", "quantity"),
    "return": ("line", "quantity"),
    "charge": ("service", "amount"),
    "top_up": ("amount",),
    "rating": ("rating",),
}

_PLACES = {shop.seller: number for number, shop in enumerate(SHOPS)}


class DemoDesk:
    """Implements the local Telegram server's `Desk`. `beat` does due work and sends what is waiting."""

    def __init__(
        self, ledger: Ledger, clock: MovableClock, coming: Sequence[Event], beat: Callable[[], Awaitable[int]]
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._coming = deque(coming)
        self._beat = beat
        self._busy = asyncio.Lock()
        self._arriving = threading.Lock()
        self._facts: deque[dict[str, Any]] = deque(maxlen=SHOWN_FACTS)
        self._lines: dict[str, deque[str]] = {}

    async def state(self) -> dict[str, Any]:
        """What the page's clock and marketplace show."""
        return await asyncio.to_thread(self._state)

    def _state(self) -> dict[str, Any]:
        due = self._ledger.next_due()
        policy = self._ledger.policy
        return {
            "now": format_instant(self._clock.now()),
            "timezone": policy.timezone,
            "currency": policy.currency,
            "next_due": None if due is None else format_instant(due),
            "services": sorted({service for terms in policy.points.values() for service in terms.services}),
            "shops": [self._shop(account) for account in sorted(self._ledger.each_account(), key=_place)],
            "facts": list(reversed(self._facts)),
        }

    def _shop(self, account: Account) -> dict[str, Any]:
        subscription = account.subscription
        return {
            "seller": account.seller,
            "name": account.name,
            "wallet": format_amount(account.wallet),
            "state": subscription.state,
            "plan": subscription.plan,
            "rating": None if subscription.rating is None else format_rate(subscription.rating),
            "points": {
                name: {"available": format_amount(balance.available), "held": format_amount(balance.held)}
                for name, balance in account.balances.items()
            },
            "lines": list(reversed(self._lines.get(account.seller, ()))),
        }

    async def advance(self, step: str) -> dict[str, Any]:
        """Move the clock by a step or to the next thing due; work and messages come in order."""
        if step != "next" and step not in STEPS:
            raise ValueError(f"advance must be one of {', '.join(STEPS)}, next")
        async with self._busy:
            now = self._clock.now()
            if step == "next":
                due = await asyncio.to_thread(self._ledger.next_due)
                if due is None:
                    raise ValueError("Nothing is due.")
                target = max(due, now)
            else:
                target = now + STEPS[step]
            done = 0
            before: Instant | None = None
            while (instant := await asyncio.to_thread(self._next, target)) is not None:
                if before is not None and instant <= before:
                    break  # the beat could not do what was due; the regular one tries again
                before = instant
                await asyncio.to_thread(self._arrive, instant)
                done += await self._beat()
            await asyncio.to_thread(self._clock.move_to, target)
            done += await self._beat()
            return {"now": format_instant(self._clock.now()), "done": done}

    def _next(self, target: Instant) -> Instant | None:
        due = self._ledger.next_due()
        arriving = self._coming[0].at if self._coming else None
        soonest = min((at for at in (due, arriving) if at is not None), default=None)
        if soonest is None or soonest > target:
            return None
        return soonest

    def _arrive(self, instant: Instant) -> None:
        """Move the clock to an instant and take what the marketplace sent until then."""
        self._clock.move_to(instant)
        self.catch_up(instant)

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
                    self._note(event, now, outcome)

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let something happen in the marketplace now."""
        async with self._busy:
            outcome = await asyncio.to_thread(self._fact, body)
            await self._beat()
        return {"outcome": outcome.kind, "reason": outcome.reason, "message": outcome.message, "data": outcome.data}

    def _fact(self, body: dict[str, Any]) -> Outcome:
        action = body.get("action")
        if not isinstance(action, str) or action not in PLAYED:
            raise ValueError(f"action must be one of {', '.join(PLAYED)}")
        seller = body.get("seller")
        known = isinstance(seller, str) and is_clean_text(seller, LONGEST_ID)
        account = self._ledger.look(str(seller)) if known else None
        if account is None:
            raise ValueError("There is no such shop.")
        now = self._clock.now()
        line = self._line(action, account, body)
        event = parse_line(json.dumps(line | {"at": format_instant(now)}))
        if isinstance(event, Malformed):
            raise ValueError(event.message)
        outcome = self._ledger.take_one(event, now, "desk")
        self._note(event, now, outcome)
        return outcome

    def _line(self, action: str, account: Account, body: dict[str, Any]) -> dict[str, Any]:
        id_ = f"desk-{secrets.token_hex(6)}"
        line: dict[str, Any] = {"id": id_, "type": PLAYED[action], "seller": account.seller, **DEFAULTS.get(action, {})}
        for field in TAKEN_FIELDS.get(action, ()):
            if body.get(field) not in (None, ""):
                line[field] = body[field]
        if action == "redeem":
            line["line"] = id_
        elif action == "charge":
            line["charge"] = id_
        elif action == "empty_wallet":
            if account.wallet <= 0:
                raise ValueError("The wallet is empty already.")
            line["amount"] = format_amount(min(account.wallet, MAX_AMOUNT))
        elif action == "return" and "line" not in line:
            latest = self._lines.get(account.seller)
            if not latest:
                raise ValueError("Redeem an order first, or name the order line.")
            line["line"] = latest[-1]
        return line

    def _note(self, event: Event, at: Instant, outcome: Outcome) -> None:
        if isinstance(event, OrderRedeemed) and outcome.is_done:
            self._lines.setdefault(event.seller, deque(maxlen=SHOWN_LINES)).append(event.line)
        self._facts.append(
            {
                "at": format_instant(at),
                "seller": event.seller,
                "type": event.TYPE,
                "text": _described(event),
                "outcome": outcome.kind,
                "reason": outcome.reason,
            }
        )


def _place(account: Account) -> tuple[int, str]:
    """The shop to try is the first to see; shops that are not the demo's come after, in order of id."""
    return (_PLACES.get(account.seller, len(_PLACES)), account.seller)


def _described(event: Event) -> str:
    """The numbers of a fact, for the log."""
    parts = []
    for name in ("line", "charge", "service", "plan", "quantity"):
        value = getattr(event, name, None)
        if value is not None:
            parts.append(f"{name} {value}")
    for name in ("price", "amount"):
        value = getattr(event, name, None)
        if value is not None:
            parts.append(f"{name} {format_amount(value)}")
    for name in ("discount", "rating"):
        value = getattr(event, name, None)
        if value is not None:
            parts.append(f"{name} {format_rate(value)}")
    return ", ".join(parts)
