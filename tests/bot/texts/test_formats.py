"""Numbers, money, points and dates in three languages, and the amounts that people type."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LOCALES
from bot.texts.format import Reader, parse_amount_from_person
from core.values import MAX_AMOUNT, parse_instant, parse_rate

MOSCOW = "Europe/Moscow"
JUNE_5 = parse_instant("2026-06-05T09:30:00Z")  # 12:30 in Moscow
END_OF_JUNE = parse_instant("2026-06-30T21:00:00Z")  # 1 July 00:00 in Moscow


def plain(text: str) -> str:
    """Without the difference between kinds of spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def reader(locale: str, currency: str = "RUB", own: str | None = None) -> Reader:
    return Reader(locale, MOSCOW, currency=currency, own_timezone=own)


@pytest.mark.parametrize(
    ("locale", "currency", "shown"),
    [
        ("ru", "RUB", "7 000,00 ₽"),
        ("hy", "RUB", "7 000,00 ₽"),
        ("en", "RUB", "7,000.00 ₽"),
        ("ru", "AMD", "7 000,00 ֏"),
        ("hy", "AMD", "7 000,00 ֏"),
        ("en", "AMD", "7,000.00 ֏"),
        ("ru", "KZT", "7 000,00 KZT"),
    ],
)
def test_money_has_its_sign_in_every_language(locale: str, currency: str, shown: str) -> None:
    assert plain(reader(locale, currency).money(700_000)) == shown


def test_money_does_not_break_over_two_lines() -> None:
    assert reader("ru").money(700_000) == "7\u00a0000,00\u00a0₽"


def test_negative_money_has_a_true_minus() -> None:
    assert plain(reader("ru").money(-5)) == "−0,05 ₽"


def test_the_largest_money_is_exact() -> None:
    assert plain(reader("en").money(MAX_AMOUNT)) == "999,999,999,999.99 ₽"


@pytest.mark.parametrize(
    ("locale", "amount", "shown"),
    [
        ("ru", 0, "0 баллов"),
        ("ru", 100, "1 балл"),
        ("ru", 200, "2 балла"),
        ("ru", 500, "5 баллов"),
        ("ru", 1100, "11 баллов"),
        ("ru", 1200, "12 баллов"),
        ("ru", 2100, "21 балл"),
        ("ru", 11_100, "111 баллов"),
        ("ru", 150, "1,50 балла"),
        ("ru", 1, "0,01 балла"),
        ("ru", 210_000, "2 100 баллов"),
        ("ru", -100, "−1 балл"),
        ("hy", 100, "1 միավոր"),
        ("hy", 500, "5 միավոր"),
        ("hy", 150, "1,50 միավոր"),
        ("en", 100, "1 point"),
        ("en", 0, "0 points"),
        ("en", 150, "1.50 points"),
        ("en", 123_400, "1,234 points"),
    ],
)
def test_points_carry_the_right_noun(locale: str, amount: int, shown: str) -> None:
    assert plain(reader(locale).points(amount)) == shown


@pytest.mark.parametrize(("locale", "shown"), [("ru", "1 234 567,89"), ("hy", "1 234 567,89"), ("en", "1,234,567.89")])
def test_numbers_are_grouped_by_language(locale: str, shown: str) -> None:
    assert plain(reader(locale).number(Decimal("1234567.89"))) == shown


@pytest.mark.parametrize(("locale", "shown"), [("ru", "7,5 %"), ("hy", "7,5%"), ("en", "7.5%")])
def test_percent_follows_the_language(locale: str, shown: str) -> None:
    assert plain(reader(locale).percent(parse_rate("0.075"))) == shown


@pytest.mark.parametrize(("text", "shown"), [("1", "100 %"), ("0", "0 %"), ("0.000001", "0,0001 %")])
def test_percent_rounds_nothing(text: str, shown: str) -> None:
    assert plain(reader("ru").percent(parse_rate(text))) == shown


