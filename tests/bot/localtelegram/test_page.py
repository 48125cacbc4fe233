"""Problem: the page is what people see, so it has to be looked at by a real browser.

Decision: headless Chromium against the real server; the test itself plays the bot (see browsing.py).
Limit: one chat at a time; several side by side, the stories and the log are in test_page_together.py.
"""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot.localtelegram.telegram import LocalTelegram
from bot.localtelegram.telegram.limits import Limits
from tests.bot.localtelegram.browsing import (
    PIXEL,
    TOKEN,
    Bot,
    Marketplace,
    OpenPage,
    Server,
    bubble,
    key,
    no_horizontal_scroll,
)


def test_a_person_without_messages_is_asked_to_start_the_bot(server: Server, bot: Bot, open_page: OpenPage) -> None:
    newcomer = httpx.post(f"{server.url}/people", json={"first_name": "Newcomer"}).json()["id"]
    page = open_page(newcomer)
    page.get_by_role("button", name="Start", exact=True).click()
    assert bot.next_update()["message"]["text"] == "/start"
    expect(page.get_by_role("textbox", name="Message to the bot")).to_be_visible()


def test_formatting_is_shown_at_the_right_characters(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(
        person,
        '👋👋 <b>bold <i>both</i></b> <u>under</u> <code>code</code> <a href="https://example.com/">link</a>',
    )
    shown = bubble(page, "bold both")
    expect(shown.locator("strong")).to_have_text("bold both")
    expect(shown.locator("strong em")).to_have_text("both")
    expect(shown.locator("u")).to_have_text("under")
    expect(shown.locator("code")).to_have_text("code")
    expect(shown.get_by_role("link", name="link")).to_have_attribute("href", "https://example.com/")


def test_a_spoiler_is_read_only_after_it_was_pressed(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "The code is <tg-spoiler>4711</tg-spoiler>")
    page.get_by_role("button", name="Hidden text").click()
    expect(page.locator(".spoiler.shown")).to_have_text("4711")


def test_markup_written_as_text_is_shown_as_text(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "&lt;script&gt;document.title = 'taken'&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;")
    expect(page.locator(".bubble .text").last).to_contain_text(
        "<script>document.title = 'taken'</script> <img src=x onerror=alert(1)>"
    )
    expect(page.locator(".bubble script, .bubble img")).to_have_count(0)
    assert "taken" not in page.title()


def test_a_pressed_button_reaches_the_bot_and_its_answer_the_person(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "Choose", [{"text": "Points", "callback_data": "points"}])
    key(page, "Points").click()
    query = bot.next_update()["callback_query"]
    assert query["data"] == "points"
    bot.call("answerCallbackQuery", callback_query_id=query["id"])
    bot.say(person, "You have 1,890.00 points")
    expect(bubble(page, "You have 1,890.00 points")).to_be_visible()
    expect(key(page, "Points")).not_to_have_attribute("aria-busy", "true")


def test_a_written_message_reaches_the_bot(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    line = page.get_by_role("textbox", name="Message to the bot")
    line.fill("How many points?")
    line.press("Enter")
    assert bot.next_update()["message"]["text"] == "How many points?"
    expect(bubble(page, "How many points?")).to_be_visible()
    expect(line).to_have_value("")


def test_a_disabled_button_cannot_be_pressed(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "Choose", [{"text": "Withdraw", "disabled": {}}])
    expect(key(page, "Withdraw")).to_be_disabled()


@pytest.mark.parametrize("style", ["danger", "success", "primary"])
def test_a_button_style_has_a_sign_and_words_beside_its_colour(
    bot: Bot, person: int, open_page: OpenPage, style: str
) -> None:
    page = open_page(person)
    bot.say(person, "Choose", [{"text": "Go", "callback_data": "go", "style": style}])
    button = key(page, "Go")
    expect(button.locator("use")).to_have_attribute("href", f"#i-{style}")
    expect(button).to_have_attribute("aria-description", re.compile(r"\w+"))


def test_a_short_answer_is_a_toast(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "Choose", [{"text": "Go", "callback_data": "go"}])
    key(page, "Go").click()
    bot.call(
        "answerCallbackQuery",
        callback_query_id=bot.next_update()["callback_query"]["id"],
        text="Done already",
    )
    expect(page.locator(".toasts")).to_contain_text("Done already")


def test_an_alert_waits_until_it_is_closed(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "Choose", [{"text": "Go", "callback_data": "go"}])
    key(page, "Go").click()
    query = bot.next_update()["callback_query"]["id"]
    bot.call("answerCallbackQuery", callback_query_id=query, text="Only a manager may do this", show_alert=True)
    alert = page.get_by_role("alertdialog")
    expect(alert).to_contain_text("Only a manager may do this")
    alert.get_by_role("button", name="OK").click()
    expect(alert).to_be_hidden()


def test_a_copy_button_copies_and_says_so(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.say(person, "Reference", [{"text": "Copy", "copy_text": {"text": "SP-1042"}}])
    key(page, "Copy").click()
    expect(page.locator(".toasts")).to_contain_text("Copied: SP-1042")


def test_an_edited_message_changes_in_its_place(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    first = bot.say(person, "Screen one", [{"text": "Next", "callback_data": "n"}])
    bot.say(person, "Something later")
    expect(bubble(page, "Something later")).to_be_visible()
    bot.call("editMessageText", chat_id=person, message_id=first, text="Screen two")
    expect(page.locator(".bubble .text")).to_contain_text(["/start", "Screen two", "Something later"])
    expect(bubble(page, "Screen two").locator(".edited")).to_be_visible()
    expect(page.locator(".bubble")).to_have_count(3)


def test_a_deleted_message_vanishes(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    gone = bot.say(person, "Forget this")
    expect(bubble(page, "Forget this")).to_be_visible()
    bot.call("deleteMessage", chat_id=person, message_id=gone)
    expect(bubble(page, "Forget this")).to_have_count(0)


def test_a_photo_opens_large(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.call(
        "sendPhoto",
        chat_id=person,
        caption="Points by month",
        files={"photo": ("chart.png", PIXEL, "image/png")},
    )
    page.get_by_role("button", name="Open the photo: Points by month").click()
    expect(page.locator("#viewer")).to_be_visible()
    assert page.locator("#large").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1


def test_a_document_is_downloaded_under_its_name(bot: Bot, person: int, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(person)
    bot.call("sendDocument", chat_id=person, files={"document": ("history.csv", b"a;b\n1;2\n", "text/csv")})
    with page.expect_download() as download:
        page.get_by_role("link", name="Download history.csv").click()
    assert download.value.suggested_filename == "history.csv"
    download.value.save_as(tmp_path / "history.csv")
    assert (tmp_path / "history.csv").read_bytes() == b"a;b\n1;2\n"


RICH = (
    "<h2>Plans</h2><table bordered striped>"
    "<tr><th>Benefit</th><th>Lite</th><th>Premium</th></tr>"
    '<tr><td>Analytics</td><td colspan="2">2 seats</td></tr>'
    "<tr><td>Price</td><td>1990.00</td><td><b>4990.00</b></td></tr></table>"
    "<details><summary>How points are counted</summary><p>Price by discount</p></details>"
)


def test_a_rich_message_shows_its_table_and_details(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.call("sendRichMessage", chat_id=person, rich_message={"html": RICH})
    table = page.get_by_role("table")
    expect(page.get_by_role("heading", name="Plans")).to_be_visible()
    expect(table.get_by_role("columnheader")).to_have_text(["Benefit", "Lite", "Premium"])
    expect(table.locator("td[colspan='2']")).to_have_text("2 seats")
    expect(table.locator("strong")).to_have_text("4990.00")
    page.get_by_text("How points are counted").click()
    expect(page.get_by_text("Price by discount")).to_be_visible()


def test_a_rich_message_is_an_empty_bubble_where_a_client_shows_none(
    bot: Bot, person: int, open_page: OpenPage
) -> None:
    page = open_page(person)
    bot.call("sendRichMessage", chat_id=person, rich_message={"html": RICH})
    table = page.locator(".bubble table")
    expect(table).to_be_visible()
    page.get_by_role("button", name="Apps without tables").click()
    expect(table).to_be_hidden()
    expect(page.locator(".bubble").filter(has=page.locator("table"))).to_be_visible()
    page.get_by_role("button", name="Apps without tables").click()
    expect(table).to_be_visible()


def test_a_moment_is_shown_in_the_readers_zone(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.call(
        "sendMessage",
        chat_id=person,
        text="Next charge: 10:00 Moscow time",
        entities=[
            {
                "type": "date_time",
                "offset": 13,
                "length": 17,
                "unix_time": 1773558000,
                "date_time_format": "Dt",
            }
        ],
    )
    expect(bubble(page, "Next charge").locator(".text > time")).to_have_text(re.compile("March.*2026.*11:00"))


@pytest.mark.parametrize("width", [360, 390])
def test_a_phone_never_scrolls_sideways(bot: Bot, person: int, open_page: OpenPage, width: int) -> None:
    bot.say(person, "word" * 200, [{"text": "A rather long label of a button", "callback_data": "a"}] * 3)
    bot.say(person, "<pre>" + "long line " * 40 + "</pre>")
    wide = "<table bordered><tr>" + "<td>column</td>" * 20 + "</tr></table>"
    bot.call("sendRichMessage", chat_id=person, rich_message={"html": wide})
    page = open_page(person, width=width, height=740)
    expect(page.get_by_role("table")).to_be_visible()
    assert no_horizontal_scroll(page)


def test_on_a_phone_the_clock_is_in_a_drawer_that_escape_closes(person: int, open_page: OpenPage) -> None:
    page = open_page(person, width=360, height=740)
    plus_day = page.get_by_role("button", name="+1 day")
    expect(plus_day).to_be_hidden()
    page.get_by_role("button", name="Clock, stories and marketplace").click()
    expect(plus_day).to_be_visible()
    assert no_horizontal_scroll(page)
    page.keyboard.press("Escape")
    expect(plus_day).to_be_hidden()


def test_messages_to_somebody_else_are_counted_until_that_chat_is_opened(
    server: Server, bot: Bot, person: int, open_page: OpenPage
) -> None:
    other = httpx.post(f"{server.url}/people", json={"first_name": "Boris"}).json()["id"]
    httpx.post(f"{server.url}/people/{other}/start", json={"payload": ""}).raise_for_status()
    bot.next_update()
    page = open_page(person)
    row = page.locator(f"[data-person='{other}']")
    bot.say(other, "One")
    bot.say(other, "Two")
    expect(row).to_contain_text("2 unread messages")
    row.click()
    expect(bubble(page, "Two")).to_be_visible()
    expect(row.locator(".badge")).to_have_count(0)


def test_a_restarted_server_is_found_again_and_nothing_is_doubled(
    server: Server, bot: Bot, person: int, open_page: OpenPage
) -> None:
    page = open_page(person, forgiven="Failed to load resource")
    bot.say(person, "Before the break")
    expect(bubble(page, "Before the break")).to_be_visible()
    server.stop()
    expect(page.locator("#banner")).to_contain_text("Reconnecting")
    server.start()
    expect(page.locator("#banner")).to_be_hidden(timeout=15_000)
    bot.say(person, "After the break")
    expect(bubble(page, "After the break")).to_have_count(1)
    expect(bubble(page, "Before the break")).to_have_count(1)


def test_a_page_left_open_shows_no_message_of_the_last_start_among_those_of_the_next(browser: Browser) -> None:
    def started(begin: int) -> LocalTelegram:
        telegram = LocalTelegram(token=TOKEN, limits=Limits.generous(), begin=begin)
        telegram.add_person("Anna", person_id=101)
        return telegram

    def told(text: str) -> None:
        httpx.post(f"{server.url}/people/101/start", json={"payload": ""}).raise_for_status()
        Bot(server.url).say(101, text)
        expect(bubble(page, text)).to_be_visible(timeout=15_000)

    server = Server(started(0), Marketplace())
    page = browser.new_page()
    page.goto(f"{server.url}/#101")
    told("Of the last start")
    server.stop()
    server.telegram = started(1000)
    server.start()
    told("Of this start")
    expect(bubble(page, "Of the last start")).to_have_count(0)
    page.close()
    server.stop()


def test_the_reader_stays_where_they_are_when_a_message_arrives(bot: Bot, person: int, open_page: OpenPage) -> None:
    for number in range(12):
        bot.say(person, f"Line {number}.\n" * 8)
    page = open_page(person)
    expect(bubble(page, "Line 11.")).to_be_in_viewport()
    page.locator(".view").hover()
    page.mouse.wheel(0, -1500)
    expect(page.get_by_role("button", name="Go to the newest message")).to_be_visible()
    before = page.locator(".view").evaluate("node => node.scrollTop")
    bot.say(person, "Newest")
    expect(bubble(page, "Newest")).to_have_count(1)
    assert page.locator(".view").evaluate("node => node.scrollTop") == before


def test_the_clock_moves_to_the_next_thing_due_and_tells_what_was_done(
    desk: Marketplace, person: int, open_page: OpenPage
) -> None:
    page = open_page(person)
    expect(page.locator(".clock-time")).to_have_text("10:00")
    page.get_by_role("button", name="To the next thing due").click()
    expect(page.locator("#clock-result")).to_have_text("Done: 3 things were due.")
    expect(page.locator(".clock-date")).to_contain_text("18 March 2026")
    assert {"advance": "next"} in desk.asked


def test_a_fact_is_sent_in_exact_numbers_and_its_outcome_is_told_in_words(
    desk: Marketplace, person: int, open_page: OpenPage
) -> None:
    page = open_page(person)
    page.get_by_label("Price").fill("1 000,50")
    page.get_by_label("Discount").fill("7,5")
    page.get_by_role("button", name="Redeem the order").click()
    expect(page.locator("[data-result=redeem]")).to_have_text("Refused: More than is left.")
    assert desk.asked[-1] == {
        "seller": "S1",
        "action": "redeem",
        "price": "1000.50",
        "discount": "0.075",
        "quantity": 2,
    }


def test_a_word_in_place_of_a_number_is_not_sent(desk: Marketplace, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    asked = len(desk.asked)
    page.get_by_label("Price").fill("a thousand")
    page.get_by_role("button", name="Redeem the order").click()
    expect(page.locator("[data-result=redeem]")).to_contain_text("“a thousand” is not a number here")
    assert len(desk.asked) == asked


def test_the_page_speaks_russian_when_asked_to(person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    page.get_by_role("group", name="Page language").get_by_role("button", name="Русский").click()
    expect(page.get_by_role("button", name="К ближайшему событию")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_typing_is_shown_until_the_message_comes(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.call("sendChatAction", chat_id=person, action="typing")
    expect(page.locator(".chat-status")).to_have_text("typing…")
    bot.say(person, "Here it is")
    expect(bubble(page, "Here it is")).to_be_visible()
    expect(page.locator(".typing-dots")).to_be_hidden()


def test_the_slash_button_offers_the_bots_commands_to_the_keyboard(bot: Bot, person: int, open_page: OpenPage) -> None:
    commands = [("balance", "Balance"), ("points", "Points")]
    bot.call("setMyCommands", commands=[{"command": c, "description": d} for c, d in commands])
    page = open_page(person)
    page.get_by_role("button", name="Bot commands").press("Enter")
    expect(page.locator(".command-menu").get_by_role("option")).to_have_text(["/balanceBalance", "/pointsPoints"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert bot.next_update()["message"]["text"] == "/points"


def test_an_attached_file_reaches_the_bot_with_its_caption(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    page.get_by_role("textbox", name="Message to the bot").fill("My list")
    page.locator(".file-input").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b"1;2\n"})
    message = bot.next_update()["message"]
    assert (message["document"]["file_name"], message["caption"]) == ("list.csv", "My list")


def test_a_key_of_a_reply_keyboard_sends_its_text(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    markup = {"keyboard": [[{"text": "My points"}]], "resize_keyboard": True}
    bot.call("sendMessage", chat_id=person, text="Choose", reply_markup=markup)
    page.locator(".reply-keyboard").get_by_role("button", name="My points").click()
    assert bot.next_update()["message"]["text"] == "My points"


def test_a_start_link_asks_who_opens_it_and_starts_the_bot_for_them(
    server: Server, bot: Bot, person: int, open_page: OpenPage
) -> None:
    guest = httpx.post(f"{server.url}/people", json={"first_name": "Invited guest"}).json()["id"]
    page = open_page(person)
    bot.say(person, '<a href="https://t.me/seller_premium_bot?start=token-1">invitation</a>')
    page.get_by_role("link", name="invitation").click()
    page.get_by_role("dialog").get_by_role("button", name="Invited guest").click()
    message = bot.next_update()["message"]
    assert (message["chat"]["id"], message["text"]) == (guest, "/start token-1")
    expect(bubble(page, "/start token-1")).to_be_visible()


def test_an_album_is_one_row_of_pictures(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    media = [{"type": "photo", "media": f"attach://{name}"} for name in ("one", "two")]
    files = {name: (f"{name}.png", PIXEL, "image/png") for name in ("one", "two")}
    bot.call("sendMediaGroup", chat_id=person, media=media, files=files)
    expect(page.locator(".row.in")).to_have_count(1)
    expect(page.locator(".row.in img")).to_have_count(2)
