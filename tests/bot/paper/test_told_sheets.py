"""A month of a reported shop as a file and a statement (RULES 11, 16.5)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"
DAY = "2026-02-05"
HISTORY = "\n".join(
    [
        line("e1", "seller.registered", "2026-02-06", name="Shop", books="reported"),
        line(
            "e2", "points.reported", "2026-02-06", programme="discount", entry="a", amount="-25.00", day=DAY,
            order="7-1", item="=1+1", quantity=2,
        ),
        line(
            "e3", "fee.reported", "2026-02-06", entry="a", service="commission", kind="SaleCommission",
            amount="290.00", day=DAY,
        ),
        line("e4", "sale.reported", "2026-02-06", entry="a", amount="900.00", day=DAY),
        line("e5", "balance.reported", "2026-02-06", opening="1.00", closing="-12.50", day=DAY),
        line("e6", "plan.reported", "2026-02-06", plan=None, day=DAY),
        line("e7", "sale.reported", "2026-02-06", entry="b", amount="5.00", day="2026-03-01"),
    ]
)  # fmt: skip


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in a folder with a reported shop."""
    found = CommandLine(tmp_path, monkeypatch, capsys)
    assert found("replay", found.file("history.jsonl", HISTORY + "\n"), "--database", URL).status == 0
    return found


def rows_of(command: CommandLine, *options: str) -> list[dict[str, str]]:
    ended = command("statement", "S1", "--month", "2026-02", "--csv", "a.csv", *options, "--database", URL)
    assert ended.status == 0, ended.err
    content = (command.folder / "a.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def test_every_entry_of_the_month_is_a_line_and_no_other(command: CommandLine) -> None:
    found = rows_of(command)

    assert [(row["Day"], row["What"]) for row in found] == [
        (DAY, "Balance"), (DAY, "Fee"), (DAY, "Plan"), (DAY, "Points"), (DAY, "Sale"),
    ]  # fmt: skip


def test_each_kind_of_amount_has_a_column_of_its_own_and_what_was_not_told_is_empty(command: CommandLine) -> None:
    balance, fee, plan, points, sale = rows_of(command)

    assert (balance["Opening, RUB"], balance["Closing, RUB"]) == ("1.00", "-12.50")
    assert (fee["Fee, RUB"], fee["Service"], fee["Kind"], fee["Quantity"]) == (
        "290.00", "commission", "SaleCommission", "",
    )  # fmt: skip
    assert plan["Plan"] == "none"
    assert (points["Points"], points["Programme"], points["Quantity"]) == ("-25.00", "Points for discounts", "2")
    assert (sale["Sales, RUB"], sale["Order"], sale["Points"]) == ("900.00", "", "")


def test_no_name_from_a_report_is_a_formula(command: CommandLine) -> None:
    assert rows_of(command)[3]["Item"] == "'=1+1"


def test_the_file_is_written_in_the_language_asked_for(command: CommandLine) -> None:
    assert rows_of(command, "--language", "ru")[1]["Вид"] == "SaleCommission"


def test_the_statement_is_printed_beside_the_files(command: CommandLine) -> None:
    ended = command("statement", "S1", "--month", "2026-02", "--xlsx", "a.xlsx", "--database", URL)
    stated, _, written = ended.out.rpartition("}\n")

    assert json.loads(stated + "}")["sales"] == "900.00"
    assert written == "a.xlsx: 5 entries.\n"


def test_the_workbook_begins_with_the_statement(command: CommandLine) -> None:
    command("statement", "S1", "--month", "2026-02", "--xlsx", "a.xlsx", "--database", URL)
    with zipfile.ZipFile(command.folder / "a.xlsx") as book:
        names, first = book.read("xl/workbook.xml").decode(), book.read("xl/worksheets/sheet1.xml").decode()

    assert names.index("Statement") < names.index("What was told")
    assert "What the marketplace told, February 2026: Shop, S1" in first
    assert "<v>900.00</v>" in first


def test_in_the_statement_what_was_not_told_says_so(command: CommandLine) -> None:
    command("statement", "S1", "--month", "2026-03", "--xlsx", "a.xlsx", "--database", URL)
    with zipfile.ZipFile(command.folder / "a.xlsx") as book:
        first = book.read("xl/worksheets/sheet1.xml").decode()

    assert "Points: the marketplace doesn" in first
    assert "<v>5.00</v>" in first
    assert "Fees: the marketplace doesn" in first
