"""The words of an offer: the question with its calculation before it, the answer after it, and the button between.

Decision: the question's text says what follows, a table under it does the sum, so that nobody has to (RULES 4.1). The
answer is short: the notice that comes with it says the rest once.
Limit: one table each way; a kind without words would be a bug that the tests of every kind find.
"""

from collections.abc import Sequence

from bot.frame.summary import plan_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, Choice, Style
from bot.paper.document import Document, Heading, Lines, Table
from bot.screens.premium.changes import Kind, Offer
from bot.texts import Html
from bot.texts.outcomes import refusal_text
from core.policy import Policy
from core.values import Instant, Plan, parse_amount


def _values(visitor: Visitor, policy: Policy, offer: Offer) -> dict[str, str | int]:
    reader = visitor.reader
    values: dict[str, str | int] = {
        "plan": plan_name(visitor, offer.plan),
        "price": reader.money(offer.price),
        "next": reader.money(offer.next_price or 0),
        "wallet": reader.money(offer.wallet),
        "left": reader.money(offer.left),
        "returned": reader.money(offer.returned),
        "missing": reader.money(max(0, offer.price - offer.wallet - offer.returned)),
        "days": policy.trial.days,
    }
    if offer.at is not None:
        values["at"] = reader.date(offer.at)
    if offer.until is not None:
        values["until"] = reader.until(offer.until)
    return values


_QUESTIONS = {
    Kind.TRIAL: "connect-trial",
    Kind.PAID: "connect-paid",
    Kind.UPGRADE: "connect-upgrade",
    Kind.UPGRADE_FROM_TRIAL: "connect-upgrade-from-trial",
    Kind.RESUME: "resume-question",
    Kind.SWITCH: "switch-question",
    Kind.SWITCH_IN_GRACE: "switch-question-grace",
    Kind.CANCEL: "cancel-question",
    Kind.CANCEL_TRIAL: "cancel-question-trial",
    Kind.END: "cancel-question-grace",
}


def question(visitor: Visitor, policy: Policy, offer: Offer, now: Instant) -> Document:
    """What the person confirms, in full (RULES 4.1), or why there is nothing to confirm."""
    if offer.kind is Kind.NOTHING:
        return Document(Lines.of(visitor.say("change-nothing")))
    values = _values(visitor, policy, offer)
    if offer.kind is Kind.REFUSED:
        if offer.reason == "insufficient_funds":
            missing = offer.data["missing"]
            values["missing"] = visitor.reader.money(parse_amount(missing))
            return _titled(visitor.say("connect-no-funds", **values))
        return Document(Lines.of(refusal_text(visitor.texts, visitor.reader, offer.reason or "", offer.data)))
    return _titled(
        visitor.say(_QUESTIONS[offer.kind], **values),
        _calculation(visitor, offer, values),
        *_notes(visitor, policy, offer, now),
    )


def _notes(visitor: Visitor, policy: Policy, offer: Offer, now: Instant) -> list[str]:
    if offer.kind in (Kind.CANCEL, Kind.CANCEL_TRIAL, Kind.END):
        if offer.plan is not Plan.PREMIUM:
            return []
        # Lite's price when it would be charged: at the boundary, in grace at the switch (RULES 4.11, 4.15).
        at = now if offer.kind is Kind.END else offer.until or now
        return [visitor.say("cancel-alternative-lite", price=visitor.reader.money(policy.price(Plan.LITE, at)))]
    notes = []
    if offer.kind is Kind.TRIAL and offer.plan is Plan.LITE:
        notes.append(visitor.say("connect-trial-lite-note"))
    # "The same every month" holds until a change that is known already.
    reader, name = visitor.reader, plan_name(visitor, offer.plan)
    return notes + [
        visitor.say("premium-price-ahead", plan=name, since=reader.since(since), price=reader.money(price))
        for since, price in offer.ahead
    ]


def _titled(text: str, table: Table | None = None, *notes: str) -> Document:
    """The first line of a text is its title."""
    title, _, rest = text.partition("\n")
    lines = [Html(line) for line in rest.split("\n")]
    return Document(Heading(Html(title)), table, Lines.of(*lines), *map(Lines.of, notes))


