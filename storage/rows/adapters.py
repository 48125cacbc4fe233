"""What SQLite's driver is told of values that are neither numbers nor texts.

Problem: for each such value, and None is one, the driver looks for what it stands for, by an attribute that it does not
have. That fails, and takes longer than to keep the value. Decision: it is told, for each type, how to come by the value
without asking it. Limit: the driver knows types by themselves, not by what they derive from; an enum that is loaded
after the database was opened is asked as before.
"""

import sqlite3
from enum import StrEnum
from operator import attrgetter
from types import NoneType
from typing import Any, Final

_OF_NONE: Final[dict[None, Any]] = {}
_VALUE: Final = attrgetter("_value_")


def adapt() -> None:
    """From now on None, truth values, bytes and the members of our enums are handed over without being asked."""
    sqlite3.register_adapter(NoneType, _OF_NONE.get)  # None for None, without a step of the interpreter
    sqlite3.register_adapter(bool, int)
    sqlite3.register_adapter(bytes, bytes)
    for kind in StrEnum.__subclasses__():
        sqlite3.register_adapter(kind, _VALUE)
