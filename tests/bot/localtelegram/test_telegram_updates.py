"""How updates arrive: long polling, confirmation, conflict, webhook."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.localtelegram.telegram import ApiError, Limits
from bot.localtelegram.telegram.webhook import check_address, post
from tests.bot.localtelegram.local_telegram import Bench, button, until


async def test_a_persons_text_is_an_update():
    bench = Bench()
    number = await bench.telegram.send(bench.anna.id, "/help me")
    assert await bench.updates() == [
        {
            "update_id": 1,
            "message": {
                "message_id": number,
                "from": {
                    "id": bench.anna.id,
                    "is_bot": False,
                    "first_name": "Anna",
                    "username": "anna_k",
                    "language_code": "ru",
                },
                "chat": {"id": bench.anna.id, "first_name": "Anna", "username": "anna_k", "type": "private"},
                "date": 1_750_000_000,
                "text": "/help me",
                "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
            },
        }
    ]


async def sent(bench: Bench, count: int) -> None:
    for n in range(count):
        await bench.telegram.send(bench.anna.id, f"text {n}")


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_an_update_stays_until_a_larger_offset_confirms_it():
    bench = Bench()
    await sent(bench, 3)
    assert ids(await bench.updates()) == [1, 2, 3]
    assert ids(await bench.updates(2)) == [2, 3]
    assert ids(await bench.updates()) == [2, 3]
    assert await bench.updates(4) == []


async def test_the_limit_gives_the_oldest():
    bench = Bench()
    await sent(bench, 3)
    assert ids(await bench.updates(limit=2)) == [1, 2]


async def test_a_limit_out_of_range_is_drawn_into_it():
    bench = Bench()
    await sent(bench, 2)
    assert ids(await bench.updates(limit=0)) == [1]


async def test_a_negative_offset_keeps_the_latest():
    bench = Bench()
    await sent(bench, 3)
    assert ids(await bench.updates(-2)) == [2, 3]
    assert ids(await bench.updates()) == [2, 3]


async def waiting(bench: Bench, **values: Any) -> "asyncio.Task[tuple[int, dict[str, Any]]]":
    async def poll() -> tuple[int, dict[str, Any]]:
        response = await bench.post("getUpdates", timeout=50, **values)
        return response.status_code, response.json()

    task = asyncio.create_task(poll())
    await until(lambda: bench.telegram.world.updates.is_polled)
    return task


async def test_a_long_poll_wakes_with_the_update():
    bench = Bench()
    poll = await waiting(bench)
    await bench.telegram.send(bench.anna.id, "hi")
    assert ids((await poll)[1]["result"]) == [1]


async def test_a_long_poll_ends_empty_after_its_time():
    queue = Bench().telegram.world.updates
    assert await queue.poll(0, 100, 0.001) == []


async def test_a_second_poll_ends_the_first():
    bench = Bench()
    first = await waiting(bench)
    task = asyncio.create_task(bench.post("getUpdates", timeout=50))
    assert await first == (
        409,
        {
            "ok": False,
            "error_code": 409,
            "description": "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
            "is running",
        },
    )
    await bench.telegram.send(bench.anna.id, "hi")
    assert ids((await task).json()["result"]) == [1]


async def test_closing_ends_a_poll_empty_and_later_ones_at_once():
    bench = Bench()
    poll = await waiting(bench)
    await bench.telegram.close()
    assert (await poll)[1]["result"] == []
    assert await bench.updates(timeout=50) == []


async def test_only_allowed_kinds_are_queued():
    bench = Bench()
    await bench.updates(allowed_updates=["callback_query"])
    number = (await bench.say("x", reply_markup=button()))["message_id"]
    await bench.telegram.send(bench.anna.id, "hi")
    await bench.telegram.press(bench.anna.id, number, 0, 0)
    assert [list(u) for u in await bench.updates()] == [["update_id", "callback_query"]]


async def test_no_list_leaves_the_allowed_kinds_and_an_empty_one_resets_them():
    bench = Bench()
    await bench.updates(allowed_updates='["callback_query"]')
    await bench.updates()
    await sent(bench, 1)
    assert await bench.updates(allowed_updates=[]) == []
    await sent(bench, 1)
    assert len(await bench.updates()) == 1


async def test_the_queue_has_an_end():
    bench = Bench(replace(Limits.generous(), pending_updates=2))
    await sent(bench, 3)
    assert ids(await bench.updates()) == [2, 3]


async def test_a_press_arrives_with_the_message_as_it_stands():
    bench = Bench()
    message = await bench.say("<b>Choose</b>", parse_mode="HTML", reply_markup=button())
    query_id = await bench.telegram.press(bench.anna.id, message["message_id"], 0, 0)
    (update,) = await bench.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["message"]) == (query_id, "go", message)
    assert (query["from"]["id"], query["chat_instance"]) == (bench.anna.id, str(-(bench.anna.id << 20)))


async def test_a_later_edit_does_not_change_an_update_already_made():
    bench = Bench()
    number = (await bench.say("before", reply_markup=button()))["message_id"]
    await bench.telegram.press(bench.anna.id, number, 0, 0)
    await bench.do("editMessageText", chat_id=bench.anna.id, message_id=number, text="after")
    assert (await bench.updates())[0]["callback_query"]["message"]["text"] == "before"


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("ftp://127.0.0.1/x", "", "invalid webhook URL specified"),
        ("http://", "", "invalid webhook URL specified"),
        ("http://127.0.0.1:99999/", "", "invalid webhook URL specified"),
        ("https://127.0.0.1/x", "", "bad webhook: the local Telegram delivers over http only"),
        ("http://example.org/x", "", "bad webhook: the local Telegram delivers to loopback addresses only"),
        ("http://127.0.0.1/x", "x" * 257, "secret token is too long"),
        ("http://127.0.0.1/x", "a b", "secret token contains unallowed characters"),
    ],
)
async def test_a_wrong_webhook_is_refused(url, secret, reason):
    assert await Bench().refusal("setWebhook", url=url, secret_token=secret) == (400, f"Bad Request: {reason}")


def test_localhost_is_a_possible_webhook():
    check_address("http://localhost:8081/hook", "secret_-1")


class Hook:
    """A bot's HTTP server that answers as told and remembers what it got."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.arrived = asyncio.Event()
        self.url = ""
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Hook":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook?a=1"
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().partition("content-length: ")[2].split("\r\n")[0])
        self.got.append((head, json.loads(await reader.readexactly(length))))
        writer.write(self.answers.pop(0) if self.answers else answer(200))
        await writer.drain()
        writer.close()
        self.arrived.set()

    async def wait_for(self, count: int) -> list[dict[str, Any]]:
        while len(self.got) < count:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), 10)
        return [update for _, update in self.got]


