"""The windows of Premium."""

from aiogram_dialog import Dialog

from bot.frame.states import Premium
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.premium import benefit_list, fees, getters, handlers, seats, worth


def dialog() -> Dialog:
    """The overview, the comparison, benefits and seats, fees and worth, the confirmation and its result."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("read", handlers.go, columns=2), Choices("change", handlers.ask_change),
            Choices("ask", handlers.go), Choices("go", handlers.go, columns=2), navigation(None), ANYTHING_ELSE,
            state=Premium.main, getter=getters.overview,
        ),
        Screen(
            REMARK, SHOWN, Choices("change", handlers.ask_change), Choices("go", handlers.go),
            navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.compare, getter=getters.compare,
        ),
        Screen(
            REMARK, SHOWN, Choices("change", handlers.ask_change), Choices("go", handlers.go, columns=2),
            navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.benefits, getter=benefit_list.benefit_list,
        ),
        Screen(
            REMARK, SHOWN, Choices("seat", seats.give_or_free), Choices("page", seats.turn, columns=2),
            Choices("ask", handlers.go), navigation(Premium.benefits), ANYTHING_ELSE,
            state=Premium.seats, getter=seats.seats,
        ),
        Screen(
            REMARK, SHOWN, Choices("year", fees.turn, columns=2), navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.fees, getter=fees.fees,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go, columns=2), navigation(Premium.main), ANYTHING_ELSE,
            state=Premium.worth, getter=worth.worth_of_it,
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
