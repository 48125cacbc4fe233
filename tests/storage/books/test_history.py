"""A seller's history in pages: everything once, in order, exactly what a filter asks for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from core.policy import default_policy
from core.values import Instant, parse_instant
from storage.books.history import (
    ALL,
    KINDS,
    NEVER,
    TOLD_ONCE,
    HistoryFilter,
    HistoryLine,
    Places,
    charges,
    choices,
    entry,
    page,
    stream,
    unearned,
)
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.storage.marketplace import OPENING, books_of, order, random_marketplace, shop_with_everything, tell, tick

EVERY = HistoryFilter(whats=frozenset(KINDS))


def moscow(text: str) -> Instant:
    return parse_instant(f"{text}:00+03:00")


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Shop S, to which everything happened, and a charge given back that was partly paid with money."""
    found = shop_with_everything(database)
    tell(found, ("2026-07-21T12:00", "charge.reversed", {"charge": "K1"}))
    return found


@pytest.fixture(params=[18, 22])
def marketplace(request: pytest.FixtureRequest, database: Database) -> Ledger:
    return random_marketplace(database, request.param, 300, None)


def sellers(ledger: Ledger) -> list[str]:
    with ledger.database.read() as transaction:
        return [name for (name,) in transaction.rows("SELECT id FROM seller ORDER BY id")]


def one(ledger: Ledger, **marks: Any) -> HistoryLine:
    """The only line with these marks."""
    found = [
        line for line in stream(books_of(ledger), "S", EVERY) if all(getattr(line, k) == v for k, v in marks.items())
    ]
    assert len(found) == 1, found
    return found[0]


# -- lines ----------------------------------------------------------------------------------------------------------


def test_every_number_of_a_history_is_one_line(marketplace: Ledger) -> None:
    """RULES 11: every stage; nothing is left out and nothing comes twice."""
    for seller in sellers(marketplace):
        with marketplace.database.read() as transaction:
            last = transaction.row("SELECT seq FROM seller WHERE id = ?", (seller,))
        assert last is not None
        lines = list(stream(books_of(marketplace), seller, EVERY, size=7))
        assert [line.seq for line in lines] == list(range(1, last[0] + 1))
        assert all(line.kind in KINDS[line.what] for line in lines)


def test_time_never_goes_back_in_a_history(marketplace: Ledger) -> None:
    """RULES 2.5: what dates are looked up by."""
    for seller in sellers(marketplace):
        times = [line.at for line in stream(books_of(marketplace), seller, EVERY)]
        assert times == sorted(times)


def test_a_kind_means_one_thing() -> None:
    every = [kind for kinds in KINDS.values() for kind in kinds]
    assert len(every) == len(set(every))


def test_amounts_are_signed_as_the_seller_sees_them(ledger: Ledger) -> None:
    """RULES 11."""
    signs: dict[str, set[bool]] = {}
    for line in stream(books_of(ledger), "S", EVERY):
        if line.amount:
            signs.setdefault(line.kind, set()).add(line.amount > 0)
    comes = {
        "accrual",
        "crediting",
        "reversal",
        "prolongation",
        "credit",
        "cover_returned",
        "service_reversed",
        "fee_returned",
    }
    goes = {"repayment", "adjustment", "spending", "cover", "expiry", "debit", "service", "fee", "paid", "charge"}
    assert signs == {kind: {kind in comes} for kind in comes | goes}


def test_changes_of_the_stages_add_up_to_the_balances(marketplace: Ledger) -> None:
    """RULES 11: the balance, by programme."""
    for account in marketplace.each_account():
        lines = list(stream(books_of(marketplace), account.seller, HistoryFilter(whats=frozenset({"points"}))))
        for name, balance in account.balances.items():
            mine = [line for line in lines if line.programme == name]
            assert sum(line.available_change for line in mine) == balance.available
            assert sum(line.held_change for line in mine) == balance.held
            assert sum(line.debt_change for line in mine) == balance.debt


def test_a_line_of_points_names_what_it_is_about(ledger: Ledger) -> None:
    """RULES 11: order, service, campaign, charge and actor."""
    accrual = one(ledger, kind="accrual", order="L1")
    assert (accrual.programme, accrual.campaign, accrual.actor) == ("discount", "C", "marketplace")
    assert accrual.expires_at == moscow("2026-07-15T00:00")
    cover = one(ledger, kind="cover")
    assert (cover.order, cover.service, cover.charge, cover.actor) == ("L1", "ads", "K1", "finance")
    assert one(ledger, kind="accrual", grant="G1").order is None


def test_an_adjustment_is_about_the_order_or_grant_that_was_taken_back(ledger: Ledger) -> None:
    """RULES 8.7, 8.8."""
    of_grants = [
        line for line in stream(books_of(ledger), "S") if line.kind == "adjustment" and line.programme == "bonus"
    ]
    assert {(line.grant, line.order) for line in of_grants} == {("G1", None)}


