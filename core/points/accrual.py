"""Points for discounts: from a redeemed order line to held points, and back by returns (RULES 8).

The arithmetic is exact: a product of rates is computed in whole numbers and rounded down to 0.01 once, at the end. An
accrual keeps the values it was made with, so a return years of campaign changes later is still recomputed rightly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.account import Account, Grant, Line, Lot
from core.events import (
    BonusGranted,
    BonusRevoked,
    CampaignUpserted,
    OrderCancelled,
    OrderRedeemed,
    OrderReturned,
)
from core.notices.kinds import NoticeKind
from core.points import lots
from core.policy import Policy
from core.refusals import DONE, Ignored, Outcome, Refusal, ignored, refused
from core.values import RATE_ONE, Amount, Instant, MovementKind, Origin, Rate, Stage


@dataclass(frozen=True, slots=True)
class CampaignVersion:
    """One version of a campaign's terms; `seq` is the order in which versions arrived."""

    seq: int
    event: CampaignUpserted

    @property
    def order(self) -> tuple[Instant, int]:
        """Versions are ordered by their own instant, then by arrival (RULES 15.1)."""
        return (self.event.at, self.seq)


def version_for(versions: Sequence[CampaignVersion], at: Instant) -> CampaignUpserted | None:
    """The terms an order redeemed at `at` is judged by: the latest not after it, else the first (RULES 8.1, 15.1)."""
    if not versions:
        return None
    before = [version for version in versions if version.event.at <= at]
    return max(before, key=lambda v: v.order).event if before else min(versions, key=lambda v: v.order).event


def points_for(price: Amount, discount: Rate, quantity: int, coefficient: Rate) -> Amount:
    """price × discount × quantity × coefficient, rounded down to 0.01 once (RULES 2.2, 8.2)."""
    return price * discount * quantity * coefficient // (RATE_ONE * RATE_ONE)


def coefficient_for(terms: CampaignUpserted, category: str) -> Rate:
    """The category's coefficient or the default, at most the campaign's largest (RULES 8.1, 8.2)."""
    return min(terms.coefficients.get(category, terms.coefficient), terms.max_coefficient)


def _why_not(account: Account, programme: str, terms: CampaignUpserted, event: OrderRedeemed) -> Ignored | None:
    # RULES 8.3: the first that applies.
    if event.discount < terms.min_discount:
        return Ignored.BELOW_MIN_DISCOUNT
    if event.category in terms.excluded_categories:
        return Ignored.CATEGORY_EXCLUDED
    if not terms.starts_at <= event.at < terms.ends_at:
        return Ignored.CAMPAIGN_CLOSED
    if account.balances[programme].opted_out:
        return Ignored.OPTED_OUT
    return None


def redeem(account: Account, policy: Policy, event: OrderRedeemed, versions: Sequence[CampaignVersion]) -> Outcome:
    """`order.redeemed`: held points, or the reason why there are none (RULES 8.2–8.4)."""
    if account.held.at_hand(event.line) is not None or event.line in account.closed.lines:
        return refused(Refusal.DUPLICATE_LINE)
    terms = version_for(versions, event.at)
    if terms is None:
        return refused(Refusal.UNKNOWN_CAMPAIGN)  # the line id stays free (RULES 2.6a)
    programme = policy.accruing
    reason = _why_not(account, programme, terms, event)
    line = Line(
        event.line, event.campaign, event.category, event.price, event.discount, event.quantity, event.quantity,
        0, 0, event.at, account.at, None, None, reason, False, programme,
    )  # fmt: skip
    if reason is not None:
        account.closed.lines[event.line] = account.journal.changes.lines[event.line] = (
            line  # RULES 15.8: the id is taken
        )
        return ignored(reason)
    balance = account.balances[programme]
    line.coefficient = coefficient_for(terms, event.category)
    line.points = points_for(event.price, event.discount, event.quantity, line.coefficient)
    if not account.has_room(balance.accrued, line.points):
        return refused(Refusal.SUM_TOO_LARGE)
    account.journal.changes.lines[event.line] = line
    line.window_until = policy.calendar.add_days(event.at, terms.return_window_days)
    if not line.points:
        account.closed.lines[event.line] = line  # RULES 15.8: done, no lot
        return DONE
    line.credit_at = policy.calendar.add_days(event.at, terms.hold_days)
    lots.watch_week(account, policy, programme)
    balance.accrued += line.points
    balance.held += line.points
    line.held = True
    account.journal.move(
        programme, MovementKind.ACCRUAL, Stage.SOURCE, Stage.HELD, line.points,
        origin=Origin.LINE, lot=line.line, about=line.line, campaign=line.campaign,
    )  # fmt: skip
    if line.credit_at <= account.at:
        lots.credit_held(account, policy, line)  # RULES 15.1: a hold already over is credited at the clock
    else:
        account.held.add(line)
    return DONE


