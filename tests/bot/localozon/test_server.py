"""The local Ozon refuses what the real one refuses, and answers in its forms."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from aiohttp import ClientSession, ServerDisconnectedError

from bot.localozon.server import RATING, LocalOzon, serve
from bot.localozon.world import TOKEN_LIVES, World, fee, sale

BY_DAY = "/v1/finance/accrual/by-day"
TYPES = "/v1/finance/accrual/types"
DAY = date(2026, 10, 5)


@dataclass
class Caller:
    """Somebody with the key."""

    world: World
    url: str
    session: ClientSession
    now: list[float] = field(default_factory=lambda: [0.0])

    async def call(self, method: str, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
        if headers is None:
            headers = {"Client-Id": self.world.client_id, "Api-Key": self.world.api_key}
        async with self.session.post(self.url + method, json=body, headers=headers) as response:
            return response.status, await response.json(content_type=None)

    async def status(self, method: str, **body: Any) -> int:
        return (await self.call(method, **body))[0]


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    now = [0.0]
    world = World(lambda: now[0], pages=2)
    async with serve(LocalOzon(world)) as url, ClientSession() as session:
        yield Caller(world, url, session, now)


class TestWhoIsLetIn:
    async def test_without_headers_nobody(self, caller: Caller) -> None:
        assert await caller.call(TYPES, headers={}) == (
            401, {"code": 16, "message": "Client-Id and Api-Key headers are required", "details": []},
        )  # fmt: skip

    async def test_with_another_key_nobody(self, caller: Caller) -> None:
        status, answer = await caller.call(TYPES, headers={"Client-Id": "12345", "Api-Key": "x"})
        assert (status, answer["code"]) == (403, 7)

    async def test_a_method_that_writes_is_not_there(self, caller: Caller) -> None:
        assert await caller.status("/v1/product/import/prices") == 404

    async def test_a_second_call_while_the_first_runs_is_refused(self, caller: Caller) -> None:
        caller.world.takes = 0.2
        statuses = await asyncio.gather(caller.status(TYPES), caller.status(TYPES))
        assert sorted(statuses) == [200, 429]

    async def test_too_many_in_a_second_are_refused(self, caller: Caller) -> None:
        caller.world.most_a_second = 3
        statuses = [await caller.status(TYPES) for _ in range(4)]
        caller.now[0] += 1
        assert [*statuses, await caller.status(TYPES)] == [200, 200, 200, 429, 200]


class TestADay:
    def stock(self, caller: Caller) -> list[int]:
        return [caller.world.accrue(DAY, **fee(32, f"-{each}.00")) for each in range(1, 6)]

    async def test_comes_in_pages(self, caller: Caller) -> None:
        ids = self.stock(caller)
        seen: list[int] = []
        last_id = ""
        while True:
            _, answer = await caller.call(BY_DAY, date="2026-10-05", last_id=last_id)
            seen += [each["accrual_id"] for each in answer["accruals"]]
            last_id = answer["last_id"]
            if not last_id:
                break
        assert seen == ids

    async def token(self, caller: Caller) -> str:
        self.stock(caller)
        _, answer = await caller.call(BY_DAY, date="2026-10-05", last_id="")
        return str(answer["last_id"])

    async def test_a_token_goes_with_its_own_day(self, caller: Caller) -> None:
        last_id = await self.token(caller)
        assert await caller.status(BY_DAY, date="2026-10-06", last_id=last_id) == 400

    async def test_a_token_lives_a_quarter_of_an_hour(self, caller: Caller) -> None:
        last_id = await self.token(caller)
        caller.now[0] += TOKEN_LIVES
        assert await caller.status(BY_DAY, date="2026-10-05", last_id=last_id) == 200
        caller.now[0] += 1
        assert await caller.status(BY_DAY, date="2026-10-05", last_id=last_id) == 400

    @pytest.mark.parametrize(
        "body",
        [
            {"date": "2026-10-05"},
            {"last_id": ""},
            {"date": "05.10.2026", "last_id": ""},
            {"date": "2021-12-31", "last_id": ""},
            {"date": "2026-10-05", "last_id": "", "limit": 5},
            {"date": "2026-10-05", "last_id": 0},
        ],
    )
    async def test_another_question_is_refused(self, caller: Caller, body: dict[str, Any]) -> None:
        assert await caller.status(BY_DAY, **body) == 400

    async def test_what_was_revised_is_told_anew(self, caller: Caller) -> None:
        first, second = caller.world.accrue(DAY, **fee(32, "-1.00")), caller.world.accrue(DAY, **fee(32, "-2.00"))
        caller.world.revise(first, **fee(32, "-3.00"))
        caller.world.withdraw(second)
        _, answer = await caller.call(BY_DAY, date="2026-10-05", last_id="")
        assert [each["total_amount"]["amount"] for each in answer["accruals"]] == ["-3.00"]

    async def test_a_sale_adds_up_to_its_total(self, caller: Caller) -> None:
        caller.world.accrue(
            DAY, **sale("1-1-1", 11, price="900.00", points="100.00", fee="-390.00", services={32: "-50.00"})
        )
        _, answer = await caller.call(BY_DAY, date="2026-10-05", last_id="")
        assert answer["accruals"][0]["total_amount"] == {"amount": "560.00", "currency": "RUB"}


class TestTheRest:
    async def test_a_balance_is_told_in_floats_and_its_points_as_text(self, caller: Caller) -> None:
        caller.world.balances[DAY] = {"opening": 1, "closing": 2.5, "sales": 100}
        _, answer = await caller.call("/v1/finance/balance", date_from="2026-10-05", date_to="2026-10-05")
        assert answer["total"]["closing_balance"] == {"currency_code": "RUB", "value": 2.5}
        assert answer["cashflows"]["sales"]["amount_details"]["points_for_discounts"] == "100.00"

    async def test_a_balance_of_more_than_three_months_is_refused(self, caller: Caller) -> None:
        assert await caller.status("/v1/finance/balance", date_from="2026-01-01", date_to="2026-10-05") == 400

    async def test_a_month_that_is_not_ready_is_not_found(self, caller: Caller) -> None:
        assert await caller.status("/v2/finance/realization", month=10, year=2026) == 404

    async def test_more_than_a_month_of_ratings_is_refused(self, caller: Caller) -> None:
        status, answer = await caller.call(
            "/v1/rating/history", date_from="2026-01-01T00:00:00Z", date_to="2026-10-01T00:00:00Z", ratings=[RATING]
        )
        assert (status, answer["message"]) == (400, "too wide range")

    @pytest.mark.parametrize("status", [429, 500, 503])
    async def test_it_fails_as_often_as_it_was_asked_to(self, caller: Caller, status: int) -> None:
        caller.world.fail(TYPES, status, times=2)
        assert [await caller.status(TYPES) for _ in range(3)] == [status, status, 200]

    async def test_it_breaks_off_when_asked_to(self, caller: Caller) -> None:
        caller.world.fail(TYPES, 0)
        with pytest.raises(ServerDisconnectedError):
            await caller.call(TYPES)

    async def test_what_is_no_json_is_refused(self, caller: Caller) -> None:
        headers = {"Client-Id": caller.world.client_id, "Api-Key": caller.world.api_key}
        async with caller.session.post(caller.url + TYPES, data=b"{", headers=headers) as response:
            assert response.status == 400
