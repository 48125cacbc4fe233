"""What the local Ozon knows: one shop, its accruals by day, its months, its key, and what is to go wrong.

Accruals, dictionary and the rest are held as the JSON that is answered; whoever fills them writes what Ozon would.
"""

import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

Json = dict[str, Any]

TOKEN_LIVES: Final = 15 * 60
"""Seconds that a page's token lives."""
EARLIEST: Final = date(2022, 1, 1)
ANY: Final = "*"

TYPES: Final = (
    (1, "Acquiring", "Эквайринг"),
    (9, "ClientReturn", "Обработка возвратов"),
    (25, "ItemCompensation", "Товарная компенсация"),
    (32, "Logistic", "Логистика"),
    (41, "PayPerClick", "Оплата за клик"),
    (46, "Placements", "Размещение товаров на складах Ozon"),
    (51, "PremiumMembership", "Подписка Premium Pro (процент)"),
    (52, "PremiumSubscription", "Подписка Premium"),
    (57, "RealizationReportCorrection", "Корректировка стоимости услуг"),
    (59, "ReturnFlowLogistic", "Обратная логистика"),
    (69, "SaleCommission", "Вознаграждение за продажу"),
    (74, "StarsMembership", "Звёздные товары"),
    (75, "Stencil", "Трафареты"),
)


@dataclass(slots=True)
class Fault:
    """The next `times` calls of a method are answered with `status`; 0 breaks the connection, `text` is no JSON."""

    method: str
    status: int
    times: int = 1
    retry_after: int | None = None
    text: str | None = None


@dataclass(slots=True)
class _Token:
    day: date
    offset: int
    issued: float


@dataclass(slots=True)
class World:
    """A shop at the marketplace. `now` tells seconds; a page has `pages` accruals, an answer takes `takes` seconds."""

    now: Callable[[], float]
    client_id: str = "12345"
    api_key: str = field(default_factory=lambda: secrets.token_hex(18))
    pages: int = 100
    most_a_second: int = 50
    takes: float = 0.0
    company: Json = field(default_factory=lambda: {"name": "Тёплый дом", "currency": "RUB", "country": "RU"})
    subscription: str = "PREMIUM"
    expires_at: str = "2027-01-01T00:00:00Z"
    threshold: float = 4.5
    types: list[Json] = field(
        default_factory=lambda: [{"id": id_, "name": name, "description": text} for id_, name, text in TYPES]
    )
    accruals: dict[date, list[Json]] = field(default_factory=dict)
    balances: dict[date, Json] = field(default_factory=dict)
    months: dict[tuple[int, int], Json] = field(default_factory=dict)
    ratings: dict[date, float] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    """Every call that was let in, in order: method and body."""
    _faults: deque[Fault] = field(default_factory=deque)
    _tokens: dict[str, _Token] = field(default_factory=dict)
    _last_id: int = 9000

    # What happens at the marketplace.

    def accrue(self, day: date, **accrual: Any) -> int:
        """Add an accrual of a day; returns its id."""
        self._last_id += 1
        self.accruals.setdefault(day, []).append({"accrual_id": self._last_id, "date": day.isoformat()} | accrual)
        return self._last_id

    def revise(self, accrual_id: int, **changes: Any) -> None:
        """Change an accrual afterwards, as Ozon does with those of recent days."""
        for accruals in self.accruals.values():
            for accrual in accruals:
                if accrual["accrual_id"] == accrual_id:
                    accrual.update(changes)

    def withdraw(self, accrual_id: int) -> None:
        """Take an accrual away afterwards."""
        for day, accruals in self.accruals.items():
            self.accruals[day] = [each for each in accruals if each["accrual_id"] != accrual_id]

    def fail(self, method: str, status: int, times: int = 1, *, retry_after: int | None = None) -> None:
        """Let the next calls of a method (or `ANY`) be answered with a status; 0 breaks the connection."""
        self._faults.append(Fault(method, status, times, retry_after))

    def garble(self, method: str, text: str) -> None:
        """Let the next call of a method be answered with a text."""
        self._faults.append(Fault(method, 200, text=text))

    def fault(self, method: str) -> Fault | None:
        """The fault that this call meets."""
        for fault in self._faults:
            if fault.method in (method, ANY):
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
        return None

    # Pages of a day.

    def page(self, day: date, last_id: str) -> tuple[list[Json], str] | None:
        """Accruals of a day from a token on, and the next one; None for a token of another day, or too old a one."""
        offset = 0
        if last_id:
            token = self._tokens.get(last_id)
            if token is None or token.day != day or self.now() - token.issued > TOKEN_LIVES:
                return None
            offset = token.offset
        told = self.accruals.get(day, [])
        rest = offset + self.pages
        following = ""
        if rest < len(told):
            following = secrets.token_urlsafe(9)
            self._tokens[following] = _Token(day, rest, self.now())
        return told[offset:rest], following


def money(amount: str) -> Json:
    """An amount as accruals have it."""
    return {"amount": amount, "currency": "RUB"}


def sale(order: str, sku: int, *, price: str, points: str, fee: str, services: Mapping[int, str] | None = None) -> Json:
    """The fields of an accrual for a sale: what the buyer paid, points, reward (below zero), delivery by kind."""
    services = services or {}
    sold = _sum((price, points))
    commission = {
        "seller_price": money(sold), "sale_price": money(price), "sale_amount": money(sold), "bonus": money(points),
        "coinvestment": money("0"), "commission_ratio": "0.10", "sale_commission": money(fee), "commission": money(fee),
    }  # fmt: skip
    delivery = {
        "services": [{"type_id": id_, "accrued": money(amount)} for id_, amount in services.items()],
        "total_accrued": money(_sum(services.values())),
    }
    return {
        "unit_number": order,
        "accrued_category": "POSTING",
        "total_amount": money(_sum((sold, fee, *services.values()))),
        "posting": {
            "delivery_schema": "FBO",
            "products": [{"sku": sku, "commission": commission, "delivery": delivery}],
        },
    }


def fee(type_id: int, amount: str, unit: str | None = None) -> Json:
    """The fields of an accrual that is of no product."""
    return {
        "unit_number": unit,
        "accrued_category": "NON_ITEM",
        "total_amount": money(amount),
        "non_item_fee": {"type_id": type_id, "accrued": money(amount)},
    }


def _sum(amounts: Iterable[str]) -> str:
    cents = 0
    for text in amounts:
        whole, _, rest = text.lstrip("-").partition(".")
        cents += (-1 if text.startswith("-") else 1) * (int(whole) * 100 + int(rest.ljust(2, "0")))
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def days(first: date, last: date) -> list[date]:
    """All days from first to last."""
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
