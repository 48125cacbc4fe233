"""The tools of an assistant that answers "why did my points go", over standard input and output.

Problem: an assistant with a database in its hands may change it, and one that reads for one seller may be talked into
reading another. Decision: the tools read the books and hold nothing that writes; the database is opened so that it
refuses to be written to. The token and its scopes are looked up at each call, and whoever may not read a seller is
answered the same whether it exists or not. Answers have the forms of the HTTP room, without what does not apply: an
assistant reads every word of them. What fails is a sentence. Limit: a token's last use is not noted here, for
that would be writing; the requests of an assistant are not counted.
"""

import functools
import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from bot import VERSION
from bot.api.figures import MetricsShown, StatementShown
from bot.api.shapes import Balance, Entry, LotShown, Subscription
from bot.api.told import EntriesTold, LotsTold, StandingTold, StatementTold, SubscriptionTold, told_metrics
from bot.clock import Clock
from bot.secrecy import hide
from core.subscription.benefits import mailings_available
from core.values import BooksKind, Instant, format_instant, parse_instant
from storage.books.books import Books
from storage.books.explain import explain_entry
from storage.books.history import TOLD_ONCE, HistoryFilter, InArchive, page
from storage.books.reported import books_of, reported_month
from storage.books.reports import metrics, statement
from storage.books.standing import Standing, account_at, standing
from storage.books.tellings import ToldFilter, told_page, told_standing
from storage.books.told import premium_fees
from storage.people.tokens import Scopes, Tokens
from storage.rows.errors import StorageError

Answer = dict[str, Any]
"""An object in JSON."""
LARGEST_PAGE: Final = 100
SELLERS: Final = 100
"""Sellers named in one answer."""
LAST_YEAR: Final = 2100
"""Instants end with it (RULES 15.14)."""
INSTRUCTIONS: Final = """\
The books of a marketplace's sellers: Premium subscription, wallet, and bonus points in programmes. Everything is \
read-only. Amounts have two decimals; instants are UTC.

To answer "why did my points go": look at `balance`, then at `movements` with what = ["points"] and the time in \
question; an amount below zero is what went. Kinds: spending paid a service (see charge and service), expiry is a lot \
whose time was over, adjustment follows an order that was cancelled or returned or a bonus that was revoked, repayment \
paid a debt in points. Then `explain` the entry: it names the rule, its inputs and the arithmetic; say them in plain \
words. Points are first held, and become available when the order's return window is over; `lots` says what expires \
next.

To answer "why was I charged" look at `movements` with what = ["money"] and `explain`; "what will I pay" is \
`subscription`.

Where an answer says `books`: "reported", a marketplace decides for the shop and these books keep what it told: points \
in, back and net, fees, sales, balance, plan, rating. null is what it did not tell: say so, and never take it for 0 or \
for "none". `movements` lists what was told, with corrections.
"""
TOLD: Final = ("points", "fee", "sale", "balance", "plan", "rating")
"""What the history of a reported shop is about."""
_WHATS: Final = ", ".join(TOLD_ONCE)
_ALL_WHATS: Final = ", ".join(dict.fromkeys((*TOLD_ONCE, *TOLD)))
FEES: Final = 24
"""The last fees of a reported shop's subscription that are told."""

SellerId = Annotated[str, Field(description="The seller's id, as `sellers` lists it.")]
At = Annotated[
    str | None, Field(description="An instant such as 2026-07-01T00:00:00Z, that moment included; else now.")
]
Since = Annotated[str | None, Field(description="From this instant on, such as 2026-07-01T00:00:00Z.")]
Until = Annotated[str | None, Field(description="Up to this instant, itself not included; else now.")]


