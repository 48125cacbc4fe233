"""The marketplace's own staff: who is one, what they find, and the record of all they do (RULES 1).

Problem: an operator can reach every shop, and a right that was taken away must be gone at once, buttons or not.
Decision: a right is one row, given and taken on the command line only; it is asked for again inside the very
transaction that records what is about to be done, and nothing is done without such a record and its reason.
Limit: the record comes before the deed. Should the process end between the two, or somebody else be quicker, the record
names an event that was not taken then; `taken` tells which was.
"""

from typing import Any, Final, NamedTuple

from core.values import Amount, Instant, Plan
from storage.people.members import UseCases
from storage.rows.audit import note
from storage.rows.transaction import Transaction

SHOWN_SELLERS: Final = 10
"""Sellers that a search answers with."""

_OPERATOR: Final = "SELECT id, telegram_id, granted_at, granted_by FROM operator WHERE removed_at IS NULL"
_GRANT: Final = (
    "INSERT INTO operator (telegram_id, granted_at, granted_by) VALUES (?, ?, ?) "
    "ON CONFLICT (telegram_id) DO UPDATE SET granted_at = excluded.granted_at, granted_by = excluded.granted_by, "
    "removed_at = NULL, removed_by = NULL WHERE operator.removed_at IS NOT NULL"
)
_REVOKE: Final = (
    "UPDATE operator SET removed_at = ?, removed_by = ? WHERE telegram_id = ? AND removed_at IS NULL RETURNING id"
)
_FIND: Final = (
    "SELECT s.id, s.name, s.parked, b.plan FROM seller s LEFT JOIN subscription b ON b.seller = s.id ORDER BY s.id"
)
_PROLONGED: Final = (
    "SELECT COUNT(DISTINCT l.seller), COALESCE(SUM(l.amount), 0) FROM lot l JOIN seller s ON s.id = l.seller "
    "WHERE NOT s.parked AND l.programme = ? AND l.amount > 0 AND l.expires_at > ? AND l.expires_at < ?"
)


class Operator(NamedTuple):
    """A person with the right. `granted_by` is who gave it, in words."""

    number: int
    telegram_id: int
    granted_at: Instant
    granted_by: str

    @property
    def actor(self) -> str:
        """How records name this person: by number, no personal data."""
        return f"operator#{self.number}"


class FoundSeller(NamedTuple):
    """A seller in a search's answer; `plan` is None without a subscription."""

    seller: str
    name: str
    parked: bool
    plan: Plan | None


class Operators(UseCases):
    """The use cases around operators. Safe to call from several threads and processes."""

    # -- who is one ------------------------------------------------------------------------------------------

    def grant(self, telegram_id: int, by: str, now: Instant) -> bool:
        """Make the person an operator; False, and nothing changes, for who is one. `by` in words ("cli")."""

        def work(transaction: Transaction) -> bool:
            if not transaction.run(_GRANT, (telegram_id, now, by)):
                return False
            operator = find_operator(transaction, telegram_id)
            assert operator is not None
            note(transaction, now, None, by, "operator_granted", operator=operator.number)
            return True

        return self._write(work)

    def revoke(self, telegram_id: int, by: str, now: Instant) -> bool:
        """Take the right away, at once and for every button already shown; False for who has none."""

        def work(transaction: Transaction) -> bool:
            row = transaction.row(_REVOKE, (now, by, telegram_id))
            if row is None:
                return False
            transaction.run("DELETE FROM broadcast_draft WHERE telegram_id = ?", (telegram_id,))
            note(transaction, now, None, by, "operator_revoked", operator=row[0])
            return True

        return self._write(work)

    def operator(self, telegram_id: int) -> Operator | None:
        """The person's right as it is now; None for who has none."""
        with self.database.read() as transaction:
            return find_operator(transaction, telegram_id)

    def everyone(self) -> list[Operator]:
        """All operators, in order of their numbers."""
        with self.database.read() as transaction:
            return [Operator(*row) for row in transaction.rows(f"{_OPERATOR} ORDER BY id")]

    # -- the notes -------------------------------------------------------------------------------------------

    def note(
        self, telegram_id: int, action: str, now: Instant, seller: str | None = None, **detail: Any
    ) -> Operator | None:
        """Note what an operator is about to do, with `reason` among the details; None for who is none (any more).

        Nothing may be done without it: call it first, and stop at None.
        """
        return self._write(lambda transaction: note_by(transaction, telegram_id, action, now, seller, **detail))

    # -- what they look at -----------------------------------------------------------------------------------

    def find(self, text: str, limit: int = SHOWN_SELLERS) -> tuple[list[FoundSeller], bool]:
        """Sellers with the text in their id or name, whatever the case, and whether there are more than `limit`.

        The seller with this very id comes alone. Reads through all sellers in pieces.
        """
        wanted = text.casefold()
        found: list[FoundSeller] = []
        more = False
        # Compared here: SQLite knows upper and lower case of Latin letters only.
        with self.database.read() as transaction:
            for seller, name, parked, plan in transaction.stream(_FIND):
                each = FoundSeller(seller, name, bool(parked), None if plan is None else Plan(plan))
                if seller == text:
                    return [each], False
                if wanted in seller.casefold() or wanted in name.casefold():
                    if len(found) < limit:
                        found.append(each)
                    else:
                        more = True
        return found, more

    def prolongable(
        self, programme: str, until: Instant, now: Instant, seller: str | None = None
    ) -> tuple[int, Amount]:
        """How many sellers have unexpired points that would live longer by `until`, and how many points those are.

        Of one seller, or of all that are not under review (RULES 10.2, 15.12).
        """
        one = "" if seller is None else " AND l.seller = ?"
        values = (programme, now, until) if seller is None else (programme, now, until, seller)
        with self.database.read() as transaction:
            row = transaction.row(_PROLONGED + one, values)
        assert row is not None  # a count always has a row
        return int(row[0]), int(row[1])


def find_operator(transaction: Transaction, telegram_id: int) -> Operator | None:
    """The person's right as this transaction sees it."""
    row = transaction.row(f"{_OPERATOR} AND telegram_id = ?", (telegram_id,))
    return None if row is None else Operator(*row)


def note_by(
    transaction: Transaction, telegram_id: int, action: str, now: Instant, seller: str | None = None, **detail: Any
) -> Operator | None:
    """`Operators.note` within a transaction that does the deed as well."""
    operator = find_operator(transaction, telegram_id)
    if operator is not None:
        note(transaction, now, seller, operator.actor, action, **detail)
    return operator
