"""Due work without accounts: what it reads, and the rows that it comes to (see `core.plain`)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from core import plain
from core.account import Balance, Dues, Journal, Lot, Lots, Occasion, Subscriber
from core.account.lots import Place
from core.notices.reminders import told_until
from core.points.lots import Digest
from core.policy import Policy
from core.values import EARLIEST, NEVER, Amount, BooksKind, Instant
from storage.ledger import accounts, records
from storage.ledger.lots_left import LotsInRows
from storage.ledger.records import DueRow
from storage.ledger.writing import Decided
from storage.rows.records import from_text
from storage.rows.transaction import Transaction

_DueShop = tuple[DueRow, plain.Shop]
_BILLINGS: Final = records.BILLINGS.select("seller IN ($)")


class Plain:
    """The due work of those who have nothing but plain one."""

    def __init__(self, sellers: Sequence[DueRow], policy: Policy, until: Instant) -> None:
        self.decided = Decided({row.id: place for place, row in enumerate(sellers)}, Journal("", Occasion(until)))
        self._journal = self.decided.journal
        self._policy = policy
        self._until = until

    def decide(self, transaction: Transaction, sellers: Iterable[DueRow]) -> list[str]:
        """Do the due work of those who have nothing but plain one; returns the others, who need an account."""
        until = self._until
        others: list[str] = []
        by_kind: tuple[list[_DueShop], ...] = ([], [], [])
        for row in sellers:
            dues = records.dues_of(row)
            soonest, next_one, _ = sorted(dues)
            if row.books != BooksKind.KEPT or soonest > until or next_one <= until:
                others.append(row.id)
            else:
                by_kind[dues.index(soonest)].append((row, plain.Shop(row.id, row.seq, row.clock, dues)))
        expiring, charged, told = by_kind
        for row, shop in told:
            digest = _digest(row)
            due = plain.send_digest(self._journal, shop, digest, self._policy, until)
            if due is None:
                others.append(row.id)
            else:
                self._keep_digest(row, due, digest)
        if expiring:
            self._expire(transaction, expiring, others)
        if charged:
            self._charge(transaction, charged, others)
        return others

    def _keep(self, row: DueRow, due: Dues, wallet: Amount) -> None:
        clock = max(row.clock, self._until)
        progress = records.progress(row.version + 1, self._journal.seq, wallet, clock, due, row.told)
        self.decided.progress.append((*progress, row.id, row.version))

    def _keep_digest(self, row: DueRow, due: Dues, digest: Digest) -> None:
        clock = max(row.clock, self._until)
        progress = records.progress(row.version + 1, self._journal.seq, row.wallet, clock, due, row.told)
        at = None if due.digest == NEVER else due.digest
        self.decided.progress_and_digest.append((*progress, records.digest_text(digest), at, row.id, row.version))

    def _charge(self, transaction: Transaction, sellers: Sequence[_DueShop], others: list[str]) -> None:
        names = [row.id for row, _ in sellers]
        found = {row[0]: row for row in transaction.rows_in(_BILLINGS, (), names)}
        for row, shop in sellers:
            subscriber = Subscriber(row.id, row.wallet, row.clock, self._journal)
            due = None
            if row.id in found:
                subscriber.subscription = records.BILLINGS.of(found[row.id])
                due = plain.charge(subscriber, row.seq, shop.dues, self._policy, self._until)
            if due is None:
                others.append(row.id)
                continue
            after = records.BILLINGS.row(subscriber.subscription, row.id)
            self.decided.billings.append((found[row.id], after))
            self._keep(row, due, subscriber.wallet)

    def _expire(self, transaction: Transaction, sellers: Sequence[_DueShop], others: list[str]) -> None:
        policy, until, decided = self._policy, self._until, self.decided
        names = [row.id for row, _ in sellers]
        horizon = told_until(policy, until)
        asked_balances = transaction.ask_in(accounts.BALANCES, (), names)
        asked_held = accounts.ask_held_ahead(transaction, names, EARLIEST)
        asked_lots = transaction.ask_in(accounts.LOTS_UNTIL, (), names, (horizon,))
        balances: defaultdict[str, dict[str, Balance]] = defaultdict(dict)
        beyond = dict.fromkeys(names, 0)
        for found in asked_balances.rows():
            balance = records.BALANCES.of(found)
            balances[found[0]][balance.programme] = balance
            beyond[found[0]] += balance.available
        held: dict[str, Instant | None] = dict(asked_held.rows())
        due: defaultdict[str, list[Lot]] = defaultdict(list)
        left: defaultdict[str, defaultdict[str, Lots]] = defaultdict(lambda: defaultdict(Lots))
        for found in asked_lots.rows():
            lot = records.LOTS.of(found)
            beyond[found[0]] -= lot.amount
            if lot.programme not in policy.programmes:
                continue
            if lot.expires_at <= until:
                due[found[0]].append(lot)
            else:
                left[found[0]][lot.programme].add(lot)
        # Whose points are all in these lots has none that expire later, and is not asked about.
        ahead = accounts.ask_lots_ahead(transaction, policy, [name for name in names if beyond[name]], horizon)
        for seller, programme, expires_at in accounts.lots_ahead(policy, ahead):
            in_rows = LotsInRows(transaction.rows, seller, programme)
            left[seller][programme].leave(in_rows, Place(horizon, -1), expires_at)
        for row, shop in sellers:
            seller, digest = row.id, _digest(row)
            points = plain.Points(due[seller], left.get(seller, {}), balances[seller], held[seller] or NEVER)
            done = plain.expire(self._journal, shop, digest, points, policy, until)
            if done is None:
                others.append(seller)
                continue
            self._keep_digest(row, done, digest)
            decided.lots += [records.LOTS.row(lot, seller) for lot in points.expiring]
            decided.balances += [
                records.BALANCES.row(points.balances[name], seller)
                for name in {lot.programme for lot in points.expiring}
            ]


def _digest(row: DueRow) -> Digest:
    return {} if row.digest == "{}" else from_text(row.digest)
