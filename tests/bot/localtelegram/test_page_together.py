"""The page with several people at once, its stories, its log, its languages, and messages of every kind.

Problem: what works for one chat in one language at one width may break for three in another.
Decision: headless Chromium as in test_page.py; every kind of message is looked at in both schemes and three widths.
Limit: whether it is beautiful is for people to say.
"""

import asyncio
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bot.localtelegram.browsing import (
    PIXEL,
    Bot,
    Marketplace,
    OpenPage,
    Server,
    bubble,
    key,
    no_horizontal_scroll,
)


@pytest.fixture
def people(server: Server, bot: Bot) -> list[int]:
    """Four people who have started the bot."""
    found = []
    for name, language in (("Anna", "ru"), ("Aram", "hy"), ("Michael", "en"), ("Nora", "en")):
        body = {"first_name": name, "language_code": language}
        someone = int(httpx.post(f"{server.url}/people", json=body).json()["id"])
        httpx.post(f"{server.url}/people/{someone}/start", json={"payload": ""}).raise_for_status()
        while bot.next_update()["message"]["chat"]["id"] != someone:
            pass
        found.append(someone)
    return found


def pane(page: Page, person: int) -> Locator:
    return page.locator(f"[data-pane='{person}']")


def beside(page: Page, person: int) -> Locator:
    """The button that shows somebody beside the others."""
    return page.locator("#people-list li").filter(has=page.locator(f"[data-person='{person}']")).locator(".beside")


# -- side by side ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "count"), [(1280, 2), (1536, 3)])
def test_chats_of_an_address_stand_side_by_side(people: list[int], open_page: OpenPage, width: int, count: int) -> None:
    page = open_page(*people[:count], width=width)
    for person in people[:count]:
        expect(pane(page, person).get_by_role("textbox", name="Message to the bot")).to_be_visible()
    assert no_horizontal_scroll(page)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_chats_never_hide_the_people_the_clock_and_the_stories(
    people: list[int], open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(*people[:3], width=width, height=height)
    expect(page.get_by_role("navigation", name="People")).to_be_in_viewport(ratio=1)
    expect(page.locator(".clock-time")).to_be_in_viewport()
    expect(page.get_by_role("button", name="A renewal fails")).to_be_in_viewport()
    for language in ("Русский", "Հայերեն", "English"):
        expect(page.get_by_role("button", name=language).first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [360, 390])
def test_a_phone_has_one_button_to_the_people_and_one_to_the_clock_and_the_stories(
    people: list[int], open_page: OpenPage, width: int
) -> None:
    page = open_page(people[0], width=width, height=740)
    page.get_by_role("button", name="Clock, stories and marketplace").click()
    expect(page.get_by_role("button", name="A renewal fails")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="People").click()
    expect(page.get_by_role("navigation", name="People")).to_be_in_viewport(ratio=1)
    assert no_horizontal_scroll(page)


def test_whoever_has_no_room_beside_the_others_is_shown_when_chosen(people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:3], width=1280)
    expect(pane(page, people[2])).to_be_hidden()
    page.locator(f"[data-person='{people[2]}']").click()
    expect(pane(page, people[2])).to_be_visible()
    expect(pane(page, people[0])).to_be_visible()


def answered(bot: Bot, text: str, **how: Any) -> None:
    query = bot.next_update()["callback_query"]["id"]
    bot.call("answerCallbackQuery", callback_query_id=query, text=text, **how)


def test_a_toast_stays_in_the_phone_whose_button_was_tapped(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:2])
    bot.say(people[1], "Choose", [{"text": "Go", "callback_data": "go"}])
    key(page, "Go").click()
    answered(bot, "Done " + "already" * 20)
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    edge, place = pane(page, people[1]).bounding_box(), toast.bounding_box()
    assert edge is not None and place is not None
    assert edge["x"] <= place["x"] and place["x"] + place["width"] <= edge["x"] + edge["width"]


def test_a_toast_is_not_shown_to_whoever_takes_the_place(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    bot.say(people[0], "Choose", [{"text": "Go", "callback_data": "go"}])
    key(page, "Go").click()
    answered(bot, "For Anna alone")
    expect(page.locator(".toast")).to_be_visible()
    page.locator(f"[data-person='{people[1]}']").click()
    expect(pane(page, people[1])).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)


