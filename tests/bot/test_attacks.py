"""Attacks by people and by bad luck: forged data, monstrous names, and a Telegram that answers nonsense.

Problem: each of these once led to an apology in place of an answer, or ended the bot.
Decision: one test an attack, on the real ledger and dispatcher; the log must stay free of errors.
Limit: races and killed processes are played over HTTP and in the storage's tests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import ClientDecodeError, TelegramServerError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, SendMessage
from structlog.testing import capture_logs

from bot.app import _checked
from bot.scheduler import Heart
from bot.start import RunError
from bot.texts.format import parse_amount_from_person
from bot.visitor import shop_tag
from core.events import Connect
from core.values import Instant, Plan, Role, State
from storage.ledger import Ledger, Swept
from tests.bot.recording import Human
from tests.bot.shop import Shop

GATEWAY = ClientDecodeError("Failed to decode object", ValueError("Expecting value"), "<html>502 Bad Gateway</html>")


@pytest.fixture
def errors() -> Iterator[list[Any]]:
    """What is logged; a test looks at the errors in it."""
    with capture_logs() as logs:
        yield logs


def named(logs: list[Any]) -> list[Any]:
    return [line for line in logs if line["log_level"] in ("error", "critical")]


def actors(shop: Shop) -> list[str]:
    with shop.database.read() as transaction:
        return [actor for (actor,) in transaction.rows("SELECT actor FROM transition ORDER BY seller, seq")]


# -- who history names (RULES 4.16, 8.9) -------------------------------------------------------------------------------


async def test_history_names_the_member_who_connected(shop: Shop) -> None:
    shop.qualifies()
    shop.member(Role.ADMINISTRATOR, "Boris")
    anna = shop.member(Role.MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    assert actors(shop) == ["manager#2"]


async def test_history_names_the_member_who_spent(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    shop.member(Role.MANAGER, "Boris")
    karen = shop.member(Role.FINANCE)
    await karen.write("/points")
    await karen.tap("Spend points")
    await karen.tap("advertising")
    await karen.write("100")
    await karen.tap("Spend")
    with shop.database.read() as transaction:
        assert transaction.rows("SELECT DISTINCT actor FROM movement WHERE kind = 'cover'") == [("finance#2",)]


# -- a request whose answer was lost (RULES 5.5) -----------------------------------------------------------------------


@pytest.mark.parametrize(("actor", "named_as"), [("manager#1", "Anna"), (None, "Manager")])
async def test_who_asked_is_told_although_the_process_ended_before_the_answer(
    shop: Shop, actor: str | None, named_as: str
) -> None:
    shop.qualifies()
    shop.member(Role.MANAGER)
    emil = shop.member(Role.EMPLOYEE, "Emil")
    shop.services.team.ask_approval(shop.seller, emil.user.id, shop.clock.at)
    shop.later(seconds=1)
    event = Connect(id="c", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER, plan=Plan.PREMIUM)
    assert shop.services.ledger.take_one(event, shop.clock.at, "chat", actor).is_done
    heart = Heart(shop.services, shop.notifier())
    await heart.beat()
    await heart.beat()
    told = [message.text or "" for message in emil.messages if "approved" in (message.text or "")]
    assert (len(told), named_as.lower() in told[0].lower()) == (1, True)


# -- forged data -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "-" + "9" * 19])
@pytest.mark.parametrize("to", ["approve", "decline"])
async def test_a_notices_button_with_an_impossible_number_does_no_harm(
    shop: Shop, errors: list[Any], to: str, number: str
) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    await anna.send_data(f"n:{to}:{shop_tag(shop.seller)}:{number}")
    assert ("Tea &amp; Co" in anna.text, named(errors)) == (True, [])


@pytest.mark.parametrize("choice", ["approve-None", "decline-None", "approve-", "approve-1"])
async def test_an_answer_to_no_request_is_out_of_date(shop: Shop, errors: list[Any], choice: str) -> None:
    anna = shop.member(Role.MANAGER)
    await _open_the_request_that_is_not_there(anna)
    window = (anna.buttons()[0].callback_data or "").partition("\x1d")[0]
    await anna.send_data(f"{window}\x1danswer:{choice}")
    assert (anna.toasts[-1].startswith("This button is out of date"), named(errors)) == (True, [])


async def _open_the_request_that_is_not_there(person: Human) -> None:
    await person.write("/start")
    window = (person.buttons()[0].callback_data or "").partition("\x1d")[0]
    await person.send_data(f"{window}\x1dgo:approval")
    assert "no longer waits" in person.text


# -- numbers and names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["0,001", "0 001", "00.001", "0,001.50", "012,345"])
@pytest.mark.parametrize("locale", ["en", "ru", "hy"])
def test_a_zero_before_the_sign_groups_nothing(text: str, locale: str) -> None:
    assert parse_amount_from_person(text, locale) is None


async def test_a_shop_whose_name_fills_pages_can_be_worked_with(shop: Shop, errors: list[Any]) -> None:
    shop.register("S2", "&<" * 500)
    anna = shop.member(Role.MANAGER)
    shop.admit(anna, Role.MANAGER, "S2")
    for command in ("/start", "/points", "/premium", "/balance"):
        await anna.write(command)
    assert named(errors) == []


async def test_a_notice_about_a_shop_whose_name_fills_pages_is_sent(shop: Shop) -> None:
    shop.register(shop.seller, "&<" * 500)
    shop.register("S2", "Tea")
    anna = shop.member(Role.MANAGER)
    shop.admit(anna, Role.MANAGER, "S2")
    shop.qualifies()
    assert await shop.notifier().deliver() == 1
    assert "…" in anna.text


# -- a server that is not Telegram -------------------------------------------------------------------------------------


async def test_a_notice_that_met_a_broken_gateway_is_sent_later(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    shop.qualifies()
    shop.session.refuse_next(SendMessage, GATEWAY)
    notifier = shop.notifier()
    assert await notifier.deliver() == 0
    shop.later(seconds=10)
    assert (await notifier.deliver(), len(anna.messages)) == (1, 1)


async def test_what_was_done_is_shown_although_the_tap_could_not_be_answered(shop: Shop, errors: list[Any]) -> None:
    shop.qualifies()
    anna = shop.member(Role.MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.session.refuse_next(AnswerCallbackQuery, GATEWAY)
    await anna.tap("Start the trial period")
    assert (shop.state(), "nothing was charged" in anna.text, named(errors)) == (State.TRIAL, True, [])


async def test_a_done_change_is_not_called_a_failure_when_its_screen_cannot_be_shown(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(Role.MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.session.refuse_next(EditMessageText, TelegramServerError(SendMessage(chat_id=1, text="x"), "Bad Gateway"))
    await anna.tap("Start the trial period")
    assert anna.toasts == ["Connected."]


async def test_an_address_where_no_telegram_answers_is_told_in_a_sentence(shop: Shop) -> None:
    shop.session.refuse_next(GetMe, GATEWAY)
    with pytest.raises(RunError, match="TELEGRAM_API_URL"):
        await _checked(shop.bot.get_me())


# -- the heart ---------------------------------------------------------------------------------------------------------


class BrokenLedger(Ledger):
    """A ledger whose due work fails; `often` is set when it was tried that often."""

    def __init__(self, shop: Shop, error: Exception, often: int) -> None:
        super().__init__(shop.database, shop.services.policy)
        self.error, self.left, self.often = error, often, asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def tick(self, now: Instant) -> Swept:
        self.left -= 1
        if self.left <= 0:
            self.loop.call_soon_threadsafe(self.often.set)
        raise self.error


async def beating(shop: Shop, ledger: Ledger) -> tuple[Heart, asyncio.Task[None]]:
    shop.use(replace(shop.services, ledger=ledger))
    heart = Heart(shop.services, shop.notifier())
    return heart, asyncio.create_task(heart.run())


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_heart_survives_a_bug_in_due_work(shop: Shop) -> None:
    ledger = BrokenLedger(shop, ZeroDivisionError(), 2)
    with capture_logs() as logs:
        heart, task = await beating(shop, ledger)
        while not any(line["event"] == "beat_broken" for line in logs) and not task.done():
            await asyncio.sleep(0)
        heart.nudge()
        await asyncio.wait([task, asyncio.create_task(ledger.often.wait())], return_when=asyncio.FIRST_COMPLETED)
    assert not task.done()
    await stopped(task)
