"""Nothing was ever taken out of history, put in twice, or put back in time (RULES 11).

There are no gaps to explain away: movements, wallet entries, transitions, periods, consents, ratings, charges and
tellings share the seller's one counter, and every number taken is written in the transaction that took it. So the
numbers must be 1, 2, 3 … up to the counter, and a deleted or doubled row shows whatever the sums say. Where movements
are in files, as many numbers are missing up to there as went.
"""

from core.values import format_instant
from storage.books.invariants.base import ASKED, Invariant, Violation
from storage.books.invariants.kept import Piece
from storage.rows.tables import NUMBERED
from storage.rows.transaction import Transaction


class HistoryWhole(Invariant):
    """History's numbers run from 1 without gap or double to the seller's counter, and its instants never go back."""

    name = "history"
    _ENTRIES = " UNION ALL ".join(
        "SELECT h.seller, h.seq, h.{at} AS at, a.closed_seq FROM asked a CROSS JOIN {table} h "
        "WHERE h.seller = a.seller".replace("{at}", at).replace("{table}", table)
        for table, at in NUMBERED.items()
    )
    _STATEMENT = (
        "SELECT seller, MAX(seq), MAX(at), MIN(CASE WHEN seq = before THEN seq END), "
        "MIN(CASE WHEN before >= closed_seq AND seq > before + 1 THEN before + 1 "
        "WHEN before < closed_seq AND seq > closed_seq + 1 THEN closed_seq + 1 END), "
        "MIN(CASE WHEN at < at_before THEN seq END), SUM(CASE WHEN seq <= closed_seq THEN 1 ELSE 0 END) FROM ("
        "SELECT seller, seq, at, closed_seq, COALESCE(LAG(seq) OVER (PARTITION BY seller ORDER BY seq), 0) AS before, "
        "LAG(at) OVER (PARTITION BY seller ORDER BY seq) AS at_before FROM ({entries}) AS entries"
        ") AS neighbours GROUP BY seller"
    ).replace("{entries}", _ENTRIES)
    _CLOSED = "SELECT seller, seq FROM closed WHERE seller IN ($)"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        empty = dict.fromkeys(accounts, (0, 0, None, None, None, 0))
        known = {row[0]: row[1:] for row in transaction.rows_in(ASKED + self._STATEMENT, (), list(accounts))}
        closed: dict[str, int] = dict(transaction.rows_in(self._CLOSED, (), list(accounts)))
        for seller, (highest, latest, double, missing, back, here) in (empty | known).items():
            account, end = accounts[seller], closed.get(seller, 0)
            last = max(highest, end)
            if double is not None:
                found.append(self.wrong(seller, f"number {double} is there twice"))
            if missing is not None:
                found.append(self.wrong(seller, f"number {missing} is missing"))
            if here + accounts.gone[seller] != end:
                text = f"of {end} numbers {here} are here and {accounts.gone[seller]} in files"
                found.append(self.wrong(seller, text))
            if last != account.seq:
                found.append(self.wrong(seller, f"the last number is {last}, the counter stands at {account.seq}"))
            if back is not None:
                found.append(self.wrong(seller, f"number {back} is earlier than the one before it"))
            if latest > account.clock:
                found.append(self.wrong(seller, f"something is of {format_instant(latest)}, after the seller's clock"))
        return found


class ConsentInForce(Invariant):
    """A seller is out of a programme exactly when the last word was leaving it (RULES 8.9)."""

    name = "consent"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        joined = {
            (seller, programme): bool(last)
            for seller, programme, last in transaction.rows_in(
                "SELECT seller, programme, joined FROM (SELECT seller, programme, joined, "
                "ROW_NUMBER() OVER (PARTITION BY seller, programme ORDER BY seq DESC) AS place FROM consent "
                "WHERE seller IN ($)) AS words WHERE place = 1",
                (),
                list(accounts),
            )
        }
        return [
            self.wrong(
                account.seller,
                f"{programme}: {'out' if balance.opted_out else 'in'}, but the last consent says otherwise",
            )
            for account in accounts.values()
            for programme, balance in account.balances.items()
            if balance.opted_out == joined.get((account.seller, programme), True)
        ]
