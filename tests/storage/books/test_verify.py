"""Every invariant notices its own kind of damage, and nothing that really happened looks like damage."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pytest

from core.calendar import Calendar
from core.policy import default_policy, overlay_policy
from core.values import parse_instant
from storage.books.invariants import invariants
from storage.books.invariants.base import Violation
from storage.books.invariants.charges import utc_shifts
from storage.books.invariants.kept import load_kept
from storage.books.invariants.sums import AccruedLaw, BalancesOfMovements, CreditedLaw, DebtLaw, MovementWays
from storage.books.verify import PIECE, READABLE, check_sellers, release, verify_all, verify_database
from storage.ledger.accounts import load
from storage.ledger.ledger import Ledger
from storage.rows.answers import Row
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction
from tests.property.histories import policies
from tests.storage.marketplace import OPENING, books_of, random_marketplace, shop_with_everything, tell, tick

HISTORY = ("movement", "wallet_entry", "transition", "period", "consent", "rating")
YEAR = 365 * 86_400_000_000
NOW = parse_instant("2026-03-01T12:00:00Z")


def damage(database: Database, *statements: str) -> None:
    """Change rows as nobody should; history's triggers and the index of trials are taken away first."""
    with database.write() as transaction:
        for table in HISTORY:
            for name in ("no_update", "no_delete"):
                on = f" ON {table}" if database.postgresql else ""
                transaction.run(f"DROP TRIGGER {table}_{name}{on}")
        transaction.run("DROP INDEX period_one_trial")
        for statement in statements:
            transaction.run(statement)


def found_in(ledger: Ledger) -> list[Violation]:
    return verify_all(books_of(ledger)).violations


NEXT_NUMBER = "UPDATE seller SET seq = seq + 1"

