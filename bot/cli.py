"""The command line: `python -m bot COMMAND`, also installed as `seller-premium`.

Nothing here imports the chat unless the command needs it: that import alone costs seconds.
"""

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import VERSION
from bot.secrecy import hide, keep_address, say_last_words
from bot.settings import Settings, SettingsError, read_settings
from core.policy import Policy, PolicyError, load_policy
from core.values import HOUR, LONGEST_ID, Instant, format_amount, format_instant, is_clean_text, parse_instant

if TYPE_CHECKING:
    from bot.feed.lines import Tally
    from storage.ledger.ledger import Ledger
    from storage.ledger.sweep import Stopped, Swept
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
app.add_typer(seller_app, name="seller")
app.add_typer(price_app, name="price")
app.add_typer(operator_app, name="operator")
app.add_typer(policy_app, name="policy")
app.add_typer(db_app, name="db")

console = Console()

WIDEST = 4000
SHOWN_FAILURES = 100
LAST_YEAR = 2100
"""Instants end with it (RULES 15.14)."""
CLI = "cli"
"""How records name whoever gives or takes a right here."""
LARGEST_PERSON = (1 << 52) - 1
"""Telegram's ids have at most 52 bits."""
STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""


def _seller_id(text: str) -> str:
    if not is_clean_text(text, LONGEST_ID):
        raise typer.BadParameter(f"A seller's id is a text of 1 to {LONGEST_ID} characters.")
    return text


def _seller_id_if_any(text: str | None) -> str | None:
    return None if text is None else _seller_id(text)


def _address(text: str | None) -> str | None:
    keep_address(text or "")
    return text


_DATABASE_HELP = "sqlite:///FILE or postgresql://USER@HOST/NAME; else DATABASE_URL."
DatabaseOption = Annotated[
    str | None, typer.Option("--database", metavar="URL", help=_DATABASE_HELP, callback=_address)
]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="A TOML file laid over the shipped policy.")
]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A JSON Lines file of facts and commands.")]
SellerArgument = Annotated[str, typer.Argument(metavar="SELLER", help="The seller's id.", callback=_seller_id)]

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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        _fail(sentence)


def _sentence(error: Exception) -> str | None:
    """What went wrong, if it is something that people can mend. Storage, slow to import, is needed only then."""
    from storage.rows.database import StorageError

    if isinstance(error, PolicyError):
        return "\n".join(error.mistakes)
    return str(error) if isinstance(error, StorageError | SettingsError) else None


def _fail(sentence: str, *, status: int = 1) -> NoReturn:
    print(hide(sentence), file=sys.stderr)
    raise SystemExit(status)


def _policy(settings: Settings, file: Path | None) -> Policy:
    return load_policy(file) if file else settings.policy()


@contextmanager
def _open(url: str | None, settings: Settings, *, to_write: bool = False) -> Iterator["Database"]:
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


def _instant(text: str | None) -> Instant | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is not an instant such as 2026-07-01T00:00:00+03:00.') from error


def _tell_idle_prices(ledger: "Ledger", now: Instant) -> None:
    """Say which prices of the policy have no effect, because the database keeps others (RULES 4.15)."""
    for plan, (own, in_force) in ledger.prices_without_effect(now).items():
        print(
            f"The policy's price of {plan}, {format_amount(own)}, has no effect: {format_amount(in_force)} is charged. "
            f"To change it: price set {plan} {format_amount(own)} --from INSTANT",
            file=sys.stderr,
        )