def test_an_alert_covers_its_own_phone_only(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:2])
    bot.say(people[0], "Choose", [{"text": "Go", "callback_data": "go"}])
    key(page, "Go").click()
    answered(bot, "Only a manager may do this", show_alert=True)
    expect(pane(page, people[0]).get_by_role("alertdialog")).to_be_visible()
    line = pane(page, people[1]).get_by_role("textbox", name="Message to the bot")
    line.fill("Meanwhile")
    line.press("Enter")
    assert bot.next_update()["message"]["text"] == "Meanwhile"
    page.get_by_role("button", name="OK").press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_each_of_two_chats_writes_as_its_own_person(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:2])
    for person in people[:2]:
        line = pane(page, person).get_by_role("textbox", name="Message to the bot")
        line.fill(f"I am {person}")
        line.press("Enter")
        message = bot.next_update()["message"]
        assert (message["chat"]["id"], message["text"]) == (person, f"I am {person}")
        expect(pane(page, person).locator(".bubble").filter(has_text=f"I am {person}")).to_be_visible()


def test_messages_come_into_every_chat_that_is_shown(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:3], width=1600)
    for person in people[:3]:
        bot.say(person, f"For {person} alone")
        expect(pane(page, person).locator(".bubble").filter(has_text=f"For {person} alone")).to_be_visible()
    expect(page.locator(".unread-all").first).to_be_hidden()


def test_somebody_is_put_beside_and_taken_away_again(people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0], width=1700)
    beside(page, people[1]).click()
    expect(page).to_have_url(re.compile(f"#{people[0]},{people[1]}$"))
    expect(beside(page, people[1])).to_have_attribute("aria-pressed", "true")
    pane(page, people[0]).get_by_role("button", name="Close this chat").click()
    expect(page).to_have_url(re.compile(f"#{people[1]}$"))
    expect(page.locator(".pane")).to_have_count(1)


def test_a_fourth_chat_has_no_place(people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:3], width=1700)
    expect(beside(page, people[3])).to_be_disabled()
    expect(beside(page, people[3])).to_have_attribute("aria-label", "There is room for 3 chats")


def test_a_narrow_window_shows_one_of_them(people: list[int], open_page: OpenPage) -> None:
    page = open_page(*people[:2], width=768)
    expect(pane(page, people[0])).to_be_visible()
    expect(pane(page, people[1])).to_be_hidden()
    page.locator(f"[data-person='{people[1]}']").click()
    expect(pane(page, people[1])).to_be_visible()
    expect(pane(page, people[0])).to_be_hidden()


def test_one_request_waits_for_the_news_of_everybody(people: list[int], open_page: OpenPage, bot: Bot) -> None:
    page = open_page(*people[:3])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/")[3].split("?")[0]))
    for person in people:
        bot.say(person, "Something new")
    expect(page.locator(".bubble").filter(has_text="Something new")).to_have_count(3)
    assert set(asked) <= {"news", "desk"}


# -- languages ---------------------------------------------------------------------------------------------------------


