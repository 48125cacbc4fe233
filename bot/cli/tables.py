"""The policy file and the database's tables."""

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.root import (
    DatabaseOption,
    PolicyOption,
    db_app,
    folder_named,
    month_of,
    open_database,
    policy_app,
    policy_of,
    telling_files,
)
from bot.settings import read_settings
from core.policy import load_policy


@policy_app.command("show")
def policy_show(policy: PolicyOption = None) -> None:
    """Show the policy in force, every value."""
    values = policy_of(read_settings(), policy)
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


@db_app.command("partition")
def db_partition(
    parts: Annotated[int, typer.Argument(metavar="N", help="How many partitions; 8 or 16 are usual.")],
    database: DatabaseOption = None,
) -> None:
    """Divide the large tables of a PostgreSQL database by seller, and prove it. Stop all programs first."""
    from bot.feed.progress import progress_bar
    from storage.rows.database import Database
    from storage.rows.partitions import WHOLE, locks_needed, partition

    opened = Database(database or read_settings().database_url)
    try:
        with progress_bar(f"Dividing into {parts}", WHOLE) as told:
            divided = partition(opened, parts, told)
    finally:
        opened.close()
    for table in divided:
        print(f"{table.name}: {table.rows} rows, the same as before.")
    print(
        f"{len(divided)} tables have {parts} partitions each. Set max_locks_per_transaction of the server to "
        f"{locks_needed(parts)} or more (SHOW max_locks_per_transaction), and start the programs again."
    )


@db_app.command("archive")
def db_archive(
    before: Annotated[str, typer.Option(metavar="YYYY-MM", help="The first month that stays.")],
    folder: Annotated[
        Path, typer.Option("--to", metavar="FOLDER", help="Where the files go; keep them.", parser=folder_named)
    ],
    movements: Annotated[
        bool, typer.Option("--movements", help="Movements of points too, once all programs are of this version.")
    ] = False,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Move what was told in closed months into files, compared before a row is removed. The bot may run meanwhile.

    With --movements also the movements of points that are over; sums and balances stay. An earlier version of the
    program would take such months for empty, so every program must be of this one first.
    """
    from bot.clock import clock_of
    from bot.feed.progress import progress_bar
    from storage.ledger.closing import close_movements, closed_archives
    from storage.post.archive import archive_notices, archives
    from storage.rows.packed import require_manifests

    month = month_of(before)
    settings = read_settings()
    with open_database(database, settings, to_write=True) as opened, telling_files():
        calendar, now = policy_of(settings, policy).calendar, clock_of(opened).now()
        with opened.read() as transaction:
            closed_before = closed_archives(transaction)
        require_manifests(folder, [*archives(opened), *closed_before])
        if movements:  # first, for more is asked of them: what is refused for them has moved no notices
            with progress_bar("Movements", None) as progress:
                closed = close_movements(opened, calendar, month, folder, now, progress)
            for moved in closed:
                print(f"{moved.name}: {moved.movements} movements are in {folder}.")
            if not closed:
                print(f"No movement of before {before} that is over is left here.")
        with progress_bar("Notices", None) as progress:
            done = archive_notices(opened, calendar, month, folder, now, progress)
        for each in done:
            print(f"{each.name}: {each.notices} notices with {each.deliveries} deliveries are in {folder}.")
        if not done:
            print(f"Nothing more that was told before {before} can go to files now.")


@db_app.command("current")
def db_current(
    database: DatabaseOption = None,
    serving: Annotated[
        bool,
        typer.Option(
            "--serving", help="For a health check: tables upgraded for a newer program are well, as `/readyz` has it."
        ),
    ] = False,
) -> None:
    """Say whether the database fits this program. Exit status 1 if it does not."""
    from storage.rows import schema
    from storage.rows.database import Database

    with closing(Database(database or read_settings().database_url)) as opened:
        if serving and opened.is_ahead():
            print("The database was upgraded for a newer program: one that runs works on, start that one next.")
            return
        opened.require_current()
        print(f"The database is at version {schema.newest()}, as this program needs.")
