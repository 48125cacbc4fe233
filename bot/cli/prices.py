"""What the plans cost."""

from typing import Annotated

import typer

from bot.cli.root import (
    DatabaseOption,
    PolicyOption,
    fail,
    instant_of,
    open_database,
    policy_of,
    price_app,
    tell_idle_prices,
)
from bot.settings import read_settings
from core.values import format_amount, format_instant


@price_app.command("set")
def price_set(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="lite or premium.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="The fee of a month, such as 2500.00.")],
    since: Annotated[
        str, typer.Option("--from", metavar="INSTANT", help="From when on, such as 2026-07-01T00:00:00+03:00, or now.")
    ],
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Change what a plan costs from an instant on, and tell the sellers whom it concerns. Safe to repeat."""
    from bot.clock import clock_of
    from bot.feed.pricing import set_price
    from core.events import Malformed
    from storage.ledger.ledger import Ledger

    wanted = None if since == "now" else instant_of(since)
    settings = read_settings()
    with open_database(database, settings, to_write=True) as opened:
        ledger, now = Ledger(opened, policy_of(settings, policy)), clock_of(opened).now()
        found = set_price(ledger, plan, amount, now if wanted is None else wanted, now)
    if isinstance(found, Malformed):
        fail(found.message)
    beginning = format_instant(found.event.since)
    if found.outcome is None or (found.outcome.kind == "replayed" and found.outcome.reason is None):
        print(f"{plan} costs {format_amount(found.event.price)} from {beginning}: that was set before, nobody is told.")
        return
    if not found.outcome.is_done:
        fail(found.outcome.message or str(found.outcome.reason))
    print(
        f"{plan} costs {format_amount(found.event.price)} from {beginning}; it was {format_amount(found.before)}. "
        f"Sellers told: {found.told}."
    )


@price_app.command("list")
def price_list(database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """List the prices in force and those announced."""
    from bot.clock import clock_of
    from core.values import Plan
    from storage.ledger.ledger import Ledger

    settings = read_settings()
    with open_database(database, settings) as opened:
        ledger, now = Ledger(opened, policy_of(settings, policy)), clock_of(opened).now()
        tell_idle_prices(ledger, now)
    values = ledger.policy
    for plan in Plan:
        print(f"{plan}: {format_amount(values.price(plan, now))} now")
        for since, price in values.prices.ahead(plan, now):
            print(f"{plan}: {format_amount(price)} from {format_instant(since)}")
