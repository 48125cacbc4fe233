"""Movements of closed months in files: every sum stays, nothing is decided otherwise, and what is asked of then is told
out of the files exactly as before, or said to be there."""

from __future__ import annotations

import csv
import fcntl
import gzip
import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from core.policy import default_policy
from core.values import HOUR, Instant, parse_instant
from storage.books.books import Books
from storage.books.decided import decided_lines
from storage.books.explain import explain_entry, explain_notice, explain_refusal
from storage.books.history import HistoryFilter, InArchive, charges, choices, closed_until, page, stream
from storage.books.recalled import recalled, verify_recalled
from storage.books.reports import by_month, fees, metrics, month_report, statement
from storage.books.standing import account_at, standing
from storage.books.state import seller_state
from storage.books.subscriptions import worth
from storage.books.verify import verify_all
from storage.ledger import closing as module
from storage.ledger.closing import MOVEMENT, ClosedMovements, close_movements, closed_archives, closed_faults
from storage.ledger.duty import on_duty
from storage.ledger.ledger import Ledger
from storage.rows.copying import Differs, copy_all
from storage.rows.database import Database
from storage.rows.errors import Conflict, StorageError
from storage.rows.packed import file_of, unpack
from storage.rows.partitions import partition
from tests.property.histories import policies
from tests.storage.dying import Dying, Stopped
from tests.storage.marketplace import books_of, event_of, random_marketplace, shop_with_everything, tell, tick

CALENDAR = default_policy().calendar
NOW = parse_instant("2028-06-01T12:00:00+03:00")
BEFORE = 202608
"""What shop S earned by orders is over by then, what it was given in March lives longer."""
UNTIL = parse_instant("2026-08-01T00:00:00+03:00")
DAY = 24 * HOUR
BEGUN = 5
"""Steps after which the file is written and known, and all of it is still in the database."""
MOVEMENTS = "SELECT * FROM movement ORDER BY seller, seq"


def silent(_: int) -> None:
    pass


def close(database: Database, folder: Path, before: int = BEFORE, now: Instant = NOW) -> list[ClosedMovements]:
    return close_movements(database, CALENDAR, before, folder, now, silent)


