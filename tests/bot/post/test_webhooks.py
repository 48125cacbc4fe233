"""The courier against real endpoints: signed, in order, once, and whatever an endpoint does is its own affair."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from standardwebhooks import Webhook, WebhookVerificationError

from bot.api.app import ways
from bot.clock import WallClock
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.metrics import REGISTRY
from bot.post.addresses import BadAddress, check_url, is_public
from bot.post.webhooks import FIRST_PAUSE, LONGEST_PAUSE, Courier, link_of, payload_of
from core.values import SECOND
from storage.post.events import EVENT_TYPES, Event
from storage.post.webhooks import DeliveryState, Webhooks, WebhookState
from storage.rows.errors import StorageError
from tests.bot.shop import Shop
from tests.bot.test_run import MINUTES
from tests.bot.test_run import Shop as RunningShop

PATIENCE = 60


@dataclass
class Request:
    """What came to an endpoint."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """What it says, if the library finds it signed with this secret."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """An HTTP endpoint that answers what the test tells it to: bytes, or nothing (it hangs). Else 204."""

    got: list[Request] = field(default_factory=list)
    answers: list[bytes | None] = field(default_factory=list)
    url: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[Receiver]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/premium?key=1"
        try:
            yield self
        finally:
            self.closing.set()
            server.close()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                line, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
                body = await reader.readexactly(int(headers["content-length"]))
                self.got.append(Request(line, headers, body))
                answer = self.answers.pop(0) if self.answers else reply(204)
                if answer is None:
                    await self.closing.wait()
                    break
                writer.write(answer)
                await writer.drain()
                if not answer.startswith(b"HTTP/1.1 2"):
                    break
        writer.close()

    def types(self) -> list[str]:
        return [json.loads(request.body)["type"] for request in self.got]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.got) < count:
                await asyncio.sleep(0.005)


def reply(status: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


class Post:
    """A shop whose events go to endpoints."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.webhooks = Webhooks(shop.ports.ledger.database)

    def endpoint(self, url: str) -> tuple[int, str]:
        made, secret = self.webhooks.create(url, "crm", self.shop.clock.at)
        return made.id, secret

    def courier(self, **options: Any) -> Courier:
        options = {"allow_private": True, "seed": 1} | options
        return Courier(self.webhooks, self.shop.clock, WallClock(), **options)

    def happens(self, *kinds: str) -> None:
        """Notices of these kinds are written."""
        with self.shop.database.write() as transaction:
            for kind in kinds:
                (count,) = transaction.row("SELECT COUNT(*) FROM notice") or (0,)
                transaction.run(
                    "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?)",
                    (f"{kind}:{count}", self.shop.seller, self.shop.clock.at, kind, json.dumps({"price": "4990.00"})),
                )
        self.shop.ports.outbox.fan_out(self.shop.clock.at)

    def states(self, webhook: int) -> list[DeliveryState]:
        return [told.state for told in reversed(self.webhooks.deliveries(webhook, limit=1000))]

    def error(self, webhook: int) -> str | None:
        return self.webhooks.deliveries(webhook)[-1].error


@pytest.fixture
def post(shop: Shop) -> Post:
    shop.ports.outbox.fan_out(shop.clock.at)
    return Post(shop)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().listening() as receiver:
        yield receiver


SENT, WAITING = DeliveryState.SENT, DeliveryState.WAITING


# -- what is sent --------------------------------------------------------------------------------------------------


async def test_an_event_is_signed_as_the_library_verifies_it(post: Post, receiver: Receiver) -> None:
    _, secret = post.endpoint(receiver.url)
    post.happens("renewed")
    await post.courier().deliver()
    (request,) = receiver.got
    assert request.line == "POST /premium?key=1 HTTP/1.1"
    assert request.headers["content-type"] == "application/json"
    assert request.verified(secret) == {
        "type": "notice.renewed",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"seller": "S1", "link": "/api/v1/sellers/S1/subscription"},
    }


