"""Time zones to choose from, by city: Russia and its neighbours, and where its sellers also live.

Limit: a list of cities, not of all zones; whoever lives elsewhere finds one with the same time.
"""

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.values import EPOCH, Instant

ZONES: Final = (
    "Europe/Kaliningrad", "Europe/Chisinau", "Europe/Minsk", "Europe/Moscow", "Europe/Istanbul", "Europe/Samara",
    "Asia/Tbilisi", "Asia/Yerevan", "Asia/Baku", "Asia/Dubai", "Asia/Yekaterinburg", "Asia/Tashkent", "Asia/Ashgabat",
    "Asia/Dushanbe", "Asia/Almaty", "Asia/Omsk", "Asia/Bishkek", "Asia/Novosibirsk", "Asia/Krasnoyarsk",
    "Asia/Irkutsk", "Asia/Shanghai", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
)  # fmt: skip
"""IANA names, from west to east."""


def city(zone: str, locale: str) -> str:
    """What the zone is called: its city in the reader's language."""
    from babel import Locale  # late: `doctor` looks at the zones alone
    from babel.dates import get_timezone_location

    return get_timezone_location(zone, locale=Locale.parse(locale), return_city=True)


def offset(zone: str, at: Instant) -> str:
    """Hours from UTC at an instant: "+3", "−3:30"."""
    there = (EPOCH + timedelta(microseconds=at)).astimezone(ZoneInfo(zone)).utcoffset()
    assert there is not None  # the zone is known
    hours, minutes = divmod(abs(there) // timedelta(minutes=1), 60)
    sign = "\u2212" if there < timedelta() else "+"
    return f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def place(zone: str, locale: str, at: Instant) -> str:
    """City and distance from UTC: "Москва, UTC+3"."""
    return f"{city(zone, locale)}, UTC{offset(zone, at)}"
