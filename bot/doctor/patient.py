"""What is examined: the settings, and what they lead to, each opened or asked once, when a check wants it first."""

import asyncio
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock, WallClock, clock_of
from bot.settings import Settings
from bot.start import TELEGRAM, database_url
from core.policy import Policy, load_policy
from storage.rows.database import Database
from storage.rows.errors import StorageError

if TYPE_CHECKING:
    from bot.doctor.asking import Answers

NETWORK_SECONDS = 5.0
"""How long an answer over the network is waited for."""


class Patient:
    """A set-up. `file` is the policy file named on the command line; `polling` allows to ask for updates."""

    def __init__(
        self,
        settings: Settings,
        *,
        file: Path | None = None,
        polling: bool = False,
        seconds: float = NETWORK_SECONDS,
        wall: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.policy_file = file or settings.seller_premium_policy
        self.wall = wall or WallClock()
        self._polling = polling
        self._seconds = seconds

    @cached_property
    def policy(self) -> Policy:
        """The policy. Raises `PolicyError`."""
        return load_policy(self.policy_file) if self.policy_file else self.settings.policy()

    @cached_property
    def database(self) -> Database:
        """The database; nothing is connected yet. Raises `StorageError`."""
        database = Database(database_url(self.settings))
        if not database.postgresql or "connect_timeout" in database.url.query:
            return database
        database.close()  # without a limit a server that is cut off is waited for for minutes
        patient = database.url.update_query_dict({"connect_timeout": f"{self._seconds:.0f}"})
        return Database(patient.render_as_string(hide_password=False))

    @cached_property
    def rows(self) -> Database | None:
        """The database if it can be read and has the tables of this program; what is wrong else, others say."""
        try:
            if self.is_missing:
                return None
            self.database.require_current()
        except StorageError:
            return None
        return self.database

    @property
    def is_missing(self) -> bool:
        """Whether there is no file yet: looking into it would make one. Raises `StorageError`."""
        return self.database.file is not None and not self.database.file.exists()

    @cached_property
    def clock(self) -> Clock:
        """The clock that the database lives by, else the machine's."""
        return self.wall if self.rows is None else clock_of(self.rows, self.wall)

    @cached_property
    def telegram(self) -> "Answers | None":
        """What Telegram answers to the token; None without one."""
        token = self.settings.bot_token
        if token is None:
            return None
        base = self.settings.telegram_api_url or TELEGRAM
        from bot.doctor.asking import ask  # imported late: it brings a client of HTTP along

        return asyncio.run(ask(base, token.get_secret_value(), self._seconds, polling=self._polling))

    def close(self) -> None:
        """Let go of the database."""
        if "database" in self.__dict__:
            self.database.close()
