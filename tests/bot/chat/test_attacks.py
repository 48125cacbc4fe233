"""Attacks by people and by bad luck: forged data, monstrous names, and a Telegram that answers nonsense.

Problem: each of these once led to an apology in place of an answer, or ended the bot.
Decision: one test an attack, on the real ledger and dispatcher; the log must stay free of errors.
Limit: races and killed processes are played over HTTP and in the storage's tests.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import ClientDecodeError, TelegramServerError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, SendMessage
from aiogram_dialog.utils import encode_reply_callback
from structlog.testing import capture_logs

from bot.app import _checked, _warm_up
from bot.frame.visitor import shop_tag
from bot.post.buttons import NoticeButton
from bot.scheduler import Heart
from bot.start import RunError
from bot.texts.format import parse_amount_from_person
from core.events import BonusGranted, Connect, Event, Spend, WalletDebited
from core.policy import overlay_policy
from core.refusals import Outcome
from core.values import Instant, Plan, Role, State
from storage.ledger.ledger import Ledger, Version
from storage.ledger.sweep import Swept
from storage.rows.database import Database
from tests.bot.recording import Human
from tests.bot.shop import Shop
from tests.bot.ways import PRICE, on_lite

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
    shop.ports.team.ask_approval(shop.seller, emil.user.id, shop.clock.at)
    shop.later(seconds=1)
    event = Connect(id="c", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER, plan=Plan.PREMIUM)
    assert shop.ports.ledger.take_one(event, shop.clock.at, "chat", actor).is_done
    heart = Heart(shop.ports, shop.notifier())
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


async def test_a_pasted_text_with_invisible_characters_taps_nothing(shop: Shop) -> None:
    anna = await on_lite(shop)
    bait = NoticeButton(to="cancel", shop=shop_tag(shop.seller)).pack()
    await anna.write("What a day" + encode_reply_callback(bait))
    assert "I didn't understand that" in anna.text


@pytest.mark.parametrize("tail", ["\u200c", "\u00ad\u00ad", "\U0001d17a\U0001d17a", "\u200d\u2064" * 50])
async def test_invisible_characters_after_a_text_are_no_error(shop: Shop, errors: list[Any], tail: str) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write(f"/points{tail}")
    assert ("<b>Points</b>" in anna.text, named(errors)) == (True, [])


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


@pytest.mark.parametrize("text", ["1\n500", "1\t500", "1\u2028500", "300\n400", "1500" + " " * 4000])
async def test_an_amount_in_pieces_is_asked_for_again(shop: Shop, text: str) -> None:
    karen = shop.member(Role.FINANCE)
    shop.admit(anna := shop.person("Anna"), Role.MANAGER)
    shop.bonus(1_000_000)
    shop.billed("ads", 1_000_000)
    await karen.write("/points")
    await karen.tap("Spend points")
    await karen.tap("advertising")
    await karen.write(text)
    await anna.write("/points")
    await anna.tap("Service payment")
    await anna.tap("Advertising")
    await anna.tap("Daily limit")
    await anna.write(text)
    asked = ["couldn't read the amount" in person.text for person in (karen, anna)]
    assert (asked, shop.account.balances["bonus"].available, dict(shop.account.choices)) == (
        [True, True],
        1_000_000,
        {},
    )


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


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u200f"])
async def test_a_name_does_not_turn_the_rest_of_a_line_round(shop: Shop, mark: str) -> None:
    shop.register(shop.seller, f"{mark}Tea")
    emil = shop.member(Role.EMPLOYEE, f"{mark}Emil")
    await emil.write("/start")
    assert ("Tea" in emil.text, mark in emil.text) == (True, False)


async def test_a_service_that_nobody_named_is_another_service_on_its_button(shop: Shop) -> None:
    shop.billed("ads", 100)
    shop.billed("x" * 128, 100)
    anna = shop.member(Role.MANAGER)
    await anna.write("/history")
    await anna.tap("Service bills")
    assert "another service" in map(str.lower, anna.labels)
    assert not any("xxx" in label for label in anna.labels)


async def test_more_services_than_fit_on_a_keyboard_leave_a_screen_to_look_at(shop: Shop) -> None:
    for number in range(120):
        shop.billed(f"service {number}", 100)
    anna = shop.member(Role.MANAGER)
    await anna.write("/history")
    await anna.tap("Service bills")
    assert 80 < len(anna.labels) <= 100


THIRTY = "".join(
    f"""
    [points.p{number}]
    title = "{number} {"long " * 20}"
    services = {{ {", ".join(f'own{number}_{each} = "always"' for each in range(6))} }}
    expiry = {{ kind = "months", months = 12 }}
    """
    for number in range(30)
)


@pytest.mark.parametrize("language", ["en", "ru", "hy"])
async def test_thirty_programmes_are_explained_in_one_message(
    migrated_file: Path, tmp_path: Path, errors: list[Any], language: str
) -> None:
    path = tmp_path / "thirty.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", durable=False)
    shop = Shop(database, overlay_policy(THIRTY))
    anna = shop.member(Role.MANAGER, language=language)
    await anna.write("/help")
    await anna.send_data((anna.buttons()[0].callback_data or "").partition(":")[0] + ":expiry")
    await anna.write("/points")
    await anna.send_data((anna.buttons()[0].callback_data or "").partition("\x1d")[0] + "\x1dgo:paying")
    database.close()
    assert (named(errors), len(anna.buttons()) <= 100) == ([], True)


# -- a shop that changed under an open screen --------------------------------------------------------------------------


async def in_two_shops(shop: Shop) -> Human:
    """Somebody who runs two shops and looks at the first."""
    shop.register("S2", "Two")
    shop.member(Role.ADMINISTRATOR, "Boris")
    anna = shop.member(Role.ADMINISTRATOR)
    shop.admit(anna, Role.ADMINISTRATOR, "S2")
    shop.ports.team.choose_shop(anna.user.id, shop.seller)
    return anna


def removed_from_the_first(shop: Shop, person: Human) -> None:
    """Removed by somebody else; now they look at the second shop."""
    first = next(each for each in shop.ports.team.memberships(person.user.id) if each.seller == shop.seller)
    shop.ports.team.remove(shop.seller, first.member_id, "operator", shop.clock.at)


def choices_of_the_second(shop: Shop) -> dict[Any, Any]:
    account = shop.ports.ledger.look("S2")
    assert account is not None
    return dict(account.choices)


async def test_a_screen_of_a_shop_that_removed_one_changes_nothing_in_the_next(shop: Shop) -> None:
    anna = await in_two_shops(shop)
    await anna.write("/points")
    await anna.tap("Service payment")
    await anna.tap("Advertising")
    removed_from_the_first(shop, anna)
    await anna.tap("Pay automatically")
    assert (choices_of_the_second(shop), anna.toasts[-1][:25]) == ({}, "This button is out of dat")


async def test_an_amount_typed_for_a_shop_that_removed_one_is_not_set_in_the_next(shop: Shop) -> None:
    anna = await in_two_shops(shop)
    await anna.write("/points")
    await anna.tap("Service payment")
    await anna.tap("Advertising")
    await anna.tap("Daily limit")
    removed_from_the_first(shop, anna)
    await anna.write("300")
    said = ("about an earlier screen" in anna.text, "<b>Two</b>" in anna.text)
    assert (choices_of_the_second(shop), said) == ({}, (True, True))


async def test_nobody_is_invited_into_the_next_shop_from_the_screen_of_another(shop: Shop) -> None:
    anna = await in_two_shops(shop)
    await anna.write("/start")
    await anna.tap("Team")
    await anna.tap("Invite")
    removed_from_the_first(shop, anna)
    await anna.tap("Manager")
    assert shop.ports.team.open_links("S2", shop.clock.at) == []


async def test_an_old_button_after_a_removal_shows_the_next_shop_and_not_the_screen_of_the_first(shop: Shop) -> None:
    anna = await in_two_shops(shop)
    await anna.write("/start")
    old = anna.screen
    await anna.write("/points")
    removed_from_the_first(shop, anna)
    await anna.tap("Team", old)
    assert "<b>Two</b>" in (anna.session.chats[anna.user.id][old.message_id].text or "")


# -- two people in the same moment (RULES 4.1) -------------------------------------------------------------------------


class OvertakenLedger(Ledger):
    """A ledger in which somebody else is quicker: something happens between looking and taking."""

    def __init__(self, shop: Shop, meanwhile: Callable[[Ledger], Outcome]) -> None:
        super().__init__(shop.database, shop.ports.policy)
        self.meanwhile: Callable[[Ledger], Outcome] | None = meanwhile

    def take_one(
        self,
        event: Event,
        now: int,
        source: str,
        actor: str | None = None,
        *,
        version: Version | None = None,
    ) -> Outcome:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            assert meanwhile(Ledger(self.database, self.policy)).is_done
        return super().take_one(event, now, source, actor, version=version)


async def test_a_spending_in_the_same_moment_is_told_before_the_second_one_happens(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 150_000)
    karen = shop.member(Role.FINANCE)
    await karen.write("/points")
    await karen.tap("Spend points")
    await karen.tap("advertising")
    await karen.write("400")
    first = Spend(
        id="x", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER, programme="bonus", service="ads", amount=40_000
    )
    shop.with_ledger(OvertakenLedger(shop, lambda ledger: ledger.take_one(first, shop.clock.at, "chat")))
    await karen.tap("Spend")
    assert (shop.account.balances["bonus"].available, "Left after that: 200" in karen.text) == (60_000, True)


async def test_an_upgrade_is_not_paid_when_the_money_went_in_the_same_moment(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE * 2)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    out = WalletDebited(id="out", at=shop.clock.at, seller=shop.seller, amount=PRICE)
    shop.with_ledger(OvertakenLedger(shop, lambda ledger: ledger.take_one(out, shop.clock.at, "feed")))
    await anna.tap("Pay")
    assert (shop.plan(), "The terms changed" in anna.text) == (Plan.LITE, True)


async def test_a_programme_is_not_left_when_points_came_in_the_same_moment(shop: Shop) -> None:
    shop.bonus(100_000)
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Taking part")
    await anna.tap("Leave: Seller")
    more = BonusGranted(
        id="more", at=shop.clock.at, seller=shop.seller, grant="more", programme="bonus", amount=5_000, reason="promo"
    )
    shop.with_ledger(OvertakenLedger(shop, lambda ledger: ledger.take_one(more, shop.clock.at, "feed")))
    await anna.tap("Leave")
    assert (shop.account.balances["bonus"].opted_out, "1,050" in anna.text) == (False, True)


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


async def test_a_bot_that_cannot_draw_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("no fonts")

    monkeypatch.setattr("bot.app.warm_up", broken)
    with capture_logs() as logs:
        await _warm_up()
    assert [line["event"] for line in logs] == ["charts_not_loaded"]


# -- the heart ---------------------------------------------------------------------------------------------------------


class BrokenLedger(Ledger):
    """A ledger whose due work fails; `often` is set when it was tried that often."""

    def __init__(self, shop: Shop, error: Exception, often: int) -> None:
        super().__init__(shop.database, shop.ports.policy)
        self.error, self.left, self.often = error, often, asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def tick(self, now: Instant) -> Swept:
        self.left -= 1
        if self.left <= 0:
            self.loop.call_soon_threadsafe(self.often.set)
        raise self.error


async def beating(shop: Shop, ledger: Ledger) -> tuple[Heart, asyncio.Task[None]]:
    shop.use(replace(shop.ports, ledger=ledger))
    heart = Heart(shop.ports, shop.notifier())
    return heart, asyncio.create_task(heart.run())


class SlowLedger(BrokenLedger):
    """Its due work takes until it is let go, and finds nothing."""

    def __init__(self, shop: Shop, often: int) -> None:
        super().__init__(shop, ZeroDivisionError(), often)
        self.begun, self.go = asyncio.Event(), threading.Event()

    def tick(self, now: Instant) -> Swept:
        self.loop.call_soon_threadsafe(self.begun.set)
        self.go.wait()
        with suppress(ZeroDivisionError):
            super().tick(now)
        return Swept(0, 0)


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_nudge_during_a_beat_is_not_lost(shop: Shop) -> None:
    ledger = SlowLedger(shop, 2)
    heart, task = await beating(shop, ledger)
    await ledger.begun.wait()
    heart.nudge()  # what it was about was written after this beat had looked
    ledger.go.set()
    async with asyncio.timeout(5):
        await ledger.often.wait()
    await stopped(task)


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
