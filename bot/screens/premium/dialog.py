"""The windows of Premium."""

from aiogram_dialog import Dialog

from bot.screens.frame import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.premium import getters, handlers
from bot.screens.states import Premium


def dialog() -> Dialog:
    """The overview, the comparison, the confirmation and its result."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("change", handlers.ask_change), Choices("go", handlers.go),
            navigation(None), ANYTHING_ELSE,
            state=Premium.main, getter=getters.overview,
        ),
        Screen(
            REMARK, SHOWN, Choices("change", handlers.ask_change), navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.compare, getter=getters.compare,
        ),
        Screen(
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("other", handlers.go),
            navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.confirm, getter=getters.confirmation,
        ),
        Screen(
            # The confirming button is gone here, but a second tap on it still arrives and is told that it is done.
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("go", handlers.go),
            navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.done, getter=getters.result,
        ),
        on_start=start_with_data,
    )  # fmt: skip
