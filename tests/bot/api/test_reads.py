"""Reading a seller over HTTP: what the books say, in the rulebook's words, and nothing for whoever may not see it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from core.values import HOUR, parse_instant
from storage.books.history import HistoryFilter, stream
from storage.ledger.closing import close_movements
from tests.bot.api.conftest import Served
from tests.storage.marketplace import EVERYTHING, OPENING, order, tell

SELLER = "/api/v1/sellers/S"
NOW = "2026-07-22T09:00:00Z"


@pytest.fixture
def full(served: Served) -> Served:
    """Shop S, to which everything happened."""
    tell(served.api.ledger, *EVERYTHING)
    served.clock.at = parse_instant(NOW)
    return served


async def read(served: Served, path: str, *scopes: str, **parameters: Any) -> Any:
    async with served.client(*(scopes or ("read:S",))) as client:
        answer = await client.get(f"{SELLER}{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def problem(served: Served, url: str, *scopes: str, **headers: str) -> tuple[int, str, str | None]:
    async with served.client(*(scopes or ("read:S",)), **headers) as client:
        answer = await client.get(url)
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    return answer.status_code, said["code"], said.get("field")


READS = [
    "",
    "/balance",
    "/lots",
    "/movements",
    "/charges",
    "/wallet",
    "/subscription",
    "/periods",
    "/statements/2026-02",
    f"/metrics?from=2026-02-01T00:00:00Z&to={NOW}",
    "/movements/1/explanation",
]


@pytest.mark.parametrize("path", READS)
async def test_an_unknown_seller_is_told_as_such(served: Served, path: str) -> None:
    assert await problem(served, f"/api/v1/sellers/T{path}", "read:all") == (404, "unknown_seller", None)


@pytest.mark.parametrize("path", READS)
async def test_a_name_that_no_seller_can_have_is_unknown(served: Served, path: str) -> None:
    assert (await problem(served, f"/api/v1/sellers/%00{path}", "read:all"))[0] in (404, 422)


# -- what there is -----------------------------------------------------------------------------------------------------


async def test_a_balance_as_of_an_instant_is_what_there_was(full: Served) -> None:
    found = await read(full, "/balance", at="2026-02-24T12:00:00+03:00")
    discount = found["points"]["discount"]
    assert (found["at"], found["wallet"]) == ("2026-02-24T09:00:00Z", "93915.00")
    assert {name: discount[name] for name in ("held", "available", "debt", "next_expiry")} == {
        "held": "490.00",
        "available": "1176.00",
        "debt": "0.00",
        "next_expiry": "2026-06-30T21:00:00Z",
    }


async def test_the_balance_now_is_the_balance_as_of_now(full: Served) -> None:
    now = await read(full, "/balance")
    assert now == await read(full, "/balance", at=now["at"])


async def test_an_instant_that_is_still_ahead_is_refused(full: Served) -> None:
    assert await problem(full, f"{SELLER}/balance?at=2026-07-22T09:00:01Z") == (422, "invalid", "at")


async def test_an_instant_without_an_offset_is_refused(full: Served) -> None:
    assert await problem(full, f"{SELLER}/balance?at=2026-07-01T09:00:00") == (422, "invalid", "at")


async def test_lots_are_told_with_what_they_come_from(full: Served) -> None:
    found = await read(full, "/lots", at="2026-02-25T12:00:00+03:00", programme="discount")
    assert found["lots"] == [
        {"amount": "1176.00", "expires_at": "2026-06-30T21:00:00Z", "programme": "discount", "order": "L1",
         "grant": None, "credited_at": "2026-02-24T09:00:00Z"},
        {"amount": "490.00", "expires_at": "2026-06-30T21:00:00Z", "programme": "discount", "order": "L2",
         "grant": None, "credited_at": "2026-02-25T09:00:00Z"},
    ]  # fmt: skip
    assert found["expiring"] is None


async def test_what_expires_is_summed_up_by_date(served: Served) -> None:
    tell(served.api.ledger, *OPENING, ("2026-01-02T12:00", "order.redeemed", order("L", "0.10", 20)))
    served.clock.at = parse_instant("2026-03-01T09:00:00Z")
    (expiring,) = (await read(served, "/lots"))["expiring"]
    assert (expiring["date"], expiring["amount"], expiring["unspent"]) == ("2026-07-01", "980.00", "980.00")


# -- history -----------------------------------------------------------------------------------------------------------


async def test_pages_turned_by_their_marks_are_the_whole_history_once(full: Served) -> None:
    found, mark = [], None
    while True:
        page = await read(full, "/movements", limit=7, **({} if mark is None else {"before": mark}))
        found += [entry["seq"] for entry in page["entries"]]
        mark = page["older"]
        if mark is None:
            break
    assert found[::-1] == [line.seq for line in stream(full.api.books, "S")]
    assert page["total"] == len(found)


async def test_a_page_stays_the_same_though_entries_were_added(full: Served) -> None:
    mark = (await read(full, "/movements", limit=5))["older"]
    before = await read(full, "/movements", limit=5, before=mark)
    tell(full.api.ledger, ("2026-07-22T11:00", "wallet.credited", {"amount": "1.00"}))
    after = await read(full, "/movements", limit=5, before=mark)
    assert before["entries"] == after["entries"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"kind": ["crediting", "fee"]}, HistoryFilter(kinds=frozenset({"crediting", "fee"}))),
        ({"what": "subscription"}, HistoryFilter(whats=frozenset({"subscription"}))),
        ({"programme": "bonus"}, HistoryFilter(programme="bonus")),
        ({"service": "ads"}, HistoryFilter(service="ads")),
        ({"order": "L1"}, HistoryFilter(order="L1")),
        ({"grant": "G1"}, HistoryFilter(grant="G1")),
        ({"campaign": "C"}, HistoryFilter(campaign="C")),
        ({"charge": "K2"}, HistoryFilter(charge="K2")),
        (
            {"from": "2026-02-12T00:00:00Z", "to": "2026-03-01T00:00:00Z"},
            HistoryFilter(parse_instant("2026-02-12T00:00:00Z"), parse_instant("2026-03-01T00:00:00Z")),
        ),
    ],
)
async def test_every_filter_of_the_chat_narrows_the_history(
    full: Served, asked: dict[str, Any], wanted: HistoryFilter
) -> None:
    found = await read(full, "/movements", limit=500, **asked)
    expected = [line.seq for line in stream(full.api.books, "S", wanted)]
    assert [entry["seq"] for entry in found["entries"]] == expected[::-1] != []


async def test_both_marks_at_once_are_refused(full: Served) -> None:
    assert await problem(full, f"{SELLER}/movements?before=9&after=3") == (422, "invalid", "after")


async def test_every_entry_is_explained(full: Served) -> None:
    entries = (await read(full, "/movements", limit=500))["entries"]
    explained = [await read(full, f"/movements/{entry['seq']}/explanation") for entry in entries[:10]]
    assert [each["seq"] for each in explained] == [entry["seq"] for entry in entries[:10]]


async def test_the_arithmetic_of_an_accrual_is_told(full: Served) -> None:
    entries = (await read(full, "/movements", order="L1", kind="accrual"))["entries"]
    found = await read(full, f"/movements/{entries[0]['seq']}/explanation")
    assert (found["rule"], found["arithmetic"]) == ("8.2", "7000.00 × 20 % × 12 × 0.07 = 1176.00")


async def test_an_entry_that_is_not_there_is_not_found(full: Served) -> None:
    assert await problem(full, f"{SELLER}/movements/9999/explanation") == (404, "not_found", None)


async def test_charges_have_a_points_part_and_a_money_part(full: Served) -> None:
    found = {each["charge"]: each for each in (await read(full, "/charges"))["charges"]}
    assert (found["K1"]["amount"], found["K1"]["money"], found["K1"]["points"]) == (
        "1000.00", "700.00", {"discount": "300.00"},
    )  # fmt: skip
    assert found["K2"]["reversed_at"] == "2026-02-27T09:00:00Z"


async def test_the_wallet_is_its_newest_entrys_balance(full: Served) -> None:
    found = await read(full, "/wallet")
    assert found["balance"] == found["entries"][0]["balance"]
    assert {entry["what"] for entry in found["entries"]} == {"money"}


# -- the subscription --------------------------------------------------------------------------------------------------


async def test_a_trial_says_what_comes_when(served: Served) -> None:
    tell(served.api.ledger, *EVERYTHING[:5])
    served.clock.at = parse_instant("2026-01-12T09:00:00Z")
    found = await read(served, "/subscription")
    assert [(each["step"], each["at"], each["price"]) for each in found["coming"]] == [
        ("charge", "2026-02-09T09:00:00Z", "1990.00")
    ]
    assert (found["state"], found["plan"], found["prices"]) == (
        "trial", "lite", {"lite": "1990.00", "premium": "4990.00"},
    )  # fmt: skip


async def test_grace_says_when_it_is_tried_again_and_when_it_ends(served: Served) -> None:
    tell(served.api.ledger, *EVERYTHING[:5], ("2026-01-13T12:00", "wallet.debited", {"amount": "100000.00"}))
    served.clock.at = parse_instant("2026-02-09T10:00:00Z")
    found = await read(served, "/subscription")
    assert [(each["step"], each["at"], each["missing"], each["reason"]) for each in found["coming"]] == [
        ("charge", "2026-02-10T09:00:00Z", "1990.00", None),
        ("end", "2026-02-23T09:00:00Z", None, "insufficient_funds"),
    ]


async def test_a_stopped_subscription_says_when_and_why_it_ends(served: Served) -> None:
    tell(served.api.ledger, *EVERYTHING[:5], ("2026-01-13T12:00", "command.cancel", {"by": "manager"}))
    served.clock.at = parse_instant("2026-01-14T09:00:00Z")
    (step,) = (await read(served, "/subscription"))["coming"]
    assert (step["step"], step["at"], step["reason"]) == ("end", "2026-02-09T09:00:00Z", "cancelled")


async def test_every_period_stands_beside_its_fee(full: Served) -> None:
    found = await read(full, "/periods")
    assert [(each["kind"], each["plan"], each["fee"]) for each in found["periods"]][:3] == [
        ("trial", "lite", "0.00"), ("paid", "lite", "1990.00"), ("paid", "premium", "4990.00"),
    ]  # fmt: skip
    assert [(each["kind"], each["amount"]) for each in found["fees"]][:3] == [
        ("fee", "1990.00"), ("fee_returned", "-995.00"), ("fee", "4990.00"),
    ]  # fmt: skip
    assert found["fees_total"] == (await read(full, ""))["subscription"]["fees_paid"]


# -- sums --------------------------------------------------------------------------------------------------------------


async def statement(served: Served, name: str, accept: str = "*/*") -> Any:
    async with served.client("read:S", accept=accept) as client:
        return await client.get(f"{SELLER}/statements/{name}")


@pytest.mark.parametrize(
    ("name", "accept", "form"),
    [
        ("2026-02", "*/*", "application/json"),
        ("2026-02", "text/csv", "text/csv; charset=utf-8"),
        ("2026-02", "application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("2026-02", "text/*, */*;q=0.1", "text/csv; charset=utf-8"),
        ("2026-02.csv", "application/json", "text/csv; charset=utf-8"),
        (
            "2026-02.xlsx", "*/*", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)  # fmt: skip
async def test_a_statement_comes_in_the_form_asked_for(full: Served, name: str, accept: str, form: str) -> None:
    assert (await statement(full, name, accept)).headers["content-type"] == form


async def test_a_form_that_there_is_not_is_not_acceptable(full: Served) -> None:
    answer = await statement(full, "2026-02", "text/html")
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize("name", ["2026-13", "2026-2", "1999-01", "2026-02.pdf", "202602"])
async def test_a_month_that_does_not_exist_is_not_found(full: Served, name: str) -> None:
    assert await problem(full, f"{SELLER}/statements/{name}") == (404, "not_found", None)


async def test_a_statement_adds_up(full: Served) -> None:
    found = (await statement(full, "2026-02")).json()
    sums = [found["wallet"], *(each[stage] for each in found["points"].values() for stage in ("available", "held"))]
    for each in sums:
        cents = [int(value.replace(".", "")) for value in (each["opening"], *each["changes"].values())]
        assert sum(cents) == int(each["closing"].replace(".", ""))


async def test_the_csv_has_commas_points_and_every_entry_of_the_month(full: Served) -> None:
    rows = list(csv.DictReader(io.StringIO((await statement(full, "2026-02.csv")).text)))
    entries = (
        await read(full, "/movements", limit=500, **{"from": "2026-01-31T21:00:00Z", "to": "2026-02-28T21:00:00Z"})
    )["entries"]
    assert [row["seq"] for row in rows] == [str(entry["seq"]) for entry in entries[::-1]]
    assert [row["amount"] for row in rows] == [entry["amount"] or "" for entry in entries[::-1]]


async def test_text_that_starts_a_formula_is_neutralised_in_the_csv(served: Served) -> None:
    charge = {"charge": "=1+1", "service": "ads", "amount": "5.00"}
    tell(served.api.ledger, *OPENING, ("2026-01-02T12:00", "service.charged", charge))
    (row,) = [
        each for each in csv.DictReader(io.StringIO((await statement(served, "2026-01.csv")).text)) if each["charge"]
    ]
    assert (row["charge"], row["amount"]) == ("'=1+1", "-5.00")


async def test_the_workbook_begins_with_the_statement(full: Served) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO((await statement(full, "2026-02.xlsx")).content))
    assert workbook.sheet_names == ["Statement", "History"]


async def test_metrics_say_what_points_covered(full: Served) -> None:
    found = await read(full, "/metrics", **{"from": "2026-01-31T21:00:00Z", "to": "2026-02-28T21:00:00Z"})
    assert found["cost"]["money"] == "700.00"
    assert found["campaigns"]["C"]["orders"] == 2


async def test_metrics_of_nothing_have_no_data_and_no_zero(full: Served) -> None:
    """RULES 11"""
    found = await read(full, "/metrics", **{"from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z"})
    assert (found["cost"]["share"], found["total"]["ratio"], found["lag"]) == (None, None, None)


# -- the calculator ----------------------------------------------------------------------------------------------------


async def calculate(served: Served, **parameters: Any) -> Any:
    async with served.client("feed") as client:
        return await client.get("/api/v1/calculator", params=parameters)


SALE = {"price": "7000.00", "discount": "0.10", "quantity": 20}


async def test_the_calculator_reckons_as_the_accrual_does(served: Served) -> None:
    """RULES 8.2: 7000 × 10 % × 20 × 0.05 = 700"""
    found = (await calculate(served, **SALE, coefficient="0.05", margin="2100.00")).json()
    assert (found["points"], found["discount_given"], found["cost"], found["ratio"]) == (
        "700.00", "14000.00", "13300.00", "0.05",
    )  # fmt: skip
    assert (found["buyer_pays"], found["unit_margin"], found["extra_units"]) == ("6300.00", "1435.00", 10)


async def test_a_campaign_stands_for_its_coefficient(full: Served) -> None:
    found = (await calculate(full, **SALE, campaign="C")).json()
    assert (found["coefficient"], found["points"]) == ("0.07", "980.00")


@pytest.mark.parametrize("more", [{"category": "toys"}, {"discount": "0.04"}])
async def test_what_a_campaign_leaves_out_earns_nothing(full: Served, more: dict[str, str]) -> None:
    """RULES 8.3"""
    assert (await calculate(full, **SALE | more, campaign="C")).json()["points"] == "0.00"


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({}, (422, "coefficient")),
        ({"coefficient": "0.05", "campaign": "C"}, (422, "coefficient")),
        ({"coefficient": "1.5"}, (422, "coefficient")),
        ({"campaign": "C"}, (404, "campaign")),
        ({"coefficient": "0.05", "price": "0"}, (422, "price")),
    ],
)
async def test_what_cannot_be_reckoned_says_which_field(
    served: Served, more: dict[str, str], answer: tuple[int, str]
) -> None:
    found = await calculate(served, **SALE | more)
    assert (found.status_code, found.json()["field"]) == answer


async def test_what_is_due_by_now_counts_as_done(served: Served) -> None:
    """RULES 10.1"""
    tell(served.api.ledger, *OPENING, ("2026-01-02T12:00", "order.redeemed", order("L", "0.10", 1)))
    served.clock.at = parse_instant("2026-01-16T12:00:00+03:00") - HOUR
    before = await read(served, "/balance")
    served.clock.at += HOUR
    after = await read(served, "/balance")
    assert [each["points"]["discount"]["available"] for each in (before, after)] == ["0.00", "49.00"]


# -- movements that are in files ---------------------------------------------------------------------------------------


@pytest.fixture
def closed(full: Served, tmp_path: Path) -> Served:
    """Shop S, what whose orders brought until July is in a file."""
    later, years_later = parse_instant("2026-11-05T09:00:00Z"), parse_instant("2028-06-01T09:00:00Z")
    full.api.ledger.tick(later)
    full.clock.at = later
    calendar = full.api.books.policy.calendar
    assert close_movements(full.api.books.database, calendar, 202608, tmp_path / "archive", years_later, lambda _: None)
    return full


@pytest.mark.parametrize(
    "path",
    [
        "/balance?at=2026-07-31T20:59:59Z",
        "/lots?at=2026-03-01T00:00:00Z",
        "/movements?from=2026-03-01T00:00:00Z",
        "/movements/12/explanation",
        "/statements/2026-07",
        "/statements/2026-07.csv",
        "/statements/2026-07.xlsx",
        "/metrics?from=2026-07-01T00:00:00Z&to=2026-09-01T00:00:00Z",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "hy"])
async def test_what_was_before_the_archive_is_said_to_be_there(closed: Served, path: str, language: str) -> None:
    async with closed.client("read:S", **{"Accept-Language": language}) as client:
        answer = await client.get(f"{SELLER}{path}")
    said = answer.json()
    assert (answer.status_code, said["code"], said["until"]) == (410, "archived", "2026-07-31T21:00:00Z")
    assert "2026-07-31T21:00:00Z" in said["detail"]


async def test_movements_say_before_when_there_were_more(closed: Served) -> None:
    found = await read(closed, "/movements")
    assert found["archived_before"] == "2026-07-31T21:00:00Z"
    assert found["total"] == len(found["entries"])
    assert (await read(closed, "/movements", what="money"))["archived_before"] is None


async def test_what_is_whole_is_read_as_ever(closed: Served) -> None:
    assert (await read(closed, "/statements/2026-08"))["month"] == "2026-08"
    assert (await read(closed, "/wallet", limit=100))["entries"][-1]["at"] == "2025-12-31T21:00:00Z"
    assert (await read(closed, "/charges"))["total"] == 3