def answer(status: int, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


async def emptied(bench: Bench) -> None:
    await until(lambda: not len(bench.telegram.world.updates))


async def test_a_webhook_gets_updates_with_the_secret():
    bench = Bench()
    async with Hook() as hook:
        await bench.do("setWebhook", url=hook.url, secret_token="s3cret")
        await bench.telegram.send(bench.anna.id, "hi")
        (update,) = await hook.wait_for(1)
        await emptied(bench)
        await bench.telegram.close()
    assert update["message"]["text"] == "hi"
    assert hook.got[0][0].startswith("POST /hook?a=1 HTTP/1.0\r\n")
    assert "X-Telegram-Bot-Api-Secret-Token: s3cret" in hook.got[0][0]


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (answer(500), "Wrong response from the webhook: 500"),
        (b"", "Connection closed"),
        (b"x\r\n\r\n", "Connection closed"),
    ],
)
async def test_a_failed_delivery_is_tried_again_in_order(failure, message):
    bench = Bench()
    async with Hook(failure, failure) as hook:
        await bench.do("setWebhook", url=hook.url)
        await sent(bench, 2)
        updates = await hook.wait_for(4)
        await emptied(bench)
        info = await bench.do("getWebhookInfo")
        await bench.telegram.close()
    assert ids(updates) == [1, 1, 1, 2]
    assert bench.slept == [1.0, 2.0]
    assert (info["last_error_message"], info["last_error_date"]) == (message, 1_750_000_000)


async def test_the_bot_may_ask_to_wait():
    bench = Bench()
    async with Hook(answer(429, b"", "Retry-After: 7")) as hook:
        await bench.do("setWebhook", url=hook.url)
        await sent(bench, 1)
        await hook.wait_for(2)
        await bench.telegram.close()
    assert bench.slept == [7.0]


async def test_an_address_where_nobody_listens_is_an_error_of_the_webhook():
    bench = Bench()
    async with Hook() as hook:
        url = hook.url
    stopped = asyncio.Event()

    async def stop(seconds: float) -> None:
        stopped.set()
        await asyncio.Event().wait()

    bench.telegram.webhook._sleep = stop
    await bench.do("setWebhook", url=url)
    await sent(bench, 1)
    await stopped.wait()
    info = await bench.do("getWebhookInfo")
    await bench.telegram.close()
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)


