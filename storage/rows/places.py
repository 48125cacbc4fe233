"""Where a database is and how it is reached: its address, its file, and who may read that.

An address holds a password, and a driver's words quote the address: what is wrong with it is said in our words, and
nothing of it is quoted.
"""

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import URL, Dialect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.rows.errors import StorageError, of_postgresql

if TYPE_CHECKING:
    import psycopg

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
NO_ADDRESS = (
    "This is not a database address; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, with %40 for @, "
    "%3A for : and %2F for / in the password. It is not shown here, for it may hold one."
)
UNREACHABLE = "The database server cannot be reached; check the address and that it is running."
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_LOGIN = re.compile(r":.*@|://")
BAD_OPTION = "The database address has an option that the driver does not take; check what follows the ?."
_NO_ENTRY = {
    "authentication": "The database server refused the user or the password; check them in the address.",
    "no password": "The database server asks for a password; write it into the address.",
    "does not exist": "The database server has no such database or user; check the address, or create them.",
    "too many": "The database server has no connection left; try again later.",
    "starting up": "The database server is starting up; try again soon.",
    "resolve": "The host in the database address is not known; check the address.",
    "translate host": "The host in the database address is not known; check the address.",
    "invalid": BAD_OPTION,
}
"""What is said when a connection is refused, by a sign in the driver's words."""


def read_address(text: str) -> URL:
    """The address taken apart, with the driver that we use. What is wrong with it is said without quoting it."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise StorageError(NO_ADDRESS) from None
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise StorageError("This kind of database is not supported; use sqlite:///FILE or postgresql://USER@HOST/NAME.")
    # A server's address in a file's place would become the name of a file.
    if backend == "sqlite" and (url.host or url.username or url.port or _LOGIN.search(url.database or "")):
        raise StorageError(NO_ADDRESS)
    return url.set(drivername=_DRIVERS[backend])


def connect(dialect: Dialect, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> Any:
    """Connect to PostgreSQL. What fails is told apart and said in our words: the driver's quote the address."""
    # ValueError: names and ports that can't be.
    refusals: tuple[type[Exception], ...] = (*of_postgresql().every, ValueError, OverflowError)
    try:
        return dialect.connect(*arguments, **options)
    except refusals as error:
        said = str(error)
        sentence = next((sentence for sign, sentence in _NO_ENTRY.items() if sign in said), UNREACHABLE)
    raise StorageError(sentence)


def forbid_writing(connection: "psycopg.Connection[Any]", _: Any) -> None:
    """Let every transaction of a connection to PostgreSQL be one that only reads."""
    connection.read_only = True


def file_of(url: URL) -> Path | None:
    """The file of an SQLite address, also of one in SQLite's own words (`file:…`); None if those want it in memory."""
    name = str(url.database)
    if url.query.get("mode") == "memory":
        return None
    return Path(unquote(urlsplit(name).path) if name.startswith("file:") else name)


def opened_to_read(file: Path) -> str:
    """The file as SQLite opens it for nothing but reading."""
    return f"file:{quote(str(file))}?mode=ro"


def make_private(file: Path) -> None:
    """Make the file, or close it to others with what stands beside it. SQLite gives its log the file's own rights."""
    with suppress(OSError):  # a folder, or no right to it: opening says so
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    for each in (Path(f"{file}{end}") for end in ("", "-wal", "-shm")):
        with suppress(OSError):  # not there, or another user's: they decide
            if stat.S_ISREG(found := each.stat().st_mode) and found & 0o077:
                each.chmod(PRIVATE_FILE)
