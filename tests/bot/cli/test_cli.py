"""The command line: help, settings, sellers, links, policy and tables, each with its exit status."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import structlog
from typer.main import get_command

from bot.cli import app
from bot.cli.root import whole_lines
from bot.cli.running import telling_server
from bot.clock import MovableClock, WallClock, clock_of
from bot.logs import set_up_logs
from bot.settings import read_settings
from core.values import HOUR, Role, parse_instant
from storage.ledger.duty import on_duty
from storage.people.team import Joined, LinkRefused, Team
from storage.rows.database import Database
from tests.bot.command_line import ROOT, CommandLine, line, start
from tests.postgres import Server

KEPT = "sqlite:///kept.db"
FEED = "\n".join(
    [
        line("e1", "seller.registered", "2026-01-05", name="Лавка [/b] [red]"),
        line("e2", "wallet.credited", "2026-01-06", amount="7000.00"),
        line("e3", "seller.registered", "2026-01-05", "S2", name="Second"),
        line("e4", "command.connect", "2026-01-07", plan="lite", by="manager"),
    ]
)


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a migrated, empty `kept.db`."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", KEPT)
    return command_line


@pytest.fixture
def stocked(run: CommandLine) -> CommandLine:
    """With two sellers, one in its trial."""
    assert run("import", run.file("feed", FEED)).status == 0
    return run


@pytest.fixture
def database(stocked: CommandLine) -> Iterator[Database]:
    opened = Database(f"sqlite:///{stocked.folder / 'kept.db'}", durable=False)
    yield opened
    opened.close()


# -- help --------------------------------------------------------------------------------------------------------------


def commands() -> list[list[str]]:
    root = get_command(app)
    found: list[list[str]] = [[]]
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # a group, though typed as a command
        found.append([name])
        found.extend([name, inner] for inner in getattr(command, "commands", {}))
    return found


@pytest.mark.parametrize("command", commands(), ids=lambda command: " ".join(command) or "nothing")
def test_every_command_explains_itself(run: CommandLine, command: list[str]):
    ended = run(*command, "--help")
    assert (ended.status, ended.err) == (0, "")
    assert "Usage: " in ended.out
    sentence = re.sub(r"\s+", " ", ended.out.split("\n\n")[0] + ended.out)
    assert re.search(r"[A-Z][a-z' ,:]+[^│╭]*\. ", sentence)


def test_the_commands_of_the_readme_are_there():
    assert {" ".join(command) for command in commands()} >= {
        *("run", "demo", "replay", "import", "tick", "verify", "explain", "link", "bench"),
        *("seller list", "seller show", "policy show", "policy check", "db upgrade", "db current"),
    }


def test_no_command_shows_the_help(run: CommandLine):
    ended = run()
    assert ended.status == 2
    assert "replay" in ended.all


@pytest.mark.parametrize(
    "wrong", [["fly"], ["replay"], ["replay", "f", "--fast"], ["link", "S1"], ["run", "--port", "0"]], ids=" ".join
)
def test_a_wrong_call_is_explained_with_status_2(run: CommandLine, wrong: list[str]):
    ended = run(*wrong)
    assert ended.status == 2
    assert "Usage:" in ended.err and "Traceback" not in ended.err


@pytest.mark.parametrize("command", ["tick", "doctor", "verify", "seller list", "outbox"])
def test_commands_load_neither_the_chat_nor_what_draws_nor_what_calls_over_the_network(run: CommandLine, command: str):
    assert run("db", "upgrade").status == 0
    script = (
        f"import sys\nsys.argv = ['x', *{command.split()}]\nfrom bot.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'storage.rows.database' in sys.modules\n"
        "heavy = {'aiogram', 'aiogram_dialog', 'aiohttp', 'starlette', 'uvicorn', 'matplotlib', 'numpy', "
        "'fluent', 'babel', 'alembic', 'psycopg'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], cwd=run.folder, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_reader_that_leaves_is_no_traceback(run: CommandLine):
    reading, writing = os.pipe()
    os.close(reading)
    process = start(run.folder, "policy", "check", run.file("p.toml", ""), stdout=writing)
    os.close(writing)
    _, err = process.communicate()
    assert (process.returncode, err) == (1, b"")


@pytest.fixture
def full() -> Iterator[int]:
    """A file on a disk that is full."""
    with open("/dev/full", "wb") as file:
        yield file.fileno()


@pytest.mark.parametrize("buffered", [True, False], ids=["at the end", "at once"])
@pytest.mark.parametrize(
    "command",
    [f"seller list --database {KEPT}", f"db current --database {KEPT}", "policy show", "doctor", "--version", "--help"],
)
def test_output_that_cannot_be_written_is_a_sentence(
    stocked: CommandLine, full: int, command: str, buffered: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PYTHONUNBUFFERED", "" if buffered else "1")
    process = start(stocked.folder, *command.split(), stdout=full)
    _, err = process.communicate()
    assert (process.returncode, err) == (1, b"Standard output cannot be written: No space left on device.\n")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nobody@127.0.0.1:9/none", "The database server cannot be reached"),
        ("sqlite:///kept.db", "--postgresql takes the address of a PostgreSQL server"),
    ],
)
def test_a_server_to_be_measured_is_looked_for_before_anything_is(run: CommandLine, address: str, said: str):
    ended = run("bench", "--postgresql", address)
    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith(said)


def lose(server: Server) -> None:
    """What is seen of a server that stops: a process that was measuring on it has ended."""
    server.stop()
    raise EOFError


def test_a_server_that_goes_away_while_it_is_measured_is_a_sentence(capsys: pytest.CaptureFixture[str]):
    server = Server()
    server.start()
    with pytest.raises(SystemExit) as end, telling_server(server.url().replace("+psycopg", "")):
        lose(server)
    said = capsys.readouterr().err
    assert (end.value.code, said.count("\n")) == (1, 1)
    assert said.startswith("The server went away while it was measured, so there is no table; run it again.")


def test_a_bug_beside_a_server_that_is_there_stays_one(postgres_url: str):
    with pytest.raises(ZeroDivisionError), telling_server(postgres_url.replace("+psycopg", "")):
        raise ZeroDivisionError


def test_a_line_is_whole_where_no_terminal_is(capsys: pytest.CaptureFixture[str]):
    whole_lines().print("word " * 100)
    assert capsys.readouterr().out.count("\n") == 1


# -- settings ----------------------------------------------------------------------------------------------------------


def test_settings_come_from_dotenv_in_the_present_folder(run: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL")
    run.file(".env", f"BOT_TOKEN=123:abc\nDATABASE_URL={KEPT}\nPORT=9000\nTELEGRAM_API_URL=http://127.0.0.1:81\n")
    settings = read_settings()
    assert settings.bot_token is not None and settings.bot_token.get_secret_value() == "123:abc"
    assert (settings.port, settings.telegram_api_url) == (9000, "http://127.0.0.1:81")
    assert run("db", "current").status == 0


def test_the_environment_goes_before_dotenv(run: CommandLine, monkeypatch: pytest.MonkeyPatch):
    run.file(".env", "PORT=9000\n")
    monkeypatch.setenv("PORT", "9001")
    assert read_settings().port == 9001


def test_an_empty_setting_is_none(run: CommandLine):
    run.file(".env", "BOT_TOKEN=\nPORT=\n")
    assert (read_settings().bot_token, read_settings().port) == (None, 8080)


def test_a_token_is_not_shown(run: CommandLine):
    run.file(".env", "BOT_TOKEN=123:abc\n")
    assert "123:abc" not in repr(read_settings())


@pytest.mark.parametrize("port", ["abc", "0", "70000", "80.5"])
def test_a_bad_port_is_one_sentence(run: CommandLine, monkeypatch: pytest.MonkeyPatch, port: str):
    monkeypatch.setenv("PORT", port)
    ended = run("tick")
    assert ended.status == 1
    assert ended.err.startswith("PORT in the environment or .env: Input should be") and ended.err.count("\n") == 1


def test_a_dotenv_that_is_no_text_is_one_sentence(run: CommandLine):
    run.file(".env", b"PORT=\xff\xfe\n")
    assert run("tick").err == "The file .env is not UTF-8 text.\n"


def test_the_policy_can_come_from_the_settings(run: CommandLine):
    run.file("p.toml", "[trial]\ndays = 3\n")
    run.file(".env", "SELLER_PREMIUM_POLICY=p.toml\n")
    assert json.loads(run("policy", "show").out)["trial"] == {"days": 3}


# -- policy ------------------------------------------------------------------------------------------------------------


def test_the_policy_in_force_is_shown_with_every_value(run: CommandLine):
    shown = json.loads(run("policy", "show", "--policy", str(run.file("p.toml", 'currency = "AMD"\n'))).out)
    assert shown["currency"] == "AMD"
    assert shown["plans"] == {"lite": {"price": "1990.00"}, "premium": {"price": "4990.00"}}
    assert set(shown["points"]) == {"discount", "bonus"}


def test_a_good_policy_file_is_praised(run: CommandLine):
    path = run.file("p.toml", "[trial]\ndays = 0\n")
    assert run("policy", "check", path).out == f"{path} is a good policy file.\n"


def test_every_mistake_of_a_policy_is_explained(run: CommandLine):
    path = run.file("p.toml", 'colour = "red"\n[trial]\ndays = -1\n[plans.lite]\nprice = "1.005"\n[grace]\ndays = 28\n')
    ended = run("policy", "check", path)
    assert (ended.status, ended.out) == (1, "")
    assert sorted(each.split()[0] for each in ended.err.splitlines()) == [
        "colour",
        "grace.days",
        "plans.lite.price",
        "trial.days",
    ]
    assert all(each.endswith(".") for each in ended.err.splitlines())


@pytest.mark.parametrize("content", ["x = [", b"\xff\xfe", None], ids=["no TOML", "no text", "not there"])
def test_a_policy_that_cannot_be_read_is_one_sentence(run: CommandLine, content: str | bytes | None):
    path = run.folder / "p.toml" if content is None else run.file("p.toml", content)
    commands: list[list[str | Path]] = [["policy", "check"], ["tick", "--policy"], ["replay", "/dev/null", "--policy"]]
    for command in commands:
        ended = run(*command, path)
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.startswith("The policy") and ended.err.count("\n") == 1


# -- tables ------------------------------------------------------------------------------------------------------------


def test_tables_are_made_and_made_again(run: CommandLine):
    for _ in range(2):
        ended = run("db", "upgrade", "--database", "sqlite:///folder/new.db")
        assert ended.status == 0
        assert re.fullmatch(r"The database is at version \w+\.\n", ended.out)
    assert run("db", "current", "--database", "sqlite:///folder/new.db").status == 0


def test_an_empty_database_does_not_fit(run: CommandLine):
    ended = run("db", "current", "--database", "sqlite:///new.db")
    assert (ended.status, ended.err) == (1, "The database is empty; run: python -m bot db upgrade\n")


@pytest.mark.parametrize(("revision", "status"), [("9999", 0), (None, 0), ("0001", 1)])
def test_for_a_health_check_tables_of_a_newer_program_are_well(run: CommandLine, revision: str | None, status: int):
    if revision is not None:
        with closing(sqlite3.connect(run.folder / "kept.db")) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    ended = run("db", "current", "--serving")
    assert (ended.status, (ended.out + ended.err).count("\n")) == (status, 1)
    assert run("db", "current").status == (0 if revision is None else 1)


@pytest.mark.parametrize("address", ["sqlite:///new.db", "postgresql://nobody@127.0.0.1:9/none"])
def test_for_a_health_check_an_empty_database_and_one_that_is_away_are_ill(run: CommandLine, address: str):
    ended = run("db", "current", "--serving", "--database", address)
    assert (ended.status, ended.err.count("\n")) == (1, 1)


def test_a_newer_database_is_not_upgraded(run: CommandLine):
    with closing(sqlite3.connect(run.folder / "kept.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ended = run("db", "upgrade")
    assert ended.status == 1
    assert ended.err.startswith("The database is newer (9999)") and ended.err.count("\n") == 1


# -- due work ----------------------------------------------------------------------------------------------------------


def test_tick_does_what_is_due_and_says_what_comes_next(stocked: CommandLine, database: Database):
    MovableClock(database, WallClock()).move_to(clock_of(database).now() + HOUR)
    ended = stocked("tick")
    assert re.fullmatch(r"Sellers with due work: 1, at 1 instants\. Next due: 2\S+Z\.\n", ended.out)
    assert re.fullmatch(r"Sellers with due work: 0, at 0 instants\. Next due: 2\S+Z\.\n", stocked("tick").out)


def test_tick_of_an_empty_database_has_nothing_to_do(run: CommandLine):
    assert run("tick").out == "Sellers with due work: 0, at 0 instants. Nothing is due later.\n"


@pytest.mark.parametrize(
    "command", [["tick"], ["replay", "feed", "--database", "sqlite:///kept.db"]], ids=["tick", "replay"]
)
def test_beside_a_program_that_does_due_work_another_is_refused(stocked: CommandLine, command: list[str]):
    with on_duty(stocked.folder / "kept.db"):
        ended = stocked(*command)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("Another program does the due work of this database and goes on with it (")


@pytest.mark.parametrize("command", [["import", "feed"], ["seller", "show", "S1"], ["verify"]], ids=" ".join)
def test_beside_a_program_that_does_due_work_everything_else_goes_on(stocked: CommandLine, command: list[str]):
    with on_duty(stocked.folder / "kept.db"):
        assert stocked(*command).status == 0


# -- checks and explanations -------------------------------------------------------------------------------------------


def test_verify_is_content_with_a_good_database(stocked: CommandLine):
    ended = stocked("verify")
    assert ended.status == 0
    assert re.fullmatch(r"Sellers checked: 2\. Invariants: \d+\. Sellers that fail: 0\.\n", ended.out)


def test_verify_names_the_seller_that_fails_parks_it_and_release_mends_it(stocked: CommandLine, database: Database):
    with database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet + 1 WHERE id = 'S1'")
    ended = stocked("verify", "--park")
    assert ended.status == 1
    assert ended.out.startswith("S1: ") and "Sellers that fail: 1. 1 parked." in ended.out
    refused = stocked("seller", "release", "S1")
    assert (refused.status, refused.err) == (1, "Seller S1 stays parked.\n")
    with database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet - 1 WHERE id = 'S1'")
    assert stocked("seller", "release", "S1").out == "Seller S1 is checked and works.\n"


def test_releasing_an_unknown_seller_is_one_sentence(stocked: CommandLine):
    assert stocked("seller", "release", "S9").err == "There is no seller S9.\n"


def test_an_explanation_is_data(stocked: CommandLine):
    stocked("import", stocked.file("more", line("e9", "command.connect", "2026-01-08", plan="lite", by="employee")))
    assert json.loads(stocked("explain", "S1", "--refusal", "file:e9").out)["seller"] == "S1"
    with closing(sqlite3.connect(stocked.folder / "kept.db")) as connection:
        (key,) = connection.execute("SELECT key FROM notice WHERE seller = 'S1'").fetchone()
    assert json.loads(stocked("explain", "S1", "--notice", key).out)["seller"] == "S1"


@pytest.mark.parametrize("thing", [["99"], ["--refusal", "file:e99"], ["--refusal", "e"], ["--notice", "none"]])
def test_what_is_not_there_cannot_be_explained(stocked: CommandLine, thing: list[str]):
    ended = stocked("explain", "S1", *thing)
    assert ended.status == 1
    assert ended.err.startswith("Seller S1 has no ") and ended.err.count("\n") == 1


def test_one_thing_is_explained_at_a_time(stocked: CommandLine):
    assert stocked("explain", "S1").status == 2
    assert stocked("explain", "S1", "1", "--notice", "x").status == 2


# -- the bot and the demo ----------------------------------------------------------------------------------------------


def test_a_token_that_is_none_stops_the_start_with_a_sentence(run: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOT_TOKEN", "nonsense")
    ended = run("run")
    assert ended.status == 1
    assert ended.err.startswith("BOT_TOKEN does not look like a token") and "nonsense" not in ended.all


@pytest.mark.parametrize("part", [["work"], ["run", "--without-work"]], ids=["work", "run --without-work"])
def test_a_part_of_the_bot_without_a_token_is_one_sentence(run: CommandLine, part: list[str]):
    ended = run(*part)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.endswith("is a part of the bot on Telegram: set BOT_TOKEN.\n")


def test_the_year_is_printed_in_a_chosen_language(run: CommandLine):
    assert "Пробный" in run("demo", "--language", "ru").out or "пробн" in run("demo", "--language", "ru").out


# -- the clock ---------------------------------------------------------------------------------------------------------


class StoppedClock:
    """Stands at one instant."""

    def __init__(self, text: str) -> None:
        self.instant = parse_instant(text)

    def now(self) -> int:
        return self.instant


def test_a_database_lives_by_the_wall_clock_until_its_clock_is_moved(database: Database):
    assert isinstance(clock_of(database), WallClock)
    clock = MovableClock(database, StoppedClock("2026-01-01T00:00:00Z"))
    clock.move_to(clock.now() + HOUR)
    assert isinstance(clock_of(database), MovableClock)


def test_a_moved_clock_is_the_same_for_every_process(database: Database):
    wall = StoppedClock("2026-01-01T00:00:00Z")
    MovableClock(database, wall).move_to(parse_instant("2026-03-01T00:00:00Z"))
    assert MovableClock(database, wall).now() == parse_instant("2026-03-01T00:00:00Z")


def test_a_clock_never_goes_back(database: Database):
    wall = StoppedClock("2026-01-01T00:00:00Z")
    one, other = MovableClock(database, wall), MovableClock(database, wall)
    one.move_to(parse_instant("2026-03-01T00:00:00Z"))
    other.move_to(parse_instant("2026-02-01T00:00:00Z"))
    one.move_to(parse_instant("2026-02-01T00:00:00Z"))
    assert one.now() == MovableClock(database, wall).now() == parse_instant("2026-03-01T00:00:00Z")


# -- sellers -----------------------------------------------------------------------------------------------------------


def test_sellers_are_listed_one_a_line_whatever_their_names(stocked: CommandLine):
    lines = stocked("seller", "list").out.splitlines()
    assert re.match(r" *S1 +Лавка \[/b\] \[red\] +trial +lite +7000\.00 +2\S+Z *$", lines[1])
    assert re.match(r" *S2 +Second +inactive +– +0\.00 +– *$", lines[2])
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("options", "sellers"),
    [
        (["лАВка"], ["S1"]),
        (["s"], ["S1", "S2"]),
        (["--state", "inactive"], ["S2"]),
        (["--plan", "lite"], ["S1"]),
        (["--parked"], []),
        (["--after", "S1"], ["S2"]),
        (["--limit", "1"], ["S1"]),
        (["nobody"], []),
    ],
)
def test_only_sellers_that_are_wanted_are_listed(stocked: CommandLine, options: list[str], sellers: list[str]):
    title, *lines = stocked("seller", "list", *options).out.splitlines()
    assert title.split() == ["Seller", "Name", "State", "Plan", "Wallet", "Next", "due"]
    assert [line.split()[0] for line in lines] == sellers


def test_long_names_are_not_folded_for_a_program_that_reads_them(run: CommandLine):
    run("import", run.file("feed", line("e1", "seller.registered", "2026-01-05", "S" * 128, name="n" * 1000)))
    assert len(run("seller", "list").out.splitlines()) == 2


def test_the_list_fits_a_terminal(stocked: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    assert "[/b]" in stocked("seller", "list").out


def test_one_seller_is_shown_as_in_a_replay(stocked: CommandLine):
    shown = json.loads(stocked("seller", "show", "S1").out)
    assert (shown["wallet"], shown["subscription"]["state"]) == ("7000.00", "trial")
    assert list(shown) == ["wallet", "subscription", "points"]


@pytest.mark.parametrize("command", [["seller", "show", "S9"], ["link", "S9", "manager"]], ids=" ".join)
def test_an_unknown_seller_is_one_sentence(stocked: CommandLine, command: list[str]):
    ended = stocked(*command)
    assert ended.status == 1
    assert ended.err.startswith("There is no seller S9") and ended.err.count("\n") == 1


@pytest.mark.parametrize("seller", ["", "x" * 129, "\udcff", "a\nb"])
def test_what_cannot_be_a_sellers_id_is_explained(stocked: CommandLine, seller: str):
    ended = stocked("seller", "show", seller)
    assert ended.status == 2
    assert "id is a text of 1 to 128 characters" in ended.err


def test_a_terminal_without_the_letters_gets_them_escaped(run: CommandLine):
    run.file("правила.toml", "")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "bot", "policy", "check", "правила.toml"]
    done = subprocess.run(command, cwd=run.folder, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(rb"\u043f\u0440")


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_link_lets_one_person_in_once(stocked: CommandLine, database: Database):
    out = stocked("link", "S1", "manager").out
    token = re.search(r"\?start=([\w-]+)$", out, re.MULTILINE)
    assert token is not None
    assert f"/start {token[1]}" in out and "Works once, for 24 hours." in out
    team, now = Team(database), clock_of(database).now()
    joined = team.join(token[1], 7, "Anna", now)
    assert isinstance(joined, Joined) and (joined.seller, joined.role) == ("S1", Role.MANAGER)
    assert team.join(token[1], 8, "Boris", now) == LinkRefused("used")


@pytest.fixture
def named_bot() -> Iterator[str]:
    """A server that says what the bot is called, and nothing else; its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            me = {"id": 42, "is_bot": True, "first_name": "Seller", "username": "our_sellers_bot"}
            body = json.dumps({"ok": True, "result": me}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_link_carries_the_name_that_telegram_has_for_the_bot(
    stocked: CommandLine, named_bot: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BOT_TOKEN", "42:TEST")
    monkeypatch.setenv("TELEGRAM_API_URL", named_bot)
    assert "https://t.me/our_sellers_bot?start=" in stocked("link", "S1", "manager").out


@pytest.mark.parametrize("token", ["42:TEST", "nonsense"])
def test_a_link_is_made_without_the_name_where_telegram_does_not_answer(
    stocked: CommandLine, monkeypatch: pytest.MonkeyPatch, token: str
):
    monkeypatch.setenv("BOT_TOKEN", token)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    ended = stocked("link", "S1", "manager")
    assert (ended.status, "https://t.me/<your bot>?start=" in ended.out) == (0, True)


def test_a_link_expires_after_its_hours(stocked: CommandLine, database: Database):
    token = stocked("link", "S1", "finance", "--hours", "2").out.split("/start ")[1].strip()
    assert Team(database).join(token, 7, "Anna", clock_of(database).now() + 2 * HOUR) == LinkRefused("expired")


@pytest.mark.parametrize("role", ["boss", "operator", "Manager", ""])
def test_only_a_members_role_can_be_given(stocked: CommandLine, role: str):
    ended = stocked("link", "S1", role)
    assert (ended.status, ended.err) == (
        1,
        f'"{role}" is not a role; choose administrator, manager, finance, employee.\n',
    )


@pytest.mark.parametrize("hours", ["0", "721", "x"])
def test_hours_of_a_link_have_bounds(stocked: CommandLine, hours: str):
    assert stocked("link", "S1", "manager", "--hours", hours).status == 2


# -- logs --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("own_logs")
@pytest.mark.parametrize("level", ["INFO", "info", "no such level"])
def test_a_log_is_one_line_of_json_where_nobody_watches(capsys: pytest.CaptureFixture[str], level: str):
    set_up_logs(level)
    structlog.get_logger().debug("not told")
    structlog.get_logger().info("told", shop="Лавка")
    err = capsys.readouterr().err
    assert json.loads(err)["event"] == "told" and "Лавка" in err


@pytest.mark.usefixtures("own_logs")
def test_an_error_keeps_to_its_line(capsys: pytest.CaptureFixture[str]):
    set_up_logs("WARNING")
    try:
        raise ValueError("why")
    except ValueError:
        structlog.get_logger().exception("failed")
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "ValueError: why" in json.loads(err)["exception"]
