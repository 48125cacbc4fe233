"""The statement, the monthly report, figures, series and outlooks agree with a slow second reading of the tables.

Problem: sums that are made by the same query on both sides prove nothing. Decision: a naive reading takes every row
of a table once and adds up in plain Python, over random histories and over a shop whose numbers were added by hand.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from sqlmodel import SQLModel

from core.points.outlook import ServiceNeed
from core.policy import default_policy
from core.values import HOUR, RATE_ONE, Instant, parse_instant
from storage.books.history import TOLD_ONCE, HistoryFilter, stream
from storage.books.reports import (
    MOST_MONTHS,
    Sums,
    by_month,
    expiry_outlook,
    leaving,
    metrics,
    month_before,
    month_bounds,
    month_report,
    monthly_need,
    statement,
    usual_charges,
    usual_daily_charge,
)
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.storage.marketplace import OPENING, books_of, order, random_marketplace, shop_with_everything, tell, tick

SEEDS = [18, 22]
DAY = 24 * HOUR


def moscow(text: str) -> Instant:
    return parse_instant(f"{text}:00+03:00")


class Naive:
    """Everything that one seller's tables hold, as dictionaries."""

    def __init__(self, database: Database, seller: str) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {}
        for table in ("movement", "wallet_entry", "charge", "line", "period"):
            with database.read() as transaction:
                names = [column.name for column in SQLModel.metadata.tables[table].columns]
                rows = transaction.rows(f"SELECT {', '.join(names)} FROM {table} WHERE seller = ?", (seller,))
            self.tables[table] = [dict(zip(names, row, strict=True)) for row in rows]

    def within(self, table: str, since: Instant, until: Instant) -> list[dict[str, Any]]:
        return [row for row in self.tables[table] if since <= row["at"] < until]

    def stage(self, programme: str, stage: str, until: Instant) -> int:
        total = 0
        for row in self.tables["movement"]:
            if row["programme"] == programme and row["at"] < until:
                total += row["amount"] if row["target"] == stage else 0
                total -= row["amount"] if row["source"] == stage else 0
        return -total if stage == "debt" else total

    def wallet(self, until: Instant) -> int:
        return sum(row["amount"] for row in self.tables["wallet_entry"] if row["at"] < until)


def sellers_and_months(database: Database, ledger: Ledger) -> list[tuple[str, int]]:
    """Every seller with every local month from before the first entry to after the last."""
    found = []
    with database.read() as transaction:
        names = [name for (name,) in transaction.rows("SELECT id FROM seller ORDER BY id")]
    for name in names:
        at = [line.at for line in stream(books_of(ledger), name)]
        if at:
            month, last = (ledger.policy.calendar.month(each) for each in (min(at), max(at)))
            while month <= last:
                found.append((name, month))
                month = month_before(month, -1)
    return found


@pytest.fixture(params=SEEDS)
def marketplace(request: pytest.FixtureRequest, database: Database) -> Ledger:
    return random_marketplace(database, request.param, 400, None)


# -- the statement --------------------------------------------------------------------------------------------------


def test_opening_and_changes_of_every_month_make_its_closing_in_every_balance(marketplace: Ledger) -> None:
    """RULES 11: the statement."""
    checked = 0
    for seller, month in sellers_and_months(marketplace.database, marketplace):
        naive = Naive(marketplace.database, seller)
        found = statement(books_of(marketplace), seller, month)
        since, until = month_bounds(marketplace.policy.calendar, month)
        assert (found.wallet.opening, found.wallet.closing) == (naive.wallet(since), naive.wallet(until))
        for sums in found.programmes:
            for stage in ("available", "held", "debt"):
                balance: Sums = getattr(sums, stage)
                opening = naive.stage(sums.programme, stage, since)
                closing = naive.stage(sums.programme, stage, until)
                assert (balance.opening, balance.closing) == (opening, closing)
                assert balance.opening + sum(amount for _, amount in balance.changes) == balance.closing
                checked += bool(balance.changes)
    assert checked > 5


