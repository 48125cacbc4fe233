"""Accounts to their rows: what the core noted as changed and nothing else, one statement a table."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from core.account import Account, Changes, Dues, Journal
from core.due import dues
from core.policy import Policy
from core.values import NEVER
from storage.ledger import records
from storage.ledger.records import PROGRESS, SellerRow
from storage.rows import tables
from storage.rows.answers import Row
from storage.rows.many import Many, change, update_many, upsert_many
from storage.rows.transaction import Transaction

_APPEND: Final[Mapping[str, Many]] = {
    "movements": records.MOVEMENTS.insert(),
    "wallet_entries": records.WALLET_ENTRIES.insert(),
    "transitions": records.TRANSITIONS.insert(),
    "periods": records.PERIODS.insert(),
    "consents": records.CONSENTS.insert(),
    "ratings": records.RATINGS.insert(),
    "tellings": records.TELLINGS.insert(),
}
_NOTICE = records.NOTICES.insert(ignore=True, without=("id", "fanned_out_at"))
_WHOSE_NOTICE = records.NOTICES.columns.index("seller")
_SELLER_NEW = records.SELLERS.insert()
_SELLER = update_many(tables.Seller, records.SELLERS.columns[1:], ("id", "version"))
_PROGRESS = update_many(tables.Seller, PROGRESS, ("id", "version"))
_PROGRESS_AND_DIGEST = update_many(tables.Seller, (*PROGRESS, "digest", "digest_at"), ("id", "version"))
_UPSERTS: Final[Mapping[str, Many]] = {
    "subscription": records.SUBSCRIPTIONS.upsert(),
    "balances": records.BALANCES.upsert(),
    "lines": records.LINES.upsert(),
    "lots": records.LOTS.upsert(),
    "grants": records.GRANTS.upsert(),
    "charges": records.CHARGES.upsert(),
    "reported": records.REPORTED.upsert(),
    "reported_sums": records.REPORTED_SUMS.upsert(),
    "usage": upsert_many(tables.Usage, ("seller", "programme", "service", "day", "amount")),
    "choices": upsert_many(tables.Choice, ("seller", "kind", "programme", "service", "value")),
}
_NOT_KNOWN: Final[Mapping[str, Dues]] = {}
_CHOICE_GONE = "DELETE FROM choice WHERE seller = ? AND kind = ? AND programme = ? AND service = ?"


class Decided:
    """What was decided without accounts: rows to be written beside those of accounts, and what the journal noted.

    `places` says in which order the sellers are due.
    """

    def __init__(self, places: Mapping[str, int], journal: Journal) -> None:
        self.places = places
        self.journal = journal
        self.progress: list[Row] = []
        """Of the sellers' own rows, with id and version as they were; or, if the digest changed, with it."""
        self.progress_and_digest: list[Row] = []
        self.billings: list[tuple[Row, Row]] = []
        """As they were and as they are now."""
        self.balances: list[Row] = []
        self.lots: list[Row] = []

    @property
    def count(self) -> int:
        """How many sellers had nothing else."""
        return len(self.progress) + len(self.progress_and_digest)


