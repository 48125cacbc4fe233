"""Any entry of a seller's history, any refusal, any notice: the rule, its numbers and the arithmetic (RULES 11).

The problem: a balance is believed when each of its parts can be asked "why?". The decision: nothing is kept for it;
the numbers before a step are added up again from the entries before it, and the records keep the values a step was made
with. An explanation is data: texts are made at the edge. The limits: which limit or reserve held an automatic spending
back is not kept, only how much was let through; where expired points were forgiven, the returns of a line are told
together.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from core import explain as words
from core.account import (
    Charge,
    Consent,
    Grant,
    Line,
    Lot,
    Movement,
    Period,
    RatingReading,
    Telling,
    Transition,
    WalletEntry,
)
from core.calendar import Calendar
from core.notices.kinds import NoticeKind
from core.points.accrual import CampaignVersion, points_for, version_for
from core.refusals import MESSAGES, Verdict
from core.reported import OF_SHOP
from core.values import Amount, FactKind, Instant, format_amount, format_instant, format_rate, parse_amount
from storage.books.books import Books
from storage.books.history import InArchive
from storage.ledger import records
from storage.ledger.campaigns import event_of
from storage.ledger.closing import carried_of, closed_at
from storage.rows.transaction import Transaction

Explanation = dict[str, Any]
"""kind, rule, at, inputs, arithmetic (None where nothing is computed), result, relatives; amounts as texts."""

RELATIVES: Final = 100
"""How many related entries an explanation names at most."""

_ENTRY = "seller = ? AND seq = ?"
_MOVEMENT = records.MOVEMENTS.select(_ENTRY)
_WALLET_ENTRY = records.WALLET_ENTRIES.select(_ENTRY)
_TRANSITION = records.TRANSITIONS.select(_ENTRY)
_PERIOD = records.PERIODS.select(_ENTRY)
_CONSENT = records.CONSENTS.select(_ENTRY)
_RATING = records.RATINGS.select(_ENTRY)
_CHARGE = records.CHARGES.select(_ENTRY)
_TELLING = records.TELLINGS.select(_ENTRY)
_TELLINGS_OF_ENTRY = records.TELLINGS.select("seller = ? AND fact = ? AND entry = ? ORDER BY seq")
_IS_REPORTED = "SELECT 1 FROM seller WHERE id = ? AND books = 'reported'"
_LOT_MOVEMENTS = records.MOVEMENTS.select("seller = ? AND origin = ? AND lot = ? ORDER BY seq")
_CHARGE_MOVEMENTS = records.MOVEMENTS.select("seller = ? AND charge = ? ORDER BY seq")
_CAUSE_MOVEMENTS = records.MOVEMENTS.select("seller = ? AND cause = ? AND at = ? ORDER BY seq")
_LINE_ADJUSTMENTS = records.MOVEMENTS.select(
    "seller = ? AND kind = 'adjustment' AND about = ? AND campaign IS NOT NULL ORDER BY seq"
)
_GRANT_ADJUSTMENTS = records.MOVEMENTS.select(
    "seller = ? AND kind = 'adjustment' AND about = ? AND campaign IS NULL ORDER BY seq"
)
_MOVEMENTS_BETWEEN = records.MOVEMENTS.select("seller = ? AND at > ? AND at <= ? ORDER BY seq")
_LINE = records.LINES.select("seller = ? AND line = ?")
_LINES_AT = records.LINES.select("seller = ? AND redeemed_at = ? AND taken_at >= ? AND reason = ?")
_GRANT = records.GRANTS.select("seller = ? AND grant_id = ?")
_LOT = records.LOTS.select("seller = ? AND origin = ? AND lot = ?")
_CHARGE_NAMED = records.CHARGES.select("seller = ? AND charge = ?")
_PERIOD_NAMED = records.PERIODS.select("seller = ? AND plan = ? AND starts_at = ?")
_STEP_INTO = records.TRANSITIONS.select("seller = ? AND plan = ? AND period = ?")
_STAGES_BEFORE = (
    "SELECT source, target, SUM(amount) FROM movement WHERE seller = ? AND programme = ? AND seq < ? "
    "GROUP BY source, target"
)
_BEGUN = "SELECT lot FROM movement WHERE seller = ? AND kind = 'accrual' AND lot IN ($)"
_RELATED_MOVEMENTS = (
    "SELECT seq, kind, amount FROM movement WHERE seller = ? AND seq <> ? AND "
    "((origin = ? AND lot = ?) OR about = ? OR charge = ? OR cause = ?) ORDER BY seq LIMIT ?"
)
_RELATED_MONEY = (
    "SELECT seq, kind, amount FROM wallet_entry WHERE seller = ? AND seq <> ? AND (charge = ? OR cause = ?) "
    "ORDER BY seq LIMIT ?"
)
_RELATED_STEPS = (
    "SELECT seq, event, money FROM transition WHERE seller = ? AND seq <> ? AND cause = ? ORDER BY seq LIMIT ?"
)
_AT_INSTANT = (
    "SELECT seq, kind, amount FROM movement WHERE seller = ? AND at = ? "
    "UNION ALL SELECT seq, kind, amount FROM wallet_entry WHERE seller = ? AND at = ? "
    "UNION ALL SELECT seq, event, money FROM transition WHERE seller = ? AND at = ? ORDER BY 1 LIMIT ?"
)
_NOTICE = "SELECT at, kind, data FROM notice WHERE seller = ? AND key = ?"
_TAKEN = "SELECT type, seller, at, taken_at, outcome, reason, data FROM taken WHERE source = ? AND id = ?"
_VERSIONS = "SELECT seq, event FROM campaign_version WHERE campaign = ? ORDER BY seq"

_DIGESTS: Final[dict[str, frozenset[tuple[str, str]]]] = {
    "points_credited": frozenset({("crediting", "held"), ("repayment", "held")}),
    "points_adjusted": frozenset({("adjustment", "held"), ("adjustment", "available"), ("adjustment", "debt")}),
    "points_expired": frozenset({("expiry", "available"), ("expiry", "spent")}),
}


def explain_entry(books: Books, seller: str, seq: int) -> Explanation | None:
    """The entry with this number in a seller's history; None if there is none.

    Numbered are movements, wallet entries, transitions, periods, charges, consents, ratings and tellings. Raises
    `InArchive` for one that is in a file, or whose points have movements there.
    """
    with books.read() as transaction:
        book = _Book(transaction, books, seller)
        found: tuple[tuple[str, Callable[[Any], Explanation]], ...] = (
            (_MOVEMENT, lambda row: _movement(book, records.MOVEMENTS.of(row))),
            (_WALLET_ENTRY, lambda row: _wallet_entry(book, records.WALLET_ENTRIES.of(row))),
            (_TRANSITION, lambda row: _transition(book, records.TRANSITIONS.of(row))),
            (_PERIOD, lambda row: _period(book, records.PERIODS.of(row))),
            (_CHARGE, lambda row: _charge(book, records.CHARGES.of(row))),
            (_CONSENT, lambda row: _consent(records.CONSENTS.of(row))),
            (_RATING, lambda row: _rating(book, records.RATINGS.of(row))),
            (_TELLING, lambda row: _telling(book, records.TELLINGS.of(row))),
        )
        for statement, explain in found:
            row = transaction.row(statement, (seller, seq))
            if row is not None:
                return {"seller": seller, "seq": seq} | explain(row)
        book.require_number(seq)
    return None


class _Book:
    """What an explanation looks up about one seller."""

    def __init__(self, transaction: Transaction, books: Books, seller: str) -> None:
        self.transaction = transaction
        self.policy = books.policy
        self.seller = seller
        self._closed = closed_at(transaction, seller)

    def require_number(self, seq: int) -> None:
        """Raise `InArchive` for a number whose movement may be in a file."""
        if self._closed is not None and seq <= self._closed.seq:
            raise InArchive(self.seller, self._closed.until)

    def require_instant(self, at: Instant) -> None:
        """Raise `InArchive` for an instant whose movements may be in a file."""
        if self._closed is not None and at < self._closed.until:
            raise InArchive(self.seller, self._closed.until)

    def require_points(self, entry: Movement) -> None:
        """Raise `InArchive` if not all is here that ever happened to the points that an entry is about.

        Their story begins with their accrual, and goes to a file as a whole but for what names a charge.
        """
        self.require_number(entry.seq)
        if self._closed is None:
            return
        named = {entry.lot, entry.about} - {None}
        begun = {lot for (lot,) in self.transaction.rows_in(_BEGUN, (self.seller,), sorted(map(str, named)))}
        if named - begun:
            raise InArchive(self.seller, self._closed.until)

    def movements(self, statement: str, *parameters: object) -> list[Movement]:
        return [records.MOVEMENTS.of(row) for row in self.transaction.rows(statement, (self.seller, *parameters))]

    def lot_movements(self, entry: Movement) -> list[Movement]:
        """Everything that ever happened to the points that the entry names."""
        return self.movements(_LOT_MOVEMENTS, entry.origin, entry.lot)

    def line(self, name: str | None) -> Line | None:
        row = self.transaction.row(_LINE, (self.seller, name))
        return None if row is None else records.LINES.of(row)

    def grant(self, name: str | None) -> Grant | None:
        row = self.transaction.row(_GRANT, (self.seller, name))
        return None if row is None else records.GRANTS.of(row)

    def lot(self, origin: str | None, name: str | None) -> Lot | None:
        row = self.transaction.row(_LOT, (self.seller, origin, name))
        return None if row is None else records.LOTS.of(row)

    def charge(self, name: str | None) -> Charge:
        row = self.transaction.row(_CHARGE_NAMED, (self.seller, name))
        assert row is not None  # a movement or wallet entry names only charges that were billed
        return records.CHARGES.of(row)

    def period(self, entry: WalletEntry) -> Period:
        """The period that a fee pays for, or of whose fee a part is returned."""
        row = self.transaction.row(_PERIOD_NAMED, (self.seller, entry.plan, entry.period))
        assert row is not None  # every fee names its period
        return records.PERIODS.of(row)

    def stage_before(self, programme: str, stage: str, seq: int) -> Amount:
        """Points that stood in a stage just before an entry; debt counts what is owed."""
        into = out = 0
        carried = [row[2:] for row in carried_of(self.transaction, self.seller) if row[0] == programme]
        here = self.transaction.rows(_STAGES_BEFORE, (self.seller, programme, seq))
        for source, target, amount in (*carried, *here):
            into += int(amount) if target == stage else 0
            out += int(amount) if source == stage else 0
        return out - into if stage == "debt" else into - out

    def related(
        self,
        seq: int,
        cause: str | None,
        *,
        origin: str | None = None,
        lot: str | None = None,
        about: str | None = None,
        charge: str | None = None,
    ) -> list[Explanation]:
        """Entries about the same points, order, grant or charge, or of the same event, in order."""
        event = _event(cause)
        rows = [
            *self.transaction.rows(
                _RELATED_MOVEMENTS, (self.seller, seq, origin, lot, about, charge, event, RELATIVES)
            ),
            *self.transaction.rows(_RELATED_MONEY, (self.seller, seq, charge, cause, RELATIVES)),
            *self.transaction.rows(_RELATED_STEPS, (self.seller, seq, cause, RELATIVES)),
        ]
        return _relatives(rows)


def _event(cause: str | None) -> str | None:
    """The cause, if it is an event: points that fall due at one instant share its name, but not their reason."""
    return None if cause is None or cause.startswith("due:") else cause


def _relatives(rows: Iterable[tuple[Any, ...]]) -> list[Explanation]:
    found = sorted(rows)[:RELATIVES]
    return [{"seq": seq, "kind": kind, "amount": format_amount(amount)} for seq, kind, amount in found]


def _answer(
    kind: str,
    rule: str,
    at: Instant,
    inputs: Explanation,
    arithmetic: str | None,
    result: str | None,
    relatives: list[Explanation],
) -> Explanation:
    return {
        "kind": kind,
        "rule": rule,
        "at": format_instant(at),
        "inputs": inputs,
        "arithmetic": arithmetic,
        "result": result,
        "relatives": relatives,
    }


def _moved(movements: Iterable[Movement], source: str | None = None, target: str | None = None) -> Amount:
    """The sum of the movements out of a stage, into a stage, or both."""
    return sum(
        each.amount
        for each in movements
        if (source is None or each.source == source) and (target is None or each.target == target)
    )


def _left_in(movements: Iterable[Movement], seq: int) -> Amount:
    """What was in the lot just before an entry."""
    before = [each for each in movements if each.seq < seq]
    return _moved(before, target="available") - _moved(before, source="available")


# -- movements -----------------------------------------------------------------------------------------------------


def _movement(book: _Book, entry: Movement) -> Explanation:
    book.require_points(entry)
    explain = _EXPLAINED[entry.kind]
    rule, inputs, arithmetic = explain(book, entry)
    common: Explanation = {
        "programme": entry.programme,
        "from": entry.source,
        "to": entry.target,
        "amount": format_amount(entry.amount),
        "actor": entry.actor,
        "cause": entry.cause,
    }
    if entry.lot is not None:
        common[entry.origin or "lot"] = entry.lot
    relatives = book.related(
        entry.seq, _event(entry.cause), origin=entry.origin, lot=entry.lot, about=entry.about, charge=entry.charge
    )
    return _answer(entry.kind, rule, entry.at, common | inputs, arithmetic, format_amount(entry.amount), relatives)


Explained = tuple[str, Explanation, str | None]


def _accrual(book: _Book, entry: Movement) -> Explained:
    if entry.origin == "grant":
        given = book.grant(entry.lot)
        return "8.8", {"reason": given.reason if given else None}, words.total(entry.amount)
    line = book.line(entry.lot)
    assert line is not None  # every accrual belongs to a redeemed line or a grant
    inputs = _terms(line) | {
        "quantity": line.quantity,
        "redeemed_at": format_instant(line.redeemed_at),
        "credit_at": None if line.credit_at is None else format_instant(line.credit_at),
    }
    return "8.2", inputs, words.product(line.price, line.discount, line.quantity, line.coefficient)


def _terms(line: Line) -> Explanation:
    return {
        "line": line.line,
        "campaign": line.campaign,
        "category": line.category,
        "price": format_amount(line.price),
        "discount": format_rate(line.discount),
        "coefficient": format_rate(line.coefficient),
    }


def _crediting(book: _Book, entry: Movement) -> Explained:
    movements = book.lot_movements(entry)
    accrued, repaid = _moved(movements, "source"), _moved(movements, "held", "debt")
    returned = _moved(movements, "held", "adjusted")
    inputs = {
        "accrued": format_amount(accrued),
        "adjusted_while_held": format_amount(returned),
        "repaid": format_amount(repaid),
        **_expiry_of(book, entry),
    }
    return "8.8" if entry.origin == "grant" else "8.4", inputs, words.total(accrued, -returned, -repaid)


def _expiry_of(book: _Book, entry: Movement) -> Explanation:
    """When the entry's lot expires, as far as it was prolonged by now."""
    lot = book.lot(entry.origin, entry.lot)
    return {"expires_at": None if lot is None else format_instant(lot.expires_at)}


