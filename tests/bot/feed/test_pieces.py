"""Lines out of pieces: the same lines, however the stream is cut."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feed.lines import LONGEST_LINE
from bot.feed.pieces import Broken, Gzip, JsonArray, JsonLines, Splitter, TooLarge

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def cut(data: bytes, places: list[int]) -> Iterator[bytes]:
    at = 0
    for place in sorted(place % (len(data) + 1) for place in places):
        yield data[at:place]
        at = place
    yield data[at:]


def lines_of(splitter: Splitter, pieces: Iterator[bytes]) -> list[bytes]:
    found = [line for piece in pieces for line in splitter.feed(piece)]
    return [*found, *splitter.finish()]


@given(lines=st.lists(st.binary().filter(lambda line: b"\n" not in line)), places=st.lists(st.integers(0, 10_000)))
def test_lines_are_the_same_however_they_are_cut(lines: list[bytes], places: list[int]) -> None:
    data = b"".join(line + b"\n" for line in lines)
    assert lines_of(JsonLines(), cut(data, places)) == lines


@given(items=st.lists(VALUES, max_size=6), places=st.lists(st.integers(0, 10_000)), wide=st.booleans())
def test_items_of_an_array_are_the_same_however_it_is_cut(items: list[object], places: list[int], wide: bool) -> None:
    data = json.dumps(items, ensure_ascii=wide, indent=1 if wide else None).encode(errors="surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:  # half a pair of surrogates is no text
        return
    assert [json.loads(each) for each in lines_of(JsonArray(), cut(data, places))] == items


def test_an_item_is_given_as_it_is_written() -> None:
    assert lines_of(JsonArray(), iter([b' [ {"a": 1.50, "a":2} ,', b"1e", b"2] "])) == [b'{"a": 1.50, "a":2}', b"1e2"]


@pytest.mark.parametrize("make", [JsonLines, JsonArray])
def test_what_never_ends_is_not_held(make: Callable[[], Splitter]) -> None:
    splitter, given_ = make(), 0
    pieces = iter([b'["' if make is JsonArray else b'"', *[b"x" * (1 << 18)] * 40])
    try:
        given_ = sum(len(line) for piece in pieces for line in splitter.feed(piece))
    except Broken:
        assert make is JsonArray
    assert given_ <= LONGEST_LINE
    assert max(len(vars(splitter).get("_text", "")), len(vars(splitter).get("_rest", b""))) <= LONGEST_LINE + (1 << 18)


def test_the_line_after_one_that_is_too_long_is_whole() -> None:
    long = b"x" * (LONGEST_LINE + 5)
    assert lines_of(JsonLines(), iter([long, b"y\nz"])) == [long[:LONGEST_LINE], b"z"]


@given(data=st.binary(max_size=2000), places=st.lists(st.integers(0, 10_000)), parts=st.integers(1, 3))
def test_a_packed_stream_is_the_same_however_it_is_cut(data: bytes, places: list[int], parts: int) -> None:
    size = len(data) // parts + 1
    packed = b"".join(gzip.compress(data[at : at + size]) for at in range(0, len(data) or 1, size))
    packing = Gzip(10_000)
    assert b"".join(out for piece in cut(packed, places) for out in packing.unpack(piece)) == data
    packing.finish()


def test_a_packed_stream_is_counted_as_it_is_unpacked() -> None:
    seen: list[int] = []
    with pytest.raises(TooLarge):
        seen.extend(len(out) for out in Gzip(1 << 20).unpack(gzip.compress(b" " * (64 << 20))))
    assert sum(seen) <= 1 << 20
