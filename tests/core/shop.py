"""One shop as the tests see it: verbs that are lines of the rulebook's format, and plain answers to look at.

Problem: a test of a rule should read like the rule. Decision: each verb writes the line as the marketplace would (RULES
13), reads it back with the product's own reader and hands it to `decide`; time is a value, written as the programme's
local wall clock ("2026-06-05 12:00"). Limit: no storage, so every record stays in memory and ids are not remembered
over repetitions.
"""

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.account import Account, Movement, Notice
from core.decide import World, announce_maintenance, announce_price, decide
from core.due import run_due
from core.events import CampaignUpserted, Event, Maintenance, Malformed, PriceChanged, parse_line
from core.points.accrual import CampaignVersion
from core.policy import default_policy, overlay_policy
from core.prices import PriceChange
from core.refusals import Outcome
from core.values import EPOCH, Instant, State, format_amount, parse_instant

OPENED = "2026-01-01 00:00"
NO_TRIAL = "trial.days = 0\n"
RICH = "100000.00"


class Shop:
    """A seller "S" registered at `opened`; `policy` is TOML laid over the shipped values."""

    def __init__(
        self, policy: str = "", *, opened: str = OPENED, wallet: str | None = RICH, eligible: bool = False
    ) -> None:
        self.policy = overlay_policy(policy) if policy else default_policy()
        self.zone = ZoneInfo(self.policy.timezone)
        self.world = World(self.policy)
        self.now = self.instant(opened)
        self.account = Account("S", "Shop", None, self.now, self.policy)
        self._numbers = itertools.count(1)
        if wallet is not None:
            self.credit(wallet)
        if eligible:
            self.eligible(True)

    # -- time ----------------------------------------------------------------------------------------------

    def instant(self, text: str) -> Instant:
        """The instant of a local wall clock, or of a UTC one that ends with Z."""
        return parse_instant(self._rfc(text))

    def _rfc(self, text: str) -> str:
        if text.endswith("Z"):
            return text.replace(" ", "T")
        return datetime.fromisoformat(text).replace(tzinfo=self.zone).astimezone(UTC).isoformat()

    def clock(self, instant: Instant | str | None) -> str | None:
        """An instant as a local wall clock: "2026-06-05 12:00", seconds only if there are any."""
        if instant is None:
            return None
        if isinstance(instant, str):
            instant = parse_instant(instant)
        local = self.policy.calendar.local(instant)
        text = local.replace(tzinfo=None).isoformat(sep=" ")
        return text.removesuffix(":00")

    def wait(self, until: str) -> "Shop":
        """Let time pass and all due work happen."""
        self.now = max(self.now, self.instant(until))
        run_due(self.account, self.policy, self.now)
        return self

    # -- lines ---------------------------------------------------------------------------------------------

    def event(self, kind: str, at: str | None, **fields: Any) -> Event:
        """The line of that type as the product reads it; it must be well-formed."""
        written = self._rfc(at) if at else (EPOCH + timedelta(microseconds=self.now)).isoformat()
        line = {"id": f"e{next(self._numbers)}", "type": kind, "at": written, **fields}
        if kind not in ("campaign.upserted", "maintenance", "price.changed"):
            line["seller"] = "S"
        event = parse_line(json.dumps(line))
        assert not isinstance(event, Malformed), event.message
        return event

    def take(self, event: Event) -> Outcome:
        """Give the event to the core at the clock, which never goes back (RULES 2.7)."""
        self.now = max(self.now, event.at)
        return decide(self.account, event, self.now, self.world, "test")

    def _do(self, kind: str, at: str | None, **fields: Any) -> Outcome:
        return self.take(self.event(kind, at, **fields))

    def register(self, name: str, *, locale: str | None = None, at: str | None = None) -> Outcome:
        return self._do("seller.registered", at, name=name, **({"locale": locale} if locale else {}))

    def credit(self, amount: str, *, at: str | None = None) -> Outcome:
        return self._do("wallet.credited", at, amount=amount)

    def debit(self, amount: str, *, at: str | None = None) -> Outcome:
        return self._do("wallet.debited", at, amount=amount)

    def empty(self, *, at: str | None = None) -> Outcome:
        """Debit all that the wallet has."""
        if at:
            self.wait(at)
        return self.debit(format_amount(self.account.wallet))

    def eligible(self, yes: bool, *, at: str | None = None) -> Outcome:
        return self._do("eligibility.changed", at, eligible=yes)

    def rate(self, rating: str, *, at: str | None = None) -> Outcome:
        return self._do("rating.updated", at, rating=rating)

    def mail(self, *, at: str | None = None) -> Outcome:
        return self._do("mailing.sent", at)

    def campaign(self, name: str = "C", *, at: str | None = None, **fields: Any) -> None:
        """A version of a campaign, by default of two years and a coefficient of 0.05."""
        terms = {"starts_at": "2026-01-01 00:00", "ends_at": "2028-01-01 00:00", "coefficient": "0.05", **fields}
        terms |= {key: self._rfc(terms[key]) for key in ("starts_at", "ends_at")}
        event = self.event("campaign.upserted", at, campaign=name, **terms)
        assert isinstance(event, CampaignUpserted)
        self.now = max(self.now, event.at)
        self.world = self.world.with_campaign(CampaignVersion(len(self.world.versions(name)) + 1, event))

    def price(self, plan: str, price: str, since: str, *, at: str | None = None) -> None:
        """`price.changed`: the plan costs the price from `since` on."""
        event = self.event("price.changed", at, plan=plan, price=price, **{"from": self._rfc(since)})
        assert isinstance(event, PriceChanged)
        self.now = max(self.now, event.at)
        old = self.world.policy.price(event.plan, event.since)
        self.world = self.world.with_price(PriceChange(event.plan, event.price, event.since, self.now))
        self.policy = self.world.policy
        if event.price != old:
            announce_price(self.account, event, old, self.now, self.world, "test")

    def redeem(
        self,
        line: str = "L",
        *,
        price: str = "7000.00",
        discount: str = "0.10",
        quantity: int = 20,
        campaign: str = "C",
        category: str = "shoes",
        at: str | None = None,
    ) -> Outcome:
        """By default the order of the worked example: 700.00 points at a coefficient of 0.05."""
        fields = {"price": price, "discount": discount, "quantity": quantity}
        return self._do("order.redeemed", at, line=line, campaign=campaign, category=category, **fields)

    def give_back(self, line: str, quantity: int, *, at: str | None = None) -> Outcome:
        """`order.returned`."""
        return self._do("order.returned", at, line=line, quantity=quantity)

    def cancel_order(self, line: str, quantity: int, *, at: str | None = None) -> Outcome:
        return self._do("order.cancelled", at, line=line, quantity=quantity)

    def grant(self, grant: str, amount: str, *, programme: str = "bonus", at: str | None = None) -> Outcome:
        return self._do("bonus.granted", at, grant=grant, programme=programme, amount=amount, reason="promotion")

    def revoke(self, grant: str, amount: str, *, at: str | None = None) -> Outcome:
        return self._do("bonus.revoked", at, grant=grant, amount=amount)

    def bill(self, charge: str, amount: str, *, service: str = "ads", at: str | None = None) -> Outcome:
        """`service.charged`."""
        return self._do("service.charged", at, charge=charge, service=service, amount=amount)

    def reverse(self, charge: str, *, at: str | None = None) -> Outcome:
        return self._do("charge.reversed", at, charge=charge)

    def prolong(self, until: str, *, programme: str = "bonus", at: str | None = None) -> Outcome:
        return self._do("lot.prolonged", at, programme=programme, until=self._rfc(until))

    def maintenance(self, on: bool, *, at: str | None = None) -> None:
        event = self.event("maintenance", at, on=on)
        assert isinstance(event, Maintenance)
        self.now = max(self.now, event.at)
        self.world = replace(self.world, maintenance=on)
        announce_maintenance(self.account, event, self.now, self.world, "test")

    # -- commands ------------------------------------------------------------------------------------------

    def connect(self, plan: str, *, at: str | None = None, by: str = "manager") -> Outcome:
        return self._do("command.connect", at, plan=plan, by=by)

    def cancel(self, *, at: str | None = None, by: str = "manager") -> Outcome:
        return self._do("command.cancel", at, by=by)

    def resume(self, *, at: str | None = None, by: str = "manager") -> Outcome:
        return self._do("command.resume", at, by=by)

    def switch_to_lite(self, *, at: str | None = None, by: str = "manager") -> Outcome:
        return self._do("command.switch_to_lite", at, by=by)

    def spend(
        self,
        amount: str,
        *,
        programme: str = "bonus",
        service: str = "ads",
        at: str | None = None,
        by: str = "finance",
    ) -> Outcome:
        return self._do("command.spend", at, programme=programme, service=service, amount=amount, by=by)

    def set_mode(self, mode: str, service: str | None = None, *, at: str | None = None) -> Outcome:
        own = {} if service is None else {"service": service}
        return self._do("command.set_mode", at, mode=mode, by="manager", **own)

    def set_daily_limit(self, service: str, amount: str | None, *, at: str | None = None) -> Outcome:
        return self._do("command.set_daily_limit", at, service=service, amount=amount, by="manager")

    def set_reserve(self, service: str, amount: str, *, programme: str = "bonus", at: str | None = None) -> Outcome:
        return self._do("command.set_reserve", at, programme=programme, service=service, amount=amount, by="manager")

    def opt_out(self, programme: str = "discount", *, at: str | None = None) -> Outcome:
        return self._do("command.opt_out", at, programme=programme, by="manager")

    def opt_in(self, programme: str = "discount", *, at: str | None = None) -> Outcome:
        return self._do("command.opt_in", at, programme=programme, by="manager")

    # -- what can be seen ------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        return self.account.subscription.state.value

    @property
    def plan(self) -> str | None:
        return self.account.subscription.plan

    @property
    def renewal(self) -> str | None:
        return self.account.subscription.renewal

    @property
    def wallet(self) -> str:
        return format_amount(self.account.wallet)

    @property
    def invitation(self) -> str:
        return self.account.subscription.invitation.value

    @property
    def end_reason(self) -> str | None:
        return self.account.subscription.end_reason

    @property
    def badge(self) -> bool:
        return self.account.subscription.badge

    @property
    def period(self) -> tuple[str | None, str | None]:
        """The trial's or paid period's start and end on the local clock."""
        subscription = self.account.subscription
        return self.clock(subscription.period_start), self.clock(subscription.period_end)

    @property
    def periods(self) -> list[tuple[str, str | None, str | None, str]]:
        """Every trial and paid period so far: kind or plan, start, end, fee."""
        return [
            (
                p.kind if p.kind == "trial" else p.plan,
                self.clock(p.starts_at),
                self.clock(p.ends_at),
                format_amount(p.fee),
            )
            for p in self.account.journal.changes.periods
        ]

    def points(self, programme: str = "discount", *names: str) -> dict[str, str]:
        """The programme's sums that are not 0.00, or those named."""
        balance = self.account.balances[programme]
        known = ("held", "available", "debt", "accrued", "credited", "adjusted", "spent", "expired", "repaid")
        sums = {name: getattr(balance, name) for name in names or known}
        return {name: format_amount(value) for name, value in sums.items() if names or value}

    def lots(self, programme: str = "discount") -> list[tuple[str, str, str | None]]:
        """Lots with points left in spending order: id, amount, expiry on the local clock."""
        return [
            (lot.lot, format_amount(lot.amount), self.clock(lot.expires_at))
            for lot in self.account.lots[programme].open
        ]

    def money_part(self, charge: str) -> str:
        """What of a charge is still paid with money."""
        return format_amount(self.account.closed.charges[charge].money)

    @property
    def movements(self) -> list[Movement]:
        return self.account.journal.changes.movements

    def told(self, *kinds: str) -> list[tuple[str | None, str]]:
        """(local clock, kind) of the notices of these kinds, or of all."""
        return [(self.clock(n.at), n.kind) for n in self._notices(kinds)]

    def times(self, *kinds: str) -> list[str | None]:
        """The local clock of every notice of these kinds."""
        return [self.clock(n.at) for n in self._notices(kinds)]

    def data(self, kind: str) -> list[dict[str, Any]]:
        """What the notices of a kind say."""
        return [n.data for n in self._notices((kind,))]

    def keys(self, kind: str) -> list[str]:
        return [n.key for n in self._notices((kind,))]

    def _notices(self, kinds: tuple[str, ...]) -> list[Notice]:
        # A key is told once for ever; without storage the test sees to it.
        first: dict[str, Notice] = {}
        for notice in self.account.journal.changes.notices:
            if not kinds or notice.kind in kinds:
                first.setdefault(notice.key, notice)
        return list(first.values())

    def picture(self) -> Mapping[str, Any]:
        """All that a refusal must leave as it was."""
        account, changes = self.account, self.account.journal.changes
        return {
            "wallet": self.wallet,
            "subscription": [getattr(account.subscription, name) for name in account.subscription.__slots__],
            "points": {name: (self.points(name), self.lots(name)) for name in account.balances},
            "choices": dict(account.choices),
            "history": [
                len(rows) for rows in (changes.movements, changes.wallet_entries, changes.transitions, changes.periods)
            ],
            "told": self.told(),
        }


def in_state(state: str, plan: str | None = None, *, eligible: bool = True, policy: str = "") -> Shop:
    """A shop that came to the state by itself, with a full wallet in trial and active and an empty one in grace."""
    shop = Shop(policy, eligible=eligible or plan == "premium")
    if state == State.INACTIVE:
        return shop
    shop.connect(plan or "lite", at="2026-03-01 12:00")
    if state == State.ACTIVE:
        shop.wait("2026-03-31 12:00")
    elif state == State.GRACE:
        shop.empty()
        shop.wait("2026-03-31 12:00")
    assert (shop.state, shop.plan) == (state, plan or "lite")
    return shop
