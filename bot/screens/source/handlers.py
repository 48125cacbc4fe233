"""What is done about a reported shop's source: taking a key in, reading now, removing it, beginning a shop.

Problem: a key arrives as a message, and whatever arrives stays in the chat for everybody who looks over a shoulder.
Decision: in the window that waits for it, the message is deleted before anything else is done with it, right or wrong;
it is answered without quoting it. A key is asked once at the marketplace before it is kept, and kept only sealed.
Limit: what Telegram will not delete is told to the person, who can.
"""

import asyncio
import re
from typing import Final

import structlog
from aiogram import Bot
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, User
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiohttp import ClientSession, DummyCookieJar

from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.connection import REFUSALS
from bot.frame.pending import Terms
from bot.frame.ports import SOURCE, Ports
from bot.frame.states import Home, Intake, Source
from bot.frame.visitor import Visitor, meet
from bot.frame.ways import may_add_shop
from bot.frame.widgets import open_screen, ports_of, remark, toast, unexpected, visitor_of
from bot.ozon.answers import Company, Rights
from bot.ozon.client import KeyTrouble, NotAnswered
from bot.ozon.shapes import Method
from bot.reported.marketplace import Given, read_key
from bot.screens.source.getters import REPORT, keys_of, may_give, removal_terms
from bot.texts.wishes import wish_in
from core.events import SellerRegistered
from core.values import LONGEST_ID, BooksKind, Instant
from storage.people.keys import KeyRefused
from storage.people.team import Forbidden, Joined

PATIENCE: Final = 20
"""Seconds for the marketplace to say whether it knows a key, while a person waits."""
_WRITES: Final = re.compile(r"/(?:create|update|delete|import|set|add|remove|archive|cancel|ship|approve|decline)\b")
log = structlog.get_logger(__name__)


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The ways out of the first window."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    if choice == "key":
        await manager.switch_to(Source.key)
    elif choice == "another":
        await open_screen(manager, Source.another)
    elif choice == "remove":
        await manager.switch_to(Source.remove)
    elif choice == "read" and visitor.reported and visitor.sees_money and visitor.membership is not None:
        now = ports.clock.now()
        if await asyncio.to_thread(keys_of(ports).read_soon, visitor.membership.seller, now, visitor.telegram_id):
            await toast(manager, callback, visitor.say("toast-source-reading"))
            ports.read_soon()
        else:
            await toast(manager, callback, visitor.say("toast-outdated"))


# -- a key -------------------------------------------------------------------------------------------------------------


