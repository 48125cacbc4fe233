"""Local days and months over every kind of clock change (RULES 2.3, 2.4, 7)."""

import calendar as month_lengths
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.calendar import Calendar
from core.values import EPOCH, HOUR, MINUTE, SECOND, format_instant, parse_instant

MOSCOW = Calendar("Europe/Moscow")
LOS_ANGELES = Calendar("America/Los_Angeles")
LORD_HOWE = Calendar("Australia/Lord_Howe")
YEREVAN = Calendar("Asia/Yerevan")
HAVANA = Calendar("America/Havana")
ZONES = [MOSCOW, LOS_ANGELES, LORD_HOWE, YEREVAN, HAVANA, Calendar("UTC"), Calendar("Pacific/Apia")]


def zone_name(zone):
    return zone.timezone


def wall(zone, instant):
    """What the clock on the wall shows, without the fold."""
    return zone.local(instant).replace(tzinfo=None, fold=0)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mars/Olympus",
        "europe/nowhere",
        "../etc/passwd",
        "/etc/localtime",
        "Europe",
        "zone.tab",
        "Europe/Moscow\0",
        "É",
    ],
)
def test_a_name_that_is_no_time_zone_is_refused(name):
    with pytest.raises(ValueError, match="IANA time zone"):
        Calendar(name)


def test_a_calendar_tells_its_time_zone():
    assert MOSCOW.timezone == "Europe/Moscow"


def test_a_calendar_made_anew_tells_its_time_zone():
    assert Calendar("Asia/Yerevan").timezone == "Asia/Yerevan"


def test_local_time_date_and_month_are_those_of_the_zone():
    at = parse_instant("2026-12-31T21:30:00.000007Z")
    assert MOSCOW.local(at).isoformat() == "2027-01-01T00:30:00.000007+03:00"
    assert MOSCOW.date(at) == date(2027, 1, 1)
    assert MOSCOW.month(at) == 202701
    assert LOS_ANGELES.date(at) == date(2026, 12, 31)
    assert LOS_ANGELES.month(at) == 202612


