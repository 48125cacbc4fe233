"""No registry host and no machine's path is in the project's files, and the search would find one."""

from __future__ import annotations

import pytest

from tests.banned_words import ROOT, find_mistakes, mistakes_in, project_files


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert find_mistakes() == []


def test_the_lock_files_are_searched() -> None:
    names = {str(path.relative_to(ROOT)) for path in project_files()}
    assert {"requirements.lock", "requirements-dev.lock", "requirements-uv.lock", "pyproject.toml"} <= names


@pytest.mark.parametrize(
    "words",
    [
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/packages/x.whl",
        "--index-" + "url https://registry.internal/simple",
        "see /ro" + "ot/.cache",
        'open("/ho' + 'me/ann/orders.csv")',
    ],
)
def test_the_search_finds(words: str) -> None:
    assert len(mistakes_in(f"first line\n{words}\n")) == 1


@pytest.mark.parametrize(
    "words",
    ["sqlite:////data/x.db", "GET /people/7/chat", "https://core.telegram.org/bots/api", "/home", "a/root/b"],
)
def test_the_search_leaves_alone(words: str) -> None:
    assert mistakes_in(words) == []
