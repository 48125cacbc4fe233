"""Closed records that an event names, brought into the accounts for the events of a piece at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from core.account import Account
from core.events import Needs
from core.policy import Policy
from core.values import FactKind, Instant, Origin
from storage.ledger import records
from storage.rows.together import Reading
from storage.rows.transaction import Transaction

_LINES = records.LINES.select("(seller, line) IN ($)")
_GRANTS = records.GRANTS.select("(seller, grant_id) IN ($)")
_CHARGES = records.CHARGES.select("(seller, charge) IN ($)")
_CHARGES_OF_MONTH = records.CHARGES.select(
    "seller = ? AND service = ? AND month = ? AND reversed_at IS NULL AND money > 0"
)
_LOTS = records.LOTS.select("origin = ? AND (seller, lot) IN ($)")
_UNEXPIRED = records.LOTS.select("seller = ? AND programme = ? AND expires_at > ?")
_PIECES = records.SPENT.select("(seller, charge) IN ($) AND target = 'spent' ORDER BY seq")
_REPORTED = records.REPORTED.select("fact = ? AND (seller, entry) IN ($)")

Named = tuple[Account, Any, Instant]
"""An account, an event of it that names closed records, and the instant that this is processed at."""
Pair = tuple[Account, str]
"""An account, and the id of one of its records."""


def _look_up_lines(transaction: Transaction, wanted: Iterable[Pair]) -> Reading:
    """Lines by id, with their lots, unless they are at hand already."""
    missing = _distinct(
        (of, line) for of, line in wanted if of.held.at_hand(line) is None and line not in of.closed.lines
    )
    asked = transaction.ask_pairs(_LINES, (), _keys(missing))
    yield
    owners = _owners(missing)
    known: list[Pair] = []
    for row in asked.rows():
        line = records.LINES.of(row)
        if line.held:
            owners[row[0]].held.add(line)
        else:
            owners[row[0]].closed.lines[line.line] = line
        known.append((owners[row[0]], line.line))
    yield from _look_up_lots(transaction, Origin.LINE, known)


def _look_up_grants(transaction: Transaction, wanted: Iterable[Pair]) -> Reading:
    """Grants by id, with their lots."""
    missing = _distinct((of, grant) for of, grant in wanted if grant not in of.closed.grants)
    asked = transaction.ask_pairs(_GRANTS, (), _keys(missing))
    yield
    owners = _owners(missing)
    known: list[Pair] = []
    for row in asked.rows():
        grant = records.GRANTS.of(row)
        owners[row[0]].closed.grants[grant.grant] = grant
        known.append((owners[row[0]], grant.grant))
    yield from _look_up_lots(transaction, Origin.GRANT, known)


def _look_up_charges(transaction: Transaction, wanted: Iterable[Pair], *, pieces: bool) -> Reading:
    """Charges by id; with `pieces` also the points spent on them and their lots, for giving them back."""
    every = _distinct(wanted)
    missing = [(of, name) for of, name in every if name not in of.closed.charges]
    paid = [(of, name) for of, name in every if pieces and name not in of.closed.pieces_known]
    for of, name in paid:
        of.closed.pieces_known.add(name)
    asked = transaction.ask_pairs(_CHARGES, (), _keys(missing))
    spent = transaction.ask_pairs(_PIECES, (), _keys(paid))
    yield
    owners = _owners(every)
    for row in asked.rows():
        charge = records.CHARGES.of(row)
        owners[row[0]].closed.charges[charge.charge] = charge
    lots: dict[str, list[Pair]] = {origin: [] for origin in Origin}
    for row in spent.rows():
        piece = records.SPENT.of(row)
        owners[row[0]].closed.spent.setdefault(piece.charge, []).append(piece)
        lots[piece.origin].append((owners[row[0]], piece.lot))
    for origin, names in lots.items():
        yield from _look_up_lots(transaction, origin, names)


def _look_up_entries(transaction: Transaction, wanted: Iterable[tuple[Account, tuple[FactKind, str]]]) -> Reading:
    """What was said before of entries, by kind of fact and entry."""
    missing = [(of, key) for of, key in wanted if key not in of.closed.reported]
    owners = {of.seller: of for of, _ in missing}
    asked = [
        (
            fact,
            transaction.ask_pairs(
                _REPORTED, (fact,), _keys(_distinct((of, key[1]) for of, key in missing if key[0] is fact))
            ),
        )
        for fact in FactKind
    ]
    yield
    for fact, answer in asked:
        for row in answer.rows():
            found = records.REPORTED.of(row)
            owners[row[0]].closed.reported[fact, found.entry] = found


def _look_up_months(transaction: Transaction, policy: Policy, named: Sequence[Named]) -> Reading:
    """The charges of a service in a month that have a money part left, for manual spending."""
    months = {(of.seller, event.service, policy.calendar.month(now)): of for of, event, now in named}
    asked = [(of, transaction.ask(_CHARGES_OF_MONTH, month)) for month, of in months.items()]
    yield
    for of, answer in asked:
        for row in answer.rows():
            charge = records.CHARGES.of(row)
            of.closed.charges.setdefault(charge.charge, charge)


def look_up_unexpired(transaction: Transaction, account: Account, programme: str, now: Instant) -> Reading:
    """All unexpired lots, emptied ones too, for a prolongation."""
    lots = account.lots.get(programme)
    if lots is None:
        return
    asked = transaction.ask(_UNEXPIRED, (account.seller, programme, now))
    yield
    for row in asked.rows():
        lots.add(records.LOTS.of(row))
    lots.bring_all()


def _look_up_lots(transaction: Transaction, origin: str, wanted: Iterable[Pair]) -> Reading:
    every = _distinct(wanted)
    asked = transaction.ask_pairs(_LOTS, (origin,), _keys(every))
    yield
    owners = _owners(every)
    for row in asked.rows():
        lot = records.LOTS.of(row)
        lots = owners[row[0]].lots
        if lot.programme in lots:
            lots[lot.programme].add(lot)


def _look_up_prolonged(transaction: Transaction, named: Sequence[Named]) -> Reading:
    for of, event, now in named:
        yield from look_up_unexpired(transaction, of, event.programme, now)


def _distinct(pairs: Iterable[Pair]) -> list[Pair]:
    return list({(of.seller, name): (of, name) for of, name in pairs}.values())


def _keys(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    return [(of.seller, name) for of, name in pairs]


def _owners(pairs: Iterable[Pair]) -> dict[str, Account]:
    return {of.seller: of for of, _ in pairs}


LOOK_UPS: Final[Mapping[Needs, Callable[[Transaction, Policy, Sequence[Named]], Reading]]] = {
    Needs.MONTH: _look_up_months,
    Needs.UNEXPIRED: lambda transaction, policy, named: _look_up_prolonged(transaction, named),
    Needs.LINE: lambda transaction, policy, named: _look_up_lines(
        transaction, [(of, event.line) for of, event, _ in named]
    ),
    Needs.GRANT: lambda transaction, policy, named: _look_up_grants(
        transaction, [(of, event.grant) for of, event, _ in named]
    ),
    Needs.CHARGE: lambda transaction, policy, named: _look_up_charges(
        transaction, [(of, event.charge) for of, event, _ in named], pieces=False
    ),
    Needs.PAID_CHARGE: lambda transaction, policy, named: _look_up_charges(
        transaction, [(of, event.charge) for of, event, _ in named], pieces=True
    ),
    Needs.ENTRY: lambda transaction, policy, named: _look_up_entries(
        transaction, [(of, (event.FACT, event.key)) for of, event, _ in named]
    ),
}
"""How what events need is brought in: at once, for all that need the like."""
