"""What every command stands on: the application with its groups, options, opening the database, failing in a sentence.

Nothing here imports the chat unless the command needs it: that import alone costs seconds.
"""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from bot import VERSION
from bot.cli.output import OutputError, let_go_of_output, tell_output
from bot.memory import collect_seldom
from bot.secrecy import hide, keep_address, say_last_words
from bot.settings import Settings, SettingsError
from core.policy import Policy, PolicyError, load_policy
from core.values import LONGEST_ID, Instant, format_amount, is_clean_text, parse_instant

if TYPE_CHECKING:
    from storage.books.books import Books
    from storage.ledger.ledger import Ledger
    from storage.post.archive import Summary
    from storage.rows.database import Database

app = typer.Typer(
    name="seller-premium",
    help="The Premium subscription and point programmes of a marketplace's sellers, in a Telegram bot.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"seller-premium {VERSION}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Say the version and end.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    pass


seller_app = typer.Typer(help="Look at sellers, and release parked ones.", no_args_is_help=True)
policy_app = typer.Typer(help="The operator's values: prices, days, point programmes.", no_args_is_help=True)
db_app = typer.Typer(help="The database's tables.", no_args_is_help=True)
operator_app = typer.Typer(help="The marketplace's staff in the chat: who may open /operator.", no_args_is_help=True)
price_app = typer.Typer(help="What the plans cost: now, later, and from when.", no_args_is_help=True)
token_app = typer.Typer(help="Tokens for the way in over HTTP.", no_args_is_help=True)
app.add_typer(token_app, name="token")
key_app = typer.Typer(help="Keys of reported shops, and the operator's own that seals them.", no_args_is_help=True)
app.add_typer(key_app, name="key")
webhook_app = typer.Typer(help="Other systems that are told of what happens.", no_args_is_help=True)
app.add_typer(webhook_app, name="webhook")
app.add_typer(seller_app, name="seller")
app.add_typer(price_app, name="price")
app.add_typer(operator_app, name="operator")
app.add_typer(policy_app, name="policy")
app.add_typer(db_app, name="db")

console = Console()

WIDEST = 4000
"""Letters in a line for a program that reads the output."""
CLI = "cli"
"""How records name whoever gives or takes a right here."""
LARGEST_PERSON = (1 << 52) - 1
"""Telegram's ids have at most 52 bits."""
LAST_YEAR = 2100
"""Instants end with it (RULES 15.14)."""
STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""


def whole_lines() -> Console:
    """The console, or for a file and a program that reads one that cuts no line."""
    return console if console.is_terminal else Console(width=WIDEST)


def seller_id(text: str) -> str:
    """A seller's id as the rulebook allows it."""
    if not is_clean_text(text, LONGEST_ID):
        raise typer.BadParameter(f"A seller's id is a text of 1 to {LONGEST_ID} characters.")
    return text


def seller_id_if_any(text: str | None) -> str | None:
    return None if text is None else seller_id(text)


def address(text: str | None) -> str | None:
    """A database's address, whose password is never said again."""
    keep_address(text or "")
    return text


def folder_named(text: str) -> Path:
    """A folder, new or not. An empty text is none: it would be the present one, as a script's unset variable has it."""
    if not text.strip():
        raise typer.BadParameter("Name a folder.")
    return Path(text)


_DATABASE_HELP = "sqlite:///FILE or postgresql://USER@HOST/NAME; else DATABASE_URL."
DatabaseOption = Annotated[str | None, typer.Option("--database", metavar="URL", help=_DATABASE_HELP, callback=address)]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="A TOML file laid over the shipped policy.")
]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive", metavar="FOLDER", help="Where db archive put the files of closed months.", parser=folder_named
    ),
]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A JSON Lines file of facts and commands.")]
SellerArgument = Annotated[str, typer.Argument(metavar="SELLER", help="The seller's id.", callback=seller_id)]

PersonArgument = Annotated[
    int, typer.Argument(metavar="TELEGRAM_ID", help="The person's Telegram id, a number.", min=1, max=LARGEST_PERSON)
]


class Language(StrEnum):
    """A language that the bot speaks."""

    EN = "en"
    RU = "ru"
    HY = "hy"


