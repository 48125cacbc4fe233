"""The windows of Help."""

from aiogram_dialog import Dialog

from bot.frame.states import Help
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.help import getters, handlers


def dialog() -> Dialog:
    """Topics, and one of them."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("topic", handlers.choose), Choices("more", handlers.choose, columns=2),
            navigation(None), ANYTHING_ELSE,
            state=Help.main, getter=getters.topics,
        ),
        Screen(
            REMARK, SHOWN, navigation(Help.main), ANYTHING_ELSE,
            state=Help.topic, getter=getters.topic,
        ),
        on_start=start_with_data,
    )  # fmt: skip
