"""Every failure is a problem document (RFC 9457), in the caller's language, with the rulebook's code and numbers."""

from __future__ import annotations

import httpx
import pytest
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from bot.api.access import open_to_all
from bot.api.app import build_api
from bot.api.limits import MOST
from bot.api.problems import STATUSES, Fault, Problem, language_of
from bot.texts import LOCALES, Texts
from core.refusals import Ignored, Refusal
from storage.rows.errors import StorageError
from tests.bot.api.conftest import Served

TEXTS = Texts()


class Body(BaseModel):
    """Any."""

    number: int


def broken(served: Served, failing: Exception | None = None) -> httpx.AsyncClient:
    router = APIRouter(dependencies=[Depends(open_to_all)])

    @router.post("/broken")
    def fail(body: Body) -> None:
        if failing is not None:
            raise failing

    transport = httpx.ASGITransport(build_api(served.api, [router]))
    return httpx.AsyncClient(transport=transport, base_url="http://api")


FAILURES = [
    ("GET", "/api/v1/nothing", {}, 404, "not_found"),
    ("GET", "/", {}, 404, "not_found"),
    ("GET", "/api/v1/broken", {}, 405, "method_not_allowed"),
    ("POST", "/api/v1/broken", {"json": {"number": "x"}}, 422, "invalid"),
    ("POST", "/api/v1/broken", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "invalid"),
    ("POST", "/api/v1/broken", {"content": b'{"number":1}', "headers": {"Content-Type": "text/csv"}}, 422, "invalid"),
    ("POST", "/api/v1/broken", {"content": b"x" * (MOST + 1)}, 413, "body_too_large"),
]


@pytest.mark.parametrize(("method", "path", "more", "status", "code"), FAILURES)
async def test_a_failure_of_the_framework_is_a_problem_document(
    served: Served, method: str, path: str, more: dict, status: int, code: str
) -> None:
    async with broken(served) as client:
        answer = await client.request(method, path, **more)
    said = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code)
    assert said["type"] == f"urn:seller-premium:problem:{code}" and said["title"] and said["detail"]


async def test_a_method_that_is_not_taken_says_which_are(served: Served) -> None:
    async with broken(served) as client:
        answer = await client.get("/api/v1/broken")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("failing", "status", "code"),
    [(RuntimeError("secret words"), 500, "internal"), (StorageError("the disk is full"), 503, "unavailable")],
)
async def test_a_failure_of_ours_says_nothing_of_its_insides(
    served: Served, failing: Exception, status: int, code: str
) -> None:
    async with broken(served, failing) as client:
        answer = await client.post("/api/v1/broken", json={"number": 1})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert str(failing) not in answer.text and "Traceback" not in answer.text


async def test_a_refusal_carries_the_rules_code_and_its_numbers(served: Served) -> None:
    async with broken(served, Problem(Refusal.INSUFFICIENT_FUNDS, data={"missing": "90.00"})) as client:
        answer = await client.post("/api/v1/broken", json={"number": 1}, headers={"Accept-Language": "ru"})
    said = answer.json()
    assert (answer.status_code, said["code"], said["missing"]) == (409, "insufficient_funds", "90.00")
    assert "90,00\u00a0₽" in said["detail"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_sentence_is_in_the_language_asked_for(served: Served, locale: str) -> None:
    async with broken(served) as client:
        answer = await client.get("/api/v1/nothing", headers={"Accept-Language": f"de, {locale};q=0.9"})
    assert answer.headers["content-language"] == locale
    assert answer.json()["detail"] == TEXTS.plain(locale, "problem-not-found")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"), ("", "en"), ("*", "en"), ("de", "en"), ("hy-AM, ru;q=0.9", "hy"), ("en;q=0.1, RU-ru", "ru"),
        ("ru;q=0, en", "en"), ("ru;q=x, hy", "hy"), ("ru;q=0.5, hy;q=0.5", "ru"), (";;,,", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_liked_best_of_ours(accepted: str | None, language: str) -> None:
    assert language_of(accepted) == language


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_and_every_status_has_its_words(locale: str) -> None:
    faults = [f"problem-{fault.replace('_', '-')}" for fault in Fault]
    rules = [f"refusal-{code.replace('_', '-')}" for code in Refusal]
    rules += [f"ignored-{code.replace('_', '-')}" for code in Ignored]
    titles = [f"problem-title-{status}" for status in STATUSES]
    assert [key for key in (*faults, *rules, *titles) if not TEXTS.has(locale, key)] == []
