"""Files and tables of a seller's history: what a person takes away (RULES 11, 15.19).

Problem: the chat and the command line give out the same files and must not differ. Decision: here the reading of the
history meets the writing of the files; both sides only name a path. Limit: a file is written in place, so who must not
show half of one writes beside and renames.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.paper.sheets import NOBODY, About, statement_rows, write_csv, write_xlsx
from bot.paper.told_sheets import write_told
from bot.texts import Texts
from core.values import BooksKind, Instant, format_amount
from storage.books.books import Books
from storage.books.history import ALL, HistoryFilter, choices, stream
from storage.books.reported import books_of
from storage.books.reports import month_bounds, statement


def export(
    books: Books,
    seller: str,
    path: Path,
    texts: Texts,
    locale: str,
    now: Instant,
    wanted: HistoryFilter = ALL,
    members: Mapping[str, str] = NOBODY,
) -> int:
    """Write what is wanted of the history, oldest first, to a .csv or .xlsx file; returns how many lines.

    `members`: who an actor of this shop is, by name.
    """
    first = wanted.since if wanted.since is not None else choices(books, seller).first_at
    until = wanted.until if wanted.until is not None else now
    since = until if first is None else min(first, until)
    return _write(
        path, About(seller, books.policy, texts, locale, since, until, campaigns=books.campaigns), books, wanted
    )


def export_month(
    books: Books,
    seller: str,
    month: int,
    path: Path,
    texts: Texts,
    locale: str,
    members: Mapping[str, str] = NOBODY,
) -> int:
    """Write a month (yyyymm), oldest first, to a .csv or .xlsx file; the workbook begins with the statement.

    Of a reported shop it is what the marketplace told of the month.
    """
    if books_of(books, seller) is BooksKind.REPORTED:
        return write_told(path, about_told(books, seller, month, texts, locale), books, month)
    about = replace(about_month(books, seller, month, texts, locale), members=members)
    return _write(path, about, books, HistoryFilter(since=about.since, until=about.until))


def about_month(books: Books, seller: str, month: int, texts: Texts, locale: str) -> About:
    """A month's statement, ready to be shown in a language."""
    since, until = month_bounds(books.policy.calendar, month)
    found = statement(books, seller, month)
    return About(seller, books.policy, texts, locale, since, until, found, books.campaigns)


def about_told(books: Books, seller: str, month: int, texts: Texts, locale: str) -> About:
    """A month of a reported shop, ready to be shown in a language."""
    return About(seller, books.policy, texts, locale, *month_bounds(books.policy.calendar, month))


def _write(path: Path, about: About, books: Books, wanted: HistoryFilter) -> int:
    lines = stream(books, about.seller, wanted)
    return write_xlsx(path, about, lines) if path.suffix.lower() == ".xlsx" else write_csv(path, about, lines)


def print_statement(console: Console, about: About) -> None:
    """Put a month's statement out as a table of labels and amounts."""
    assert about.statement is not None
    table = Table("", "", box=None, show_header=False, pad_edge=False)
    table.columns[1].justify = "right"
    for label, amount, strong in statement_rows(about, about.statement):
        # Text, not markup: a name may hold square brackets.
        shown = "" if amount is None else format_amount(amount)
        table.add_row(Text(label, style="bold" if strong else ""), Text(shown))
    console.print(table)
