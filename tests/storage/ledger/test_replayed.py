"""How far a scenario file was replayed: each file has a place of its own, whoever else replays (RULES 13)."""

from __future__ import annotations

from storage.ledger.replayed import ReplayedFile
from storage.rows.database import Database


def keep(database: Database, replayed: ReplayedFile, first: int, lines: list[bytes]) -> None:
    with database.write() as transaction:
        replayed.keep(transaction, first, lines, len(lines), [])
    replayed.settle()


def test_a_replay_goes_on_in_its_own_place_beside_one_that_began_later(database: Database) -> None:
    with database.write() as transaction:  # another's, whose transaction drew its number later and ended sooner
        transaction.run("INSERT INTO replayed_file (id, lines, digest) VALUES (1000, 5, ?)", (b"another's",))
    own = ReplayedFile(database)
    keep(database, own, 1, [b"one"])
    keep(database, own, 2, [b"two"])
    with database.read() as transaction:
        assert transaction.rows("SELECT lines FROM replayed_file WHERE digest = ?", (b"another's",)) == [(5,)]
    again = ReplayedFile(database)
    again.recognise([b"one", b"two", b"three"])
    assert again.lines == 2
