"""For whoever watches: probes, numbers, and who may see them."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.api.watch import Watch
from bot.metrics import Delivered, webhook_delivered
from bot.signs import Loop
from core.values import HOUR, MINUTE
from storage.ledger.sweep import Stopped, note_stop
from tests.bot.api.conftest import Served


@pytest.fixture(autouse=True)
def nothing_remembered(served: Served) -> None:
    """Every question is a look of its own."""
    served.app.state.watch = Watch(served.api, fresh_for=0, patience=60)


async def readiness(served: Served, query: str = "") -> tuple[int, dict[str, Any]]:
    async with served.client() as client:
        answer = await client.get(f"/readyz{query}")
    return answer.status_code, answer.json()


async def numbers(served: Served) -> dict[str, float]:
    """Each series with its labels as text, and its value."""
    async with served.client("metrics") as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return {
        sample.name + "".join(f",{label}={value}" for label, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def run(served: Served, statement: str, *values: Any) -> None:
    with served.api.database.write() as transaction:
        transaction.run(statement, values)


def seller(served: Served, name: str = "S1", *, due: int | None = None, parked: bool = False) -> None:
    run(
        served,
        "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, next_due, parked) "
        "VALUES (?, 'Shop', 0, 0, 0, 0, 0, '{}', ?, ?)",
        name,
        due,
        parked,
    )


# -- healthz and readyz ------------------------------------------------------------------------------------------------


async def test_a_process_that_answers_is_alive_whatever_its_database_is(served: Served) -> None:
    served.api.database._mark.set("page 7")
    async with served.client() as client:
        answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_sound_set_up_is_ready_without_a_token(served: Served) -> None:
    status, said = await readiness(served)
    assert (status, said["status"]) == (200, "ok")
    assert {name: check["status"] for name, check in said["checks"].items()} == {
        "database": "ok",
        "schema": "ok",
        "due_work": "ok",
    }


async def test_tables_of_another_program_are_not_ready(served: Served) -> None:
    run(served, "UPDATE alembic_version SET version_num = '0001'")
    status, said = await readiness(served)
    assert (status, said["checks"]["schema"]["status"]) == (503, "error")


async def test_tables_that_were_upgraded_meanwhile_are_a_warning(served: Served) -> None:
    """Or nobody would answer between an upgrade and the start of the new program."""
    run(served, "UPDATE alembic_version SET version_num = '9999'")
    status, said = await readiness(served)
    assert (status, said["checks"]["schema"]["status"]) == (200, "warning")


async def test_a_database_that_is_gone_is_not_ready(served: Served) -> None:
    database = served.api.database
    database.close()
    assert database.file is not None
    database.file.write_bytes(b"not a database" * 1000)
    status, said = await readiness(served)
    assert (status, said["checks"]["database"]["detail"]) == (503, "cannot be read")


async def test_a_damaged_database_is_not_ready(served: Served) -> None:
    served.api.database._mark.set("page 7")
    status, said = await readiness(served)
    assert (status, said["checks"]["database"]["detail"]) == (503, "damaged: nothing is written")


async def test_a_database_that_gives_no_answer_is_not_ready_and_nobody_waits_for_it_twice(served: Served) -> None:
    watch: Watch = served.app.state.watch
    with watch._busy:  # a look that never ends
        begun = time.monotonic()
        status, said = await readiness(served)
    assert (status, said["checks"]["database"]["detail"]) == (503, "no answer in time")
    assert time.monotonic() - begun < 30


async def test_a_look_that_takes_too_long_is_given_up(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    watch = Watch(served.api, fresh_for=0, patience=0.05)
    monkeypatch.setattr(watch, "_read", ended.wait)
    try:
        assert (await watch.look()).fault == "no answer in time"
    finally:
        ended.set()


@pytest.mark.parametrize(("lag", "status"), [(MINUTE, "ok"), (HOUR, "warning")])
async def test_due_work_that_is_late_is_a_warning_and_says_how_late(served: Served, lag: int, status: str) -> None:
    seller(served, due=served.clock.now() - lag)
    code, said = await readiness(served)
    assert (code, said["status"]) == (200, status)
    assert said["checks"]["due_work"]["seconds"] == lag / 1_000_000


async def test_due_work_that_stopped_is_a_warning(served: Served) -> None:
    with served.api.database.write() as transaction:
        note_stop(transaction, Stopped("KeyError", 12, 20), served.clock.now())
    _, said = await readiness(served)
    assert said["checks"]["due_work"] == {"status": "warning", "detail": "stopped", "seconds": 0.0}


async def test_telegram_away_is_a_warning_with_the_kind_of_fault(served: Served) -> None:
    served.api.signs.leave(Loop.POLL, "TelegramNetworkError")
    code, said = await readiness(served)
    assert (code, said["checks"]["telegram"]["detail"]) == (200, "TelegramNetworkError")


async def test_whoever_asks_strictly_is_told_of_warnings_by_the_status(served: Served) -> None:
    served.api.signs.leave(Loop.POLL, "TelegramNetworkError")
    assert (await readiness(served, "?strict=true"))[0] == 503


async def test_telegram_that_is_there_again_is_well(served: Served) -> None:
    served.api.signs.leave(Loop.POLL, "TelegramNetworkError")
    served.api.signs.leave(Loop.POLL)
    _, said = await readiness(served)
    assert said["checks"]["telegram"]["status"] == "ok"


async def test_where_nobody_polls_what_was_sent_tells_of_telegram(served: Served) -> None:
    served.api.signs.leave(Loop.SEND, "TelegramServerError")
    _, said = await readiness(served)
    assert said["checks"]["telegram"]["detail"] == "TelegramServerError"


async def test_a_look_is_shared_by_all_who_ask_in_the_same_second(served: Served) -> None:
    watch = Watch(served.api, fresh_for=60)
    first = await watch.look()
    seller(served, parked=True)
    assert await watch.look() is first


# -- metrics -----------------------------------------------------------------------------------------------------------


async def test_numbers_want_a_token_with_their_own_scope(served: Served) -> None:
    async with served.client("feed", "read:all", "operate") as client:
        refused = await client.get("/metrics")
    async with served.client() as client:
        unknown = await client.get("/metrics")
    assert (refused.status_code, unknown.status_code) == (403, 401)


async def test_a_token_for_numbers_opens_nothing_else(served: Served) -> None:
    async with served.client("metrics") as client:
        answer = await client.get("/api/v1/openapi.json")
        other = [await client.get(path) for path in ("/api/v1/sellers/S1",)]
    assert answer.status_code == 200  # the description is for everybody
    assert all(each.status_code in (403, 404) for each in other)


async def test_what_waits_is_read_from_the_rows(served: Served) -> None:
    seller(served, "S1", due=served.clock.now() - HOUR)
    seller(served, "S2", parked=True, due=1)
    run(
        served,
        "INSERT INTO notice (key, seller, at, kind, data) VALUES ('k', 'S1', ?, 'trial_ending', '{}')",
        served.clock.now() - 2 * HOUR,
    )
    said = await numbers(served)
    assert said["seller_premium_due_lag_seconds"] == 3600
    assert said["seller_premium_parked_sellers"] == 1
    assert said["seller_premium_outbox_waiting,kind=notice"] == 1
    assert said["seller_premium_outbox_oldest_seconds"] == 7200
    assert said["seller_premium_database_up"] == 1


async def test_of_a_database_that_cannot_be_read_no_old_numbers_are_told(served: Served) -> None:
    async with served.client("metrics") as client:  # the token is known by now
        await client.get("/metrics")
        served.app.state.watch = Watch(served.api, fresh_for=0)
        with served.app.state.watch._busy:
            answer = await client.get("/metrics")
    assert "seller_premium_database_up 0.0" in answer.text
    assert "seller_premium_parked_sellers NaN" in answer.text


async def test_a_request_is_counted_under_its_route_and_never_by_what_stands_in_its_path(served: Served) -> None:
    async with served.client("feed") as client:
        await client.get("/api/v1/token")
        await client.get("/api/v1/token/spt_made_up/S-secret")
    said = await numbers(served)
    assert said["seller_premium_http_requests_total,method=GET,route=/api/v1/token,status=200"] >= 1
    assert said["seller_premium_http_requests_total,method=GET,route=other,status=404"] >= 1
    assert [name for name in said if "S-secret" in name] == []


async def test_deliveries_to_own_addresses_are_counted_by_what_became_of_them(served: Served) -> None:
    before = (await numbers(served))["seller_premium_webhook_deliveries_total,result=failed"]
    webhook_delivered(Delivered.FAILED)
    assert (await numbers(served))["seller_premium_webhook_deliveries_total,result=failed"] == before + 1


async def test_labels_name_no_seller(served: Served) -> None:
    labels = {
        part.partition("=")[0] for name in await numbers(served) for part in name.split(",")[1:] if "," not in part
    }
    assert labels <= {
        "kind", "outcome", "reason", "result", "method", "route", "status", "loop", "le", "version",
    }  # fmt: skip
