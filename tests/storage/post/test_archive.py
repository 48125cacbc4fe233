"""Notices of closed months in files: nothing is lost, nothing is told twice, and nothing is removed unseen."""

from __future__ import annotations

import csv
import gzip
import hashlib
import itertools
import json
import stat
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.policy import default_policy
from core.values import HOUR, Role, parse_instant
from storage.books.books import Books
from storage.books.verify import verify_all
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post import archive as module
from storage.post.archive import archive_notices, archives, faults_of, place_of, recall
from storage.post.outbox import Outbox
from storage.rows.copying import Differs, copy_all
from storage.rows.database import Database
from storage.rows.errors import Conflict, StorageError
from storage.rows.packed import unpack, value_of, written
from storage.rows.partitions import partition
from tests.storage.dying import Dying, Stopped
from tests.storage.marketplace import event_of, shop_with_everything, tick
from tests.storage.shops import join

POLICY = default_policy()
NOW = parse_instant("2026-12-01T12:00:00+03:00")
BEFORE = 202606
DAY = 24 * HOUR
BEGUN = 8
"""Steps after which January is in files and known to be, and all of it is still in the database."""


def nothing_told(_: int) -> None:
    pass


def move(database: Database, folder: Path, before: int = BEFORE, now: int = NOW) -> list[module.Archived]:
    return archive_notices(database, POLICY.calendar, before, folder, now, nothing_told)


