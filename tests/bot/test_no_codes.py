"""People never read an id, a code or a name of the program's own: not in a window, a message or a file.

Problem: an id slips into a text wherever a name is missing, and in tests ids look like names. Decision: a shop whose
ids cannot be mistaken, and everything that its people are shown, in every language. Limit: pictures are drawn from the
names that their captions have, and only those are read; an order's number is shown, for sellers know it, and so is a
person's own number in Telegram where the bot says what it keeps.
"""

from __future__ import annotations

import itertools
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.frame.states import Help, History, Home, Settings
from bot.paper.statement import export, export_month
from bot.texts import LOCALES, Texts
from core.events import (
    BonusGranted,
    CampaignUpserted,
    ChargeReversed,
    LotProlonged,
    OrderRedeemed,
    OrderReturned,
    ServiceCharged,
    Spend,
)
from core.values import Role
from storage.books import history
from storage.rows.database import Database
from tests.bot.every_window import STARTED_WITH, WINDOWS, in_grace, on_trial, opening
from tests.bot.shop import DAY, Shop

JUNK: Final = re.compile(r"zz_|(?<!l)7700\d{5}")
TITLE: Final = "Spring sale"


class ShopOfJunk(Shop):
    """Its ids are words with zz_ and numbers with 7700; orders of its base begin with l, and are the seller's own."""

    seller = "zz_seller_7"

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.ids = itertools.count(770_000_001)

    def trades(self) -> None:
        """Something of everything happens."""
        common = self._common() | {"seller": None}
        for campaign, begins in (("zz_campaign_17", -1), ("zz_campaign_18", 40)):
            self.take(
                CampaignUpserted(
                    **common | {"id": f"zz_{campaign}"}, campaign=campaign, title=TITLE, coefficient=50_000,
                    coefficients={"tea": 70_000}, starts_at=self.clock.at + begins * DAY,
                    ends_at=self.clock.at + 300 * DAY, excluded_categories=("tin",), min_discount=50_000, hold_days=2,
                )
            )  # fmt: skip
        for number, (category, discount) in enumerate((("tea", 100_000), ("tea", 200_000), ("tin", 100_000))):
            self._redeems(f"4711-{number}", category, discount)
        self._redeems("4711-9", "tea", 10_000)
        self.take(BonusGranted(**self._common(), grant="zz_grant_1", programme="bonus", amount=90_000, reason="Thanks"))
        self.billed("ads", 60_000)
        self.take(ServiceCharged(**self._common(), charge="zz_charge_1", service="zz_service", amount=5_000))
        self.take(ServiceCharged(**self._common(), charge="zz_charge_2", service="ads", amount=7_000))
        self.take(Spend(**self._common(), programme="bonus", service="ads", amount=10_000, by=Role.MANAGER))
        self.later(days=3)
        self.take(OrderReturned(**self._common(), line="4711-0", quantity=1))
        self.take(ChargeReversed(**self._common(), charge="zz_charge_2"))
        self.take(LotProlonged(**self._common(), programme="bonus", until=self.clock.at + 500 * DAY))

    def _redeems(self, line: str, category: str, discount: int) -> None:
        self.take(
            OrderRedeemed(
                **self._common(), line=line, campaign="zz_campaign_17", category=category, price=700_000,
                discount=discount, quantity=2,
            )
        )  # fmt: skip


@pytest.fixture
def junk(migrated_file: Path, tmp_path: Path) -> Iterator[ShopOfJunk]:
    shutil.copy(migrated_file, tmp_path / "shop.db")
    database = Database(f"sqlite:///{tmp_path / 'shop.db'}", durable=False)
    yield ShopOfJunk(database)
    database.close()


def shown(calls: list[Any]) -> Iterator[str]:
    """Every string that a person sees of what was sent: texts, captions, buttons, what a button copies."""
    for call in calls:
        yield from _strings(call.model_dump(exclude_none=True, warnings=False))


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key)
    elif isinstance(value, str) and key in ("text", "caption", "html"):
        yield value


@pytest.mark.parametrize("language", LOCALES)
async def test_no_window_shows_an_id_or_a_code(junk: ShopOfJunk, language: str) -> None:
    on_trial(junk)
    junk.trades()
    human = junk.member(Role.ADMINISTRATOR, "Anna", language)
    colleague = junk.member(Role.FINANCE, "Karen", language)
    junk.ports.team.choose_shop(human.user.id, junk.seller)
    await colleague.write("/start")
    lines = [{"line": line.seq} for line in history.stream(junk.ports.books, junk.seller)]
    with_lines = STARTED_WITH | {History.line: lines, History.dispute: lines[:3]}
    opening(junk, with_lines)
    for number, window in enumerate(WINDOWS):
        if window in (Home.newcomer, Settings.data, Help.topic):
            continue
        for which in range(len(with_lines.get(window, [{}]))):
            await human.write(f"/window {number} {which}")
    assert [text for text in shown(junk.session.calls) if JUNK.search(text)] == []
    assert any(TITLE in text for text in shown(junk.session.calls))


@pytest.mark.parametrize("language", LOCALES)
async def test_no_message_shows_an_id_or_a_code(junk: ShopOfJunk, language: str) -> None:
    human = junk.member(Role.ADMINISTRATOR, "Anna", language)
    junk.ports.team.set_locale(human.user.id, language)
    junk.ports.team.set_quiet_hours(human.user.id, None, None)
    in_grace(junk)
    junk.trades()
    for _ in range(10):
        junk.later(days=4)
        await junk.notifier().deliver()
    texts = list(shown(junk.session.calls))
    assert len(texts) > 5
    assert [text for text in texts if JUNK.search(text)] == []


@pytest.mark.parametrize("language", LOCALES)
async def test_no_file_shows_an_id_or_a_code_but_what_refers_to_the_marketplaces_papers(
    junk: ShopOfJunk, language: str, tmp_path: Path
) -> None:
    junk.qualifies()
    junk.trades()
    members = {"manager#1": "Michael"}
    books, texts = junk.ports.books, Texts()
    export(books, junk.seller, tmp_path / "all.csv", texts, language, junk.clock.at, members=members)
    export_month(books, junk.seller, 202603, tmp_path / "month.xlsx", texts, language)
    written = (tmp_path / "all.csv").read_text("utf-8-sig")
    with zipfile.ZipFile(tmp_path / "month.xlsx") as book:
        written += "".join(book.read(name).decode() for name in book.namelist() if "sheet" in name.lower())
    assert TITLE in written
    found = {word for word in re.findall(r"[\w#-]+", written) if JUNK.search(word)}
    assert {word for word in found if not word.startswith(("zz_charge", "zz_grant", "c7700"))} == set()
