"""`POST /api/v1/events`: the lines of `import`, in any of the forms, taken while they arrive."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from bot.api.facts import MOST_BYTES, MOST_LINES
from bot.feed.lines import answers
from core.refusals import Verdict
from tests.bot.api.conftest import Served

EVENTS = "/api/v1/events"
JSONL = {"Content-Type": "application/jsonl"}
AT = "2026-06-05T08:00:00Z"
LINES: list[dict[str, Any]] = [
    {"id": "e1", "type": "seller.registered", "at": AT, "seller": "S1", "name": "Лавка"},
    {"id": "e2", "type": "wallet.credited", "at": AT, "seller": "S1", "amount": "7000.00"},
    {"id": "e3", "type": "wallet.credited", "at": AT, "seller": "S1", "amount": "0.001"},
    {"id": "e4", "type": "command.connect", "at": AT, "seller": "S1", "plan": "lite", "by": "manager"},
    {"id": "e5", "type": "command.connect", "at": AT, "seller": "S1", "plan": "premium", "by": "manager"},
    {"id": "e6", "type": "wallet.credited", "at": AT, "seller": "nobody", "amount": "1"},
    {
        "id": "e7",
        "type": "service.charged",
        "at": AT,
        "seller": "S1",
        "charge": "c",
        "service": "ads",
        "amount": "1.50",
    },
]
OUTCOMES = ["done", "done", "refused", "done", "refused", "refused", "done"]


def jsonl(lines: list[dict[str, Any]] = LINES) -> bytes:
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def cloud_event(line: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in line.items() if name not in ("id", "type", "at", "seller")}
    envelope = {"specversion": "1.0", "id": line["id"], "source": "/orders", "type": line["type"], "time": line["at"]}
    return envelope | {"subject": line["seller"], "datacontenttype": "application/json", "data": own}


FORMS = {
    "application/jsonl": jsonl(),
    "application/x-ndjson; charset=utf-8": jsonl() + b"\r\n",
    "application/json": json.dumps(LINES).encode(),
    "application/cloudevents-batch+json": json.dumps([cloud_event(line) for line in LINES]).encode(),
}


def cashed(served: Served) -> int:
    account = served.api.account("S1")
    return 0 if account is None else account.wallet


@pytest.mark.parametrize("kind", FORMS)
async def test_every_form_is_answered_line_by_line_in_order(served: Served, kind: str) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=FORMS[kind], headers={"Content-Type": kind})
    body = answer.json()
    assert answer.status_code == 200
    assert [(row["line"], row["id"], row["outcome"]) for row in body["outcomes"]] == [
        (number, f"e{number}", outcome) for number, outcome in enumerate(OUTCOMES, 1)
    ]
    assert body["counts"] == {"done": 4, "refused": 3}


@pytest.mark.parametrize("kind", ["application/jsonl", "application/json"])
async def test_the_answers_are_those_of_an_import(serve: Any, kind: str) -> None:
    imported, served = serve(), serve()
    expected = [
        answer.row()
        for answer in answers(imported.api.ledger, jsonl().split(b"\n"), lambda e: imported.clock.now(), lambda n: None)
    ]
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=FORMS[kind], headers={"Content-Type": kind})
    assert answer.json()["outcomes"] == expected


async def test_the_same_request_again_changes_nothing(served: Served) -> None:
    async with served.client("feed") as client:
        await client.post(EVENTS, content=jsonl(), headers=JSONL)
        before = cashed(served)
        again = await client.post(EVENTS, content=jsonl(), headers=JSONL)
    assert again.json()["counts"] == {"replayed": 5, "refused": 2}
    assert cashed(served) == before


async def test_an_id_is_unique_under_the_name_of_its_token(served: Served) -> None:
    register, pay = LINES[0], LINES[1]
    for _ in answers(served.api.ledger, jsonl([register, pay]).split(b"\n"), lambda e: 0, lambda n: None):
        pass
    charge = LINES[6]
    async with served.client("feed") as one, served.client("feed") as same:
        first = await one.post(EVENTS, content=jsonl([pay, charge]), headers=JSONL)
        second = await same.post(EVENTS, content=jsonl([pay, charge]), headers=JSONL)
    assert [row["outcome"] for row in first.json()["outcomes"]] == ["done", "done"]
    assert [row["outcome"] for row in second.json()["outcomes"]] == ["replayed", "replayed"]


async def test_another_tokens_line_is_judged_by_what_it_says(served: Served) -> None:
    async with served.client("feed") as one:
        await one.post(EVENTS, content=jsonl(), headers=JSONL)
    other = {"Authorization": f"Bearer {served.token('feed', name='erp')}"}
    async with served.client(**other) as client:
        answer = await client.post(EVENTS, content=jsonl([LINES[6]]), headers=JSONL)
    assert answer.json()["outcomes"] == [
        {"line": 1, "id": "e7", "outcome": "refused", "reason": "duplicate_charge",
         "message": "This charge id was used before."}
    ]  # fmt: skip


async def test_numbers_of_a_cloud_event_are_read_as_they_are_written(served: Served) -> None:
    text = json.dumps([cloud_event(LINES[0]), cloud_event(LINES[1])]).replace('"7000.00"', "7000.000")
    async with served.client("feed") as client:
        answer = await client.post(
            EVENTS, content=text.encode(), headers={"Content-Type": "application/cloudevents-batch+json"}
        )
    assert answer.json()["outcomes"][1]["message"].startswith('Field "data.amount" must be an amount')


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"specversion": "0.3"}, "specversion"),
        ({"source": ""}, "source"),
        ({"time": "yesterday"}, "time"),
        ({"subject": ""}, "subject"),
        ({"data": "text"}, "data"),
        ({"data_base64": "AA=="}, "data_base64"),
        ({"datacontenttype": "text/xml"}, "datacontenttype"),
    ],
)
async def test_a_mistake_in_a_cloud_event_is_named_by_its_attribute(
    served: Served, change: dict[str, str], word: str
) -> None:
    async with served.client("feed") as client:
        answer = await client.post(
            EVENTS,
            content=json.dumps([cloud_event(LINES[0]) | change]).encode(),
            headers={"Content-Type": "application/cloudevents-batch+json"},
        )
    (row,) = answer.json()["outcomes"]
    assert (row["outcome"], row["reason"], f'"{word}"' in row["message"]) == ("refused", "malformed", True)


async def test_extensions_of_a_cloud_event_are_passed_over(served: Served) -> None:
    event = cloud_event(LINES[0]) | {"traceparent": "00-1-1-00", "dataschema": "https://x"}
    async with served.client("feed") as client:
        answer = await client.post(
            EVENTS, content=json.dumps([event]).encode(), headers={"Content-Type": "application/cloudevents-batch+json"}
        )
    assert answer.json()["counts"] == {"done": 1}


# -- what is larger, packed or broken --------------------------------------------------------------------------


async def test_a_packed_body_is_unpacked(served: Served) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=gzip.compress(jsonl()), headers=JSONL | {"Content-Encoding": "gzip"})
    assert answer.json()["counts"] == {"done": 4, "refused": 3}


async def test_a_bomb_is_refused_by_what_it_comes_to(served: Served) -> None:
    bomb = gzip.compress(b" " * (MOST_BYTES + 1))
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=bomb, headers=JSONL | {"Content-Encoding": "gzip"})
    assert len(bomb) < 1 << 17
    assert (answer.status_code, answer.json()["code"], answer.json()["taken"]) == (413, "body_too_large", "0")


@pytest.mark.parametrize("body", [gzip.compress(jsonl())[:-9], b"not packed at all"])
async def test_a_packed_body_that_is_not_whole_is_refused(served: Served, body: bytes) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=body, headers=JSONL | {"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["field"]) == (422, "body")
    assert served.api.account("S1") is None


async def test_more_lines_than_allowed_are_refused_and_the_first_ones_are_taken(served: Served) -> None:
    body = jsonl([LINES[0]]) + b"\n{}" * MOST_LINES
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=body, headers=JSONL)
    assert (answer.status_code, answer.json()["taken"]) == (413, str(MOST_LINES))
    assert served.api.account("S1") is not None


async def test_as_many_lines_as_allowed_are_taken(served: Served) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=b"\n".join([b"{}"] * MOST_LINES), headers=JSONL)
    assert answer.json()["counts"] == {"refused": MOST_LINES}


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"Content-Type": "text/csv"}, "Content-Type"),
        ({"Content-Type": "application/jsonl; charset=cp1251"}, "Content-Type"),
        (JSONL | {"Content-Encoding": "br"}, "Content-Encoding"),
        ({}, "Content-Type"),
    ],
)
async def test_a_form_that_is_not_taken_is_refused_by_its_header(
    served: Served, headers: dict[str, str], field: str
) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=jsonl(), headers=headers)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        415, "unsupported_media_type", field,
    )  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"{}", b"[1 2]", b"[{}", b"[{}]x", b'["\xff"]', b"[" * 100_000, b"[tru]"])
async def test_a_body_that_is_no_array_is_refused_whole(served: Served, body: bytes) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "malformed", "body")


async def test_an_empty_body_of_lines_has_no_lines(served: Served) -> None:
    async with served.client("feed") as client:
        answer = await client.post(EVENTS, content=b"", headers=JSONL)
    assert answer.json() == {"counts": {}, "outcomes": []}


async def test_a_request_that_breaks_off_has_taken_whole_lines_only(served: Served) -> None:
    token = served.token("feed")
    filler = b"".join(b'{"id":"f%d"}\n' % number for number in range(600))
    pieces = [jsonl([LINES[0]]) + b"\n" + filler, jsonl([LINES[1]]) + b"\n" + jsonl([LINES[6]])[:-20]]
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": each, "more_body": True} for each in pieces]
    messages.append({"type": "http.disconnect"})
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": EVENTS, "raw_path": EVENTS.encode(), "query_string": b"",
        "headers": [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/jsonl")],
        "http_version": "1.1", "scheme": "http", "server": ("api", 80), "client": ("1.1.1.1", 1), "root_path": "",
    }  # fmt: skip
    await served.app(scope, receive, send)
    with served.api.database.read() as transaction:
        taken = transaction.rows("SELECT id, outcome FROM taken")
    assert set(taken) <= {("e1", Verdict.DONE.value), ("e2", Verdict.DONE.value)}
    assert sent == []
    async with served.client("feed") as client:
        again = await client.post(EVENTS, content=jsonl(), headers=JSONL)
    assert again.json()["outcomes"][6]["outcome"] == "done"
