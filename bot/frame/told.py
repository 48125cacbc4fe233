"""What the windows of a reported shop say: what the marketplace told, and what it does not tell (RULES 16.3).

Problem: screens of a shop that this engine keeps speak of lots, trials and charges; of a reported shop none of that is
known, and a 0 would be a lie. Decision: for a reported shop each of those screens shows what is known in its place, out
of one module, and says by name what the marketplace doesn't tell. Limit: they only show; nothing is set or spent here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from aiogram.fsm.state import State, StatesGroup

from bot.frame.ports import Ports
from bot.frame.states import SCREENS, History, Home, Intake, Invitation, Points, Premium, Reports, Team
from bot.frame.summary import programme_title, service_name
from bot.frame.visitor import Visitor
from bot.ozon.kinds import PREMIUM_FEES
from core.account import Account, ReportedShop, Telling
from core.policy import Policy
from core.values import Amount, FactKind
from storage.books.reported import ReportedMonth, fees_of_kinds, latest_tellings, reported_month
from storage.books.reports import month_before

MONTHS: Final = 3
"""Months shown in reports, the present one included."""
LATEST: Final = 12
"""Lines of history, and fees of Premium, shown."""


class _Seen(NamedTuple):
    visitor: Visitor
    ports: Ports
    account: Account

    def say(self, key: str, **values: str | int) -> str:
        return self.visitor.say(key, **values)

    @property
    def policy(self) -> Policy:
        return self.ports.policy

    @property
    def month(self) -> int:
        """The present month, yyyymm."""
        return self.policy.calendar.month(self.account.at)


def told(visitor: Visitor, ports: Ports, window: State) -> Sequence[str | None] | None:
    """The lines that a window shows of a reported shop in place of its own; None: it shows its own."""
    if window in _OWN or window.group in _OWN or visitor.membership is None:
        return None
    lines = _LINES.get(window) or _LINES.get(window.group) or _kept_only
    account = ports.account(visitor.membership.seller)
    assert account is not None  # a membership names a registered seller
    seen = _Seen(visitor, ports, account)
    if not visitor.sees_money and window not in _FOR_EVERYBODY and window.group not in _FOR_EVERYBODY:
        return [seen.say("refusal-forbidden")]
    return lines(seen)


# -- the screens -------------------------------------------------------------------------------------------------------


def _home(seen: _Seen) -> list[str | None]:
    shop = seen.account.reported
    lines: list[str | None] = [seen.say("told-about"), "", _plan(seen), _rating(seen)]
    if seen.visitor.sees_money:
        month = reported_month(seen.ports.books, seen.account.seller, seen.month)
        lines += [_balance(seen), "", *_month(seen, month)]
        lines += ["", seen.say("told-send" if shop.sums else "told-nothing")]
    return lines


def _points(seen: _Seen) -> list[str | None]:
    month = reported_month(seen.ports.books, seen.account.seller, seen.month)
    return [
        seen.say("told-points-title"),
        "",
        _month_name(seen, month.month),
        *_points_of(seen, month.shop),
        "",
        seen.say("told-since-start"),
        *_points_of(seen, seen.account.reported),
        "",
        seen.say("told-not-points"),
        seen.say("told-cannot"),
    ]


def _premium(seen: _Seen) -> list[str | None]:
    lines: list[str | None] = [seen.say("told-premium-title"), "", _plan(seen), _rating(seen)]
    if seen.visitor.sees_money:
        fees = fees_of_kinds(seen.ports.books, seen.account.seller, sorted(PREMIUM_FEES), LATEST)
        lines += ["", seen.say("told-premium-fees") if fees else seen.say("told-premium-no-fees")]
        for day, amount in fees:
            lines.append(seen.say("told-premium-fee", day=_day(seen, day), amount=_money(seen, amount)))
    return [*lines, "", seen.say("told-not-premium"), seen.say("told-cannot")]


def _money_now(seen: _Seen) -> list[str | None]:
    month = reported_month(seen.ports.books, seen.account.seller, seen.month)
    return [_balance(seen), "", _month_name(seen, month.month), *_fees_of(seen, month), "", seen.say("told-not-money")]


def _reports(seen: _Seen) -> list[str | None]:
    lines: list[str | None] = [seen.say("told-reports-title")]
    for back in range(MONTHS):
        month = reported_month(seen.ports.books, seen.account.seller, month_before(seen.month, back))
        lines += ["", *_month(seen, month)]
    return lines


def _history(seen: _Seen) -> list[str | None]:
    found = latest_tellings(seen.ports.books, seen.account.seller, LATEST)
    if not found:
        return [seen.say("told-history-title"), "", seen.say("told-nothing")]
    return [seen.say("told-history-title"), "", *(_telling(seen, each) for each in found)]


def _kept_only(seen: _Seen) -> list[str | None]:
    return [seen.say("told-cannot"), "", *_points_of(seen, seen.account.reported)]


_LINES: Final[Mapping[State | type[StatesGroup] | None, Callable[[_Seen], list[str | None]]]] = {
    Points: _points,
    Premium: _premium,
    Invitation: _premium,
    Reports: _reports,
    History: _history,
    Home.main: _home,
    Home.balance: _money_now,
}
"""By screen or window. Any other screen of a shop is for kept ones only."""
_OWN: Final = frozenset({Home.shops, Team, Intake, *(screen for screen in SCREENS if not screen.needs_shop)})
"""Screens and windows that say the same of every shop."""
_PLANS: Final = {
    "lite": "Premium Lite", "premium": "Premium", "premium_plus": "Premium Plus", "premium_pro": "Premium Pro",
}  # fmt: skip
"""What people call the marketplace's plans; another one is shown as it was told."""
_FOR_EVERYBODY: Final = frozenset({Home.main, Premium, Invitation})


