"""The way in over HTTP without a chat."""

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.root import DatabaseOption, PolicyOption, app, fail, open_database, policy_of, tell_idle_prices
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.api.ports import Api
    from storage.ledger.due_work import DueWork
    from storage.post.outbox import Outbox

PORT = 8081


@app.command()
def serve(
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on; else API_HOST or this machine.")] = None,
    port: Annotated[int | None, typer.Option(help="The port; else API_PORT or 8081.", min=1, max=65535)] = None,
    work: Annotated[bool, typer.Option("--work", help="Also do due work, once a second, and tell endpoints.")] = False,
) -> None:
    """Serve the way in over HTTP, without a chat. Due work is done by `run` or `tick`, unless --work is given."""
    from bot.api.ports import Api
    from bot.clock import clock_of
    from bot.logs import set_up_logs
    from bot.texts import Texts
    from storage.books.books import Books
    from storage.ledger.duty import on_duty
    from storage.ledger.ledger import Ledger
    from storage.people.team import Team

    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    values = policy_of(settings, policy)
    with open_database(database, settings, to_write=True) as opened:
        ledger, clock = Ledger(opened, values), clock_of(opened)
        tell_idle_prices(ledger, clock.now())
        api = Api(
            ledger,
            Books(opened, values),
            Team(opened),
            clock,
            Texts(),
            private_webhooks=settings.webhooks_allow_private,
        )
        address = host or settings.api_host, port or settings.api_port or PORT
        try:
            with on_duty(opened.file if work else None):
                asyncio.run(_until_stopped(api, *address, work=work))
        except OSError as error:
            fail(f"{error.strerror or error}; choose another with API_PORT or --port.")


async def _until_stopped(api: "Api", host: str, port: int, *, work: bool) -> None:
    from bot.api.app import build_api
    from bot.api.serving import serving

    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with serving(build_api(api), host, port) as url, asyncio.TaskGroup() as tasks:
        print(f"Serving {url}/api/v1, described at {url}/docs. Stop with Ctrl-C.", flush=True)
        if work:
            tasks.create_task(_work(api, stop))
        await stop.wait()


async def _work(api: "Api", stop: asyncio.Event) -> None:
    """Due work, as a tick does it, until stopped; and other systems are told. A turn that fails is told, and the next
    tries again."""
    from bot.clock import WallClock
    from bot.post.turns import ended
    from bot.post.webhooks import Courier
    from storage.ledger.due_work import DueWork
    from storage.post.outbox import Outbox
    from storage.post.webhooks import Webhooks

    worker = api.ledger.beside()
    due_work, outbox = DueWork(worker), Outbox(worker.database, api.policy)
    courier = Courier(Webhooks(api.database), api.clock, WallClock(), allow_private=api.private_webhooks)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(courier.run())
        while not stop.is_set():
            try:
                await asyncio.to_thread(_turn, api, due_work, outbox)
            except Exception as error:
                ended(api.signs, error)
            else:
                ended(api.signs, None)
            courier.nudge()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await stop.wait()
        courier.stop()


def _turn(api: "Api", due_work: "DueWork", outbox: "Outbox") -> None:
    """Do what is due now, and tell of it. Raises `StorageError`."""
    from bot.post.turns import tell
    from storage.post.broadcasts import Broadcasts

    now = api.clock.now()
    tell(due_work.do(now), Broadcasts(api.database), api.texts, now)
    with outbox.database.patiently():
        outbox.fan_out(api.clock.now())
