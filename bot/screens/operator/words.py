"""The question before an operator's act and the answer after it, in sentences.

Problem: an act that concerns money, or every shop at once, must be read before it is confirmed.
Decision: a few lines for each: what, for whom, how much, what follows, and the reason that will stand beside it.
Limit: numbers are those of the moment the question is shown.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.summary import charge_line, plan_line, plan_name, programme_title
from bot.frame.visitor import Visitor
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, Choice
from bot.screens.operator.acts import EVERYONE, Act, Look
from bot.texts import LANGUAGES, Html
from bot.texts.notices import notice_text
from core.account import Account
from core.points.lots import expiry_of
from core.values import Instant, Plan, Role
from storage.ledger.prices import Foreseen
from storage.people.members import Membership
from storage.post.segments import Segment, segment_of

PER_SECOND: Final = 30
"""Messages a second that Telegram lets through over all chats."""
_ENDS: Final = frozenset({Act.FAIL, Act.MAINTENANCE_ON, Act.STOP})
_BUTTONS: Final = {Act.BROADCAST: "start"}


def as_administrator(visitor: Visitor, account: Account) -> Visitor:
    """The operator in the place of the seller's administrator: what they see, in the operator's own language."""
    place = Membership(
        member_id=0, seller=account.seller, shop=account.name, role=Role.ADMINISTRATOR,
        telegram_id=visitor.telegram_id, name=visitor.name, seat=False, joined_at=account.registered_at,
        books=account.books,
    )  # fmt: skip
    return Visitor(
        visitor.telegram_id, visitor.name, visitor.locale, visitor.reader, visitor.texts, place, (place,), visitor.plain
    )


def segment_name(visitor: Visitor, segment: Segment) -> str:
    """Who is meant, as plain text."""
    names = {
        "plan": lambda: visitor.texts.plain(visitor.locale, f"plan-{segment.value}"),
        "state": lambda: visitor.texts.plain(visitor.locale, f"state-{segment.value}"),
        "role": lambda: visitor.texts.plain(visitor.locale, f"role-{segment.value}"),
        "language": lambda: LANGUAGES[segment.value],
    }
    key = f"operator-segment-{segment.kind}"
    if segment.kind not in names:
        return visitor.texts.plain(visitor.locale, key)
    return visitor.texts.plain(visitor.locale, key, name=names[segment.kind]())


def minutes(people: int) -> int:
    """How long it takes to tell so many people, at least."""
    return max(1, -(-people // (PER_SECOND * 60)))


def act_name(visitor: Visitor, act: Act) -> str:
    """What the act is called, as on the button that began it; plain text."""
    return visitor.say(f"button-operator-{_BUTTONS.get(act, act.value)}")


def named(visitor: Visitor, ports: Ports, terms: Mapping[str, Any]) -> dict[str, str | int]:
    """What the sentences about an act name of its terms."""
    values: dict[str, str | int] = {}
    seller = terms.get("seller")
    if seller:
        account = ports.ledger.look(seller)
        values["shop"] = seller if account is None else account.name
    elif seller == EVERYONE:
        values["shop"] = visitor.texts.plain(visitor.locale, "operator-everyone")
    if "programme" in terms:
        values["programme"] = programme_title(visitor, ports.policy, terms["programme"])
    if "amount" in terms:
        values["points"] = visitor.reader.points(terms["amount"])
    if "until" in terms:
        values["until"] = visitor.reader.until(terms["until"])
    if "plan" in terms:
        values["plan"] = plan_name(visitor, Plan(terms["plan"]))
    if "price" in terms:
        values["price"] = visitor.reader.money(terms["price"])
    if "since" in terms:
        values["since"] = begins(visitor, terms["since"])
    if "broadcast" in terms:
        values["number"] = visitor.reader.number(terms["broadcast"])
    return values


def begins(visitor: Visitor, since: Instant | None) -> str:
    """From when a price holds; None is from the moment it is confirmed."""
    if since is None:
        return visitor.texts.plain(visitor.locale, "operator-from-now")
    return visitor.reader.since(since)


def question(visitor: Visitor, ports: Ports, found: Look, now: Instant) -> list[str | None]:
    """What is about to happen, with its reason; or why it can't."""
    if found.why_not is not None:
        return [found.why_not]
    act = Act(found.terms["act"])
    return [*_question(visitor, ports, act, found, now), "", _reason(visitor, found.terms)]


