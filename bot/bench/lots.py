"""A seller with very many lots beside one with three: a part of `bench`.

Problem: a seller of a great marketplace may have a million open lots, and whoever looks at the first must not wait for
the last. Decision: the same calls for both sellers in turn, each time with nothing of them in memory. Limit: the many
lots are made by SQL, spread over a year; whatever lists all of them takes as long as there are lots.
"""

import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Final

from core.events import BonusGranted, Event, SellerRegistered, ServiceCharged, SetMode
from core.policy import default_policy
from core.values import HOUR, Instant, Mode, Role, parse_instant
from storage.books.books import Books
from storage.books.standing import account_at, standing_of
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database

BEGIN: Final[Instant] = parse_instant("2026-03-01T09:00:00+03:00")
NOW: Final[Instant] = BEGIN + 48 * HOUR
YEAR: Final[Instant] = 360 * 24 * HOUR
PROGRAMME: Final = "bonus"
EACH: Final = 10_000
_COPY: Final = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    "INSERT INTO lot (seller, programme, origin, lot, amount, credited_at, expires_at, expired, forgiven) "
    "SELECT seller, programme, origin, lot || '-' || i, amount, credited_at + i, expires_at + i * CAST(? AS BIGINT), "
    "0, 0 FROM lot CROSS JOIN n WHERE seller = 'many' AND lot = 'g0'"
)
_SUMS: Final = (
    "UPDATE balance SET available = available + ?, credited = credited + ?, accrued = accrued + ? WHERE seller = 'many'"
)


def time_lots(folder: Path, lots: int, times: int) -> dict[str, tuple[list[float], list[float]]]:
    """By what is done, seconds for a seller with so many lots and for one with three."""
    with closing(Database(f"sqlite:///{folder / 'lots.db'}", durable=False)) as database:
        database.upgrade()
        from bot.frame.summary import soonest_expiry  # here, because it brings the chat along

        ledger = Ledger(database, default_policy())
        for seller in ("many", "few"):
            _begin(ledger, seller)
        with database.write() as transaction:
            transaction.run(_COPY, (lots - 3, YEAR // lots))
            transaction.run(_SUMS, [(lots - 3) * EACH] * 3)
        ledger.tick(NOW)
        books, numbers = Books(database, default_policy()), count()

        def take(event: Event) -> None:
            ledger.take_one(event, NOW, "bench")

        def balance(seller: str) -> None:
            account = account_at(books, seller, NOW)
            assert account is not None
            standing_of(account, 100)

        def expiry(seller: str) -> None:
            account = account_at(books, seller, NOW)
            assert account is not None
            soonest_expiry(account, books.policy, PROGRAMME)

        def spend(seller: str) -> None:
            charge = f"c{next(numbers)}"
            take(ServiceCharged(charge, NOW, seller, charge=charge, service="ads", amount=5_000))

        def credit(seller: str) -> None:
            take(_grant(seller, f"n{next(numbers)}", NOW))

        acts: dict[str, Callable[[str], None]] = {
            "balance": balance, "next expiry": expiry, "spend": spend, "credit": credit,
        }  # fmt: skip
        found = {}
        for what, act in acts.items():
            seconds: tuple[list[float], list[float]] = ([], [])
            for _ in range(times):
                for taken, seller in zip(seconds, ("many", "few"), strict=True):
                    ledger.forget()
                    begun = time.perf_counter()
                    act(seller)
                    taken.append(time.perf_counter() - begun)
            found[what] = seconds
        return found


def _grant(seller: str, grant: str, at: Instant) -> Event:
    return BonusGranted(f"{grant}-{seller}", at, seller, grant=grant, programme=PROGRAMME, amount=EACH, reason="-")


def _begin(ledger: Ledger, seller: str) -> None:
    events = [
        SellerRegistered(f"r-{seller}", BEGIN, seller, name=seller),
        SetMode(f"m-{seller}", BEGIN, seller, mode=Mode.AUTO, by=Role.MANAGER),
        *(_grant(seller, f"g{number}", BEGIN) for number in range(3)),
    ]
    ledger.take([Entry(event, BEGIN) for event in events], "bench")
