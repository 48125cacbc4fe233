"""Commands over HTTP are the commands of the feed: the same decision, once, and beforehand on request."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest

from core.values import parse_instant
from tests.bot.api.conftest import Served
from tests.property.product import row_differences, rows
from tests.storage.marketplace import EVERYTHING, OPENING, tell

SELLER = "/api/v1/sellers/S"
MANAGER = "act:S:manager"
_keys = itertools.count(1)


@pytest.fixture
def shop(served: Served) -> Served:
    """Shop S with money, a bonus and a charge of this month."""
    tell(
        served.api.ledger,
        *OPENING,
        ("2026-01-11T12:00", "eligibility.changed", {"eligible": True}),
        ("2026-01-12T12:00", "bonus.granted",
         {"grant": "G", "programme": "bonus", "amount": "500.00", "reason": "promo"}),
        ("2026-01-13T12:00", "service.charged", {"charge": "K", "service": "ads", "amount": "300.00"}),
    )  # fmt: skip
    served.clock.at = parse_instant("2026-01-20T09:00:00Z")
    return served


async def give(
    served: Served, path: str, body: Any = None, *, scope: str = MANAGER, preview: bool = False, key: str | None = None
) -> httpx.Response:
    """A command with a key of its own, unless it is a preview."""
    headers = {} if preview else {"Idempotency-Key": key or f"k{next(_keys)}"}
    async with served.client(scope) as client:
        url = f"{SELLER}{path}{'?preview=true' if preview else ''}"
        return await client.post(url, json=body, headers=headers)


SPENDING = {"programme": "bonus", "service": "ads", "amount": "60.00"}
COMMANDS: list[tuple[str, Any]] = [
    ("/commands/connect", {"plan": "premium"}),
    ("/commands/spend", SPENDING),
    ("/commands/set-mode", {"mode": "auto"}),
    ("/commands/set-mode", {"mode": "auto", "service": "ads"}),
    ("/commands/set-daily-limit", {"service": "ads", "amount": "10.00"}),
    ("/commands/set-daily-limit", {"service": "ads", "amount": None}),
    ("/commands/set-reserve", {"programme": "bonus", "service": "logistics", "amount": "10.00"}),
    ("/commands/set-reserve", {"programme": "bonus", "service": "logistics", "amount": "0"}),
    ("/commands/opt-out", {"programme": "bonus"}),
    ("/commands/opt-in", {"programme": "bonus"}),
]


@pytest.mark.parametrize(("path", "body"), COMMANDS)
async def test_a_preview_tells_what_the_command_then_does(shop: Served, path: str, body: Any) -> None:
    foreseen = await give(shop, path, body, preview=True)
    done = await give(shop, path, body)
    assert (foreseen.status_code, done.status_code) == (200, 200), (foreseen.text, done.text)
    assert (foreseen.json()["preview"], done.json()["preview"], done.json()["outcome"]) == (True, False, "done")
    assert foreseen.json()["state"] == done.json()["state"]


@pytest.mark.parametrize(("path", "body"), COMMANDS)
async def test_a_preview_writes_nothing(shop: Served, path: str, body: Any) -> None:
    before = rows(shop.api.database)
    await give(shop, path, body, preview=True)
    assert row_differences(before, rows(shop.api.database)) == []


async def test_a_preview_names_the_entries_and_the_wallet(shop: Served) -> None:
    found = (await give(shop, "/commands/spend", SPENDING, preview=True)).json()
    assert [(each["what"], each["kind"], each["amount"]) for each in found["foreseen"]["entries"]] == [
        ("points", "cover", "-60.00"),
        ("money", "cover_returned", "60.00"),
    ]
    assert (found["foreseen"]["before"]["wallet"], found["state"]["wallet"]) == ("99700.00", "99760.00")


async def test_a_preview_names_the_choices_that_change(shop: Served) -> None:
    body = {"programme": "bonus", "service": "logistics", "amount": "10.00"}
    found = (await give(shop, "/commands/set-reserve", body, preview=True)).json()
    assert found["foreseen"]["choices"] == [
        {"choice": "reserve", "programme": "bonus", "service": "logistics", "before": None, "after": "10.00"}
    ]


async def test_the_steps_of_a_subscription_are_commands(shop: Served) -> None:
    states = []
    for path, body in (
        ("connect", {"plan": "lite"}),
        ("cancel", None),
        ("resume", None),
        ("upgrade", None),
        ("switch-to-lite", None),
    ):
        found = (await give(shop, f"/commands/{path}", body)).json()["state"]["subscription"]
        states.append((found["state"], found["plan"], found["renewal"]))
    assert states == [
        ("trial", "lite", "renew"),
        ("trial", "lite", "stop"),
        ("trial", "lite", "renew"),
        ("active", "premium", "renew"),
        ("active", "premium", "lite"),
    ]


async def test_history_names_the_role_of_the_token_and_the_request(shop: Served) -> None:
    await give(shop, "/commands/connect", {"plan": "lite"}, scope="act:S:administrator", key="once")
    async with shop.client("read:S") as client:
        (step,) = (await client.get(f"{SELLER}/movements?what=subscription")).json()["entries"]
    assert (step["actor"], step["cause"]) == ("administrator", "crm:key:once")


@pytest.mark.parametrize("preview", [True, False])
async def test_a_role_that_may_not_is_refused(shop: Served, preview: bool) -> None:
    answer = await give(shop, "/commands/connect", {"plan": "lite"}, scope="act:S:finance", preview=preview)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("path", ["withdraw", "transfer"])
async def test_points_are_neither_paid_out_nor_passed_on(shop: Served, path: str, preview: bool) -> None:
    body = {"programme": "bonus", "amount": "10.00"}
    answer = await give(shop, f"/commands/{path}", body, preview=preview)
    assert (answer.status_code, answer.json()["code"]) == (
        409, {"withdraw": "withdrawal_not_allowed", "transfer": "transfer_not_allowed"}[path],
    )  # fmt: skip


@pytest.mark.parametrize("preview", [True, False])
async def test_a_refusal_has_its_numbers_and_its_sentence_in_the_callers_language(shop: Served, preview: bool) -> None:
    headers = {} if preview else {"Idempotency-Key": "k"}
    async with shop.client(MANAGER, **{"Accept-Language": "ru"}) as client:
        answer = await client.post(
            f"{SELLER}/commands/spend{'?preview=true' if preview else ''}",
            json=SPENDING | {"amount": "900.00"},
            headers=headers,
        )
    said = answer.json()
    assert (answer.status_code, said["code"]) == (409, "insufficient_points")
    assert (said["missing"], said["available"]) == ("400.00", "500.00")
    assert "500" in said["detail"] and "балл" in said["detail"]


async def test_a_field_that_is_wrong_is_named(shop: Served) -> None:
    answer = await give(shop, "/commands/spend", SPENDING | {"amount": "0.00"})
    assert (answer.status_code, answer.json()["field"]) == (422, "amount")


async def test_a_field_that_does_not_belong_there_is_refused(shop: Served) -> None:
    answer = await give(shop, "/commands/connect", {"plan": "lite", "by": "administrator"})
    assert (answer.status_code, answer.json()["field"]) == (422, "by")


async def test_the_same_request_again_spends_nothing_twice(shop: Served) -> None:
    first = await give(shop, "/commands/spend", SPENDING, key="once")
    shop.clock.at += 60_000_000
    second = await give(shop, "/commands/spend", SPENDING, key="once")
    assert second.json() == first.json()
    async with shop.client("read:S") as client:
        found = (await client.get(f"{SELLER}/balance")).json()["points"]["bonus"]
    assert found["spent"] == "60.00"


async def test_what_died_before_it_was_answered_is_not_done_twice(shop: Served) -> None:
    await give(shop, "/commands/spend", SPENDING, key="once")
    with shop.api.database.write() as transaction:
        transaction.run("UPDATE idempotency SET status = NULL, answer = NULL")
    shop.clock.at += 120_000_000
    again = (await give(shop, "/commands/spend", SPENDING, key="once")).json()
    assert (again["outcome"], again["state"]["points"]["bonus"]["spent"]) == ("replayed", "60.00")


async def test_a_charge_is_a_fact_of_the_feed(shop: Served) -> None:
    body = {"charge": "K9", "service": "logistics", "amount": "40.00"}
    foreseen = (await give(shop, "/charges", body, scope="feed", preview=True)).json()
    done = await give(shop, "/charges", body, scope="feed")
    again = await give(shop, "/charges", body, scope="feed")
    assert foreseen["state"] == done.json()["state"]
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_charge")


async def test_whoever_acts_for_a_shop_bills_it_nothing(shop: Served) -> None:
    body = {"charge": "K9", "service": "logistics", "amount": "40.00"}
    assert (await give(shop, "/charges", body)).status_code == 403


async def test_a_preview_counts_what_is_due_as_done_before(served: Served) -> None:
    tell(served.api.ledger, *EVERYTHING[:5])  # the trial ends on 9 February
    served.clock.at = parse_instant("2026-02-10T09:00:00Z")
    found = (await give(served, "/commands/cancel", preview=True)).json()["foreseen"]
    assert found["before"]["subscription"]["state"] == "active"
    assert [(each["kind"], each["renewal"]) for each in found["entries"]] == [("stop_renewal", "stop")]


async def test_every_command_and_read_is_described(served: Served) -> None:
    async with served.client("feed") as client:
        schema = (await client.get("/api/v1/openapi.json")).json()
    spend = schema["paths"]["/api/v1/sellers/{seller_id}/commands/spend"]["post"]
    assert spend["responses"].keys() >= {"200", "400", "401", "403", "404", "409", "413", "422", "429", "500", "503"}
    statement = schema["paths"]["/api/v1/sellers/{seller_id}/statements/{month}"]["get"]["responses"]
    assert len(statement["200"]["content"]) == 3 and "406" in statement