def test_the_lines_of_a_month_add_up_to_its_statement(marketplace: Ledger) -> None:
    """RULES 11: an export and the statement of the same month agree, kind by kind."""
    for seller, month in sellers_and_months(marketplace.database, marketplace):
        found = statement(books_of(marketplace), seller, month)
        lines = list(stream(books_of(marketplace), seller, HistoryFilter(since=found.since, until=found.until)))
        money: Counter[str] = Counter()
        available: Counter[tuple[str, str]] = Counter()
        for line in lines:
            money[line.kind] += (line.amount or 0) if line.what == "money" else 0
            available[line.programme or "", line.kind] += line.available_change
        assert dict(found.wallet.changes) == {kind: amount for kind, amount in money.items() if amount}
        for sums in found.programmes:
            theirs = {kind: amount for (name, kind), amount in available.items() if name == sums.programme and amount}
            assert dict(sums.available.changes) == theirs


def test_a_statement_of_a_month_adds_up_by_hand(database: Database) -> None:
    """RULES 11: February of the shop to which everything happened."""
    found = statement(books_of(shop_with_everything(database)), "S", 202602)

    discount, bonus = (
        next(each for each in found.programmes if each.programme == name) for name in ("discount", "bonus")
    )
    assert discount.held == Sums(0, (("accrual", 215_600), ("crediting", -166_600), ("adjustment", -49_000)), 0)
    assert discount.available.opening == 0
    assert dict(discount.available.changes)["crediting"] == 166_600
    assert dict(bonus.available.changes) == {"crediting": 50_000, "spending": -13_400}
    assert bonus.debt == Sums(0, (), 0)


def test_the_act_lists_fees_and_what_was_returned_of_them(database: Database) -> None:
    """RULES 4.12, 11: Lite paid on the 9th, half of it returned on the 23rd, Premium paid."""
    found = statement(books_of(shop_with_everything(database)), "S", 202602)

    assert [(fee.kind, fee.plan, fee.amount) for fee in found.fees] == [
        ("fee", "lite", 199_000),
        ("fee_returned", "lite", -99_500),
        ("fee", "premium", 499_000),
    ]
    assert found.fees_total == 199_000 - 99_500 + 499_000
    assert found.fees[1].period_start == found.fees[0].period_start


def test_the_act_and_the_wallet_agree_about_fees(marketplace: Ledger) -> None:
    """RULES 11: the monthly act."""
    for seller, month in sellers_and_months(marketplace.database, marketplace):
        found = statement(books_of(marketplace), seller, month)
        changes = dict(found.wallet.changes)
        assert found.fees_total == -changes.get("fee", 0) - changes.get("fee_returned", 0)


def test_a_seller_nobody_knows_has_an_empty_statement(database: Database) -> None:
    found = statement(books_of(Ledger(database, default_policy())), "nobody", 202601)

    assert (found.wallet, found.fees_total) == (Sums(0, (), 0), 0)


# -- figures --------------------------------------------------------------------------------------------------------


