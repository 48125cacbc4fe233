"""The main job, whole or in part, and what shows the product off: run, work, demo, bench."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.root import DatabaseOption, Language, PolicyOption, app, console, fail, policy_of, whole_lines
from bot.settings import Settings, read_settings


@app.command()
def run(
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    port: Annotated[
        int | None, typer.Option(help="The page's port on this machine; else PORT or 8080.", min=1, max=65535)
    ] = None,
    without_work: Annotated[
        bool, typer.Option("--without-work", help="Only answer people: `work` sends messages and does due work.")
    ] = False,
) -> None:
    """Start the bot: on Telegram with BOT_TOKEN, else on a local Telegram with a demo marketplace and a page."""
    settings = _settings(database_url=database, port=port)
    from bot.start import RunError, check

    values = policy_of(settings, policy)
    try:
        check(settings, part="run --without-work" if without_work else None)
        from bot.app import Does, real, run_forever

        with _on_duty(None if without_work else settings):
            if settings.bot_token is None:
                from bot.local import local

                run_forever(local(settings, values))
            else:
                run_forever(real(settings, values, Does.CHAT if without_work else Does.EVERYTHING))
    except RunError as error:
        fail(str(error))


@app.command()
def work(database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """Do due work, send messages and tell endpoints, beside `run --without-work`; any number on PostgreSQL."""
    settings = _settings(database_url=database)
    from bot.start import RunError, check

    values = policy_of(settings, policy)
    try:
        check(settings, part="work")
        from bot.app import Does, real, run_forever

        with _on_duty(settings):
            run_forever(real(settings, values, Does.WORK))
    except RunError as error:
        fail(str(error))


@contextmanager
def _on_duty(settings: Settings | None) -> Iterator[None]:
    """Be who does due work on the database of the settings; without settings there is none to do."""
    from bot.start import database_url
    from storage.ledger.duty import on_duty
    from storage.rows.database import Database

    with on_duty(None if settings is None else Database(database_url(settings)).file):
        yield


def _settings(**overrides: str | int | None) -> Settings:
    """The settings, with what the command line says instead."""
    return read_settings().model_copy(update={name: value for name, value in overrides.items() if value is not None})


@app.command()
def demo(language: Annotated[Language, typer.Option(help="The language of the messages.")] = Language.EN) -> None:
    """Print a year of one seller in seconds: trial, renewal, grace, recovery, Lite, points."""
    from bot.demo.year import print_year

    print_year(console, language)


@app.command()
def bench(
    orders: Annotated[int, typer.Option(help="How many real orders to replay.", min=1000)] = 70_000,
    quick: Annotated[bool, typer.Option(help="A tenth of the work, to see that it runs.")] = False,
    sellers: Annotated[
        int | None, typer.Option(help="How many sellers have due work in a night; else 20,000.", min=10, max=1_000_000)
    ] = None,
    postgresql: Annotated[
        str | None,
        typer.Option(help="The address of a PostgreSQL server where databases may be made, to measure there too."),
    ] = None,
    pgledger: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="For --postgresql: the SQL of pgledger and of uuid_to_ulid, to be measured beside it."
        ),
    ] = None,
    growth: Annotated[bool, typer.Option("--growth", help="What a seller takes on the disk, instead.")] = False,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="For --growth: an empty database; else an SQLite file thrown away."),
    ] = None,
    chart: Annotated[Path | None, typer.Option(metavar="FILE", help="For --growth: where to draw it, as PNG.")] = None,
) -> None:
    """Measure the hot paths, each beside its raw counterpart in the same run; or what a seller takes on the disk."""
    from bot.logs import set_up_logs

    set_up_logs("WARNING")  # the table is what this prints
    if growth:
        _growth(database, chart)
        return
    from bot.bench.hot_paths import print_bench

    orders = orders // 10 if quick else orders
    with telling_server(postgresql):
        print_bench(whole_lines(), orders, quick=quick, sellers=sellers, postgresql=postgresql, pgledger=pgledger)


@contextmanager
def telling_server(address: str | None) -> Iterator[None]:
    """Say that the server is not there before anything is measured, or that it has gone since.

    Whatever fails when it goes, in this process or in those that measure: it is asked whether it is there.
    """
    from storage.rows.database import Database
    from storage.rows.errors import StorageError

    if address is None:
        yield
        return
    with closing(Database(address)) as database:
        if not database.postgresql:
            fail("--postgresql takes the address of a PostgreSQL server: postgresql://USER@HOST/NAME.")
        database.is_empty()
    try:
        yield
    except Exception:
        try:
            with closing(Database(address)) as database:
                database.is_empty()
        except StorageError as error:
            fail(f"The server went away while it was measured, so there is no table; run it again. {error}")
        raise


def _growth(url: str | None, chart: Path | None) -> None:
    from bot.bench.growth import print_growth
    from storage.rows.database import Database

    with (
        tempfile.TemporaryDirectory(prefix="seller-premium-growth-") as folder,
        closing(Database(url or f"sqlite:///{folder}/growth.db", durable=False)) as database,
    ):
        print_growth(whole_lines(), database, chart)
