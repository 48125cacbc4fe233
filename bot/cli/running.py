"""The main job, and what shows the product off: run, demo, bench."""

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.root import DatabaseOption, Language, PolicyOption, app, console, fail, policy_of
from bot.settings import read_settings


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
    from bot.start import RunError, check, database_url
    from storage.ledger.duty import on_duty
    from storage.rows.database import Database

    values = policy_of(settings, policy)
    try:
        check(settings)
        with on_duty(Database(database_url(settings)).file):
            from bot.app import real, run_forever

            if settings.bot_token is None:
                from bot.local import local

                run_forever(local(settings, values))
            else:
                run_forever(real(settings, values))
    except RunError as error:
        fail(str(error))


@app.command()
def demo(language: Annotated[Language, typer.Option(help="The language of the messages.")] = Language.EN) -> None:
    """Print a year of one seller in seconds: trial, renewal, grace, recovery, Lite, points."""
    from bot.demo.year import print_year

    print_year(console, language)


@app.command()
def bench(
    orders: Annotated[int, typer.Option(help="How many real orders to replay.", min=1000)] = 70_000,
    quick: Annotated[bool, typer.Option(help="A tenth of the work, to see that it runs.")] = False,
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

    print_bench(console, orders // 10 if quick else orders, quick=quick)


def _growth(url: str | None, chart: Path | None) -> None:
    from bot.bench.growth import print_growth
    from storage.rows.database import Database

    with (
        tempfile.TemporaryDirectory(prefix="seller-premium-growth-") as folder,
        closing(Database(url or f"sqlite:///{folder}/growth.db", durable=False)) as database,
    ):
        print_growth(console, database, chart)
