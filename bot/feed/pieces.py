"""Lines out of the pieces in which a stream arrives, as they arrive.

Problem: a body of thousands of lines comes in pieces that end anywhere, perhaps packed, perhaps made to fill memory,
and may break off in the middle of a line.
Decision: each form is a `Splitter` that is fed pieces and gives whole lines; of what has not ended it holds no more
than the longest line. Only `finish` gives a last line that no newline ended, so whoever never calls it has whole lines
alone. A packed stream is unpacked a little at a time, and what it comes to is counted.
Limit: a mistake between the items of a JSON array cannot be stepped over, so it ends the whole.
"""

import codecs
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any, Final, Protocol

from bot.feed.lines import LONGEST_LINE

UNPACKED: Final = 1 << 18
"""Bytes unpacked at a time."""


class Broken(Exception):
    """The stream is not in its form; the sentence says where."""


class TooLarge(Exception):
    """The stream is larger than allowed, unpacked."""


class Splitter(Protocol):
    """Gives lines out of pieces. Raises `Broken`."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The lines that ended with this piece."""
        ...

    def finish(self) -> Iterator[bytes]:
        """The rest: nothing follows."""
        ...


class JsonLines:
    """A line a line; one that is too long is cut, so that it is answered as malformed without being held."""

    def __init__(self) -> None:
        self._rest = b""
        self._cut = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        lines = piece.split(b"\n")
        lines[0] = self._rest + lines[0]
        self._rest = lines.pop()
        for line in lines:
            if self._cut:
                self._cut = False  # the end of a line that was given before
            else:
                yield line[:LONGEST_LINE]
        if self._cut:
            self._rest = b""
        elif len(self._rest) > LONGEST_LINE:
            yield self._rest[:LONGEST_LINE]
            self._rest, self._cut = b"", True

    def finish(self) -> Iterator[bytes]:
        if self._rest and not self._cut:
            yield self._rest


_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = frozenset("-0123456789")
_GOES_ON: Final = frozenset("0123456789.eE+-")
"""Signs after what looks like a number, which may only be its beginning."""
# Numbers stay text: 400 digits cost nothing, and nothing is made of them here.
_scan: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode


class JsonArray:
    """The items of one JSON array, each as it is written."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._text = ""
        self._items = 0
        self._next = "["
        """What is awaited: the array's beginning, an item or the end, an item, a comma or the end, or nothing."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._text += self._decoded(piece, final=False)
        yield from self._taken(final=False)

    def finish(self) -> Iterator[bytes]:
        self._text += self._decoded(b"", final=True)
        yield from self._taken(final=True)
        if self._next != "":
            raise Broken("The body ends before the JSON array does.")

    def _decoded(self, piece: bytes, *, final: bool) -> str:
        try:
            return self._decode(piece, final)
        except UnicodeDecodeError:
            raise Broken("The body must be UTF-8 text.") from None

    def _taken(self, *, final: bool) -> Iterator[bytes]:
        at = 0
        while True:
            space = _SPACE.match(self._text, at)
            at = at if space is None else space.end()
            if at == len(self._text):
                break
            sign = self._text[at]
            if self._next == "[" and sign == "[":
                self._next, at = "item or ]", at + 1
            elif self._next in ("item or ]", ", or ]") and sign == "]":
                self._next, at = "", at + 1
            elif self._next == ", or ]" and sign == ",":
                self._next, at = "item", at + 1
            elif self._next in ("item", "item or ]"):
                end = self._end_of_item(at, final=final)
                if end is None:
                    break
                yield self._text[at:end].encode(errors="surrogatepass")
                self._items += 1
                self._next, at = ", or ]", end
            else:
                raise Broken(self._sentence())
        self._text = self._text[at:]

    def _end_of_item(self, at: int, *, final: bool) -> int | None:
        """Where the item ends; None if that is still to come."""
        try:
            _, end = _scan(self._text, at)
        except RecursionError:
            raise Broken(f"Item {self._items + 1} of the JSON array is nested too deeply.") from None
        except ValueError as error:
            if final:
                raise Broken(f"Item {self._items + 1} of the JSON array is not JSON.") from error
            end = len(self._text)
        if self._text[at] in _NUMBER and self._text[end : end + 1] in _GOES_ON:
            end = len(self._text)
        if end < len(self._text) or final:
            return end
        if len(self._text) - at > LONGEST_LINE:
            raise Broken(f"Item {self._items + 1} of the JSON array is not JSON, or longer than a line may be.")
        return None  # not whole yet

    def _sentence(self) -> str:
        if self._next == "[":
            return "The body must be a JSON array."
        if self._next == "":
            return "Nothing may follow the JSON array."
        return f"Item {self._items} of the JSON array must be followed by a comma or the array's end."


class Plain:
    """A stream that is not packed; it is only counted."""

    def __init__(self, most: int) -> None:
        self._left = most

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """What the piece holds. Raises `TooLarge`."""
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge
        yield piece

    def finish(self) -> None:
        """Nothing follows."""


class Gzip(Plain):
    """A stream packed with gzip, of one member or several."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._member: Any = None

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """What the piece holds. Raises `TooLarge` and `Broken`."""
        while piece:
            if self._member is None:
                self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            try:
                out = self._member.decompress(piece, UNPACKED)
            except zlib.error:
                raise Broken("The body is not packed with gzip.") from None
            if out:
                yield from super().unpack(out)
            piece = self._member.unconsumed_tail
            if self._member.eof:
                piece, self._member = self._member.unused_data, None

    def finish(self) -> None:
        """Nothing follows. Raises `Broken` if something should."""
        if self._member is not None:
            raise Broken("The packed body ends before it should.")
