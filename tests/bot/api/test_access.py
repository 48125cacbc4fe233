"""Who is let in: tokens, their scopes and their limits."""

from __future__ import annotations

import pytest
from fastapi import APIRouter

from bot.api.app import build_api, ways
from core.values import SECOND
from storage.people.tokens import DAY
from tests.bot.api.conftest import Served

TOKEN = "/api/v1/token"


async def test_a_good_token_is_told_what_it_is(served: Served) -> None:
    async with served.client("feed", "read:all") as client:
        answer = await client.get(TOKEN)
    assert answer.json() == {"name": "crm", "scopes": ["feed", "read:all"], "per_minute": 6000, "expires_at": None}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer spt_wrong"}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}]
)
async def test_whoever_has_no_token_is_not_let_in(served: Served, headers: dict[str, str]) -> None:
    async with served.client(**headers) as client:
        answer = await client.get(TOKEN)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_token_opens_nothing_from_its_last_instant_on(served: Served) -> None:
    secret = served.token("feed", expires_at=served.clock.now() + DAY)
    async with served.client(Authorization=f"Bearer {secret}") as client:
        served.clock.at += DAY - SECOND
        before = await client.get(TOKEN)
        served.clock.at += SECOND
        after = await client.get(TOKEN)
    assert (before.status_code, after.status_code) == (200, 401)


async def test_the_last_use_is_noted(served: Served) -> None:
    async with served.client("feed") as client:
        await client.get(TOKEN)
    assert [token.used_at for token in served.api.tokens.every()] == [served.clock.now()]


def test_a_route_that_does_not_say_who_may_use_it_is_not_built(served: Served) -> None:
    router = APIRouter()

    @router.get("/everything")
    def everything() -> None:
        raise AssertionError

    with pytest.raises(TypeError, match="/api/v1/everything must have one of the needs"):
        build_api(served.api, [router])


def test_every_route_says_what_it_needs() -> None:
    assert {way.path for way in ways()} >= {TOKEN}
