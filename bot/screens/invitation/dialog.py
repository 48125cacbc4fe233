"""The windows of the invitation."""

from aiogram_dialog import Dialog

from bot.frame.states import Invitation
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.invitation import getters, handlers


def dialog() -> Dialog:
    """The invitation, and a colleague's request."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(None), ANYTHING_ELSE,
            state=Invitation.main, getter=getters.invitation,
        ),
        Screen(
            REMARK, SHOWN, Choices("answer", handlers.answer), navigation(Invitation.main), ANYTHING_ELSE,
            state=Invitation.approval, getter=getters.request,
        ),
        on_start=start_with_data,
    )  # fmt: skip
