"""To add a notice kind is a record, a producer, its texts and its rule: counted for real members (RULES 12).

Problem: a kind once stood in a dozen tables, and whoever added one found them by what broke. Decision: the files that
name a kind are listed here with the reason, and nothing else may name it. Limit: a file that names a kind by building
its name from parts is not found; none is known.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.texts import LOCALES

ROOT = Path(__file__).resolve().parent.parent.parent

OF_EVERY_KIND = {
    "core/notices/kinds.py",  # its record
    "core/RULES.md",  # its rule
    *(f"bot/texts/{locale}/notices.ftl" for locale in LOCALES),  # its text, and what its switch is called
}


@pytest.mark.parametrize(
    ("kind", "others"),
    [
        pytest.param("limit_reached", {"core/points/spending.py"}, id="one that is told when it happens"),
        pytest.param(
            "access_ending",
            {
                "core/notices/truth.py",  # what makes it true: for the reminder, for the sending, for Home
                "core/policy.py",  # its days
                "core/default_policy.toml",
                "bot/screens/home/attention.py",  # its line on Home
            },
            id="a reminder",
        ),
    ],
)
def test_a_notice_kind_is_named_where_it_is_defined_said_and_used_only(kind: str, others: set[str]) -> None:
    name = re.compile(rf"\b(?:notice-|kind-)?(?:{kind}|{kind.upper()}|{kind.replace('_', '-')})\b")
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("core", "storage", "bot")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".ftl", ".toml", ".md"} and name.search(path.read_text(encoding="utf-8"))
    }
    assert found == OF_EVERY_KIND | others
