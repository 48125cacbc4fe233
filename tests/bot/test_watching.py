"""What happens is counted where it happens, and a line of the log says which update and seller it belongs to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from structlog.testing import LogCapture

from bot.chat.polling import GetRawUpdates, Polling
from bot.feed.lines import answers
from bot.metrics import REGISTRY
from bot.scheduler import Heart
from bot.signs import Loop, Sign, Signs
from core.values import Role
from storage.ledger.ledger import Ledger
from storage.rows.errors import StorageError
from tests.bot.command_line import line
from tests.bot.recording import TOKEN, RecordingSession
from tests.bot.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20
CALL = SendMessage(chat_id=1, text="x")
PRIVATE = "what a person wrote"


class Counted:
    """By how much a series has risen since."""

    def __init__(self, series: str, **labels: str) -> None:
        self._series = f"seller_premium_{series}"
        self._labels = labels
        self._before = self._now()

    def _now(self) -> float:
        return REGISTRY.get_sample_value(self._series, self._labels) or 0

    def __call__(self) -> float:
        return self._now() - self._before


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    """What is logged, with all that is bound."""
    capture = LogCapture()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    structlog.contextvars.clear_contextvars()
    yield capture.entries
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def fault(sign: Sign | None) -> str | None:
    assert sign is not None
    return sign.fault


# -- updates -----------------------------------------------------------------------------------------------------------


async def test_an_update_is_counted_and_timed_by_its_kind(shop: Shop) -> None:
    updates, timed = Counted("updates_total", kind="message"), Counted("update_seconds_count", kind="message")
    await shop.member(Role.MANAGER).write("/start")
    assert (updates(), timed()) == (1, 1)


async def test_an_old_button_is_no_failure(shop: Shop) -> None:
    failures = Counted("update_failures_total", kind="callback_query")
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    message = anna.screen
    shop.restart()
    await anna.send_data("of another time", message)
    assert failures() == 0


async def test_a_bug_is_counted_and_its_line_names_update_and_seller_and_no_words(shop: Shop, lines: list[Any]) -> None:
    failures = Counted("update_failures_total", kind="message")
    anna = shop.member(Role.MANAGER)
    shop.with_ledger(Broken(shop.ports.ledger))
    await anna.write(f"/points {PRIVATE}")
    (told,) = [each for each in lines if each["event"] == "update_failed"]
    assert (told["seller"], told["kind"], type(told["update"])) == (shop.seller, "message", int)
    assert failures() == 1
    assert PRIVATE not in str(lines)


class Broken:
    """A ledger with a bug: nobody's account can be looked at."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def look(self, seller: str) -> None:
        raise KeyError(f"{seller} {PRIVATE}")


class Flaky(RecordingSession):
    """A Telegram whose calls for updates end so, the last again and again."""

    def __init__(self, *ends: Any) -> None:
        super().__init__()
        self.ends = list(ends)
        self.asked = 0

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if not isinstance(method, GetRawUpdates):
            return await super().make_request(bot, method, timeout)
        end = self.ends[min(self.asked, len(self.ends) - 1)]
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(end, Exception):
            raise end
        return end


async def polled(session: Flaky, calls: int) -> Signs:
    signs = Signs()
    polling = Polling(Bot(TOKEN, session=session), Dispatcher(), signs, seconds=0, first_pause=0)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(polling.run())
        while session.asked <= calls:
            await asyncio.sleep(0.001)
        polling.stop()
    return signs


async def test_polls_are_counted_and_leave_a_sign_of_the_last() -> None:
    failed, well = Counted("polls_total", outcome="failed"), Counted("polls_total", outcome="well")
    away = TelegramNetworkError(GetRawUpdates(), "no connection")
    assert fault((await polled(Flaky(away), 2)).last(Loop.POLL)) == "TelegramNetworkError"
    assert (failed() >= 2, well()) == (True, 0)
    assert fault((await polled(Flaky(away, []), 3)).last(Loop.POLL)) is None
    assert well() >= 1


