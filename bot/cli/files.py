"""Files of facts: replay and import; reports: import and reconcile."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.checks import require_whole
from bot.cli.root import (
    DatabaseOption,
    FileArgument,
    Language,
    PolicyOption,
    address,
    app,
    fail,
    instant_of,
    open_database,
    policy_of,
    say_archived,
    seller_id_if_any,
    tell_idle_prices,
    telling_files,
)
from bot.settings import read_settings
from core.values import BooksKind, format_instant

if TYPE_CHECKING:
    from bot.feed.lines import Tally
    from bot.ozon.entries import Reading
    from bot.texts import Texts


@app.command()
def replay(
    file: FileArgument,
    policy: PolicyOption = None,
    until: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Do due work up to here; else the last line.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Keep the result there; else a throw-away database.", callback=address),
    ] = None,
    state: Annotated[Path | None, typer.Option(metavar="STATE.json", help="Write every seller's state.")] = None,
    outcomes: Annotated[Path | None, typer.Option(metavar="OUT.jsonl", help="Write an outcome a line.")] = None,
    notices: Annotated[Path | None, typer.Option(metavar="NOTICES.jsonl", help="Write every notice.")] = None,
    strict: Annotated[bool, typer.Option(help="Exit with 2 if a line was malformed.")] = False,
) -> None:
    """Run a scenario file on a virtual clock and report what it came to."""
    from bot.feed.replay import Outputs, Replayed
    from bot.feed.replay import replay as run_replay

    end = instant_of(until)
    values = policy_of(read_settings(), policy)
    with telling_files():
        result: Replayed = run_replay(
            file, values, until=end, url=database, outputs=Outputs(state=state, outcomes=outcomes, notices=notices)
        )
    _print_tally(result.tally)
    now = "–" if result.now is None else format_instant(result.now)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(result.notices.items())) or "none"
    print(f"Clock: {now}. Sellers: {result.sellers}. Notices: {sum(result.notices.values())} ({told}).")
    say_archived(result.archived, "they are not among these.")
    if result.swept is not None:
        require_whole(result.swept)
    if strict and result.tally.malformed:
        raise SystemExit(2)


class Format(StrEnum):
    """What a file of `import` holds."""

    FEED = "feed"
    OZON = "ozon"


@app.command("import")
def import_file(
    file: FileArgument,
    form: Annotated[
        Format,
        typer.Option("--format", help="feed: JSON Lines. ozon: that marketplace's report."),
    ] = Format.FEED,
    seller: Annotated[
        str | None,
        typer.Option(metavar="SELLER", help="Whose report it is, a reported shop.", callback=seller_id_if_any),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Keep what the report says; else it is only shown.")] = False,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    rejects: Annotated[
        Path | None, typer.Option(metavar="REJECTS.jsonl", help="Where bad lines go; else FILE.rejects.jsonl.")
    ] = None,
) -> None:
    """Take a feed file into the database. Ids make it repeatable: stopped half-way, just run it again."""
    from bot.clock import clock_of
    from bot.feed.intake import default_rejects, import_lines
    from storage.ledger.ledger import Ledger

    if form is Format.OZON:
        _import_report(file, seller, database, policy, yes=yes)
        return
    if seller is not None or yes:
        fail("--seller and --yes are for reports: add --format ozon.", status=2)
    settings = read_settings()
    target = rejects or default_rejects(file)
    with open_database(database, settings, to_write=True) as opened, telling_files():
        ledger, clock = Ledger(opened, policy_of(settings, policy)), clock_of(opened)
        tell_idle_prices(ledger, clock.now())
        tally, rejected = import_lines(ledger, clock, file, target)
    _print_tally(tally)
    if rejected:
        print(f"Refused lines: {rejected}; see {target}.")


def _import_report(file: Path, seller: str | None, database: str | None, policy: Path | None, *, yes: bool) -> None:
    from bot.clock import clock_of
    from bot.feed.progress import progress_bar
    from bot.reported.intake import compare, keep
    from bot.reported.preview import kept_lines, preview
    from bot.texts import Texts
    from storage.books.books import Books
    from storage.books.reported import books_of
    from storage.ledger.ledger import Ledger

    if seller is None:
        fail("Name the shop whose report it is: --seller SELLER.", status=2)
    settings, texts = read_settings(), Texts()
    with open_database(database, settings, to_write=yes) as opened:
        ledger, clock = Ledger(opened, policy_of(settings, policy)), clock_of(opened)
        books = Books(opened, ledger.policy)
        match books_of(books, seller):
            case None:
                fail(f"There is no seller {seller}.")
            case BooksKind.KEPT:
                fail(f'Seller {seller} is a kept shop; reports are for one that was registered with books "reported".')
        reading = _report(file, texts, Language.EN)
        found = compare(books, seller, reading, clock.now())
        print("\n".join(preview(found, texts, Language.EN)))
        if not found.facts or found.told_otherwise:
            return
        if not yes:
            print("Nothing is kept yet; run it again with --yes.")
            return
        with progress_bar(f"import {file.name}", len(found.facts)) as progress:
            tally = keep(ledger, found, clock.now(), progress)
        print("\n".join(kept_lines(tally, texts, Language.EN)))


def _report(file: Path, texts: "Texts", language: Language) -> "Reading":
    """What a marketplace's report says; one that cannot be read ends the program with the reason."""
    from bot.ozon.files import read_report
    from bot.ozon.trouble import NotRead

    with telling_files(), file.open("rb") as content:
        try:
            return read_report(content)
        except NotRead as trouble:
            fail(trouble.text(texts, language))


@app.command()
def reconcile(
    file: FileArgument,
    seller: Annotated[
        str, typer.Option(metavar="SELLER", help="Whose report it is, a kept shop.", callback=seller_id_if_any)
    ],
    json_wanted: Annotated[bool, typer.Option("--json", help="Print a JSON document, for programs.")] = False,
    language: Annotated[Language, typer.Option(help="The language of the sentences.")] = Language.EN,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Compare a marketplace's report with what was decided here, and list every difference. Nothing is written.

    Orders meet by id: an order line called UNIT:SKU, or UNIT if it has one product; else by day and amount, marked as
    likely. Exit status 1 if anything differs.
    """
    from bot.clock import clock_of
    from bot.reported.differences import Words
    from bot.reported.reconcile import Why, as_json
    from bot.reported.reconcile import reconcile as compared
    from bot.texts import Texts
    from storage.books.books import Books
    from storage.books.reported import books_of

    settings, texts = read_settings(), Texts()
    with open_database(database, settings) as opened:
        books = Books(opened, policy_of(settings, policy))
        match books_of(books, seller):
            case None:
                fail(f"There is no seller {seller}.")
            case BooksKind.REPORTED:
                fail(f"Seller {seller} is a reported shop: import takes its reports, there is nothing to compare with.")
        reading = _report(file, texts, language)
        found = compared(books, seller, reading, clock_of(opened).now())
    if json_wanted:
        print(json.dumps(as_json(found, seller), ensure_ascii=False, indent=2))
    else:
        words = Words(texts, language, books.policy)
        print("\n".join([*words.summary(found), *words.lines(found)]))
    if any(each.why != Why.HELD for each in found.differences):
        raise SystemExit(1)


def _print_tally(tally: "Tally") -> None:
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.outcomes.items()))
    print(f"Lines: {tally.lines}." + (f" {counts}." if counts else ""))
    for (kind, reason), count in sorted(tally.reasons.items()):
        print(f"  {kind}: {reason} {count}")
