"""The windows of a reported shop's source."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.states import Source
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.source import getters, handlers


def dialog() -> Dialog:
    """The key and how reading stands, giving and removing it, another shop, and a shop that begins with a report."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(None), MessageInput(handlers.take_key),
            state=Source.main, getter=getters.source,
        ),
        Screen(
            REMARK, SHOWN, navigation(Source.main), MessageInput(handlers.take_key),
            state=Source.key, getter=getters.asks_key,
        ),
        Screen(
            REMARK, SHOWN, navigation(None), MessageInput(handlers.take_key),
            state=Source.another, getter=getters.asks_another,
        ),
        Screen(
            REMARK, SHOWN, Choices("confirm", handlers.confirm_removal), navigation(Source.main), ANYTHING_ELSE,
            state=Source.remove, getter=getters.removal,
        ),
        Screen(
            # A second tap on the confirming button still arrives here and is told that it is done.
            REMARK, SHOWN, Choices("confirm", handlers.confirm_removal), navigation(Source.main), ANYTHING_ELSE,
            state=Source.removed, getter=getters.removed,
        ),
        Screen(
            REMARK, SHOWN, Choices("begin", handlers.begin), navigation(None), ANYTHING_ELSE,
            state=Source.file, getter=getters.own_report,
        ),
        on_start=start_with_data,
    )  # fmt: skip
