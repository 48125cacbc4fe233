"""Sellers, and the links that let people in."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.root import (
    WIDEST,
    DatabaseOption,
    PolicyOption,
    SellerArgument,
    app,
    console,
    fail,
    known,
    open_database,
    policy_of,
    seller_app,
    seller_id_if_any,
)
from bot.settings import Settings, read_settings
from core.values import format_amount, format_instant


@app.command()
def link(
    seller: SellerArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="administrator, manager, finance or employee.")],
    hours: Annotated[int, typer.Option(help="How long the link works.", min=1, max=24 * 30)] = 24,
    database: DatabaseOption = None,
) -> None:
    """Make a one-time link with which a person joins a shop's team in the bot."""
    from bot.clock import clock_of
    from core.values import Role
    from storage.people.team import Team

    roles = [each.value for each in Role if each is not Role.OPERATOR]
    if role not in roles:
        fail(f'"{role}" is not a role; choose {", ".join(roles)}.')
    settings = read_settings()
    with open_database(database, settings, to_write=True) as opened:
        if not known(opened, seller):
            fail(f"There is no seller {seller}; register it with a seller.registered line.")
        token = Team(opened).create_link(seller, Role(role), by="operator", now=clock_of(opened).now(), hours=hours)
    name = _bot_name(settings) or "<your bot>"
    print(f"Works once, for {hours} hours. Send to the person: https://t.me/{name}?start={token}")
    print(f"Or they write to the bot: /start {token}")


def _bot_name(settings: Settings) -> str | None:
    """What Telegram calls the bot of the token; None without a token, or while Telegram can't be asked."""
    if settings.bot_token is None:
        return None
    from bot.app import username_of  # imported late: it brings the chat along, which takes seconds

    return asyncio.run(username_of(settings.bot_token.get_secret_value(), settings.telegram_api_url))


@seller_app.command("list")
def seller_list(database: DatabaseOption = None) -> None:
    """List sellers with plan, wallet and next due instant."""
    settings = read_settings()
    table = Table("Seller", "Name", "State", "Plan", "Wallet", "Next due", box=None)
    with open_database(database, settings) as opened, opened.read() as transaction:
        for id_, name, state, plan, wallet, due in transaction.stream(
            "SELECT s.id, s.name, b.state, b.plan, s.wallet, s.next_due FROM seller s "
            "LEFT JOIN subscription b ON b.seller = s.id ORDER BY s.id"
        ):
            when = "–" if due is None else format_instant(due)
            # Text, not markup: a name may hold square brackets.
            table.add_row(Text(id_), Text(name), state or "inactive", plan or "–", format_amount(wallet), when)
    if console.is_terminal:
        console.print(table)
    else:
        Console(width=WIDEST).print(table)  # a program that reads this wants a seller a line


@seller_app.command("show")
def seller_show(seller: SellerArgument, database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """Show one seller's state as JSON, in the format of `replay --state`."""
    from storage.books.books import Books
    from storage.books.standing import account_at
    from storage.books.state import seller_state

    settings = read_settings()
    with open_database(database, settings) as opened:
        account = account_at(Books(opened, policy_of(settings, policy)), seller)
    if account is None:
        fail(f"There is no seller {seller}.")
    print(json.dumps(seller_state(account), ensure_ascii=False, indent=2))


@seller_app.command("release")
def seller_release(
    seller: Annotated[
        str | None, typer.Argument(metavar="SELLER", help="The seller's id, unless --all.", callback=seller_id_if_any)
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every seller that is parked, each checked by itself.")
    ] = False,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Let parked sellers work again, if verification finds nothing wrong any more. Exit status 1 if it does."""
    from bot.clock import clock_of
    from storage.books.books import Books
    from storage.books.verify import parked_sellers, release

    if (seller is None) is not everyone:
        fail("Name a SELLER, or --all for every seller that is parked.", status=2)
    settings = read_settings()
    released = 0
    staying: list[str] = []
    with open_database(database, settings, to_write=True) as opened:
        books, now = Books(opened, policy_of(settings, policy)), clock_of(opened).now()
        for name in parked_sellers(opened) if seller is None else [seller]:
            found = release(books, name, now)
            if found is None:
                fail(f"There is no seller {name}.")
            for violation in found:
                print(f"{violation.seller}: {violation.invariant}: {violation.text}")
            if found:
                staying.append(name)
            else:
                released += 1
    if everyone:
        print(f"Sellers checked: {released + len(staying)}. Released: {released}. Still parked: {len(staying)}.")
    elif released:
        print(f"Seller {seller} is checked and works.")
    if staying:
        fail(f"Seller {staying[0]} stays parked." if len(staying) == 1 else f"{len(staying)} sellers stay parked.")
