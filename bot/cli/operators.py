"""The marketplace's staff in the chat."""

from bot.cli.root import CLI, DatabaseOption, PersonArgument, fail, open_database, operator_app
from bot.settings import read_settings
from core.values import format_instant


@operator_app.command("grant")
def operator_grant(person: PersonArgument, database: DatabaseOption = None) -> None:
    """Make a person an operator: /operator opens the operator's screens for them."""
    from bot.clock import clock_of
    from storage.people.operators import Operators

    with open_database(database, read_settings(), to_write=True) as opened:
        granted = Operators(opened).grant(person, CLI, clock_of(opened).now())
    now = "is an operator now" if granted else "was an operator already"
    print(f"{person} {now}. They write to the bot: /operator")


@operator_app.command("revoke")
def operator_revoke(person: PersonArgument, database: DatabaseOption = None) -> None:
    """Take the right away. It counts from the next tap on, also for buttons shown before."""
    from bot.clock import clock_of
    from storage.people.operators import Operators

    with open_database(database, read_settings(), to_write=True) as opened:
        revoked = Operators(opened).revoke(person, CLI, clock_of(opened).now())
    if not revoked:
        fail(f"{person} is no operator.")
    print(f"{person} is no operator any more.")


@operator_app.command("list")
def operator_list(database: DatabaseOption = None) -> None:
    """List the operators, with the number that records name them by."""
    from storage.people.operators import Operators

    with open_database(database, read_settings()) as opened:
        found = Operators(opened).everyone()
    for operator in found:
        since = format_instant(operator.granted_at)
        print(f"{operator.actor}: Telegram id {operator.telegram_id}, since {since}, by {operator.granted_by}")
    if not found:
        print("There are no operators.")
