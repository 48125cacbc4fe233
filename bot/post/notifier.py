"""The notifier: takes parcels out of the outbox and puts them into chats, at Telegram's pace.

Problem: the process may die at any moment, Telegram may refuse, and nobody may miss a notice or get one twice.
Decision: commit, then send. A parcel is claimed under a lease, sent outside any transaction, and marked as sent
in the very next step. Whoever dies before Telegram answered leaves a parcel whose lease runs out; the next
notifier sends it.
Limit: at least once. If Telegram took the message and the process dies, or the answer is lost, before `sent` is
written, the message is sent once more; between Telegram's answer and that write lies one short hop into a
thread, nothing else, and few messages are under way at a time.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, NamedTuple

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, Message
from aiolimiter import AsyncLimiter

from bot import metrics
from bot.frame.commands import announce_commands
from bot.frame.connection import REFUSALS, Meaning, Refusal, meaning, reason
from bot.frame.ports import Ports
from bot.frame.request import answered_notice
from bot.frame.visitor import reader_of
from bot.logs import places
from bot.metrics import Sent
from bot.paper.document import LONGEST_CAPTION
from bot.paper.month import month_picture
from bot.paper.told import Teller, money_lines, points_lines
from bot.post.buttons import notice_buttons
from bot.signs import Loop
from bot.texts import Html, locale_for
from bot.texts.broadcasts import text_for
from bot.texts.format import Reader
from bot.texts.notices import message_text
from core.notices.joining import Told
from core.notices.kinds import Joins, NoticeKind
from core.values import SECOND, BooksKind, Instant
from storage.books.reported import books_of, reported_month
from storage.post.copies import BROADCAST, BroadcastParcel
from storage.post.corrections import Correction
from storage.post.pace import Pace
from storage.post.parcels import Parcel

log = structlog.get_logger(__name__)

BATCH: Final = 60
"""Parcels under lease at a time: two seconds of sending."""
LEASE: Final = 120
"""Seconds; longer than a batch and a request that times out."""
TIMEOUT: Final = 30
"""Seconds for one request."""
FIRST_PAUSE: Final = 5
LONGEST_PAUSE: Final = 900
"""Seconds between attempts when Telegram can't take it: doubling from the first to the longest."""
MOST_SEARCHES: Final = 110
"""Attempts, over a day, after which a chat that the server does not know is given up."""
AHEAD: Final = 1.0
"""Seconds for which turns are taken at a time where processes share them: what happens meanwhile is told soon."""
PAUSED: Final = 3 * AHEAD
"""Turns taken for longer than that: another process was told to pause."""
IN_FLIGHT: Final = 8
"""Messages under way at a time: so many are sent twice at most if the process dies; enough for 30 a second."""
_REMEMBERED_CHATS: Final = 10_000


class _Letter(NamedTuple):
    text: Html
    keyboard: InlineKeyboardMarkup | None
    picture: bytes | None = None