DAMAGES: dict[str, tuple[tuple[str, ...], set[str]]] = {
    # What -> (statements, the invariants that must notice, and no other).
    "a movement of an unknown kind": (
        ("UPDATE movement SET kind = 'gift' WHERE kind = 'crediting' AND lot = 'L1'",),
        {"movement ways"},
    ),
    "a movement of nothing": (
        (
            NEXT_NUMBER,
            "INSERT INTO movement SELECT seller, (SELECT seq FROM seller), (SELECT clock FROM seller), programme, "
            "kind, source, target, 0, origin, lot, about, charge, service, campaign, actor, cause, expires_at "
            "FROM movement "
            "WHERE kind = 'crediting' AND lot = 'L1'",
        ),
        {"movement ways"},
    ),
    "something told of a shop that is kept": (
        (
            "INSERT INTO reported (seller, fact, entry, day, part, kind, amount) "
            "VALUES ('S', 'sale', 'x', 739000, '', '', 100)",
        ),
        {"entries", "reported sums"},
    ),
    "a shop that a marketplace would keep": (("UPDATE seller SET books = 'reported'",), {"books"}),
    "a sum that is in no law": (
        ("UPDATE balance SET adjusted = adjusted + 100 WHERE programme = 'discount'",),
        {"balances"},
    ),
    "more accrued": (
        ("UPDATE balance SET accrued = accrued + 100 WHERE programme = 'discount'",),
        {"accrued", "balances"},
    ),
    "less expired": (
        ("UPDATE balance SET expired = expired - 100 WHERE programme = 'discount'",),
        {"credited", "balances"},
    ),
    "more debt": (("UPDATE balance SET debt = debt + 100 WHERE programme = 'discount'",), {"debt", "balances"}),
    "a balance deleted": (
        ("DELETE FROM balance WHERE programme = 'discount'",),
        {"accrued", "credited", "balances"},
    ),
    "more available": (
        ("UPDATE balance SET available = available + 1 WHERE programme = 'bonus'",),
        {"credited", "balances", "available"},
    ),
    "more in a lot": (("UPDATE lot SET amount = amount + 1 WHERE lot = 'G2'",), {"available", "lots"}),
    "a line held again": (("UPDATE line SET held = TRUE WHERE line = 'L1'",), {"held"}),
    "more expired of a lot": (("UPDATE lot SET expired = expired + 1 WHERE lot = 'L2'",), {"lots"}),
    "a lot that nobody credited": (
        ("UPDATE lot SET lot = 'L9' WHERE lot = 'L2'",),
        {"lots"},
    ),
    "points forgiven without a return": (("UPDATE lot SET forgiven = 1 WHERE lot = 'L2'",), {"lines"}),
    "more points of a line": (
        ("UPDATE line SET points = points + 1 WHERE line = 'L2'",),
        {"lines", "line formula"},
    ),
    "another quantity": (("UPDATE line SET quantity_left = 1 WHERE line = 'L2'",), {"line formula"}),
    "less left of a grant": (("UPDATE points_grant SET amount_left = 1 WHERE grant_id = 'G2'",), {"grants"}),
    "a larger charge": (("UPDATE charge SET amount = amount + 1 WHERE charge = 'K1'",), {"charge"}),
    "points of another programme": (
        ("UPDATE charge SET paid = '{\"bonus\": 30000}' WHERE charge = 'K1'",),
        {"charge points"},
    ),
    "points given back to another charge": (
        ("UPDATE movement SET charge = 'K1' WHERE kind = 'reversal' AND charge = 'K2'",),
        {"charge reversals"},
    ),
    "points given back to no charge": (
        ("UPDATE movement SET charge = NULL WHERE kind = 'reversal' AND charge = 'K2'",),
        {"charge reversals"},
    ),
    "money of no charge": (
        ("UPDATE wallet_entry SET charge = NULL WHERE kind = 'service' AND charge = 'K1'",),
        {"charge money"},
    ),
    "more used of a limit": (("UPDATE usage SET amount = amount + 1 WHERE service = 'logistics'",), {"usage"}),
    "used on another day": (("UPDATE usage SET day = day - 1 WHERE service = 'logistics'",), {"usage"}),
    "another wallet": (("UPDATE seller SET wallet = wallet + 1",), {"wallet"}),
    "a wrong balance after an entry": (
        ("UPDATE wallet_entry SET balance = balance + 1 WHERE kind = 'debit'",),
        {"wallet entries"},
    ),
    "a second trial": (
        (
            NEXT_NUMBER,
            "INSERT INTO period SELECT id, clock - 4000000, 'premium', 'trial', clock, 0, clock, seq FROM seller",
        ),
        {"one trial"},
    ),
    "a trial forgotten": (("UPDATE subscription SET trial_used = FALSE",), {"one trial"}),
    "a longer period": (
        (f"UPDATE period SET ends_at = ends_at + {YEAR} WHERE plan = 'premium'",),
        {"periods"},
    ),
    "a fee of no period": (("UPDATE subscription SET period_fee = 100",), {"present period"}),
    "more fees": (("UPDATE subscription SET fees_paid = fees_paid + 1",), {"fees"}),
    "a fee returned as something else": (
        ("UPDATE wallet_entry SET kind = 'credit' WHERE kind = 'fee_returned'",),
        {"fees"},
    ),
    "other money moved": (("UPDATE transition SET money = money - 1 WHERE event = 'upgrade'",), {"fees"}),
    "an event that the state has not": (
        ("UPDATE transition SET event = 'begin_paid' WHERE event = 'stop_renewal'",),
        {"transitions"},
    ),
    "an event that nobody knows": (
        ("UPDATE transition SET event = 'gift' WHERE event = 'stop_renewal'",),
        {"transitions"},
    ),
    "another state on the way": (
        (
            "UPDATE transition SET from_state = 'grace', to_state = 'grace', event = 'resume' "
            "WHERE event = 'stop_renewal'",
        ),
        {"transitions"},
    ),
    "another state now": (
        ("UPDATE transition SET from_state = 'active', to_state = 'active', event = 'resume' WHERE event = 'end'",),
        {"transitions"},
    ),
    "an entry deleted": (("DELETE FROM rating",), {"history"}),
    "the last entry deleted": ((NEXT_NUMBER,), {"history"}),
    "two entries of one number": (("UPDATE rating SET seq = seq - 1",), {"history"}),
    "an entry of the past": ((f"UPDATE rating SET at = at - {YEAR}",), {"history"}),
    "an entry of the future": ((f"UPDATE rating SET at = at + {YEAR}",), {"history"}),
    "out of a programme without a word": (
        ("UPDATE balance SET opted_out = TRUE WHERE programme = 'discount'",),
        {"consent"},
    ),
    "in again without a word": (("UPDATE balance SET opted_out = FALSE WHERE programme = 'bonus'",), {"consent"}),
    "rows that cannot be read": (("UPDATE seller SET digest = '{'",), {READABLE}),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_noticed_by_its_invariant_and_no_other(database: Database, name: str) -> None:
    statements, expected = DAMAGES[name]
    ledger = shop_with_everything(database)
    damage(database, *statements)
    assert {violation.invariant for violation in found_in(ledger)} == expected


def test_every_invariant_has_a_damage() -> None:
    noticed = set().union(*(expected for _, expected in DAMAGES.values()))
    names = {invariant.name for invariant in invariants(default_policy().calendar)}
    assert noticed == names | {READABLE}


def test_a_shop_to_which_everything_happened_is_in_order(database: Database) -> None:
    report = verify_all(books_of(shop_with_everything(database)), park=NOW)
    assert (report.sellers, report.violations, report.parked) == (1, [], 0)


def test_an_empty_database_is_in_order(database: Database) -> None:
    report = verify_all(books_of(Ledger(database, default_policy())))
    assert (report.sellers, report.invariants, report.violations) == (0, 28, [])


def test_a_finding_names_the_seller_and_the_numbers(database: Database) -> None:
    ledger = shop_with_everything(database)
    damage(database, "UPDATE charge SET amount = amount + 1 WHERE charge = 'K1'")
    assert found_in(ledger) == [
        Violation("S", "charge", "charge K1: 1000.01 is not 700.00 in money + 300.00 in points")
    ]


def test_a_running_period_that_was_never_opened_is_noticed(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING, ("2026-01-10T12:00", "command.connect", {"plan": "lite", "by": "manager"}))
    damage(database, "UPDATE subscription SET period_end = period_end + 1")
    assert [violation.invariant for violation in found_in(ledger)] == ["present period"]


def test_forgiven_points_are_no_finding(database: Database) -> None:
    ledger = shop_with_everything(database)
    tell(ledger, ("2026-07-21T12:00", "order.returned", {"line": "L1", "quantity": 5}))
    with database.read() as transaction:
        assert transaction.row("SELECT forgiven FROM lot WHERE lot = 'L1'") == (49000,)
    assert found_in(ledger) == []


@pytest.mark.parametrize("seed", range(8))
def test_random_histories_are_in_order(database: Database, seed: int) -> None:
    overlay = policies(seed) if seed % 2 else None
    assert found_in(random_marketplace(database, seed, 250, overlay)) == []


PROMO = overlay_policy(
    """[points.promo]
title = "Promo"
services = {ads = "always"}
expiry = {kind = "months", months = 12}
"""
)


def promo_shop(database: Database) -> Ledger:
    """One with points of a programme that was taken out of the policy since; the books are those without it."""
    ledger = Ledger(database, PROMO)
    grant = {"grant": "G", "programme": "promo", "amount": "100.00", "reason": "welcome"}
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "bonus.granted", grant),
        ("2026-01-02T13:00", "command.opt_out", {"programme": "promo", "by": "manager"}),
    )
    return Ledger(database, default_policy())


