"""The buttons of Home, in their order: where each leads and who sees it."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from aiogram.fsm.state import State

from bot.frame.states import Help, History, Home, Operator, Paying, Points, Premium, Reports, Settings, Source, Team
from bot.frame.visitor import Visitor
from core.events import Connect


def _everybody(visitor: Visitor) -> bool:
    return True


def _who_sees_money(visitor: Visitor) -> bool:
    return visitor.sees_money


class Place(NamedTuple):
    """A button: the window it leads to, the key of its words, and whether this person sees it."""

    window: State
    label: str
    is_for: Callable[[Visitor], bool] = _everybody


MENU: Final[Mapping[str, Place]] = {
    "points": Place(Points.main, "button-points", _who_sees_money),
    "premium": Place(Premium.main, "button-premium"),
    "history": Place(History.main, "button-history", _who_sees_money),
    "reports": Place(Reports.main, "button-reports", _who_sees_money),
    "paying": Place(Paying.main, "button-paying", lambda visitor: visitor.sees_money and not visitor.reported),
    "source": Place(Source.main, "button-source", lambda visitor: visitor.sees_money and visitor.reported),
    "team": Place(Team.main, "button-team", lambda visitor: visitor.may(Connect)),
    "settings": Place(Settings.main, "button-settings"),
    "help": Place(Help.main, "button-help"),
    "shops": Place(Home.shops, "button-choose-shop", lambda visitor: len(visitor.shops) > 1),
    "operator": Place(Operator.main, "button-operator", lambda visitor: visitor.operator is not None),
}
