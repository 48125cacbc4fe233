"""What the chat stands on, handed in once by whoever builds the program.

Problem: screens, notices and errors all need the ledger, the team, the outbox, the clock and the texts.
Decision: one frozen bundle, passed through aiogram's workflow data; nobody in the chat builds any of them.
Limit: everything here is synchronous; callers in the event loop go through `asyncio.to_thread`, one hop per use
case.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.reported.marketplace import Marketplace
from bot.reported.waiting import Waiting
from bot.signs import Signs
from bot.texts import Texts
from core.account import Account
from core.due import bring_to
from core.points.campaigns import Campaigns, campaigns_at
from core.policy import Policy
from core.values import Instant
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.operators import Operators
from storage.people.team import Team
from storage.post.broadcasts import Broadcasts
from storage.post.corrections import Corrections
from storage.post.dialogs import AnyDialogs
from storage.post.outbox import Outbox

SOURCE = "chat"
"""Where the ids of commands given in the chat are unique (RULES 2.6)."""


def _nobody_waits() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports. `nudge` is called from the event loop when a tap may have produced notices; it must not block.

    `signs` are what the loops last met, for whoever watches.
    """

    ledger: Ledger
    books: Books
    team: Team
    outbox: Outbox
    clock: Clock
    texts: Texts
    nudge: Callable[[], None] = _nobody_waits
    reports: Waiting = field(default_factory=Waiting)
    """Reports of a marketplace that were sent and wait for a yes."""
    marketplace: Marketplace = field(default_factory=Marketplace)
    """Where reported shops are asked for, and what opens their keys."""
    read_soon: Callable[[], None] = _nobody_waits
    """A reported shop is to be read at once. Called from the event loop; does not block."""
    open_signup: bool = False
    """Whether anybody may begin a reported shop of their own."""
    dialogs: AnyDialogs | None = None
    """Where open dialogs are kept, if not in the database."""
    signs: Signs = field(default_factory=Signs)

    @property
    def policy(self) -> Policy:
        """The operator's values, with the prices in force when the ledger last read the database (RULES 4.15)."""
        return self.ledger.policy

    @property
    def operators(self) -> Operators:
        """The marketplace's own staff."""
        return Operators(self.team.database)

    @property
    def broadcasts(self) -> Broadcasts:
        """What the staff writes to many people."""
        return Broadcasts(self.team.database)

    @property
    def corrections(self) -> Corrections:
        """Messages in chats that are to be changed."""
        return Corrections(self.outbox.database, self.policy)

    def campaigns(self, now: Instant) -> Campaigns:
        """The campaigns that run and those that are coming, by the terms that the rows have now (RULES 8.1)."""
        return campaigns_at(self.ledger.world_now().campaigns, now)

    def account(self, seller: str) -> Account | None:
        """The seller's account as it stands this moment, to read: what is due by now counts as done (RULES 10.1)."""
        account = self.ledger.look(seller)
        if account is not None:
            bring_to(account, self.policy, self.clock.now())
        return account
