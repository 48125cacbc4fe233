"""Rows and records meet by name: whatever the columns' order, and a name that does not fit stops the program."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.account import Charge, Subscription
from core.values import Invitation, Plan, Renewal, State
from storage.ledger import records
from storage.rows import tables
from storage.rows.database import Database
from storage.rows.records import AS_TEXT, Records, from_text, make_encoder
from tests.storage.shops import open_shop


class Backwards(NamedTuple):
    """A choice with its columns in an order of its own."""

    value: str
    what: str
    service: str
    programme: str


BACKWARDS = Records(tables.Choice, Backwards, what="kind")


def test_a_row_is_read_by_names_whatever_the_order_of_the_columns(database: Database) -> None:
    open_shop(database)
    choice = Backwards(value="auto", what="mode", service="ads", programme="")
    with database.write() as transaction:
        BACKWARDS.upsert().run(transaction, [BACKWARDS.row(choice, "S")])
    with database.read() as transaction:
        found = transaction.rows(BACKWARDS.select("seller = ?"), ("S",))
        kept = transaction.row("SELECT kind, programme, service, value FROM choice")
    assert [BACKWARDS.of(row) for row in found] == [choice]
    assert kept == ("mode", "", "ads", "auto")


def test_enums_truth_values_and_documents_come_back_as_they_were(database: Database) -> None:
    open_shop(database)
    subscription = Subscription(
        State.TRIAL, Plan.LITE, Renewal.RENEW, trial_used=True, invitation=Invitation.OPEN, eligible=False
    )
    charge = Charge("K", 1, "ads", 10, 4, 0, 202601, None, {"Баллы": 6})
    with database.write() as transaction:
        records.SUBSCRIPTIONS.upsert().run(transaction, [records.SUBSCRIPTIONS.row(subscription, "S")])
        records.CHARGES.upsert().run(transaction, [records.CHARGES.row(charge, "S")])
        (one,) = transaction.rows(records.SUBSCRIPTIONS.select("seller = ?"), ("S",))
        (other,) = transaction.rows(records.CHARGES.select("seller = ?"), ("S",))
    found = records.SUBSCRIPTIONS.of(one)
    assert (found, records.CHARGES.of(other)) == (subscription, charge)
    assert (type(found.state), type(found.plan), found.eligible, found.badge) == (State, Plan, False, False)


def test_a_field_that_no_column_keeps_stops_the_program() -> None:
    @dataclass
    class Wrong:
        programme: str
        colour: str

    with pytest.raises(TypeError, match=r"in common: \['colour'\]"):
        Records(tables.Choice, Wrong)


def test_another_name_for_a_field_that_is_not_there_stops_the_program() -> None:
    with pytest.raises(TypeError, match=r"in common: \['kind'\]"):
        Records(tables.Choice, Backwards, what="kind", kind="kind")


def test_a_column_that_nothing_would_fill_is_not_written() -> None:
    @dataclass
    class Short:
        kind: str
        programme: str

    some = Records(tables.Choice, Short)
    assert some.select("seller = ?") == "SELECT seller, kind, programme FROM choice WHERE seller = ?"
    with pytest.raises(TypeError, match=r"nothing fills \['service', 'value'\]"):
        some.insert()


@pytest.mark.parametrize("text", ['{"a": 1', "", '{"a": 1} {}', '{"a": 1}x'])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)
    assert from_text('{"a": {"Ё": [1, null]}}') == {"a": {"Ё": [1, None]}}


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(DOCUMENTS)
def test_a_document_is_written_as_json_dumps_does(document: Any) -> None:
    assert AS_TEXT(document) == json.dumps(document, ensure_ascii=False)


def test_a_document_is_written_the_same_where_the_interpreter_has_no_encoder_in_c(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = {"plan": Plan.LITE, "баллы": [1, None, True, {"a": '"'}]}
    monkeypatch.setattr(json.encoder, "c_make_encoder", None)
    assert make_encoder()(document) == AS_TEXT(document)
