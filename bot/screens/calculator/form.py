"""The calculator's form: what was entered, what is missing, and the sales that come of it.

Decision: everything entered lives in the dialog's memory and nowhere else (RULES 11). A campaign stands for its
coefficient and its least discount as they are now; they are read again for every result. Limit: one campaign and one
category a calculation, as one order line has them.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from core.points.accrual import coefficient_for
from core.points.calculator import Sale
from core.points.campaigns import Campaigns, own_coefficients
from core.values import Amount, Rate
from storage.books.history import SoldLine

NEEDED: Final = ("price", "discount", "quantity", "coefficient")
OPTIONAL: Final = ("returns", "second", "margin")
FIELDS: Final = NEEDED + OPTIONAL

Form = dict[str, Any]
"""The entered values by field, in JSON's types; `campaign` and `category` beside a coefficient that is a campaign's."""

KEY: Final = "form"
CAMPAIGNS_OFFERED: Final = 20


class Offered(NamedTuple):
    """A campaign and category to choose: `category` None stands for all without a coefficient of their own.

    `name` is what people call the campaign.
    """

    campaign: str
    name: str
    category: str | None
    coefficient: Rate
    min_discount: Rate
    coming: bool


def form_of(data: dict[str, Any]) -> Form:
    """The form in a dialog's data."""
    form: Form = data.setdefault(KEY, {})
    return form


def offered(found: Campaigns) -> Sequence[Offered]:
    """What can be chosen for the coefficient: campaigns that run, then those that are coming."""
    every = [
        Offered(each.campaign, each.name, category, rate, each.min_discount, coming)
        for some, coming in ((found.running, False), (found.coming, True))
        for each in some
        for category, rate in [(None, coefficient_for(each, "")), *own_coefficients(each)]
    ]
    return every[:CAMPAIGNS_OFFERED]


def beginning(found: Campaigns, last: SoldLine | None) -> Form:
    """What a new form begins with: the campaign and discount of the last order, or the campaign that runs."""
    form: Form = {} if last is None else {"discount": last.discount}
    running = [each for each in offered(found) if not each.coming]
    if last is not None:
        known = [each for each in running if each.campaign == last.campaign and each.category in (None, last.category)]
        running = sorted(known, key=lambda each: each.category is None) or running
    if running:
        use(form, running[0])
    return form


def use(form: Form, campaign: Offered) -> None:
    """Take the campaign for the form's coefficient."""
    form.update(coefficient=campaign.coefficient, campaign=campaign.campaign, category=campaign.category)


def chosen(form: Form, found: Campaigns) -> Offered | None:
    """The campaign that the form names, if it still runs or is still coming."""
    for each in offered(found):
        if each.campaign == form.get("campaign") and each.category == form.get("category"):
            return each
    return None


def missing(form: Form, found: Campaigns) -> Sequence[str]:
    """What has to be entered before there is a result."""
    return [name for name in NEEDED if name not in form or (name == "coefficient" and not coefficient(form, found))]


def coefficient(form: Form, found: Campaigns) -> Rate:
    """The coefficient entered, or the one that the chosen campaign has now; 0 if there is none."""
    if form.get("campaign") is None:
        return int(form.get("coefficient", 0))
    campaign = chosen(form, found)
    return campaign.coefficient if campaign else 0


class Calculation(NamedTuple):
    """The sale at each discount entered, one or two; the seller's margin of one unit, if it is known.

    `least` is the least discount that earns points in the chosen campaign; a sale below it earns none.
    """

    sales: Sequence[Sale]
    margin: Amount | None
    least: Rate


def calculation(form: Form, found: Campaigns) -> Calculation | None:
    """What the form amounts to, None while something is missing."""
    if missing(form, found):
        return None
    campaign = chosen(form, found)
    least = campaign.min_discount if campaign else 0
    rate = coefficient(form, found)
    discounts = [form["discount"], *([form["second"]] if "second" in form else [])]
    sales = [
        # RULES 8.3: below the least discount nothing accrues.
        Sale(form["price"], each, form["quantity"], rate if each >= least else 0, form.get("returns", 0))
        for each in discounts
    ]
    return Calculation(sales, form.get("margin"), least)
