"""The windows of the calculator."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.states import Calculator, Points
from bot.frame.widgets import REMARK, SHOWN, Choices, Screen, navigation
from bot.screens.calculator import getters, handlers


def dialog() -> Dialog:
    """The form, one field of it, and the result."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("likely", handlers.go), Choices("field", handlers.go, columns=2),
            navigation(Points.main), MessageInput(handlers.type_anything),
            state=Calculator.main, getter=getters.form_window,
        ),
        Screen(
            REMARK, SHOWN, Choices("value", handlers.choose), navigation(Calculator.main),
            MessageInput(handlers.type_value),
            state=Calculator.field, getter=getters.field,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go, columns=2), navigation(Calculator.main),
            MessageInput(handlers.type_anything),
            state=Calculator.result, getter=getters.result_window,
        ),
        on_start=handlers.begin,
    )  # fmt: skip
