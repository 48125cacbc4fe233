"""A shop whose movements of closed months are in files, in the chat: nothing is shown for empty, and it is said where
the rest is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.texts import LOCALES
from core.values import Role, parse_instant
from storage.ledger.closing import close_movements
from tests.bot.recording import Human
from tests.bot.shop import Shop
from tests.storage.marketplace import shop_with_everything, tell

LATER = parse_instant("2026-11-05T09:00:00Z")
YEARS_LATER = parse_instant("2028-06-01T09:00:00Z")
SAID = "Points also moved before August 1, 2026: that is in the archive. Ask for it: support@marketplace.example"


@pytest.fixture
def closed(shop: Shop, tmp_path: Path) -> Shop:
    """Shop S in November, after everything; what its orders brought until July is in a file."""
    ledger = shop_with_everything(shop.database)
    tell(ledger, ("2026-10-01T12:00", "charge.reversed", {"charge": "K1"}))
    shop.clock.at = LATER
    shop.ports.ledger.tick(LATER)
    calendar = shop.ports.policy.calendar
    assert close_movements(shop.database, calendar, 202608, tmp_path / "archive", YEARS_LATER, lambda _: None)
    return shop


def plainly(shop: Shop, language: str = "en") -> Human:
    human = shop.member(Role.FINANCE, "Karen", language, "S")
    shop.ports.team.set_plain(human.user.id, True)
    return human


async def send(human: Human, data: str) -> None:
    intent = (human.buttons()[0].callback_data or "").partition("\x1d")[0]
    await human.send_data(f"{intent}\x1d{data}")


async def test_the_history_says_at_its_end_that_there_was_more(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/history")
    while any(label.startswith("Older") for label in karen.labels):
        assert SAID not in karen.text
        await karen.tap("Older")
    assert SAID in karen.text


async def test_what_is_never_archived_is_listed_to_its_beginning(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/history")
    for step in ("go:filters", "by:kind"):
        await send(karen, step)
    await karen.tap("All money")
    if "Show" in karen.labels:
        await karen.tap("Show")
    while any(label.startswith("Older") for label in karen.labels):
        await karen.tap("Older")
    assert "January 1" in karen.text
    assert SAID not in karen.text


async def test_an_entry_whose_points_were_earned_then_is_not_explained_by_halves(closed: Shop) -> None:
    with closed.database.read() as transaction:
        ((seq,),) = transaction.rows("SELECT MIN(seq) FROM movement WHERE charge = 'K1' AND source = 'spent'")
    karen = plainly(closed)
    await karen.write("/history")
    await send(karen, f"line:{seq}")
    assert SAID in karen.text


async def test_an_order_of_then_is_said_to_be_in_the_archive(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/history")
    for step in ("go:filters", "by:order"):
        await send(karen, step)
    await karen.write("L2")
    assert "Nothing in the history belongs to the order" in karen.text
    assert SAID in karen.text


async def test_statements_begin_with_the_first_month_that_is_whole(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/history")
    await send(karen, "go:statement")
    assert SAID not in karen.text
    await send(karen, "turn:202602")
    assert karen.text.startswith("<b>Statement: August 2026</b>")
    assert not any(label.startswith("‹") for label in karen.labels)
    assert SAID in karen.text


async def test_a_file_says_what_is_not_in_it(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/history")
    await send(karen, "go:export")
    assert SAID in karen.text


async def test_reports_begin_with_a_month_whose_month_before_is_whole(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/start")
    await karen.tap("Reports")
    for _ in range(5):
        await send(karen, "month:before")
    assert "Report: September 2026" in karen.text
    assert not [label for label in karen.labels if label.startswith("‹")]


async def test_the_years_say_where_they_begin(closed: Shop) -> None:
    karen = plainly(closed)
    await karen.write("/start")
    await karen.tap("Reports")
    await karen.tap("Months and years")
    assert SAID in karen.text


@pytest.mark.parametrize("language", LOCALES)
async def test_what_asks_for_a_time_that_went_is_answered_on_home_and_is_no_bug(
    closed: Shop, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    karen = plainly(closed, language)
    await karen.write("/history")
    # As of a screen that was made before: it asks for a month that has gone since.
    monkeypatch.setattr("bot.screens.history.statement.months_of", lambda visitor, ports: (202601, 202611))
    await send(karen, "go:statement")
    await send(karen, "turn:202602")
    assert "support@marketplace.example" in karen.text
    assert "2026" in karen.text