# --- clock changes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "start", "days", "result"),
    [
        # 8 March 2026, 02:00 → 03:00: 02:30 does not exist and moves forward by the hour.
        (LOS_ANGELES, "2026-03-07T02:30:00-08:00", 1, "2026-03-08T03:30:00-07:00"),
        (LOS_ANGELES, "2026-03-07T02:30:00-08:00", 2, "2026-03-09T02:30:00-07:00"),
        (LOS_ANGELES, "2026-03-09T02:30:00-07:00", -1, "2026-03-08T03:30:00-07:00"),
        (LOS_ANGELES, "2026-03-07T02:00:00-08:00", 1, "2026-03-08T03:00:00-07:00"),
        (LOS_ANGELES, "2026-03-07T01:59:59.999999-08:00", 1, "2026-03-08T01:59:59.999999-08:00"),
        # 1 November 2026, 02:00 → 01:00: 01:30 comes twice and is the first one.
        (LOS_ANGELES, "2026-10-31T01:30:00-07:00", 1, "2026-11-01T01:30:00-07:00"),
        (LOS_ANGELES, "2026-10-31T01:30:00-07:00", 2, "2026-11-02T01:30:00-08:00"),
        (LOS_ANGELES, "2026-11-02T01:30:00-08:00", -1, "2026-11-01T01:30:00-07:00"),
        # The second 01:30 plus a day is an ordinary 01:30; plus nothing it stays itself.
        (LOS_ANGELES, "2026-11-01T01:30:00-08:00", 1, "2026-11-02T01:30:00-08:00"),
        (LOS_ANGELES, "2026-11-01T01:30:00-08:00", 0, "2026-11-01T01:30:00-08:00"),
        # 4 October 2026, 02:00 → 02:30: a gap of half an hour.
        (LORD_HOWE, "2026-10-03T02:15:00+10:30", 1, "2026-10-04T02:45:00+11:00"),
        (LORD_HOWE, "2026-10-03T02:30:00+10:30", 1, "2026-10-04T02:30:00+11:00"),
        # 5 April 2026, 02:00 → 01:30: half an hour comes twice.
        (LORD_HOWE, "2026-04-04T01:45:00+11:00", 1, "2026-04-05T01:45:00+11:00"),
        (LORD_HOWE, "2026-04-05T01:45:00+10:30", 1, "2026-04-06T01:45:00+10:30"),
        # 27 March 2011, 02:00 +03 → 03:00 +04, for good.
        (MOSCOW, "2011-03-26T02:30:00+03:00", 1, "2011-03-27T03:30:00+04:00"),
        (MOSCOW, "2011-03-26T12:00:00+03:00", 1, "2011-03-27T12:00:00+04:00"),
        # 26 October 2014, 02:00 +04 → 01:00 +03, for good.
        (MOSCOW, "2014-10-25T01:30:00+04:00", 1, "2014-10-26T01:30:00+04:00"),
        (MOSCOW, "2014-10-26T01:30:00+03:00", 1, "2014-10-27T01:30:00+03:00"),
        (MOSCOW, "2014-10-25T10:00:00+04:00", 30, "2014-11-24T10:00:00+03:00"),
        # Yerevan: the last summer time ended on 30 October 2011, 03:00 → 02:00; the gap was on 27 March.
        (YEREVAN, "2011-03-26T02:30:00+04:00", 1, "2011-03-27T03:30:00+05:00"),
        (YEREVAN, "2011-10-29T02:30:00+05:00", 1, "2011-10-30T02:30:00+05:00"),
        (YEREVAN, "2011-10-30T02:30:00+04:00", 1, "2011-10-31T02:30:00+04:00"),
        (YEREVAN, "2026-03-28T02:30:00+04:00", 1, "2026-03-29T02:30:00+04:00"),
    ],
)
def test_days_keep_the_wall_clock_over_gaps_and_repeated_hours(zone, start, days, result):
    assert format_instant(zone.add_days(parse_instant(start), days)) == format_instant(parse_instant(result))


@pytest.mark.parametrize(
    ("zone", "start", "months", "result"),
    [
        (LOS_ANGELES, "2026-02-08T02:30:00-08:00", 1, "2026-03-08T03:30:00-07:00"),
        (LOS_ANGELES, "2026-02-08T02:30:00-08:00", 2, "2026-04-08T02:30:00-07:00"),
        (LOS_ANGELES, "2026-10-01T01:30:00-07:00", 1, "2026-11-01T01:30:00-07:00"),
        (LOS_ANGELES, "2026-11-01T01:30:00-08:00", 0, "2026-11-01T01:30:00-08:00"),
        (LOS_ANGELES, "2026-11-01T01:30:00-08:00", 12, "2027-11-01T01:30:00-07:00"),
        # From the second 01:30 to a month in which that day has two again: it is the first.
        (LOS_ANGELES, "2026-11-01T01:30:00-08:00", 132, "2037-11-01T01:30:00-07:00"),
        (LORD_HOWE, "2026-09-04T02:15:00+10:30", 1, "2026-10-04T02:45:00+11:00"),
        (LORD_HOWE, "2026-03-05T01:45:00+11:00", 1, "2026-04-05T01:45:00+11:00"),
        (MOSCOW, "2011-02-27T02:30:00+03:00", 1, "2011-03-27T03:30:00+04:00"),
        (MOSCOW, "2014-09-26T01:30:00+04:00", 1, "2014-10-26T01:30:00+04:00"),
        (YEREVAN, "2011-02-27T02:30:00+04:00", 1, "2011-03-27T03:30:00+05:00"),
        # A gap that a clamped day falls into.
        (LOS_ANGELES, "2024-12-31T02:30:00-08:00", 2, "2025-02-28T02:30:00-08:00"),
        (MOSCOW, "2026-06-05T12:00:00+03:00", 1, "2026-07-05T12:00:00+03:00"),
        (MOSCOW, "2026-07-06T12:00:00+03:00", 1, "2026-08-06T12:00:00+03:00"),
        (MOSCOW, "2026-01-31T12:00:00+03:00", -2, "2025-11-30T12:00:00+03:00"),
    ],
)
def test_months_keep_the_wall_clock_over_gaps_and_repeated_hours(zone, start, months, result):
    assert format_instant(zone.add_months(parse_instant(start), months)) == format_instant(parse_instant(result))


