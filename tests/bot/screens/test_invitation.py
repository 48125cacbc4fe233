"""The invitation: an employee asks, the first manager's answer wins, everybody is told who answered (RULES 5.5)."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText

from bot.frame.visitor import shop_tag
from bot.post.buttons import NoticeButton
from core.values import State
from tests.bot.recording import Human
from tests.bot.shop import Shop
from tests.bot.ways import EMPLOYEE, FINANCE, MANAGER, asked, intent_of, shown


async def test_approving_leads_to_the_confirmation_and_connects_in_that_persons_name(shop: Shop) -> None:
    emil, anna, _ = await asked(shop)
    await anna.tap("Approve")
    assert shop.state() is State.INACTIVE
    assert "Connect Premium with a trial period?" in anna.text
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL
    await shop.notifier().deliver()
    assert "Your request is approved" in emil.text
    assert "Premium is connected. Answered by Anna." in emil.text


async def test_declining_tells_the_asker_and_leaves_the_invitation_open(shop: Shop) -> None:
    emil, anna, _ = await asked(shop)
    await anna.tap("Decline")
    assert "Declined. Answered by Anna" in anna.text
    await shop.notifier().deliver()
    assert "Your request is declined" in emil.text
    assert "Ask a manager" in await _invitation_buttons(emil)


async def _invitation_buttons(human: Human) -> list[str]:
    await human.write("/start")
    await human.tap("See the invitation")
    return human.labels


@pytest.mark.parametrize("second", ["Approve", "Decline"])
async def test_the_first_answer_wins_and_later_taps_are_told_who_answered(shop: Shop, second: str) -> None:
    _, anna, boris = await asked(shop)
    notice = boris.screen
    await anna.tap("Decline")
    await boris.tap(second, notice)
    assert boris.toasts[-1] == "This request was answered by Anna."
    assert "Declined. Answered by Anna" in boris.text


async def test_a_manager_who_confirms_after_another_declined_is_told_so(shop: Shop) -> None:
    _, anna, boris = await asked(shop)
    await boris.tap("Approve")
    await anna.tap("Decline")
    await boris.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert "Declined. Answered by Anna" in boris.text


async def test_a_request_can_be_answered_from_home(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    await anna.write("/start")
    assert "Emil asks to connect Premium." in anna.text
    await anna.tap("Answer the request")
    await anna.tap("Decline")
    assert anna.toasts[-1] == "The request is declined."


async def test_a_second_request_waits_for_the_first(shop: Shop) -> None:
    await asked(shop)
    fiona = shop.member(FINANCE, "Fiona")
    assert "Ask a manager" not in await _invitation_buttons(fiona)
    assert "Emil has asked" in fiona.text
    await fiona.send_data(f"{intent_of(fiona)}\x1dgo:ask")
    assert fiona.toasts[-1] == "A request is sent already, waiting for an answer."


async def test_connecting_without_opening_the_request_answers_it_too(shop: Shop) -> None:
    emil, anna, _ = await asked(shop)
    await anna.write("/start")
    await anna.tap("Plan and Premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    await shop.notifier().deliver()
    assert "Your request is approved" in emil.text


async def test_a_forged_answer_on_the_request_does_nothing(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    await anna.write("/start")
    await anna.tap("Answer the request")
    for data in ("answer:approve-99", "answer:decline-x", "answer:shrug-1", "answer:"):
        await anna.send_data(f"{intent_of(anna)}\x1d{data}")
        assert anna.toasts[-1].startswith("This button is out of date")
    request = shop.ports.team.approval(1)
    assert request is not None
    assert request.state == "asked"


async def test_a_manager_with_the_invitation_open_finds_the_request_there(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    await anna.write("/start")
    await anna.send_data(f"{intent_of(anna)}\x1dgo:invitation")
    await anna.tap("Answer the request")
    assert "Emil asks to connect Premium" in anna.text


async def test_a_decline_that_comes_second_at_the_same_moment_is_told_who_was_first(shop: Shop) -> None:
    _, anna, boris = await asked(shop)
    await asyncio.gather(anna.tap("Decline"), boris.tap("Decline"))
    assert any(toast.startswith("This request was answered by") for toast in anna.toasts)
    assert anna.toasts.count("The request is declined.") == 1


async def test_an_employee_cannot_answer_with_a_forged_button(shop: Shop) -> None:
    emil, _, _ = await asked(shop)
    approve = NoticeButton(to="approve", shop=shop_tag(shop.seller), about=1).pack()
    await emil.send_data(approve)
    assert "This needs another role" in emil.text
    request = shop.ports.team.approval(1)
    assert request is not None
    assert request.state == "asked"


async def test_a_request_whose_invitation_is_gone_is_closed(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    shop.qualifies(False)
    await anna.tap("Approve")
    assert "no longer waits for an answer" in anna.text


async def test_asking_for_an_invitation_that_is_gone_shows_how_it_is(shop: Shop) -> None:
    shop.qualifies()
    emil = shop.member(EMPLOYEE)
    await emil.write("/start")
    await emil.tap("See the invitation")
    shop.qualifies(False)
    await emil.tap("Ask a manager")
    assert "The invitation is withdrawn" in emil.text


async def test_a_manager_finds_everything_on_the_invitation(shop: Shop) -> None:
    await asked(shop)
    anna = shop.member(MANAGER, "Clara")
    await anna.write("/start")
    await anna.send_data(f"{intent_of(anna)}\x1dgo:invitation")
    assert "The price of Premium: 4,990.00 ₽ a month." in shown(anna)
    await anna.tap("Compare plans")
    assert "Higher in search with a favourable price index: 10%" in shown(anna)
    await anna.tap("Back")
    await anna.tap("Home")
    await anna.send_data(f"{intent_of(anna)}\x1dgo:invitation")
    await anna.tap("Connect Premium")
    assert "30 days for free" in anna.text


async def test_asking_is_told_once_on_the_screen(shop: Shop) -> None:
    shop.qualifies()
    shop.member(MANAGER, "Anna")
    emil = shop.member(EMPLOYEE, "Emil")
    await emil.write("/start")
    await emil.tap("See the invitation")
    await emil.tap("Ask a manager")
    assert emil.toasts == ["Your request is sent."]
    assert "You asked the managers and administrators: March 2, 2026, 12:00" in emil.text
    assert "sent" not in emil.text
    assert "Ask a manager" not in emil.labels


async def test_where_nobody_can_answer_nobody_can_be_asked(shop: Shop) -> None:
    shop.qualifies()
    emil = shop.member(EMPLOYEE, "Emil")
    await emil.write("/start")
    await emil.tap("See the invitation")
    assert "There is nobody to answer" in emil.text
    assert emil.button("Ask a manager").disabled


async def test_ten_taps_on_decline_answer_once_and_send_nothing(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    notice = anna.screen
    before = len(anna.messages)
    await asyncio.gather(*(anna.tap("Decline", notice) for _ in range(10)))
    assert len(anna.messages) == before
    assert anna.toasts.count("The request is declined.") == 1
    assert anna.toasts.count("This request was answered by Anna.") == 9


async def test_the_answer_takes_the_place_of_the_buttons(shop: Shop) -> None:
    _, anna, boris = await asked(shop)
    await anna.tap("Decline")
    assert anna.buttons(anna.messages[-1]) == []
    copy = boris.screen
    await boris.tap("Approve", copy)
    assert boris.buttons(boris.messages[-1]) == []
    assert "Emil asks to connect Premium" in boris.text


async def test_ten_taps_on_approve_ask_once(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    notice = anna.screen
    for _ in range(10):
        await anna.tap("Approve", notice)
    assert sum("Connect Premium with a trial period?" in (message.text or "") for message in anna.messages) == 1
    assert anna.toasts[-1] == "Please confirm: the question is below."


async def test_what_was_approved_is_said_where_it_was_asked(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    number = anna.screen.message_id
    await anna.tap("Approve")
    await anna.tap("Start the trial period")
    notice = next(message for message in anna.messages if message.message_id == number)
    assert "Premium is connected. Answered by Anna" in (notice.text or "")
    assert anna.buttons(notice) == []


async def test_a_request_that_cannot_be_changed_any_more_is_answered_all_the_same(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    gone = TelegramBadRequest(EditMessageText(text="x"), "message can't be edited")
    shop.session.refuse_next(EditMessageText, gone)
    await anna.tap("Decline")
    assert anna.toasts[-1] == "The request is declined."


async def test_the_connecting_manager_reads_each_thing_once(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    result = anna.text
    await shop.notifier().deliver()
    titles = [(message.text or "").partition("\n")[0] for message in anna.messages]
    assert "First charge" not in result
    assert titles == ["<b>Done</b>"]  # on the screen; no message of it besides
