"""Every entry of a history can be asked "why?", and the arithmetic in the answer is true."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import Any

import pytest

from core.policy import default_policy, overlay_policy
from core.values import parse_amount
from storage.books.explain import Explanation, explain_entry, explain_notice, explain_refusal
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.property.histories import policies
from tests.storage.marketplace import (
    OPENING,
    Fact,
    books_of,
    order,
    random_marketplace,
    shop_with_everything,
    tell,
    tick,
)


def explained(ledger: Ledger, table: str, where: str, seller: str = "S") -> Explanation:
    """The explanation of the one entry that the words describe."""
    with ledger.database.read() as transaction:
        rows = transaction.rows("SELECT seq FROM " + table + " WHERE seller = ? AND " + where, (seller,))
    ((seq,),) = rows
    found = explain_entry(books_of(ledger), seller, seq)
    assert found is not None and found["seq"] == seq
    return found


def of_movement(ledger: Ledger, where: str) -> tuple[str, str | None, str]:
    found = explained(ledger, "movement", where)
    return found["rule"], found["arithmetic"], found["result"]


MOVEMENTS = {
    "an accrual": (
        "kind = 'accrual' AND lot = 'L1'",
        ("8.2", "7000.00 × 20 % × 12 × 0.07 = 1176.00", "1176.00"),
    ),
    "a grant": ("kind = 'accrual' AND lot = 'G1'", ("8.8", "500.00", "500.00")),
    "a return while held": (
        "kind = 'adjustment' AND source = 'held'",
        ("8.6", "980.00 − 490.00 = 490.00", "490.00"),
    ),
    "a crediting after a return": (
        "kind = 'crediting' AND lot = 'L2'",
        ("8.4", "980.00 − 490.00 = 490.00", "490.00"),
    ),
    "a cover": ("kind = 'cover'", ("9.5", "min(1000.00, 300.00) = 300.00", "300.00")),
    "an automatic spending from the first of two lots": (
        "kind = 'spending' AND charge = 'K3' AND lot = 'L1'",
        ("9.2", "min(700.00, 566.00) = 566.00; min(566.00, 76.00) = 76.00", "76.00"),
    ),
    "an automatic spending from the second of two lots": (
        "kind = 'spending' AND charge = 'K3' AND lot = 'L2'",
        ("9.2", "min(700.00, 566.00) = 566.00; 566.00 − 76.00 = 490.00", "490.00"),
    ),
    "what the second programme pays": (
        "kind = 'spending' AND charge = 'K3' AND lot = 'G1'",
        ("9.2", "min(134.00, 500.00) = 134.00", "134.00"),
    ),
    "a reversal": ("kind = 'reversal' AND charge = 'K2'", ("9.7", "800.00", "800.00")),
    "a return after crediting": (
        "kind = 'adjustment' AND about = 'L1'",
        ("8.6", "1176.00 − 980.00 = 196.00", "196.00"),
    ),
    "a revocation from the grant's own lot": (
        "kind = 'adjustment' AND about = 'G1' AND source = 'available'",
        ("8.8", "500.00 − 0.00 = 500.00; min(500.00, 366.00) = 366.00", "366.00"),
    ),
    "a revocation that becomes debt": (
        "kind = 'adjustment' AND about = 'G1' AND source = 'debt'",
        ("8.8", "500.00 − 0.00 = 500.00; 500.00 − 366.00 = 134.00", "134.00"),
    ),
    "a repayment": ("kind = 'repayment'", ("8.7", "min(134.00, 200.00) = 134.00", "134.00")),
    "a crediting after a repayment": (
        "kind = 'crediting' AND lot = 'G2'",
        ("8.8", "200.00 − 134.00 = 66.00", "66.00"),
    ),
    "a prolongation": ("kind = 'prolongation' AND lot = 'L1'", ("10.2", None, "604.00")),
    "an expiry": (
        "kind = 'expiry' AND source = 'available'",
        ("10.1", "1176.00 − 1176.00 + 800.00 − 196.00 = 604.00", "604.00"),
    ),
    "a reversal into an expired lot": (
        "kind = 'expiry' AND source = 'spent' AND lot = 'L2'",
        ("9.7", "490.00", "490.00"),
    ),
}


@pytest.mark.parametrize("name", MOVEMENTS)
def test_a_movement_is_explained_by_its_rule_and_numbers(database: Database, name: str) -> None:
    where, expected = MOVEMENTS[name]
    assert of_movement(shop_with_everything(database), where) == expected


MONEY = {
    "a credit": ("kind = 'credit'", ("3.1", "0.00 + 100000.00 = 100000.00")),
    "a debit": ("kind = 'debit'", ("3.1", "98010.00 − 100.00 = 97910.00")),
    "the fee after the trial": ("kind = 'fee' AND amount = -199000", ("4.3", "100000.00 − 1990.00 = 98010.00")),
    "the part returned by an upgrade": (
        "kind = 'fee_returned'",
        ("4.12", "1990.00 × 1209600 s ÷ 2419200 s = 995.00; 97910.00 + 995.00 = 98905.00"),
    ),
    "the fee of an upgrade": ("kind = 'fee' AND balance = 9391500", ("4.12", "98905.00 − 4990.00 = 93915.00")),
    "the fee of a renewal": ("kind = 'fee' AND balance = 8822500", ("4.6", "93215.00 − 4990.00 = 88225.00")),
    "a charge's money part": ("kind = 'service'", ("9.1", "1000.00; 93915.00 − 1000.00 = 92915.00")),
    "a cover": ("kind = 'cover'", ("9.5", "92915.00 + 300.00 = 93215.00")),
}


@pytest.mark.parametrize("name", MONEY)
def test_a_wallet_entry_is_explained_by_its_cause_and_the_balance(database: Database, name: str) -> None:
    where, expected = MONEY[name]
    found = explained(shop_with_everything(database), "wallet_entry", where)
    assert (found["rule"], found["arithmetic"]) == expected


def test_money_back_is_what_the_points_had_left_to_pay(database: Database) -> None:
    ledger = shop_with_everything(database)
    tell(ledger, ("2026-07-20T13:00", "charge.reversed", {"charge": "K1"}))
    found = explained(ledger, "wallet_entry", "kind = 'service_reversed'")
    assert (found["rule"], found["arithmetic"]) == ("9.7", "1000.00 − 300.00 = 700.00; 88225.00 + 700.00 = 88925.00")


STEPS = {
    "begin_trial": ("4.3", None),
    "upgrade": ("4.12", "995.00 − 4990.00 = -3995.00"),
    "stop_renewal": ("4.9", None),
    "end": ("4.9", None),
}


@pytest.mark.parametrize("event", STEPS)
def test_a_step_of_the_subscription_is_explained(database: Database, event: str) -> None:
    found = explained(shop_with_everything(database), "transition", f"event = '{event}'")
    assert (found["rule"], found["arithmetic"]) == STEPS[event]


def test_a_failed_fee_is_explained_by_what_was_missing(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-10T12:00", "command.connect", {"plan": "lite", "by": "manager"}),
        ("2026-01-10T12:00", "wallet.debited", {"amount": "99500.00"}),
    )
    tick(ledger, "2026-03-01T12:00")
    failed = explained(ledger, "transition", "event = 'fee_failed'")
    ended = explained(ledger, "transition", "event = 'end'")
    assert (failed["rule"], failed["arithmetic"], ended["rule"]) == ("4.7", "1990.00 − 500.00 = 1490.00", "4.8")


def test_a_failed_fee_needs_no_notice_to_be_explained(sqlite_database_url: str) -> None:
    with closing(Database(sqlite_database_url, durable=False)) as database:
        ledger = Ledger(database, default_policy())
        tell(
            ledger,
            *OPENING,
            ("2026-01-10T12:00", "command.connect", {"plan": "lite", "by": "manager"}),
            ("2026-01-10T12:00", "wallet.debited", {"amount": "99500.00"}),
        )
        tick(ledger, "2026-02-09T12:00")
        with database.write() as transaction:
            transaction.run("DROP TRIGGER notice_no_delete")
            transaction.run("DELETE FROM notice")
        found = explained(ledger, "transition", "event = 'fee_failed'")
    assert found["arithmetic"] == "1990.00 − 500.00 = 1490.00"
    assert found["inputs"]["grace_until"] == "2026-02-23T09:00:00Z"


def test_a_trial_is_explained_by_its_days(database: Database) -> None:
    found = explained(shop_with_everything(database), "period", "kind = 'trial'")
    assert found["rule"] == "4.3"
    assert found["arithmetic"] == "2026-01-10T09:00:00Z + 30 days = 2026-02-09T09:00:00Z"


def test_a_charge_is_explained_by_its_parts(database: Database) -> None:
    found = explained(shop_with_everything(database), "charge", "charge = 'K3'")
    assert (found["rule"], found["arithmetic"]) == ("9.1", "0.00 + 134.00 + 566.00 = 700.00")


def test_a_consent_and_a_rating_are_explained(database: Database) -> None:
    ledger = shop_with_everything(database)
    consent, rating = explained(ledger, "consent", "1 = 1"), explained(ledger, "rating", "1 = 1")
    assert (consent["rule"], consent["result"], consent["inputs"]["actor"]) == ("8.9", "out", "manager")
    assert (rating["rule"], rating["arithmetic"]) == ("6.2", "4.49 < 4.5")


def test_an_entry_that_is_not_there_has_no_explanation(database: Database) -> None:
    assert explain_entry(books_of(shop_with_everything(database)), "S", 1000) is None


def test_a_return_names_the_quantities_before_and_after(database: Database) -> None:
    found = explained(shop_with_everything(database), "movement", "kind = 'adjustment' AND about = 'L1'")
    assert [found["inputs"][side]["left"] for side in ("before", "after")] == [12, 10]


def test_the_relatives_of_an_accrual_are_its_return_and_what_its_lot_paid(database: Database) -> None:
    found = explained(shop_with_everything(database), "movement", "kind = 'accrual' AND lot = 'L2'")
    kinds = [each["kind"] for each in found["relatives"]]
    assert kinds == ["adjustment", "crediting", "spending", "prolongation", "expiry"]


def test_the_relatives_of_a_fee_are_the_step_it_paid_for(database: Database) -> None:
    found = explained(shop_with_everything(database), "wallet_entry", "kind = 'fee' AND amount = -199000")
    assert [each["kind"] for each in found["relatives"]] == ["fee_paid"]


# -- what the scenario has not ---------------------------------------------------------------------------------


def test_forgiven_points_are_told_with_all_returns_of_the_line(database: Database) -> None:
    ledger = shop_with_everything(database)
    returned: Fact = ("2026-07-21T12:00", "order.returned", {"line": "L1", "quantity": 9})
    tell(ledger, returned)  # 882.00 to take, of which 680.00 had expired
    found = explained(ledger, "movement", "kind = 'adjustment' AND about = 'L1' AND source = 'debt'")
    assert (found["arithmetic"], found["inputs"]["forgiven"]) == ("1176.00 − 98.00 = 1078.00", "680.00")


def test_a_limit_shows_as_what_was_allowed(database: Database) -> None:
    ledger = Ledger(database, overlay_policy('[points.bonus]\ndaily_limit = {ads = "150.00"}\n'))
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "bonus.granted", {"grant": "G", "programme": "bonus", "amount": "500.00", "reason": "r"}),
        ("2026-01-02T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
        ("2026-01-02T12:00", "service.charged", {"charge": "K", "service": "ads", "amount": "400.00"}),
    )
    found = explained(ledger, "movement", "kind = 'spending'")
    assert found["arithmetic"] == "min(400.00, 500.00, 150.00) = 150.00"
    assert found["inputs"]["allowed"] == "150.00"


def test_points_back_repay_debt_before_they_are_available(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    grant = {"grant": "G", "programme": "bonus", "amount": "500.00", "reason": "r"}
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "bonus.granted", grant),
        ("2026-01-02T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
        ("2026-01-02T12:00", "service.charged", {"charge": "K", "service": "ads", "amount": "400.00"}),
        ("2026-01-03T12:00", "bonus.revoked", {"grant": "G", "amount": "250.00"}),  # 100.00 there, 150.00 debt
        ("2026-01-04T12:00", "charge.reversed", {"charge": "K"}),
    )
    assert of_movement(ledger, "kind = 'repayment'") == ("9.7", "min(150.00, 400.00) = 150.00", "150.00")
    assert of_movement(ledger, "kind = 'reversal'") == ("9.7", "400.00 − 150.00 = 250.00", "250.00")


# -- refusals and notices -----------------------------------------------------------------------------------------


def why(ledger: Ledger, fact: Fact) -> Explanation:
    """The explanation of a line just refused or ignored."""
    tell(ledger, fact)
    with ledger.database.read() as transaction:
        row = transaction.row("SELECT COUNT(*) FROM taken")
    assert row is not None
    found = explain_refusal(books_of(ledger), "S", "file", f"e{row[0]}")
    assert found is not None
    return found


AT = "2026-07-22T12:00"
REFUSALS: dict[str, tuple[Fact, tuple[str, str, str | None]]] = {
    "too few points": (
        (AT, "command.spend", {"programme": "bonus", "service": "ads", "amount": "1000.00", "by": "finance"}),
        ("9.5", "insufficient_points", "1000.00 − 200.00 = 800.00"),
    ),
    "too small a discount": (
        (AT, "order.redeemed", order("L7", "0.01", 1)),
        ("8.3", "below_min_discount", "1 % < 5 %"),
    ),
    "an excluded category": (
        (AT, "order.redeemed", order("L7", "0.10", 1) | {"category": "toys"}),
        ("8.3", "category_excluded", None),
    ),
    "a campaign that is over": (
        ("2027-02-01T12:00", "order.redeemed", order("L7", "0.10", 1)),
        ("8.3", "campaign_closed", "2027-02-01T09:00:00Z ≥ 2027-01-01T00:00:00Z"),
    ),
    "a campaign that has not begun": (
        ("2025-12-01T12:00", "order.redeemed", order("L7", "0.10", 1)),
        ("8.3", "campaign_closed", "2025-12-01T09:00:00Z < 2026-01-01T00:00:00Z"),
    ),
    "a grant to who left": (
        (AT, "bonus.granted", {"grant": "G7", "programme": "bonus", "amount": "1.00", "reason": "r"}),
        ("8.9", "opted_out", None),
    ),
    "a second reversal": ((AT, "charge.reversed", {"charge": "K2"}), ("9.7", "already_reversed", None)),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refused_or_ignored_line_is_explained(database: Database, name: str) -> None:
    fact, expected = REFUSALS[name]
    found = why(shop_with_everything(database), fact)
    assert (found["rule"], found["result"], found["arithmetic"]) == expected


def test_an_order_of_who_left_the_programme_names_its_line(database: Database) -> None:
    ledger = shop_with_everything(database)
    tell(ledger, (AT, "command.opt_out", {"programme": "discount", "by": "manager"}))
    found = why(ledger, (AT, "order.redeemed", order("L7", "0.10", 1)))
    assert (found["result"], found["inputs"]["line"]) == ("opted_out", "L7")


def test_two_lines_that_could_be_meant_are_not_guessed(database: Database) -> None:
    ledger = shop_with_everything(database)
    tell(ledger, (AT, "order.redeemed", order("L7", "0.01", 1)))
    found = why(ledger, (AT, "order.redeemed", order("L8", "0.02", 1)))
    assert "line" not in found["inputs"] and found["arithmetic"] is None


def test_a_refusal_says_what_to_mend_in_a_sentence(database: Database) -> None:
    found = why(shop_with_everything(database), (AT, "charge.reversed", {"charge": "K2"}))
    assert found["message"] == "The charge was reversed before."


def test_nobody_is_told_of_another_sellers_line(database: Database) -> None:
    ledger = shop_with_everything(database)
    assert explain_refusal(books_of(ledger), "T", "file", "e1") is None
    assert explain_refusal(books_of(ledger), "S", "file", "e999") is None


NOTICES: dict[str, tuple[str, str | None]] = {
    "connected:S:file:e4": ("4.3", None),
    "upgraded:S:file:e11": ("4.12", "4990.00 − 995.00 = 3995.00"),
    "points_adjusted:S:2026-03-04": ("8.7", "366.00 + 134.00 = 500.00"),
    "points_credited:S:2026-02-26": ("8.4", "490.00"),
    "points_expired:S:2026-07-15": ("10.1", "604.00"),
    "points_expiring:S:discount:2026-07-15:7": ("10.1", None),
    "subscription_ended:S:2026-04-23T09:00:00Z": ("4.9", None),
}


@pytest.mark.parametrize("key", NOTICES)
def test_a_notice_is_explained(database: Database, key: str) -> None:
    found = explain_notice(books_of(shop_with_everything(database)), "S", key)
    assert found is not None
    assert (found["rule"], found["arithmetic"]) == NOTICES[key]


def test_a_notice_of_much_returned_shows_the_share(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-02-10T12:00", "order.redeemed", order("L", "0.20", 12)),
        ("2026-02-11T12:00", "order.returned", {"line": "L", "quantity": 6}),
    )
    tick(ledger, "2026-02-20T12:00")
    found = explain_notice(books_of(ledger), "S", "returns_high:S:2026-02-16")
    assert found is not None and found["arithmetic"] == "588.00 ÷ 1176.00 = 0.5"


def test_a_notice_that_was_never_told_has_no_explanation(database: Database) -> None:
    assert explain_notice(books_of(shop_with_everything(database)), "S", "renewed:S:never") is None


# -- any history --------------------------------------------------------------------------------------------------


def value(expression: str) -> int | None:
    """What a sum or a minimum of amounts comes to; None for products, which the core's tests compute."""
    if "×" in expression:
        return None
    chosen = re.fullmatch(r"min\((.*)\)", expression)
    if chosen:
        return min(parse_amount(amount) for amount in chosen[1].split(", "))
    words, total, sign = expression.split(" "), 0, 1
    for word in words:
        if word in "+−":
            sign = 1 if word == "+" else -1
        else:
            total += sign * parse_amount(word)
    return total


