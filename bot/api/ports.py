"""What the routes stand on, handed in once by whoever builds the program.

Everything here is synchronous. A route is a plain `def`, which the framework runs in a worker thread: one hop a
request, and nothing of the database in the event loop.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from bot.clock import Clock
from bot.signs import Signs
from bot.texts import Texts
from core.account import Account
from core.due import bring_to
from core.policy import Policy
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.people.tokens import Tokens
from storage.rows.database import Database


def _nobody_waits() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Api:
    """The ports. `nudge` is called, from any thread, when something may have produced notices; it does not block.

    `signs` are what the loops of this process last met.
    `private_webhooks`: endpoints may stand in the own network.
    """

    ledger: Ledger
    books: Books
    team: Team
    clock: Clock
    texts: Texts
    nudge: Callable[[], None] = _nobody_waits
    signs: Signs = field(default_factory=Signs)
    private_webhooks: bool = False

    @property
    def database(self) -> Database:
        """The rows."""
        return self.ledger.database

    @property
    def policy(self) -> Policy:
        """The operator's values, with the prices in force when the ledger last read the database (RULES 4.15)."""
        return self.ledger.policy

    @property
    def tokens(self) -> Tokens:
        """Who may come in."""
        return Tokens(self.database)

    def account(self, seller: str) -> Account | None:
        """The seller's account as it stands this moment, to read: what is due by now counts as done (RULES 10.1)."""
        account = self.ledger.look(seller)
        if account is not None:
            bring_to(account, self.policy, self.clock.now())
        return account


async def ports(request: Request) -> Api:
    """The ports of the application that serves this request."""
    api: Api = request.app.state.api
    return api


Ports = Annotated[Api, Depends(ports)]
"""A route's parameter that wants the ports."""