def _calculation(visitor: Visitor, offer: Offer, values: dict[str, str | int]) -> Table | None:
    """The sum as rows: what there is, what comes back, what is charged, what is left, what is charged next."""
    charged = visitor.say("calculation-sum-at", price=values["next"], at=values["at"]) if offer.at is not None else ""
    wallet = ("calculation-wallet", values["wallet"])
    match offer.kind:
        case Kind.TRIAL:
            # What is paid now and first stands in the text.
            until = visitor.reader.until(offer.at) if offer.at is not None else ""
            rows = [("calculation-trial", until), wallet]
        case Kind.PAID | Kind.UPGRADE | Kind.UPGRADE_FROM_TRIAL:
            returned = [("calculation-returned", f"+ {values['returned']}")] if offer.returned else []
            rows = [
                wallet,
                *returned,
                ("calculation-charged", f"− {values['price']}"),
                ("calculation-left", values["left"]),
                ("calculation-next-charge", charged),
            ]
        case _:
            return None
    return Table(("", ""), tuple((visitor.say(key), str(value)) for key, value in rows))


_BUTTONS: dict[Kind, tuple[str, Style]] = {
    Kind.TRIAL: ("button-confirm-trial", CONFIRMS),
    Kind.PAID: ("button-confirm-pay", ENDS_OR_SPENDS),
    Kind.UPGRADE: ("button-confirm-pay", ENDS_OR_SPENDS),
    Kind.UPGRADE_FROM_TRIAL: ("button-confirm-pay", ENDS_OR_SPENDS),
    Kind.RESUME: ("button-confirm-resume", CONFIRMS),
    Kind.SWITCH: ("button-confirm-switch", CONFIRMS),
    Kind.SWITCH_IN_GRACE: ("button-confirm-switch", ENDS_OR_SPENDS),
    Kind.CANCEL: ("button-confirm-cancel", ENDS_OR_SPENDS),
    Kind.CANCEL_TRIAL: ("button-confirm-cancel", ENDS_OR_SPENDS),
    Kind.END: ("button-confirm-cancel", ENDS_OR_SPENDS),
}


def confirm_button(visitor: Visitor, offer: Offer, nonce: str) -> Choice:
    """The button that makes the offer happen; red where it takes money or ends something at once."""
    key, style = _BUTTONS[offer.kind]
    return Choice(nonce, visitor.say(key, price=visitor.reader.money(offer.price)), style)


def answer(visitor: Visitor, policy: Policy, offer: Offer) -> Sequence[str]:
    """What has happened, in short."""
    values = _values(visitor, policy, offer)
    match offer.kind:
        case Kind.TRIAL:
            keys = ["connected-trial", "connected-benefits-soon"]
        case Kind.PAID:
            keys = ["connected-paid", "connected-benefits-soon"]
        case Kind.UPGRADE | Kind.UPGRADE_FROM_TRIAL:
            keys = ["connected-upgrade" if offer.returned else "connected-paid", "connected-benefits-soon"]
        case Kind.RESUME:
            keys = ["resumed-done"]
        case Kind.SWITCH:
            keys = ["switch-planned"]
        case Kind.SWITCH_IN_GRACE if offer.paid:
            assert offer.at is not None
            values["until"] = visitor.reader.until(offer.at)
            keys = ["switched-paid"]
        case Kind.SWITCH_IN_GRACE:
            keys = ["switched-unpaid"]
        case Kind.CANCEL | Kind.CANCEL_TRIAL:
            keys = ["cancelled-until"]
        case _:
            keys = ["cancelled-now"]
    return [visitor.say(key, **values) for key in keys]


_TOASTS = {
    Kind.RESUME: "toast-renewal-on",
    Kind.SWITCH: "toast-switch-planned",
    Kind.SWITCH_IN_GRACE: "toast-done",
    Kind.CANCEL: "toast-renewal-off",
    Kind.CANCEL_TRIAL: "toast-renewal-off",
    Kind.END: "toast-done",
}


def passing_word(visitor: Visitor, offer: Offer) -> str:
    """The passing line after the confirming tap."""
    return visitor.say(_TOASTS.get(offer.kind, "toast-connected"))
