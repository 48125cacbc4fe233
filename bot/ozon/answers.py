"""The Seller API's answers as readings and values.

Answers are JSON read with exact decimals; numbers may be texts. Every key that nothing is read from is counted, every
kind that the dictionary does not have is called by its number, and both are given back with the reading.

What an accrual's parts are is decided by its own total: «Выручка» is `sale_price` where the parts then add up, else
what `sale_amount` leaves without points and partners' money; the reward is `sale_commission`, else `commission`. What
no choice explains stays a fee without a name, so that a day's sums are always the marketplace's own.
Limit: one currency, the contract's. Raises ValueError for an answer of another form.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final

from bot.ozon.entries import Balance, Entries, Fact, Reading, Report, identified
from bot.ozon.kinds import PARTNERS, POINTS, REST, REVENUE, SALE_FEE, Dictionary, Kind
from bot.ozon.numbers import count, day, told_amount
from bot.ozon.shapes import ACCRUAL, unknown_keys
from core.calendar import Calendar
from core.values import EPOCH, RATE_ONE, Amount, Instant, Rate, format_amount, format_instant, format_rate

Json = Mapping[str, Any]

RATING: Final = "rating_review_avg_score_total"
"""The average score of all products: the rating that the badge asks for."""
NO_PLAN: Final = "UNSPECIFIED"
_PLANS: Final = {
    "PREMIUM": "premium", "PREMIUM_LITE": "lite", "PREMIUM_PLUS": "premium_plus", "PREMIUM_PRO": "premium_pro",
    NO_PLAN: None,
}  # fmt: skip

_REVENUES: Final = ("sale_price", "sale_amount less points", "sale_amount")
_REWARDS: Final = ("sale_commission", "commission")


def read_types(answer: Json) -> Dictionary:
    """The dictionary of kinds."""
    types = {}
    for each in _list(answer, "accrual_types"):
        types[_whole(each["id"])] = (str(each.get("name") or ""), str(each.get("description") or ""))
    return Dictionary(types)


def read_day(when: date, accruals: Sequence[Json], kinds: Dictionary, currency: str = "RUB") -> Reading:
    """All accruals of a day, which is complete with them."""
    days = _Accruals(when, kinds, currency)
    for accrual in accruals:
        days.take(accrual)
    return Reading(report=Report.ACCRUALS, first=when, last=when, complete=True, entries=days.entries)


@dataclass(slots=True)
class _Part:
    """One sum of an accrual."""

    item: Any
    kind: Kind
    amount: Amount
    quantity: int | None = None


class _Accruals:
    def __init__(self, when: date, kinds: Dictionary, currency: str) -> None:
        self._when = when
        self._kinds = kinds
        self._currency = currency
        self.entries = Entries(Report.ACCRUALS)

    def take(self, accrual: Json) -> None:
        """Count one accrual in."""
        self.entries.unknown.update(unknown_keys(accrual, ACCRUAL))
        if day(accrual.get("date")) != self._when:
            raise ValueError("an accrual of another day")
        self.entries.rows += 1
        total = accrual.get("total_amount")
        parts = self._explain(accrual, None if total is None else self._money(total))
        for part in parts:
            self.entries.add(self._when, accrual.get("unit_number"), part.item, part.kind, part.amount, part.quantity)

    def _explain(self, accrual: Json, total: Amount | None) -> list[_Part]:
        """The parts of an accrual, chosen so that they are its total."""
        fees = list(self._fees(accrual))
        found: list[list[_Part]] = []
        for revenue, reward in product(_REVENUES, _REWARDS):
            sales = list(self._sales(accrual, revenue, reward))
            found.append([*sales, *fees])
            if total is None or sum(part.amount for part in found[-1]) == total:
                return found[-1]
        assert total is not None
        rest = total - sum(part.amount for part in found[0])
        return [*found[0], _Part(None, REST, rest)]

    def _sales(self, accrual: Json, revenue: str, reward: str) -> Iterator[_Part]:
        for sold in _list(accrual.get("posting") or {}, "products"):
            told = sold.get("commission")
            if not told:
                continue
            money = {key: self._money(told[key]) for key in _MONEY & told.keys() if told[key] is not None}
            points, partners = money.get("bonus", 0), money.get("coinvestment", 0)
            quantity = count(sold.get("quantity"))
            yield _Part(sold.get("sku"), REVENUE, _revenue(money, revenue), quantity)
            yield _Part(sold.get("sku"), PARTNERS, partners)
            yield _Part(sold.get("sku"), POINTS, points, quantity)
            other = _REWARDS[1 - _REWARDS.index(reward)]
            yield _Part(sold.get("sku"), SALE_FEE, money.get(reward, money.get(other, 0)))

    def _fees(self, accrual: Json) -> Iterator[_Part]:
        for sold in _list(accrual.get("posting") or {}, "products"):
            yield from self._each_fee(sold.get("sku"), _list(sold.get("delivery") or {}, "services"))
        for item in _list(accrual.get("item_fees") or {}, "fees"):
            yield from self._each_fee(item.get("sku"), _list(item, "fees"))
        for key in ("non_item_fee", "container_fees"):
            # One fee, or a list of them under a key, or a bare list: all three were seen.
            told = accrual.get(key) or {}
            if isinstance(told, list):
                yield from self._each_fee(None, _list(accrual, key))
            else:
                yield from self._each_fee(None, [told] if "type_id" in told else _list(told, "fees"))

    def _each_fee(self, sku: Any, fees: Sequence[Json]) -> Iterator[_Part]:
        for fee in fees:
            yield _Part(sku, self._kinds.kind(_whole(fee.get("type_id"))), self._money(fee.get("accrued")))

    def _money(self, told: Any) -> Amount:
        return _money(told, self._currency)


_MONEY: Final = frozenset(("bonus", "coinvestment", "sale_amount", "sale_price", *_REWARDS))


def _revenue(money: Mapping[str, Amount], choice: str) -> Amount:
    sold = money.get("sale_amount")
    if choice == "sale_price" and "sale_price" in money:
        return money["sale_price"]
    if sold is None:
        return money.get("sale_price", 0)
    return sold if choice == "sale_amount" else sold - money.get("bonus", 0) - money.get("coinvestment", 0)


def _money(told: Any, currency: str) -> Amount:
    if told is None:
        return 0
    if not isinstance(told, dict):
        return told_amount(told)
    if (found := told.get("currency") or told.get("currency_code") or currency) != currency:
        raise ValueError(f"an amount in {found}")
    return told_amount(told["amount"] if "amount" in told else told.get("value", 0))


def _list(told: Json, key: str) -> Sequence[Json]:
    found = told.get(key) or ()
    if not isinstance(found, list | tuple) or not all(isinstance(each, dict) for each in found):
        raise ValueError(f"{key} is no list of objects")
    return found


def _whole(told: Any) -> int:
    if isinstance(told, str) and told.isascii() and told.isdigit():
        return int(told)
    if isinstance(told, int) and not isinstance(told, bool):
        return told
    raise ValueError("not a number of a kind")


# The rest of the answers.


def read_balance(when: date, answer: Json, currency: str = "RUB") -> Balance:
    """The balance of a day."""
    total = answer["total"]
    flows = answer.get("cashflows") or {}
    points = [_points(flows.get(key) or {}) for key in ("sales", "returns")]
    return Balance(
        day=when,
        opening=_money(total["opening_balance"], currency),
        closing=_money(total["closing_balance"], currency),
        paid=sum(_money(each, currency) for each in _list(total, "payments")),
        points=None if None in points else sum(each or 0 for each in points),
    )


def _points(flow: Json) -> Amount | None:
    told = (flow.get("amount_details") or {}).get("points_for_discounts")
    return None if told in (None, "") else told_amount(told)


def balance_fact(balance: Balance, seller: str, at: Instant) -> dict[str, Any]:
    """The fact of a day's balance."""
    told = {"opening": format_amount(balance.opening), "closing": format_amount(balance.closing)}
    return identified({"type": Fact.BALANCE.value, "day": balance.day.isoformat()} | told, seller, at)