async def test_another_secret_does_not_verify_it(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url)
    _, other = post.endpoint("http://127.0.0.1:9/")
    post.happens("renewed")
    await post.courier().deliver()
    with pytest.raises(WebhookVerificationError):
        receiver.got[0].verified(other)


async def test_while_a_secret_is_changed_an_event_is_signed_with_both(post: Post, receiver: Receiver) -> None:
    webhook, old = post.endpoint(receiver.url)
    new = post.webhooks.rotate(webhook, "crm", post.shop.clock.at)
    assert new is not None
    post.happens("renewed")
    await post.courier().deliver()
    (request,) = receiver.got
    assert request.verified(old) == request.verified(new)
    assert re.fullmatch(r"v1,[A-Za-z0-9+/=]+ v1,[A-Za-z0-9+/=]+", request.headers["webhook-signature"])


@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_an_event_says_whose_it_is_and_where_to_read_and_no_amounts(type_: str) -> None:
    body = json.loads(payload_of(Event("evt_1", type_, "S 1/ж", 0)))
    assert body["type"] == type_
    assert body["data"].keys() == {"seller", "link"}
    assert re.fullmatch(r"/api/v1/sellers/S%201%2F%D0%B6(/subscription|/balance|)", body["data"]["link"])


def test_an_event_leads_to_what_it_is_about() -> None:
    links = {type_: link_of(Event("evt_1", type_, "S", 0)).rpartition("sellers/S")[2] for type_ in EVENT_TYPES}
    assert (links["notice.trial_ending"], links["notice.badge_hidden"]) == ("/subscription", "/subscription")
    assert (links["notice.points_expiring"], links["change.points_spent"]) == ("/balance", "/balance")
    assert (links["notice.monthly_report"], links["change.under_review"]) == ("", "")


def test_what_an_event_leads_to_is_there() -> None:
    reads = {way.path for way in ways() if way.method == "GET"}
    links = {
        link_of(Event("evt_1", type_, "{seller_id}", 0)).replace("%7B", "{").replace("%7D", "}")
        for type_ in EVENT_TYPES
    }
    assert links <= reads


# -- in order, whatever happens -------------------------------------------------------------------------------------


async def test_events_come_in_their_order_one_at_a_time(post: Post, receiver: Receiver) -> None:
    webhook, _ = post.endpoint(receiver.url)
    kinds = ["renewed", "badge_shown", "badge_hidden", "upgraded", "cancelled"]
    post.happens(*kinds)
    await post.courier().deliver()
    assert receiver.types() == [f"notice.{kind}" for kind in kinds]
    assert post.states(webhook) == [SENT] * 5


def counted(result: str) -> float:
    return REGISTRY.get_sample_value("seller_premium_webhook_deliveries_total", {"result": result}) or 0


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
async def test_what_is_refused_is_tried_again_under_its_id_before_what_follows(
    post: Post, receiver: Receiver, status: int
) -> None:
    webhook, _ = post.endpoint(receiver.url)
    receiver.answers = [reply(status)]
    before = (counted("failed"), counted("delivered"))
    post.happens("renewed", "badge_shown")
    courier = post.courier()
    await courier.deliver()
    assert (receiver.types(), post.error(webhook)) == (["notice.renewed"], f"HTTP status {status}")
    await courier.deliver()
    assert len(receiver.got) == 1  # not before its time
    post.shop.later(seconds=FIRST_PAUSE + 1)
    await courier.deliver()
    assert receiver.types() == ["notice.renewed", "notice.renewed", "notice.badge_shown"]
    assert (counted("failed") - before[0], counted("delivered") - before[1]) == (1, 2)
    assert receiver.got[0].id == receiver.got[1].id != receiver.got[2].id
    assert post.states(webhook) == [SENT, SENT]


