"""The policy file and the database."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.root import DatabaseOption, PolicyOption, db_app, open_database, policy_app, policy_of
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


@db_app.command("current")
def db_current(database: DatabaseOption = None) -> None:
    """Say whether the database fits this program. Exit status 1 if it does not."""
    from storage.rows import schema

    with open_database(database, read_settings()):
        print(f"The database is at version {schema.newest()}, as this program needs.")
