"""What the description says and what is answered agree, for requests that nobody thought of."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

from bot.api.access import SELLER
from bot.api.app import PREFIX, Way, build_api, ways
from bot.api.once import HEADER
from bot.api.ports import Api
from core.events import SellerRegistered
from core.policy import default_policy
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database
from tests.bot.api.conftest import NOON, TEXTS, Hands

EXAMPLES = 15
numbers = itertools.count(1)
WAYS = [way for way in ways() if way.route.include_in_schema]
CHECKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
EVERY_SCOPE = ("feed", "read:all", "operate", "metrics", *(f"act:{seller}:manager" for seller in ("S1", "0")))


@schemathesis.serializer("application/jsonl", "application/x-ndjson")
def as_lines(context: Any, value: Any) -> bytes:
    """Lines as they are."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@schemathesis.serializer("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def as_file(context: Any, value: Any) -> bytes:
    """A file as it is."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@schemathesis.serializer("application/cloudevents-batch+json")
def as_json(context: Any, value: Any) -> bytes:
    """A batch as JSON."""
    return json.dumps(value).encode()


@pytest.fixture(scope="module")
def described(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of an application that answers in this process, with a token for everything."""
    path = tmp_path_factory.mktemp("schema") / "api.db"
    shutil.copy(migrated_file, path)
    database, policy, clock = Database(f"sqlite:///{path}", durable=False), default_policy(), Hands()
    api = Api(Ledger(database, policy), Books(database, policy), Team(database), clock, TEXTS)
    api.ledger.take_one(SellerRegistered(id="r", at=NOON, seller="S1", name="Tea"), NOON, "file")
    secret = api.tokens.create("schema", EVERY_SCOPE, "test", NOON, per_minute=1_000_000)
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", build_api(api))
    schema.config.update(headers={"Authorization": f"Bearer {secret}"})
    yield schema
    database.close()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.method} {way.path}")
def test_every_answer_is_one_that_is_described(described: Any, way: Way) -> None:
    checks: list[Any] = [each for each in CHECKS.get_all() if each.__name__ in CHECKED]
    assert len(checks) == len(CHECKED)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=described[way.path][way.method].as_strategy())
    def answers(case: schemathesis.Case) -> None:
        number = next(numbers)
        if number % 8 and HEADER in (case.headers or {}):
            case.headers[HEADER] = f"key-{number}"  # a new one, so that the request is decided
        if number % 2 and SELLER in (case.path_parameters or {}):
            case.path_parameters[SELLER] = "S1"
        case.call_and_validate(checks=checks)

    answers()


def test_every_way_in_is_described(described: Any) -> None:
    known = {(method.upper(), path) for path, methods in described.raw_schema["paths"].items() for method in methods}
    assert {(way.method, way.path) for way in WAYS} <= known