async def test_pauses_double_up_to_the_longest_and_are_scattered_the_same_for_a_seed(
    post: Post, receiver: Receiver
) -> None:
    webhook, _ = post.endpoint(receiver.url)
    receiver.answers = [reply(500)] * 40
    post.happens("renewed")
    first = await _pauses(post, webhook, post.courier(seed=7))
    assert all(0.9 * plain <= pause <= 1.1 * plain for pause, plain in zip(first, _doubling(), strict=False))
    assert len(set(first)) == len(first)
    post.webhooks.resume(webhook, "crm", post.shop.clock.at)
    assert first == pytest.approx(await _pauses(post, webhook, post.courier(seed=7)), abs=0.001)


def _doubling() -> Iterator[float]:
    seconds = FIRST_PAUSE
    for _ in range(12):
        yield min(seconds, LONGEST_PAUSE)
        seconds *= 2


async def _pauses(post: Post, webhook: int, courier: Courier) -> list[float]:
    found = []
    for _ in range(12):
        await courier.deliver()
        endpoint = post.webhooks.find(webhook)
        assert endpoint is not None
        found.append((endpoint.due_at - post.shop.clock.at) / SECOND)
        post.shop.clock.at = endpoint.due_at
    return found


async def test_a_busy_endpoint_is_left_alone_for_as_long_as_it_asks_but_not_for_longer_than_an_hour(
    post: Post, receiver: Receiver
) -> None:
    webhook, _ = post.endpoint(receiver.url)
    receiver.answers = [reply(503, "Retry-After: 120"), reply(429, "Retry-After: 99999999999999999999")]
    post.happens("renewed")
    courier = post.courier()
    for seconds in (120, 3600):
        await courier.deliver()
        endpoint = post.webhooks.find(webhook)
        assert endpoint is not None
        assert endpoint.due_at == post.shop.clock.at + seconds * SECOND
        post.shop.clock.at = endpoint.due_at


async def test_an_endpoint_that_is_gone_is_paused_and_said_so(post: Post, receiver: Receiver) -> None:
    webhook, _ = post.endpoint(receiver.url)
    receiver.answers = [reply(410)]
    post.happens("renewed", "badge_shown")
    with structlog.testing.capture_logs() as logs:
        await post.courier().deliver()
    endpoint = post.webhooks.find(webhook)
    assert endpoint is not None
    assert (endpoint.state, endpoint.waiting) == (WebhookState.PAUSED, 2)
    assert [(line["event"], line["paused"]) for line in logs] == [("webhook_given_up", True)]
    assert receiver.url not in str(logs)


# -- endpoints that do as they like ---------------------------------------------------------------------------------


async def test_a_redirect_is_not_followed(post: Post, receiver: Receiver) -> None:
    async with Receiver().listening() as elsewhere:
        webhook, _ = post.endpoint(receiver.url)
        receiver.answers = [reply(307, f"Location: {elsewhere.url}")]
        post.happens("renewed")
        await post.courier().deliver()
    assert (post.error(webhook), elsewhere.got) == ("HTTP status 307", [])


async def test_an_endpoint_that_hangs_is_given_up_and_holds_up_no_other(post: Post, receiver: Receiver) -> None:
    async with Receiver().listening() as hanging:
        hanging.answers = [None]
        webhook, _ = post.endpoint(hanging.url)
        post.endpoint(receiver.url)
        post.happens("renewed", "badge_shown")
        courier = post.courier(timeout=PATIENCE)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(courier.deliver())
            await hanging.until(1)
            await receiver.until(2)
            assert post.states(webhook) == [WAITING, WAITING]
            running.cancel()
        assert receiver.types() == ["notice.renewed", "notice.badge_shown"]
        post.shop.later(seconds=200)  # its lease is over
        hanging.answers = [None]
        await post.courier(timeout=0.05).deliver()
        assert post.error(webhook) == "no answer in time"


