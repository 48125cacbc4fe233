"""Accounts to and from their rows.

Loading takes the same few statements for one seller as for hundreds, and brings only what is open; closed records that
an event names come by `look_up`. Writing takes what the core noted as changed and nothing else, one statement a table.
"""

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from core.account import (
    EXPIRIES_KEPT,
    Account,
    Balance,
    Changes,
    Charge,
    Grant,
    Line,
    Lot,
    Spent,
    Subscription,
)
from core.due import next_due, plan_reminders
from core.policy import Policy
from core.values import Instant, Invitation, Origin, Plan, Reason, Renewal, State
from storage.rows import tables
from storage.rows.database import Row, Transaction, insert, select, upsert

_SELLERS = select(tables.Seller, "id IN ($)")
_SUBSCRIPTIONS = select(tables.Subscription, "seller IN ($)")
_BALANCES = select(tables.Balance, "seller IN ($)")
_OPEN_LOTS = select(tables.Lot, "seller IN ($) AND amount > 0")
_HELD = select(tables.Line, "seller IN ($) AND held")
_CHOICES = select(tables.Choice, "seller IN ($)")
_USAGE = select(tables.Usage, "seller IN ($) AND day >= ?")
_EXPIRIES = (
    "SELECT seller, programme, at, SUM(amount) FROM movement WHERE kind = 'expiry' AND seller IN ($) AND at >= ? "
    "GROUP BY seller, programme, at ORDER BY at"
)
_LINES = select(tables.Line, "seller = ? AND line IN ($)")
_GRANTS = select(tables.Grant, "seller = ? AND grant_id IN ($)")
_CHARGES = select(tables.Charge, "seller = ? AND charge IN ($)")
_CHARGES_OF_MONTH = select(
    tables.Charge, "seller = ? AND service = ? AND month = ? AND reversed_at IS NULL AND money > 0"
)
_LOTS = select(tables.Lot, "seller = ? AND origin = ? AND lot IN ($)")
_UNEXPIRED = select(tables.Lot, "seller = ? AND programme = ? AND expires_at > ?")
_PIECES = (
    "SELECT charge, programme, origin, lot, amount FROM movement "
    "WHERE seller = ? AND charge IN ($) AND target = 'spent' ORDER BY seq"
)

MONTH_DAYS: Final = 31


def load(transaction: Transaction, policy: Policy, sellers: Sequence[str]) -> dict[str, Account]:
    """The accounts of these sellers; unknown ones are missing from the answer."""
    accounts: dict[str, Account] = {}
    for row in transaction.rows_in(_SELLERS, (), sellers):
        account = _account(row, policy)
        accounts[account.seller] = account
    if not accounts:
        return accounts
    names = list(accounts)
    for row in transaction.rows_in(_SUBSCRIPTIONS, (), names):
        accounts[row[0]].subscription = _subscription(row)
    for row in transaction.rows_in(_BALANCES, (), names):
        if row[1] in policy.points:  # a programme taken out of the policy rests in its rows
            accounts[row[0]].balances[row[1]] = _balance(row)
    for row in transaction.rows_in(_OPEN_LOTS, (), names):
        if row[1] in policy.points:
            accounts[row[0]].lots[row[1]].add(Lot(*row[1:]))
    for row in transaction.rows_in(_HELD, (), names):
        line = _line(row)
        accounts[row[0]].lines[line.line] = line
        accounts[row[0]].held.append((line.credit_at or 0, line.line))
    for seller, kind, programme, service, value in transaction.rows_in(_CHOICES, (), names):
        accounts[seller].choices[kind, programme, service] = value
    oldest = min(account.clock for account in accounts.values())
    first_day = policy.calendar.date(oldest).toordinal() - MONTH_DAYS
    for seller, programme, service, day, amount in transaction.rows_in(_USAGE, (), names, (first_day,)):
        accounts[seller].usage[programme, service, day] = amount
    for seller, programme, at, amount in transaction.rows_in(_EXPIRIES, (), names, (oldest - EXPIRIES_KEPT,)):
        accounts[seller].expiries.setdefault(programme, []).append((at, int(amount)))
    for account in accounts.values():
        heapq.heapify(account.held)
        plan_reminders(account, policy)
    return accounts


def _account(row: Row, policy: Policy) -> Account:
    account = Account(row[0], row[1], row[2], row[3], policy)
    account.version, account.seq, account.wallet, account.clock = row[4:8]
    account.stored_due = row[8]
    account.digest = json.loads(row[9])
    account.digest_at = row[10]
    account.parked = bool(row[11])
    account.profile_at = row[12]
    return account


