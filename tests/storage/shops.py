"""Shops and their people on a real database, as few words as a test needs."""

import itertools
import json
import threading
from collections.abc import Callable
from typing import Any

from core.events import Malformed, parse_line
from core.policy import default_policy
from core.refusals import Outcome
from core.values import HOUR, Instant, Role, format_instant, parse_instant
from storage.ledger.ledger import Ledger
from storage.people.team import Joined, Team
from storage.rows.database import Database

NOW: Instant = parse_instant("2026-06-05T09:00:00Z")  # 12:00 in the programme's Moscow
DAY: Instant = 24 * HOUR

_numbers = itertools.count(1)


def tell_ledger(database: Database, kind: str, seller: str, now: Instant = NOW, **fields: Any) -> Outcome:
    """Take one line of the feed."""
    line = {"id": f"e{next(_numbers)}", "type": kind, "at": format_instant(now), "seller": seller, **fields}
    event = parse_line(json.dumps(line))
    assert not isinstance(event, Malformed), event.message
    return Ledger(database, default_policy()).take_one(event, now, "test")


def open_shop(database: Database, seller: str = "S", *, invited: bool = False, now: Instant = NOW) -> None:
    """Register a shop; `invited`: with an open invitation to Premium."""
    tell_ledger(database, "seller.registered", seller, now, name=f"Shop {seller}")
    if invited:
        tell_ledger(database, "eligibility.changed", seller, now, eligible=True)


def join(
    database: Database, telegram_id: int, role: Role, seller: str = "S", *, name: str | None = None, now: Instant = NOW
) -> int:
    """Let a person in through a link; returns the member's id."""
    team = Team(database)
    token = team.create_link(seller, role, "operator", now)
    assert isinstance(team.join(token, telegram_id, name or f"Person {telegram_id}", now), Joined)
    return next(each.member_id for each in team.members(seller) if each.telegram_id == telegram_id)


def connect(database: Database, seller: str = "S", now: Instant = NOW) -> None:
    """Begin a trial of Premium Lite."""
    tell_ledger(database, "command.connect", seller, now, plan="lite", by="manager")


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The answers to calls made by several threads at the same moment."""
    ready = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        ready.wait()
        answers[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def notices_of(database: Database, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Key and data of the notices of a kind, in order."""
    with database.read() as transaction:
        found = transaction.rows("SELECT key, data FROM notice WHERE kind = ? ORDER BY id", (kind,))
    return [(key, json.loads(data)) for key, data in found]


def audited(database: Database) -> list[tuple[str | None, str, str, dict[str, Any]]]:
    """Seller, actor, action and detail of what was noted, in order."""
    with database.read() as transaction:
        found = transaction.rows("SELECT seller, actor, action, detail FROM audit ORDER BY id")
    return [(seller, actor, action, json.loads(detail)) for seller, actor, action, detail in found]
