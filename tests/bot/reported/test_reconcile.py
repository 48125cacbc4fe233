"""A marketplace's report beside what was decided here: what agrees meets, what differs has its reason (RULES 11)."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.ozon.files import read_report
from bot.reported.differences import Words
from bot.reported.reconcile import Difference, Match, Reconciliation, Why, as_json, reconcile
from bot.texts import LOCALES, Texts
from core.policy import default_policy
from core.values import parse_instant
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.bot.command_line import CommandLine
from tests.bot.ozon.reports import by_kind, example_by_kind, example_json, workbook
from tests.property.product import in_memory
from tests.storage.marketplace import Fact, tell

NOW = parse_instant("2026-11-05T07:00:00Z")
REGISTERED: Fact = ("2026-09-01T00:00", "seller.registered", {"name": "Shop"})
MONEY: Fact = ("2026-09-01T00:00", "wallet.credited", {"amount": "90000.00"})
CAMPAIGN: Fact = (
    "2026-09-01T00:00", "campaign.upserted",
    {"campaign": "C", "starts_at": "2026-09-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z", "coefficient": "1",
     "min_discount": "0.05", "excluded_categories": ["toys"], "hold_days": 14, "return_window_days": 14},
)  # fmt: skip


def sold(line: str, day: int, quantity: int, discount: str = "0.10", category: str = "cups") -> Fact:
    """Pieces at 100.00 each: at the usual discount each brings 10.00 points."""
    order = {"line": line, "campaign": "C", "category": category, "price": "100.00", "discount": discount}
    return (f"2026-10-{day:02}T12:00", "order.redeemed", order | {"quantity": quantity})


def charge(name: str, day: int, amount: str, service: str = "logistics") -> Fact:
    return (f"2026-10-{day:02}T13:00", "service.charged", {"charge": name, "service": service, "amount": amount})


def row(unit: str, day: int, kind: str, amount: float, item: int | None = None) -> list[Any]:
    return [unit, date(2026, 10, day), "", kind, "", item, "", None, None, amount]


HERE: list[Fact] = [
    REGISTERED,
    MONEY,
    CAMPAIGN,
    ("2026-09-05T12:00", "command.connect", {"plan": "lite", "by": "manager"}),  # the first fee: 5 October
    ("2026-09-20T12:00", "service.charged", {"charge": "old", "service": "logistics", "amount": "20.00"}),
    sold("1-1-1:11", 2, 10),
    sold("2-1-1:12", 3, 10, discount="0.03"),
    sold("3-1-1:13", 3, 5, category="toys"),
    charge("1-1-1:11:Logistic", 3, "50.00"),
    charge("2-1-1:12", 3, "55.00"),
    sold("4-1-1", 4, 10),
    charge("own", 4, "44.00"),
    ("2026-10-06T12:00", "charge.reversed", {"charge": "old"}),
    charge("twice", 7, "5.00"),
    ("2026-10-07T14:00", "charge.reversed", {"charge": "twice"}),
    sold("own-5", 8, 7),
    sold("8-1-1:18", 9, 6),
    sold("10-1-1:20", 20, 10),
    ("2026-10-22T12:00", "order.returned", {"line": "10-1-1:20", "quantity": 2}),
    sold("6-1-1:16", 30, 4),
]
REPORT: list[list[Any]] = [
    row("1-1-1", 2, "Баллы за скидки", 100, 11),
    row("1-1-1", 25, "Баллы за скидки", -20, 11),
    row("2-1-1", 3, "Баллы за скидки", 30, 12),
    row("3-1-1", 3, "Баллы за скидки", 50, 13),
    row("4-1-1", 4, "Баллы за скидки", 80, 14),
    row("5-1-1", 8, "Баллы за скидки", 70, 15),
    row("6-1-1", 30, "Баллы за скидки", 40, 16),
    row("9-1-1", 9, "Баллы за скидки", 90, 19),
    row("10-1-1", 20, "Баллы за скидки", 100, 20),
    row("1-1-1", 3, "Логистика", -50, 11),
    row("2-1-1", 3, "Логистика", -60, 12),
    row("7-1-1", 3, "Логистика", -33, 17),
    row("100", 5, "Подписка Premium", -4990),
]
EVERY_DIFFERENCE = {
    ("points", "2-1-1:12"): ("30.00", "0.00", "line", "below_min_discount"),
    ("points", "3-1-1:13"): ("50.00", "0.00", "line", "category_excluded"),
    ("points", "4-1-1"): ("80.00", "100.00", "unit", "amount"),
    ("points", "6-1-1:16"): ("40.00", "40.00", "line", "held"),
    ("points", "8-1-1:18"): (None, "60.00", "none", "not_in_report"),
    ("points", "9-1-1:19"): ("90.00", None, "none", "not_known"),
    ("back", "1-1-1:11"): ("20.00", "0.00", "line", "window_closed"),
    ("back", "10-1-1:20"): ("0.00", "20.00", "line", "not_in_report"),
    ("fee", "2-1-1:12"): ("60.00", "55.00", "line", "amount"),
    ("fee", "7-1-1:17:Logistic"): ("33.00", None, "none", "not_known"),
    ("fee", "own"): (None, "44.00", "none", "not_in_report"),
    ("fee", "old"): (None, "-20.00", "none", "reversed"),
    ("premium", "2026-10-05"): ("4990.00", "1990.00", "likely", "amount"),
}
"""By subject and name: told, ours, how they met, and why."""


@pytest.fixture
def database() -> Iterator[Database]:
    with in_memory() as database:
        yield database


def compared(database: Database, facts: list[Fact], content: bytes) -> Reconciliation:
    ledger = Ledger(database, default_policy())
    assert {outcome.kind for outcome in tell(ledger, *facts)} <= {"done", "ignored"}
    ledger.tick(NOW)
    return reconcile(Books(database, default_policy()), "S", read_report(io.BytesIO(content)), NOW)


def invented(database: Database) -> Reconciliation:
    return compared(database, HERE, workbook(by_kind(REPORT)))


def named(found: Reconciliation, subject: str, name: str) -> Difference:
    (difference,) = [each for each in found.differences if (each.subject, each.name) == (subject, name)]
    return difference


EXAMPLE: list[Fact] = [
    REGISTERED, MONEY, CAMPAIGN, charge("100-1-1:11", 5, "190.00", "commission"), sold("200-2-1:11", 12, 10),
    charge("200-2-1:11", 12, "100.00", "commission"),
]  # fmt: skip


@pytest.mark.parametrize("content", [workbook(by_kind(example_by_kind())), example_json()], ids=["accruals", "months"])
def test_the_worked_example_agrees_with_what_is_decided_here(database: Database, content: bytes) -> None:
    found = compared(database, EXAMPLE, content)

    assert (found.differences, {(each.told, each.ours) for each in found.sums}) == (
        [], {(100_00, 100_00), (290_00, 290_00)},
    )  # fmt: skip


def test_every_kind_of_difference_is_listed_with_its_reason(database: Database) -> None:
    said = as_json(invented(database), "S")["differences"]

    assert {
        (each["subject"], each["name"]): (each["told"], each["ours"], each["match"], each["why"]) for each in said
    } == EVERY_DIFFERENCE


def test_what_differs_by_amount_shows_how_it_was_calculated_here(database: Database) -> None:
    assert named(invented(database), "points", "4-1-1").arithmetic == "100.00 × 10 % × 10 × 1 = 100.00"


def test_points_on_hold_say_until_when(database: Database) -> None:
    assert named(invented(database), "points", "6-1-1:16").until == parse_instant("2026-11-13T12:00:00+03:00")


def test_an_order_of_the_same_day_and_amount_is_likely_the_same(database: Database) -> None:
    found = invented(database)

    assert found.matched[Match.LIKELY] == 2  # the order, and the fee of that day
    assert not [each for each in found.differences if each.name == "own-5"]


def test_the_sums_by_service_and_month_are_side_by_side(database: Database) -> None:
    found = {(each.subject, each.part): (each.told, each.ours) for each in invented(database).sums}

    assert found == {
        ("points", ""): (560_00, 470_00), ("back", ""): (20_00, 20_00), ("fee", "logistics"): (143_00, 129_00),
        ("premium", ""): (4990_00, 1990_00),
    }  # fmt: skip


def test_what_was_charged_and_given_back_is_no_difference(database: Database) -> None:
    assert not [each for each in invented(database).differences if each.name == "twice"]


def test_a_month_in_sums_says_that_it_cannot_be_seen_which_order_differs(database: Database) -> None:
    found = compared(database, [*EXAMPLE, sold("more", 20, 1)], example_json())

    assert [(each.told, each.ours, each.why) for each in found.differences] == [(100_00, 110_00, Why.SUMS)]


def test_an_order_that_is_of_another_month_here_says_so(database: Database) -> None:
    rows = [row("1-1-1", 1, "Баллы за скидки", 100, 11)]
    before = ("2026-09-30T23:00", *sold("1-1-1:11", 1, 10)[1:])
    found = compared(database, [REGISTERED, CAMPAIGN, before], workbook(by_kind(rows)))

    assert [(each.why, each.until) for each in found.differences] == [
        (Why.OTHER_DAYS, parse_instant("2026-09-30T23:00:00+03:00"))
    ]


def test_a_unit_of_two_products_is_not_met_by_its_number_alone(database: Database) -> None:
    rows = [row("1-1-1", 2, "Баллы за скидки", 60, 11), row("1-1-1", 2, "Баллы за скидки", 40, 12)]
    found = compared(database, [REGISTERED, CAMPAIGN, sold("1-1-1", 2, 10)], workbook(by_kind(rows)))

    assert found.matched == {Match.NONE: 3}


def test_nothing_is_written(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(ledger, *EXAMPLE)
    with database.read() as transaction:
        before = transaction.row("SELECT version, seq FROM seller")
    reconcile(Books(database, default_policy()), "S", read_report(io.BytesIO(workbook(by_kind(REPORT)))), NOW)

    with database.read() as transaction:
        assert transaction.row("SELECT version, seq FROM seller") == before


@pytest.mark.parametrize("locale", LOCALES)
def test_every_difference_has_a_line_in_every_language(database: Database, locale: str) -> None:
    found, words = invented(database), Words(Texts(), locale, default_policy())
    lines = list(words.lines(found))

    assert len(lines) == len(EVERY_DIFFERENCE)
    assert str(len(EVERY_DIFFERENCE)) in words.summary(found)[-1]


def test_a_message_shows_the_first_and_counts_the_rest(database: Database) -> None:
    lines = list(Words(Texts(), "en", default_policy()).lines(invented(database), 2))

    assert (len(lines), lines[-1]) == (3, "… and more differences: 11. The file has them all.")


def test_the_file_has_every_difference_and_no_formula(database: Database) -> None:
    facts = [REGISTERED, CAMPAIGN, sold("=1+1", 2, 10)]
    found = compared(database, facts, workbook(by_kind(REPORT[1:2])))
    text = Words(Texts(), "en", default_policy()).file(found).decode("utf-8-sig")

    assert [line["Order or charge"] for line in csv.DictReader(io.StringIO(text), delimiter=";")] == [
        "1-1-1:11", "'=1+1",
    ]  # fmt: skip


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a database with the kept shop S and the reported shop R, and two reports."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///kept.db")
    database = Database(f"sqlite:///{tmp_path / 'kept.db'}", durable=False)
    ledger = Ledger(database, default_policy())
    tell(ledger, *EXAMPLE)
    tell(ledger, ("2026-10-01T00:00", "seller.registered", {"name": "R", "books": "reported"}), seller="R")
    database.close()
    (tmp_path / "same.xlsx").write_bytes(workbook(by_kind(example_by_kind())))
    (tmp_path / "other.xlsx").write_bytes(workbook(by_kind(REPORT)))
    return command_line


def test_a_report_that_agrees_ends_with_0(run: CommandLine) -> None:
    ended = run("reconcile", "same.xlsx", "--seller", "S")

    assert (ended.status, ended.out.splitlines()[-1]) == (0, "Differences: 0.")


def test_a_report_that_differs_ends_with_1_and_lists_every_difference(run: CommandLine) -> None:
    ended = run("reconcile", "other.xlsx", "--seller", "S")

    assert ended.status == 1
    assert "9-1-1:19: report 90.00, here nothing. The report tells it, and it is not known here." in ended.out


def test_a_program_gets_it_as_json(run: CommandLine) -> None:
    found = json.loads(run("reconcile", "same.xlsx", "--seller", "S", "--json").out)

    assert (found["seller"], found["matched"]["line"], found["differences"]) == ("S", 1, [])


@pytest.mark.parametrize(("seller", "said"), [("R", "is a reported shop"), ("nobody", "There is no seller")])
def test_only_a_kept_shop_has_something_to_compare_with(run: CommandLine, seller: str, said: str) -> None:
    ended = run("reconcile", "same.xlsx", "--seller", seller)

    assert ended.status == 1
    assert said in ended.err
