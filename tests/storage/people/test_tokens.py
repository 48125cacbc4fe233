"""Tokens and requests done once, on both databases, from several processes."""

from __future__ import annotations

from core.values import HOUR
from storage.people.idempotency import LEASE, Answered, Claimed, Idempotency, OtherRequest, UnderWay
from storage.people.tokens import USE_NOTED_EVERY, Tokens
from storage.rows.database import Database

NOW = 1_780_000_000_000_000


def test_a_token_is_found_by_itself_alone(database: Database) -> None:
    tokens = Tokens(database)
    secret = tokens.create("crm", ["feed"], "test", NOW, expires_at=NOW + HOUR)
    found = tokens.find(secret)
    assert found is not None and (found.name, found.is_good(NOW), found.is_good(NOW + HOUR)) == ("crm", True, False)
    assert [tokens.find(secret + "x"), tokens.find(secret[:-1]), tokens.find("")] == [None, None, None]


def test_a_name_may_have_two_tokens_while_one_takes_the_others_place(database: Database) -> None:
    tokens = Tokens(database)
    old, new = (tokens.create("crm", ["feed"], "test", NOW) for _ in range(2))
    assert tokens.revoke(1, "test", NOW) and not tokens.revoke(1, "test", NOW)
    good = [found.is_good(NOW) for found in map(tokens.find, (old, new)) if found is not None]
    assert good == [False, True]


def test_the_last_use_is_written_rarely(database: Database) -> None:
    tokens = Tokens(database)
    tokens.create("crm", ["feed"], "test", NOW)
    for at in (NOW, NOW + 1, NOW + USE_NOTED_EVERY - 1):
        tokens.note_use(1, at)
    assert [token.used_at for token in tokens.every()] == [NOW]
    tokens.note_use(1, NOW + USE_NOTED_EVERY)
    assert [token.used_at for token in tokens.every()] == [NOW + USE_NOTED_EVERY]


def test_only_a_token_that_may_operate_leaves_a_record(database: Database) -> None:
    tokens = Tokens(database)
    tokens.create("crm", ["feed"], "test", NOW)
    tokens.create("staff", ["operate"], "test", NOW, expires_at=NOW + HOUR)
    recorded = [tokens.note(id_, "maintenance_on", at) for id_, at in ((1, NOW), (2, NOW), (2, NOW + HOUR), (3, NOW))]
    assert recorded == [False, True, False, False]


def test_a_key_is_claimed_by_one_of_two_processes(database: Database, other_database: Database) -> None:
    one, other = Idempotency(database), Idempotency(other_database)
    assert one.claim("crm", "k", b"1", NOW) == Claimed(NOW)
    assert other.claim("crm", "k", b"1", NOW) == UnderWay()
    assert other.claim("crm", "k", b"2", NOW) == OtherRequest()
    assert other.claim("crm", "k", b"1", NOW + LEASE) == Claimed(NOW)
    one.keep("crm", "k", Answered(200, "application/json", b"{}"))
    assert other.claim("crm", "k", b"1", NOW) == Answered(200, "application/json", b"{}")


def test_a_key_let_go_of_is_free_and_an_answered_one_stays(database: Database) -> None:
    keys = Idempotency(database)
    keys.claim("crm", "k", b"1", NOW)
    keys.release("crm", "k")
    assert keys.claim("crm", "k", b"2", NOW) == Claimed(NOW)
    keys.keep("crm", "k", Answered(409, "application/problem+json", b"{}"))
    keys.release("crm", "k")
    assert keys.claim("crm", "k", b"2", NOW) == Answered(409, "application/problem+json", b"{}")
