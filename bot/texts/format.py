"""Numbers, money, points and dates as a person writes them, and amounts as a person types them.

Problem: the store keeps integers (0.01, 0.000001, microseconds); people read "7 000,00 ₽", "2 балла" and
"5 июня 2026", and type "1 000,50 ₽".
Decision: Babel (CLDR) knows separators, plurals and month names; where CLDR is at odds with how sellers read
(no ֏ outside Armenian, a zero in "05 հունիսի" and a "թ." that ends it just before a full stop, 12 hours in English,
a hyphen for minus) the pattern is ours.
Limit: times are shown in the programme's zone, because charges, limits and reminders follow it; the zone is
named for a reader whose clock shows something else.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_decimal, format_percent

from core.values import EPOCH, MAX_AMOUNT, Amount, Instant, Rate

Day = date  # inside Reader, `date` is the method

_NBSP: Final = "\u00a0"
_MINUS: Final = "\u2212"

_SIGNS: Final = {"RUB": "₽", "AMD": "֏"}
_DATES: Final = {"ru": "d MMMM y", "hy": "y թ. MMMM d", "en": "MMMM d, y"}
_DAYS: Final = {"ru": "d MMMM", "hy": "MMMM d", "en": "MMMM d"}
# For a narrow column; only Armenian names of months are too long for one.
_NARROW_DAYS: Final = _DAYS | {"hy": "MMM d"}
_MONTHS: Final = {"ru": "LLLL y", "hy": "y թ. LLLL", "en": "LLLL y"}
_NARROW_MONTHS: Final = "LLL y"
_POINTS: Final = {
    "ru": {"one": "балл", "few": "балла", "many": "баллов", "other": "балла"},
    "hy": {"one": "միավոր", "other": "միավոր"},  # nouns stay singular after a number
    "en": {"one": "point", "other": "points"},
}
_DAY_NOUNS: Final = {
    "ru": {"one": "день", "few": "дня", "many": "дней", "other": "дня"},
    "hy": {"one": "օր", "other": "օր"},
    "en": {"one": "day", "other": "days"},
}


class Reader:
    """How one person reads: language `locale` ("ru", "hy" or "en"), programme zone `timezone` (IANA name).

    `currency` is the policy's code; one without a sign of its own is shown by its code. `own_timezone` is the
    person's zone where it is known.
    """

    def __init__(self, locale: str, timezone: str, *, currency: str = "RUB", own_timezone: str | None = None) -> None:
        if locale not in _DATES:
            raise ValueError(f"no formats for the language {locale!r}")
        self.locale: Final = locale
        self._babel: Final = Locale.parse(locale)
        self._zone: Final = ZoneInfo(timezone)
        self._own_zone: Final = ZoneInfo(own_timezone) if own_timezone else None
        self._sign: Final = _SIGNS.get(currency, currency)
        # "Moscow" rather than "Moscow Standard Time": short, and the offset beside it says the rest.
        self._place: Final = get_timezone_location(timezone, locale=self._babel, return_city=True)

    @property
    def sign(self) -> str:
        """The currency's sign, or its code if it has none."""
        return self._sign

    # Numbers

    def number(self, value: int | Decimal) -> str:
        """A bare number with the language's separators; decimals as they are."""
        return _minus(format_decimal(value, locale=self._babel, decimal_quantization=False))

    def rate(self, value: Rate) -> str:
        """A rating or a coefficient, shortest form: 4_490_000 → "4,49"."""
        return self.number(_shortest(Decimal(value).scaleb(-6)))

    def percent(self, value: Rate) -> str:
        """A share in percent: 75_000 → "7,5 %"; nothing is rounded."""
        share = _shortest(Decimal(value).scaleb(-6))
        return _minus(format_percent(share, locale=self._babel, decimal_quantization=False))

    def money(self, value: Amount) -> str:
        """Money with both decimals and the currency's sign after it: 700_000 → "7 000,00 ₽"."""
        return f"{self._hundredths(value)}{_NBSP}{self._sign}"

    def points(self, value: Amount) -> str:
        """Points with their noun; decimals only where there are some: "5 баллов", "1,50 балла"."""
        if value % 100 == 0:
            whole = value // 100
            return f"{self.number(whole)}{_NBSP}{self._plural(_POINTS, Decimal(whole))}"
        return f"{self._hundredths(value)}{_NBSP}{self._plural(_POINTS, Decimal(value).scaleb(-2))}"

    def typed(self, value: Amount) -> str:
        """An amount as this person would type it, without a sign: "1 000,50", "50"."""
        return self.number(value // 100) if value % 100 == 0 else self._hundredths(value)

    def days(self, count: int) -> str:
        """A number of days with its noun: "1 день", "14 дней"."""
        return f"{self.number(count)}{_NBSP}{self._plural(_DAY_NOUNS, Decimal(count))}"

    # Dates and times, in the programme's zone

    def date(self, value: Instant | Day) -> str:
        """Day, month, year: "5 июня 2026", "2026 թ. հունիսի 5", "June 5, 2026"."""
        return self._pattern(_DATES, self._day(value))

    def day_month(self, value: Instant | Day) -> str:
        """Day and month: "5 июня", "հունիսի 5", "June 5"."""
        return self._pattern(_DAYS, self._day(value))

    def narrow_day(self, value: Instant | Day) -> str:
        """Day and month for a table's column on a phone: "5 июня", "հնս 5", "June 5"."""
        return self._pattern(_NARROW_DAYS, self._day(value))

    def month(self, value: Instant | Day) -> str:
        """Month and year: "июнь 2026", "2026 թ. հունիս", "June 2026"."""
        return self._pattern(_MONTHS, self._day(value))

    def narrow_month(self, value: Instant | Day) -> str:
        """Month and year under a bar: "июнь 2026", "нояб. 2026", "հնս 2026", "Nov 2026"."""
        return format_date(self._day(value), _NARROW_MONTHS, locale=self._babel)

    def time(self, value: Instant) -> str:
        """Hours and minutes, 24 h in every language."""
        return f"{self._local(value):%H:%M}"

    def moment(self, value: Instant) -> str:
        """Date and time; the zone is named if the reader's own clock shows another time then."""
        return f"{self.date(value)}, {self.time(value)}{self._zone_name(value)}"

    def until(self, value: Instant) -> str:
        """A whole phrase for an end that is not included, to be put after a verb. Every end is said by this one.

        The first instant of a day, which is midnight unless the clocks are set forward over it, is the end of the day
        before (RULES 12.3, 15.2): "до конца 30 июня 2026". Otherwise "до 5 июня 2026, 12:30".
        """
        last, local = self._local(value - 1).date(), self._local(value)
        if last < local.date():
            return f"{self._until_end_of(last)}{self._zone_name(value)}"
        moment = self.moment(value)
        if self.locale == "ru":
            return f"до {moment}"
        if self.locale == "en":
            return f"until {moment}"
        day = f"{local.year} թ. {format_date(local, 'MMMM', locale=self._babel)} {local.day}-ը"
        return f"մինչև {day}, ժամը {self.time(value)}{self._zone_name(value)}"

    def since(self, value: Instant) -> str:
        """A whole phrase for a beginning: "с 1 марта 2026"; with the time unless it is a local midnight."""
        local = self._local(value)
        midnight = local.time() == datetime.min.time()
        if self.locale == "hy":
            day = f"{local.year} թ. {format_date(local, 'MMMM', locale=self._babel)} {local.day}-ից"
            return day if midnight else f"{day}, ժամը {self.time(value)}{self._zone_name(value)}"
        word = "с" if self.locale == "ru" else "from"
        return f"{word} {self.date(value) if midnight else self.moment(value)}"

    def _until_end_of(self, last: Day) -> str:
        if self.locale == "ru":
            return f"до конца {self.date(last)}"
        if self.locale == "en":
            return f"until the end of {self.date(last)}"
        return f"մինչև {last.year} թ. {format_date(last, 'MMMM', locale=self._babel)} {last.day}-ի վերջը"

    def _local(self, value: Instant) -> datetime:
        return (EPOCH + timedelta(microseconds=value)).astimezone(self._zone)

    def _day(self, value: Instant | Day) -> Day:
        return self._local(value).date() if isinstance(value, int) else value

    def _pattern(self, patterns: dict[str, str], day: Day) -> str:
        return format_date(day, patterns[self.locale], locale=self._babel)

    def _zone_name(self, value: Instant) -> str:
        if self._own_zone is None:
            return ""
        local = self._local(value)
        offset = local.utcoffset() or timedelta()
        if offset == local.astimezone(self._own_zone).utcoffset():
            return ""
        hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
        sign = _MINUS if offset < timedelta() else "+"
        utc = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
        return f" ({utc})" if self._place.startswith("UTC") else f" ({self._place}, {utc})"

    def _hundredths(self, value: Amount) -> str:
        text = format_decimal(Decimal(value).scaleb(-2), format="#,##0.00", locale=self._babel)
        return _minus(text)

    def _plural(self, nouns: dict[str, dict[str, str]], value: Decimal) -> str:
        forms = nouns[self.locale]
        return forms.get(self._babel.plural_form(abs(value)), forms["other"])


def capitalised(name: str) -> str:
    """A name as it begins a line or stands alone on a button; the rest of it stays as it is."""
    return name[:1].upper() + name[1:]


def _minus(text: str) -> str:
    return text.replace("-", _MINUS)


def _shortest(value: Decimal) -> Decimal:
    return value.normalize() if value else Decimal(0)


# What people put around a number. Longer words first, so that "руб." is not read as "р" and a rest.
_UNIT: Final = (
    r"(?:₽|֏|рублей|рубля|рубль|руб\.?|р\.?|rub|roubles?|rubles?|amd|драмов|драма|драм|դրամ|դր\.?|drams?"
    r"|баллов|балла|балл|бонусов|бонуса|бонус|միավոր|բոնուս|points?|pts?\.?|bonus(?:es)?)"
)
# One between groups of digits; two, a tab or a new line stand between two numbers.
_SPACE: Final = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_TYPED: Final = re.compile(rf"(?:(?:₽|֏) ?)?([0-9](?:[ .,]?[0-9])*)(?: *{_UNIT})?", re.IGNORECASE)
LONGEST_TYPED: Final = 64
"""Characters of a number that is typed; a pasted page is none."""


def parse_amount_from_person(text: str, locale: str) -> Amount | None:
    """The amount a person typed, in 0.01; `None` if it is no amount above zero with at most two decimals.

    Understands "1 000,50", "1000.50 ₽", "50 баллов" and grouping by three. A lone comma before three digits
    groups in English and is refused elsewhere: "1,000" could be a thousand or one, and money is not guessed. Nor are
    two numbers, in two lines or far apart, one.
    """
    if len(text) > LONGEST_TYPED:
        return None
    match = _TYPED.fullmatch(_SPACE.sub(" ", text.strip()))
    if match is None:
        return None
    parts = _split_decimals(match[1], locale)
    if parts is None:
        return None
    whole, decimals = parts
    amount = int(whole) * 100 + int(decimals.ljust(2, "0") or "0")
    return amount if 0 < amount <= MAX_AMOUNT else None


def is_too_large(text: str) -> bool:
    """Whether a person typed a number of more digits than any amount has (RULES 15.14)."""
    match = _TYPED.fullmatch(_SPACE.sub(" ", text[: 4 * LONGEST_TYPED].strip()))
    return match is not None and len(re.sub(r"[ .,]", "", match[1]).lstrip("0")) > len(str(MAX_AMOUNT)) - 2


def _split_decimals(number: str, locale: str) -> tuple[str, str] | None:
    """Digits before and after the decimal sign, grouping removed; `None` if signs contradict each other."""
    point = max(number.rfind("."), number.rfind(","))
    groups_only = number.count(",") > 1 or number.count(".") > 1  # a decimal sign comes once
    if point < 0 or (groups_only and len(set(number) & set(".,")) == 1):
        return _grouped(number, "")
    if locale == "en" and number[point] == "," and len(number) - point == 4:
        return _grouped(number, "")
    decimals = number[point + 1 :]
    if not re.fullmatch(r"[0-9]{1,2}", decimals) or number.count(number[point]) > 1:
        return None
    return _grouped(number[:point], decimals)


def _grouped(whole: str, decimals: str) -> tuple[str, str] | None:
    """Plain digits, or groups of three with one and the same separator; "0,001" groups nothing."""
    if re.fullmatch(r"[0-9]+|[1-9][0-9]{0,2}(?:([ .,])[0-9]{3})(?:\1[0-9]{3})*", whole) is None:
        return None
    return re.sub(r"[ .,]", "", whole), decimals