def test_a_line_of_money_has_its_balance_and_service(ledger: Ledger) -> None:
    """RULES 11: every wallet entry with the balance after it."""
    line = one(ledger, kind="cover_returned")
    assert (line.what, line.amount, line.service, line.charge) == ("money", 30_000, "ads", "K1")
    before = [each for each in stream(books_of(ledger), "S") if each.what == "money" and each.seq < line.seq][-1]
    assert before.balance is not None
    assert line.balance == before.balance + 30_000


def test_a_fee_names_its_plan_and_period(ledger: Ledger) -> None:
    """RULES 11: the act."""
    fee = next(line for line in stream(books_of(ledger), "S") if line.kind == "fee")
    assert (fee.plan, fee.starts_at, fee.ends_at) == ("lite", moscow("2026-02-09T12:00"), moscow("2026-03-09T12:00"))


def test_steps_consents_and_ratings_tell_what_they_set(ledger: Ledger) -> None:
    """RULES 4.16, 6.1a, 8.9."""
    upgrade = one(ledger, kind="upgrade")
    assert (upgrade.plan, upgrade.state, upgrade.actor, upgrade.amount) == ("premium", "active", "manager", None)
    assert one(ledger, kind="opt_out").programme == "bonus"
    assert one(ledger, kind="rating").rating == 4_490_000
    assert one(ledger, kind="end").reason == "cancelled"


def test_a_line_is_found_by_its_number(ledger: Ledger) -> None:
    for line in stream(books_of(ledger), "S", EVERY):
        assert entry(books_of(ledger), "S", line.seq) == line
    assert entry(books_of(ledger), "S", 10_000) is None


# -- filters --------------------------------------------------------------------------------------------------------

Test = Callable[[HistoryLine], bool]
FILTERS: list[tuple[HistoryFilter, Test]] = [
    (ALL, lambda line: line.what in TOLD_ONCE),
    (HistoryFilter(since=moscow("2026-02-12T12:00")), lambda line: line.at >= moscow("2026-02-12T12:00")),
    (HistoryFilter(until=moscow("2026-02-12T12:00")), lambda line: line.at < moscow("2026-02-12T12:00")),
    (
        HistoryFilter(since=moscow("2026-02-01T00:00"), until=moscow("2026-03-01T00:00")),
        lambda line: moscow("2026-02-01T00:00") <= line.at < moscow("2026-03-01T00:00"),
    ),
    (HistoryFilter(whats=frozenset({"money", "charge"})), lambda line: line.what in ("money", "charge")),
    (
        HistoryFilter(kinds=frozenset({"cover", "cover_returned", "opt_out", "adjustment"})),
        lambda line: line.kind in ("cover", "cover_returned", "opt_out", "adjustment"),
    ),
    (HistoryFilter(kinds=frozenset({"service_reversed"})), lambda line: line.kind == "service_reversed"),
    (HistoryFilter(kinds=frozenset({"paid", "fee"})), lambda line: line.kind in ("paid", "fee")),
    (HistoryFilter(programme="bonus"), lambda line: line.programme == "bonus"),
    (HistoryFilter(service="ads"), lambda line: line.service == "ads"),
    (
        HistoryFilter(service="ads", programme="discount"),
        lambda line: (line.service, line.programme) == ("ads", "discount"),
    ),
    (HistoryFilter(charge="K3"), lambda line: line.charge == "K3"),
    (HistoryFilter(campaign="C"), lambda line: line.campaign == "C"),
    (HistoryFilter(order="L1"), lambda line: line.order == "L1"),
    (HistoryFilter(grant="G2"), lambda line: line.grant == "G2"),
    (HistoryFilter(order="nothing"), lambda line: False),
]


@pytest.mark.parametrize(("wanted", "belongs"), FILTERS)
def test_a_filter_finds_what_it_says_and_nothing_else(ledger: Ledger, wanted: HistoryFilter, belongs: Test) -> None:
    """RULES 11: filter by dates and kinds."""
    whats = wanted.whats or (KINDS if wanted.kinds else TOLD_ONCE)
    expected = [line for line in stream(books_of(ledger), "S", EVERY) if line.what in whats and belongs(line)]

    assert list(stream(books_of(ledger), "S", wanted)) == expected
    found = page(books_of(ledger), "S", wanted, size=1000)
    assert (found.lines, found.total) == (tuple(expected[::-1]), len(expected))


def test_filters_find_something_in_that_history(ledger: Ledger) -> None:
    empty = [wanted for wanted, _ in FILTERS if not page(books_of(ledger), "S", wanted).total]
    assert empty == [HistoryFilter(order="nothing")]