def _subscription(row: Row) -> Subscription:
    values = list(row[1:])
    values[0] = State(values[0])
    values[1] = Plan(values[1]) if values[1] else None
    values[2] = Renewal(values[2]) if values[2] else None
    values[3] = Reason(values[3]) if values[3] else None
    values[12] = bool(values[12])
    values[13] = bool(values[13])
    values[14] = Reason(values[14]) if values[14] else None
    values[15] = Invitation(values[15])
    values[16] = None if values[16] is None else bool(values[16])
    values[18] = bool(values[18])
    return Subscription(*values)


def _balance(row: Row) -> Balance:
    balance = Balance(*row[1:])
    balance.opted_out = bool(balance.opted_out)
    return balance


def _line(row: Row) -> Line:
    line = Line(*row[1:])
    line.held = bool(line.held)
    return line


def _charge(row: Row) -> Charge:
    charge = Charge(*row[1:9])
    charge.paid = json.loads(row[9])
    return charge


# -- closed records that an event names ---------------------------------------------------------------------


def look_up_lines(transaction: Transaction, account: Account, lines: Iterable[str]) -> None:
    """Lines by id, with their lots, unless they are at hand already."""
    missing = [line for line in lines if line not in account.lines and line not in account.closed_lines]
    if not missing:
        return
    for row in transaction.rows_in(_LINES, (account.seller,), missing):
        account.closed_lines[row[1]] = _line(row)
    _look_up_lots(transaction, account, Origin.LINE, [line for line in missing if line in account.closed_lines])


def look_up_grants(transaction: Transaction, account: Account, grants: Iterable[str]) -> None:
    """Grants by id, with their lots."""
    missing = [grant for grant in grants if grant not in account.grants]
    for row in transaction.rows_in(_GRANTS, (account.seller,), missing):
        account.grants[row[1]] = Grant(*row[1:])
    _look_up_lots(transaction, account, Origin.GRANT, [grant for grant in missing if grant in account.grants])


def look_up_charges(transaction: Transaction, account: Account, charges: Iterable[str], *, pieces: bool) -> None:
    """Charges by id; with `pieces` also the points spent on them and their lots, for giving them back."""
    wanted = list(dict.fromkeys(charges))
    missing = [charge for charge in wanted if charge not in account.charges]
    for row in transaction.rows_in(_CHARGES, (account.seller,), missing):
        account.charges[row[1]] = _charge(row)
    if not pieces:
        return
    wanted = [charge for charge in wanted if charge not in account.pieces_known]
    account.pieces_known.update(wanted)
    for row in transaction.rows_in(_PIECES, (account.seller,), wanted):
        account.spent_on.setdefault(row[0], []).append(Spent(*row))
    for origin in Origin:
        names = {piece.lot for charge in wanted for piece in account.spent_on.get(charge, ()) if piece.origin == origin}
        _look_up_lots(transaction, account, origin, sorted(names))


def look_up_month(transaction: Transaction, account: Account, service: str, month: int) -> None:
    """The charges of a service in a month that have a money part left, for manual spending."""
    for row in transaction.rows(_CHARGES_OF_MONTH, (account.seller, service, month)):
        if row[1] not in account.charges:
            account.charges[row[1]] = _charge(row)


def look_up_unexpired(transaction: Transaction, account: Account, programme: str, now: Instant) -> None:
    """All unexpired lots, emptied ones too, for a prolongation."""
    lots = account.lots.get(programme)
    if lots is not None:
        for row in transaction.rows(_UNEXPIRED, (account.seller, programme, now)):
            lots.add(Lot(*row[1:]))


def _look_up_lots(transaction: Transaction, account: Account, origin: str, names: Sequence[str]) -> None:
    for row in transaction.rows_in(_LOTS, (account.seller, origin), names):
        if row[1] in account.lots:
            account.lots[row[1]].add(Lot(*row[1:]))


# -- writing ------------------------------------------------------------------------------------------------

_APPEND: Final[Mapping[str, str]] = {
    "movements": insert(tables.Movement),
    "wallet_entries": insert(tables.WalletEntry),
    "transitions": insert(tables.Transition),
    "periods": insert(tables.Period),
    "consents": insert(tables.Consent),
    "ratings": insert(tables.Rating),
}
_NOTICE = insert(tables.Notice, ignore=True, without=("id", "fanned_out_at"))
_SELLER_NEW = insert(tables.Seller)
_SELLER = (
    "UPDATE seller SET name = ?, locale = ?, version = ?, seq = ?, wallet = ?, clock = ?, next_due = ?, digest = ?, "
    "digest_at = ?, parked = ?, profile_at = ? WHERE id = ? AND version = ?"
)
_UPSERTS: Final[Mapping[str, str]] = {
    "subscription": upsert(tables.Subscription),
    "balances": upsert(tables.Balance),
    "lines": upsert(tables.Line),
    "lots": upsert(tables.Lot),
    "grants": upsert(tables.Grant),
    "charges": upsert(tables.Charge),
    "usage": upsert(tables.Usage),
    "choices": upsert(tables.Choice),
}
_CHOICE_GONE = "DELETE FROM choice WHERE seller = ? AND kind = ? AND programme = ? AND service = ?"


