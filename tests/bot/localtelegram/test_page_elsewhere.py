"""A page elsewhere, in the same real browser, that tries to speak for the bot and for a person.

Problem: what a browser sends with a picture, a form or a request from another page is the browser's business, so only a
browser can show it. Decision: a second server on this machine stands for any other page; under the name `localhost` it
is of another site, under 127.0.0.1 of another port. Limit: Chromium.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.bot.localtelegram.browsing import TOKEN, Server

ATTACK = """<!doctype html><title>Elsewhere</title><script>
const [base, token, person] = location.hash.slice(1).split("|");
const picture = (path) => new Promise((done) => {
  const image = new Image();
  image.onload = image.onerror = done;
  image.src = base + path;
});
const request = (path, body) =>
  fetch(base + path, { method: "POST", mode: "no-cors", headers: { "Content-Type": "text/plain" }, body });
const form = (path, text) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.name = "frame";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { action: base + path, method: "post", enctype: "text/plain", target: "frame" });
  form.innerHTML = "<input name='x'>";
  frame.onload = done;
  form.querySelector("input").name = text;
  document.body.append(form);
  form.submit();
});
onload = async () => {
  const body = JSON.stringify({ chat_id: Number(person), text: "taken over" });
  await picture(`/bot${token}/sendMessage?chat_id=${person}&text=taken+over`);
  await request(`/bot${token}/sendMessage`, body).catch(() => {});
  await request(`/people/${person}/send`, JSON.stringify({ text: "taken over" })).catch(() => {});
  await form(`/people/${person}/send`, '{"text": "taken over", "x": "');
  document.title = "Tried";
};
</script><body></body>"""


class Elsewhere(BaseHTTPRequestHandler):
    """Serves the page that attacks, whatever is asked for."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(ATTACK.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_page_elsewhere_neither_writes_for_the_bot_nor_for_a_person(
    server: Server, person: int, port: int, tab: Page, host: str
) -> None:
    answers: list[int] = []
    pictures: list[str] = []
    tab.on("requestfailed", lambda request: pictures.append(request.url) if request.method == "GET" else None)
    tab.on("response", lambda response: answers.append(response.status) if server.url in response.url else None)
    tab.goto(f"http://{host}:{port}/#{server.url}|{TOKEN}|{person}")
    tab.wait_for_function("document.title === 'Tried'")
    chat = httpx.get(f"{server.url}/people/{person}/chat", params={"after": 0, "wait": 0}).json()
    assert answers == [403] * 3
    assert [server.url in url for url in pictures] == [
        True
    ]  # what a picture is refused with the browser keeps to itself
    assert [message for message in chat["messages"] if message["text"] == "taken over"] == []


def test_a_link_elsewhere_opens_the_page(server: Server, port: int, tab: Page) -> None:
    tab.goto(f"http://localhost:{port}/#{server.url}|x|0")
    tab.evaluate("address => { location.href = address }", f"{server.url}/")
    tab.wait_for_url(f"{server.url}/")
    assert tab.title() != ""
    assert tab.locator("body").count() == 1
