"""The texts are complete in three languages and come out whole with any values.

Problem: a forgotten key, a misspelt placeable or an open tag shows only when that one message is sent.
Decision: read the Fluent files as trees, render every text with every variant and telling values, and look at
each result.
Limit: whether a sentence is natural is for a reader of that language to say.
"""

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.texts import LOCALES, PLAIN_PREFIXES, Html, TextMissing, Texts, locale_for
from bot.texts.format import Reader
from bot.texts.notices import notice_text
from bot.texts.outcomes import ignored_text, refusal_text
from core.refusals import MESSAGES
from core.values import parse_instant

TEXTS = Texts()
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 22, 101, 1_000_000)
STRINGS = ("0", "1", "−0,01 ₽", "999 999 999 999,99 ₽", "Товары & <b>Ко</b>", "Ա" * 128)
ORDINARY: dict[str, str | int] = {
    "plan": "Premium Lite",
    "price": "4 990,00 ₽",
    "points": "1 890,50 балла",
    "month": "сентябрь 2026",
    "years": 10,
    "number": "1. ",
    "service": "логистика",
}
LATIN_ALLOWED = {
    "Premium",
    "Lite",
    "Telegram",
    "CSV",
    "QR",
    "Excel",
    "XLSX",
    "Ozon",
    "Seller",
    "API",
    "Api",
    "Key",
    "Client",
    "Id",
    "Admin",
    "read",
    "only",
    "start",
    "balance",
    "points",
    "premium",
    "history",
    "settings",
    "help",
    "language",
}


class _Reading(Visitor):
    """What one message uses: placeables, the variants each selector names, and its static text."""

    def __init__(self) -> None:
        self.placeables: set[str] = set()
        self.selectors: dict[str, set[str]] = {}
        self.static: list[str] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.placeables.add(node.id.name)

    def visit_TextElement(self, node: ast.TextElement) -> None:
        self.static.append(node.value)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        keys = {v.key.name if isinstance(v.key, ast.Identifier) else v.key.value for v in node.variants}
        assert isinstance(node.selector, ast.VariableReference)
        self.selectors.setdefault(node.selector.id.name, set()).update(keys)
        self.generic_visit(node)


