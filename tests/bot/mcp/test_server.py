"""An assistant over the real program and protocol: what it is told, what it is refused, and that it only reads."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp_types import TextContent

from core.policy import default_policy
from core.values import Instant, parse_instant
from storage.books.books import Books
from storage.books.standing import account_at
from storage.books.state import seller_state
from storage.ledger.closing import close_movements
from storage.ledger.ledger import Ledger
from storage.people.tokens import DAY, Tokens
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.bot.command_line import ROOT, CommandLine
from tests.storage.marketplace import shop_with_everything, tell

NOW = parse_instant("2026-08-01T00:00:00Z")
TOOLS = {"sellers", "balance", "lots", "movements", "explain", "subscription", "statement", "metrics"}
SELLERS_TOOLS: dict[str, dict[str, Any]] = {
    "balance": {}, "lots": {}, "movements": {}, "explain": {"entry": 1}, "subscription": {},
    "statement": {"month": "2026-02"}, "metrics": {"since": "2026-02-01T00:00:00Z"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A database with shop S, to which everything happened, and a shop T of somebody else."""

    file: Path
    url: str

    def token(self, *scopes: str, days: int | None = None) -> str:
        database = Database(self.url)
        expires_at: Instant | None = None if days is None else NOW + days * DAY
        secret = Tokens(database).create("assistant", scopes, "test", NOW, expires_at=expires_at)
        database.close()
        return secret

    @asynccontextmanager
    async def assistant(self, *scopes: str, secret: str | None = None) -> AsyncIterator[Client]:
        """A client of `python -m bot mcp` in a process of its own, with a token of these scopes."""
        program = StdioServerParameters(
            command=sys.executable,
            args=["-m", "bot", "mcp", "--database", self.url],
            env={"PYTHONPATH": str(ROOT), "SELLER_PREMIUM_TOKEN": secret or self.token(*scopes), "PATH": os.defpath},
            cwd=self.file.parent,
        )
        async with Client(program, read_timeout_seconds=60) as client:
            yield client


