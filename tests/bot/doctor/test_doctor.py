"""`doctor`: each fault is really there (a file, a server, a row), is found by the check that is for it, and is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, reset_tzpath

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from bot.clock import WallClock
from bot.doctor import place
from bot.doctor.examination import CHECKS, Check, Result, examine, worst
from bot.doctor.machine import letters_of
from bot.doctor.patient import Patient
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import ApiError, Fault, Limits, LocalTelegram
from bot.ozon.key import Safe, new_operator_key
from bot.paper import FAMILY
from bot.settings import Settings
from bot.signs import Severity
from core.policy import load_policy
from core.values import HOUR, SECOND, Instant, Role
from storage.books.backlog import MOST_COUNTED, read_backlog
from storage.ledger.ledger import Ledger
from storage.ledger.sweep import Stopped, note_stop
from storage.people.keys import ShopKeys
from storage.post.redis_dialogs import NO_ADDRESS, UNREACHABLE
from storage.rows.database import Database
from tests.bot.command_line import CommandLine
from tests.bot.shop import DAY, Shop, StandingClock
from tests.postgres import Server
from tests.redis_server import RedisServer
from tests.storage.marketplace import tell
from tests.storage.shops import NOW, join, tell_ledger

TOKEN = "4242:AAplanted-Secret_of_the_bot"
SECRET = TOKEN.partition(":")[2]
OK, WARNING, ERROR = Severity.OK, Severity.WARNING, Severity.ERROR


@pytest.fixture(autouse=True)
def command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in an empty folder; nothing else here reads another's settings either."""
    return CommandLine(tmp_path, monkeypatch, capsys)


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path) -> Path:
    """A database as it is after the first start, for its owner alone."""
    path = tmp_path / "seller.db"
    shutil.copy(migrated_file, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def patients() -> Iterator[list[Patient]]:
    made: list[Patient] = []
    yield made
    for each in made:
        each.close()


@pytest.fixture
def patient(file: Path, patients: list[Patient]) -> Any:
    """Makes a set-up with this file, but for what a test says."""

    def make(*, wall: Any = None, polling: bool = False, policy: Path | None = None, **settings: Any) -> Patient:
        settings = {"database_url": f"sqlite:///{file}", "log_level": "INFO", **settings}
        made = Patient(Settings(**settings), file=policy, polling=polling, seconds=4, wall=wall)
        patients.append(made)
        return made

    return make


def found(patient: Patient, check: Check) -> list[tuple[Severity, str]]:
    return [(each.finding.severity, each.finding.what) for each in examine(patient, [check])]


def severity(patient: Patient, check: Check) -> Severity:
    return worst(examine(patient, [check]))


def change(file: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


# -- the list ----------------------------------------------------------------------------------------------------------


def test_every_check_of_the_list_is_made() -> None:
    assert set(CHECKS) == set(Check)


def test_a_set_up_with_nothing_wrong_is_told_so_check_by_check(patient: Any) -> None:
    results = examine(patient())
    assert [each for each in results if each.finding.severity is not OK] == []
    assert {each.check for each in results} == set(Check) - {
        Check.UPDATES,
        Check.DIALOGS,
    }  # there is no token and no Redis


def test_whatever_is_wrong_has_a_way_to_mend_it(patient: Any, file: Path) -> None:
    file.write_bytes(b"not a database at all" * 100)
    results = examine(patient(bot_token=SecretStr("nonsense"), telegram_api_url="http://127.0.0.1:1"))
    bad = [each.finding for each in results if each.finding.severity is not OK]
    assert len(bad) >= 3
    assert [each for each in bad if not each.mend] == []


def test_a_check_that_fails_itself_is_a_finding_and_the_others_are_made(patient: Any) -> None:
    made = patient()
    made.wall = None  # a bug: nobody gave it a clock
    results = examine(made, [Check.CLOCK, Check.FONTS])
    assert [(each.check, each.finding.severity) for each in results] == [(Check.CLOCK, ERROR), (Check.FONTS, OK)]
    assert "AttributeError" in results[0].finding.what


def test_redis_is_looked_at_if_open_dialogs_are_kept_there(patient: Any, redis_server: RedisServer) -> None:
    assert found(patient(dialogs_url=redis_server.url), Check.DIALOGS) == [(OK, "Redis answers.")]
    assert found(patient(dialogs_url="redis://127.0.0.1:1/0"), Check.DIALOGS) == [(ERROR, UNREACHABLE)]
    assert found(patient(dialogs_url="http://127.0.0.1:1/0"), Check.DIALOGS) == [(ERROR, NO_ADDRESS)]


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_exit_status_is_0_when_all_is_well(command_line: CommandLine, file: Path) -> None:
    ended = command_line("doctor", "--database", f"sqlite:///{file}")
    assert (ended.status, ended.err) == (0, "")


def test_the_exit_status_is_1_for_a_warning(command_line: CommandLine, file: Path) -> None:
    file.chmod(0o644)
    assert command_line("doctor", "--database", f"sqlite:///{file}").status == 1


def test_the_exit_status_is_2_for_an_error(command_line: CommandLine, file: Path) -> None:
    change(file, "UPDATE alembic_version SET version_num = '0001'")
    assert command_line("doctor", "--database", f"sqlite:///{file}").status == 2


def test_the_document_says_what_the_lines_say(command_line: CommandLine, file: Path) -> None:
    file.chmod(0o644)
    document = json.loads(command_line("doctor", "--json", "--database", f"sqlite:///{file}").out)
    assert document["severity"] == "warning"
    (bad,) = [each for each in document["checks"] if each["severity"] != "ok"]
    assert bad["check"] == "files"
    assert bad["mend"] == f"chmod 600 {file}"


def test_settings_that_cannot_be_read_are_a_finding(command_line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    ended = command_line("doctor")
    assert (ended.status, ended.err) == (2, "")
    assert "PORT" in ended.out


def test_no_secret_is_told(command_line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    ended = command_line("doctor", "--database", "postgresql://user:hunter2-Geheim@127.0.0.1:1/name")
    assert ended.status == 2
    assert [each for each in (SECRET, "hunter2-Geheim") if each in ended.all] == []


def test_looking_makes_no_database(command_line: CommandLine, tmp_path: Path) -> None:
    ended = command_line("doctor", "--database", f"sqlite:///{tmp_path}/none.db")
    assert ended.status == 0
    assert not (tmp_path / "none.db").exists()


# -- settings and policy -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        {"bot_token": SecretStr("nonsense")},
        {"bot_token": SecretStr(TOKEN), "telegram_api_url": "nonsense"},
    ],
)
def test_a_token_or_an_address_that_cannot_be_one_is_an_error(patient: Any, settings: dict[str, Any]) -> None:
    assert severity(patient(**settings), Check.SETTINGS) is ERROR


@pytest.mark.parametrize("settings", [{"telegram_api_url": "http://127.0.0.1:8081"}, {"log_level": "LOUD"}])
def test_settings_that_have_no_effect_are_a_warning(patient: Any, settings: dict[str, Any]) -> None:
    assert severity(patient(**settings), Check.SETTINGS) is WARNING


def test_a_password_for_a_server_beside_a_file_is_a_warning(patient: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD", "geheim")
    assert severity(patient(), Check.SETTINGS) is WARNING


def test_a_misspelt_name_in_the_file_of_settings_is_a_warning(patient: Any, command_line: CommandLine) -> None:
    command_line.file(".env", "DATABSE_URL=sqlite:///other.db\nEDITOR=vi\n")
    ((bad, what),) = found(patient(), Check.SETTINGS)
    assert (bad, what) == (WARNING, "Nobody reads DATABSE_URL in .env.")


def test_a_policy_with_a_mistake_is_an_error(patient: Any, command_line: CommandLine) -> None:
    policy = command_line.file("policy.toml", "[trial]\ndays = 'many'\n")
    ((bad, what),) = found(patient(policy=policy), Check.POLICY)
    assert bad is ERROR
    assert "days" in what


def test_a_real_bot_with_the_shipped_prices_is_a_warning(patient: Any) -> None:
    assert severity(patient(bot_token=SecretStr(TOKEN)), Check.POLICY) is WARNING


def test_a_price_of_the_policy_that_is_not_charged_is_a_warning(
    patient: Any, shop: Shop, tmp_path: Path, command_line: CommandLine
) -> None:
    policy = command_line.file("policy.toml", "[plans.lite]\nprice = '77.00'\n")
    made = patient(policy=policy, database_url=f"sqlite:///{tmp_path}/shop.db", wall=shop.clock)
    ((bad, what),) = found(made, Check.PRICES)
    assert bad is WARNING
    assert what == "The policy's price of lite, 77.00, has no effect: 1990.00 is charged."


def test_points_of_a_programme_that_the_policy_has_not_are_a_warning(
    patient: Any, shop: Shop, tmp_path: Path, command_line: CommandLine
) -> None:
    club = "[points.club]\ntitle = 'Club'\nservices = {}\nexpiry = {kind = 'months', months = 12}\n"
    named = command_line.file("policy.toml", club)
    ledger = Ledger(shop.database, load_policy(named))
    gift = {"grant": "G", "programme": "club", "amount": "10.00", "reason": "welcome"}
    assert tell(ledger, ("2030-01-01T00:00", "bonus.granted", gift), seller=shop.seller)[0].is_done
    asked = {"database_url": f"sqlite:///{tmp_path}/shop.db", "wall": shop.clock}
    assert severity(patient(policy=named, **asked), Check.PROGRAMMES) is OK
    ((bad, what),) = found(patient(**asked), Check.PROGRAMMES)
    assert bad is WARNING
    assert what == "The policy has no programme club; its points rest, unseen. Sellers who have some: 1."


# -- files and disk ----------------------------------------------------------------------------------------------------


def test_a_database_that_others_may_read_is_a_warning_and_is_found_before_opening_closes_it(
    patient: Any, file: Path
) -> None:
    file.chmod(0o640)
    assert (WARNING, f"{file} can be read by others on this machine.") in [
        (each.finding.severity, each.finding.what) for each in examine(patient())
    ]


def test_a_file_of_settings_that_others_may_read_is_a_warning(patient: Any, command_line: CommandLine) -> None:
    command_line.file(".env", "").chmod(0o644)
    assert found(patient(), Check.FILES) == [(WARNING, ".env can be read by others on this machine.")]


def test_a_folder_that_cannot_be_written_is_an_error(patient: Any) -> None:
    made = patient(database_url="sqlite:////proc/seller.db")
    ((bad, what),) = found(made, Check.DISK)
    assert bad is ERROR
    assert "/proc" in what


def test_a_folder_that_cannot_be_made_is_an_error_everywhere_and_no_traceback(patient: Any) -> None:
    results = examine(patient(database_url="sqlite:////proc/none/seller.db"))
    assert {each.check for each in results if each.finding.severity is ERROR} >= {Check.DATABASE, Check.DISK}


def test_a_disk_that_is_nearly_full_is_a_warning_and_a_full_one_an_error(patient: Any) -> None:
    endless = 1 << 70
    (little,) = place.disk(patient(), endless, 0)
    (none,) = place.disk(patient(), endless, endless)
    assert (little.severity, none.severity) == (WARNING, ERROR)


def test_two_processes_that_have_the_database_open_are_a_warning(patient: Any, file: Path) -> None:
    holding = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('SELECT 1 FROM seller').fetchall(); "
    wait = "print('open', flush=True); sys.stdin.read()"
    change(file, "PRAGMA journal_mode=WAL")

    made = [
        subprocess.Popen(
            [sys.executable, "-c", holding + wait, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        for each in made:
            assert each.stdout is not None
            each.stdout.readline()
        ((bad, what),) = found(patient(), Check.OTHERS)
    finally:
        for each in made:
            each.communicate()
    assert bad is WARNING
    assert all(str(each.pid) in what for each in made)


# -- the database ------------------------------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_is_an_error(patient: Any) -> None:
    assert severity(patient(database_url="postgresql://user@127.0.0.1:1/name"), Check.DATABASE) is ERROR


def test_an_older_database_is_an_error_with_the_command_to_run(patient: Any, file: Path) -> None:
    change(file, "UPDATE alembic_version SET version_num = '0001'")
    ((bad, what),) = found(patient(), Check.SCHEMA)
    assert bad is ERROR
    assert "db upgrade" in what


def test_an_empty_database_is_made_at_the_first_start(patient: Any, file: Path) -> None:
    file.write_bytes(b"")
    assert found(patient(), Check.SCHEMA) == [(OK, "The database has no tables yet; the first start makes them.")]


def test_a_database_that_cannot_be_written_is_an_error(patient: Any, file: Path) -> None:
    change(file, "PRAGMA journal_mode=WAL")
    ((bad, what),) = found(patient(database_url=f"sqlite:///file:{file}?mode=ro&uri=true"), Check.RIGHTS)
    assert bad is ERROR
    assert "cannot be written" in what


def test_a_database_that_another_program_holds_is_an_error(patient: Any, file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        ((bad, what),) = found(patient(database_url=f"sqlite:///{file}?timeout=0.1"), Check.RIGHTS)
    assert bad is ERROR
    assert "locked by another program" in what


def test_a_mark_of_damage_is_an_error(patient: Any, file: Path) -> None:
    Path(f"{file}.damaged").write_text("page 7\n")
    assert severity(patient(), Check.DAMAGE) is ERROR


def test_damage_that_nobody_has_met_yet_is_found(patient: Any, file: Path) -> None:
    change(file, "INSERT INTO audit (at, actor, action, detail) VALUES (1, 'a', 'b', 'no JSON')")
    assert severity(patient(), Check.DAMAGE) is ERROR


def test_a_user_of_postgresql_without_rights_is_an_error(
    patient: Any, postgres_database: str, postgres_server: Server
) -> None:
    database = Database(postgres_database)
    database.upgrade()
    database.close()
    name = postgres_database.rpartition("/")[2]
    with psycopg.connect(postgres_server.dsn(name), autocommit=True) as owner:
        owner.execute(f"CREATE ROLE reader_{name} LOGIN")
        owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}")
        made = patient(database_url=postgres_database.replace("postgres@", f"reader_{name}@"))
        ((bad, what),) = found(made, Check.RIGHTS)
        made.close()
        owner.execute(f"DROP OWNED BY reader_{name}")
        owner.execute(f"DROP ROLE reader_{name}")
    assert bad is ERROR
    assert "INSERT on " in what


def test_a_server_that_takes_no_writes_is_an_error(patient: Any, postgres_database: str) -> None:
    database = Database(postgres_database)
    database.upgrade()
    database.close()
    made = patient(database_url=f"{postgres_database}?options=-c%20default_transaction_read_only%3Don")
    ((bad, what),) = found(made, Check.RIGHTS)
    assert bad is ERROR
    assert "takes no writes" in what


def test_a_good_postgresql_has_nothing_wrong(patient: Any, postgres_database: str) -> None:
    database = Database(postgres_database)
    database.upgrade()
    database.close()
    results = examine(patient(database_url=postgres_database))
    assert [each for each in results if each.finding.severity is not OK] == []
    assert Check.RIGHTS in {each.check for each in results}


# -- the clock, time zones, letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "bad"), [(0, OK), (30 * SECOND, WARNING), (-30 * SECOND, WARNING), (-HOUR, ERROR), (DAY, ERROR)]
)
def test_a_clock_that_differs_from_the_database_servers_is_found(
    patient: Any, postgres_database: str, off: Instant, bad: Severity
) -> None:
    database = Database(postgres_database)
    database.upgrade()
    database.close()
    wall = StandingClock(WallClock().now() + off)
    assert severity(patient(database_url=postgres_database, wall=wall), Check.CLOCK) is bad


def test_a_clock_that_was_set_back_is_known_by_the_newest_rows(patient: Any, file: Path) -> None:
    later = WallClock().now() + 2 * HOUR
    change(file, f"INSERT INTO audit (at, actor, action, detail) VALUES ({later}, 'cli', 'granted', '{{}}')")
    ((bad, what),) = found(patient(), Check.CLOCK)
    assert bad is ERROR
    assert "set back" in what


def test_time_zone_data_that_is_missing_is_an_error(patient: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ["tzdata", *(each for each in sys.modules if each.startswith("tzdata."))]:  # by whatever ran before
        monkeypatch.setitem(sys.modules, name, None)
    try:
        reset_tzpath(to=[])
        ZoneInfo.clear_cache()
        ((bad, what),) = found(patient(), Check.TIME_ZONES)
    finally:
        reset_tzpath()
        ZoneInfo.clear_cache()
    assert bad is ERROR
    assert "missing" in what


def test_time_zone_data_that_is_old_is_a_warning(patient: Any, tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo"
    source = Path(str(files("tzdata") / "zoneinfo"))
    shutil.copytree(source, zones)
    shutil.copy(source / "Asia" / "Dhaka", zones / "Asia" / "Almaty")  # six hours, as it was before 2024
    try:
        reset_tzpath(to=[str(zones)])
        ZoneInfo.clear_cache()
        ((bad, what),) = found(patient(), Check.TIME_ZONES)
    finally:
        reset_tzpath()
        ZoneInfo.clear_cache()
    assert (bad, "old" in what) == (WARNING, True)


def test_a_font_without_our_letters_is_an_error() -> None:
    (bad,) = letters_of("cmr10")
    assert bad.severity is ERROR
    assert "Russian, Armenian" in bad.what


def test_a_font_that_is_not_there_is_an_error() -> None:
    (bad,) = letters_of("No Such Font")
    assert bad.severity is ERROR


def test_the_font_of_the_pictures_has_all_letters() -> None:
    (good,) = letters_of(FAMILY)
    assert good.severity is OK


# -- Telegram ----------------------------------------------------------------------------------------------------------


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[LocalTelegram, str]]:
    """A Telegram that knows the token, and its address."""
    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    async with serve(build_app(telegram)) as url:
        yield telegram, url


async def asked(patient: Any, url: str, check: Check, **settings: Any) -> list[Result]:
    settings = {"bot_token": SecretStr(TOKEN), **settings}
    return await asyncio.to_thread(examine, patient(telegram_api_url=url, **settings), [check])


async def test_a_token_that_telegram_knows_is_told_with_the_bots_name(
    patient: Any, telegram: tuple[LocalTelegram, str]
) -> None:
    ((_, good),) = await asked(patient, telegram[1], Check.TOKEN)
    assert (good.severity, good.what) == (OK, "Telegram knows the token, it is that of @seller_premium_bot.")


async def test_a_token_that_telegram_does_not_know_is_an_error(
    patient: Any, telegram: tuple[LocalTelegram, str]
) -> None:
    ((_, bad),) = await asked(patient, telegram[1], Check.TOKEN, bot_token=SecretStr("4242:another"))
    assert (bad.severity, bad.what) == (ERROR, "Telegram refuses the token.")


async def test_a_server_that_is_not_telegram_is_an_error(patient: Any, telegram: tuple[LocalTelegram, str]) -> None:
    ((_, bad),) = await asked(patient, f"{telegram[1]}/page", Check.TOKEN)
    assert bad.severity is ERROR


async def test_a_telegram_that_does_not_answer_in_time_is_an_error(
    patient: Any, telegram: tuple[LocalTelegram, str]
) -> None:
    telegram[0].faults.add(Fault("getme", 1, delay=20))
    ((_, bad),) = await asked(patient, telegram[1], Check.TOKEN)
    assert (bad.severity, bad.what) == (ERROR, "Telegram cannot be reached: no answer in time.")


async def test_a_telegram_that_asks_to_wait_is_a_warning(patient: Any, telegram: tuple[LocalTelegram, str]) -> None:
    telegram[0].faults.add(Fault("getme", 1, error=ApiError(429, "Too Many Requests: retry after 9", 9)))
    ((_, bad),) = await asked(patient, telegram[1], Check.TOKEN)
    assert bad.severity is WARNING


async def test_a_webhook_beside_polling_is_a_warning(patient: Any, telegram: tuple[LocalTelegram, str]) -> None:
    await telegram[0].webhook.set("http://127.0.0.1:1/hook", "")
    results = await asked(patient, telegram[1], Check.UPDATES)
    assert results[0].finding.severity is WARNING
    assert "409" in results[0].finding.what


@pytest.mark.parametrize(("set_to", "severity"), [("http://127.0.0.1:1/hook", OK), ("http://127.0.0.1:1/x", WARNING)])
async def test_a_webhook_that_is_wanted_is_good_and_another_a_warning(
    patient: Any, telegram: tuple[LocalTelegram, str], set_to: str, severity: Severity
) -> None:
    await telegram[0].webhook.set(set_to, "")
    wanted = {"telegram_webhook_url": "http://127.0.0.1:1/hook"}
    results = await asked(patient, telegram[1], Check.UPDATES, **wanted)
    assert results[0].finding.severity is severity


async def test_another_program_that_polls_is_found_when_polling_is_asked_for(
    patient: Any, telegram: tuple[LocalTelegram, str]
) -> None:
    async def other() -> None:
        async with httpx.AsyncClient(timeout=60) as client:
            while True:
                await client.post(f"{telegram[1]}/bot{TOKEN}/getUpdates", json={"timeout": 50})

    polling = asyncio.get_running_loop().create_task(other())
    try:
        ((_, bad),) = await asked(patient, telegram[1], Check.UPDATES, polling=True)
    finally:
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
    assert bad.severity is ERROR
    assert "409" in bad.what


async def test_polling_takes_no_update_away(patient: Any, telegram: tuple[LocalTelegram, str]) -> None:
    person = telegram[0].add_person("Anna", language_code="en")
    await telegram[0].send(person.id, "/start")
    waiting = len(telegram[0].world.updates)
    ((_, good),) = await asked(patient, telegram[1], Check.UPDATES, polling=True)
    assert (good.severity, waiting, len(telegram[0].world.updates)) == (OK, 1, 1)


@pytest.mark.parametrize(("off", "bad"), [(0, OK), (-30 * SECOND, WARNING), (HOUR, ERROR)])
async def test_a_clock_that_differs_from_telegrams_is_found(
    patient: Any, telegram: tuple[LocalTelegram, str], off: Instant, bad: Severity
) -> None:
    wall = StandingClock(WallClock().now() + off)
    results = await asked(patient, telegram[1], Check.CLOCK, wall=wall)
    assert worst(results) is bad


# -- what waits --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "bad"), [(0, OK), (HOUR, WARNING), (DAY, ERROR)])
def test_due_work_that_is_late_is_found(patient: Any, shop: Shop, tmp_path: Path, late: Instant, bad: Severity) -> None:
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET next_due = ?", (shop.clock.now(),))
    wall = StandingClock(shop.clock.now() + late)
    assert severity(patient(database_url=f"sqlite:///{tmp_path}/shop.db", wall=wall), Check.DUE_WORK) is bad


@pytest.mark.parametrize(("late", "bad"), [(0, OK), (HOUR, WARNING), (DAY, ERROR)])
def test_messages_that_wait_are_found(patient: Any, shop: Shop, tmp_path: Path, late: Instant, bad: Severity) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.now())
    wall = StandingClock(shop.clock.now() + late)
    made = patient(database_url=f"sqlite:///{tmp_path}/shop.db", wall=wall)
    assert severity(made, Check.MESSAGES) is bad


def test_how_long_a_queue_takes_is_said_in_minutes(patient: Any, shop: Shop, tmp_path: Path) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.now())
    with shop.database.write() as transaction:
        transaction.run(
            "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5399) "
            "SELECT (SELECT MIN(id) FROM notice), 900000 + i, 0, FALSE, 0, 'waiting' FROM n"
        )
    made = patient(database_url=f"sqlite:///{tmp_path}/shop.db", wall=StandingClock(shop.clock.now()))
    what = "Waiting: 5400 messages and 0 of broadcasts; none is late. At 30 a second they take 3 minutes."
    assert found(made, Check.MESSAGES) == [(OK, what)]


def test_of_more_messages_than_are_counted_it_is_said_that_there_are_more(
    patient: Any, shop: Shop, tmp_path: Path
) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.now())
    with shop.database.write() as transaction:
        transaction.run(
            "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT (SELECT MIN(id) FROM notice), 900000 + i, 0, FALSE, 0, 'waiting' FROM n",
            (MOST_COUNTED,),
        )
    made = patient(database_url=f"sqlite:///{tmp_path}/shop.db", wall=StandingClock(shop.clock.now()))
    what = (
        "Waiting: more than 50000 messages and 0 of broadcasts; none is late. "
        "At 30 a second they take more than 27 minutes."
    )
    assert found(made, Check.MESSAGES) == [(OK, what)]


def test_a_message_that_waits_for_the_end_of_quiet_hours_is_late_for_nobody(shop: Shop) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.now())
    with shop.database.write() as transaction:
        transaction.run("UPDATE delivery SET quiet = ?", (True,))
    waiting = read_backlog(shop.database)
    assert (waiting.messages, waiting.oldest_message) == (1, None)


def test_sellers_under_review_are_a_warning(patient: Any, shop: Shop, tmp_path: Path) -> None:
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?", (True,))
    made = patient(database_url=f"sqlite:///{tmp_path}/shop.db", wall=shop.clock)
    assert severity(made, Check.PARKED) is WARNING


def test_due_work_that_stopped_is_an_error(patient: Any, shop: Shop, tmp_path: Path) -> None:
    with shop.database.write() as transaction:
        note_stop(transaction, Stopped("KeyError in core.due, line 1", 12, 20), shop.clock.now())
    made = patient(database_url=f"sqlite:///{tmp_path}/shop.db", wall=shop.clock)
    assert severity(made, Check.DUE_WORK) is ERROR


# -- keys of reported shops --------------------------------------------------------------------------------------------


def key_of_a_shop(file: Path, safe: Safe) -> None:
    database = Database(f"sqlite:///{file}")
    tell_ledger(database, "seller.registered", "R", name="R", books="reported")
    join(database, 101, Role.ADMINISTRATOR, "R")
    ShopKeys(database).give("R", "12345", safe.seal("the key", "R"), 101, NOW)
    database.close()


def test_without_the_operators_key_it_is_said_how_to_get_one(patient: Any) -> None:
    ((level, what),) = found(patient(), Check.KEYS)
    assert (level, "`key new` prints a key" in what) == (OK, True)


def test_keys_that_nothing_can_open_are_wrong(patient: Any, file: Path) -> None:
    key_of_a_shop(file, Safe(new_operator_key()))
    wall = StandingClock(NOW)
    assert severity(patient(wall=wall), Check.KEYS) is ERROR
    assert severity(patient(wall=wall, seller_premium_key=SecretStr(new_operator_key())), Check.KEYS) is ERROR
    assert severity(patient(wall=wall, seller_premium_key=SecretStr("short")), Check.KEYS) is ERROR


def test_keys_of_an_older_operators_key_are_to_be_renewed(patient: Any, file: Path) -> None:
    old, new = new_operator_key(), new_operator_key()
    key_of_a_shop(file, Safe(old))
    both = SecretStr(f"{new},{old}")
    assert severity(patient(wall=StandingClock(NOW), seller_premium_key=both), Check.KEYS) is WARNING
    assert severity(patient(wall=StandingClock(NOW), seller_premium_key=SecretStr(old)), Check.KEYS) is OK


def test_a_shop_that_was_not_read_for_three_days_is_named(patient: Any, file: Path) -> None:
    key = new_operator_key()
    key_of_a_shop(file, Safe(key))
    late = patient(wall=StandingClock(NOW + 3 * DAY), seller_premium_key=SecretStr(key))
    assert found(late, Check.KEYS) == [(WARNING, "Not read for three days: R.")]
