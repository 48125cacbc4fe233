"""All due work is one thing, whoever does it; and what is said when a bug stops it (RULES 11)."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import SendMessage
from structlog.testing import capture_logs

from bot.clock import MovableClock, WallClock
from bot.demo.desk import DemoDesk
from bot.demo.stock import _load
from bot.frame.ports import Ports
from bot.post.alarm import alarm
from bot.post.notifier import Notifier
from bot.scheduler import Heart
from core.events import Event, parse_line
from core.policy import default_policy
from core.values import HOUR, Instant, Role, format_instant, parse_instant
from storage.books.books import Books
from storage.books.verify import parked_sellers
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.ledger.sweep import Stopped
from storage.people.team import Joined, Team
from storage.post.outbox import Outbox
from storage.rows.database import Database
from tests.bot.command_line import CommandLine, Ended
from tests.bot.recording import recording_bot
from tests.bot.shop import TEXTS, Shop
from tests.property.product import TABLES, row_differences, rows

DAY: Instant = 24 * HOUR
START = parse_instant("2031-06-05T09:00:00Z")
"""Ahead of any machine's clock, so that the command line's can be moved here."""
LEFT = START + 20 * DAY
END = START + 28 * DAY + HOUR
WRITTEN = (*TABLES, "approval", "audit")


class StandingClock:
    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        return self.at


class Marketplace:
    """A shop with people in which a bit of everything falls due between LEFT and END."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ledger = Ledger(database, default_policy())
        self.numbers = itertools.count(1)
        self.tell("seller.registered", START, name="Shop")
        self.tell("eligibility.changed", START, eligible=True)
        self.tell("wallet.credited", START, amount="1000.00")
        for number, role in enumerate((Role.MANAGER, Role.EMPLOYEE)):
            self.join(number + 1, role)
        team = Team(database)
        team.unmute_all(1, ["monthly_report"])
        team.ask_approval("S1", 2, START)
        self.tell("command.connect", START, plan="premium", by="manager")
        DueWork(self.ledger).do(START)
        self.tell("bonus.granted", LEFT, grant="g", programme="bonus", amount="500.00", reason="promo")
        self.tell("command.opt_out", LEFT, programme="discount", by="manager")
        DueWork(self.ledger).do(LEFT)

    def join(self, telegram_id: int, role: Role) -> None:
        team = Team(self.database)
        token = team.create_link("S1", role, "operator", START)
        assert isinstance(team.join(token, telegram_id, role.value, START), Joined)

    def tell(self, type_: str, at: Instant, seller: str = "S1", **fields: Any) -> None:
        event = event_of(f"e{next(self.numbers)}", type_, at, seller, **fields)
        assert self.ledger.take_one(event, at, "feed").is_done


def event_of(id_: str, type_: str, at: Instant, seller: str, **fields: Any) -> Event:
    event = parse_line(json.dumps({"id": id_, "type": type_, "at": format_instant(at), "seller": seller, **fields}))
    assert isinstance(event, Event), event
    return event


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    """A database where things are about to fall due."""
    path = tmp_path / "before.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    Marketplace(database)
    database.close()
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch, capsys)


# -- the four do the same ----------------------------------------------------------------------------------------------


def by_the_use_case(database: Database, run: CommandLine) -> None:
    DueWork(Ledger(database, default_policy())).do(END)


def by_nobody(database: Database, run: CommandLine) -> None:
    """Nothing is done."""


def by_the_heart(database: Database, run: CommandLine) -> None:
    heart, _ = heart_of(database, StandingClock(END))
    asyncio.run(heart.beat())


def by_tick(database: Database, run: CommandLine) -> None:
    MovableClock(database, WallClock()).move_to(END)
    assert run("tick", "--database", str(database.url)).status == 0


def by_replay(database: Database, run: CommandLine) -> None:
    nothing = run.file("nothing", "")
    ended = run("replay", nothing, "--until", format_instant(END), "--database", str(database.url))
    assert ended.status == 0


def by_the_demo(database: Database, run: CommandLine) -> None:
    clock = MovableClock(database, StandingClock(LEFT))
    heart, ports = heart_of(database, clock)
    desk = DemoDesk(ports.ledger, clock, [], heart.beat, texts=TEXTS)

    async def forward() -> None:
        for step in ("7d", "1d", "1h"):
            await desk.advance(step)

    asyncio.run(forward())
    assert clock.now() == END


