"""The operator's values: prices, terms, reminder days, point programmes (RULES 14).

Problem: every number an operator may want to change must live outside the rules, and a mistake in it must
be found before it moves money.
Decision: the shipped `default_policy.toml` names every key; a given file is laid over it key by key and the
result is checked as a whole by models that know no other keys. All mistakes are told at once, each as a
sentence with its key.
Limit: a policy is read whole at start; it does not change while the process runs.

To add a key: a field here and a documented line in default_policy.toml.
"""

import json
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from core.calendar import Calendar
from core.prices import Prices
from core.values import (
    LATEST,
    LONGEST_ID,
    MAX_AMOUNT,
    RATE_ONE,
    Amount,
    Instant,
    Plan,
    Rate,
    format_amount,
    format_rate,
    is_clean_text,
    parse_amount,
    parse_rate,
)


class PolicyError(ValueError):
    """A policy file that cannot be used; `mistakes` are English sentences, one for each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


# --- how one value is read ---------------------------------------------------------------------------------
# Readers raise ValueError("must be …"): the rest of a sentence that starts with the key.


def _whole(low: int, high: int) -> BeforeValidator:
    def read(value: object) -> object:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return BeforeValidator(read)


def _amount(low: Amount) -> BeforeValidator:
    def read(value: object) -> Amount:
        try:
            amount = parse_amount(value) if isinstance(value, str) else None
        except ValueError:
            amount = None
        if amount is None or not low <= amount <= MAX_AMOUNT:
            least = format_amount(low)
            raise ValueError(f'must be an amount of {least} or more with at most 2 decimals, as text such as "150.00"')
        return amount

    return BeforeValidator(read)


def _rate(low: Rate, high: Rate) -> BeforeValidator:
    def read(value: object) -> Rate:
        # TOML numbers are exact here: floats are read as Decimal, never as binary floats.
        exact = isinstance(value, str | Decimal) or type(value) is int
        try:
            rate = parse_rate(str(value)) if exact else None
        except ValueError:
            rate = None
        if rate is None or not low <= rate <= high:
            bounds = f"above 0 and at most {format_rate(high)}" if low else f"from 0 to {format_rate(high)}"
            raise ValueError(f'must be a number {bounds} with at most 6 decimals, as text such as "0.10"')
        return rate

    return BeforeValidator(read)


def _read_name(value: object) -> object:
    if not isinstance(value, str) or not is_clean_text(value, LONGEST_ID):
        raise ValueError(f"must be a name of 1 to {LONGEST_ID} characters without control characters")
    return value


_WEB_ADDRESS = re.compile(r"https?://[!-~]{1,500}")


def _read_web_address(value: object) -> str:
    if not isinstance(value, str) or (value and not _WEB_ADDRESS.fullmatch(value)):
        raise ValueError('must be a link that starts with https:// or http://, or ""')
    return value


def _read_text(value: object) -> object:
    if not isinstance(value, str) or not is_clean_text(value, 1000):
        raise ValueError("must be a text of 1 to 1000 characters without control characters")
    return value


def _read_title(value: object) -> object:
    texts = list(value.values()) if isinstance(value, dict) else [value]
    if not texts or not all(isinstance(text, str) and is_clean_text(text, LONGEST_ID) for text in texts):
        raise ValueError(
            f'must be a text of 1 to {LONGEST_ID} characters or a table with one per language, {{en = "…"}}'
        )
    return value


def _read_timezone(value: object) -> object:
    try:
        calendar_of(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError('must be the name of an IANA time zone, such as "Europe/Moscow"') from None
    return value


def _read_currency(value: object) -> object:
    if not isinstance(value, str) or not (len(value) == 3 and value.isascii() and value.isupper() and value.isalpha()):
        raise ValueError('must be a currency code of three capital letters, such as "RUB"')
    return value


_as_amount = PlainSerializer(format_amount, return_type=str, when_used="json")
_as_rate = PlainSerializer(format_rate, return_type=str, when_used="json")

_LONGEST_DAYS = 3650
Days = Annotated[int, _whole(0, _LONGEST_DAYS)]
"""A number of local days."""
DaysBefore = Annotated[int, _whole(1, _LONGEST_DAYS)]
"""How many local days before (or, for the grace period, after) something a reminder goes out."""
DayList = Annotated[tuple[DaysBefore, ...], Field(strict=False)]
Hours = Annotated[int, _whole(0, 24 * 365)]
Minutes = Annotated[int, _whole(0, 60 * 24 * 365)]
Count = Annotated[int, _whole(0, 1_000_000)]
Price = Annotated[Amount, _amount(1), _as_amount]
Limit = Annotated[Amount, _amount(0), _as_amount]
Share = Annotated[Rate, _rate(1, RATE_ONE), _as_rate]
Name = Annotated[str, BeforeValidator(_read_name)]
Text = Annotated[str, BeforeValidator(_read_text)]
WebAddress = Annotated[str, BeforeValidator(_read_web_address)]


# --- the keys ----------------------------------------------------------------------------------------------


class _Table(BaseModel):
    """A TOML table: exactly its keys, never changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, serialize_by_alias=True)


