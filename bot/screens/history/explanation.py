"""Why an entry of the history is as it is, in words and numbers of its reader.

Problem: `explain_entry` answers with codes, exact texts and a line of arithmetic; people want to know what was
multiplied by what, and why. Decision: a sentence for each kind and rule, the arithmetic in the reader's numbers, and a
table of what it was made of, each value shown by its name, because a name means the same wherever it stands. Limit:
what only the program needs (`_UNSAID`) is left out; a field that nobody taught this module raises, and a test asks
about every kind.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from bot.frame.summary import programme_title, service_name
from bot.frame.visitor import Visitor
from bot.paper.document import Block, Formula, Heading, Lines, Table
from bot.screens.history.filters import kind_name
from bot.screens.history.lines import amount_of, signed
from bot.texts import Html
from bot.texts.arithmetic import as_read
from core.policy import Policy
from core.values import Amount, parse_instant, parse_rate
from storage.books.books import Books
from storage.books.explain import Explanation
from storage.books.history import HistoryLine

_UNSAID: Final = frozenset({"amount", "from", "to", "event", "kind", "cause", "timezone", "now", "grant", "charge"})
"""Said elsewhere (in the title, the movement, the date), or of no use to a person, such as the marketplace's ids."""

_POINTS: Final = frozenset(
    {
        "accrued", "adjusted_while_held", "repaid", "debt", "spent", "credited", "given_back", "adjusted", "forgiven",
        "asked", "still_asked", "available", "in_lot", "allowed",
    }
)  # fmt: skip
_MONEY: Final = frozenset({"price", "charged", "unpaid", "paid", "fee", "returned", "money", "wallet", "missing"})
_MOMENTS: Final = frozenset({"redeemed_at", "credit_at", "reversed_at", "period_start"})
_ENDS: Final = frozenset({"expires_at", "period_end", "grace_until"})
_RATES: Final = frozenset({"coefficient", "rating", "threshold"})
_AS_THEY_ARE: Final = frozenset({"line", "category"})
_IF_ANY: Final = frozenset({"adjusted_while_held", "repaid", "spent", "given_back", "adjusted", "forgiven", "fee"})
"""Told only when there is something of it."""
_ORDER: Final = (
    "line", "campaign", "category", "service", "programme", "plan", "reason", "price",
    "discount", "quantity", "coefficient", "before", "after", "forgiven", "parts", "charged", "unpaid", "asked",
    "still_asked", "available", "in_lot", "allowed", "accrued", "adjusted_while_held", "debt", "points", "credited",
    "spent", "given_back", "adjusted", "repaid", "paid", "fee", "returned", "money", "wallet", "missing", "rating",
    "threshold", "renewal", "redeemed_at", "credit_at", "expires_at", "period_start", "period_end", "grace_until",
    "reversed_at", "actor",
)  # fmt: skip


def explained(
    visitor: Visitor, books: Books, line: HistoryLine, found: Explanation, members: Mapping[str, str]
) -> Iterator[Block]:
    """The explanation as blocks. `members`: who an actor of this shop is, by name."""
    reader, amount = visitor.reader, amount_of(visitor, line)
    yield Heading(kind_name(visitor, line.kind))
    yield Lines.of(
        Html(f"<b>{Html.joined([amount])}</b>") if amount and line.rating is None else None, reader.moment(line.at)
    )
    yield Lines.of(visitor.say(why_key(line.kind, str(found["rule"]))))
    for piece in (found["arithmetic"] or "").split("; "):
        yield from _arithmetic(visitor, line, piece)
    rows = tuple(_rows(visitor, books, line, found["inputs"], members))
    if rows:
        yield Table(("", ""), rows, "ll")


def why_key(kind: str, rule: str) -> str:
    """The text that says how entries of a kind come about under a rule (RULES 11)."""
    return f"why-{kind.replace('_', '-')}-{rule.replace('.', '-')}"


def _amount(text: str) -> Amount:
    """An amount of an explanation; balances may be beyond what a single line may bring (RULES 15.14)."""
    return int(Decimal(text).scaleb(2))


# -- arithmetic --------------------------------------------------------------------------------------------------------


def _arithmetic(visitor: Visitor, line: HistoryLine, piece: str) -> Iterator[Block]:
    """One calculation; a number that stands alone, and dates, are told by the table already."""
    if not re.search("[=<≥]", piece) or line.what == "period":
        return
    if piece.startswith("min("):
        yield Lines.of(visitor.say("explain-least"))
    if " s ÷ " in piece:
        yield Lines.of(visitor.say("explain-seconds"))
    yield Formula(as_read(visitor.reader, piece))


# -- what it was made of -----------------------------------------------------------------------------------------------


