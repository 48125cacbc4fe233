"""How long the texts for people are: characters and words by language, now and at an earlier revision.

A text counts as the longest that a person may read of it: of a choice the longest variant, tags and values left out.
`python -m tests.text_length [REVISION]` prints the groups below, beside those of the revision if one is named.
Limit: lengths of texts, not of screens; how many texts one screen shows is counted by nobody.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from html import unescape
from importlib.resources import files
from pathlib import Path
from re import compile as pattern
from typing import Final

from fluent.syntax import FluentParser, ast

LANGUAGES: Final = ("en", "hy", "ru")
_ROOT: Final = Path(__file__).parent.parent
_TEXTS: Final = "bot/texts"
_TAG: Final = pattern(r"<[^>]*>")


class Group(StrEnum):
    """What a text is for. The first two are to be short; the others would lose their meaning."""

    MESSAGES = "messages"
    SCREENS = "screens"
    LABELS = "labels"
    """Buttons, and the names of things: a word or two each."""
    EXPLANATIONS = "explanations"
    """Why a line is as it is, why something was refused or ignored, what goes wrong over HTTP or with a report."""
    PAGE = "page"
    """The local page and the demo's transcript, which no seller sees."""


_BY_FILE: Final = {
    "notices.ftl": Group.MESSAGES,
    "commands.ftl": Group.LABELS,
    "explanation.ftl": Group.EXPLANATIONS,
    "refusals.ftl": Group.EXPLANATIONS,
    "ignored.ftl": Group.EXPLANATIONS,
    "problems.ftl": Group.EXPLANATIONS,
    "ozon.ftl": Group.EXPLANATIONS,
    "desk.ftl": Group.PAGE,
    "demo.ftl": Group.PAGE,
}
_LABELS: Final = (
    "button-",
    "entry-",
    "column-",
    "actor-",
    "sheet-",
    "role-",
    "plan-",
    "state-",
    "renewal-",
    "service-",
    "programme-",
    "settings-kind-",
    "settings-group-",
    "benefit-",
    "cell-",
    "command-",
)


def group(file: str, key: str) -> Group:
    """The group of the text `key` in a file of texts, for example `notices.ftl`."""
    found = _BY_FILE.get(file, Group.SCREENS)
    return Group.LABELS if found in {Group.MESSAGES, Group.SCREENS} and key.startswith(_LABELS) else found


def longest(node: ast.Pattern) -> str:
    """The longest text that the pattern may become, without tags and values."""
    parts = []
    for element in node.elements:
        if isinstance(element, ast.TextElement):
            parts.append(_TAG.sub("", element.value))
        elif isinstance(element.expression, ast.SelectExpression):
            parts.append(max((longest(each.value) for each in element.expression.variants), key=len))
    return " ".join(unescape("".join(parts)).split())


def texts(source: str) -> Iterator[tuple[str, str]]:
    """Every key of a Fluent source with its longest text."""
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Message) and entry.value is not None:
            yield entry.id.name, longest(entry.value)


def written(source: str) -> Iterator[tuple[str, str]]:
    """Every key of a Fluent source with all that is written in it: each variant, without tags and values."""
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Message) and entry.value is not None:
            yield entry.id.name, " ".join(_TAG.sub("", each) for each in _elements(entry.value))


def _elements(node: ast.Pattern) -> Iterator[str]:
    for element in node.elements:
        if isinstance(element, ast.TextElement):
            yield element.value
        elif isinstance(element.expression, ast.SelectExpression):
            for variant in element.expression.variants:
                yield from _elements(variant.value)


def measured(sources: Mapping[str, str]) -> dict[Group, Counter[str]]:
    """`texts`, `characters` and `words` by group; `sources`: Fluent by the file's name."""
    found: dict[Group, Counter[str]] = {each: Counter() for each in Group}
    for file, source in sources.items():
        for key, text in texts(source):
            found[group(file, key)].update(texts=1, characters=len(text), words=len(text.split()))
    return found


def sources_now(language: str) -> dict[str, str]:
    """The files of a language as they are."""
    folder = files("bot.texts").joinpath(language)
    return {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".ftl")}


def sources_at(revision: str, language: str) -> dict[str, str]:
    """The files of a language as they were at a revision of the repository."""
    folder = f"{_TEXTS}/{language}"
    names = _git("ls-tree", "--name-only", revision, f"{folder}/").splitlines()
    return {Path(each).name: _git("show", f"{revision}:{each}") for each in names if each.endswith(".ftl")}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=_ROOT, check=True, capture_output=True, text=True).stdout


def main(revision: str | None = None) -> None:
    """Print the table."""
    for language in LANGUAGES:
        now = measured(sources_now(language))
        before = measured(sources_at(revision, language)) if revision else None
        for each in Group:
            line = f"{language} {each:13} {now[each]['characters']:7} characters {now[each]['words']:6} words"
            if before and before[each]["characters"]:
                was = before[each]
                line += f"   was {was['characters']:7} and {was['words']:6}"
                line += f"   {now[each]['characters'] / was['characters']:4.0%}"
            print(line)


if __name__ == "__main__":
    main(*sys.argv[1:2])