@pytest.mark.parametrize(
    ("zone", "day", "hour", "result"),
    [
        (LOS_ANGELES, date(2026, 3, 8), 2, "2026-03-08T03:00:00-07:00"),
        (LOS_ANGELES, date(2026, 11, 1), 1, "2026-11-01T01:00:00-07:00"),
        (LORD_HOWE, date(2026, 10, 4), 2, "2026-10-04T02:30:00+11:00"),
        (MOSCOW, date(2026, 7, 1), 10, "2026-07-01T10:00:00+03:00"),
        # Havana changes at midnight: 00:00 does not exist on 8 March and comes twice on 1 November.
        (HAVANA, date(2026, 3, 8), 0, "2026-03-08T01:00:00-04:00"),
        (HAVANA, date(2026, 11, 1), 0, "2026-11-01T00:00:00-04:00"),
    ],
)
def test_an_hour_of_a_day_moves_out_of_a_gap_and_is_the_first_of_two(zone, day, hour, result):
    assert format_instant(zone.at_hour(day, hour)) == format_instant(parse_instant(result))


def test_the_start_of_a_day_is_its_hour_zero():
    for zone in ZONES:
        for number in range(0, 1500, 7):
            day = date(2010, 1, 1) + timedelta(days=number)
            assert zone.start_of_day(day) == zone.at_hour(day, 0)


def test_asking_again_gives_the_same_answer():
    day = date(2026, 3, 8)
    assert LOS_ANGELES.at_hour(day, 2) == LOS_ANGELES.at_hour(day, 2) != LOS_ANGELES.at_hour(day, 4)


# --- every hour of the years with changes ------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES, ids=zone_name)
@pytest.mark.parametrize("year", [2011, 2014, 2024, 2026])
def test_adding_nothing_is_the_identity_at_every_half_hour_of_a_year(zone, year):
    first = parse_instant(f"{year}-01-01T00:15:00Z")
    for at in range(first, first + 366 * 24 * HOUR, 30 * MINUTE):
        assert zone.add_days(at, 0) == at == zone.add_months(at, 0)


def expected_instant(zone, naive):
    """RULES 2.3 said anew, by search: the first instant that shows `naive`, else `naive` later by the gap."""
    middle = int((naive.replace(tzinfo=UTC) - EPOCH) / timedelta(microseconds=1))
    # The offsets of these zones are whole quarters of an hour from -12 to +14 hours.
    candidates = range(middle - 14 * HOUR, middle + 12 * HOUR + 1, 15 * MINUTE)
    shown = [at for at in candidates if wall(zone, at) == naive]
    if shown:
        return shown[0]
    before = max(at for at in candidates if wall(zone, at) < naive)
    offset = zone.local(before).utcoffset()
    return middle - int(offset / timedelta(microseconds=1))


CHANGES = [
    (LOS_ANGELES, date(2026, 3, 8)),
    (LOS_ANGELES, date(2026, 11, 1)),
    (LORD_HOWE, date(2026, 10, 4)),
    (LORD_HOWE, date(2026, 4, 5)),
    (MOSCOW, date(2011, 3, 27)),
    (MOSCOW, date(2014, 10, 26)),
    (YEREVAN, date(2011, 3, 27)),
    (YEREVAN, date(2011, 10, 30)),
    (HAVANA, date(2026, 3, 8)),
    (HAVANA, date(2026, 11, 1)),
]