@contextmanager
def _files() -> Iterator[None]:
    """Say which file cannot be read or written, and why."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(f"{error.filename or 'A file'}: {error.strerror or error}.")


# -- the main job -------------------------------------------------------------------------------------------


@app.command()
def run(
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    port: Annotated[
        int | None, typer.Option(help="The page's port on this machine; else PORT or 8080.", min=1, max=65535)
    ] = None,
) -> None:
    """Start the bot: on Telegram with BOT_TOKEN, else on a local Telegram with a demo marketplace and a page."""
    settings = read_settings()
    overrides = {"database_url": database, "port": port}
    settings = settings.model_copy(update={name: value for name, value in overrides.items() if value is not None})
    from bot.start import RunError, check

    values = _policy(settings, policy)
    try:
        check(settings)
        from bot.app import real, run_forever

        if settings.bot_token is None:
            from bot.local import local

            run_forever(local(settings, values))
        else:
            run_forever(real(settings, values))
    except RunError as error:
        _fail(str(error))


@app.command()
def demo(language: Annotated[Language, typer.Option(help="The language of the messages.")] = Language.EN) -> None:
    """Print a year of one seller in seconds: trial, renewal, grace, recovery, Lite, points."""
    from bot.demo.year import print_year

    print_year(console, language)


# -- files --------------------------------------------------------------------------------------------------


@app.command()
def replay(
    file: FileArgument,
    policy: PolicyOption = None,
    until: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Do due work up to here; else the last line.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Keep the result there; else a throw-away database.", callback=_address),
    ] = None,
    state: Annotated[Path | None, typer.Option(metavar="STATE.json", help="Write every seller's state.")] = None,
    outcomes: Annotated[Path | None, typer.Option(metavar="OUT.jsonl", help="Write an outcome a line.")] = None,
    notices: Annotated[Path | None, typer.Option(metavar="NOTICES.jsonl", help="Write every notice.")] = None,
    strict: Annotated[bool, typer.Option(help="Exit with 2 if a line was malformed.")] = False,
) -> None:
    """Run a scenario file on a virtual clock and report what it came to."""
    from bot.feed.replay import Outputs, Replayed
    from bot.feed.replay import replay as run_replay

    end = _instant(until)
    values = _policy(read_settings(), policy)
    with _files():
        result: Replayed = run_replay(
            file, values, until=end, url=database, outputs=Outputs(state=state, outcomes=outcomes, notices=notices)
        )
    _print_tally(result.tally)
    now = "–" if result.now is None else format_instant(result.now)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(result.notices.items())) or "none"
    print(f"Clock: {now}. Sellers: {result.sellers}. Notices: {sum(result.notices.values())} ({told}).")
    if result.swept is not None:
        _require_whole(result.swept)
    if strict and result.tally.malformed:
        raise SystemExit(2)


@app.command("import")
def import_file(
    file: FileArgument,
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

    settings = read_settings()
    target = rejects or default_rejects(file)
    with _open(database, settings, to_write=True) as opened, _files():
        ledger, clock = Ledger(opened, _policy(settings, policy)), clock_of(opened)
        _tell_idle_prices(ledger, clock.now())
        tally, rejected = import_lines(ledger, clock, file, target)
    _print_tally(tally)
    if rejected:
        print(f"Refused lines: {rejected}; see {target}.")


def _print_tally(tally: "Tally") -> None:
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.outcomes.items()))
    print(f"Lines: {tally.lines}." + (f" {counts}." if counts else ""))
    for (kind, reason), count in sorted(tally.reasons.items()):
        print(f"  {kind}: {reason} {count}")


# -- due work and checks ------------------------------------------------------------------------------------


@app.command()
def tick(database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """Do all due work now: crediting, expiry, renewals, grace, reminders. Safe to repeat at any time."""
    from bot.clock import clock_of
    from storage.ledger.due_work import DueWork
    from storage.ledger.ledger import Ledger

    settings = read_settings()
    with _open(database, settings, to_write=True) as opened:
        ledger = Ledger(opened, _policy(settings, policy))
        now = clock_of(opened).now()
        _tell_idle_prices(ledger, now)
        swept = DueWork(ledger).do(now)
        due = ledger.next_due()
        if swept.stopped is not None:
            _alarm(opened, swept.stopped, now)
    after = f"Next due: {format_instant(due)}." if due is not None else "Nothing is due later."
    print(f"Sellers with due work: {swept.sellers}, at {swept.instants} instants. {after}")
    _require_whole(swept)


def _alarm(opened: "Database", stopped: "Stopped", now: Instant) -> None:
    from bot.post.alarm import alarm
    from bot.texts import Texts
    from storage.post.broadcasts import Broadcasts

    alarm(Broadcasts(opened), Texts(), stopped, now)


def _require_whole(swept: "Swept") -> None:
    """End with a sentence if due work was not done for everybody."""
    if swept.stopped is not None:
        why = swept.stopped
        _fail(
            f"Due work stopped: {why.failed} of {why.due} sellers failed alike ({why.failure}). That is a bug in the "
            "program, not their data: none of them is under review for it, and what is due stays due. "
            "With a mended program run tick again, then seller release --all."
        )
    if swept.parked:
        _fail(f"Could not be decided on and are under review now, see verify: {', '.join(swept.parked)}")


@app.command()
def verify(
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    park: Annotated[bool, typer.Option(help="Park sellers that fail: reading works, changes are refused.")] = False,
) -> None:
    """Check the database itself, then that history, balances and rules agree for every seller. Exit status 1 if not."""
    from bot.clock import clock_of
    from storage.books.books import Books
    from storage.books.verify import verify_all

    settings = read_settings()
    with _open(database, settings) as opened:
        values, damage = _policy(settings, policy), opened.check()
        if damage:
            print("\n".join(damage))
            _fail(f"{opened.damage}")
        books, now = Books(opened, values), clock_of(opened).now()
        report = verify_all(books, park=now if park else None)
        marked = opened.damage
    for violation in report.violations:
        print(f"{violation.seller}: {violation.invariant}: {violation.text}")
    broken = len({violation.seller for violation in report.violations})
    parked = f" {report.parked} parked." if park else ""
    print(f"Sellers checked: {report.sellers}. Invariants: {report.invariants}. Sellers that fail: {broken}.{parked}")
    if report.violations:
        raise SystemExit(1)
    if marked:
        print(f"No damage is found now, but it was: {marked}")


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
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Explain one entry of a seller's history, a refused line or a notice: the rule, its inputs and the arithmetic."""
    from storage.books.books import Books
    from storage.books.explain import explain_entry, explain_notice, explain_refusal

    if [movement, refusal, notice].count(None) != 2:
        _fail("Name one thing to explain: a MOVEMENT, --refusal SOURCE:ID or --notice KEY.", status=2)
    settings = read_settings()
    with _open(database, settings) as opened:
        books = Books(opened, _policy(settings, policy))
        if movement is not None:
            found = explain_entry(books, seller, movement)
        elif refusal is not None:
            source, _, id_ = refusal.partition(":")
            found = explain_refusal(books, seller, source, id_)
        else:
            found = explain_notice(books, notice or "")
    if found is None or found["seller"] != seller:
        what = f"entry {movement} in the history" if movement is not None else f"{refusal or notice}"
        _fail(f"Seller {seller} has no {what}.")
    print(json.dumps(found, ensure_ascii=False, indent=2))


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
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """State a month of one seller: every balance from opening to closing, and the act of subscription fees."""
    from bot.clock import clock_of
    from bot.paper.statement import about_month, export_month, print_statement
    from bot.texts import Texts
    from storage.books.books import Books

    wanted = _month(month)
    settings = read_settings()
    with _open(database, settings) as opened:
        if not _known(opened, seller):
            _fail(f"There is no seller {seller}.")
        books, texts = Books(opened, _policy(settings, policy)), Texts()
        number = wanted or books.policy.calendar.month(clock_of(opened).now())
        # A program that reads this wants a balance a line.
        output = console if console.is_terminal else Console(width=WIDEST)
        print_statement(output, about_month(books, seller, number, texts, language))
        for file in (csv, xlsx):
            if file is not None:
                with _files():
                    count = export_month(books, seller, number, file, texts, language)
                print(f"{file}: {count} entries.")


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    match = re.fullmatch(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])", text)
    if match is None or int(match[1]) > LAST_YEAR:
        raise typer.BadParameter(f'"{text}" is not a month such as 2026-10.')
    return int(match[1]) * 100 + int(match[2])