@pytest.mark.parametrize(("text", "shown"), [("4.49", "4,49"), ("4.50", "4,5"), ("5", "5"), ("0", "0")])
def test_a_rating_is_shown_unrounded(text: str, shown: str) -> None:
    assert reader("ru").rate(parse_rate(text)) == shown


@pytest.mark.parametrize(
    ("locale", "count", "shown"),
    [
        ("ru", 1, "1 день"),
        ("ru", 2, "2 дня"),
        ("ru", 14, "14 дней"),
        ("ru", 21, "21 день"),
        ("hy", 14, "14 օր"),
        ("en", 1, "1 day"),
        ("en", 14, "14 days"),
    ],
)
def test_days_carry_the_right_noun(locale: str, count: int, shown: str) -> None:
    assert plain(reader(locale).days(count)) == shown


@pytest.mark.parametrize(
    ("locale", "full", "short", "month"),
    [
        ("ru", "5 июня 2026", "5 июня", "июнь 2026"),
        ("hy", "2026 թ. հունիսի 5", "հունիսի 5", "2026 թ. հունիս"),
        ("en", "June 5, 2026", "June 5", "June 2026"),
    ],
)
def test_dates_follow_the_language(locale: str, full: str, short: str, month: str) -> None:
    shown = reader(locale)
    assert (shown.date(JUNE_5), shown.day_month(JUNE_5), shown.month(JUNE_5)) == (full, short, month)


@pytest.mark.parametrize(("locale", "shown"), [("ru", "5 июня"), ("hy", "հնս 5"), ("en", "June 5")])
def test_a_long_name_of_a_month_is_cut_short_in_a_narrow_column(locale: str, shown: str) -> None:
    assert reader(locale).narrow_day(JUNE_5) == shown


@pytest.mark.parametrize(("locale", "shown"), [("ru", "июнь 2026"), ("hy", "հնս 2026"), ("en", "Jun 2026")])
def test_the_month_under_a_bar_is_short(locale: str, shown: str) -> None:
    assert reader(locale).narrow_month(JUNE_5) == shown


@pytest.mark.parametrize("locale", LOCALES)
def test_a_day_reads_like_an_instant_of_that_day(locale: str) -> None:
    assert reader(locale).date(date(2026, 6, 5)) == reader(locale).date(JUNE_5)


def test_the_day_is_the_programmes_not_that_of_utc() -> None:
    assert reader("en").date(END_OF_JUNE) == "July 1, 2026"


@pytest.mark.parametrize("locale", LOCALES)
def test_time_has_twenty_four_hours_in_every_language(locale: str) -> None:
    assert reader(locale).time(parse_instant("2026-06-05T18:05:00Z")) == "21:05"


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        (None, "June 5, 2026, 12:30"),
        (MOSCOW, "June 5, 2026, 12:30"),
        ("Europe/Minsk", "June 5, 2026, 12:30"),  # another zone, but the same time
        ("Asia/Yerevan", "June 5, 2026, 12:30 (Moscow, UTC+3)"),
    ],
)
def test_the_zone_is_named_only_for_a_reader_with_another_time(own: str | None, shown: str) -> None:
    assert reader("en", own=own).moment(JUNE_5) == shown


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "June 5, 2026, 09:30 (UTC+0)"),
        ("Asia/Kolkata", "June 5, 2026, 15:00 (Kolkata, UTC+5:30)"),
        ("America/St_Johns", "June 5, 2026, 07:00 (St. John’s, UTC−2:30)"),
    ],
)
def test_the_zone_is_named_by_place_and_offset(zone: str, shown: str) -> None:
    assert Reader("en", zone, own_timezone=MOSCOW).moment(JUNE_5) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("ru", "до конца 30 июня 2026"),
        ("hy", "մինչև 2026 թ. հունիսի 30-ի վերջը"),
        ("en", "until the end of June 30, 2026"),
    ],
)
def test_an_end_at_midnight_is_the_end_of_the_day_before(locale: str, shown: str) -> None:
    assert reader(locale).until(END_OF_JUNE) == shown  # RULES 15.2


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("ru", "до 5 июня 2026, 12:30"),
        ("hy", "մինչև 2026 թ. հունիսի 5-ը, ժամը 12:30"),
        ("en", "until June 5, 2026, 12:30"),
    ],
)
def test_any_other_end_is_shown_with_its_time(locale: str, shown: str) -> None:
    assert reader(locale).until(JUNE_5) == shown


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        ("2027-03-01T20:59:59Z", "until March 1, 2027, 23:59"),
        ("2027-03-01T21:00:00Z", "until the end of March 1, 2027"),
        ("2027-03-01T21:00:00.000001Z", "until March 2, 2027, 00:00"),
        ("2027-03-01T21:05:00Z", "until March 2, 2027, 00:05"),
    ],
)
def test_only_the_very_first_instant_of_a_day_is_the_end_of_the_day_before(end: str, shown: str) -> None:
    assert reader("en").until(parse_instant(end)) == shown  # RULES 12.3


