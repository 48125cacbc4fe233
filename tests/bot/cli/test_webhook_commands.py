"""`webhook`: endpoints of other systems from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from core.values import HOUR
from storage.post.webhooks import RETRIED_FOR, Webhooks
from storage.rows.database import Database

URL = "https://8.8.8.8/premium"


@pytest.fixture
def address(migrated_file: Path) -> str:
    return f"sqlite:///{migrated_file}"


@pytest.fixture
def migrated_file(tmp_path: Path) -> Path:
    """A database of its own."""
    path = tmp_path / "seller.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


def run(address: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["webhook", *arguments, "--database", address])


def test_an_endpoint_is_added_with_its_secret_and_listed_without(address: str) -> None:
    added = run(address, "add", URL, "--event", "notice.renewed", "--seller", "S")
    assert (added.exit_code, added.output.startswith("Endpoint 1.")) == (0, True)
    secret = added.output.split()[-1]
    listed = run(address, "list").output
    assert listed == f"1: {URL}: notice.renewed of S; active; 0 in line, 0 failed\n"
    assert secret.startswith("whsec_")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["http://127.0.0.1/"], "must begin with https"),
        (["https://127.0.0.1/"], "WEBHOOKS_ALLOW_PRIVATE"),
        ([URL, "--event", "renewed"], '"renewed" is no event'),
    ],
)
def test_what_cannot_be_is_one_sentence(address: str, arguments: list[str], said: str) -> None:
    ended = run(address, "add", *arguments)
    assert (ended.exit_code, said in ended.output) == (2, True)


def test_an_endpoint_inside_is_added_where_that_is_allowed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOKS_ALLOW_PRIVATE", "true")
    assert run(address, "add", "http://127.0.0.1:8000/").exit_code == 0


def test_an_endpoint_is_changed_over_paused_resumed_and_removed(address: str) -> None:
    run(address, "add", URL)
    assert run(address, "rotate", "1").output.startswith("whsec_")
    said = [run(address, act, "1").output for act in ("pause", "resume", "remove")]
    assert said == ["Endpoint 1 is paused.\n", "Endpoint 1 is told again.\n", "Endpoint 1 is removed.\n"]
    assert run(address, "list").output == "There are no endpoints.\n"


@pytest.mark.parametrize("act", ["rotate", "pause", "resume", "remove", "failures", "resend"])
def test_an_endpoint_that_is_not_there_is_one_sentence(address: str, act: str) -> None:
    ended = run(address, act, "7")
    assert (ended.exit_code, ended.output) == (1, "There is no endpoint 7.\n")


def test_what_failed_is_listed_and_sent_again(address: str) -> None:
    run(address, "add", URL)
    database = Database(address)
    webhooks = Webhooks(database)
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO webhook_delivery (webhook, event, type, seller, at, since, state, attempts) "
            "VALUES (1, 'evt_1', 'notice.renewed', 'S', 0, 0, 'waiting', 0)"
        )
    for now in (HOUR, HOUR + RETRIED_FOR):
        consignment = webhooks.take(1, now)
        assert consignment is not None
        webhooks.not_sent(consignment, "HTTP status 500", now, until=now, status=500)
    database.close()
    assert run(address, "failures", "1").output.splitlines() == [
        "1: notice.renewed of S, 1970-01-01T00:00:00Z: HTTP status 500; 2 attempts",
        "1 failed. webhook resend 1 sends them again.",
    ]
    assert run(address, "resend", "1", "--delivery", "1").output == "1 in line again.\n"
    assert run(address, "failures", "1").output == "0 failed.\n"


def test_what_is_noted_of_it_names_the_command_line(address: str) -> None:
    run(address, "add", URL)
    database = Database(address)
    with database.read() as transaction:
        ((actor, detail),) = transaction.rows("SELECT actor, detail FROM audit WHERE action = 'webhook_created'")
    database.close()
    assert (actor, json.loads(detail)) == ("cli", {"webhook": 1})
