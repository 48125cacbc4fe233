"""Small scenarios after faults that people met in systems of this kind, and their neighbours, with the right values.

The problem: a value that only the programme has computed proves nothing. The decision: every value here was worked out
by hand from the rules, and both the programme and the naive model are held to it; a neighbour is a scenario with a few
lines replaced, left out or in another order. The limit: only what the fault is about is named, not whole states.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

from tests.property.compare import Run

FOLDER = Path(__file__).parent
NO_TRIAL = {"trial": {"days": 0}}


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario and what is right after it.

    `replace` holds fields by line number (from 1), None leaves the line out; `order` are the line numbers that are
    written, in that order. `outcomes` are by place in the file as written; `state` by path inside the seller S1;
    `notices` are what every notice of a kind carries, one entry a notice.
    """

    name: str
    file: str
    rule: str
    state: Mapping[str, Any]
    policy: dict[str, Any] | None = None
    until: str | None = None
    replace: Mapping[int, dict[str, Any] | None] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    add: tuple[dict[str, Any], ...] = ()
    outcomes: Mapping[int, tuple[str, str | None]] = field(default_factory=dict)
    notices: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The scenario as written."""
        written = (FOLDER / f"{self.file}.jsonl").read_text("utf-8").splitlines()
        kept: list[str] = []
        for number in self.order or range(1, len(written) + 1):
            change = self.replace.get(number, {})
            if change is not None:
                kept.append(json.dumps(json.loads(written[number - 1]) | change))
        return kept + [json.dumps(event) for event in self.add]

    def wrong(self, run: Run) -> list[str]:
        """One sentence for each value of a run that is not the right one."""
        outcomes, state, notices = run
        found: list[str] = []
        for number, right in self.outcomes.items():
            given = (outcomes[number - 1]["outcome"], outcomes[number - 1]["reason"])
            if given != right:
                found.append(f"line {number}: {given}, right is {right}")
        for path, right_value in self.state.items():
            value = reduce(lambda at, key: at[key], path.split("."), state["sellers"]["S1"])
            if value != right_value:
                found.append(f"{path}: {value!r}, right is {right_value!r}")
        for kind, right_data in self.notices.items():
            told = [notice["data"] for notice in notices if notice["kind"] == kind]
            asked = [{key: data.get(key) for key in right} for data, right in zip(told, right_data, strict=False)]
            if len(told) != len(right_data) or asked != right_data:
                found.append(f"{kind}: {told}, right is {right_data}")
        return found


def points(programme: str, **values: str) -> dict[str, str]:
    """Paths of a programme's totals."""
    return {f"points.{programme}.{name}": value for name, value in values.items()}


def subscription(**values: Any) -> dict[str, Any]:
    """Paths of the subscription."""
    return {f"subscription.{name}": value for name, value in values.items()}


DONE = ("done", None)
REPLAYED = ("replayed", None)
TOO_LITTLE = ("refused", "insufficient_funds")

RETURN_SENT_AGAIN = [
    Case(
        "a return that came before its order is taken when it is sent again",
        "return_sent_again",
        "2.6a",
        points("discount", available="0.00", adjusted="700.00", debt="0.00"),
        outcomes={3: ("refused", "unknown_line"), 4: DONE, 5: DONE},
    ),
    Case(
        "a return that came before its order may be sent again with another quantity",
        "return_sent_again",
        "2.6a",
        points("discount", available="350.00", adjusted="350.00", debt="0.00"),
        replace={5: {"quantity": 10}},
        outcomes={3: ("refused", "unknown_line"), 5: DONE},
    ),
    Case(
        "a cancellation that came before its order is taken when it is sent again",
        "return_sent_again",
        "2.6a",
        points("discount", available="0.00", adjusted="700.00", debt="0.00"),
        replace={3: {"type": "order.cancelled"}, 5: {"type": "order.cancelled"}},
        outcomes={3: ("ignored", "not_redeemed"), 4: DONE, 5: DONE},
    ),
    Case(
        "an order that came before its campaign is taken when it is sent again",
        "return_sent_again",
        "2.6a, 8.3",
        points("discount", available="700.00", accrued="700.00"),
        order=(1, 4, 2, 4),
        outcomes={2: ("refused", "unknown_campaign"), 3: DONE, 4: DONE},
    ),
    Case(
        "a return sent twice in the right order is taken once",
        "return_sent_again",
        "2.6",
        points("discount", available="0.00", adjusted="700.00", debt="0.00"),
        order=(1, 2, 4, 3, 5),
        outcomes={4: DONE, 5: REPLAYED},
    ),
    Case(
        "lines that came before their seller are taken when they are sent again",
        "return_sent_again",
        "2.6a",
        points("discount", available="700.00", adjusted="0.00"),
        order=(2, 4, 1, 4),
        outcomes={1: DONE, 2: ("refused", "unknown_seller"), 3: DONE, 4: DONE},
    ),
]

