"""Whose turn it is to write: in the order in which they came, and people before work on everybody.

Problem: a thread that lets go of a lock and wants it again at once, as a sweep does between its pieces, is quicker than
those who sleep for it, and a tap may wait for many pieces. A command may be several transactions, and would wait for a
piece before each. Decision: the lock is handed to the one who came first; who is patient comes after all others, and
stands back for a moment when somebody else has just written. However many come, every fiftieth turn is for who is
patient. Limit: in one process; another program's turn is the database's to give.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

MOMENT: Final = 0.005
"""Seconds within which whoever has just written mostly writes again."""
MOMENTS: Final = 4
"""How often a patient one stands back before a turn."""

OTHERS: Final = 50
"""How many go before a patient one that waits."""


class Turns:
    """A lock that is had in order of asking; the thread that has it may ask again. `pause` waits for seconds."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._guard: Final = threading.Lock()
        self._waiting: deque[tuple[int, threading.Lock]] = deque()
        self._patient: deque[tuple[int, threading.Lock]] = deque()
        self._owner: int | None = None
        self._depth = 0
        self._went_before = 0
        """How many had a turn while a patient one waited."""
        self._thread: Final = threading.local()
        self._pause: Final = pause
        self._last: tuple[int, float] = (0, float("-inf"))
        """Who was the last to let go of it that was not patient, and when."""

    def others_within(self, seconds: float) -> bool:
        """Whether somebody who was not patient let go of it in the last seconds."""
        return time.monotonic() - self._last[1] < seconds

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Inside, this thread lets all others go first."""
        before = self._is_patient()
        self._thread.patient = True
        try:
            yield
        finally:
            self._thread.patient = before

    def _is_patient(self) -> bool:
        return getattr(self._thread, "patient", False)

    def _stand_back(self, me: int) -> None:
        for _ in range(MOMENTS):
            who, when = self._last
            recently = who != me and time.monotonic() - when < MOMENT
            if self._owner == me or not (recently or self._owner is not None):
                return
            self._pause(MOMENT)

    def __enter__(self) -> None:
        me = threading.get_ident()
        patient = self._is_patient()
        if patient:
            self._stand_back(me)
        queue = self._patient if patient else self._waiting
        with self._guard:
            if self._owner in (None, me):
                self._owner = me
                self._depth += 1
                return
            turn = threading.Lock()
            turn.acquire()
            queue.append((me, turn))
        try:
            turn.acquire()
        except BaseException:  # interrupted while waiting, or just after: nobody may wait for it for ever
            with self._guard:
                if (me, turn) in queue:
                    queue.remove((me, turn))
                else:
                    self._hand_on()
            raise

    def __exit__(self, *error: object) -> None:
        with self._guard:
            self._depth -= 1
            if not self._depth:
                if not self._is_patient():
                    self._last = threading.get_ident(), time.monotonic()
                self._hand_on()

    def _hand_on(self) -> None:
        self._owner, self._depth = None, 0
        whose_turn = self._patient if self._went_before >= OTHERS else self._waiting
        if queue := whose_turn or self._waiting or self._patient:
            self._went_before = self._went_before + 1 if queue is self._waiting and self._patient else 0
            self._owner, turn = queue.popleft()
            self._depth = 1
            turn.release()