def _read(locale: str) -> Iterator[tuple[str, str, _Reading]]:
    for file in files("bot.texts").joinpath(locale).iterdir():
        if not file.name.endswith(".ftl"):
            continue
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{locale}/{file.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                reading = _Reading()
                reading.visit(entry)
                yield file.name, entry.id.name, reading


ENTRIES: dict[str, list[tuple[str, str, _Reading]]] = {locale: list(_read(locale)) for locale in LOCALES}
READINGS: dict[str, dict[str, _Reading]] = {
    locale: {key: reading for _, key, reading in ENTRIES[locale]} for locale in LOCALES
}
KEYS = sorted(READINGS["en"])
PLURALS = {"zero", "one", "two", "few", "many", "other"}


def _is_number(key: str, name: str) -> bool:
    variants = set().union(*(READINGS[locale][key].selectors.get(name, set()) for locale in LOCALES))
    return bool(variants) and all(v in PLURALS or v.isdigit() for v in variants)


def _choices(key: str, name: str) -> tuple[str | int, ...]:
    if _is_number(key, name):
        return NUMBERS
    variants = READINGS["en"][key].selectors.get(name)
    return tuple(sorted(variants)) if variants else ()


def _renderings(locale: str, key: str) -> Iterator[str]:
    """The text with every combination of variants, and each of the telling strings in all other places."""
    names = sorted(READINGS[locale][key].placeables)
    chosen = [name for name in names if _choices(key, name)]
    for picks in itertools.product(*(_choices(key, name) for name in chosen)):
        for string in STRINGS:
            values: dict[str, Any] = dict.fromkeys(names, string)
            values.update(zip(chosen, picks, strict=True))
            yield TEXTS.get(locale, key, **values)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in {"b", "i", "u", "code", "blockquote"} or attrs:
            self.faults.append(f"<{tag}> is not allowed")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def _tag_faults(text: str) -> list[str]:
    tags = _Tags()
    tags.feed(text)
    tags.close()
    return tags.faults + [f"<{tag}> stays open" for tag in tags.open]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_key_stands_twice(locale: str) -> None:
    keys = [key for _, key, _ in ENTRIES[locale]]
    assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_keys_in_the_same_files(locale: str) -> None:
    assert {(file, key) for file, key, _ in ENTRIES[locale]} == {(file, key) for file, key, _ in ENTRIES["en"]}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_takes_the_same_values_in_every_language(locale: str) -> None:
    different = {
        key: READINGS[locale][key].placeables ^ READINGS["en"][key].placeables
        for key in KEYS
        if READINGS[locale][key].placeables != READINGS["en"][key].placeables
    }
    assert not different


@pytest.mark.parametrize("locale", LOCALES)
def test_choices_by_a_word_are_the_same_in_every_language(locale: str) -> None:
    for key in KEYS:
        for name, variants in READINGS["en"][key].selectors.items():
            if not _is_number(key, name):
                assert READINGS[locale][key].selectors.get(name) == variants, key


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_comes_out_whole_with_any_values(locale: str) -> None:
    for key in KEYS:
        for text in _renderings(locale, key):
            assert text and text == text.strip(), key
            assert len(text) <= 4096, key
            assert not re.search(r"[{}$\u2068\u2069]|\?\?\?", text), (key, text)
            assert key not in text or "-" not in key, (key, text)
            assert "  " not in text.replace("\n    ", ""), (key, text)
            if not key.startswith(PLAIN_PREFIXES):
                assert _tag_faults(text) == [], (key, text)


@pytest.mark.parametrize("locale", LOCALES)
def test_plain_texts_have_no_tags(locale: str) -> None:
    prefixes = (*PLAIN_PREFIXES, "refusal-", "ignored-", "plan-", "role-", "service-", "benefit-", "cell-")
    tagged = [k for k in KEYS if k.startswith(prefixes) and "<" in "".join(READINGS[locale][k].static)]
    assert tagged == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_button_fits_in_thirty_characters(locale: str) -> None:
    buttons = {
        key: TEXTS.get(locale, key, **{name: ORDINARY[name] for name in READINGS[locale][key].placeables})
        for key in KEYS
        if key.startswith("button-")
    }
    assert {key: text for key, text in buttons.items() if len(text) > 30 or "\n" in text} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_answers_to_a_tap_fit_in_two_hundred_characters(locale: str) -> None:
    longest = "9 999 999 999,99 բալլեր"
    for key in KEYS:
        if key.startswith(("toast-", "refusal-", "ignored-")):
            values = dict.fromkeys(READINGS[locale][key].placeables, longest)
            text = TEXTS.plain(locale, key, **values)
            assert len(text) <= 200, (key, len(text))


@pytest.mark.parametrize("locale", ["ru", "hy"])
def test_russian_and_armenian_texts_have_no_latin_words(locale: str) -> None:
    found = {
        (key, word)
        for key in KEYS
        for word in re.findall(r"[A-Za-z]+", re.sub(r"<[^>]+>", "", " ".join(READINGS[locale][key].static)))
        if word not in LATIN_ALLOWED
    }
    assert found == set()


def test_armenian_texts_use_armenian_punctuation() -> None:
    wrong = {key: text for key in KEYS for text in READINGS["hy"][key].static if re.search(r"[:?!`’“”]|\.(\s|$)", text)}
    assert wrong == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_line_leads_with_more_than_one_sign(locale: str) -> None:
    signs = re.compile(r"^[^\w\s<«“/(]{2,}", re.MULTILINE)
    assert [k for k in KEYS if signs.search("".join(READINGS[locale][k].static).lstrip())] == []


# Values


def test_what_people_typed_is_escaped() -> None:
    text = TEXTS.get("en", "joined-already", shop="A & <b>B", role="Manager")
    assert text == "You are in “A &amp; &lt;b&gt;B” already. Your role: Manager."


def test_ready_html_is_not_escaped_again() -> None:
    line = TEXTS.get("en", "notice-programme-line", programme="A & B", amount="5")
    text = TEXTS.get("en", "notice-points-credited", lines=Html.joined([line, line]))
    assert "• A &amp; B: 5\n• A &amp; B: 5" in text


def test_joining_escapes_what_is_not_html() -> None:
    assert Html.joined(["<", Html("<b>x</b>")]) == "&lt;\n<b>x</b>"


def test_a_button_shows_a_name_as_it_is() -> None:
    assert TEXTS.get("en", "button-connect", plan="R&D") == "Connect R&D"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(TextMissing, match="no text 'nonsense'"):
        TEXTS.get("ru", "nonsense")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(TextMissing, match="'fr'"):
        TEXTS.get("fr", "button-home")


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(TextMissing, match="role"):
        TEXTS.get("ru", "joined", shop="x")


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        *((code, "ru") for code in ("ru", "ru-RU", "be", "kk", "uk", "ky", "uz")),
        *((code, "hy") for code in ("hy", "hy_AM", "HY")),
        *((code, "en") for code in ("en", "de", "", None)),
    ],
)
def test_the_first_language_follows_telegram(code: str | None, locale: str) -> None:
    assert locale_for(code) == locale


