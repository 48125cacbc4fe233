"""Pictures: what is drawn is a picture of the right size, for any amounts and in every script."""

from __future__ import annotations

import itertools
import struct
from datetime import date

import pytest

from bot.paper.charts import LOOKS, MOST_BARS, WIDTH, Series, expiry_chart, longest_drawn, side_by_side, stacked_bars
from bot.texts.format import Reader
from core.values import MAX_AMOUNT

TALLEST = 1.4
"""Height beside the width, so that a telephone shows the picture whole."""


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def assert_whole(png: bytes) -> None:
    width, height = size(png)
    assert width == WIDTH and 300 < height <= TALLEST * WIDTH


def drawn(locale: str, used: list[int] | None, unspent: list[int]) -> bytes:
    reader = Reader(locale, "Europe/Moscow")
    months = [reader.month(date(2026 + n // 12, n % 12 + 1, 1)) for n in range(len(unspent))]
    series = None if used is None else Series("Կծախսվի / уйдёт", used)
    return expiry_chart("Ժամկետ / Срок", months, series, Series("Կայրվի / сгорит", unspent), reader.typed)


@pytest.mark.parametrize("locale", ["ru", "hy", "en"])
def test_a_chart_is_as_large_as_a_telephone_shows_it(locale: str) -> None:
    # Warnings are errors here, so a letter that the font lacks would be found.
    assert_whole(drawn(locale, [150_000, 0, 99], [90_000, 45_050, 0]))


@pytest.mark.parametrize(
    ("used", "unspent"),
    [
        (None, [100]),
        ([0], [0]),
        ([0] * MOST_BARS, [1] * MOST_BARS),
        ([MAX_AMOUNT] * MOST_BARS, [MAX_AMOUNT] * MOST_BARS),
        ([1, MAX_AMOUNT], [0, 1]),
    ],
)
def test_any_amounts_can_be_drawn(used: list[int] | None, unspent: list[int]) -> None:
    assert_whole(drawn("ru", used, unspent))


@pytest.mark.parametrize(
    ("sums", "longest"),
    [
        ([], (1, False)),
        ([0, 0], (1, False)),
        ([7], (7, False)),
        ([100, 300], (300, False)),
        ([100, 301, 50], (150, True)),
        ([0, 301], (301, False)),
        ([1_000, 900, 10], (1_000, False)),
    ],
)
def test_one_bar_far_beyond_all_others_is_broken(sums: list[int], longest: tuple[int, bool]) -> None:
    assert longest_drawn(sums) == longest


def test_a_name_or_title_of_any_length_and_with_any_signs_can_be_drawn() -> None:
    names = ["$x_1^2$" * 20, "Ա" * 200, ""]
    assert_whole(side_by_side("Title " * 12, names, [Series("$a$", [1, 2, 3])], str))
    assert_whole(stacked_bars("", names, [Series("", [1, 2, 3])], str))


def test_series_differ_by_more_than_their_colour() -> None:
    assert len({look.hatch for look in LOOKS}) == len(LOOKS)

    def brightness(colour: str) -> float:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    levels = sorted(brightness(look.colour) for look in LOOKS)
    assert all(second - first > 10 for first, second in itertools.pairwise(levels))
