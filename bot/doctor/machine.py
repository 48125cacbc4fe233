"""The machine: its clock, time zones, the letters of pictures."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.findings import Finding, good, warning, wrong
from bot.doctor.patient import Patient
from bot.paper import FAMILY
from bot.screens.settings.zones import ZONES
from core.policy import PolicyError
from core.values import MINUTE, SECOND, Instant

NOTICED: Final = 10 * SECOND
"""A clock that is off by less is taken for right: answers travel, and Telegram's date is in seconds."""
GRAVE: Final = 5 * MINUTE
"""Off by more, fees and reminders come at wrong times."""
_SET_CLOCK: Final = "Let the machine set its clock by the network (timedatectl set-ntp true), then start the bot again."
_NEWEST: Final = (
    "SELECT at FROM audit ORDER BY id DESC LIMIT 1",
    "SELECT fanned_out_at FROM notice WHERE fanned_out_at IS NOT NULL ORDER BY id DESC LIMIT 1",
    "SELECT settled_at FROM delivery WHERE settled_at IS NOT NULL ORDER BY id DESC LIMIT 1",
)
"""Instants at which the program wrote, the last of each table."""


def clock(patient: Patient) -> Iterator[Finding]:
    """Whether the machine's clock agrees with those of others, and has not been set back."""
    now = patient.wall.now()
    told = patient.telegram
    found = [
        *(() if told is None or told.date is None else _beside("Telegram", told.date, now)),
        *_beside_the_server(patient, now),
        *_after_the_rows(patient),
    ]
    yield from found or [good("The clock is right, as far as anybody here can tell.")]


def _beside(whose: str, theirs: Instant, now: Instant) -> Iterator[Finding]:
    off = now - theirs
    if abs(off) < NOTICED:
        return
    what = f"This machine's clock is {_long(abs(off))} {'ahead of' if off > 0 else 'behind'} that of {whose}."
    yield (wrong if abs(off) >= GRAVE else warning)(what, _SET_CLOCK)


def _beside_the_server(patient: Patient, now: Instant) -> Iterator[Finding]:
    if patient.rows is None or not patient.rows.postgresql:
        return
    with patient.rows.read() as transaction:
        row = transaction.row("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)")
    assert row is not None  # a clock always has a time
    yield from _beside("the database server", int(row[0]), now)


def _after_the_rows(patient: Patient) -> Iterator[Finding]:
    if patient.rows is None:
        return
    with patient.rows.read() as transaction:
        newest = max((row[0] for statement in _NEWEST if (row := transaction.row(statement))), default=None)
    ahead = 0 if newest is None else newest - patient.clock.now()
    if ahead < NOTICED:
        return
    what = f"The newest rows were written {_long(ahead)} after now: the clock was set back, or was ahead before."
    yield (wrong if ahead >= GRAVE else warning)(
        what, f"{_SET_CLOCK} If it is right now, what waits for the instants between comes when they do."
    )


def _long(length: Instant) -> str:
    return str(timedelta(seconds=length // SECOND))


# -- time zones --------------------------------------------------------------------------------------------------------

_KNOWN_CHANGE: Final = ("Asia/Almaty", datetime(2025, 1, 1, tzinfo=UTC), timedelta(hours=5))
"""Kazakhstan has had one time since 1 March 2024: data from before says six hours."""
_TZDATA: Final = "Install the time zone data anew: pip install --upgrade tzdata, or the system's package tzdata."


def time_zones(patient: Patient) -> Iterator[Finding]:
    """Whether the data of time zones is there, and not from before a change that people live by."""
    missing = [name for name in dict.fromkeys((*_own_zone(patient), *ZONES)) if not _is_there(name)]
    zone, at, expected = _KNOWN_CHANGE
    if missing:
        yield wrong(f"The data of time zones is missing: {', '.join(missing[:3])} ({len(missing)} in all).", _TZDATA)
    elif at.astimezone(ZoneInfo(zone)).utcoffset() != expected:
        yield warning(f"The data of time zones is old: {zone} has another time there than in life.", _TZDATA)
    else:
        yield good("The data of time zones is there.")


def _own_zone(patient: Patient) -> Iterator[str]:
    try:
        yield patient.policy.timezone
    except PolicyError:
        return  # the check of the policy says so


def _is_there(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True


# -- letters -----------------------------------------------------------------------------------------------------------

LETTERS: Final = {
    "Latin": "AZaz09",
    "Russian": "АЯЁаяё№",
    "Armenian": "ԱՖաևֆ՞",
    "signs": "\u2212\u00a0–·",
}
"""Samples of what stands in pictures, by what they are of."""


def fonts(patient: Patient) -> Iterator[Finding]:
    """Whether the pictures' font is there and has the letters of all languages."""
    yield from letters_of(FAMILY)


def letters_of(family: str) -> Iterator[Finding]:
    """What is wrong with a font as that of the pictures: a file of its name among those that matplotlib brings."""
    # It comes with matplotlib, and takes a fraction of the time that loading all of matplotlib takes.
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    mend = "Install matplotlib anew: its own fonts have them all (pip install --force-reinstall matplotlib)."
    found = find_spec("matplotlib")
    folders = [Path(each) for each in found.submodule_search_locations or ()] if found else []
    files = [folder / "mpl-data" / "fonts" / "ttf" / f"{family.replace(' ', '')}.ttf" for folder in folders]
    try:
        with TTFont(files[0], lazy=True) as font:
            known = font.getBestCmap()
    except (LookupError, TTLibError, OSError):
        yield wrong(f"The pictures' font {family} is not there.", mend)
        return
    lacking = [name for name, letters in LETTERS.items() if any(ord(letter) not in known for letter in letters)]
    if lacking:
        yield wrong(f"The pictures' font {family} lacks letters: {', '.join(lacking)}.", mend)
    else:
        yield good(f"The pictures' font {family} has the letters of all languages.")
