"""The life of points between crediting and expiry (RULES 8.4, 8.7, 10).

Whatever makes points available repays the programme's debt first, so debt above zero means nothing is available, and no
balance is ever negative. Expiry is judged by the lot's instant at use; the sweep that records it is housekeeping.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from core.account import Account, Balance, Journal, Line, Lot, Occasion
from core.account.records import spending_order
from core.calendar import Calendar
from core.notices.kinds import NoticeKind
from core.policy import Months, Policy, Programme
from core.refusals import DONE, Outcome, Refusal, refused
from core.values import (
    NEVER,
    RATE_ONE,
    Amount,
    Instant,
    MovementKind,
    Origin,
    Stage,
    format_amount,
    format_instant,
    format_rate,
)

Digest = dict[str, dict[str, Amount]]
"""What the next daily digest tells; see `Account.digest`."""
DIGEST_KINDS = (NoticeKind.POINTS_CREDITED, NoticeKind.POINTS_ADJUSTED, NoticeKind.POINTS_EXPIRED)


def expiry_of(programme: Programme, calendar: Calendar, credited_at: Instant) -> Instant:
    """When points credited at that instant expire (RULES 7)."""
    rule = programme.expiry
    if isinstance(rule, Months):
        return calendar.add_months(credited_at, rule.months)
    return calendar.end_of_period(credited_at, rule.period, rule.carry)


def credit(
    account: Account,
    policy: Policy,
    programme: str,
    amount: Amount,
    *,
    origin: Origin,
    lot_id: str,
    campaign: str | None = None,
) -> None:
    """Held points become available now: debt first, the rest a lot of its own (RULES 8.4, 8.7a)."""
    balance = account.balances[programme]
    balance.held -= amount
    balance.credited += amount
    repaid = min(balance.debt, amount)
    if repaid:
        repay(account, balance, repaid, source=Stage.HELD, origin=origin, lot_id=lot_id)
    rest = amount - repaid
    if rest:
        balance.available += rest
        expires_at = expiry_of(policy.programmes[programme], policy.calendar, account.at)
        account.journal.move(
            programme, MovementKind.CREDITING, Stage.HELD, Stage.AVAILABLE, rest,
            origin=origin, lot=lot_id, about=lot_id, campaign=campaign, expires_at=expires_at,
        )  # fmt: skip
        lot = Lot(programme, origin, lot_id, rest, account.at, expires_at)
        account.lots[programme].add(lot)
        account.journal.changes.lots[origin, lot_id] = lot
        ends = account.digest.setdefault(SOONEST, {})
        ends[programme] = min(ends.get(programme, expires_at), expires_at)
    tell_in_digest(account, policy, NoticeKind.POINTS_CREDITED, programme, amount)


def repay(
    account: Account,
    balance: Balance,
    amount: Amount,
    *,
    source: Stage,
    origin: Origin,
    lot_id: str,
    charge: str | None = None,
) -> None:
    """Points that would become available pay the debt instead (RULES 8.7)."""
    balance.debt -= amount
    balance.repaid += amount
    account.journal.move(
        balance.programme,
        MovementKind.REPAYMENT,
        source,
        Stage.DEBT,
        amount,
        origin=origin,
        lot=lot_id,
        about=lot_id,
        charge=charge,
    )


def programme_of(line: Line, policy: Policy) -> str:
    """Whose points an order brought: of the programme that it accrued to, whatever orders bring now (RULES 8.3a)."""
    return policy.accruing if line.programme is None else line.programme


def credit_held(account: Account, policy: Policy, line: Line) -> None:
    """Due work: the hold of a line is over (RULES 8.4)."""
    programme = programme_of(line, policy)
    if line.points and programme not in policy.programmes:
        # RULES 7.1: it rests. Looked at once a day, it is credited when the programme is back, whatever else happens.
        line.credit_at = policy.calendar.add_days(account.at, 1)
        account.held.add(line)
        account.journal.changes.lines[line.line] = line
        return
    line.held = False
    account.closed.lines[line.line] = line
    account.journal.changes.lines[line.line] = line
    if line.points:
        credit(account, policy, programme, line.points, origin=Origin.LINE, lot_id=line.line, campaign=line.campaign)


def expire_due(account: Account, policy: Policy) -> None:
    """Due work: record the expiry of every lot whose instant has come (RULES 10.1)."""
    for programme, lots in account.lots.items():
        gone = 0
        while (lot := lots.first_until(account.at)) is not None:
            amount = lot.amount
            lots.change(lot, 0)
            _expire(account, lot, amount, Stage.AVAILABLE)
            gone += amount
        if gone:
            account.balances[programme].available -= gone
            _tell_expired(account, policy, programme, gone)


def expire_of_many(
    journal: Journal, due: Sequence[Lot], balances: Mapping[str, Balance], digest: Digest, policy: Policy
) -> None:
    """`expire_due` for who has the lots that expire now at hand, and no account."""
    in_order = sorted(due, key=spending_order)
    for programme in policy.programmes:
        gone = 0
        for lot in in_order:
            if lot.programme == programme:
                amount, lot.amount = lot.amount, 0
                note_expiry(journal, lot, amount, Stage.AVAILABLE)
                gone += amount
        if gone:
            balances[programme].available -= gone
            balances[programme].expired += gone
            add_up(digest, NoticeKind.POINTS_EXPIRED, programme, gone)


def _expire(account: Account, lot: Lot, amount: Amount, source: Stage, charge: str | None = None) -> None:
    account.journal.changes.lots[lot.origin, lot.lot] = lot
    note_expiry(account.journal, lot, amount, source, charge)


def note_expiry(journal: Journal, lot: Lot, amount: Amount, source: Stage, charge: str | None = None) -> None:
    """Note that so much of a lot has expired; the caller changes what is left of it and the balance."""
    lot.expired += amount
    journal.move(
        lot.programme,
        MovementKind.EXPIRY,
        source,
        Stage.EXPIRED,
        amount,
        origin=lot.origin,
        lot=lot.lot,
        about=lot.lot,
        charge=charge,
    )


def _tell_expired(account: Account, policy: Policy, programme: str, amount: Amount) -> None:
    account.balances[programme].expired += amount
    account.note_expired(programme, amount)
    tell_in_digest(account, policy, NoticeKind.POINTS_EXPIRED, programme, amount)


def give_back(account: Account, policy: Policy, lot: Lot, amount: Amount, charge: str, service: str) -> None:
    """Points of a reversed charge come back (RULES 9.7): debt first, then to their lot, or expired if that has."""
    balance = account.balances[lot.programme]
    balance.spent -= amount
    repaid = min(balance.debt, amount)
    if repaid:
        repay(account, balance, repaid, source=Stage.SPENT, origin=lot.origin, lot_id=lot.lot, charge=charge)
    rest = amount - repaid
    if rest and lot.expires_at <= account.at:
        _expire(account, lot, rest, Stage.SPENT, charge)
        _tell_expired(account, policy, lot.programme, rest)
    elif rest:
        account.lots[lot.programme].change(lot, lot.amount + rest)
        balance.available += rest
        account.journal.changes.lots[lot.origin, lot.lot] = lot
        account.journal.move(
            lot.programme, MovementKind.REVERSAL, Stage.SPENT, Stage.AVAILABLE, rest,
            origin=lot.origin, lot=lot.lot, about=lot.lot, charge=charge, service=service,
        )  # fmt: skip


def prolong(account: Account, policy: Policy, programme: str, until: Instant) -> Outcome:
    """Move the expiry of unexpired lots later, never earlier; emptied ones too (RULES 10.2, 15.12)."""
    if programme not in account.balances:
        return refused(Refusal.UNKNOWN_PROGRAMME)
    lots = account.lots[programme]
    for lot in sorted(lots.known.values(), key=lambda each: each.order):
        if account.at < lot.expires_at < until:
            lots.move(lot, until)
            account.journal.changes.lots[lot.origin, lot.lot] = lot
            account.journal.move(
                programme, MovementKind.PROLONGATION, Stage.AVAILABLE, Stage.AVAILABLE, lot.amount,
                origin=lot.origin, lot=lot.lot, about=lot.lot, expires_at=until,
            )  # fmt: skip
    return DONE


# -- the daily digest -------------------------------------------------------------------------------------------


SOONEST: Final = "soonest"
"""Where a digest keeps the soonest end of what was credited, by programme."""


def next_digest_at(policy: Policy, occasion: Occasion) -> Instant:
    """The next daily digest hour that is still to come at the instant being decided (RULES 12)."""
    return _hour_after(policy.calendar, policy.reminders.hour, occasion.at, occasion.floor)


# Asked for each seller of a sweep at the same few instants.
@lru_cache(maxsize=4096)
def _hour_after(calendar: Calendar, hour: int, at: Instant, floor: Instant) -> Instant:
    day = calendar.date(at)
    moment = calendar.at_hour(day, hour)
    return moment if moment > floor else calendar.at_hour(date.fromordinal(day.toordinal() + 1), hour)


def add_up(digest: Digest, kind: NoticeKind, programme: str, amount: Amount) -> None:
    """Add an amount to what a digest tells."""
    sums = digest.setdefault(kind, {})
    sums[programme] = sums.get(programme, 0) + amount


def tell_in_digest(account: Account, policy: Policy, kind: NoticeKind, programme: str, amount: Amount) -> None:
    """Add to the next daily digest."""
    add_up(account.digest, kind, programme, amount)
    if account.digest_at is None:
        account.digest_at = next_digest_at(policy, account.occasion)
    account.journal.changes.digest = True


def send_digest(account: Account, policy: Policy) -> None:
    """Due work: the daily digest of what was credited, with the soonest end of it, adjusted and expired."""
    tell_digest(account.journal, account.digest, policy)
    account.digest_at = None
    account.journal.changes.digest = True


def tell_digest(journal: Journal, digest: Digest, policy: Policy) -> None:
    """Note what a digest tells, and take it out of the digest."""
    day = policy.calendar.date(journal.occasion.at)
    ends = digest.pop(SOONEST, None)
    for kind in DIGEST_KINDS:
        sums = digest.pop(kind, None)
        if sums:
            data: dict[str, Any] = {"programmes": {name: format_amount(each) for name, each in sorted(sums.items())}}
            if kind is NoticeKind.POINTS_CREDITED and ends:
                data["expires"] = {name: format_instant(at) for name, at in sorted(ends.items())}
            journal.notify_keyed(f"{kind}:{journal.seller}:{day}", kind, data)


# -- returns_high -------------------------------------------------------------------------------------------

WEEK = "week"
WEEK_OF: Final = "week_of"
"""Where a digest keeps whose week is watched: the programme is its one key."""
MONDAY = 0


def watch_week(account: Account, policy: Policy, programme: str) -> None:
    """Before an accrual or adjustment: remember the sums at the start of the reporting week (RULES 12 returns_high)."""
    week = account.digest.get(WEEK)
    if week is not None and account.at < week["ends_at"] and _watches(account, programme):
        return
    balance = account.balances[programme]
    calendar = policy.calendar
    day = calendar.date(account.at)
    ahead = (MONDAY - day.weekday()) % 7
    ends_at = calendar.at_hour(date.fromordinal(day.toordinal() + ahead), policy.reminders.hour)
    if ends_at <= account.at:
        ends_at = calendar.at_hour(date.fromordinal(day.toordinal() + ahead + 7), policy.reminders.hour)
    account.digest[WEEK] = {"ends_at": ends_at, "accrued": balance.accrued, "adjusted": balance.adjusted}
    account.digest[WEEK_OF] = {programme: balance.accrued}
    account.journal.changes.digest = True


def _watches(account: Account, programme: str) -> bool:
    of = account.digest.get(WEEK_OF)
    return of is None or programme in of  # None: begun by a program that did not keep it


def week_end(digest: Digest, clock: Instant) -> Instant:
    """When after an instant the week that is watched will be judged, `NEVER` if none is."""
    week = digest.get(WEEK)
    return week["ends_at"] if week is not None and week["ends_at"] > clock else NEVER


def remind_returns_high(account: Account, policy: Policy) -> None:
    """Tell when the adjustments of the week that ends now passed the policy's share of its accrual (RULES 12)."""
    week = account.digest.get(WEEK)
    if week is None or week["ends_at"] != account.at or not _watches(account, policy.accruing):
        return
    balance = account.balances[policy.accruing]
    adjusted = balance.adjusted - week["adjusted"]
    accrued = balance.accrued - week["accrued"]
    if not accrued or adjusted * RATE_ONE <= accrued * policy.reports.returns_high_share:
        return  # without accrual there is no share (RULES 11)
    account.journal.notify_keyed(
        f"{NoticeKind.RETURNS_HIGH}:{account.seller}:{policy.calendar.date(account.at)}",
        NoticeKind.RETURNS_HIGH,
        {
            "adjusted": format_amount(adjusted),
            "accrued": format_amount(accrued),
            "share": format_rate(adjusted * RATE_ONE // accrued),
        },
    )
