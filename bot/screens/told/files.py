"""A month's statement of what was told, and its file sent into the chat."""

from functools import partial
from pathlib import Path

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.exporting import Exporter, Form, Written
from bot.frame.ports import Ports
from bot.frame.states import Told
from bot.frame.told import Seen
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, OnChoice, ports_of, remark, toast, visitor_of
from bot.paper.document import Document, Heading, Lines, Table
from bot.paper.statement import about_told, export_month
from bot.paper.told import first_day
from bot.paper.told_sheets import told_rows
from bot.screens.told.window import neighbours, shown_month, window

_TITLE_ROWS = 2
"""The statement's own title and units, which the window says in its heading."""


def _statement(seen: Seen, data: Data) -> Data:
    month = shown_month(seen, data)
    books, seller, reader = seen.ports.books, seen.account.seller, seen.visitor.reader
    about = about_told(books, seller, month, seen.ports.texts, seen.visitor.locale)
    rows = list(told_rows(about, books, month))[_TITLE_ROWS:]
    blocks: list[Heading | Table | Lines] = [Heading(reader.month(first_day(month)))]
    blocks.append(Lines.of(seen.say("told-statement-how")))
    for label, amount, strong in rows:
        if strong and amount is None:
            blocks.append(Heading(label, 4))
        elif amount is not None:
            row = (label, reader.typed(amount))
            if isinstance(blocks[-1], Table):
                blocks[-1] = Table(blocks[-1].titles, (*blocks[-1].rows, row), "lr", titled=False)
            else:
                blocks.append(Table(("", reader.sign), (row,), "lr", titled=False))
        elif label:
            blocks.append(Lines.of(label))
    forms = [Choice(f"{form}", seen.say(f"button-history-{form}")) for form in ("csv", "xlsx")]
    return {"document": Document(*blocks), "month": neighbours(seen, month), "form": forms}


statement = window(_statement)


def sending(exporter: Exporter) -> OnChoice:
    """The handler that makes the month's file in the form chosen and sends it; the statement stays above it."""

    async def send(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
        visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
        month = data.get("month")
        if (
            choice not in ("csv", "xlsx")
            or not visitor.reported
            or not visitor.sees_money
            or not isinstance(month, int)
        ):
            return
        form: Form = "csv" if choice == "csv" else "xlsx"
        await toast(manager, callback, visitor.say("toast-export-begun"))
        write = partial(_write, visitor, ports, month)
        came = await exporter.send(manager.middleware_data["bot"], callback.from_user.id, visitor, form, write)
        if came != "sent":
            remark(manager, visitor.say(f"export-{came.replace('_', '-')}"))
            return
        # The window changes where it is, above the file: a second tap on the button that is gone makes no second one.
        await manager.switch_to(Told.main)

    return send


def _write(visitor: Visitor, ports: Ports, month: int, path: Path) -> Written:
    assert visitor.membership is not None
    seller = visitor.membership.seller
    lines = export_month(ports.books, seller, month, path, ports.texts, visitor.locale)
    caption = visitor.say("told-file-caption", month=visitor.reader.month(first_day(month)), count=lines)
    return Written(lines, f"told-{month // 100}-{month % 100:02}{path.suffix}", caption)
