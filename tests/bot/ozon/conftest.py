"""A shop at the local Ozon, and a client that asks it by a clock that only waiting moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession

from bot.localozon.server import LocalOzon, serve
from bot.localozon.world import World
from bot.ozon.client import OzonClient


@dataclass
class Watch:
    """Seconds that pass when somebody sleeps, or when a test says so."""

    now: float = 1_000.0
    waits: list[float] = field(default_factory=list)

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@dataclass
class Shop:
    """The shop's world at the marketplace, its client, and their clock."""

    world: World
    client: OzonClient
    watch: Watch
    url: str
    session: ClientSession

    def asking_with(self, key: str) -> OzonClient:
        """A client with another key."""
        return OzonClient(
            self.session, self.world.client_id, key, url=self.url, sleep=self.watch.sleep, seconds=self.watch.seconds
        )


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    watch = Watch()
    world = World(watch.seconds, pages=3)
    async with serve(LocalOzon(world)) as url, ClientSession() as session:
        client = OzonClient(session, world.client_id, world.api_key, url=url, sleep=watch.sleep, seconds=watch.seconds)
        yield Shop(world, client, watch, url, session)
