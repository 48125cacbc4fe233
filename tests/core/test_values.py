"""Numbers and instants: one strict grammar in, one form out (RULES 2.1, 15.14, 15.15)."""

import pytest

from core.values import (
    EARLIEST,
    HOUR,
    LATEST,
    MAX_AMOUNT,
    MINUTE,
    RATE_ONE,
    SECOND,
    format_amount,
    format_instant,
    format_rate,
    is_clean_text,
    is_seen,
    parse_amount,
    parse_instant,
    parse_rate,
)

NOT_NUMBERS = [
    *(
        "",
        " ",
        "-",
        "+1",
        "1 ",
        " 1",
        "1\n",
        "01",
        "00",
        ".5",
        "5.",
        "-.5",
        "1e2",
        "1E2",
        "1,50",
        "1_000",
        "0x10",
        "--1",
    ),
    *("NaN", "Infinity", "-Infinity", "½", "１", "٣", "1.٣", "1.0.0", "9" * 400, "0." + "0" * 400),
]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("-0", 0),
        ("0.00", 0),
        ("5", 500),
        ("5.5", 550),
        ("0.05", 5),
        ("-0.05", -5),
        ("-1.5", -150),
        ("1890.00", 189_000),
        ("999999999999.99", MAX_AMOUNT),
        ("-999999999999.99", -MAX_AMOUNT),
    ],
)
def test_an_amount_is_read_exactly(text, amount):
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", [*NOT_NUMBERS, "1.000", "0.001", "1000000000000", "1000000000000.00"])
def test_anything_outside_the_amount_grammar_is_refused(text):
    with pytest.raises(ValueError):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0", 0),
        ("1", RATE_ONE),
        ("0.10", 100_000),
        ("0.000001", 1),
        ("4.5", 4_500_000),
        ("4.49", 4_490_000),
        ("-0.5", -500_000),
        ("1.000000", RATE_ONE),
    ],
)
def test_a_rate_is_read_exactly(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", [*NOT_NUMBERS, "0.0000001", "0.1000000"])
def test_anything_outside_the_rate_grammar_is_refused(text):
    with pytest.raises(ValueError):
        parse_rate(text)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (-150, "-1.50"),
        (189_000, "1890.00"),
        (MAX_AMOUNT, "999999999999.99"),
    ],
)
def test_an_amount_is_written_with_two_decimals(amount, text):
    assert format_amount(amount) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0, "0"),
        (RATE_ONE, "1"),
        (100_000, "0.1"),
        (4_490_000, "4.49"),
        (1, "0.000001"),
        (-500_000, "-0.5"),
        (10 * RATE_ONE, "10"),
    ],
)
def test_a_rate_is_written_in_its_shortest_form(rate, text):
    assert format_rate(rate) == text


