"""Problem: the page is what people see, so it has to be looked at by a real browser.

Decision: headless Chromium against the real server; the test itself plays the bot, one Bot API call after
another, so nothing races and nothing sleeps. After every test the console must be clean and every request
must have gone to this server.
Limit: where Chromium is missing the tests fail and say how to install it; SKIP_BROWSER=1 skips them.
"""

import asyncio
import base64
import json
import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.sandbox.server import build_app
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.telegram.limits import Limits

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPage = Callable[..., Page]
TOKEN = "123456:sandbox-token-for-tests-of-the-page"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Marketplace:
    """A desk of one shop that answers at once and remembers what it was asked."""

    def __init__(self) -> None:
        self.now = "2026-03-15T07:00:00Z"
        self.asked: list[dict[str, Any]] = []

    async def state(self) -> dict[str, Any]:
        shop = {
            "seller": "S1",
            "name": "Vinyl Heaven",
            "wallet": "12450.50",
            "state": "trial",
            "plan": "premium",
        }
        return {
            "now": self.now,
            "timezone": "Europe/Moscow",
            "next_due": "2026-03-18T07:00:00Z",
            "shops": [shop],
            "facts": [],
        }

    async def advance(self, step: str) -> dict[str, Any]:
        self.asked.append({"advance": step})
        self.now = "2026-03-18T07:00:00Z"
        return {"now": self.now, "done": 3}

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(body)
        return {"outcome": "refused", "reason": "quantity_exceeds", "message": "More than is left."}


class Server:
    """The server in a thread; it can be stopped and started again on the same port with the same chats."""

    def __init__(self, telegram: LocalTelegram, desk: Marketplace) -> None:
        self._parts = (telegram, desk)
        self._port = 0
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.start()

    def start(self) -> None:
        # The socket listens before the server runs, so an early request waits instead of being refused.
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(build_app(*self._parts), log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._running = asyncio.run_coroutine_threadsafe(self._server.serve([listening]), self._loop)

    def stop(self) -> None:
        self._server.should_exit = True
        self._running.result(20)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"


class Bot:
    """A bot that does what the test says, through the Bot API."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = 0

    def call(self, method: str, files: dict[str, Any] | None = None, **parameters: Any) -> Any:
        fields = {name: json.dumps(v) if isinstance(v, dict | list | bool) else v for name, v in parameters.items()}
        answer = httpx.post(f"{self._url}/bot{TOKEN}/{method}", data=fields, files=files, timeout=20).json()
        assert answer["ok"], answer
        return answer["result"]

    def next_update(self) -> dict[str, Any]:
        update: dict[str, Any] = self.call("getUpdates", offset=self._offset, timeout=10, limit=1)[0]
        self._offset = update["update_id"] + 1
        return update

    def say(self, person: int, text: str, *rows: list[dict[str, Any]]) -> int:
        keyboard = {"reply_markup": {"inline_keyboard": list(rows)}} if rows else {}
        return int(self.call("sendMessage", chat_id=person, text=text, parse_mode="HTML", **keyboard)["message_id"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if os.environ.get("SKIP_BROWSER") == "1":
        pytest.skip("SKIP_BROWSER=1: the page is not checked in a browser")
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def desk() -> Marketplace:
    return Marketplace()


@pytest.fixture(scope="module")
def server(desk: Marketplace) -> Iterator[Server]:
    running = Server(LocalTelegram(token=TOKEN, limits=Limits.generous()), desk)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def bot(server: Server) -> Bot:
    return Bot(server.url)


@pytest.fixture
def person(server: Server, bot: Bot) -> int:
    """Somebody who has started the bot."""
    someone = int(httpx.post(f"{server.url}/people", json={"first_name": "Anna", "language_code": "en"}).json()["id"])
    httpx.post(f"{server.url}/people/{someone}/start", json={"payload": ""}).raise_for_status()
    while bot.next_update()["message"]["chat"]["id"] != someone:
        pass
    return someone


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Opens the chat of a person; afterwards no console error and no request elsewhere may have been seen."""
    complaints: list[str] = []
    hosts: set[str] = set()
    contexts = []

    def opened(person: int, width: int = 1280, height: int = 800, forgiven: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Asia/Yerevan",
            permissions=["clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type in ("error", "warning") and not (forgiven and forgiven in said.text)
                else None
            ),
        )
        page.goto(f"{server.url}/#{person}")
        expect(page.locator("#loading")).to_be_hidden()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    assert hosts <= {server.url.removeprefix("http://")}


def bubble(page: Page, text: str) -> Locator:
    return page.locator(".bubble").filter(has_text=text)


def key(page: Page, text: str) -> Locator:
    """A button under a message."""
    return page.locator(".keyboard").get_by_role("button", name=text, exact=True)


def no_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


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
    expect(page.locator("#toasts")).to_contain_text("Done already")


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
    expect(page.locator("#toasts")).to_contain_text("Copied: SP-1042")


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
    page.get_by_role("button", name="Clock and marketplace").click()
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


def test_the_reader_stays_where_they_are_when_a_message_arrives(bot: Bot, person: int, open_page: OpenPage) -> None:
    for number in range(12):
        bot.say(person, f"Line {number}\n" * 8)
    page = open_page(person)
    expect(bubble(page, "Line 11")).to_be_in_viewport()
    page.locator("#scroll").hover()
    page.mouse.wheel(0, -1500)
    expect(page.get_by_role("button", name="Go to the newest message")).to_be_visible()
    before = page.locator("#scroll").evaluate("node => node.scrollTop")
    bot.say(person, "Newest")
    expect(bubble(page, "Newest")).to_have_count(1)
    assert page.locator("#scroll").evaluate("node => node.scrollTop") == before


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
    expect(page.locator("[data-result=redeem]")).to_have_text("Refused: more than is left of the order")
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
    page.get_by_role("button", name="switch to Russian").click()
    expect(page.get_by_role("button", name="К ближайшему событию")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_typing_is_shown_until_the_message_comes(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    bot.call("sendChatAction", chat_id=person, action="typing")
    expect(page.locator("#chat-status")).to_have_text("typing…")
    bot.say(person, "Here it is")
    expect(bubble(page, "Here it is")).to_be_visible()
    expect(page.locator("#typing")).to_be_hidden()


def test_the_slash_button_offers_the_bots_commands_to_the_keyboard(bot: Bot, person: int, open_page: OpenPage) -> None:
    commands = [("balance", "Balance"), ("points", "Points")]
    bot.call("setMyCommands", commands=[{"command": c, "description": d} for c, d in commands])
    page = open_page(person)
    page.get_by_role("button", name="Bot commands").press("Enter")
    expect(page.locator("#command-menu").get_by_role("option")).to_have_text(["/balanceBalance", "/pointsPoints"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert bot.next_update()["message"]["text"] == "/points"


def test_an_attached_file_reaches_the_bot_with_its_caption(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    page.get_by_role("textbox", name="Message to the bot").fill("My list")
    page.locator("#file").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b"1;2\n"})
    message = bot.next_update()["message"]
    assert (message["document"]["file_name"], message["caption"]) == ("list.csv", "My list")


def test_a_key_of_a_reply_keyboard_sends_its_text(bot: Bot, person: int, open_page: OpenPage) -> None:
    page = open_page(person)
    markup = {"keyboard": [[{"text": "My points"}]], "resize_keyboard": True}
    bot.call("sendMessage", chat_id=person, text="Choose", reply_markup=markup)
    page.locator("#reply-keyboard").get_by_role("button", name="My points").click()
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