def by_stocking_the_demo(database: Database, run: CommandLine) -> None:
    _load(Ledger(database, default_policy()), [], END)


def heart_of(database: Database, clock: Any) -> tuple[Heart, Ports]:
    policy = default_policy()
    ledger, books = Ledger(database, policy), Books(database, policy)
    ports = Ports(ledger, books, Team(database), Outbox(database, policy), clock, TEXTS)
    return Heart(ports, Notifier(recording_bot()[0], ports, per_second=10_000, per_chat=10_000)), ports


def rows_after(file: Path, run: CommandLine, do: Callable[[Database, CommandLine], None]) -> dict[str, Any]:
    path = file.with_name(f"{do.__name__}.db")
    shutil.copy(file, path)
    database = Database(f"sqlite:///{path}")
    do(database, run)
    found = rows(database, WRITTEN)
    database.close()
    return found


@pytest.mark.parametrize("do", [by_the_heart, by_tick, by_replay, by_the_demo, by_stocking_the_demo])
def test_whoever_does_due_work_leaves_the_same_rows(
    file: Path, run: CommandLine, do: Callable[[Database, CommandLine], None]
) -> None:
    assert row_differences(rows_after(file, run, by_the_use_case), rows_after(file, run, do)) == []


def test_there_is_something_of_every_kind_to_do(file: Path, run: CommandLine) -> None:
    """What the test above compares."""
    before = rows_after(file, run, by_nobody)
    after = rows_after(file, run, by_the_use_case)
    kinds = {notice[3] for notice in after["notice"] if notice not in before["notice"]}
    assert kinds == {"monthly_report", "points_credited", "programme_left", "renewal_low_balance", "trial_ending"}
    assert [request[4] for request in after["approval"]] == ["approved"]


# -- a sweep that stops ------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(shop: Shop) -> Shop:
    """Five shops whose due work fails alike, and an operator who has never written to the bot."""
    for number in range(2, 7):
        shop.register(f"S{number}", f"Shop {number}")
        shop.take(event_of(f"c{number}", "command.connect", shop.clock.at, f"S{number}", plan="lite", by="manager"))
    damage(shop.database, '{"week": 5}')
    shop.clock.at += 31 * DAY
    shop.ports.operators.grant(77, "cli", shop.clock.at)
    return shop


def damage(database: Database, digest: str) -> None:
    """Rows whose points can't be decided on, which are due, or ({}) rows that are mended."""
    with database.write() as transaction:
        transaction.run(
            "UPDATE seller SET digest = ?, points_due = next_due, version = version + 1 WHERE id <> 'S1'", (digest,)
        )


def heart(shop: Shop) -> Heart:
    return Heart(shop.ports, shop.notifier())


def told(shop: Shop) -> list[str]:
    """What the operator was sent."""
    return [call.text for call in shop.session.calls if isinstance(call, SendMessage) and call.chat_id == 77]


async def test_operators_are_told_once_that_due_work_has_stopped(broken: Shop) -> None:
    beating = heart(broken)
    with capture_logs() as logs:
        for _ in range(3):
            await beating.beat()
            broken.clock.at += 30 * 1_000_000
        await heart(broken).beat()  # another process finds it too
    (message,) = told(broken)
    assert "Due work has stopped" in message and "5 of 5 sellers" in message
    assert "TypeError in core.points.lots, line " in message
    assert [line["failed"] for line in logs if line["event"] == "sweep_stopped"] == [5] * 4
    assert list(parked_sellers(broken.database)) == []


async def test_a_stop_does_not_make_the_heart_race(broken: Shop) -> None:
    beating = heart(broken)
    await beating.beat()
    assert beating._next() is None  # the regular beat tries again, not a wake for what is overdue
    damage(broken.database, "{}")
    await beating.beat()
    assert (beating._next() or 0) > broken.clock.at


async def test_an_operator_finds_a_stop_on_the_screen_until_it_is_mended(broken: Shop) -> None:
    olga = broken.person("Olga")
    broken.ports.operators.grant(olga.user.id, "cli", broken.clock.at)
    await heart(broken).beat()
    await olga.write("/operator")
    assert "Due work stands still" in olga.text
    damage(broken.database, "{}")
    await heart(broken).beat()
    await olga.write("/operator")
    assert "Due work stands still" not in olga.text


async def test_who_is_no_operator_any_more_is_not_told(broken: Shop) -> None:
    alarm(broken.ports.broadcasts, TEXTS, Stopped("Error", 5, 5, number=1), broken.clock.at)
    broken.ports.operators.revoke(77, "cli", broken.clock.at)
    await broken.notifier().deliver()
    assert told(broken) == []


