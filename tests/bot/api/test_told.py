"""A reported shop over HTTP: what was told, null for what was not, and never a made-up amount (RULES 16.3)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot.api.access import SELLER, Right
from bot.api.app import Way, ways
from core.values import HOUR, parse_instant
from tests.bot.api.conftest import Served
from tests.storage.marketplace import Fact, tell

NOW = parse_instant("2026-11-10T09:00:00Z")
REGISTERED: Fact = ("2026-10-01T00:00", "seller.registered", {"name": "Told & Co", "books": "reported"})
POINTS: Fact = (
    "2026-11-01T10:00", "points.reported",
    {"entry": "a", "programme": "discount", "amount": "150.00", "day": "2026-10-05", "order": "100-1"},
)  # fmt: skip
BACK: Fact = (
    "2026-11-01T10:00", "points.reported",
    {"entry": "b", "programme": "discount", "amount": "-20.00", "day": "2026-10-05"},
)  # fmt: skip
MUCH: list[Fact] = [
    REGISTERED,
    POINTS,
    ("2026-11-01T10:00", "fee.reported",
     {"entry": "a", "service": "commission", "kind": "SaleCommission", "amount": "290.00", "day": "2026-10-05"}),
    ("2026-11-01T10:00", "fee.reported",
     {"entry": "p", "service": "other", "kind": "PremiumSubscription", "amount": "4990.00", "day": "2026-10-06"}),
    ("2026-11-01T10:00", "balance.reported", {"day": "2026-10-31", "opening": "10.00", "closing": "-7.50"}),
    ("2026-11-01T10:00", "plan.reported", {"plan": None, "day": "2026-10-31"}),
    ("2026-11-01T10:00", "rating.updated", {"rating": "4.7"}),
    ("2026-11-03T10:00", "points.reported", POINTS[2] | {"amount": "100.00"}),
]  # fmt: skip
READS = [way for way in ways() if way.right is Right.READ_SELLER]
ACTS = [way for way in ways() if way.method != "GET" and way.is_about_a_seller]
NOT_DECISIONS = ("/release", "/links")
"""What may be done for any shop: it decides nothing of points and plans."""
BODIES: dict[str, dict[str, Any]] = {
    "/commands/connect": {"plan": "lite"},
    "/commands/spend": {"programme": "discount", "service": "ads", "amount": "1.00"},
    "/commands/set-mode": {"mode": "auto"},
    "/commands/set-daily-limit": {"service": "ads", "amount": "1.00"},
    "/commands/set-reserve": {"programme": "discount", "service": "ads", "amount": "1.00"},
    "/commands/opt-out": {"programme": "discount"},
    "/commands/opt-in": {"programme": "discount"},
    "/commands/withdraw": {"programme": "discount", "amount": "1.00"},
    "/commands/transfer": {"programme": "discount", "amount": "1.00"},
    "/charges": {"charge": "c1", "service": "ads", "amount": "1.00"},
    "/grants": {"grant": "g1", "programme": "bonus", "amount": "1.00", "reason": "welcome"},
    "/grants/{grant_id}/revoke": {"amount": "1.00", "reason": "mistake"},
    "/prolong": {"programme": "bonus", "until": "2027-01-01T00:00:00Z", "reason": "holidays"},
    "/verification": {"eligible": True, "reason": "checked"},
}
SENTENCES = {"en": "The marketplace decides", "ru": "решает маркетплейс", "hy": "որոշում է շուկան"}


@pytest.fixture
def told(served: Served) -> Served:
    """Shop S, reported, of which points were told and nothing else."""
    tell(served.api.ledger, REGISTERED, POINTS, BACK)
    served.clock.at = NOW
    return served


@pytest.fixture
def much(served: Served) -> Served:
    """Shop S, reported, of which much was told, and its points twice."""
    tell(served.api.ledger, *MUCH)
    served.clock.at = NOW
    return served


def address(way: Way) -> str:
    named = {SELLER: "S", "seq": "1", "month": "2026-10", "grant_id": "g1"}
    return re.sub(r"{(\w+)(?::\w+)?}", lambda part: named[part[1]], way.path)


async def read(served: Served, path: str, **parameters: Any) -> Any:
    async with served.client("read:S") as client:
        answer = await client.get(f"/api/v1/sellers/S{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def leaves(answer: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from leaves(value, key)
    elif isinstance(answer, list):
        for value in answer:
            yield from leaves(value, name)
    else:
        yield name, answer


def made_up(answer: Any) -> list[tuple[str, Any]]:
    """Zeros, states and truths that nobody told; how many entries and corrections there are is counted, not told."""
    own = {"total", "corrections", "under_review", "correction", "what", "kind"}
    said = [(name, value) for name, value in leaves(answer) if name not in own]
    return [
        (name, value) for name, value in said
        if isinstance(value, bool) or value in (0, "0", "0.00", "inactive", "none")
    ]  # fmt: skip


@pytest.mark.parametrize("way", READS, ids=lambda way: way.path)
async def test_no_way_of_reading_makes_up_a_zero(told: Served, way: Way) -> None:
    span = {"from": "2026-10-01T00:00:00Z", "to": "2026-11-01T00:00:00Z"} if way.path.endswith("/metrics") else {}
    async with told.client("read:S") as client:
        answer = await client.get(address(way), params=span)

    assert answer.status_code == 200, answer.text
    assert made_up(answer.json()) == []


@pytest.mark.parametrize("way", READS, ids=lambda way: way.path)
async def test_no_way_of_reading_makes_up_a_zero_for_a_shop_of_which_nothing_was_told(served: Served, way: Way) -> None:
    tell(served.api.ledger, REGISTERED)
    served.clock.at = NOW
    span = {"from": "2026-10-01T00:00:00Z", "to": "2026-11-01T00:00:00Z"} if way.path.endswith("/metrics") else {}
    async with served.client("read:S") as client:
        answer = await client.get(address(way), params=span)

    assert answer.status_code == (404 if way.path.endswith("/explanation") else 200)
    assert made_up({} if answer.status_code == 404 else answer.json()) == []


@pytest.mark.parametrize("way", READS, ids=lambda way: way.path)
async def test_every_answer_but_an_explanation_says_whose_the_books_are(told: Served, way: Way) -> None:
    span = {"from": "2026-10-01T00:00:00Z", "to": "2026-11-01T00:00:00Z"} if way.path.endswith("/metrics") else {}
    async with told.client("read:S") as client:
        answer = (await client.get(address(way), params=span)).json()

    assert way.path.endswith("/explanation") or answer["books"] == "reported"


async def test_a_kept_shop_has_no_books_in_its_state(served: Served) -> None:
    tell(served.api.ledger, ("2026-01-01T00:00", "seller.registered", {"name": "Kept"}))

    assert "books" not in await read(served, "")


@pytest.mark.parametrize("way", ACTS, ids=lambda way: f"{way.method} {way.path}")
@pytest.mark.parametrize("preview", ["false", "true"])
async def test_what_only_a_kept_shop_can_do_is_refused(told: Served, way: Way, preview: str) -> None:
    body = next((body for end, body in BODIES.items() if way.path.endswith(f"}}{end}")), None)
    headers = {"Idempotency-Key": "k1"}
    async with told.client("act:S:manager", "feed", "operate", **headers) as client:
        answer = await client.request(
            way.method, address(way), params={"preview": preview}, json=body or {"reason": "none", "role": "manager"}
        )

    refused = (answer.status_code, answer.json().get("code")) == (409, "wrong_books")
    assert refused is not way.path.endswith(NOT_DECISIONS), answer.text


@pytest.mark.parametrize("language", SENTENCES)
async def test_why_it_is_refused_is_said_in_the_language_asked_for(told: Served, language: str) -> None:
    headers = {"Idempotency-Key": "k1", "Accept-Language": language}
    async with told.client("act:S:manager", **headers) as client:
        answer = await client.post("/api/v1/sellers/S/commands/connect", json={"plan": "lite"})

    assert SENTENCES[language] in answer.json()["detail"]


async def test_facts_of_a_reported_shop_come_in_with_the_others(served: Served) -> None:
    lines = [
        {"id": "1", "type": "seller.registered", "at": "2026-10-01T00:00:00Z", "seller": "S", "name": "T",
         "books": "reported"},
        {"id": "2", "type": "points.reported", "at": "2026-10-05T00:00:00Z", "seller": "S", **POINTS[2]},
        {"id": "3", "type": "plan.reported", "at": "2026-10-05T00:00:00Z", "seller": "S", "plan": None,
         "day": "2026-10-05"},
    ]  # fmt: skip
    async with served.client("feed") as client:
        answer = await client.post("/api/v1/events", json=lines)

    assert answer.json()["counts"] == {"done": 3}


# -- what was told -----------------------------------------------------------------------------------------------------


async def test_the_seller_is_what_was_told_since_the_start(much: Served) -> None:
    found = await read(much, "")

    assert found["points"] == {
        "bonus": {"in": None, "back": None, "net": None}, "discount": {"in": "100.00", "back": "0.00", "net": "100.00"},
    }  # fmt: skip
    assert (found["fees"], found["balance"]["closing"], found["corrections"]) == (
        {"commission": "290.00", "other": "4990.00"}, "-7.50", 1,
    )  # fmt: skip


async def test_as_of_an_instant_a_correction_is_not_known_yet(much: Served) -> None:
    before = await read(much, "/balance", at="2026-11-02T00:00:00Z")

    assert (before["points"]["discount"]["in"], before["corrections"]) == ("150.00", 0)


async def test_as_of_now_is_the_present(much: Served) -> None:
    now, present = await read(much, "/balance"), await read(much, "")

    assert {name: now[name] for name in ("points", "fees", "sales", "plan", "rating", "balance", "corrections")} == {
        name: present[name] for name in ("points", "fees", "sales", "plan", "rating", "balance", "corrections")
    }


async def test_before_anything_was_told_nothing_is_known(much: Served) -> None:
    found = await read(much, "/balance", at="2026-10-15T00:00:00Z")

    assert (found["points"]["discount"]["net"], found["balance"], found["rating"]) == (None, None, None)


async def test_the_history_is_what_was_told_with_the_difference_it_made(much: Served) -> None:
    (newest, *_) = (await read(much, "/movements"))["entries"]

    assert (newest["amount"], newest["difference"], newest["correction"]) == ("100.00", "-50.00", True)


async def test_pages_of_what_was_told_are_the_whole_once(much: Served) -> None:
    found, mark = [], None
    while True:
        page = await read(much, "/movements", limit=2, **({} if mark is None else {"before": mark}))
        found += [entry["what"] for entry in page["entries"]]
        mark = page["older"]
        if mark is None:
            break

    assert found == ["points", "rating", "plan", "balance", "fee", "fee", "points"]
    assert page["total"] == len(found)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"what": "fee"}, 2), ({"kind": "PremiumSubscription"}, 1), ({"service": "commission"}, 1),
        ({"programme": "discount"}, 2), ({"order": "100-1"}, 2), ({"charge": "c"}, 0),
        ({"from": "2026-11-02T00:00:00Z"}, 1),
    ],
)  # fmt: skip
async def test_the_history_can_be_narrowed(much: Served, asked: dict[str, str], count: int) -> None:
    assert (await read(much, "/movements", **asked))["total"] == count


async def test_a_correction_is_explained_by_what_was_told_before(much: Served) -> None:
    (newest, *_) = (await read(much, "/movements"))["entries"]
    found = await read(much, f"/movements/{newest['seq']}/explanation")

    assert (found["rule"], found["inputs"]["before"], found["arithmetic"]) == (
        "16.2", "150.00", "100.00 − 150.00 = -50.00",
    )  # fmt: skip


async def test_a_rating_is_not_judged_by_a_threshold_of_ours(much: Served) -> None:
    (rating,) = (await read(much, "/movements", what="rating"))["entries"]
    found = await read(much, f"/movements/{rating['seq']}/explanation")

    assert (found["inputs"], found["arithmetic"]) == ({"rating": "4.7"}, None)


async def test_no_plan_is_told_apart_from_no_word_of_one(much: Served) -> None:
    found = await read(much, "/subscription")

    assert (found["plan"], found["plan_day"], found["state"]) == (None, "2026-10-31", None)


async def test_the_subscriptions_fees_are_those_that_were_told(much: Served) -> None:
    found = await read(much, "/periods")

    assert (found["periods"], found["fees"], found["fees_total"]) == (
        None, [{"day": "2026-10-06", "amount": "4990.00"}], "4990.00",
    )  # fmt: skip


async def test_the_wallet_has_the_balances_that_were_told(much: Served) -> None:
    found = await read(much, "/wallet")

    assert (found["balance"]["day"], [entry["amount"] for entry in found["entries"]]) == ("2026-10-31", ["-7.50"])


async def test_a_statement_says_how_far_the_points_reach(much: Served) -> None:
    found = await read(much, "/statements/2026-10")

    assert (found["coverage"], found["surplus"], found["shortfall"]) == ("0.018939", "0.00", "5127.20")


async def test_figures_of_a_span_are_those_of_its_days(much: Served) -> None:
    found = await read(much, "/metrics", **{"from": "2026-10-04T21:00:00Z", "to": "2026-10-05T21:00:00Z"})

    assert (found["first_day"], found["last_day"], found["services"]) == (
        "2026-10-05", "2026-10-05", {"commission": "290.00"},
    )  # fmt: skip


async def test_figures_of_an_empty_span_are_none(much: Served) -> None:
    found = await read(much, "/metrics", **{"from": "2026-10-05T00:00:00Z", "to": "2026-10-05T00:00:00Z"})

    assert (found["first_day"], found["points"], found["services"]) == (None, None, None)


async def test_the_csv_has_every_telling_of_the_months_days(much: Served) -> None:
    async with much.client("read:S") as client:
        text = (await client.get("/api/v1/sellers/S/statements/2026-10.csv")).text

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["what"], row["difference"]) for row in rows] == [
        ("points", "150.00"), ("fee", "290.00"), ("fee", "4990.00"), ("balance", ""), ("plan", ""),
        ("points", "-50.00"),
    ]  # fmt: skip


async def test_the_workbook_says_not_told_where_nothing_was(told: Served) -> None:
    async with told.client("read:S") as client:
        answer = await client.get("/api/v1/sellers/S/statements/2026-10.xlsx")

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = {row[0]: row[1] for row in workbook.get_sheet_by_name("Statement").to_python() if len(row) > 1}
    assert rows["Points for discounts: net"] == 130.0
    assert [name for name in map(str, rows) if name.endswith("the marketplace doesn't tell")] == [
        "Sales: the marketplace doesn't tell",
        "Fees: the marketplace doesn't tell",
        "Balances of this month: the marketplace doesn't tell",
    ]


async def test_a_shop_that_has_gone_silent_is_read_as_it_was_told(much: Served) -> None:
    much.clock.at = NOW + 40 * 24 * HOUR

    assert (await read(much, ""))["points"]["discount"]["net"] == "100.00"
