"""Who may come in over HTTP."""

from typing import Annotated

import typer

from bot.cli.root import CLI, DatabaseOption, fail, open_database, token_app
from bot.settings import read_settings
from core.values import format_instant


@token_app.command("create")
def token_create(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Whose it is; the ids that it brings are unique under this name.")
    ],
    scope: Annotated[
        list[str],
        typer.Option(
            metavar="SCOPE", help="feed, read:SELLER, read:all, act:SELLER:ROLE, operate, metrics; repeatable."
        ),
    ],
    days: Annotated[
        int | None, typer.Option(help="How long it opens anything; else for ever.", min=1, max=3660)
    ] = None,
    per_minute: Annotated[int, typer.Option(help="Requests a minute.", min=1, max=1_000_000)] = 6000,
    database: DatabaseOption = None,
) -> None:
    """Make a token and show it, this once. A name may have several: to replace one, make the next, then revoke it."""
    from bot.clock import clock_of
    from storage.people.tokens import DAY, BadScope, Tokens

    with open_database(database, read_settings(), to_write=True) as opened:
        now = clock_of(opened).now()
        expires_at = None if days is None else now + days * DAY
        try:
            secret = Tokens(opened).create(name, scope, CLI, now, expires_at=expires_at, per_minute=per_minute)
        except BadScope as error:
            fail(str(error), status=2)
        except ValueError:
            fail(
                f'"{name}" cannot be a token\'s name: up to 64 small Latin letters, digits and . _ -, and not the name '
                "of another source of ids (file, chat, cli, operator …).",
                status=2,
            )
    print(secret)


@token_app.command("list")
def token_list(database: DatabaseOption = None) -> None:
    """List the tokens with their numbers, scopes and last use, never the tokens themselves."""
    from storage.people.tokens import Tokens

    with open_database(database, read_settings()) as opened:
        found = Tokens(opened).every()
    for token in found:
        until = "never expires" if token.expires_at is None else f"until {format_instant(token.expires_at)}"
        until = until if token.revoked_at is None else f"revoked {format_instant(token.revoked_at)}"
        used = "not used yet" if token.used_at is None else f"last used about {format_instant(token.used_at)}"
        scopes = " ".join(sorted(token.scopes.written))
        print(f"{token.id}: {token.name}: {scopes}; {token.per_minute} a minute; {until}; {used}")
    if not found:
        print("There are no tokens.")


@token_app.command("revoke")
def token_revoke(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `token list` shows it.", min=1)],
    database: DatabaseOption = None,
) -> None:
    """Make a token useless, within a second also for a server that is running."""
    from bot.clock import clock_of
    from storage.people.tokens import Tokens

    with open_database(database, read_settings(), to_write=True) as opened:
        revoked = Tokens(opened).revoke(number, CLI, clock_of(opened).now())
    if not revoked:
        fail(f"There is no token {number} that opens anything.")
    print(f"Token {number} is revoked.")
