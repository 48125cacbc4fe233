"""Many rows in one statement are the same rows as one at a time, whatever stands in them."""

import pytest

from core.values import Stage
from storage.ledger.records import NOTICES
from storage.rows import tables
from storage.rows.database import Database
from storage.rows.errors import Conflict
from storage.rows.many import GROUP, Many, change, insert_many, update_many, upsert_many
from storage.rows.statements import columns_of
from storage.rows.transaction import Transaction

SELLER = ("id", "name", "locale", "registered_at", "version", "seq", "wallet", "clock", "digest", "parked")
NAMES = ('"', "\\", '\\\\"', "{a,b}", "NULL", "null", "", " a ", "a,b", "Ёлка Հայ 🎄", "'", "%s ? $", "tab\tand\nline")
NEW = insert_many(tables.Seller, SELLER)
RENAMED = update_many(tables.Seller, ("name", "version"), ("id", "version"))


def sellers() -> list[tuple[object, ...]]:
    return [
        (f"S{number}", name, None if number % 2 else name, -number, number, 0, 1 << 62, number, "{}", number % 3 == 0)
        for number, name in enumerate(NAMES)
    ]


def renamed(versions: tuple[int, ...]) -> list[tuple[object, ...]]:
    return [("new", version + 1, f"S{number}", version) for number, version in enumerate(versions)]


def kept(transaction: Transaction) -> list[tuple[object, ...]]:
    rows = transaction.rows(f"SELECT {', '.join(SELLER)} FROM seller ORDER BY version")
    return [(*row[:-1], bool(row[-1])) for row in rows]


def test_whatever_is_written_at_once_is_read_again(database: Database) -> None:
    with database.write() as transaction:
        assert NEW.run(transaction, sellers()) == len(NAMES)
        assert kept(transaction) == sellers()


def test_enums_that_differ_are_written_as_the_texts_that_they_are(database: Database) -> None:
    members = [*Stage, None, *Stage, None, *Stage]
    rows = [(f"S{number:02}", "name", each, 0, 1, 0, 0, 0, "{}", False) for number, each in enumerate(members)]
    with database.write() as transaction:
        assert NEW.run(transaction, rows) == len(rows) >= GROUP
        found = transaction.rows("SELECT locale FROM seller ORDER BY id")
    assert [text for (text,) in found] == [None if each is None else each.value for each in members]


def test_bytes_are_written_at_once(database: Database) -> None:
    taken = insert_many(tables.Taken, columns_of(tables.Taken))
    prints = [bytes(range(256)), b"", b"\\x00"]
    rows = [("s", str(i), each, "t", None, 1, 2, "done", None, None) for i, each in enumerate(prints)]
    with database.write() as transaction:
        taken.run(transaction, rows)
        found = transaction.rows("SELECT fingerprint FROM taken ORDER BY id")
        assert [bytes(each) for (each,) in found] == prints


def test_rows_that_are_there_are_changed_and_others_added(database: Database) -> None:
    usage = upsert_many(tables.Usage, ("seller", "programme", "service", "day", "amount"))
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:1])
        usage.run(transaction, [("S0", "p", "s", day, 1) for day in (1, 2)])
        usage.run(transaction, [("S0", "p", "s", day, 5) for day in (2, 3)])
        assert transaction.rows("SELECT day, amount FROM usage ORDER BY day") == [(1, 1), (2, 5), (3, 5)]


def test_a_key_that_is_taken_is_left_as_it_is(database: Database) -> None:
    notice: Many = NOTICES.insert(ignore=True, without=("id", "fanned_out_at"))
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:1])
        notice.run(transaction, [(key, "S0", 1, "k", "first", None) for key in "ab"])
        notice.run(transaction, [(key, "S0", 2, "k", "second", None) for key in "bc"])
        found = transaction.rows("SELECT key, data FROM notice ORDER BY id")
        assert found == [("a", "first"), ("b", "first"), ("c", "second")]


@pytest.mark.parametrize("versions", [(0, 1), (0, 7)])
def test_only_rows_that_have_not_moved_on_are_changed(database: Database, versions: tuple[int, int]) -> None:
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:2])
        assert RENAMED.run(transaction, renamed(versions)) == sum(i == version for i, version in enumerate(versions))


