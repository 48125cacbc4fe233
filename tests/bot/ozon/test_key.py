"""Keys of shops at rest: opened by whoever holds the operator's key, for the shop they were sealed for."""

import pytest

from bot.ozon.key import CannotOpen, KeysError, Safe, new_operator_key

OLD, NEW = new_operator_key(), new_operator_key()
KEY = "0f1e2d3c-key-of-a-shop"


def test_what_was_sealed_opens() -> None:
    assert Safe(OLD).open(Safe(OLD).seal(KEY, "S1"), "S1") == KEY


def test_it_cannot_be_read_meanwhile() -> None:
    assert KEY.encode() not in Safe(OLD).seal(KEY, "S1")


def test_sealed_twice_it_looks_different() -> None:
    assert Safe(OLD).seal(KEY, "S1") != Safe(OLD).seal(KEY, "S1")


def test_another_operators_key_does_not_open_it() -> None:
    with pytest.raises(CannotOpen):
        Safe(NEW).open(Safe(OLD).seal(KEY, "S1"), "S1")


def test_it_does_not_open_for_another_shop() -> None:
    with pytest.raises(CannotOpen):
        Safe(OLD).open(Safe(OLD).seal(KEY, "S1"), "S2")


@pytest.mark.parametrize("place", range(0, 60, 3))
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(Safe(OLD).seal(KEY, "S1"))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(CannotOpen):
        Safe(OLD).open(bytes(sealed), "S1")


@pytest.mark.parametrize("length", [0, 1, 5, 16, 17, 32])
def test_what_was_cut_off_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        Safe(OLD).open(Safe(OLD).seal(KEY, "S1")[:length], "S1")


class TestRotation:
    def test_with_the_new_key_in_front_the_old_still_opens(self) -> None:
        assert Safe(f"{NEW}, {OLD}").open(Safe(OLD).seal(KEY, "S1"), "S1") == KEY

    def test_what_the_old_one_sealed_is_told_to_be_old(self) -> None:
        assert Safe(f"{NEW},{OLD}").is_old(Safe(OLD).seal(KEY, "S1"))

    def test_sealed_again_it_opens_without_the_old_one(self) -> None:
        both = Safe(f"{NEW},{OLD}")
        again = both.seal(both.open(Safe(OLD).seal(KEY, "S1"), "S1"), "S1")
        assert (both.is_old(again), Safe(NEW).open(again, "S1")) == (False, KEY)


@pytest.mark.parametrize(
    "keys",
    ["", "short", OLD[:-4], f"{OLD},", f"{OLD},x", "ключ"],
    ids=["none", "short", "cut off", "nothing after a comma", "a second one too short", "not ASCII"],
)
def test_a_key_that_is_none_is_said_without_showing_it(keys: str) -> None:
    with pytest.raises(KeysError) as found:
        Safe(keys)
    assert not keys or keys not in str(found.value)


def test_a_safe_does_not_show_its_keys() -> None:
    assert OLD not in repr(Safe(OLD)) and OLD not in str(vars(Safe(OLD)))