@pytest.mark.parametrize(("zone", "change"), CHANGES, ids=lambda value: getattr(value, "timezone", str(value)))
def test_every_quarter_of_an_hour_around_a_change_is_reached_by_the_rule(zone, change):
    for quarter in range(-8, 24):
        naive = datetime.combine(change, time()) + timedelta(minutes=15 * quarter)
        start = expected_instant(zone, naive - timedelta(days=9))
        assert zone.add_days(start, 9) == expected_instant(zone, naive)


@pytest.mark.parametrize(("zone", "change"), CHANGES, ids=lambda value: getattr(value, "timezone", str(value)))
def test_days_and_a_month_of_as_many_days_agree_around_a_change(zone, change):
    for days_before in range(35):
        start = zone.start_of_day(change - timedelta(days=days_before))
        for at in range(start, start + 24 * HOUR, 15 * MINUTE):
            local = wall(zone, at)
            length = month_lengths.monthrange(local.year, local.month)[1]
            if local.day <= 28:
                assert zone.add_days(at, length) == zone.add_months(at, 1)


@pytest.mark.parametrize("zone", ZONES, ids=zone_name)
def test_a_day_later_is_never_earlier_than_today(zone):
    first = parse_instant("2011-01-01T00:10:00Z")
    for at in range(first, first + 366 * 24 * HOUR, 3 * HOUR):
        assert at < zone.add_days(at, 1) <= zone.add_days(at, 2)


# --- anchors and month ends --------------------------------------------------------------------------------


@pytest.mark.parametrize("anchor_day", [1, 15, 28, 29, 30, 31])
@pytest.mark.parametrize("anchor_year", [2023, 2024, 2096, 2100])
def test_periods_are_counted_from_the_anchor_and_clamped_to_the_months_end(anchor_day, anchor_year):
    anchor = parse_instant(f"{anchor_year}-01-{anchor_day:02d}T23:59:59.999999+03:00")
    for months in range(1, 121):
        local = MOSCOW.local(MOSCOW.add_months(anchor, months))
        year, month = anchor_year + months // 12, months % 12 + 1
        day = min(anchor_day, month_lengths.monthrange(year, month)[1])
        assert local.isoformat() == f"{year}-{month:02d}-{day:02d}T23:59:59.999999+03:00"


def test_a_month_end_anchor_comes_back_after_february():
    anchor = parse_instant("2026-01-31T10:00:00+03:00")
    dates = [MOSCOW.date(MOSCOW.add_months(anchor, months)) for months in range(4)]
    assert dates == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(("year", "last"), [(2024, 29), (2025, 28), (2096, 29), (2100, 28)])
def test_february_has_its_leap_day_in_leap_years_only(year, last):
    at = parse_instant(f"{year}-01-30T12:00:00Z")
    assert MOSCOW.date(MOSCOW.add_months(at, 1)) == date(year, 2, last)


def test_a_leap_day_anchor_is_clamped_in_the_years_between():
    anchor = parse_instant("2024-02-29T12:00:00Z")
    dates = [MOSCOW.date(MOSCOW.add_months(anchor, 12 * years)) for years in range(1, 5)]
    assert dates == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


def test_dates_beyond_the_input_years_are_reached():
    last = parse_instant("2100-12-31T23:59:59Z")
    assert format_instant(MOSCOW.add_days(last, 3650)) == "2110-12-29T23:59:59Z"
    assert format_instant(MOSCOW.add_months(last, 1)) == "2101-01-31T23:59:59Z"
    assert format_instant(MOSCOW.end_of_period(last, "year", 1)) == "2102-12-31T21:00:00Z"
    # Clock changes go on: 02:30 on 10 March 2109 does not exist in Los Angeles.
    assert LOS_ANGELES.local(LOS_ANGELES.at_hour(date(2109, 3, 10), 2)).hour == 3