def _repayment(book: _Book, entry: Movement) -> Explained:
    debt = book.stage_before(entry.programme, "debt", entry.seq)
    if entry.source == "spent":
        points, rule = _given_back(book, entry), "9.7"
    else:
        movements = book.lot_movements(entry)
        points, rule = _moved(movements, "source") - _moved(movements, "held", "adjusted"), "8.7"
    return rule, {"debt": format_amount(debt), "points": format_amount(points)}, words.least(debt, points)


def _given_back(book: _Book, entry: Movement) -> Amount:
    """The points of a reversed charge that came back to the entry's lot, whatever became of them."""
    return _moved([each for each in book.lot_movements(entry) if each.charge == entry.charge], "spent")


def _reversal(book: _Book, entry: Movement) -> Explained:
    return "9.7", *_of_what_came_back(book, entry)


def _of_what_came_back(book: _Book, entry: Movement) -> tuple[Explanation, str]:
    # RULES 9.7: debt first, the rest to the lot, or expired with it.
    back = _given_back(book, entry)
    inputs = {"charge": entry.charge, "spent": format_amount(back), "repaid": format_amount(back - entry.amount)}
    return inputs | _expiry_of(book, entry), words.total(back, entry.amount - back)


def _expired(book: _Book, entry: Movement) -> Explained:
    if entry.source == "spent":
        return "9.7", *_of_what_came_back(book, entry)
    before = [each for each in book.lot_movements(entry) if each.seq < entry.seq]
    credited, back = _moved(before, "held", "available"), _moved(before, "spent", "available")
    spent, adjusted = _moved(before, "available", "spent"), _moved(before, "available", "adjusted")
    inputs = {
        "credited": format_amount(credited),
        "spent": format_amount(spent),
        "given_back": format_amount(back),
        "adjusted": format_amount(adjusted),
    }
    return "10.1", inputs | _expiry_of(book, entry), words.total(credited, -spent, back, -adjusted)