async def test_an_alarm_is_none_of_the_broadcasts_that_operators_send(broken: Shop) -> None:
    await heart(broken).beat()
    assert broken.ports.broadcasts.latest() == []


@pytest.fixture
def stopped(broken: Shop, run: CommandLine) -> Callable[..., Ended]:
    """The command line beside a database whose due work stops."""
    now = broken.clock.at
    MovableClock(broken.database, WallClock()).move_to(max(now, WallClock().now()))
    return lambda *arguments: run(*arguments, "--database", str(broken.database.url))


def test_tick_says_that_it_stopped_and_why(stopped: Callable[..., Ended], broken: Shop) -> None:
    ended = stopped("tick")
    assert ended.status == 1
    assert ended.err.startswith("Due work stopped: 5 of 5 sellers failed alike (TypeError in core.points.lots, ")
    assert ended.err.count("\n") == 1
    assert broken.ports.ledger.stopped() is not None
    with broken.database.read() as transaction:
        assert transaction.rows("SELECT telegram_id FROM delivery WHERE broadcast IS NOT NULL") == [(77,)]


def test_replay_says_so_too(broken: Shop, run: CommandLine) -> None:
    damage(broken.database, '{"points_credited": 5}')  # rows that can be read, but not decided on
    with broken.database.write() as transaction:
        transaction.run("UPDATE seller SET digest_at = ? WHERE id <> 'S1'", (broken.clock.at,))
    nothing = run.file("nothing", "")
    until = format_instant(broken.clock.at)
    ended = run("replay", nothing, "--until", until, "--database", str(broken.database.url))
    assert (ended.status, ended.err[:17]) == (1, "Due work stopped:")


# -- after the mend ----------------------------------------------------------------------------------------------------


def park(database: Database, *sellers: str) -> None:
    with database.write() as transaction:
        for seller in sellers:
            transaction.run("UPDATE seller SET parked = ?, version = version + 1 WHERE id = ?", (True, seller))


def test_all_who_are_parked_are_checked_and_released(stopped: Callable[..., Ended], broken: Shop) -> None:
    damage(broken.database, "{}")
    park(broken.database, "S2", "S3", "S4")
    ended = stopped("seller", "release", "--all")
    assert (ended.status, ended.out) == (0, "Sellers checked: 3. Released: 3. Still parked: 0.\n")
    assert list(parked_sellers(broken.database)) == []


def test_who_is_still_wrong_stays_parked_and_others_are_released(stopped: Callable[..., Ended], broken: Shop) -> None:
    damage(broken.database, "{}")
    park(broken.database, "S2", "S3", "S4")
    with broken.database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = 5 WHERE id = 'S3'")
    ended = stopped("seller", "release", "--all")
    assert (ended.status, ended.err) == (1, "Seller S3 stays parked.\n")
    assert ended.out.endswith("Sellers checked: 3. Released: 2. Still parked: 1.\n")
    assert ended.out.startswith("S3: wallet: ")
    assert list(parked_sellers(broken.database)) == ["S3"]


def test_with_nobody_parked_there_is_nobody_to_release(stopped: Callable[..., Ended]) -> None:
    ended = stopped("seller", "release", "--all")
    assert (ended.status, ended.out) == (0, "Sellers checked: 0. Released: 0. Still parked: 0.\n")


@pytest.mark.parametrize("arguments", [[], ["S2", "--all"]])
def test_it_is_one_seller_or_all(stopped: Callable[..., Ended], arguments: list[str]) -> None:
    assert stopped("seller", "release", *arguments).status == 2


def test_what_came_in_for_a_parked_seller_is_in_the_reject_file_to_be_sent_again(
    stopped: Callable[..., Ended], broken: Shop, run: CommandLine
) -> None:
    damage(broken.database, "{}")
    park(broken.database, "S2")
    credit = {"id": "w", "type": "wallet.credited", "at": "2026-01-05T10:00:00Z", "seller": "S2", "amount": "5.00"}
    feed = run.file("feed", json.dumps(credit) + "\n")
    stopped("import", feed)
    (reject,) = (json.loads(line) for line in (run.folder / "feed.rejects.jsonl").read_text("utf-8").splitlines())
    assert (reject["reason"], json.loads(reject["text"])) == ("account_under_review", credit)