@pytest.mark.parametrize(
    ("zone", "end", "shown"),
    [
        # In Beirut 28 March 2027 begins at 1:00, and in Havana 7 November 2027 has two midnights.
        ("Asia/Beirut", "2027-03-27T22:00:00Z", "until the end of March 27, 2027"),
        ("Asia/Beirut", "2027-03-27T22:05:00Z", "until March 28, 2027, 01:05"),
        ("America/Havana", "2027-11-07T04:00:00Z", "until the end of November 6, 2027"),
        ("America/Havana", "2027-11-07T05:00:00Z", "until November 7, 2027, 00:00"),
    ],
)
def test_a_day_whose_midnight_the_clocks_pass_over_or_twice_begins_once(zone: str, end: str, shown: str) -> None:
    assert Reader("en", zone).until(parse_instant(end)) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("ru", "до конца 30 июня 2026 (Москва, UTC+3)"),
        ("hy", "մինչև 2026 թ. հունիսի 30-ի վերջը (Մոսկվա, UTC+3)"),
        ("en", "until the end of June 30, 2026 (Moscow, UTC+3)"),
    ],
)
def test_whose_day_ends_is_said_to_a_reader_whose_own_ends_later(locale: str, shown: str) -> None:
    assert reader(locale, own="Europe/London").until(END_OF_JUNE) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("ru", "с 1 июля 2026"),
        ("hy", "2026 թ. հուլիսի 1-ից"),
        ("en", "from July 1, 2026"),
    ],
)
def test_a_beginning_at_midnight_is_its_day(locale: str, shown: str) -> None:
    assert reader(locale).since(END_OF_JUNE) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("ru", "с 5 июня 2026, 12:30"),
        ("hy", "2026 թ. հունիսի 5-ից, ժամը 12:30"),
        ("en", "from June 5, 2026, 12:30"),
    ],
)
def test_any_other_beginning_is_shown_with_its_time(locale: str, shown: str) -> None:
    assert reader(locale).since(JUNE_5) == shown


def test_an_unknown_language_has_no_formats() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        Reader("fr", MOSCOW)