def test_a_date_beyond_the_year_9999_raises():
    with pytest.raises((OverflowError, ValueError)):
        MOSCOW.add_months(parse_instant("2026-01-01T00:00:00Z"), 12 * 9000)


# --- reporting periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "period", "carry", "end"),
    [
        ("2026-02-10T12:00:00+03:00", "quarter", 1, "2026-07-01T00:00:00+03:00"),
        ("2026-01-01T00:00:00+03:00", "quarter", 1, "2026-07-01T00:00:00+03:00"),
        ("2025-12-31T23:59:59.999999+03:00", "quarter", 1, "2026-04-01T00:00:00+03:00"),
        ("2026-12-31T12:00:00+03:00", "quarter", 0, "2027-01-01T00:00:00+03:00"),
        ("2026-11-30T12:00:00+03:00", "quarter", 4, "2028-01-01T00:00:00+03:00"),
        ("2026-12-15T12:00:00+03:00", "month", 0, "2027-01-01T00:00:00+03:00"),
        ("2026-12-15T12:00:00+03:00", "month", 1, "2027-02-01T00:00:00+03:00"),
        ("2026-12-15T12:00:00+03:00", "month", 13, "2028-02-01T00:00:00+03:00"),
        ("2026-01-01T00:00:00+03:00", "year", 0, "2027-01-01T00:00:00+03:00"),
        ("2026-12-31T23:59:59+03:00", "year", 2, "2029-01-01T00:00:00+03:00"),
    ],
)
def test_a_period_ends_where_the_period_after_the_carried_ones_starts(at, period, carry, end):
    assert format_instant(MOSCOW.end_of_period(parse_instant(at), period, carry)) == format_instant(parse_instant(end))


def test_every_day_of_two_years_has_its_quarter():
    first = parse_instant("2023-12-31T21:00:00Z")
    for days in range(731):
        at = MOSCOW.add_days(first, days)
        day = MOSCOW.date(at)
        month, years = (day.month - 1) // 3 * 3 + 3, 0
        if month == 12:
            month, years = 0, 1
        assert MOSCOW.end_of_period(at, "quarter", 0) == MOSCOW.start_of_day(date(day.year + years, month + 1, 1))


def test_a_quarter_that_starts_in_another_offset_starts_at_its_own_midnight():
    at = parse_instant("2026-02-10T12:00:00-08:00")
    assert format_instant(LOS_ANGELES.end_of_period(at, "quarter", 0)) == "2026-04-01T07:00:00Z"
    assert LOS_ANGELES.add_days(at, 1) - at == 24 * 3600 * SECOND


# St. John's changed its clocks a minute after midnight until 2011, so that a day began, ended and began again.
@pytest.mark.parametrize("zone", ["America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])
def test_a_date_is_that_of_the_local_time_to_the_last_microsecond_of_every_minute(zone):
    calendar = Calendar(zone)
    for start in ("2006-10-29T01:00:00Z", "2006-04-02T02:00:00Z", "2011-12-30T09:00:00Z", "2026-04-04T14:00:00Z"):
        for minute in range(180):
            for at in (first := parse_instant(start) + minute * MINUTE, first + MINUTE - 1):
                assert calendar.date(at) == calendar.local(at).date()


@pytest.mark.parametrize(
    "start", ["2026-01-31T23:59:00+03:00", "2026-02-28T00:00:00+03:00", "2027-12-31T12:30:00+03:00"]
)
def test_months_later_the_seconds_and_their_fractions_are_the_same(start):  # RULES 2.4
    minute = parse_instant(start)
    for rest in (1, 999_999, 31_500_000, 59_999_999):
        assert [MOSCOW.add_months(minute + rest, months) - rest for months in range(14)] == [
            MOSCOW.add_months(minute, months) for months in range(14)
        ]
