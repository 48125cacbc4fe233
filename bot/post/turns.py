"""A turn of due work, told: whoever does it (the bot's heart, `serve --work`) counts and logs it in the same words."""

import structlog

from bot.logs import places
from bot.metrics import Worked, beaten
from bot.post.alarm import alarm
from bot.signs import Loop, Signs
from bot.texts import Texts
from core.values import Instant
from storage.ledger.sweep import Swept
from storage.post.broadcasts import Broadcasts
from storage.rows.errors import StorageError

log = structlog.get_logger(__name__)


def tell(swept: Swept, broadcasts: Broadcasts, texts: Texts, now: Instant) -> None:
    """Log who is under review now and what stopped, and tell the operators of a stop. Raises `StorageError`."""
    for seller in swept.parked:
        log.error("seller_parked", seller=seller)
    stopped = swept.stopped
    if stopped is not None:
        log.error(
            "sweep_stopped",
            failure=stopped.failure,
            failed=stopped.failed,
            due=stopped.due,
            places=None if stopped.error is None else places(stopped.error),
        )
        alarm(broadcasts, texts, stopped, now)


def ended(signs: Signs, error: Exception | None) -> bool:
    """A turn ended, with this error or well: count it, log it, leave a sign. Returns whether it went well."""
    if error is None:
        how = Worked.WELL
    elif isinstance(error, StorageError):
        how = Worked.FAILED
        log.error("beat_failed", reason=str(error))
    else:  # a bug in one place must not end the program for everybody
        how = Worked.BROKEN
        log.error("beat_broken", error=type(error).__name__, places=places(error))
    beaten(how)
    signs.leave(Loop.BEAT, None if error is None else type(error).__name__)
    return error is None
