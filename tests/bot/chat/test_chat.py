"""The chat through its dispatcher: the ways through the screens, and everything that may go wrong on them."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
import structlog
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SetMyCommands
from aiogram.types import Chat, Message, PhotoSize, Sticker, Voice

from bot.frame.visitor import shop_tag
from bot.post.buttons import NoticeButton
from core.events import Maintenance, OptOut
from core.values import State
from tests.bot.recording import ME, WHEN, Human
from tests.bot.shop import TEXTS, Shop
from tests.bot.ways import EMPLOYEE, FINANCE, MANAGER, PRICE, intent_of, on_premium, shown, spend_everything

# -- coming in -------------------------------------------------------------------------------------------------------


async def test_a_newcomer_learns_what_this_is_and_how_to_get_in(shop: Shop) -> None:
    nina = shop.person("Nina")
    await nina.write("/start")
    assert "not joined a shop" in nina.text
    assert "This bot is for the marketplace's shops" in nina.text
    assert nina.labels == ["My shop is on Ozon", "Help", "Language"]


@pytest.mark.parametrize("command", ["/points", "/premium", "/balance", "hello", "/start"])
async def test_whatever_a_newcomer_writes_leads_to_the_welcome(shop: Shop, command: str) -> None:
    nina = shop.person("Nina")
    await nina.write(command)
    assert "not joined a shop" in nina.text


async def test_a_newcomer_may_read_help_and_come_back(shop: Shop) -> None:
    nina = shop.person("Nina")
    await nina.write("/help")
    await nina.tap("When points expire")
    assert "end of the quarter" in nina.text
    await nina.tap("Home")
    assert "not joined a shop" in nina.text


async def test_a_link_lets_in_with_its_role_and_shows_home(shop: Shop) -> None:
    anna = shop.person("Anna")
    await anna.write(f"/start {shop.link(MANAGER)}")
    assert "You have joined “Tea &amp; Co”" in anna.text
    assert "Your role: Manager" in anna.text
    assert "Plan and Premium" in anna.labels


async def test_opening_the_same_link_again_says_so(shop: Shop) -> None:
    anna = shop.person("Anna")
    token = shop.link(MANAGER)
    await anna.write(f"/start {token}")
    await anna.write(f"/start {token}")
    assert "You are in “Tea &amp; Co” already" in anna.text


async def test_a_used_link_is_explained(shop: Shop) -> None:
    token = shop.link(MANAGER)
    anna, boris = shop.person("Anna"), shop.person("Boris")
    await anna.write(f"/start {token}")
    await boris.write(f"/start {token}")
    assert "works only once" in boris.text


async def test_an_expired_link_is_explained(shop: Shop) -> None:
    token = shop.link(MANAGER)
    shop.later(days=2)
    anna = shop.person("Anna")
    await anna.write(f"/start {token}")
    assert "has run out" in anna.text


async def test_a_revoked_link_is_explained(shop: Shop) -> None:
    token = shop.link(MANAGER)
    shop.ports.team.revoke_link(token, "operator", shop.clock.at)
    anna = shop.person("Anna")
    await anna.write(f"/start {token}")
    assert "was revoked" in anna.text


async def test_an_unknown_link_is_explained_and_not_repeated(shop: Shop) -> None:
    anna = shop.person("Anna")
    await anna.write("/start " + "x" * 4000)
    assert "There is no such link" in anna.text
    assert "xxx" not in anna.text


@pytest.mark.parametrize(
    ("code", "word"),
    [("ru", "Здравствуйте"), ("kk", "Здравствуйте"), ("hy-AM", "Բարև"), ("de", "Hello"), (None, "Hello")],
)
async def test_the_language_follows_telegram_at_first(shop: Shop, code: str | None, word: str) -> None:
    person = shop.person("Anna", code)
    await person.write("/start")
    assert word in person.text


async def test_a_chosen_language_stays_and_changes_the_command_menu(shop: Shop) -> None:
    anna = shop.member(MANAGER, language="en")
    await anna.write("/language")
    await anna.tap("Русский")
    assert "Ваша роль" in anna.text
    await anna.write("/help")
    assert "Помощь" in anna.text
    (menu,) = shop.session.of(SetMyCommands)
    assert menu.commands[0].description == "Главный экран"


async def test_a_menu_that_cannot_be_changed_is_no_reason_to_fail(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SetMyCommands, TelegramBadRequest(SetMyCommands(commands=[]), "no"))
    await anna.write("/language")
    await anna.tap("Русский")
    assert "Ваша роль" in anna.text


async def test_language_can_be_reached_from_home_and_from_help(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/help")
    await anna.tap("Language")
    assert "Which language" in anna.text
    await anna.tap("Home")
    await anna.tap("Settings")
    await anna.tap("Language")
    assert "Which language" in anna.text


async def test_a_tap_on_a_screen_that_was_only_just_shown_finds_it(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/start")
    slow = shop.session.held[AnswerCallbackQuery] = asyncio.Event()
    async with asyncio.TaskGroup() as taps:
        taps.create_task(anna.tap("Plan and Premium"))
        while "Compare plans" not in anna.labels:
            await asyncio.sleep(0)
        quick = taps.create_task(anna.tap("Compare plans"))
        await asyncio.wait({quick}, timeout=0.2)  # as far as it gets while Telegram is slow to answer
        slow.set()
    assert "Advanced analytics" in anna.text
    assert anna.toasts == []


# -- points ------------------------------------------------------------------------------------------------------------


async def at_the_amount(shop: Shop, language: str = "en") -> Human:
    """A finance manager who is asked for an amount: 1,000 bonuses, 700.00 billed for advertising."""
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    fiona = shop.member(FINANCE, "Fiona", language)
    await fiona.write("/points")
    await fiona.send_data(f"{intent_of(fiona)}\x1dgo:spend")
    await fiona.send_data(f"{intent_of(fiona)}\x1dservice:1.2")  # bonuses, advertising
    await fiona.send_data(f"{intent_of(fiona)}\x1dgo:amount")
    return fiona


async def test_points_are_spent_in_four_taps(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    fiona = shop.member(FINANCE)
    await fiona.write("/start")
    await fiona.tap("Points")
    await fiona.tap("Spend points")
    assert "<b>Seller bonuses</b>: available 1,000 points" in shown(fiona)
    await fiona.tap("Seller bonuses · advertising: 700")
    assert "Left after that: 300 points" in shown(fiona)
    assert fiona.button("Spend").style == "success"
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 70_000
    assert shop.account.wallet == 0
    assert "Back to the balance: 700.00 ₽. The balance is 0.00 ₽ now." in shown(fiona)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("100", "100"), ("100,50", "100.50"), ("100.50 ₽", "100.50"), ("1 00", None), ("500 points", "500")],
)
async def test_an_amount_may_be_typed_as_people_type(shop: Shop, typed: str, amount: str | None) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(typed)
    if amount is None:
        assert "couldn't read the amount" in fiona.text
    else:
        assert f"Spend {amount} points?" in shown(fiona)


async def test_thousands_with_a_space_and_a_comma_are_understood(shop: Shop) -> None:
    shop.bonus(200_000)
    shop.billed("ads", 150_000)
    fiona = await at_the_amount(shop, "ru")
    await fiona.write("1 000,50")
    assert "Потратить 1 000,50 балла?" in shown(fiona)


@pytest.mark.parametrize("typed", ["тысяча", "-5", "0", "1e3", "५००", "100 200 300.5.5", "<b>5</b>"])
async def test_what_is_no_amount_is_explained_and_asked_again(shop: Shop, typed: str) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(typed)
    assert "couldn't read the amount" in fiona.text
    assert "Write the amount in digits, or choose one." in fiona.text
    assert shop.account.balances["bonus"].spent == 0


@pytest.mark.parametrize("typed", ["9" * 20, "9" * 4096])
async def test_more_than_any_amount_is_told_to_be_too_large(shop: Shop, typed: str) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(typed)
    assert "too large: an amount is 999,999,999,999.99 at most" in fiona.text
    assert shop.account.balances["bonus"].spent == 0


async def test_more_than_there_is_names_the_largest_useful_amount(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("5000")
    assert "There are not enough points" in fiona.text
    assert "At most now: 700 points" in shown(fiona)


async def test_more_than_can_be_covered_names_the_largest_amount(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("900")
    assert "The largest amount: 700 points" in shown(fiona)


async def test_less_than_the_minimum_is_refused_with_the_minimum(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("49,99")
    assert "One spending starts from: 50 points" in shown(fiona)


async def test_another_amount_may_be_written_over_the_confirmation(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.tap("Back")
    await fiona.tap("advertising")
    assert "Spend 700 points?" in shown(fiona)
    await fiona.write("100")
    assert "Spend 100 points?" in shown(fiona)


@pytest.mark.parametrize("choice", ["1", "1.", ".2", "1.9", "9.1", "-1.2", "1.2.2", "x.y", "१.२"])
async def test_a_forged_service_does_nothing(shop: Shop, choice: str) -> None:
    fiona = await at_the_amount(shop)
    await fiona.tap("Back")
    await fiona.send_data(f"{intent_of(fiona)}\x1dservice:{choice}")
    assert "Spend points" in shown(fiona)


@pytest.mark.parametrize("choice", ["0", "-1", "99999999999999999999", "x", "50000000", ""])
async def test_a_forged_amount_does_nothing(shop: Shop, choice: str) -> None:
    fiona = await at_the_amount(shop)
    await fiona.send_data(f"{intent_of(fiona)}\x1damount:{choice}")
    assert shop.account.balances["bonus"].spent == 0
    assert "Seller bonuses → advertising" in fiona.text


async def test_two_taps_at_once_spend_once(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    message, data = fiona.screen, fiona.button("Spend").callback_data or ""
    await asyncio.gather(*(fiona.send_data(data, message) for _ in range(3)))
    assert shop.account.balances["bonus"].spent == 30_000
    assert fiona.toasts.count("Done, the points are spent.") == 1
    assert fiona.toasts.count("This is done already.") == 2


async def test_an_old_confirmation_spends_nothing(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    old, data = fiona.screen, fiona.button("Spend").callback_data or ""
    await fiona.tap("Another amount")
    await fiona.write("500")
    await fiona.send_data(data, old)
    assert shop.account.balances["bonus"].spent == 0
    assert fiona.toasts[-1].startswith("This button is out of date")
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 50_000


async def test_points_spent_by_a_colleague_meanwhile_are_shown_first(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    shop.bonus(1_000)
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 0
    assert "The numbers changed" in fiona.text
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 30_000


async def test_a_charge_covered_by_a_colleague_meanwhile_leaves_nothing_to_confirm(shop: Shop) -> None:
    fiona, boris = await at_the_amount(shop), shop.member(FINANCE, "Boris")
    await fiona.write("300")
    await spend_everything(boris)
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 70_000
    assert "no bills left to pay with points" in fiona.text
    await fiona.tap("Back")
    assert "No bill of this month can be paid" in fiona.text


async def test_a_role_taken_away_meanwhile_spends_nothing(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    shop.becomes(fiona, EMPLOYEE)
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 0
    assert "This needs another role" in fiona.text


async def test_a_spending_of_one_shop_does_nothing_to_another(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    shop.register("S2", "Coffee")
    shop.admit(fiona, FINANCE, "S2")
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 0


async def test_in_grace_the_confirmation_says_that_the_money_pays_the_subscription(shop: Shop) -> None:
    await on_premium(shop)
    shop.later(days=31)
    shop.earns(PRICE - 1)
    shop.billed("ads", 70_000)
    shop.bonus(100_000)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("Spend points")
    await fiona.tap("advertising")
    await fiona.write("100")
    assert "charged at once" not in fiona.text
    await fiona.tap("Another amount")
    await fiona.write("700")
    assert "It also pays the subscription at once. Premium: 4,990.00 ₽" not in shown(fiona)
    shop.earns(1)
    await fiona.tap("Spend")
    assert "It also pays the subscription at once. Premium: 4,990.00 ₽" in shown(fiona)
    await fiona.tap("Spend")
    assert shop.state() is State.ACTIVE


async def test_during_maintenance_spending_is_closed(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    shop.take(Maintenance(id="m", at=shop.clock.at, on=True))
    await fiona.write("300")
    assert "Maintenance is under way" in fiona.text
    await fiona.tap("Back")
    assert "Maintenance" in fiona.text
    await fiona.write("/points")
    assert "Maintenance" in fiona.text


async def test_points_for_discounts_pay_commission_for_subscribers_only(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.billed("commission", 70_000)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("Spend points")
    assert "only with a subscription" in fiona.text
    assert fiona.labels == ["Service payment", "Back", "Home"]


async def test_without_points_there_is_nothing_to_spend(shop: Shop) -> None:
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    assert "No points yet" in fiona.text
    assert "Spend points" not in fiona.labels
    await fiona.send_data(f"{intent_of(fiona)}\x1dgo:spend")
    assert "No points are available" in fiona.text


async def test_the_calendar_lists_what_expires_when(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    for _ in range(12):
        shop.bonus(10_000)
        shop.later(days=1)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("What expires")
    text = shown(fiona)
    assert "• June 2026: 700 points" in text
    assert "• March 2027: 1,200 points" in text
    await fiona.tap("Spend points")
    assert "Seller bonuses" in fiona.text
    await fiona.tap("Back")
    assert "What expires" in "".join(fiona.labels)


async def test_held_points_show_when_they_come(shop: Shop) -> None:
    shop.redeems()
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    assert "come on March 16, 2026: 700 points" in shown(fiona)


async def test_a_programme_that_was_left_says_so(shop: Shop) -> None:
    shop.take(OptOut(id="o", at=shop.clock.at, seller=shop.seller, by=MANAGER, programme="bonus"))
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    assert "The shop has left: no new points" in fiona.text


# -- what nobody waits for ---------------------------------------------------------------------------------------------

STICKER = Sticker(file_id="s", file_unique_id="s", type="regular", width=1, height=1, is_animated=False, is_video=False)
VOICE = Voice(file_id="v", file_unique_id="v", duration=1)
PHOTO = PhotoSize(file_id="p", file_unique_id="p", width=1, height=1)


@pytest.mark.parametrize("screen", ["/start", "/points", "/premium", "/help", "/language", "/balance"])
@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "what a day"}, "I didn't understand that"),
        ({"text": "/nonsense"}, "There is no such command"),
        ({"text": "x" * 4096}, "I didn't understand that"),
        ({"sticker": STICKER}, "I read only text"),
        ({"voice": VOICE}, "I read only text"),
        ({"photo": [PHOTO], "caption": "look"}, "I read only text"),
    ],
    ids=["words", "command", "long", "sticker", "voice", "photo"],
)
async def test_what_no_screen_waits_for_is_answered_above_the_screen(
    shop: Shop, screen: str, message: dict[str, Any], said: str
) -> None:
    anna = shop.member(MANAGER)
    await anna.write(screen)
    before = re.sub(r"\d\d:\d\d", "", anna.text)
    await anna.write(**message)
    assert said in anna.text
    assert re.sub(r"\d\d:\d\d", "", anna.text).endswith(before)


async def test_a_sticker_instead_of_an_amount_is_answered(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(sticker=STICKER)
    assert "I read only text" in fiona.text
    assert "Write the amount in digits" in fiona.text


async def test_a_message_without_an_open_screen_is_answered_with_home(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("what a day")
    assert "I didn't understand that" in anna.text
    assert "<b>Tea &amp; Co</b>" in anna.text


@pytest.mark.parametrize("opened", [True, False])
async def test_a_note_of_telegrams_own_gets_no_answer(shop: Shop, opened: bool) -> None:
    anna = shop.member(MANAGER)
    if opened:
        await anna.write("/start")
    before = len(shop.session.of(SendMessage))
    await anna.write(delete_chat_photo=True)
    assert len(shop.session.of(SendMessage)) == before


async def test_an_edited_message_is_answered(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.edit("/start")
    assert "Please send a new message" in anna.text


async def test_a_reply_to_an_old_screen_gets_the_present_one(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/points")
    old = anna.screen.model_copy(update={"from_user": ME})
    await anna.write("/premium")
    await anna.write("hello", reply_to_message=old)
    assert "That was about an earlier screen" in anna.text
    assert "Plan and Premium" in anna.text


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "n:premium",
        "n:premium:zz:0",
        "n:spend:zz:99",
        "\x1d",
        "a\x1db",
        "confirm:1",
        "go:",
        "change:cancel",
        "A" * 64,
    ],
)
@pytest.mark.parametrize("screen", ["/start", "/points", "/premium", "/help"])
async def test_made_up_data_changes_nothing_and_shows_a_screen(shop: Shop, screen: str, data: str) -> None:
    anna = await on_premium(shop)
    await anna.write(screen)
    before = shop.account.journal.seq
    await anna.send_data(data)
    assert shop.account.journal.seq == before
    assert anna.buttons()
    assert "Sorry" not in anna.text


@pytest.mark.parametrize(
    "widget",
    ["go:nowhere", "change:free", "change:", "programme:9", "programme:x", "service:99", "amount:1", "confirm:x",
     "answer:approve-1", "answer:x", "topic:none", "language:xx", "shop:00", "other:keep", "go:amount", "go:service"],
)  # fmt: skip
@pytest.mark.parametrize("screen", ["/start", "/points", "/premium", "/help", "/language", "/balance"])
async def test_made_up_choices_of_an_open_screen_change_nothing(shop: Shop, screen: str, widget: str) -> None:
    anna = await on_premium(shop)
    await anna.write(screen)
    before = shop.account.journal.seq
    await anna.send_data(f"{intent_of(anna)}\x1d{widget}")
    assert shop.account.journal.seq == before
    assert "Sorry" not in anna.text


async def test_an_old_button_gets_the_present_screen_in_place(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/points")
    old = anna.screen
    data = anna.button("Home").callback_data or ""
    await anna.write("/premium")
    await anna.send_data(data, old)
    assert anna.toasts[-1].startswith("This button is out of date")
    edited = shop.session.of(EditMessageText)[-1]
    assert edited.message_id == old.message_id
    assert "Plan and Premium" in edited.text


async def test_a_removed_member_loses_the_screen_at_the_next_tap(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    shop.dismiss(anna)
    await anna.tap("Turn the subscription off")
    assert anna.toasts[-1].startswith("You no longer have access")
    assert "not joined a shop" in anna.text
    assert all("4,990" not in (message.text or "") for message in anna.messages[-1:])


async def test_a_removed_members_old_message_and_text_lead_to_the_welcome(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    old, data = anna.screen, anna.button("Home").callback_data or ""
    await anna.write("/start")
    shop.dismiss(anna)
    await anna.send_data(data, old)
    assert anna.toasts[-1].startswith("You no longer have access")
    await anna.write("what a day")
    assert "not joined a shop" in anna.text


async def test_a_removed_member_may_come_back_by_a_new_link(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.dismiss(anna)
    await anna.write(f"/start {shop.link(EMPLOYEE)}")
    assert "Your role: Employee" in anna.text


async def test_a_removed_members_notice_button_opens_nothing(shop: Shop) -> None:
    anna = await on_premium(shop)
    await shop.notifier().deliver()
    notice = anna.screen
    shop.dismiss(anna)
    await anna.tap("Open Premium", notice)
    assert anna.toasts[-1].startswith("You no longer have access")


async def test_a_tap_on_an_unknown_button_without_an_open_screen_leads_home(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    stray = Message(message_id=99, date=WHEN, chat=anna.chat, from_user=ME, text="old").as_(shop.bot)
    await anna.send_data("whatever", stray)
    assert "<b>Tea &amp; Co</b>" in anna.text


# -- groups, blocking, failures ----------------------------------------------------------------------------------------

GROUP = Chat(id=-100, type="supergroup")


@pytest.mark.parametrize("text", ["/start", "/help@seller_premium_bot", "/points@Seller_Premium_Bot"])
async def test_in_a_group_a_command_for_us_gets_a_hint(shop: Shop, text: str) -> None:
    anna = shop.member(MANAGER)
    await anna.write(text, chat=GROUP)
    (hint,) = shop.session.of(SendMessage)
    assert "only in a private chat" in hint.text


@pytest.mark.parametrize("text", ["hello", "/start@other_bot", "/unknown", "", "/"])
async def test_in_a_group_everything_else_is_met_with_silence(shop: Shop, text: str) -> None:
    anna = shop.member(MANAGER)
    await anna.write(text or None, chat=GROUP)
    assert shop.session.of(SendMessage) == []


async def test_a_channels_post_is_met_with_silence(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/start", chat=Chat(id=-200, type="channel"), from_user=None)
    assert shop.session.calls == []


async def test_who_blocks_the_bot_is_marked_and_unmarked_when_coming_back(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.block()
    assert shop.ports.team.person(anna.user.id).blocked
    await anna.block(False)
    assert not shop.ports.team.person(anna.user.id).blocked


async def test_who_turns_out_to_have_blocked_the_bot_is_marked(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SendMessage, TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "blocked"))
    await anna.write("/start")
    assert shop.ports.team.person(anna.user.id).blocked


async def test_a_short_pause_that_telegram_asks_for_is_waited_out(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SendMessage, TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "flood", 0))
    await anna.write("/start")
    assert "Tea &amp; Co" in anna.text


async def test_a_long_pause_that_telegram_asks_for_is_an_error(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SendMessage, TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "flood", 60))
    await anna.write("/start")
    assert "Sorry, something went wrong" in anna.text


async def test_an_answer_that_comes_too_late_is_no_error(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    late = TelegramBadRequest(AnswerCallbackQuery(callback_query_id="1"), "query is too old")
    shop.session.refuse_next(AnswerCallbackQuery, late)
    await anna.tap("Turn the subscription off")
    assert "after the trial period?" in anna.text


class Broken:
    """A ledger that fails, with something secret in what it says."""

    def __init__(self, ledger: Any, times: int) -> None:
        self.ledger, self.times = ledger, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def look(self, seller: str) -> Any:
        if self.times:
            self.times -= 1
            raise RuntimeError("secret 42:TEST")
        return self.ledger.look(seller)


async def test_a_failure_is_answered_with_an_apology_and_home_and_logged_without_secrets(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/start")
    shop.with_ledger(Broken(shop.ports.ledger, 1))
    with structlog.testing.capture_logs() as logs:
        await anna.tap("Plan and Premium")
    assert "Sorry, something went wrong" in anna.text
    assert "<b>Tea &amp; Co</b>" in anna.text
    assert anna.toasts[-1].startswith("Something went wrong")
    (entry,) = logs
    assert entry["event"] == "update_failed"
    assert entry["error"] == "RuntimeError"
    assert "secret" not in str(entry)
    assert any("getters.py" in place for place in entry["places"])


async def test_when_even_home_fails_a_plain_apology_is_sent(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.with_ledger(Broken(shop.ports.ledger, 99))
    await anna.write("/start")
    assert anna.text == TEXTS.get("en", "error-sorry")


async def test_without_a_database_an_apology_is_sent_all_the_same(shop: Shop) -> None:
    anna = shop.member(MANAGER, language="ru")
    with shop.database.write() as transaction:
        transaction.run("ALTER TABLE person RENAME TO gone")
    await anna.write("/start")
    assert anna.text == TEXTS.get("ru", "error-sorry")


# -- buttons under notices ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "about", "text"),
    [
        ("premium", 0, "Plan and Premium"),
        ("points", 0, "<b>Points</b>"),
        ("top_up", 0, "How to top up"),
        ("invitation", 0, "Invitation to Premium"),
        ("cancel", 0, "Turn Premium off after the trial period?"),
        ("switch", 0, "Switch to Premium Lite?"),
        ("fees", 0, "Periods and payments"),
        ("history", 0, "History"),
        ("reports", 202603, "Report: March 2026"),
        ("reports", 202699, "Report: March 2026"),
        ("resume", 0, "There is nothing to change"),
        ("spend", 1, "They pay this month's bills"),
        ("spend", 0, "They pay this month's bills"),
        ("spend", 7, "They pay this month's bills"),
        ("decline", 77, "no longer waits for an answer"),
        ("nowhere", 0, "<b>Tea &amp; Co</b>"),
    ],
)
async def test_a_button_under_a_notice_opens_its_screen_below_and_leaves_the_notice(
    shop: Shop, to: str, about: int, text: str
) -> None:
    anna = await on_premium(shop)
    shop.bonus(100_000)
    await shop.notifier().deliver()
    notice = anna.messages[-1]
    data = NoticeButton(to=to, shop=shop_tag(shop.seller), about=about).pack()
    await anna.send_data(data, notice)
    assert text in anna.text
    assert shop.session.chats[anna.user.id][notice.message_id] == notice


async def test_a_notice_of_another_shop_switches_to_it(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.register("S2", "Coffee")
    shop.admit(anna, MANAGER, "S2")
    await anna.write("/start")
    assert "Coffee" in anna.text
    await anna.send_data(NoticeButton(to="premium", shop=shop_tag(shop.seller)).pack())
    await anna.tap("Home")
    assert "<b>Tea &amp; Co</b>" in anna.text


async def test_an_employee_who_taps_spend_under_a_notice_is_told_whom_to_ask(shop: Shop) -> None:
    shop.bonus(100_000)
    emil = shop.member(EMPLOYEE)
    await emil.write("/start")
    await emil.send_data(NoticeButton(to="spend", shop=shop_tag(shop.seller)).pack())
    assert "This needs another role" in emil.text