ENDS_6_FEBRUARY = {"state": "active", "plan": "premium", "period_end": "2026-02-06T10:00:00Z"}

STALE_FACTS = [
    Case(
        "a no that is older than the last yes changes nothing",
        "stale_no",
        "2.7a",
        subscription(**ENDS_6_FEBRUARY, renewal="renew", invitation="accepted"),
        policy=NO_TRIAL,
        outcomes={5: DONE, 6: ("ignored", "stale")},
    ),
    Case(
        "a no of the very instant of the last yes is taken",
        "stale_no",
        "2.7a",
        subscription(**ENDS_6_FEBRUARY, renewal="stop", invitation="withdrawn"),
        policy=NO_TRIAL,
        replace={6: {"at": "2026-01-20T12:00:00Z"}},
        outcomes={6: DONE},
    ),
    Case(
        "a no that is a microsecond older than a yes that changed nothing is stale",
        "stale_no",
        "2.7a",
        subscription(**ENDS_6_FEBRUARY, renewal="renew", invitation="accepted"),
        policy=NO_TRIAL,
        replace={6: {"at": "2026-01-20T11:59:59.999999Z"}},
        outcomes={6: ("ignored", "stale")},
    ),
    Case(
        "a no that is late but newer than the last yes is taken",
        "stale_no",
        "2.7a",
        subscription(**ENDS_6_FEBRUARY, renewal="stop", invitation="withdrawn"),
        policy=NO_TRIAL,
        replace={5: None, 6: {"at": "2026-01-05T00:00:00.000001Z"}},
        outcomes={5: DONE},
    ),
    Case(
        "a stale line takes its id",
        "stale_no",
        "2.7a",
        subscription(**ENDS_6_FEBRUARY, renewal="renew"),
        policy=NO_TRIAL,
        order=(1, 2, 3, 4, 5, 6, 6),
        outcomes={6: ("ignored", "stale"), 7: ("replayed", "stale")},
    ),
]