def untrue(found: Explanation) -> list[str]:
    """The equations of an explanation that do not hold, and a result that they do not lead to."""
    if found["arithmetic"] is None or found["kind"] in ("rating", "period"):
        return []
    wrong = []
    for equation in found["arithmetic"].split("; "):
        left, _, right = equation.rpartition(" = ")
        if left and value(left) not in (None, parse_amount(right)):
            wrong.append(equation)
    end = found["arithmetic"].rpartition(" = ")[2]
    if found["kind"] != "transition" and "forgiven" not in found["inputs"] and end != found["result"]:
        wrong.append(f"{found['arithmetic']} is not {found['result']}")
    return wrong


@pytest.mark.parametrize("seed", range(20, 24))
def test_every_entry_of_a_random_history_has_a_true_explanation(database: Database, seed: int) -> None:
    overlay = policies(seed) if seed % 2 else None
    ledger = random_marketplace(database, seed, 200, overlay)
    wrong: dict[Any, list[str]] = {}
    for account in ledger.each_account():
        for seq in range(1, account.journal.seq + 1):
            found = explain_entry(books_of(ledger), account.seller, seq)
            assert found is not None and json.dumps(found)
            wrong[account.seller, seq] = untrue(found)
    assert {entry: equations for entry, equations in wrong.items() if equations} == {}


@pytest.mark.parametrize("seed", range(30, 32))
def test_every_refusal_and_notice_of_a_random_history_is_explained(database: Database, seed: int) -> None:
    ledger = random_marketplace(database, seed, 200, None)
    with database.read() as transaction:
        taken = transaction.rows("SELECT source, id, seller FROM taken WHERE seller IS NOT NULL AND outcome <> 'done'")
        told = transaction.rows("SELECT seller, key FROM notice")
    assert taken and told
    assert all(explain_refusal(books_of(ledger), seller, source, id_) for source, id_, seller in taken)
    assert all(explain_notice(books_of(ledger), seller, key) for seller, key in told)
