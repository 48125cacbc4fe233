"""Every request has an id, which its answer and its log lines carry; what people and programs say is in neither."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from fastapi import APIRouter

from bot.api.access import ReadsSeller
from bot.api.app import build_api
from bot.logs import LogForm, set_up_logs
from tests.bot.api.conftest import Served

PLANTED = "planted-words-of-a-person"


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """Logs as they were."""
    root = logging.getLogger()
    before = root.handlers
    yield
    root.handlers = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def log_as(form: LogForm) -> None:
    """From here on; not in a fixture, for a test's error stream is its own."""
    logging.getLogger().handlers = []
    set_up_logs("INFO", form)


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def test_a_clean_id_of_the_callers_is_kept(served: Served) -> None:
    async with served.client() as client:
        answer = await client.get("/healthz", headers={"X-Request-Id": "order-17:a.b_c"})
    assert answer.headers["x-request-id"] == "order-17:a.b_c"


@pytest.mark.parametrize("said", ["", "a b", "x" * 65, 'a"b', "-a", "ä"])
async def test_another_one_is_replaced(served: Served, said: str) -> None:
    async with served.client() as client:
        answer = await client.get("/healthz", headers=[(b"X-Request-Id", said.encode("latin-1"))])
    assert len(answer.headers["x-request-id"]) == 32


async def test_an_answer_that_is_a_problem_carries_the_id_too(served: Served) -> None:
    async with served.client() as client:
        answer = await client.get("/api/v1/token", headers={"X-Request-Id": "mine"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (401, "mine")


async def test_a_request_is_one_line_with_its_id_route_and_token(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    log_as(LogForm.JSON)
    async with served.client("feed") as client:
        await client.get("/api/v1/token", headers={"X-Request-Id": "mine"})
    (line,) = told(capsys)
    assert line["milliseconds"] >= 0
    assert {name: line[name] for name in ("event", "request", "method", "route", "status", "token", "level")} == {
        "event": "request",
        "request": "mine",
        "method": "GET",
        "route": "/api/v1/token",
        "status": 200,
        "token": "crm",
        "level": "info",
    }


async def test_probes_that_are_well_leave_no_line(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    log_as(LogForm.JSON)
    async with served.client() as client:
        await client.get("/healthz")
        await client.get("/readyz")
    assert told(capsys) == []


async def test_what_a_request_holds_is_in_no_line(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    log_as(LogForm.JSON)
    secret = served.token("feed")
    async with served.client(Authorization=f"Bearer {secret}") as client:
        await client.get(f"/api/v1/{PLANTED}?q={PLANTED}", headers={"Cookie": PLANTED})
        await client.post("/api/v1/token", json={"text": PLANTED})
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2
    assert [each for each in (PLANTED, secret) if each in said] == []


async def test_what_breaks_is_logged_under_the_same_id(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    log_as(LogForm.JSON)
    served.app.state.watch = None  # a bug
    async with served.client() as client:
        answer = await client.get("/readyz", headers={"X-Request-Id": "mine"})
    lines = told(capsys)
    assert answer.status_code == 500
    assert [(line["event"], line["request"]) for line in lines] == [("request_broken", "mine"), ("request", "mine")]


def test_libraries_lines_are_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    log_as(LogForm.JSON)
    logging.getLogger("aiohttp").warning("odd: %s", 'a "quoted" word')
    (line,) = told(capsys)
    assert (line["event"], line["logger"], line["level"]) == ('odd: a "quoted" word', "aiohttp", "warning")
    assert line["timestamp"].endswith("Z")


def test_lines_of_text_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    log_as(LogForm.TEXT)
    structlog.get_logger().info("begun", seller="S1")
    assert "begun" in (said := capsys.readouterr().err)
    assert "seller=S1" in said


async def test_lines_of_a_request_about_a_seller_name_the_seller(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    log_as(LogForm.JSON)
    router = APIRouter()

    @router.get("/sellers/{seller_id}/looked")
    def looked(seller_id: str, caller: ReadsSeller) -> None:
        structlog.get_logger().info("looked")

    app = build_api(served.api, [router])
    token = served.token("read:all")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
        await client.get("/api/v1/sellers/S-7/looked", headers={"Authorization": f"Bearer {token}"})
    lines = told(capsys)
    assert [(line["event"], line["seller"]) for line in lines] == [("looked", "S-7"), ("request", "S-7")]
    assert lines[0]["request"] == lines[1]["request"]
    assert lines[1]["route"] == "/api/v1/sellers/{seller_id}/looked"