RETURN_AND_REVERSAL = [
    Case(
        "points that a reversal brings back pay the debt of an earlier return though their lot has expired",
        "return_before_reversal",
        "9.7",
        {"wallet": "0.00"}
        | points("discount", adjusted="300.00", expired="400.00", repaid="300.00", debt="0.00", spent="0.00"),
    ),
    Case(
        "points that a reversal brings back to an expired lot are forgiven to a later return",
        "return_before_reversal",
        "8.7, 9.7",
        {"wallet": "0.00"}
        | points("discount", adjusted="0.00", expired="700.00", repaid="0.00", debt="0.00", spent="0.00"),
        order=(1, 2, 3, 4, 5, 7, 6),
        replace={7: {"at": "2026-07-02T00:00:00Z"}, 6: {"at": "2026-07-03T00:00:00Z"}},
    ),
    Case(
        "a return before expiry leaves nothing to expire when the charge is reversed after it",
        "return_before_reversal",
        "9.7",
        {"wallet": "0.00"}
        | points("discount", adjusted="700.00", expired="0.00", repaid="300.00", debt="0.00", spent="0.00"),
        replace={6: {"at": "2026-06-30T12:00:00Z"}},
    ),
    Case(
        "a return that expired points cover leaves no debt for a reversal to pay",
        "return_before_reversal",
        "8.7, 9.7",
        {"wallet": "0.00"}
        | points("discount", adjusted="0.00", expired="700.00", repaid="0.00", debt="0.00", spent="0.00"),
        replace={6: {"quantity": 10}},
    ),
    Case(
        "a return after spending is paid from what is accrued and reversed later",
        "return_after_spending",
        "8.7, 9.7",
        {"wallet": "-100.00"}
        | points("discount", available="175.00", adjusted="700.00", repaid="700.00", debt="0.00", spent="0.00"),
    ),
    Case(
        "a return after spending is a debt until enough is accrued",
        "return_after_spending",
        "8.7",
        {"wallet": "-100.00"}
        | points("discount", available="0.00", adjusted="700.00", repaid="175.00", debt="525.00", spent="700.00"),
        replace={10: None},
    ),
    Case(
        "a reversal between two returns pays the first and gives the second its points",
        "return_after_spending",
        "8.7, 9.7",
        {"wallet": "0.00"}
        | points("discount", available="75.00", adjusted="700.00", repaid="350.00", debt="0.00", spent="100.00"),
        order=(1, 2, 3, 4, 5, 6, 10, 7, 8, 9),
        replace={10: {"at": "2026-01-10T10:00:00Z"}},
    ),
    Case(
        "a charge is reversed once and its id stays taken",
        "reversed_twice",
        "9.7, 9.8",
        {"wallet": "100.00"} | points("bonus", available="50.00", spent="0.00"),
        outcomes={6: DONE, 7: ("refused", "already_reversed"), 8: ("refused", "duplicate_charge")},
    ),
    Case(
        "a charge of a new id is paid after a reversal",
        "reversed_twice",
        "9.2, 9.7",
        {"wallet": "70.00"} | points("bonus", available="0.00", spent="50.00"),
        replace={8: {"charge": "c2"}},
        outcomes={8: DONE},
    ),
    Case(
        "a reversal that came before its charge is taken when it is sent again",
        "reversed_twice",
        "2.6a",
        {"wallet": "100.00"} | points("bonus", available="50.00", spent="0.00"),
        order=(1, 2, 3, 4, 6, 5, 6),
        outcomes={5: ("refused", "unknown_charge"), 6: DONE, 7: DONE},
    ),
    Case(
        "seven single returns take back exactly what was accrued",
        "single_returns",
        "8.6",
        points("discount", accrued="5.18", available="0.00", adjusted="5.18", debt="0.00"),
        outcomes={10: DONE, 11: ("refused", "quantity_exceeds")},
    ),
    Case(
        "three single returns take back the difference to the points of what is left",
        "single_returns",
        "2.2, 8.6",
        points("discount", accrued="5.18", available="2.96", adjusted="2.22", debt="0.00"),
        order=(1, 2, 3, 4, 5, 6),
    ),
    Case(
        "one return of all seven takes back what seven single ones do",
        "single_returns",
        "8.6",
        points("discount", accrued="5.18", available="0.00", adjusted="5.18", debt="0.00"),
        order=(1, 2, 3, 4, 11),
        replace={4: {"quantity": 7}},
        outcomes={4: DONE, 5: ("refused", "quantity_exceeds")},
    ),
]

