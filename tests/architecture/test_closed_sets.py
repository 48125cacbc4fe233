"""Closed sets are written once, in the core; tables, filters and texts follow them."""

import re

import pytest
from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from bot.texts import Texts
from core.values import MovementKind, Origin, Plan, Renewal, Stage, State, WalletKind
from storage.books.history import KINDS
from storage.rows import tables


def allowed(table: type[SQLModel], check: str, column: str) -> set[str]:
    """The values that a table's CHECK lets a column have."""
    constraints = SQLModel.metadata.tables[str(table.__tablename__)].constraints
    (text,) = [str(each.sqltext) for each in constraints if isinstance(each, CheckConstraint) and each.name == check]
    found = re.search(rf"\b{column} IN \(([^)]*)\)", text)
    assert found is not None
    return set(re.findall(r"'(\w+)'", found[1]))


def test_points_are_in_a_stage_of_the_set() -> None:
    source = allowed(tables.Movement, "movement_stages", "source")
    target = allowed(tables.Movement, "movement_stages", "target")
    assert source | target == set(Stage)
    assert Stage.SOURCE not in target  # nothing goes back to where points come from


@pytest.mark.parametrize(
    ("table", "check", "column", "members"),
    [
        (tables.Lot, "lot_origin", "origin", Origin),
        (tables.Subscription, "subscription_state", "state", State),
        (tables.Subscription, "subscription_plan", "plan", Plan),
        (tables.Subscription, "subscription_renewal", "renewal", Renewal),
    ],
)
def test_a_column_takes_the_members_of_its_set(
    table: type[SQLModel], check: str, column: str, members: type[Plan]
) -> None:
    assert allowed(table, check, column) == set(members)


def test_history_can_be_filtered_by_every_kind() -> None:
    assert set(KINDS["points"]) == set(MovementKind)
    # Money that a cover brings back is told apart from the points that went.
    told_apart = {WalletKind.COVER.value: "cover_returned"}
    assert set(KINDS["money"]) == {told_apart.get(kind.value, kind.value) for kind in WalletKind}


@pytest.mark.parametrize("locale", ["ru", "hy", "en"])
def test_every_kind_has_words(locale: str) -> None:
    texts = Texts()
    for kind in {*KINDS["points"], *KINDS["money"]}:
        assert texts.has(locale, f"entry-{kind.replace('_', '-')}")
