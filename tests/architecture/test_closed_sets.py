"""Closed sets are enumerations: the tables allow their members and no others, and each member has its words.

Problem: a set that is written out again in a constraint, a filter, an explanation and three languages grows in one of
them only. Decision: the enumeration is the set, and everything that must name each member is compared with it here.
Limit: columns without a constraint (kinds, steps, reasons) are held by `verify` and by what writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

import pytest
from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

import storage.rows.tables  # noqa: F401  (declares what is looked at)
from bot.texts import LOCALES, Texts
from core import explain
from core.notices.kinds import NoticeKind
from core.refusals import Ignored, Refusal
from core.subscription.chart import Step
from core.values import (
    MovementKind,
    Origin,
    PeriodKind,
    Plan,
    Reason,
    Renewal,
    Role,
    Stage,
    State,
    WalletKind,
)
from storage.books import explain as explanations
from storage.books.history import KINDS
from storage.books.invariants.sums import WAYS

TEXTS = Texts()
TOLD_AS = {WalletKind.COVER: "cover_returned"}
"""A kind means one thing wherever it stands in history: the money of a cover has another name than its points."""


def allowed(column: str, constraint: str) -> set[str]:
    """What a CHECK constraint lets into a column."""
    (check,) = [
        each
        for table in SQLModel.metadata.tables.values()
        for each in table.constraints
        if isinstance(each, CheckConstraint) and each.name == constraint
    ]
    listed = re.search(rf"\b{column} IN \(([^)]*)\)", str(check.sqltext))
    if listed is not None:
        return set(re.findall(r"'(\w+)'", listed[1]))
    return set(re.findall(rf"\b{column} = '(\w+)'", str(check.sqltext)))


@pytest.mark.parametrize(
    ("column", "constraint", "members"),
    [
        ("state", "subscription_state", set(State)),
        ("plan", "subscription_plan", set(Plan)),
        ("renewal", "subscription_renewal", set(Renewal)),
        ("origin", "lot_origin", set(Origin)),
        ("kind", "period_kind", set(PeriodKind)),
        ("role", "member_role", set(Role) - {Role.OPERATOR}),
        ("source", "movement_stages", set(Stage) - {Stage.EXPIRED, Stage.ADJUSTED}),
        ("target", "movement_stages", set(Stage) - {Stage.SOURCE}),
    ],
)
def test_a_column_takes_the_members_and_nothing_else(column: str, constraint: str, members: set[StrEnum]) -> None:
    assert allowed(column, constraint) == members


def words(prefix: str, members: Iterable[str]) -> set[str]:
    return {f"{prefix}-{member.replace('_', '-')}" for member in members}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "keys",
    [
        words("entry", MovementKind),
        words("entry", (TOLD_AS.get(kind, kind) for kind in WalletKind)),
        words("entry", Step),
        words("entry", PeriodKind),
        words("stage", Stage),
        words("reason", Reason),
        words("notice", NoticeKind),
        words("refusal", Refusal),
        words("ignored", Ignored),
        words("plan", Plan),
        words("role", Role),
        words("home-plan", State),
    ],
    ids=[
        "movements",
        "wallet",
        "steps",
        "periods",
        "stages",
        "reasons",
        "notices",
        "refusals",
        "ignored",
        "plans",
        "roles",
        "states",
    ],
)
def test_every_member_has_its_words(keys: set[str], locale: str) -> None:
    assert {key for key in keys if not TEXTS.has(locale, key)} == set()


@pytest.mark.parametrize(
    ("what", "members"),
    [
        ("points", set(MovementKind)),
        ("money", {TOLD_AS.get(kind, kind) for kind in WalletKind}),
        ("subscription", set(Step)),
        ("period", set(PeriodKind)),
    ],
)
def test_every_kind_of_entry_has_its_place_in_the_filters(what: str, members: set[str]) -> None:
    assert set(KINDS[what]) == members


def test_every_way_of_points_is_between_stages_and_of_a_kind() -> None:
    assert {kind for kind, _, _ in WAYS} == set(MovementKind)
    assert {stage for _, *stages in WAYS for stage in stages} == set(Stage)


def test_every_movement_can_be_explained() -> None:
    assert explanations._EXPLAINED.keys() == set(MovementKind)


def test_every_reason_and_step_has_its_rule() -> None:
    assert explain.RULE_OF_END.keys() == set(Reason)
    assert explain.RULE_OF_STEP.keys() == set(Step)
