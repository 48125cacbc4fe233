"""The history in the chat: what is listed, why each line is as it is, what may be filtered, and the files."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, SendChatAction, SendDocument, SendMessage
from aiogram.types import FSInputFile

from bot.frame.exporting import AT_ONCE, Exporter
from bot.frame.visitor import Visitor, meet
from bot.frame.widgets import Data
from bot.paper.document import Document
from bot.screens.history import explanation, filters
from bot.screens.history.files import Wanted, writing
from bot.screens.history.filters import CHOSEN_FROM_LISTS, SPANS, instants, month_dates, span_of, tag
from bot.screens.history.getters import LONGEST_COPIED, PAGE
from bot.texts import LOCALES, Texts
from bot.texts.format import Reader
from core.explain import RULE_OF_END, RULE_OF_STEP
from core.policy import default_policy
from core.values import Role, format_amount, parse_amount, parse_instant
from storage.books import history
from storage.books.explain import explain_entry
from storage.books.history import KINDS, HistoryFilter
from storage.ledger.ledger import Ledger
from tests.bot.recording import Human, RecordingSession
from tests.bot.shop import Shop
from tests.storage.marketplace import random_marketplace, shop_with_everything, tell

NOW = parse_instant("2026-07-21T09:00:00Z")
TEXTS = Texts()
SEEN = HistoryFilter()
ALL_SORTS = HistoryFilter(whats=frozenset(KINDS))


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A marketplace with the shop S, to which everything happened, and S1, to which nothing did."""
    shop_with_everything(shop.database)
    shop.clock.at = NOW
    shop.ports.ledger.tick(NOW)
    return shop


def lines(shop: Shop, wanted: HistoryFilter = SEEN, seller: str = "S") -> list[history.HistoryLine]:
    return list(history.stream(shop.ports.books, seller, wanted))


def plainly(shop: Shop, role: Role = Role.FINANCE, language: str = "en", seller: str = "S") -> Human:
    """A member who reads messages without tables."""
    human = shop.member(role, "Karen", language, seller)
    shop.ports.team.set_plain(human.user.id, True)
    return human


def intent(human: Human) -> str:
    return (human.buttons()[0].callback_data or "").partition("\x1d")[0]


async def send(human: Human, data: str) -> None:
    """Send what a button would, whether it is there or not."""
    await human.send_data(f"{intent(human)}\x1d{data}")


def shown(human: Human) -> list[str]:
    """The entries of the list on the screen, of two lines each."""
    return re.findall(r"^\d+\. .*\n.*", human.text, re.MULTILINE)


# -- the list ----------------------------------------------------------------------------------------------------------


async def test_the_newest_lines_come_first_with_day_kind_and_signed_amount(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    assert len(shown(karen)) == PAGE
    assert shown(karen)[3] == "4. Points expired · L1\nJuly 15 · <b>−604\u00a0points</b>"
    await karen.tap("Older")
    assert shown(karen)[2] == "3. Subscription fee · Premium\nMarch 23 · <b>−4,990.00\u00a0₽</b>"


async def test_pages_go_through_the_whole_history_and_back(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    first, seen = shown(karen), len(shown(karen))
    while any(label.startswith("Older") for label in karen.labels):
        await karen.tap("Older")
        seen += len(shown(karen))
    assert seen == len(lines(full))
    while any(label.startswith("‹ Newer") for label in karen.labels):
        await karen.tap("‹ Newer")
    assert shown(karen) == first


async def test_a_shop_without_history_is_told_so(full: Shop) -> None:
    nina = plainly(full, seller="S1")
    await nina.write("/history")
    assert "Nothing has happened yet" in nina.text
    assert not any(label in nina.labels for label in ("Filter", "Save to a file"))


FORGED = [
    "",
    "x",
    "0",
    "-1",
    "999999999999999999",
    "1" * 40,
    "before.x",
    "after.-1",
    "before.9" * 5,
    "any",
    "what:x",
    "202613",
    "999912",
    "²",
]


@pytest.mark.parametrize(
    "window",
    ["main", "line", "dispute", "filters", "choose", "order", "since", "until", "charges", "statement", "export"],
)
async def test_made_up_data_changes_nothing_and_breaks_nothing(full: Shop, window: str) -> None:
    karen = plainly(full)
    ways = {
        "line": ["line:48"], "dispute": ["line:48", "go:dispute"], "filters": ["go:filters"],
        "choose": ["go:filters", "by:kind"], "order": ["go:filters", "by:order"], "since": ["go:filters", "by:dates"],
        "until": ["go:filters", "by:dates", "open:open"], "charges": ["go:charges"], "statement": ["go:statement"],
        "export": ["go:export"],
    }  # fmt: skip
    await karen.write("/history")
    for step in ways.get(window, []):
        await send(karen, step)
    for widget in ("line", "turn", "go", "span", "by", "value", "open", "service", "form", "since_day", "until_day"):
        for forged in FORGED:
            await send(karen, f"{widget}:{forged}")
            assert "Sorry" not in karen.text
    assert full.session.of(SendDocument) == []


# -- who may see it ----------------------------------------------------------------------------------------------------


async def test_employees_see_nothing_of_it_and_get_no_file(full: Shop) -> None:
    emma = plainly(full, Role.EMPLOYEE)
    await emma.write("/history")
    assert "needs another role" in emma.text
    for step in ("line:48", "go:filters", "by:kind", "go:charges", "go:statement", "go:lines", "go:export", "form:csv"):
        await send(emma, step)
        assert "needs another role" in emma.text, step
    assert full.session.of(SendDocument) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE])
