"""A text with headings, tables and details that every client can show.

Problem: some Telegram clients show rich messages (real tables, folding details, formulas), others show nothing in
their place, and a server may refuse one. Many screens are 360 pixels wide, and a table may be wider.
Decision: a screen describes its text once, as a few kinds of blocks; each block knows its rich form and its plain
form (Telegram HTML). Which one is sent is decided where messages are sent. Texts inside blocks are `Html`, or are
escaped. A table or formula that is wider than a telephone is written as lines in the rich form too.
Limit: only what our screens need. The plain form leaves out what would not fit into a message; the rich form stops
at Telegram's published limits.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Final, NamedTuple, Protocol

from bot.texts import Html
from core.values import Instant

LONGEST_PAGE: Final = 3800
"""Characters of plain HTML; Telegram allows 4,096 of text, and a remark may stand above."""
LONGEST_CAPTION: Final = 850
"""Characters of HTML under a picture; Telegram allows 1,024 of text, and a remark may stand above."""
LONGEST_RICH: Final = 30_000
"""Characters of rich HTML; Telegram allows 32,768 of text."""
WIDEST: Final = 32
"""Characters that stand side by side in the cells of a table on a telephone of 360 pixels."""
LONGEST_FORMULA: Final = 36
"""Characters of a formula there."""
MOST_COLUMNS: Final = 3
MOST_ROWS: Final = 200
"""Rows of one table: rows count as blocks, of which a rich message may have 500."""


class Block(Protocol):
    """A part of a document."""

    def rich(self) -> str:
        """Rich HTML."""
        ...

    def plain(self) -> str:
        """Telegram HTML, lines separated by newlines."""
        ...


class Heading(NamedTuple):
    """A title; `size` 1 to 6."""

    text: str
    size: int = 3

    def rich(self) -> str:
        # A heading is bold by itself.
        return f"<h{self.size}>{_unbold(_inline(self.text))}</h{self.size}>"

    def plain(self) -> str:
        return f"<b>{_unbold(Html.joined([self.text]))}</b>"


class Lines(NamedTuple):
    """A paragraph of one or more lines; None is left out."""

    lines: tuple[str | None, ...]

    @classmethod
    def of(cls, *lines: str | None) -> "Lines":
        return cls(lines)

    def rich(self) -> str:
        shown = [_inline(line) for line in self.lines if line]
        return f"<p>{'<br>'.join(shown)}</p>" if shown else ""

    def plain(self) -> str:
        return Html.joined([line for line in self.lines if line])


class Quote(NamedTuple):
    """What needs attention, set apart."""

    text: str

    def rich(self) -> str:
        return f"<blockquote><p>{_inline(self.text)}</p></blockquote>"

    def plain(self) -> str:
        return f"<blockquote>{Html.joined([self.text])}</blockquote>"


class Table(NamedTuple):
    """Rows under column titles. `align`: a letter a column, "l" or "r" (numbers); the first column names the row.

    Plain, and on a telephone too narrow for the table: a line a row, `First: Title second · Title third`; with `titled`
    False the titles are left out there.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str = ""
    titled: bool = True

    def rich(self) -> str:
        if not self._fits():
            return Lines(tuple(self._line(row) for row in self.rows[:MOST_ROWS])).rich()
        align = self.align or "l" + "r" * (len(self.titles) - 1)
        sides = [' align="right"' if side == "r" else "" for side in align]

        def row(cells: Sequence[str], tag: str) -> str:
            return "".join(f"<{tag}{side}>{_inline(cell)}</{tag}>" for cell, side in zip(cells, sides, strict=True))

        head = f"<tr>{row(self.titles, 'th')}</tr>" if any(self.titles) else ""
        body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in self.rows[:MOST_ROWS])
        return f"<table bordered striped>{head}{body}</table>"

    def plain(self) -> str:
        return "\n".join(self._line(row) for row in self.rows)

    def _fits(self) -> bool:
        """Whether the table is no wider than a telephone when its cells are broken at every space."""
        columns = list(zip(*(row for row in (self.titles, *self.rows)), strict=True))
        widths = [max(len(word) for cell in column for word in _bare(cell).split(" ")) for column in columns]
        return len(columns) <= MOST_COLUMNS and sum(width + 1 for width in widths) <= WIDEST

    def _line(self, row: tuple[str, ...]) -> str:
        name, *cells = (Html.joined([cell]) for cell in row)
        titles = [Html.joined([title]) for title in self.titles[1:]]
        words = "".join(self.titles)  # of our language, while a row may name a shop or a person in any
        mark = _introducing(words if any(map(str.isalpha, words)) else row[0])
        shown = [
            f"{title}{mark} {cell}" if self.titled and title and len(cells) > 1 else cell
            for title, cell in zip(titles, cells, strict=True)
            if cell
        ]
        return f"• {name}{mark} {' · '.join(shown)}" if shown else f"• {name}"


