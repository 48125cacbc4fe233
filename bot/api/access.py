"""Who may do what: a token's scopes, and what each route needs of them (RULES 13).

Problem: a route that forgets to ask is a hole that nobody sees.
Decision: what a route needs is a `Need` among its dependencies, an object that can be read off the route. `build_api`
refuses a route that has none, and the matrix of scopes, paths and sellers in the tests is made of them. Whoever may not
reach a seller gets the same answer whether the seller exists or not. Tokens are kept in memory for `KNOWN_FOR` seconds.
Limit: a token revoked by another process opens doors for those seconds.
"""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

import structlog
from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from bot.api.ports import Api
from bot.api.problems import Fault, Problem
from core.values import LONGEST_ID, Instant, Role, is_clean_text
from storage.people.tokens import USE_NOTED_EVERY, Scopes, Token, hash_of

KNOWN_FOR: Final = 1.0
"""Seconds for which a token once read is believed."""
KEPT: Final = 1024
"""Tokens, good or not, kept in memory."""
SELLER: Final = "seller_id"
"""The path parameter that names the seller."""

SellerId = Annotated[str, Path(min_length=1, max_length=LONGEST_ID, description="The seller's id, without a slash.")]
"""The parameter of every path that is about a seller; it is called `seller_id`."""

_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token from `token create`.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `name` is the source of the ids brought (RULES 13); `role` is the one acted in, for a seller."""

    token: int
    name: str
    scopes: Scopes
    per_minute: int
    expires_at: Instant | None
    role: Role | None = None


@dataclass(slots=True)
class _Known:
    token: Token | None
    read_at: float
    """By the monotonic clock."""
    noted_at: int = 0
    """The use that was noted last."""


@dataclass(slots=True)
class Door:
    """Looks tokens up and counts their requests; one for each process."""

    api: Api
    _known: dict[bytes, _Known] = field(default_factory=dict)
    _free_at: dict[int, float] = field(default_factory=dict)
    """For each token when its allowance would be whole again, by the monotonic clock."""

    async def admit(self, request: Request, secret: str | None) -> Token:
        """The good token of this secret. Raises `Problem`."""
        token = None if secret is None else await self._look_up(secret)
        if token is None or not token.is_good(self.api.clock.now()):
            raise Problem(Fault.UNAUTHENTICATED, headers={"WWW-Authenticate": 'Bearer realm="seller-premium"'})
        self._count(request, token)
        return token

    async def _look_up(self, secret: str) -> Token | None:
        key, now = hash_of(secret), time.monotonic()
        known = self._known.get(key)
        if known is None or now - known.read_at > KNOWN_FOR:
            token = await run_in_threadpool(self.api.tokens.find, secret)
            while len(self._known) >= KEPT:
                self._known.pop(next(iter(self._known)), None)
            known = self._known[key] = _Known(token, now, 0 if known is None else known.noted_at)
        if known.token is not None:
            instant = self.api.clock.now()
            if instant - known.noted_at >= USE_NOTED_EVERY:
                known.noted_at = instant
                await run_in_threadpool(self.api.tokens.note_use, known.token.id, instant)
        return known.token

    def _count(self, request: Request, token: Token) -> None:
        """Let `per_minute` requests a minute through, a minute's worth of them at once at most."""
        now, each = time.monotonic(), 60 / token.per_minute
        free_at = max(now, self._free_at.get(token.id, 0.0)) + each
        wait = free_at - now - 60
        if wait <= 0:
            self._free_at[token.id] = free_at
        left = max(0, int((60 - (self._free_at.get(token.id, now) - now)) / each))
        request.state.rate = {
            "RateLimit-Policy": f'"token";q={token.per_minute};w=60',
            "RateLimit": f'"token";r={left};t={max(1, round(each)) if left == 0 else 60}',
        }
        if wait > 0:
            raise Problem(Fault.TOO_MANY_REQUESTS, headers={"Retry-After": str(int(wait) + 1)})


class Right(StrEnum):
    """What a route may need of a token."""

    NOTHING = "nothing"
    """Not even a token."""
    TOKEN = "token"  # noqa: S105  (the word)
    """Any good one."""
    FEED = "feed"
    READ_SELLER = "read_seller"
    READ_ALL = "read_all"
    ACT = "act"
    OPERATE = "operate"
    WATCH = "watch"


@dataclass(frozen=True)
class Need:
    """A dependency that lets through only callers with this right. Raises `Problem` otherwise."""

    right: Right

    async def __call__(
        self, request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
    ) -> Caller:
        """The caller, who has the right."""
        door: Door = request.app.state.door
        token = await door.admit(request, None if credentials is None else credentials.credentials)
        scopes, seller = token.scopes, request.path_params.get(SELLER, "")
        if is_clean_text(seller, LONGEST_ID):  # what a caller made up is not for the log
            structlog.contextvars.bind_contextvars(seller=seller)
        role = scopes.role_for(seller) if self.right is Right.ACT else None
        may = {
            Right.TOKEN: True,
            Right.FEED: scopes.may_feed,
            Right.READ_SELLER: scopes.may_read(seller),
            Right.READ_ALL: scopes.may_read_all,
            Right.ACT: role is not None,
            Right.OPERATE: scopes.may_operate,
            Right.WATCH: scopes.may_watch,
        }
        if not may[self.right]:
            raise Problem(Fault.SCOPE_MISSING)
        request.state.caller = caller = Caller(token.id, token.name, scopes, token.per_minute, token.expires_at, role)
        return caller


@dataclass(frozen=True)
class Open:
    """A dependency that says that the route is for everybody, token or not (health, a webhook with its own secret)."""

    right: Right = Right.NOTHING

    async def __call__(self) -> None:
        """Nothing is asked."""


open_to_all: Final = Open()
has_token: Final = Need(Right.TOKEN)
feeds: Final = Need(Right.FEED)
reads_seller: Final = Need(Right.READ_SELLER)
reads_all: Final = Need(Right.READ_ALL)
acts_for_seller: Final = Need(Right.ACT)
operates: Final = Need(Right.OPERATE)
watches: Final = Need(Right.WATCH)

HasToken = Annotated[Caller, Depends(has_token)]
Feeds = Annotated[Caller, Depends(feeds)]
ReadsSeller = Annotated[Caller, Depends(reads_seller)]
ReadsAll = Annotated[Caller, Depends(reads_all)]
ActsForSeller = Annotated[Caller, Depends(acts_for_seller)]
Operates = Annotated[Caller, Depends(operates)]
Watches = Annotated[Caller, Depends(watches)]
"""Each a route's parameter that wants the caller, who has the right."""
