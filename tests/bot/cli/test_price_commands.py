"""Prices on the command line, in files and in a scenario (RULES 4.15)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from storage.rows.database import Database
from tests.bot.command_line import CommandLine, line, start

KEPT = "sqlite:///kept.db"
FEED = "\n".join(
    [
        line("e1", "seller.registered", "2026-01-05", name="Tea"),
        line("e2", "command.connect", "2026-01-07", plan="lite", by="manager"),
        line("e3", "seller.registered", "2026-01-05", "S2", name="Second"),
    ]
)
LATER = "2099-07-01T00:00:00+03:00"
DEARER = '[plans.lite]\nprice = "2500.00"\n'
NO_EFFECT = "The policy's price of lite, 2500.00, has no effect: 1990.00 is charged."


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a database with a subscriber of Lite and a seller without a plan."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", KEPT)
    assert command_line("import", command_line.file("feed", FEED)).status == 0
    return command_line


def rows(run: CommandLine, query: str) -> list[tuple[object, ...]]:
    database = Database(f"sqlite:///{run.folder}/kept.db")
    try:
        with database.read() as transaction:
            return [tuple(row) for row in transaction.rows(query)]
    finally:
        database.close()


# -- price set and price list ------------------------------------------------------------------------------------------


def test_a_price_is_set_told_and_listed(run: CommandLine):
    ended = run("price", "set", "lite", "2500.00", "--from", LATER)
    assert (ended.status, ended.out) == (
        0,
        "lite costs 2500.00 from 2099-06-30T21:00:00Z; it was 1990.00. Sellers told: 1.\n",
    )
    assert (
        run("price", "list").out == "lite: 1990.00 now\nlite: 2500.00 from 2099-06-30T21:00:00Z\npremium: 4990.00 now\n"
    )
    assert rows(run, "SELECT seller FROM notice WHERE kind = 'price_changed'") == [("S1",)]
    assert rows(run, "SELECT source, type, outcome FROM taken WHERE type = 'price.changed'") == [
        ("cli", "price.changed", "done")
    ]


def test_a_price_from_now_on_is_in_force_at_once(run: CommandLine):
    assert run("price", "set", "lite", "2500", "--from", "now").status == 0
    assert run("price", "list").out == "lite: 2500.00 now\npremium: 4990.00 now\n"


def test_the_same_command_again_tells_nobody(run: CommandLine):
    run("price", "set", "lite", "2500.00", "--from", LATER)
    again = run("price", "set", "lite", "2500", "--from", LATER)
    assert (again.status, again.out) == (
        0,
        "lite costs 2500.00 from 2099-06-30T21:00:00Z: that was set before, nobody is told.\n",
    )
    assert rows(run, "SELECT COUNT(*) FROM price") == [(1,)]


def test_up_and_down_and_up_again_for_the_same_day_ends_up(run: CommandLine):
    for amount in ("2500.00", "1990.00", "2500.00"):
        assert run("price", "set", "lite", amount, "--from", LATER).status == 0
    assert "lite: 2500.00 from 2099" in run("price", "list").out
    assert rows(run, "SELECT COUNT(*) FROM price") == [(3,)]


def test_a_price_in_the_past_is_refused_every_time(run: CommandLine):
    tries = [run("price", "set", "lite", "2500.00", "--from", "2020-01-01T00:00:00Z") for _ in range(2)]
    assert [(each.status, each.err) for each in tries] == [(1, "A price can begin now or later, not before.\n")] * 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(("gold", "1.00"), "plan"), (("lite", "0"), "price"), (("lite", "1.999"), "price"), (("lite", "x"), "price")],
)
def test_what_cannot_be_read_is_named(run: CommandLine, arguments: tuple[str, str], named: str):
    ended = run("price", "set", *arguments, "--from", LATER)
    assert ended.status == 1 and named in ended.err
    assert rows(run, "SELECT COUNT(*) FROM price") == [(0,)]


def test_a_price_without_a_readable_instant_is_not_set(run: CommandLine):
    assert run("price", "set", "lite", "2500.00", "--from", "tomorrow").status == 2


# -- a policy whose prices have no effect ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("tick",), ("price", "list"), ("import", "feed")])
def test_a_policys_price_without_effect_is_told(run: CommandLine, command: tuple[str, ...]):
    policy = run.file("dearer.toml", DEARER)
    if command[0] == "import":
        command = ("import", str(run.file("feed", FEED)))
    ended = run(*command, "--policy", policy)
    assert ended.status == 0
    assert NO_EFFECT in ended.err
    assert NO_EFFECT not in run(*command).err


def test_a_starting_bot_logs_a_price_without_effect(run: CommandLine):
    nobody = "http://127.0.0.1:1"  # it stops right after
    run.file(".env", f"BOT_TOKEN=1:token\nTELEGRAM_API_URL={nobody}\nDATABASE_URL={KEPT}\n")
    process = start(run.folder, "run", "--policy", run.file("dearer.toml", DEARER))
    written = b"".join(process.communicate(timeout=60)).decode()
    (found,) = [row for row in written.splitlines() if "policy_price_without_effect" in row]
    assert "2500.00" in found and "1990.00" in found


# -- in a scenario -----------------------------------------------------------------------------------------------------

NO_TRIAL = "[trial]\ndays = 0\n"


def renewals(run: CommandLine, *changes: str) -> list[tuple[str, str]]:
    """(instant, amount) of the charges of Lite, connected and paid on 5 June at 15:00 Moscow time."""
    scenario = [
        line("r", "seller.registered", "2026-06-05", name="Tea"),
        line("w", "wallet.credited", "2026-06-05", amount="90000.00"),
        '{"id": "c", "type": "command.connect", "at": "2026-06-05T15:00:00+03:00", "seller": "S1", "plan": "lite", '
        '"by": "manager"}',
        *changes,
    ]
    ended = run.replay(
        run.file("scenario", "\n".join(scenario)),
        "--policy", str(run.file("no-trial.toml", NO_TRIAL)), "--until", "2026-08-05T12:00:00Z",
    )  # fmt: skip
    return [
        (notice["data"]["period_start"], notice["data"]["price"])
        for notice in ended.notices
        if notice["kind"] == "renewed"
    ]


def change(id_: str, price: str, since: str) -> str:
    return json.dumps(
        {
            "id": id_,
            "type": "price.changed",
            "at": "2026-06-10T00:00:00Z",
            "plan": "lite",
            "price": price,
            "from": since,
        }
    )


JULY, AUGUST = "2026-07-05T12:00:00Z", "2026-08-05T12:00:00Z"


def test_of_two_changes_inside_one_period_the_later_is_billed(run: CommandLine):
    changes = change("p1", "2500.00", "2026-06-12T00:00:00Z"), change("p2", "2200.00", "2026-06-20T00:00:00Z")
    assert renewals(run, *changes) == [(JULY, "2200.00"), (AUGUST, "2200.00")]


def test_a_change_that_begins_at_the_very_due_instant_is_billed(run: CommandLine):
    assert renewals(run, change("p", "2500.00", JULY)) == [(JULY, "2500.00"), (AUGUST, "2500.00")]


def test_a_change_that_begins_a_microsecond_later_is_billed_the_next_time(run: CommandLine):
    late = change("p", "2500.00", "2026-07-05T12:00:00.000001Z")
    assert renewals(run, late) == [(JULY, "1990.00"), (AUGUST, "2500.00")]
