"""Sellers, and the links that let people in."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.root import (
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
from core.values import Plan, State, format_amount, format_instant

if TYPE_CHECKING:
    from storage.books.sellers import Listed


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
def seller_list(
    text: Annotated[str, typer.Argument(help="Only with this in the id or name, whatever the case.")] = "",
    state: Annotated[State | None, typer.Option(help="Only in this state.")] = None,
    plan: Annotated[Plan | None, typer.Option(help="Only with this plan.")] = None,
    parked: Annotated[bool, typer.Option("--parked", help="Only who is under review.")] = False,
    after: Annotated[str, typer.Option(metavar="SELLER", help="Only those whose id comes after this one.")] = "",
    limit: Annotated[int | None, typer.Option(help="No more than this many.", min=1)] = None,
    database: DatabaseOption = None,
) -> None:
    """List sellers with plan, wallet and next due instant, in order of id."""
    from storage.books.sellers import Wanted, pages

    settings = read_settings()
    shown = 0
    print_rows = _print_table if console.is_terminal else _LinePrinter()
    with open_database(database, settings) as opened:
        for page in pages(opened, Wanted(text, state, plan, parked, after)):
            rows = [_row(each) for each in page][: None if limit is None else limit - shown]
            if rows:
                print_rows(rows, first=not shown)
            shown += len(rows)
            if shown == limit:
                return
    if not shown:
        print_rows([], first=True)


_TITLES: Final = ("Seller", "Name", "State", "Plan", "Wallet", "Next due")


def _row(each: "Listed") -> tuple[str, ...]:
    due = "–" if each.next_due is None else format_instant(each.next_due)
    wallet = "–" if each.wallet is None else format_amount(each.wallet)
    # What the marketplace told of a reported shop is in `seller show`.
    return (each.seller, each.name, each.state or each.books, each.plan or "–", wallet, due)


def _print_table(rows: Sequence[tuple[str, ...]], *, first: bool) -> None:
    table = Table(*_TITLES, box=None, show_header=first)
    for row in rows:
        table.add_row(*map(Text, row))  # text, not markup: a name may hold square brackets
    console.print(table)


class _LinePrinter:
    """A seller a line for a program that reads this; columns are as wide as the first sellers need."""

    def __init__(self) -> None:
        self._widths: tuple[int, ...] = ()

    def __call__(self, rows: Sequence[tuple[str, ...]], *, first: bool) -> None:
        lines = [_TITLES, *rows] if first else rows
        if first:
            self._widths = tuple(max(map(len, column)) for column in zip(*lines, strict=True))
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, self._widths, strict=True))
            print(" " + "  ".join(cells))


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
    released = staying = 0
    last = ""
    with open_database(database, settings, to_write=True) as opened:
        books, now = Books(opened, policy_of(settings, policy)), clock_of(opened).now()
        for name in parked_sellers(opened) if seller is None else [seller]:
            found = release(books, name, now)
            if found is None:
                fail(f"There is no seller {name}.")
            for violation in found:
                print(f"{violation.seller}: {violation.invariant}: {violation.text}")
            if found:
                staying, last = staying + 1, name
            else:
                released += 1
    if everyone:
        print(f"Sellers checked: {released + staying}. Released: {released}. Still parked: {staying}.")
    elif released:
        print(f"Seller {seller} is checked and works.")
    if staying:
        fail(f"Seller {last} stays parked." if staying == 1 else f"{staying} sellers stay parked.")
