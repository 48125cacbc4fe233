"""Pictures: what is drawn is a picture of the right size, for any amounts and in every script."""

from __future__ import annotations

import itertools
import struct
from datetime import date

import pytest

from bot.paper.charts import HEIGHT, LOOKS, MOST_BARS, WIDTH, Series, expiry_chart
from bot.texts.format import Reader
from core.values import MAX_AMOUNT


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def drawn(locale: str, used: list[int] | None, unspent: list[int]) -> bytes:
    reader = Reader(locale, "Europe/Moscow")
    months = [reader.month(date(2026 + n // 12, n % 12 + 1, 1)) for n in range(len(unspent))]
    series = None if used is None else Series("Կծախսվի / уйдёт", used)
    return expiry_chart("Ժամկետ / Срок", months, series, Series("Կայրվի / сгорит", unspent), reader.typed)


@pytest.mark.parametrize("locale", ["ru", "hy", "en"])
def test_a_chart_is_as_large_as_a_telephone_shows_it(locale: str) -> None:
    # Warnings are errors here, so a letter that the font lacks would be found.
    assert size(drawn(locale, [150_000, 0, 99], [90_000, 45_050, 0])) == (WIDTH, HEIGHT)


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
    assert size(drawn("ru", used, unspent)) == (WIDTH, HEIGHT)


def test_series_differ_by_more_than_their_colour() -> None:
    assert len({look.hatch for look in LOOKS}) == len(LOOKS)

    def brightness(colour: str) -> float:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    levels = sorted(brightness(look.colour) for look in LOOKS)
    assert all(second - first > 10 for first, second in itertools.pairwise(levels))