def test_figures_of_every_month_are_those_of_a_naive_reading(marketplace: Ledger) -> None:
    """RULES 11: coverage, flows, reward and discount, adjustments, lag, fees."""
    calendar, seen = marketplace.policy.calendar, Counter[str]()
    for seller, month in sellers_and_months(marketplace.database, marketplace):
        naive = Naive(marketplace.database, seller)
        since, until = month_bounds(calendar, month)
        found = metrics(books_of(marketplace), seller, since, until)
        movements = naive.within("movement", since, until)
        lines = {row["line"]: row for row in naive.tables["line"]}

        costs: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in naive.within("charge", since, until):
            if row["reversed_at"] is None:
                for index, value in enumerate((1, row["amount"], row["money"])):
                    costs[row["service"]][index] += value
        assert {each.service: [each.charges, each.amount, each.money] for each in found.services} == dict(costs)
        assert found.cost.amount == found.cost.points + found.cost.money
        assert found.cost.amount == sum(each[1] for each in costs.values())
        seen["charges"] += found.cost.charges

        for flow in found.programmes:
            mine = [row for row in movements if row["programme"] == flow.programme]
            assert flow.accrued == sum(row["amount"] for row in mine if row["kind"] == "accrual")
            assert flow.adjusted == sum(row["amount"] for row in mine if row["kind"] == "adjustment")
            assert flow.expired == sum(row["amount"] for row in mine if row["kind"] == "expiry")
            assert flow.repaid == sum(row["amount"] for row in mine if row["kind"] == "repayment")
            spent = sum(row["amount"] for row in mine if row["kind"] in ("spending", "cover"))
            assert flow.spent == spent - sum(row["amount"] for row in mine if row["source"] == "spent")
            seen["expired"] += flow.expired

        rewards: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for row in movements:
            if row["kind"] == "accrual" and row["origin"] == "line":
                line = lines[row["lot"]]
                given = line["price"] * line["discount"] * line["quantity"] // RATE_ONE
                for index, value in enumerate((1, row["amount"], given)):
                    rewards[row["campaign"]][index] += value
            if row["kind"] == "adjustment" and row["campaign"] is not None:
                rewards[row["campaign"]][3] += row["amount"]
        assert {
            each.campaign: [each.orders, each.reward, each.discount, each.adjusted] for each in found.campaigns
        } == dict(rewards)
        for each in (*found.campaigns, found.total):
            assert each.ratio == (each.reward * RATE_ONE // each.discount if each.discount else None)
            assert each.adjusted_share == (each.adjusted * RATE_ONE // each.reward if each.reward else None)
        seen["orders"] += found.total.orders

        lags = {
            row["lot"]: row["at"] - lines[row["lot"]]["redeemed_at"]
            for row in movements
            if row["source"] == "held" and row["target"] in ("available", "debt") and row["origin"] == "line"
        }
        if lags:
            assert found.lag is not None
            assert found.lag == (len(lags), sum(lags.values()) // len(lags), int(statistics.median(lags.values()) // 1))
        else:
            assert found.lag is None
        seen["lags"] += len(lags)

        fees = -sum(
            row["amount"] for row in naive.within("wallet_entry", since, until) if row["kind"].startswith("fee")
        )
        assert found.fees == fees
        assert found.return_on_fees == (found.covered * RATE_ONE // fees if fees else None)
    assert min(seen[name] for name in ("charges", "orders", "lags")) > 0


def test_nothing_to_divide_by_is_no_data_and_not_zero(database: Database) -> None:
    """RULES 11: a divisor of 0 shows "no data"."""
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING)

    found = metrics(books_of(ledger), "S", moscow("2026-01-01T00:00"), moscow("2026-02-01T00:00"))

    assert (found.cost.share, found.total.ratio, found.total.adjusted_share) == (None, None, None)
    assert (found.lag, found.return_on_fees) == (None, None)


def test_nothing_covered_is_a_share_of_zero(database: Database) -> None:
    """RULES 11: a share of 0 is known."""
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING, ("2026-01-02T12:00", "service.charged", {"charge": "K", "service": "ads", "amount": "5.00"}))

    assert metrics(books_of(ledger), "S", moscow("2026-01-01T00:00"), moscow("2026-02-01T00:00")).cost.share == 0


def test_a_charge_given_back_is_no_cost(database: Database) -> None:
    """RULES 9.7, 11 (our choice)."""
    found = metrics(
        books_of(shop_with_everything(database)), "S", moscow("2026-02-01T00:00"), moscow("2026-03-01T00:00")
    )

    assert [(each.service, each.amount, each.points) for each in found.services] == [("ads", 100_000, 30_000)]


def test_the_reward_of_a_campaign_stands_against_the_discount_given(database: Database) -> None:
    """RULES 11: 12 × 7000.00 at 20 % and 20 × 7000.00 at 10 % give 30800.00 and bring 2156.00."""
    found = metrics(
        books_of(shop_with_everything(database)), "S", moscow("2026-02-01T00:00"), moscow("2026-03-01T00:00")
    )

    campaign = found.campaigns[0]
    assert (campaign.campaign, campaign.orders, campaign.reward) == ("C", 2, 117_600 + 98_000)
    assert campaign.discount == 140_000 * 12 + 70_000 * 20
    assert campaign.ratio == 70_000
    assert (campaign.adjusted, campaign.adjusted_share) == (49_000, 49_000 * RATE_ONE // 215_600)


def test_the_lag_counts_an_order_once_though_a_part_of_it_repaid_debt(database: Database) -> None:
    """RULES 8.7, 11: mean and median time from redemption to crediting."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "order.redeemed", order("A", "0.10", 10)),
        ("2026-01-17T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
        ("2026-01-17T13:00", "service.charged", {"charge": "K", "service": "ads", "amount": "490.00"}),
        ("2026-01-18T12:00", "order.returned", {"line": "A", "quantity": 5}),  # all spent: a debt of 245.00
        ("2026-01-20T12:00", "order.redeemed", order("B", "0.10", 10)),
    )
    tick(ledger, "2026-02-28T12:00")

    found = metrics(books_of(ledger), "S", moscow("2026-02-01T00:00"), moscow("2026-03-01T00:00"))

    assert found.lag == (1, 14 * DAY, 14 * DAY)


def test_a_month_is_reported_beside_the_month_before(database: Database) -> None:
    """RULES 11: the monthly report."""
    ledger = shop_with_everything(database)

    found = month_report(books_of(ledger), "S", 202603)

    assert (found.seller, found.shop, found.month) == ("S", "Shop", 202603)
    assert found.now == metrics(books_of(ledger), "S", moscow("2026-03-01T00:00"), moscow("2026-04-01T00:00"))
    assert found.before == metrics(books_of(ledger), "S", moscow("2026-02-01T00:00"), moscow("2026-03-01T00:00"))


# -- series ---------------------------------------------------------------------------------------------------------


def test_a_series_has_the_figures_of_each_of_its_months(marketplace: Ledger) -> None:
    """RULES 11, for charts."""
    calendar = marketplace.policy.calendar
    for seller in {seller for seller, _ in sellers_and_months(marketplace.database, marketplace)}:
        last = max(month for name, month in sellers_and_months(marketplace.database, marketplace) if name == seller)
        series = by_month(books_of(marketplace), seller, last, months=24)
        only = by_month(books_of(marketplace), seller, last, months=24, programme="discount")
        assert [each.month for each in series] == [month_before(last, back) for back in range(23, -1, -1)]
        for each, discount in zip(series, only, strict=True):
            figures = metrics(books_of(marketplace), seller, *month_bounds(calendar, each.month))
            for name in ("accrued", "credited", "adjusted", "spent", "expired"):
                assert getattr(each, name) == sum(getattr(flow, name) for flow in figures.programmes)
                wanted = next(flow for flow in figures.programmes if flow.programme == "discount")
                assert getattr(discount, name) == getattr(wanted, name)
            assert (each.charged, each.covered, each.share) == (
                figures.cost.amount,
                figures.cost.points,
                figures.cost.share,
            )


@pytest.mark.parametrize("months", [0, MOST_MONTHS + 1])
def test_a_series_is_one_to_a_hundred_and_twenty_months_long(database: Database, months: int) -> None:
    with pytest.raises(ValueError, match="1 to 120"):
        by_month(books_of(Ledger(database, default_policy())), "S", 202601, months=months)


def test_months_count_over_the_end_of_a_year() -> None:
    assert [month_before(202601), month_before(202612, -1), month_before(202603, 15)] == [202512, 202701, 202412]


# -- what is ahead --------------------------------------------------------------------------------------------------


def charged(at: str, charge: str, amount: str, service: str = "ads") -> tuple[str, str, dict[str, Any]]:
    return at, "service.charged", {"charge": charge, "service": service, "amount": amount}


def test_what_is_usual_is_the_mean_of_three_full_months(database: Database) -> None:
    """RULES 10.3 (our choice): neither the month that runs nor a charge given back counts."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        charged("2026-01-31T23:00", "K0", "1.00"),
        charged("2026-02-10T12:00", "K1", "300.00"),
        charged("2026-03-10T12:00", "K2", "500.00"),
        charged("2026-03-11T12:00", "K3", "77.00"),
        ("2026-03-12T12:00", "charge.reversed", {"charge": "K3"}),
        charged("2026-04-10T12:00", "K4", "100.00", "logistics"),
        charged("2026-05-01T00:00", "K5", "9.00"),
    )
    account = ledger.look("S")
    assert account is not None

    usual = usual_charges(books_of(ledger), account, moscow("2026-05-20T12:00"))

    assert (usual.months, dict(usual.charged)) == (3, {"ads": 80_000, "logistics": 10_000})
    assert usual.monthly("ads") == 26_666


def test_a_shop_is_judged_by_its_full_months_only(database: Database) -> None:
    """RULES 10.3 (our choice): registered on the first, so one full month by February; none within the first."""
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING, charged("2026-01-10T12:00", "K1", "300.00"))
    account = ledger.look("S")
    assert account is not None

    assert usual_charges(books_of(ledger), account, moscow("2026-02-20T12:00")).monthly("ads") == 30_000
    assert usual_charges(books_of(ledger), account, moscow("2026-01-20T12:00")).monthly("ads") is None


def test_the_outlook_shows_what_would_burn_by_date(database: Database) -> None:
    """RULES 10.3: 10 days of 31.00 a month use up 10.00 of what is there."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        (
            "2026-01-05T12:00",
            "bonus.granted",
            {"grant": "G", "programme": "discount", "amount": "50.00", "reason": "x"},
        ),
        charged("2026-01-10T12:00", "K1", "31.00"),
    )
    account = ledger.look("S")
    assert account is not None

    before = expiry_outlook(books_of(ledger), account, moscow("2026-02-20T00:00"))["discount"]

    assert before.monthly == 3_100
    assert [(each.date, each.amount) for each in before.expiring] == [(date(2026, 7, 1), 5_000)]
    used = before.expiring[0].used
    assert used == min(5_000, 3_100 * (moscow("2026-07-01T00:00") - moscow("2026-02-20T00:00")) // (31 * DAY))


def test_a_daily_limit_is_suggested_from_thirty_full_days(database: Database) -> None:
    """RULES 9.3."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        charged("2026-02-01T23:59", "K0", "900.00"),
        charged("2026-02-02T00:00", "K1", "60.00"),
        charged("2026-03-03T23:59", "K2", "30.01"),
        charged("2026-03-04T00:00", "K3", "900.00"),
    )

    assert usual_daily_charge(books_of(ledger), "S", "ads", moscow("2026-03-04T12:00")) == 300
    assert usual_daily_charge(books_of(ledger), "S", "storage", moscow("2026-03-04T12:00")) is None


