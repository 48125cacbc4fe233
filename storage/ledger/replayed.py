"""How far a scenario file was replayed on this database, so that a replay which was stopped goes on (RULES 13).

Problem: lines whose answer takes no id (RULES 2.6a) are decided anew when they come again, which is right for a feed
and wrong for the second run of a replay: what was not there then may be there by now. Decision: with each batch, in its
transaction, it is kept how many lines of the file were taken, their digest, and the answers that took no id. A file
that begins with those very lines is gone on with; any other is a file of its own. Limit: a file is known again by the
longest beginning that was taken of it, so its lines may be added to but not changed.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Final, NamedTuple

from core.refusals import MESSAGES, Outcome, Verdict
from storage.rows import tables
from storage.rows.database import Database
from storage.rows.statements import insert
from storage.rows.transaction import Transaction

_KNOWN: Final = "SELECT id, lines, digest FROM replayed_file ORDER BY lines"
_BEGIN: Final = f"{insert(tables.ReplayedFile, without=('id',))} RETURNING id"
_GO_ON: Final = "UPDATE replayed_file SET lines = ?, digest = ? WHERE id = ?"
_ANSWER: Final = insert(tables.ReplayedLine)
_ANSWERS: Final = "SELECT line, reason, data FROM replayed_line WHERE file = ? AND line >= ? AND line <= ?"


class Unkept(NamedTuple):
    """An answer that took no id: the line's number and what it came to."""

    line: int
    outcome: Outcome


class _Progress(NamedTuple):
    """How far a file is taken. Lines may have been read beyond those: they count once a whole one follows them."""

    file: int | None
    lines: int
    read: int
    digest: blake2b
    """Of the lines that were read."""


class ReplayedFile:
    """One file's progress on one database. `lines` of it were taken; those are answered, not decided."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settled = self._kept = _Progress(None, 0, 0, blake2b(digest_size=16))

    @property
    def lines(self) -> int:
        """How many lines from the first on were taken."""
        return self._settled.lines

    def recognise(self, lines: Iterable[bytes]) -> None:
        """Look at a file's lines from the first on, no further than needed, to know how many of them were taken."""
        with self._database.read() as transaction:
            known = {(lines, bytes(digest)): file for file, lines, digest in transaction.rows(_KNOWN)}
        longest = max((lines for lines, _ in known), default=0)
        digest = self._settled.digest
        for number, line in enumerate(islice(lines, longest), 1):
            digest = digest.copy()
            _add(digest, line)
            file = known.get((number, digest.digest()))
            if file is not None:
                self._kept = _Progress(file, number, number, digest)
                self.settle()

    def answered(self, first: int, last: int) -> dict[int, Outcome]:
        """The first answers to those of the lines from `first` to `last` that took no id, as replays."""
        if self._settled.file is None or first > self.lines:
            return {}
        with self._database.read() as transaction:
            found = transaction.rows(_ANSWERS, (self._settled.file, first, min(last, self.lines)))
        return {
            line: Outcome(Verdict.REPLAYED, reason, json.loads(data) if data else {}, MESSAGES.get(reason))
            for line, reason, data in found
        }

    def keep(
        self, transaction: Transaction, first: int, lines: Sequence[bytes], whole: int, unkept: Sequence[Unkept]
    ) -> None:
        """In the transaction that takes them: the lines from the one with the number `first` on are taken.

        Of those only the first `whole`: after the last whole line one may have been cut off. Call `settle` once that
        transaction is committed; one that is done anew keeps anew.
        """
        file, before, read, digest = self._settled
        done = first - 1 + whole
        digest = digest.copy()
        taken = digest
        for number, line in enumerate(lines, first):
            if number > read:
                _add(digest, line)
            if number == done:
                taken = digest.copy()
        read = max(read, first - 1 + len(lines))
        if done <= before or not whole:
            self._kept = _Progress(file, before, read, digest)
            return
        if file is None:
            row = transaction.row(_BEGIN, (done, taken.digest()))
            assert row is not None  # the row that was written
            file = int(row[0])
        else:
            transaction.run(_GO_ON, (done, taken.digest(), file))
        answers = [
            (file, each.line, each.outcome.reason, json.dumps(each.outcome.data) if each.outcome.data else None)
            for each in unkept
            if each.line > before
        ]
        if answers:
            transaction.run_many(_ANSWER, answers)
        self._kept = _Progress(file, done, read, digest)

    def settle(self) -> None:
        """What was kept last is committed."""
        self._settled = self._kept


def _add(digest: blake2b, line: bytes) -> None:
    digest.update(len(line).to_bytes(8, "big"))
    digest.update(line)