def _rows(
    visitor: Visitor, books: Books, line: HistoryLine, inputs: Explanation, members: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    if line.what == "points" and not (line.kind == "accrual" and line.grant):
        yield visitor.say("field-moved"), _moved(visitor, line)
    elif line.what == "subscription":
        yield visitor.say("field-state"), _stepped(visitor, inputs)
    elif line.what == "money":
        yield visitor.say("field-balance-before"), visitor.reader.money(_amount(inputs["before"]))
        yield visitor.say("field-balance"), visitor.reader.money(line.balance or 0)
    strange = inputs.keys() - _UNSAID - set(_ORDER)
    if strange:
        raise KeyError(f"no way to show {sorted(strange)}")
    for field in _ORDER:
        value = inputs.get(field)
        if value is None or (field in _IF_ANY and not _amount(value)):
            continue
        if field == "money" and line.what == "subscription" and not _amount(value):
            continue
        if field in ("before", "after"):
            if line.what == "money":
                continue
            yield visitor.say(f"field-{field}"), _left(visitor, value)
        elif field == "parts":
            yield from _parts(visitor, value)
        elif field == "points" and isinstance(value, dict):
            for programme, amount in value.items():
                yield programme_or_code(visitor, books.policy, programme), visitor.reader.points(_amount(amount))
        else:
            shown = _shown(visitor, books, line, field, value, members)
            yield visitor.say(_label(visitor, line, field)), shown


def _label(visitor: Visitor, line: HistoryLine, field: str) -> str:
    """The field's name: one of its own for this kind or sort of entry, else the common one."""
    names = (f"field-{field}-of-{line.kind}", f"field-{field}-in-{line.what}")
    found = (name.replace("_", "-") for name in names)
    return next((name for name in found if visitor.texts.has(visitor.locale, name)), f"field-{field}".replace("_", "-"))


def _shown(
    visitor: Visitor, books: Books, line: HistoryLine, field: str, value: Any, members: Mapping[str, str]
) -> str:
    reader = visitor.reader
    show: Mapping[str, Callable[[], str]] = {
        "programme": lambda: programme_or_code(visitor, books.policy, value),
        "service": lambda: service_name(visitor, value),
        "campaign": lambda: books.campaigns.get(value, value),
        "plan": lambda: visitor.say(f"plan-{value}"),
        "renewal": lambda: visitor.say(f"renewal-{value}"),
        "reason": lambda: _reason(visitor, line, value),
        "discount": lambda: reader.percent(parse_rate(value)),
        "quantity": lambda: reader.number(value),
        "points": lambda: reader.points(_amount(value)),
        "actor": lambda: _actor(visitor, value, members),
    }
    if field in show:
        return show[field]()
    if field == "money" and line.what == "subscription":
        return signed(reader.money(_amount(value)), _amount(value))
    if field in _POINTS:
        return reader.points(_amount(value))
    if field in _MONEY:
        return reader.money(_amount(value))
    if field in _MOMENTS:
        return reader.moment(parse_instant(value))
    if field in _ENDS:
        return reader.until(parse_instant(value))
    if field in _RATES:
        return reader.rate(parse_rate(value))
    assert field in _AS_THEY_ARE
    return str(value)


def programme_or_code(visitor: Visitor, policy: Policy, programme: str) -> str:
    """What people call the programme, also one that the policy has no more."""
    if programme in policy.programmes:
        return programme_title(visitor, policy, programme)
    return visitor.texts.name(visitor.locale, "programme", programme)


def _stage(visitor: Visitor, stage: str | None) -> str:
    return visitor.texts.plain(visitor.locale, f"stage-{stage}")


def _moved(visitor: Visitor, line: HistoryLine) -> str:
    if line.source == line.target:
        return _stage(visitor, line.target)
    if line.source == "debt":
        return _stage(visitor, "into-debt")
    return f"{_stage(visitor, line.source)} → {_stage(visitor, line.target)}"


def _stepped(visitor: Visitor, inputs: Explanation) -> str:
    before, after = (visitor.texts.plain(visitor.locale, f"state-{inputs[name]}") for name in ("from", "to"))
    return after if before == after else f"{before} → {after}"


def _left(visitor: Visitor, value: Explanation) -> str:
    """An order's points at some moment, with the quantity that was left and the product where they are known."""
    points = visitor.reader.points(_amount(value["points"]))
    if value["left"] is None:
        return points
    quantity = visitor.say("explain-left", quantity=visitor.reader.number(value["left"]), points=points)
    product = value["arithmetic"]
    return Html.joined([quantity, as_read(visitor.reader, product)]) if product else quantity


def _parts(visitor: Visitor, parts: list[Explanation]) -> Iterator[tuple[str, str]]:
    """Where an adjustment was taken from, if from more than one place."""
    if len(parts) > 1:
        for part in parts:
            amount = visitor.reader.points(_amount(part["amount"]))
            if part["from"] == "debt":
                yield visitor.say("field-into-debt"), amount
            else:
                yield visitor.say("field-part", stage=_stage(visitor, part["from"])), amount


_REASONS: Final = frozenset({"cancelled", "ineligible", "insufficient_funds"})


def _reason(visitor: Visitor, line: HistoryLine, reason: str) -> str:
    """Why a subscription stops or ended; of a grant, the marketplace's own words."""
    if line.what != "subscription":
        return reason
    assert reason in _REASONS
    return visitor.say(f"reason-{reason.replace('_', '-')}")


def _actor(visitor: Visitor, actor: str, members: Mapping[str, str]) -> str:
    """Who did it: the marketplace, the programme itself, or a member by role and, while in the team, by name."""
    role = actor.partition("#")[0]
    if role == "programme":
        return visitor.say("actor-programme")
    key = f"role-{role}"
    shown = visitor.say(key if visitor.texts.has(visitor.locale, key) else "actor-marketplace")
    name = members.get(actor)
    return Html.joined([shown, name], ", ") if name else shown