def _prolongation(book: _Book, entry: Movement) -> Explained:
    return "10.2", _expiry_of(book, entry), None


def _adjustment(book: _Book, entry: Movement) -> Explained:
    """What was recomputed, and which part of it this movement took from where (RULES 8.6, 8.7)."""
    of_line = entry.campaign is not None
    line = book.line(entry.about) if of_line else None
    given = None if of_line else book.grant(entry.about)
    lot = book.lot("line" if of_line else "grant", entry.about)
    parts = book.movements(_LINE_ADJUSTMENTS if of_line else _GRANT_ADJUSTMENTS, entry.about)
    inputs: Explanation
    if line is not None:
        accrued = points_for(line.price, line.discount, line.quantity, line.coefficient)
        now, inputs = line.points, _terms(line) | {"quantity": line.quantity}
    else:
        assert given is not None  # every adjustment is about a redeemed line or a grant
        accrued, now, inputs = given.amount, given.left, {"reason": given.reason}
    forgiven = lot.forgiven if lot else 0
    own = [each for each in parts if each.cause == entry.cause and each.at == entry.at]
    if forgiven:
        before, after, own = accrued, now, parts
        inputs["forgiven"] = format_amount(forgiven)
    else:
        before = accrued - _moved([each for each in parts if each.seq < own[0].seq])
        after = before - _moved(own)
    if line is not None:
        inputs |= {"before": _left(line, before), "after": _left(line, after)}
    inputs["parts"] = [
        {"seq": each.seq, "from": each.source, "of": each.lot, "amount": format_amount(each.amount)} for each in own
    ]
    arithmetic = f"{format_amount(before)} − {format_amount(after)} = {format_amount(before - after)}"
    if len(own) > 1 and not forgiven:
        rest = before - after - _moved([each for each in own if each.seq < entry.seq])
        arithmetic += f"; {_part(before - after, rest, entry.amount)}"
    return "8.6" if of_line else "8.8", inputs, arithmetic


