"""Pictures of numbers, drawn to be read on a telephone, by people who see no colours too.

Problem: a chart has to say the same in three scripts, on a light and a dark screen, and in grey.
Decision: one style for all: a white sheet, few marks, every series with a colour of its own brightness and a hatch of
its own, the numbers written on the bars. All words and numbers arrive written for their reader.
Limit: drawing takes a fraction of a second of processor time, so callers are in a worker thread; matplotlib is loaded
with the first picture, or before it by `warm_up`. What a picture says stands in its caption too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from core.values import Amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import Locator

WIDTH: Final = 1080
HEIGHT: Final = 756
"""Pixels: the width Telegram shows without scaling, in a form that fits above a caption."""
FAMILY: Final = "DejaVu Sans"
"""The font; it comes with matplotlib and has the letters of all languages."""
_DPI: Final = 220
"""A telephone shows the picture about a third as wide: letters of 9 points come out at 8 there."""
_SIZES: Final = (9.0, 8.0, 7.0)
"""Points of the words and numbers on a chart, the largest that fits first."""
_SLANT: Final = 40
"""Degrees by which words are turned that fit in no size."""
_LETTER: Final = 0.64 * _DPI / 72
"""Pixels of the width of a letter or digit for each point of its size, on the average."""
_PLOT: Final = (0.86 * WIDTH, 0.6 * HEIGHT)
"""Pixels that are left for the bars, about: across and upwards."""
MOST_BARS: Final = 12
"""Bars that a telephone shows with their numbers; callers add up what lies beyond."""

INK: Final = "#1c2733"
FAINT: Final = "#8794a1"


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
    """A series of bars: its name in the legend and a value for each place, 0 or above."""

    name: str
    values: Sequence[Amount]


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
    """What expires by month, as PNG: what the usual charges would use up, and on top of it what they leave unspent.

    `months` are the words under the bars, at most `MOST_BARS`; `number` writes an amount (0.01) for the reader. Without
    `used` nothing is known of usual charges, and all that expires is one series.
    """
    return stacked_bars(title, months, [unspent] if used is None else [used, unspent], number)


def stacked_bars(title: str, places: Sequence[str], series: Sequence[Series], number: Callable[[Amount], str]) -> bytes:
    """Bars of several series on top of each other, the sum of each bar written above it. PNG.

    `places` are the words under the bars; every series has a value for each. Parts too low for a number have none.
    """
    figure, axes = _figure(title)
    sums = [sum(each.values[place] for each in series) for place in range(len(places))]
    top = max(sums, default=0) or 1
    bottoms = [0.0] * len(places)
    for look, each in zip(LOOKS, series, strict=False):
        heights = [value / 100 for value in each.values]
        # matplotlib draws the hatch in the colour of the edge.
        axes.bar(
            range(len(places)), heights, bottom=bottoms, width=0.62, label=each.name,
            color=look.colour, hatch=look.hatch, edgecolor="white" if not look.hatch else INK,
            linewidth=[0.6 if value else 0 for value in each.values],
        )  # fmt: skip
        bottoms = [bottom + height for bottom, height in zip(bottoms, heights, strict=True)]
    room = _PLOT[0] / max(len(places), 3)
    writing = _writing([number(total) for total in sums], room)
    for place, total in enumerate(sums):
        if total:
            _number_above(axes, place, total, number(total), writing)
    _name_places(axes, places)
    axes.set_ylim(0, top / 100 * writing.headroom)
    _amounts_on(axes, number)
    _legend(figure, axes, len(series))
    return _png(figure)


def side_by_side(title: str, places: Sequence[str], series: Sequence[Series], number: Callable[[Amount], str]) -> bytes:
    """Bars of several series beside each other at each place, each with its number above it. PNG."""
    figure, axes = _figure(title)
    width = 0.8 / len(series)
    writing = _writing(
        [number(value) for each in series for value in each.values], _PLOT[0] / max(len(places), 3) * width
    )
    for nth, (look, each) in enumerate(zip(LOOKS, series, strict=False)):
        offset = (nth - (len(series) - 1) / 2) * width
        axes.bar(
            [place + offset for place in range(len(places))], [value / 100 for value in each.values],
            width=width * 0.92, label=each.name, color=look.colour, hatch=look.hatch,
            edgecolor="white" if not look.hatch else INK, linewidth=[0.6 if value else 0 for value in each.values],
        )  # fmt: skip
        for place, value in enumerate(each.values):
            _number_above(axes, place + offset, value, number(value), writing)
    top = max((value for each in series for value in each.values), default=0) or 1
    _name_places(axes, places)
    axes.set_ylim(0, top / 100 * writing.headroom)
    _amounts_on(axes, number)
    _legend(figure, axes, len(series))
    return _png(figure)


# -- the style that all charts share -----------------------------------------------------------------------------------


def _figure(title: str) -> tuple[Figure, Axes]:
    """An empty sheet with a title and one pair of axes."""
    # Not pyplot: that keeps every figure in one global list, and threads would share it.
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"font.family": FAMILY, "hatch.linewidth": 0.8}):
        figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(title, x=0.02, ha="left", fontsize=10.5, fontweight="bold", color=INK)
        axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.grid(axis="y", color="#e3e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=_SIZES[0], labelcolor=INK)
    return figure, axes


class _Writing(NamedTuple):
    """How the numbers above bars are written: points, degrees, and how far above the tallest bar the axis ends."""

    size: float
    slant: int
    headroom: float


def _writing(texts: Sequence[str], room: float) -> _Writing:
    """How `texts` fit side by side, with `room` pixels for each."""
    letters = max(map(len, texts), default=0) + 0.5
    size = next((size for size in _SIZES if letters * size * _LETTER <= room), None)
    if size is not None:
        return _Writing(size, 0, 1.12)
    # Turned by 40 degrees, two thirds of the length go upwards.
    return _Writing(_SIZES[-1], _SLANT, 1.05 + letters * _SIZES[-1] * _LETTER * 0.65 / _PLOT[1])


def _number_above(axes: Axes, place: float, amount: Amount, text: str, writing: _Writing) -> None:
    """The number of a bar, above it."""
    axes.annotate(
        text, (place, amount / 100), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom",
        fontsize=writing.size, color=INK, rotation=writing.slant,
    )  # fmt: skip


def _name_places(axes: Axes, places: Sequence[str]) -> None:
    """The words under the bars: the last word in a line of its own where that is what makes them fit."""
    room = _PLOT[0] / max(len(places), 3)
    whole = _writing(places, room)
    broken = ["\n".join(place.rsplit(" ", 1)) for place in places]
    folded = _writing([line for place in broken for line in place.split("\n")], room)
    how, words = (folded, broken) if whole != folded and not folded.slant else (whole, places)
    axes.set_xticks(
        range(len(places)), list(words), fontsize=how.size, rotation=how.slant, rotation_mode="anchor",
        ha="right" if how.slant else "center", va="top",
    )  # fmt: skip
    # One or two bars stand in the middle, no wider than three would be.
    beside = max(0, 3 - len(places)) / 2 + 0.6
    axes.set_xlim(-beside, len(places) - 1 + beside)


def _amounts_on(axes: Axes, number: Callable[[Amount], str]) -> None:
    """Write the amounts on the upright axis as the reader writes them."""
    axes.yaxis.set_major_locator(_whole_numbers())
    axes.yaxis.set_major_formatter(lambda value, _: number(round(value) * 100))
    axes.tick_params(axis="y", labelcolor=FAINT, labelsize=_SIZES[-1])


def _whole_numbers() -> Locator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, integer=True)


def _legend(figure: Figure, axes: Axes, count: int) -> None:
    """The names of the series below the chart, in a row, or each in a row of its own where they are long."""
    handles, labels = axes.get_legend_handles_labels()
    # The mark beside a name takes the room of some five letters.
    together = sum(len(label) + 5 for label in labels) * _SIZES[0] * _LETTER <= WIDTH
    figure.legend(
        handles, labels, loc="outside lower left", ncols=count if together else 1, frameon=False, fontsize=_SIZES[0],
        labelcolor=INK, handlelength=1.6, handleheight=1.1,
    )  # fmt: skip


def _png(figure: Figure) -> bytes:
    sheet = io.BytesIO()
    figure.savefig(sheet, format="png")
    return sheet.getvalue()