def test_a_programme_that_was_taken_out_of_the_policy_rests_in_its_rows(database: Database) -> None:
    assert found_in(promo_shop(database)) == []


def test_what_rests_is_looked_at_all_the_same(database: Database) -> None:
    ledger = promo_shop(database)
    damage(database, "UPDATE balance SET available = available + 1 WHERE programme = 'promo'")
    assert {each.invariant for each in found_in(ledger)} == {"credited", "balances", "available"}


# -- parking -------------------------------------------------------------------------------------------------


def two_shops(database: Database) -> Ledger:
    """S with a wrong wallet and T in order, both in the ledger's memory."""
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING)
    tell(ledger, ("2026-01-01T00:00", "seller.registered", {"name": "Other"}), seller="T")
    damage(database, "UPDATE seller SET wallet = wallet + 1 WHERE id = 'S'")
    return ledger


def credit(ledger: Ledger, seller: str) -> str:
    (outcome,) = tell(ledger, ("2026-01-02T00:00", "wallet.credited", {"amount": "1.00"}), seller=seller)
    return outcome.reason or outcome.kind


def test_a_parked_seller_is_refused_also_by_a_ledger_that_has_it_in_memory(database: Database) -> None:
    ledger = two_shops(database)
    verify_all(books_of(Ledger(database, default_policy())), park=NOW)
    assert credit(ledger, "S") == "account_under_review"


