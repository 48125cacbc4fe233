"""What a preview tells is what the history has once the same is done."""

from __future__ import annotations

from typing import Any

import pytest

from core.policy import default_policy
from core.values import parse_instant
from storage.books.foreseen import lines_of
from storage.books.history import HistoryFilter, HistoryLine, stream
from storage.ledger.ledger import Ledger, cause_of_preview
from storage.rows.database import Database
from tests.storage.marketplace import EVERYTHING, FOR_ALL, books_of, event_of, tell


def bare(lines: Any) -> list[HistoryLine]:
    """Lines without the cause, which names the source."""
    return [line._replace(cause="") for line in lines]


@pytest.mark.parametrize("number", range(len(EVERYTHING)))
def test_what_a_preview_tells_is_what_the_history_has_afterwards(database: Database, number: int) -> None:
    at, kind, fields = EVERYTHING[number]
    ledger = Ledger(database, default_policy())
    tell(ledger, *EVERYTHING[:number])
    instant = parse_instant(f"{at}:00+03:00")
    event = event_of("x", at, kind, fields)
    if kind in FOR_ALL or event.seller is None or ledger.look("S") is None:
        return
    _, before, after = ledger.preview(event, instant)
    assert before is not None and after is not None
    foreseen = [line for line in lines_of(after) if line.cause in (cause_of_preview(event), "")]
    tell(ledger, EVERYTHING[number])
    written = stream(books_of(ledger), "S", HistoryFilter(since=instant))
    assert bare(foreseen) == [line for line in bare(written) if line.seq > before.journal.seq]