def test_an_order_has_what_another_orders_return_took_of_its_points(database: Database) -> None:
    """RULES 8.7: its relatives."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "order.redeemed", order("A", "0.10", 10)),
        ("2026-01-02T13:00", "order.redeemed", order("B", "0.10", 10)),
        ("2026-01-17T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
        ("2026-01-17T13:00", "service.charged", {"charge": "K", "service": "ads", "amount": "490.00"}),
        ("2026-01-18T12:00", "order.returned", {"line": "A", "quantity": 5}),  # A's points are spent: from B's
    )

    def kinds(name: str) -> list[tuple[str, str | None]]:
        return [(line.kind, line.order) for line in stream(books_of(ledger), "S", HistoryFilter(order=name))]

    assert kinds("A") == [("accrual", "A"), ("crediting", "A"), ("spending", "A"), ("adjustment", "A")]
    assert kinds("B") == [("accrual", "B"), ("crediting", "B"), ("adjustment", "A")]


# -- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3, 8])
@pytest.mark.parametrize(
    "wanted", [ALL, HistoryFilter(whats=frozenset({"money"})), HistoryFilter(programme="discount")]
)
def test_turning_pages_shows_every_line_once_there_and_back(ledger: Ledger, wanted: HistoryFilter, size: int) -> None:
    """RULES 11: pages."""
    expected = list(stream(books_of(ledger), "S", wanted))[::-1]
    pages = [page(books_of(ledger), "S", wanted, size=size)]
    while pages[-1].older is not None:
        pages.append(page(books_of(ledger), "S", wanted, before=pages[-1].older, size=size))
    assert [line for each in pages for line in each.lines] == expected
    assert pages[0].newer is None

    back = [pages[-1]]
    while back[-1].newer is not None:
        back.append(page(books_of(ledger), "S", wanted, after=back[-1].newer, size=size))
    assert back[-1].lines == pages[0].lines
    assert {line for each in back for line in each.lines} == set(expected)


def test_a_newer_page_that_would_be_short_is_the_first(ledger: Ledger) -> None:
    newest = page(books_of(ledger), "S", size=5)

    assert page(books_of(ledger), "S", after=newest.lines[2].seq, size=5).lines == newest.lines


def test_an_empty_history_has_an_empty_page(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    assert page(books_of(ledger), "nobody") == ((), None, None, 0, None)
    assert list(stream(books_of(ledger), "nobody")) == []


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_a_stream_is_the_same_in_pieces_of_any_size(ledger: Ledger, size: int) -> None:
    assert list(stream(books_of(ledger), "S", size=size)) == list(stream(books_of(ledger), "S"))


def test_what_happens_while_a_stream_is_read_is_not_in_it(ledger: Ledger) -> None:
    reading = stream(books_of(ledger), "S", size=2)
    known = page(books_of(ledger), "S").total
    first = next(reading)

    tell(ledger, ("2026-08-01T12:00", "wallet.credited", {"amount": "1.00"}))

    assert len([first, *reading]) == known


def test_a_date_is_found_among_the_numbers_as_by_looking_at_each(marketplace: Ledger) -> None:
    for seller in sellers(marketplace):
        lines = list(stream(books_of(marketplace), seller, EVERY))
        moments = {at + step for at in {line.at for line in lines} for step in (-1, 0, 1)} | {0, NEVER}
        with marketplace.database.read() as transaction:
            places = Places(transaction, seller)
            for at in moments:
                assert places.of(at) == 1 + sum(line.at < at for line in lines)


def test_a_span_that_ends_before_it_begins_is_empty(ledger: Ledger) -> None:
    wanted = HistoryFilter(since=moscow("2026-03-01T00:00"), until=moscow("2026-02-01T00:00"))

    assert page(books_of(ledger), "S", wanted).total == 0


# -- what can be chosen ---------------------------------------------------------------------------------------------


def test_only_what_occurs_is_offered(ledger: Ledger) -> None:
    lines = list(stream(books_of(ledger), "S"))

    found = choices(books_of(ledger), "S")

    assert set(found.kinds) == {line.kind for line in lines}
    assert found.programmes == ("bonus", "discount")
    assert found.services == ("ads", "logistics")
    assert found.campaigns == ("C",)
    assert found.first_at == lines[0].at


def test_a_seller_without_history_has_nothing_to_choose(database: Database) -> None:
    assert choices(books_of(Ledger(database, default_policy())), "nobody") == ((), (), (), (), None)


# -- charges --------------------------------------------------------------------------------------------------------


def test_charges_have_their_points_and_money_parts(ledger: Ledger) -> None:
    """RULES 9: points part + money part; newest first."""
    found = charges(books_of(ledger), "S")

    assert [(each.charge, each.amount, each.money, each.points) for each in found.charges] == [
        ("K3", 70_000, 0, (("bonus", 13_400), ("discount", 56_600))),
        ("K2", 80_000, 0, (("discount", 80_000),)),
        ("K1", 100_000, 70_000, (("discount", 30_000),)),
    ]
    assert [each.reversed_at for each in found.charges] == [
        moscow("2026-07-20T12:00"),
        moscow("2026-02-27T12:00"),
        moscow("2026-07-21T12:00"),
    ]


def test_charges_are_paged_and_filtered(ledger: Ledger) -> None:
    first = charges(books_of(ledger), "S", size=2)
    assert first.older is not None
    second = charges(books_of(ledger), "S", before=first.older, size=2)
    assert second.newer is not None

    assert [each.charge for each in (*first.charges, *second.charges)] == ["K3", "K2", "K1"]
    assert charges(books_of(ledger), "S", after=second.newer, size=2) == first
    assert [each.charge for each in charges(books_of(ledger), "S", service="logistics").charges] == ["K2"]
    since, until = moscow("2026-02-26T00:00"), moscow("2026-02-26T14:00")
    assert [each.charge for each in charges(books_of(ledger), "S", since=since, until=until).charges] == ["K2"]
    assert first.total == 3


# -- orders that earned nothing -------------------------------------------------------------------------------------


def test_orders_that_earned_nothing_are_listed_with_their_reason(database: Database) -> None:
    """RULES 8.3, 15.8."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "order.redeemed", order("low", "0.01", 1)),
        ("2026-01-03T12:00", "order.redeemed", order("toy", "0.10", 1) | {"category": "toys"}),
        ("2026-01-04T12:00", "order.redeemed", order("high", "0.01", 2)),
        ("2026-01-05T12:00", "order.redeemed", order("tiny", "0.05", 1) | {"price": "0.01"}),
        ("2026-01-06T12:00", "order.redeemed", order("good", "0.10", 1)),
        ("2026-01-07T12:00", "order.returned", {"line": "good", "quantity": 1}),
    )
    tick(ledger, "2026-02-01T00:00")

    found = unearned(books_of(ledger), "S")

    assert [(each.order, each.reason) for each in found.orders] == [
        ("tiny", "rounds_to_nothing"),
        ("high", "below_min_discount"),
        ("toy", "category_excluded"),
        ("low", "below_min_discount"),
    ]
    first = unearned(books_of(ledger), "S", size=3)
    assert first.older is not None
    assert [each.order for each in unearned(books_of(ledger), "S", before=first.older).orders] == ["low"]
    assert (first.total, unearned(books_of(ledger), "S", since=moscow("2026-01-04T00:00")).total) == (4, 2)


