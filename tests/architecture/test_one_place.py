"""What one new thing takes is what CONTRIBUTING says: counted for a real member of each (RULES 12, 13).

Problem: a kind once stood in a dozen tables, and whoever added one found them by what broke; and a guide that says how
to add one grows old silently. Decision: the files that name a real member are found, and compared with the places that
its row of the guide names: no file lies elsewhere, and each file that the row demands is needed. Limit: a file that
names a member by building its name from parts is not found; none is known. The demo, the local Telegram and the
measurements tell of the product and are left out.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.root import Language
from bot.texts import LOCALES
from storage.post.segments import SEGMENTS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
APART = ("bot/demo/", "bot/localtelegram/", "bot/bench/", "storage/rows/migrations/")
_LOCALE = re.compile(rf"^bot/texts/(?:{'|'.join(LOCALES)})/")
_PLACE = re.compile(r"`((?:core|storage|bot)/[\w./]*)`")
_ONLY_SOME = re.compile(r"Of what is ahead also|For everybody at once|A field of a new type")
"""From here on a row tells what only some of its kind take."""


def taken(row: str) -> tuple[set[str], set[str]]:
    """The places that the guide's row names, and those files among them that every member takes."""
    (told,) = re.findall(rf"^\| {re.escape(row)} \| (.*) \|$", GUIDE, re.MULTILINE)
    always = _ONLY_SOME.split(told)[0]
    return set(_PLACE.findall(told)), {place for place in _PLACE.findall(always) if not place.endswith("/")}


def naming(pattern: str) -> set[str]:
    """The files of the product that name a member or are called by it; LANGUAGE stands for each language."""
    name = re.compile(pattern, re.MULTILINE)
    found = set()
    for room in ("core", "storage", "bot"):
        for path in (ROOT / room).rglob("*"):
            place = path.relative_to(ROOT).as_posix()
            if path.suffix not in {".py", ".ftl", ".toml", ".md"} or place.startswith(APART):
                continue
            if name.search(place) or name.search(path.read_text(encoding="utf-8")):
                found.add(_LOCALE.sub("bot/texts/LANGUAGE/", place))
    return found


MEMBERS = [
    pytest.param("kind of notice", r"\b(?:notice-|kind-)?limit[-_]reached\b|\bLIMIT_REACHED\b", id="limit_reached"),
    pytest.param("kind of event in the feed", r"\bmailing\.sent\b|\bMailingSent\b", id="mailing.sent"),
    pytest.param("screen", r"\b(?:Calculator|button-calculator)\b|/calculator(?:/|\.ftl$)", id="calculator"),
    pytest.param("programme", r"\bpoints\.bonus\b|\bprogramme-bonus\b", id="bonus"),
    pytest.param("language", r'"hy"|^hy = |\bhy \||\bbot/texts/hy/', id="hy"),
]


@pytest.mark.parametrize(("row", "pattern"), MEMBERS)
def test_a_member_is_named_where_the_guide_says_and_nowhere_else(row: str, pattern: str) -> None:
    places, _ = taken(row)
    folders = tuple(place for place in places if place.endswith("/"))
    assert {file for file in naming(pattern) if file not in places and not file.startswith(folders)} == set()


@pytest.mark.parametrize(("row", "pattern"), MEMBERS)
def test_the_guide_sends_nobody_to_a_file_that_is_not_needed(row: str, pattern: str) -> None:
    _, demanded = taken(row)
    assert demanded - naming(pattern) == set()


def test_a_reminder_takes_its_truth_and_its_days_besides() -> None:
    places, demanded = taken("kind of notice")
    ahead = {"core/notices/truth.py", "core/policy.py", "core/default_policy.toml", "bot/screens/home/attention.py"}
    assert ahead <= places
    assert naming(r"\b(?:notice-|kind-)?access[-_]ending\b|\bACCESS_ENDING\b") == demanded | ahead


def test_a_language_can_be_chosen_wherever_languages_are_listed() -> None:
    assert set(Language) == set(LOCALES)
    assert {segment.value for segment in SEGMENTS if segment.kind == "language"} == set(LOCALES)
