"""A shop on Ozon to play with: its months at the local Ozon, the key to it, and a report file that says the same.

Problem: what a real seller does first, with a file or with a key, needs a marketplace to come from. Decision: every day
of the shop follows from its date alone, so that a demo started again finds the past as it was, and the file and the
key tell one story: sales with points, returns, fees, a plan, payouts on Wednesdays, and a kind of fee that nobody
knows. Limit: all of it is invented.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sin
from random import Random
from typing import Any, Final

import xlsxwriter

from bot.localozon.world import World, days, fee, sale
from core.values import Amount, format_amount

CLIENT_ID: Final = "20260"
API_KEY: Final = "5e11e2de-0260-4a11-8b0e-de1105e11e2d"
"""Opens nothing but the local Ozon of this machine."""
NAME: Final = "Тёплый дом"
BACK: Final = timedelta(days=150)
AHEAD: Final = timedelta(days=400)
SAMPLE_DAYS: Final = 30
_WEDNESDAY: Final = 2
_GOODS: Final = (("Плед шерстяной", 189_000), ("Подушка", 74_900), ("Ночник", 129_000), ("Коврик", 99_000))
_ADS, _STORAGE, _PREMIUM, _LOGISTICS, _ACQUIRING, _BACKWARDS, _UNKNOWN = 41, 46, 52, 32, 1, 59, 901
_NAMES: Final = {
    _ADS: "Оплата за клик", _STORAGE: "Размещение товаров на складах Ozon", _PREMIUM: "Подписка Premium",
    _LOGISTICS: "Логистика", _ACQUIRING: "Эквайринг", _BACKWARDS: "Обратная логистика", _UNKNOWN: "Умная полка",
}  # fmt: skip
_HEADER: Final = (
    "ID начисления", "Дата начисления", "Группа услуг", "Тип начисления", "Артикул", "SKU", "Название товара",
    "Количество", "Цена продавца", "Сумма итого, руб.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sold:
    """A sale, or a return with all signs turned; amounts in 0.01 as the seller's account sees them."""

    order: str
    item: int
    price: Amount
    points: Amount
    reward: Amount
    services: dict[int, Amount]


@dataclass(slots=True)
class _Day:
    sold: list[_Sold] = field(default_factory=list)
    fees: list[tuple[int, Amount, str]] = field(default_factory=list)

    @property
    def total(self) -> Amount:
        goods = sum(each.price + each.points + each.reward + sum(each.services.values()) for each in self.sold)
        return goods + sum(amount for _, amount, _ in self.fees)


