"""The monthly report comes with its picture, once, and without it where there is none (RULES 12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import SendMessage, SendPhoto

from bot.frame.visitor import reader_of
from bot.paper.month import month_picture
from core.values import Role
from storage.books.books import Books
from tests.bot.recording import Human
from tests.bot.shop import TEXTS, Shop

CALL = SendMessage(chat_id=1, text="x")


@pytest.fixture
def anna(shop: Shop) -> Human:
    """An administrator of a shop that was billed last month; it is the day of the week's message after that month."""
    anna = shop.member(Role.ADMINISTRATOR)
    shop.ports.team.set_locale(anna.user.id, "en")
    shop.billed("ads", 70_000)
    return anna


async def told(shop: Shop) -> int:
    """What is told on the days after the month's end, hour by hour as a running bot sees it."""
    notifier, sent = shop.notifier(), 0
    for _ in range(45):
        shop.later(days=1)
        sent += await notifier.deliver()
    return sent


def reports(calls: list[Any]) -> list[str]:
    texts = [call.caption if isinstance(call, SendPhoto) else call.text for call in calls]
    return [text for text in texts if text and "March 2026" in text]


async def test_the_report_is_a_picture_with_the_message_as_its_caption(shop: Shop, anna: Human) -> None:
    await told(shop)
    (call,) = shop.session.of(SendPhoto)
    assert "The report is ready: March 2026" in call.caption
    assert call.photo.data.startswith(b"\x89PNG")
    assert call.reply_markup.inline_keyboard[0][0].text == "Open the report"
    assert reports(shop.session.of(SendMessage)) == []


async def test_a_month_in_which_nothing_happened_has_no_picture(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    shop.ports.team.set_locale(anna.user.id, "en")
    await told(shop)
    assert shop.session.of(SendPhoto) == []
    assert len(reports(shop.session.of(SendMessage))) == 1


async def test_a_picture_that_telegram_does_not_take_leaves_the_text(shop: Shop, anna: Human) -> None:
    shop.session.refuse_next(SendPhoto, TelegramBadRequest(CALL, "Bad Request: IMAGE_PROCESS_FAILED"))
    await told(shop)
    assert len(reports(shop.session.of(SendMessage))) == 1


async def test_a_picture_that_did_not_get_through_comes_later_and_once(shop: Shop, anna: Human) -> None:
    shop.session.refuse_next(SendPhoto, TelegramNetworkError(CALL, "no route"))
    await told(shop)
    assert len(shop.session.of(SendPhoto)) == 1
    assert reports(shop.session.of(SendMessage)) == []


class Unreadable(Books):
    """Books that nothing can be drawn from."""

    def read(self) -> Any:
        if self.drawing:
            raise KeyError("a page is missing")
        self.drawing = True  # what is asked first is whose word counts of the shop
        return super().read()

    drawing = False


async def test_a_picture_that_cannot_be_drawn_leaves_the_text(shop: Shop, anna: Human) -> None:
    shop.use(replace(shop.ports, books=Unreadable(shop.database, shop.ports.policy)))
    await told(shop)
    assert shop.session.of(SendPhoto) == []
    assert len(reports(shop.session.of(SendMessage))) == 1


async def test_who_has_two_shops_reads_on_the_picture_whose_it_is(shop: Shop, anna: Human) -> None:
    shop.register("S2", "Coffee")
    shop.admit(anna, Role.ADMINISTRATOR, "S2")
    await told(shop)
    (call,) = shop.session.of(SendPhoto)
    reader = reader_of(shop.ports.policy, "en", None)
    assert call.photo.data == month_picture(TEXTS, reader, shop.ports.books, "S1", 202603, "Tea & Co")
