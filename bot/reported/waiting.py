"""Reports that wait for a yes: a few files in memory, by what they hold.

Limit: they end with the process, and the oldest go when there are too many; then the file is to be sent again.
"""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Final

MOST: Final = 8


class Waiting:
    """The files. May be shared by threads."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def put(self, content: bytes) -> str:
        """Let a file wait; returns its name."""
        name = blake2b(content, digest_size=16).hexdigest()
        with self._lock:
            self._files[name] = content
            self._files.move_to_end(name)
            while len(self._files) > MOST:
                self._files.popitem(last=False)
        return name

    def get(self, name: str) -> bytes | None:
        """The file of that name; None if it does not wait any more."""
        with self._lock:
            return self._files.get(name)
