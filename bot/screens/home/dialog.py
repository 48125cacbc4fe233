"""The windows of Home."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.kbd import Button

from bot.frame.states import Home
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Label, Screen, go_home, navigation
from bot.screens.home import getters, handlers


def dialog() -> Dialog:
    """Home with money, shops and the welcome."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("likely", handlers.go), Choices("go", handlers.go, columns=2), ANYTHING_ELSE,
            Button(Label("button-refresh"), id="home", on_click=go_home),
            state=Home.main, getter=getters.glance,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(Home.main), ANYTHING_ELSE,
            state=Home.balance, getter=getters.money,
        ),
        Screen(
            REMARK, SHOWN, Choices("shop", handlers.choose_shop), Choices("go", handlers.go), navigation(Home.main),
            ANYTHING_ELSE,
            state=Home.shops, getter=getters.shops,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), ANYTHING_ELSE,
            state=Home.newcomer, getter=getters.welcome,
        ),
    )  # fmt: skip
