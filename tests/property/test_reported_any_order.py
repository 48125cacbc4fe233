"""A reported month told in any order, in any pieces, again and again, is one history (RULES 16.2).

The problem: days come by file and by API, late, twice and overlapping. The decision: Hypothesis makes months of facts,
each entry said once, shuffles and cuts them, and tells parts again; state, sums and the kept entries must be those of
the plain order. A second property tells entries otherwise, and checks that every sum is the sum of its history. The
limit: of two different words about one entry the later taken holds, so those are told in one order.
"""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.events import Event, parse_line
from core.notices.told import Planned, planned
from core.policy import default_policy
from core.values import format_amount, parse_instant
from storage.books.books import Books
from storage.books.state import seller_state
from storage.books.verify import verify_all
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from tests.property.product import in_memory

NOW = parse_instant("2026-11-05T09:00:00Z")
AT = "2026-11-05T09:00:00Z"
amounts = st.integers(-50_000, 50_000).map(format_amount)
days = st.integers(1, 31).map(lambda day: f"2026-10-{day:02d}")
entries = st.sampled_from(["a", "b", "c", "d", "e"])
points = st.fixed_dictionaries(
    {"type": st.just("points.reported"), "programme": st.sampled_from(["discount", "bonus"]), "entry": entries,
     "amount": amounts, "day": days},
    optional={"item": st.sampled_from(["11", "12"]), "quantity": st.integers(1, 9)},
)  # fmt: skip
kinds = st.sampled_from(["k", "PremiumSubscription"])
fees = st.fixed_dictionaries(
    {"type": st.just("fee.reported"), "service": st.sampled_from(["ads", "logistics"]), "kind": kinds,
     "entry": entries, "amount": amounts, "day": days}
)  # fmt: skip
sales = st.fixed_dictionaries({"type": st.just("sale.reported"), "entry": entries, "amount": amounts, "day": days})
balances = st.fixed_dictionaries(
    {"type": st.just("balance.reported"), "day": days, "opening": amounts, "closing": amounts}
)
plans = st.fixed_dictionaries(
    {"type": st.just("plan.reported"), "day": days, "plan": st.sampled_from(["lite", "premium_pro", None])}
)
facts = st.lists(st.one_of(points, fees, sales, balances, plans), max_size=25)


def _key(fact: dict[str, Any]) -> tuple[str, str]:
    return fact["type"], fact.get("entry", fact["day"])


def _once(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({_key(fact): fact for fact in told}.values())


def _tell(database: Database, pieces: list[list[dict[str, Any]]]) -> None:
    ledger = Ledger(database, default_policy())
    shop = {"type": "seller.registered", "name": "Shop", "books": "reported"}
    number = 0
    for piece in [[shop], *pieces]:
        events: list[Entry] = []
        for fact in piece:
            number += 1
            event = parse_line(json.dumps({"id": str(number), "at": AT, "seller": "S"} | fact))
            assert isinstance(event, Event), event
            events.append(Entry(event, NOW))
        ledger.take(events, "file")
        ledger.forget()


def _planned(database: Database) -> list[Planned]:
    account = Ledger(database, default_policy()).look("S")
    assert account is not None
    return planned(account, default_policy())


def _end(database: Database) -> tuple[Any, Any]:
    account = Ledger(database, default_policy()).look("S")
    assert account is not None
    with database.read() as transaction:
        rows = transaction.rows("SELECT * FROM reported ORDER BY seller, fact, entry")
    return seller_state(account), rows


@given(told=facts.map(_once), data=st.data())
def test_facts_in_any_order_and_pieces_and_told_again_come_to_the_same_end(
    told: list[dict[str, Any]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told))) if told else []))
    size = data.draw(st.integers(1, 30))
    with in_memory() as plain, in_memory() as cut:
        _tell(plain, [told])
        _tell(cut, [shuffled[at : at + size] for at in range(0, len(shuffled), size)])

        assert _end(cut) == _end(plain)
        assert _planned(cut) == _planned(plain)


@given(told=facts)
def test_whatever_is_said_otherwise_every_sum_is_the_sum_of_its_history(told: list[dict[str, Any]]) -> None:
    with in_memory() as database:
        _tell(database, [[fact] for fact in told])

        assert verify_all(Books(database, default_policy())).violations == []


@given(told=facts)
def test_of_two_words_about_an_entry_the_later_holds(told: list[dict[str, Any]]) -> None:
    with in_memory() as database, in_memory() as only_last:
        _tell(database, [told])
        _tell(only_last, [_once(told)])

        ends = [state | {"corrections": 0} for state, _ in (_end(database), _end(only_last))]
        # A part that was told once stays known, with nothing in it, when its only entry turns out to be of another.
        assert _sums(ends[0]) == _sums(ends[1])


def _sums(state: dict[str, Any]) -> dict[str, Any]:
    nothing = ("0.00", None)
    points = {
        name: {key: None if each in nothing else each for key, each in told.items()}
        for name, told in state["points"].items()
    }
    return state | {
        "points": points,
        "fees": {key: each for key, each in (state["fees"] or {}).items() if each != "0.00"},
    }
