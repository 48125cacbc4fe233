"""Keys of reported shops: the operator's key that seals them, and reading with them now."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.root import (
    DatabaseOption,
    Language,
    PolicyOption,
    app,
    fail,
    key_app,
    open_database,
    policy_of,
    seller_id_if_any,
)
from bot.settings import Settings, read_settings
from core.values import format_instant

if TYPE_CHECKING:
    from bot.ozon.key import Safe
    from bot.reported.reading import ShopReader
    from storage.people.keys import ShopKey


@key_app.command("new")
def key_new() -> None:
    """Print a new key for SELLER_PREMIUM_KEY. To replace one: the new in front, a comma, the old; then `key renew`."""
    from bot.ozon.key import new_operator_key

    print(new_operator_key())


@key_app.command("renew")
def key_renew(database: DatabaseOption = None) -> None:
    """Seal all keys with the first of SELLER_PREMIUM_KEY; then the others can be dropped. Run again, it goes on."""
    from bot.ozon.key import CannotOpen
    from storage.people.keys import ShopKeys

    settings = read_settings()
    safe = _safe(settings)
    with open_database(database, settings, to_write=True) as opened:
        keys = ShopKeys(opened)
        renewed, lost = 0, []
        for key in keys.every():
            if not safe.is_old(key.sealed):
                continue
            try:
                renewed += keys.reseal(key, safe.seal(safe.open(key.sealed, key.seller), key.seller))
            except CannotOpen:
                lost.append(key.seller)
    print(f"Sealed anew: {renewed}.")
    if lost:
        fail(f"SELLER_PREMIUM_KEY does not open the keys of: {', '.join(lost)}. They are to be given again.")


@key_app.command("list")
def key_list(database: DatabaseOption = None) -> None:
    """List the shops that are read by key, with how reading stands; never a key."""
    from storage.people.keys import ShopKeys

    with open_database(database, read_settings()) as opened:
        found = ShopKeys(opened).every()
    for key in found:
        until = "" if key.expires_at is None else f"; valid until {format_instant(key.expires_at)}"
        read = "not read whole yet" if key.read_at is None else f"last read {format_instant(key.read_at)}"
        failed = "" if key.failed_at is None else f"; failed {format_instant(key.failed_at)}: {key.failure}"
        print(f"{key.seller}: account {key.client_id}; {read}{failed}; next {format_instant(key.next_at)}{until}")
    if not found:
        print("No shop is read by key.")


@app.command()
def read(
    seller: Annotated[
        str | None,
        typer.Option(
            metavar="SELLER", help="This shop alone, due or not; else all that are due.", callback=seller_id_if_any
        ),
    ] = None,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Read reported shops by their keys now, as the bot does every night. Stopped half-way, just run it again."""
    import asyncio

    from bot.clock import clock_of
    from bot.logs import set_up_logs
    from bot.ozon.client import OZON
    from bot.reported.marketplace import Marketplace
    from bot.reported.reading import ShopReader
    from storage.books.books import Books
    from storage.ledger.ledger import Ledger
    from storage.people.keys import ShopKeys

    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    marketplace = Marketplace(settings.ozon_api_url or OZON, _safe(settings))
    failed = 0
    with open_database(database, settings, to_write=True) as opened:
        ledger, clock, keys = Ledger(opened, policy_of(settings, policy)), clock_of(opened), ShopKeys(opened)
        if seller is not None and keys.of(seller) is None:
            fail(f"Seller {seller} has no key.")
        reader = ShopReader(marketplace, keys, ledger, Books(opened, ledger.policy), clock)
        count = 0
        while (key := keys.take(clock.now(), seller)) is not None:
            count += 1
            failed += not asyncio.run(_read(reader, key))
            if seller is not None:
                break
    if not count:
        print("Nothing is due." if seller is None else f"Another process is reading {seller}.")
    if failed:
        raise SystemExit(1)


async def _read(reader: "ShopReader", key: "ShopKey") -> bool:
    """Read a shop and say what it came to; False if it failed."""
    from bot.feed.progress import progress_bar
    from bot.reported.reading import Failed, Read
    from bot.texts import Texts

    with progress_bar(f"read {key.seller}", None) as show:

        async def progress(done: int, days: int) -> None:
            show(done)

        came = await reader.attempt(key, progress)
    match came:
        case Read() as read:
            unread = f" Not understood: {', '.join(sorted(read.unread))}." if read.unread else ""
            news = f"{read.new} new, {read.changed} changed, {read.gone} corrected to 0.00"
            print(f"{key.seller}: {read.days} days; {news}, {read.refused.total()} not kept.{unread}")
        case Failed() as failed:
            print(f"{key.seller}: not read. {Texts().plain(Language.EN, failed.text_key)}")
        case None:
            print(f"{key.seller}: another process went on, or the key was replaced.")
    return not isinstance(came, Failed)


def _safe(settings: Settings) -> "Safe":
    from bot.ozon.key import KeysError, Safe

    if settings.seller_premium_key is None:
        fail("SELLER_PREMIUM_KEY is not set; `key new` prints one.")
    try:
        return Safe(settings.seller_premium_key.get_secret_value())
    except KeysError as error:
        fail(str(error))
