"""What a newcomer is told is so: the version, and the places that CONTRIBUTING names."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import VERSION
from bot.cli import app
from bot.texts import LOCALES

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_program_says_its_version() -> None:
    ended = CliRunner().invoke(app, ["--version"])
    assert (ended.exit_code, ended.output) == (0, f"seller-premium {VERSION}\n")


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`((?:core|storage|bot|tests|docs|\.ci)/[\w./-]*)`", GUIDE))))
def test_a_place_that_the_guide_names_exists(place: str) -> None:
    assert all((ROOT / place.replace("LANGUAGE", locale)).exists() for locale in LOCALES)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`make (\w+)`", GUIDE))))
def test_a_command_that_the_guide_names_exists(command: str) -> None:
    assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_changelog_names_what_is_not_released_yet() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
