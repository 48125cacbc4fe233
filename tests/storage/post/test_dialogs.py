"""What chats have open: one process at a time has it, nobody has it for ever, and it goes with its person."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from core.values import SECOND, parse_instant
from storage.people.team import Team
from storage.post.dialogs import KEPT, LEASE, AnyDialogs, Dialogs, Hand
from storage.post.redis_dialogs import LOGIN, NO_ADDRESS, NO_PACKAGE, UNREACHABLE, RedisDialogs
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.redis_server import RedisServer

NOW = parse_instant("2026-03-02T09:00:00Z")
BOT, CHAT = 1, 7
PASSWORD = "hunter2hunter2"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/a.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    database = Database(url, durable=False)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def in_redis(redis_server: RedisServer, tmp_path: Path) -> Iterator[RedisDialogs]:
    with closing(Database(f"sqlite:///{tmp_path}/rows.db", durable=False)) as database:
        database.upgrade()
        with closing(RedisDialogs(redis_server.url, Dialogs(database))) as dialogs:
            yield dialogs


@pytest.fixture(params=["postgres", "redis"])
def shared(request: pytest.FixtureRequest) -> Iterator[AnyDialogs]:
    """Those that several processes may share."""
    if request.param == "redis":
        yield request.getfixturevalue("in_redis")
        return
    database = Database(request.getfixturevalue("postgres_database"))
    database.upgrade()
    yield Dialogs(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgres", "redis"])
def dialogs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyDialogs]:
    if request.param == "redis":
        yield request.getfixturevalue("in_redis")
        return
    url = f"sqlite:///{tmp_path}/a.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    with closing(Database(url, durable=False)) as database:
        database.upgrade()
        yield Dialogs(database)


def taken(dialogs: AnyDialogs, now: int = NOW, chat: int = CHAT, bot: int = BOT) -> Hand:
    hand = dialogs.take(bot, chat, now)
    assert hand is not None
    return hand


def test_what_was_put_back_is_there_the_next_time(dialogs: AnyDialogs) -> None:
    for before, after in ((None, b"one"), (b"one", b"two"), (b"two", None), (None, None)):
        hand = taken(dialogs)
        assert hand.content == before
        assert dialogs.give_back(hand, after, NOW)


def test_any_bytes_are_kept_as_they_are(dialogs: AnyDialogs) -> None:
    content = bytes(range(256)) * 400
    dialogs.give_back(taken(dialogs), content, NOW)
    assert taken(dialogs).content == content


def test_each_chat_and_each_bot_has_its_own(dialogs: AnyDialogs) -> None:
    dialogs.give_back(taken(dialogs), b"one", NOW)
    assert taken(dialogs, chat=CHAT + 1).content is None
    assert taken(dialogs, bot=BOT + 1).content is None


def test_what_nobody_has_touched_for_long_is_forgotten(database: Database) -> None:
    dialogs = Dialogs(database)
    dialogs.give_back(taken(dialogs), b"old", NOW)
    dialogs.give_back(taken(dialogs, chat=8), b"new", NOW + 1)
    assert dialogs.clean(NOW + KEPT + 1) == 1
    assert taken(dialogs, NOW + KEPT + 1).content is None
    assert taken(dialogs, NOW + KEPT + 1, chat=8).content == b"new"


def test_whose_data_is_deleted_while_they_tap_has_nothing_kept(database: Database) -> None:
    dialogs = Dialogs(database)
    dialogs.give_back(taken(dialogs), b"before", NOW)
    hand = taken(dialogs)
    Team(database).forget_person(CHAT, NOW)
    assert not dialogs.give_back(hand, b"after", NOW)
    with database.read() as transaction:
        assert transaction.rows("SELECT * FROM dialog") == []


def test_nobody_takes_what_another_process_has(shared: AnyDialogs) -> None:
    hand = taken(shared)
    assert shared.take(BOT, CHAT, NOW + LEASE * SECOND - 1) is None
    shared.give_back(hand, b"one", NOW)
    assert taken(shared).content == b"one"


def test_who_died_with_it_holds_it_for_a_while_only_and_who_was_slow_puts_nothing_back(shared: AnyDialogs) -> None:
    shared.give_back(taken(shared), b"one", NOW)
    slow = taken(shared)
    later = NOW + LEASE * SECOND
    quick = taken(shared, later)
    assert quick.content == b"one"
    assert not shared.give_back(slow, b"slow", later)
    assert shared.give_back(quick, b"quick", later)
    assert taken(shared, later).content == b"quick"


def test_a_lease_from_before_the_clock_was_set_back_is_none(shared: AnyDialogs) -> None:
    taken(shared, NOW + 3600 * SECOND)
    assert taken(shared, NOW)


def test_what_many_write_at_once_is_all_there(shared: AnyDialogs) -> None:
    def write(own: bytes) -> None:
        for _ in range(10):
            while (hand := shared.take(BOT, CHAT, NOW)) is None:
                pass
            assert shared.give_back(hand, (hand.content or b"") + own, NOW)

    threads = [Thread(target=write, args=(own,)) for own in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken(shared).content or b"") == sorted(b"a" * 10 + b"b" * 10 + b"c" * 10)


def test_what_somebody_has_is_not_forgotten(tmp_path: Path, postgres_database: str) -> None:
    with closing(Database(postgres_database)) as database:
        database.upgrade()
        dialogs = Dialogs(database)
        dialogs.give_back(taken(dialogs), b"old", NOW)
        taken(dialogs, NOW + KEPT)
        assert dialogs.clean(NOW + KEPT + 1) == 0


class TestInRedis:
    """What is its own."""

    def test_all_that_is_kept_expires_by_itself(self, in_redis: RedisDialogs, redis_server: RedisServer) -> None:
        days = KEPT // SECOND
        with redis_server.client() as client:
            for content in (b"one", b"two"):
                hand = taken(in_redis)
                assert {days - 60 < client.ttl(key) <= days for key in client.keys("*")} == {True}
                in_redis.give_back(hand, content, NOW)
                assert [days - 60 < client.ttl(key) <= days for key in client.keys("*")] == [True, True]

    def test_what_the_database_held_before_is_forgotten_in_time(
        self, redis_server: RedisServer, database: Database
    ) -> None:
        rows = Dialogs(database)
        rows.give_back(taken(rows), b"old", NOW)
        with closing(RedisDialogs(redis_server.url, rows)) as dialogs:
            assert dialogs.clean(NOW + KEPT + 1) == 1

    def test_whose_data_is_deleted_while_they_tap_has_nothing_kept(
        self, redis_server: RedisServer, database: Database
    ) -> None:
        with closing(RedisDialogs(redis_server.url, Dialogs(database))) as dialogs, redis_server.client() as client:
            for bot in (BOT, BOT + 1):
                dialogs.give_back(taken(dialogs, bot=bot), b"before", NOW)
            hand = taken(dialogs)
            Team(database, dialogs.forget).forget_person(CHAT, NOW)
            assert not dialogs.give_back(hand, b"after", NOW)
            assert client.keys() == []

    def test_whose_data_cannot_be_deleted_in_redis_is_deleted_nowhere(self, tmp_path: Path) -> None:
        with closing(Database(f"sqlite:///{tmp_path}/a.db", durable=False)) as database:
            database.upgrade()

            rows = Dialogs(database)
            rows.give_back(taken(rows), b"kept", NOW)

            def away(chat: int) -> None:
                raise StorageError(UNREACHABLE)

            with pytest.raises(StorageError):
                Team(database, away).forget_person(CHAT, NOW)
            assert taken(rows).content == b"kept"

    def test_what_another_wrote_during_the_deletion_goes_too(
        self, redis_server: RedisServer, database: Database
    ) -> None:
        with closing(RedisDialogs(redis_server.url, Dialogs(database))) as dialogs, redis_server.client() as client:
            calls: list[int] = []

            def forget(chat: int) -> None:
                dialogs.forget(chat)
                if not calls:
                    dialogs.give_back(taken(dialogs), b"in between", NOW)
                calls.append(chat)

            Team(database, forget).forget_person(CHAT, NOW)
            assert (calls, client.keys()) == ([CHAT, CHAT], [])

    def test_who_asks_again_because_the_answer_was_lost_is_given_the_same(self, in_redis: RedisDialogs) -> None:
        def take(holder: str) -> object:
            return in_redis._take(["d", "b"], [holder, NOW + LEASE * SECOND, NOW, 60_000, BOT])

        assert take("me") == take("me") == [None]
        assert take("other") is None

    def test_a_server_that_is_gone_is_said_and_one_that_is_back_is_used(
        self, in_redis: RedisDialogs, redis_server: RedisServer
    ) -> None:
        hand = taken(in_redis)
        redis_server.stop()
        try:
            for call in (
                lambda: in_redis.take(BOT, CHAT, NOW),
                lambda: in_redis.give_back(hand, b"one", NOW),
                lambda: in_redis.forget(CHAT),
                in_redis.check,
            ):
                with pytest.raises(StorageError) as told:
                    call()
                assert str(told.value) == UNREACHABLE
        finally:
            redis_server.start()
        assert not in_redis.give_back(hand, b"one", NOW)  # nothing of before is there
        assert in_redis.give_back(taken(in_redis), b"two", NOW)
        assert taken(in_redis).content == b"two"

    def test_a_restart_between_two_calls_is_not_noticed(
        self, in_redis: RedisDialogs, redis_server: RedisServer
    ) -> None:
        in_redis.give_back(taken(in_redis), b"one", NOW)
        redis_server.stop()
        redis_server.start()
        assert taken(in_redis).content is None

    def test_what_redis_refuses_is_said(self, in_redis: RedisDialogs, redis_server: RedisServer) -> None:
        with redis_server.client() as client:
            client.config_set("maxmemory", "1")
            try:
                with pytest.raises(StorageError, match=r"^Redis refuses what it is asked: \w+\.$"):
                    in_redis.take(BOT, CHAT, NOW)
            finally:
                client.config_set("maxmemory", "0")

    def test_a_wrong_password_is_said_and_not_shown(self, in_redis: RedisDialogs, redis_server: RedisServer) -> None:
        url = redis_server.url.replace("//", f"//:{PASSWORD}@")
        with (
            redis_server.client() as client,
            closing(RedisDialogs(url, in_redis._rows)) as refused,
        ):
            client.config_set("requirepass", "another")
            try:
                with pytest.raises(StorageError) as told:
                    refused.check()
                assert str(told.value) == LOGIN
                with closing(RedisDialogs(redis_server.url, in_redis._rows)) as nobody, pytest.raises(StorageError):
                    nobody.check()
            finally:
                client.config_set("requirepass", "")

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "localhost",
            "http://localhost:6379",
            "redis://",
            "redis://localhost:port",
            "redis://localhost:0",
            "redis://localhost:99999",
            "redis://localhost/one",
            "redis://localhost/0?decode_responses=yes",
            "redis://localhost/0?db=one",
            "redis://[localhost/0",
            "unix://",
            f"redis://:{PASSWORD}@localhost/one",
        ],
    )
    def test_an_address_that_is_none_is_said_and_not_shown(self, url: str, in_redis: RedisDialogs) -> None:
        with pytest.raises(StorageError) as told:
            RedisDialogs(url, in_redis._rows)
        assert str(told.value) == NO_ADDRESS

    def test_the_package_that_is_missing_is_named(
        self, in_redis: RedisDialogs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "redis", None)
        with pytest.raises(StorageError) as told:
            RedisDialogs("redis://localhost", in_redis._rows)
        assert str(told.value) == NO_PACKAGE
