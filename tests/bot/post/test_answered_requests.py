"""A request that has its answer: every colleague's message of it says so at once, once, and for good (RULES 5.5)."""

from __future__ import annotations

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import EditMessageText

from core.values import SECOND, Role
from tests.bot.recording import Human
from tests.bot.shop import Shop

CALL = EditMessageText(chat_id=1, message_id=1, text="x")


@pytest.fixture
async def asked(shop: Shop) -> tuple[Human, Human]:
    """Two managers who were told of a request that waits: Anna, and Boris, who reads Russian."""
    shop.qualifies()
    emil = shop.member(Role.EMPLOYEE, "Emil")
    anna, boris = shop.member(Role.MANAGER, "Anna"), shop.member(Role.MANAGER, "Boris", language="ru")
    for person in (anna, boris):
        await person.write("/start")
    await shop.notifier().deliver()  # the invitation, before the request, which would go first
    shop.ports.team.ask_approval(shop.seller, emil.user.id, shop.clock.at)
    await shop.notifier().deliver()
    return anna, boris


def edits(shop: Shop, human: Human) -> list[str | None]:
    return [call.text for call in shop.session.of(EditMessageText) if call.chat_id == human.user.id]


async def test_a_colleagues_message_says_who_answered_and_has_no_buttons(
    shop: Shop, asked: tuple[Human, Human]
) -> None:
    anna, boris = asked
    await anna.tap("Decline")
    await shop.notifier().deliver()
    copy = boris.messages[-1]
    assert "Отклонено" in (copy.text or "")
    assert "Anna" in (copy.text or "")
    assert boris.buttons(copy) == []


async def test_each_message_is_changed_once(shop: Shop, asked: tuple[Human, Human]) -> None:
    anna, boris = asked
    await anna.tap("Decline")
    for _ in range(3):
        await shop.notifier().deliver()
    assert (len(edits(shop, anna)), len(edits(shop, boris))) == (1, 1)


async def test_a_process_that_ends_after_the_answer_leaves_the_change_to_the_next(
    shop: Shop, asked: tuple[Human, Human]
) -> None:
    anna, boris = asked
    await anna.tap("Decline")
    shop.restart()
    assert shop.ports.outbox.next_at() == shop.clock.at
    await shop.notifier().deliver()
    assert len(edits(shop, boris)) == 1


async def test_who_connects_on_their_own_answers_everybodys_message(shop: Shop, asked: tuple[Human, Human]) -> None:
    anna, boris = asked
    await anna.write("/premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    await shop.notifier().deliver()
    copies = [edits(shop, boris), [text for text in edits(shop, anna) if "Answered by Anna" in (text or "")]]
    assert [len(copy) for copy in copies] == [1, 1]


async def test_a_message_that_is_gone_is_not_tried_again(shop: Shop, asked: tuple[Human, Human]) -> None:
    anna, boris = asked
    await anna.tap("Decline")
    gone = TelegramBadRequest(CALL, "Bad Request: message to edit not found")
    shop.session.refuse_next(EditMessageText, gone)
    await shop.notifier().deliver()
    shop.later(days=1)
    await shop.notifier().deliver()
    assert edits(shop, boris) == []
    assert shop.ports.outbox.next_at() is None


@pytest.mark.parametrize("error", [TelegramNetworkError(CALL, "no route"), TelegramRetryAfter(CALL, "flood", 3)])
async def test_a_change_that_did_not_get_through_is_made_later(
    shop: Shop, asked: tuple[Human, Human], error: Exception
) -> None:
    anna, boris = asked
    await anna.tap("Decline")
    shop.session.refuse_next(EditMessageText, error)
    await shop.notifier().deliver()
    assert edits(shop, boris) == []
    due = shop.ports.outbox.next_at()
    assert due is not None
    assert 0 < due - shop.clock.at <= 20 * SECOND
    shop.clock.at = due
    await shop.notifier().deliver()
    assert len(edits(shop, boris)) == 1


async def test_who_left_the_team_is_told_nothing_more(shop: Shop, asked: tuple[Human, Human]) -> None:
    anna, boris = asked
    shop.dismiss(boris)
    await anna.tap("Decline")
    await shop.notifier().deliver()
    assert edits(shop, boris) == []