def main() -> None:
    """Run the command line; a failure people can mend is one sentence and exit status 1."""
    sys.excepthook = say_last_words
    collect_seldom()
    tell_output()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without these letters is no reason to stop
    try:
        try:
            app()
        except SystemExit as end:
            if end.code == STOPPED:
                print("Stopped.", file=sys.stderr)
            raise
        finally:
            sys.stdout.flush()  # here, where a reader that has left is no surprise
    except BrokenPipeError:
        let_go_of_output()
        raise SystemExit(1) from None
    except OutputError as error:
        let_go_of_output()
        fail(str(error))
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        fail(sentence)


def _sentence(error: Exception) -> str | None:
    """What went wrong, if it is something that people can mend. Storage, slow to import, is needed only then."""
    from storage.books.history import InArchive
    from storage.rows.errors import StorageError

    if isinstance(error, InArchive):
        return f"{error} To read them there: explain and statement with --archive FOLDER."
    if isinstance(error, PolicyError):
        return "\n".join(error.mistakes)
    return str(error) if isinstance(error, StorageError | SettingsError) else None


def fail(sentence: str, *, status: int = 1) -> NoReturn:
    """End with one sentence on standard error."""
    print(hide(sentence), file=sys.stderr)
    raise SystemExit(status)


def policy_of(settings: Settings, file: Path | None) -> Policy:
    """The policy of the file, else that of the settings."""
    return load_policy(file) if file else settings.policy()


@contextmanager
def open_database(url: str | None, settings: Settings, *, to_write: bool = False) -> Iterator["Database"]:
    """The database named, else that of the settings; it must fit this program, and to be written it must be sound."""
    from storage.rows.database import Database

    database = Database(url or settings.database_url)
    try:
        database.require_current()
        if to_write:
            database.require_sound()
        yield database
    finally:
        database.close()


def instant_of(text: str | None) -> Instant | None:
    """An instant that somebody typed."""
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is not an instant such as 2026-07-01T00:00:00+03:00.') from error


def month_of(text: str) -> int:
    """A month that somebody typed, as yyyymm."""
    match = re.fullmatch(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])", text)
    if match is None or int(match[1]) > LAST_YEAR:
        raise typer.BadParameter(f'"{text}" is not a month such as 2026-10.')
    return int(match[1]) * 100 + int(match[2])


def tell_idle_prices(ledger: "Ledger", now: Instant) -> None:
    """Say which prices of the policy have no effect, because the database keeps others (RULES 4.15)."""
    for plan, (own, in_force) in ledger.prices_without_effect(now).items():
        print(
            f"The policy's price of {plan}, {format_amount(own)}, has no effect: {format_amount(in_force)} is charged. "
            f"To change it: price set {plan} {format_amount(own)} --from INSTANT",
            file=sys.stderr,
        )


@contextmanager
def telling_files() -> Iterator[None]:
    """Say which file cannot be read or written, and why."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"{error.filename or 'A file'}: {error.strerror or error}.")


@contextmanager
def books_with(books: "Books", folder: Path | None, seller: str, *, taken: bool = False) -> Iterator["Books"]:
    """The books, or with a folder those of this seller with its movements out of the archive there."""
    from storage.books.recalled import recalled

    if folder is None:
        yield books
        return
    with telling_files(), recalled(books, folder, seller, taken=taken) as whole:
        yield whole


def tell_archived(opened: "Database", words: str) -> bool:
    """Say how much a command does not see because it is in files; `words` end that sentence. Whether there is any."""
    from storage.post.archive import summary_of

    with opened.read() as transaction:
        found = summary_of(transaction)
    say_archived(found, words)
    return found is not None


def tell_closed(opened: "Database", words: str) -> bool:
    """The same of movements."""
    from storage.ledger.closing import closed_summary

    with opened.read() as transaction:
        found = closed_summary(transaction)
    if found is not None:
        print(f"In the archive are {found.movements} movements of before {found.before}: {words}", file=sys.stderr)
    return found is not None


def say_archived(found: "Summary | None", words: str) -> None:
    """The same of what is known already; nothing if nothing is in files."""
    if found is not None:
        print(f"In the archive are {found.notices} notices of {found.first} to {found.last}: {words}", file=sys.stderr)


def known(opened: "Database", seller: str) -> bool:
    """Whether there is such a seller."""
    with opened.read() as transaction:
        return transaction.row("SELECT 1 FROM seller WHERE id = ?", (seller,)) is not None
