"""A marketplace's report over HTTP: seen before it is kept, kept once, refused in one sentence (RULES 16.2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest

from core.values import FactKind, parse_instant
from storage.books.standing import account_at
from tests.bot.api.conftest import Served
from tests.bot.ozon.reports import by_kind, example_by_kind, example_json, example_months, lines, workbook
from tests.storage.marketplace import tell

ROWS = example_by_kind()
REPORT = workbook(by_kind(ROWS))
WRONG_TOTAL = workbook([*by_kind(ROWS), [None, None, "Итого", None, None, None, None, None, None, 3000]])
MONTHS = workbook(example_months(), "Отчет о реализации")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def shops(served: Served) -> Served:
    """Shop R, for which a marketplace decides, and shop K, which is kept."""
    tell(served.api.ledger, ("2026-10-01T00:00", "seller.registered", {"name": "R", "books": "reported"}), seller="R")
    tell(served.api.ledger, ("2026-10-01T00:00", "seller.registered", {"name": "K"}), seller="K")
    served.clock.at = parse_instant("2026-11-10T09:00:00Z")
    return served


async def send(
    served: Served, content: Any, *, key: str | None = "k1", kind: str = "application/octet-stream",
    language: str = "en", secret: str | None = None, **query: str,
) -> httpx.Response:  # fmt: skip
    headers = {"Content-Type": kind, "Accept-Language": language, "Authorization": f"Bearer {secret}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    if secret is None:
        headers["Authorization"] = f"Bearer {served.token('feed')}"
    async with served.client() as client:
        return await client.post("/api/v1/imports", content=content, headers=headers, params={"seller": "R"} | query)


def net(served: Served) -> int | None:
    account = account_at(served.api.books, "R")
    assert account is not None
    points = account.reported.of(FactKind.POINTS).get("discount")
    return None if points is None else points.net


async def test_a_preview_says_what_the_report_says_and_keeps_nothing(shops: Served) -> None:
    found = (await send(shops, REPORT, key=None, preview="true")).json()

    report = found["report"]
    assert (report["report"], report["first"], report["last"], report["rows"]) == (
        "accruals", "2026-10-01", "2026-10-31", 7,
    )  # fmt: skip
    assert (report["points"], report["fees"], report["sales"]) == ("100.00", "290.00", "2800.00")
    assert (found["new"], found["kept"], net(shops)) == (7, None, None)


async def test_with_a_key_it_is_kept(shops: Served) -> None:
    found = (await send(shops, REPORT)).json()

    assert (found["kept"], found["not_kept"], net(shops)) == (7, {}, 100_00)


async def test_the_same_request_again_gets_the_first_answer(shops: Served) -> None:
    secret = shops.token("feed")
    first = await send(shops, REPORT, secret=secret)
    again = await send(shops, REPORT, secret=secret)

    assert (again.headers.get("idempotency-replayed"), again.json()) == ("true", first.json())


async def test_another_file_under_the_same_key_is_refused(shops: Served) -> None:
    secret = shops.token("feed")
    await send(shops, REPORT, secret=secret)
    again = await send(shops, WRONG_TOTAL, secret=secret)

    assert again.json()["code"] == "idempotency_key_reused"


async def test_the_same_file_under_another_key_brings_nothing_new(shops: Served) -> None:
    secret = shops.token("feed")
    await send(shops, REPORT, secret=secret)
    again = (await send(shops, REPORT, key="k2", secret=secret)).json()

    assert (again["known"], again["kept"]) == (7, 0)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(REPORT, XLSX), (lines(by_kind(ROWS), "cp1251"), "text/csv"), (example_json(), "application/json")],
)
async def test_every_form_is_taken_whatever_it_is_sent_as(shops: Served, content: bytes, kind: str) -> None:
    await send(shops, content, kind=kind)

    assert net(shops) == 100_00


async def test_a_file_that_comes_in_pieces_is_one(shops: Served) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(REPORT), 1000):
            yield REPORT[start : start + 1000]

    await send(shops, pieces())

    assert net(shops) == 100_00


async def test_a_report_whose_total_differs_is_not_kept_without_a_yes(shops: Served) -> None:
    answer = await send(shops, WRONG_TOTAL)

    said = answer.json()
    assert (answer.status_code, said["code"], said["told"], said["found"], said["difference"]) == (
        409, "totals_differ", "3000.00", "2610.00", "390.00",
    )  # fmt: skip
    assert net(shops) is None


async def test_with_a_yes_it_is_kept_all_the_same(shops: Served) -> None:
    secret = shops.token("feed")
    await send(shops, WRONG_TOTAL, secret=secret)
    await send(shops, WRONG_TOTAL, secret=secret, yes="true")

    assert net(shops) == 100_00


async def test_what_is_not_understood_is_named(shops: Served) -> None:
    strange = ["1", date(2026, 10, 9), "", "Новый сбор", None, None, None, None, None, -7]
    found = (await send(shops, workbook(by_kind([*ROWS, strange])), key=None, preview="true")).json()

    assert found["report"]["not_understood"] == [{"kind": "Новый сбор", "rows": 1, "amount": "-7.00"}]


async def test_a_month_that_the_other_report_tells_is_not_added_to_it(shops: Served) -> None:
    secret = shops.token("feed")
    await send(shops, REPORT, secret=secret)
    preview = (await send(shops, MONTHS, key=None, preview="true", secret=secret)).json()
    answer = await send(shops, MONTHS, key="k2", secret=secret)

    assert (preview["told_otherwise"], answer.status_code, answer.json()["code"]) == (True, 409, "told_otherwise")


def packed(extra: str, content: bytes) -> bytes:
    """The report's workbook with something more in it."""
    file = io.BytesIO(REPORT)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(extra, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", "empty"),
        (b"a picture", "not_a_report"),
        (REPORT[:-200], "damaged"),
        (packed("xl/vbaProject.bin", b"x"), "macros"),
        (packed("xl/media/x.xml", bytes(257 << 20)), "unpacks_too_large"),
    ],
    ids=["empty", "picture", "cut", "macros", "bomb"],
)
@pytest.mark.parametrize("language", ["en", "ru", "hy"])
async def test_a_file_that_is_no_report_is_refused_in_one_sentence(
    shops: Served, content: bytes, trouble: str, language: str
) -> None:
    answer = await send(shops, content, language=language)

    said = answer.json()
    assert (answer.status_code, said["code"], said["trouble"]) == (422, "report_not_read", trouble)
    assert answer.headers["content-language"] == language
    assert said["detail"]


async def test_two_gigabytes_are_refused_before_they_come(shops: Served) -> None:
    headers = {"Content-Length": str(2 << 30), "Content-Type": XLSX, "Idempotency-Key": "k1"}
    async with shops.client("feed") as client:
        answer = await client.post("/api/v1/imports?seller=R", content=b"", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_form_with_a_file_in_it_is_not_a_file(shops: Served) -> None:
    answer = await send(shops, REPORT, kind="multipart/form-data; boundary=x")

    assert (answer.status_code, answer.json()["field"]) == (415, "Content-Type")


@pytest.mark.parametrize(("seller", "status", "code"), [("K", 409, "wrong_books"), ("nobody", 404, "unknown_seller")])
async def test_only_a_reported_shop_takes_a_report(shops: Served, seller: str, status: int, code: str) -> None:
    answer = await send(shops, REPORT, seller=seller)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_who_sent_it_stands_in_the_history(shops: Served) -> None:
    await send(shops, REPORT)

    with shops.api.database.read() as transaction:
        assert transaction.rows("SELECT DISTINCT actor FROM telling") == [("token:crm",)]