def _left(line: Line, points: Amount) -> Explanation:
    """A line's points at some moment, with the quantity that was left and the product, where it can be told."""
    left = words.quantity_of(line, points)
    formula = None if left is None else words.product(line.price, line.discount, left, line.coefficient)
    return {"left": left, "points": format_amount(points), "arithmetic": formula}


def _part(whole: Amount, rest: Amount, amount: Amount) -> str:
    """How a part came of what was still to be taken: all of it, or what was there."""
    return words.total(whole, rest - whole) if rest == amount else words.least(rest, amount)


def _spending(book: _Book, entry: Movement) -> Explained:
    """How much the programme paid of the charge, and what of it came out of this lot (RULES 9.2, 9.5)."""
    charge = book.charge(entry.charge)
    on_charge = [each for each in book.movements(_CHARGE_MOVEMENTS, entry.charge) if each.target == "spent"]
    together = [
        each for each in on_charge if (each.cause, each.at, each.programme) == (entry.cause, entry.at, entry.programme)
    ]
    first = together[0].seq
    paid = _moved(together)
    unpaid = charge.amount - _moved([each for each in on_charge if each.seq < first])
    in_lot = _left_in(book.lot_movements(entry), entry.seq)
    inputs: Explanation = {
        "charge": charge.charge,
        "service": charge.service,
        "charged": format_amount(charge.amount),
        "unpaid": format_amount(unpaid),
    }
    if entry.kind == "cover":
        covers = [
            each
            for each in book.movements(_CAUSE_MOVEMENTS, entry.cause, entry.at)
            if each.kind == "cover" and each.programme == entry.programme
        ]
        asked = _moved(covers)
        most = asked - _moved([each for each in covers if each.seq < first])
        inputs |= {"asked": format_amount(asked), "still_asked": format_amount(most)}
    else:
        most = book.stage_before(entry.programme, "available", first)
        inputs["available"] = format_amount(most)
    inputs["in_lot"] = format_amount(in_lot)
    if paid < min(unpaid, most):
        # Share, limits and reserves of that moment let no more through.
        inputs["allowed"] = format_amount(paid)
        arithmetic = words.least(unpaid, most, paid)
    else:
        arithmetic = words.least(unpaid, most)
    if len(together) > 1:
        rest = paid - _moved([each for each in together if each.seq < entry.seq])
        arithmetic += f"; {_part(paid, rest, entry.amount)}"
    return "9.5" if entry.kind == "cover" else "9.2", inputs | _expiry_of(book, entry), arithmetic