class Trial(_Table):
    """RULES 4.3; 0 days means that there is no trial."""

    days: Days


class Grace(_Table):
    """RULES 4.7, 4.8; under a month, so that a grace period never outlives the period it is for."""

    days: Annotated[int, _whole(1, 27)]


class PlanTerms(_Table):
    price: Price


class Plans(_Table):
    lite: PlanTerms
    premium: PlanTerms


class Rating(_Table):
    """RULES 6.2."""

    threshold: Annotated[Rate, _rate(0, 5 * RATE_ONE), _as_rate]


class Benefits(_Table):
    """The table of RULES 6: activation times, counts and shares."""

    search_boost: Share
    search_boost_lite: Share
    search_boost_premium: Share
    analytics_minutes: Minutes
    seats: Count
    competitors: Count
    mailing_discount: Share
    mailings: Count
    mailing_hours: Hours
    badge_hours: Hours
    other_hours: Hours


class Reminders(_Table):
    """When reminders go out (RULES 12): the local hour, and the days before or after."""

    hour: Annotated[int, _whole(0, 23)]
    trial_ending: DayList
    renewal_low_balance: DayList
    charge_coming: DayList
    grace_reminder: DayList
    access_ending: DayList
    points_expiring: DayList
    fee_likely: DayList
    key_expiring: DayList


class Reports(_Table):
    """RULES 12, `returns_high`."""

    returns_high_share: Share


class ReportedShops(_Table):
    """RULES 16.5, 16.6: what a marketplace's points may cover, which fees are Premium's, and what is worth a word."""

    max_share: Share
    premium_fees: Annotated[tuple[Name, ...], Field(strict=False)]
    rating_margin: Annotated[Rate, _rate(0, 5 * RATE_ONE), _as_rate]
    silent_days: DaysBefore


class Sweeps(_Table):
    """RULES 11: from how many sellers that fail alike, and above which share of those due, a sweep stops."""

    stop_sellers: Annotated[int, _whole(1, 1_000_000)]
    stop_share: Annotated[Rate, _rate(0, RATE_ONE), _as_rate]


class Support(_Table):
    contact: Text
    top_up_url: WebAddress
    """Empty: there is no such page."""


class Months(_Table):
    """Points expire so many local months after crediting (RULES 7)."""

    kind: Literal["months"]
    months: Annotated[int, _whole(1, 1200)]


class PeriodEnd(_Table):
    """Points expire when the `carry`-th period after that of crediting ends (RULES 7)."""

    kind: Literal["period_end"]
    period: Literal["month", "quarter", "year"]
    carry: Annotated[int, _whole(0, 100)]


class Programme(_Table):
    """One kind of points (RULES 1, 7): what it pays, how much at least and at most, and when it expires."""

    title: Annotated[str | dict[str, str], BeforeValidator(_read_title)]
    accrues: Literal["orders", "grants"] = "grants"
    services: dict[Name, Literal["always", "subscribers"]]
    expiry: Annotated[Months | PeriodEnd, Field(discriminator="kind")]
    min_spend: Price = 1
    max_share: Share = RATE_ONE
    daily_limit: dict[Name, Limit] = {}
    monthly_limit: dict[Name, Limit] = {}

    def title_in(self, language: str) -> str:
        """The title for people who read `language`; else the English one, else the first."""
        if isinstance(self.title, str):
            return self.title
        return self.title.get(language) or self.title.get("en") or next(iter(self.title.values()))


def _one_accrues(programmes: dict[str, Programme]) -> dict[str, Programme]:
    found = [name for name, each in programmes.items() if each.accrues == "orders"]
    if len(found) != 1:
        raise PydanticCustomError("accrues", "", {"found": found})
    return programmes


