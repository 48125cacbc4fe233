"""The windows of Points."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.states import Points
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.points import earning, expiry, getters, handlers


def dialog() -> Dialog:
    """Balances, expiry, earning, and spending: what to pay, another amount, confirmation, result."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), Choices("more", handlers.go, columns=2), navigation(None),
            ANYTHING_ELSE,
            state=Points.main, getter=getters.overview,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(Points.main), ANYTHING_ELSE,
            state=Points.expiry, getter=expiry.calendar,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(Points.main), ANYTHING_ELSE,
            state=Points.earn, getter=earning.earn,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(Points.earn), ANYTHING_ELSE,
            state=Points.campaigns, getter=earning.campaigns,
        ),
        Screen(
            REMARK, SHOWN, Choices("turn", handlers.turn, columns=2), navigation(Points.earn), ANYTHING_ELSE,
            state=Points.unearned, getter=earning.without_points,
        ),
        Screen(
            REMARK, SHOWN, Choices("service", handlers.choose_service), Choices("go", handlers.go),
            navigation(Points.main), ANYTHING_ELSE,
            state=Points.service, getter=getters.services_to_pay,
        ),
        Screen(
            REMARK, SHOWN, Choices("amount", handlers.choose_amount), navigation(Points.service),
            MessageInput(handlers.type_amount),
            state=Points.amount, getter=getters.amounts,
        ),
        Screen(
            # Another amount may be written here at once.
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("go", handlers.go),
            navigation(Points.service), MessageInput(handlers.type_amount),
            state=Points.confirm, getter=getters.confirmation,
        ),
        Screen(
            # The confirming button is gone here, but a second tap on it still arrives and is told that it is done.
            REMARK, SHOWN, Choices("confirm", handlers.confirm), Choices("go", handlers.go),
            navigation(Points.main), ANYTHING_ELSE,
            state=Points.done, getter=getters.result,
        ),
        on_start=start_with_data,
    )  # fmt: skip