_EXPLAINED: Final[dict[str, Callable[[_Book, Movement], Explained]]] = {
    "accrual": _accrual,
    "crediting": _crediting,
    "repayment": _repayment,
    "reversal": _reversal,
    "expiry": _expired,
    "prolongation": _prolongation,
    "adjustment": _adjustment,
    "spending": _spending,
    "cover": _spending,
}


# -- money ---------------------------------------------------------------------------------------------------------


def _wallet_entry(book: _Book, entry: WalletEntry) -> Explanation:
    before = entry.balance - entry.amount
    rule, inputs, arithmetic = _cause_of(book, entry)
    inputs |= {
        "before": format_amount(before),
        "amount": format_amount(entry.amount),
        "actor": entry.actor,
        "cause": entry.cause,
    }
    sums = [arithmetic, words.total(before, entry.amount)] if arithmetic else [words.total(before, entry.amount)]
    relatives = book.related(entry.seq, entry.cause, charge=entry.charge)
    return _answer(entry.kind, rule, entry.at, inputs, "; ".join(sums), format_amount(entry.balance), relatives)


def _cause_of(book: _Book, entry: WalletEntry) -> tuple[str, Explanation, str | None]:
    if entry.kind == "fee_returned":
        return _fee_returned(book, entry)
    if entry.kind == "fee":
        return _fee(book, entry)
    if entry.charge is None:
        return "3.1", {}, None
    charge = book.charge(entry.charge)
    on_charge = [each for each in book.movements(_CHARGE_MOVEMENTS, entry.charge) if each.target == "spent"]
    inputs = {"charge": charge.charge, "service": charge.service, "charged": format_amount(charge.amount)}
    if entry.kind == "cover":
        covered = [each for each in on_charge if (each.cause, each.at) == (entry.cause, entry.at)]
        return "9.5", inputs | {"points": format_amount(_moved(covered))}, None
    points = _moved([each for each in on_charge if each.kind == "spending" or entry.kind == "service_reversed"])
    rule = "9.7" if entry.kind == "service_reversed" else "9.1"
    return rule, inputs | {"points": format_amount(points)}, words.total(charge.amount, -points)