def confirm_button(visitor: Visitor, terms: Terms, nonce: str) -> Choice:
    """The button that does it, in the colour of what it does."""
    style = ENDS_OR_SPENDS if Act(terms["act"]) in _ENDS else CONFIRMS
    return Choice(nonce, visitor.say("button-operator-do"), style)


def answer(visitor: Visitor, ports: Ports, terms: Terms) -> list[str | None]:
    """What has happened."""
    values = named(visitor, ports, terms)
    if "told" in terms:
        values["told"] = terms["told"]
    lines: list[str | None] = [visitor.say(f"operator-done-{terms['act']}", **values)]
    if visitor.operator is not None:
        lines.append(visitor.say("operator-recorded", operator=visitor.name))
    return [*lines, _reason(visitor, terms)]


def _sample(visitor: Visitor, foreseen: Foreseen, now: Instant) -> list[str]:
    """The message that the seller who is charged soonest would get, as the operator would read it."""
    if foreseen.sample is None:
        return []
    message = notice_text(visitor.texts, visitor.reader, "price_changed", foreseen.sample, at=now)
    return ["", visitor.say("operator-price-sample"), Html(f"<blockquote>{message}</blockquote>")]


def _reason(visitor: Visitor, terms: Terms) -> str:
    return visitor.say("operator-reason-line", reason=terms["reason"])


def _question(visitor: Visitor, ports: Ports, act: Act, found: Look, now: Instant) -> list[str | None]:
    terms, reader = found.terms, visitor.reader
    values = named(visitor, ports, terms)
    match act:
        case Act.BONUS:
            assert found.account is not None and found.after is not None
            before, after = (each.balances[terms["programme"]].available for each in (found.account, found.after))
            terms_of_it = ports.policy.programmes[terms["programme"]]
            until = reader.until(expiry_of(terms_of_it, ports.policy.calendar, found.after.at))
            return [
                visitor.say("operator-ask-bonus", **values, before=reader.points(before), after=reader.points(after)),
                visitor.say("operator-bonus-until", until=until),
            ]
        case Act.PROLONG:
            sellers, points = ports.operators.prolongable(
                terms["programme"], terms["until"], now, terms["seller"] or None
            )
            of_all = terms["seller"] == EVERYONE
            return [
                visitor.say("operator-ask-prolong", **values, points=reader.points(points)),
                visitor.say("operator-prolong-sellers", count=sellers) if of_all else None,
            ]
        case Act.PASS | Act.FAIL:
            assert found.after is not None
            seen = as_administrator(visitor, found.after)
            return [
                visitor.say(f"operator-ask-{act}", **values),
                "",
                visitor.say("operator-then"),
                plan_line(seen, found.after),
                charge_line(seen, found.after, ports.policy),
                visitor.say("operator-invitation", invitation=found.after.subscription.invitation.value),
            ]
        case Act.BROADCAST:
            segment = segment_of(terms["segment"])
            assert segment is not None  # kept only after it was found
            people = ports.broadcasts.audience(segment, now).people
            return [
                visitor.say("operator-ask-broadcast"),
                visitor.say("operator-segment-line", segment=segment_name(visitor, segment)),
                visitor.say("operator-audience", count=people),
                visitor.say("operator-duration", count=minutes(people)),
            ]
        case Act.PRICE:
            assert found.price is not None
            return [
                visitor.say("operator-ask-price", **values, old=reader.money(terms["old"])),
                visitor.say("operator-price-told", count=found.price.told),
                *_sample(visitor, found.price, now),
            ]
    return [visitor.say(f"operator-ask-{act}", **values)]
