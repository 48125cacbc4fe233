"""What the books say of a seller: explain and statement."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.root import (
    ArchiveOption,
    DatabaseOption,
    Language,
    PolicyOption,
    SellerArgument,
    app,
    books_with,
    fail,
    known,
    month_of,
    open_database,
    policy_of,
    telling_files,
    whole_lines,
)
from bot.settings import read_settings

if TYPE_CHECKING:
    from storage.books.books import Books
    from storage.books.explain import Explanation


@app.command()
def explain(
    seller: SellerArgument,
    movement: Annotated[
        int | None, typer.Argument(metavar="MOVEMENT", help="The number of the entry in the seller's history.")
    ] = None,
    refusal: Annotated[
        str | None, typer.Option(metavar="SOURCE:ID", help="A line that was refused or ignored, such as file:e17.")
    ] = None,
    notice: Annotated[str | None, typer.Option(metavar="KEY", help="The key of a notice.")] = None,
    archive: ArchiveOption = None,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Explain one entry of a seller's history, a refused line or a notice: the rule, its inputs and the arithmetic."""
    from storage.books.books import Books
    from storage.books.explain import explain_entry, explain_notice, explain_refusal

    if [movement, refusal, notice].count(None) != 2:
        fail("Name one thing to explain: a MOVEMENT, --refusal SOURCE:ID or --notice KEY.", status=2)
    settings = read_settings()
    with open_database(database, settings) as opened:
        books = Books(opened, policy_of(settings, policy))
        with books_with(books, archive if known(opened, seller) else None, seller, taken=refusal is not None) as whole:
            if movement is not None:
                found = explain_entry(whole, seller, movement)
            elif refusal is not None:
                source, _, id_ = refusal.partition(":")
                found = explain_refusal(whole, seller, source, id_)
            else:
                key = notice or ""
                found = explain_notice(whole, seller, key) or _from_archive(books, whole, archive, seller, key)
    if found is None or found["seller"] != seller:
        what = f"entry {movement} in the history" if movement is not None else f"{refusal or notice}"
        fail(f"Seller {seller} has no {what}.")
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _from_archive(books: "Books", whole: "Books", folder: Path | None, seller: str, key: str) -> "Explanation | None":
    """A notice that went to files: out of them and explained by the `whole` books, or where it is."""
    from storage.books.explain import explain_told
    from storage.post.archive import place_of, recall

    with books.read() as transaction:
        place = place_of(transaction, seller, key)
    if place is None:
        return None
    if folder is None:
        fail(f"{key} is in the archive, in notice-{place.name}.csv.gz: add --archive FOLDER.")
    with telling_files():
        told = recall(folder, place, seller, key)
    return explain_told(whole, seller, key, told.at, told.kind, told.data)


@app.command()
def statement(
    seller: SellerArgument,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="A month of the programme's calendar; else the present one.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write the month's entries as CSV.")] = None,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE.xlsx", help="Write the statement and the entries as a workbook.")
    ] = None,
    language: Annotated[Language, typer.Option(help="The language of the statement and the files.")] = Language.EN,
    archive: ArchiveOption = None,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """State a month of one seller: every balance from opening to closing, and the act of subscription fees.

    Of a reported shop: what the marketplace told of the month, as JSON. With --archive also of months whose movements
    are in files.
    """
    from bot.clock import clock_of
    from bot.paper.statement import about_month, export_month, print_statement
    from bot.texts import Texts
    from core.values import BooksKind
    from storage.books.books import Books
    from storage.books.reported import books_of, month_state, reported_month

    wanted = None if month is None else month_of(month)
    settings = read_settings()
    with open_database(database, settings) as opened:
        if not known(opened, seller):
            fail(f"There is no seller {seller}.")
        texts, ours = Texts(), Books(opened, policy_of(settings, policy))
        number = wanted or ours.policy.calendar.month(clock_of(opened).now())
        if books_of(ours, seller) is BooksKind.REPORTED:
            archive = None  # nothing of it goes there
            told = month_state(reported_month(ours, seller, number), ours.policy.programmes)
            print(json.dumps(told, ensure_ascii=False, indent=2))
        with books_with(ours, archive, seller) as books:
            if books_of(books, seller) is BooksKind.KEPT:
                print_statement(whole_lines(), about_month(books, seller, number, texts, language))
            for file in (csv, xlsx):
                if file is not None:
                    with telling_files():
                        count = export_month(books, seller, number, file, texts, language)
                    print(f"{file}: {count} entries.")
