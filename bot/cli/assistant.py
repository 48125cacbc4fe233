"""What an assistant is let in with: mcp."""

from bot.cli.root import DatabaseOption, PolicyOption, app, fail, policy_of
from bot.settings import read_settings


@app.command()
def mcp(database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """Let an assistant read the books: a server of the Model Context Protocol on standard input and output.

    SELLER_PREMIUM_TOKEN is a token of `token create` with the scopes read:SELLER or read:all. Nothing is written.
    """
    from bot.clock import clock_of
    from bot.mcp.server import Desk, build_server
    from storage.books.books import Books
    from storage.rows.database import Database

    settings = read_settings()
    if settings.seller_premium_token is None:
        fail("SELLER_PREMIUM_TOKEN is not set; make a token with: token create NAME --scope read:SELLER")
    opened = Database(database or settings.database_url, read_only=True)
    try:
        opened.require_current()
        books = Books(opened, policy_of(settings, policy))
        desk = Desk(books, clock_of(opened), settings.seller_premium_token.get_secret_value())
        build_server(desk).run("stdio")
    finally:
        opened.close()