LAST_DAY = [
    Case(
        "a lot that ends five minutes after midnight names the hour in each reminder",
        "last_day",
        "12.3",
        {"wallet": "-500.00"} | points("bonus", expired="500.00", spent="0.00", available="0.00"),
        notices={
            "points_expiring": [{"amount": "500.00", "expiry_date": "2027-03-02", "expires_at": "2027-03-01T21:05:00Z"}]
            * 3
        },
    ),
    Case(
        "a lot that ends at midnight names that instant",
        "last_day",
        "12.3",
        {"wallet": "-500.00"} | points("bonus", expired="500.00"),
        replace={3: {"at": "2026-03-02T00:00:00+03:00"}},
        notices={"points_expiring": [{"expiry_date": "2027-03-02", "expires_at": "2027-03-01T21:00:00Z"}] * 3},
    ),
    Case(
        "a charge in the last second before the end is paid with the points",
        "last_day",
        "10.1",
        {"wallet": "0.00"} | points("bonus", expired="0.00", spent="500.00", available="0.00"),
        replace={4: {"at": "2027-03-02T00:04:59+03:00"}},
    ),
    Case(
        "a charge at the instant of the end is paid with money",
        "last_day",
        "2.5, 10.1",
        {"wallet": "-500.00"} | points("bonus", expired="500.00", spent="0.00"),
        replace={4: {"at": "2027-03-02T00:05:00+03:00"}},
    ),
    Case(
        "a reminder names the earliest end of what is still there, not of what was spent",
        "last_day",
        "12.3",
        {"wallet": "0.00"} | points("bonus", spent="500.00", available="100.00"),
        order=(1, 2, 3),
        add=(
            {
                "id": "5",
                "type": "bonus.granted",
                "at": "2026-03-02T12:00:00+03:00",
                "seller": "S1",
                "grant": "h",
                "programme": "bonus",
                "amount": "100.00",
                "reason": "promo",
            },
            {
                "id": "6",
                "type": "service.charged",
                "at": "2026-04-02T12:00:00+03:00",
                "seller": "S1",
                "charge": "c",
                "service": "ads",
                "amount": "500.00",
            },
        ),
        until="2027-03-02T00:00:00Z",
        notices={
            "points_expiring": [{"amount": "100.00", "expiry_date": "2027-03-02", "expires_at": "2027-03-02T09:00:00Z"}]
            * 3
        },
    ),
]

EXPIRY = [
    Case(
        "points are spent from the lot that ends first",
        "expiry_after_spending",
        "9.2",
        points("bonus", available="350.00", spent="450.00", expired="0.00"),
    ),
    Case(
        "only what was not spent of a lot expires",
        "expiry_after_spending",
        "10.1",
        points("bonus", available="300.00", spent="450.00", expired="50.00"),
        until="2027-01-05T10:00:00Z",
    ),
    Case(
        "spent points never expire",
        "expiry_after_spending",
        "10.1",
        points("bonus", available="0.00", spent="450.00", expired="350.00"),
        until="2027-03-05T10:00:00Z",
    ),
    Case(
        "prolonging at the instant of expiry comes too late",
        "prolonged_at_expiry",
        "2.5, 15.12",
        points("discount", available="0.00", expired="100.00"),
    ),
    Case(
        "prolonging a microsecond before expiry saves the points",
        "prolonged_at_expiry",
        "10.2",
        points("discount", available="100.00", expired="0.00")
        | {"points.discount.lots": [{"amount": "100.00", "expires_at": "2026-12-31T00:00:00Z"}]},
        replace={4: {"at": "2026-06-30T23:59:59.999999+03:00"}},
        until="2026-07-01T00:00:00Z",
    ),
    Case(
        "a late grant lives from its crediting",
        "expiry_from_crediting",
        "2.7, 7",
        points("discount", available="140.00")
        | points("bonus", available="600.00")
        | {"points.discount.lots": [{"amount": "70.00", "expires_at": "2027-03-31T21:00:00Z"}] * 2},
    ),
    Case(
        "grants of one instant expire together twelve months later",
        "expiry_from_crediting",
        "7",
        points("bonus", available="0.00", expired="600.00"),
        until="2027-02-28T21:30:00Z",
    ),
    Case(
        "a grant in the last second of a quarter ends a quarter earlier than one a second later",
        "expiry_from_crediting",
        "7",
        {
            "points.discount.lots": [
                {"amount": "70.00", "expires_at": "2026-12-31T21:00:00Z"},
                {"amount": "70.00", "expires_at": "2027-03-31T21:00:00Z"},
            ]
        },
        order=(1, 2, 3, 5, 4),
    ),
]