@pytest.mark.parametrize(
    ("answer", "said"),
    [(b"", "the connection broke off"), (b"nonsense\r\n\r\n", "what answers does not speak HTTP")],
    ids=["closes", "nonsense"],
)
async def test_what_is_no_answer_is_tried_again(post: Post, receiver: Receiver, answer: bytes, said: str) -> None:
    webhook, _ = post.endpoint(receiver.url)
    receiver.answers = [answer]
    post.happens("renewed")
    await post.courier().deliver()
    assert (post.error(webhook), post.states(webhook)) == (said, [WAITING])


@pytest.mark.parametrize("length", ["Content-Length: 1000000000000", "Transfer-Encoding: chunked"])
async def test_an_answer_without_end_is_not_read(post: Post, receiver: Receiver, length: str) -> None:
    webhook, _ = post.endpoint(receiver.url)
    flood = f"HTTP/1.1 200 X\r\n{length}\r\n\r\n".encode() + b"100000\r\n" + b"x" * (1 << 20)
    receiver.answers = [flood, flood]
    post.happens("renewed", "badge_shown")
    async with asyncio.timeout(PATIENCE):
        await post.courier().deliver()
    assert post.states(webhook) == [SENT, SENT]


async def test_headers_without_end_are_not_read(post: Post, receiver: Receiver) -> None:
    webhook, _ = post.endpoint(receiver.url)
    receiver.answers = [b"HTTP/1.1 200 X\r\n" + b"X-Long: " + b"x" * 1_000_000]
    post.happens("renewed")
    await post.courier().deliver()
    assert (post.error(webhook), post.states(webhook)) == ("what answers does not speak HTTP", [WAITING])


async def test_an_endpoint_where_nobody_listens_is_tried_again(post: Post) -> None:
    webhook, _ = post.endpoint("http://127.0.0.1:9/")
    post.happens("renewed")
    await post.courier().deliver()
    assert post.error(webhook) == "no connection"


async def test_who_is_told_to_stop_finishes_what_is_under_way_and_begins_nothing(
    post: Post, receiver: Receiver
) -> None:
    webhook, _ = post.endpoint(receiver.url)
    kinds = ["renewed"] * 200
    post.happens(*kinds)
    courier = post.courier()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(courier.run())
        await receiver.until(3)
        courier.stop()
    assert post.states(webhook).count(SENT) == len(receiver.got) < 200
    assert len({request.id for request in receiver.got}) == len(receiver.got)
    assert post.webhooks.ready(post.shop.clock.at) == [webhook]


async def test_what_happens_while_it_runs_is_told_when_it_is_nudged(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url)
    courier = post.courier()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(courier.run())
        for number, kind in enumerate(("renewed", "badge_shown"), 1):
            post.happens(kind)
            courier.nudge()
            await receiver.until(number)
        courier.stop()
    assert receiver.types() == ["notice.renewed", "notice.badge_shown"]


async def test_a_database_that_cannot_be_written_is_not_asked_again_and_again(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.endpoint(receiver.url)
    post.happens("renewed")
    asked = 0

    def full(*_: object) -> None:
        nonlocal asked
        asked += 1
        raise StorageError("The disk is full.")

    monkeypatch.setattr(post.webhooks, "take", full)
    courier = post.courier()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(courier.run())
        while not asked:
            await asyncio.sleep(0.005)
        for _ in range(200):
            await asyncio.sleep(0.001)
        courier.stop()
    assert asked <= 2


# -- where nobody may be sent ---------------------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:0:7f00:1::",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_the_open_internets_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("host", "said"),
    [
        *((host, "the address leads into a private network") for host in ("127.0.0.1", "localhost", "[::ffff:7f00:1]")),
        *((host, "the address cannot be used") for host in ("2130706433", "127.1", "0177.0.0.1")),
        ("0x7f000001", "the address leads into a private network"),
    ],
)
async def test_no_spelling_of_a_private_address_is_connected_to(
    post: Post, receiver: Receiver, host: str, said: str
) -> None:
    port = receiver.url.split(":")[2].split("/")[0]
    webhook, _ = post.endpoint(f"http://{host}:{port}/")
    post.happens("renewed")
    await post.courier(allow_private=False).deliver()
    assert (receiver.got, post.states(webhook), post.error(webhook)) == ([], [WAITING], said)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "10.0.0.1", "[fe80::1]"])