@app.command()
def outbox(
    days: Annotated[int, typer.Option(help="How far back to look.", min=1, max=3650)] = 7,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Say how many messages wait, and which could not be delivered, with the reason."""
    from bot.clock import clock_of
    from storage.post.outbox import Outbox

    settings = read_settings()
    with _open(database, settings) as opened:
        box = Outbox(opened, _policy(settings, policy))
        waiting = box.waiting()
        count, newest = box.failures(clock_of(opened).now() - days * 24 * HOUR, SHOWN_FAILURES)
    print(f"Waiting: {waiting}. Not delivered in {days} days: {count}.")
    for each in newest:
        print(f"  {format_instant(each.at)} {each.seller or 'to many'}: {each.kind}: {each.reason}")


# -- people and sellers -------------------------------------------------------------------------------------


@app.command()
def link(
    seller: SellerArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="administrator, manager, finance or employee.")],
    hours: Annotated[int, typer.Option(help="How long the link works.", min=1, max=24 * 30)] = 24,
    database: DatabaseOption = None,
) -> None:
    """Make a one-time link with which a person joins a shop's team in the bot."""
    from bot.clock import clock_of
    from core.values import Role
    from storage.people.team import Team

    roles = [each.value for each in Role if each is not Role.OPERATOR]
    if role not in roles:
        _fail(f'"{role}" is not a role; choose {", ".join(roles)}.')
    settings = read_settings()
    with _open(database, settings, to_write=True) as opened:
        if not _known(opened, seller):
            _fail(f"There is no seller {seller}; register it with a seller.registered line.")
        token = Team(opened).create_link(seller, Role(role), by="operator", now=clock_of(opened).now(), hours=hours)
    print(f"Works once, for {hours} hours. Send to the person: https://t.me/<your bot>?start={token}")
    print(f"Or they write to the bot: /start {token}")


def _known(opened: "Database", seller: str) -> bool:
    with opened.read() as transaction:
        return transaction.row("SELECT 1 FROM seller WHERE id = ?", (seller,)) is not None


@seller_app.command("list")
def seller_list(database: DatabaseOption = None) -> None:
    """List sellers with plan, wallet and next due instant."""
    settings = read_settings()
    table = Table("Seller", "Name", "State", "Plan", "Wallet", "Next due", box=None)
    with _open(database, settings) as opened, opened.read() as transaction:
        for id_, name, state, plan, wallet, due in transaction.stream(
            "SELECT s.id, s.name, b.state, b.plan, s.wallet, s.next_due FROM seller s "
            "LEFT JOIN subscription b ON b.seller = s.id ORDER BY s.id"
        ):
            when = "–" if due is None else format_instant(due)
            # Text, not markup: a name may hold square brackets.
            table.add_row(Text(id_), Text(name), state or "inactive", plan or "–", format_amount(wallet), when)
    if console.is_terminal:
        console.print(table)
    else:
        Console(width=WIDEST).print(table)  # a program that reads this wants a seller a line


@seller_app.command("show")
def seller_show(seller: SellerArgument, database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """Show one seller's state as JSON, in the format of `replay --state`."""
    from storage.books.state import seller_state
    from storage.ledger.ledger import Ledger

    settings = read_settings()
    with _open(database, settings) as opened:
        account = Ledger(opened, _policy(settings, policy)).look(seller)
    if account is None:
        _fail(f"There is no seller {seller}.")
    print(json.dumps(seller_state(account), ensure_ascii=False, indent=2))


@seller_app.command("release")
def seller_release(
    seller: Annotated[
        str | None, typer.Argument(metavar="SELLER", help="The seller's id, unless --all.", callback=_seller_id_if_any)
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every seller that is parked, each checked by itself.")
    ] = False,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Let parked sellers work again, if verification finds nothing wrong any more. Exit status 1 if it does."""
    from bot.clock import clock_of
    from storage.books.books import Books
    from storage.books.verify import parked_sellers, release

    if (seller is None) is not everyone:
        _fail("Name a SELLER, or --all for every seller that is parked.", status=2)
    settings = read_settings()
    released = 0
    staying: list[str] = []
    with _open(database, settings, to_write=True) as opened:
        books, now = Books(opened, _policy(settings, policy)), clock_of(opened).now()
        for name in parked_sellers(opened) if seller is None else [seller]:
            found = release(books, name, now)
            if found is None:
                _fail(f"There is no seller {name}.")
            for violation in found:
                print(f"{violation.seller}: {violation.invariant}: {violation.text}")
            if found:
                staying.append(name)
            else:
                released += 1
    if everyone:
        print(f"Sellers checked: {released + len(staying)}. Released: {released}. Still parked: {len(staying)}.")
    elif released:
        print(f"Seller {seller} is checked and works.")
    if staying:
        _fail(f"Seller {staying[0]} stays parked." if len(staying) == 1 else f"{len(staying)} sellers stay parked.")


# -- prices -------------------------------------------------------------------------------------------------


@price_app.command("set")
def price_set(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="lite or premium.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="The fee of a month, such as 2500.00.")],
    since: Annotated[
        str, typer.Option("--from", metavar="INSTANT", help="From when on, such as 2026-07-01T00:00:00+03:00, or now.")
    ],
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Change what a plan costs from an instant on, and tell the sellers whom it concerns. Safe to repeat."""
    from bot.clock import clock_of
    from bot.feed.pricing import set_price
    from core.events import Malformed
    from storage.ledger.ledger import Ledger

    wanted = None if since == "now" else _instant(since)
    settings = read_settings()
    with _open(database, settings, to_write=True) as opened:
        ledger, now = Ledger(opened, _policy(settings, policy)), clock_of(opened).now()
        found = set_price(ledger, plan, amount, now if wanted is None else wanted, now)
    if isinstance(found, Malformed):
        _fail(found.message)
    beginning = format_instant(found.event.since)
    if found.outcome is None or (found.outcome.kind == "replayed" and found.outcome.reason is None):
        print(f"{plan} costs {format_amount(found.event.price)} from {beginning}: that was set before, nobody is told.")
        return
    if not found.outcome.is_done:
        _fail(found.outcome.message or str(found.outcome.reason))
    print(
        f"{plan} costs {format_amount(found.event.price)} from {beginning}; it was {format_amount(found.before)}. "
        f"Sellers told: {found.told}."
    )


@price_app.command("list")
def price_list(database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """List the prices in force and those announced."""
    from bot.clock import clock_of
    from core.values import Plan
    from storage.ledger.ledger import Ledger

    settings = read_settings()
    with _open(database, settings) as opened:
        ledger, now = Ledger(opened, _policy(settings, policy)), clock_of(opened).now()
        _tell_idle_prices(ledger, now)
    values = ledger.policy
    for plan in Plan:
        print(f"{plan}: {format_amount(values.price(plan, now))} now")
        for since, price in values.prices.ahead(plan, now):
            print(f"{plan}: {format_amount(price)} from {format_instant(since)}")


# -- operators ----------------------------------------------------------------------------------------------


@operator_app.command("grant")
def operator_grant(person: PersonArgument, database: DatabaseOption = None) -> None:
    """Make a person an operator: /operator opens the operator's screens for them."""
    from bot.clock import clock_of
    from storage.people.operators import Operators

    with _open(database, read_settings(), to_write=True) as opened:
        granted = Operators(opened).grant(person, CLI, clock_of(opened).now())
    now = "is an operator now" if granted else "was an operator already"
    print(f"{person} {now}. They write to the bot: /operator")


@operator_app.command("revoke")
def operator_revoke(person: PersonArgument, database: DatabaseOption = None) -> None:
    """Take the right away. It counts from the next tap on, also for buttons shown before."""
    from bot.clock import clock_of
    from storage.people.operators import Operators

    with _open(database, read_settings(), to_write=True) as opened:
        revoked = Operators(opened).revoke(person, CLI, clock_of(opened).now())
    if not revoked:
        _fail(f"{person} is no operator.")
    print(f"{person} is no operator any more.")


@operator_app.command("list")
def operator_list(database: DatabaseOption = None) -> None:
    """List the operators, with the number that records name them by."""
    from storage.people.operators import Operators

    with _open(database, read_settings()) as opened:
        found = Operators(opened).everyone()
    for operator in found:
        since = format_instant(operator.granted_at)
        print(f"{operator.actor}: Telegram id {operator.telegram_id}, since {since}, by {operator.granted_by}")
    if not found:
        print("There are no operators.")


# -- policy and tables --------------------------------------------------------------------------------------


@policy_app.command("show")
def policy_show(policy: PolicyOption = None) -> None:
    """Show the policy in force, every value."""
    values = _policy(read_settings(), policy)
    print(json.dumps(values.model_dump(mode="json"), ensure_ascii=False, indent=2))


@policy_app.command("check")
def policy_check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A TOML policy file.")]) -> None:
    """Check a policy file and explain every mistake."""
    load_policy(file)
    print(f"{file} is a good policy file.")


@db_app.command("upgrade")
def db_upgrade(database: DatabaseOption = None) -> None:
    """Create the tables, or bring them to what this program needs."""
    from storage.rows import schema
    from storage.rows.database import Database

    opened = Database(database or read_settings().database_url)
    try:
        opened.require_sound()
        opened.upgrade()
    finally:
        opened.close()
    print(f"The database is at version {schema.newest()}.")


@db_app.command("current")
def db_current(database: DatabaseOption = None) -> None:
    """Say whether the database fits this program. Exit status 1 if it does not."""
    from storage.rows import schema

    with _open(database, read_settings()):
        print(f"The database is at version {schema.newest()}, as this program needs.")


@app.command()
def bench(
    orders: Annotated[int, typer.Option(help="How many real orders to replay.", min=1000)] = 70_000,
    quick: Annotated[bool, typer.Option(help="A tenth of the work, to see that it runs.")] = False,
) -> None:
    """Measure the hot paths, each beside its raw counterpart in the same run."""
    from bot.bench.hot_paths import print_bench

    print_bench(console, orders // 10 if quick else orders, quick=quick)


if __name__ == "__main__":
    main()