SUBSCRIPTION = [
    Case(
        "there is one trial over both plans, whatever the shop is called",
        "second_trial",
        "4.3, 4.4",
        {"wallet": "1000.00"} | subscription(state="inactive", trial_used=True, fees_paid="0.00"),
        outcomes={6: TOO_LITTLE, 7: TOO_LITTLE, 9: TOO_LITTLE},
    ),
    Case(
        "after its trial a shop pays at once for the plan that it can pay",
        "second_trial",
        "4.4, 4.12",
        {"wallet": "0.00"} | subscription(state="active", plan="lite", fees_paid="1990.00"),
        replace={3: {"amount": "1990.00"}},
        outcomes={6: TOO_LITTLE, 7: DONE, 9: TOO_LITTLE},
    ),
    Case(
        "a trial that could not be paid for is not given again",
        "second_trial",
        "4.3, 4.8",
        {"wallet": "1000.00"} | subscription(state="inactive", end_reason="insufficient_funds", fees_paid="0.00"),
        replace={5: None},
        outcomes={5: TOO_LITTLE, 6: TOO_LITTLE, 8: TOO_LITTLE},
    ),
    Case(
        "a downgrade taken back leaves Premium renewing",
        "downgrade_and_resume",
        "4.10, 4.11",
        subscription(state="active", plan="premium", renewal="renew", fees_paid="4990.00"),
        policy=NO_TRIAL,
    ),
    Case(
        "a downgrade charges Lite at the boundary",
        "downgrade_and_resume",
        "4.11",
        {"wallet": "13020.00"} | subscription(state="active", plan="lite", renewal="renew", fees_paid="6980.00"),
        policy=NO_TRIAL,
        replace={6: None},
        until="2026-02-05T10:00:00Z",
    ),
    Case(
        "a resume after downgrade and cancelling leaves Premium renewing",
        "downgrade_and_resume",
        "4.9, 4.10",
        {"wallet": "10020.00"} | subscription(state="active", plan="premium", renewal="renew", fees_paid="9980.00"),
        policy=NO_TRIAL,
        order=(1, 2, 3, 4, 5, 6, 6),
        add=(
            {"id": "c", "type": "command.cancel", "at": "2026-01-12T00:00:00Z", "seller": "S1", "by": "manager"},
            {"id": "r", "type": "command.resume", "at": "2026-01-12T00:00:00Z", "seller": "S1", "by": "manager"},
        ),
        until="2026-02-05T10:00:00Z",
        outcomes={7: REPLAYED, 8: DONE, 9: DONE},
    ),
    Case(
        "money that comes in parts at the boundary pays the fee once",
        "one_charge_at_the_boundary",
        "4.5, 4.8",
        {"wallet": "9001.00"} | subscription(state="active", fees_paid="9980.00", period_end="2026-03-31T07:00:00Z"),
        policy=NO_TRIAL,
    ),
    Case(
        "money that is 0.01 short at the boundary waits for the next part",
        "one_charge_at_the_boundary",
        "4.8",
        {"wallet": "4989.99"} | subscription(state="grace", fees_paid="4990.00", grace_until="2026-03-14T07:00:00Z"),
        policy=NO_TRIAL,
        order=(1, 2, 3, 4, 5, 6),
        replace={6: {"amount": "4889.99"}},
    ),
    Case(
        "the next fee is charged once, a month later",
        "one_charge_at_the_boundary",
        "2.4, 4.6",
        {"wallet": "4011.00"} | subscription(state="active", fees_paid="14970.00", period_end="2026-04-30T07:00:00Z"),
        policy=NO_TRIAL,
        until="2026-03-31T07:00:00Z",
    ),
]

CASES = [*RETURN_SENT_AGAIN, *STALE_FACTS, *RETURN_AND_REVERSAL, *LAST_DAY, *EXPIRY, *SUBSCRIPTION]