# -- the lines ---------------------------------------------------------------------------------------------------------


def _month(seen: _Seen, month: ReportedMonth) -> list[str | None]:
    return [_month_name(seen, month.month), *_points_of(seen, month.shop), *_fees_of(seen, month)]


def _month_name(seen: _Seen, month: int) -> str:
    return seen.say("told-month", month=seen.visitor.reader.month(date(month // 100, month % 100, 1)))


def _points_of(seen: _Seen, shop: ReportedShop) -> list[str]:
    points, reader = shop.of(FactKind.POINTS), seen.visitor.reader
    if not points:
        return [seen.say("told-no-points")]
    return [
        seen.say(
            "told-points",
            programme=programme_title(seen.visitor, seen.policy, name),
            came=reader.points(each.came),
            went=reader.points(each.went),
            net=reader.points(each.net),
        )
        for name, each in points.items()
        if name in seen.policy.programmes
    ]


def _fees_of(seen: _Seen, month: ReportedMonth) -> list[str]:
    fees, sales = month.shop.of(FactKind.FEE), month.shop.of(FactKind.SALE).get("")
    lines = [seen.say("told-no-sales") if sales is None else seen.say("told-sales", amount=_money(seen, sales.net))]
    if month.fees is None:
        return [*lines, seen.say("told-no-fees")]
    lines.append(seen.say("told-fees", amount=_money(seen, month.fees)))
    for service, each in fees.items():
        name = service_name(seen.visitor, service)
        lines.append(seen.say("told-fee", service=name, amount=_money(seen, each.net)))
    if month.cover is not None:
        if month.cover.coverage is not None:
            lines.append(
                seen.say("told-coverage", share=seen.visitor.reader.percent(month.cover.coverage // 100 * 100))
            )
        key, amount = ("surplus", month.cover.surplus) if month.cover.surplus else ("shortfall", month.cover.shortfall)
        lines.append(seen.say(f"told-{key}", amount=_money(seen, amount)))
    return lines


def _plan(seen: _Seen) -> str:
    plan = seen.account.reported.plan
    if plan is None:
        return seen.say("told-no-word-of-plan")
    if plan.plan is None:
        return seen.say("told-no-plan", day=_day(seen, plan.day))
    return seen.say("told-plan", plan=_PLANS.get(plan.plan, plan.plan), day=_day(seen, plan.day))


def _rating(seen: _Seen) -> str:
    rating = seen.account.subscription.rating
    if rating is None:
        return seen.say("told-no-rating")
    return seen.say("told-rating", rating=seen.visitor.reader.rate(rating))


def _balance(seen: _Seen) -> str:
    balance = seen.account.reported.balance
    if balance is None or balance.opening is None:
        return seen.say("told-no-balance")
    opening, closing = _money(seen, balance.opening), _money(seen, balance.amount)
    return seen.say("told-balance", day=_day(seen, balance.day), opening=opening, closing=closing)


def _telling(seen: _Seen, each: Telling) -> str:
    # A balance and a plan are no sums: what was told is shown, not the difference.
    added = each.fact in (FactKind.POINTS, FactKind.FEE, FactKind.SALE)
    amount = "" if each.fact is FactKind.PLAN else _money(seen, each.difference if added else each.amount)
    if each.fact is FactKind.POINTS:
        amount = seen.visitor.reader.points(each.difference)
    about = each.kind or (each.plan or "—" if each.fact is FactKind.PLAN else each.item or "")
    what = seen.say("told-what", fact=each.fact.value, amount=amount, about=about)
    return seen.say("told-correction" if each.correction else "told-line", day=_day(seen, each.day), what=what)


def _day(seen: _Seen, day: int) -> str:
    return seen.visitor.reader.date(date.fromordinal(day))


def _money(seen: _Seen, amount: Amount) -> str:
    return seen.visitor.reader.money(amount)