def write(
    transaction: Transaction,
    policy: Policy,
    accounts: Iterable[Account],
    known: Mapping[str, Dues] = _NOT_KNOWN,
    decided: Decided | None = None,
) -> None:
    """Write what changed in these accounts, in the open transaction; `known` are dues that were just counted.

    With it what was decided without accounts. Raises `Conflict` before another writer's work is lost; on PostgreSQL
    the commit does.
    """
    rows: dict[str, list[Any]] = {name: [] for name in (*_APPEND, *_UPSERTS)}
    notices: list[Any] = []
    gone: list[Any] = []
    sellers: dict[Many, list[Any]] = {_PROGRESS: [], _PROGRESS_AND_DIGEST: [], _SELLER: []}
    new: list[Any] = []
    for account in accounts:
        due = known.get(account.seller) or dues(account, policy)
        changes = account.take_changes()
        if changes.empty and due == account.stored.dues and account.stored.version:
            continue
        if due.soonest != account.stored.dues.soonest:
            transaction.ring()
        _collect_seller(account, due, changes, sellers, new)
        _collect(account, changes, rows, notices, gone)
    if decided is not None and decided.count:
        transaction.ring()
        sellers[_PROGRESS] += decided.progress
        sellers[_PROGRESS_AND_DIGEST] += decided.progress_and_digest
        rows["balances"] += decided.balances
        rows["lots"] += decided.lots
        for kind, noted in decided.journal.changes.kinds():
            if kind in _APPEND:
                rows[kind] += noted
    if new:
        _SELLER_NEW.put(transaction, new)
    for update, found in sellers.items():
        if found:
            update.change(transaction, found)
    if decided is not None and decided.billings:
        change(transaction, tables.Subscription, records.BILLINGS.columns, decided.billings)
    for name, statement in (*_UPSERTS.items(), *_APPEND.items()):
        if rows[name]:
            statement.put(transaction, rows[name])
    if gone:
        transaction.put(_CHOICE_GONE, gone)
    if decided is not None and decided.count:
        notices += [records.NOTICES.row(each, each.seller) for each in decided.journal.changes.notices]
        notices.sort(key=lambda notice: decided.places[notice[_WHOSE_NOTICE]])  # what is told first is noted first
    if notices:
        _NOTICE.put(transaction, notices)
        transaction.ring()


def _collect_seller(
    account: Account, due: Dues, changes: Changes, sellers: dict[Many, list[Any]], new: list[Any]
) -> None:
    stored, before = account.stored, account.stored.version
    stored.version += 1
    stored.dues = due
    if before and not changes.profile:
        progress = records.progress(
            stored.version, account.journal.seq, account.wallet, account.clock, due, stored.told
        )
        if not changes.digest:
            sellers[_PROGRESS].append((*progress, account.seller, before))
            return
        told = records.digest_text(account.digest), account.digest_at
        sellers[_PROGRESS_AND_DIGEST].append((*progress, *told, account.seller, before))
        return
    now = SellerRow(
        account.seller,
        account.name,
        account.locale,
        account.registered_at,
        stored.version,
        account.journal.seq,
        account.wallet,
        account.clock,
        due.soonest,
        None if due.points == NEVER else due.points,
        None if due.subscription == NEVER else due.subscription,
        account.digest,
        account.digest_at,
        account.parked,
        account.profile_at,
        account.books,
        stored.told,
        stored.version,
    )
    id_, *others = records.SELLERS.row(now, account.seller)
    if before == 0:
        new.append((id_, *others))
    else:
        sellers[_SELLER].append((*others, id_, before))


def _collect(
    account: Account, changes: Changes, rows: dict[str, list[Any]], notices: list[Any], gone: list[Any]
) -> None:
    seller = account.seller
    for kind, changed in changes.kinds():
        if kind in _APPEND:
            rows[kind] += changed
        elif kind == "notices":
            notices += [records.NOTICES.row(each, seller) for each in changed]
        elif kind == "choices":
            for key in changed:
                value = account.choices.get(key)
                if value is None:
                    gone.append((seller, *key))
                else:
                    rows["choices"].append((seller, *key, value))
        elif kind in _ROWS:
            rows[kind] += _ROWS[kind](account, changed)


_ROWS: Final[Mapping[str, Callable[[Account, Any], Iterable[Row]]]] = {
    "subscription": lambda account, _: (records.SUBSCRIPTIONS.row(account.subscription, account.seller),),
    "balances": lambda account, names: [records.BALANCES.row(account.balances[name], account.seller) for name in names],
    "lines": lambda account, lines: [records.LINES.row(each, account.seller) for each in lines.values()],
    "lots": lambda account, lots: [records.LOTS.row(each, account.seller) for each in lots.values()],
    "grants": lambda account, grants: [records.GRANTS.row(each, account.seller) for each in grants.values()],
    "charges": lambda account, charges: [records.CHARGES.row(each, account.seller) for each in charges.values()],
    "usage": lambda account, keys: [(account.seller, *key, account.usage[key]) for key in keys],
    "reported": lambda account, entries: [records.REPORTED.row(each, account.seller) for each in entries.values()],
    "reported_sums": lambda account, about: [
        records.REPORTED_SUMS.row(account.reported.sums[each], account.seller) for each in about
    ],
}
"""The rows of what changed, by kind; what is appended stands as it is written."""
