"""The chat, the command line and HTTP tell the same numbers of the same shop.

Problem: three doors into one house could each have a calculator of their own. Decision: a shop with a rich history is
looked at through all three at one instant; amounts are compared as amounts, whatever language they stand in.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.api.app import build_api
from bot.api.ports import Api
from bot.texts.format import Reader
from core.values import Role, parse_amount, parse_instant
from storage.rows.database import Database
from tests.bot.command_line import CommandLine
from tests.bot.recording import Human
from tests.bot.shop import TEXTS, Shop
from tests.storage.marketplace import EVERYTHING, tell


@dataclass(frozen=True, slots=True)
class House:
    """One database and the three ways in."""

    shop: Shop
    client: httpx.AsyncClient
    anna: Human
    run: CommandLine
    url: str

    async def http(self, path: str = "") -> Any:
        """What HTTP says."""
        answer = await self.client.get(f"/api/v1/sellers/S{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def chat(self, command: str, *taps: str) -> str:
        """What a screen says."""
        await self.anna.write(command)
        for tap in taps:
            await self.anna.tap(tap)
        return self.anna.text.replace("\u00a0", " ")


@pytest.fixture
def house(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[House]:
    """Shop S at noon of 2 March: trial, Lite, an upgrade; points credited, a cover, a reversal, a return behind it."""
    path = tmp_path / "house.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", durable=False)
    shop = Shop(database)
    ports = shop.ports
    tell(ports.ledger, *(fact for fact in EVERYTHING if fact[0] < "2026-03-02"))
    shop.clock.at = parse_instant("2026-03-02T09:00:00Z")
    api = Api(ports.ledger, ports.books, ports.team, shop.clock, TEXTS)
    secret = api.tokens.create("crm", ["read:S"], "test", shop.clock.now())
    transport = httpx.ASGITransport(build_api(api))
    client = httpx.AsyncClient(
        transport=transport, base_url="http://api", headers={"Authorization": f"Bearer {secret}"}
    )
    anna = shop.member(Role.FINANCE, seller="S")
    ports.team.set_plain(anna.user.id, True)
    yield House(shop, client, anna, CommandLine(tmp_path, monkeypatch, capsys), f"sqlite:///{path}")
    database.close()


def english(house: House) -> Reader:
    policy = house.shop.ports.policy
    return Reader("en", policy.timezone, currency=policy.currency)


def points(house: House, text: str) -> str:
    return english(house).points(parse_amount(text)).replace("\u00a0", " ")


def money(house: House, text: str) -> str:
    return english(house).money(parse_amount(text)).replace("\u00a0", " ")


async def test_the_state_is_what_the_command_line_shows(house: House) -> None:
    ended = house.run("seller", "show", "S", "--database", house.url)
    shown = json.loads(ended.out)
    found = await house.http()
    assert {name: found[name] for name in shown} == shown


async def test_points_are_what_the_screen_of_points_says(house: House) -> None:
    said = await house.chat("/points")
    found = (await house.http("/balance"))["points"]
    assert [name for name, each in found.items() if each["available"] != "0.00"] == ["bonus", "discount"]
    for each in found.values():
        assert points(house, each["available"]) in said


async def test_the_wallet_and_the_next_charge_are_what_the_first_screen_says(house: House) -> None:
    said = await house.chat("/start")
    wallet = (await house.http("/balance"))["wallet"]
    (charge,) = [each for each in (await house.http("/subscription"))["coming"] if each["step"] == "charge"]
    assert money(house, wallet) in said
    assert money(house, charge["price"]) in said


async def test_a_statement_is_the_same_on_paper_and_over_http(house: House) -> None:
    ended = house.run("statement", "S", "--month", "2026-02", "--database", house.url)
    printed = [line.rsplit(None, 1)[-1] for line in ended.out.splitlines() if line.strip()]
    found = await house.http("/statements/2026-02")
    told = [found["wallet"]]
    told += [each[stage] for each in found["points"].values() for stage in ("available", "held", "debt")]
    for each in told:
        if each["changes"] or each["opening"] != "0.00":
            for value in (each["opening"], *each["changes"].values(), each["closing"]):
                assert value in printed
    assert found["fees_total"] in printed


async def test_a_statement_is_the_same_in_the_chat_and_over_http(house: House) -> None:
    said = await house.chat("/history", "Statement for a month", "‹ February 2026")
    found = await house.http("/statements/2026-02")
    assert said.startswith("<b>Statement: February 2026</b>")
    for value in (found["wallet"]["opening"], *found["wallet"]["changes"].values(), found["wallet"]["closing"]):
        assert english(house).typed(abs(parse_amount(value))) in said


async def test_charges_have_the_same_parts_in_the_chat_and_over_http(house: House) -> None:
    said = await house.chat("/history", "Service bills")
    found = (await house.http("/charges"))["charges"]
    assert len(found) == 3
    for each in found:
        assert english(house).typed(parse_amount(each["amount"])) in said


async def test_explanations_are_the_same_on_the_command_line(house: House) -> None:
    for entry in (await house.http("/movements?limit=5"))["entries"]:
        ended = house.run("explain", "S", str(entry["seq"]), "--database", house.url)
        assert json.loads(ended.out) == await house.http(f"/movements/{entry['seq']}/explanation")
