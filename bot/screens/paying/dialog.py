"""The windows of Paying."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.states import Paying, Points
from bot.frame.widgets import (
    ANYTHING_ELSE,
    REMARK,
    SHOWN,
    Choices,
    Screen,
    navigation,
    start_with_data,
)
from bot.screens.paying import getters, handlers


def dialog() -> Dialog:
    """All services and their mode, one service with its mode, own daily limit and reserves."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("protect", handlers.protect), Choices("service", handlers.choose_service, columns=2),
            navigation(Points.main), ANYTHING_ELSE,
            state=Paying.main, getter=getters.overview,
        ),
        Screen(
            REMARK, SHOWN, Choices("mode", handlers.choose_mode), Choices("amount", handlers.choose_limit),
            Choices("set", handlers.change), navigation(Paying.main), ANYTHING_ELSE,
            state=Paying.service, getter=getters.one_service,
        ),
        Screen(
            REMARK, SHOWN, Choices("mode", handlers.choose_mode), navigation(Paying.main), ANYTHING_ELSE,
            state=Paying.mode, getter=getters.mode,
        ),
        Screen(
            REMARK, SHOWN, Choices("amount", handlers.choose_limit), navigation(Paying.service),
            MessageInput(handlers.type_limit),
            state=Paying.limit, getter=getters.limit,
        ),
        Screen(
            REMARK, SHOWN, Choices("amount", handlers.choose_reserve), navigation(Paying.service),
            MessageInput(handlers.type_reserve),
            state=Paying.reserve, getter=getters.reserve,
        ),
        on_start=start_with_data,
    )  # fmt: skip
