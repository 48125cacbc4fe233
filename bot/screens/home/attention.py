"""The one thing on Home that needs attention, with the button that solves it.

Problem: a person opens the chat for a second; several things may wait at once.
Decision: a fixed order by what is lost first: a colleague's request, the grace period, a charge that will fail,
maintenance (nothing can be spent meanwhile), points that expire, a subscription that ends, a charge weeks ahead that
will fail, an invitation that can wait.
What is so is asked of the core: the same that a notice of it tells.
Limit: one thing only; the rest is on its own screens.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from bot.frame.summary import days_until, plan_name, programme_title
from bot.frame.visitor import Visitor
from bot.frame.widgets import NEXT_STEP, Choice
from core.account import Account
from core.events import Connect, Resume, Spend
from core.notices import truth
from core.notices.truth import Data, Fresh, Moment, Truth
from core.policy import Policy
from core.values import parse_amount, parse_instant
from storage.people.team import Approval

SOON_DAYS: Final = 7
"""Points that expire within so many days need attention."""


class Attention(NamedTuple):
    """The sentence, and the button if this person can do something about it."""

    text: str
    choice: Choice | None
    about_money: bool = False
    """It says what a charge is short of."""


class _Seen(NamedTuple):
    visitor: Visitor
    account: Account
    policy: Policy
    asked: Approval | None
    maintenance: Callable[[], bool]

    def now(self, true: Truth, about: Data | None = None) -> Fresh:
        """What a notice of it would say at the account's present, None if it is not so."""
        moment = Moment(self.account, self.policy, self.account.clock, answered=self.asked is None)
        return true(moment, about or {})


def attention(
    visitor: Visitor, account: Account, policy: Policy, asked: Approval | None, *, maintenance: Callable[[], bool]
) -> Attention | None:
    """What to show on top, or None. `asked` is the request that waits for an answer in this shop.

    `maintenance` is asked if it would be shown.
    """
    seen = _Seen(visitor, account, policy, asked, maintenance)
    return next((found for look in _ORDER if (found := look(seen)) is not None), None)


def _request(seen: _Seen) -> Attention | None:
    if seen.asked is None or seen.now(truth.request_waits) is None or not seen.visitor.may(Connect):
        return None
    visitor = seen.visitor
    text = visitor.say("banner-approval", asker=seen.asked.asker_name or visitor.say("role-employee"))
    return Attention(text, Choice("approval", visitor.say("button-answer-request"), NEXT_STEP))


def _grace(seen: _Seen) -> Attention | None:
    visitor, owed = seen.visitor, seen.now(truth.grace_reminder)
    if owed is None or not visitor.sees_money:
        return None
    until = parse_instant(owed["grace_until"])
    text = visitor.say(
        "banner-grace",
        days=days_until(seen.policy, seen.account, until),
        price=visitor.reader.money(parse_amount(owed["price"])),
        missing=visitor.reader.money(max(0, parse_amount(owed["missing"]))),
        until=visitor.reader.until(until),
    )
    return Attention(text, None)  # the way to pay is the first button of every screen


def _low_balance(seen: _Seen) -> Attention | None:
    """The next charge is near: as near as the first reminder of it."""
    at = seen.account.subscription.period_end
    ahead = max(seen.policy.reminders.renewal_low_balance, default=0)
    return _short(seen) if at is not None and days_until(seen.policy, seen.account, at) <= ahead else None


def _short(seen: _Seen) -> Attention | None:
    """However far the charge is: what is known today is said today."""
    visitor, short = seen.visitor, seen.now(truth.renewal_low_balance)
    if short is None or not visitor.sees_money:
        return None
    at = parse_instant(short["at"])
    text = visitor.say(
        "banner-low-balance",
        missing=visitor.reader.money(parse_amount(short["missing"])),
        price=visitor.reader.money(parse_amount(short["price"])),
        at=visitor.reader.date(at),
    )
    return Attention(text, Choice("top_up", visitor.say("button-top-up"), NEXT_STEP), about_money=True)


def _maintenance(seen: _Seen) -> Attention | None:
    # RULES 9.5: manual spending is refused meanwhile.
    if not seen.visitor.may(Spend) or not seen.maintenance():
        return None
    return Attention(seen.visitor.say("banner-maintenance"), None)


def _expiring(seen: _Seen) -> Attention | None:
    visitor, account, policy = seen.visitor, seen.account, seen.policy
    if not visitor.sees_money:
        return None
    found = [seen.now(truth.points_expiring, {"programme": programme}) for programme in policy.programmes]
    soon = [
        (at, parse_amount(each["amount"]), each["programme"])
        for each in found
        if each is not None and days_until(policy, account, at := parse_instant(each["expires_at"])) <= SOON_DAYS
    ]
    if not soon:
        return None
    at, amount, programme = min(soon)
    text = visitor.say(
        "banner-expiring",
        programme=programme_title(visitor, policy, programme),
        amount=visitor.reader.points(amount),
        until=visitor.reader.until(at),
    )
    choice = Choice("spend", visitor.say("button-spend-now"), NEXT_STEP) if visitor.may(Spend) else None
    return Attention(text, choice)


def _ending(seen: _Seen) -> Attention | None:
    visitor, ending = seen.visitor, seen.now(truth.access_ending)
    if ending is None:
        return None
    text = visitor.say(
        "banner-ending",
        plan=plan_name(visitor, ending["plan"]),
        until=visitor.reader.until(parse_instant(ending["at"])),
    )
    can_keep = visitor.may(Resume) and ending["reason"] != "ineligible"
    return Attention(text, Choice("keep", visitor.say("button-keep-plan"), NEXT_STEP) if can_keep else None)


def _invitation(seen: _Seen) -> Attention | None:
    if seen.now(truth.invitation_open) is None:
        return None
    visitor = seen.visitor
    text = visitor.say("banner-invitation" if visitor.may(Connect) else "banner-invitation-employee")
    return Attention(text, Choice("invitation", visitor.say("button-invitation"), NEXT_STEP))


_ORDER: Final[tuple[Callable[[_Seen], Attention | None], ...]] = (
    _request, _grace, _low_balance, _maintenance, _expiring, _ending, _short, _invitation,
)  # fmt: skip
