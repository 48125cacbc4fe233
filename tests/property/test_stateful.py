"""Hypothesis drives the programme and the naive model step by step, under a clock that it may move (RULES 2 to 10, 13).

Random histories aim where their author thought of; here the search is free, and a failure is shrunk to a few steps.
After every step outcome, state and notices are compared. Amounts, ids and prices come from small pools, so that
collisions, exact sums and repeated ids happen by themselves.
"""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.property.compare import notice_differences, outcome_differences, state_differences
from tests.property.histories import policies
from tests.property.model import Model, at_hour, instant_text, local_date
from tests.property.product import Handling, Product, in_memory

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
STARTS = (
    "2026-01-30T09:00:00Z",
    "2024-02-28T20:30:00Z",
    "2026-03-07T10:00:00Z",
    "2026-10-03T15:30:00Z",
    "2027-06-29T07:00:00Z",
)

sellers = st.sampled_from(["A", "B", "B", "A", "C"])  # C may come before it is registered
amounts = st.sampled_from(["0.01", "0.99", "49.99", "50.00", "100.00", "700.00", "1990.00", "4990.00", "10000.00"])
services = st.sampled_from(["ads", "logistics", "commission", "storage", "packing"])
programmes = st.sampled_from(["discount", "bonus"])
lines = st.sampled_from(["L1", "L2", "L3", "L4"])
grants = st.sampled_from(["G1", "G2", "G3"])
charges = st.sampled_from(["C1", "C2", "C3", "C4", "C5"])
roles = st.sampled_from(["manager", "administrator", "manager", "finance"])
quantities = st.integers(1, 12)


