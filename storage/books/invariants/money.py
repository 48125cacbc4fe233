"""The wallet is its entries, and the subscription is what its transitions and periods led to (RULES 3, 4)."""

from core.charts import IllegalTransition
from core.subscription.chart import step
from core.values import Amount, Instant, State, format_amount, format_instant
from storage.books.invariants.base import Found, Invariant, Violation, amount_text, amounts
from storage.books.invariants.kept import Piece
from storage.rows.answers import Row
from storage.rows.transaction import Transaction


class WalletOfEntries(Invariant):
    """The wallet is the sum of its entries."""

    name = "wallet"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        sums = amounts(
            transaction,
            "SELECT seller, SUM(amount) FROM wallet_entry WHERE seller IN ($) GROUP BY seller",
            accounts,
        )
        return [
            self.wrong(
                account.seller,
                f"the wallet has {format_amount(account.wallet)}, "
                f"its entries make {format_amount(sums.get(account.seller, 0))}",
            )
            for account in accounts.values()
            if account.wallet != sums.get(account.seller, 0)
        ]


class WalletBalances(Found):
    """The balance after an entry is the balance before it and the entry's amount."""

    name = "wallet entries"
    statement = (
        "SELECT seller, seq, before, amount, balance FROM (SELECT w.seller, w.seq, w.amount, w.balance, "
        "COALESCE(LAG(w.balance) OVER (PARTITION BY w.seller ORDER BY w.seq), 0) AS before "
        "FROM asked a CROSS JOIN wallet_entry w WHERE w.seller = a.seller) AS entries WHERE balance <> before + amount"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return (
            f"entry {row[1]}: {amount_text(row[2])} before and {amount_text(row[3])} do not make {amount_text(row[4])}"
        )


class OneTrial(Invariant):
    """At most one trial ever, and the subscription knows of it (RULES 4.3)."""

    name = "one trial"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        trials = amounts(
            transaction,
            "SELECT seller, COUNT(*) FROM period WHERE kind = 'trial' AND seller IN ($) GROUP BY seller",
            accounts,
        )
        found = []
        for account in accounts.values():
            count = trials.get(account.seller, 0)
            if count > 1:
                found.append(self.wrong(account.seller, f"{count} trials"))
            elif bool(count) != account.subscription.trial_used:
                said = "used" if account.subscription.trial_used else "not used"
                found.append(self.wrong(account.seller, f"{count} trials, but the trial counts as {said}"))
        return found


class PeriodsApart(Found):
    """Paid periods and trials never overlap; only an upgrade cuts the one that was running (RULES 4.5, 4.12)."""

    name = "periods"
    statement = (
        "SELECT p.seller, p.starts_at, p.ends_at, p.following FROM ("
        "SELECT q.seller, q.starts_at, q.ends_at, "
        "LEAD(q.starts_at) OVER (PARTITION BY q.seller ORDER BY q.starts_at, q.seq) AS following "
        "FROM asked a CROSS JOIN period q WHERE q.seller = a.seller) AS p "
        "WHERE p.following < p.ends_at AND NOT EXISTS ("
        "SELECT 1 FROM transition t WHERE t.seller = p.seller AND t.event = 'upgrade' AND t.at = p.following)"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        _, start, end, following = row
        return (
            f"the period from {format_instant(start)} to {format_instant(end)} overlaps the one "
            f"from {format_instant(following)}"
        )


class PresentPeriod(Invariant):
    """The period that the subscription stands in is the last one opened."""

    name = "present period"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        last = {
            row[0]: tuple(row[1:])
            for row in transaction.rows_in(
                "SELECT seller, starts_at, ends_at, fee FROM (SELECT seller, starts_at, ends_at, fee, "
                "ROW_NUMBER() OVER (PARTITION BY seller ORDER BY seq DESC) AS place FROM period "
                "WHERE seller IN ($)) AS p WHERE place = 1",
                (),
                list(accounts),
            )
        }
        found = []
        for account in accounts.values():
            now = account.subscription
            present = (now.period_start, now.period_end, now.period_fee)
            expected = last.get(account.seller) if now.connected else (None, None, 0)
            if present != expected:
                found.append(
                    self.wrong(account.seller, f"{_period(present)}, but the last one opened: {_period(expected)}")
                )
        return found


def _period(values: tuple[Instant | None, Instant | None, Amount] | tuple[object, ...] | None) -> str:
    if values is None or not isinstance(values[0], int) or not isinstance(values[1], int):
        return "no period"
    return f"period from {format_instant(values[0])} to {format_instant(values[1])} for {amount_text(values[2])}"


class FeesPaid(Invariant):
    """Fees paid are the periods' fees less what upgrades returned; wallet and transitions say the same.

    RULES 4.12, 4.16.
    """

    name = "fees"
    _PERIODS = "SELECT seller, SUM(fee) FROM period WHERE seller IN ($) GROUP BY seller"
    _RETURNED = (
        "SELECT seller, SUM(amount) FROM wallet_entry WHERE kind = 'fee_returned' AND seller IN ($) GROUP BY seller"
    )
    _WALLET = (
        "SELECT seller, -SUM(amount) FROM wallet_entry WHERE kind IN ('fee', 'fee_returned') AND seller IN ($) "
        "GROUP BY seller"
    )
    _TRANSITIONS = "SELECT seller, -SUM(money) FROM transition WHERE seller IN ($) GROUP BY seller"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        periods, returned, wallet, transitions = (
            amounts(transaction, statement, accounts)
            for statement in (self._PERIODS, self._RETURNED, self._WALLET, self._TRANSITIONS)
        )
        found = []
        for account in accounts.values():
            seller, paid = account.seller, account.subscription.fees_paid
            others = {
                "periods less returned parts": periods.get(seller, 0) - returned.get(seller, 0),
                "the wallet's entries": wallet.get(seller, 0),
                "transitions": transitions.get(seller, 0),
            }
            found += [
                self.wrong(seller, f"{format_amount(paid)} paid, {name} make {format_amount(other)}")
                for name, other in others.items()
                if other != paid
            ]
        return found


class TransitionsReachState(Invariant):
    """The stored transitions are steps of the chart, each from where the one before ended, up to the present state."""

    name = "transitions"
    _STEPS = "SELECT DISTINCT seller, from_state, event, to_state FROM transition WHERE seller IN ($)"
    _JUMPS = (
        "SELECT seller, seq, from_state, before FROM (SELECT seller, seq, from_state, "
        "COALESCE(LAG(to_state) OVER (PARTITION BY seller ORDER BY seq), 'inactive') AS before "
        "FROM transition WHERE seller IN ($)) AS steps WHERE from_state <> before"
    )
    _LAST = (
        "SELECT seller, to_state FROM (SELECT seller, to_state, "
        "ROW_NUMBER() OVER (PARTITION BY seller ORDER BY seq DESC) AS place FROM transition "
        "WHERE seller IN ($)) AS steps WHERE place = 1"
    )

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        names = list(accounts)
        found = [
            self.wrong(seller, f"{event} does not lead from {before} to {after}")
            for seller, before, event, after in transaction.rows_in(self._STEPS, (), names)
            if not _leads(before, event, after)
        ]
        found += [
            self.wrong(seller, f"transition {seq} starts from {state}, the one before ended in {before}")
            for seller, seq, state, before in transaction.rows_in(self._JUMPS, (), names)
        ]
        last: dict[str, str] = dict(transaction.rows_in(self._LAST, (), names))
        for account in accounts.values():
            reached, present = last.get(account.seller, State.INACTIVE.value), account.subscription.state.value
            if reached != present:
                found.append(self.wrong(account.seller, f"the state is {present}, the transitions end in {reached}"))
        return found


def _leads(before: str, event: str, after: str) -> bool:
    try:
        return step(State(before), event) == after
    except (IllegalTransition, ValueError):
        return False