@pytest.mark.parametrize(
    ("code", "name"), [("ads", "реклама"), ("packing", "другая услуга"), ("unknown", "другая услуга")]
)
def test_a_service_is_named_and_one_without_a_name_shows_no_code(code: str, name: str) -> None:
    assert TEXTS.name("ru", "service", code) == name


# Outcomes


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_refusal_has_a_text(code: str) -> None:
    key = f"refusal-{code.replace('_', '-')}"
    assert TEXTS.has("en", key)


@pytest.mark.parametrize(
    "code",
    [
        "below_min_discount",
        "category_excluded",
        "campaign_closed",
        "opted_out",
        "not_redeemed",
        "window_closed",
        "no_mailings_left",
    ],
)
def test_every_reason_to_ignore_has_a_text(code: str) -> None:
    assert ignored_text(TEXTS, Reader("ru", "Europe/Moscow"), code)


def test_a_refusal_for_money_names_money() -> None:
    text = refusal_text(TEXTS, Reader("en", "Europe/Moscow"), "insufficient_funds", {"missing": "90.00"})
    assert text.startswith("The balance is short by 90.00\u00a0₽.")


def test_a_refusal_for_points_names_points() -> None:
    data = {"missing": "1.00", "available": "21.00"}
    text = refusal_text(TEXTS, Reader("ru", "Europe/Moscow"), "insufficient_points", data)
    assert text == "Баллов не хватает. Доступно: 21\u00a0балл. Нужно ещё: 1\u00a0балл. Укажите сумму поменьше."


# Notices: what the core stores for each kind