def test_the_others_go_on_while_one_is_parked(database: Database) -> None:
    ledger = two_shops(database)
    verify_all(books_of(ledger), park=NOW)
    assert credit(ledger, "T") == "done"


def test_a_parked_seller_can_be_looked_at(database: Database) -> None:
    ledger = two_shops(database)
    verify_all(books_of(ledger), park=NOW)
    account = ledger.look("S")
    assert account is not None and account.parked


def test_nobody_is_parked_unless_asked(database: Database) -> None:
    ledger = two_shops(database)
    verify_all(books_of(ledger))
    assert credit(ledger, "S") == "done"


def test_a_seller_is_parked_once(database: Database) -> None:
    ledger = two_shops(database)
    assert [verify_all(books_of(ledger), park=NOW).parked for _ in range(2)] == [1, 0]


def test_a_seller_that_is_still_wrong_is_not_released(database: Database) -> None:
    ledger = two_shops(database)
    verify_all(books_of(ledger), park=NOW)
    found = release(books_of(ledger), "S", NOW)
    assert found is not None and [each.invariant for each in found] == ["wallet"]
    assert credit(ledger, "S") == "account_under_review"


def test_a_mended_seller_is_released_and_works(database: Database) -> None:
    ledger = two_shops(database)
    verify_all(books_of(ledger), park=NOW)
    with database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet - 1 WHERE id = 'S'")
    assert release(books_of(ledger), "S", NOW) == []
    assert credit(ledger, "S") == "done"


def test_who_parked_and_released_an_account_and_when_is_noted_once(database: Database) -> None:
    ledger = two_shops(database)
    for _ in range(2):
        verify_all(books_of(ledger), park=NOW)
    with database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet - 1 WHERE id = 'S'")
    for _ in range(2):
        release(books_of(ledger), "S", NOW + 1)
    with database.read() as transaction:
        noted = transaction.rows("SELECT at, seller, actor, action FROM audit ORDER BY id")
    assert noted == [(NOW, "S", "verify", "parked"), (NOW + 1, "S", "operator", "released")]


def test_an_unknown_seller_cannot_be_released(database: Database) -> None:
    assert release(books_of(Ledger(database, default_policy())), "nobody", NOW) is None


def test_what_fell_due_while_parked_is_done_after_the_release(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING, ("2026-01-10T12:00", "command.connect", {"plan": "lite", "by": "manager"}))
    with database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet + 1")
    verify_all(books_of(ledger), park=NOW)
    tick(ledger, "2026-02-20T12:00")
    with database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = wallet - 1")
    assert release(books_of(ledger), "S", NOW) == []
    tick(ledger, "2026-02-20T12:00")
    account = ledger.look("S")
    assert account is not None and account.subscription.fees_paid == 199_000


