"""Files of facts: replay and import."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.checks import require_whole
from bot.cli.root import (
    DatabaseOption,
    FileArgument,
    PolicyOption,
    address,
    app,
    instant_of,
    open_database,
    policy_of,
    tell_idle_prices,
    telling_files,
)
from bot.settings import read_settings
from core.values import format_instant

if TYPE_CHECKING:
    from bot.feed.lines import Tally


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
    if result.swept is not None:
        require_whole(result.swept)
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
    with open_database(database, settings, to_write=True) as opened, telling_files():
        ledger, clock = Ledger(opened, policy_of(settings, policy)), clock_of(opened)
        tell_idle_prices(ledger, clock.now())
        tally, rejected = import_lines(ledger, clock, file, target)
    _print_tally(tally)
    if rejected:
        print(f"Refused lines: {rejected}; see {target}.")


def _print_tally(tally: "Tally") -> None:
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.outcomes.items()))
    print(f"Lines: {tally.lines}." + (f" {counts}." if counts else ""))
    for (kind, reason), count in sorted(tally.reasons.items()):
        print(f"  {kind}: {reason} {count}")