def test_a_changed_language_of_telegram_reaches_the_bot(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[2])
    page.locator(".chat-menu summary").click()
    page.get_by_role("group", name="Telegram of Michael is in").get_by_role("button", name="Հայերեն").click()
    expect(page.locator(".chat-menu [data-value='hy']")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("textbox", name="Message to the bot").fill("x")
    page.get_by_role("textbox", name="Message to the bot").press("Enter")
    assert bot.next_update()["message"]["from"]["language_code"] == "hy"


def test_a_moment_is_told_in_the_language_of_the_reader(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[1])
    moment = {"type": "date_time", "offset": 0, "length": 4, "unix_time": 1773558000, "date_time_format": "wDt"}
    bot.call("sendMessage", chat_id=people[1], text="then", entities=[moment])
    expect(page.locator(".bubble time[datetime='2026-03-15T07:00:00.000Z']").last).to_have_text(
        "կիրակի, 2026 թ. մարտի 15, 11:00"
    )


COMPARE = """async () => {
  const found = {};
  for (const name of ["en", "ru", "hy"]) {
    const words = (await import(`/page/words-${name}.js`)).default;
    const all = (text) => [...JSON.stringify(text).matchAll(/\\{(\\w+)\\}/g)].map((match) => match[1]);
    const places = (text) => [...new Set(all(text))].sort();
    found[name] = Object.fromEntries(Object.entries(words).map(([key, text]) => [key, places(text).join()]));
  }
  return found;
}"""


def test_the_page_has_the_same_words_in_every_language(people: list[int], open_page: OpenPage) -> None:
    found = open_page(people[0]).evaluate(COMPARE)
    assert found["ru"] == found["hy"] == found["en"]


@pytest.mark.parametrize("language", ["Русский", "Հայերեն"])
def test_no_key_of_a_word_is_seen_in_any_language(people: list[int], open_page: OpenPage, language: str) -> None:
    page = open_page(*people[:2], width=1700)
    page.get_by_role("group", name="Page language").get_by_role("button", name=language).click()
    expect(page.get_by_role("button", name=language).first).to_have_attribute("aria-pressed", "true")
    seen = page.locator("#frame").inner_text()
    assert re.findall(r"\b[a-z]+_[a-z_]+\b|undefined|\{\w+\}", seen) == []
    assert no_horizontal_scroll(page)


def speak(page: Page, language: str) -> None:
    page.locator("#language").get_by_role("button", name=language).click()


def test_what_was_told_before_follows_the_language_of_the_page(people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    page.get_by_role("button", name="A renewal fails").click()
    expect(page.locator("[data-result=story]")).to_contain_text("The charge failed.")
    page.get_by_role("button", name="Redeem the order").click()
    expect(page.locator("[data-result=redeem]")).to_have_text("Refused: More than is left.")
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator("#clock-result")).to_have_text("Done: 3 things were due.")
    speak(page, "Русский")
    expect(page.locator("[data-result=story]")).to_contain_text("Оплата не прошла.")
    expect(page.locator("[data-result=redeem]")).to_have_text("Отказ: Больше, чем есть.")
    expect(page.locator("#clock-result")).to_have_text("Готово: выполнено 3 дела.")
    speak(page, "Հայերեն")
    expect(page.locator("[data-result=redeem]")).to_have_text("Մերժված է: Ավելի է։")


def test_the_labels_of_the_log_follow_the_language_of_the_page(people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    expect(page.locator(".of-kind")).to_have_text(["Points", "Facts"])
    speak(page, "Русский")
    expect(page.locator(".of-kind")).to_have_text(["Баллы", "Факты"])


def test_what_was_refused_on_the_page_follows_its_language(people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    page.get_by_label("Price").fill("a thousand")
    page.get_by_role("button", name="Redeem the order").click()
    speak(page, "Русский")
    expect(page.locator("[data-result=redeem]")).to_have_text("«a thousand» здесь не число. Напишите так: 1000,50.")


def test_what_the_local_telegram_refuses_is_told_in_the_language_of_the_page(
    people: list[int], open_page: OpenPage
) -> None:
    page = open_page(people[0], forgiven="Failed to load resource")
    speak(page, "Русский")
    page.locator(".file-input").set_input_files({"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
    expect(page.locator(".toast")).to_have_text("Файл пуст или слишком велик.")


# -- the first visit ---------------------------------------------------------------------------------------------------


def test_whoever_is_here_for_the_first_time_is_told_what_this_is_until_they_do_something(
    people: list[int], open_page: OpenPage
) -> None:
    page = open_page(people[0])
    hello = page.locator("#hello")
    expect(hello).to_contain_text("A marketplace's bot to try")
    page.get_by_role("button", name="+1 day").click()
    expect(hello).to_be_hidden()
    page.reload()
    expect(page.locator(".clock-time")).to_be_visible()
    expect(hello).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_visit_offers_a_story(desk: Marketplace, people: list[int], open_page: OpenPage, width: int) -> None:
    page = open_page(people[0], width=width)
    page.get_by_role("button", name="Try a story").click()
    expect(page.locator("[data-result=story]")).to_contain_text("The charge failed.")
    expect(page.locator("[data-result=story]")).to_be_in_viewport()
    assert desk.asked[-1] == {"story": "fails", "seller": "S1"}


def test_somebody_without_a_shop_reads_what_start_shows_and_how_to_join(server: Server, open_page: OpenPage) -> None:
    nora = httpx.post(f"{server.url}/people", json={"first_name": "Nora"}).json()["id"]
    page = open_page(nora)
    expect(page.locator(".empty")).to_contain_text("Nora is in no shop yet. Start shows what the bot is")


# -- what comes twice --------------------------------------------------------------------------------------------------


def test_a_tap_is_sent_again_and_the_page_says_that_nothing_changed(
    bot: Bot, people: list[int], open_page: OpenPage
) -> None:
    page = open_page(people[0])
    bot.say(people[0], "Spend?", [{"text": "Spend", "callback_data": "spend:7"}])
    key(page, "Spend").click()
    answered(bot, "Spent")
    expect(page.locator(".toast")).to_have_text("Spent")
    page.get_by_text("Send it again").click()
    page.get_by_role("button", name="The last tap").click()
    query = bot.next_update()["callback_query"]
    assert query["data"] == "spend:7"
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Spent already")
    expect(page.locator("[data-result=again]")).to_have_text(
        "Anna tapped “Spend” once more: in the shops nothing changed."
    )
    expect(page.locator(".toast").last).to_have_text("Spent already")


def test_a_tap_that_was_never_made_is_not_sent_again(people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    page.get_by_text("Send it again").click()
    page.get_by_role("button", name="The last tap").click()
    expect(page.locator("[data-result=again]")).to_have_text(
        "There is no tap to repeat: press a button in the chat first."
    )


@pytest.mark.parametrize(
    ("lever", "button", "action"),
    [("The next charge fails", "Make the balance short", "charge_fails"), ("Send it again", "The last line", "again")],
)
def test_a_lever_is_sent_to_the_desk(
    desk: Marketplace, people: list[int], open_page: OpenPage, lever: str, button: str, action: str
) -> None:
    page = open_page(people[0])
    page.get_by_text(lever).click()
    page.get_by_role("button", name=button).click()
    expect(page.locator(f"[data-result={action}]")).to_have_text("Refused: More than is left.")
    assert desk.asked[-1] == {"seller": "S1", "action": action}


# -- stories and the log -----------------------------------------------------------------------------------------------


def test_a_story_tells_what_it_did_and_shows_its_people(
    desk: Marketplace, people: list[int], open_page: OpenPage
) -> None:
    desk.heroes = [{"id": people[0], "name": "Anna"}, {"id": people[2], "name": "Michael"}]
    page = open_page(people[3])
    page.get_by_role("button", name="A renewal fails").click()
    expect(page.locator("[data-result=story]")).to_contain_text("The charge failed. Look at: Anna, Boris.")
    assert desk.asked[-1] == {"story": "fails", "seller": "S1"}
    page.get_by_role("button", name="Side by side").click()
    expect(page).to_have_url(re.compile(f"#{people[0]},{people[2]}$"))


def test_a_story_under_way_cannot_be_asked_for_again(
    server: Server, desk: Marketplace, people: list[int], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = asyncio.Event()
    answered = desk.story

    async def slow(name: str, seller: str) -> dict[str, object]:
        await may_end.wait()
        return await answered(name, seller)

    monkeypatch.setattr(desk, "story", slow)
    page = open_page(people[0])
    told = sum("story" in asked for asked in desk.asked)
    button = page.get_by_role("button", name="A renewal fails")
    button.dblclick()
    expect(button).to_be_disabled()
    server.loop.call_soon_threadsafe(may_end.set)
    expect(button).to_be_enabled()
    assert sum("story" in asked for asked in desk.asked) == told + 1


def test_the_log_names_the_kind_of_every_line_and_keeps_to_those_chosen(people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    log = page.get_by_role("region", name="Log")
    expect(log.get_by_role("listitem")).to_have_count(2)
    expect(log.get_by_role("listitem").first).to_contain_text("Points accrued")
    expect(log.get_by_role("listitem").first).to_contain_text("+1.00 point")
    expect(log.get_by_role("listitem").last).to_contain_text("No effect")
    log.get_by_role("button", name="Facts").press("Enter")
    expect(log.get_by_role("listitem")).to_have_count(1)
    expect(log.get_by_role("button", name="Facts")).to_have_attribute("aria-pressed", "true")


# -- messages of every kind --------------------------------------------------------------------------------------------

RICH = (
    "<h2>Plans</h2><table bordered striped><tr><th>Benefit</th><th>Lite</th><th>Premium</th></tr>"
    '<tr><td>Higher in search with a favourable price index</td><td align="center">7.5 %</td><td>10 %</td></tr></table>'
    "<table compact><tr>" + "<td>a column</td>" * 14 + "</tr></table>"
    "<details><summary>How points are counted</summary>"
    "<tg-math-block>7000 \\times 10\\,\\% \\times 20 \\times \\min(0.05; 0.10) = 700.00</tg-math-block></details>"
    "<blockquote expandable>One<br>Two<br>Three<br>Four<br>Five</blockquote><ul><li>A point</li></ul>"
    "<footer>End</footer>"
)


def every_kind(bot: Bot, person: int) -> None:
    """A message of each kind that a bot sends."""
    bot.say(
        person,
        "<b>Text</b> <code>code</code>\n<blockquote expandable>One\nTwo\nThree\nFour\nFive</blockquote>",
        [{"text": "The likely next step of all", "callback_data": "a", "style": "primary"}],
        [{"text": "Confirm", "callback_data": "b", "style": "success"}, {"text": "Not now", "disabled": {}}],
        [
            {"text": "Copy the reference", "copy_text": {"text": "SP-1"}},
            {"text": "Rules", "url": "https://example.com/"},
        ],
    )
    bot.call("sendRichMessage", chat_id=person, rich_message={"html": RICH})
    bot.call("sendPhoto", chat_id=person, caption="By month: 1, 2, 3", files={"photo": ("c.png", PIXEL, "image/png")})
    for name in ("A history of a very long name of the month of November 2026.csv", "history.xlsx"):
        bot.call("sendDocument", chat_id=person, files={"document": (name, b"1;2", "text/csv")})


OUTSIDE = """() => {
  const edge = document.querySelector(".pane.active .view").getBoundingClientRect();
  const hidden = (node) => node.closest(".scroll, pre, details:not([open])");
  return [...document.querySelectorAll(".pane.active .bubble, .pane.active .bubble *, .pane.active .key")]
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([node, place]) => !hidden(node) && place.width)
    .filter(([, place]) => place.right > edge.right + 1 || place.left < edge.left - 1)
    .map(([node]) => node.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_message_of_every_kind_keeps_inside_its_chat(
    bot: Bot, people: list[int], open_page: OpenPage, width: int, dark: bool
) -> None:
    every_kind(bot, people[0])
    page = open_page(people[0], width=width, dark=dark)
    expect(page.get_by_role("table").first).to_be_visible()
    page.get_by_text("How points are counted").click()
    expect(page.locator("math")).to_be_visible()
    assert page.evaluate(OUTSIDE) == []
    assert no_horizontal_scroll(page)


def test_all_buttons_and_quotations_are_reached_by_the_keyboard(
    bot: Bot, people: list[int], open_page: OpenPage
) -> None:
    page = open_page(people[0])
    every_kind(bot, people[0])
    more = page.get_by_role("button", name="Show more").first
    more.press("Enter")
    expect(page.get_by_role("button", name="Show less").first).to_have_attribute("aria-expanded", "true")
    key(page, "Copy the reference").press("Enter")
    expect(page.locator(".toasts")).to_contain_text("Copied: SP-1")
    expect(key(page, "Not now")).to_be_disabled()


def test_a_link_inside_a_message_leads_to_its_own_place(bot: Bot, people: list[int], open_page: OpenPage) -> None:
    page = open_page(people[0])
    html = (
        '<p><a href="#sums">To the sums</a></p><details><summary>More</summary><a name="sums"></a><p>{}</p></details>'
    )
    for words in ("First sums", "Second sums"):
        bot.call("sendRichMessage", chat_id=people[0], rich_message={"html": html.format(words)})
    bubble(page, "Second sums").get_by_role("button", name="To the sums").click()
    expect(page.get_by_text("Second sums")).to_be_visible()
    expect(page.get_by_text("First sums")).to_be_hidden()
