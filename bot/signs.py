"""What the loops of this process last met: the signs of life that a watcher asks for.

Problem: whether Telegram can be reached must not be tried anew by everybody who asks. Decision: each loop leaves a sign
when it comes round, by the monotonic clock; whoever asks is told of the last. Limit: a loop that hangs is known by the
age of its sign alone.
"""

import time
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad it is, the harmless first."""

    OK = "ok"
    WARNING = "warning"
    """It works, and will not for long, or not as somebody thinks."""
    ERROR = "error"
    """It does not work, or what it writes cannot be trusted."""


class Loop(StrEnum):
    """What goes round in a process."""

    BEAT = "beat"
    """Due work and sending."""
    POLL = "poll"
    """Asking Telegram for updates."""
    SEND = "send"
    """A message to Telegram."""


class Sign(NamedTuple):
    """How a loop's last turn ended: the kind of fault, None if it went well; and how many seconds ago."""

    fault: str | None
    seconds_ago: float


class Signs:
    """The last sign of each loop. One for each process; called from any thread."""

    def __init__(self) -> None:
        self._last: dict[Loop, tuple[str | None, float]] = {}

    def leave(self, loop: Loop, fault: str | None = None) -> None:
        """A loop came round. `fault` is a kind of error, never what it says."""
        self._last[loop] = fault, time.monotonic()

    def last(self, loop: Loop) -> Sign | None:
        """The last sign; None of a loop that has not come round in this process."""
        found = self._last.get(loop)
        return None if found is None else Sign(found[0], time.monotonic() - found[1])
