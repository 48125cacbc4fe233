"""The README shows what is: its state diagram is the chart's own, and every command it names exists."""

import re
from pathlib import Path

from core.subscription.chart import diagram
from tests.readme_pictures import PICTURES

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_state_diagram_is_the_charts_own() -> None:
    drawn = re.search(r"```mermaid\n(.*?)```", README, re.S)
    assert drawn is not None
    assert drawn.group(1).strip() == diagram().strip()


def test_every_file_it_links_to_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    root = Path(__file__).resolve().parents[2]
    assert [link for link in links if not (root / link).exists()] == []


def test_its_pictures_are_those_that_a_command_makes() -> None:
    shown = re.findall(r"docs/([\w-]+)\.png", README)
    kept = [file.stem for file in (Path(__file__).resolve().parents[2] / "docs").glob("*.png")]
    kept.remove("growing")  # the chart of docs/growing.md, which the bench draws
    assert sorted(shown) == sorted(kept) == sorted(PICTURES)


def test_every_command_it_names_exists() -> None:
    from bot.cli.root import app, db_app, key_app, policy_app, price_app, seller_app, token_app, webhook_app

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    groups = {"seller": seller_app, "price": price_app, "policy": policy_app, "db": db_app, "token": token_app}
    groups |= {"webhook": webhook_app, "key": key_app}
    for group, commands in groups.items():
        known |= {f"{group} {command.name}" for command in commands.registered_commands}
    section = README.split("## Commands")[1].split("\n## ")[0]
    table = re.findall(r"^\| (`.*?`) \|", section, re.M)
    assert len(table) > 10
    named = {
        re.sub(r" (?:\[|FILE|FROM|SELLER|PLAN|NAME|NUMBER|URL|N\b).*", "", name)
        for row in table
        for name in re.findall(r"`([^`]+)`", row)
    }
    assert named - known == set()
