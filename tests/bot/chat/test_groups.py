"""Groups and channels: a hint, silence, and a link's token that was written where others can read it."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage
from aiogram.types import Chat, MessageEntity, Update, User
from structlog.testing import capture_logs

from core.values import Role
from storage.people.team import LinkRefused
from tests.bot.recording import WHEN, Human
from tests.bot.shop import TEXTS, Shop

GROUP = Chat(id=-100500, type="supergroup", title="Shop")
CHANNEL = Chat(id=-100502, type="channel", title="News")
NOBODY = User(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
CLOSED = TEXTS.get("en", "link-closed")
BARRED = TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "Forbidden: bot can't initiate conversation")


def is_revoked(shop: Shop, token: str) -> bool:
    return shop.ports.team.join(token, 5, "Thief", shop.clock.at) == LinkRefused("revoked")


def said(shop: Shop) -> list[tuple[int, str]]:
    """What the bot wrote, and to whom."""
    return [(int(call.chat_id), call.text) for call in shop.session.of(SendMessage)]


async def post(shop: Shop, kind: str, chat: Chat, sender: User | None, **fields: Any) -> None:
    content = {"message_id": 7, "date": WHEN, "chat": chat, "from_user": sender, **fields}
    update = Update.model_validate({"update_id": 1, kind: content}, context={"bot": shop.bot})
    await shop.dispatcher.feed_update(shop.bot, update)


async def in_group(human: Human, text: str | None = None, **fields: Any) -> None:
    await human.write(text, chat=GROUP, **fields)


@pytest.mark.parametrize(
    "text",
    [
        "/start {}",
        "/start@seller_premium_bot {}",
        "/start@other_bot {}",
        "https://t.me/seller_premium_bot?start={}",
        "tg://resolve?domain=seller_premium_bot&start={}",
        "Look: “{}”.",
        "{}",
        "two lines\n{}\nand more",
    ],
)
async def test_a_token_written_into_a_group_opens_nothing_any_more(shop: Shop, text: str) -> None:
    token = shop.link(Role.ADMINISTRATOR)
    await in_group(shop.person("Anna"), text.format(token))
    assert is_revoked(shop, token)


@pytest.mark.parametrize("kind", ["message", "edited_message", "channel_post", "edited_channel_post"])
async def test_however_it_got_there(shop: Shop, kind: str) -> None:
    token = shop.link(Role.MANAGER)
    await post(shop, kind, CHANNEL if "channel" in kind else GROUP, None, text=f"/start {token}")
    assert is_revoked(shop, token)


async def test_a_token_under_a_picture_opens_nothing_any_more(shop: Shop) -> None:
    token = shop.link(Role.MANAGER)
    await in_group(shop.person("Anna"), caption=f"here: {token}", photo=[])
    assert is_revoked(shop, token)


async def test_a_token_behind_a_word_opens_nothing_any_more(shop: Shop) -> None:
    token = shop.link(Role.MANAGER)
    behind = MessageEntity(type="text_link", offset=0, length=4, url=f"https://t.me/x?start={token}")
    await in_group(shop.person("Anna"), "here", entities=[behind])
    assert is_revoked(shop, token)


async def test_a_token_that_somebody_answers_to_opens_nothing_any_more(shop: Shop) -> None:
    token, anna = shop.link(Role.MANAGER), shop.person("Anna")
    await in_group(anna, "/start", reply_to_message=anna._message(token, chat=GROUP))
    assert is_revoked(shop, token)


@pytest.mark.parametrize("language", ["en", "ru", "hy"])
async def test_the_writer_is_told_in_private(shop: Shop, language: str) -> None:
    anna = shop.person("Anna", language)
    await in_group(anna, f"/start {shop.link(Role.MANAGER)}")
    assert said(shop) == [(anna.user.id, TEXTS.get(language, "link-closed"))]


async def test_whom_the_bot_may_not_write_to_is_told_in_the_group_without_the_token(shop: Shop) -> None:
    token, anna = shop.link(Role.MANAGER), shop.person("Anna")
    shop.session.refuse_next(SendMessage, BARRED)
    await in_group(anna, f"/start {token}")
    assert (said(shop), token in CLOSED) == ([(GROUP.id, CLOSED)], False)


async def test_an_anonymous_administrator_is_told_in_the_group(shop: Shop) -> None:
    token = shop.link(Role.MANAGER)
    await post(shop, "message", GROUP, NOBODY, text=f"/start {token}", sender_chat=GROUP)
    assert said(shop) == [(GROUP.id, CLOSED)]


async def test_where_the_bot_may_write_to_nobody_the_link_is_closed_all_the_same(shop: Shop) -> None:
    token = shop.link(Role.MANAGER)
    shop.session.refuse_next(SendMessage, BARRED, BARRED)
    with capture_logs() as logs:
        await in_group(shop.person("Anna"), f"/start {token}")
    assert (is_revoked(shop, token), logs) == (True, [])


async def test_what_is_no_open_link_is_answered_as_ever(shop: Shop) -> None:
    used, old, anna = shop.link(Role.MANAGER), shop.link(Role.MANAGER), shop.person("Anna")
    shop.ports.team.join(used, 5, "Emil", shop.clock.at)
    shop.later(days=2)
    for token in (used, old, "x" * 32):
        await in_group(anna, token)
    assert said(shop) == []
    await in_group(anna, f"/start {old}")
    assert said(shop) == [(GROUP.id, TEXTS.get("en", "private-only"))]


async def test_a_hint_that_may_not_be_written_is_no_error(shop: Shop) -> None:
    shop.session.refuse_next(SendMessage, BARRED)
    with capture_logs() as logs:
        await in_group(shop.person("Anna"), "/start")
    assert logs == []


async def test_the_record_of_the_team_says_that_the_bot_closed_the_link(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await in_group(shop.person("Emil"), shop.link(Role.MANAGER))
    await anna.write("/start")
    await anna.tap("Team")
    await anna.tap("Who did what")
    assert ": The bot · Invitation revoked" in anna.text


async def test_a_link_in_a_private_chat_works_as_ever(shop: Shop) -> None:
    anna = shop.person("Anna")
    await anna.write(f"/start {shop.link(Role.MANAGER)}")
    assert "You have joined" in anna.text
