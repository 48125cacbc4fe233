"""A real aiogram bot, by long polling and behind a webhook, on the local Telegram: every answer parses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError, TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputRichBlockPhoto,
    InputRichBlockTable,
    InputRichBlockUnion,
    InputRichMessage,
    MenuButtonCommands,
    Message,
    RichBlockTableCell,
    RichTextBold,
    RichTextDateTime,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Fault
from tests.bot.localtelegram.local_telegram import PNG, TOKEN, Bench

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Go", callback_data="go", style="success"),
            InlineKeyboardButton(text="No", disabled=DisabledButton()),
            InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="CODE")),
        ]
    ]
)


@asynccontextmanager
async def connected(bench: Bench) -> AsyncIterator[Bot]:
    async with serve(build_app(bench.telegram)) as url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        try:
            yield bot
        finally:
            await session.close()


def shop_bot() -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def start(message: Message) -> None:
        await message.answer("<b>Welcome</b>", reply_markup=KEYBOARD)

    @dispatcher.callback_query()
    async def go(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text(f"You chose {query.data}")
        await query.answer("Done")

    return dispatcher


async def said(bench: Bench, text: str) -> int:
    """The number of the bot's message with this text, when it is there."""
    seen = 0
    while True:
        view = await bench.telegram.wait(bench.anna.id, seen, 20)
        assert view["version"] > seen, f"the bot never said {text!r}"
        for message in view["messages"]:
            if message["from"] == "bot" and message["text"] == text:
                return int(message["message_id"])
        seen = view["version"]


async def conversation(bench: Bench) -> None:
    await bench.telegram.start(bench.anna.id, "link-token")
    number = await said(bench, "Welcome")
    assert await bench.telegram.press(bench.anna.id, number, 0, 0) is not None
    await said(bench, "You chose go")
    while not bench.telegram.view(bench.anna.id)["answers"]:
        await bench.telegram.wait(bench.anna.id, bench.telegram.view(bench.anna.id)["version"], 20)
    assert bench.telegram.view(bench.anna.id)["answers"][0]["text"] == "Done"


async def test_a_bot_converses_by_long_polling():
    bench = Bench()
    async with connected(bench) as bot:
        dispatcher = shop_bot()
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, polling_timeout=5, handle_signals=False, close_bot_session=False)
        )
        try:
            await conversation(bench)
        finally:
            bench.telegram.world.updates.close()
            await dispatcher.stop_polling()
            await polling


async def test_a_bot_converses_behind_a_webhook():
    bench = Bench()
    async with connected(bench) as bot:
        dispatcher = shop_bot()
        app = web.Application()
        SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="s3cret").register(app, "/hook")
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
            await conversation(bench)
            assert (await bot.get_webhook_info()).pending_update_count == 0
            assert await bot.delete_webhook() is True
        finally:
            await runner.cleanup()


async def test_every_send_and_edit_parses():
    bench = Bench()
    chat_id = bench.anna.id
    async with connected(bench) as bot:
        text = await bot.send_message(chat_id, "<i>hi</i> 😀", reply_markup=KEYBOARD)
        assert text.html_text == "<i>hi</i> 😀"
        assert text.reply_markup is not None
        assert text.reply_markup.model_dump() == KEYBOARD.model_dump()
        edited = await bot.edit_message_reply_markup(chat_id=chat_id, message_id=text.message_id)
        assert isinstance(edited, Message)
        assert edited.edit_date is not None
        photo = await bot.send_photo(chat_id, BufferedInputFile(PNG, "a.png"), caption="<b>c</b>")
        assert photo.photo is not None
        recaptioned = await photo.edit_caption(caption="new")
        assert isinstance(recaptioned, Message)
        assert recaptioned.caption == "new"
        replaced = await photo.edit_media(
            InputMediaDocument(media=BufferedInputFile(b"x", "x.csv"), caption="<u>d</u>")
        )
        assert isinstance(replaced, Message)
        assert replaced.document is not None
        file = await bot.get_file(replaced.document.file_id)
        content = await bot.download_file(str(file.file_path))
        assert content is not None
        assert content.read() == b"x"
        album = await bot.send_media_group(
            chat_id,
            [InputMediaPhoto(media=BufferedInputFile(PNG, "a.png")), InputMediaPhoto(media=photo.photo[0].file_id)],
        )
        assert len({message.media_group_id for message in album}) == 1
        assert await bot.send_chat_action(chat_id, "typing") is True
        assert await bot.send_message_draft(chat_id, 5, text="par") is True
        assert await bot.delete_message(chat_id, text.message_id) is True


