"""Premium at a marketplace: its fees and when the next is likely, and the rating beside its threshold."""

from collections import defaultdict
from datetime import date
from typing import Final

from bot.frame.told import Seen, day_name, money, plan_line, rating_line
from bot.frame.widgets import Data, page
from bot.screens.told.window import SIZE, views, window
from core.usual import Usual, usual_fee
from core.values import Amount
from storage.books.told import premium_fees, ratings_told
from storage.people.keys import ShopKeys

_MONTHS: Final = 3


def _premium(seen: Seen, data: Data) -> Data:
    lines: list[str | None] = [seen.say("told-premium-title"), "", plan_line(seen), rating_line(seen)]
    if seen.visitor.sees_money:
        fees = premium_fees(seen.ports.books, seen.account.seller)
        lines += ["", *_fee_lines(seen, fees), *_likely_lines(seen, usual_fee(fees))]
    text = page([*lines, "", seen.say("told-not-premium"), seen.say("told-cannot")])
    return {"text": text, "go": views(seen, "rating")}


def _fee_lines(seen: Seen, fees: dict[int, Amount]) -> list[str]:
    """The last fees with their days, and what the last months cost."""
    if not fees:
        return [seen.say("told-premium-no-fees")]
    lines = [seen.say("told-premium-fees")]
    for day, amount in list(fees.items())[:SIZE]:
        lines.append(seen.say("told-premium-fee", day=day_name(seen, day), amount=money(seen, amount)))
    months: defaultdict[date, Amount] = defaultdict(int)
    for number, amount in fees.items():
        months[date.fromordinal(number).replace(day=1)] += amount
    for month, amount in list(months.items())[:_MONTHS]:
        name = seen.visitor.reader.month(month)
        lines.append(seen.say("told-premium-month", month=name, amount=money(seen, amount)))
    return lines


def _likely_lines(seen: Seen, usual: Usual | None) -> list[str]:
    """The likely next fee, marked as seen so far, with how often (RULES 16.3)."""
    if usual is None:
        return [seen.say("told-premium-not-usual")]
    reader, today = seen.visitor.reader, seen.policy.calendar.date(seen.account.at)
    key = "told-premium-likely" if usual.likely >= today else "told-premium-overdue"
    return [
        "",
        seen.say(key, day=reader.date(usual.likely)),
        seen.say("told-premium-seen-day", day=usual.day, seen=usual.day_seen, times=usual.of),
        seen.say(
            "told-premium-seen-amount",
            amount=money(seen, usual.amount),
            seen=usual.amount_seen,
            times=usual.of,
        ),
    ]


def _rating(seen: Seen, data: Data) -> Data:
    reader, policy = seen.visitor.reader, seen.policy
    key = ShopKeys(seen.ports.team.database).of(seen.account.seller)
    told = None if key is None else key.threshold
    threshold, rating = policy.rating.threshold if told is None else told, seen.account.subscription.rating
    found = ratings_told(seen.ports.books, seen.account.seller, SIZE)
    lines = [
        seen.say("told-rating-title"),
        "",
        rating_line(seen),
        seen.say("told-threshold", threshold=reader.rate(threshold), whose="ours" if told is None else "theirs"),
        _risk(seen, rating, threshold),
        "",
        seen.say("told-rating-history") if found else None,
        *(seen.say("told-rating-line", day=reader.date(at), rating=reader.rate(each)) for at, each in found),
    ]
    return {"text": page(lines)}


def _risk(seen: Seen, rating: int | None, threshold: int) -> str | None:
    if rating is None:
        return None
    if rating < threshold:
        return seen.say("told-rating-below")
    near = rating < threshold + seen.policy.reported.rating_margin
    return seen.say("told-rating-near" if near else "told-rating-safe")


premium = window(_premium, for_everybody=True)
rating = window(_rating, for_everybody=True)
