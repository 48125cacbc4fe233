"""Pictures of numbers, drawn to be read on a telephone, by people who see no colours too.

Problem: a chart has to say the same in three scripts, on a light and a dark screen, and in grey; and a telephone shows
it at a third of its size, where the words of a usual chart are too small and its upright bars too narrow for words.
Decision: bars lie, one below the other, and above each stands its name and its number on one line, written level and
large. A white card, few marks, every series with a colour of its own brightness and a hatch of its own. A bar that is
far beyond all others is broken, so that they are still seen; its number is whole. All words and numbers arrive written
for their reader, as the text beside the picture has them.
Limit: drawing takes a fraction of a second of processor time, so callers are in a worker thread; matplotlib is loaded
with the first picture, or before it by `warm_up`. What a picture says stands in its caption too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.paper import FAMILY
from bot.paper.document import clipped
from core.values import Amount

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH: Final = 1080
"""Pixels: the width Telegram shows without scaling. The height follows from the bars."""
MOST_BARS: Final = 8
"""Bars that a telephone shows with their numbers; callers add up what lies beyond."""
_DOTS: Final = 72
"""Pixels an inch: so a point is a pixel."""
_EDGE: Final = 44
"""Pixels of white around everything, as all lengths below."""
_TITLE: Final = 54
_WORDS: Final = 44
"""A telephone shows the picture at about a third: these letters are 15 pixels high there, those of a message 16."""
_LETTER: Final = 0.62
"""The width of a letter or digit for each point of its size, on the average."""
_LONGEST_NUMBERS: Final = 20
"""Letters above a bar that leave room for its name."""
_BAR: Final = 40
_GAP: Final = 30
_BROKEN: Final = 3
"""A bar so many times longer than the next one is broken."""
_BEYOND: Final = 1.5
"""How long a broken bar is drawn beside the next one."""

INK: Final = "#1c2733"
TRACK: Final = "#eef1f4"


class Look(NamedTuple):
    """How a series looks: a colour, told apart from the others by brightness too, and a hatch."""

    colour: str
    hatch: str


LOOKS: Final[tuple[Look, ...]] = (
    Look("#1f5a8a", ""),  # dark
    Look("#f2a65a", "//"),  # light
    Look("#7fb7be", ".."),  # middle
    Look("#d9dde1", "xx"),  # lightest
)
"""The first series is the plain one, later ones are hatched; a chart uses them in order."""


class Series(NamedTuple):
    """A series of bars: its name in the legend and a value for each place, 0 or above; None: not known, so no bar."""

    name: str
    values: Sequence[Amount | None]


class _Bar(NamedTuple):
    """One bar: what stands above it, and its parts by the number of their series."""

    name: str
    number: str
    parts: tuple[tuple[int, Amount], ...]

    @property
    def whole(self) -> Amount:
        return sum(amount for _, amount in self.parts)


def warm_up() -> None:
    """Load what draws, by drawing once: otherwise the first person who asks for a picture waits two seconds longer."""
    stacked_bars("", [""], [Series("", [1])], str)


def expiry_chart(
    title: str,
    months: Sequence[str],
    used: Series | None,
    unspent: Series,
    number: Callable[[Amount], str],
) -> bytes:
    """What expires by month, as PNG: what the usual charges would use up, and after it what they leave unspent.

    `months` are the names of the bars, at most `MOST_BARS`; `number` writes an amount (0.01) for the reader. Without
    `used` nothing is known of usual charges, and all that expires is one series.
    """
    return stacked_bars(title, months, [unspent] if used is None else [used, unspent], number)


def stacked_bars(title: str, places: Sequence[str], series: Sequence[Series], number: Callable[[Amount], str]) -> bytes:
    """A bar a place, of several series one after the other, above it the numbers of its parts, or their sum. PNG.

    `places` are the names of the bars; every series has a value for each.
    """
    bars = []
    for at, place in enumerate(places):
        parts = tuple((nth, each.values[at] or 0) for nth, each in enumerate(series))
        amounts = [amount for _, amount in parts if amount]
        numbers = " + ".join(map(number, amounts))
        whole = number(sum(amounts))
        bars.append(_Bar(place, numbers if amounts and len(numbers) <= _LONGEST_NUMBERS else whole, parts))
    return _drawn(title, bars, [each.name for each in series])


def side_by_side(title: str, places: Sequence[str], series: Sequence[Series], number: Callable[[Amount], str]) -> bytes:
    """Bars of several series below each other at each place, each with its number above it. PNG.

    What is not known has no number; a value below zero has its number and no length.
    """
    bars = [
        _Bar(each.name if nth else place, "" if value is None else number(value), ((nth, max(value or 0, 0)),))
        for at, place in enumerate(places)
        for nth, each in enumerate(series)
        for value in (each.values[at],)
    ]
    return _drawn(title, bars, [each.name for each in series])


def longest_drawn(sums: Iterable[Amount]) -> tuple[Amount, bool]:
    """The amount of a bar of full length, and whether what is longer is broken there."""
    first, second = sorted([*sums, 0, 0], reverse=True)[:2]
    if second and first > _BROKEN * second:
        return int(second * _BEYOND), True
    return max(first, 1), False


# -- drawing -----------------------------------------------------------------------------------------------------------


def _drawn(title: str, bars: Sequence[_Bar], names: Sequence[str]) -> bytes:
    # Not pyplot: that keeps every figure in one global list, and threads would share it.
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    titles = wrap(_without_a_last_word_alone(title), int((WIDTH - 2 * _EDGE) / (_TITLE * _LETTER * 1.08)))
    legend = [clipped(name, int((WIDTH - 3 * _EDGE) / (_WORDS * _LETTER))) for name in names if name]
    height = 2 * _EDGE + len(titles) * _TITLE * 1.3 + _GAP
    height += len(bars) * (_WORDS * 1.3 + _BAR + _GAP) + len(legend) * _WORDS * 1.5
    with rc_context({"font.family": FAMILY, "hatch.linewidth": 2.0}):
        figure = Figure(figsize=(WIDTH / _DOTS, round(height) / _DOTS), dpi=_DOTS, facecolor="white")
        FigureCanvasAgg(figure)
        sheet = _Sheet(figure, round(height))
        for line in titles:
            sheet.write(line, _EDGE, _TITLE, bold=True)
            sheet.down(_TITLE * 1.3)
        sheet.down(_GAP)
        longest, broken = longest_drawn(bar.whole for bar in bars)
        for bar in bars:
            _draw(sheet, bar, longest, broken=broken)
        for nth, name in enumerate(legend):
            sheet.box(_EDGE, _WORDS, _WORDS, LOOKS[nth])
            sheet.write(name, _EDGE + _WORDS * 1.5, _WORDS)
            sheet.down(_WORDS * 1.5)
        png = io.BytesIO()
        figure.savefig(png, format="png")
    return png.getvalue()


def _without_a_last_word_alone(title: str) -> str:
    return "\u00a0".join(title.rsplit(" ", 1))  # it is the year


def _draw(sheet: _Sheet, bar: _Bar, longest: Amount, *, broken: bool) -> None:
    room = WIDTH - 2 * _EDGE
    letters = int(room / (_WORDS * _LETTER))
    sheet.write(clipped(bar.name, max(3, letters - len(bar.number) - 1)), _EDGE, _WORDS)
    sheet.write(bar.number, WIDTH - _EDGE, _WORDS, bold=True, right=True)
    sheet.down(_WORDS * 1.3)
    sheet.box(_EDGE, room, _BAR, Look(TRACK, ""))
    is_broken = broken and bar.whole > longest
    scale = room / (bar.whole if is_broken else longest)
    left = float(_EDGE)
    for nth, amount in bar.parts:
        if amount:
            sheet.box(left, amount * scale, _BAR, LOOKS[nth])
            left += amount * scale
    if is_broken:
        sheet.break_at(WIDTH - _EDGE - room * 0.12, _BAR)
    sheet.down(_BAR + _GAP)


class _Sheet:
    """A white card that is filled from the top; lengths in pixels."""

    def __init__(self, figure: Figure, height: int) -> None:
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")
        self._y = float(_EDGE)

    def down(self, pixels: float) -> None:
        self._y += pixels

    def write(self, text: str, x: float, size: int, *, bold: bool = False, right: bool = False) -> None:
        self._axes.text(
            x, self._y + size * 0.55, text, fontsize=size, color=INK, va="center", ha="right" if right else "left",
            fontweight="bold" if bold else "normal", parse_math=False,
        )  # fmt: skip

    def box(self, x: float, width: float, height: float, look: Look) -> None:
        from matplotlib.patches import Rectangle

        # matplotlib draws the hatch in the colour of the edge.
        self._axes.add_patch(
            Rectangle(
                (x, self._y), width, height, facecolor=look.colour, hatch=look.hatch,
                edgecolor=INK if look.hatch else look.colour, linewidth=1.5 if look.hatch else 0,
            )
        )  # fmt: skip

    def break_at(self, x: float, height: float) -> None:
        """Two slanted white gaps: the bar is longer than it is drawn."""
        from matplotlib.patches import Polygon

        for at in (x, x + height * 0.7):
            corners = [(at, height), (at + height * 0.5, 0), (at + height * 0.8, 0), (at + height * 0.3, height)]
            points = [(each, self._y - 2 + down * 1.1) for each, down in corners]
            self._axes.add_patch(Polygon(points, closed=True, facecolor="white", edgecolor="white"))
