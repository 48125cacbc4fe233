"""Files that people name on the command line.

Problem: a report written over its own input is gone, a full disk names no file, and a pipe has no size. Decision: files
are compared before any is opened, every failure carries the file's name, and what has no size says so. What is made
here holds sellers' data, so nobody else on the machine can read it; a file that was there keeps the rights that its
owner gave it. Limit: a report is written in place, so that a pipe or a terminal may take it; after a crash it is as
long as it got.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PRIVATE = 0o600


def private(path: str, flags: int) -> int:
    """An `opener` for `open()`: a file that it makes is for its owner alone."""
    return os.open(path, flags, PRIVATE)


def size_of(file: IO[bytes]) -> int | None:
    """Bytes of an open regular file; None for a pipe or a device."""
    found = os.fstat(file.fileno())
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def require_distinct(read: Path, written: Sequence[Path]) -> None:
    """Raise `OSError` if a file would be written over what is read, or over what another one wrote."""
    seen = [read]
    for path in written:
        for other in seen:
            if _same_file(path, other):
                what = "would be written over itself while it is read" if other is read else "is named for two outputs"
                raise OSError(errno.EINVAL, f"{what}; choose another file", str(path))
        seen.append(path)


def _same_file(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.is_file() and one.samefile(other)  # two outputs may share a terminal or /dev/null
    return one.resolve() == other.resolve()


@contextmanager
def writing(path: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that writes text to a file, or does nothing without a path. Raises `OSError` with the file's name."""
    if path is None:
        yield lambda text: None
        return
    file = open(path, "w", encoding="utf-8", opener=private)  # noqa: SIM115  (closed below, and named if that fails)

    def write(text: str) -> None:
        with _named(path):
            file.write(text)

    try:
        yield write
    finally:
        with _named(path):
            file.close()


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def remove_if_plain(path: Path) -> None:
    """Remove a regular file; a device, a pipe or a link to one stays."""
    if stat.S_ISREG(path.lstat().st_mode):
        path.unlink()
