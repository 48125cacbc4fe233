"""The rulebook, the code that cites it and the tests that hold it stay together.

Problem: a citation of a rule that does not exist sends the reader nowhere, and a rule that no test names may
have been forgotten by all. Decision: rule numbers are read from core/RULES.md and citations from the text
of every source file, lists and ranges included; each citation must lead to a rule, and each rule to a test.
Limit: a citation shows that somebody thought of the rule, not that the test is a good one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.refusals import MESSAGES

ROOT = Path(__file__).resolve().parent.parent.parent
RULEBOOK = (ROOT / "core" / "RULES.md").read_text(encoding="utf-8")
ROOMS = ("core", "storage", "bot", "tests")
SUFFIXES = {".py", ".toml", ".ftl", ".js", ".css", ".html", ".mako"}

# Sections without numbered rules of which the code can be wrong; section 1 is words, and those of the others
# are held by their rules.
SECTIONS_TO_TEST = ("7", "11", "12", "13", "14")

_RULE = re.compile(r"^- \*\*(\d+\.\d+[a-z]?)\b", re.MULTILINE)
_SECTION = re.compile(r"^## (\d+)\. ", re.MULTILINE)
_NUMBER = r"\d+(?:\.\d+[a-z]?)?(?![\w%])"
_BREAK = r"\s+(?:(?:#+|//|\*)\s+)?"  # a citation may go on in the next line of a comment
_JOINT = rf"(?:,{_BREAK}|{_BREAK}and{_BREAK}|{_BREAK}\(|{_BREAK}to{_BREAK}|–)"
_CITATION = re.compile(rf"\bRULES{_BREAK}({_NUMBER}(?:{_JOINT}{_NUMBER})*)")
_PART = re.compile(rf"({_JOINT})?({_NUMBER})")


def rules_in(rulebook: str) -> list[str]:
    """The numbers of the rules ("8.7a") in order."""
    return _RULE.findall(rulebook)


RULES = rules_in(RULEBOOK)
SECTIONS = _SECTION.findall(RULEBOOK)
PLACES = [*SECTIONS, *RULES]


def numbers_in(citation: str) -> Iterator[str]:
    """The rules and sections that one citation names; a range in one section names all between its ends."""
    before = ""
    for joint, number in _PART.findall(citation):
        section, dot, _ = number.partition(".")
        known = [rule for rule in RULES if rule.startswith(section + ".")] if dot else SECTIONS
        if joint.strip() in ("–", "to") and before in known and number in known:
            yield from known[known.index(before) + 1 : known.index(number)]
        yield number
        before = number


def citations_in(text: str) -> Iterator[tuple[int, str]]:
    """(line number from 1, rule or section) for everything that a text cites."""
    for match in _CITATION.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield from ((line, number) for number in numbers_in(match[1]))


def sources() -> Iterator[Path]:
    """Every source file but this one, whose examples are no citations."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in SUFFIXES and path != Path(__file__).resolve() and "__pycache__" not in path.parts:
                yield path


def test_every_cited_rule_stands_in_the_rulebook() -> None:
    lost = [
        f"{path.relative_to(ROOT)}:{line}: RULES {number}"
        for path in sources()
        for line, number in citations_in(path.read_text(encoding="utf-8"))
        if number not in PLACES
    ]
    assert lost == []


def test_every_rule_is_cited_by_a_test() -> None:
    cited = {
        number
        for path in sources()
        if path.name.startswith("test_") and path.suffix == ".py"
        for _, number in citations_in(path.read_text(encoding="utf-8"))
    }
    uncited = [number for number in (*RULES, *SECTIONS_TO_TEST) if number not in cited]
    assert not uncited, "no test cites RULES " + ", ".join(uncited)


def test_the_rules_are_numbered_in_order_and_once() -> None:
    def place(number: str) -> tuple[int, int, str]:
        section, _, rest = number.partition(".")
        return int(section), int(rest.rstrip("abc") or 0), rest.lstrip("0123456789")

    assert [int(number) for number in SECTIONS] == list(range(1, 17))
    assert sorted(set(RULES), key=place) == RULES


def test_every_refusal_has_its_code_in_the_rulebook() -> None:
    assert [code for code in MESSAGES if f"`{code}`" not in RULEBOOK] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("# RULES 8.7", ["8.7"]),
        ("# RULES 8.7: the first that applies", ["8.7"]),
        ("(RULES 4.6, 4.8, 4.9, 5.3).", ["4.6", "4.8", "4.9", "5.3"]),
        ("RULES 6.1a, 15.6", ["6.1a", "15.6"]),
        ("RULES 8.7 (8.8, 9.8)", ["8.7", "8.8", "9.8"]),
        ("RULES 8.2 and 2.2: exactly", ["8.2", "2.2"]),
        ("RULES 15.14 to 15.16", ["15.14", "15.15", "15.16"]),
        ("RULES 8.2–8.4", ["8.2", "8.3", "8.3a", "8.4"]),
        ("RULES 4–6", ["4", "5", "6"]),
        ("RULES 2.1 to 15.19", ["2.1", "15.19"]),
        ("RULES 4.1, 12: at once", ["4.1", "12"]),
        ("RULES 13 spells it", ["13"]),
        ("# RULES 4.6,\n    # 4.8", ["4.6", "4.8"]),
        ("RULES 15.11: 0.00 if there is none", ["15.11"]),
        ("the RULES say so, 4.6 too", []),
    ],
)
def test_a_citation_is_read(text: str, numbers: list[str]) -> None:
    assert [number for _, number in citations_in(text)] == numbers


def test_a_citation_of_a_rule_that_does_not_exist_is_found() -> None:
    assert [number for _, number in citations_in("RULES 4.6, 99.9") if number not in PLACES] == ["99.9"]
