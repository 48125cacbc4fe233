"""The numbers that people read in the rulebook are those that the programme uses (RULES 6, 7, 12, 13, 14, 15.14).

Problem: a table in a text grows old silently. Decision: the tables of core/RULES.md are parsed and compared
with the policy, the constants and the types they speak of. Limit: numbers in running text are compared only
where they stand as `key` = value.
"""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import Any

import pytest

from core import events, values
from core import fields as bounds
from core.notices.kinds import NoticeKind
from core.notices.sending import OLDEST_TOLD
from core.notices.truth import LEAST_TO_TELL
from core.points import spending
from core.policy import PeriodEnd, default_policy, overlay_policy
from core.values import Role, format_amount, format_instant, format_rate, parse_amount

RULEBOOK = files("core").joinpath("RULES.md").read_text(encoding="utf-8")
DAY = 24 * values.HOUR
POLICY = default_policy()

_STATEMENT = re.compile(r'`([a-z_]+(?:\.[a-z_]+)*)`\s+=\s+(\[[^\]]*\]|"[^"]*"|\d+(?:\.\d+)?)')
# Parts of the policy that are one value each.
_WHOLE = {"title", "services", "expiry", "daily_limit", "monthly_limit"}


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table whose first column has that heading: first cell → the other cells."""
    lines = iter(RULEBOOK.splitlines())
    next(line for line in lines if line.startswith(f"| {heading} |"))
    next(lines)
    rows: dict[str, list[str]] = {}
    for line in lines:
        if not line.startswith("|"):
            break
        # "|" inside code is no border, and no cell of these tables has one outside
        first, *others = (cell.strip() for cell in line.strip()[1:-1].split("|"))
        assert first not in rows
        rows[first] = others
    return rows


def named(cell: str) -> list[str]:
    """The names in code font in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def percent(rate: int) -> str:
    return f"{format_rate(rate * 100)} %"


def keys_of(tables: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    for key, value in tables.items():
        if isinstance(value, dict) and key not in _WHOLE:
            yield from keys_of(value, (*path, key))
        else:
            yield ".".join((*path, key))


class TestThePolicy:
    """RULES 14."""

    def test_the_table_read_as_a_policy_file_is_the_shipped_policy(self):
        text = "".join(f"{named(key)[0]} = {value}\n" for key, (value, _) in table("key").items())
        assert overlay_policy(text) == POLICY

    def test_the_table_has_every_key(self):
        listed = [named(key)[0] for key in table("key")]
        assert sorted(listed) == sorted(keys_of(POLICY.model_dump()))

    @pytest.mark.parametrize(("key", "value"), _STATEMENT.findall(RULEBOOK))
    def test_a_value_in_the_text_is_the_shipped_one(self, key: str, value: str):
        assert overlay_policy(f"{key} = {value}") == POLICY

    def test_values_in_the_text_are_found(self):
        found = {key for key, _ in _STATEMENT.findall(RULEBOOK)}
        assert {"trial.days", "grace.days", "timezone", "rating.threshold", "reminders.charge_coming"} <= found

    def test_a_wrong_value_is_not_the_shipped_policy(self):
        assert overlay_policy("trial.days = 29") != POLICY


def test_the_benefits_are_those_of_the_policy():
    """RULES 6."""
    terms = POLICY.benefits
    minutes, seats = f"{terms.analytics_minutes} min", f"{terms.seats} seats"
    rating = f"if rating ≥ {format_rate(POLICY.rating.threshold)}"
    badge, other = f"{terms.badge_hours} h", f"{terms.other_hours} h"
    mailings = f"{terms.mailings} per period at {percent(terms.mailing_discount)} off"
    boosts = (terms.search_boost, terms.search_boost_lite, terms.search_boost_premium)
    assert {named(code)[0]: cells for code, *cells in table("benefit").values()} == {
        "search_boost": [*map(percent, boosts), other],
        "analytics": ["–", seats, seats, minutes],
        "competitors": ["–", "–", f"up to {terms.competitors}", minutes],
        "mailings": ["–", "–", mailings, f"{terms.mailing_hours} h"],
        "badge": ["–", "–", rating, badge],
        "filter": ["–", "–", rating, badge],
        "storefront": ["–", "–", "yes", other],
        "support": ["–", "–", "yes", other],
        "commission_points": ["–", "yes", "yes", "at once"],
    }


def test_the_point_programmes_are_those_of_the_policy():
    """RULES 7."""

    def paid(programme: str, when: str) -> str:
        return ", ".join(name for name, rule in POLICY.programmes[programme].services.items() if rule == when) or "–"

    def expiry(programme: str) -> str:
        rule = POLICY.programmes[programme].expiry
        if isinstance(rule, PeriodEnd):
            assert rule.carry == 1
            return f"the end of the {rule.period} after that of crediting"
        return f"{rule.months} months after crediting"

    rows = table("value")
    names = ("discount", "bonus")
    assert set(POLICY.programmes) == set(names)
    terms = [POLICY.programmes[name] for name in names]
    assert rows["pays always"] == [paid(name, "always") for name in names]
    assert rows["pays for subscribers"] == [paid(name, "subscribers") for name in names]
    assert rows["least spending"] == [format_amount(each.min_spend) for each in terms]
    assert rows["largest share of one charge"] == [percent(each.max_share) for each in terms]
    assert rows["expiry"] == [expiry(name) for name in names]
    assert rows["daily and monthly limit per service"] == ["none", "none"]
    assert not any(each.daily_limit or each.monthly_limit for each in terms)


def test_the_notices_go_to_whom_the_table_says():
    """RULES 12."""
    roles = {
        "all": frozenset(Role) - {Role.OPERATOR},
        "managers": frozenset({Role.ADMINISTRATOR, Role.MANAGER}),
        "money": frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE}),
        "the asker": frozenset(Role) - {Role.OPERATOR},
    }
    listed = {named(kind)[0]: roles[to] for kind, (_, to) in table("kind").items()}
    assert listed == {kind: kind.audience for kind in NoticeKind}