class Desk:
    """What the tools stand on: each of its public methods is one. `secret` is the token's."""

    def __init__(self, books: Books, clock: Clock, secret: str) -> None:
        self._books = books
        self._clock = clock
        self._secret = secret

    def sellers(
        self,
        text: Annotated[str, Field(description="A part of the id or name, whatever the case; else all.")] = "",
        after: Annotated[str, Field(description="The id after which the list goes on.")] = "",
    ) -> Answer:
        """The sellers that the token may read, by id; `more` says whether the list goes on. Begin here for an id."""
        scopes, more = self._scopes(), False
        found: list[Answer] = []
        with self._books.read() as transaction:
            for id_, name in transaction.stream("SELECT id, name FROM seller WHERE id > ? ORDER BY id", (after,)):
                if not scopes.may_read(id_) or text.casefold() not in f"{id_}\n{name}".casefold():
                    continue
                more = len(found) == SELLERS
                if more:
                    break
                found.append({"seller": id_, "name": name})
        return {"sellers": found, "more": more}

    def balance(self, seller: SellerId, at: At = None) -> Answer:
        """Wallet and points at an instant that has been, or now: available, held (not yet to be spent), debt in points,
        when the next points expire, and totals since the start.
        """
        if self._is_reported(seller):
            found = told_standing(self._books, seller, self._past(at))
            return _with_nulls(StandingTold.of(seller, found, self._books.policy.programmes))
        return _told(Balance.of(self._standing(seller, at)))

    def lots(self, seller: SellerId, at: At = None) -> Answer:
        """Available points by their expiry, the soonest first, each with the order line or grant that brought them."""
        if self._is_reported(seller):
            return _with_nulls(LotsTold(seller=seller, at=format_instant(self._past(at))))
        found = self._standing(seller, at)
        lots = sorted((lot for points in found.points for lot in points.lots), key=lambda lot: lot.expires_at)
        return {
            "seller": seller,
            "at": format_instant(found.at),
            "lots": [_told(LotShown.of(lot)) for lot in lots],
        }

    def movements(
        self,
        seller: SellerId,
        since: Since = None,
        until: Until = None,
        what: Annotated[list[str], Field(description=f"Of: {_ALL_WHATS}; else all of them.")] = [],  # noqa: B006  (a schema)
        kinds: Annotated[list[str], Field(description="Kinds of entries, such as spending or expiry; else all.")] = [],  # noqa: B006
        programme: Annotated[str | None, Field(description="A point programme, as `balance` names them.")] = None,
        order: Annotated[str | None, Field(description="Everything about an order line and its points.")] = None,
        charge: Annotated[str | None, Field(description="Everything about one charge for a service.")] = None,
        before: Annotated[int | None, Field(description="`older` of the page before: the list goes on there.")] = None,
        size: Annotated[int, Field(description="Entries in an answer.", ge=1, le=LARGEST_PAGE)] = 20,
    ) -> Answer:
        """The seller's history, newest first: points, money, subscription, consent, rating. An amount below zero went
        away. `seq` is the number to `explain`; `older` is the mark of the next page, null at the end. Points
        also moved before `archived_before`, where it is given: that is in the archive and not among these.
        """
        reported = self._is_reported(seller)
        unknown = set(what) - set(TOLD if reported else TOLD_ONCE)
        if unknown:
            known = ", ".join(TOLD) if reported else _WHATS
            raise ToolError(f"There is no {sorted(unknown)[0]} in this history; what is one of {known}.")
        if reported:
            return self._told_movements(
                seller, before, size,
                ToldFilter(_instant(since), _instant(until), frozenset(what), frozenset(kinds), programme, None, order),
            )  # fmt: skip
        wanted = HistoryFilter(
            _instant(since), _instant(until), frozenset(what), frozenset(kinds), programme, order=order, charge=charge
        )
        found = page(self._books, seller, wanted, before=before, size=size)
        answer: Answer = {
            "entries": [_told(Entry.of(line)) for line in found.lines],
            "older": found.older,
            "total": found.total,
        }
        return answer if found.archived is None else answer | {"archived_before": format_instant(found.archived)}

    def explain(
        self, seller: SellerId, entry: Annotated[int, Field(description="The `seq` of an entry of `movements`.", ge=1)]
    ) -> Answer:
        """Why an entry of the history is as it is: the rule, its inputs and the arithmetic, and what belongs to it."""
        self._may_read(seller)
        found = explain_entry(self._books, seller, entry)
        if found is None:
            raise ToolError(f"Seller {seller} has no entry {entry}; take its number from movements.")
        return found

    def subscription(self, seller: SellerId) -> Answer:
        """The subscription now, and what comes by itself with its dates: benefits, the next charge with what the wallet
        lacks of it, the end.
        """
        reported = self._is_reported(seller)
        account = account_at(self._books, seller, self._clock.now())
        assert account is not None  # `_may_read` saw the seller, and sellers are never removed
        if reported:
            fees = list(premium_fees(self._books, seller).items())[:FEES]
            return _with_nulls(SubscriptionTold.of(account, fees))
        policy = self._books.policy
        return _told(Subscription.of(account, policy, mailings_available(account, policy)))

    def statement(
        self,
        seller: SellerId,
        month: Annotated[str, Field(description="A month of the programme's calendar: 2026-07.")],
    ) -> Answer:
        """A month of money and points: for the wallet and each programme opening + changes by kind = closing, and the
        month's subscription fees.
        """
        reported = self._is_reported(seller)
        found = re.fullmatch(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])", month)
        if found is None or int(found[1]) > LAST_YEAR:
            raise ToolError(f'"{month}" is not a month such as 2026-07.')
        number, policy = int(found[1]) * 100 + int(found[2]), self._books.policy
        if reported:
            told = reported_month(self._books, seller, number)
            return _with_nulls(StatementTold.of(seller, told, policy.programmes, policy.currency))
        stated = statement(self._books, seller, number)
        return _told(StatementShown.of(stated, self._books.policy.currency))

    def metrics(
        self, seller: SellerId, since: Annotated[str, Field(description="From this instant on.")], until: Until = None
    ) -> Answer:
        """What services cost and what part points paid, points by programme and campaign, fees and what they returned,
        for [since, until).
        """
        reported = self._is_reported(seller)
        start, end = _instant(since), _instant(until)
        assert start is not None  # a text always is an instant, or refused
        end = self._clock.now() if end is None else end
        if reported:
            return _with_nulls(told_metrics(self._books, seller, start, max(start, end)))
        figures = metrics(self._books, seller, start, end)
        return _told(MetricsShown.of(seller, figures))

    # -- who asks -------------------------------------------------------------------------------------------

    def _scopes(self) -> Scopes:
        token = Tokens(self._books.database).find(self._secret)
        if token is None or not token.is_good(self._clock.now()):
            raise ToolError("The token of SELLER_PREMIUM_TOKEN opens nothing (any more); make one with: token create.")
        return token.scopes

    def _may_read(self, seller: str) -> None:
        scopes = self._scopes()
        if not scopes.may_read(seller):
            raise ToolError(f"The token may not read seller {seller}.")
        with self._books.read() as transaction:
            if transaction.row("SELECT 1 FROM seller WHERE id = ?", (seller,)) is None:
                raise ToolError(f"There is no seller {seller}.")

    def _is_reported(self, seller: str) -> bool:
        """Whether a marketplace decides for the seller. Raises ToolError for one that may not be read."""
        self._may_read(seller)
        return books_of(self._books, seller) is BooksKind.REPORTED

    def _told_movements(self, seller: str, before: int | None, size: int, wanted: ToldFilter) -> Answer:
        found = EntriesTold.of(told_page(self._books, seller, wanted, before=before, size=size))
        entries = [_told(entry) for entry in found.entries]
        return {"books": found.books, "entries": entries, "older": found.older, "total": found.total}

    def _past(self, at: str | None) -> Instant:
        instant, now = _instant(at), self._clock.now()
        if instant is not None and instant > now:
            raise ToolError(f"{at} is still to come; see subscription and lots for what is known of it.")
        return now if instant is None else instant

    def _standing(self, seller: str, at: str | None) -> Standing:
        found = standing(self._books, seller, self._past(at))
        assert found is not None  # `_may_read` saw the seller, and sellers are never removed
        return found


