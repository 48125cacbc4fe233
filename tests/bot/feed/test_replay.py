"""`replay` to the letter of RULES 13: outcomes, state, notices, and the same end however often it is stopped."""

from __future__ import annotations

import os
import re
import signal
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from storage.rows.database import Database
from tests.bot.command_line import CommandLine, await_taken, feed_pipe, line, start
from tests.property.histories import history

REGISTERED = line("e1", "seller.registered", "2026-01-05", name="Лавка")
CREDITED = line("e2", "wallet.credited", "2026-01-06", amount="7000.00")
CONNECTED = line("e3", "command.connect", "2026-01-07", plan="lite", by="manager")
SHORT = f"{REGISTERED}\n{CREDITED}\n{CONNECTED}\n"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch, capsys)


# -- outcomes ----------------------------------------------------------------------------------------------------------


def test_every_line_has_one_outcome_with_its_number_and_id(run: CommandLine):  # RULES 13
    replayed = run.replay(run.file("f", SHORT))
    assert replayed.outcomes == [
        {"line": number, "id": f"e{number}", "outcome": "done", "reason": None} for number in (1, 2, 3)
    ]


def test_a_malformed_line_is_refused_with_a_sentence_and_the_run_goes_on(run: CommandLine):  # RULES 13
    bad = line("bad", "wallet.credited", "2026-01-06", amount="1.005")
    replayed = run.replay(run.file("f", f"{REGISTERED}\n{bad}\n{CREDITED}\n"))
    assert replayed.outcomes[1] == {
        "line": 2,
        "id": "bad",
        "outcome": "refused",
        "reason": "malformed",
        "message": 'Field "amount" must be an amount above 0 and at most 999999999999.99 with at most 2 decimals, '
        'not "1.005".',
    }
    assert replayed.outcomes[2]["outcome"] == "done"


def test_a_refusal_carries_its_numbers_and_a_sentence(run: CommandLine):  # RULES 15.18
    poor = line("e2", "command.connect", "2026-01-06", plan="lite", by="manager")
    policy = run.file("p.toml", "trial.days = 0\n")
    replayed = run.replay(run.file("f", f"{REGISTERED}\n{poor}\n"), "--policy", str(policy))
    assert replayed.outcomes[1] == {
        "line": 2,
        "id": "e2",
        "outcome": "refused",
        "reason": "insufficient_funds",
        "data": {"missing": "1990.00"},
        "message": "The wallet does not cover the price.",
    }


def test_an_ignored_line_names_its_reason(run: CommandLine):
    replayed = run.replay(run.file("f", f"{REGISTERED}\n{line('o', 'mailing.sent', '2026-01-06')}\n"))
    assert replayed.outcomes[1] == {"line": 2, "id": "o", "outcome": "ignored", "reason": "no_mailings_left"}


def test_points_that_expire_five_minutes_past_midnight_are_announced_with_that_instant(run: CommandLine):  # RULES 12.3
    lines = (
        line("1", "seller.registered", "2026-01-01", name="Shop"),
        line("2", "command.set_mode", "2026-01-01", mode="auto", by="manager"),
        line("3", "bonus.granted", "2026-03-02T00:05:00+03:00", grant="g", programme="bonus", amount="500", reason="p"),
        line("4", "service.charged", "2027-03-02T09:00:00+03:00", charge="c", service="ads", amount="500"),
    )
    replayed = run.replay(run.file("f", "\n".join(lines) + "\n"))
    told = [each["data"]["expires_at"] for each in replayed.notices if each["kind"] == "points_expiring"]
    seller = replayed.state["sellers"]["S1"]
    assert told == ["2027-03-01T21:05:00Z"] * 3
    assert (seller["points"]["bonus"]["expired"], seller["wallet"]) == ("500.00", "-500.00")


def test_a_repeated_line_is_replayed_with_the_first_reason(run: CommandLine):  # RULES 2.6, 15.18
    forbidden = line("e2", "command.connect", "2026-01-06", plan="lite", by="employee")
    replayed = run.replay(run.file("f", f"{REGISTERED}\n{forbidden}\n{forbidden}\n"))
    assert [(each["outcome"], each["reason"]) for each in replayed.outcomes[1:]] == [
        ("refused", "forbidden"),
        ("replayed", "forbidden"),
    ]