def select(database: Database, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with database.read() as transaction:
        return [tuple(row) for row in transaction.rows(sql, parameters)]


@contextmanager
def earlier_program(database: Database) -> Iterator[None]:
    """One at work here that does not say which it is: on a server it is connected, on a file it does the due work."""
    if database.postgresql:
        address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, application_name=""):
            yield
        return
    assert database.file is not None
    with open(f"{database.file}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def wrong_with(books: Books, folder: Path) -> list[Any]:
    """What `verify` finds, without the files and with them."""
    return [
        *verify_all(books).violations,
        *closed_faults(books.database, folder),
        *verify_recalled(books, folder, silent),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files go; nothing else is there."""
    return tmp_path / "archive"


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Shop S after everything, two years later; a charge of February was given back when that was long over."""
    ledger = shop_with_everything(database)
    tell(ledger, ("2026-10-01T12:00", "charge.reversed", {"charge": "K1"}))
    tick(ledger, "2028-05-01T12:00")
    return ledger


@pytest.fixture
def books(ledger: Ledger) -> Books:
    """Its books."""
    return books_of(ledger)


def test_what_is_over_goes_to_a_file_and_the_rest_stays(books: Books, folder: Path) -> None:
    before = select(books.database, MOVEMENTS)
    (moved,) = close(books.database, folder)

    file = folder / "movement-before-2026-08.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        assert sum(1 for _ in csv.DictReader(text)) == moved.movements > 0
    gone, stayed = list(unpack(file, MOVEMENT)), select(books.database, MOVEMENTS)
    assert sorted([*gone, *stayed], key=lambda row: row[1]) == before


def test_what_a_decision_may_yet_read_stays(books: Books, folder: Path) -> None:
    before = select(books.database, "SELECT COUNT(*) FROM movement WHERE charge IS NOT NULL OR at >= ?", UNTIL)
    close(books.database, folder)
    assert (
        select(books.database, "SELECT COUNT(*) FROM movement WHERE charge IS NOT NULL OR at >= ?", UNTIL)
        == before
        != [(0,)]
    )


def test_points_that_are_there_keep_their_movements(books: Books, folder: Path) -> None:
    # In June nothing of the discount points has expired, and those given in March live for a year.
    close(books.database, folder, 202605)
    ended = (
        "SELECT COUNT(*) FROM movement m JOIN lot l ON l.seller = m.seller AND l.lot = m.lot WHERE m.kind = 'accrual'"
    )
    assert select(books.database, ended) == select(books.database, "SELECT COUNT(*) FROM lot")


def test_the_manifest_says_what_is_in_the_file(books: Books, folder: Path) -> None:
    (moved,) = close(books.database, folder)
    told = json.loads((folder / "manifest-before-2026-08.json").read_text(encoding="utf-8"))
    assert (told["before"], told["until"]) == ("2026-08", "2026-07-31T21:00:00Z")
    assert told["files"]["movement"]["rows"] == moved.movements == sum(told["files"]["movement"]["kind"].values())


def test_the_books_agree_without_the_file_and_with_it(books: Books, folder: Path) -> None:
    close(books.database, folder)
    assert wrong_with(books, folder) == []


def test_a_later_month_goes_beside_the_first(books: Books, folder: Path) -> None:
    close(books.database, folder)
    (again,) = close(books.database, folder, 202704)
    assert again.name == "before-2027-04"
    assert select(books.database, "SELECT until FROM closed") == [(again.until,)]
    assert wrong_with(books, folder) == []


def test_a_second_time_nothing_is_left(books: Books, folder: Path) -> None:
    close(books.database, folder)
    before = select(books.database, "SELECT * FROM carried")
    assert (close(books.database, folder), close(books.database, folder, 202607)) == ([], [])
    assert select(books.database, "SELECT * FROM carried") == before


def test_months_that_are_not_long_over_are_refused(books: Books, folder: Path) -> None:
    with pytest.raises(StorageError, match="over for 400 days"):
        close(books.database, folder, 202705)
    assert select(books.database, "SELECT COUNT(*) FROM movement_archive") == [(0,)]


def test_beside_a_program_that_does_not_say_which_it_is_nothing_moves(database_url: str, folder: Path) -> None:
    with closing(Database(database_url)) as database:
        shop_with_everything(database)
        before = select(database, MOVEMENTS)
        with earlier_program(database), pytest.raises(StorageError, match="restart every one with this version"):
            close(database, folder)
        assert (select(database, MOVEMENTS), folder.exists()) == (before, False)
        with on_duty(database.file), closing(Database(database_url)) as other, other.read():
            assert len(close(database, folder)) == 1  # programs of this version may be at work


def test_nothing_but_the_files_is_left_in_the_folder(books: Books, folder: Path) -> None:
    close(books.database, folder)
    close(books.database, folder)
    assert sorted(file.name for file in folder.iterdir()) == [
        "manifest-before-2026-08.json", "movement-before-2026-08.csv.gz",
    ]  # fmt: skip


# -- what is asked of then ---------------------------------------------------------------------------------------------


ASKED: dict[str, Callable[[Books], object]] = {
    "a statement": lambda books: statement(books, "S", 202607),
    "the figures of a span": lambda books: metrics(books, "S", UNTIL - 1, NOW),
    "the report of the first month, which tells of the one before": lambda books: month_report(books, "S", 202608),
    "what there was": lambda books: standing(books, "S", UNTIL - 2),
    "a span of the history": lambda books: page(books, "S", HistoryFilter(since=UNTIL - 1)),
    "a span to its end": lambda books: page(books, "S", HistoryFilter(until=UNTIL - 1)),
    "a file of the history": lambda books: stream(books, "S", HistoryFilter(since=UNTIL - 1)),
    "an entry that went": lambda books: explain_entry(books, "S", went(books)),
    "an entry that stayed for its charge": lambda books: explain_entry(books, "S", stayed(books)),
    "a later entry whose points were earned then": lambda books: explain_entry(books, "S", given_back(books)),
    "a line that was done": lambda books: explain_refusal(books, "S", "file", "e6"),
    "a notice": lambda books: explain_notice(books, "S", "connected:S:file:e4"),
    "returns of then": lambda books: decided_lines(books, "S", UNTIL - 1, NOW, ()),
}


def went(books: Books) -> int:
    """The number of an entry that is not here."""
    here = {row[0] for row in select(books.database, "SELECT seq FROM movement")}
    return next(seq for seq in range(1, 99) if seq not in here and page_of(books, seq) == [])


def page_of(books: Books, seq: int) -> list[Any]:
    return [line for line in stream(books, "S", HistoryFilter(whats=frozenset({"money", "subscription", "consent",
        "rating", "period", "charge"}))) if line.seq == seq]  # fmt: skip


def stayed(books: Books) -> int:
    (found,) = select(books.database, "SELECT MIN(seq) FROM movement WHERE charge IS NOT NULL")
    return int(found[0])


def given_back(books: Books) -> int:
    (found,) = select(books.database, "SELECT MIN(seq) FROM movement WHERE charge = 'K1' AND source = 'spent'")
    return int(found[0])


@pytest.mark.parametrize("what", ASKED)
def test_what_is_not_all_here_is_said_to_be_in_the_archive(books: Books, folder: Path, what: str) -> None:
    close(books.database, folder)
    with pytest.raises(InArchive) as told:
        ASKED[what](books)
    assert (told.value.seller, told.value.until) == ("S", UNTIL)


WHOLE: dict[str, Callable[[Books], object]] = {
    "the first statement that is left": lambda books: statement(books, "S", 202608),
    "every later one": lambda books: [statement(books, "S", month) for month in (*range(202609, 202613), 202701)],
    "what there was from then on": lambda books: [standing(books, "S", UNTIL + days * DAY) for days in range(400)],
    "charges": lambda books: charges(books, "S", until=UNTIL, size=50),
    "fees": lambda books: fees(books, "S"),
    "money": lambda books: list(stream(books, "S", HistoryFilter(whats=frozenset({"money", "subscription"})))),
    "the history from then on": lambda books: list(stream(books, "S", HistoryFilter(since=UNTIL))),
    "entries that are no movements": lambda books: [
        explain_entry(books, "S", line.seq)
        for line in stream(books, "S", HistoryFilter(whats=frozenset({"money", "subscription", "charge", "period"})))
    ],
    "a refusal of then": lambda books: explain_refusal(books, "S", "file", "e99"),
    "the account": lambda books: seller_state(account_at(books, "S", NOW)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", WHOLE)
def test_what_is_all_here_is_told_as_before(books: Books, folder: Path, what: str) -> None:
    before = WHOLE[what](books)
    close(books.database, folder)
    assert WHOLE[what](books) == before


def test_the_history_begins_where_all_of_it_is_here_and_says_so(books: Books, folder: Path) -> None:
    before = list(stream(books, "S"))
    close(books.database, folder)
    found = page(books, "S", size=100)
    assert list(reversed(found.lines)) == [line for line in before if line.at >= UNTIL]
    assert (found.total, found.archived) == (len(found.lines), UNTIL)
    assert page(books, "S", HistoryFilter(since=UNTIL)).archived is None
    assert (choices(books, "S").first_at, closed_until(books, "S"), closed_until(books, "T")) == (UNTIL, UNTIL, None)


def test_a_series_begins_with_the_first_month_that_is_here(books: Books, folder: Path) -> None:
    before = by_month(books, "S", 202612)
    close(books.database, folder)
    assert by_month(books, "S", 202612) == before[-5:]
    assert by_month(books, "S", 202607) == ()


def test_what_the_subscription_brought_is_counted_from_what_is_here(books: Books, folder: Path) -> None:
    close(books.database, folder)
    account = account_at(books, "S", NOW)
    assert account is not None
    found = worth(books, account, NOW).ever
    assert found is not None and (found.since, found.fees, found.credited) == (UNTIL, 0, 0)


@pytest.fixture(params=range(4))
def random_ledger(database: Database, request: pytest.FixtureRequest) -> Ledger:
    """A marketplace after a random history, a year later."""
    overlay = policies(request.param) if request.param % 2 else None
    ledger = random_marketplace(database, request.param, 250, overlay)
    ledger.tick(parse_instant("2027-12-01T00:00:00Z"))
    return ledger


def told_of(books: Books, seller: str, last: int, instants: list[Instant], months: list[int]) -> dict[str, Any]:
    """What is told of a seller, each answer by what was asked; nothing where it is said to be in the archive."""
    asked: dict[str, Callable[[], object]] = {
        **{f"explain {seq}": partial(explain_entry, books, seller, seq) for seq in range(1, last + 1)},
        **{f"standing {at}": partial(standing, books, seller, at) for at in instants},
        **{f"statement {month}": partial(statement, books, seller, month) for month in months},
        **{f"report {month}": partial(month_report, books, seller, month) for month in months},
    }
    found = {}
    for what, ask in asked.items():
        with suppress(InArchive):
            found[what] = ask()
    return found


def test_every_answer_is_the_same_or_said_to_be_in_the_archive_and_the_archive_has_it(
    random_ledger: Ledger, folder: Path
) -> None:
    books, database = books_of(random_ledger), random_ledger.database
    sellers = dict(select(database, "SELECT id, seq FROM seller WHERE books = 'kept'"))
    ((low, high),) = select(database, "SELECT MIN(at), MAX(at) FROM movement")
    chosen = random.Random(1)
    instants = [chosen.randint(low - DAY, high) for _ in range(25)]
    months = sorted({books.policy.calendar.month(at) for at in instants})
    before = {name: told_of(books, name, last, instants, months) for name, last in sellers.items()}
    history = {name: list(stream(books, name)) for name in sellers}

    moved = [each for month in (202603, 202606, 202609) for each in close(database, folder, month, NOW + 365 * DAY)]
    assert wrong_with(books, folder) == []
    if moved:
        assert select(database, "SELECT COUNT(*) FROM closed") != [(0,)]
    for name, last in sellers.items():
        assert told_of(books, name, last, instants, months).items() <= before[name].items()
        with recalled(books, folder, name) as whole:
            assert told_of(whole, name, last, instants, months) == before[name]
            assert list(stream(whole, name)) == history[name]


LATER = parse_instant("2028-06-02T12:00:00+03:00")


def everything_taken_back(database: Database) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A fact for each charge, line and grant that undoes it, and one that makes points last longer: (seller, …)."""
    for seller, charge in select(database, "SELECT seller, charge FROM charge ORDER BY seller, charge"):
        yield seller, "charge.reversed", {"charge": charge}
    for seller, line, left in select(database, "SELECT seller, line, quantity_left FROM line ORDER BY seller, line"):
        yield seller, "order.returned", {"line": line, "quantity": max(1, left)}
    for seller, grant in select(database, "SELECT seller, grant_id FROM points_grant ORDER BY seller, grant_id"):
        yield seller, "bonus.revoked", {"grant": grant, "amount": "0.01"}
    for (seller,) in select(database, "SELECT id FROM seller ORDER BY id"):
        yield seller, "lot.prolonged", {"programme": "discount", "until": "2029-01-01T00:00:00Z"}
        yield seller, "service.charged", {"charge": "late", "service": "ads", "amount": "50.00"}


def after_all_that(ledger: Ledger, facts: list[tuple[str, str, dict[str, Any]]]) -> tuple[list[Any], list[Any]]:
    """What came of the facts, and what each seller has then."""
    outcomes = [
        ledger.take_one(event_of(f"late-{number}", "2028-06-02T12:00", kind, fields, seller), LATER, "file")
        for number, (seller, kind, fields) in enumerate(facts)
    ]
    ledger.tick(LATER + 40 * DAY)
    books = books_of(ledger)
    names = [name for (name,) in select(ledger.database, "SELECT id FROM seller ORDER BY id")]
    return outcomes, [seller_state(account_at(books, name)) for name in names]  # type: ignore[arg-type]


def test_nothing_is_decided_otherwise(random_ledger: Ledger, database_url: str, folder: Path, tmp_path: Path) -> None:
    facts = list(everything_taken_back(random_ledger.database))
    random_ledger.database.close()  # a database in use is not copied
    with (
        closing(Database(database_url)) as source,
        closing(Database(f"sqlite:///{tmp_path / 'whole.db'}", durable=False)) as other,
    ):
        copy_all(source, other)
        source.close()
        close(random_ledger.database, folder, 202609)
        whole = after_all_that(Ledger(other, random_ledger.worlds.own), facts)
    assert after_all_that(Ledger(random_ledger.database, random_ledger.worlds.own), facts) == whole
    assert wrong_with(books_of(random_ledger), folder) == []


# -- stopped anywhere --------------------------------------------------------------------------------------------------


def stopped_after(url: str, steps: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        dying = Dying(url, steps, patch)
        with suppress(Stopped):
            close(dying, folder)
        dying.close()


@pytest.mark.parametrize("steps", range(11))
def test_what_was_stopped_is_gone_on_with_and_is_whole_meanwhile(
    books: Books, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    before, kept = select(books.database, MOVEMENTS), statement(books, "S", 202608)
    monkeypatch.setattr(module, "PIECE", 4)
    stopped_after(database_url, steps, folder, monkeypatch)
    assert verify_all(books).violations == []
    assert statement(books, "S", 202608) == kept

    close(books.database, folder)
    gone = list(unpack(folder / "movement-before-2026-08.csv.gz", MOVEMENT))
    assert sorted([*gone, *select(books.database, MOVEMENTS)], key=lambda row: row[1]) == before
    assert wrong_with(books, folder) == []


def test_the_steps_of_a_run_are_all_among_those_it_is_stopped_after(
    books: Books, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PIECE", 4)
    stopped_after(database_url, 11, folder, monkeypatch)
    assert select(books.database, "SELECT COUNT(*) FROM movement_archive WHERE removed_at IS NOT NULL") == [(1,)]


@pytest.mark.parametrize("steps", [BEGUN, BEGUN + 1, BEGUN + 2])
def test_of_many_shops_all_agree_with_the_file_while_some_are_still_here(
    database: Database, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    ledger = random_marketplace(database, 0, 250, None)
    ledger.tick(parse_instant("2027-12-01T00:00:00Z"))
    monkeypatch.setattr(module, "PIECE", 4)
    stopped_after(database_url, steps, folder, monkeypatch)
    assert select(database, "SELECT COUNT(*) FROM movement_archive WHERE removed_at IS NULL") == [(1,)]
    assert wrong_with(books_of(ledger), folder) == []


def test_what_goes_to_files_while_they_are_looked_at_is_said(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = random_marketplace(database, 0, 250, None)
    ledger.tick(parse_instant("2027-12-01T00:00:00Z"))
    close(database, folder)
    monkeypatch.setattr("storage.books.recalled.PIECE", 1)

    def go_on(_: int) -> None:
        with suppress(Conflict), database.write() as transaction:
            transaction.run(
                "INSERT INTO movement_archive (month, part, until, movements, manifest, written_at) "
                "VALUES (209901, 1, 0, 1, '', 0)"
            )

    with pytest.raises(StorageError, match="verify again"):
        list(verify_recalled(books_of(ledger), folder, go_on))


def test_what_was_begun_is_gone_on_with_in_its_folder_alone(
    books: Books, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after(database_url, BEGUN, folder / "one", monkeypatch)
    before = select(books.database, MOVEMENTS)
    with pytest.raises(StorageError, match="name the folder that the archive was written to"):
        close(books.database, folder / "other")
    assert select(books.database, MOVEMENTS) == before


def test_a_file_that_is_there_is_never_written_over(books: Books, folder: Path) -> None:
    folder.mkdir()
    (folder / "movement-before-2026-08.csv.gz").write_bytes(b"somebody's")
    (moved,) = close(books.database, folder)
    assert (folder / "movement-before-2026-08.csv.gz").read_bytes() == b"somebody's"
    assert moved.name == "before-2026-08-2"
    assert wrong_with(books, folder) == []


# -- nothing is removed unseen -----------------------------------------------------------------------------------------


def without_triggers(database: Database, *statements: str) -> None:
    """Change rows as nobody should."""
    with database.write() as transaction:
        for table, name in (("movement", "no_update"), ("movement", "no_delete"), ("carried", "no_delete")):
            if transaction.postgresql:
                transaction.run(f"ALTER TABLE {table} DISABLE TRIGGER {table}_{name}")
            else:
                transaction.run(f"DROP TRIGGER {table}_{name}")
        for statement_ in statements:
            transaction.run(statement_)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE movement SET amount = amount + 1 WHERE kind = 'accrual'",
        "DELETE FROM movement WHERE kind = 'accrual'",
    ],
)
def test_rows_that_are_not_as_they_were_written_are_not_removed(
    books: Books, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    stopped_after(database_url, BEGUN, folder, monkeypatch)
    without_triggers(books.database, change)
    before = select(books.database, MOVEMENTS)
    with pytest.raises(Differs, match="they were not removed"):
        close(books.database, folder)
    assert (select(books.database, MOVEMENTS), select(books.database, "SELECT * FROM carried")) == (before, [])


def test_two_at_once_do_not_both_carry_on(books: Books, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (moved,) = close(books.database, folder)
    before = select(books.database, "SELECT * FROM carried ORDER BY 1, 2, 3, 4, 5")
    piece = list(unpack(file_of(folder, moved, MOVEMENT), MOVEMENT))
    # What the other one saw before the first had ended.
    monkeypatch.setattr(module, "_there", lambda transaction, wanted: piece)
    with pytest.raises(Differs, match="Somebody else"), books.database.write() as transaction:
        module._remove_piece(transaction, moved, piece)
    assert select(books.database, "SELECT * FROM carried ORDER BY 1, 2, 3, 4, 5") == before


def test_the_database_gives_up_no_other_movement(books: Books, folder: Path) -> None:
    tick_of = "SELECT seller, seq FROM movement WHERE charge IS NULL"
    (first, *_) = select(books.database, tick_of + " ORDER BY seq")
    with pytest.raises(StorageError, match="never changed or deleted"), books.database.write() as transaction:
        transaction.run("DELETE FROM movement WHERE seller = ? AND seq = ?", first)
    close(books.database, folder)
    for _, seq in select(books.database, "SELECT seller, seq FROM movement"):
        with pytest.raises(StorageError, match="never changed or deleted"), books.database.write() as transaction:
            transaction.run("DELETE FROM movement WHERE seq = ?", (seq,))


@pytest.mark.parametrize("table", ["movement_archive", "closed", "carried"])
def test_what_is_known_of_the_files_is_never_deleted(books: Books, folder: Path, table: str) -> None:
    close(books.database, folder)
    with pytest.raises(StorageError, match="never changed or deleted"), books.database.write() as transaction:
        transaction.run(f"DELETE FROM {table}")


def test_of_what_went_nothing_but_when_it_was_gone_changes(books: Books, folder: Path) -> None:
    close(books.database, folder)
    with pytest.raises(StorageError, match="never changed or deleted"), books.database.write() as transaction:
        transaction.run("UPDATE movement_archive SET movements = movements")


# -- damage ------------------------------------------------------------------------------------------------------------


DAMAGES = {
    "a sum that is carried on": ("UPDATE carried SET amount = amount + 1 WHERE kind = 'accrual'", {"balances"}),
    "how many are carried on": ("UPDATE carried SET entries = entries + 1 WHERE kind = 'accrual'", {"history"}),
    "nothing is carried on": ("DELETE FROM carried WHERE kind = 'accrual'", {"balances", "history"}),
    "one more is lost": (
        "DELETE FROM movement WHERE seq = (SELECT MIN(seq) FROM movement)", {"history", "balances"},
    ),
    "it is said to be closed less far": ("UPDATE closed SET seq = 1", {"history"}),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found_without_the_files(books: Books, folder: Path, what: str) -> None:
    close(books.database, folder)
    change, expected = DAMAGES[what]
    without_triggers(books.database, change)
    assert {each.invariant for each in verify_all(books).violations} >= expected


def test_a_sum_that_is_not_that_of_the_file_is_found_with_it(books: Books, folder: Path) -> None:
    close(books.database, folder)
    without_triggers(
        books.database,
        "UPDATE carried SET amount = amount + 1 WHERE kind = 'accrual' AND programme = 'discount'",
        "UPDATE balance SET held = held + 1, accrued = accrued + 1 WHERE programme = 'discount'",
    )
    assert "carried" in {each.invariant for each in verify_recalled(books, folder, silent)}


def harm(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("name", ["manifest-before-2026-08.json", "movement-before-2026-08.csv.gz"])
@pytest.mark.parametrize("done", [harm, Path.unlink], ids=["damaged", "lost"])
def test_a_file_that_is_damaged_or_lost_is_found(books: Books, folder: Path, name: str, done: Any) -> None:
    close(books.database, folder)
    done(folder / name)
    (fault,) = closed_faults(books.database, folder)
    assert name in fault
    with pytest.raises(StorageError, match=r"before-2026-08\.(csv|json)"), recalled(books, folder, "S"):
        pass


# -- with what else there is -------------------------------------------------------------------------------------------


def test_two_archives_at_once_do_not_both_begin(database: Database) -> None:
    columns = "month, part, until, movements, manifest, written_at"
    register = f"INSERT INTO movement_archive ({columns}) VALUES (202601, 1, 0, 1, '', 0)"
    with database.write() as transaction:
        transaction.run(register)
    with pytest.raises(Conflict), database.write() as transaction:
        transaction.run(register)


def test_movements_of_divided_tables_go_to_files(postgres_database_url: str, folder: Path) -> None:
    with closing(Database(postgres_database_url)) as database:
        ledger = shop_with_everything(database)
        tick(ledger, "2028-05-01T12:00")
        partition(database, 3, silent)
        assert close(database, folder)
        assert wrong_with(books_of(ledger), folder) == []
        with pytest.raises(StorageError, match="never changed or deleted"), database.write() as transaction:
            transaction.run("DELETE FROM movement")


def test_a_database_that_was_moved_knows_its_archive(
    books: Books, database_url: str, folder: Path, tmp_path: Path
) -> None:
    close(books.database, folder)
    books.database.close()
    with (
        closing(Database(database_url)) as source,
        closing(Database(f"sqlite:///{tmp_path / 'other.db'}")) as elsewhere,
    ):
        copy_all(source, elsewhere)
        assert wrong_with(Books(elsewhere, books.policy), folder) == []
        with elsewhere.read() as transaction:
            assert [each.month for each in closed_archives(transaction)] == [BEFORE]
