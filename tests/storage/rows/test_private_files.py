"""Sellers' data is for its owner alone, whatever the process's mask allows: the database's file, log and folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.rows.database import Database


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def mask(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the process takes away from new files."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    return database


@pytest.mark.usefixtures("mask")
def test_a_new_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = made(tmp_path / "seller.db")
    assert {path.name: rights(path) for path in tmp_path.iterdir()} == {
        "seller.db": 0o600,
        "seller.db-wal": 0o600,
        "seller.db-shm": 0o600,
    }
    database.close()


@pytest.mark.usefixtures("mask")
def test_every_folder_made_for_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    made(tmp_path / "var" / "shop" / "seller.db").close()
    assert [rights(tmp_path / "var"), rights(tmp_path / "var" / "shop")] == [0o700, 0o700]


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    made(folder / "seller.db").close()
    assert rights(folder) == 0o755


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "seller.db"
    first = made(path)
    for each in tmp_path.iterdir():
        each.chmod(0o644)
    second = Database(f"sqlite:///{path}")
    second.require_current()
    assert {rights(each) for each in tmp_path.iterdir()} == {0o600}
    first.close()
    second.close()


@pytest.mark.usefixtures("mask")
def test_the_mark_of_damage_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "seller.db"
    made(path).close()
    path.write_bytes(path.read_bytes()[:-4096])
    database = Database(f"sqlite:///{path}")
    assert database.check()
    assert rights(tmp_path / "seller.db.damaged") == 0o600
    database.close()


@pytest.mark.parametrize("address", ["sqlite:///file:{}?uri=true", "sqlite:///file:{}?mode=rwc&uri=true"])
def test_an_address_in_the_engines_own_words_names_the_same_file(tmp_path: Path, address: str) -> None:
    path = tmp_path / "a folder" / "seller.db"
    database = Database(address.format(str(path).replace(" ", "%20")))
    database.upgrade()
    database.close()
    assert [rights(path.parent), rights(path)] == [0o700, 0o600]
