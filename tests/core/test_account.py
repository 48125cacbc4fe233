"""The account's own bookkeeping: lots in spending order, and what is let go of (RULES 9.2)."""

from itertools import permutations

import pytest

from core.account import Account, Lot, Lots
from core.policy import default_policy
from core.values import ChoiceKind, Mode, Origin


def lot(name: str, amount: int = 100, *, expires: int = 10, credited: int = 0, origin: str = "grant") -> Lot:
    return Lot("bonus", Origin(origin), name, amount, credited, expires)


def lots(*given: Lot) -> Lots:
    found = Lots()
    for each in given:
        found.add(each)
    return found


FIVE = (("c", 20, 0), ("a", 10, 5), ("b", 10, 1), ("d", 10, 5), ("e", 30, 0))


@pytest.mark.parametrize("order", list(permutations(FIVE))[::7])
def test_lots_are_kept_in_spending_order_whatever_the_order_they_came_in(order):  # RULES 9.2
    found = lots(*(lot(name, expires=expires, credited=credited) for name, expires, credited in order))
    assert [each.lot for each in found.open] == ["b", "a", "d", "c", "e"]


def test_a_lot_that_was_looked_up_twice_is_there_once():
    first = lot("a")
    found = lots(first, lot("a", 7))
    assert found.open == [first] and found.known == {("grant", "a"): first}


def test_an_emptied_lot_is_known_but_not_spendable():
    found = lots(lot("a", 0))
    assert (found.open, len(found.known)) == ([], 1)


def test_a_refilled_lot_returns_to_its_place():  # RULES 9.7
    first, second, third = lot("a"), lot("b"), lot("c")
    found = lots(first, second, third)
    found.change(second, 0)
    assert found.open == [first, third]
    found.change(second, 5)
    assert found.open == [first, second, third]


def test_a_moved_lot_finds_its_new_place():  # RULES 10.2
    first, second = lot("a", expires=10), lot("b", expires=20)
    found = lots(first, second)
    found.move(first, 30)
    assert found.open == [second, first]


def test_lots_between_two_instants_are_those_that_expire_from_the_first_to_before_the_second():  # RULES 12
    found = lots(*(lot(str(n), expires=n) for n in (9, 10, 15, 19, 20)))
    assert [each.expires_at for each in found.between(10, 20)] == [10, 15, 19]


def test_a_lot_with_points_stays_known_when_changes_are_handed_over():
    account = Account("S", "Shop", None, 0, default_policy())
    kept, gone = lot("kept"), lot("gone", 0)
    for each in (kept, gone):
        account.lots["bonus"].add(each)
        account.journal.changes.lots["grant", each.lot] = each
    account.take_changes()
    assert list(account.lots["bonus"].known.values()) == [kept]


def test_without_a_choice_payment_is_manual():  # RULES 9.1
    account = Account("S", "Shop", None, 0, default_policy())
    assert account.mode("ads") is Mode.MANUAL
    assert account.own_limit("ads") is None


def test_changes_are_empty_until_something_changes():
    account = Account("S", "Shop", None, 0, default_policy())
    assert account.journal.changes.empty
    account.choose(ChoiceKind.MODE, "", "", "auto")
    assert not account.journal.changes.empty
