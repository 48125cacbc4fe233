"""The windows of leaving."""

from aiogram_dialog import Dialog

from bot.frame.states import Leaving, Points
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.leaving import getters, handlers


def dialog() -> Dialog:
    """The programmes, the pre-check with the question, and the result."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("programme", handlers.choose_programme), navigation(Points.main), ANYTHING_ELSE,
            state=Leaving.main, getter=getters.overview,
        ),
        Screen(
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("go", handlers.go),
            navigation(Leaving.main), ANYTHING_ELSE,
            state=Leaving.confirm, getter=getters.confirmation,
        ),
        Screen(
            # The confirming button is gone here, but a second tap on it still arrives and is told that it is done.
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("go", handlers.go),
            navigation(Leaving.main), ANYTHING_ELSE,
            state=Leaving.done, getter=getters.done,
        ),
        on_start=start_with_data,
    )  # fmt: skip
