"""The server around it: loopback only, the page, the desk, lost answers."""

import asyncio
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.localtelegram.server import build_app, serve
from tests.bot.localtelegram.local_telegram import TOKEN, Bench, until


class Demo:
    """A desk that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def state(self, language: str) -> dict[str, Any]:
        return {"now": "2026-06-05T10:00:00Z", "shops": [], "language": language}

    async def advance(self, step: str) -> dict[str, Any]:
        self.asked.append(step)
        return {"now": "2026-06-06T10:00:00Z", "done": 1}

    async def story(self, name: str, seller: str) -> dict[str, Any]:
        self.asked.append((name, seller))
        return {"outcome": "done", "text": "It failed.", "people": []}

    async def log(self, seller: str, kinds: frozenset[str], size: int, language: str) -> list[dict[str, Any]]:
        return [{"seller": seller, "kinds": sorted(kinds), "size": size, "language": language}]

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("seller") != "shop":
            raise ValueError("there is no such shop")
        self.asked.append(body)
        return {"outcome": "accepted", "reason": None, "message": "done"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "127.0.0.1:8080"}, 200),
        ({"Host": "localhost:8080"}, 200),
        ({"Host": "[::1]:8080"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "192.168.0.5"}, 403),
        ({"Host": "[oops"}, 403),
        ({"Host": "127.0.0.1:8080", "Origin": "http://127.0.0.1:8080"}, 200),
        ({"Host": "localhost:8080", "Origin": "http://LOCALHOST:8080"}, 200),
        ({"Host": "127.0.0.1:8080", "Origin": "http://127.0.0.1:3000"}, 403),
        ({"Host": "127.0.0.1:8080", "Origin": "http://localhost:8080"}, 403),
        ({"Host": "127.0.0.1:8080", "Origin": "https://127.0.0.1:8080"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403),
    ],
)
async def test_only_this_machine_is_answered(headers, status):
    bench = Bench()
    assert (await bench.http.get("/people", headers=headers)).status_code == status


FOREIGN = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", FOREIGN, 200),
        ("GET", FOREIGN | {"Sec-Fetch-Dest": "iframe"}, 403),
        ("GET", FOREIGN | {"Sec-Fetch-Mode": "no-cors"}, 403),
        ("POST", FOREIGN, 403),
    ],
)
async def test_a_link_elsewhere_opens_the_page_and_no_more(method, headers, status):
    assert (await Bench().http.request(method, "/", headers=headers)).status_code == status


async def test_no_other_page_can_frame_this_one():
    assert (await Bench().http.get("/")).headers["content-security-policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize("method", ["sendMessage", "SENDMESSAGE", "deleteWebhook", "setMyName", "getUpdates"])
async def test_what_changes_anything_is_not_done_by_get(method):
    bench = Bench()
    response = await bench.http.get(f"/bot{TOKEN}/{method}", params={"chat_id": str(bench.anna.id), "text": "hi"})
    assert (response.status_code, response.json()["error_code"]) == (405, 405)
    assert bench.telegram.view(bench.anna.id)["messages"] == []


async def test_what_only_reads_is_answered_to_get():
    assert (await Bench().http.get(f"/bot{TOKEN}/getMe")).json()["ok"] is True


async def test_a_picture_in_a_foreign_page_sends_nothing_even_with_the_token():
    bench = Bench()
    picture = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    async with serve(build_app(bench.telegram)) as url, httpx.AsyncClient(trust_env=False, headers=picture) as client:
        asked: dict[str, str | int] = {"chat_id": bench.anna.id, "text": "hi"}
        statuses = [
            (await client.get(f"{url}/bot{TOKEN}/sendMessage", params=asked)).status_code,
            (await client.post(f"{url}/bot{TOKEN}/sendMessage", json=asked)).status_code,
            (await client.get(f"{url}/people")).status_code,
        ]
    assert (statuses, bench.telegram.view(bench.anna.id)["messages"]) == ([403, 403, 403], [])


async def test_a_foreign_page_changes_nothing():
    bench = Bench()
    response = await bench.http.post(
        f"/people/{bench.anna.id}/send", json={"text": "x"}, headers={"Origin": "https://evil.example"}
    )
    assert (response.status_code, await bench.updates()) == (403, [])


async def test_the_desk_is_passed_through():
    desk = Demo()
    bench = Bench(desk=desk)
    fact = {"seller": "shop", "action": "redeem"}
    assert (await bench.http.get("/desk")).json()["shops"] == []
    assert (await bench.http.post("/desk/clock", json={"advance": "1d"})).json()["done"] == 1
    assert (await bench.http.post("/desk/fact", json=fact)).json()["outcome"] == "accepted"
    assert desk.asked == ["1d", fact]


async def test_a_story_is_passed_through():
    desk = Demo()
    asked = {"story": "fails", "seller": "shop"}
    answer = await Bench(desk=desk).http.post("/desk/story", json=asked)
    assert (answer.json()["text"], desk.asked) == ("It failed.", [("fails", "shop")])


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("seller=shop", {"seller": "shop", "kinds": [], "size": 60, "language": "en"}),
        (
            "seller=a%26b&kinds=points,facts&size=5",
            {"seller": "a&b", "kinds": ["facts", "points"], "size": 5, "language": "en"},
        ),
    ],
)
async def test_the_log_is_asked_for_by_shop_kinds_and_size(query, asked):
    answer = await Bench(desk=Demo()).http.get(f"/desk/log?{query}", headers={"Accept-Language": ""})
    assert answer.json() == {"lines": [asked]}


async def test_a_log_of_no_size_is_refused():
    answer = await Bench(desk=Demo()).http.get("/desk/log?seller=shop&size=-1")
    assert (answer.status_code, answer.json()) == (400, {"error": "size must be a whole number"})


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/desk/story", {"story": 1, "seller": "shop"}, "story and seller must be texts"),
        ("/desk/clock", {"advance": "1y"}, "advance must be one of 1h, 1d, 7d, next"),
        ("/desk/fact", {"seller": "none"}, "there is no such shop"),
    ],
)
async def test_a_wrong_order_to_the_desk_is_refused(path, body, error):
    response = await Bench(desk=Demo()).http.post(path, json=body)
    assert (response.status_code, response.json()) == (400, {"error": error})


async def test_without_a_desk_there_is_a_sentence():
    response = await Bench().http.get("/desk")
    assert (response.status_code, response.json()) == (
        404,
        {"error": "this server has no clock and no marketplace"},
    )


def page(folder: Path) -> Path:
    (folder / "index.html").write_text("<title>Chat</title>")
    (folder / "chat.js").write_text("start()")
    (folder / "odd.zzz").write_text("?")
    return folder


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/page/chat.js", "javascript"), ("/page/odd.zzz", "application/octet-stream")],
)
async def test_the_page_is_served_fresh(tmp_path, path, kind):
    response = await Bench(page=page(tmp_path)).http.get(path)
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-cache")
    assert kind in response.headers["content-type"]


@pytest.mark.parametrize("path", ["/page/gone.js", "/page/..%2fsecret", "/page/.hidden", "/page/a%2fb"])
async def test_nothing_but_the_page_is_served(tmp_path, path):
    (tmp_path / ".hidden").write_text("x")
    assert (await Bench(page=page(tmp_path)).http.get(path)).status_code == 404


async def test_a_missing_page_is_a_sentence(tmp_path):
    response = await Bench(page=tmp_path).http.get("/")
    assert (response.status_code, response.json()) == (404, {"error": "there is no such page"})


async def test_the_server_answers_on_a_free_port():
    bench = Bench()
    async with serve(build_app(bench.telegram)) as url, httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{url}/bot{TOKEN}/getMe")).json()["ok"] is True


async def test_a_lost_answer_is_a_call_that_was_carried_out():
    bench = Bench()
    await bench.http.post("/faults", json={"method": "sendMessage", "drop": True})
    async with serve(build_app(bench.telegram), "localhost") as url, httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(f"{url}/bot{TOKEN}/sendMessage", json={"chat_id": bench.anna.id, "text": "hi"})
    assert [m["text"] for m in bench.telegram.view(bench.anna.id)["messages"]] == ["hi"]


async def test_the_server_stops_while_a_poll_waits():
    bench = Bench()
    started = time.monotonic()
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        async with serve(build_app(bench.telegram)) as url:
            poll = asyncio.create_task(client.post(f"{url}/bot{TOKEN}/getUpdates", params={"timeout": 50}))
            await until(lambda: bench.telegram.world.updates.is_polled)
        assert (await poll).json()["result"] == []
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "example.org", ""])
async def test_another_address_than_loopback_is_refused(host):
    with pytest.raises(ValueError, match="binds to loopback only"):
        async with serve(build_app(Bench().telegram), host):
            pass


async def test_a_taken_port_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} of 127.0.0.1 cannot be used: "):
            async with serve(build_app(Bench().telegram), port=port):
                pass