@pytest.mark.parametrize("number", [*range(-250, 250), 99_999, 10**12 + 1, -(10**9)])
def test_what_is_written_is_read_back(number):
    assert parse_amount(format_amount(number)) == number
    assert parse_rate(format_rate(number)) == number


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2000-01-01T00:00:00Z", 946_684_800 * SECOND),
        ("2026-01-05T10:00:00+03:00", 1_767_596_400 * SECOND),
        ("2026-01-05T07:00:00Z", 1_767_596_400 * SECOND),
        ("2026-01-05T07:00:00-00:00", 1_767_596_400 * SECOND),
        ("2026-01-05T01:30:00-05:30", 1_767_596_400 * SECOND),
        ("2026-01-05T07:00:00.5Z", 1_767_596_400 * SECOND + 500_000),
        ("2026-01-05T07:00:00.05Z", 1_767_596_400 * SECOND + 50_000),
        ("2026-01-05T07:00:00.000001Z", 1_767_596_400 * SECOND + 1),
        ("2024-02-29T00:00:00Z", 1_709_164_800 * SECOND),
        ("2000-01-01T03:00:00+03:00", EARLIEST),
        ("1999-12-31T23:00:00-01:00", EARLIEST),
        ("2100-12-31T23:59:59.999999Z", LATEST),
        ("2101-01-01T02:59:59.999999+03:00", LATEST),
    ],
)
def test_an_instant_is_read_exactly(text, instant):
    assert parse_instant(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-05",
        "2026-01-05T10:00:00",
        "2026-01-05 10:00:00Z",
        "2026-01-05t10:00:00Z",
        "2026-01-05T10:00:00z",
        "2026-01-05T10:00Z",
        "20260105T100000Z",
        "2026-W02-1T10:00:00Z",
        "2026-01-05T10:00:00+0300",
        "2026-01-05T10:00:00+03",
        "2026-01-05T10:00:00+03:00:00",
        "2026-01-05T10:00:00+24:00",
        "2026-01-05T10:00:00+03:60",
        "2026-01-05T10:00:00.Z",
        "2026-01-05T10:00:00,5Z",
        "2026-01-05T10:00:00.0000000Z",
        "2026-01-05T10:00:00Z ",
        " 2026-01-05T10:00:00Z",
        "2026-01-05T10:00:00Z\n",
        "2026-01-05T24:00:00Z",
        "2026-01-05T23:59:60Z",
        "2026-01-05T10:60:00Z",
        "2026-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-00-01T10:00:00Z",
        "٢٠٢٦-01-05T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "1999-12-31T23:59:59.999999Z",
        "2000-01-01T02:59:59+03:00",
        "2101-01-01T00:00:00Z",
        "2100-12-31T23:30:00-01:00",
        "1767596400",
    ],
)
def test_any_other_form_of_an_instant_is_refused(text):
    with pytest.raises(ValueError):
        parse_instant(text)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_767_596_400 * SECOND, "2026-01-05T07:00:00Z"),
        (1_767_596_400 * SECOND + 500_000, "2026-01-05T07:00:00.500000Z"),
        (LATEST, "2100-12-31T23:59:59.999999Z"),
        (LATEST + 1, "2101-01-01T00:00:00Z"),
    ],
)
def test_an_instant_is_written_in_utc_and_its_fraction_only_if_there_is_one(instant, text):
    assert format_instant(instant) == text


@pytest.mark.parametrize("offset", [0, 1, 999_999, SECOND, MINUTE + 7, 25 * HOUR, 31_557_600 * SECOND])
def test_a_written_instant_is_read_back(offset):
    assert parse_instant(format_instant(EARLIEST + offset)) == EARLIEST + offset
    assert parse_instant(format_instant(LATEST - offset)) == LATEST - offset


@pytest.mark.parametrize("text", ["a", " ", "Լավ խանութ", "магазин № 1", "no\u00a0break", "a\u200db", "😀" * 10])
def test_a_text_of_people_is_clean(text):
    assert is_clean_text(text, 12)


@pytest.mark.parametrize("text", ["", "12345678901", "a\n", "\t", "\x00", "\x7f", "a\x85", "\ud800", "a\udfff"])
def test_an_empty_or_too_long_text_or_one_with_control_characters_or_half_a_character_is_not_clean(text):
    assert not is_clean_text(text, 10)


@pytest.mark.parametrize("text", ["a", "№", "·", "ա", "ㄱ", "한", "😀", "-", " a ", "\u200ba", "\u0301"])
def test_a_text_with_something_to_see_is_seen(text):  # RULES 15.14
    assert is_seen(text)


@pytest.mark.parametrize(
    "char",
    [
        " ", "\u00a0", "\u2003", "\u2028", "\u3000",  # white space
        "\u00ad", "\u200b", "\u200d", "\u202e", "\u2060", "\u2066", "\ufeff", "\U000e0041",  # formats
        "\u034f", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180f", "\u2800", "\u3164", "\ufe0f", "\uffa0",
        "\U0001d159", "\U000e0100",  # fillers
        "\ue000", "\U000f0000", "\u0378", "\x07",  # nobody's
    ],
)  # fmt: skip
def test_a_text_of_what_does_not_show_is_not_seen(char):  # RULES 15.14
    assert not is_seen(char * 3)


def test_no_text_at_all_is_not_seen():
    assert not is_seen("")
