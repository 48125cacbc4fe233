"""What an operator can do: the terms that a confirmation shows, and doing it as an ordinary event of the feed.

Problem: an operator acts on shops that are not theirs, and every act must be explainable years later.
Decision: an act is the very event the marketplace's feed would bring, with a source of its own, decided by the core as
any other; before it there is a record with the operator and the reason. What no event says (releasing a seller,
broadcasts) goes through the same record.
Limit: an act for everybody (maintenance, prolongation, a price) is previewed by counting, not by deciding on each
seller.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.feed.acts import RELEASE, recorded
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.states import Operator
from bot.frame.visitor import Visitor
from bot.texts.outcomes import ignored_text, refusal_text
from core.account import Account
from core.events import BonusGranted, EligibilityChanged, Event, LotProlonged, Maintenance, PriceChanged
from core.refusals import Outcome, Verdict
from core.values import Instant, Plan
from storage.books.verify import release
from storage.ledger.prices import Foreseen
from storage.people.members import Forbidden
from storage.post.broadcasts import Change
from storage.post.segments import segment_of

SOURCE: Final = "operator"
"""Where the ids of these events are unique (RULES 2.6)."""
EVERYONE: Final = ""
"""Stands for all sellers where a seller's id may stand."""


class Act(StrEnum):
    """Everything an operator can do that is confirmed with a reason."""

    BONUS = "bonus"
    PROLONG = "prolong"
    PASS = "pass"  # noqa: S105  (of verification)
    FAIL = "fail"
    RELEASE = "release"
    MAINTENANCE_ON = "maintenance-on"
    MAINTENANCE_OFF = "maintenance-off"
    PRICE = "price"
    BROADCAST = "broadcast"
    RESUME = "resume"
    STOP = "stop"


OF_A_SELLER: Final = frozenset({Act.BONUS, Act.PROLONG, Act.PASS, Act.FAIL, Act.RELEASE})
"""Acts that concern one seller; a prolongation may also concern everyone."""
NEEDS: Final[Mapping[Act, tuple[str, ...]]] = {
    Act.BONUS: ("seller", "programme", "amount"),
    Act.PROLONG: ("seller", "programme", "until"),
    Act.PASS: ("seller",),
    Act.FAIL: ("seller",),
    Act.RELEASE: ("seller",),
    Act.MAINTENANCE_ON: (),
    Act.MAINTENANCE_OFF: (),
    Act.PRICE: ("plan", "price", "since"),
    Act.BROADCAST: ("segment", "texts"),
    Act.RESUME: ("broadcast",),
    Act.STOP: ("broadcast",),
}
"""What an act is put together of, beside the reason. A price with `since` None begins when it is confirmed."""
_CHANGES: Final[Mapping[Act, Change]] = {Act.RESUME: "resume", Act.STOP: "stop"}
_OF_BROADCASTS: Final = frozenset({Act.BROADCAST, *_CHANGES})


class Look(NamedTuple):
    """An act as it would come out now. `why_not` is a sentence, `account` the seller's, `after` the same afterwards.

    `terms` is what a confirmation promises: what was put in, for a verification what follows from it, and for a price
    the `old` one. `price` is what is foreseen of a price change.
    """

    terms: Terms
    why_not: str | None = None
    account: Account | None = None
    after: Account | None = None
    price: Foreseen | None = None


def is_ready(data: Mapping[str, Any]) -> bool:
    """Whether an act was begun and all that it needs was given, the reason included."""
    act = data.get("act")
    return act in list(Act) and all(name in data for name in (*NEEDS[Act(act)], "reason"))


def look(ports: Ports, visitor: Visitor, data: Mapping[str, Any], now: Instant) -> Look:
    """What the act that was put together would come to. Runs in a worker thread."""
    act = Act(data["act"])
    terms: Terms = {"act": act.value} | {name: data[name] for name in (*NEEDS[act], "reason")}
    if act in OF_A_SELLER and terms["seller"] != EVERYONE:
        return _look_at_seller(ports, visitor, act, terms, now)
    nothing = Look(terms, visitor.say("operator-nothing"))
    match act:
        case Act.MAINTENANCE_ON | Act.MAINTENANCE_OFF:
            is_on = ports.ledger.world_now().maintenance
            return nothing if is_on == (act is Act.MAINTENANCE_ON) else Look(terms)
        case Act.PRICE:
            foreseen = ports.ledger.preview_price(_price_of(terms, "preview", now, now), now)
            terms["old"] = foreseen.old
            return Look(terms, _why_not(visitor, foreseen.outcome), price=foreseen)
        case Act.RESUME | Act.STOP:
            found = ports.broadcasts.broadcast(terms["broadcast"])
            open_in = ("paused",) if act is Act.RESUME else ("paused", "sending")
            return Look(terms) if found is not None and found.state in open_in else nothing
    return Look(terms)


def _look_at_seller(ports: Ports, visitor: Visitor, act: Act, terms: Terms, now: Instant) -> Look:
    account = ports.account(terms["seller"])
    if account is None:
        return Look(terms, refusal_text(visitor.texts, visitor.reader, "unknown_seller", {}))
    if act is Act.RELEASE:
        return Look(terms, None if account.parked else visitor.say("operator-nothing"), account)
    outcome, _, after = ports.ledger.preview(event_of(terms, "preview", now, now), max(now, account.clock))
    if act in (Act.PASS, Act.FAIL) and after is not None:
        then = after.subscription
        # A person answers for what was shown, and this decides about money.
        terms["then"] = [then.state.value, then.plan, then.renewal, then.invitation.value]
    return Look(terms, _why_not(visitor, outcome), account, after)


