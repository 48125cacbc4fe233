"""Held lines come in the order of their crediting, wherever those that nobody asked for are kept (RULES 8.4, 15.9)."""

import random
from dataclasses import replace

import pytest

from core.account import Held, Line
from core.values import NEVER, Instant

SEEDS = range(40)


def line(name: str, credit_at: Instant) -> Line:
    return Line(name, "spring", "toys", 100, 1, 1, 1, 1, 100, 0, 0, credit_at, credit_at, None, True)


class Rows:
    """Held lines in their rows; how often somebody asked."""

    def __init__(self, *lines: Line) -> None:
        self.lines = list(lines)
        self.asked = 0

    def until(self, after: Instant, at: Instant) -> list[Line]:
        self.asked += 1
        return [replace(each) for each in self.lines if after < (each.credit_at or 0) <= at]

    def soonest(self, after: Instant) -> Instant | None:
        self.asked += 1
        return min((at for each in self.lines if (at := each.credit_at or 0) > after), default=None)


def left_in(rows: Rows) -> Held:
    held = Held(some_left=True)
    held.leave(rows)
    return held


DAYS = [10**16 + day for day in range(30)]


def test_lines_are_credited_in_the_order_of_their_instants_then_of_their_ids():  # RULES 15.9
    held = Held()
    for name, day in (("b", 2), ("c", 1), ("a", 2), ("d", 3)):
        held.add(line(name, DAYS[day]))
    assert [each.line for each in held.take_due(DAYS[2])] == ["c", "a", "b"]
    assert list(held.all) == ["d"]


def test_a_line_that_is_at_hand_stays_as_it_is_there_and_is_credited_once():
    rows = Rows(line("a", DAYS[1]), line("b", DAYS[2]))
    held = left_in(rows)
    looked_up = replace(rows.lines[0], left=0)
    held.add(looked_up)
    assert list(held.take_due(DAYS[5])) == [looked_up, rows.lines[1]]
    assert (list(held.take_due(DAYS[9])), held.all) == ([], {})


def test_who_knows_when_the_next_is_credited_asks_nobody_before():
    rows = Rows(line("a", DAYS[5]))
    held = left_in(rows)
    held.leave_from(DAYS[5])
    assert (held.soonest(), list(held.take_due(DAYS[4])), held.soonest(), rows.asked) == (DAYS[5], [], DAYS[5], 0)
    held.add(line("b", DAYS[6]))
    assert [each.line for each in held.take_due(DAYS[6])] == ["a", "b"]
    assert (held.soonest(), rows.asked) == (NEVER, 2)


def test_where_none_was_left_nobody_is_asked():
    rows = Rows()
    held = left_in(rows)
    held.leave_from(NEVER)
    assert (held.soonest(), held.all, held.in_order(), rows.asked) == (NEVER, {}, [], 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_in_rows_makes_no_difference(seed: int):
    """Lines are looked up, changed, added and credited; now and then what changed is written, as after each batch."""
    rng = random.Random(seed)
    given = [line(f"{number:02}", DAYS[rng.randrange(1, 30)]) for number in range(rng.randrange(12))]
    whole, rows = Held(), Rows(*map(replace, given))
    for each in given:
        whole.add(each)
    some, now = left_in(rows), 0
    for number in range(40):
        kind = rng.random()
        if kind < 0.3:
            now = min(29, now + rng.randrange(3))
            assert list(some.take_due(DAYS[now])) == list(whole.take_due(DAYS[now]))
        elif kind < 0.5:
            assert some.soonest() == whole.soonest()
        elif kind < 0.7 and now < 29:
            new = line(f"new{number:02}", DAYS[rng.randrange(now + 1, 30)])
            whole.add(new)
            some.add(replace(new))
        elif kind < 0.9 and whole.all:
            name = rng.choice(sorted(whole.all))
            if some.at_hand(name) is None:
                some.add(next(replace(each) for each in rows.lines if each.line == name))
            for held in (whole, some):
                looked_up = held.at_hand(name)
                assert looked_up is not None
                looked_up.left = 0
        else:  # written: rows say what is so, and the account may be loaded anew
            rows.lines = [replace(each) for each in whole.all.values()]
            if rng.random() < 0.5:
                some = left_in(rows)
                if rng.random() < 0.5:
                    for each in rows.until(0, DAYS[now]):
                        some.add(each)
                    some.leave_from(rows.soonest(DAYS[now]) or NEVER, DAYS[now])
    assert some.in_order() == whole.in_order()
    assert some.all == whole.all