def test_an_id_with_other_content_conflicts(run: CommandLine):  # RULES 2.6
    other = line("e2", "wallet.credited", "2026-01-06", amount="8000.00")
    replayed = run.replay(run.file("f", f"{REGISTERED}\n{CREDITED}\n{other}\n"))
    assert replayed.outcomes[2]["reason"] == "conflicting_duplicate"
    assert replayed.state["sellers"]["S1"]["wallet"] == "7000.00"


MALFORMED = {
    "an empty line": b"",
    "white space": b"  \t ",
    "words": b"hello",
    "half a line": SHORT.encode()[:30],
    "invalid UTF-8": b'{"id": "\xff\xfe"}',
    "UTF-16": REGISTERED.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + REGISTERED.encode(),
    "a zero byte": b"\0" + REGISTERED.encode(),
    "a list": b"[1]",
    "repeated keys": b'{"id": "a", "id": "b"}',
    "deep nesting": b"[" * 500_000,
    "deep nesting in an object": b'{"id":' * 100_000,
    "NaN": b'{"id": "x", "type": "wallet.credited", "at": "2026-01-06T00:00:00Z", "seller": "S1", "amount": NaN}',
    "a number of 400 digits": line("x", "wallet.credited", "2026-01-06", amount="9" * 400).encode(),
    "more than a mebibyte": line("x", "seller.registered", "2026-01-06", name="n" * (1 << 20)).encode(),
    "many mebibytes": b"x" * (3 << 20),
    "an unknown type": line("x", "seller.vanished", "2026-01-06").encode(),
    "a missing field": line("x", "wallet.credited", "2026-01-06").encode(),
    "an unknown field": line("x", "mailing.sent", "2026-01-06", colour="red").encode(),
    "an instant without offset": line("x", "mailing.sent", "2026-01-06T10:00:00").encode(),
}