async def test_rich_messages_parse():
    bench = Bench()
    chat_id = bench.anna.id
    source = (
        "<h1>Report</h1><p>Until <tg-time unix='1800000000' format='Dt'>soon</tg-time></p><hr/>"
        "<table bordered><tr><th>A</th></tr><tr><td align='right'>1</td></tr></table><ol><li>x</li></ol>"
        "<details><summary>more</summary>in</details><tg-math-block>x^2</tg-math-block>"
        "<tg-button-row><tg-button type='callback_data' data='go'>Go</tg-button></tg-button-row>"
    )
    cells = [[RichBlockTableCell(align="left", valign="top", text=["a ", RichTextBold(text="b")])]]
    when = RichTextDateTime(text="soon", unix_time=1_800_000_000, date_time_format="r")
    blocks: list[InputRichBlockUnion] = [
        InputRichBlockTable(cells=cells, caption=[when], is_bordered=True),
        InputRichBlockPhoto(photo=InputMediaPhoto(media=BufferedInputFile(PNG, "a.png"))),
    ]
    async with connected(bench) as bot:
        sent = await bot.send_rich_message(chat_id, InputRichMessage(html=source))
        again = await bot.send_rich_message(chat_id, InputRichMessage(blocks=blocks))
        edited = await bot.edit_message_text(
            chat_id=chat_id, message_id=again.message_id, rich_message=InputRichMessage(html="<h2>x</h2>")
        )
    assert sent.rich_message is not None
    assert [block.type for block in sent.rich_message.blocks] == [
        "heading",
        "paragraph",
        "divider",
        "table",
        "list",
        "details",
        "mathematical_expression",
        "buttons",
    ]
    assert again.rich_message is not None
    assert [block.type for block in again.rich_message.blocks] == ["table", "photo"]
    assert isinstance(edited, Message)
    assert edited.rich_message is not None


async def test_settings_and_updates_of_every_kind_parse():
    bench = Bench()
    chat_id = bench.anna.id
    async with connected(bench) as bot:
        commands = [BotCommand(command="help", description="Help")]
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code="ru")
        kept = await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="ru")
        assert [command.model_dump() for command in kept] == [command.model_dump() for command in commands]
        await bot.set_chat_menu_button(chat_id=chat_id, menu_button=MenuButtonCommands())
        assert (await bot.get_chat_menu_button(chat_id=chat_id)).type == "commands"
        assert (await bot.get_chat(chat_id)).first_name == "Anna"
        assert (await bot.get_chat_member(chat_id, chat_id)).status == "member"
        assert (await bot.get_me()).username == "seller_premium_bot"
        await bot.set_my_description("About")
        assert (await bot.get_my_description()).description == "About"
        number = await bench.telegram.send(chat_id, "100")
        await bench.telegram.edit(chat_id, number, "200")
        await bench.telegram.send(chat_id, kind="sticker")
        await bench.telegram.send(chat_id, kind="voice")
        await bench.telegram.block(chat_id)
        await bench.telegram.block(chat_id, False)
        updates = await bot.get_updates()
    kinds = ["message", "edited_message", "message", "message", "my_chat_member", "my_chat_member"]
    assert [update.event_type for update in updates] == kinds


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("sendmessage", 1, drop=True), TelegramNetworkError),
        (None, TelegramBadRequest),
    ],
)
async def test_refusals_become_aiograms_errors(fault, error):
    bench = Bench()
    if fault is not None:
        bench.telegram.add_fault(fault)
    async with connected(bench) as bot:
        with pytest.raises(error):
            await bot.send_message(bench.anna.id, "<b>broken" if fault is None else "hi")


async def test_waiting_and_blocking_become_aiograms_errors():
    bench = Bench()
    async with connected(bench) as bot:
        await bench.http.post("/faults", json={"method": "sendMessage", "retry_after": 7})
        with pytest.raises(TelegramRetryAfter) as wait:
            await bot.send_message(bench.anna.id, "hi")
        await bench.telegram.block(bench.anna.id)
        with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
            await bot.send_message(bench.anna.id, "hi")
    assert wait.value.retry_after == 7