def _fee(book: _Book, entry: WalletEntry) -> tuple[str, Explanation, str | None]:
    step = book.transaction.row(_STEP_INTO, (book.seller, entry.plan, entry.period))
    assert step is not None  # a fee is paid by a step into the period
    paid = book.period(entry)
    inputs = {
        "plan": paid.plan,
        "price": format_amount(paid.fee),
        "period_start": format_instant(paid.starts_at),
        "period_end": format_instant(paid.ends_at),
    }
    return words.rule_of(records.TRANSITIONS.of(step)), inputs, None


def _fee_returned(book: _Book, entry: WalletEntry) -> tuple[str, Explanation, str | None]:
    paid = book.period(entry)
    inputs = {
        "paid": format_amount(paid.fee),
        "period_start": format_instant(paid.starts_at),
        "period_end": format_instant(paid.ends_at),
        "now": format_instant(entry.at),
    }
    return "4.12", inputs, words.returned_part(paid.fee, paid.starts_at, paid.ends_at, entry.at)


def _charge(book: _Book, charge: Charge) -> Explanation:
    inputs: Explanation = {
        "charge": charge.charge,
        "service": charge.service,
        "amount": format_amount(charge.amount),
        "money": format_amount(charge.money),
        "points": {name: format_amount(amount) for name, amount in sorted(charge.paid.items())},
        "reversed_at": None if charge.reversed_at is None else format_instant(charge.reversed_at),
    }
    arithmetic = words.total(charge.money, *(amount for _, amount in sorted(charge.paid.items())))
    relatives = book.related(charge.seq, None, charge=charge.charge)
    return _answer("charge", "9.1", charge.at, inputs, arithmetic, format_amount(charge.amount), relatives)


# -- the subscription ----------------------------------------------------------------------------------------------


def _transition(book: _Book, step: Transition) -> Explanation:
    inputs: Explanation = {
        "event": step.event,
        "from": step.from_state,
        "to": step.to_state,
        "plan": step.plan,
        "renewal": step.renewal,
        "reason": step.reason,
        "money": format_amount(step.money),
        "actor": step.actor,
        "cause": step.cause,
    }
    arithmetic = None
    if step.event == "fee_failed" and step.price is not None and step.wallet is not None:
        inputs |= {
            "price": format_amount(step.price),
            "wallet": format_amount(step.wallet),
            "missing": format_amount(step.price - step.wallet),
            "grace_until": None if step.grace_until is None else format_instant(step.grace_until),
        }
        arithmetic = _missing(inputs)
    elif step.event == "upgrade" and step.price is not None:
        returned = step.money + step.price
        inputs |= {"returned": format_amount(returned), "price": format_amount(step.price)}
        arithmetic = f"{format_amount(returned)} − {format_amount(step.price)} = {format_amount(step.money)}"
    relatives = book.related(step.seq, step.cause)
    return _answer("transition", words.rule_of(step), step.at, inputs, arithmetic, step.to_state, relatives)


def _missing(data: Explanation) -> str | None:
    """`price − wallet = missing` where a notice or refusal has these three."""
    if not {"price", "wallet", "missing"} <= data.keys():
        return None
    return f"{data['price']} − {data['wallet']} = {data['missing']}".replace("− -", "+ ")


