"""The command line that gives and takes the operator's right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.clock import WallClock
from core.values import Role
from storage.people.operators import Operators
from storage.rows.database import Database
from tests.bot.command_line import CommandLine
from tests.bot.shop import Shop


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a migrated, empty `kept.db`."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///kept.db")
    return command_line


def has_right(run: CommandLine, telegram_id: int) -> bool:
    database = Database(f"sqlite:///{run.folder}/kept.db")
    try:
        return Operators(database).operator(telegram_id) is not None
    finally:
        database.close()


def test_a_right_is_given_shown_and_taken(run: CommandLine):
    given = run("operator", "grant", "106")
    assert (given.status, given.out) == (0, "106 is an operator now. They write to the bot: /operator\n")
    assert has_right(run, 106)
    assert run("operator", "list").out.startswith("operator#1: Telegram id 106, since 20")
    taken = run("operator", "revoke", "106")
    assert (taken.status, taken.out) == (0, "106 is no operator any more.\n")
    assert not has_right(run, 106)
    assert run("operator", "list").out == "There are no operators.\n"


def test_giving_it_twice_is_said_and_is_no_failure(run: CommandLine):
    run("operator", "grant", "106")
    again = run("operator", "grant", "106")
    assert (again.status, "was an operator already" in again.out) == (0, True)


def test_what_nobody_has_cannot_be_taken(run: CommandLine):
    ended = run("operator", "revoke", "106")
    assert (ended.status, ended.err) == (1, "106 is no operator.\n")


@pytest.mark.parametrize("person", ["Olga", "0", "-5", "9999999999999999999999"])
def test_what_is_no_telegram_id_is_refused(run: CommandLine, person: str):
    ended = run("operator", "grant", "--", person)
    assert ended.status == 2
    assert "Traceback" not in ended.err


def test_what_waits_and_what_could_not_be_delivered_is_said_with_the_reason(run: CommandLine):
    assert run("outbox").out == "Waiting: 0. Not delivered in 7 days: 0.\n"
    database = Database(f"sqlite:///{run.folder}/kept.db")
    shop, reason = Shop(database), "TelegramBadRequest: Bad Request: PEER_ID_INVALID"
    shop.clock.at = WallClock().now()
    manager = shop.member(Role.MANAGER)
    shop.ports.team.set_quiet_hours(manager.user.id, None, None)  # it may be night where the test runs
    shop.qualifies()
    assert run("outbox").out == "Waiting: 1. Not delivered in 7 days: 0.\n"  # not shared out yet
    shop.ports.outbox.fan_out(shop.clock.at)
    (parcel,) = shop.ports.outbox.claim(shop.clock.at, 10, 60)
    assert run("outbox").out == "Waiting: 1. Not delivered in 7 days: 0.\n"
    shop.ports.outbox.failed(parcel.deliveries, reason, shop.clock.at)
    database.close()
    told = run("outbox").out.splitlines()
    assert told[0] == "Waiting: 0. Not delivered in 7 days: 1."
    assert told[1].endswith(f" S1: invitation_received: {reason}")
