"""Where a marketplace's API is, and what opens the keys to it; and what a person writes who gives one.

Limit: one marketplace. Without the operator's key (`safe` is None) no shop's key can be kept or used.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from aiohttp import ClientSession

from bot.ozon.client import OZON, OzonClient
from bot.ozon.key import CannotOpen, Safe
from storage.people.keys import ShopKey

_PARTS: Final = re.compile(r"[A-Za-z0-9_-]+")
_CLIENT: Final = re.compile(r"[0-9]{1,18}")
_KEY: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{20,100}")


class Given(NamedTuple):
    """What was read out of a message."""

    client_id: str
    key: str

    def __repr__(self) -> str:
        return "Given()"


def read_key(text: str) -> Given | None:
    """The Client-Id and the Api-Key in a message, in either order and with any words around; None if it has not both.

    Two numbers or two keys are none: nobody could say which was meant.
    """
    parts = _PARTS.findall(text[:1000])
    clients = {part for part in parts if _CLIENT.fullmatch(part)}
    keys = {part for part in parts if _KEY.fullmatch(part)}
    return Given(clients.pop(), keys.pop()) if len(clients) == len(keys) == 1 else None


@dataclass(frozen=True, slots=True)
class Marketplace:
    """The API's address, and the safe of shops' keys; `sleep` is how calls keep their pace."""

    url: str = OZON
    safe: Safe | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def client(self, session: ClientSession, given: Given) -> OzonClient:
        """A client that asks with a key just given."""
        return OzonClient(session, given.client_id, given.key, url=self.url, sleep=self.sleep)

    def client_of(self, session: ClientSession, key: ShopKey) -> OzonClient:
        """A client that asks with a kept key. Raises `CannotOpen`."""
        if self.safe is None:
            raise CannotOpen
        return self.client(session, Given(key.client_id, self.safe.open(key.sealed, key.seller)))