async def test_everybody_else_sees_money(full: Shop, role: Role) -> None:
    human = plainly(full, role)
    await human.write("/history")
    assert "points</b>" in human.text


async def test_a_number_of_another_shop_opens_nothing(full: Shop) -> None:
    tell(
        Ledger(full.database, default_policy()),
        ("2026-07-21T13:00", "wallet.credited", {"amount": "5.00"}),
        seller="S1",
    )
    nina = plainly(full, seller="S1")
    other = lines(full)[-1].seq
    await nina.write("/history")
    before = nina.text
    await send(nina, f"line:{other}")
    assert nina.text == before
    assert full.session.calls and "out of date" in nina.toasts[-1]


async def test_a_line_whose_shop_was_left_meanwhile_is_not_shown(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await send(karen, "line:48")
    full.admit(karen, Role.FINANCE, "S1")
    full.ports.team.choose_shop(karen.user.id, "S1")
    await send(karen, "go:dispute")
    assert (karen.toasts[-1].startswith("This button is out of date"), "Tea &amp; Co" in karen.text) == (True, True)


# -- one line ----------------------------------------------------------------------------------------------------------


async def test_a_line_opens_its_formula_and_what_it_was_made_of(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    accrual = next(line for line in lines(full) if line.kind == "accrual" and line.order == "L1")
    await send(karen, f"line:{accrual.seq}")
    assert "<code>7,000 × 20% × 12 × 0.07 = 1,176</code>".replace("20%", "20 %") in karen.text
    assert "• Price before the discount: 7,000.00\u00a0₽" in karen.text
    assert "• Quantity: 12" in karen.text


async def test_the_formula_is_a_formula_where_those_are_shown(full: Shop) -> None:
    karen = full.member(Role.FINANCE, "Karen", "ru", "S")
    full.ports.team.set_plain(karen.user.id, False)
    await karen.write("/history")
    accrual = next(line for line in lines(full) if line.kind == "accrual" and line.order == "L1")
    await send(karen, f"line:{accrual.seq}")
    assert r"7\ 000\ \times \ 20\ \%\ \times \ 12\ \times \ 0{,}07" in karen.text


async def test_relatives_open_one_another_and_back_returns_the_same_way(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    accrual = next(line for line in lines(full) if line.kind == "accrual" and line.order == "L1")
    await send(karen, f"line:{accrual.seq}")
    first = karen.text
    await karen.tap("−196")
    assert "Part of the order was returned" in karen.text
    assert "<code>1,176 − 980 = 196</code>" in karen.text
    await karen.tap("Back")
    assert karen.text == first
    await karen.tap("Back")
    assert karen.text.startswith("<b>History</b>")


async def test_all_that_belongs_to_an_order_can_be_listed(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    accrual = next(line for line in lines(full) if line.kind == "accrual" and line.order == "L2")
    await send(karen, f"line:{accrual.seq}")
    await karen.tap("All lines of this order")
    assert "Shown: order L2" in karen.text
    assert f"{len(lines(full, HistoryFilter(order='L2')))} lines in all" in karen.text


async def test_a_dispute_prepares_a_reference_that_a_button_copies(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await send(karen, "line:48")
    await karen.tap("Dispute")
    copied = karen.button("Copy the reference").copy_text
    assert copied is not None
    assert copied.text == "Points expired · advertising −490\u00a0points, July 20, 2026, 12:00, “Shop”"
    assert full.ports.policy.support.contact in karen.text
    await karen.tap("Back")
    assert "Points expired" in karen.text


async def test_a_reference_of_the_longest_names_can_still_be_copied(shop: Shop) -> None:
    seller = "S" * 128
    shop.register(seller, "Shop")
    tell(
        shop.ports.ledger,
        (
            "2026-03-02T12:00",
            "service.charged",
            {"charge": "K" * 128, "service": "s" * 128, "amount": "999999999999.99"},
        ),
        seller=seller,
    )
    karen = plainly(shop, seller=seller)
    await karen.write("/history")
    await karen.tap("1")
    await karen.tap("Dispute")
    copied = karen.button("Copy").copy_text
    assert copied is not None and len(copied.text) <= LONGEST_COPIED


async def test_a_balance_beyond_what_one_line_may_bring_is_shown(shop: Shop) -> None:
    shop.earns(99_999_999_999_999)
    shop.earns(99_999_999_999_999)
    karen = plainly(shop, seller="S1")
    await karen.write("/history")
    await karen.tap("1")
    assert "• Balance after: 1,999,999,999,999.98\u00a0₽" in karen.text
    await karen.tap("Back")
    await karen.tap("Statement")
    assert "<b>1,999,999,999,999.98</b>" in karen.text


# -- explanations: every kind, every rule, every language --------------------------------------------------------------


def visitors(shop: Shop, seller: str) -> list[Visitor]:
    human = shop.member(Role.FINANCE, "Karen", "en", seller)
    visitor = meet(shop.ports, human.user)
    policy = shop.ports.policy
    return [
        replace(visitor, locale=locale, reader=Reader(locale, policy.timezone, currency=policy.currency))
        for locale in LOCALES
    ]


SINGLE_RULES = {
    "accrual": ("8.2", "8.8"), "crediting": ("8.4", "8.8"), "repayment": ("8.7", "9.7"), "adjustment": ("8.6", "8.8"),
    "spending": ("9.2",), "cover": ("9.5",), "reversal": ("9.7",), "expiry": ("10.1", "9.7"), "prolongation": ("10.2",),
    "credit": ("3.1",), "debit": ("3.1",), "service": ("9.1",), "cover_returned": ("9.5",),
    "service_reversed": ("9.7",), "fee": ("4.3", "4.4", "4.6", "4.8", "4.12"), "fee_returned": ("4.12",),
    "fee_paid": ("4.3", "4.6", "4.8"), "stop_renewal": ("4.9", "5.3"), "resume": ("4.10", "5.4"),
    "end": (*RULE_OF_END.values(), RULE_OF_STEP["end"]), "opt_out": ("8.9",), "opt_in": ("8.9",), "rating": ("6.2",),
    "trial": ("4.3",), "paid": ("4.5",), "charge": ("9.1",),
}  # fmt: skip
RULES = {kind: (rule,) for kind, rule in RULE_OF_STEP.items()} | SINGLE_RULES


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_has_a_sentence_for_every_rule(locale: str) -> None:
    assert RULES.keys() == {kind for kinds in KINDS.values() for kind in kinds}
    for kind, rules in RULES.items():
        for rule in rules:
            assert TEXTS.has(locale, explanation.why_key(kind, rule)), (kind, rule)


ALLOWED = {"Premium", "Lite", "min", "lt", "gt", "amp", "b", "code", "tg", "u"}
CODES = re.compile(
    r"[a-z]+_[a-z]+|\d{4}-\d\d-\d\dT|\d+ s\b|field-|why-|stage-|entry-|due:|\b(?:file|feed|chat):|None|[{}]"
)


def data_words(inputs: Data) -> set[str]:
    """Words that the marketplace chose: names of orders, campaigns and the like."""
    names = ("line", "grant", "charge", "campaign", "category", "reason", "service")
    return {word for name in names for word in re.findall("[A-Za-z]+", str(inputs.get(name) or ""))}


def assert_for_people(visitor: Visitor, text: str, inputs: Data) -> None:
    """No key, code or technical form stands in the text; in Russian and Armenian, no English word either."""
    without_names = text
    for name in ("line", "grant", "charge", "campaign", "category", "reason"):
        if inputs.get(name):
            without_names = without_names.replace(str(inputs[name]), "")
    assert not CODES.search(without_names), text
    if visitor.locale != "en":
        strange = set(re.findall("[A-Za-z]+", text)) - ALLOWED - data_words(inputs)
        assert not strange, (strange, text)


def explain_all(shop: Shop, seller: str, readers: list[Visitor]) -> Iterator[str]:
    """Show every entry of a seller in every language; the kinds that occurred."""
    books = shop.ports.books
    for line in history.stream(books, seller, ALL_SORTS):
        found = explain_entry(books, seller, line.seq)
        assert found is not None
        for visitor in readers:
            document = Document(*explanation.explained(visitor, books, line, found, {}))
            assert "…" not in document.plain()
            campaign = found["inputs"].get("campaign")
            named = found["inputs"] | {"campaign": books.campaigns.get(campaign, campaign)}
            assert_for_people(visitor, document.plain(), named)
        yield line.kind


def test_every_entry_of_a_full_history_is_explained_without_codes(full: Shop) -> None:
    assert len(set(explain_all(full, "S", visitors(full, "S")))) >= 24


@pytest.mark.parametrize("seed", range(6))
def test_every_entry_of_a_random_history_is_explained_without_codes(shop: Shop, seed: int) -> None:
    ledger = random_marketplace(shop.database, seed, 400, None)
    with ledger.database.read() as transaction:
        sellers = [seller for (seller,) in transaction.rows("SELECT id FROM seller")]
    readers = visitors(shop, "S1")
    kinds = {kind for seller in sellers for kind in explain_all(shop, seller, readers)}
    assert kinds
    assert kinds <= RULES.keys()


def test_all_kinds_of_entries_are_seen_by_these_tests(shop: Shop) -> None:
    """Kinds that the other histories may miss, in one: grace, resuming, changing to Lite, a paid start, coming back."""
    tell(
        Ledger(shop.database, default_policy()),
        ("2026-03-02T12:00", "eligibility.changed", {"eligible": True}),
        ("2026-03-02T12:00", "command.connect", {"plan": "premium", "by": "manager"}),
        ("2026-03-03T12:00", "command.cancel", {"by": "manager"}),
        ("2026-03-03T13:00", "command.resume", {"by": "manager"}),
        ("2026-04-02T12:00", "command.switch_to_lite", {"by": "manager"}),
        ("2026-04-20T12:00", "wallet.credited", {"amount": "10000.00"}),
        ("2026-04-20T13:00", "command.connect", {"plan": "premium", "by": "manager"}),
        ("2026-04-21T12:00", "eligibility.changed", {"eligible": False}),
        ("2026-04-22T12:00", "eligibility.changed", {"eligible": True}),
        ("2026-04-23T12:00", "command.opt_out", {"programme": "bonus", "by": "manager"}),
        ("2026-04-24T12:00", "command.opt_in", {"programme": "bonus", "by": "manager"}),
        ("2026-04-25T12:00", "service.charged", {"charge": "K", "service": "ads", "amount": "10.00"}),
        ("2026-04-25T13:00", "charge.reversed", {"charge": "K"}),
        seller="S1",
    )
    shop_with_everything(shop.database)
    shop.clock.at = NOW
    shop.ports.ledger.tick(NOW)
    kinds = set(explain_all(shop, "S1", visitors(shop, "S1"))) | {line.kind for line in lines(shop, ALL_SORTS)}
    assert kinds == RULES.keys()


def test_a_field_that_nobody_taught_is_an_error(full: Shop) -> None:
    line = lines(full)[0]
    found = explain_entry(full.ports.books, "S", line.seq)
    assert found is not None
    found["inputs"]["surprise"] = "1"
    with pytest.raises(KeyError, match="surprise"):
        list(explanation.explained(visitors(full, "S")[0], full.ports.books, line, found, {}))


# -- filters -----------------------------------------------------------------------------------------------------------


async def test_only_what_occurs_can_be_chosen(full: Shop) -> None:
    nina = plainly(full, seller="S1")
    await nina.write("/history")
    await send(nina, "go:filters")
    assert not {"What happened", "Points programme", "Service", "Campaign"} & set(nina.labels)
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Service")
    assert karen.labels[:2] == ["Advertising", "Logistics"]


@pytest.mark.parametrize("field", CHOSEN_FROM_LISTS)
async def test_every_offered_value_filters_by_itself(full: Shop, field: str) -> None:
    karen = plainly(full)
    for value in filters.offered(field, history.choices(full.ports.books, "S")):
        await karen.write("/history")
        await send(karen, "go:filters")
        await send(karen, f"by:{field}")
        await send(karen, f"value:{tag(value)}")
        await karen.tap("Show")
        kept = filters.with_choice({}, field, value)
        expected = len(lines(full, filters.wanted(kept, full.ports.policy.calendar)))
        assert expected
        assert re.search(rf"\b{expected} lines? in all", karen.text), value
        assert "Shown: " in karen.text


async def test_a_value_of_another_shop_cannot_be_chosen(full: Shop) -> None:
    nina = plainly(full, seller="S1")
    await nina.write("/history")
    await send(nina, "go:filters")
    await send(nina, "by:service")
    await send(nina, f"value:{tag('ads')}")
    assert "out of date" in nina.toasts[-1]


async def test_the_filter_is_said_in_words_and_one_tap_shows_everything_again(full: Shop) -> None:
    karen = plainly(full, language="ru")
    await karen.write("/history")
    await karen.tap("Фильтр")
    await karen.tap("Услуга")
    await karen.tap("Реклама")
    await karen.tap("Что произошло")
    await karen.tap("Баллы потрачены автоматически")
    assert "• Баллы потрачены автоматически\n• услуга: реклама" in karen.text
    await karen.tap("Показать")
    assert "Показано: Баллы потрачены автоматически; услуга: реклама" in karen.text
    await karen.tap("Показать всё")
    assert "Показано" not in karen.text


async def test_a_choice_can_be_taken_back(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    for field, first in (("What happened", "All points"), ("Service", "Advertising")):
        await karen.tap(field)
        await karen.tap(first)
        assert "• " in karen.text
        await karen.tap(field)
        await karen.tap("Any")
        assert "everything from the very beginning" in karen.text


async def test_an_order_is_found_by_its_typed_number(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Order")
    await karen.write("  L1 ")
    assert "Shown: order L1" in karen.text


@pytest.mark.parametrize("typed", ["L9", "<b>x</b>", "x" * 3000, "ա"])
async def test_an_order_that_is_not_there_is_said_so_and_asked_for_again(full: Shop, typed: str) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Order")
    await karen.write(typed)
    assert "Nothing in the history belongs to the order" in karen.text
    await karen.write("L2")
    assert "Shown: order L2" in karen.text


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("this_month", {"since": "2026-03-01", "until": "2026-03-02"}),
        ("last_month", {"since": "2026-02-01", "until": "2026-02-28"}),
        ("last_days", {"since": "2025-12-03", "until": "2026-03-02"}),
        ("all_time", {}),
    ],
)
def test_a_usual_span_is_whole_local_days(preset: str, expected: dict[str, str]) -> None:
    assert span_of(preset, date(2026, 3, 2)) == expected


def test_the_last_day_is_included() -> None:
    since, until = instants({"since": "2026-02-01", "until": "2026-02-28"}, default_policy().calendar)
    assert (since, until) == (parse_instant("2026-02-01T00:00:00+03:00"), parse_instant("2026-03-01T00:00:00+03:00"))


def test_a_whole_month_is_called_by_its_name(full: Shop) -> None:
    visitor = visitors(full, "S")[LOCALES.index("en")]
    assert filters.span_in_words(visitor, month_dates(202602)) == "February 2026"
    assert filters.span_in_words(visitor, {"since": "2026-02-01", "until": "2026-02-01"}) == "February 1, 2026"
    assert filters.span_in_words(visitor, {"since": "2026-02-01"}) == "from February 1, 2026"
    assert filters.span_in_words(visitor, {"until": "2026-02-01"}) == "until the end of February 1, 2026"
    assert filters.span_in_words(visitor, {}) is None


@pytest.mark.parametrize("preset", SPANS)
async def test_a_usual_span_takes_one_tap(full: Shop, preset: str) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await send(karen, f"span:{preset}")
    await karen.tap("Show")
    calendar = full.ports.policy.calendar
    wanted = filters.wanted(span_of(preset, calendar.date(NOW)), calendar)
    expected = len(lines(full, wanted))
    assert (f"{expected} lines in all" if expected else "Nothing matches") in karen.text


# -- the calendar ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "month", "days"),
    [
        ("ru", "Июль 2026", ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]),
        ("hy", "2026 թ. հուլիս", ["եկ", "եք", "չք", "հգ", "ու", "շբ", "կր"]),
        ("en", "July 2026", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]),
    ],
)
async def test_the_calendar_speaks_the_readers_language(full: Shop, language: str, month: str, days: list[str]) -> None:
    karen = plainly(full, language=language)
    await karen.write("/history")
    await send(karen, "go:filters")
    await send(karen, "by:dates")
    assert karen.labels[:8] == [month, *days]


async def test_two_days_of_the_calendar_are_the_span(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Dates")
    for month in ("Jun", "May", "Apr", "Mar", "Feb"):
        await karen.tap(f"‹ {month}")
    await karen.tap("23")
    assert "To which day" in karen.text
    await karen.tap("July 2026")  # the header leads to the months
    await karen.tap("February")
    await karen.tap("25")
    assert "Shown: February 23, 2026 to February 25, 2026" in karen.text
    calendar = full.ports.policy.calendar
    wanted = filters.wanted({"since": "2026-02-23", "until": "2026-02-25"}, calendar)
    assert f"{len(lines(full, wanted))} lines in all" in karen.text


async def test_no_day_outside_the_history_is_offered(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Dates")
    assert "22" not in karen.labels
    assert "21" in karen.labels
    await karen.tap("July 2026")
    await karen.tap("January")
    assert not any(label.startswith("‹") for label in karen.labels)


async def test_open_ends_are_possible(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Dates")
    await karen.tap("20")
    await karen.tap("Up to now")
    assert "Shown: from July 20, 2026" in karen.text
    await karen.tap("Filter")
    await karen.tap("Dates")
    await karen.tap("From the very beginning")
    await karen.tap("Up to now")
    assert "Shown" not in karen.text


async def test_years_of_a_long_history_can_be_turned(full: Shop) -> None:
    full.clock.at = parse_instant("2060-01-15T12:00:00Z")
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Dates")
    await karen.tap("January 2060")
    await karen.tap("2060")
    while any(label.startswith("‹ 20") for label in karen.labels):
        await karen.tap("‹ 20")
    await karen.tap("2026")
    await karen.tap("July")
    assert karen.labels[0] == "July 2026"


# -- charges and the statement -----------------------------------------------------------------------------------------


async def test_charges_show_their_points_and_money_parts(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Service bills")
    paid = "<b>1,000.00\u00a0₽ = 300\u00a0points + 700.00\u00a0₽</b>"
    assert f"3. Advertising\nFebruary 25 · {paid}" in karen.text
    assert "Logistics (cancelled)" in karen.text
    await karen.tap("Logistics")
    assert "1 bill in all" in karen.text
    await karen.tap("1")
    assert "What the marketplace billed" in karen.text
    await karen.tap("Back")
    assert karen.text.startswith("<b>Service bills</b>")
    await karen.tap("All services")
    assert "3 bills in all" in karen.text


async def test_a_statement_adds_up_and_leads_through_the_months(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Statement for a month")
    assert karen.text.startswith("<b>Statement: July 2026</b>")
    for month in ("June", "May", "April", "March", "February"):
        await karen.tap(f"‹ {month} 2026")
    assert "<b>100,000.00</b>" in karen.text
    assert "• Subscription fee: −6,980.00" in karen.text
    assert "<b>93,215.00</b>" in karen.text
    assert "• February 9: Premium Lite, February 9 to March 9: 1,990.00" in karen.text
    await karen.tap("March 2026 ›")
    assert karen.text.startswith("<b>Statement: March 2026</b>")
    await karen.tap("Lines of this month")
    assert "Shown: March 2026" in karen.text


def columns(block: str) -> list[list[int]]:
    """The columns of a table of the statement in plain form: opening, changes, closing, in 0.01."""
    rows = []
    for row in block.split("\n"):
        if ": " in row:
            cells = row.split(": ", 1)[1].split(" · ")
            rows.append({cell.rpartition(": ")[0]: as_amount(cell.rpartition(": ")[2]) for cell in cells})
    return [[row.get(name, 0) for row in rows] for name in rows[0]]


def as_amount(text: str) -> int:
    return parse_amount(re.sub("</?b>|[,+]", "", text).replace("−", "-"))


async def test_every_column_of_a_statement_adds_up(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await send(karen, "go:statement")
    for month in range(202601, 202608):
        await send(karen, f"turn:{month}")
        blocks = karen.text.partition("<b>Subscription fees")[0].split("<b>Opening</b>")[1:]
        assert blocks
        for block in blocks:
            for opening, *changes, closing in columns("• <b>Opening</b>" + block):
                assert opening + sum(changes) == closing, karen.text


async def test_a_month_outside_the_history_leads_to_the_nearest(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await send(karen, "go:statement")
    await send(karen, "turn:190001")
    assert karen.text.startswith("<b>Statement: January 2026</b>")
    assert not any(label.startswith("‹") for label in karen.labels)
    await send(karen, "turn:209912")
    assert karen.text.startswith("<b>Statement: July 2026</b>")


# -- files -------------------------------------------------------------------------------------------------------------


class Sent:
    """Documents as they were when they were sent: their names, captions, bytes, and where they lay."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.captions: list[str] = []
        self.contents: list[bytes] = []
        self.paths: list[Path] = []


@contextmanager
def reading(session: RecordingSession) -> Iterator[Sent]:
    """Read every document while it is sent, for its file is gone afterwards."""
    sent, answer = Sent(), session.make_request

    async def make_request(bot: Any, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109  (aiogram's)
        if isinstance(method, SendDocument):
            assert isinstance(method.document, FSInputFile)
            path = Path(method.document.path)
            sent.names.append(method.document.filename or "")
            sent.captions.append(method.caption or "")
            sent.contents.append(path.read_bytes())  # noqa: ASYNC240  (a small file, in a test)
            sent.paths.append(path)
        return await answer(bot, method, timeout)

    session.make_request = make_request  # type: ignore[method-assign]  # the session records, the test reads beside it
    try:
        yield sent
    finally:
        session.make_request = answer  # type: ignore[method-assign]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("seed", range(3))
async def test_a_file_holds_exactly_the_lines_of_a_random_history(shop: Shop, seed: int) -> None:
    ledger = random_marketplace(shop.database, seed + 100, 300, None)
    with ledger.database.read() as transaction:
        (seller,) = transaction.rows("SELECT id FROM seller ORDER BY seq DESC LIMIT 1")[0]
        (shop.clock.at,) = transaction.rows("SELECT MAX(at) FROM taken")[0]
    expected = lines(shop, SEEN, seller)
    karen = plainly(shop, seller=seller)
    await karen.write("/history")
    await karen.tap("Save to a file")
    with reading(shop.session) as sent:
        await karen.tap("CSV")
    rows = rows_of(sent.contents[0])
    columns = list(rows[0])
    money = next(name for name in columns if name.startswith("Money"))
    assert [int(row[columns[0]]) for row in rows] == [line.seq for line in expected]
    assert [row[money] for row in rows] == [
        format_amount(line.amount) if line.what == "money" and line.amount is not None else "" for line in expected
    ]
    points = [parse_amount(row["Points"]) for row in rows if row["Points"]]
    assert points == [line.amount for line in expected if line.what == "points"]
    assert sent.captions[0].startswith(f"{len(expected):,} line")
    assert not sent.paths[0].exists()
    assert sent.names[0].isascii() and sent.names[0].endswith(".csv")


async def test_a_file_holds_what_the_filter_shows_and_says_so(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Filter")
    await karen.tap("Order")
    await karen.write("L1")
    expected = lines(full, HistoryFilter(order="L1"))
    await karen.tap("Save to a file")
    assert f"{len(expected)} lines in all" in karen.text
    with reading(full.session) as sent:
        await karen.tap("CSV")
    assert len(rows_of(sent.contents[0])) == len(expected)
    assert sent.captions == [f"{len(expected)} lines. January 1, 2026 to July 21, 2026\nShown: order L1"]
    assert sent.names == ["history-2026-01-01-2026-07-21.csv"]


async def test_a_month_is_sent_with_its_statement(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await send(karen, "go:statement")
    await send(karen, "turn:202602")
    await karen.tap("Save to a file")
    assert "February 2026" in karen.text
    with reading(full.session) as sent:
        await karen.tap("XLSX")
    with zipfile.ZipFile(io.BytesIO(sent.contents[0])) as book:
        assert {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} <= set(book.namelist())
    calendar = full.ports.policy.calendar
    expected = len(lines(full, filters.wanted(month_dates(202602), calendar)))
    assert sent.captions == [f"{expected} lines. February 2026"]
    assert sent.names == ["statement-2026-02.xlsx"]
    assert (karen.screen.text or "").startswith("<b>Statement: February 2026</b>")


async def test_this_month_and_the_last_are_offered_where_a_file_is_asked_for(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Save to a file")
    assert karen.labels[:6] == [
        "XLSX", "CSV", "July 2026 · XLSX", "July 2026 · CSV", "June 2026 · XLSX", "June 2026 · CSV",
    ]  # fmt: skip
    with reading(full.session) as sent:
        await karen.tap("July 2026 · CSV")
    assert sent.names == ["statement-2026-07.csv"]
    assert (karen.screen.text or "").startswith("<b>Statement: July 2026</b>")


@pytest.mark.parametrize("forged", ["999912-csv", "000001-csv", "202613-csv", "-csv", "202606-pdf"])
async def test_a_made_up_month_is_one_that_there_is_or_none(full: Shop, forged: str) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Save to a file")
    with reading(full.session) as sent:
        await send(karen, f"form:{forged}")
    assert sent.names in ([], ["statement-2026-07.csv"], ["statement-2026-01.csv"])


async def test_the_file_is_the_last_thing_in_the_chat_and_a_second_tap_makes_no_second_file(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Save to a file")
    button, old = karen.button("CSV").callback_data or "", karen.screen
    await karen.send_data(button, old)
    assert (karen.screen.text or "").startswith("<b>History</b>")
    assert karen.screen.message_id == old.message_id < karen.messages[-1].message_id
    await karen.send_data(button, old)
    assert len(full.session.of(SendDocument)) == 1


async def test_nothing_is_sent_where_nothing_matches(full: Shop) -> None:
    nina = plainly(full, seller="S1")
    await nina.write("/history")
    await send(nina, "go:export")
    assert "CSV" not in nina.labels
    await send(nina, "form:csv")
    assert "There is nothing to save" in nina.text
    assert full.session.of(SendDocument) == []


async def test_a_file_in_the_making_keeps_nobody_else_waiting(full: Shop) -> None:
    karen, boris = plainly(full), plainly(full)
    await karen.write("/history")
    await karen.tap("Save to a file")
    release = asyncio.Event()
    full.session.held[SendDocument] = release
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(karen.tap("CSV"))
        while not full.session.of(SendDocument):
            await asyncio.sleep(0)
        await boris.write("/history")
        assert boris.text.startswith("<b>History</b>")
        release.set()
    assert full.session.of(SendChatAction)[0].action == "upload_document"


async def test_words_come_when_it_takes_longer_and_go_when_the_file_is_there(full: Shop) -> None:
    karen = plainly(full)
    visitor = meet(full.ports, karen.user)
    slow = asyncio.Event()
    full.session.held[SendMessage] = slow

    async def speak() -> None:
        while not full.session.of(SendMessage):
            await asyncio.sleep(0)
        slow.set()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(speak())
        came = await Exporter(patience=0).send(
            full.bot, karen.user.id, visitor, "csv", writing(visitor, full.ports, Wanted("csv", {}))
        )
    assert came == "sent"
    assert [call.text for call in full.session.of(SendMessage)] == ["Preparing the file…"]
    assert len(full.session.of(DeleteMessage)) == 1


async def test_a_file_that_cannot_be_sent_is_told_and_leaves_nothing_behind(full: Shop) -> None:
    karen = plainly(full)
    await karen.write("/history")
    await karen.tap("Save to a file")
    full.session.refuse_next(SendDocument, TelegramBadRequest(SendDocument(chat_id=1, document="x"), "no"))
    await karen.tap("CSV")
    assert "could not be sent" in karen.text
    await karen.tap("CSV")
    assert len(full.session.of(SendDocument)) == 1


async def test_a_file_that_telegram_would_not_take_is_not_sent(full: Shop) -> None:
    karen = plainly(full)
    visitor = meet(full.ports, karen.user)
    came = await Exporter(largest=100).send(
        full.bot, karen.user.id, visitor, "csv", writing(visitor, full.ports, Wanted("csv", {}))
    )
    assert came == "too_large"
    assert full.session.of(SendDocument) == []


class FullDisk:
    """Books whose database cannot be read for want of space."""

    policy = default_policy()

    def read(self) -> Any:
        raise OSError(28, "No space left on device")


async def test_a_full_disk_is_told_in_plain_words(full: Shop) -> None:
    karen = plainly(full)
    visitor = meet(full.ports, karen.user)
    broken = replace(full.ports, books=FullDisk())  # type: ignore[arg-type]  # only what an export asks for
    write = writing(visitor, broken, Wanted("xlsx", {}))
    came = await Exporter().send(full.bot, karen.user.id, visitor, "xlsx", write)
    assert came == "failed"


async def test_many_exports_wait_for_one_another(full: Shop) -> None:
    people = [plainly(full) for _ in range(AT_ONCE + 2)]
    for human in people:
        await human.write("/history")
        await human.tap("Save to a file")
    await asyncio.gather(*(human.tap("CSV") for human in people))
    assert len(full.session.of(SendDocument)) == len(people)
