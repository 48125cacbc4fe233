"""What is shipped to run the program can be read, and names commands, settings and files that exist."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import typer.main
import yaml

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
MANY = ROOT / "docs" / "operating" / "many"
COMPOSED = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "compose.yaml", MANY / "compose.yaml")}
UNITS = sorted(MANY.glob("*.service"))
SETTINGS = {name.upper() for name in Settings.model_fields}
NOT_IN_A_CONTAINER = {
    "PORT",  # the local Telegram's page
    "SELLER_PREMIUM_TOKEN",  # `mcp`, which an assistant starts for itself
    "TELEGRAM_WEBHOOK_PORT",  # what the ports and the proxy lead to
}
EXAMPLE = ROOT / ".env.example"
IMAGE = "seller-premium"
MIGRATE = "migrate"


def composed(name: str) -> dict[str, Any]:
    """A file for Docker Compose."""
    read: dict[str, Any] = yaml.safe_load(COMPOSED[name].read_text("utf-8"))
    return read


def ours(name: str) -> dict[str, dict[str, Any]]:
    """The services of a file that run the program."""
    return {key: each for key, each in composed(name)["services"].items() if each["image"] == IMAGE}


def wrong(arguments: list[str]) -> str | None:
    """Why the command line would not take this; it is not run."""
    command: Any = typer.main.get_command(app)
    context = click.Context(command, info_name="bot")
    try:
        while isinstance(command, click.Group) or hasattr(command, "commands"):
            _, command, arguments = command.resolve_command(context, arguments)
        command.make_parser(context).parse_args(list(arguments))
    except Exception as error:
        return str(error) or type(error).__name__
    return None


@pytest.mark.parametrize("arguments", [["nothing"], ["run", "--nothing"], ["db", "nothing"]], ids=" ".join)
def test_a_call_that_would_be_refused_is_seen(arguments: list[str]) -> None:
    assert wrong(arguments) is not None


@pytest.mark.parametrize("name", COMPOSED)
def test_services_run_commands_that_exist(name: str) -> None:
    assert {
        key: wrong(each["command"]) for key, each in ours(name).items() if "command" in each and wrong(each["command"])
    } == {}


@pytest.mark.parametrize("name", COMPOSED)
def test_services_are_given_settings_that_exist(name: str) -> None:
    given = {key for each in ours(name).values() for key in each["environment"]}
    assert given <= SETTINGS
    assert SETTINGS - given == NOT_IN_A_CONTAINER


@pytest.mark.parametrize("name", COMPOSED)
def test_services_are_given_a_policy_of_ones_own_as_a_file_that_is_there(name: str) -> None:
    for each in ours(name).values():
        assert each["environment"]["SELLER_PREMIUM_POLICY"] == "${SELLER_PREMIUM_POLICY:+/policy.toml}"
        (mounted,) = (volume for volume in each["volumes"] if isinstance(volume, dict))
        assert (mounted["source"], mounted["target"]) == ("${SELLER_PREMIUM_POLICY:-/dev/null}", "/policy.toml")
        assert (mounted["type"], mounted["read_only"], mounted["bind"]) == ("bind", True, {"create_host_path": False})


def test_the_example_of_settings_names_every_one() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text("utf-8"), re.M))
    assert named - SETTINGS == {"POSTGRES_PASSWORD"}
    assert SETTINGS - named == set()


def test_what_the_image_runs_and_how_it_is_looked_after_are_commands_that_exist() -> None:
    told = (ROOT / "Dockerfile").read_text("utf-8")
    program = json.loads(re.findall(r"^ENTRYPOINT (.*)$", told, re.M)[0])
    assert program == ["python", "-m", "bot"]
    assert wrong(json.loads(re.findall(r"^CMD (.*)$", told, re.M)[0])) is None
    check = json.loads(re.findall(r"^HEALTHCHECK .* CMD (.*)$", told, re.M)[0])
    assert (check[:3], wrong(check[3:])) == (program, None)
    for line in re.findall(r"^COPY (?!--from)(.*)$", told, re.M):
        assert [each for each in line.split()[:-1] if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("name", COMPOSED)
def test_volumes_and_services_that_are_named_are_there(name: str) -> None:
    file = composed(name)
    for each in file["services"].values():
        assert set(each.get("depends_on", ())) <= set(file["services"])
        for volume in (volume for volume in each.get("volumes", ()) if isinstance(volume, str)):
            source = volume.partition(":")[0]
            assert (COMPOSED[name].parent / source).is_file() if source.startswith(".") else source in file["volumes"]
        if "build" in each:
            assert (COMPOSED[name].parent / each["build"] / "Dockerfile").is_file()


def test_of_many_processes_all_wait_for_the_tables_and_only_one_step_makes_them() -> None:
    services = ours("docs/operating/many/compose.yaml")
    assert services.pop(MIGRATE)["command"] == ["db", "upgrade"]
    assert {key: each["depends_on"] for key, each in services.items()} == {
        key: {MIGRATE: {"condition": "service_completed_successfully"}} for key in ("bot", "work", "http")
    }
    assert services["bot"]["deploy"]["replicas"] >= 2


def test_the_proxy_passes_on_to_services_and_ports_that_are_there() -> None:
    services, proxy = ours("docs/operating/many/compose.yaml"), (MANY / "Caddyfile").read_text("utf-8")
    found = dict(zip(re.findall(r"name (\w+)", proxy), map(int, re.findall(r"port (\d+)", proxy)), strict=True))
    assert found == {"bot": Settings.model_fields["telegram_webhook_port"].default, "http": 8081}
    assert set(found) <= set(services)
    assert services["bot"]["environment"]["TELEGRAM_WEBHOOK_URL"].endswith(re.findall(r"handle (/telegram)", proxy)[0])


class Unit(configparser.RawConfigParser):
    """A unit of systemd."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, comment_prefixes=("#",), delimiters=("=",))
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.read(path, "utf-8")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_exists_with_settings_that_exist(path: Path) -> None:
    service = Unit(path)["Service"]
    program, flag, module, *arguments = shlex.split(service["ExecStart"])
    assert (Path(program).name, flag, module, wrong(arguments)) == ("python", "-m", "bot", None)
    assert {service.get("Environment", "BOT_TOKEN=").partition("=")[0]} <= SETTINGS


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_belongs_to_the_others(path: Path) -> None:
    unit = Unit(path)
    others = {each.name for each in MANY.iterdir()} | {"network-online.target"}
    named = " ".join(unit["Unit"].get(key, "") for key in ("Wants", "After", "PartOf")).split()
    assert set(named) <= others
    if path.name != "seller-premium-migrate.service":
        assert "seller-premium-migrate.service" in unit["Unit"]["After"].split()
        assert unit["Install"]["WantedBy"] == "seller-premium.target"


def test_the_tables_are_looked_at_again_whenever_a_unit_starts() -> None:
    migrate = Unit(MANY / "seller-premium-migrate.service")["Service"]
    assert (migrate["Type"], migrate.get("RemainAfterExit")) == ("oneshot", None)
    assert wrong(shlex.split(migrate["ExecStart"])[3:]) is None
    for path in UNITS:
        if path.name != "seller-premium-migrate.service":
            assert "Wants=seller-premium-migrate.service" in path.read_text("utf-8").splitlines()
