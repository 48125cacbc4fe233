"""Every odd kind of update there is: whatever Telegram sends, nothing fails, and the next message is answered.

Problem: an update that nobody thought of ends in an apology to somebody who did nothing, or in silence for all.
Decision: each kind is written as Telegram writes it and given to the whole dispatcher, from a stranger, from a member
and while an amount is awaited; nothing may be logged as an error.
Limit: what Telegram has not invented yet is skipped where updates are read.
"""

from __future__ import annotations

import logging
from typing import Any

import pytest
from aiogram.types import Update
from structlog.testing import capture_logs

from core.values import Role
from tests.bot.recording import Human
from tests.bot.shop import Shop

WHEN = 1_772_355_600
BOT = {"id": 42, "is_bot": True, "first_name": "Seller Premium", "username": "seller_premium_bot"}
OTHER_BOT = {"id": 43, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
GROUP = {"id": -100500, "type": "group", "title": "Shop"}
FORUM = {"id": -100501, "type": "supergroup", "title": "Forum", "is_forum": True}
CHANNEL = {"id": -100502, "type": "channel", "title": "News"}
STICKER = {
    "file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1, "is_animated": False,
    "is_video": False,
}  # fmt: skip
LEFT, MEMBER = {"status": "left"}, {"status": "member"}


def updates(who: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each kind by name; `who` is the person that it comes from."""
    private = {"id": who["id"], "type": "private", "first_name": who["first_name"]}

    def message(chat: dict[str, Any] = private, sender: dict[str, Any] | None = who, **fields: Any) -> dict[str, Any]:
        return {"message_id": 7, "date": WHEN, "chat": chat} | ({"from": sender} if sender else {}) | fields

    def tap(**fields: Any) -> dict[str, Any]:
        return {"callback_query": {"id": "1", "from": who, "chat_instance": "1", **fields}}

    def changed(chat: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        old, new = before | {"user": BOT}, after | {"user": BOT}
        return {"chat": chat, "from": who, "date": WHEN, "old_chat_member": old, "new_chat_member": new}

    note = message(sender=BOT, text="Points")
    gone = {"chat": private, "message_id": 5, "date": 0}
    link = {"invite_link": "https://t.me/+x", "creator": who, "creates_join_request": True, "is_primary": False,
            "is_revoked": False}  # fmt: skip
    in_private: dict[str, dict[str, Any]] = {
        "spaces": {"text": "   "},
        "a new line": {"text": "\n"},
        "an empty text": {"text": ""},
        "only a slash": {"text": "/"},
        "a slash and a space": {"text": "/ start"},
        "a slash and an at sign": {"text": "/@"},
        "a command of another bot": {"text": "/start@other_bot"},
        "a command with spaces": {"text": "  /start  "},
        "start with spaces": {"text": "/start    "},
        "start with a monstrous word": {"text": "/start " + "x" * 4000},
        "start with two words": {"text": "/start a b"},
        "start with invisible characters": {"text": "/start \u200b\u202e"},
        "half a thousand digits": {"text": "9" * 500},
        "no content": {},
        "invisible characters at the end": {"text": "5\U0001d17a\u200c\u200c"},
        "a sticker": {"sticker": STICKER},
        "a photo without a caption": {"photo": []},
        "a reply to nobody": {"text": "5", "reply_to_message": message(sender=None, text="x")},
        "a reply to a message that is gone": {"text": "5", "reply_to_message": gone},
        "a reply to a channel": {"text": "5", "reply_to_message": message(CHANNEL, None, text="x")},
        "a message through a bot": {"text": "5", "via_bot": OTHER_BOT},
        "a message of a channel in private": {"text": "5", "sender_chat": CHANNEL},
        "a forwarded message": {"text": "5", "forward_origin": {
            "type": "hidden_user", "date": WHEN, "sender_user_name": "x"}},
        "a pinned message": {"pinned_message": gone},
        "a changed timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 5}},
        "a shared user": {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
        "a payment": {"successful_payment": {
            "currency": "XTR", "total_amount": 1, "invoice_payload": "", "telegram_payment_charge_id": "t",
            "provider_payment_charge_id": ""}},
        "data of a web page": {"web_app_data": {"data": "x", "button_text": "y"}},
        "a dice": {"dice": {"emoji": "🎲", "value": 1}},
        "an entity that points outside": {"text": "5", "entities": [{"type": "bold", "offset": 90, "length": 900}]},
    }  # fmt: skip
    found: dict[str, dict[str, Any]] = {f"{name}": {"message": message(**each)} for name, each in in_private.items()}
    found |= {f"{name}, in a group": {"message": message(GROUP, **each)} for name, each in in_private.items()}
    found |= {
        f"{name}, of nobody in a group": {"message": message(GROUP, None, **each)} for name, each in in_private.items()
    }
    found |= {f"{name}, changed": {"edited_message": message(**each)} for name, each in in_private.items()}
    found |= {f"{name}, in a channel": {"channel_post": message(CHANNEL, None, **each)}
              for name, each in in_private.items()}  # fmt: skip
    found |= {
        "a message of nobody in private": {"message": message(sender=None, text="5")},
        "a message of a bot in private": {"message": message(sender=OTHER_BOT, text="/start")},
        "a command of an anonymous administrator": {
            "message": message(FORUM, ANONYMOUS, sender_chat=FORUM, text="/start")},
        "a command of a channel in a group": {"message": message(FORUM, ANONYMOUS, sender_chat=CHANNEL, text="/start")},
        "a command of nobody": {"message": message(GROUP, None, text="/start")},
        "a command in a topic": {
            "message": message(FORUM, text="/points", message_thread_id=3, is_topic_message=True)},
        "a new topic": {"message": message(FORUM, forum_topic_created={"name": "x", "icon_color": 1})},
        "new members": {"message": message(GROUP, new_chat_members=[BOT, who])},
        "a member who left": {"message": message(GROUP, left_chat_member=BOT)},
        "a group that became a supergroup": {"message": message(GROUP, migrate_to_chat_id=-100501)},
        "a group's new title": {"message": message(GROUP, new_chat_title="x")},
        "a changed message in a group": {"edited_message": message(GROUP, text="/start")},
        "a changed message of nobody": {"edited_message": message(sender=None, text="x")},
        "a changed post": {"edited_channel_post": message(CHANNEL, None, text="x")},
        "a message to a business": {"business_message": message(text="/start", business_connection_id="b")},
        "a changed message to a business": {
            "edited_business_message": message(text="5", business_connection_id="b")},
        "messages to a business that are gone": {"deleted_business_messages": {
            "business_connection_id": "b", "chat": private, "message_ids": [1]}},
        "a connection to a business": {"business_connection": {
            "id": "b", "user": who, "user_chat_id": who["id"], "date": WHEN, "is_enabled": True}},
        "a message as a guest": {"guest_message": message(GROUP, text="/start", guest_query_id="g")},
        "a tap without data": tap(message=note),
        "a tap with empty data": tap(message=note, data=""),
        "a tap with data of spaces": tap(message=note, data="   "),
        "a tap with strange data": tap(message=note, data="\x1d\x1d:::n:"),
        "a tap under a game": tap(message=note, game_short_name="chess"),
        "a tap without a message": tap(data="x"),
        "a tap under an inline message": tap(inline_message_id="i", data="x"),
        "a tap without anything": tap(),
        "a tap on a message that is gone": tap(message=gone, data="x"),
        "a tap without data on a message that is gone": tap(message=gone),
        "a tap in a group": tap(message=message(GROUP, BOT, text="x"), data="x"),
        "a tap without data in a group": tap(message=message(GROUP, BOT, text="x")),
        "an inline query": {"inline_query": {"id": "1", "from": who, "query": "", "offset": ""}},
        "a chosen inline result": {"chosen_inline_result": {"result_id": "1", "from": who, "query": ""}},
        "a question about a delivery": {"shipping_query": {
            "id": "1", "from": who, "invoice_payload": "", "shipping_address": {
                "country_code": "AM", "state": "", "city": "x", "street_line1": "x", "street_line2": "",
                "post_code": "1"}}},
        "a question before a payment": {"pre_checkout_query": {
            "id": "1", "from": who, "currency": "XTR", "total_amount": 1, "invoice_payload": ""}},
        "paid media": {"purchased_paid_media": {"from": who, "paid_media_payload": "x"}},
        "a poll": {"poll": {
            "id": "1", "question": "x", "options": [], "total_voter_count": 0, "is_closed": True, "is_anonymous": True,
            "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}},
        "a vote": {"poll_answer": {"poll_id": "1", "user": who, "option_ids": [0], "option_persistent_ids": ["0"]}},
        "a vote of a channel": {"poll_answer": {
            "poll_id": "1", "voter_chat": CHANNEL, "option_ids": [0], "option_persistent_ids": ["0"]}},
        "the bot added to a group": {"my_chat_member": changed(GROUP, LEFT, MEMBER)},
        "the bot removed from a group": {"my_chat_member": changed(GROUP, MEMBER, LEFT)},
        "the bot put into a channel": {"my_chat_member": changed(CHANNEL, LEFT, MEMBER)},
        "a chat that was opened": {"my_chat_member": changed(private, {"status": "kicked", "until_date": 0}, MEMBER)},
        "a member of a group": {"chat_member": changed(GROUP, LEFT, MEMBER)},
        "a request to join": {"chat_join_request": {
            "chat": GROUP, "from": who, "user_chat_id": who["id"], "date": WHEN, "invite_link": link}},
        "a reaction": {"message_reaction": {
            "chat": private, "message_id": 5, "user": who, "date": WHEN, "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}]}},
        "a reaction of a channel": {"message_reaction": {
            "chat": GROUP, "message_id": 5, "actor_chat": CHANNEL, "date": WHEN, "old_reaction": [],
            "new_reaction": []}},
        "counted reactions": {"message_reaction_count": {
            "chat": GROUP, "message_id": 5, "date": WHEN, "reactions": []}},
        "a boost": {"chat_boost": {"chat": CHANNEL, "boost": {
            "boost_id": "b", "add_date": WHEN, "expiration_date": WHEN, "source": {"source": "premium", "user": who}}}},
        "a boost that is gone": {"removed_chat_boost": {
            "chat": CHANNEL, "boost_id": "b", "remove_date": WHEN, "source": {"source": "premium", "user": who}}},
        "nothing at all": {},
    }  # fmt: skip
    return found


KINDS = list(updates({"id": 1, "is_bot": False, "first_name": "x"}))


async def stranger(shop: Shop) -> Human:
    return shop.person("Stranger")


async def member(shop: Shop) -> Human:
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    return anna


async def asked_for_an_amount(shop: Shop) -> Human:
    anna = await member(shop)
    await anna.write("/points")
    await anna.tap("Service payment")
    await anna.tap("Advertising")
    await anna.tap("Daily limit")
    return anna


@pytest.mark.parametrize("somebody", [stranger, member, asked_for_an_amount])
async def test_no_update_is_an_error(shop: Shop, somebody: Any, caplog: pytest.LogCaptureFixture) -> None:
    human = await somebody(shop)
    failed: list[tuple[str, Any]] = []
    for kind, content in updates(human.user.model_dump(by_alias=True, exclude_none=True)).items():
        update = Update.model_validate({"update_id": 1, **content}, context={"bot": shop.bot})
        caplog.clear()
        with capture_logs() as logs:
            try:
                await shop.dispatcher.feed_update(shop.bot, update)
            except Exception as error:
                failed.append((kind, repr(error)))
        failed += [(kind, line) for line in logs if line["log_level"] in ("error", "critical")]
        failed += [(kind, line.getMessage()) for line in caplog.records if line.levelno >= logging.ERROR]
    assert failed == []
    before = len(human.messages)
    await human.write("/start")
    assert (len(human.messages) > before, "went wrong" in human.text) == (True, False)