def _sales(day: date) -> Iterator[_Sold]:
    chance = Random(day.toordinal())  # noqa: S311  (invents a shop, guards nothing)
    for number in range(chance.randint(1, 4)):
        item = chance.randrange(len(_GOODS))
        price = _GOODS[item][1]
        points = price * chance.choice((0, 5, 8, 12)) // 100
        services = {_LOGISTICS: -chance.randint(6_000, 14_000), _ACQUIRING: -(price * 15 // 1000)}
        yield _Sold(f"{day.toordinal()}-{number:04}-1", item, price - points, points, -(price * 16 // 100), services)


def _day(day: date) -> _Day:
    found = _Day(list(_sales(day)))
    if day.toordinal() % 4 == 0:  # something of six days ago comes back
        back = next(_sales(day - timedelta(days=6)))
        found.sold.append(_Sold(back.order, back.item, -back.price, -back.points, -back.reward, {_BACKWARDS: -7_000}))
    chance = Random(-day.toordinal())  # noqa: S311  (as above)
    found.fees.append((_ADS, -chance.randint(5_000, 25_000), f"ads-{day.toordinal()}"))
    if day.weekday() == 0:
        found.fees.append((_STORAGE, -chance.randint(9_000, 19_000), f"storage-{day.toordinal()}"))
    if day.day == 7:
        found.fees.append((_PREMIUM, -499_000, f"premium-{day.toordinal()}"))
    if day.day == 11:
        found.fees.append((_UNKNOWN, -39_000, f"shelf-{day.toordinal()}"))
    return found


def _accruals(day: date) -> Iterator[dict[str, Any]]:
    found = _day(day)
    for each in found.sold:
        told = sale(
            each.order, 1000 + each.item, price=format_amount(each.price), points=format_amount(each.points),
            fee=format_amount(each.reward),
            services={kind: format_amount(amount) for kind, amount in each.services.items()},
        )  # fmt: skip
        told["posting"]["products"][0]["quantity"] = 1
        yield told
    for kind, amount, unit in found.fees:
        yield fee(kind, format_amount(amount), unit)


def _nobody_reads() -> None:
    return None


class OwnShop:
    """The shop, its marketplace and its key. `today` is the demo's at the start; `read_soon` wakes who reads it."""

    client_id = CLIENT_ID
    api_key = API_KEY

    def __init__(self, world: World, today: date, read_soon: Callable[[], None] = _nobody_reads) -> None:
        self.read_soon = read_soon
        world.client_id, world.api_key = CLIENT_ID, API_KEY
        world.company = {"name": NAME, "currency": "RUB", "country": "RU"}
        world.types.append({"id": _UNKNOWN, "name": "SmartShelf", "description": _NAMES[_UNKNOWN]})
        world.expires_at = f"{today + timedelta(days=90)}T00:00:00Z"
        self.world = world
        first = today - BACK
        first -= timedelta(days=(first.weekday() - _WEDNESDAY) % 7)  # the balance begins with nothing
        balance = 0
        for day in days(first, today + AHEAD):
            for told in _accruals(day):
                world.accrue(day, **told)
            paid = max(0, balance) if day.weekday() == _WEDNESDAY else 0
            closing = balance + _day(day).total - paid
            world.balances[day] = {"opening": balance / 100, "closing": closing / 100, "payments": [paid / 100]}
            world.ratings[day] = round(4.56 + 0.07 * sin(day.toordinal() / 9), 2)
            balance = closing

    def correct(self, day: date) -> tuple[Amount, Amount]:
        """Let the marketplace change a day afterwards: its advertising costs more. Returns what it was and is."""
        told = next(each for each in self.world.accruals[day] if each.get("unit_number") == f"ads-{day.toordinal()}")
        before = round(-float(told["total_amount"]["amount"]) * 100)
        after = before + 1_234
        self.world.revise(told["accrual_id"], **fee(_ADS, format_amount(-after), told["unit_number"]))
        return before, after


def sample_report(today: date) -> bytes:
    """The accruals report of the last 30 days before today, as a seller downloads it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet("Начисления")
        as_day = book.add_format({"num_format": "dd.mm.yyyy"})
        page.write_row(0, 0, _HEADER)
        rows = (
            row for day in days(today - timedelta(days=SAMPLE_DAYS), today - timedelta(days=1)) for row in _rows(day)
        )
        for number, (unit, day, group, kind, item, amount) in enumerate(rows, start=1):
            page.write_string(number, 0, unit)
            page.write_datetime(number, 1, day, as_day)
            page.write_row(number, 2, (group, kind))
            if item is not None:
                title, price = _GOODS[item]
                page.write_row(number, 4, (f"A-{item}", 1000 + item, title, 1, price / 100))
            page.write_number(number, 9, amount / 100)
    return made.getvalue()


def _rows(day: date) -> Iterator[tuple[str, date, str, str, int | None, Amount]]:
    found = _day(day)
    for each in found.sold:
        back = each.price < 0
        group = "Возвраты" if back else "Продажи"
        parts = {"Возврат выручки" if back else "Выручка": each.price, "Баллы за скидки": each.points}
        parts["Вознаграждение за продажу"] = each.reward
        parts |= {_NAMES[kind]: amount for kind, amount in each.services.items()}
        for kind, amount in parts.items():
            if amount:
                yield each.order, day, group, kind, each.item, amount
    for number, amount, unit in found.fees:
        yield unit, day, "Услуги", _NAMES[number], None, amount
