"""Whose turn it is to write: in the order in which they came.

Problem: a thread that lets go of a lock and wants it again at once, as a sweep does between its pieces, is quicker than
those who sleep for it, and a tap may wait for many pieces. Decision: the lock is handed to the one who came first.
Limit: in one process; another program's turn is the database's to give.
"""

import threading
from collections import deque
from typing import Final


class Turns:
    """A lock that is had in order of asking; the thread that has it may ask again."""

    def __init__(self) -> None:
        self._guard: Final = threading.Lock()
        self._waiting: deque[tuple[int, threading.Lock]] = deque()
        self._owner: int | None = None
        self._depth = 0

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._owner in (None, me):
                self._owner = me
                self._depth += 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append((me, turn))
        try:
            turn.acquire()
        except BaseException:  # interrupted while waiting, or just after: nobody may wait for it for ever
            with self._guard:
                if (me, turn) in self._waiting:
                    self._waiting.remove((me, turn))
                else:
                    self._hand_on()
            raise

    def __exit__(self, *error: object) -> None:
        with self._guard:
            self._depth -= 1
            if not self._depth:
                self._hand_on()

    def _hand_on(self) -> None:
        self._owner, self._depth = None, 0
        if self._waiting:
            self._owner, turn = self._waiting.popleft()
            self._depth = 1
            turn.release()
