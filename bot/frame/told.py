"""What the windows of a reported shop say: what the marketplace told, and what it does not tell (RULES 16.3).

Problem: screens of a shop that this engine keeps speak of lots, trials and charges; of a reported shop none of that is
known, and a 0 would be a lie. Decision: for a reported shop each of those screens shows what is known in its place, out
of one module, and says by name what the marketplace doesn't tell. Limit: they only show; nothing is set or spent here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from aiogram.fsm.state import State, StatesGroup

from bot.frame.ports import Ports
from bot.frame.states import SCREENS, History, Home, Intake, Invitation, Points, Premium, Reports, Team, Told
from bot.frame.visitor import Visitor
from bot.paper.told import Teller, money_lines, month_lines, month_name, points_lines
from core.account import Account, Telling
from core.policy import Policy
from core.reported import OF_SHOP
from core.usual import Usual, usual_fee
from core.values import Amount, FactKind
from storage.books.reported import ReportedMonth, latest_tellings, reported_month
from storage.books.reports import month_before
from storage.books.told import premium_fees

MONTHS: Final = 3
"""Months shown in reports, the present one included."""
FEES: Final = 8
"""Fees of Premium shown."""
LATEST: Final = 12
"""Lines of history shown."""


class Seen(NamedTuple):
    """Who looks at which shop."""

    visitor: Visitor
    ports: Ports
    account: Account

    def say(self, key: str, **values: str | int) -> str:
        """A text in the reader's language."""
        return self.visitor.say(key, **values)

    @property
    def policy(self) -> Policy:
        """The operator's values."""
        return self.ports.policy

    @property
    def teller(self) -> Teller:
        """In which words and numbers it is told."""
        return Teller(self.visitor.texts, self.visitor.reader, self.policy)

    @property
    def month(self) -> int:
        """The present month, yyyymm."""
        return self.policy.calendar.month(self.account.at)


def told(visitor: Visitor, ports: Ports, window: State) -> Sequence[str | None] | None:
    """The lines that a window shows of a reported shop in place of its own; None: it shows its own."""
    if window in _OWN or window.group in _OWN or visitor.membership is None:
        return None
    lines = _LINES.get(window) or _LINES.get(window.group) or _kept_only
    seen = seen_by(visitor, ports)
    if not visitor.sees_money and window not in _FOR_EVERYBODY and window.group not in _FOR_EVERYBODY:
        return [seen.say("refusal-forbidden")]
    return lines(seen)


def seen_by(visitor: Visitor, ports: Ports) -> Seen:
    """The shop that this person looks at, as it stands."""
    assert visitor.membership is not None
    account = ports.account(visitor.membership.seller)
    assert account is not None  # a membership names a registered seller
    return Seen(visitor, ports, account)


# -- the screens -------------------------------------------------------------------------------------------------------


def _home(seen: Seen) -> list[str | None]:
    shop = seen.account.reported
    lines: list[str | None] = [seen.say("told-about"), "", plan_line(seen), rating_line(seen)]
    if seen.visitor.sees_money:
        month = reported_month(seen.ports.books, seen.account.seller, seen.month)
        lines += [balance_line(seen), "", *month_lines(seen.teller, month)]
        lines += ["", seen.say("told-send" if shop.sums else "told-nothing")]
    return lines


def points_of_month(seen: Seen, month: ReportedMonth) -> list[str | None]:
    """Points of a month and since the start, and what of them is not told."""
    return [
        seen.say("told-points-title"),
        month_name(seen.teller, month.month),
        *points_lines(seen.teller, month.shop),
        "",
        seen.say("told-since-start"),
        *points_lines(seen.teller, seen.account.reported),
        "",
        seen.say("told-not-points"),
        seen.say("told-cannot"),
    ]


def _points(seen: Seen) -> list[str | None]:
    return points_of_month(seen, reported_month(seen.ports.books, seen.account.seller, seen.month))


def premium_lines(seen: Seen) -> list[str | None]:
    """Plan, rating, the fees paid, when the next is likely, and what is not told."""
    lines: list[str | None] = [seen.say("told-premium-title"), "", plan_line(seen), rating_line(seen)]
    if seen.visitor.sees_money:
        fees = premium_fees(seen.ports.books, seen.account.seller)
        lines += ["", *_fee_lines(seen, fees), *_likely_lines(seen, usual_fee(fees))]
    return [*lines, "", seen.say("told-not-premium"), seen.say("told-cannot")]


def _fee_lines(seen: Seen, fees: dict[int, Amount]) -> list[str]:
    """The last fees with their days, and what the last months cost."""
    if not fees:
        return [seen.say("told-premium-no-fees")]
    lines = [seen.say("told-premium-fees")]
    for day, amount in list(fees.items())[:FEES]:
        lines.append(seen.say("told-premium-fee", day=day_name(seen, day), amount=money(seen, amount)))
    months: defaultdict[date, Amount] = defaultdict(int)
    for number, amount in fees.items():
        months[date.fromordinal(number).replace(day=1)] += amount
    # Where each month has one fee it has been said already.
    for month, amount in list(months.items())[: MONTHS if len(fees) > len(months) else 0]:
        name = seen.visitor.reader.month(month)
        lines.append(seen.say("told-premium-month", month=name, amount=money(seen, amount)))
    return lines


