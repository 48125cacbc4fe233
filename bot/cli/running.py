"""The main job, and what shows the product off: run, demo, bench."""

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
    from bot.start import RunError, check

    values = policy_of(settings, policy)
    try:
        check(settings)
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
    sellers: Annotated[
        int | None, typer.Option(help="How many sellers have due work in a night; else 20,000.", min=10, max=1_000_000)
    ] = None,
    postgresql: Annotated[
        str | None,
        typer.Option(
            help="The address of a PostgreSQL server where databases may be made, to measure nights there too."
        ),
    ] = None,
) -> None:
    """Measure the hot paths, each beside its raw counterpart in the same run."""
    from bot.bench.hot_paths import print_bench
    from bot.logs import set_up_logs

    set_up_logs("WARNING")  # the table is what this prints
    print_bench(console, orders // 10 if quick else orders, quick=quick, sellers=sellers, postgresql=postgresql)
