"""`key new`, `key list`, `key renew` and `read`: keys of reported shops, and reading with them now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.ozon.key import Safe, new_operator_key
from core.values import Role, parse_instant
from storage.people.keys import ShopKeys
from storage.rows.database import Database
from tests.bot.command_line import CommandLine
from tests.storage.shops import join, tell_ledger

ANN = 101
KEY = "6f1c9a70-7d1e-4b6a-9a55-0c2f1d3e4b5a"
NOW = parse_instant("2026-06-05T09:00:00Z")


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a migrated database, which it uses without being told."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///kept.db")
    return command_line


def give(safe: Safe) -> None:
    """A reported shop "R" with a key sealed by this safe."""
    database = Database("sqlite:///kept.db")
    tell_ledger(database, "seller.registered", "R", name="R", books="reported")
    join(database, ANN, Role.ADMINISTRATOR, "R")
    ShopKeys(database).give("R", "12345", safe.seal(KEY, "R"), ANN, NOW)
    database.close()


def sealed() -> bytes:
    database = Database("sqlite:///kept.db")
    (key,) = ShopKeys(database).every()
    database.close()
    return key.sealed


def test_a_new_key_is_printed_alone_and_seals(run: CommandLine) -> None:
    safe = Safe(run("key", "new").out.strip())
    assert safe.open(safe.seal(KEY, "R"), "R") == KEY


def test_a_list_tells_how_reading_stands_and_no_key(run: CommandLine) -> None:
    give(Safe(new_operator_key()))
    listed = run("key", "list").out
    assert listed.startswith("R: account 12345; not read whole yet; next ")
    assert KEY not in listed


def test_renewed_keys_open_with_the_new_key_alone(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = new_operator_key(), new_operator_key()
    give(Safe(old))
    monkeypatch.setenv("SELLER_PREMIUM_KEY", f"{new},{old}")
    assert run("key", "renew").out == "Sealed anew: 1.\n"
    assert Safe(new).open(sealed(), "R") == KEY
    assert run("key", "renew").out == "Sealed anew: 0.\n"


def test_keys_that_nothing_opens_are_named(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    give(Safe(new_operator_key()))
    monkeypatch.setenv("SELLER_PREMIUM_KEY", new_operator_key())
    ended = run("key", "renew")
    assert (ended.status, "does not open the keys of: R." in ended.err) == (1, True)


def test_reading_without_the_operators_key_says_how_to_get_one(run: CommandLine) -> None:
    ended = run("read")
    assert (ended.status, ended.err) == (1, "SELLER_PREMIUM_KEY is not set; `key new` prints one.\n")


def test_reading_says_that_nothing_is_due(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_PREMIUM_KEY", new_operator_key())
    assert run("read").out == "Nothing is due.\n"
    assert run("read", "--seller", "R").err == "Seller R has no key.\n"


def test_a_reading_that_fails_is_told_and_noted(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    give(Safe(new_operator_key()))
    monkeypatch.setenv("SELLER_PREMIUM_KEY", new_operator_key())
    ended = run("read", "--seller", "R")
    assert (ended.status, ended.out.startswith("R: not read. The kept key can")) == (1, True)
    assert ": sealed; next" in run("key", "list").out
