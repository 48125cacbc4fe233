"""Who comes in over HTTP: tokens with scopes (RULES 13).

Problem: a token is a key to money; it is copied into files, lost, and must be replaced without a gap.
Decision: a random token of 256 bits, shown once; only its SHA-256 is kept, which for a secret that nobody can guess is
enough. It is looked up by that hash, and the hashes are compared in constant time. A token's name is where the ids it
brings are unique (RULES 2.6), so several may bear one name while one takes another's place.
Limit: the last use is written once in `USE_NOTED_EVERY` at most.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.values import HOUR, LONGEST_ID, MINUTE, Instant, Role, is_clean_text
from storage.people.members import UseCases
from storage.rows.answers import Row
from storage.rows.audit import note
from storage.rows.transaction import Transaction

PREFIX: Final = "spt_"
"""How every token begins, so that whoever finds one in a file knows what it is."""
TOKEN_BYTES: Final = 32
PER_MINUTE: Final = 6000
"""Requests a minute, unless a token is made with another number."""
DAY: Final = 24 * HOUR
USE_NOTED_EVERY: Final = 5 * MINUTE
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
TAKEN_NAMES: Final = frozenset({"file", "chat", "cli", "operator", "preview", "demo", "api"})
"""Sources of ids that are not tokens': a token of that name would share their ids (RULES 2.6)."""


class Scope(StrEnum):
    """What a token may do. `read` is followed by a seller or `all`, `act` by a seller and a role."""

    FEED = "feed"
    READ = "read"
    ACT = "act"
    OPERATE = "operate"
    METRICS = "metrics"


ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of a token, as written: `feed`, `read:SELLER`, `read:all`, `act:SELLER:ROLE`, `operate`, `metrics`."""

    written: frozenset[str]

    @property
    def may_feed(self) -> bool:
        """Whether facts and commands of the feed are taken from it."""
        return Scope.FEED in self.written

    @property
    def may_operate(self) -> bool:
        """Whether it may do what the marketplace's staff does."""
        return Scope.OPERATE in self.written

    @property
    def may_watch(self) -> bool:
        """Whether it may read the numbers of the program, which name no seller."""
        return Scope.METRICS in self.written

    @property
    def may_read_all(self) -> bool:
        """Whether it may read every seller."""
        return f"{Scope.READ}:{ALL}" in self.written

    def may_read(self, seller: str) -> bool:
        """Whether it may read this seller."""
        return self.may_read_all or f"{Scope.READ}:{seller}" in self.written

    def role_for(self, seller: str) -> Role | None:
        """The role in which it acts for this seller: of several the one that may do most; None for none."""
        return next((role for role in Role if f"{Scope.ACT}:{seller}:{role}" in self.written), None)


class BadScope(ValueError):
    """A scope that is none; the sentence says which are."""


def read_scopes(written: Iterable[str]) -> Scopes:
    """The scopes that somebody wrote. Raises `BadScope`."""
    found = frozenset(written)
    for scope in found:
        if not _is_scope(scope):
            raise BadScope(
                f'"{scope}" is not a scope; write feed, read:SELLER, read:all, act:SELLER:ROLE, operate or metrics '
                "(roles: administrator, manager, finance, employee)."
            )
    return Scopes(found)


def _is_scope(text: str) -> bool:
    kind, _, rest = text.partition(":")
    if kind == Scope.READ:
        return is_clean_text(rest, LONGEST_ID)
    if kind == Scope.ACT:
        seller, _, role = rest.rpartition(":")
        return is_clean_text(seller, LONGEST_ID) and role in set(Role) - {Role.OPERATOR}
    return text in (Scope.FEED, Scope.OPERATE, Scope.METRICS)


def is_name(text: str) -> bool:
    """Whether a token may bear this name."""
    return _NAME.fullmatch(text) is not None and text not in TAKEN_NAMES


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept. `expires_at` None: it does not; `used_at` is its last use, as far as that is noted."""

    id: int
    name: str
    scopes: Scopes
    per_minute: int
    created_at: Instant
    expires_at: Instant | None
    used_at: Instant | None
    revoked_at: Instant | None

    @property
    def actor(self) -> str:
        """How records name whoever acts by it."""
        return f"token:{self.name}"

    def is_good(self, now: Instant) -> bool:
        """Whether it opens anything at `now`."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


