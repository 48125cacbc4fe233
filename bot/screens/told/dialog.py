"""The windows of what was told."""

from aiogram.fsm.state import State
from aiogram_dialog import Dialog

from bot.frame.exporting import Exporter
from bot.frame.states import Told
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Getter, Screen, navigation, start_with_data
from bot.screens.told import files, getters, handlers, premium


def dialog() -> Dialog:
    """The month with its sides, Premium with its fees, and the rating."""
    return Dialog(
        _window(Told.main, getters.main, None),
        _window(Told.days, getters.days, Told.main),
        _window(Told.points, getters.points, None),
        _window(Told.items, getters.items, Told.points),
        _window(Told.orders, getters.orders, Told.points),
        _window(Told.fees, getters.fees, Told.main),
        _window(Told.balance, getters.balance, None),
        _window(Told.tax, getters.tax, Told.main),
        _window(Told.unclear, getters.unclear, Told.main),
        _window(Told.chart, getters.chart, Told.main),
        Screen(
            REMARK, SHOWN, Choices("form", files.sending(Exporter()), columns=2),
            Choices("month", handlers.turn_month, columns=2), navigation(Told.main), ANYTHING_ELSE,
            state=Told.statement, getter=files.statement,
        ),
        _window(Told.premium, premium.premium, None),
        _window(Told.rating, premium.rating, Told.premium),
        on_start=start_with_data,
    )  # fmt: skip


def _window(state: State, getter: Getter, back: State | None) -> Screen:
    return Screen(
        REMARK, SHOWN, Choices("page", handlers.turn_page, columns=2), Choices("month", handlers.turn_month, columns=2),
        Choices("go", handlers.go, columns=2), navigation(back), ANYTHING_ELSE,
        state=state, getter=getter,
    )  # fmt: skip
