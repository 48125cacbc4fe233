"""Idempotency-Key: what a request does is done once and answered alike each time."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from bot.api.access import Operates
from bot.api.app import build_api
from bot.api.once import ClaimOnce, ClaimUnlessPreview
from bot.api.problems import Problem
from core.refusals import Refusal
from core.values import SECOND
from storage.people.idempotency import LEASE, Claimed, Idempotency
from tests.bot.api.conftest import Served

WORK = "/api/v1/work"
KEY = {"Idempotency-Key": "k1"}


class Wish(BaseModel):
    """What is asked for."""

    number: int


@dataclass(slots=True)
class Workshop:
    """A route that counts what it does, and fails where it is told to."""

    served: Served
    done: list[tuple[str, int]] = field(default_factory=list)
    failing: Problem | Exception | None = None

    def client(self, name: str = "crm") -> httpx.AsyncClient:
        """A client of the workshop."""
        router = APIRouter()

        @router.post("/work")
        def work(wish: Wish, caller: Operates, claim: ClaimOnce) -> dict[str, str]:
            if self.failing is not None:
                raise self.failing
            self.done.append((claim.id, claim.at))
            return {"number": str(wish.number), "time": str(len(self.done))}

        @router.post("/preview")
        def preview(wish: Wish, caller: Operates, claim: ClaimUnlessPreview) -> dict[str, bool]:
            return {"preview": claim.preview}

        secret = self.served.token("operate", name=name)
        transport = httpx.ASGITransport(build_api(self.served.api, [router]), raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {secret}"}
        return httpx.AsyncClient(transport=transport, base_url="http://api", headers=headers)


@pytest.fixture
def workshop(served: Served) -> Workshop:
    """A route that counts what it does."""
    return Workshop(served)


async def test_the_same_request_again_does_nothing_and_gets_the_first_answer(workshop: Workshop) -> None:
    async with workshop.client() as client:
        first = await client.post(WORK, json={"number": 1}, headers=KEY)
        second = await client.post(WORK, json={"number": 1}, headers=KEY)
    assert len(workshop.done) == 1
    assert (second.status_code, second.content) == (first.status_code, first.content) == (200, first.content)
    assert "idempotency-replayed" not in first.headers and second.headers["idempotency-replayed"] == "true"


async def test_a_request_without_a_key_is_refused(workshop: Workshop) -> None:
    async with workshop.client() as client:
        answer = await client.post(WORK, json={"number": 1})
    assert (answer.status_code, answer.json()["code"], workshop.done) == (400, "idempotency_key_missing", [])


async def test_the_key_with_another_request_is_refused(workshop: Workshop) -> None:
    async with workshop.client() as client:
        await client.post(WORK, json={"number": 1}, headers=KEY)
        answer = await client.post(WORK, json={"number": 2}, headers=KEY)
    assert (answer.status_code, answer.json()["code"], len(workshop.done)) == (422, "idempotency_key_reused", 1)


async def test_a_request_that_is_still_at_work_is_not_done_beside_itself(workshop: Workshop) -> None:
    async with workshop.client() as client:
        await client.post(WORK, json={"number": 1}, headers=KEY)
        with workshop.served.api.database.write() as transaction:
            transaction.run("UPDATE idempotency SET status = NULL, answer = NULL")
        answer = await client.post(WORK, json={"number": 1}, headers=KEY)
    assert (answer.status_code, answer.json()["code"], len(workshop.done)) == (409, "request_in_progress", 1)
    assert int(answer.headers["retry-after"]) > 0


async def test_what_died_at_work_is_done_again_under_the_same_id_and_instant(workshop: Workshop) -> None:
    async with workshop.client() as client:
        await client.post(WORK, json={"number": 1}, headers=KEY)
        with workshop.served.api.database.write() as transaction:
            transaction.run("UPDATE idempotency SET status = NULL, answer = NULL")
        workshop.served.clock.at += LEASE
        answer = await client.post(WORK, json={"number": 1}, headers=KEY)
    assert answer.status_code == 200
    assert workshop.done[0] == workshop.done[1]


async def test_keys_of_another_token_are_others(workshop: Workshop) -> None:
    async with workshop.client() as one, workshop.client("erp") as other:
        await one.post(WORK, json={"number": 1}, headers=KEY)
        answer = await other.post(WORK, json={"number": 2}, headers=KEY)
    assert (answer.status_code, len(workshop.done)) == (200, 2)


async def test_a_refusal_of_the_rules_is_the_first_answer_too(workshop: Workshop) -> None:
    workshop.failing = Problem(Refusal.INSUFFICIENT_FUNDS, data={"missing": "90.00"})
    async with workshop.client() as client:
        first = await client.post(WORK, json={"number": 1}, headers=KEY)
        workshop.failing = None
        second = await client.post(WORK, json={"number": 1}, headers=KEY)
    assert (first.status_code, first.json()["missing"]) == (409, "90.00")
    assert (second.status_code, second.content, workshop.done) == (409, first.content, [])
    assert second.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("failing", [Problem(Refusal.UNKNOWN_SELLER), RuntimeError("a bug")])
async def test_what_decided_nothing_leaves_the_key_free(workshop: Workshop, failing: Exception) -> None:
    workshop.failing = failing
    async with workshop.client() as client:
        first = await client.post(WORK, json={"number": 1}, headers=KEY)
        workshop.failing = None
        second = await client.post(WORK, json={"number": 1}, headers=KEY)
    assert (first.status_code >= 400, second.status_code, len(workshop.done)) == (True, 200, 1)


async def test_a_wrong_field_leaves_the_key_free_for_the_mended_request(workshop: Workshop) -> None:
    async with workshop.client() as client:
        first = await client.post(WORK, json={"number": "many"}, headers=KEY)
        second = await client.post(WORK, json={"number": 1}, headers=KEY)
    assert (first.status_code, first.json()["field"], second.status_code) == (422, "number", 200)


async def test_a_preview_needs_no_key(workshop: Workshop) -> None:
    async with workshop.client() as client:
        answer = await client.post("/api/v1/preview?preview=true", json={"number": 1})
        without = await client.post("/api/v1/preview", json={"number": 1})
    assert (answer.json(), without.status_code) == ({"preview": True}, 400)


def test_answers_are_let_go_of_after_a_week(served: Served) -> None:
    keys, now = Idempotency(served.api.database), served.clock.now()
    keys.claim("crm", "old", b"1", now)
    keys.claim("crm", "new", b"1", now + 8 * 24 * 3600 * SECOND)
    assert isinstance(keys.claim("crm", "old", b"2", now + 8 * 24 * 3600 * SECOND), Claimed)
