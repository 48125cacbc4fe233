"""Long polling that nothing in an update can stop: each update is read by itself.

Problem: aiogram reads a batch of updates as a whole, so one with a value that its models don't know fails the call on
the same offset for ever, for everybody, and puts what people wrote into the log.
Decision: the batch is fetched as it is, and `read_update` makes an update of each or skips it; the offset moves past
both. A skipped one leaves its id in the log and a number in `skipped`, nothing else. What answers a webhook must read
with the same function.
Limit: an update is confirmed by the next call, while it may still be at work; a process that is killed loses it.
"""

import asyncio
import contextlib
from collections import Counter
from typing import Any, Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError

from bot import metrics
from bot.chat.watched import kind_of
from bot.frame.connection import REFUSALS
from bot.logs import places
from bot.metrics import Worked
from bot.signs import Loop, Signs

POLLING_SECONDS: Final = 25
"""How long Telegram keeps a call open when there is nothing new."""
SLACK: Final = 30
"""Seconds beyond that after which the answer is given up."""
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 15.0
"""Seconds between calls that fail: doubling from the first to the longest."""
PATIENCE: Final = 10
"""Seconds for the handlers at work when polling stops."""
CONFIRM_SECONDS: Final = 3
LARGEST_ID: Final = (1 << 31) - 1
log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """`getUpdates` whose result is left as it came."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


def update_id(raw: object) -> int | None:
    """The id of an update as it came, if it has one that can be confirmed."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if type(found) is int and 0 <= found <= LARGEST_ID else None


def read_update(raw: object, bot: Bot, skipped: Counter[str]) -> Update | None:
    """An update as it came, for the dispatcher; None if nothing can be made of it.

    That is counted in `skipped` by its reason and logged with the id alone. Never raises.
    """
    number = update_id(raw)
    reason = "no id" if number is None else "malformed"
    if number is not None:
        try:
            update = Update.model_validate(raw, context={"bot": bot})
            update.event_type  # noqa: B018  (raises for a kind that is not known)
        except UpdateTypeLookupError:
            reason = "unknown kind"
        except Exception:  # noqa: S110  (it quotes what people wrote; a model may fail in any way)
            pass
        else:
            return update
    skipped[reason] += 1
    metrics.update_skipped()
    log.warning("update_skipped", update=number, reason=reason)
    return None


async def feed(bot: Bot, dispatcher: Dispatcher, update: Update) -> None:
    """Have an update dealt with. Never raises: a bug in one answer must not end the bot for everybody."""
    try:
        await dispatcher.feed_update(bot, update)
    except Exception as error:
        metrics.update_failed(kind_of(update))
        log.error("update_not_handled", update=update.update_id, error=type(error).__name__, places=places(error))


class Polling:
    """Feeds a dispatcher with what people do, all updates of a batch at once, until it is told to stop."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        signs: Signs | None = None,
        *,
        seconds: int = POLLING_SECONDS,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self.skipped: Counter[str] = Counter()
        """How many updates were skipped, by reason."""
        self._bot = bot
        self._dispatcher = dispatcher
        self._signs = signs or Signs()
        self._seconds = seconds
        self._first_pause = first_pause
        self._offset: int | None = None
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Fetch nothing more, and let `run` end when what was fetched is done."""
        self._stopping.set()

    async def run(self) -> None:
        """Poll until `stop`; then wait for the handlers at work, `PATIENCE` seconds at most, and confirm."""
        bot, data = self._bot, self._dispatcher.workflow_data
        await self._dispatcher.emit_startup(**data, bot=bot, dispatcher=self._dispatcher)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as handlers:
                    polling = handlers.create_task(self._poll(handlers))
                    await self._stopping.wait()
                    polling.cancel()
                    limit.reschedule(asyncio.get_running_loop().time() + PATIENCE)
            await self._confirm()
        finally:
            await self._dispatcher.emit_shutdown(**data, bot=bot, dispatcher=self._dispatcher)

    async def _poll(self, handlers: asyncio.TaskGroup) -> None:
        kinds = self._dispatcher.resolve_used_update_types()
        failures = 0
        while True:
            try:
                batch = await self._fetch(self._seconds, allowed_updates=kinds)
            except Exception as error:  # whatever it is, people still write: go on asking
                failures += 1
                self._leave_sign(error)
                log.warning("updates_not_fetched", error=type(error).__name__, attempt=failures)
                await asyncio.sleep(self._pause(error, failures))
                continue
            self._leave_sign(None)
            if failures:
                log.info("updates_fetched_again", attempts=failures)
            failures = 0
            # No `await` from here to the offset: what is stopped in between would be lost or come twice.
            for raw in batch:
                self._offset = self._after(raw)
                update = read_update(raw, self._bot, self.skipped)
                if update is not None:
                    handlers.create_task(feed(self._bot, self._dispatcher, update))
            if batch and all(update_id(raw) is None for raw in batch):
                await asyncio.sleep(self._first_pause)  # the server may not take a guessed offset for an answer

    def _leave_sign(self, error: Exception | None) -> None:
        metrics.polled(Worked.WELL if error is None else Worked.FAILED)
        self._signs.leave(Loop.POLL, None if error is None else type(error).__name__)

    async def _fetch(self, seconds: int, **asked: Any) -> list[Any]:
        call = GetRawUpdates(offset=self._offset, timeout=seconds, **asked)
        batch = await self._bot(call, request_timeout=seconds + SLACK)
        if not isinstance(batch, list):
            raise ClientDecodeError("No list of updates", ValueError(), None)
        return batch

    def _pause(self, error: Exception, failures: int) -> float:
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        return float(min(LONGEST_PAUSE, self._first_pause * 2 ** min(failures - 1, 10)))

    def _after(self, raw: object) -> int:
        """The offset that confirms this update too.

        Ids grow, so one without a readable id is passed by counting: the result never lies beyond the next update.
        """
        before = self._offset or 0
        number = update_id(raw)
        return before + 1 if number is None else max(before, number + 1)

    async def _confirm(self) -> None:
        """Tell Telegram what is done, or the next process would do it again."""
        if self._offset is not None:
            with contextlib.suppress(TimeoutError, *REFUSALS):
                async with asyncio.timeout(CONFIRM_SECONDS):
                    await self._fetch(0, limit=1)