@pytest.mark.parametrize("bad", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_line_wrong_in_any_way_leaves_no_trace_but_its_outcome(run: CommandLine, bad: bytes):  # RULES 13, 15.16
    whole = run.replay(run.file("whole", SHORT))
    first, rest = SHORT.encode().split(b"\n", 1)
    replayed = run.replay(run.file("f", first + b"\n" + bad + b"\n" + rest))
    assert [each["outcome"] for each in replayed.outcomes] == ["done", "refused", "done", "done"]
    assert replayed.outcomes[1]["reason"] == "malformed" and replayed.outcomes[1]["message"]
    assert replayed.came_to == whole.came_to


@pytest.mark.parametrize("extra", [0, 1])
def test_the_longest_line_has_a_mebibyte(run: CommandLine, extra: int):
    padded = REGISTERED + " " * ((1 << 20) - len(REGISTERED.encode()) + extra)
    replayed = run.replay(run.file("f", f"{padded}\n{CREDITED}\n"))
    assert [each["outcome"] for each in replayed.outcomes] == (
        ["done", "done"] if not extra else ["refused", "refused"]
    )


@pytest.mark.parametrize(
    "content", [SHORT[:-1], SHORT.replace("\n", "\r\n"), SHORT.replace("\n", " \t\n")], ids=["no end", "CRLF", "space"]
)
def test_how_lines_end_does_not_matter(run: CommandLine, content: str):  # RULES 15.16
    replayed = run.replay(run.file("other", content))
    assert [each["outcome"] for each in replayed.outcomes] == ["done"] * 3
    assert replayed.came_to == run.replay(run.file("f", SHORT)).came_to


def test_a_second_last_newline_is_an_empty_line(run: CommandLine):  # RULES 15.16
    replayed = run.replay(run.file("f", SHORT + "\n"))
    assert replayed.outcomes[3]["message"] == "The line must be one JSON object: it is empty."


def test_more_lines_than_a_batch_keep_their_numbers(run: CommandLine):
    lines = [REGISTERED, *(line(f"c{n}", "wallet.credited", "2026-01-06", amount="1") for n in range(1200))]
    lines[700] = "bad"
    replayed = run.replay(run.file("f", "\n".join(lines)))
    assert [each["line"] for each in replayed.outcomes] == list(range(1, 1202))
    assert [each["line"] for each in replayed.outcomes if each["outcome"] == "refused"] == [701]
    assert replayed.state["sellers"]["S1"]["wallet"] == "1199.00"


# -- state -------------------------------------------------------------------------------------------------------------


def test_the_state_has_exactly_the_fields_of_the_rules(run: CommandLine):  # RULES 13
    zero = dict.fromkeys(
        ("held", "available", "debt", "accrued", "credited", "adjusted", "spent", "expired", "repaid"), "0.00"
    )
    assert run.replay(run.file("f", SHORT)).state == {
        "now": "2026-01-07T09:00:00Z",
        "sellers": {
            "S1": {
                "wallet": "7000.00",
                "subscription": {
                    "state": "trial",
                    "plan": "lite",
                    "renewal": "renew",
                    "period_start": "2026-01-07T09:00:00Z",
                    "period_end": "2026-02-06T09:00:00Z",
                    "grace_until": None,
                    "trial_used": True,
                    "end_reason": None,
                    "badge": False,
                    "invitation": "none",
                    "fees_paid": "0.00",
                },
                "points": {"bonus": {**zero, "lots": []}, "discount": {**zero, "lots": []}},
            }
        },
    }


def test_lots_stand_in_the_order_in_which_they_will_be_spent(run: CommandLine):  # RULES 13
    grants = [
        line(f"g{n}", "bonus.granted", day, grant=f"G{n}", programme="bonus", amount=f"{n}00.00", reason="r")
        for n, day in ((1, "2026-03-01"), (2, "2026-01-06"), (3, "2026-05-01"))
    ]
    lots = run.replay(run.file("f", "\n".join([REGISTERED, grants[1], grants[0], grants[2]]))).state["sellers"]["S1"][
        "points"
    ]["bonus"]["lots"]
    assert lots == [
        {"amount": "200.00", "expires_at": "2027-01-06T09:00:00Z"},
        {"amount": "100.00", "expires_at": "2027-03-01T09:00:00Z"},
        {"amount": "300.00", "expires_at": "2027-05-01T09:00:00Z"},
    ]


def test_the_state_lists_every_seller_in_order(run: CommandLine):
    lines = [line(f"e{n}", "seller.registered", "2026-01-05", f"S{n:03}", name="x") for n in range(450, 0, -1)]
    sellers = list(run.replay(run.file("f", "\n".join(lines))).state["sellers"])
    assert sellers == [f"S{n:03}" for n in range(1, 451)]


def test_an_empty_file_has_no_now_and_no_sellers(run: CommandLine):
    replayed = run.replay(run.file("f", ""))
    assert (replayed.state, replayed.outcomes, replayed.notices) == ({"now": None, "sellers": {}}, [], [])
    assert replayed.summary == "Lines: 0.\nClock: –. Sellers: 0. Notices: 0 (none).\n"


def test_malformed_lines_do_not_move_the_clock(run: CommandLine):  # RULES 15.17
    bad = line("x", "wallet.credited", "2030-01-01", amount="0")
    assert run.replay(run.file("f", SHORT + bad)).state["now"] == "2026-01-07T09:00:00Z"


def test_refused_lines_do_move_the_clock_and_nothing_moves_it_back(run: CommandLine):  # RULES 15.17
    refused = line("x", "wallet.credited", "2026-01-09", "nobody", amount="1")
    early = line("y", "wallet.credited", "2026-01-01", amount="1")
    assert run.replay(run.file("f", f"{SHORT}{refused}\n{early}")).state["now"] == "2026-01-09T09:00:00Z"


def test_until_does_what_is_due_after_the_last_line(run: CommandLine):  # RULES 13
    replayed = run.replay(run.file("f", SHORT), "--until", "2026-02-06T12:00:00+03:00")
    assert replayed.state["now"] == "2026-02-06T09:00:00Z"
    assert replayed.state["sellers"]["S1"]["subscription"]["state"] == "active"
    assert replayed.state["sellers"]["S1"]["wallet"] == "5010.00"


def test_until_stops_a_microsecond_before_what_is_due(run: CommandLine):
    replayed = run.replay(run.file("f", SHORT), "--until", "2026-02-06T08:59:59.999999Z")
    assert replayed.state["now"] == "2026-02-06T08:59:59.999999Z"
    assert replayed.state["sellers"]["S1"]["subscription"]["state"] == "trial"


def test_an_until_before_the_last_line_leaves_no_line_out(run: CommandLine):  # RULES 15.17
    replayed = run.replay(run.file("f", SHORT), "--until", "2026-01-05T13:00:00+03:00")
    assert replayed.came_to == run.replay(run.file("f", SHORT)).came_to


def test_until_alone_is_the_clock_of_an_empty_file(run: CommandLine):
    assert run.replay(run.file("f", ""), "--until", "2026-02-06T12:00:00Z").state["now"] == "2026-02-06T12:00:00Z"


@pytest.mark.parametrize("until", ["tomorrow", "2026-02-06", "2026-02-06T12:00:00", "1999-12-31T00:00:00Z", ""])
def test_an_until_that_is_no_instant_is_explained(run: CommandLine, until: str):
    ended = run("replay", run.file("f", SHORT), "--until", until)
    assert ended.status == 2
    assert "is not an instant such as 2026-07-01T00:00:00+03:00" in ended.err


# -- notices -----------------------------------------------------------------------------------------------------------


def test_a_notice_is_a_line_with_instant_seller_kind_key_and_data(run: CommandLine):  # RULES 13
    notices = run.replay(run.file("f", SHORT)).notices
    assert list(notices[0]) == ["at", "seller", "kind", "key", "data"]
    assert notices[0]["kind"] == "connected"
    assert notices[0]["data"] == {
        "plan": "lite",
        "trial": True,
        "price": "1990.00",
        "next_charge_at": "2026-02-06T09:00:00Z",
    }


def test_notices_come_in_time_order_with_keys_of_their_own(run: CommandLine):
    content = "\n".join(history(3, 300))
    notices = run.replay(run.file("f", content)).notices
    instants = [each["at"] for each in notices]
    assert all(INSTANT.fullmatch(each) for each in instants)
    assert [each[:19] for each in instants] == sorted(each[:19] for each in instants)
    assert len({each["key"] for each in notices}) == len(notices) > 20


def test_a_policy_is_laid_over_the_shipped_one(run: CommandLine):  # RULES 14
    policy = run.file("p.toml", '[plans.lite]\nprice = "100.00"\n[trial]\ndays = 0\n')
    state = run.replay(run.file("f", SHORT), "--policy", str(policy)).state
    assert state["sellers"]["S1"]["wallet"] == "6900.00"


def test_every_programme_of_the_policy_is_listed(run: CommandLine):  # RULES 15.18
    added = 'title = "Coins"\nservices = {ads = "always"}\nexpiry = {kind = "months", months = 1}\n'
    added += 'min_spend = "0.01"\nmax_share = "1"\n'
    policy = run.file("p.toml", f"[points.coins]\n{added}")
    points = run.replay(run.file("f", SHORT), "--policy", str(policy)).state["sellers"]["S1"]["points"]
    assert list(points) == ["bonus", "coins", "discount"]


# -- the summary and the exit status -----------------------------------------------------------------------------------


def test_the_summary_counts_outcomes_reasons_and_notices(run: CommandLine):
    ended = run("replay", run.file("f", f"{SHORT}{CREDITED}\nbad\n"))
    assert ended.status == 0
    assert ended.out == (
        "Lines: 5. done 3, refused 1, replayed 1.\n"
        "  refused: malformed 1\n"
        "Clock: 2026-01-07T09:00:00Z. Sellers: 1. Notices: 1 (connected 1).\n"
    )


def test_strict_ends_with_2_after_all_work_is_done(run: CommandLine):  # RULES 13
    state = run.folder / "state.json"
    ended = run("replay", run.file("f", f"bad\n{SHORT}"), "--strict", "--state", state)
    assert ended.status == 2
    assert '"trial"' in state.read_text()


def test_strict_is_content_with_other_refusals(run: CommandLine):
    assert run("replay", run.file("f", f"{CREDITED}\n{SHORT}"), "--strict").status == 0


def test_progress_shows_on_a_terminal_only(run: CommandLine, monkeypatch: pytest.MonkeyPatch):
    path = run.file("f", SHORT)
    assert run("replay", path).err == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "replay f" in run("replay", path).err


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_one_sentence_and_nothing_is_written(run: CommandLine):
    ended = run("replay", "missing.jsonl", "--outcomes", "out", "--database", "sqlite:///made.db")
    assert (ended.status, ended.err) == (1, "missing.jsonl: No such file or directory.\n")
    assert not list(run.folder.iterdir())


def test_a_directory_is_no_file(run: CommandLine):
    ended = run("replay", run.folder)
    assert (ended.status, ended.err) == (1, f"{run.folder}: Is a directory.\n")


@pytest.mark.parametrize("output", ["state", "outcomes", "notices"])
def test_an_output_that_cannot_be_written_is_named_before_the_work(run: CommandLine, output: str):
    ended = run("replay", run.file("f", SHORT), f"--{output}", "/nowhere/x", "--database", "sqlite:///kept.db")
    assert (ended.status, ended.err, ended.out) == (1, "/nowhere/x: No such file or directory.\n", "")
    assert run("seller", "list", "--database", "sqlite:///kept.db").out.count("\n") == 1


@pytest.mark.parametrize("output", ["state", "outcomes", "notices"])
def test_a_full_disk_is_named(run: CommandLine, output: str):
    ended = run("replay", run.file("f", SHORT), f"--{output}", "/dev/full")
    assert (ended.status, ended.err) == (1, "/dev/full: No space left on device.\n")


def test_the_input_is_never_written_over(run: CommandLine):
    path = run.file("f", SHORT)
    (run.folder / "link").symlink_to(path)
    ended = run("replay", path, "--outcomes", "link")
    assert (ended.status, path.read_text("utf-8")) == (1, SHORT)
    assert ended.err == "link: would be written over itself while it is read; choose another file.\n"


def test_two_outputs_do_not_share_a_file(run: CommandLine):
    ended = run("replay", run.file("f", SHORT), "--outcomes", "x", "--state", run.folder / "x")
    assert (ended.status, ended.err) == (1, f"{run.folder / 'x'}: is named for two outputs; choose another file.\n")


def test_two_outputs_may_go_to_one_device(run: CommandLine):
    ended = run("replay", run.file("f", SHORT), "--outcomes", "/dev/null", "--state", "/dev/null")
    assert ended.status == 0


def test_a_pipe_is_read_like_a_file(run: CommandLine):
    reading, writing = os.pipe()
    os.write(writing, SHORT.encode())
    os.close(writing)
    try:
        replayed = run.replay(Path(f"/dev/fd/{reading}"))
    finally:
        os.close(reading)
    assert replayed.came_to == run.replay(run.file("f", SHORT)).came_to


def test_a_device_without_lines_is_an_empty_file(run: CommandLine):
    assert run.replay(Path("/dev/null")).outcomes == []


def test_the_throw_away_database_is_thrown_away(run: CommandLine, monkeypatch: pytest.MonkeyPatch):
    temporary = run.folder / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    run("replay", run.file("f", SHORT))
    assert list(temporary.iterdir()) == []


# -- again, and stopped ------------------------------------------------------------------------------------------------

LONG = history(8, 1200)
KEPT = "sqlite:///kept.db"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of LONG that nothing disturbed."""
    from bot.feed.replay import Outputs, replay
    from core.policy import default_policy

    folder = tmp_path_factory.mktemp("undisturbed")
    path = folder / "f"
    path.write_text("\n".join(LONG) + "\n", encoding="utf-8")
    outputs = Outputs(state=folder / "state", notices=folder / "notices", outcomes=folder / "outcomes")
    replay(path, default_policy(), outputs=outputs)
    return folder


def assert_ends_as(undisturbed: Path, run: CommandLine, *options: str) -> None:
    """Run LONG and compare the very bytes of state and notices."""
    path = run.file("whole", "\n".join(LONG) + "\n")
    ended = run("replay", path, "--state", "state", "--notices", "notices", *options)
    assert ended.status == 0, ended.err
    assert (run.folder / "state").read_bytes() == (undisturbed / "state").read_bytes()
    assert (run.folder / "notices").read_bytes() == (undisturbed / "notices").read_bytes()


def test_the_same_file_twice_on_one_database_replays_every_line(run: CommandLine, undisturbed: Path):  # RULES 13
    path = undisturbed / "f"
    first = run.replay(path, "--database", KEPT)
    again = run.replay(path, "--database", KEPT)
    for before, after in zip(first.outcomes, again.outcomes, strict=True):
        if before["reason"] in ("malformed", "conflicting_duplicate"):
            assert after == before
        else:
            assert (after["outcome"], after["reason"]) == ("replayed", before["reason"])
    assert again.came_to == first.came_to


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.77])
def test_a_file_cut_in_the_middle_and_then_whole_ends_the_same(run: CommandLine, undisturbed: Path, cut: float):
    content = ("\n".join(LONG) + "\n").encode()
    assert run("replay", run.file("part", content[: int(len(content) * cut)]), "--database", KEPT).status == 0
    assert_ends_as(undisturbed, run, "--database", KEPT)


def test_a_file_that_grew_line_by_line_ends_the_same(run: CommandLine, undisturbed: Path):
    for length in range(50, len(LONG), 230):
        assert run("replay", run.file("part", "\n".join(LONG[:length])), "--database", KEPT).status == 0
    assert_ends_as(undisturbed, run, "--database", KEPT)


@pytest.mark.parametrize("bad", [1, 498, 998])
def test_malformed_lines_at_the_end_of_a_batch_leave_the_file_known_again(run: CommandLine, bad: int):  # RULES 13
    too_early, registered = line("e0", "wallet.credited", "2026-01-05", amount="100.00"), REGISTERED
    credits = [line(f"c{n}", "wallet.credited", "2026-01-06", amount="1.00") for n in range(498)]
    lines = [too_early, registered, *credits]
    lines = [*lines[: max(2, 500 - bad)], *["{"] * bad, *credits, CREDITED]
    path = run.file("f", "\n".join(lines) + "\n")
    first, again = run.replay(path, "--database", KEPT), run.replay(path, "--database", KEPT)
    assert (again.outcomes[0]["outcome"], again.outcomes[0]["reason"]) == ("replayed", "unknown_seller")
    assert again.came_to == first.came_to


def test_killed_between_two_batches_and_run_again_ends_the_same(run: CommandLine, undisturbed: Path):  # RULES 13
    os.mkfifo(run.folder / "pipe")
    process = start(run.folder, "replay", "pipe", "--database", KEPT, "--notices", "half")
    held = feed_pipe(run.folder / "pipe", LONG[:1100])  # two batches, and a beginning of the third
    with held:
        await_taken(process, run.folder / "kept.db", 700)
        process.kill()
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert_ends_as(undisturbed, run, "--database", KEPT)


def test_ctrl_c_says_so_and_the_run_can_go_on(run: CommandLine, undisturbed: Path):
    os.mkfifo(run.folder / "pipe")
    process = start(run.folder, "replay", "pipe", "--database", KEPT, interrupted=True)
    with feed_pipe(run.folder / "pipe", LONG[:600]):
        await_taken(process, run.folder / "kept.db", 400)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"Stopped.\n")
    assert_ends_as(undisturbed, run, "--database", KEPT)


def test_a_reader_that_leaves_is_no_traceback(run: CommandLine):
    path = run.file("f", "\n".join([REGISTERED, *["bad"] * 5000]))
    reading, writing = os.pipe()
    os.close(reading)
    process = start(run.folder, "replay", path, "--outcomes", "/dev/stdout", stdout=writing)
    os.close(writing)
    _, err = process.communicate()
    assert (process.returncode, err) == (1, b"")


def test_memory_does_not_grow_with_the_file(run: CommandLine):
    path = run.folder / "garbage"
    with path.open("wb") as file:
        for _ in range(60):  # lines just short enough to be read as JSON
            file.write(b'{"id": "' + b"x" * ((1 << 20) - 20) + b'"}\n')
    run("replay", run.file("f", SHORT))  # what is loaded once is not counted
    tracemalloc.start()
    try:
        assert run("replay", path).status == 0
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 << 20


def test_a_database_of_its_own_gets_tables_and_keeps_the_result(run: CommandLine):
    run("replay", run.file("f", SHORT), "--database", KEPT)
    database = Database(f"sqlite:///{run.folder / 'kept.db'}")
    try:
        with database.read() as transaction:
            assert transaction.rows("SELECT source, id FROM taken ORDER BY id") == [
                ("file", "e1"),
                ("file", "e2"),
                ("file", "e3"),
            ]
    finally:
        database.close()


def test_a_sum_too_large_to_keep_is_refused_and_the_rest_goes_on(run: CommandLine):
    terms: dict[str, Any] = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z", "coefficient": "1"}
    campaign = line("c", "campaign.upserted", "2026-01-05", None, campaign="C", **terms)
    order: dict[str, Any] = {
        "campaign": "C",
        "category": "c",
        "price": "900000000000.00",
        "discount": "1",
        "quantity": 10_000,
    }
    orders = [line(f"o{n}", "order.redeemed", "2026-01-06", line=f"L{n}", **order) for n in range(8)]
    after = line("w", "wallet.credited", "2026-01-07", amount="1.00")
    replayed = run.replay(run.file("f", "\n".join([REGISTERED, campaign, *orders, after])))
    assert [answer["reason"] for answer in replayed.outcomes] == [None] * 7 + ["sum_too_large"] * 3 + [None]
