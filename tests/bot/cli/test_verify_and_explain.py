"""`verify`, `seller release` and `explain` as an operator uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.rows.database import Database
from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"
HISTORY = "\n".join(
    [
        line("e1", "seller.registered", "2026-01-01", name="Shop"),
        line("e2", "wallet.credited", "2026-01-01", amount="5000.00"),
        line("e3", "command.connect", "2026-01-02", plan="premium", by="manager"),
        line("e4", "command.connect", "2026-01-02", plan="lite", by="manager"),
    ]
)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in a folder with a small database."""
    found = CommandLine(tmp_path, monkeypatch, capsys)
    assert found("replay", found.file("history.jsonl", HISTORY + "\n"), "--database", URL).status == 0
    return found


def add_to_wallet(amount: int) -> None:
    opened = Database(URL)
    with opened.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet + ?", (amount,))
    opened.close()


def test_verify_says_how_much_it_looked_at(command: CommandLine) -> None:
    ended = command("verify", "--database", URL)
    assert (ended.status, ended.out) == (0, "Sellers checked: 1. Invariants: 28. Sellers that fail: 0.\n")


def test_verify_names_the_seller_that_fails_and_parks_it(command: CommandLine) -> None:
    add_to_wallet(1)
    ended = command("verify", "--park", "--database", URL)
    assert ended.status == 1
    assert "S1: wallet: the wallet has 5000.01, its entries make 5000.00" in ended.out
    assert "Sellers that fail: 1. 1 parked." in ended.out


def test_a_seller_that_still_fails_stays_parked(command: CommandLine) -> None:
    add_to_wallet(1)
    command("verify", "--park", "--database", URL)
    ended = command("seller", "release", "S1", "--database", URL)
    assert ended.status == 1
    assert "Seller S1 stays parked." in ended.err


def test_a_mended_seller_is_released(command: CommandLine) -> None:
    add_to_wallet(1)
    command("verify", "--park", "--database", URL)
    add_to_wallet(-1)
    ended = command("seller", "release", "S1", "--database", URL)
    assert (ended.status, ended.out) == (0, "Seller S1 is checked and works.\n")


def test_an_unknown_seller_is_not_released(command: CommandLine) -> None:
    ended = command("seller", "release", "S9", "--database", URL)
    assert (ended.status, ended.err) == (1, "There is no seller S9.\n")


def test_an_entry_is_explained_as_json(command: CommandLine) -> None:
    found = json.loads(command("explain", "S1", "1", "--database", URL).out)
    assert (found["rule"], found["arithmetic"]) == ("3.1", "0.00 + 5000.00 = 5000.00")


def test_a_refused_line_is_explained(command: CommandLine) -> None:
    found = json.loads(command("explain", "S1", "--refusal", "file:e3", "--database", URL).out)
    assert (found["rule"], found["result"]) == ("4.2", "no_invitation")


def test_a_notice_is_explained(command: CommandLine) -> None:
    found = json.loads(command("explain", "S1", "--notice", "connected:S1:file:e4", "--database", URL).out)
    assert found["rule"] == "4.3"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("S1", "99"), "Seller S1 has no entry 99 in the history."),
        (("S1", "--refusal", "file:e99"), "Seller S1 has no file:e99."),
        (("S9", "--notice", "connected:S1:file:e4"), "Seller S9 has no connected:S1:file:e4."),
    ],
)
def test_what_is_not_there_is_a_sentence(command: CommandLine, arguments: tuple[str, ...], sentence: str) -> None:
    ended = command("explain", *arguments, "--database", URL)
    assert (ended.status, ended.err) == (1, sentence + "\n")


@pytest.mark.parametrize("arguments", [("S1",), ("S1", "1", "--notice", "key")])
def test_one_thing_is_explained_at_a_time(command: CommandLine, arguments: tuple[str, ...]) -> None:
    assert command("explain", *arguments, "--database", URL).status == 2
