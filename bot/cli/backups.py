"""What the database is copied with: backup, restore, db copy."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.checks import say_report
from bot.cli.root import (
    DatabaseOption,
    PolicyOption,
    address,
    app,
    db_app,
    fail,
    policy_of,
    tell_archived,
    tell_closed,
    telling_files,
)
from bot.settings import read_settings
from core.values import Instant, format_instant

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup's file.")]


@app.command()
def backup(
    file: BackupFile,
    database: DatabaseOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Copy the whole database into a file, while the bot runs, and read the copy through."""
    from storage.rows.backup import back_up
    from storage.rows.database import Database
    from storage.rows.schema import newest

    opened = Database(database or read_settings().database_url)
    try:
        with telling_files():
            made = back_up(opened, file, replace=force)
        if made.contents.schema == newest():  # one of an older program may know of no archive
            tell_archived(opened, "they are not in this backup; keep their folder with it.")
            tell_closed(opened, "they are not in this backup; keep their folder with it.")
    finally:
        opened.close()
    print(f"{file}: {made.size} bytes, schema {made.contents.schema}, newest entry {_instant(made.contents.newest)}.")
    print(f"sha256 {made.sha256}")


@app.command()
def restore(
    file: BackupFile,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="If there is an SQLite file already, move it aside; it is not deleted.")
    ] = False,
) -> None:
    """Put a backup in the database's place, verify it, and say what to do next. Stop the bot first."""
    from bot.clock import WallClock
    from storage.books.books import Books
    from storage.books.verify import verify_database
    from storage.rows.backup import contents_of
    from storage.rows.backup import restore as put_back
    from storage.rows.database import Database

    settings = read_settings()
    values = policy_of(settings, policy)
    opened = Database(database or settings.database_url)
    aside = f"before-{format_instant(WallClock().now()).replace(':', '')}" if force else None
    try:
        with telling_files():
            moved = put_back(file, opened, aside=aside)
        opened.upgrade()
        damage, report = verify_database(Books(opened, values))
        if report is None:
            print("\n".join(damage))
            fail(f"{opened.damage}")
        contents = contents_of(opened)
    finally:
        opened.close()
    print(f"Restored {file}: schema {contents.schema}, newest entry {_instant(contents.newest)}.")
    if moved is not None:
        print(f"What was there before is kept: {moved}")
    say_report(report)
    print(
        "Next: start the bot or run tick, and send every fact since the newest entry again (import): ids make it safe. "
        "Tokens, links, members and operators that were taken away since then are back: take them away again."
    )
    if report.violations:
        fail("The sellers named above do not agree with the rules: verify --park holds them until they are mended.")


@db_app.command("copy")
def db_copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The database's address.", callback=address)],
    target: Annotated[str, typer.Argument(metavar="TO", help="The address of an empty one.", callback=address)],
    policy: PolicyOption = None,
) -> None:
    """Copy everything into an empty database, of the other kind or the same, and prove it. All or nothing."""
    from storage.books.books import Books
    from storage.books.verify import verify_all
    from storage.rows.copying import copy_all
    from storage.rows.database import Database

    settings = read_settings()
    values = policy_of(settings, policy)
    to = Database(target)
    try:
        from_ = Database(source)
        try:
            with telling_files():
                copied = copy_all(from_, to)
        finally:
            from_.close()
        report = verify_all(Books(to, values))
    finally:
        to.close()
    for table in copied:
        if table.rows:
            print(f"{table.name}: {table.rows} rows, sha256 {table.digest}")
    print(f"Copied {sum(table.rows for table in copied)} rows of {len(copied)} tables; each side's digests agree.")
    say_report(report)
    if report.violations:
        fail("The sellers named above do not agree with the rules, and did not before: see verify.")
    print("Next: let DATABASE_URL name the new database and start the bot. The old one was only read.")


def _instant(at: Instant | None) -> str:
    return "none" if at is None else format_instant(at)