class Cards(NamedTuple):
    """What would be the rows or the columns of a wide table, below each other: a title each, and its lines."""

    cards: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def by_row(cls, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> "Cards":
        """A card a row, named by its first cell; `titles` name the other cells, of which empty ones are left out."""
        return cls(tuple((row[0], _named_cells(titles[1:], row[1:])) for row in rows))

    @classmethod
    def by_column(cls, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> "Cards":
        """A card a column but the first, whose cells name the others; empty ones are left out."""
        names = [row[0] for row in rows]
        return cls(
            tuple((title, _named_cells(names, [row[at] for row in rows])) for at, title in enumerate(titles) if at)
        )

    def rich(self) -> str:
        return "".join(Lines((_bold(title), *lines)).rich() for title, lines in self.cards)

    def plain(self) -> str:
        cards = "\n\n".join(Html.joined([_bold(title), *lines]) for title, lines in self.cards)
        return f"\n{cards}\n"  # set apart from what stands around them


class Details(NamedTuple):
    """What unfolds under its title; plain: an expandable quotation."""

    title: str
    blocks: tuple[Block, ...]
    is_open: bool = False

    def rich(self) -> str:
        inside = "".join(block.rich() for block in self.blocks)
        return f"<details{' open' if self.is_open else ''}><summary>{_inline(self.title)}</summary>{inside}</details>"

    def plain(self) -> str:
        inside = "\n".join(filter(None, (_unquoted(block.plain()).strip("\n") for block in self.blocks)))
        return f"<b>{_unbold(Html.joined([self.title]))}</b>\n<blockquote expandable>{inside}</blockquote>"


class Formula(NamedTuple):
    """Arithmetic such as `7000.00 × 10 % × 20 × 0.05 = 700.00`, of digits and signs only."""

    text: str

    def rich(self) -> str:
        if len(self.text) > LONGEST_FORMULA:
            return f"<p>{self.plain()}</p>"  # which breaks at spaces
        return f"<tg-math-block>{_tex(self.text)}</tg-math-block>"

    def plain(self) -> str:
        return f"<code>{Html.joined([self.text])}</code>"


class Document:
    """Blocks in order; `None` is left out."""

    def __init__(self, *blocks: Block | None) -> None:
        self.blocks = tuple(block for block in blocks if block is not None)

    def rich(self) -> str:
        """The rich HTML, without the blocks at the end that would not fit."""
        return fitting((block.rich() for block in self.blocks), LONGEST_RICH, "<p>…</p>", "")

    def plain(self) -> Html:
        """The Telegram HTML, without the lines at the end that would not fit."""
        found: list[str] = []
        for block in self.blocks:
            # A quotation is one piece: cut inside, its tags would stay open.
            text = block.plain()
            lines = [text] if "<blockquote" in text else text.split("\n")
            found += [line for at, line in enumerate(lines) if line or (lines[at - 1] if at else found and found[-1])]
        return Html(fitting(found, LONGEST_PAGE, "…", "\n").rstrip("\n"))


def moment(text: str, at: Instant) -> Html:
    """A date or time that a client with rich messages shows in its reader's own zone when it is tapped."""
    return Html(f'<tg-time unix="{at // 1_000_000}">{Html.joined([text])}</tg-time>')


def clipped(text: str, most: int) -> str:
    """The text, or what of it fits into `most` characters with the mark that there was more. Not for HTML."""
    return text if len(text) <= most else text[: most - 1] + "…"


def fitting(parts: Iterable[str], most: int, ellipsis: str, between: str) -> Html:
    """The parts (HTML already) joined; from the first that goes beyond `most` characters on, an ellipsis instead."""
    shown: list[str] = []
    length = 0
    for part in parts:
        length += len(part) + len(between)
        if length > most:
            shown.append(ellipsis)
            break
        shown.append(part)
    return Html(between.join(shown))


def _named_cells(names: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    mark = _introducing("".join(names))
    named = zip(names, cells, strict=True)
    return tuple(Html.joined([name, f"{mark} ", cell] if name else [cell], "") for name, cell in named if cell)


def _introducing(text: str) -> str:
    """The mark between a name and what belongs to it in this text: Armenian reads ":" as a full stop."""
    return "՝" if _ARMENIAN.search(text) else ":"


_ARMENIAN: Final = re.compile("[Ա-և]")
_TAG: Final = re.compile("<[^>]*>")
_BOLD: Final = re.compile(r"</?b>")
_QUOTE: Final = re.compile(r"</?blockquote[^>]*>")


def _inline(text: str) -> str:
    return _QUOTE.sub("", Html.joined([text]).strip()).replace("\n", "<br>")


def _bare(text: str) -> str:
    """The text as it is seen."""
    return unescape(_TAG.sub("", _inline(text).replace("<br>", " ")))


def _bold(text: str) -> Html:
    return Html(f"<b>{_unbold(Html.joined([text]))}</b>")


def _unbold(text: str) -> str:
    return _BOLD.sub("", text)


def _unquoted(text: str) -> str:
    return _QUOTE.sub("", text)


_TEX: Final = {
    "×": r"\times ",
    "÷": r"\div ",
    "−": "-",
    "%": r"\%",
    "≤": r"\le ",
    "≥": r"\ge ",
    " ": r"\ ",
    "₽": r"\text{₽}",
}


def _tex(text: str) -> str:
    escaped = re.sub(r"([\\{}$&#_^~])", r"\\\1", text)
    # A comma inside a number is no separator; and the least of numbers is an operator, not a product of letters.
    escaped = re.sub("(?<=[0-9]),(?=[0-9])", "{,}", escaped).replace("min(", r"\min(")
    return Html.joined(["".join(_TEX.get(sign, sign) for sign in escaped)])