def _period(book: _Book, period: Period) -> Explanation:
    inputs = {
        "kind": period.kind,
        "plan": period.plan,
        "period_start": format_instant(period.starts_at),
        "period_end": format_instant(period.ends_at),
        "fee": format_amount(period.fee),
        "timezone": book.policy.timezone,
    }
    trial = period.kind == "trial"
    days = _days(book.policy.calendar, period.starts_at, period.ends_at)
    return _answer(
        "period",
        "4.3" if trial else "4.5",
        period.paid_at,
        inputs,
        words.days_from(period.starts_at, days, period.ends_at),
        format_instant(period.ends_at),
        [],
    )


def _days(calendar: Calendar, start: Instant, end: Instant) -> int:
    return (calendar.date(end) - calendar.date(start)).days


def _consent(consent: Consent) -> Explanation:
    inputs = {"programme": consent.programme, "actor": consent.actor, "cause": consent.cause}
    return _answer("consent", "8.9", consent.at, inputs, None, "in" if consent.joined else "out", [])


def _rating(book: _Book, reading: RatingReading) -> Explanation:
    threshold = book.policy.rating.threshold
    sign = "≥" if reading.rating >= threshold else "<"
    rating, least = format_rate(reading.rating), format_rate(threshold)
    if book.transaction.row(_IS_REPORTED, (book.seller,)) is not None:
        # Where a marketplace decides, it decides by a threshold of its own (RULES 16.3).
        return _answer("rating", "16.1", reading.at, {"rating": rating}, None, rating, [])
    inputs = {"rating": rating, "threshold": least}
    return _answer("rating", "6.2", reading.at, inputs, f"{rating} {sign} {least}", rating, [])


def _telling(book: _Book, told: Telling) -> Explanation:
    """What a marketplace said of an entry, beside what it had said of it before (RULES 16.2)."""
    others = [
        records.TELLINGS.of(row)
        for row in book.transaction.rows(_TELLINGS_OF_ENTRY, (book.seller, told.fact, told.entry))
    ]
    before = next((each for each in reversed(others) if each.seq < told.seq), None)
    added = told.fact not in OF_SHOP
    inputs: Explanation = {
        "fact": told.fact.value, "entry": told.entry, "day": date.fromordinal(told.day).isoformat(),
        "before": None if before is None else _said(before), "correction": told.correction, "actor": told.actor,
        "cause": told.cause,
    }  # fmt: skip
    more = {
        "programme": told.part if told.fact is FactKind.POINTS else None,
        "service": told.part if told.fact is FactKind.FEE else None,
        "kind": told.kind or None, "order": told.order, "item": told.item, "quantity": told.quantity,
        "opening": None if told.opening is None else format_amount(told.opening),
    }  # fmt: skip
    was = told.amount - told.difference
    return _answer(
        told.fact.value,
        "16.2" if told.correction else "16.1",
        told.at,
        inputs | {name: value for name, value in more.items() if value is not None},
        words.total(told.amount, -was) if added and was else None,
        format_amount(told.difference) if added else _said(told),
        [
            {"seq": each.seq, "kind": each.fact.value, "amount": format_amount(each.difference)}
            for each in others
            if each.seq != told.seq and added
        ][:RELATIVES],
    )


def _said(told: Telling) -> str | None:
    return told.plan if told.fact is FactKind.PLAN else format_amount(told.amount)


# -- refusals and notices ------------------------------------------------------------------------------------------


def explain_refusal(books: Books, seller: str, source: str, id_: str) -> Explanation | None:
    """What the line `id_` of a source came to and why; None if this seller never sent it.

    A line that was done has no reason and no rule of its own: its entries in the history have. Raises `InArchive` where
    these may be in a file.
    """
    with books.read() as transaction:
        row = transaction.row(_TAKEN, (source, id_))
        if row is None or row[1] != seller:
            return None
        type_, _, at, taken_at, outcome, reason, data = row
        inputs: Explanation = {
            "source": source,
            "id": id_,
            "type": type_,
            "taken_at": format_instant(taken_at),
            **(json.loads(data) if data else {}),
        }
        arithmetic = _missing(inputs) or _asked(inputs)
        if type_ == "order.redeemed" and outcome == "ignored":
            more, compared = _no_accrual(transaction, seller, at, taken_at, reason)
            inputs |= more
            arithmetic = compared
        rule = words.RULE_OF_REASON.get(reason or "", "13")
        book = _Book(transaction, books, seller)
        if outcome == Verdict.DONE:  # anything else has no entries
            book.require_instant(taken_at)
        relatives = book.related(0, f"{source}:{id_}")
        answer = _answer(outcome, rule, at, inputs, arithmetic, reason, relatives)
        return {"seller": seller} | answer | {"message": MESSAGES.get(reason or "")}