def give_up(account: Account, policy: Policy, event: OrderCancelled | OrderReturned) -> Outcome:
    """`order.cancelled` and `order.returned`: recompute for what is left and adjust (RULES 8.5, 8.6)."""
    line = account.held.at_hand(event.line) or account.closed.lines.get(event.line)
    if line is None:
        if isinstance(event, OrderCancelled):
            return ignored(Ignored.NOT_REDEEMED)
        return refused(Refusal.UNKNOWN_LINE)
    if event.quantity > line.left:
        return refused(Refusal.QUANTITY_EXCEEDS)
    if line.window_until is not None and event.at > line.window_until:
        return ignored(Ignored.WINDOW_CLOSED)
    left = line.left - event.quantity
    remaining = points_for(line.price, line.discount, left, line.coefficient)
    difference = line.points - remaining
    programme = lots.programme_of(line, policy)
    if difference and programme not in account.balances:
        return refused(Refusal.UNKNOWN_PROGRAMME)  # RULES 7.1: its points rest
    line.left = left
    account.journal.changes.lines[line.line] = line
    line.points = remaining
    if difference:
        _adjust(account, policy, programme, difference, Origin.LINE, line.line, held=line.held, campaign=line.campaign)
    return DONE


def grant(account: Account, policy: Policy, event: BonusGranted) -> Outcome:
    """`bonus.granted` credits at once, debt first (RULES 8.8, 15.10)."""
    balance = account.balances.get(event.programme)
    if balance is None:
        return refused(Refusal.UNKNOWN_PROGRAMME)
    if event.grant in account.closed.grants:
        return refused(Refusal.DUPLICATE_GRANT)
    outcome = Ignored.OPTED_OUT if balance.opted_out else None
    if outcome is None and not account.has_room(balance.accrued, event.amount):
        return refused(Refusal.SUM_TOO_LARGE)
    given = Grant(
        event.grant,
        event.programme,
        event.amount,
        0 if outcome else event.amount,
        event.reason,
        account.at,
        outcome,
    )
    account.closed.grants[event.grant] = given
    account.journal.changes.grants[event.grant] = given
    if outcome:
        return ignored(outcome)
    if event.programme == policy.accruing:
        lots.watch_week(account, policy, event.programme)
    balance.accrued += event.amount
    balance.held += event.amount
    account.journal.move(
        event.programme,
        MovementKind.ACCRUAL,
        Stage.SOURCE,
        Stage.HELD,
        event.amount,
        origin=Origin.GRANT,
        lot=event.grant,
        about=event.grant,
    )
    lots.credit(account, policy, event.programme, event.amount, origin=Origin.GRANT, lot_id=event.grant)
    return DONE


def revoke(account: Account, policy: Policy, event: BonusRevoked) -> Outcome:
    """`bonus.revoked` is an adjustment by RULES 8.7 (8.8, 9.8)."""
    given = account.closed.grants.get(event.grant)
    if given is None:
        return refused(Refusal.UNKNOWN_GRANT)
    if event.amount > given.left:
        return refused(Refusal.AMOUNT_EXCEEDS)
    if given.programme not in account.balances:
        return refused(Refusal.UNKNOWN_PROGRAMME)  # RULES 7.1: its points rest
    given.left -= event.amount
    account.journal.changes.grants[given.grant] = given
    _adjust(account, policy, given.programme, event.amount, Origin.GRANT, given.grant, held=False, campaign=None)
    return DONE


def _adjust(
    account: Account,
    policy: Policy,
    programme: str,
    amount: Amount,
    origin: Origin,
    about: str,
    *,
    held: bool,
    campaign: str | None,
) -> None:
    """Take points back: held, the own lot, what of it expired (forgiven), other lots, debt (RULES 8.7)."""
    balance = account.balances[programme]
    rest = amount
    forgiven = 0

    def take(source: Stage, part: Amount, lot_origin: Origin, lot_id: str) -> None:
        balance.adjusted += part
        account.journal.move(
            programme, MovementKind.ADJUSTMENT, source, Stage.ADJUSTED, part,
            origin=lot_origin, lot=lot_id, about=about, campaign=campaign,
        )  # fmt: skip

    def take_from(lot: Lot) -> Amount:
        part = min(rest, lot.amount)
        if part:
            all_lots.change(lot, lot.amount - part)
            account.journal.changes.lots[lot.origin, lot.lot] = lot
            balance.available -= part
            take(Stage.AVAILABLE, part, lot.origin, lot.lot)
        return part

    if programme == policy.accruing:
        lots.watch_week(account, policy, programme)
    all_lots = account.lots[programme]
    own = all_lots.known.get((origin, about))
    if held:
        balance.held -= rest
        take(Stage.HELD, rest, origin, about)
        rest = 0
    elif own is not None:
        rest -= take_from(own)
        forgiven = min(rest, own.expired - own.forgiven)
        if forgiven:
            own.forgiven += forgiven
            account.journal.changes.lots[origin, about] = own
            rest -= forgiven
    while rest and (lot := all_lots.first()) is not None:
        rest -= take_from(lot)
    if rest:
        balance.debt += rest
        take(Stage.DEBT, rest, origin, about)
    if amount > forgiven:
        lots.tell_in_digest(account, policy, NoticeKind.POINTS_ADJUSTED, programme, amount - forgiven)
