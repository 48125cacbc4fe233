"""Hears that another process has written something to be sent or done, and wakes the loops of this one.

Problem: hearing blocks a thread, and a connection may be lost for hours. Decision: a thread of its own, which waits for
moments; what is lost is sought again, and meanwhile everything goes on at the regular beat. Limit: see
`storage.rows.bell`.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from storage.rows.bell import Bell
from storage.rows.database import SELDOM
from storage.rows.errors import StorageError

MOMENT: Final = 1.0
"""Seconds of waiting after which it is seen that it is to stop."""
AGAIN: Final = SELDOM + 0.05
"""Seconds after which to look once more: who has just rung does not ring for what comes next."""
PAUSE: Final = 5.0
"""Seconds before a lost connection is sought again."""
log = structlog.get_logger(__name__)


class Listener:
    """Calls `wake` in the event loop whenever there may be something. One to a process that does due work."""

    def __init__(self, bell: Bell, wake: Callable[[], None], *, pause: float = PAUSE) -> None:
        self._bell = bell
        self._wake = wake
        self._pause = pause
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """`run` ends within a moment."""
        self._stopping.set()

    async def run(self) -> None:
        """Listen until `stop`."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="listening") as thread:
            try:
                while not self._stopping.is_set():
                    try:
                        rang = await loop.run_in_executor(thread, self._bell.wait, MOMENT)
                    except StorageError as error:
                        log.warning("not_listening", reason=str(error))
                        await self._rest(self._pause)
                        continue
                    if rang:
                        self._wake()
                        await self._rest(AGAIN)
                        self._wake()
            finally:
                await loop.run_in_executor(thread, self._bell.close)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
