"""All checks, in the order in which they are made and told, and what they came to together."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from bot.doctor import configuration, machine, place, rows, shops, telegram
from bot.doctor.findings import Finding, wrong
from bot.doctor.patient import Patient
from bot.logs import places
from bot.secrecy import hide
from bot.signs import Severity
from bot.start import RunError
from core.policy import PolicyError
from storage.rows.errors import StorageError


class Check(StrEnum):
    """What is looked at, in order. Files come before the database is opened, which closes it to others."""

    SETTINGS = "settings"
    POLICY = "policy"
    FILES = "files"
    DISK = "disk"
    OTHERS = "others"
    DATABASE = "database"
    SCHEMA = "schema"
    RIGHTS = "rights"
    DAMAGE = "damage"
    DIALOGS = "dialogs"
    PRICES = "prices"
    PROGRAMMES = "programmes"
    TOKEN = "token"  # noqa: S105  (what is looked at, not one)
    UPDATES = "updates"
    CLOCK = "clock"
    TIME_ZONES = "time_zones"
    FONTS = "fonts"
    DUE_WORK = "due_work"
    MESSAGES = "messages"
    PARKED = "parked"
    KEYS = "keys"


CHECKS: Final[dict[Check, Callable[[Patient], Iterator[Finding]]]] = {
    Check.SETTINGS: configuration.settings,
    Check.POLICY: configuration.policy,
    Check.FILES: place.files,
    Check.DISK: place.disk,
    Check.OTHERS: place.others,
    Check.DATABASE: rows.reachable,
    Check.SCHEMA: rows.schema,
    Check.RIGHTS: rows.rights,
    Check.DAMAGE: rows.damage,
    Check.DIALOGS: rows.dialogs,
    Check.PRICES: rows.prices,
    Check.PROGRAMMES: rows.programmes,
    Check.TOKEN: telegram.token,
    Check.UPDATES: telegram.updates,
    Check.CLOCK: machine.clock,
    Check.TIME_ZONES: machine.time_zones,
    Check.FONTS: machine.fonts,
    Check.DUE_WORK: rows.due_work,
    Check.MESSAGES: rows.messages,
    Check.PARKED: rows.parked,
    Check.KEYS: shops.keys,
}


class Result(NamedTuple):
    """What one check found."""

    check: Check
    finding: Finding


def examine(patient: Patient, checks: Sequence[Check] = tuple(Check)) -> list[Result]:
    """Make the checks. One that has nothing to look at says nothing, one that fails is an error. Never raises."""
    return [Result(check, finding) for check in checks for finding in _made(check, patient)]


def _made(check: Check, patient: Patient) -> list[Finding]:
    try:
        found = list(CHECKS[check](patient))
    except (StorageError, RunError, PolicyError) as error:
        return [wrong(hide(str(error)), "See the first error.")]
    except Exception as error:  # what it says may hold anything; the place is enough to find it
        where = places(error)[-1] if places(error) else "nowhere"
        return [wrong(f"This could not be looked at: {type(error).__name__} in {where}.", "Report it as a bug.")]
    return [each._replace(what=hide(each.what), mend=hide(each.mend)) for each in found]


def worst(results: Sequence[Result]) -> Severity:
    """The worst of what was found; OK of nothing."""
    order = list(Severity)
    return max((each.finding.severity for each in results), key=order.index, default=Severity.OK)