# What people type


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("50", 5_000),
        ("1 000,50", 100_050),
        ("1000.50 ₽", 100_050),
        ("1000,50₽", 100_050),
        ("1 000,5", 100_050),
        ("1,000.50", 100_050),
        ("1.000,50", 100_050),
        ("1\u00a0000,50", 100_050),
        ("1\u202f000,50\u00a0₽", 100_050),
        ("1 000 000", 100_000_000),
        ("1.000.000", 100_000_000),
        ("₽ 500", 50_000),
        ("500 руб.", 50_000),
        ("500р", 50_000),
        ("1 балл", 100),
        ("2 балла", 200),
        ("50 баллов", 5_000),
        ("50 БАЛЛОВ", 5_000),
        ("50 points", 5_000),
        ("50 միավոր", 5_000),
        ("25 000 ֏", 2_500_000),
        ("25 000 դրամ", 2_500_000),
        ("0,01", 1),
        ("007", 700),
        ("  50\n", 5_000),
        ("999999999999.99", MAX_AMOUNT),
        ("1.500,00", 150_000),
        ("1,500.00", 150_000),
        ("1 500.00", 150_000),
        ("1 500,00", 150_000),
        ("1 234 567,89", 123_456_789),
        ("1\u2009500", 150_000),
        ("\n500\n", 50_000),
        ("500  ₽", 50_000),
    ],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_an_amount_is_understood_as_people_write_it(text: str, amount: int, locale: str) -> None:
    assert parse_amount_from_person(text, locale) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "тысяча",
        "5 тысяч",
        "50 баллов и ещё 5",
        "50 яблок",
        "5к",
        "1e3",
        "-5",
        "−5",
        "+5",
        "0",
        "0,00",
        "1.000",
        "1000,505",
        "0.001",
        "10 00",
        "1 00 000",
        "1,00,50",
        "1.000.50",
        "1,000,50",
        "1 000,000.50",
        "1.000.000,000.5",
        "5,",
        ".5",
        ".",
        "1000000000000",
        "9" * 60,
        "5" * 5000,
        "٥٠",
        "５０",
        "½",
        "5%",
        "1/2",
        "0x10",
        "5\u200b",
        "<b>5</b>",
        "1_000",
        "1\n500",
        "1\r\n500",
        "1\t500",
        "1\v500",
        "1\f500",
        "1\u0085500",
        "1\u2028500",
        "1\u2029500",
        "1\u2003500",
        "1  500",
        "1 \u00a0500",
        "1 500\n2 000",
        "500\n₽",
        "₽\n500",
        "500\nбаллов",
        "500 600 ₽ 7",
        "12 34",
        "5 ,50",
        "5, 50",
        "1. 500",
        "1 . 500",
        "1'500",
        "1\u2019500",
        "1٫500",
        "1\u066c500",
        "1\uff0c500",
        "၅၀",
        "१२",
        "1٠",
        "²",
        "⑤",
        "一千",
        "Ⅴ",
        "\u20135",
        "\u20145",
        "(5)",
        "5-",
        "5 - 3",
        "5+3",
        "5*3",
        "=5",
        "1E3",
        "1е3",
        "5e-1",
        "1.5e3",
        "inf",
        "nan",
        "1..5",
        "1,,5",
        "1.,5",
        "1.500,",
        ",500.00",
        "9" * 20,
        "99999999999999999999.99",
        "1 " * 2048,
        "5" + " " * 4094 + "0",
        "5" + "\u200b" + "0",
        "5\u202e0",
        "\u30645",
    ],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_anything_else_is_refused(text: str, locale: str) -> None:
    assert parse_amount_from_person(text, locale) is None


@pytest.mark.parametrize(("locale", "amount"), [("en", 100_000), ("ru", None), ("hy", None)])
def test_a_lone_comma_before_three_digits_is_not_guessed_outside_english(locale: str, amount: int | None) -> None:
    assert parse_amount_from_person("1,000", locale) == amount


@given(amount=st.integers(1, MAX_AMOUNT), locale=st.sampled_from(LOCALES))
def test_what_is_shown_can_be_typed_back(amount: int, locale: str) -> None:
    shown = reader(locale)
    for text in (shown.money(amount), shown.points(amount), shown.typed(amount)):
        assert parse_amount_from_person(text, locale) == amount


@given(text=st.text(max_size=80), locale=st.sampled_from(LOCALES))
def test_no_text_breaks_the_reading_of_amounts(text: str, locale: str) -> None:
    amount = parse_amount_from_person(text, locale)
    assert amount is None or 0 < amount <= MAX_AMOUNT
