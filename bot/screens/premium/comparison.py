"""The plans side by side (RULES 6, table), from the policy's values."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.texts.notices import benefit_name
from bot.visitor import Visitor
from core.policy import Policy


class Row(NamedTuple):
    """A benefit, and what each plan gives of it."""

    benefit: str
    none: str
    lite: str
    premium: str


def comparison(visitor: Visitor, policy: Policy) -> Sequence[Row]:
    """Every benefit in the order of the table."""
    terms, reader, say = policy.benefits, visitor.reader, visitor.say
    yes, no = say("cell-yes"), say("cell-no")
    seats = say("cell-seats", count=terms.seats)
    mailings = say("cell-mailings", discount=reader.percent(terms.mailing_discount), count=terms.mailings)
    rated = say("cell-rating", threshold=reader.rate(policy.rating.threshold))
    shares = (terms.search_boost, terms.search_boost_lite, terms.search_boost_premium)
    cells: dict[str, tuple[str, str, str]] = {
        "search_boost": (reader.percent(shares[0]), reader.percent(shares[1]), reader.percent(shares[2])),
        "analytics": (no, seats, seats),
        "competitors": (no, no, say("cell-up-to", count=terms.competitors)),
        "mailings": (no, no, mailings),
        "badge": (no, no, rated),
        "filter": (no, no, rated),
        "storefront": (no, no, yes),
        "support": (no, no, yes),
        "commission_points": (no, yes, yes),
    }
    return [Row(benefit_name(visitor.texts, visitor.locale, code), *row) for code, row in cells.items()]