class TwoReadings(RuleBasedStateMachine):
    """The programme on a database and the model beside it, both told the same."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self._opened = in_memory()
        self.database = self._opened.__enter__()
        self.number = 0
        self.last = ""
        self.told: list[str] = []

    def teardown(self) -> None:
        self._opened.__exit__(None, None, None)

    @initialize(seed=st.integers(0, 40), start=st.sampled_from(STARTS), forget=st.booleans(), trial=st.booleans())
    def open(self, seed: int, start: str, forget: bool, trial: bool) -> None:
        overlay = policies(seed) | ({} if trial else {"trial": {"days": 0}})
        self.model = Model(overlay)
        self.product = Product(self.database, overlay, Handling(batch=1, forget=forget))
        terms = {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2040-01-01T00:00:00Z", "coefficient": "0.07"}
        first = {"id": "c", "type": "campaign.upserted", "at": start, "campaign": "P", "hold_days": 3, **terms}
        self._tell(first)
        for seller in ("A", "B"):
            self._take("seller.registered", seller, name=seller)
            self._take("wallet.credited", seller, amount="9000.00")
            self._take("command.set_mode", seller, mode="auto", by="manager")

    # -- the two, side by side ---------------------------------------------------------------------------------

    @property
    def clock(self) -> int:
        assert self.model.now is not None
        return self.model.now

    def _take(self, kind: str, seller: str | None, late: int = 0, **fields: Any) -> None:
        self.number += 1
        event = {"id": f"e{self.number}", "type": kind, "at": instant_text(self.clock - late), **fields}
        self._tell(event | ({} if seller is None else {"seller": seller}))

    def _tell(self, event: dict[str, Any]) -> None:
        self.last = json.dumps(event)
        self.told.append(self.last)
        self._tell_line(self.last)

    def _tell_line(self, text: str) -> None:
        expected = self.model.line(text)
        actual = self.product.line(text)
        assert outcome_differences([expected], [actual]) == [], text
        self._compare()

    def _compare(self) -> None:
        type(self).steps += 1
        self.product.ledger.tick(self.product.clock)
        expected, (_, actual, told) = self.model.state(), self.product.result()
        assert state_differences(expected, actual) == []
        assert notice_differences(self.model.notices(), told) == []

    def _move_to(self, instant: int) -> None:
        self.model.finish(instant_text(instant))
        self.product.clock = max(self.product.clock, instant)
        self._compare()

    # -- time -------------------------------------------------------------------------------------------------

    @rule(step=st.sampled_from([MINUTE, 15 * MINUTE, HOUR, DAY, 3 * DAY, 14 * DAY, 31 * DAY, 95 * DAY]))
    def wait(self, step: int) -> None:
        self._move_to(self.clock + step)

    @rule(place=st.integers(0, 5), aside=st.sampled_from([0, 0, -1, 1]))
    def wait_for_what_is_due(self, place: int, aside: int) -> None:
        ahead = self.model.upcoming()
        if ahead:
            self._move_to(max(self.clock, ahead[min(place, len(ahead) - 1)] + aside))

    @rule()
    def wait_for_the_reminder_hour(self) -> None:
        today = local_date(self.model.zone, self.clock)
        self._move_to(max(self.clock, at_hour(self.model.zone, today, self.model.hour)))

    # -- the marketplace ---------------------------------------------------------------------------------------

    @rule(seller=sellers, amount=amounts)
    def credit(self, seller: str, amount: str) -> None:
        self._take("wallet.credited", seller, amount=amount)

    @rule(seller=sellers, amount=amounts)
    def debit(self, seller: str, amount: str) -> None:
        self._take("wallet.debited", seller, amount=amount)

    @rule(seller=sellers)
    def empty(self, seller: str) -> None:
        known = self.model.sellers.get(seller)
        wallet = known.wallet if known else 0
        if wallet > 0:
            self._take("wallet.debited", seller, amount=f"{wallet // 100}.{wallet % 100:02d}")

    @rule(seller=sellers, eligible=st.booleans(), late=st.sampled_from([0, 0, 1, DAY]))
    def verify(self, seller: str, eligible: bool, late: int) -> None:
        self._take("eligibility.changed", seller, late, eligible=eligible)

    @rule(seller=sellers, rating=st.sampled_from(["4.49", "4.5", "5", "0"]), late=st.sampled_from([0, 0, 1, DAY]))
    def rate(self, seller: str, rating: str, late: int) -> None:
        self._take("rating.updated", seller, late, rating=rating)

    @rule(
        plan=st.sampled_from(["lite", "premium"]),
        price=amounts,
        place=st.integers(-1, 3),
        aside=st.sampled_from([0, 0, -1, 1, DAY]),
    )
    def change_the_price(self, plan: str, price: str, place: int, aside: int) -> None:
        ahead = self.model.upcoming()
        since = self.clock if place < 0 or not ahead else ahead[min(place, len(ahead) - 1)]
        change: dict[str, Any] = {"plan": plan, "price": price, "from": instant_text(since + aside)}
        self._take("price.changed", None, **change)

    @rule(seller=sellers)
    def mail(self, seller: str) -> None:
        self._take("mailing.sent", seller)

    @rule(seller=sellers, line=lines, quantity=quantities, late=st.sampled_from([0, 0, HOUR, 10 * DAY]))
    def redeem(self, seller: str, line: str, quantity: int, late: int) -> None:
        order = {"campaign": "P", "category": "x", "price": "7000.00", "discount": "0.20", "quantity": quantity}
        self._take("order.redeemed", seller, late, line=line, **order)

    @rule(seller=sellers, line=lines, quantity=quantities, late=st.sampled_from([0, 0, 20 * DAY]))
    def give_back(self, seller: str, line: str, quantity: int, late: int) -> None:
        self._take("order.returned", seller, late, line=line, quantity=quantity)

    @rule(seller=sellers, line=lines, quantity=quantities)
    def cancel_order(self, seller: str, line: str, quantity: int) -> None:
        self._take("order.cancelled", seller, line=line, quantity=quantity)

    @rule(coefficient=st.sampled_from(["0.05", "0.07", "1"]), hold=st.integers(0, 20), window=st.integers(0, 40))
    def change_the_campaign(self, coefficient: str, hold: int, window: int) -> None:
        times: dict[str, Any] = {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2040-01-01T00:00:00Z"}
        days = {"hold_days": hold, "return_window_days": window}
        self._take("campaign.upserted", None, campaign="P", coefficient=coefficient, **times, **days)

    @rule(seller=st.sampled_from(["A", "B", "C"]), locale=st.sampled_from(["ru", "hy"]), late=st.sampled_from([0, DAY]))
    def register(self, seller: str, locale: str, late: int) -> None:
        self._take("seller.registered", seller, late, name="Shop", locale=locale)

    @rule()
    def deliver_the_last_line_again(self) -> None:
        self._tell_line(self.last)

    @rule(back=st.integers(2, 8))
    def deliver_an_earlier_line_again(self, back: int) -> None:
        self._tell_line(self.told[-min(back, len(self.told))])

    @rule(seller=sellers, amount=amounts)
    def use_the_last_id_for_something_else(self, seller: str, amount: str) -> None:
        event = json.loads(self.last) | {"type": "wallet.credited", "seller": seller}
        kept = {name: event[name] for name in ("id", "type", "at", "seller")}
        self._tell_line(json.dumps(kept | {"amount": amount}))

    @rule(text=st.sampled_from(["", "{}", "[1]", '{"id": "x"', '{"id": "x", "type": "maintenance", "on": true}']))
    def say_nonsense(self, text: str) -> None:
        self._tell_line(text)

    @rule(seller=sellers, grant=grants, programme=programmes, amount=amounts)
    def grant(self, seller: str, grant: str, programme: str, amount: str) -> None:
        self._take("bonus.granted", seller, grant=grant, programme=programme, amount=amount, reason="x")

    @rule(seller=sellers, grant=grants, amount=amounts)
    def revoke(self, seller: str, grant: str, amount: str) -> None:
        self._take("bonus.revoked", seller, grant=grant, amount=amount)

    @rule(seller=sellers, charge=charges, service=services, amount=amounts)
    def bill(self, seller: str, charge: str, service: str, amount: str) -> None:
        self._take("service.charged", seller, charge=charge, service=service, amount=amount)

    @rule(seller=sellers, charge=charges)
    def reverse(self, seller: str, charge: str) -> None:
        self._take("charge.reversed", seller, charge=charge)

    @rule(seller=st.sampled_from(["A", "B", None]), programme=programmes, days=st.sampled_from([1, 40, 400]))
    def prolong(self, seller: str | None, programme: str, days: int) -> None:
        self._take("lot.prolonged", seller, programme=programme, until=instant_text(self.clock + days * DAY))

    @rule(on=st.booleans())
    def maintain(self, on: bool) -> None:
        self._take("maintenance", None, on=on)

    # -- people ------------------------------------------------------------------------------------------------

    @rule(seller=sellers, plan=st.sampled_from(["lite", "premium"]), by=roles)
    def connect(self, seller: str, plan: str, by: str) -> None:
        self._take("command.connect", seller, plan=plan, by=by)

    @rule(seller=sellers, what=st.sampled_from(["cancel", "resume", "switch_to_lite"]), by=roles)
    def change(self, seller: str, what: str, by: str) -> None:
        self._take(f"command.{what}", seller, by=by)

    @rule(seller=sellers, programme=programmes, service=services, amount=amounts, by=roles)
    def spend(self, seller: str, programme: str, service: str, amount: str, by: str) -> None:
        self._take("command.spend", seller, programme=programme, service=service, amount=amount, by=by)

    @rule(seller=sellers, mode=st.sampled_from(["auto", "manual"]), service=st.none() | services)
    def set_mode(self, seller: str, mode: str, service: str | None) -> None:
        own: dict[str, Any] = {} if service is None else {"service": service}
        self._take("command.set_mode", seller, mode=mode, by="manager", **own)

    @rule(seller=sellers, service=services, amount=st.none() | amounts)
    def limit(self, seller: str, service: str, amount: str | None) -> None:
        self._take("command.set_daily_limit", seller, service=service, amount=amount, by="manager")

    @rule(seller=sellers, programme=programmes, service=services, amount=st.just("0") | amounts)
    def reserve(self, seller: str, programme: str, service: str, amount: str) -> None:
        fields: dict[str, Any] = {"programme": programme, "service": service, "amount": amount}
        self._take("command.set_reserve", seller, by="manager", **fields)

    @rule(seller=sellers, programme=programmes, out=st.booleans())
    def opt(self, seller: str, programme: str, out: bool) -> None:
        self._take(f"command.opt_{'out' if out else 'in'}", seller, programme=programme, by="manager")

    @rule(seller=sellers, programme=programmes | st.just("miles"), amount=amounts, by=roles, out=st.booleans())
    def take_points_out(self, seller: str, programme: str, amount: str, by: str, out: bool) -> None:
        kind = "command.withdraw" if out else "command.transfer"
        self._take(kind, seller, programme=programme, amount=amount, by=by)


def drive(examples: int, steps: int) -> int:
    """Let Hypothesis drive that many runs; returns how many steps were compared."""
    TwoReadings.steps = 0
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(TwoReadings, settings=chosen)
    return TwoReadings.steps


def test_programme_and_model_stay_together_under_a_movable_clock() -> None:
    assert drive(examples=40, steps=50) >= 1_000


@pytest.mark.soak
def test_programme_and_model_stay_together_for_very_long() -> None:
    assert drive(examples=1_000, steps=100) >= 50_000
