"""Problem: a bot must survive a Telegram that is slow, refuses, or did what was asked and then lost the
answer.

Decision: a test asks for so many faults of a method; the next calls of it meet them, in the order they were
asked for.
Limit: a fault concerns the Bot API only, not the page.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.localtelegram.telegram.errors import ApiError

_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
_MOST = 1000


@dataclass
class Fault:
    """`times` calls of `method` ("*" is any) wait `delay` seconds, then meet `error`, or lose their answer
    (`drop`).
    """

    method: str
    times: int
    delay: float = 0.0
    error: ApiError | None = None
    drop: bool = False


def read_fault(value: Any) -> Fault:
    """A fault from its JSON form; ValueError with a sentence when it cannot be meant."""
    if not isinstance(value, dict) or not isinstance(value.get("method"), str) or not value["method"]:
        raise ValueError("a fault is an object with a method")
    numbers = {}
    for name, least, most in (
        ("times", 1, _MOST), ("delay_ms", 0, 600_000), ("error_code", 400, 599), ("retry_after", 0, 86_400),
    ):  # fmt: skip
        number = value.get(name)
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise ValueError(f"{name} must be a whole number from {least} to {most}")
        numbers[name] = number
    error = None
    code = numbers.get("error_code", 429 if "retry_after" in numbers else None)
    if code is not None:
        retry_after = numbers.get("retry_after")
        default = _DESCRIPTIONS.get(code, "Error")
        if retry_after is not None:
            default += f": retry after {retry_after}"
        error = ApiError(code, str(value.get("description") or default), retry_after)
    drop = bool(value.get("drop"))
    if drop and error is not None:
        raise ValueError("a fault either answers with an error or drops the answer")
    return Fault(value["method"].lower(), numbers.get("times", 1), numbers.get("delay_ms", 0) / 1000, error, drop)


class Faults:
    """Faults that calls have yet to meet."""

    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque(maxlen=_MOST)

    def add(self, fault: Fault) -> None:
        """Ask for a fault."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget the faults that were not met."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call of the method (lower case) meets."""
        for fault in self._waiting:
            if fault.method in (method, "*"):
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None