class Policy(_Table):
    """All values of RULES 14. Amounts and rates are integers (`Amount`, `Rate`); in JSON they are texts."""

    timezone: Annotated[str, BeforeValidator(_read_timezone)]
    currency: Annotated[str, BeforeValidator(_read_currency)]
    trial: Trial
    grace: Grace
    plans: Plans
    rating: Rating
    benefits: Benefits
    reminders: Reminders
    reports: Reports
    reported: ReportedShops
    sweeps: Sweeps
    support: Support
    programmes: Annotated[dict[Name, Programme], AfterValidator(_one_accrues)] = Field(alias="points")
    """By name (RULES 7). The file calls the table `points`."""

    @property
    def accruing(self) -> str:
        """The one programme whose points orders bring (RULES 8.3a)."""
        return next(name for name, programme in self.programmes.items() if programme.accrues == "orders")

    @cached_property
    def calendar(self) -> Calendar:
        """Local time of the programme (RULES 2.3)."""
        return calendar_of(self.timezone)

    def price(self, plan: Plan, at: Instant, known: Instant = LATEST) -> Amount:
        """The monthly fee of `plan` at `at`, as far as it was known at the instant `known` (RULES 4.15)."""
        return self.prices.of(plan, at, known)

    def first_prices(self) -> dict[Plan, Amount]:
        """The prices that the policy itself names: in force until the first change (RULES 4.15)."""
        return {Plan.LITE: self.plans.lite.price, Plan.PREMIUM: self.plans.premium.price}

    @cached_property
    def prices(self) -> Prices:
        """The prices in force, by instant."""
        return Prices(self.first_prices())

    def with_prices(self, prices: Prices) -> "Policy":
        """The same values, with the prices that the database keeps in force in place of the policy's own."""
        copy = self.model_copy()
        copy.__dict__["prices"] = prices  # no value of the policy itself, so not one that is checked or compared
        return copy

    def digest(self) -> str:
        """32 hex digits, equal for equal values whatever file they came from; stable over processes."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return blake2b(text.encode(), digest_size=16).hexdigest()


# --- files -------------------------------------------------------------------------------------------------


@lru_cache
def calendar_of(timezone: str) -> Calendar:
    """The one calendar of a time zone, with its caches. Raises ValueError for an unknown name."""
    return Calendar(timezone)


@lru_cache
def default_policy() -> Policy:
    """The shipped values (RULES 7, 14)."""
    return _checked(_default_tables())


def load_policy(path: str | Path | None) -> Policy:
    """The policy file at `path` laid over the defaults; None is the defaults. Raises PolicyError."""
    if path is None:
        return default_policy()
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PolicyError([f"The policy file {path} cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise PolicyError([f"The policy file {path} is not UTF-8 text."]) from error
    return overlay_policy(text)


def overlay_policy(toml_text: str) -> Policy:
    """The policy written in `toml_text` laid over the defaults (RULES 14). Raises PolicyError."""
    return _checked(_laid_over(_default_tables(), _read_toml(toml_text), ()))


def _default_tables() -> dict[str, Any]:
    return _read_toml(files("core").joinpath("default_policy.toml").read_text(encoding="utf-8"))


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        # ValueError: of tomllib itself, or of int() for thousands of digits.
        raise PolicyError([f"The policy is not valid TOML: {error}."]) from error
    except ArithmeticError as error:
        # Decimal refuses an exponent that float would turn into infinity.
        raise PolicyError(["The policy is not valid TOML: a number is out of range."]) from error


# Tables that are one value: mixing their keys with the defaults would give what nobody wrote. RULES 14
_REPLACED_WHOLE = frozenset({"services", "expiry", "daily_limit", "monthly_limit"})


def _laid_over(below: dict[str, Any], above: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = below.get(key)
        whole = len(path) == 2 and path[0] == "points" and key in _REPLACED_WHOLE
        if isinstance(old, dict) and isinstance(value, dict) and not whole:
            value = _laid_over(old, value, (*path, key))
        result[key] = value
    return result


def _checked(tables: dict[str, Any]) -> Policy:
    try:
        policy = Policy.model_validate(tables)
    except ValidationError as error:
        raise PolicyError([_sentence(details) for details in error.errors()]) from error
    return policy


_MUST: dict[str, Callable[[dict[str, Any]], str]] = {
    "value_error": lambda context: str(context["error"]),
    "literal_error": lambda context: f"must be {context['expected']}",
    "tuple_type": lambda context: "must be a list",
    "dict_type": lambda context: "must be a table",
    "model_type": lambda context: "must be a table",
    "model_attributes_type": lambda context: "must be a table",
}


def _sentence(details: ErrorDetails) -> str:
    place = [part for part in details["loc"] if part != "[key]"]
    if len(place) > 3 and place[2] == "expiry":
        del place[3]  # the name of the chosen model, no key of the file
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
    match details["type"]:
        case "extra_forbidden":
            return f"{key} is not a known key."
        case "missing":
            return f"{key} is missing."
        case "union_tag_not_found" | "union_tag_invalid":
            return f'{key}.kind must be "months" or "period_end".'
        case "accrues":
            found = " and ".join(f"points.{name}" for name in details["ctx"]["found"]) or "none"
            return f'Exactly one programme must have accrues = "orders"; now it is {found}.'
        case kind:
            return f"{key} {_MUST[kind](details.get('ctx', {}))}, not {_shown(details['input'])}."


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**18:
        return "so large a number"  # str() refuses integers of thousands of digits
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:60] + "…"
