"""The inbox: what Telegram handed over is kept once, dealt with in order, by one process at a time, and forgotten."""

import threading

import pytest

from core.values import SECOND
from storage.post.inbox import LEASE, MOST_ATTEMPTS, REMEMBERED, Arrival, Inbox
from storage.rows.database import Database

NOW = 1_800_000_000_000_000
BOT = 42
ANN, BOB = 7, 8


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, BOT)


def contents(database: Database) -> list[tuple[int, str | None]]:
    with database.read() as transaction:
        return [
            (update_id, content)
            for update_id, content in transaction.rows(
                "SELECT update_id, content FROM telegram_update ORDER BY update_id"
            )
        ]


def keep(inbox: Inbox, update_id: int, chat: int = ANN) -> bool:
    return inbox.keep(update_id, chat, f'{{"update_id": {update_id}}}', NOW)


def test_what_was_kept_is_there_for_another_process(inbox: Inbox, other_database: Database) -> None:
    assert keep(inbox, 1)
    assert Inbox(other_database, BOT).take(ANN, NOW) == Arrival(1, '{"update_id": 1}', 1)


def test_a_repeat_changes_nothing(inbox: Inbox, database: Database) -> None:
    keep(inbox, 1)
    assert not inbox.keep(1, BOB, "another", NOW + 1)
    assert contents(database) == [(1, '{"update_id": 1}')]


def test_a_repeat_of_what_is_done_does_not_come_back(inbox: Inbox) -> None:
    keep(inbox, 1)
    inbox.done(1, NOW)
    assert not keep(inbox, 1)
    assert inbox.take(ANN, NOW) is None


def test_two_that_are_handed_the_same_at_once_keep_it_once(inbox: Inbox, other_database: Database) -> None:
    kept: list[bool] = []
    threads = [
        threading.Thread(target=lambda box=box: kept.extend(keep(box, number) for number in range(50)))
        for box in (inbox, Inbox(other_database, BOT))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept.count(True) == 50


def test_a_chats_updates_come_in_order_whatever_the_order_they_came_in(inbox: Inbox) -> None:
    for number in (3, 1, 2):
        keep(inbox, number)
    taken = []
    while arrival := inbox.take(ANN, NOW):
        taken.append(arrival.update_id)
        inbox.done(arrival.update_id, NOW)
    assert taken == [1, 2, 3]


def test_nothing_overtakes_what_somebody_is_at(inbox: Inbox, other_database: Database) -> None:
    keep(inbox, 1)
    keep(inbox, 2)
    inbox.take(ANN, NOW)
    assert Inbox(other_database, BOT).take(ANN, NOW + 1) is None


def test_one_chat_does_not_hold_up_another(inbox: Inbox) -> None:
    keep(inbox, 1, ANN)
    keep(inbox, 2, BOB)
    inbox.take(ANN, NOW)
    assert inbox.take(BOB, NOW) == Arrival(2, '{"update_id": 2}', 1)


def test_what_a_process_was_at_when_it_was_killed_is_free_when_the_lease_is_over(inbox: Inbox) -> None:
    keep(inbox, 1)
    inbox.take(ANN, NOW)
    assert inbox.take(ANN, NOW + LEASE * SECOND) == Arrival(1, '{"update_id": 1}', 2)


def test_a_lease_from_before_the_clock_was_set_back_holds_up_nothing(inbox: Inbox) -> None:
    keep(inbox, 1)
    inbox.take(ANN, NOW)
    assert inbox.take(ANN, NOW - 3600 * SECOND) is not None


def test_an_update_over_which_processes_end_again_and_again_is_hopeless(inbox: Inbox) -> None:
    keep(inbox, 1)
    seen = [inbox.take(ANN, NOW + number * LEASE * SECOND) for number in range(MOST_ATTEMPTS + 1)]
    assert [each.is_hopeless for each in seen if each] == [False] * MOST_ATTEMPTS + [True]


def test_chats_are_named_while_something_waits_the_longest_waiting_first(inbox: Inbox) -> None:
    keep(inbox, 2, ANN)
    keep(inbox, 1, BOB)
    keep(inbox, 3, BOB)
    assert inbox.chats() == [BOB, ANN]
    inbox.done(2, NOW)
    assert inbox.chats() == [BOB]


def test_what_people_wrote_goes_when_it_is_done(inbox: Inbox, database: Database) -> None:
    keep(inbox, 1)
    inbox.done(1, NOW)
    assert contents(database) == [(1, None)]


def test_ids_are_known_for_longer_than_telegram_repeats_and_then_forgotten(inbox: Inbox, database: Database) -> None:
    keep(inbox, 1)
    keep(inbox, 2)
    inbox.done(1, NOW)
    assert inbox.clean(NOW + REMEMBERED) == 0
    assert inbox.clean(NOW + REMEMBERED + 1) == 1
    assert [number for number, _ in contents(database)] == [2]


def test_another_bots_ids_are_its_own(inbox: Inbox, database: Database) -> None:
    other = Inbox(database, BOT + 1)
    assert (keep(inbox, 1), keep(other, 1)) == (True, True)
    inbox.done(1, NOW)
    assert (inbox.chats(), other.chats()) == ([], [ANN])


def test_what_was_written_leaves_the_file_with_its_row(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    inbox = Inbox(database, BOT)
    for update_id in range(1, 30):
        inbox.keep(update_id, ANN, f'{{"update_id": {update_id}, "text": "a secret of somebody{"!" * 400}"}}', NOW)
    for update_id in range(1, 30):
        inbox.done(update_id, NOW)
    file = database.file
    database.close()  # folds the write-ahead log into the file
    assert file is not None and b"a secret of somebody" not in file.read_bytes()
