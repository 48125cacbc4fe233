"""Standard output, whose failures are told from those of all other files.

Problem: a full disk under `seller list > sellers.txt` is an OSError as any other, so it was either a traceback or taken
for a file that the command has to do with; and it comes wherever something is printed, or at the very end. Decision:
what cannot be written there raises `OutputError`, whoever prints, and `main` says it.
"""

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputError(Exception):
    """Standard output takes no more; the sentence says why."""


class _Output(io.FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"Standard output cannot be written: {error.strerror}.") from error


def tell_output() -> None:
    """Make what fails on standard output an `OutputError`, if it is a file or the like."""
    kept = sys.stdout
    if not isinstance(kept, io.TextIOWrapper):
        return
    with suppress(OSError):  # one that stands in for it, as in a test, has no number
        raw = _Output(kept.fileno(), "wb", closefd=False)
        sys.stdout = io.TextIOWrapper(
            raw if isinstance(kept.buffer, io.RawIOBase) else io.BufferedWriter(raw),
            encoding=kept.encoding,
            errors=kept.errors,
            line_buffering=kept.line_buffering,
            write_through=kept.write_through,
        )


def let_go_of_output() -> None:
    """What is still to be written goes nowhere, or the interpreter would complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