@pytest.fixture(scope="module")
def filled(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database to copy."""
    path = tmp_path_factory.mktemp("mcp") / "template.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", durable=False)
    ledger = shop_with_everything(database)
    tell(ledger, ("2026-07-21T12:00", "seller.registered", {"name": "Other"}), seller="T")
    ledger.tick(NOW)
    database.close()
    return path


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Place:
    path = tmp_path / "seller.db"
    shutil.copy(filled, path)
    return Place(path, f"sqlite:///{path}")


async def asked(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answers."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    answer: dict[str, Any] = result.structured_content
    return answer


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """The sentence with which a tool refuses."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text.removeprefix(f"Error executing tool {tool}: ")  # the library's


async def test_every_tool_says_what_it_is_for_and_that_it_only_reads(place: Place) -> None:
    async with place.assistant("read:S") as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert "why did my points go" in (client.instructions or "")
    assert set(tools) == TOOLS
    assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
    assert all(
        "description" in argument for tool in tools.values() for argument in tool.input_schema["properties"].values()
    )


async def test_why_points_went_is_found_from_the_balance_to_the_arithmetic(place: Place) -> None:
    async with place.assistant("read:S") as client:
        assert (await asked(client, "sellers"))["sellers"] == [{"seller": "S", "name": "Shop"}]
        page = await asked(client, "movements", seller="S", what=["points"], kinds=["expiry"])
        gone = page["entries"][0]
        assert gone["amount"].startswith("-")
        answer = await asked(client, "explain", seller="S", entry=gone["seq"])
    # The newest is of K3's reversal: what it gave back had expired meanwhile.
    assert (answer["seller"], answer["seq"], answer["rule"]) == ("S", gone["seq"], "9.7")
    assert answer["arithmetic"]


async def test_balances_are_those_of_the_other_readers(place: Place) -> None:
    async with place.assistant("read:S") as client:
        balance = await asked(client, "balance", seller="S")
        lots = await asked(client, "lots", seller="S")
        subscription = await asked(client, "subscription", seller="S")
    database = Database(place.url)
    account = account_at(Books(database, default_policy()), "S")
    database.close()
    assert account is not None
    state = seller_state(account)
    assert balance["wallet"] == state["wallet"]
    assert subscription["state"] == state["subscription"]["state"]
    assert {name: points["available"] for name, points in balance["points"].items()} == {
        name: points["available"] for name, points in state["points"].items()
    }
    assert sorted(lot["amount"] for lot in lots["lots"]) == sorted(
        lot["amount"] for points in state["points"].values() for lot in points["lots"]
    )


async def test_a_balance_of_an_instant_is_what_was_there_then(place: Place) -> None:
    async with place.assistant("read:S") as client:
        balance = await asked(client, "balance", seller="S", at="2026-02-13T10:00:00Z")
    points = balance["points"]
    # RULES 8: 12 of L1 at 1176.00 and, after the cancellation, 10 of L2 at 490.00 are held; G1 is there.
    assert (points["discount"]["held"], points["bonus"]["available"]) == ("1666.00", "500.00")


async def test_a_month_adds_up(place: Place) -> None:
    async with place.assistant("read:S") as client:
        statement = await asked(client, "statement", seller="S", month="2026-02")
        metrics = await asked(client, "metrics", seller="S", since="2026-01-31T21:00:00Z", until="2026-02-28T21:00:00Z")
    wallet = statement["wallet"]
    changes = sum(round(float(amount) * 100) for amount in wallet["changes"].values())
    assert round(float(wallet["opening"]) * 100) + changes == round(float(wallet["closing"]) * 100)
    assert metrics["fees"] == statement["fees_total"]


async def test_pages_go_on_where_the_last_one_ended(place: Place) -> None:
    async with place.assistant("read:S") as client:
        whole = await asked(client, "movements", seller="S", size=100)
        seen, before = [], None
        while True:
            page = await asked(client, "movements", seller="S", size=7, before=before)
            seen += page["entries"]
            before = page["older"]
            if before is None:
                break
    assert seen == whole["entries"]
    assert len(seen) == whole["total"]


async def test_a_foreign_seller_is_refused_by_every_tool_as_one_that_does_not_exist(place: Place) -> None:
    async with place.assistant("read:S", "act:T:manager", "feed") as client:
        for tool, arguments in SELLERS_TOOLS.items():
            for seller in ("T", "nobody"):
                said = await refused(client, tool, seller=seller, **arguments)
                assert said == f"The token may not read seller {seller}."


async def test_who_may_read_all_is_told_that_a_seller_does_not_exist(place: Place) -> None:
    async with place.assistant("read:all") as client:
        assert [each["seller"] for each in (await asked(client, "sellers"))["sellers"]] == ["S", "T"]
        assert (await asked(client, "sellers", text="OTHER"))["sellers"] == [{"seller": "T", "name": "Other"}]
        assert await refused(client, "balance", seller="nobody") == "There is no seller nobody."


async def test_what_cannot_be_answered_is_said_in_a_sentence(place: Place) -> None:
    async with place.assistant("read:S") as client:
        assert await refused(client, "balance", seller="S", at="yesterday") == (
            '"yesterday" is not an instant such as 2026-07-01T00:00:00Z.'
        )
        assert "is still to come" in await refused(client, "balance", seller="S", at="2099-01-01T00:00:00Z")
        assert await refused(client, "statement", seller="S", month="2026-13") == (
            '"2026-13" is not a month such as 2026-07.'
        )
        assert await refused(client, "explain", seller="S", entry=10_000) == (
            "Seller S has no entry 10000; take its number from movements."
        )
        assert (await refused(client, "movements", seller="S", what=["gold"])).startswith("There is no gold in this")


async def test_a_token_revoked_meanwhile_opens_nothing_any_more(place: Place) -> None:
    async with place.assistant("read:S") as client:
        await asked(client, "balance", seller="S")
        database = Database(place.url)
        (token,) = Tokens(database).every()
        assert Tokens(database).revoke(token.id, "test", NOW)
        database.close()
        assert (await refused(client, "balance", seller="S")).startswith("The token of SELLER_PREMIUM_TOKEN opens")


async def test_a_word_that_is_no_token_opens_nothing(place: Place) -> None:
    async with place.assistant(secret="spt_nothing") as client:
        for tool in sorted(TOOLS - {"sellers"}):
            said = await refused(client, tool, seller="S", **SELLERS_TOOLS[tool])
            assert said.startswith("The token of SELLER_PREMIUM_TOKEN opens nothing")
        assert "spt_nothing" not in await refused(client, "sellers")


async def test_nothing_is_written(place: Place) -> None:
    secret = place.token("read:S")
    before = place.file.read_bytes()
    async with place.assistant(secret=secret) as client:
        for tool, arguments in SELLERS_TOOLS.items():
            await asked(client, tool, seller="S", **arguments)
    assert place.file.read_bytes() == before


@pytest.fixture
def reported(place: Place) -> Place:
    """The same with shop R, for which a marketplace decides and of which points were told, and nothing else."""
    database = Database(place.url)
    told = {"programme": "discount", "day": "2026-07-20"}
    tell(
        Ledger(database, default_policy()),
        ("2026-07-21T12:00", "seller.registered", {"name": "Told", "books": "reported"}),
        ("2026-07-21T12:00", "points.reported", told | {"entry": "a", "amount": "150.00"}),
        ("2026-07-21T12:00", "points.reported", told | {"entry": "b", "amount": "-50.00"}),
        seller="R",
    )
    database.close()
    return place


async def test_no_tool_makes_up_a_zero_for_a_reported_shop(reported: Place) -> None:
    async with reported.assistant("read:R") as client:
        answers = {
            tool: await asked(client, tool, seller="R", **arguments) for tool, arguments in SELLERS_TOOLS.items()
        }

    assert {tool for tool, answer in answers.items() if re.search(r'"0(\.00)?"|inactive', json.dumps(answer))} == set()
    assert {tool for tool, answer in answers.items() if answer.get("books") != "reported"} == {"explain"}


async def test_what_was_not_told_is_null_for_an_assistant_to_see(reported: Place) -> None:
    async with reported.assistant("read:R") as client:
        balance = await asked(client, "balance", seller="R")

    assert (balance["points"]["discount"]["net"], balance["wallet"], balance["fees"]) == ("100.00", None, None)


async def test_only_what_is_told_can_be_looked_for_in_a_reported_shop(reported: Place) -> None:
    async with reported.assistant("read:R") as client:
        assert (await asked(client, "movements", seller="R", what=["points"]))["total"] == 2
        said = await refused(client, "movements", seller="R", what=["money"])

    assert said == ("There is no money in this history; what is one of points, fee, sale, balance, plan, rating.")


class TestDatabase:
    @pytest.fixture(params=["sqlite", "postgresql"])
    def reading(self, request: pytest.FixtureRequest, place: Place) -> Iterator[Database]:
        """A database of either kind, opened to read."""
        url = place.url if request.param == "sqlite" else request.getfixturevalue("postgres_database")
        made = Database(url)
        made.upgrade()
        made.close()
        opened = Database(url, read_only=True)
        yield opened
        opened.close()

    def test_opened_to_read_it_refuses_to_be_written_to(self, reading: Database) -> None:
        with (
            pytest.raises(StorageError, match=r"only reads the database|cannot be written"),
            reading.write() as transaction,
        ):
            transaction.run("UPDATE world SET maintenance = TRUE")
        with reading.read() as transaction:
            assert [bool(flag) for (flag,) in transaction.rows("SELECT maintenance FROM world")] == [False]


def test_without_a_token_it_is_said_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SELLER_PREMIUM_TOKEN", raising=False)
    ended = CommandLine(tmp_path, monkeypatch, capsys)("mcp")
    assert (ended.status, ended.err) == (
        1,
        "SELLER_PREMIUM_TOKEN is not set; make a token with: token create NAME --scope read:SELLER\n",
    )


async def test_what_is_in_the_archive_is_said_to_be_there(place: Place, tmp_path: Path) -> None:
    database = Database(place.url)
    close_movements(database, default_policy().calendar, 202608, tmp_path / "archive", NOW + 700 * DAY, lambda _: None)
    database.close()
    async with place.assistant("read:S") as client:
        found = await asked(client, "movements", seller="S")
        said = [
            await refused(client, "statement", seller="S", month="2026-07"),
            await refused(client, "balance", seller="S", at="2026-05-01T00:00:00Z"),
            await refused(client, "explain", seller="S", entry=12),
        ]
    assert (found["entries"], found["archived_before"]) == ([], "2026-07-31T21:00:00Z")
    assert set(said) == {
        "Movements of S before 2026-07-31T21:00:00Z are in the archive. "
        "Ask of what was from then on; the operators can read the rest."
    }
