"""Open dialogs in Redis in place of the database: the same few calls, the same leases.

Problem: a tap writes the chat's row twice, and where very many people tap the database has better things to do.
Decision: a hash a chat and bot, taken and put back by one script each, so no two processes read the same state and
each write their own. Leases are judged by the caller's clock, as the database's are. A set a chat names its bots, for
whoever is deleted is deleted under all of them. What nobody touches for `KEPT` expires by itself. Limit: needs the
package `redis`, an extra; what Redis loses (a restart without a file) is a fresh screen for somebody.
"""

import contextlib
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from core.values import SECOND, Instant
from storage.post.dialogs import KEPT, LEASE, Dialogs, Hand
from storage.rows.errors import StorageError

if TYPE_CHECKING:
    from redis import Redis

NO_PACKAGE: Final = 'DIALOGS_URL needs a package that is not installed: pip install "seller-premium[redis]"'
NO_ADDRESS: Final = (
    "DIALOGS_URL is not an address such as redis://HOST:6379/0 (rediss:// with TLS), with %40 for @, %3A for : and %2F "
    "for / in the password. It is not shown here, for it may hold one."
)
UNREACHABLE: Final = "Redis cannot be reached; check DIALOGS_URL and that it is running."
LOGIN: Final = "Redis refused the user or the password in DIALOGS_URL."
SECONDS: Final = 2.0
"""How long an answer is waited for: a tap waits as long."""
_SCHEMES: Final = {"redis", "rediss", "unix"}
_KEPT_MS: Final = KEPT // (SECOND // 1000)

# KEYS: the dialog, the chat's bots. ARGV: holder, lease's end, now, milliseconds kept, bot.
# As in SQL: a lease that lasts longer than any was given before the clock was set back. Who asks twice, because the
# connection broke before the answer, is answered twice.
_TAKE: Final = """
local held = redis.call('HMGET', KEYS[1], 'holder', 'lease_until')
local ends = tonumber(held[2] or '')
if ends and held[1] ~= ARGV[1] and ends > tonumber(ARGV[3]) and ends <= tonumber(ARGV[2]) then return false end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'lease_until', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('SADD', KEYS[2], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return {redis.call('HGET', KEYS[1], 'content')}
"""
# KEYS: as above. ARGV: holder, milliseconds kept, and the content if any is to be kept.
_GIVE_BACK: Final = """
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if ARGV[3] then
    redis.call('HSET', KEYS[1], 'content', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return 1
"""


class RedisDialogs:
    """The open dialogs of all chats. Everything here raises `StorageError`.

    `rows` are those of the database: what was kept there before is still forgotten in time.
    """

    def __init__(self, url: str, rows: Dialogs) -> None:
        self._rows = rows
        self._redis = _client(url)
        self._take = self._redis.register_script(_TAKE)
        self._give_back = self._redis.register_script(_GIVE_BACK)

    def check(self) -> None:
        """Raises `StorageError` unless Redis answers."""
        with _said():
            self._redis.ping()

    def take(self, bot: int, chat: int, now: Instant) -> Hand | None:
        """The chat's dialog, for `LEASE` seconds; None while another process has it."""
        holder = secrets.token_hex(8)
        with _said():
            found: Any = self._take(_keys(bot, chat), [holder, now + LEASE * SECOND, now, _KEPT_MS, bot])
        return None if found is None else Hand(bot, chat, found[0], found[0] is None, holder)

    def give_back(self, hand: Hand, content: bytes | None, now: Instant) -> bool:
        """Put back what is to be kept; false if nothing of it is: the lease ran out and another has the chat, or its
        person's data was deleted meanwhile.
        """
        kept = [] if content is None else [content]
        with _said():
            return bool(self._give_back(_keys(hand.bot, hand.chat), [hand.holder, _KEPT_MS, *kept]))

    def clean(self, now: Instant) -> int:
        """Forget what the database still holds from before; here everything expires by itself."""
        return self._rows.clean(now)

    def forget(self, chat: int) -> None:
        """Delete what a person has open, under every bot."""
        bots = _bots(chat)
        with _said():
            members: Any = self._redis.smembers(bots)
            self._redis.delete(bots, *(_key(int(bot), chat) for bot in members))

    def close(self) -> None:
        """Let go of the connections."""
        self._redis.close()


def _client(url: str) -> "Redis":
    """Nothing is connected yet."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _SCHEMES and parts.port != 0 and not parts.fragment
        if parts.scheme == "unix":
            usable = usable and parts.path.startswith("/")
        else:
            number = parts.path.removeprefix("/")
            usable = usable and bool(parts.hostname) and (not number or (number.isascii() and number.isdigit()))
        # Other options would change what this program relies on.
        usable = usable and all(name == "db" or name.startswith("ssl_") for name, _ in parse_qsl(parts.query))
    except ValueError:  # a port or a name that is none
        usable = False
    if not usable:
        raise StorageError(NO_ADDRESS)
    try:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError as error:
        raise StorageError(NO_PACKAGE) from error
    try:  # once more at once: a connection that was idle while the server restarted is no reason to fail
        return Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=Retry(NoBackoff(), 1))
    except ValueError:
        raise StorageError(NO_ADDRESS) from None


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """What Redis or the way to it says, as a sentence without the address."""
    from redis.exceptions import AuthenticationError, ConnectionError, RedisError, TimeoutError

    try:
        yield
    except AuthenticationError as error:
        raise StorageError(LOGIN) from error
    except (ConnectionError, TimeoutError, OSError) as error:
        raise StorageError(UNREACHABLE) from error
    except RedisError as error:
        raise StorageError(f"Redis refuses what it is asked: {type(error).__name__}.") from error
    except TypeError as error:  # an option that the driver does not take
        raise StorageError(NO_ADDRESS) from error


def _keys(bot: int, chat: int) -> list[str]:
    return [_key(bot, chat), _bots(chat)]


def _key(bot: int, chat: int) -> str:
    # The braces keep a chat's keys together where Redis is a cluster.
    return f"seller-premium:dialog:{{{chat}}}:{bot}"


def _bots(chat: int) -> str:
    return f"seller-premium:bots:{{{chat}}}"