async def test_an_update_of_which_nothing_can_be_made_is_counted() -> None:
    skipped = Counted("updates_skipped_total")
    await polled(Flaky([{"update_id": 1, "hologram": {}}], []), 2)
    assert skipped() == 1


# -- sending -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "result", "reaches"),
    [
        (None, "sent", True),
        (TelegramForbiddenError(CALL, "Forbidden: bot was blocked by the user"), "blocked", True),
        (TelegramBadRequest(CALL, "Bad Request: message is too long"), "failed", True),
        (TelegramServerError(CALL, "Bad Gateway"), "later", False),
        (TelegramNetworkError(CALL, "no connection"), "later", False),
    ],
)
async def test_a_send_is_counted_by_what_became_of_it_and_tells_whether_telegram_is_there(
    shop: Shop, refusal: Exception | None, result: str, reaches: bool
) -> None:
    sends = Counted("sends_total", result=result)
    shop.member(Role.MANAGER)
    shop.qualifies()
    if refusal is not None:
        shop.session.refuse_next(SendMessage, refusal)
    await shop.notifier().deliver()
    assert sends() == 1
    assert (fault(shop.ports.signs.last(Loop.SEND)) is None) is reaches


async def test_a_line_about_a_send_names_its_seller(shop: Shop, lines: list[Any]) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.session.refuse_next(SendMessage, TelegramServerError(CALL, "Bad Gateway"))
    await shop.notifier().deliver()
    assert [each["seller"] for each in lines if each["event"] == "notice_not_sent"] == [shop.seller]


# -- beats and facts ---------------------------------------------------------------------------------------------------


def _fails(error: Exception) -> Any:
    def before(now: int) -> None:
        raise error

    return before


@pytest.mark.parametrize(
    ("error", "outcome", "kind"),
    [(StorageError("The disk is full."), "failed", "StorageError"), (KeyError("x"), "broken", "KeyError")],
)
async def test_a_beat_that_fails_is_counted_and_leaves_a_sign(
    shop: Shop, error: Exception, outcome: str, kind: str
) -> None:
    beats = Counted("beats_total", outcome=outcome)
    heart = Heart(shop.ports, shop.notifier(), _fails(error))
    assert not await heart._safe_beat()
    assert (beats(), fault(shop.ports.signs.last(Loop.BEAT))) == (1, kind)


async def test_a_beat_that_goes_well_is_counted_and_leaves_a_sign(shop: Shop) -> None:
    beats = Counted("beats_total", outcome="well")
    assert await Heart(shop.ports, shop.notifier())._safe_beat()
    assert (beats(), fault(shop.ports.signs.last(Loop.BEAT))) == (1, None)


def test_lines_of_the_feed_are_counted_by_what_they_came_to(shop: Shop) -> None:
    done, refused, replayed = (Counted("facts_total", outcome=name) for name in ("done", "refused", "replayed"))
    unknown = Counted("facts_refused_total", reason="unknown_seller")
    feed = [
        line("e1", "wallet.credited", "2026-01-06", amount="7000.00"),
        line("e1", "wallet.credited", "2026-01-06", amount="7000.00"),
        line("e2", "wallet.credited", "2026-01-06", "nobody", amount="7000.00"),
        "no JSON",
    ]
    encoded = [each.encode() for each in feed]
    list(answers(shop.ports.ledger, encoded, lambda event: shop.clock.now(), lambda done: None))
    assert (done(), replayed(), refused(), unknown()) == (1, 1, 2, 1)


# -- where it is known -------------------------------------------------------------------------------------------------


def test_one_module_knows_how_it_is_counted() -> None:
    known = [
        str(file.relative_to(ROOT))
        for room in ("bot", "storage", "core")
        for file in (ROOT / room).rglob("*.py")
        if re.search(r"^\s*(from|import) prometheus_client", file.read_text("utf-8"), re.M)
    ]
    assert known == ["bot/metrics.py"]
