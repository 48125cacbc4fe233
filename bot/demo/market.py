"""The demo marketplace's feed: real orders and what belongs around them, as lines of the ordinary format (RULES 13).

The demo must show real behaviour, so nothing here writes to the database: it makes the same JSON Lines that a
marketplace would send. Lines before "today" are loaded at the start on their own instants, those after it arrive as the
clock moves. See PROVENANCE.md for where the orders come from.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from core.events import Event, Malformed, parse_line
from core.policy import Policy
from core.values import Amount, Instant, Plan, format_amount, format_instant

TODAY_IN_SAMPLE = date(1998, 3, 31)
ROUBLES_PER_DOLLAR = 100
DISCOUNTS = ("0.05", "0.10", "0.15", "0.20")
CAMPAIGN = "music-all-year"
CATEGORY = "music"


@dataclass(frozen=True, slots=True)
class Shop:
    """A demo shop: weekly income, rating, and how its subscription stands today."""

    seller: str
    name: str
    income: str
    rating: str
    story: tuple[tuple[int, str, dict[str, str]], ...]
    """(days from today, type, fields): what happened to it beside the orders."""


def _connect(days: int, plan: Plan) -> tuple[int, str, dict[str, str]]:
    return (days, "command.connect", {"plan": plan.value, "by": "manager"})


SHOPS = (
    Shop("vinyl-island", "Виниловый остров", "470.00", "4.71", ()),
    Shop("ararat-music", "Ararat Music", "718.00", "4.62", (_connect(-145, Plan.PREMIUM),)),
    Shop("blue-note", "Blue Note", "356.00", "4.10", (_connect(-27, Plan.LITE),)),
    Shop("melodiya", "Мелодия", "430.00", "4.55", (_connect(-96, Plan.LITE),)),
    Shop("garage-band", "Garage Band", "843.00", "4.38", (_connect(-200, Plan.PREMIUM),)),
)
"""The first is the one to try: an open invitation, its trial unused, points that expire soon."""

SERVICES = (("ads", 160), ("logistics", 190), ("storage", 60), ("commission", 120))


def orders() -> Iterator[tuple[int, date, int, Amount]]:
    """The sample's purchases: customer, day, CDs, kopecks paid in all. Gifts (0.00) are left out."""
    with (files("bot.demo") / "orders.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            whole, _, cents = row["dollars"].partition(".")
            paid = (int(whole) * 100 + int(cents.ljust(2, "0"))) * ROUBLES_PER_DOLLAR
            if paid:
                yield int(row["customer"]), date.fromisoformat(row["date"]), int(row["quantity"]), paid


def feed(policy: Policy, today: Instant) -> list[Event]:
    """Every line of the demo marketplace in order of its instant, for a "today"."""
    calendar = policy.calendar
    this_day = calendar.date(today)

    def at(day: date, hour: int, minute: int = 0) -> Instant:
        return calendar.at_hour(day, hour) + minute * 60_000_000

    lines: list[tuple[Instant, int, dict[str, Any]]] = []

    def add(instant: Instant, id_: str, type_: str, **fields: Any) -> None:
        line = {"id": f"demo-{id_}", "type": type_, "at": format_instant(instant), **fields}
        lines.append((instant, len(lines), line))

    shift = this_day - TODAY_IN_SAMPLE
    bought = list(orders())
    first, last = min(day for _, day, _, _ in bought) + shift, max(day for _, day, _, _ in bought) + shift
    opening = at(first - timedelta(days=1), 9)
    add(
        opening,
        "campaign",
        "campaign.upserted",
        campaign=CAMPAIGN,
        starts_at=format_instant(opening),
        ends_at=format_instant(at(last + timedelta(days=365), 9)),
        coefficient="0.05",
        coefficients={CATEGORY: "0.06"},
        min_discount="0.10",
        hold_days=14,
        return_window_days=30,
    )
    for shop in SHOPS:
        add(opening, f"{shop.seller}-registered", "seller.registered", seller=shop.seller, name=shop.name)
        add(opening, f"{shop.seller}-rating", "rating.updated", seller=shop.seller, rating=shop.rating)
        add(opening, f"{shop.seller}-verified", "eligibility.changed", seller=shop.seller, eligible=True)
        add(opening, f"{shop.seller}-start", "wallet.credited", seller=shop.seller, amount="6000.00")
        mode = {"mode": "auto", "service": "ads", "by": "manager"}
        add(opening, f"{shop.seller}-mode", "command.set_mode", seller=shop.seller, **mode)
        for number, (days, type_, fields) in enumerate(shop.story):
            add(at(this_day + timedelta(days=days), 12), f"{shop.seller}-{number}", type_, seller=shop.seller, **fields)
        _weeks(shop, first, last, at, add)
    for number, (customer, day, quantity, paid) in enumerate(bought):
        _order(number, customer, day + shift, quantity, paid, at, add)
    lines.sort(key=lambda each: each[:2])
    return [_event(line) for _, _, line in lines]


def _weeks(shop: Shop, first: date, last: date, at: Any, add: Any) -> None:
    """Income and services, once a week; a bonus once a quarter."""
    for week in range((last - first).days // 7):
        day = first + timedelta(days=7 * week)
        add(at(day, 8), f"{shop.seller}-income-{week}", "wallet.credited", seller=shop.seller, amount=shop.income)
        for number, (service, base) in enumerate(SERVICES):
            amount = format_amount((base + (week * 7 + number * 13) % 40) * 100)
            charge = {"charge": f"{service}-{week}", "service": service, "amount": amount}
            add(at(day, 18, number), f"{shop.seller}-{service}-{week}", "service.charged", seller=shop.seller, **charge)
        if week % 13 == 4:
            grant = {
                "grant": f"bonus-{week}",
                "programme": "bonus",
                "amount": "300.00",
                "reason": "Quarterly promotion",
            }
            add(at(day, 11), f"{shop.seller}-bonus-{week}", "bonus.granted", seller=shop.seller, **grant)


def _order(number: int, customer: int, day: date, quantity: int, paid: Amount, at: Any, add: Any) -> None:
    seller = SHOPS[customer % len(SHOPS)].seller
    when = at(day, 9 + number * 7 % 13, number * 11 % 60)
    line = {"line": f"CD-{number:05}", "campaign": CAMPAIGN, "category": CATEGORY, "quantity": quantity}
    price = format_amount(max(1, paid // quantity))
    discount = DISCOUNTS[(customer + number) % len(DISCOUNTS)]
    add(when, f"order-{number}", "order.redeemed", seller=seller, price=price, discount=discount, **line)
    if number % 29 == 3:
        back = at(day + timedelta(days=9), 15)
        add(back, f"return-{number}", "order.returned", seller=seller, line=line["line"], quantity=1)


def _event(line: dict[str, Any]) -> Event:
    event = parse_line(json.dumps(line, ensure_ascii=False))
    if isinstance(event, Malformed):
        raise ValueError(f"the demo feed made a bad line: {event.message}")
    return event