def _asked(data: Explanation) -> str | None:
    """`asked − available = missing`."""
    if not {"available", "missing"} <= data.keys():
        return None
    available, missing = parse_amount(data["available"]), parse_amount(data["missing"])
    return words.total(available + missing, -available)


def _no_accrual(
    transaction: Transaction, seller: str, at: Instant, taken_at: Instant, reason: str
) -> tuple[Explanation, str | None]:
    """The ignored order line and the campaign's terms against it (RULES 8.3); nothing if several lines would do."""
    lines = [records.LINES.of(row) for row in transaction.rows(_LINES_AT, (seller, at, taken_at, reason))]
    if len(lines) != 1:
        return {}, None
    line = lines[0]
    inputs: Explanation = {
        "line": line.line,
        "campaign": line.campaign,
        "category": line.category,
        "discount": format_rate(line.discount),
    }
    versions = [CampaignVersion(seq, event_of(text)) for seq, text in transaction.rows(_VERSIONS, (line.campaign,))]
    terms = version_for(versions, line.redeemed_at)
    if terms is None:
        return inputs, None
    if reason == "below_min_discount":
        compared = f"{format_rate(line.discount * 100)} % < {format_rate(terms.min_discount * 100)} %"
        return inputs | {"min_discount": format_rate(terms.min_discount)}, compared
    if reason == "category_excluded":
        return inputs | {"excluded_categories": list(terms.excluded_categories)}, None
    if reason == "campaign_closed":
        start, end = format_instant(terms.starts_at), format_instant(terms.ends_at)
        redeemed = format_instant(line.redeemed_at)
        compared = f"{redeemed} < {start}" if line.redeemed_at < terms.starts_at else f"{redeemed} ≥ {end}"
        return inputs | {"starts_at": start, "ends_at": end}, compared
    return inputs, None


def explain_notice(books: Books, seller: str, key: str) -> Explanation | None:
    """Why the seller's notice with this key was told, with the numbers it tells; None if there is none.

    Raises `InArchive` where the entries that it tells of may be in a file.
    """
    with books.read() as transaction:
        row = transaction.row(_NOTICE, (seller, key))
    return None if row is None else explain_told(books, seller, key, *row)


def explain_told(books: Books, seller: str, key: str, at: Instant, kind: str, text: str) -> Explanation:
    """The same of a notice that is known already, for one from the archive; `text` is its data in JSON."""
    with books.read() as transaction:
        data = json.loads(text)
        book = _Book(transaction, books, seller)
        book.require_instant(at if kind not in _DIGESTS else books.policy.calendar.add_days(at, -1))
        rule, arithmetic = NoticeKind(kind).rule, _missing(data)
        relatives = _relatives(transaction.rows(_AT_INSTANT, (seller, at, seller, at, seller, at, RELATIVES)))
        if kind == "connected" and data["trial"]:
            rule = "4.3"
        elif kind == "subscription_ended":
            rule = words.RULE_OF_END[data["reason"]]
        elif kind == "upgraded":
            arithmetic = words.total(parse_amount(data["price"]), -parse_amount(data["returned"]))
        elif kind == "returns_high":
            arithmetic = words.share(parse_amount(data["adjusted"]), parse_amount(data["accrued"]))
        elif kind in _DIGESTS:
            relatives, arithmetic = _digest(book, at, _DIGESTS[kind], data["programmes"])
        inputs = {"key": key, "notice": kind, **data}
        return {"seller": seller} | _answer("notice", rule, at, inputs, arithmetic, None, relatives)


def _digest(
    book: _Book, at: Instant, kinds: frozenset[tuple[str, str]], told: dict[str, str]
) -> tuple[list[Explanation], str | None]:
    """What a daily digest adds up: the entries since the one before, and their sum if it is what was told."""
    since = book.policy.calendar.add_days(at, -1)
    found = [each for each in book.movements(_MOVEMENTS_BETWEEN, since - 1, at) if (each.kind, each.source) in kinds]
    sums = []
    for programme, amount in sorted(told.items()):
        parts = [each.amount for each in found if each.programme == programme]
        if parts and sum(parts) == parse_amount(amount):
            sums.append(words.total(parts[0], *parts[1:]))
    return _relatives((each.seq, each.kind, each.amount) for each in found), "; ".join(sums) or None
