"""What assistants are answered, as JSON: amounts with two digits, instants in UTC, rates in their shortest form.

The names are the rulebook's. What does not apply is left out of an entry: an assistant reads every word of an answer.
"""

from typing import Any

from core.account import Account
from core.policy import Policy
from core.subscription.coming import ComingStep, coming
from core.values import Instant, Rate, format_amount, format_instant, format_rate
from storage.books.history import HistoryLine, HistoryPage
from storage.books.reports import Metrics, ServiceCost, Statement, Sums
from storage.books.standing import Standing

Answer = dict[str, Any]
"""An object in JSON."""


def balance(found: Standing) -> Answer:
    """Wallet and points of every programme at an instant."""
    return {
        "seller": found.seller,
        "at": format_instant(found.at),
        "wallet": format_amount(found.wallet),
        "programmes": [
            {
                "programme": each.programme,
                "available": format_amount(each.available),
                "held": format_amount(each.held),
                "debt": format_amount(each.debt),
                "next_expiry": _instant(each.next_expiry),
                "since_the_start": {
                    name: format_amount(getattr(each, name))
                    for name in ("accrued", "credited", "adjusted", "spent", "expired", "repaid")
                },
            }
            for each in found.points
        ],
    }


def lots(found: Standing) -> Answer:
    """Available points by expiry, the soonest first."""
    return {
        "seller": found.seller,
        "at": format_instant(found.at),
        "lots": [
            {
                "programme": each.programme,
                "amount": format_amount(each.amount),
                "credited_at": format_instant(each.credited_at),
                "expires_at": format_instant(each.expires_at),
                "came_from": {str(each.origin): each.lot},
            }
            for each in sorted((lot for points in found.points for lot in points.lots), key=lambda lot: lot.expires_at)
        ],
    }


def movements(found: HistoryPage) -> Answer:
    """A page of a history, newest first."""
    return {"entries": [_entry(line) for line in found.lines], "older": found.older, "total": found.total}


def _entry(line: HistoryLine) -> Answer:
    instants = ("at", "expires_at", "starts_at", "ends_at")
    told: Answer = {}
    for name, value in line._asdict().items():
        if value in (None, ""):
            continue
        if name in instants:
            told[name] = format_instant(value)
        elif name in ("amount", "balance"):
            told[name] = format_amount(value)
        else:
            told[name] = format_rate(value) if name == "rating" else value
    told["entry"] = told.pop("seq")
    return told


def subscription(account: Account, policy: Policy) -> Answer:
    """The subscription as it stands, and what comes by itself."""
    found = account.subscription
    return {
        "seller": account.seller,
        "state": str(found.state),
        "plan": None if found.plan is None else str(found.plan),
        "renewal": None if found.renewal is None else str(found.renewal),
        "period_start": _instant(found.period_start),
        "period_end": _instant(found.period_end),
        "grace_until": _instant(found.grace_until),
        "trial_used": found.trial_used,
        "end_reason": None if found.end_reason is None else str(found.end_reason),
        "badge": found.badge,
        "wallet": format_amount(account.wallet),
        "fees_paid": format_amount(found.fees_paid),
        "what_comes_next": [_step(step) for step in coming(account, policy)],
    }


def _step(step: ComingStep) -> Answer:
    told: Answer = {"step": str(step.step), "at": format_instant(step.at), "plan": str(step.plan)}
    for name, amount in (("price", step.price), ("missing_in_the_wallet", step.missing)):
        if amount is not None:
            told[name] = format_amount(amount)
    return told if step.reason is None else told | {"reason": str(step.reason)}


def statement(found: Statement) -> Answer:
    """A month: for the wallet and each programme opening + changes = closing."""
    return {
        "seller": found.seller,
        "shop": found.shop,
        "month": f"{found.month // 100}-{found.month % 100:02d}",
        "since": format_instant(found.since),
        "until": format_instant(found.until),
        "wallet": _sums(found.wallet),
        "programmes": [
            {"programme": each.programme} | {name: _sums(getattr(each, name)) for name in ("available", "held", "debt")}
            for each in found.programmes
        ],
        "fees": [
            {
                "entry": fee.seq,
                "at": format_instant(fee.at),
                "kind": fee.kind,
                "plan": fee.plan,
                "period_start": format_instant(fee.period_start),
                "period_end": format_instant(fee.period_end),
                "amount": format_amount(fee.amount),
            }
            for fee in found.fees
        ],
        "fees_total": format_amount(found.fees_total),
    }


def _sums(sums: Sums) -> Answer:
    return {
        "opening": format_amount(sums.opening),
        "changes": {kind: format_amount(amount) for kind, amount in sums.changes},
        "closing": format_amount(sums.closing),
    }


def metrics(seller: str, found: Metrics) -> Answer:
    """The figures of RULES 11; null in a share or ratio is "no data"."""
    return {
        "seller": seller,
        "since": format_instant(found.since),
        "until": format_instant(found.until),
        "services": [_cost(each) for each in found.services],
        "all_services": _cost(found.cost),
        "programmes": [
            {"programme": each.programme}
            | {name: format_amount(value) for name, value in each._asdict().items() if name != "programme"}
            for each in found.programmes
        ],
        "campaigns": [
            {
                "campaign": each.campaign,
                "orders": each.orders,
                "reward": format_amount(each.reward),
                "discount": format_amount(each.discount),
                "reward_to_discount": _rate(each.ratio),
                "adjusted": format_amount(each.adjusted),
            }
            for each in found.campaigns
        ],
        "fees": format_amount(found.fees),
        "return_on_fees": _rate(found.return_on_fees),
    }


def _cost(cost: ServiceCost) -> Answer:
    return {
        "service": cost.service,
        "charges": cost.charges,
        "amount": format_amount(cost.amount),
        "paid_by_points": format_amount(cost.points),
        "paid_by_money": format_amount(cost.money),
        "share_of_points": _rate(cost.share),
    }


def _instant(at: Instant | None) -> str | None:
    return None if at is None else format_instant(at)


def _rate(rate: Rate | None) -> str | None:
    return None if rate is None else format_rate(rate)
