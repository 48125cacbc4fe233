"""The collector of circles looks seldom."""

import gc
from collections.abc import Iterator

import pytest

from bot.memory import collect_seldom, keep_what_is_there


@pytest.fixture(autouse=True)
def pythons_own() -> Iterator[None]:
    """Nothing of it outlives a test."""
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


def test_a_hundred_thousand_records_bring_few_looks() -> None:
    looks = 0

    def count(phase: str, info: dict[str, int]) -> None:
        nonlocal looks
        looks += phase == "start"

    collect_seldom()
    gc.callbacks.append(count)
    try:
        records = [[number] for number in range(100_000)]
    finally:
        gc.callbacks.remove(count)
    assert len(records) == 100_000
    assert looks <= 3


def test_what_is_there_is_not_looked_at_again() -> None:
    record = [1]
    keep_what_is_there()
    assert not any(each is record for each in gc.get_objects())