def test_one_unreadable_seller_does_not_hide_the_others(database: Database) -> None:
    ledger = two_shops(database)
    with database.write() as transaction:
        transaction.run("UPDATE seller SET digest = '{' WHERE id = 'T'")
    assert {(each.seller, each.invariant) for each in found_in(ledger)} == {("S", "wallet"), ("T", READABLE)}


def test_a_database_that_fails_is_an_error_and_not_a_finding(database: Database) -> None:
    ledger = two_shops(database)
    with database.write() as transaction:
        transaction.run("ALTER TABLE balance RENAME TO elsewhere")
    with pytest.raises(StorageError):
        verify_all(books_of(ledger))


def test_a_sound_database_is_verified_with_its_sellers_and_parks_them(database: Database) -> None:
    ledger = two_shops(database)
    found, report = verify_database(books_of(ledger), park=NOW)
    assert found == []
    assert report is not None and (report.sellers, report.parked) == (2, 1)
    assert credit(ledger, "S") == "account_under_review"


def test_of_a_damaged_database_nobody_is_parked(database_url: str) -> None:
    class Broken(Database):
        """One in which the engine finds something."""

        def check(self) -> list[str]:
            return ["page 7 is broken"]

    with closing(Broken(database_url, durable=False)) as database:
        ledger = two_shops(database)
        assert verify_database(books_of(ledger), park=NOW) == (["page 7 is broken"], None)
        assert credit(ledger, "S") == "done"


@pytest.mark.parametrize("seed", range(4))
def test_what_is_compared_with_the_history_is_what_an_account_has(database: Database, seed: int) -> None:
    policy = random_marketplace(database, seed, 150, None).policy
    with database.read() as transaction:
        names = [name for (name,) in transaction.rows("SELECT id FROM seller")]
        accounts, kept = load(transaction, policy, names), load_kept(transaction, policy, names)
    assert {
        name: (
            each.wallet, each.clock, each.seq, each.subscription, each.balances, each.held,
            {programme: each.lots.get(programme, 0) for programme in policy.programmes},
        )
        for name, each in kept.items()
    } == {
        name: (
            each.wallet, each.clock, each.journal.seq, each.subscription, each.balances,
            {"discount": sum(line.points for line in each.lines.values())} if each.lines else {},
            {programme: sum(lot.amount for lot in lots.open) for programme, lots in each.lots.items()},
        )
        for name, each in accounts.items()
    }  # fmt: skip


# -- size ----------------------------------------------------------------------------------------------------


class CountingTransaction(Transaction):
    """Counts statements and the rows they bring."""

    counts: Counter[str]

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        found = super().rows(sql, parameters)
        self.counts["statements"] += 1
        self.counts["most rows"] = max(self.counts["most rows"], len(found))
        return found


class CountingDatabase(Database):
    """A database that counts what is read from it."""

    def __init__(self, url: str) -> None:
        super().__init__(url, durable=False)
        self.counts: Counter[str] = Counter()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        with super().read() as transaction:
            counting = CountingTransaction(transaction._cursor, postgresql=self.postgresql)
            counting.counts = self.counts
            self.counts["views"] += 1
            yield counting


@pytest.fixture
def counting(database_url: str) -> Iterator[CountingDatabase]:
    opened = CountingDatabase(database_url)
    yield opened
    opened.close()


def test_two_thousand_sellers_take_so_many_statements_a_piece(counting: CountingDatabase) -> None:
    ledger = Ledger(counting, default_policy())
    with counting.write() as transaction:
        transaction.run_many(
            "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, parked) "
            "VALUES (?, 'Shop', 0, 1, 0, 0, 0, '{}', ?)",
            [(f"S{number:04}", False) for number in range(2_000)],
        )
    report = verify_all(books_of(ledger))
    assert (report.sellers, report.violations) == (2_000, [])
    pieces = 2_000 // PIECE
    assert counting.counts["views"] <= 2 * pieces + 1
    assert counting.counts["statements"] <= 45 * pieces + 10


