"""The buttons under a notice: the one likely next step, and what else solves it.

Problem: a notice stays in the chat for ever and its buttons stay clickable; roles and shops change.
Decision: a button says where to go, of which shop (by a short tag) and about what; everything else is read anew
on the tap. Which buttons there are is asked of the reader's role.
Limit: a button never does anything by itself but to open a screen or answer a request.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.frame.visitor import shop_tag
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, NEXT_STEP, Style
from bot.texts import Texts
from core.decide import allowed
from core.events import Cancel, Connect, Event, OptIn, Resume, Spend, SwitchToLite
from core.policy import Policy
from core.values import Instant, Role, parse_instant


class NoticeButton(CallbackData, prefix="n"):
    """Where a tap under a notice leads, and about what.

    `about` is a request's number, a programme's place in the policy, or a month (yyyymm).

    Data that is made up with a number no row can have is nobody's button.
    """

    to: str
    shop: str
    about: Annotated[int, Field(ge=0, lt=1 << 63)] = 0


class _Way(NamedTuple):
    to: str
    key: str
    style: Style | None = None


_PREMIUM = _Way("premium", "button-open-premium")
_POINTS = _Way("points", "button-open-points")
_HISTORY = _Way("history", "button-open-history")
_FEES = _Way("fees", "button-fees")
_REPORT = _Way("reports", "button-open-report", NEXT_STEP)
_TOP_UP = _Way("top_up", "button-top-up", NEXT_STEP)
_SPEND = _Way("spend", "button-spend-now", NEXT_STEP)
_KEEP = _Way("resume", "button-keep-plan", NEXT_STEP)
_KEEP_PREMIUM = _Way("resume", "button-keep-premium", NEXT_STEP)
_LITE = _Way("switch", "button-switch-to-lite")
_STOP = _Way("cancel", "button-turn-renewal-off", ENDS_OR_SPENDS)
_INVITATION = _Way("invitation", "button-invitation", NEXT_STEP)
_REJOIN = _Way("rejoin", "button-rejoin", NEXT_STEP)
_APPROVE = _Way("approve", "button-approve", CONFIRMS)
_DECLINE = _Way("decline", "button-decline", ENDS_OR_SPENDS)

_WAYS: Final[Mapping[str, Sequence[_Way]]] = {
    "invitation_received": (_INVITATION,),
    "invitation_withdrawn": (_PREMIUM,),
    "approval_requested": (_APPROVE, _DECLINE),
    "approval_answered": (_PREMIUM,),
    "connected": (_PREMIUM,),
    "upgraded": (_PREMIUM,),
    "cancelled": (_KEEP, _LITE),
    "resumed": (_PREMIUM,),
    "switch_planned": (_KEEP_PREMIUM, _PREMIUM),
    "switched": (_TOP_UP, _PREMIUM),
    "benefits_on": (_PREMIUM,),
    "trial_ending": (_PREMIUM, _LITE, _STOP),
    "renewal_low_balance": (_TOP_UP, _LITE, _PREMIUM),
    "renewal_failed": (_TOP_UP, _LITE, _PREMIUM),
    "grace_reminder": (_TOP_UP, _LITE, _PREMIUM),
    "renewed": (_FEES, _PREMIUM),
    "subscription_ended": (_PREMIUM,),
    "badge_hidden": (_PREMIUM,),
    "badge_shown": (_PREMIUM,),
    "points_expiring": (_SPEND, _POINTS),
    "points_credited": (_POINTS, _HISTORY),
    "points_adjusted": (_HISTORY, _POINTS),
    "points_expired": (_POINTS, _HISTORY),
    "limit_reached": (_POINTS,),
    "charge_coming": (_PREMIUM, _STOP),
    "access_ending": (_KEEP, _LITE),
    "price_changed": (_PREMIUM, _LITE, _STOP),
    "maintenance": (),
    "maintenance_over": (_POINTS,),
    "returns_high": (_HISTORY,),
    "monthly_report": (_REPORT,),
    "programme_left": (_REJOIN, _POINTS),
}

_NEEDS: Final[Mapping[str, type[Event]]] = {
    "approve": Connect,
    "decline": Connect,
    "resume": Resume,
    "switch": SwitchToLite,
    "cancel": Cancel,
    "spend": Spend,
    "points": Spend,
    "top_up": Spend,
    "history": Spend,
    "fees": Spend,
    "reports": Spend,
    "rejoin": OptIn,
}
"""Where a way leads → a command that only those may give who may see it: money and points are not for everybody."""


def notice_buttons(
    texts: Texts,
    locale: str,
    policy: Policy,
    kind: str,
    data: Mapping[str, Any],
    *,
    seller: str,
    role: Role,
    approval: int | None,
    at: Instant | None = None,
) -> InlineKeyboardMarkup | None:
    """The keyboard for this reader, None if nothing is to be done. Raises KeyError for an unknown kind.

    `at` is the notice's own instant, as `notice_text` takes it.
    """
    rows = [
        [
            InlineKeyboardButton(
                text=texts.get(locale, way.key),
                callback_data=NoticeButton(
                    to=way.to, shop=shop_tag(seller), about=_about(policy, data, approval)
                ).pack(),
                style=way.style,
            )
        ]
        for way in _ways(kind, data, at)
        if _is_open(way, kind, data, role)
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _ways(kind: str, data: Mapping[str, Any], at: Instant | None) -> Sequence[_Way]:
    if kind == "cancelled" and at is not None and parse_instant(data["ends_at"]) <= at:
        return (_PREMIUM,)  # in grace it has ended at once (RULES 4.9): nothing is left to keep or to switch
    return _WAYS[kind]


def _is_open(way: _Way, kind: str, data: Mapping[str, Any], role: Role) -> bool:
    needs = _NEEDS.get(way.to)
    if needs is not None and not allowed(needs, role):
        return False
    if way is _LITE:
        return data.get("plan") == "premium"
    if way is _KEEP and kind == "access_ending":
        return data.get("reason") == "cancelled"
    if way is _TOP_UP and kind == "switched":
        return not data.get("paid")
    return True


def _about(policy: Policy, data: Mapping[str, Any], approval: int | None) -> int:
    programme = data.get("programme")
    if programme in policy.points:
        return list(policy.points).index(programme)
    if "month" in data:
        return int(data["month"].replace("-", ""))
    return approval or 0
