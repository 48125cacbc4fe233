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
from core.notices.kinds import NoticeKind
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

_WAYS: Final[Mapping[NoticeKind, Sequence[_Way]]] = {
    NoticeKind.INVITATION_RECEIVED: (_INVITATION,),
    NoticeKind.INVITATION_WITHDRAWN: (_PREMIUM,),
    NoticeKind.APPROVAL_REQUESTED: (_APPROVE, _DECLINE),
    NoticeKind.APPROVAL_ANSWERED: (_PREMIUM,),
    NoticeKind.CONNECTED: (_PREMIUM,),
    NoticeKind.UPGRADED: (_PREMIUM,),
    NoticeKind.CANCELLED: (_KEEP, _LITE),
    NoticeKind.RESUMED: (_PREMIUM,),
    NoticeKind.SWITCH_PLANNED: (_KEEP_PREMIUM, _PREMIUM),
    NoticeKind.SWITCHED: (_TOP_UP, _PREMIUM),
    NoticeKind.BENEFITS_ON: (_PREMIUM,),
    NoticeKind.TRIAL_ENDING: (_PREMIUM, _LITE, _STOP),
    NoticeKind.RENEWAL_LOW_BALANCE: (_TOP_UP, _LITE, _PREMIUM),
    NoticeKind.RENEWAL_FAILED: (_TOP_UP, _LITE, _PREMIUM),
    NoticeKind.GRACE_REMINDER: (_TOP_UP, _LITE, _PREMIUM),
    NoticeKind.RENEWED: (_FEES, _PREMIUM),
    NoticeKind.SUBSCRIPTION_ENDED: (_PREMIUM,),
    NoticeKind.BADGE_HIDDEN: (_PREMIUM,),
    NoticeKind.BADGE_SHOWN: (_PREMIUM,),
    NoticeKind.POINTS_EXPIRING: (_SPEND, _POINTS),
    NoticeKind.POINTS_CREDITED: (_POINTS, _HISTORY),
    NoticeKind.POINTS_ADJUSTED: (_HISTORY, _POINTS),
    NoticeKind.POINTS_EXPIRED: (_POINTS, _HISTORY),
    NoticeKind.LIMIT_REACHED: (_POINTS,),
    NoticeKind.CHARGE_COMING: (_PREMIUM, _STOP),
    NoticeKind.ACCESS_ENDING: (_KEEP, _LITE),
    NoticeKind.PRICE_CHANGED: (_PREMIUM, _LITE, _STOP),
    NoticeKind.MAINTENANCE: (),
    NoticeKind.MAINTENANCE_OVER: (_POINTS,),
    NoticeKind.RETURNS_HIGH: (_HISTORY,),
    NoticeKind.MONTHLY_REPORT: (_REPORT,),
    NoticeKind.PROGRAMME_LEFT: (_REJOIN, _POINTS),
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
    if kind == NoticeKind.CANCELLED and at is not None and parse_instant(data["ends_at"]) <= at:
        return (_PREMIUM,)  # in grace it has ended at once (RULES 4.9): nothing is left to keep or to switch
    return _WAYS[NoticeKind(kind)]


def _is_open(way: _Way, kind: str, data: Mapping[str, Any], role: Role) -> bool:
    needs = _NEEDS.get(way.to)
    if needs is not None and not allowed(needs, role):
        return False
    if way is _LITE:
        return data.get("plan") == "premium"
    if way is _KEEP:
        return data.get("reason") != "ineligible"  # nobody can keep what the shop does not qualify for (RULES 5.4)
    if way is _TOP_UP and kind == NoticeKind.SWITCHED:
        return not data.get("paid")
    return True


def _about(policy: Policy, data: Mapping[str, Any], approval: int | None) -> int:
    programme = data.get("programme")
    if programme in policy.programmes:
        return list(policy.programmes).index(programme)
    if "month" in data:
        return int(data["month"].replace("-", ""))
    return approval or 0