def select(database: Database, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with database.read() as transaction:
        return transaction.rows(sql, parameters)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files go; nothing else is there."""
    return tmp_path / "archive"


@pytest.fixture
def told(database: Database) -> Database:
    """Half a year of a shop with two people who were sent everything, months ago."""
    shop_with_everything(database)
    early = parse_instant("2026-01-02T12:00:00+03:00")
    join(database, 7, Role.ADMINISTRATOR, now=early)
    join(database, 8, Role.MANAGER, now=early)
    ledger = Ledger(database, POLICY)
    tick(ledger, "2026-08-01T12:00")
    with database.write() as transaction:  # as if each had been sent when it was written
        transaction.run("UPDATE notice SET fanned_out_at = at")
        transaction.run(
            "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state, message_id, settled_at, error) "
            "SELECT id, person, at, FALSE, 1, CASE WHEN id % 5 = 0 THEN 'failed' ELSE 'sent' END, 100 + id, at, "
            "CASE WHEN id % 5 = 0 THEN 'a, \"b\"' || CHR(10) || '\\N' END "
            "FROM notice CROSS JOIN (SELECT 7 AS person UNION ALL SELECT 8) p".replace(
                "CHR(10)", "CHR(10)" if transaction.postgresql else "char(10)"
            )
        )
    return database


def lines(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


NOTICES = "SELECT id, seller, key, at, kind, data FROM notice ORDER BY id"


def test_the_notices_of_closed_months_go_to_files_month_by_month(told: Database, folder: Path) -> None:
    before = select(told, NOTICES)
    moved = move(told, folder)
    stayed = select(told, NOTICES)

    written = [row for each in moved for row in lines(folder / f"notice-{each.name}.csv.gz")]
    gone = sorted(
        (int(row["id"]), row["seller"], row["key"], int(row["at"]), row["kind"], row["data"]) for row in written
    )
    assert sorted([*gone, *stayed]) == before
    assert [each.month for each in moved] == [202601, 202602, 202603, 202604]
    assert {POLICY.calendar.month(row[3]) for row in stayed} == {202606, 202607}


def test_their_deliveries_go_with_them_and_name_members_by_number(told: Database, folder: Path) -> None:
    members = dict(select(told, "SELECT telegram_id, id FROM member"))
    before = select(told, "SELECT notice, telegram_id, state, settled_at, error FROM delivery")
    moved = move(told, folder)

    found = [row for each in moved for row in lines(folder / f"delivery-{each.name}.csv.gz")]
    gone = {int(row["notice"]) for row in found}
    assert {(int(row["notice"]), int(row["member"]), row["state"], int(row["settled_at"])) for row in found} == {
        (notice, members[person], state, at) for notice, person, state, at, _ in before if notice in gone
    }
    assert select(told, "SELECT COUNT(*) FROM delivery") == [(len(before) - len(found),)]
    assert sum(each.deliveries for each in moved) == len(found) > 0
    assert all("telegram" not in column for column in found[0])


def test_a_value_comes_out_of_a_file_as_it_went_in(told: Database, folder: Path) -> None:
    before = {
        (notice, error) for notice, error in select(told, "SELECT notice, error FROM delivery WHERE error IS NOT NULL")
    }
    moved = move(told, folder)
    back = {
        (row[1], row[7])
        for each in moved
        for row in unpack(folder / f"delivery-{each.name}.csv.gz", module._DELIVERY)
        if row[7] is not None
    }
    assert back
    assert back <= before


@pytest.mark.parametrize("value", [None, "", "\\N", "\\\\N", "\\", "a\r\nb", 'q"q', "0", " x "])
def test_nothing_and_every_text_are_told_apart(value: str | None) -> None:
    assert value_of(written(value), number=False) == value


def test_the_manifest_says_what_is_in_the_files(told: Database, folder: Path) -> None:
    moved = move(told, folder)[1]
    told_of = json.loads((folder / "manifest-2026-02.json").read_text(encoding="utf-8"))
    assert (told_of["from"], told_of["until"]) == ("2026-01-31T21:00:00Z", "2026-02-28T21:00:00Z")
    for name, count in (("notice", moved.notices), ("delivery", moved.deliveries)):
        file = folder / f"{name}-2026-02.csv.gz"
        assert told_of["files"][name]["rows"] == count == len(lines(file))
        assert told_of["files"][name]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert sum(told_of["files"]["notice"]["kind"].values()) == moved.notices
    assert sum(told_of["files"]["delivery"]["state"].values()) == moved.deliveries


def test_files_are_their_owners_alone(told: Database, folder: Path) -> None:
    move(told, folder)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)


def test_nothing_but_the_files_is_left_in_the_folder(told: Database, folder: Path) -> None:
    moved = move(told, folder)
    assert len(list(folder.glob("[!.]*"))) == 3 * len(moved)
    assert list(folder.glob(".*.part")) == []


def test_the_books_agree_afterwards_and_the_archive_is_whole(told: Database, folder: Path) -> None:
    move(told, folder)
    assert verify_all(Books(told, POLICY)).violations == []
    assert (told.check(), list(faults_of(told, folder))) == ([], [])


def test_a_second_time_nothing_is_left_to_move(told: Database, folder: Path) -> None:
    move(told, folder)
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert move(told, folder) == []
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == files


def test_a_key_that_went_stays_used(told: Database, folder: Path) -> None:
    key = select(told, "SELECT key FROM notice ORDER BY id")[0][0]
    move(told, folder)
    with told.write() as transaction:
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, 'S', 0, 'connected', '{}') "
            "ON CONFLICT DO NOTHING",
            (key,),
        )
    assert select(told, "SELECT COUNT(*) FROM notice WHERE key = ?", key) == [(0,)]


def test_deciding_everything_again_tells_nothing_again(told: Database, folder: Path) -> None:
    move(told, folder)
    before = select(told, NOTICES)
    tick(Ledger(told, POLICY), "2026-08-01T12:00")
    assert select(told, NOTICES) == before


# -- what stays --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE notice SET fanned_out_at = NULL WHERE id = 2",
        f"UPDATE notice SET fanned_out_at = {NOW - 91 * DAY} WHERE id = 2",
        "UPDATE delivery SET state = 'waiting', settled_at = NULL WHERE notice = 2 AND telegram_id = 7",
        "UPDATE delivery SET edit_at = 5 WHERE notice = 2 AND telegram_id = 7",
        f"UPDATE delivery SET settled_at = {NOW - 91 * DAY} WHERE notice = 2 AND telegram_id = 7",
    ],
    ids=["not yet deliveries", "made deliveries lately", "waits", "is to be changed", "sent lately"],
)
def test_what_is_not_long_over_stays_and_goes_another_time(told: Database, folder: Path, change: str) -> None:
    with told.write() as transaction:
        transaction.run(change)
    move(told, folder)
    assert select(told, "SELECT COUNT(*) FROM notice WHERE id = 2") == [(1,)]
    with told.write() as transaction:
        transaction.run("UPDATE notice SET fanned_out_at = at WHERE id = 2")
        transaction.run("UPDATE delivery SET state = 'sent', settled_at = 1, edit_at = NULL WHERE notice = 2")
    (again,) = move(told, folder)
    assert (again.name, again.notices, again.deliveries) == ("2026-01-2", 1, 2)
    assert list(faults_of(told, folder)) == []


@pytest.mark.parametrize("kind", ["maintenance", "maintenance_over", "approval_requested"])
def test_what_is_looked_at_again_stays(told: Database, folder: Path, kind: str) -> None:
    with told.write() as transaction:
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data, fanned_out_at) "
            "SELECT 'stays', 'S', at, ?, '{}', at FROM notice WHERE id = 1",
            (kind,),
        )
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data, fanned_out_at) VALUES ('last', 'S', 0, 'x', '{}', 0)"
        )
    move(told, folder)
    assert select(told, "SELECT COUNT(*) FROM notice WHERE key = 'stays'") == [(1,)]


def test_the_newest_notice_stays_so_that_numbers_go_on(told: Database, folder: Path) -> None:
    move(told, folder, 202608)
    assert select(told, "SELECT COUNT(*), MAX(id) = (SELECT MAX(notice) FROM delivery) FROM notice") in (
        [(1, True)], [(1, 1)],
    )  # fmt: skip


def test_months_that_are_not_long_over_are_refused(told: Database, folder: Path) -> None:
    with pytest.raises(StorageError, match="over for 92 days"):
        move(told, folder, 202610)
    assert archives(told) == []


# -- stopped anywhere --------------------------------------------------------------------------------------------------


def stopped_after(url: str, steps: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        dying = Dying(url, steps, patch)
        with suppress(Stopped):
            move(dying, folder)
        dying.close()


@pytest.mark.parametrize("steps", range(18))
def test_what_was_stopped_is_gone_on_with(
    told: Database, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    before = select(told, NOTICES)
    monkeypatch.setattr(module, "PIECE", 3)
    stopped_after(database_url, steps, folder, monkeypatch)
    move(told, folder)

    written = [row for each in archives(told) for row in lines(folder / f"notice-{each.name}.csv.gz")]
    assert sorted([*(int(row["id"]) for row in written), *(row[0] for row in select(told, NOTICES))]) == [
        row[0] for row in before
    ]
    assert [each.name for each in archives(told)] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert list(faults_of(told, folder)) == []


def test_what_was_begun_is_gone_on_with_in_its_folder_alone(
    told: Database, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after(database_url, BEGUN, folder / "one", monkeypatch)
    before = select(told, NOTICES)
    with pytest.raises(StorageError, match="name the folder that the archive was written to"):
        move(told, folder / "other")
    assert select(told, NOTICES) == before


def test_a_file_that_is_there_is_never_written_over(told: Database, folder: Path) -> None:
    folder.mkdir()
    (folder / "notice-2026-01.csv.gz").write_bytes(b"somebody's")
    moved = move(told, folder)
    assert (folder / "notice-2026-01.csv.gz").read_bytes() == b"somebody's"
    assert moved[0].name == "2026-01-2"
    assert list(faults_of(told, folder)) == []


# -- nothing is removed unseen -----------------------------------------------------------------------------------------


def test_what_was_not_written_as_it_was_read_removes_nothing(
    told: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = select(told, NOTICES)

    def damaging(file: Any) -> Any:
        writer = real(file)
        return SimpleNamespace(writerow=lambda row: writer.writerow([each.replace("5", "6") for each in row]))

    real = csv.writer
    monkeypatch.setattr(csv, "writer", damaging)
    with pytest.raises(Differs, match="nothing was removed"):
        move(told, folder)
    assert (select(told, NOTICES), archives(told)) == (before, [])


@pytest.mark.parametrize(
    "change",
    ["UPDATE delivery SET error = 'late' WHERE notice = 2", "UPDATE notice SET fanned_out_at = 1 WHERE id = 2"],
)
def test_rows_that_changed_since_they_were_written_are_not_removed(
    told: Database, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    stopped_after(database_url, BEGUN, folder, monkeypatch)
    with told.write() as transaction:
        transaction.run(change)
    before = select(told, NOTICES)
    with pytest.raises(Differs, match="they were not removed"):
        move(told, folder)
    assert select(told, NOTICES) == before


def test_a_person_who_is_forgotten_meanwhile_keeps_nothing_back(
    told: Database, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after(database_url, BEGUN, folder, monkeypatch)
    Team(told).forget_person(8, NOW)
    move(told, folder)
    assert {row[0] for row in select(told, "SELECT DISTINCT telegram_id FROM delivery")} == {7}
    assert list(faults_of(told, folder)) == []


# -- looking at it -----------------------------------------------------------------------------------------------------


def test_a_notice_is_found_in_its_file(told: Database, folder: Path) -> None:
    key, at, kind, data = select(told, "SELECT key, at, kind, data FROM notice ORDER BY id")[3]
    move(told, folder)
    with told.read() as transaction:
        place = place_of(transaction, "S", key)
        assert place_of(transaction, "S", "never") is None
    assert place is not None
    assert recall(folder, place, "S", key) == (at, kind, data)


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("name", ["manifest-2026-02.json", "notice-2026-02.csv.gz", "delivery-2026-02.csv.gz"])
@pytest.mark.parametrize("harm", [damage, Path.unlink], ids=["damaged", "lost"])
def test_a_file_that_is_damaged_or_lost_is_found(told: Database, folder: Path, name: str, harm: Any) -> None:
    move(told, folder)
    harm(folder / name)
    (fault,) = faults_of(told, folder)
    assert name in fault


def test_a_key_that_is_not_kept_is_found(told: Database, folder: Path) -> None:
    move(told, folder)
    with told.write() as transaction:
        if transaction.postgresql:
            transaction.run("ALTER TABLE archived_key DISABLE TRIGGER archived_key_no_delete")
        else:
            transaction.run("DROP TRIGGER archived_key_no_delete")
        transaction.run("DELETE FROM archived_key WHERE key = (SELECT MIN(key) FROM archived_key)")
    (fault,) = faults_of(told, folder)
    assert "1 keys of its notices are not known here" in fault


def test_a_notice_that_is_in_both_places_is_found(told: Database, folder: Path) -> None:
    key = select(told, "SELECT key FROM notice ORDER BY id")[0][0]
    move(told, folder)
    with told.write() as transaction:
        if transaction.postgresql:
            transaction.run("ALTER TABLE notice DISABLE TRIGGER notice_used_key")
        else:
            transaction.run("DROP TRIGGER notice_used_key")
        transaction.run("INSERT INTO notice (key, seller, at, kind, data) VALUES (?, 'S', 0, 'x', '{}')", (key,))
    assert list(faults_of(told, folder)) == ["2026-01: 1 of its notices are here as well."]


def test_two_archives_at_once_do_not_both_begin_a_month(told: Database) -> None:
    columns = "month, part, notices, deliveries, manifest, written_at"
    register = f"INSERT INTO archive ({columns}) VALUES (202601, 1, 1, 0, '', 0)"
    with told.write() as transaction:
        transaction.run(register)
    with pytest.raises(Conflict), told.write() as transaction:
        transaction.run(register)


# -- with what else there is -------------------------------------------------------------------------------------------


def test_messages_go_on_as_without_an_archive(told: Database, folder: Path) -> None:
    move(told, folder)
    with told.write() as transaction:
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES ('new', 'S', ?, 'limit_reached', "
            """'{"service": "ads", "limit": "1.00"}')""",
            (NOW,),
        )
    outbox = Outbox(told, POLICY)
    assert outbox.fan_out(NOW) == 1
    assert {parcel.telegram_id for parcel in outbox.claim(NOW, 60, 60)} == {7, 8}


def test_others_write_meanwhile(told: Database, other_database: Database, folder: Path) -> None:
    ledger, error, ended = Ledger(other_database, POLICY), [], threading.Event()

    def write() -> None:
        try:
            for number in itertools.count(1):
                fact = {"amount": "1.00"}
                event = event_of(f"late-{number}", "2026-11-01T12:00", "wallet.credited", fact)
                assert ledger.take_one(event, NOW, "file").is_done
                Outbox(other_database, POLICY).fan_out(NOW)
                if ended.is_set():
                    return
        except Exception as found:
            error.append(found)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        moved = move(told, folder)
    finally:
        ended.set()
        writer.join()
    assert (error, len(moved)) == ([], 4)
    assert verify_all(Books(told, POLICY)).violations == []
    assert list(faults_of(told, folder)) == []


def test_an_archive_is_made_of_divided_tables(postgres_database_url: str, folder: Path) -> None:
    database = Database(postgres_database_url)
    try:
        shop_with_everything(database)
        with database.write() as transaction:
            transaction.run("UPDATE notice SET fanned_out_at = at")
        partition(database, 3, nothing_told)
        assert move(database, folder)
        assert list(faults_of(database, folder)) == []
    finally:
        database.close()


@pytest.fixture
def elsewhere(told: Database, database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    name = f"sqlite:///{tmp_path / 'other.db'}" if told.postgresql else None
    opened = Database(name or request.getfixturevalue("postgres_database"))
    yield opened
    opened.close()


def test_a_database_that_was_moved_knows_its_archive(
    told: Database, elsewhere: Database, database_url: str, folder: Path
) -> None:
    move(told, folder)
    told.close()
    source = Database(database_url)
    try:
        copy_all(source, elsewhere)
    finally:
        source.close()
    assert list(faults_of(elsewhere, folder)) == []
