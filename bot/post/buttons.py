"""The buttons under a notice: the one likely next step, and what else solves it.

Problem: a notice stays in the chat for ever and its buttons stay clickable; roles and shops change.
Decision: a button says where to go, of which shop (by a short tag) and about what; everything else is read anew
on the tap. Which there are says the kind's record; here each way gets its words and its screen, once, and the reader's
role is asked.
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
from core.events import Cancel, Command, Connect, OptIn, Resume, Spend, SwitchToLite
from core.notices.joining import USUAL_CADENCE, Cadence, Told
from core.notices.kinds import DIGESTED, SUMS, NoticeKind, Way
from core.policy import Policy
from core.values import Instant, Role, parse_instant


class NoticeButton(CallbackData, prefix="n"):
    """Where a tap under a notice leads, and about what.

    `about` is a request's number, a programme's place in the policy, a month (yyyymm), or how often sums come.

    Data that is made up with a number no row can have is nobody's button.
    """

    to: str
    shop: str
    about: Annotated[int, Field(ge=0, lt=1 << 63)] = 0


HOW_OFTEN: Final = "sums"
"""Where the buttons lead that say how often sums of points come."""
_MOST_WAYS: Final = 4


class _Button(NamedTuple):
    """Where a way leads, what its button says, and a command that only those may give who may see what is there:
    money and points are not for everybody."""

    to: str
    key: str
    style: Style | None = None
    needs: type[Command] | None = None


_BUTTONS: Final[Mapping[Way, _Button]] = {
    Way.PREMIUM: _Button("premium", "button-open-premium"),
    Way.POINTS: _Button("points", "button-open-points", needs=Spend),
    Way.HISTORY: _Button("history", "button-open-history", needs=Spend),
    Way.FEES: _Button("fees", "button-fees", needs=Spend),
    Way.REPORT: _Button("reports", "button-open-report", NEXT_STEP, Spend),
    Way.TOP_UP: _Button("top_up", "button-top-up", NEXT_STEP, Spend),
    Way.SPEND: _Button("spend", "button-spend-now", NEXT_STEP, Spend),
    Way.KEEP: _Button("resume", "button-keep-plan", NEXT_STEP, Resume),
    Way.KEEP_PREMIUM: _Button("resume", "button-keep-premium", NEXT_STEP, Resume),
    Way.LITE: _Button("switch", "button-switch-to-lite", needs=SwitchToLite),
    Way.STOP: _Button("cancel", "button-turn-renewal-off", ENDS_OR_SPENDS, Cancel),
    Way.INVITATION: _Button("invitation", "button-invitation", NEXT_STEP),
    Way.REJOIN: _Button("rejoin", "button-rejoin", NEXT_STEP, OptIn),
    Way.APPROVE: _Button("approve", "button-approve", CONFIRMS, Connect),
    Way.DECLINE: _Button("decline", "button-decline", ENDS_OR_SPENDS, Connect),
}


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
    cadence: Cadence = USUAL_CADENCE,
    others: Sequence[Told] = (),
) -> InlineKeyboardMarkup | None:
    """The keyboard for this reader, None if nothing is to be done. Raises KeyError for an unknown kind.

    `at` is the notice's own instant, as `notice_text` takes it; `cadence` how often the reader gets sums,
    `others` what else the message tells.
    """
    told = others if kind in DIGESTED else [each for each in others if each.seller == seller]
    rows = [
        [
            InlineKeyboardButton(
                text=texts.get(locale, button.key),
                callback_data=NoticeButton(
                    to=button.to, shop=shop_tag(seller), about=_about(policy, data, approval)
                ).pack(),
                style=button.style,
            )
        ]
        for way, data in _ways_of_all(kind, data, at, told)
        if _is_open(way, kind, data) and _may(button := _BUTTONS[way], role)
    ]
    if kind in DIGESTED and any(role in each.audience for each in SUMS):
        rows.append(_seldom(texts, locale, seller, cadence))
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _seldom(texts: Texts, locale: str, seller: str, cadence: Cadence) -> list[InlineKeyboardButton]:
    """ "Less often" and "off" (RULES 12.1). A tap says how often it shall be, so that a second one changes nothing."""
    offered = {"button-sums-less-often": cadence.less_often, "button-sums-off": Cadence.NEVER}
    if cadence.less_often is Cadence.NEVER:
        del offered["button-sums-less-often"]
    return [
        InlineKeyboardButton(
            text=texts.get(locale, key),
            callback_data=NoticeButton(to=HOW_OFTEN, shop=shop_tag(seller), about=list(Cadence).index(wanted)).pack(),
        )
        for key, wanted in offered.items()
    ]


def _ways_of_all(
    kind: str, data: Mapping[str, Any], at: Instant | None, others: Sequence[Told]
) -> list[tuple[Way, Mapping[str, Any]]]:
    """What leads says what is to be done; what follows adds its first way, in a digest all, each way once."""
    found = dict.fromkeys(_ways(kind, data, at), data)
    for each in others:
        ways = _ways(each.kind, each.data, each.at)
        for way in ways if kind in DIGESTED else ways[:1]:
            found.setdefault(way, each.data)
    order = sorted(found.items(), key=lambda each: each[0] is not Way.REPORT)
    return order[:_MOST_WAYS]


def _ways(kind: str, data: Mapping[str, Any], at: Instant | None) -> Sequence[Way]:
    if kind == NoticeKind.CANCELLED and at is not None and parse_instant(data["ends_at"]) <= at:
        return (Way.PREMIUM,)  # in grace it has ended at once (RULES 4.9): nothing is left to keep or to switch
    return NoticeKind(kind).ways


def _may(button: _Button, role: Role) -> bool:
    return button.needs is None or allowed(button.needs, role)


def _is_open(way: Way, kind: str, data: Mapping[str, Any]) -> bool:
    if way is Way.LITE:
        return data.get("plan") == "premium"
    if way is Way.KEEP:
        return data.get("reason") != "ineligible"  # nobody can keep what the shop does not qualify for (RULES 5.4)
    if way is Way.TOP_UP and kind == NoticeKind.SWITCHED:
        return not data.get("paid")
    return True


def _about(policy: Policy, data: Mapping[str, Any], approval: int | None) -> int:
    programme = data.get("programme")
    if programme in policy.programmes:
        return list(policy.programmes).index(programme)
    if "month" in data:
        return int(data["month"].replace("-", ""))
    return approval or 0