def test_the_lines_have_the_fields_of_the_table():
    """RULES 13."""

    expected = {}
    for kind in events.EVENTS.values():
        own = [one for one in fields(kind) if one.name not in {"id", "at", "seller", "absent"}]
        optional = {one.name for one in own if one.default is not MISSING or one.default_factory is not MISSING}
        seller = "yes" if issubclass(kind, events.SellerEvent) else "no"
        if kind is events.LotProlonged:
            seller = "optional"
        names = {one.name: one.metadata.get("given", one.name) for one in own}
        required = {names[one.name] for one in own if one.name not in optional}
        expected[kind.TYPE] = (seller, required, optional)
    assert {
        named(kind)[0]: (seller, set(named(required)), set(named(optional)))
        for kind, (seller, required, optional) in table("type").items()
    } == expected


def test_every_command_of_the_table_has_its_roles():
    """RULES 13."""
    commands = {named(kind)[0] for kind in table("type") if "command." in kind}
    assert commands == {name for name, kind in events.EVENTS.items() if issubclass(kind, events.Command)}


def test_the_bounds_are_those_of_the_code():
    """RULES 15.14, 8.4, 8.6, 9.5, 12."""
    found = {bound.removesuffix(" (our choice)"): value for bound, (value,) in table("bound").items()}
    assert parse_amount(found["amounts up to"]) == values.MAX_AMOUNT
    assert found == {
        "amounts up to": format_amount(values.MAX_AMOUNT),
        "ids up to, in characters, from 1": str(values.LONGEST_ID),
        "earliest instant": format_instant(values.EARLIEST),
        "last instant": format_instant(values.LATEST),
        "free texts up to, in characters": str(bounds.LONGEST_TEXT),
        "quantities up to": str(bounds.MAX_QUANTITY),
        "days up to": str(bounds.MAX_DAYS),
        "sums of a seller up to": format_amount(values.MAX_SUM),
        "a line up to, in bytes": str(events.LONGEST_LINE),
        "hold, if not given, in days": str(events.DEFAULT_HOLD_DAYS),
        "return window, if not given, in days": str(events.DEFAULT_RETURN_WINDOW_DAYS),
        "expired points remembered by 9.5, in days": str(spending.EXPIRED_DAYS),
        "least sum of points worth a `points_expiring`": format_amount(LEAST_TO_TELL),
        "oldest notice sent, in days": str(OLDEST_TOLD // DAY),
    }