class Notifier:
    """Sends what the outbox holds. One per process; several processes may run at once.

    `per_second` and `per_chat` are messages a second over all chats and in one chat.
    """

    def __init__(self, bot: Bot, ports: Ports, *, per_second: float = 30, per_chat: float = 1) -> None:
        self._bot = bot
        self._ports = ports
        database = ports.outbox.database
        # What processes share; beside it each keeps the pace by itself, for messages that go out late.
        self._shared = Pace(database, bot.id, per_second, per_chat) if database.postgresql else None
        self._overall = AsyncLimiter(per_second, 1)
        self._per_chat = per_chat
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)
        self._pen = asyncio.Semaphore(1)
        self._pause: tuple[Instant, Instant] = (0, 0)
        self._stopping = False

    async def announce_commands(self) -> None:
        """Tell Telegram the command menu in every language; once, at start. Raises `TelegramAPIError`."""
        await announce_commands(self._bot, self._ports.texts)

    async def deliver(self, limit: int = 1000) -> int:
        """Send what is waiting now, at most `limit` parcels; returns how many messages Telegram took.

        May be called at any time, also while it runs: a second call follows the first. Raises `StorageError`.
        """
        outbox, clock = self._ports.outbox, self._ports.clock
        async with self._one_at_a_time:
            sent = taken = 0
            while taken < limit and not self._stopping and clock.now() >= self.paused_until:
                # Before each batch: what happens during a long broadcast is told before the rest of it.
                await asyncio.to_thread(outbox.fan_out, clock.now())
                room = await self._room()
                if not room:
                    break
                parcels = await asyncio.to_thread(
                    outbox.claim, clock.now(), min(room, limit - taken), LEASE, self._shared
                )
                if not parcels:
                    break
                taken += len(parcels)
                sent += await self._send_all(parcels)
            await self._correct_all()
            return sent

    @property
    def paused_until(self) -> Instant:
        """Until when nothing is sent because Telegram asked for it; an instant that is over if it did not."""
        begun, until = self._pause
        # Before its beginning: the clock was set back, and nobody knows how much of the pause is left.
        return until if begun <= self._ports.clock.now() else 0

    def stop(self) -> None:
        """Take nothing more and give back what is not under way; `deliver` then ends soon."""
        self._stopping = True

    async def _room(self) -> int:
        """How many parcels to take now; 0 while another process was told to pause."""
        if self._shared is None:
            return BATCH
        while (lead := await asyncio.to_thread(self._shared.lead, now := self._ports.clock.now())) >= AHEAD:
            if lead > PAUSED:
                self._pause = (now, now + int(lead * SECOND))
                return 0
            await asyncio.sleep(lead - AHEAD / 2)
        return min(BATCH, max(1, int((AHEAD - lead) * self._shared.per_second)))

    async def _send_all(self, parcels: Sequence[Parcel | BroadcastParcel]) -> int:
        refused: dict[int, Instant] = {}
        taken_at = asyncio.get_running_loop().time()
        # Each to its end, whatever becomes of the others: a send that is broken off may have arrived all the same.
        came = await asyncio.gather(
            *(self._send(parcel, taken_at + parcel.wait, refused) for parcel in parcels), return_exceptions=True
        )
        if len(refused) > 1:
            # One chat that is too busy is that chat's affair; two mean that Telegram wants less of everything.
            now, until = self._ports.clock.now(), max(refused.values())
            self._pause = (now, until)
            if self._shared is not None:
                await asyncio.to_thread(self._shared.hold, until, now)
        failure = next((each for each in came if isinstance(each, BaseException)), None)
        if failure is not None:
            raise failure
        return sum(each is True for each in came)

    async def _send(self, parcel: Parcel | BroadcastParcel, turn: float, refused: dict[int, Instant]) -> bool:
        """Send one parcel when the loop's clock says `turn`, and settle it; true if Telegram took it.

        Chats that asked for a pause go into `refused`.
        """
        outbox, clock = self._ports.outbox, self._ports.clock
        structlog.contextvars.bind_contextvars(**_whose(parcel))  # this send's own: each runs as a task
        try:
            letter = await asyncio.to_thread(self._write, parcel)
        except Exception as error:  # a bug in one text must not hold up the others
            metrics.sent(Sent.BROKEN)
            log.error("notice_without_words", **_which(parcel), error=type(error).__name__, places=places(error))
            await asyncio.to_thread(outbox.failed, parcel.deliveries, type(error).__name__, clock.now())
            return False
        letter = letter._replace(picture=await self._draw(parcel, letter))
        await asyncio.sleep(turn - asyncio.get_running_loop().time())
        await self._wait_for_turn(parcel.telegram_id)
        async with self._in_flight:
            if self._stopping:
                await asyncio.to_thread(outbox.give_back, parcel.deliveries)
                return False
            try:
                message = await self._put(parcel, letter)
            except REFUSALS as error:
                await self._settle_refusal(parcel, error, refused)
                return False
            metrics.sent(Sent.SENT)
            self._ports.signs.leave(Loop.SEND)
            await asyncio.to_thread(outbox.sent, parcel.deliveries, message.message_id, clock.now())
            return True

    async def _put(self, parcel: Parcel | BroadcastParcel, letter: _Letter) -> Message:
        """One message: the text, under its picture if there is one. A picture that is refused is left out."""
        if letter.picture is not None:
            try:
                return await self._bot.send_photo(
                    parcel.telegram_id, BufferedInputFile(letter.picture, "report.png"), caption=letter.text,
                    reply_markup=letter.keyboard, parse_mode="HTML", request_timeout=TIMEOUT,
                )  # fmt: skip
            except REFUSALS as error:
                if meaning(error) is not Meaning.NEVER:
                    raise
                log.warning("notice_without_picture", **_which(parcel), error=type(error).__name__)
        return await self._bot.send_message(
            parcel.telegram_id, letter.text, reply_markup=letter.keyboard, parse_mode="HTML", request_timeout=TIMEOUT
        )

    async def _draw(self, parcel: Parcel | BroadcastParcel, letter: _Letter) -> bytes | None:
        """The picture of the month that the message reports; None if it reports none, or the text is no caption."""
        if isinstance(parcel, BroadcastParcel) or len(letter.text) > LONGEST_CAPTION:
            return None
        told = [Told(parcel.kind, parcel.data, parcel.at, parcel.seller, parcel.shop), *parcel.follows]
        reports = [each for each in told if each.kind is NoticeKind.MONTHLY_REPORT]
        if not reports:
            return None
        try:
            async with self._pen:  # one at a time: on the first of a month there are many, and the chat goes on
                return await asyncio.to_thread(self._picture, parcel, reports)
        except Exception as error:  # the message says enough without it
            log.error("report_without_picture", **_which(parcel), error=type(error).__name__, places=places(error))
            return None

    def _picture(self, parcel: Parcel, reports: Sequence[Told]) -> bytes | None:
        """Of the first shop in which anything happened; a message has one. Runs in a worker thread."""
        ports = self._ports
        reader = reader_of(ports.policy, locale_for(parcel.locale), parcel.timezone)
        several = len(ports.team.memberships(parcel.telegram_id)) > 1
        drawn = (
            month_picture(
                ports.texts, reader, ports.books, report.seller, int(report.data["month"].replace("-", "")),
                report.shop if several else "",
            )
            for report in reports
        )  # fmt: skip
        return next((picture for picture in drawn if picture is not None), None)

    async def _correct_all(self) -> None:
        """Change the messages whose request has its answer; what arrives meanwhile comes the next time."""
        corrections, clock = self._ports.corrections, self._ports.clock
        while not self._stopping and clock.now() >= self.paused_until:
            claimed = await asyncio.to_thread(corrections.claim, clock.now(), BATCH, LEASE)
            if not claimed:
                return
            for correction in claimed:
                await self._correct(correction)

    async def _correct(self, correction: Correction) -> None:
        corrections, clock = self._ports.corrections, self._ports.clock
        text = await asyncio.to_thread(self._answered, correction)
        if self._shared is not None:
            await asyncio.sleep(await asyncio.to_thread(self._shared.turn, correction.telegram_id, clock.now()))
        await self._wait_for_turn(correction.telegram_id)
        try:
            if text is not None:
                await self._bot.edit_message_text(
                    text, chat_id=correction.telegram_id, message_id=correction.message_id, parse_mode="HTML",
                    request_timeout=TIMEOUT,
                )  # fmt: skip
        except REFUSALS as error:
            log.info("message_not_changed", error=type(error).__name__)
            if isinstance(error, TelegramRetryAfter):
                await asyncio.to_thread(
                    corrections.edit_later, correction.delivery, clock.now() + error.retry_after * SECOND
                )
                return
            if meaning(error) is Meaning.LATER and correction.attempts < MOST_SEARCHES:
                until = clock.now() + _pause(correction.attempts) * SECOND
                await asyncio.to_thread(corrections.edit_later, correction.delivery, until)
                return
        # Done; or the message is gone, or says so already: there is nothing more to change.
        await asyncio.to_thread(corrections.edited, correction.delivery)

    def _answered(self, correction: Correction) -> Html | None:
        """What the message says from now on. Runs in a worker thread."""
        ports = self._ports
        request = ports.team.approval(correction.approval)
        if request is None:
            return None
        reader = reader_of(ports.policy, locale_for(correction.locale), correction.timezone)
        return answered_notice(ports.texts, reader, request, ports.team.memberships(correction.telegram_id))

    async def _settle_refusal(
        self, parcel: Parcel | BroadcastParcel, error: Refusal, refused: dict[int, Instant]
    ) -> None:
        outbox, now = self._ports.outbox, self._ports.clock.now()
        log.info("notice_not_sent", **_which(parcel), error=type(error).__name__)
        means = meaning(error)
        # Whoever refuses one message can be reached.
        self._ports.signs.leave(Loop.SEND, type(error).__name__ if means is Meaning.LATER else None)
        if isinstance(error, TelegramRetryAfter):
            metrics.sent(Sent.LATER)
            until = refused[parcel.telegram_id] = now + error.retry_after * SECOND
            await asyncio.to_thread(outbox.later, parcel.deliveries, until, reason(error))
        elif means is Meaning.GONE:
            metrics.sent(Sent.BLOCKED)
            await asyncio.to_thread(outbox.blocked, parcel.telegram_id, now)
        elif means is Meaning.NEVER or (means is Meaning.NOT_FOUND and parcel.attempts >= MOST_SEARCHES):
            metrics.sent(Sent.FAILED)
            log.warning("notice_failed", **_which(parcel), error=type(error).__name__)
            await asyncio.to_thread(outbox.failed, parcel.deliveries, reason(error), now)
        else:
            metrics.sent(Sent.LATER)
            until = now + _pause(parcel.attempts) * SECOND
            await asyncio.to_thread(outbox.later, parcel.deliveries, until, reason(error))

    async def _wait_for_turn(self, chat: int) -> None:
        limiter = self._chats.get(chat)
        if limiter is None:
            limiter = self._chats[chat] = AsyncLimiter(1, 1 / self._per_chat)
            if len(self._chats) > _REMEMBERED_CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat)
        await limiter.acquire()
        await self._overall.acquire()

    def _with_month(self, told: Told, reader: Reader, *, several: bool) -> Told:
        """A monthly report with what was told of the month, where a marketplace decides for the shop (RULES 16)."""
        ports = self._ports
        if told.kind is not NoticeKind.MONTHLY_REPORT or books_of(ports.books, told.seller) is not BooksKind.REPORTED:
            return told
        month = reported_month(ports.books, told.seller, int(told.data["month"].replace("-", "")))
        teller = Teller(ports.texts, reader, ports.policy)
        shop = [teller.say("notice-shop", shop=told.shop)] if several else []
        lines = Html.joined(["", *shop, *points_lines(teller, month.shop), *money_lines(teller, month)])
        return told._replace(data=told.data | {"told": lines})

    def _write(self, parcel: Parcel | BroadcastParcel) -> _Letter:
        """The message as this reader gets it. Runs in a worker thread."""
        if isinstance(parcel, BroadcastParcel):
            return _Letter(text_for(parcel.texts, locale_for(parcel.locale)), None)
        ports = self._ports
        policy, texts, locale = ports.policy, ports.texts, locale_for(parcel.locale)
        reader = reader_of(policy, locale, parcel.timezone)
        data = dict(parcel.data)
        # A name is gone when its person's data was deleted; the role says enough.
        for field, role in (("asker", "role-employee"), ("by", "role-manager")):
            if field in data and data[field] is None:
                data[field] = texts.plain(locale, role)
        everywhere = parcel.kind.joins is Joins.PLACE
        several = len(ports.team.memberships(parcel.telegram_id)) > 1
        told = [Told(parcel.kind, data, parcel.at, parcel.seller, parcel.shop), *parcel.follows]
        text = message_text(
            texts,
            reader,
            [self._with_month(each, reader, several=several) for each in told],
            parcel.cadence,
            several=not everywhere and several,
            programme_title=lambda name: (
                policy.programmes[name].title_in(locale)
                if name in policy.programmes
                else texts.name(locale, "programme", name)
            ),
        )
        keyboard = notice_buttons(
            texts, locale, policy, parcel.kind, data,
            seller=parcel.seller, role=parcel.role, approval=parcel.approval, at=parcel.at, cadence=parcel.cadence,
            others=parcel.follows,
        )  # fmt: skip
        return _Letter(text, keyboard)


def _pause(attempts: int) -> int:
    doublings = min(attempts - 1, 10)
    return int(min(LONGEST_PAUSE, FIRST_PAUSE << doublings))


def _which(parcel: Parcel | BroadcastParcel) -> dict[str, str | int]:
    """What a log may say of it: nothing that people read."""
    if isinstance(parcel, BroadcastParcel):
        return {"kind": BROADCAST, "broadcast": parcel.broadcast}
    return {"kind": parcel.kind, "notice": parcel.notice_id}


def _whose(parcel: Parcel | BroadcastParcel) -> dict[str, str]:
    return {} if isinstance(parcel, BroadcastParcel) else {"seller": parcel.seller}
