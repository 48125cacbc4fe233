"""The windows of History."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.widgets.kbd.button import OnClick

from bot.frame.exporting import Exporter
from bot.frame.states import History
from bot.frame.widgets import (
    ANYTHING_ELSE,
    REMARK,
    SHOWN,
    Choices,
    Label,
    Screen,
    go_home,
    navigation,
    start_with_data,
)
from bot.screens.history import charges, getters, handlers, statement
from bot.screens.history.day_picker import DayPicker


def dialog() -> Dialog:
    """The list and one line of it; what to filter by; charges; the statement of a month; files."""
    send = handlers.sending(Exporter())
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("line", handlers.open_line, columns=5), Choices("turn", handlers.turn, columns=2),
            Choices("go", handlers.go, columns=2), navigation(None), ANYTHING_ELSE,
            state=History.main, getter=getters.main,
        ),
        Screen(
            REMARK, SHOWN, Choices("line", handlers.open_line), Choices("go", handlers.from_line),
            _leaving(handlers.leave_line), ANYTHING_ELSE,
            state=History.line, getter=getters.line_window,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.from_line), navigation(History.line), ANYTHING_ELSE,
            state=History.dispute, getter=getters.dispute,
        ),
        Screen(
            REMARK, SHOWN, Choices("span", handlers.choose_span, columns=2),
            Choices("by", handlers.choose_field, columns=2), Choices("go", handlers.go),
            navigation(History.main), ANYTHING_ELSE,
            state=History.filters, getter=getters.filters_window,
        ),
        Screen(
            REMARK, SHOWN, Choices("value", handlers.choose_value, columns=2),
            Choices("turn", handlers.turn_values, columns=2), navigation(History.filters), ANYTHING_ELSE,
            state=History.choose, getter=getters.choose,
        ),
        Screen(
            REMARK, SHOWN, Choices("value", handlers.any_order), navigation(History.filters),
            MessageInput(handlers.type_order),
            state=History.order, getter=getters.order,
        ),
        Screen(
            REMARK, SHOWN, DayPicker("since_day", handlers.pick_since), Choices("open", handlers.open_since),
            navigation(History.filters), ANYTHING_ELSE,
            state=History.since, getter=getters.dates("since"),
        ),
        Screen(
            REMARK, SHOWN, DayPicker("until_day", handlers.pick_until), Choices("open", handlers.open_until),
            navigation(History.since), ANYTHING_ELSE,
            state=History.until, getter=getters.dates("until"),
        ),
        Screen(
            REMARK, SHOWN, Choices("line", handlers.open_line, columns=5),
            Choices("turn", handlers.turn_charges, columns=2), Choices("service", handlers.choose_service, columns=2),
            navigation(History.main), ANYTHING_ELSE,
            state=History.charges, getter=charges.charges_window,
        ),
        Screen(
            REMARK, SHOWN, Choices("turn", handlers.turn_month, columns=2), Choices("go", handlers.from_statement),
            navigation(History.main), ANYTHING_ELSE,
            state=History.statement, getter=statement.statement_window,
        ),
        Screen(
            REMARK, SHOWN, Choices("form", send, columns=2), _leaving(handlers.leave_export), ANYTHING_ELSE,
            state=History.export, getter=getters.export,
        ),
        on_start=start_with_data,
    )  # fmt: skip


def _leaving(go_back: OnClick) -> Row:
    """Back to where one came from, and Home."""
    return Row(
        Button(Label("button-back"), id="back", on_click=go_back),
        Button(Label("button-home"), id="home", on_click=go_home),
    )