async def test_a_bot_that_does_not_answer_in_time_is_an_error_of_the_webhook():
    bench = Bench(replace(Limits.generous(), webhook_timeout=0.0))
    stopped = asyncio.Event()

    async def stop(seconds: float) -> None:
        stopped.set()
        await asyncio.Event().wait()

    bench.telegram.webhook._sleep = stop
    async with Hook() as hook:
        await bench.do("setWebhook", url=hook.url)
        await sent(bench, 1)
        await stopped.wait()
        info = await bench.do("getWebhookInfo")
        await bench.telegram.close()
    assert info["last_error_message"] == "Read timeout expired"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"method":"sendMessage","chat_id":700000001,"text":"reply"}', "application/json"),
        (b"method=sendMessage&chat_id=700000001&text=reply", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_call_in_the_answer_is_carried_out(body, kind):
    bench = Bench()
    async with Hook(answer(200, body, f"Content-Type: {kind}")) as hook:
        await bench.do("setWebhook", url=hook.url)
        await sent(bench, 1)
        await bench.telegram.wait(bench.anna.id, 1, 10)
        await bench.telegram.close()
    assert bench.telegram.view(bench.anna.id, 1)["messages"][0]["text"] == "reply"


@pytest.mark.parametrize(("body", "kind"), [(b"ok", "text/plain"), (b"{", "application/json")])
async def test_an_answer_that_is_no_call_is_ignored(body, kind):
    bench = Bench()
    async with Hook(answer(200, body, f"Content-Type: {kind}")) as hook:
        await bench.do("setWebhook", url=hook.url)
        await sent(bench, 2)
        assert ids(await hook.wait_for(2)) == [1, 2]
        await bench.telegram.close()


async def test_polling_is_refused_while_a_webhook_is_set():
    bench = Bench()
    await bench.do("setWebhook", url="http://127.0.0.1:9/hook")
    refusal = await bench.refusal("getUpdates")
    await bench.telegram.close()
    assert refusal == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


async def test_setting_a_webhook_ends_a_waiting_poll():
    bench = Bench()
    poll = await waiting(bench)
    await bench.do("setWebhook", url="http://127.0.0.1:9/hook")
    status, body = await poll
    await bench.telegram.close()
    assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")


async def test_telegram_says_what_it_did_with_the_webhook():
    bench = Bench()
    url = "http://127.0.0.1:9/hook"
    said = [
        (await bench.post(method, **values)).json()["description"]
        for method, values in (
            ("setWebhook", {"url": url}),
            ("setWebhook", {"url": url}),
            ("setWebhook", {"url": ""}),
            ("deleteWebhook", {}),
        )
    ]
    assert said == ["Webhook was set", "Webhook is already set", "Webhook was deleted", "Webhook is already deleted"]


@pytest.mark.parametrize(("method", "values"), [("setWebhook", {"url": "http://localhost:9/x"}), ("deleteWebhook", {})])
async def test_pending_updates_can_be_dropped(method, values):
    bench = Bench()
    await sent(bench, 2)
    await bench.do(method, drop_pending_updates=True, **values)
    pending = (await bench.do("getWebhookInfo"))["pending_update_count"]
    await bench.telegram.close()
    assert pending == 0


async def test_the_webhook_is_described():
    bench = Bench()
    await bench.do("setWebhook", url="http://localhost:9/x", allowed_updates=["message"])
    info = await bench.do("getWebhookInfo")
    await bench.telegram.close()
    assert info == {
        "url": "http://localhost:9/x",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "ip_address": "127.0.0.1",
        "allowed_updates": ["message"],
    }


@pytest.mark.parametrize(("asked", "kept"), [(7, 7), (0, 1), (1000, 100)])
async def test_as_many_connections_as_asked_for_within_bounds(asked, kept):
    bench = Bench()
    await bench.do("setWebhook", url="http://localhost:9/x", max_connections=asked)
    info = await bench.do("getWebhookInfo")
    await bench.telegram.close()
    assert info["max_connections"] == kept


async def test_without_a_webhook_there_is_little_to_describe():
    assert await Bench().do("getWebhookInfo") == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


async def test_an_answer_that_is_not_http_is_an_error():
    async with Hook(b"x\r\n\r\n") as hook:
        with pytest.raises(ValueError):
            await post(hook.url, "", {"update_id": 1})


async def test_a_process_may_call_methods_directly():
    bench = Bench()
    assert (await bench.telegram.call("getMe"))["id"] == 4242
    with pytest.raises(ApiError, match="chat not found"):
        await bench.telegram.call("sendMessage", chat_id=5, text="x")