def _why_not(visitor: Visitor, outcome: Outcome) -> str | None:
    if outcome.kind == "refused":
        return refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data)
    if outcome.kind == "ignored":
        return ignored_text(visitor.texts, visitor.reader, outcome.reason or "")
    return None


def event_of(terms: Terms, id_: str, at: Instant, now: Instant) -> Event:
    """The event of the feed that the act is, shown at `at`, taken at `now`. Raises KeyError for an act that is none."""
    seller = terms.get("seller")
    match Act(terms["act"]):
        case Act.BONUS:
            return BonusGranted(
                id=id_, at=at, seller=str(seller), grant=f"{SOURCE}-{id_}", programme=terms["programme"],
                amount=terms["amount"], reason=terms["reason"],
            )  # fmt: skip
        case Act.PROLONG:
            return LotProlonged(
                id=id_, at=at, seller=seller or None, programme=terms["programme"], until=terms["until"]
            )
        case Act.PASS | Act.FAIL as act:
            return EligibilityChanged(id=id_, at=at, seller=str(seller), eligible=act is Act.PASS)
        case Act.MAINTENANCE_ON | Act.MAINTENANCE_OFF as act:
            return Maintenance(id=id_, at=at, on=act is Act.MAINTENANCE_ON)
        case Act.PRICE:
            return _price_of(terms, id_, at, now)
        case act:
            raise KeyError(f"{act} is no event")


def _price_of(terms: Terms, id_: str, at: Instant, now: Instant) -> PriceChanged:
    since = now if terms["since"] is None else terms["since"]
    return PriceChanged(id=id_, at=at, plan=Plan(terms["plan"]), price=terms["price"], since=since)


class Acting(Confirmation):
    """An act: recorded with the operator and the reason, and done once."""

    def look(self, tap: Tap) -> Terms | NotDone:
        found = look(tap.ports, tap.visitor, tap.asked.terms, tap.now)
        return found.terms if found.why_not is None else NotDone(found.why_not)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        act = Act(found["act"])
        if act in _OF_BROADCASTS:
            return _broadcast(tap, act)
        if _record(tap, act) is None:
            return _gone(tap)
        if act is Act.RELEASE:
            return _release(tap)
        return _take(tap, act)

    def then(self, terms: Terms) -> State:
        return Operator.progress if Act(terms["act"]) in _OF_BROADCASTS else Operator.done

    async def follow(self, manager: DialogManager, callback: CallbackQuery, terms: Terms) -> None:
        if terms["act"] == Act.BROADCAST:
            manager.dialog_data["broadcast"] = terms["broadcast"]
            for name in ("texts", "segment", "previewed"):
                manager.dialog_data.pop(name, None)


def _done(tap: Tap, *, again: bool = False, **noted: int) -> Done:
    return Done(tap.asked.terms | noted, tap.visitor.say("toast-done"), again)


def _gone(tap: Tap) -> NotDone:
    return NotDone(tap.visitor.say("toast-operator-gone"))


def _take(tap: Tap, act: Act) -> Done | NotDone:
    ledger, asked = tap.ports.ledger, tap.asked
    event = event_of(asked.terms, asked.nonce, asked.at, tap.now)
    outcome = ledger.take_one(event, tap.now, SOURCE, version=tap.version)
    if act is Act.PRICE and outcome.reason == "conflicting_duplicate":
        outcome = Outcome(Verdict.REPLAYED)  # a second tap on "from now", a moment later
    said = _why_not(tap.visitor, outcome)
    if said is not None:
        return NotDone(said)
    noted = {"told": ledger.told_of_price(SOURCE, asked.nonce)} if act is Act.PRICE else {}
    return _done(tap, again=outcome.kind == "replayed", **noted)


def _record(tap: Tap, act: Act) -> object | None:
    terms, now = tap.asked.terms, tap.now
    if act is Act.RELEASE:
        action, detail = RELEASE, {"reason": terms["reason"]}
    else:
        action, detail = recorded(event_of(terms, tap.asked.nonce, tap.asked.at, now), SOURCE, terms["reason"])
    seller = terms.get("seller") or None
    return tap.ports.operators.note(tap.visitor.telegram_id, action, now, seller=seller, **detail)


def _release(tap: Tap) -> Done | NotDone:
    violations = release(tap.ports.books, tap.asked.terms["seller"], tap.now)
    if violations:
        return NotDone(tap.visitor.say("operator-still-wrong", count=len(violations)))
    return _done(tap)


def _broadcast(tap: Tap, act: Act) -> Done | NotDone:
    terms, person, broadcasts = tap.asked.terms, tap.visitor.telegram_id, tap.ports.broadcasts
    if act is Act.BROADCAST:
        segment = segment_of(terms["segment"])
        assert segment is not None  # kept only after it was found
        texts = {locale: each["html"] for locale, each in terms["texts"].items()}
        started = broadcasts.start(tap.asked.nonce, segment, texts, terms["reason"], person, tap.now)
        return _gone(tap) if isinstance(started, Forbidden) else _done(tap, broadcast=started)
    changed = broadcasts.change(terms["broadcast"], _CHANGES[act], person, tap.now, terms["reason"])
    return _gone(tap) if isinstance(changed, Forbidden) else _done(tap, again=not changed)
