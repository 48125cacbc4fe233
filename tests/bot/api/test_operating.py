"""What the marketplace's staff does over HTTP: the acts of the chat, with a reason, once."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from core.events import SellerRegistered
from core.values import Invitation, Plan
from storage.people.team import Joined
from tests.bot.api.conftest import NOON, Served

KEY = {"Idempotency-Key": "k1"}
WHY = {"reason": "a complaint"}
FUTURE = "2027-01-01T00:00:00Z"
ACTS: list[tuple[str, str, dict[str, Any], str, dict[str, Any]]] = [
    ("POST", "/sellers/S1/grants", {"grant": "g1", "programme": "bonus", "amount": "5.00"},
     "bonus_granted", {"programme": "bonus", "amount": "5.00"}),
    ("POST", "/sellers/S1/prolong", {"programme": "bonus", "until": FUTURE},
     "lots_prolonged", {"programme": "bonus", "until": FUTURE}),
    ("POST", "/prolong", {"programme": "bonus", "until": FUTURE},
     "lots_prolonged", {"programme": "bonus", "until": FUTURE}),
    ("POST", "/sellers/S1/verification", {"eligible": True}, "verification_passed", {}),
    ("POST", "/prices", {"plan": "lite", "price": "2500.00", "from": FUTURE},
     "price_changed", {"plan": "lite", "price": "2500.00", "from": FUTURE}),
    ("PUT", "/campaigns/summer", {"starts_at": "2026-06-01T00:00:00Z", "ends_at": FUTURE, "coefficient": "0.5"},
     "campaign_changed", {"campaign": "summer"}),
    ("PUT", "/maintenance", {"on": True}, "maintenance_on", {}),
]  # fmt: skip


@pytest.fixture
def shop(served: Served) -> Served:
    """A served application with a seller."""
    served.api.ledger.take_one(SellerRegistered(id="r", at=NOON, seller="S1", name="Tea"), NOON, "file")
    return served


async def act(client: httpx.AsyncClient, path: str, body: dict[str, Any], method: str = "POST") -> httpx.Response:
    return await client.request(method, f"/api/v1{path}", json=body | WHY, headers=KEY)


def notes(served: Served) -> list[tuple[str | None, str, str, dict[str, Any]]]:
    with served.api.database.read() as transaction:
        found = transaction.rows("SELECT seller, actor, action, detail FROM audit WHERE action <> 'token_created'")
    return [(seller, actor, action, json.loads(detail)) for seller, actor, action, detail in found]


@pytest.mark.parametrize(("method", "path", "body", "action", "detail"), ACTS)
async def test_an_act_is_recorded_with_its_reason_and_taken_as_an_event(
    shop: Served, method: str, path: str, body: dict[str, Any], action: str, detail: dict[str, Any]
) -> None:
    async with shop.client("operate") as client:
        answer = await act(client, path, body, method)
    assert (answer.status_code, answer.json()["event"]) == (200, "key:k1")
    seller = "S1" if "/S1/" in path else None
    assert notes(shop) == [(seller, "token:crm", action, WHY | detail | {"event": "crm:key:k1"})]
    with shop.api.database.read() as transaction:
        assert transaction.rows("SELECT source, id, outcome FROM taken WHERE source = 'crm'") == [
            ("crm", "key:k1", "done")
        ]


@pytest.mark.parametrize(("method", "path", "body", "action", "detail"), ACTS)
async def test_an_act_again_is_recorded_and_done_once(
    shop: Served, method: str, path: str, body: dict[str, Any], action: str, detail: dict[str, Any]
) -> None:
    async with shop.client("operate") as client:
        first = await act(client, path, body, method)
        second = await act(client, path, body, method)
    assert (second.status_code, second.content) == (200, first.content)
    assert len(notes(shop)) == 1


async def test_a_grant_can_be_taken_back_as_far_as_it_is_left(shop: Served) -> None:
    async with shop.client("operate") as client:
        await act(client, "/sellers/S1/grants", {"grant": "g1", "programme": "bonus", "amount": "5.00"})
        headers = {"Idempotency-Key": "k2"}
        path = "/api/v1/sellers/S1/grants/g1/revoke"
        too_much = await client.post(path, json=WHY | {"amount": "5.01"}, headers=headers)
        all_of_it = await client.post(path, json=WHY | {"amount": "5.00"}, headers={"Idempotency-Key": "k3"})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "amount_exceeds")
    assert all_of_it.status_code == 200
    account = shop.api.account("S1")
    assert account is not None and account.balances["bonus"].available == 0


async def test_a_price_without_a_beginning_begins_now(shop: Served) -> None:
    async with shop.client("operate") as client:
        answer = await act(client, "/prices", {"plan": "lite", "price": "2500.00"})
    assert answer.json() == {"event": "key:k1", "told": 0}
    assert shop.api.ledger.world_now().policy.price(Plan.LITE, NOON) == 250_000


async def test_a_price_in_the_past_is_refused_by_the_rule(shop: Served) -> None:
    async with shop.client("operate", **{"Accept-Language": "ru"}) as client:
        answer = await act(client, "/prices", {"plan": "lite", "price": "1.00", "from": "2026-01-01T00:00:00Z"})
    assert (answer.status_code, answer.json()["code"]) == (409, "price_in_past")
    assert answer.headers["content-language"] == "ru"


async def test_a_wrong_field_is_told_in_the_words_of_the_feed_and_nothing_is_recorded(shop: Served) -> None:
    async with shop.client("operate") as client:
        answer = await act(client, "/sellers/S1/grants", {"grant": "g1", "programme": "bonus", "amount": "0.001"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "malformed", "amount")
    assert notes(shop) == []


@pytest.mark.parametrize("reason", ["", "  ", "a\nb", "x" * 301])
async def test_an_act_without_a_reason_is_refused(shop: Served, reason: str) -> None:
    async with shop.client("operate") as client:
        answer = await client.put("/api/v1/maintenance", json={"on": True, "reason": reason}, headers=KEY)
    assert (answer.status_code, answer.json()["field"]) == (422, "reason")
    assert notes(shop) == []


async def test_a_seller_that_is_not_there_is_unknown(shop: Served) -> None:
    async with shop.client("operate") as client:
        for path, body in (("grants", ACTS[0][2]), ("release", {}), ("links", {"role": "manager"})):
            answer = await act(client, f"/sellers/nobody/{path}", body)
            assert (answer.status_code, answer.json()["code"]) == (404, "unknown_seller"), path


async def test_a_token_revoked_a_moment_ago_acts_no_more(shop: Served) -> None:
    async with shop.client("operate") as client:
        await client.get("/api/v1/token")  # known for a second
        shop.api.tokens.revoke(1, "test", NOON)
        answer = await act(client, "/sellers/S1/verification", {"eligible": True})
    # By then the second for which it is known may be over: then it is no token at all.
    assert (answer.status_code, answer.json()["code"]) in {(403, "scope_missing"), (401, "unauthenticated")}
    account = shop.api.account("S1")
    assert account is not None and account.subscription.invitation is Invitation.NONE


async def test_a_parked_seller_with_nothing_wrong_works_again(shop: Served) -> None:
    with shop.api.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1", (True,))
    async with shop.client("operate") as client:
        answer = await act(client, "/sellers/S1/release", {})
    account = shop.api.account("S1")
    assert (answer.status_code, account is not None and account.parked) == (200, False)


async def test_a_parked_seller_with_something_wrong_stays_and_it_is_said_what(shop: Served) -> None:
    with shop.api.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, wallet = 5, version = version + 1", (True,))
    async with shop.client("operate") as client:
        answer = await act(client, "/sellers/S1/release", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_under_review")
    assert int(answer.json()["violations"]) > 0 and answer.json()["invariants"]


async def test_a_link_lets_one_person_in_and_is_shown_once(shop: Served) -> None:
    async with shop.client("operate") as client:
        first = await act(client, "/sellers/S1/links", {"role": "manager"})
        second = await act(client, "/sellers/S1/links", {"role": "manager"})
    made = first.json()
    assert (first.status_code, second.status_code, second.json()) == (201, 201, made | {"token": None})
    joined = shop.api.team.join(made["token"], 7, "Ann", NOON)
    assert isinstance(joined, Joined) and joined.seller == "S1"
    with shop.api.database.read() as transaction:
        kept = b"".join(bytes(answer) for (answer,) in transaction.rows("SELECT answer FROM idempotency"))
    assert made["token"].encode() not in kept