def _likely_lines(seen: Seen, usual: Usual | None) -> list[str]:
    """The likely next fee, marked as seen so far, with how often (RULES 16.3)."""
    if usual is None:
        return [seen.say("told-premium-not-usual")]
    reader, today = seen.visitor.reader, seen.policy.calendar.date(seen.account.at)
    key = "told-premium-likely" if usual.likely >= today else "told-premium-overdue"
    return [
        "",
        seen.say(key, day=reader.date(usual.likely)),
        seen.say("told-premium-seen-day", day=usual.day, seen=usual.day_seen, times=usual.of),
        seen.say(
            "told-premium-seen-amount",
            amount=money(seen, usual.amount),
            seen=usual.amount_seen,
            times=usual.of,
        ),
    ]


def _money_now(seen: Seen) -> list[str | None]:
    month = reported_month(seen.ports.books, seen.account.seller, seen.month)
    title = month_name(seen.teller, month.month)
    return [balance_line(seen), "", title, *money_lines(seen.teller, month), "", seen.say("told-not-money")]


def _reports(seen: Seen) -> list[str | None]:
    lines: list[str | None] = [seen.say("told-reports-title")]
    for back in range(MONTHS):
        month = reported_month(seen.ports.books, seen.account.seller, month_before(seen.month, back))
        lines += ["", *month_lines(seen.teller, month)]
    return lines


def _history(seen: Seen) -> list[str | None]:
    found = latest_tellings(seen.ports.books, seen.account.seller, LATEST)
    if not found:
        return [seen.say("told-history-title"), "", seen.say("told-nothing")]
    return [seen.say("told-history-title"), "", *(telling_line(seen, each) for each in found)]


def _kept_only(seen: Seen) -> list[str | None]:
    return [seen.say("told-cannot"), "", *points_lines(seen.teller, seen.account.reported)]


_LINES: Final[Mapping[State | type[StatesGroup] | None, Callable[[Seen], list[str | None]]]] = {
    Points: _points,
    Premium: premium_lines,
    Invitation: premium_lines,
    Reports: _reports,
    History: _history,
    Home.main: _home,
    Home.balance: _money_now,
}
"""By screen or window. Any other screen of a shop is for kept ones only."""
_OWN: Final = frozenset({Home.shops, Team, Intake, Told, *(screen for screen in SCREENS if not screen.needs_shop)})
"""Screens and windows that say the same of every shop."""
_PLANS: Final = {
    "lite": "Premium Lite", "premium": "Premium", "premium_plus": "Premium Plus", "premium_pro": "Premium Pro",
}  # fmt: skip
"""What people call the marketplace's plans; another one is shown as it was told."""
_FOR_EVERYBODY: Final = frozenset({Home.main, Premium, Invitation})


# -- the lines ---------------------------------------------------------------------------------------------------------


def plan_line(seen: Seen) -> str:
    """The plan and the day it was told of."""
    plan = seen.account.reported.plan
    if plan is None:
        return seen.say("told-no-word-of-plan")
    if plan.plan is None:
        return seen.say("told-no-plan", day=day_name(seen, plan.day))
    return seen.say("told-plan", plan=_PLANS.get(plan.plan, plan.plan), day=day_name(seen, plan.day))


def rating_line(seen: Seen) -> str:
    """The last rating told."""
    rating = seen.account.subscription.rating
    if rating is None:
        return seen.say("told-no-rating")
    return seen.say("told-rating", rating=seen.visitor.reader.rate(rating))


def balance_line(seen: Seen) -> str:
    """The last balance told."""
    balance = seen.account.reported.balance
    if balance is None or balance.opening is None:
        return seen.say("told-no-balance")
    opening, closing = money(seen, balance.opening), money(seen, balance.amount)
    return seen.say("told-balance", day=day_name(seen, balance.day), opening=opening, closing=closing)


def telling_line(seen: Seen, each: Telling) -> str:
    """What was told, of which day, and whether it corrects what was told before."""
    # A balance and a plan are no sums: what was told is shown, not the difference.
    added = each.fact not in OF_SHOP
    amount = "" if each.fact is FactKind.PLAN else money(seen, each.difference if added else each.amount)
    if each.fact is FactKind.POINTS:
        amount = seen.visitor.reader.points(each.difference)
    about = each.kind or (each.plan or "—" if each.fact is FactKind.PLAN else each.item or "")
    what = seen.say("told-what", fact=each.fact.value, amount=amount, about=about)
    return seen.say("told-correction" if each.correction else "told-line", day=day_name(seen, each.day), what=what)


def day_name(seen: Seen, day: int) -> str:
    """A day number as people write it."""
    return seen.visitor.reader.date(date.fromordinal(day))


def money(seen: Seen, amount: Amount) -> str:
    """Money as people write it."""
    return seen.visitor.reader.money(amount)
