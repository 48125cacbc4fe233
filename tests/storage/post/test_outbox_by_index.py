"""What is to be sent next is found by index, however much waits."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from core.policy import default_policy
from core.values import SECOND, Role
from storage.post.outbox import Outbox
from storage.rows.database import Database, Transaction
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


def wait_with(database: Database, others: int, *, broadcast: bool = False) -> None:
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
            f"INSERT INTO delivery ({about}, telegram_id, due_at, quiet, attempts, state) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            f"SELECT {which}, 1000 + i, ?, ?, 0, 'waiting' FROM n",
            (others, NOW - 1 if broadcast else NOW + DAY, False),
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
