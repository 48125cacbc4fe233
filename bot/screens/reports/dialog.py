"""The windows of Reports."""

from aiogram_dialog import Dialog

from bot.frame.states import Reports
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.reports import getters, handlers, pictures


def dialog() -> Dialog:
    """The month's summary, its three pictures, the years, and all figures."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("month", handlers.turn, columns=2), Choices("go", handlers.go, columns=2),
            navigation(None), ANYTHING_ELSE,
            state=Reports.main, getter=getters.summary,
        ),
        Screen(
            REMARK, SHOWN, Choices("month", handlers.turn, columns=2), navigation(Reports.main), ANYTHING_ELSE,
            state=Reports.coverage, getter=pictures.coverage,
        ),
        Screen(
            REMARK, SHOWN, Choices("month", handlers.turn, columns=2), navigation(Reports.main), ANYTHING_ELSE,
            state=Reports.points, getter=pictures.points,
        ),
        Screen(
            REMARK, SHOWN, Choices("month", handlers.turn, columns=2), navigation(Reports.main), ANYTHING_ELSE,
            state=Reports.campaigns, getter=pictures.campaigns,
        ),
        Screen(
            REMARK, SHOWN, Choices("span", handlers.choose_span, columns=3), navigation(Reports.main), ANYTHING_ELSE,
            state=Reports.years, getter=pictures.years,
        ),
        Screen(
            REMARK, SHOWN, Choices("month", handlers.turn, columns=2), navigation(Reports.main), ANYTHING_ELSE,
            state=Reports.figures, getter=getters.figures,
        ),
        on_start=start_with_data,
    )  # fmt: skip
