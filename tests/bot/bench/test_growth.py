"""What a seller takes on the disk: measured at several sizes, a table at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.bench.growth import growth_a_seller, measure, print_growth
from storage.rows.database import Database
from storage.rows.errors import StorageError


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        f"sqlite:///{tmp_path}/empty.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    )
    database = Database(url, durable=False)
    yield database
    database.close()


def test_every_seller_more_takes_bytes_of_history_and_messages(empty: Database) -> None:
    found = list(measure(empty, (2, 40)))
    assert [each.sellers for each in found] == [2, 40]
    each = growth_a_seller(found)
    assert min(each[name] for name in ("movement", "taken", "notice", "delivery", "line", "lot")) > 100


def test_it_is_said_and_drawn(empty: Database, tmp_path: Path) -> None:
    console = Console(record=True, width=200)
    print_growth(console, empty, tmp_path / "chart.png", sizes=(2, 20))
    assert "Measured at 2, 20 sellers; the rest is a straight line." in console.export_text(clear=False)
    assert "With 32 of them in a file" in console.export_text(clear=False)
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_a_database_with_something_in_it_is_left_alone(empty: Database) -> None:
    empty.upgrade()
    with pytest.raises(StorageError, match="not empty"):
        list(measure(empty, (1, 2)))
