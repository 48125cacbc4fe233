"""Other systems that are told of what happens."""

from typing import Annotated, NoReturn

import typer

from bot.cli.root import CLI, DatabaseOption, fail, open_database, webhook_app
from bot.settings import read_settings
from core.values import format_instant

NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="As `webhook list` shows it.", min=1)]
SHOWN = 20


@webhook_app.command("add")
def webhook_add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where events are sent: https://…")],
    event: Annotated[list[str] | None, typer.Option(metavar="TYPE", help="Only this event; repeatable.")] = None,
    seller: Annotated[list[str] | None, typer.Option(metavar="SELLER", help="Only this seller's; repeatable.")] = None,
    database: DatabaseOption = None,
) -> None:
    """Tell an endpoint of what happens from now on. Prints its secret, this once."""
    from bot.clock import clock_of
    from bot.post.addresses import BadAddress, check_url
    from storage.post.events import EVENT_TYPES
    from storage.post.webhooks import MOST_ENDPOINTS, TooManyEndpoints, Webhooks

    settings = read_settings()
    for each in event or ():
        if each not in EVENT_TYPES:
            fail(f'"{each}" is no event. There are: {", ".join(EVENT_TYPES)}.', status=2)
    try:
        check_url(url, allow_private=settings.webhooks_allow_private)
    except BadAddress as error:
        fail(str(error), status=2)
    with open_database(database, settings, to_write=True) as opened:
        try:
            endpoint, secret = Webhooks(opened).create(
                url, CLI, clock_of(opened).now(), events=event or None, sellers=seller or None
            )
        except TooManyEndpoints:
            fail(f"There are {MOST_ENDPOINTS} endpoints; remove one first.")
    print(f"Endpoint {endpoint.id}. Its secret, shown this once:\n{secret}")


@webhook_app.command("list")
def webhook_list(database: DatabaseOption = None) -> None:
    """List the endpoints and how they fare."""
    from storage.post.webhooks import Webhooks

    with open_database(database, read_settings()) as opened:
        found = Webhooks(opened).every()
    for each in found:
        what = "everything" if each.events is None else " ".join(each.events)
        whose = "" if each.sellers is None else f" of {' '.join(each.sellers)}"
        since = "" if each.failing_since is None else f"; takes nothing since {format_instant(each.failing_since)}"
        fares = f"{each.waiting} in line, {each.failed} failed{since}"
        print(f"{each.id}: {each.url}: {what}{whose}; {each.state}; {fares}")
    if not found:
        print("There are no endpoints.")


@webhook_app.command("rotate")
def webhook_rotate(number: NumberArgument, database: DatabaseOption = None) -> None:
    """Make a new secret and print it, this once. For a day both sign, so that the receiver can change over."""
    from bot.clock import clock_of
    from storage.post.webhooks import Webhooks

    with open_database(database, read_settings(), to_write=True) as opened:
        secret = Webhooks(opened).rotate(number, CLI, clock_of(opened).now())
    print(secret if secret is not None else _missing(number))


@webhook_app.command("pause")
def webhook_pause(number: NumberArgument, database: DatabaseOption = None) -> None:
    """Tell an endpoint nothing for now; what happens waits."""
    _change(number, "pause", "is paused", database)


@webhook_app.command("resume")
def webhook_resume(number: NumberArgument, database: DatabaseOption = None) -> None:
    """Tell an endpoint again, beginning with what waits."""
    _change(number, "resume", "is told again", database)


@webhook_app.command("remove")
def webhook_remove(number: NumberArgument, database: DatabaseOption = None) -> None:
    """Tell an endpoint nothing ever again; what waits for it is dropped."""
    _change(number, "remove", "is removed", database)


@webhook_app.command("failures")
def webhook_failures(number: NumberArgument, database: DatabaseOption = None) -> None:
    """List what an endpoint did not take for three days, the newest first."""
    from storage.post.webhooks import DeliveryState, Webhooks

    with open_database(database, read_settings()) as opened:
        webhooks = Webhooks(opened)
        endpoint = webhooks.find(number)
        if endpoint is None:
            _missing(number)
        found = webhooks.deliveries(number, state=DeliveryState.FAILED, limit=SHOWN)
    for each in found:
        at = format_instant(each.at)
        print(f"{each.id}: {each.type} of {each.seller}, {at}: {each.error}; {each.attempts} attempts")
    print(f"{endpoint.failed} failed." + (f" webhook resend {number} sends them again." if endpoint.failed else ""))


@webhook_app.command("resend")
def webhook_resend(
    number: NumberArgument,
    delivery: Annotated[int | None, typer.Option(help="Only this one, as `webhook failures` shows it.", min=1)] = None,
    database: DatabaseOption = None,
) -> None:
    """Send again what failed, under its own id and in its old order."""
    from bot.clock import clock_of
    from storage.post.webhooks import Webhooks

    with open_database(database, read_settings(), to_write=True) as opened:
        webhooks = Webhooks(opened)
        if webhooks.find(number) is None:
            _missing(number)
        count = webhooks.resend(number, CLI, clock_of(opened).now(), delivery)
    print(f"{count} in line again.")


def _change(number: int, act: str, done: str, database: str | None) -> None:
    from bot.clock import clock_of
    from storage.post.webhooks import Webhooks

    with open_database(database, read_settings(), to_write=True) as opened:
        webhooks = Webhooks(opened)
        do = {"pause": webhooks.pause, "resume": webhooks.resume, "remove": webhooks.remove}[act]
        if not do(number, CLI, clock_of(opened).now()):
            _missing(number)
    print(f"Endpoint {number} {done}.")


def _missing(number: int) -> NoReturn:
    fail(f"There is no endpoint {number}.")