@pytest.mark.parametrize("versions", [(0, 1), (0, 1, 2), (0,), ()])
def test_rows_that_are_all_there_are_changed(database: Database, versions: tuple[int, ...]) -> None:
    with database.write() as transaction:
        NEW.put(transaction, sellers()[:3])
        RENAMED.change(transaction, renamed(versions))
        found = transaction.rows("SELECT name FROM seller WHERE name = 'new'")
    assert len(found) == len(versions)


@pytest.mark.parametrize("versions", [(0, 7), (7, 1), (7,), (0, 1, 2, 3)])
def test_nothing_is_changed_if_one_row_has_moved_on(database: Database, versions: tuple[int, ...]) -> None:
    with database.write() as transaction:
        NEW.put(transaction, sellers()[:3])
        before = kept(transaction)
    with pytest.raises(Conflict, match="Another writer was first; try again"), database.write() as transaction:
        RENAMED.change(transaction, renamed(versions))
    with database.read() as transaction:
        assert kept(transaction) == before


# -- in groups -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [GROUP - 1, GROUP, GROUP + 1, 3 * GROUP, 3 * GROUP + 7])
def test_any_number_of_rows_is_written_as_one_at_a_time(database: Database, count: int) -> None:
    rows = [(f"S{i}", "all the same", None, -i, i, 0, i % 2, 5, "{}", i == 3) for i in range(count)]
    with database.write() as transaction:
        assert NEW.run(transaction, rows) == count
        assert kept(transaction) == rows


def test_rows_that_differ_in_everything_are_written_in_groups(database: Database) -> None:
    rows = [(f"S{i}", f"n{i}", f"l{i}", i, i + 1, i + 2, i + 3, i + 4, f"d{i}", bool(i % 2)) for i in range(2 * GROUP)]
    with database.write() as transaction:
        NEW.run(transaction, rows)
        assert kept(transaction) == rows


def test_of_a_group_only_keys_that_are_not_taken_are_added(database: Database) -> None:
    notice: Many = NOTICES.insert(ignore=True, without=("id", "fanned_out_at"))
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:1])
        notice.run(transaction, [(f"k{i}", "S0", 1, "k", "first", None) for i in range(GROUP)])
        added = notice.run(transaction, [(f"k{i}", "S0", 2, "k", "second", None) for i in range(5, 3 * GROUP)])
        assert added == 2 * GROUP
        assert transaction.rows("SELECT COUNT(*) FROM notice WHERE data = 'first'") == [(GROUP,)]


def test_a_group_changes_rows_that_are_there(database: Database) -> None:
    usage = upsert_many(tables.Usage, ("seller", "programme", "service", "day", "amount"))
    days = range(2 * GROUP + 3)
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:1])
        usage.run(transaction, [("S0", "p", "s", day, 1) for day in days[::2]])
        usage.run(transaction, [("S0", "p", "s", day, 5 + day) for day in days])
        assert transaction.rows("SELECT day, amount FROM usage ORDER BY day") == [(day, 5 + day) for day in days]


def test_what_differs_is_changed_and_nothing_else(database: Database) -> None:
    """A row as it was read need not be as it is written: SQLite has no truth values."""
    columns = ("id", "name", "locale", "wallet", "parked")
    before = [("S0", "one", None, 1, 0), ("S1", "two", "hy", 2, 0), ("S2", "three", None, 3, 1)]
    after = [("S0", "one", "ru", 1, False), ("S1", "two", None, 5, False), ("S2", "three", None, 3, True)]
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:3])
        change(transaction, tables.Seller, columns, list(zip(before, after, strict=True)))
        found = transaction.rows("SELECT id, name, locale, wallet FROM seller ORDER BY id")
    names = [row[1] for row in sellers()[:3]]
    assert found == [("S0", names[0], "ru", 1), ("S1", names[1], None, 5), ("S2", names[2], None, 3)]


def test_nothing_differs(database: Database) -> None:
    row = ("S0", "one")
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:1])
        change(transaction, tables.Seller, ("id", "name"), [(row, row)])
        assert transaction.rows("SELECT name FROM seller") == [(NAMES[0],)]


@pytest.mark.parametrize("others", [0, 1])
def test_a_row_that_is_gone_cannot_be_changed(database: Database, others: int) -> None:
    pairs = [(("S0", "one"), ("S0", "two"))] * others + [(("gone", "one"), ("gone", "two"))]
    with database.write() as transaction:
        NEW.run(transaction, sellers()[:1])
    with pytest.raises(Conflict), database.write() as transaction:
        change(transaction, tables.Seller, ("id", "name"), pairs)
