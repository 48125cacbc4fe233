"""Who is let in: tokens, their scopes and their limits."""

from __future__ import annotations

import pytest
from fastapi import APIRouter

from bot.api.app import build_api, ways
from core.values import SECOND, Role
from storage.people.tokens import DAY, BadScope, read_scopes
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


# -- how often -----------------------------------------------------------------------------------------------


async def test_a_token_that_asks_too_often_is_told_when_to_come_back(served: Served) -> None:
    secret = served.token("feed", per_minute=3)
    async with served.client(Authorization=f"Bearer {secret}") as client:
        answers = [await client.get(TOKEN) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"token";q=3;w=60'
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert 0 < int(answers[3].headers["retry-after"]) <= 21
    assert answers[3].json()["code"] == "too_many_requests"


async def test_tokens_are_counted_apart(served: Served) -> None:
    one, other = (served.token("feed", per_minute=1) for _ in range(2))
    async with served.client() as client:
        answers = [await client.get(TOKEN, headers={"Authorization": f"Bearer {each}"}) for each in (one, other, one)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_only_the_hash_of_a_token_is_kept(served: Served) -> None:
    secret = served.token("feed")
    with served.api.database.read() as transaction:
        rows = transaction.rows("SELECT * FROM token") + transaction.rows("SELECT * FROM audit")
    assert secret not in repr(rows) and secret.removeprefix("spt_") not in repr(rows)


@pytest.mark.parametrize("name", ["", "CRM", "a b", "a:b", "file", "chat", "operator", "x" * 65])
def test_a_name_that_could_be_taken_for_another_source_is_refused(served: Served, name: str) -> None:
    with pytest.raises(ValueError):
        served.token("feed", name=name)


@pytest.mark.parametrize("scope", ["", "read", "read:", "act:S1", "act:S1:operator", "act::manager", "Feed", "all"])
def test_a_scope_that_is_none_is_refused(served: Served, scope: str) -> None:
    with pytest.raises(BadScope):
        served.token(scope)


def test_of_several_roles_for_a_seller_the_highest_is_acted_in() -> None:
    scopes = read_scopes(["act:S1:finance", "act:S1:manager", "act:a:b:finance"])
    assert (scopes.role_for("S1"), scopes.role_for("a:b"), scopes.role_for("S2")) == (Role.MANAGER, Role.FINANCE, None)
