"""What SQLite's driver is told of the values that are neither numbers nor texts.

Problem: for each such value, and None is one, the driver looks for what it stands for, by an attribute that it does not
have. That fails, and takes longer than to keep the value. Decision: it is told, for each type, how to come by the value
without asking it. Limit: the driver knows types by themselves, not by what they derive from, so each enum is named.
"""

import sqlite3
from enum import Enum
from operator import attrgetter
from types import NoneType
from typing import Any, Final

_OF_NONE: Final[dict[None, Any]] = {}


def adapt(kind: type[Enum]) -> None:
    """From now on members of this enum are handed over as their values."""
    sqlite3.register_adapter(kind, attrgetter("_value_"))


def adapt_plain() -> None:
    """From now on None and truth values are handed over without being asked."""
    sqlite3.register_adapter(NoneType, _OF_NONE.get)  # None for None, without a step of the interpreter
    sqlite3.register_adapter(bool, int)