async def take_key(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A message while a key is waited for, or a key that comes a step too early."""
    visitor, ports, text = visitor_of(manager), ports_of(manager), message.text or ""
    given = read_key(text)
    window = manager.current_context().state
    if given is None and (window not in (Source.key, Source.another) or _is_no_key(text, visitor)):
        await unexpected(message, widget, manager)
        return
    deleted = await _delete(message, manager)
    said, led = await _judged(given, visitor, ports, its_own=window is Source.another)
    remark(manager, said if deleted else f"{said}\n\n{visitor.say('source-not-deleted')}")
    if led:
        assert message.from_user is not None
        await _meet_anew(manager, message.from_user)
        await open_screen(manager, Source.main)
        ports.read_soon()


def _is_no_key(text: str, visitor: Visitor) -> bool:
    return not text or text.startswith("/") or wish_in(text, visitor.locale) is not None


async def _delete(message: Message, manager: DialogManager) -> bool:
    bot: Bot = manager.middleware_data["bot"]
    try:
        await bot.delete_message(message.chat.id, message.message_id)
    except REFUSALS as error:
        log.warning("key_message_not_deleted", error=type(error).__name__)
        return False
    return True


async def _judged(given: Given | None, visitor: Visitor, ports: Ports, *, its_own: bool) -> tuple[str, bool]:
    """What to say of a key that was sent, and whether it is kept now: of the present shop, or of one of `its_own`."""
    may = may_add_shop if its_own else may_give
    if not may(visitor, ports) or ports.marketplace.safe is None:
        return visitor.say("refusal-forbidden"), False
    if given is None:
        return visitor.say("source-not-both"), False
    try:
        async with asyncio.timeout(PATIENCE), ClientSession(cookie_jar=DummyCookieJar()) as session:
            client = ports.marketplace.client(session, given)
            rights, company = await client.rights(), await client.company()
    except NotAnswered as refused:
        return visitor.say(f"ozon-key-{refused.trouble.replace('_', '-')}"), False
    except TimeoutError:
        return visitor.say(f"ozon-key-{KeyTrouble.UNREACHABLE}"), False
    if rights.methods and (missing := {*Method} - rights.methods):
        return visitor.say("source-lacks", methods=", ".join(sorted(missing))), False
    shop = None if its_own or visitor.membership is None else visitor.membership.seller
    return await asyncio.to_thread(_kept, given, rights, company, visitor, ports, shop)


def _kept(
    given: Given, rights: Rights, company: Company, visitor: Visitor, ports: Ports, shop: str | None
) -> tuple[str, bool]:
    now = ports.clock.now()
    seller = shop or f"ozon-{given.client_id}"
    if keys_of(ports).holder(given.client_id) not in (None, seller):
        return visitor.say("source-taken"), False  # before a shop is begun that would stay empty
    if shop is None and not _own(seller, company.name or given.client_id, visitor, ports, now):
        return visitor.say("source-taken"), False
    assert ports.marketplace.safe is not None  # it was judged
    sealed = ports.marketplace.safe.seal(given.key, seller)
    came = keys_of(ports).give(
        seller, given.client_id, sealed, visitor.telegram_id, now,
        expires_at=rights.expires_at, watcher=visitor.telegram_id,
    )  # fmt: skip
    if isinstance(came, Forbidden):
        return visitor.say("refusal-forbidden"), False
    if isinstance(came, KeyRefused):
        return visitor.say("source-taken" if came.reason == "taken" else "source-kept"), False
    ports.ledger.key_changed(seller, now)
    said = visitor.say("source-replaced" if came else "source-given")
    writes = any(_WRITES.search(method) for method in rights.methods)
    return (f"{said}\n{visitor.say('source-may-write')}" if writes else said), True


async def _meet_anew(manager: DialogManager, user: User) -> None:
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, ports_of(manager), user)


# -- a shop of one's own -----------------------------------------------------------------------------------------------


def _own(seller: str, name: str, visitor: Visitor, ports: Ports, now: Instant) -> bool:
    """Register a reported shop with the person as its administrator, who looks at it then; false if it is another's.

    Stopped in between, the same again goes on.
    """
    if ports.ledger.look(seller) is None:
        event = SellerRegistered(
            id=f"own:{seller}:{now}", at=now, seller=seller, name=name[:LONGEST_ID], books=BooksKind.REPORTED
        )
        if ports.ledger.take_one(event, now, SOURCE).kind == "refused":
            return False
    joined = ports.team.be_first(seller, visitor.telegram_id, visitor.name, now)
    if isinstance(joined, Joined) and joined.already:
        ports.team.choose_shop(visitor.telegram_id, seller)
    return isinstance(joined, Joined)


async def begin(callback: CallbackQuery, manager: DialogManager, name: str) -> None:
    """A shop begins with the report that was sent; then that is shown as every report is."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    if not may_add_shop(visitor, ports):
        await toast(manager, callback, visitor.say("toast-outdated"))
        await open_screen(manager, Home.main)
        return
    if name != manager.dialog_data.get(REPORT) or ports.reports.get(name) is None:
        remark(manager, visitor.say("intake-send-again"))
        return
    # Of the file and the person: a second tap that is quicker than the first begins no second shop.
    seller = f"own-{name[:12]}-{visitor.telegram_id}"
    title = visitor.say("source-shop-name", name=visitor.name)
    if await asyncio.to_thread(_own, seller, title, visitor, ports, ports.clock.now()):
        await _meet_anew(manager, callback.from_user)
        await open_screen(manager, Intake.main, {REPORT: name})
    else:
        remark(manager, visitor.say("source-taken"))


# -- removing it -------------------------------------------------------------------------------------------------------


class Removing(Confirmation):
    """A shop's key is removed by an administrator; who may is judged once more where it is done."""

    def look(self, tap: Tap) -> Terms | NotDone | None:
        if tap.shop is None or not may_give(tap.visitor, tap.ports):
            return NotDone(tap.visitor.say("refusal-forbidden"))
        key = keys_of(tap.ports).of(tap.shop.seller)
        return NotDone(tap.visitor.say("source-no-key")) if key is None else removal_terms(key)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        seen = (found["client"], found["given_at"])
        came = keys_of(tap.ports).remove(tap.asked.seller, tap.visitor.telegram_id, tap.now, seen=seen)
        if isinstance(came, Forbidden):
            return NotDone(tap.visitor.say("refusal-forbidden"))
        tap.ports.ledger.key_changed(tap.asked.seller, tap.now)
        return Done(found, tap.visitor.say("toast-source-removed"), again=not came)

    def then(self, terms: Terms) -> State:
        return Source.removed


confirm_removal = Removing().confirm