def test_an_endpoint_in_a_private_network_is_refused_with_what_to_do(host: str) -> None:
    with pytest.raises(BadAddress, match="WEBHOOKS_ALLOW_PRIVATE"):
        check_url(f"https://{host}/", allow_private=False)


@pytest.mark.parametrize(
    "url",
    ["", "crm.example.org", "ftp://8.8.8.8/", "https://", "https://u:p@8.8.8.8/", "https://8.8.8.8:0/",
     "https://8.8.8.8:99999/", "https://8.8.8.8/#x", "https://8.8.8.8/ x", "https://8.8.8.8/\n", "https://8.8.8.8\\@x/",
     "https://8.8.8.8/" + "x" * 2000],
)  # fmt: skip
@pytest.mark.parametrize("allow_private", [True, False])
def test_what_is_no_address_is_refused(url: str, *, allow_private: bool) -> None:
    with pytest.raises(BadAddress, match="Write an address such as"):
        check_url(url, allow_private=allow_private)


def test_an_open_connection_is_for_private_networks_only() -> None:
    with pytest.raises(BadAddress, match="https"):
        check_url("http://8.8.8.8/", allow_private=False)
    check_url("http://127.0.0.1:8000/", allow_private=True)
    check_url("https://8.8.8.8/", allow_private=False)


class Names:
    """A name server in the hands of whoever owns the name: it answers what it wants each time."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def look_up(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def answer(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
            if host in ("crm.example.org", b"crm.example.org"):
                host = self.answers.pop(0)
            return real(host, port, *rest, **options)

        return answer


async def test_a_name_that_leads_elsewhere_after_it_was_looked_at_is_not_followed(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = receiver.url.split(":")[2].split("/")[0]
    names = Names("8.8.8.8", "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", names.look_up(socket.getaddrinfo))
    check_url(f"https://crm.example.org:{port}/", allow_private=False)
    webhook, _ = post.endpoint(f"http://crm.example.org:{port}/")
    post.happens("renewed")
    await post.courier(allow_private=False).deliver()
    assert (names.answers, receiver.got) == ([], [])
    assert post.error(webhook) == "the address leads into a private network"


# -- the whole program ------------------------------------------------------------------------------------------------


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningShop]:
    telegram = LocalTelegram(token="123456:secret", limits=Limits.generous())
    async with serve(build_app(telegram)) as url:
        made = RunningShop(tmp_path, telegram, url)
        yield made
        made.database.close()


async def test_killed_between_sending_and_noting_it_is_sent_again_under_its_id_and_nothing_is_lost(
    running: RunningShop, receiver: Receiver
) -> None:
    webhooks = Webhooks(running.database)
    _, secret = webhooks.create(receiver.url, "crm", 0)
    receiver.answers = [None]  # it has the event, and the bot dies before it hears so
    running.fact("eligibility.changed", eligible=True)
    running.fact("wallet.credited", amount="10000.00")
    running.fact("command.connect", plan="lite", by="manager")
    async with running.bot(WEBHOOKS_ALLOW_PRIVATE="true") as process:
        await running.ready(process)
        await receiver.until(1)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    running.pass_time(10 * MINUTES)
    async with running.bot(WEBHOOKS_ALLOW_PRIVATE="true") as process:
        await running.ready(process)
        await receiver.until(3)
        async with asyncio.timeout(PATIENCE):
            while {told.state for told in webhooks.deliveries(1)} != {SENT}:
                await asyncio.sleep(0.02)
    types = ["notice.invitation_received", "notice.invitation_received", "notice.connected"]
    assert receiver.types()[:3] == types
    assert receiver.got[0].id == receiver.got[1].id
    assert len({request.id for request in receiver.got}) == len(receiver.got) - 1
    assert receiver.got[0].verified(secret)["data"]["seller"] == "S"
