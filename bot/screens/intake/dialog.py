"""The windows of a report's intake."""

from aiogram_dialog import Dialog

from bot.frame.states import Intake
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.intake import differences, getters, handlers


def dialog() -> Dialog:
    """What a report says and changes with the question, the result, and how one differs from what is decided here."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("go", handlers.go), navigation(None),
            ANYTHING_ELSE,
            state=Intake.main, getter=getters.question,
        ),
        Screen(
            # A second tap on the confirming button still arrives here and is told that it is done.
            REMARK, SHOWN, Choices("confirm", handlers.confirm), navigation(None), ANYTHING_ELSE,
            state=Intake.done, getter=getters.done,
        ),
        Screen(
            REMARK, SHOWN, Choices("file", handlers.send_differences), Choices("go", handlers.go), navigation(None),
            ANYTHING_ELSE,
            state=Intake.differences, getter=differences.shown,
        ),
        on_start=start_with_data,
    )  # fmt: skip
