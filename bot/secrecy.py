"""The secrets this program was given, so that nothing it writes shows them.

Problem: a token stands in the address of every request and a password in the address of the database, and libraries
quote addresses in their errors.
Decision: sentences are made without addresses in the first place. As a second line of defence everything that leaves
by the edges (log lines, a command's last words, tracebacks, reasons kept in rows) goes through `hide`.
Limit: it hides what it was told with `keep`, as written, quoted or escaped; nothing shorter than `SHORTEST`.
"""

import json
import re
import sys
import traceback
from types import TracebackType
from typing import Final
from urllib.parse import quote, unquote

SHORTEST: Final = 4
"""Characters of a secret that can be told from an ordinary word."""
HIDDEN: Final = "***"
_PASSWORDS: Final = (
    re.compile(r":([^:/@][^@]*)@"),
    re.compile(r":([^:/@].*)@"),  # one that holds an @ itself
    re.compile(r"password=([^&\s]+)"),
)
_known: set[str] = set()


def keep(secret: str) -> None:
    """Remember a secret; of a bot's token also the part that is one by itself."""
    for text in (secret, secret.partition(":")[2]):
        if len(text) >= SHORTEST:
            _known.update((text, quote(text, safe=""), json.dumps(text)[1:-1], repr(text)[1:-1]))


def keep_address(address: str) -> None:
    """Remember the passwords in an address, well-formed or not."""
    for pattern in _PASSWORDS:
        for found in pattern.findall(address):
            keep(found)
            keep(unquote(found))


def hide(text: str) -> str:
    """The text without any secret that is known."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def say_last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """`sys.excepthook`: the traceback of an error that nobody foresaw, without secrets."""
    print(hide("".join(traceback.format_exception(kind, error, trace))), end="", file=sys.stderr)
