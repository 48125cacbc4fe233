"""The wheel is whole: installed where nothing else is, far from the checkout, the command works.

Problem: a checkout hides what a wheel forgot (a text, a migration, a dependency that only the tests' tools
brought). Decision: the wheel is built as `pip install .` builds it and installed into an empty environment
that sees exactly the packages that the wheel asks for, and theirs; no others. They are linked from the
environment of the tests instead of fetched, so no registry is needed. Limit: one interpreter and one
platform, the ones the tests run on.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("bot", "core", "storage")
LINES = """\
{"id": "e1", "type": "seller.registered", "at": "2026-01-05T10:00:00+03:00", "seller": "S1", "name": "Shop"}
{"id": "e2", "type": "wallet.credited", "at": "2026-01-05T10:01:00+03:00", "seller": "S1", "amount": "2500"}
{"id": "e3", "type": "wallet.debited", "at": "2026-01-05T10:02:00+03:00", "seller": "S1", "amount": "0.50"}
"""


def everything_needed_by(requirements: list[str]) -> set[str]:
    """The canonical names of the packages that these requirements bring, with all that those bring."""
    names: set[str] = set()
    visited: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in visited:
            continue
        visited.add((name, extras))
        names.add(name)
        for text in distribution(name).requires or []:
            further = Requirement(text)
            marker = further.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
                waiting.append(further)
    return names


def project_dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return list(project["dependencies"])


def extra(name: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return list(project["optional-dependencies"][name])


def named(requirements: list[str]) -> dict[str, tuple[str, set[str]]]:
    """Canonical name to versions and extras: two lists that mean the same give the same."""
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(each.name): (str(each.specifier), each.extras) for each in parsed}


def pins(lock: str) -> dict[str, str]:
    """Name to version, of the lines of a lock file that hold on this interpreter."""
    found: dict[str, str] = {}
    for line in re.findall(r"^[a-z0-9].*?(?=\s*\\?$)", (ROOT / lock).read_text(), re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            found[canonicalize_name(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed `seller-premium` of an empty environment that sees only what the wheel asks for."""
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "environment"
    links = folder / "links"
    links.mkdir()
    for name in everything_needed_by(project_dependencies()):
        package = distribution(name)
        for top in {file.parts[0] for file in package.files or [] if file.parts[0] != ".."}:
            link = links / top
            if not link.exists():
                link.symlink_to(str(package.locate_file(top)))
    uv = find_uv_bin()
    python = environment / "bin" / "python"
    for arguments in (
        ["venv", "--quiet", "--offline", "--python", sys.executable, str(environment)],
        [
            "pip",
            "install",
            "--quiet",
            "--offline",
            "--no-deps",
            "--no-index",
            "--python",
            str(python),
            str(wheel),
        ],
    ):
        done = subprocess.run([uv, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(f"{links}\n")
    return environment / "bin" / "seller-premium"


def run(command: Path, folder: Path, *arguments: str) -> str:
    """Standard output; fails with what the command said if it did not succeed."""
    wanted = ("PATH", "HOME", "LANG", "TMPDIR")
    surroundings = {name: os.environ[name] for name in wanted if name in os.environ}
    done = subprocess.run(
        [command, *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_contains_every_file_of_the_packages(wheel: Path) -> None:
    ours = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".db")
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == ours


@pytest.mark.parametrize(
    "pattern",
    [
        r"core/default_policy\.toml",
        r"bot/texts/ru/.+\.ftl",
        r"bot/texts/en/.+\.ftl",
        r"bot/localtelegram/page/.+\.html",
        r"bot/demo/.+",
        r"storage/rows/migrations/env\.py",
        r"storage/rows/migrations/versions/.+\.py",
    ],
)
def test_the_wheel_contains(wheel: Path, pattern: str) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if re.fullmatch(pattern, name)]


def test_the_wheel_asks_for_what_the_project_states(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        stated = re.findall(r"^Requires-Dist: (.+)$", archive.read(metadata).decode(), re.MULTILINE)
    assert named([each for each in stated if "extra ==" not in each]) == named(project_dependencies())
    assert named([each for each in stated if "extra ==" in each]) == named(extra("redis"))


def test_the_lock_holds_exactly_what_the_wheel_brings() -> None:
    assert set(pins("requirements.lock")) == everything_needed_by(project_dependencies())


def test_every_locked_version_satisfies_the_project() -> None:
    locked = pins("requirements.lock")
    unsatisfied = [
        text
        for text in project_dependencies()
        if not Requirement(text).specifier.contains(locked[canonicalize_name(Requirement(text).name)])
    ]
    assert unsatisfied == []


def test_tests_and_product_are_locked_to_the_same_versions() -> None:
    tested = pins("requirements-dev.lock")
    product = {**pins("requirements.lock"), **pins("requirements-redis.lock"), **pins("requirements-uv.lock")}
    assert {name: tested.get(name) for name in product} == product


def test_the_lock_of_the_extra_is_of_a_version_that_the_extra_takes() -> None:
    (wanted,) = map(Requirement, extra("redis"))
    assert wanted.specifier.contains(pins("requirements-redis.lock")["redis"])


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-redis.lock", "requirements-uv.lock"]
)
def test_every_pin_has_a_hash(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.partition(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_installed_help_is_shown(command: Path, tmp_path: Path) -> None:
    assert "replay" in run(command, tmp_path, "--help")


def test_installed_policy_check_accepts_an_overlay(command: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[plans.lite]\nprice = "700.00"\n')
    run(command, tmp_path, "policy", "check", "policy.toml")


def test_installed_migrations_make_a_database(command: Path, tmp_path: Path) -> None:
    run(command, tmp_path, "db", "upgrade", "--database", "sqlite:///x.db")
    assert (tmp_path / "x.db").stat().st_size > 0


def test_installed_replay_writes_the_state(command: Path, tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(LINES)
    run(command, tmp_path, "replay", "facts.jsonl", "--state", "out.json")
    state = json.loads((tmp_path / "out.json").read_text())
    assert state["sellers"]["S1"]["wallet"] == "2499.50"