@dataclass(frozen=True, slots=True)
class Company:
    """Who the key speaks for. `plan` is None where there is no subscription, and "" where it is not told."""

    name: str
    currency: str
    plan: str | None


def read_company(answer: Json) -> Company:
    """The shop's name, currency and present plan."""
    company, subscription = answer.get("company") or {}, answer.get("subscription") or {}
    plan = _PLANS.get(str(subscription.get("type") or ""), "")
    return Company(str(company.get("name") or ""), str(company.get("currency") or ""), plan)


def company_facts(company: Company, today: date, seller: str, at: Instant) -> Iterator[dict[str, Any]]:
    """The facts of who the shop is and what plan it has today; what is not told makes none."""
    if company.name:
        yield identified({"type": Fact.SELLER.value, "name": company.name, "books": "reported"}, seller, at)
    if company.plan != "":
        yield identified({"type": Fact.PLAN.value, "plan": company.plan, "day": today.isoformat()}, seller, at)


@dataclass(frozen=True, slots=True)
class Ratings:
    """The rating of each day, and below what the marketplace takes the badge away (None: not told)."""

    threshold: Rate | None
    values: tuple[tuple[date, Rate], ...]


def read_ratings(answer: Json) -> Ratings:
    """The history of the rating that the badge asks for."""
    for told in _list(answer, "ratings"):
        if told.get("rating") == RATING:
            threshold = told.get("premium_threshold")
            values = {day(str(each["date_to"])): _rate(each["value"]) for each in _list(told, "values")}
            return Ratings(None if threshold is None else _rate(threshold), tuple(sorted(values.items())))
    return Ratings(None, ())


def _rate(told: Any) -> Rate:
    """A number of any length, cut to 6 decimals: 4.4999999 must not become 4.5."""
    value = Decimal(str(told))
    if not value.is_finite():
        raise ValueError("not a rating")
    return int(value * RATE_ONE)


def rating_facts(ratings: Ratings, seller: str, at: Instant, calendar: Calendar) -> Iterator[dict[str, Any]]:
    """A fact a day that is over, as of its last moment, oldest first."""
    for when, value in ratings.values:
        end = calendar.start_of_day(when + timedelta(days=1)) - 1
        if end <= at:
            fact = {"type": Fact.RATING.value, "rating": format_rate(value), "at": format_instant(end)}
            yield identified(fact, seller, end)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a key may do, and until when (None: not told)."""

    expires_at: Instant | None
    methods: frozenset[str]


def read_rights(answer: Json) -> Rights:
    """The rights of the key that asked."""
    methods = frozenset(str(method) for role in _list(answer, "roles") for method in role.get("methods") or ())
    told = answer.get("expires_at")
    return Rights(_instant(str(told)) if told else None, methods)


def _instant(text: str) -> Instant:
    since = datetime.fromisoformat(text) - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