AT = "2026-07-05T07:30:00Z"
MIDNIGHT = "2026-06-30T21:00:00Z"
NOW = parse_instant("2026-06-05T09:30:00Z")
NOTICES: list[tuple[str, dict[str, Any]]] = [
    ("invitation_received", {}),
    ("invitation_withdrawn", {}),
    ("invitation_withdrawn", {"on_premium": True}),
    ("approval_requested", {"asker": "Анна <3", "plan": "premium"}),
    ("approval_answered", {"approved": True, "by": "Пётр"}),
    ("approval_answered", {"approved": False, "by": "Пётр"}),
    ("connected", {"plan": "lite", "trial": True, "price": "1990.00", "next_charge_at": AT}),
    ("connected", {"plan": "premium", "trial": False, "price": "4990.00", "next_charge_at": AT}),
    ("upgraded", {"plan": "premium", "price": "4990.00", "returned": "12.34", "next_charge_at": AT}),
    ("upgraded", {"plan": "premium", "price": "4990.00", "returned": "0.00", "next_charge_at": AT}),
    ("cancelled", {"plan": "lite", "ends_at": MIDNIGHT}),
    ("resumed", {"plan": "lite", "price": "1990.00", "next_charge_at": AT}),
    ("switch_planned", {"plan": "lite", "price": "1990.00", "at": AT}),
    ("switched", {"plan": "lite", "price": "1990.00", "paid": True}),
    ("switched", {"plan": "lite", "price": "1990.00", "paid": False, "grace_until": AT}),
    (
        "benefits_on",
        {"plan": "premium", "benefits": ["search_boost", "analytics", "competitors", "mailings"]},
    ),
    ("benefits_on", {"plan": "premium", "benefits": ["badge", "filter", "storefront", "support"]}),
    ("benefits_on", {"plan": "lite", "benefits": ["commission_points"]}),
    ("trial_ending", {"plan": "lite", "price": "1990.00", "at": AT, "days": 7}),
    (
        "renewal_low_balance",
        {"plan": "lite", "price": "9.00", "wallet": "-1.00", "missing": "10.00", "at": AT, "days": 1},
    ),
    (
        "renewal_failed",
        {"plan": "lite", "price": "9.00", "wallet": "0.00", "missing": "9.00", "grace_until": AT},
    ),
    (
        "grace_reminder",
        {
            "plan": "lite",
            "price": "9.00",
            "wallet": "0.00",
            "missing": "9.00",
            "grace_until": AT,
            "days_left": 11,
        },
    ),
    (
        "renewed",
        {"plan": "lite", "price": "9.00", "period_start": AT, "period_end": MIDNIGHT, "wallet": "0.50"},
    ),
    (
        "renewed",
        {
            "plan": "premium",
            "price": "9.00",
            "period_start": AT,
            "period_end": MIDNIGHT,
            "wallet": "0.50",
            "after_trial": True,
        },
    ),
    ("subscription_ended", {"plan": "lite", "reason": "cancelled"}),
    ("subscription_ended", {"plan": "premium", "reason": "ineligible"}),
    ("subscription_ended", {"plan": "lite", "reason": "insufficient_funds"}),
    ("badge_hidden", {"rating": "4.49", "threshold": "4.5", "reason": "rating"}),
    ("badge_hidden", {"rating": None, "threshold": "4.5", "reason": "rating"}),
    ("badge_hidden", {"rating": None, "threshold": "4.5", "reason": "subscription"}),
    ("badge_shown", {"rating": "4.5", "threshold": "4.5"}),
    (
        "points_expiring",
        {
            "programme": "discount",
            "amount": "21.00",
            "expiry_date": "2026-07-01",
            "expires_at": MIDNIGHT,
            "days": 7,
        },
    ),
    ("points_credited", {"programmes": {"bonus": "1.50", "discount": "5.00"}}),
    ("points_adjusted", {"programmes": {"of my own": "1.00"}}),
    ("points_expired", {"programmes": {"discount": "1000000.00"}}),
    ("limit_reached", {"service": "ads", "limit": "daily", "amount": "150.00"}),
    ("limit_reached", {"service": "packing", "limit": "monthly", "amount": "150.00"}),
    ("limit_reached", {"service": "other", "limit": "own", "amount": "150.00"}),
    ("charge_coming", {"plan": "lite", "price": "9.00", "wallet": "10.00", "at": AT, "days": 3}),
    ("access_ending", {"plan": "premium", "at": MIDNIGHT, "days": 3, "reason": "cancelled"}),
    ("access_ending", {"plan": "premium", "at": AT, "days": 1, "reason": "ineligible"}),
    ("price_changed", {"plan": "lite", "old": "1990.00", "new": "2090.00"}),
    ("price_changed", {"plan": "premium", "old": "4990.00", "new": "5490.00", "next_charge_at": AT}),
    ("price_changed", {
        "plan": "lite", "old": "1990.00", "new": "2090.00", "from": MIDNIGHT, "next_charge_at": AT,
        "next_price": "1990.00",
    }),
    ("price_changed", {
        "plan": "lite", "old": "1990.00", "new": "2090.00", "from": AT, "amount_due": "1990.00",
    }),
    ("maintenance", {}),
    ("maintenance_over", {}),
    ("returns_high", {"adjusted": "31.00", "accrued": "99.00", "share": "0.313131"}),
    ("returns_high", {"adjusted": "31.00", "accrued": "0.00", "share": None}),
    ("monthly_report", {"month": "2026-06"}),
    ("fee_likely", {
        "at": MIDNIGHT, "day": "2026-07-01", "days": 3, "price": "4990.00", "wallet": "-12.50", "missing": "5002.50",
        "balance_day": "2026-06-27", "usual_day": 1, "seen": 3, "times": 4,
    }),
    ("rating_low", {"rating": "4.49", "threshold": "4.5", "theirs": True, "below": True}),
    ("rating_low", {"rating": "4.5", "threshold": "4.5", "theirs": False, "below": False}),
    *(("key_expiring", {"at": AT, "days": days}) for days in (14, 3, 1)),
    ("report_silent", {"since": AT, "day": "2026-06-27", "days": 3, "never": False}),
    ("report_silent", {"since": AT, "day": "2026-06-27", "days": 1, "never": True}),
    *(
        ("programme_left", {
            "programme": "discount", "left_at": AT, "weeks": 1, "missed": missed, "unearned": "700.00",
            "charged": "12.50",
        })
        for missed in (0, 1, 12)
    ),
]  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("kind", "data"), NOTICES)
def test_every_notice_becomes_a_message(kind: str, data: dict[str, Any], locale: str) -> None:
    text = notice_text(TEXTS, Reader(locale, "Europe/Moscow"), kind, data, at=NOW)
    assert text.startswith("<b>")
    assert not re.search(r"[{}$_]|2026-", text), text
    assert _tag_faults(text) == []


