"""A document reads the same as a rich message and as a plain one, and the plain one goes out when the rich is refused.

Decision: the rich form is read by the local Telegram, which takes what Telegram documents and nothing else.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.methods import EditMessageText, SendMessage, SendRichMessage
from aiogram.types import Message
from aiogram_dialog import DialogManager, StartMode

from bot.frame.states import Premium
from bot.paper.document import MOST_ROWS, Details, Document, Formula, Heading, Lines, Quote, Table, moment
from bot.texts import Html
from core.values import Role, parse_instant
from tests.bot.localtelegram.local_telegram import Bench
from tests.bot.recording import Human
from tests.bot.shop import Shop

HOSTILE = "<Tea> & Co"
TABLE = Table(("", "Lite", "Premium"), (("Price", "1 990,00 ₽", "4 990,00 ₽"), (HOSTILE, "–", "✓")))
WHOLE = Document(
    Heading(Html("<b>Plans</b>")),
    Lines.of("One", None, Html("<i>two</i>"), HOSTILE),
    Quote("Look\nhere"),
    TABLE,
    Details("More", (Lines.of("inside"), TABLE)),
    Formula("7000.00 × 10 % × 20 × 0.05 = 700.00"),
    Lines.of(moment("1 July", parse_instant("2026-07-01T00:00:00Z"))),
)


async def blocks(document: Document) -> list[dict[str, Any]]:
    """The blocks that Telegram would show."""
    bench = Bench()
    sent = await bench.do("sendRichMessage", chat_id=bench.anna.id, rich_message={"html": document.rich()})
    found: list[dict[str, Any]] = sent["rich_message"]["blocks"]
    return found


async def test_telegram_takes_every_block_as_what_it_is() -> None:
    assert [block["type"] for block in await blocks(WHOLE)] == [
        "heading", "paragraph", "blockquote", "table", "details", "mathematical_expression", "paragraph",
    ]  # fmt: skip


async def test_telegram_takes_the_plain_form() -> None:
    bench = Bench()
    await bench.do("sendMessage", chat_id=bench.anna.id, text=WHOLE.plain(), parse_mode="HTML")


async def test_what_people_typed_stays_text_in_a_table() -> None:
    table = (await blocks(Document(TABLE)))[0]
    assert table["cells"][2][0]["text"] == HOSTILE
    assert "&lt;Tea&gt; &amp; Co" in Document(TABLE).plain()


def test_a_plain_table_names_what_stands_in_each_column() -> None:
    assert Document(TABLE).plain().splitlines()[0] == "• Price: Lite: 1 990,00 ₽ · Premium: 4 990,00 ₽"


def test_a_plain_table_in_armenian_has_its_own_mark_where_others_have_a_colon() -> None:
    table = Table(("Ինչ", "Premium Lite", "Premium"), (("Աջակցություն", "ոչ", "այո"),))
    assert table.plain() == "• Աջակցություն՝ Premium Lite՝ ոչ · Premium՝ այո"


def test_an_armenian_name_in_another_language_keeps_the_colon() -> None:
    assert Table(("Name", "Role"), (("Հայկ", "Employee"),)).plain() == "• Հայկ: Employee"


def test_a_plain_table_of_two_columns_needs_no_titles() -> None:
    assert Document(Table(("Kind", "Amount"), (("Top-up", "5,00"),))).plain() == "• Top-up: 5,00"


async def test_a_date_shows_in_its_readers_zone() -> None:
    text = (await blocks(Document(Lines.of(moment("1 July", 1_000_000)))))[0]["text"]
    assert (text["type"], text["unix_time"]) == ("date_time", 1)


async def test_a_formula_is_mathematics() -> None:
    block = (await blocks(Document(Formula("7000.00 × 10 % = 700.00"))))[0]
    assert block["expression"] == r"7000.00\ \times \ 10\ \%\ =\ 700.00"


def test_a_long_document_leaves_out_its_end_and_says_so() -> None:
    document = Document(*(Lines.of(f"{number} " + "x" * 90) for number in range(1000)))
    assert len(document.plain()) <= 4096
    assert document.plain().endswith("\n…")
    assert len(document.rich()) <= 32_768
    assert document.rich().endswith("<p>…</p>")


async def test_a_long_table_stays_within_telegrams_blocks() -> None:
    rows = tuple((str(number), "1") for number in range(2 * MOST_ROWS))
    assert len((await blocks(Document(Table(("a", "b"), rows))))[0]["cells"]) == MOST_ROWS + 1


# -- in the chat -------------------------------------------------------------------------------------------------------


@pytest.fixture
def anna(shop: Shop) -> Human:
    """Anna, who has asked for tables, in a chat with a command of its own for a window that is a document."""

    async def compare(message: Message, dialog_manager: DialogManager) -> None:
        await dialog_manager.start(Premium.compare, mode=StartMode.RESET_STACK)

    shop.dispatcher.sub_routers[0].message.register(compare, Command("compare"))
    human = shop.member(Role.ADMINISTRATOR, language="en")
    shop.ports.team.set_plain(human.user.id, False)
    return human


async def opened(anna: Human) -> None:
    await anna.write("/compare")


async def test_a_screen_is_a_rich_message_for_who_has_asked_for_tables(shop: Shop, anna: Human) -> None:
    await opened(anna)
    last = shop.session.of(SendRichMessage)[-1]
    assert "<h3" in last.rich_message.html


async def test_who_prefers_plain_messages_gets_them(shop: Shop, anna: Human) -> None:
    shop.ports.team.set_plain(anna.user.id, True)
    await opened(anna)
    assert not shop.session.of(SendRichMessage)
    assert not re.search("<table|<h3", anna.text)
    assert "Premium" in anna.text


def refused(method: Any) -> TelegramBadRequest:
    return TelegramBadRequest(method=method, message="Bad Request: RICH_MESSAGE_INVALID")


async def back_and_forth(anna: Human) -> str:
    """Leave the document and come back to it; the button that leads there."""
    await opened(anna)
    there = anna.screen
    await anna.tap("Back")
    assert there.message_id == anna.screen.message_id
    return next(str(b.callback_data) for b in anna.buttons() if (b.callback_data or "").endswith("compare"))


async def test_a_screen_becomes_a_document_in_place(shop: Shop, anna: Human) -> None:
    await anna.send_data(await back_and_forth(anna))
    assert shop.session.of(EditMessageText)[-1].rich_message is not None


async def test_a_rich_message_that_is_refused_comes_plain(shop: Shop, anna: Human) -> None:
    button = await back_and_forth(anna)
    shop.session.refuse_next(EditMessageText, refused(EditMessageText(text="x")))
    await anna.send_data(button)
    assert shop.session.of(EditMessageText)[-1].rich_message is None
    assert not re.search("<table|<h3", anna.text)
    assert "Premium" in anna.text


async def test_a_rich_message_that_cannot_be_sent_comes_plain(shop: Shop, anna: Human) -> None:
    await opened(anna)
    sent = len(shop.session.of(SendMessage))
    shop.session.refuse_next(SendRichMessage, refused(SendMessage(chat_id=1, text="x")))
    await anna.write("what?")
    assert len(shop.session.of(SendMessage)) == sent + 1
    assert not re.search("<table|<h3", anna.text)


async def test_an_unchanged_rich_message_is_no_error(shop: Shop, anna: Human) -> None:
    button = await back_and_forth(anna)
    same = TelegramBadRequest(method=EditMessageText(text="x"), message="Bad Request: message is not modified")
    shop.session.refuse_next(EditMessageText, same)
    sent, edited = len(shop.session.of(SendMessage)), len(shop.session.of(EditMessageText))
    await anna.send_data(button)
    assert (len(shop.session.of(SendMessage)), len(shop.session.of(EditMessageText))) == (sent, edited)
