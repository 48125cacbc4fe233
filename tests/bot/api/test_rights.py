"""Every scope at every way in, for an own, a foreign and an unknown seller: made from the routes, none by hand."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.api.access import SELLER, Right
from bot.api.app import Way, ways
from core.events import SellerRegistered
from tests.bot.api.conftest import NOON, Served

OWN, FOREIGN, UNKNOWN = "S1", "S2", "nobody"
SCOPES = (
    "feed", f"read:{OWN}", f"read:{FOREIGN}", "read:all", f"act:{OWN}:manager", f"act:{FOREIGN}:employee", "operate",
    "metrics",
)  # fmt: skip
WAYS = ways()

MAY: dict[Right, frozenset[tuple[str, str]]] = {
    Right.TOKEN: frozenset((scope, seller) for scope in SCOPES for seller in (OWN, FOREIGN, UNKNOWN)),
    Right.FEED: frozenset(("feed", seller) for seller in (OWN, FOREIGN, UNKNOWN)),
    Right.READ_SELLER: frozenset(
        {(f"read:{OWN}", OWN), (f"read:{FOREIGN}", FOREIGN), *(("read:all", each) for each in (OWN, FOREIGN, UNKNOWN))}
    ),
    Right.READ_ALL: frozenset(("read:all", seller) for seller in (OWN, FOREIGN, UNKNOWN)),
    Right.ACT: frozenset({(f"act:{OWN}:manager", OWN), (f"act:{FOREIGN}:employee", FOREIGN)}),
    Right.OPERATE: frozenset(("operate", seller) for seller in (OWN, FOREIGN, UNKNOWN)),
    Right.WATCH: frozenset(("metrics", seller) for seller in (OWN, FOREIGN, UNKNOWN)),
}
"""For each right, which scope has it over which seller."""


@pytest.fixture
def market(served: Served) -> Served:
    """A served application with two sellers."""
    for seller in (OWN, FOREIGN):
        served.api.ledger.take_one(SellerRegistered(id=seller, at=NOON, seller=seller, name="Tea"), NOON, "file")
    return served


async def knock(client: httpx.AsyncClient, way: Way, seller: str) -> httpx.Response:
    """The way in with this seller, other parts of the path made up, and an empty body."""
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda part: seller if part[1] == SELLER else "x", way.path)
    return await client.request(way.method, path, content=b"", headers={"Content-Type": "application/json"})


def opened(answer: httpx.Response) -> bool:
    """Whether the door was open, whatever was found behind it."""
    refused = answer.status_code in (401, 403) and answer.json()["code"] in ("unauthenticated", "scope_missing")
    return not refused


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.method} {way.path}")
async def test_a_scope_opens_exactly_what_it_names(market: Served, way: Way) -> None:
    if way.right is Right.NOTHING:
        async with market.client() as client:
            assert opened(await knock(client, way, OWN))
        return
    found = set()
    for scope in SCOPES:
        async with market.client(scope) as client:
            found |= {(scope, each) for each in (OWN, FOREIGN, UNKNOWN) if opened(await knock(client, way, each))}
    assert found == MAY[way.right]
    async with market.client() as client:
        assert (await knock(client, way, OWN)).status_code == 401


@pytest.mark.parametrize(
    "way", [way for way in WAYS if way.is_about_a_seller], ids=lambda way: f"{way.method} {way.path}"
)
async def test_whether_a_foreign_seller_exists_is_not_told(market: Served, way: Way) -> None:
    for scope in SCOPES:
        if any((scope, each) in MAY[way.right] for each in (FOREIGN, UNKNOWN)):
            continue
        async with market.client(scope) as client:
            there, not_there = await knock(client, way, FOREIGN), await knock(client, way, UNKNOWN)
        assert (there.status_code, there.content) == (not_there.status_code, not_there.content)


def test_a_way_about_a_seller_asks_for_a_right_over_that_seller_or_over_all() -> None:
    about = {way.right for way in WAYS if way.is_about_a_seller}
    assert about <= {Right.READ_SELLER, Right.ACT, Right.OPERATE, Right.FEED}


def test_every_right_is_in_the_matrix() -> None:
    assert set(MAY) == set(Right) - {Right.NOTHING}