def test_every_notice_text_belongs_to_a_known_kind() -> None:
    keys = {key for key in KEYS if key.startswith("notice-")}
    known = {f"notice-{kind.replace('_', '-')}" for kind, _ in NOTICES}
    lines = {f"{key}-line" for key in known}
    parts = {f"notice-programme-{part}{end}" for part in ("line", "sum") for end in ("", "-until")} | {
        "notice-benefit-line"
    }
    shared = {"notice-shop", "notice-line", "notice-digest", *parts}
    assert keys - known - lines == shared


def test_expiring_points_state_amount_end_and_what_follows() -> None:
    data = dict(NOTICES)["points_expiring"]
    assert notice_text(TEXTS, Reader("ru", "Europe/Moscow"), "points_expiring", data, at=NOW) == (
        "<b>Через 7 дней сгорят баллы</b>\n"
        "Баллы за скидки: 21\u00a0балл, потратить можно до конца 30 июня 2026. Потом не вернуть."
    )


@pytest.mark.parametrize(
    ("locale", "until"),
    [
        ("ru", "до 2 марта 2027, 00:05"),
        ("hy", "մինչև 2027 թ. մարտի 2-ը, ժամը 00:05"),
        ("en", "until March 2, 2027, 00:05"),
    ],
)
def test_points_that_expire_at_an_hour_of_the_day_are_told_with_it(locale: str, until: str) -> None:
    data = dict(NOTICES)["points_expiring"] | {"expiry_date": "2027-03-02", "expires_at": "2027-03-01T21:05:00Z"}
    assert until in notice_text(TEXTS, Reader(locale, "Europe/Moscow"), "points_expiring", data, at=NOW)