_COLUMNS: Final = "id, name, scopes, per_minute, created_at, expires_at, used_at, revoked_at"
_MAKE: Final = (
    "INSERT INTO token (name, hash, scopes, per_minute, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
)
_BY_HASH: Final = f"SELECT hash, {_COLUMNS} FROM token WHERE hash = ?"  # noqa: S608  (our own words)
_ALL: Final = f"SELECT {_COLUMNS} FROM token ORDER BY id"  # noqa: S608  (our own words)
_REVOKE: Final = "UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING name"
_USE: Final = "UPDATE token SET used_at = ? WHERE id = ? AND (used_at IS NULL OR used_at <= ?)"
_STILL: Final = f"SELECT {_COLUMNS} FROM token WHERE id = ?"  # noqa: S608  (our own words)


class Tokens(UseCases):
    """The use cases around tokens. Safe to call from several threads and processes."""

    def create(
        self,
        name: str,
        scopes: Collection[str],
        by: str,
        now: Instant,
        *,
        expires_at: Instant | None = None,
        per_minute: int = PER_MINUTE,
    ) -> str:
        """Make a token, shown this once. Raises ValueError for a name that it may not bear, `BadScope`."""
        if not is_name(name):
            raise ValueError(name)
        written = sorted(read_scopes(scopes).written)
        secret = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)

        def work(transaction: Transaction) -> None:
            values = (name, hash_of(secret), json.dumps(written, ensure_ascii=False), per_minute, now, expires_at)
            row = transaction.row(_MAKE, values)
            assert row is not None  # the row just made
            note(transaction, now, None, by, "token_created", token=row[0], name=name, scopes=written)

        self._write(work)
        return secret

    def revoke(self, id_: int, by: str, now: Instant) -> bool:
        """Make a token useless; False if there is none of that number, or it was before."""

        def work(transaction: Transaction) -> bool:
            row = transaction.row(_REVOKE, (now, id_))
            if row is None:
                return False
            note(transaction, now, None, by, "token_revoked", token=id_, name=row[0])
            return True

        return self._write(work)

    def every(self) -> list[Token]:
        """All tokens there ever were, in order of their numbers."""
        with self.database.read() as transaction:
            return [_token(row) for row in transaction.rows(_ALL)]

    def find(self, secret: str) -> Token | None:
        """The token of this secret, good or not; None for what is no token."""
        hashed = hash_of(secret)
        with self.database.read() as transaction:
            row = transaction.row(_BY_HASH, (hashed,))
        # The index compares hashes, which say nothing of the secret; the last word is a comparison in constant time.
        if row is None or not hmac.compare_digest(bytes(row[0]), hashed):
            return None
        return _token(row[1:])

    def note_use(self, id_: int, now: Instant) -> None:
        """Note that the token was used, unless that was noted a moment ago."""

        def work(transaction: Transaction) -> None:
            transaction.run(_USE, (now, id_, now - USE_NOTED_EVERY))

        self._write(work)

    def note(self, id_: int, action: str, now: Instant, seller: str | None = None, **detail: object) -> bool:
        """Note what is about to be done by a token that may operate, as `Operators.record`; False if it may not.

        Nothing may be done without it: call it first, and stop at False.
        """

        def work(transaction: Transaction) -> bool:
            row = transaction.row(_STILL, (id_,))
            token = None if row is None else _token(row)
            if token is None or not token.is_good(now) or not token.scopes.may_operate:
                return False
            note(transaction, now, seller, token.actor, action, **detail)
            return True

        return self._write(work)


def hash_of(secret: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).digest()


def _token(row: Row) -> Token:
    return Token(row[0], row[1], Scopes(frozenset(json.loads(row[2]))), *row[3:])
