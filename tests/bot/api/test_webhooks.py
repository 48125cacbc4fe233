"""Endpoints over HTTP: made, looked at, changed over, paused, removed; and the events described."""

from __future__ import annotations

import pytest

from core.values import SECOND
from storage.post.events import EVENT_TYPES, Event
from storage.post.webhooks import RETRIED_FOR, Webhooks
from tests.bot.api.conftest import Served

PATH = "/api/v1/webhooks"
PUBLIC = "https://8.8.8.8/premium"


@pytest.fixture
def webhooks(served: Served) -> Webhooks:
    return Webhooks(served.api.database)


@pytest.fixture
def webhook(served: Served, webhooks: Webhooks) -> int:
    """An endpoint with an event in line."""
    endpoint, _ = webhooks.create(PUBLIC, "test", served.clock.now())
    with served.api.database.write() as transaction:
        transaction.run(
            "INSERT INTO webhook_delivery (webhook, event, type, seller, at, since, state, attempts) "
            "VALUES (?, 'evt_1', 'notice.renewed', 'S', 0, ?, 'waiting', 0)",
            (endpoint.id, served.clock.now()),
        )
    return endpoint.id


def fail(served: Served, webhooks: Webhooks, webhook: int) -> None:
    """The endpoint takes nothing for three days."""
    for _ in range(2):
        consignment = webhooks.take(webhook, served.clock.now())
        assert consignment is not None
        webhooks.not_sent(consignment, "HTTP status 500", served.clock.now(), until=served.clock.now(), status=500)
        served.clock.at += RETRIED_FOR


async def test_an_endpoint_is_made_and_its_secret_shown_once(served: Served, webhooks: Webhooks) -> None:
    async with served.client("operate", **{"Idempotency-Key": "k1"}) as client:
        wish = {"url": PUBLIC, "events": ["notice.renewed"], "sellers": ["S"]}
        made, again, listed = [
            await client.post(PATH, json=wish), await client.post(PATH, json=wish), await client.get(PATH),
        ]  # fmt: skip
    secret = made.json()["secret"]
    assert (made.status_code, secret[:6]) == (201, "whsec_")
    assert made.json()["endpoint"] | wish == made.json()["endpoint"]
    assert (again.status_code, again.json()["secret"]) == (201, None)
    assert len(listed.json()) == len(webhooks.every()) == 1
    assert secret not in again.text + listed.text


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://8.8.8.8/"}, "url"),
        ({"url": "nowhere"}, "url"),
        ({"url": PUBLIC, "events": ["notice.nothing"]}, "events"),
        ({"url": PUBLIC, "events": []}, "events"),
        ({"url": PUBLIC, "sellers": [""]}, "sellers.0"),
        ({"url": PUBLIC, "more": 1}, "more"),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_with_its_field(
    served: Served, webhooks: Webhooks, wish: dict[str, object], field: str
) -> None:
    async with served.client("operate", **{"Idempotency-Key": "k1"}) as client:
        answer = await client.post(PATH, json=wish)
    assert (answer.status_code, answer.json()["field"], webhooks.every()) == (422, field, [])


async def test_an_endpoint_is_paused_resumed_and_removed(served: Served, webhook: int) -> None:
    async with served.client("operate") as client:
        states = [
            (await client.post(f"{PATH}/{webhook}/{act}")).json()["state"] for act in ("pause", "pause", "resume")
        ]
        removed = [(await client.delete(f"{PATH}/{webhook}")).status_code for _ in range(2)]
    assert (states, removed) == (["paused", "paused", "active"], [204, 404])


async def test_a_secret_is_changed_and_the_new_one_shown_once(served: Served, webhooks: Webhooks, webhook: int) -> None:
    async with served.client("operate", **{"Idempotency-Key": "k1"}) as client:
        rotated, again = [await client.post(f"{PATH}/{webhook}/rotate") for _ in range(2)]
    consignment = webhooks.take(webhook, served.clock.now())
    assert consignment is not None
    assert consignment.secrets[0] == rotated.json()["secret"]
    assert (len(consignment.secrets), again.json()["secret"]) == (2, None)


async def test_what_failed_is_seen_and_sent_again(served: Served, webhooks: Webhooks, webhook: int) -> None:
    fail(served, webhooks, webhook)
    async with served.client("operate") as client:
        shown = (await client.get(f"{PATH}/{webhook}")).json()
        (failed,) = (await client.get(f"{PATH}/{webhook}/deliveries", params={"state": "failed"})).json()
        resent = await client.post(f"{PATH}/{webhook}/resend", json={"delivery": failed["id"]})
        nothing = await client.post(f"{PATH}/{webhook}/resend", json={})
    assert (shown["failed"], shown["waiting"]) == (1, 0)
    assert (failed["event"], failed["status"], failed["error"]) == ("evt_1", 500, "HTTP status 500")
    assert (resent.json(), nothing.json()) == ({"count": 1}, {"count": 0})
    consignment = webhooks.take(webhook, served.clock.now() + SECOND)
    assert consignment is not None
    assert consignment.event == Event("evt_1", "notice.renewed", "S", 0)


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/deliveries"),
        *(("POST", f"/{act}") for act in ("rotate", "pause", "resume")),
    ],
)
async def test_of_an_endpoint_that_is_not_there_nothing_is_shown(served: Served, method: str, rest: str) -> None:
    async with served.client("operate", **{"Idempotency-Key": "k1"}) as client:
        answer = await client.request(method, f"{PATH}/7{rest}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_may_not_operate_sees_no_endpoints(served: Served, webhook: int) -> None:
    async with served.client("feed", "read:all") as client:
        assert (await client.get(PATH)).status_code == 403


async def test_every_event_is_described_with_what_it_holds_and_how_it_is_signed(served: Served) -> None:
    async with served.client() as client:
        described = (await client.get("/api/v1/openapi.json")).json()
    assert list(described["webhooks"]) == list(EVENT_TYPES)
    operation = described["webhooks"]["notice.renewed"]["post"]
    assert [each["name"] for each in operation["parameters"]] == [
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    ]
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert described["components"]["schemas"][name]["required"] == ["type", "timestamp", "data"]
    assert "ValidationError" not in str(described["webhooks"])