RESERVE = {"programme": "bonus", "service": "logistics", "amount": "80.00", "by": "manager"}


def test_advertising_that_would_drain_logistics_is_seen(database: Database) -> None:
    """RULES 9.4: a reserve keeps what it names."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-05T12:00", "bonus.granted", {"grant": "G", "programme": "bonus", "amount": "500.00", "reason": "x"}),
        ("2026-01-06T12:00", "command.set_reserve", RESERVE),
        charged("2026-03-10T12:00", "K1", "450.00"),
        charged("2026-03-11T12:00", "K2", "300.00", "logistics"),
        ("2026-03-12T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
    )  # fmt: skip
    account = ledger.look("S")
    assert account is not None

    needs = {each.programme: each for each in monthly_need(books_of(ledger), account, moscow("2026-03-20T12:00"))}

    services = {each.service: each for each in needs["bonus"].services}
    assert services["logistics"] == ServiceNeed("logistics", True, 8_000, 30_000, 10_000)
    assert services["ads"] == ServiceNeed("ads", True, 0, 45_000, 15_000)
    assert needs["bonus"].available == 50_000
    assert needs["bonus"].shortage("logistics") == 0
    assert "commission" not in {each.service for each in needs["discount"].services}


def test_before_leaving_a_seller_sees_what_stays_and_what_it_brought(database: Database) -> None:
    """RULES 8.9: points left with their dates, held points, the last 90 days' reward against the discount given."""
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "order.redeemed", order("OLD", "0.10", 10)),
        ("2026-03-20T12:00", "order.redeemed", order("A", "0.10", 10)),
        ("2026-03-21T12:00", "order.redeemed", order("B", "0.20", 10)),
        ("2026-03-22T12:00", "bonus.granted", {"grant": "G", "programme": "discount", "amount": "5.00", "reason": "x"}),
    )
    now = moscow("2026-04-03T12:00")
    ledger.tick(now)
    account = ledger.look("S")
    assert account is not None

    found = leaving(books_of(ledger), account, "discount", now)

    assert found.expiries == (
        (date(2026, 7, 1), moscow("2026-07-01T00:00"), 49_500),
        (date(2026, 10, 1), moscow("2026-10-01T00:00"), 49_000),
    )
    assert (found.available, found.held, found.debt) == (98_500, 98_000, 0)
    assert found.crediting == ((date(2026, 4, 4), 98_000),)
    assert (found.reward, found.discount, found.granted) == (49_000 + 98_000, 700_000 + 1_400_000, 500)
    assert found.ratio == 70_000


def test_a_programme_without_orders_has_no_reward_to_compare(database: Database) -> None:
    """RULES 8.9, 11."""
    ledger = shop_with_everything(database)
    account = ledger.look("S")
    assert account is not None

    found = leaving(books_of(ledger), account, "bonus", moscow("2026-03-04T00:00"))

    assert (found.reward, found.ratio, found.granted) == (0, None, 70_000)


def test_what_is_told_once_counts_no_money_twice(database: Database) -> None:
    ledger = shop_with_everything(database)

    lines = list(stream(books_of(ledger), "S"))

    assert {line.what for line in lines} <= set(TOLD_ONCE)
    account = ledger.look("S")
    assert account is not None
    assert sum(line.amount or 0 for line in lines if line.what == "money") == account.wallet
