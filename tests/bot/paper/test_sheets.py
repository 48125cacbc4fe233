"""Exports say exactly what the history says, and no table program reads anything else into them."""

from __future__ import annotations

import csv
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.paper import sheets
from bot.paper.sheets import About, actor_name, entry_name, neutral, statement_rows, utc_offsets, write_csv, write_xlsx
from bot.paper.statement import about_month, export, export_month
from bot.texts import LOCALES, Texts
from core.calendar import Calendar
from core.policy import default_policy, overlay_policy
from core.values import parse_instant
from storage.books.books import Books
from storage.books.history import KINDS, HistoryFilter, HistoryLine, stream
from storage.rows.database import Database
from tests.property.product import in_memory
from tests.storage.marketplace import books_of, shop_with_everything

TEXTS = Texts()
FEBRUARY = 202602
NOW = parse_instant("2026-08-01T00:00:00+03:00")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def database() -> Iterator[Database]:
    with in_memory() as opened:
        yield opened


@pytest.fixture
def books(database: Database) -> Books:
    return books_of(shop_with_everything(database))


def about(locale: str = "en", **more: Any) -> About:
    since, until = parse_instant("2026-02-01T00:00:00+03:00"), parse_instant("2026-03-01T00:00:00+03:00")
    return About("S", default_policy(), TEXTS, locale, since, until, **more)


def line(**fields: Any) -> HistoryLine:
    known = {"seq": 1, "at": parse_instant("2026-02-01T12:30:00+03:00"), "what": "money", "kind": "credit"}
    filled = dict.fromkeys(HistoryLine._fields) | known | {"actor": "marketplace", "cause": "file:e1"} | fields
    return HistoryLine(**filled)  # type: ignore[arg-type]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_xlsx(path: Path, number: int) -> list[dict[str, tuple[str, str]]]:
    """Rows of a sheet: column letters → (type of the cell, its text)."""
    with zipfile.ZipFile(path) as archive:
        tree = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    found = []
    for row in tree.iter(f"{MAIN}row"):
        cells = {}
        for cell in row.iter(f"{MAIN}c"):
            text = "".join(cell.itertext())
            cells[(cell.get("r") or "").rstrip("0123456789")] = (cell.get("t") or "n", text)
        found.append(cells)
    return found


# -- CSV ------------------------------------------------------------------------------------------------------------


def test_a_csv_has_a_mark_semicolons_and_dots(tmp_path: Path) -> None:
    """RULES 15.19: UTF-8 with BOM, semicolon; no decimal comma outside XLSX."""
    write_csv(tmp_path / "a.csv", about("ru"), [line(amount=-123_456_789, balance=5)])

    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b";-1234567.89;0.05;" in raw


@pytest.mark.parametrize("locale", LOCALES)
def test_the_header_names_offset_and_currency(tmp_path: Path, locale: str) -> None:
    """RULES 11."""
    write_csv(tmp_path / "a.csv", about(locale), [])

    header = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[0].split(";")
    assert "(UTC+03:00)" in header[1]
    assert header[8].endswith(", RUB")
    assert len(set(header)) == len(header)


def test_every_line_of_the_history_is_in_the_csv(books: Books, tmp_path: Path) -> None:
    """RULES 11: export of what is filtered, with the same amounts."""
    wanted = HistoryFilter(programme="discount")
    count = export(books, "S", tmp_path / "a.csv", TEXTS, "en", NOW, wanted)

    rows, lines = read_csv(tmp_path / "a.csv"), list(stream(books, "S", wanted))
    assert count == len(rows) == len(lines)
    for row, each in zip(rows, lines, strict=True):
        assert int(row["No."]) == each.seq
        assert datetime.fromisoformat(row["Date and time (UTC+03:00)"] + "+03:00").timestamp() * 1_000_000 == each.at
        assert Decimal(row["Points"]) * 100 == each.amount
        assert Decimal(row["Available points, change"]) * 100 == each.available_change
        assert row["Money, RUB"] == ""
        assert (row["Order"] or None, row["Bill"] or None) == (each.order, each.charge)


def test_money_and_points_stand_in_columns_of_their_own(books: Books, tmp_path: Path) -> None:
    export_month(books, "S", FEBRUARY, tmp_path / "a.csv", TEXTS, "en")

    rows = read_csv(tmp_path / "a.csv")
    assert [row for row in rows if row["Points"] and row["Money, RUB"]] == []
    money = sum(Decimal(row["Money, RUB"]) for row in rows if row["Money, RUB"])
    balances = [Decimal(row["Balance after the entry, RUB"]) for row in rows if row["Money, RUB"]]
    assert balances[-1] == Decimal("100000.00") + money


def test_names_are_the_readers(books: Books, tmp_path: Path) -> None:
    export_month(books, "S", FEBRUARY, tmp_path / "a.csv", TEXTS, "ru")

    rows = read_csv(tmp_path / "a.csv")
    cover = next(row for row in rows if row["Операция"] == "Баллы потрачены вручную")
    assert (cover["Программа"], cover["Услуга"], cover["Кто"]) == ("Баллы за скидки", "реклама", "Финансовый менеджер")


# -- formulas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+7", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1"])
def test_text_that_starts_a_formula_is_neutralised(tmp_path: Path, text: str) -> None:
    """RULES 11, 15.19."""
    names = {"what": "points", "kind": "accrual", "amount": 1, "order": text, "campaign": text}
    write_csv(tmp_path / "a.csv", about(), [line(**names)])
    write_xlsx(tmp_path / "a.xlsx", about(), [line(**names)])

    row = read_csv(tmp_path / "a.csv")[0]
    assert {row["Order"], row["Campaign"]} == {f"'{text}"}
    cells = read_xlsx(tmp_path / "a.xlsx", 1)[1]
    assert {kind for kind, _ in cells.values()} <= {"n", "inlineStr"}
    assert cells["K"][1].startswith("'")


