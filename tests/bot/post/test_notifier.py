"""The notifier: what is told, to whom with which buttons, and once, whatever Telegram and the process do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage, SetMyCommands

from bot.frame.states import COMMANDS
from bot.frame.visitor import shop_tag
from bot.post.buttons import NoticeButton, notice_buttons
from bot.post.notifier import IN_FLIGHT, LEASE, LONGEST_PAUSE, MOST_SEARCHES
from bot.secrecy import keep
from core.notices.kinds import NoticeKind
from core.values import HOUR, SECOND, Role
from storage.post.outbox import Outbox
from tests.bot.shop import DAY, START, TEXTS, Shop

CALL = SendMessage(chat_id=1, text="x")
HIDDEN = '{"reason": "rating", "rating": "4.1", "threshold": "4.2"}'


@pytest.fixture
def invited(shop: Shop) -> Shop:
    """A shop whose one manager is to be told of an invitation."""
    shop.member(Role.MANAGER, "Anna", "en")
    shop.ports.team.set_locale(_only(shop), "en")
    shop.qualifies()
    return shop


def _only(shop: Shop) -> int:
    (person,) = shop.people
    return person


def states(shop: Shop) -> list[tuple[str, str | None]]:
    with shop.database.read() as transaction:
        return [(row[0], row[1]) for row in transaction.rows("SELECT state, error FROM delivery ORDER BY id")]


def texts_sent(shop: Shop) -> list[str]:
    return [call.text for call in shop.session.of(SendMessage)]


async def test_a_notice_goes_out_once_with_its_button(invited: Shop) -> None:
    notifier = invited.notifier()
    assert await notifier.deliver() == 1
    assert await notifier.deliver() == 0
    (call,) = invited.session.of(SendMessage)
    assert "You are invited to Premium" in call.text
    assert call.reply_markup.inline_keyboard[0][0].text == "See the invitation"
    with invited.database.read() as transaction:
        row = transaction.row("SELECT state, message_id FROM delivery")
    assert row is not None
    assert row[0] == "sent"
    assert row[1] == invited.people[_only(invited)].messages[-1].message_id


async def test_everybody_is_told_in_their_own_language(shop: Shop) -> None:
    words = {"ru": "Вас приглашают", "en": "You are invited", "hy": "հրավիր"}
    people = {locale: shop.member(Role.MANAGER, locale, locale) for locale in words}
    for person in people.values():
        await person.write("/start")
    shop.qualifies()
    await shop.notifier().deliver()
    for locale, person in people.items():
        assert words[locale] in person.text


async def test_who_is_in_several_shops_is_told_which_one(invited: Shop) -> None:
    invited.register("S2", "Coffee")
    anna = invited.people[_only(invited)]
    invited.admit(anna, Role.MANAGER, "S2")
    await invited.notifier().deliver()
    assert "Shop “Tea &amp; Co”" in anna.text


async def test_no_more_is_sent_than_asked_for(shop: Shop) -> None:
    for number in range(5):
        shop.member(Role.MANAGER, f"Anna {number}")
    shop.qualifies()
    notifier = shop.notifier()
    assert await notifier.deliver(limit=2) == 2
    assert await notifier.deliver() == 3


async def test_a_pause_that_telegram_asks_for_is_obeyed(invited: Shop) -> None:
    invited.session.refuse_next(SendMessage, TelegramRetryAfter(CALL, "flood", 7))
    notifier = invited.notifier()
    assert await notifier.deliver() == 0
    invited.later(seconds=6)
    assert await notifier.deliver() == 0
    assert len(invited.session.of(SendMessage)) == 0
    invited.later(seconds=1)
    assert await notifier.deliver() == 1


async def test_when_several_chats_are_refused_everything_pauses(shop: Shop) -> None:
    for number in range(3):
        shop.member(Role.MANAGER, f"Anna {number}")
    shop.qualifies()
    shop.session.refuse_next(SendMessage, *(TelegramRetryAfter(CALL, "flood", 7) for _ in range(2)))
    notifier = shop.notifier()
    assert await notifier.deliver() == 1
    assert notifier.paused_until == shop.clock.at + 7 * SECOND
    shop.member(Role.MANAGER, "Late")
    shop.qualifies(False)
    assert await notifier.deliver() == 0
    shop.later(seconds=7)
    assert await notifier.deliver() > 0


async def test_a_busy_chat_does_not_hold_up_the_others(shop: Shop) -> None:
    for number in range(3):
        shop.member(Role.MANAGER, f"Anna {number}")
    shop.qualifies()
    shop.session.refuse_next(SendMessage, TelegramRetryAfter(CALL, "flood", 60))
    assert await shop.notifier().deliver() == 2


async def test_a_blocked_chat_is_marked_and_not_tried_again(invited: Shop) -> None:
    invited.session.refuse_next(SendMessage, TelegramForbiddenError(CALL, "bot was blocked by the user"))
    notifier = invited.notifier()
    assert await notifier.deliver() == 0
    assert invited.ports.team.person(_only(invited)).blocked
    invited.later(days=1)
    invited.qualifies(False)
    assert await notifier.deliver() == 0
    assert invited.session.of(SendMessage) == []


async def test_pauses_between_attempts_grow_up_to_a_limit(invited: Shop) -> None:
    notifier = invited.notifier()
    pauses = []
    for _ in range(10):
        invited.session.refuse_next(SendMessage, TelegramNetworkError(CALL, "no route"))
        await notifier.deliver()
        due = invited.ports.outbox.next_at()
        assert due is not None
        pauses.append((due - invited.clock.at) // 1_000_000)
        invited.clock.at = due
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == LONGEST_PAUSE


FINAL = [
    TelegramBadRequest(CALL, "Bad Request: can't parse entities: unexpected end tag"),
    TelegramBadRequest(CALL, "Bad Request: message is too long"),
    TelegramBadRequest(CALL, "Bad Request: PEER_ID_INVALID"),
    TelegramMigrateToChat(CALL, "Bad Request: group chat was upgraded to a supergroup chat", -100),
    TelegramEntityTooLarge(CALL, "Request Entity Too Large"),
]
PASSING = [
    TelegramNetworkError(CALL, "no route"),
    TelegramServerError(CALL, "bad gateway"),
    RestartingTelegram(CALL, "Internal Server Error: restart"),
    TelegramUnauthorizedError(CALL, "Unauthorized"),
    TelegramNotFound(CALL, "Not Found"),
    TelegramConflictError(CALL, "Conflict: terminated by other getUpdates request"),
    TelegramAPIError(CALL, "FLOOD_WAIT"),  # 420
    TelegramAPIError(CALL, "Misdirected Request"),  # 421
    TelegramBadRequest(CALL, "Logged out"),
    TelegramBadRequest(CALL, "Bad Request"),
    TelegramBadRequest(CALL, "Bad Request: chat not found"),
    TelegramForbiddenError(CALL, "Forbidden"),
    ClientDecodeError("Failed to decode object", ValueError("x"), "<html>"),
]


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {getattr(error, 'message', '')}"


@pytest.mark.parametrize("error", FINAL, ids=_said)
async def test_what_telegram_refuses_for_good_is_kept_with_the_reason(invited: Shop, error: TelegramAPIError) -> None:
    invited.session.refuse_next(SendMessage, error)
    notifier = invited.notifier()
    assert await notifier.deliver() == 0
    assert states(invited) == [("failed", _said(error))]
    invited.later(days=1)
    assert await notifier.deliver() == 0


@pytest.mark.parametrize("error", PASSING, ids=_said)
async def test_what_is_not_about_the_chat_or_the_text_is_tried_later_and_then_once(
    invited: Shop, error: Exception
) -> None:
    invited.session.refuse_next(SendMessage, error)
    notifier = invited.notifier()
    assert await notifier.deliver() == 0
    assert states(invited) == [("waiting", _said(error))]
    assert await notifier.deliver() == 0
    invited.later(seconds=5)
    assert await notifier.deliver() == 1
    assert await notifier.deliver() == 0
    assert len(texts_sent(invited)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot can't initiate conversation with a user",
    ],
)
async def test_whoever_is_gone_is_marked_so(invited: Shop, words: str) -> None:
    invited.session.refuse_next(SendMessage, TelegramForbiddenError(CALL, words))
    await invited.notifier().deliver()
    assert invited.ports.team.person(_only(invited)).blocked
    assert states(invited) == [("dropped", "blocked")]


async def test_a_refusal_in_nobodys_words_silences_nobody(invited: Shop) -> None:
    invited.session.refuse_next(SendMessage, TelegramForbiddenError(CALL, "Forbidden"))
    await invited.notifier().deliver()
    assert not invited.ports.team.person(_only(invited)).blocked


async def test_a_chat_that_stays_unknown_is_given_up_after_a_day(invited: Shop) -> None:
    for member in invited.ports.team.members(invited.seller):
        invited.ports.team.set_quiet_hours(member.telegram_id, None, None)
    notifier = invited.notifier()
    for attempt in range(1, MOST_SEARCHES + 1):
        invited.session.refuse_next(SendMessage, TelegramBadRequest(CALL, "Bad Request: chat not found"))
        assert await notifier.deliver() == 0
        assert states(invited)[0][0] == ("failed" if attempt == MOST_SEARCHES else "waiting")
        invited.clock.at = invited.ports.outbox.next_at() or invited.clock.at
    assert invited.clock.at - START > DAY
    assert states(invited) == [("failed", "TelegramBadRequest: Bad Request: chat not found")]


async def test_a_reason_that_is_kept_has_no_token_in_it(invited: Shop) -> None:
    keep("42:AAsecret-token")
    error = TelegramBadRequest(CALL, "Bad Request: wrong /bot42:AAsecret-token/sendMessage")
    invited.session.refuse_next(SendMessage, error)
    await invited.notifier().deliver()
    assert states(invited) == [("failed", "TelegramBadRequest: Bad Request: wrong /bot***/sendMessage")]


async def test_a_notice_without_words_does_not_hold_up_the_others(invited: Shop) -> None:
    with invited.database.write() as transaction:
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES ('k', ?, ?, 'limit_reached', '{\"odd\": 1}')",
            (invited.seller, invited.clock.at + 1),
        )
    assert await invited.notifier().deliver() == 1
    assert sorted(state for state, _ in states(invited)) == ["failed", "sent"]


async def test_who_dies_between_commit_and_send_loses_nothing_and_sends_nothing_twice(invited: Shop) -> None:
    invited.ports.outbox.fan_out(invited.clock.at)
    taken = invited.ports.outbox.claim(invited.clock.at, 10, LEASE)
    assert len(taken) == 1  # the process dies here, with the parcel in its hands
    invited.restart()
    notifier = invited.notifier()
    assert await notifier.deliver() == 0
    invited.later(seconds=LEASE)
    assert await notifier.deliver() == 1
    assert await notifier.deliver() == 0
    assert len(texts_sent(invited)) == 1


class Dying(Outbox):
    """Dies where it should write that Telegram has the message."""

    def sent(self, deliveries: Sequence[int], message_id: int, now: int) -> None:
        raise KeyError("died")


async def test_who_dies_after_the_send_sends_once_more_and_no_oftener(invited: Shop) -> None:
    ports = invited.ports
    invited.use(replace(ports, outbox=Dying(invited.database, ports.policy)))
    with pytest.raises(KeyError):
        await invited.notifier().deliver()
    invited.use(ports)
    invited.later(seconds=LEASE)
    notifier = invited.notifier()
    assert await notifier.deliver() == 1
    assert await notifier.deliver() == 0
    assert len(texts_sent(invited)) == 2


async def test_few_messages_are_under_way_at_a_time_so_that_a_death_repeats_few(shop: Shop) -> None:
    for _ in range(2 * IN_FLIGHT):
        shop.member(Role.MANAGER)
    shop.qualifies()
    shop.session.held[SendMessage] = asyncio.Event()
    delivering = asyncio.create_task(shop.notifier().deliver())
    while len(shop.session.of(SendMessage)) < IN_FLIGHT:
        await asyncio.sleep(0)
    for _ in range(2 * IN_FLIGHT):  # the others have their words by now
        await asyncio.to_thread(int)
    under_way = len(shop.session.of(SendMessage))
    shop.session.held[SendMessage].set()
    assert (under_way, await delivering) == (IN_FLIGHT, 2 * IN_FLIGHT)


async def test_who_is_told_to_stop_finishes_what_is_under_way_and_gives_the_rest_back(shop: Shop) -> None:
    for _ in range(2 * IN_FLIGHT):
        shop.member(Role.MANAGER)
    shop.qualifies()
    held = shop.session.held[SendMessage] = asyncio.Event()
    notifier = shop.notifier()
    delivering = asyncio.create_task(notifier.deliver())
    while len(shop.session.of(SendMessage)) < IN_FLIGHT:
        await asyncio.sleep(0)
    notifier.stop()
    held.set()
    assert await delivering == IN_FLIGHT
    assert sorted(state for state, _ in states(shop)) == ["sent"] * IN_FLIGHT + ["waiting"] * IN_FLIGHT
    shop.restart()
    assert await shop.notifier().deliver() == IN_FLIGHT  # at once: nobody waits for a lease
    assert len({call.chat_id for call in shop.session.of(SendMessage)}) == 2 * IN_FLIGHT


async def test_a_pause_is_over_when_the_clock_is_set_back(shop: Shop) -> None:
    for number in range(2):
        shop.member(Role.MANAGER, f"Anna {number}")
    shop.qualifies()
    shop.session.refuse_next(SendMessage, *(TelegramRetryAfter(CALL, "flood", 7) for _ in range(2)))
    notifier = shop.notifier()
    assert await notifier.deliver() == 0
    shop.clock.at -= 3 * HOUR
    assert notifier.paused_until <= shop.clock.at


async def test_two_notifiers_at_once_send_once(shop: Shop) -> None:
    for number in range(10):
        shop.member(Role.MANAGER, f"Anna {number}")
    shop.qualifies()
    first, second = shop.notifier(), shop.notifier()
    counts = await asyncio.gather(first.deliver(), second.deliver(), first.deliver())
    assert sum(counts) == 10
    assert len(texts_sent(shop)) == 10


async def test_notices_of_one_person_come_in_order_and_at_the_chats_pace(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.team.set_locale(anna.user.id, "en")
    with shop.database.write() as transaction:
        for number in range(3):
            transaction.run(
                "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, 'badge_hidden', ?)",
                (f"k{number}", shop.seller, shop.clock.at + 1 + number, HIDDEN),
            )
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await shop.notifier(per_chat=50).deliver() == 4
    assert loop.time() - began >= 0.055
    assert "invited" in anna.messages[0].text  # type: ignore[operator]  # a text message
    assert "badge is hidden" in anna.text


async def test_an_asker_without_a_name_is_called_by_the_role(shop: Shop) -> None:
    shop.qualifies()
    emil, anna = shop.member(Role.EMPLOYEE, "Emil"), shop.member(Role.MANAGER, "Anna")
    shop.ports.team.set_locale(anna.user.id, "en")
    await shop.notifier().deliver()  # the invitation, before the request, which would go first
    shop.ports.team.ask_approval(shop.seller, emil.user.id, shop.clock.at)
    with shop.database.write() as transaction:
        transaction.run("DELETE FROM member WHERE telegram_id = ?", (emil.user.id,))
    await shop.notifier().deliver()
    assert "Employee asks to connect Premium" in anna.text


async def test_the_command_menu_is_announced_in_every_language(shop: Shop) -> None:
    await shop.notifier().announce_commands()
    menus = {call.language_code: call.commands for call in shop.session.of(SetMyCommands)}
    assert set(menus) == {None, "ru", "hy", "en"}
    assert menus[None] == menus["en"]
    assert [command.command for command in menus["ru"]] == list(COMMANDS)


# -- buttons -----------------------------------------------------------------------------------------------------------

DATA: dict[str, dict[str, Any]] = {
    "points_expiring": {"programme": "bonus"},
    "access_ending": {"reason": "cancelled", "plan": "premium"},
}


def buttons(kind: str, role: Role, data: dict[str, Any], policy: Any) -> list[Any]:
    keyboard = notice_buttons(
        TEXTS, "en", policy, kind, data, seller="S" * 128, role=role, approval=123_456_789_012
    )  # fmt: skip
    return [row[0] for row in keyboard.inline_keyboard] if keyboard else []


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_buttons_of_every_kind_fit_and_have_one_likely_step_at_most(shop: Shop, kind: NoticeKind) -> None:
    for role in kind.audience:
        found = buttons(kind, role, DATA.get(kind, {"plan": "premium"}), shop.ports.policy)
        assert all(len(button.callback_data.encode()) <= 64 for button in found)
        assert sum(button.style == "primary" for button in found) <= 1
        assert bool(found) == (kind != "maintenance")


def test_who_may_only_spend_is_not_offered_to_change_the_plan(shop: Shop) -> None:
    found = buttons("renewal_failed", Role.FINANCE, {"plan": "premium"}, shop.ports.policy)
    assert [button.text for button in found] == ["How to top up", "Open Premium"]


def test_on_lite_nobody_is_offered_to_switch_to_it(shop: Shop) -> None:
    found = buttons("renewal_failed", Role.MANAGER, {"plan": "lite"}, shop.ports.policy)
    assert "Switch to Premium Lite" not in [button.text for button in found]


def test_who_lost_the_qualification_is_not_offered_to_keep_it(shop: Shop) -> None:
    data = {"reason": "ineligible", "plan": "premium"}
    found = buttons("access_ending", Role.MANAGER, data, shop.ports.policy)
    assert "Keep the subscription" not in [button.text for button in found]


def test_a_button_about_points_knows_its_programme(shop: Shop) -> None:
    (spend, _) = buttons("points_expiring", Role.FINANCE, {"programme": "bonus"}, shop.ports.policy)
    unpacked = NoticeButton.unpack(spend.callback_data)
    assert unpacked.shop == shop_tag("S" * 128)
    assert list(shop.ports.policy.programmes)[unpacked.about] == "bonus"