class Stale(Exception):
    """The seller's row has moved on under another writer; load again and decide again."""


def write(transaction: Transaction, accounts: Iterable[Account]) -> None:
    """Write what changed in these accounts, in the open transaction.

    Raises `Stale` before another writer's work is lost.
    """
    rows: dict[str, list[Any]] = {name: [] for name in (*_APPEND, *_UPSERTS)}
    notices: list[Any] = []
    gone: list[Any] = []
    for account in accounts:
        due = next_due(account)
        changes = account.take_changes()
        if changes.empty and due == account.stored_due and account.version:
            continue
        _write_seller(transaction, account, due)
        _collect(account, changes, rows, notices, gone)
    for name, statement in (*_UPSERTS.items(), *_APPEND.items()):
        if rows[name]:
            transaction.run_many(statement, rows[name])
    if gone:
        transaction.run_many(_CHOICE_GONE, gone)
    if notices:
        transaction.run_many(_NOTICE, notices)


def _write_seller(transaction: Transaction, account: Account, due: Instant | None) -> None:
    before = account.version
    account.version += 1
    account.stored_due = due
    digest = json.dumps(account.digest) if account.digest else "{}"
    values = (
        account.version,
        account.seq,
        account.wallet,
        account.clock,
        due,
        digest,
        account.digest_at,
        account.parked,
        account.profile_at,
    )
    if before == 0:
        transaction.run(_SELLER_NEW, (account.seller, account.name, account.locale, account.registered_at, *values))
        return
    if transaction.run(_SELLER, (account.name, account.locale, *values, account.seller, before)) != 1:
        raise Stale(account.seller)


def _collect(
    account: Account, changes: Changes, rows: dict[str, list[Any]], notices: list[Any], gone: list[Any]
) -> None:
    seller = account.seller
    for name in _APPEND:
        rows[name].extend(getattr(changes, name))
    notices.extend(
        (each.key, each.seller, each.at, each.kind, json.dumps(each.data, ensure_ascii=False))
        for each in changes.notices
    )
    if changes.subscription:
        s = account.subscription
        rows["subscription"].append(
            (
                seller, s.state, s.plan, s.renewal, s.stop_reason, s.anchor, s.period_number, s.period_start,
                s.period_end, s.period_fee, s.grace_until, s.retry_number, s.retry_at, s.trial_used,
                s.connected_before, s.end_reason, s.invitation, s.eligible, s.rating, s.badge, s.connected_at,
                s.premium_at, s.activation_at, s.mailings_left, s.fees_paid, s.fee_due, s.eligible_at, s.rating_at,
            )
        )  # fmt: skip
    for programme in changes.balances:
        b = account.balances[programme]
        rows["balances"].append(
            (
                seller, programme, b.held, b.available, b.debt, b.accrued, b.credited, b.adjusted, b.spent, b.expired,
                b.repaid, b.opted_out,
            )
        )  # fmt: skip
    rows["lines"].extend(
        (
            seller, n.line, n.campaign, n.category, n.price, n.discount, n.quantity, n.left, n.coefficient, n.points,
            n.redeemed_at, n.taken_at, n.credit_at, n.window_until, n.reason, n.held,
        )
        for n in changes.lines.values()
    )  # fmt: skip
    rows["lots"].extend(
        (
            seller, n.programme, n.origin, n.lot, n.amount, n.credited_at, n.expires_at, n.expired, n.forgiven,
        )
        for n in changes.lots.values()
    )  # fmt: skip
    rows["grants"].extend(
        (seller, n.grant, n.programme, n.amount, n.left, n.reason, n.at, n.outcome) for n in changes.grants.values()
    )
    rows["charges"].extend(
        (
            seller, n.charge, n.seq, n.service, n.amount, n.money, n.at, n.month, n.reversed_at, json.dumps(n.paid),
        )
        for n in changes.charges.values()
    )  # fmt: skip
    rows["usage"].extend((seller, *key, account.usage[key]) for key in changes.usage)
    for key in changes.choices:
        value = account.choices.get(key)
        if value is None:
            gone.append((seller, *key))
        else:
            rows["choices"].append((seller, *key, value))
