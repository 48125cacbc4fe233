"""Random but realistic histories and policies, made from a seed, for comparing two readings of the rulebook.

The problem: uniformly random lines are refused for dull reasons and never meet the corners. The decision:
the writer runs the naive model beside the file, so that it can aim: at the exact instant something falls
due, at the price less 0.01, at the coverable sum, at the quantity that is left; ids come from small pools
so that duplicates, unknown ids, returns and reversals happen by themselves; every history has its own
temperament (what it does much of); what takes several lines to come about (a line sent too early and
again, prices that change within one period, a return and a reversal around an expiry) is a story that is
told between the other lines. The limit: it aims with the model's eyes, so a corner that the model
does not know is met only by chance.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.property.model import (
    DEFAULTS,
    EPOCH,
    HOUR,
    MICRO,
    MINUTE,
    PLANS,
    TAKES_NO_ID,
    Charge,
    Lot,
    Model,
    Seller,
    amount_text,
    at_hour,
    from_wall,
    local_clock,
    local_date,
    rate_text,
)

Event = dict[str, Any]

DAY = 24 * HOUR
AMOUNTS = {"amount", "price"}
RATES = {"coefficient", "max_coefficient", "min_discount", "discount", "rating"}
INSTANTS = {"at", "starts_at", "ends_at", "until", "from"}
IDS = ("id", "seller", "campaign", "line", "grant", "charge")
NAMES = ("Лавка", "Shop", "Խանութ", " Shop ", "\u3164", "\u2800", "\u200b\u00a0", "\u3164x", "\u0301")
TITLES = ("Весна", "\u00a0Sale\u00a0", "C")
EDGES = (" ", "\t", "\n", "\u00a0", "\u0085", "\u2003", "\u2028", "\u202f", "\u3000")
NO_EDGES = ("\u200b", "\ufeff", "\u00ad", "\u2800")  # look empty, are no white space
SERVICES = ("ads", "logistics", "storage", "other", "commission", "packing")
CATEGORIES = ("shoes", "books", "toys")
STARTS = (
    "2026-01-30",
    "2024-02-27",
    "2025-10-20",
    "2026-03-20",
    "2027-06-28",
    "2010-10-25",
    "2014-10-20",
    "2026-12-29",
)


def history(seed: int, length: int, policy: dict[str, Any] | None = None) -> list[str]:
    """`length` JSON lines, the same for the same arguments; `policy` is the overlay they will run under."""
    writer = _Writer(random.Random(f"history {seed}"), policy)
    while len(writer.lines) < length:
        writer.write_one()
    return writer.lines[:length]


class _Writer:
    def __init__(self, rng: random.Random, policy: dict[str, Any] | None) -> None:
        self.rng = rng
        self.model = Model(policy)
        self.zone = self.model.zone
        start = datetime.fromisoformat(rng.choice(STARTS)).replace(tzinfo=UTC)
        self.clock = (start - EPOCH) // timedelta(microseconds=1) + rng.randrange(DAY // MICRO) * MICRO
        self.lines: list[str] = []
        self.events: list[Event] = []
        self.names = [f"S{n}" for n in range(1, rng.randint(1, 4) + 1)]
        self.haste = rng.choice((1, 1, 2, 5))
        self.busy = 0  # lines still to come in one seller's busy hours
        self.busy_seller = self.names[0]
        self.number = 0
        self.answer: Event = {}  # the model's to the last line
        self.stories: list[Iterator[Event]] = []
        self.told_in_stories = rng.choice((0.05, 0.15, 0.25, 0.4))
        self.waiting: list[Event] = self._opening()
        makers: dict[Callable[[], Event], int] = {
            self._registered: 1,
            self._credited: 8,
            self._debited: 5,
            self._eligibility: 4,
            self._rating: 5,
            self._mailing: 4,
            self._campaign: 2,
            self._redeemed: 18,
            self._returned: 10,
            self._granted: 6,
            self._revoked: 4,
            self._charged: 14,
            self._reversed: 5,
            self._prolonged: 2,
            self._maintenance: 1,
            self._connect: 10,
            self._cancel: 4,
            self._resume: 3,
            self._switch: 3,
            self._spend: 18,
            self._mode: 4,
            self._own_limit: 2,
            self._reserve: 3,
            self._opting: 2,
            self._payout: 1,
            self._price: 3,
        }
        self.makers = list(makers)
        self.weights = [weight * rng.choice((0.2, 1, 1, 3)) for weight in makers.values()]

    # --------------------------------------------------------------------------------------------- one line

    def write_one(self) -> None:
        dice = self.rng.random()
        if self.waiting:
            self._put(self.waiting.pop(0))
        elif self.rng.random() < self.told_in_stories:
            self._go_on()
        elif dice < 0.03 and self.events:
            self._put(dict(self.rng.choice(self.events)), remember=False)  # the same id, the same content
        elif dice < 0.045 and self.events:
            self._put(self._changed(dict(self.rng.choice(self.events))), remember=False)
        elif dice < 0.075:
            self._put_text(self._malformed())
        else:
            self._put(self._event())

    def _event(self) -> Event:
        if self.busy:
            self.busy -= 1
        elif self.rng.random() < 0.08:
            self.busy = self.rng.randint(4, 15)
            self.busy_seller = self.rng.choice(self.names)
        if self.model.maintenance and self.rng.random() < 0.15:
            return {"id": self._new_id(), "type": "maintenance", "at": self._next_at(), "on": False}
        event: Event = {"at": self._next_at()}
        made = self.rng.choices(self.makers, self.weights)[0]()
        event = {"id": self._new_id(), "type": made.pop("type"), **event, **made}
        return event

    def _put(self, event: Event, remember: bool = True) -> None:
        if remember:
            self.events.append(event)
        self._put_text(json.dumps(self._rendered(event), ensure_ascii=self.rng.random() < 0.5))

    def _put_text(self, text: str) -> None:
        self.lines.append(text)
        self.answer = self.model.line(text)
        if self.model.now is not None:
            self.clock = max(self.clock, self.model.now)

    def _go_on(self) -> None:
        """One line of a story: of one begun, mostly; where a line took no id, it is sent again later."""
        if not self.stories or self.rng.random() < 0.1:
            early, expiry, prices = self._too_early, self._around_expiry, self._prices_of_a_period
            teller = self.rng.choice((early, early, expiry, expiry, prices))
            self.stories.append(teller())
        story = self.rng.choice(self.stories)
        event = next(story, None)
        if event is None:
            self.stories.remove(story)
            return
        self._put(event)
        if self.answer["reason"] in TAKES_NO_ID and self.rng.random() < 0.3:
            self.stories.append(iter([event if self.rng.random() < 0.7 else self._changed(dict(event))]))

    def _new_id(self) -> str:
        self.number += 1
        return f"e{self.number}"

    def _opening(self) -> list[Event]:
        """Registrations, some money and the first campaigns, so that most of what follows means something."""
        events: list[Event] = []
        if self.rng.random() < 0.3:
            events.append({**self._price(), "from": self.clock + self.rng.choice((-400 * DAY, -1, 0, 40 * DAY))})
        for name in self.names:
            events.append({"type": "seller.registered", "seller": name, "name": f"Лавка {name}"})
            money = self.rng.choice((0, 199_000, 499_000, 1_500_000, 5_000_000))
            if money:
                events.append({"type": "wallet.credited", "seller": name, "amount": money})
            if self.rng.random() < 0.7:
                events.append({"type": "eligibility.changed", "seller": name, "eligible": True})
            if self.rng.random() < 0.5:
                events.append({"type": "command.set_mode", "seller": name, "mode": "auto", "by": "manager"})
        lasting = {"starts_at": self.clock - DAY, "ends_at": self.clock + 3_000 * DAY, "coefficient": 60_000}
        events.append({"type": "campaign.upserted", "campaign": "P1", **lasting})
        events.append(self._campaign())
        if self.rng.random() < 0.2:  # some lines before those that they need
            self.rng.shuffle(events)
            events += events[:4]
        return [{"id": self._new_id(), "at": self.clock, **event} for event in events]

    # ------------------------------------------------------------------------------------------------- time

    def _next_at(self) -> int:
        rng, dice = self.rng, self.rng.random()
        if dice < 0.08:
            return self.clock - rng.choice((1, MICRO, HOUR, DAY, 10 * DAY, 14 * DAY, 31 * DAY, 70 * DAY))
        if dice < 0.14:
            return self.clock
        if self.busy:
            return self.clock + rng.choice((MICRO, MINUTE, 20 * MINUTE, rng.randrange(3 * HOUR)))
        if dice < 0.36:
            ahead = [at for at in self.model.upcoming() if at < self.clock + 120 * DAY][:8]
            if ahead:
                return rng.choice(ahead) + rng.choice((0, 0, 0, 0, -1, 1, -MICRO, MICRO))
        if dice < 0.42:
            day = local_date(self.zone, self.clock) + timedelta(days=rng.choice((1, 1, 2, 7)))
            return at_hour(self.zone, day, self.model.hour)
        if dice < 0.46:
            return self._odd_day()
        step = rng.choice((MICRO, MINUTE, 15 * MINUTE, HOUR, 5 * HOUR, DAY, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 31 * DAY))
        if rng.random() < 0.02:
            step = 100 * DAY
        step = max(1, step // self.haste)
        return self.clock + step + rng.choice((0, 0, rng.randrange(step + 1), rng.randrange(MICRO)))

    def _odd_day(self) -> int:
        """Around a change of the clocks within the next months, else a month's last day."""
        wall = local_clock(self.zone, self.clock)
        for days in range(1, 120):
            noon = wall.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)
            before = noon - timedelta(days=1)
            if from_wall(self.zone, noon) - from_wall(self.zone, before) != DAY:
                hour, minute = self.rng.choice(((0, 0), (1, 30), (1, 45), (2, 0), (2, 15), (2, 30), (3, 0)))
                return from_wall(self.zone, noon.replace(hour=hour, minute=minute))
        for days in range(1, 40):
            night = wall.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
            if (night + timedelta(days=1)).day == 1:
                return from_wall(self.zone, night + timedelta(hours=self.rng.choice((0, 10, 23)), minutes=30))
        return self.clock

    # ------------------------------------------------------------------------------------------------ parts

    def _one(self) -> Event:
        if self.rng.random() < 0.01:
            return {"seller": "S9"}
        return {"seller": self.busy_seller if self.busy else self.rng.choice(self.names)}

    def _one_of(self, wanted: Callable[[Seller], object]) -> Event:
        """A seller of whom `wanted` holds, mostly and if there is any."""
        likely = [name for name, seller in self.model.sellers.items() if wanted(seller)]
        busy = self.busy and self.busy_seller in likely
        if busy or not likely or self.rng.random() < 0.1:
            return self._one()
        return {"seller": self.rng.choice(likely)}

    def _by(self, *likely: str) -> Event:
        if self.rng.random() < 0.05:
            return {"by": self.rng.choice(("employee", "operator", "finance"))}
        return {"by": self.rng.choice(likely or ("administrator", "manager"))}

    def _known(self, event: Event) -> Seller | None:
        return self.model.sellers.get(event["seller"])

    def _programme(self) -> str:
        return self.rng.choices(("discount", "bonus", "gold"), (50, 50, 2))[0]

    def _around(self, *targets: int) -> int:
        """One of the sums, exactly or 0.01 beside it, else anything of that size; at least 0.01."""
        rng = self.rng
        target = rng.choice([target for target in targets if target > 0] or [10_000])
        return max(1, rng.choice((target, target, target - 1, target + 1, target // 2, rng.randrange(1, 2 * target))))

    # ----------------------------------------------------------------------------------------- what happens

    def _registered(self) -> Event:
        event = {
            "type": "seller.registered",
            **self._one(),
            "name": self.rng.choice(NAMES),
        }
        if event["seller"] == "S9":
            event["seller"] = self.names[0]
        if self.rng.random() < 0.5:
            event["locale"] = "hy"
        return {**event, **self._told_late(event)}

    def _told_late(self, event: Event) -> Event:
        """Now and then an own `at` around that of the last fact of the type (RULES 2.7a)."""
        seller = self._known(event)
        last = seller.told_at.get(event["type"]) if seller else None
        if last is None or self.rng.random() < 0.65:
            return {}
        return {"at": last + self.rng.choice((0, 0, 1, -1, -MICRO, -DAY, -40 * DAY))}

    def _credited(self) -> Event:
        event = {"type": "wallet.credited", **self._one()}
        seller = self._known(event)
        wallet = seller.wallet if seller else 0
        prices = self._prices_ahead(seller)
        sums = [*prices, *(price - wallet for price in prices)]
        return {**event, "amount": self._around(*sums) if self.rng.random() < 0.8 else 2_000_000}

    def _debited(self) -> Event:
        event = {"type": "wallet.debited", **self._one()}
        seller = self._known(event)
        wallet = seller.wallet if seller else 0
        return {
            **event,
            "amount": self._around(wallet, *(wallet - price + 1 for price in self._prices_ahead(seller))),
        }

    def _prices_ahead(self, seller: Seller | None) -> list[int]:
        """What a charge may come to: the prices at the next charge, else now, and what is due in grace."""
        at = self.clock if seller is None or seller.period_end is None else max(self.clock, seller.period_end)
        due = [] if seller is None or seller.amount_due is None else [seller.amount_due] * 2
        return [*(self.model.price_at(plan, at) for plan in PLANS), *due]

    def _eligibility(self) -> Event:
        event = {"type": "eligibility.changed", **self._one(), "eligible": self.rng.random() < 0.7}
        return {**event, **self._told_late(event)}

    def _rating(self) -> Event:
        rating = self.rng.choice((4_490_000, 4_500_000, 4_499_999, 5_000_000, 4_700_000, 0, 3_000_000))
        event = {"type": "rating.updated", **self._one_of(lambda seller: seller.plan == "premium"), "rating": rating}
        return {**event, **self._told_late(event)}

    def _price(self) -> Event:
        """A price from an instant at, before or after the clock, often the very instant of somebody's charge."""
        rng = self.rng
        plan = rng.choice(PLANS)
        boundaries = [seller.period_end for seller in self.model.sellers.values() if seller.period_end is not None]
        at = self.clock + rng.choice((0, 0, MINUTE))
        since = rng.choice((at, at, at - 1, at + 1, at + DAY, at + rng.randrange(60 * DAY)))
        if boundaries and rng.random() < 0.6:
            since = rng.choice(boundaries) + rng.choice((0, 0, 1, -1, -DAY))
        earlier = [change["from"] for change in self.model.price_changes]
        if earlier and rng.random() < 0.2:
            since = rng.choice(earlier) + rng.choice((0, 0, 1, -1))
        held = self.model.price_at(plan, since)
        price = rng.choice((held, held + 1, max(1, held - 1), 2 * held, max(1, held // 2), 10_000, 199_000, 499_000))
        return {"type": "price.changed", "at": at, "plan": plan, "price": min(price, 10**10), "from": since}

    def _mailing(self) -> Event:
        return {"type": "mailing.sent", **self._one_of(lambda seller: seller.plan == "premium")}

    def _campaign(self) -> Event:
        rng = self.rng
        starts = self.clock + rng.choice((-30 * DAY, -DAY, 0, 0, 5 * DAY))
        event = {
            "type": "campaign.upserted",
            "campaign": rng.choice(("P1", "P2", "P2", "P3")),
            "starts_at": starts,
            "ends_at": starts + rng.choice((1, 20 * DAY, 400 * DAY, 900 * DAY, 900 * DAY, 900 * DAY)),
            "coefficient": rng.choice((50_000, 70_000, 60_000, 333_333, 1_000_000, 1)),
        }
        extras: Event = {
            "coefficients": {rng.choice(CATEGORIES): rng.choice((20_000, 123_456)), "rare": MICRO},
            "max_coefficient": rng.choice((60_000, 100_000)),
            "min_discount": rng.choice((0, 50_000, 100_000)),
            "excluded_categories": rng.choice(([], ["toys"], ["toys", "books"])),
            "hold_days": rng.choice((0, 0, 1, 3, 14, 30)),
            "return_window_days": rng.choice((0, 1, 14, 60)),
            "title": rng.choice(TITLES),
        }
        return {**event, **{key: value for key, value in extras.items() if rng.random() < 0.4}}

    def _redeemed(self) -> Event:
        rng = self.rng
        return {
            "type": "order.redeemed",
            **self._one(),
            "line": f"L{rng.randrange(1, 25 if rng.random() < 0.3 else 900)}",
            "campaign": rng.choices(("P1", "P2", "P3", "P9"), (60, 20, 15, 3))[0],
            "category": rng.choice(CATEGORIES),
            "price": rng.choice((700_000, 99_999, 12_345, 1, 250_000, rng.randrange(1, 1_000_000))),
            "discount": rng.choice((100_000, 200_000, 150_000, 50_000, 99_999, 333_333, MICRO)),
            "quantity": rng.choice((1, 2, 3, 12, 20, 30)),
        }

    def _returned(self) -> Event:
        rng = self.rng
        event = {
            "type": rng.choice(("order.returned", "order.returned", "order.cancelled")),
            **self._one_of(lambda seller: any(line.points for line in seller.lines.values())),
        }
        seller = self._known(event)
        lines = list(seller.lines.values())[-12:] if seller else []
        if not lines or rng.random() < 0.1:
            return {**event, "line": f"L{rng.randrange(1, 25)}", "quantity": rng.randint(1, 3)}
        with_points = [line for line in lines if line.points]
        line = rng.choice(with_points if with_points and rng.random() < 0.7 else lines)
        quantity = rng.choice((1, 1, line.quantity, rng.randint(1, max(1, line.quantity)), line.quantity + 1))
        if line.window_end is not None and line.window_end <= self.clock and rng.random() < 0.3:
            event["at"] = line.window_end + rng.choice((0, 0, 1))
        return {**event, "line": line.id, "quantity": max(1, quantity)}

    def _granted(self) -> Event:
        rng = self.rng
        return {
            "type": "bonus.granted",
            **self._one(),
            "grant": f"G{rng.randrange(1, 20 if rng.random() < 0.5 else 400)}",
            "programme": rng.choices(("bonus", "discount", "gold"), (70, 28, 2))[0],
            "amount": rng.choice((5_000, 4_999, 99, 100, 20_000, 100_000, rng.randrange(1, 200_000))),
            "reason": "promotion",
        }

    def _revoked(self) -> Event:
        event = {"type": "bonus.revoked", **self._one_of(lambda seller: seller.grants)}
        seller = self._known(event)
        grants = list(seller.grants.items())[-10:] if seller else []
        if not grants or self.rng.random() < 0.1:
            return {**event, "grant": f"G{self.rng.randrange(1, 20)}", "amount": 100}
        name, grant = self.rng.choice(grants)
        return {**event, "grant": name, "amount": self._around(grant.left)}

    def _charged(self) -> Event:
        rng = self.rng
        event = {"type": "service.charged", **self._one()}
        seller = self._known(event)
        available = [self.model._available(seller, name) for name in self.model.programmes] if seller else []
        return {
            **event,
            "charge": f"C{rng.randrange(1, 15 if rng.random() < 0.3 else 900)}",
            "service": rng.choice(SERVICES),
            "amount": min(rng.choice((self._around(*available), rng.choice((1, 10_000, 4_999, 30_000)))), 3_000_000),
        }

    def _reversed(self) -> Event:
        event = {"type": "charge.reversed", **self._one_of(lambda seller: seller.charges)}
        seller = self._known(event)
        charges = list(seller.charges.values())[-15:] if seller else []
        with_points = [charge for charge in charges if charge.used and not charge.reversed]
        if not charges or self.rng.random() < 0.1:
            return {**event, "charge": f"C{self.rng.randrange(1, 15)}"}
        likely = with_points if with_points and self.rng.random() < 0.7 else charges
        return {**event, "charge": self.rng.choice(likely).id}

    def _prolonged(self) -> Event:
        event: Event = {"type": "lot.prolonged", "programme": self._programme()}
        lots = [lot for seller in self.model.sellers.values() for lot in seller.lots if not lot.swept]
        until = self.rng.choice(lots).expires_at if lots else self.clock
        event["until"] = until + self.rng.choice((0, 1, DAY, 20 * DAY, -DAY, 100 * DAY))
        return {**event, **self._one()} if self.rng.random() < 0.6 else event

    def _maintenance(self) -> Event:
        return {"type": "maintenance", "on": self.model.maintenance is (self.rng.random() < 0.1)}

    def _connect(self) -> Event:
        plan = self.rng.choice(("lite", "premium", "premium"))
        return {"type": "command.connect", **self._one(), "plan": plan, **self._by()}

    def _cancel(self) -> Event:
        return {"type": "command.cancel", **self._one_of(lambda seller: seller.plan), **self._by()}

    def _resume(self) -> Event:
        return {"type": "command.resume", **self._one_of(lambda seller: seller.plan), **self._by()}

    def _switch(self) -> Event:
        in_grace = self.rng.random() < 0.5
        likely = self._one_of(
            lambda seller: seller.plan == "premium" and seller.state == "grace" if in_grace else seller.plan
        )
        return {"type": "command.switch_to_lite", **likely, **self._by()}

    def _spend(self) -> Event:
        rng, model = self.rng, self.model
        event = {
            "type": "command.spend",
            **self._one_of(self._has_points),
            "programme": self._programme(),
            "service": rng.choice(SERVICES),
            **self._by("finance", "manager", "administrator"),
        }
        seller = self._known(event)
        if seller is None or rng.random() < 0.1:
            return {**event, "amount": rng.choice((1, 4_999, 5_000, 20_000))}
        payable = [
            (programme, charge.service)
            for charge in self._open_charges(seller)
            for programme in model.programmes
            if model._may_pay(seller, programme, charge.service) and model._available(seller, programme)
        ]
        if not payable and rng.random() < 0.8:
            return self._charged()
        if payable and rng.random() < 0.9:
            event["programme"], event["service"] = rng.choice(payable)
        if event["programme"] not in model.programmes:
            return {**event, "amount": 5_000}
        open_money = sum(charge.money for charge in self._open_charges(seller) if charge.service == event["service"])
        lately = sum(points for at, _, points in seller.expiries if at > self.clock - 40 * DAY)
        available = model._available(seller, event["programme"])
        limits = model._limits_left(seller, event["programme"], event["service"], self.clock).values()
        least = model.programmes[event["programme"]]["min_spend"]
        common = min(available, open_money, *limits)
        amount = self._around(open_money, available, available + lately, least, *limits, *([common] * 6))
        return {**event, "amount": amount}

    def _has_points(self, seller: Seller) -> bool:
        return any(lot.left for lot in seller.lots)

    def _open_charges(self, seller: Seller) -> list[Charge]:
        today = local_date(self.zone, self.clock)
        return [
            charge
            for charge in seller.charges.values()
            if charge.money and not charge.reversed and charge.month == (today.year, today.month)
        ]

    def _mode(self) -> Event:
        event = {
            "type": "command.set_mode",
            **self._one(),
            "mode": self.rng.choice(("auto", "auto", "manual")),
        }
        if self.rng.random() < 0.5:
            event["service"] = self.rng.choice(SERVICES)
        return {**event, **self._by()}

    def _own_limit(self) -> Event:
        amount = self.rng.choice((None, 5_000, 10_000, 1, 20_000))
        service = self.rng.choice(SERVICES)
        return {
            "type": "command.set_daily_limit",
            **self._one(),
            "service": service,
            "amount": amount,
            **self._by(),
        }

    def _reserve(self) -> Event:
        return {
            "type": "command.set_reserve",
            **self._one(),
            "programme": self._programme(),
            "service": self.rng.choice(SERVICES),
            "amount": self.rng.choice((0, 5_000, 10_000, 50_000)),
            **self._by(),
        }

    def _opting(self) -> Event:
        kind = self.rng.choice(("command.opt_out", "command.opt_in", "command.opt_in"))
        return {"type": kind, **self._one(), "programme": self._programme(), **self._by()}

    def _payout(self) -> Event:
        kind = self.rng.choice(("command.withdraw", "command.transfer"))
        return {"type": kind, **self._one(), "programme": self._programme(), "amount": 100, **self._by()}

    # ---------------------------------------------------------------------------------------------- stories

    def _made(self, event: Event) -> Event:
        """With an id, and at the clock unless it says another instant."""
        return {"id": self._new_id(), "at": self.clock, **event}

    def _too_early(self) -> Iterator[Event]:
        """A line before the one that it needs, that one, and the first again: the same or changed (RULES 2.6a)."""
        rng, number, seller = self.rng, self.number, self._one()
        order = {"category": "shoes", "price": 250_000, "discount": 200_000, "quantity": 4}
        line, grant, charge = {"line": f"LX{number}"}, {"grant": f"GX{number}"}, {"charge": f"CX{number}"}
        campaign = {"campaign": f"PX{number}"}
        terms = {"starts_at": self.clock - 100 * DAY, "ends_at": self.clock + 900 * DAY, "coefficient": 50_000}
        redeemed = {"type": "order.redeemed", **seller, **line, "campaign": "P1", **order}
        newcomer = {"seller": f"SX{number}"}
        given: Event = {"programme": self._programme(), "amount": 20_000, "reason": "promotion"}
        pairs: list[tuple[Event, Event]] = [
            ({"type": "order.returned", **seller, **line, "quantity": 2}, redeemed),
            ({"type": "order.cancelled", **seller, **line, "quantity": 4}, redeemed),
            ({**redeemed, **campaign}, {"type": "campaign.upserted", **campaign, **terms}),
            (
                {"type": "bonus.revoked", **seller, **grant, "amount": 5_000},
                {"type": "bonus.granted", **seller, **grant, **given},
            ),
            (
                {"type": "charge.reversed", **seller, **charge},
                {"type": "service.charged", **seller, **charge, "service": rng.choice(SERVICES), "amount": 12_000},
            ),
            (
                {"type": "bonus.granted", **seller, **grant, **given, "programme": "gold"},
                {"type": "bonus.granted", **seller, **grant, **given},
            ),
            (
                {"type": "wallet.credited", **newcomer, "amount": 499_000},
                {"type": "seller.registered", **newcomer, "name": "Новая лавка"},
            ),
        ]
        early, needed = (self._made(event) for event in rng.choice(pairs))
        if rng.random() < 0.3:
            needed["at"] -= rng.choice((1, DAY))
        yield early
        if rng.random() < 0.3:
            yield early
        yield needed
        yield early if rng.random() < 0.6 else self._changed(dict(early))
        yield early

    def _around_expiry(self) -> Iterator[Event]:
        """Points spent, then the order returned and the charge reversed, either first, around the expiry (8.7, 9.7)."""
        rng, number, seller = self.rng, self.number, self._one()
        campaign = {"campaign": f"PY{number}"}
        window = {"hold_days": 0, "return_window_days": 800}
        terms = {"starts_at": self.clock - DAY, "ends_at": self.clock + 900 * DAY, "coefficient": 50_000, **window}
        yield self._made({"type": "campaign.upserted", **campaign, **terms})
        if rng.random() < 0.75:  # a shop with no other points: what is returned becomes a debt
            seller = {"seller": f"SY{number}"}
            yield self._made({"type": "seller.registered", **seller, "name": "Новая лавка"})
        yield self._made({"type": "command.set_mode", **seller, "mode": "auto", "by": "manager"})
        line = {"line": f"LY{number}"}
        order = {"category": "books", "price": 700_000, "discount": 100_000, "quantity": 20}
        yield self._made({"type": "order.redeemed", **seller, **line, **campaign, **order})
        charge = {"charge": f"CY{number}"}
        amount = rng.choice((30_000, 70_000, 100_000))
        yield self._made({"type": "service.charged", **seller, **charge, "service": "ads", "amount": amount})
        knot = [
            {"type": "order.returned", **seller, **line, "quantity": rng.choice((10, 20, 20))},
            {"type": "charge.reversed", **seller, **charge},
        ]
        rng.shuffle(knot)
        if rng.random() < 0.3:
            grant = {"programme": "discount", "amount": rng.choice((5_000, 30_000)), "reason": "promotion"}
            knot.insert(1, {"type": "bonus.granted", **seller, "grant": f"GY{number}", **grant})
        for event in knot:
            at = self.clock
            lot = self._lot_of(seller["seller"], line["line"])
            if lot is not None and not lot.swept and rng.random() < 0.7 and lot.expires_at < at + 400 * DAY:
                at = max(at, lot.expires_at + rng.choice((-1, 0, 0, 1, DAY)))
            yield self._made({**event, "at": at})

    def _lot_of(self, seller: str, line: str) -> Lot | None:
        known = self.model.sellers.get(seller)
        found = known.lines.get(line) if known else None
        return found.lot if found else None

    def _prices_of_a_period(self) -> Iterator[Event]:
        """Prices that change several times before one charge, and the wallet just enough or 0.01 short (4.15)."""
        rng, seller = self.rng, self._one_of(lambda seller: seller.plan == "premium" and seller.state != "grace")
        known = self._known(seller)
        if known is None or known.period_end is None or known.plan is None:
            yield self._made({"type": "command.connect", **seller, "plan": "lite", "by": "manager"})
            known = self._known(seller)
        for _ in range(rng.randint(1, 3)):
            if known is None or known.period_end is None or known.plan is None:
                return
            plan = known.plan if rng.random() < 0.8 else rng.choice(PLANS)
            since = known.period_end + rng.choice((0, 0, 1, -1, -DAY, DAY))
            price = rng.choice((10_000, 150_000, 199_000, 300_000, 499_000))
            yield self._made({"type": "price.changed", "plan": plan, "price": price, "from": since})
        if known is None or known.period_end is None or known.plan is None:
            return
        due = known.period_end
        missing = self.model.price_at(known.plan, due) - known.wallet - rng.choice((0, 0, 1))
        if missing > 0 and rng.random() < 0.4:
            yield self._made({"type": "wallet.credited", **seller, "amount": missing})
        elif known.wallet > 0:
            yield self._made({"type": "wallet.debited", **seller, "amount": known.wallet})
        yield self._made({"type": "mailing.sent", **seller, "at": max(self.clock, min(due, self.clock + 40 * DAY))})
        change = {"type": "price.changed", "plan": rng.choice(PLANS), "price": rng.choice((150_000, 250_000))}
        yield self._made({**change, "from": self.clock})
        yield self._made({"type": "command.switch_to_lite", **seller, "by": "manager"})
        if known.amount_due is not None and known.amount_due > known.wallet:
            amount = known.amount_due - known.wallet - rng.choice((0, 0, 1))
            yield self._made({"type": "wallet.credited", **seller, "amount": max(1, amount)})

    # ------------------------------------------------------------------------------------------- as written

    def _rendered(self, event: Event) -> Event:
        written: Event = {}
        for key, value in event.items():
            if key in INSTANTS:
                written[key] = self._instant(value)
            elif key in AMOUNTS and value is not None:
                written[key] = self._decimal(amount_text(value), 0.05)
            elif key in RATES:
                written[key] = self._decimal(rate_text(value), 0.2)
            elif key == "coefficients":
                written[key] = {name: rate_text(rate) for name, rate in value.items()}
            else:
                written[key] = value
        return written

    def _decimal(self, text: str, often: float) -> Any:
        """Another way of writing the same number now and then."""
        if self.rng.random() >= often:
            return text
        short = text.rstrip("0").rstrip(".")
        return self.rng.choice((short, text, json.loads(short)))

    def _instant(self, at: int) -> str:
        rng = self.rng
        moment = EPOCH + timedelta(microseconds=at)
        minutes = rng.choice((0, 180, 180, 240, -480, 630, -30))
        moment += timedelta(minutes=minutes)
        text = moment.strftime("%Y-%m-%dT%H:%M:%S")
        if moment.microsecond or rng.random() < 0.03:
            text += f".{moment.microsecond:06d}"
        if minutes == 0 and rng.random() < 0.8:
            return text + "Z"
        sign = "-" if minutes < 0 else "+"
        return f"{text}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"

    def _changed(self, event: Event) -> Event:
        """The same id with other content."""
        key = self.rng.choice([key for key in event if key not in ("id", "type")])
        value = event[key]
        if key in INSTANTS:
            event[key] = value + self.rng.choice((1, DAY))
        elif isinstance(value, bool):
            event[key] = not value
        elif isinstance(value, int):
            event[key] = value + 1 if key != "rating" else 1_000_000
        elif key in (
            "seller",
            "line",
            "grant",
            "charge",
            "campaign",
            "name",
            "reason",
            "category",
            "service",
            "title",
        ):
            event[key] = value + "x"
        else:
            event["at"] += MICRO
        return event

    def _malformed(self) -> str:
        rng = self.rng
        event = self._rendered(self._event())
        key = rng.choice([key for key in event if key != "id"])
        dice = rng.randrange(8)
        if dice == 0:
            del event[key]
        elif dice == 1:
            event["colour"] = "red"
        elif dice == 2:
            event[key] = rng.choice((None, "", [], {}, True, 0, -1, 1.5, "x", float("nan"), float("inf"), 10**30))
        elif dice == 3 and "amount" in event:
            event["amount"] = rng.choice(
                ("1.005", "01.00", "+1", "1e3", "1,5", " 1", "-5.00", "0.00", ".5", "1.", 1e-3)
            )
        elif dice == 4:
            local = event["at"][:19]
            event["at"] = rng.choice(
                (
                    local,
                    local + "z",
                    local.replace("T", " ") + "Z",
                    local + ".1234567Z",
                    "1999-12-31T23:59:59Z",
                )
            )
        elif dice == 5:
            event["id"] = rng.choice(("", "x" * 129, 7, None))
        elif dice == 6:
            key = rng.choice([key for key in IDS if key in event])
            edge = rng.choice(EDGES + NO_EDGES)
            event[key] = rng.choice((edge + event[key], event[key] + edge, edge))
        else:
            text = json.dumps(event)
            return rng.choice(
                (
                    "",
                    " ",
                    "{",
                    "null",
                    "[]",
                    '"text"',
                    text[:-1],
                    text + ",",
                    text[:-1] + ', "id": "again"}',
                    "\ufeff" + text,
                )
            )
        return json.dumps(event)


# ------------------------------------------------------------------------------------------------- policies


def policies(seed: int) -> dict[str, Any]:
    """A random overlay for the built-in policy: the dictionary that its TOML text (`to_toml`) parses to."""
    rng = random.Random(f"policy {seed}")
    overlay: dict[str, Any] = {}

    def sometimes(often: float) -> bool:
        return rng.random() < often

    if sometimes(0.8):
        overlay["timezone"] = rng.choice(
            ("Europe/Moscow", "Asia/Yerevan", "America/Los_Angeles", "Australia/Lord_Howe")
        )
    if sometimes(0.6):
        overlay["trial"] = {"days": rng.choice((0, 0, 1, 30))}
    if sometimes(0.6):
        overlay["grace"] = {"days": rng.choice((1, 14, 27))}
    if sometimes(0.3):
        lite, premium = rng.choice(
            (("100.00", "300.00"), ("0.01", "0.02"), ("1990.00", "1990.00"), ("300.00", "100.00"))
        )
        overlay["plans"] = {"lite": {"price": lite}, "premium": {"price": premium}}
    if sometimes(0.15):
        overlay["rating"] = {"threshold": rng.choice(("4.0", "4.7"))}
    if sometimes(0.15):
        overlay["benefits"] = {"mailings": rng.choice((1, 5, 10))}
    if sometimes(0.2):
        overlay["reminders"] = {
            "hour": rng.choice((2, 9, 10, 23)),
            "points_expiring": rng.choice(([60, 30, 1], [1])),
            "trial_ending": rng.choice(([14, 1], [2])),
        }
    points = {name: _programme_overlay(rng) for name in DEFAULTS["points"] if sometimes(0.8)}
    points = {name: given for name, given in points.items() if given}
    if points:
        overlay["points"] = points
    return overlay


def _programme_overlay(rng: random.Random) -> dict[str, Any]:
    choices: dict[str, tuple[Any, ...]] = {
        "min_spend": ("0.01", "50.00", "10.00"),
        "max_share": ("0.99", "0.5", "0.333333"),
        "services": (
            {"ads": "always", "commission": "subscribers"},
            {"logistics": "subscribers", "ads": "always", "storage": "always"},
        ),
        "expiry": (
            {"kind": "months", "months": 1},
            {"kind": "months", "months": 12},
            {"kind": "period_end", "period": "month", "carry": 0},
            {"kind": "period_end", "period": "month", "carry": 1},
            {"kind": "period_end", "period": "quarter", "carry": 1},
            {"kind": "period_end", "period": "year", "carry": 0},
        ),
        "daily_limit": ({"ads": "150.00"}, {"ads": "100.00", "logistics": "70.00", "commission": "51.00"}),
        "monthly_limit": ({"ads": "400.00"}, {"ads": "300.00", "logistics": "200.00", "storage": "90.00"}),
    }
    return {key: rng.choice(values) for key, values in choices.items() if rng.random() < 0.4}


def to_toml(overlay: dict[str, Any]) -> str:
    """The overlay as the text of a policy file; knows tables, texts, integers and lists of integers."""
    return "\n".join(_table(overlay, ())) + "\n"


def _table(values: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    own = {key: value for key, value in values.items() if not isinstance(value, dict)}
    lines = [f"[{'.'.join(path)}]"] if path and (own or not values) else []
    lines += [f"{key} = {json.dumps(value)}" for key, value in own.items()]
    for key, value in values.items():
        if isinstance(value, dict):
            lines += _table(value, (*path, key))
    return lines