def test_orders_of_one_instant_turn_over_pages_once(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(
        ledger, *OPENING, *[("2026-01-02T12:00", "order.redeemed", order(name, "0.01", 1)) for name in ("a", "b", "c")]
    )

    pages = [unearned(books_of(ledger), "S", size=1)]
    while pages[-1].older is not None:
        pages.append(unearned(books_of(ledger), "S", before=pages[-1].older, size=1))

    assert [each.order for found in pages for each in found.orders] == ["c", "b", "a"]


# -- how it is read -------------------------------------------------------------------------------------------------


def test_no_read_walks_over_other_sellers_or_sorts_in_the_database(sqlite_database_url: str) -> None:
    """Each statement goes along an index that begins with the seller."""
    database = Database(sqlite_database_url, durable=False)
    ledger = shop_with_everything(database)
    statements: list[str] = []

    @event.listens_for(database.engine, "checkout")
    def listen(connection: sqlite3.Connection, *_: Any) -> None:
        connection.set_trace_callback(statements.append)

    page(books_of(ledger), "S", replace(EVERY, since=moscow("2026-02-12T12:00"), until=moscow("2026-08-01T00:00")))
    page(books_of(ledger), "S", HistoryFilter(service="ads"))
    entry(books_of(ledger), "S", 1)
    charges(books_of(ledger), "S", since=0)
    unearned(books_of(ledger), "S")
    with database.read() as transaction:
        steps = [
            step[3]
            for statement in {each for each in statements if each.startswith("SELECT")}
            for step in transaction.rows(f"EXPLAIN QUERY PLAN {statement}")
        ]
    database.close()

    assert len(steps) > 20
    assert [step for step in steps if "TEMP B-TREE" in step] == []
    # What is made on the way, such as the next entry of each table, is small.
    tables = ("e", "movement", "wallet_entry", "transition", "consent", "rating", "period", "charge", "line")
    assert [step for step in steps if step.split()[0] == "SCAN" and step.split()[1] in tables] == []