def test_what_is_found_in_many_pieces_comes_in_the_order_of_sellers(counting: CountingDatabase) -> None:
    ledger = Ledger(counting, default_policy())
    told: list[int] = []
    names = [f"S{number:04}" for number in range(6 * PIECE)]
    with counting.write() as transaction:
        transaction.run_many(
            "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, parked) "
            "VALUES (?, 'Shop', 0, 1, 0, 1, 0, '{}', ?)",
            [(name, False) for name in names],
        )
    report = verify_all(books_of(ledger), progress=told.append)
    assert [violation.seller for violation in report.violations] == names
    assert told == [PIECE * piece for piece in range(1, 7)]


def test_it_says_how_many_are_done_after_each_piece(database: Database) -> None:
    ledger = two_shops(database)
    done: list[int] = []
    verify_all(books_of(ledger), progress=done.append)
    assert done == [2]


def test_movements_are_summed_once_a_piece_for_all_invariants(database: Database) -> None:
    ledger = shop_with_everything(database)
    with database.read() as transaction:
        piece = load_kept(transaction, ledger.policy, ["S"])
        nothing = Transaction(None, postgresql=database.postgresql)  # whoever asks it for a row fails
        for invariant in (MovementWays(), AccruedLaw(), CreditedLaw(), DebtLaw(), BalancesOfMovements()):
            assert invariant.check(nothing, piece) == []


def test_a_long_history_brings_no_more_rows_than_a_short_one(counting: CountingDatabase) -> None:
    ledger = shop_with_everything(counting)
    with counting.read() as transaction:
        check_sellers(transaction, ledger.policy, ["S"])
    short = counting.counts["most rows"]
    days = [f"2026-07-{day}T{hour}:00" for day in range(21, 29) for hour in range(10, 20)]
    facts = [(at, "service.charged", {"charge": at, "service": "ads", "amount": "0.05"}) for at in days]
    tell(ledger, *facts)
    counting.counts.clear()
    with counting.read() as transaction:
        assert check_sellers(transaction, ledger.policy, ["S"]) == []
    assert counting.counts["most rows"] <= short + 1


def test_what_others_did_costs_a_seller_that_is_checked_nothing(sqlite_database_url: str) -> None:
    with closing(Database(sqlite_database_url, durable=False)) as database:
        ledger = shop_with_everything(database)
        tell(ledger, ("2026-01-01T00:00", "seller.registered", {"name": "Other"}), seller="T")
        alone = _steps_of_a_check(database, ledger)
        with database.write() as transaction:
            transaction.run_many(
                "INSERT INTO wallet_entry (seller, seq, at, kind, amount, balance, actor, cause) "
                "VALUES ('T', ?, 0, 'credit', 1, 1, 'marketplace', '')",
                [(number,) for number in range(1, 20_000)],
            )
        assert _steps_of_a_check(database, ledger) < 1.5 * alone  # each row that was looked at would add some


def _steps_of_a_check(database: Database, ledger: Ledger) -> int:
    """How many instructions SQLite takes to check seller S, in hundreds."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with database.read() as transaction:
        connection = transaction._cursor.connection
        connection.set_progress_handler(count, 100)
        check_sellers(transaction, ledger.policy, ["S"])
        connection.set_progress_handler(None, 0)
    return steps


# -- local days in statements ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone", ["Europe/Moscow", "Asia/Yerevan", "America/Los_Angeles", "Australia/Lord_Howe", "America/St_Johns"]
)
def test_shifts_of_a_zone_give_every_instant_its_local_day(zone: str) -> None:
    calendar = Calendar(zone)
    first, last = parse_instant("2005-01-01T00:00:00Z"), parse_instant("2015-01-01T00:00:00Z")
    shifts = utc_shifts(calendar, first, last)
    instants = [random.Random(zone).randint(first, last) for _ in range(300)]
    edges = [at for start, end, _ in shifts for at in (start, min(end - 1, last))]
    for at in instants + edges:
        (shift,) = [shift for start, end, shift in shifts if start <= at < end]
        assert (at + shift) // 86_400_000_000 + 719_163 == calendar.date(at).toordinal()