def build_server(desk: Desk) -> MCPServer[Any]:
    """The server of these tools; its caller runs it."""
    server: MCPServer[Any] = MCPServer(
        "seller-premium", title="Seller Premium", instructions=INSTRUCTIONS, version=VERSION, log_level="WARNING"
    )
    tools: tuple[Callable[..., Answer], ...] = (
        desk.sellers, desk.balance, desk.lots, desk.movements, desk.explain, desk.subscription, desk.statement,
        desk.metrics,
    )  # fmt: skip
    for tool in tools:
        server.add_tool(
            _in_sentences(tool),
            annotations=ToolAnnotations(
                read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
            ),
        )
    return server


def _in_sentences(tool: Callable[..., Answer]) -> Callable[..., Answer]:
    """The tool, with a database that cannot be read, or what is not in it, told as a sentence."""

    @functools.wraps(tool)
    def told(*arguments: Any, **named: Any) -> Answer:
        try:
            return tool(*arguments, **named)
        except StorageError as error:
            raise ToolError(hide(str(error))) from error
        except InArchive as error:
            raise ToolError(f"{error} Ask of what was from then on; the operators can read the rest.") from error

    return told


def _told(model: BaseModel) -> Answer:
    return model.model_dump(mode="json", exclude_none=True)


def _with_nulls(model: BaseModel) -> Answer:
    """The answer with what the marketplace does not tell, which must be seen."""
    return model.model_dump(mode="json", by_alias=True)


def _instant(text: str | None) -> Instant | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError as error:
        raise ToolError(f'"{text}" is not an instant such as 2026-07-01T00:00:00Z.') from error
