"""What is to be sent next is found by index, however much waits."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from core.policy import default_policy
from core.values import SECOND, Role
from storage.post import line
from storage.post.outbox import Outbox
from storage.rows.database import Database
from storage.rows.transaction import Transaction, for_driver
from tests.storage.shops import DAY, NOW, connect, join, open_shop


class SteppingDatabase(Database):
    """SQLite that counts its own instructions, in hundreds."""

    steps = 0

    def _count(self) -> None:
        self.steps += 1

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        with super().read() as transaction:
            transaction._cursor.connection.set_progress_handler(self._count, 100)
            yield transaction
            transaction._cursor.connection.set_progress_handler(None, 0)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with super().write() as transaction:
            transaction._cursor.connection.set_progress_handler(self._count, 100)
            yield transaction
            transaction._cursor.connection.set_progress_handler(None, 0)

    def cost_of(self, call: Callable[[], object]) -> int:
        self.steps = 0
        call()
        return self.steps


@pytest.fixture
def database(sqlite_database_url: str) -> Iterator[SteppingDatabase]:
    """With a notice that waits for a person."""
    with closing(SteppingDatabase(sqlite_database_url, durable=False)) as opened:
        open_shop(opened)
        join(opened, 101, Role.MANAGER)
        connect(opened)
        Outbox(opened, default_policy()).fan_out(NOW)
        yield opened


LATER = NOW + DAY


def wait_with(database: Database, others: int, *, broadcast: bool = False, due_at: int = LATER) -> None:
    """So many others wait too, for later notices or for a broadcast."""
    with database.write() as transaction:
        if broadcast:
            transaction.run(
                "INSERT INTO broadcast (id, key, segment, texts, reason, started_at, started_by, total, state, "
                "fanned_out_at, reached) VALUES (1, 'k', 'everyone', '{}', '-', ?, 'x', ?, 'sending', ?, 0)",
                (NOW, others, NOW),
            )
        about, which = ("broadcast", "1") if broadcast else ("notice", "(SELECT MIN(id) FROM notice)")
        transaction.run(
            f"INSERT INTO delivery ({about}, telegram_id, due_at, quiet, turn, attempts, state) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            f"SELECT {which}, 1000 + i, ?, ?, 1, 0, 'waiting' FROM n",
            (others, NOW - 1 if broadcast else due_at, False),
        )
        transaction.run(
            "INSERT INTO outbox_line (telegram_id, lane, at) SELECT DISTINCT telegram_id, 2, due_at FROM delivery "
            "WHERE telegram_id >= 1000 AND notice IS NOT NULL"
        )


@pytest.mark.parametrize("broadcast", [False, True], ids=["notices", "broadcast"])
def test_when_something_is_to_be_sent_is_known_without_looking_at_all_that_waits(
    database: SteppingDatabase, broadcast: bool
) -> None:
    outbox = Outbox(database, default_policy())
    alone = database.cost_of(outbox.next_at)
    wait_with(database, 20_000, broadcast=broadcast)
    assert database.cost_of(outbox.next_at) <= alone + 5


@pytest.mark.parametrize("broadcast", [False, True], ids=["notices", "broadcast"])
def test_what_is_to_be_sent_is_taken_without_looking_at_all_that_waits(
    database: SteppingDatabase, broadcast: bool
) -> None:
    outbox = Outbox(database, default_policy())
    wait_with(database, 20_000, broadcast=broadcast)
    assert database.cost_of(lambda: outbox.claim(NOW, 1, 60)) < 50


def test_a_lease_that_ends_is_the_next_instant(database: SteppingDatabase) -> None:
    outbox = Outbox(database, default_policy())
    wait_with(database, 10)
    assert len(outbox.claim(NOW, 1, 60)) == 1
    assert outbox.next_at() == NOW + 60 * SECOND


def test_news_of_the_marketplace_is_looked_for_in_other_shops_without_reading_all_that_they_were_told(
    database: SteppingDatabase,
) -> None:
    open_shop(database, "T")
    join(database, 101, Role.MANAGER, "T")
    outbox = Outbox(database, default_policy())
    outbox.fan_out(NOW)

    def news(number: int) -> int:
        with database.write() as transaction:
            for seller in ("S", "T"):
                transaction.run(
                    "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, 'maintenance', '{}')",
                    (f"maintenance:{seller}:{number}", seller, NOW),
                )
        return database.cost_of(lambda: outbox.fan_out(NOW))

    alone = news(1)
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data, fanned_out_at) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
            "SELECT 'renewed:' || seller || ':' || i, seller, 0, 'renewed', '{}', 0 "
            "FROM n CROSS JOIN (SELECT 'S' AS seller UNION ALL SELECT 'T')"
        )
    assert news(2) <= alone + 5
    with database.read() as transaction:
        told = "SELECT COUNT(*) FROM delivery d JOIN notice n ON n.id = d.notice WHERE n.kind = 'maintenance'"
        assert transaction.row(told) == (2,)


def test_of_many_whose_turn_it_is_only_those_taken_are_looked_at(database: SteppingDatabase) -> None:
    outbox = Outbox(database, default_policy())
    wait_with(database, 20_000, due_at=NOW)
    assert database.cost_of(lambda: outbox.claim(NOW, 1, 60)) < 50
    assert database.cost_of(outbox.next_at) < 10


@pytest.mark.parametrize(
    ("kind", "turn", "put_off"), [("limit_reached", 1, False), ("points_credited", 2, True)], ids=["news", "digests"]
)
def test_of_one_for_whom_thousands_wait_only_the_next_message_is_looked_at(
    database: SteppingDatabase, kind: str, turn: int, put_off: bool
) -> None:
    outbox = Outbox(database, default_policy())
    costs = []
    for first, last in ((0, 100), (100, 5000)):
        with database.write() as transaction:
            transaction.run(
                "INSERT INTO notice (key, seller, at, kind, data, fanned_out_at) "
                "WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                "SELECT ? || i, 'S', ? - i, ?, '{}', 0 FROM n",
                (first + 1, last, kind, NOW, kind),
            )
            transaction.run(
                "INSERT INTO delivery (notice, telegram_id, due_at, quiet, turn, attempts, state) "
                "SELECT id, 101, ?, ?, ?, 0, 'waiting' FROM notice WHERE kind = ? AND fanned_out_at = 0 "
                "ON CONFLICT DO NOTHING",
                (LATER if put_off else NOW, put_off, turn, kind),
            )

        def take_and_give_back() -> None:
            (parcel,) = outbox.claim(NOW, 1, 60)
            outbox.give_back(parcel.deliveries)

        costs.append(database.cost_of(take_and_give_back))
    assert costs[1] <= costs[0] + 5


def pages(database: Database, statement: str, *values: object) -> tuple[int, str]:
    """How many pages PostgreSQL looked at, and how it went about it."""
    with database.write() as transaction:
        transaction.run("ANALYZE")
        row = transaction.row(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values)
    assert row is not None
    plan = row[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], str(plan)


def test_on_postgresql_too_only_those_taken_are_looked_at(postgres_database_url: str) -> None:
    with closing(Database(postgres_database_url, durable=False)) as database:
        open_shop(database)
        join(database, 101, Role.MANAGER)
        connect(database)
        wait_with(database, 20_000, due_at=NOW)
        people, how = pages(database, line._people(60, True), *(NOW,) * line.LANES)
        assert people < 300, how
        of_people = line._FOR_PEOPLE_LATERAL.replace("IN ($)", "= ANY (?)")
        found, how = pages(database, of_people, NOW, NOW, list(range(1001, 1061)))
        assert found < 2000, how
        soonest, how = pages(database, line._NEXT_AT)
        assert soonest < 100, how


def test_on_postgresql_whose_turn_it_is_is_planned_once_and_not_for_every_claim(postgres_database_url: str) -> None:
    with closing(Database(postgres_database_url, durable=False)) as database:
        open_shop(database)
        join(database, 101, Role.MANAGER)
        connect(database)
        wait_with(database, 20_000, due_at=NOW)
        with database.write() as transaction:
            transaction.run("ANALYZE outbox_line")
            for _ in range(20):
                assert len(line.next_people(line.ask_people(transaction, NOW, 60), 60)) == 60
            plans = "SELECT custom_plans FROM pg_prepared_statements WHERE statement LIKE '%outbox_line%'"
            assert transaction.rows(plans) == [(5,)]  # what the server plans anew until it has compared


def test_a_clock_set_back_finds_what_is_leased_without_reading_all_that_was_sent(database: SteppingDatabase) -> None:
    outbox = Outbox(database, default_policy())
    earlier = NOW - DAY

    def set_back() -> None:
        assert len(outbox.claim(NOW, 1, 60)) == 1
        outbox.set_back(earlier, lease=60, wait=0)
        assert outbox.next_at() == earlier + 60 * SECOND

    def cost() -> int:
        found = database.cost_of(set_back)
        with database.write() as transaction:
            transaction.run("UPDATE delivery SET lease_until = NULL WHERE lease_until IS NOT NULL")
            transaction.run("UPDATE outbox_line SET at = 0")
        return found

    alone = cost()
    wait_with(database, 20_000)
    with database.write() as transaction:
        transaction.run("UPDATE delivery SET state = 'sent', settled_at = ? WHERE telegram_id >= 1000", (NOW,))
        transaction.run("DELETE FROM outbox_line WHERE telegram_id >= 1000")
    assert cost() <= alone + 20


def test_who_stands_in_line_for_new_notices_is_found_by_their_numbers_however_many_wait(
    postgres_database_url: str,
) -> None:
    """The server keeps a plan that it made while the table was small: it must be right for a large one, too."""
    with closing(Database(postgres_database_url)) as opened:
        open_shop(opened)
        join(opened, 101, Role.MANAGER)
        connect(opened)
        Outbox(opened, default_policy()).fan_out(NOW)
        wait_with(opened, 3000)
        with opened.write() as transaction:
            transaction.run("SET LOCAL plan_cache_mode = force_generic_plan")
            numbered = for_driver(line._STAND, 0, postgresql=True)
            transaction.run(f"PREPARE stand (bigint, bigint, bigint, bigint, bigint) AS {numbered}")
            plan = "\n".join(row for (row,) in transaction.rows("EXPLAIN EXECUTE stand (10, 1, 10, 0, 0)"))
    assert "Seq Scan on delivery" not in plan, plan
    assert "notice >= $2" in plan, plan