@pytest.mark.parametrize("text", ["L-1", "7=7", "'x", "Ա", "0"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


def test_separators_and_quotes_in_names_stay_inside_their_cell(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", about(), [line(charge='a;"b"\n;c')])

    assert read_csv(tmp_path / "a.csv")[0]["Bill"] == 'a;"b"\n;c'


# -- XLSX -----------------------------------------------------------------------------------------------------------


def test_amounts_and_dates_of_a_workbook_are_real(tmp_path: Path) -> None:
    """RULES 15.19: the program shows them with the reader's signs."""
    expires = parse_instant("2026-07-01T00:00:00+03:00")
    points = {"what": "points", "kind": "crediting", "source": "held", "target": "available", "expires_at": expires}
    write_xlsx(tmp_path / "a.xlsx", about(), [line(amount=99_999_999_999_999, **points)])

    cells = read_xlsx(tmp_path / "a.xlsx", 1)[1]
    assert cells["E"] == ("n", "999999999999.99")
    assert (cells["F"], cells["G"], cells["H"]) == (cells["E"], ("n", "-999999999999.99"), ("n", "0.00"))
    # Days since 30 December 1899, as the format counts.
    assert cells["P"] == ("n", str((date(2026, 7, 1) - date(1899, 12, 30)).days))
    assert "I" not in cells


def test_a_workbook_of_a_month_begins_with_its_statement(books: Books, tmp_path: Path) -> None:
    """RULES 11."""
    count = export_month(books, "S", FEBRUARY, tmp_path / "a.xlsx", TEXTS, "en")

    statement, history = (read_xlsx(tmp_path / "a.xlsx", number) for number in (1, 2))
    assert statement[0]["A"][1] == "Statement, February 2026: Shop"
    assert "UTC+03:00" in statement[1]["A"][1]
    assert len(history) == count + 1


def test_a_long_history_goes_on_on_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_A_SHEET", 2)

    assert write_xlsx(tmp_path / "a.xlsx", about(), [line(seq=number) for number in range(1, 6)]) == 5

    shown = [[row["A"][1] for row in read_xlsx(tmp_path / "a.xlsx", number)[1:]] for number in (1, 2, 3)]
    assert shown == [["1", "2"], ["3", "4"], ["5"]]


def test_a_workbook_cannot_be_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_xlsx(tmp_path / "none" / "a.xlsx", about(), [])


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_memory_does_not_grow_with_the_lines(tmp_path: Path, write: Any) -> None:
    def most(lines: int) -> int:
        tracemalloc.start()
        write(tmp_path / "a", about(), (line(seq=number) for number in range(lines)))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    most(10)
    assert most(4000) < most(1000) + 200_000


# -- the statement in words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_the_rows_of_a_statement_add_up(books: Books, locale: str) -> None:
    """RULES 11: opening + movements = closing, as shown."""
    found = about_month(books, "S", FEBRUARY, TEXTS, locale)
    assert found.statement is not None
    opening, closing = (TEXTS.plain(locale, f"statement-{name}") for name in ("opening", "closing"))
    balances, total = 0, 0
    for label, amount, _ in statement_rows(found, found.statement):
        if label == opening:
            assert amount is not None
            total = amount
        elif label == closing:
            assert amount == total
            balances += 1
        else:
            total += amount or 0
    assert balances == 5


def test_a_month_without_fees_says_so(books: Books) -> None:
    found = about_month(books, "S", 202506, TEXTS, "en")
    assert found.statement is not None

    labels = [label for label, _, _ in statement_rows(found, found.statement)]
    assert labels[-1] == "No subscription fee in this month."
    assert "  Nothing moved." in labels


# -- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_of_entry_has_a_name_of_its_own(locale: str) -> None:
    names = [
        entry_name(TEXTS, locale, kind) for what in KINDS if what not in ("period", "charge") for kind in KINDS[what]
    ]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("manager", "Manager"),
        ("manager#12", "Manager, Michael"),
        ("manager#13", "Manager"),
        ("marketplace", "marketplace"),
        ("programme", "automatic"),
        ("operator#3", "Operator"),
        ("someone else", "marketplace"),
    ],
)
def test_who_did_it_is_named(actor: str, name: str) -> None:
    assert actor_name(TEXTS, "en", actor, {"manager#12": "Michael"}) == name


@pytest.mark.parametrize(
    ("zone", "since", "until", "offsets"),
    [
        ("Europe/Moscow", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", "UTC+03:00"),
        ("Europe/Berlin", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", "UTC+01:00, UTC+02:00"),
        ("America/Los_Angeles", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "UTC-08:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "UTC+05:45"),
    ],
)
def test_the_offsets_of_a_span_are_named(zone: str, since: str, until: str, offsets: str) -> None:
    """RULES 11."""
    assert utc_offsets(Calendar(zone), parse_instant(since), parse_instant(until)) == offsets


def test_the_currency_is_the_policys(tmp_path: Path) -> None:
    found = About("S", overlay_policy('currency = "AMD"'), TEXTS, "hy", 0, 0)
    write_csv(tmp_path / "a.csv", found, [])

    assert ", AMD;" in (tmp_path / "a.csv").read_text("utf-8-sig")