def test_a_reminder_written_before_it_named_the_instant_is_still_told() -> None:
    data = dict(NOTICES)["points_expiring"] | {"last_day": "2026-06-30"}
    assert "2026-06-30" not in notice_text(TEXTS, Reader("en", "Europe/Moscow"), "points_expiring", data, at=NOW)


def test_an_end_at_midnight_is_shown_as_the_end_of_the_day_before() -> None:
    text = notice_text(TEXTS, Reader("en", "Europe/Moscow"), "cancelled", {"plan": "lite", "ends_at": MIDNIGHT}, at=NOW)
    assert "Premium Lite stays until the end of June 30, 2026 and then ends." in text


def test_a_subscription_cancelled_in_grace_is_told_to_have_ended_at_once() -> None:
    data = {"plan": "lite", "ends_at": "2026-06-05T09:30:00Z"}
    text = notice_text(TEXTS, Reader("en", "Europe/Moscow"), "cancelled", data, at=NOW)
    assert "Premium Lite has ended, you owe nothing." in text


def test_a_programme_is_called_by_its_title_in_the_policy() -> None:
    data = {"programmes": {"own": "1.00"}}
    title = {"own": "Our <points>"}.__getitem__
    text = notice_text(TEXTS, Reader("en", "UTC"), "points_credited", data, at=NOW, programme_title=title)
    assert "• Our &lt;points&gt;: 1\u00a0point" in text


def test_a_field_that_nobody_taught_is_an_error() -> None:
    with pytest.raises(KeyError, match="surprise"):
        notice_text(TEXTS, Reader("en", "UTC"), "maintenance", {"surprise": "1"}, at=NOW)


PRICE = {"plan": "lite", "old": "1990.00", "new": "2090.00"}
NEXT = {"from": "2026-06-30T21:00:00Z", "next_charge_at": "2026-06-05T09:30:00Z", "next_price": "1990.00"}
DUE = {"from": "2026-06-05T09:30:00Z", "amount_due": "1990.00"}


@pytest.mark.parametrize(
    ("locale", "data", "shown"),
    [
        ("en", NEXT, ["2,090.00 ₽ a month from July 1, 2026, instead of 1,990.00 ₽",
                      "Next charge: 1,990.00 ₽, June 5, 2026, 12:30"]),
        ("ru", NEXT, ["2 090,00 ₽ в месяц с 1 июля 2026 вместо 1 990,00 ₽",
                      "Следующая оплата: 1 990,00 ₽, 5 июня 2026, 12:30"]),
        ("hy", NEXT, ["1 990,00 ₽-ի փոխարեն 2026 թ. հուլիսի 1-ից կլինի 2 090,00 ₽",
                      "Հաջորդ վճարումը՝ 1 990,00 ₽, 2026 թ. հունիսի 5, 12:30"]),
        ("en", DUE, ["from June 5, 2026, 12:30,", "The payment due now stays: 1,990.00 ₽"]),
        ("ru", DUE, ["с 5 июня 2026, 12:30", "К оплате сейчас прежняя сумма: 1 990,00 ₽"]),
        ("hy", DUE, ["2026 թ. հունիսի 5-ից, ժամը 12:30", "Հիմա վճարվելիքը նույնն է՝ 1 990,00 ₽"]),
        ("en", {"next_charge_at": "2026-06-05T09:30:00Z"}, ["Next charge: 2,090.00 ₽, June 5, 2026, 12:30"]),
        ("en", {}, ["It applies from the next charge."]),
    ],
)  # fmt: skip
def test_a_price_change_names_its_beginning_and_the_next_charge(
    locale: str, data: dict[str, str], shown: list[str]
) -> None:  # RULES 4.15
    reader = Reader(locale, "Europe/Moscow")
    text = notice_text(TEXTS, reader, "price_changed", PRICE | data, at=0).replace("\u00a0", " ")
    assert [part for part in shown if part not in text] == []
