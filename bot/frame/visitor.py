"""Who is here: the person behind an update, the shop they look at, and how they read.

Problem: buttons stay clickable for ever, and a role, a shop or a language may have changed since a screen was shown.
Decision: every update loads its visitor anew, in one hop, before anything else looks at it; all later steps take the
role and the shop from there and nowhere else.
Limit: private chats only (see `bot.chat.groups`).
"""

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, User

from bot.frame.ports import Ports
from bot.texts import Locale, Texts, locale_for
from bot.texts.format import Reader
from core.decide import allowed
from core.events import Command, Spend
from core.policy import Policy
from core.values import BooksKind, Role, is_seen
from storage.people.operators import Operator
from storage.people.team import Membership

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def shop_tag(seller: str) -> str:
    """A short stand-in for a seller's id, which may be longer than the 64 bytes of a button's data."""
    return blake2b(seller.encode(), digest_size=8).hexdigest()


def reader_of(policy: Policy, locale: str, timezone: str | None) -> Reader:
    """How a person with this language and time zone reads money, points and dates."""
    return Reader(locale, policy.timezone, currency=policy.currency, own_timezone=timezone)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person in the chat with the bot. `membership` is the shop they look at, None without a shop.

    `plain`: messages without tables, as long as they have not asked for some. `operator` is the right of the
    marketplace's staff, if they have it.
    """

    telegram_id: int
    name: str
    locale: Locale
    reader: Reader
    texts: Texts
    membership: Membership | None
    shops: tuple[Membership, ...]
    plain: bool = True
    operator: Operator | None = None

    def say(self, key: str, **values: str | int) -> str:
        """A text in the person's language: HTML, or plain for buttons and toasts."""
        return self.texts.get(self.locale, key, **values)

    def may(self, command: type[Command]) -> bool:
        """Whether this person's role in the present shop may give the command (RULES 13)."""
        return self.membership is not None and allowed(command, Role(self.membership.role))

    @property
    def reported(self) -> bool:
        """Whether a marketplace decides for the present shop, and its word is shown (RULES 16)."""
        return self.membership is not None and self.membership.books is BooksKind.REPORTED

    @property
    def sees_money(self) -> bool:
        """Employees see the subscription and its benefits only (RULES 1); everybody else sees money and points."""
        return self.may(Spend)


def is_seen_name(name: str) -> bool:
    """Whether people can read the name: more than fillers, and more than accents with nothing under them."""
    return is_seen("".join(char for char in name if unicodedata.category(char)[0] != "M"))


def name_of(user: User) -> str:
    """What a person is called wherever one is named: as on Telegram or, if that can't be seen, @username or the id."""
    if is_seen_name(user.full_name):
        return user.full_name
    return f"@{user.username}" if user.username else str(user.id)


def meet(ports: Ports, user: User) -> Visitor:
    """Load the visitor. Runs in a worker thread."""
    person = ports.team.person(user.id)
    if person.blocked:
        ports.team.seen(user.id)
    locale = _locale(person.locale, user.language_code)
    shops = ports.team.memberships(user.id)
    if person.locale is None and shops:
        # Notices are written without Telegram's word on the language, so the first one met is kept.
        ports.team.set_locale(user.id, locale)
    if not all(is_seen_name(shop.name) for shop in shops):  # they joined when nobody looked at that
        ports.team.rename(user.id, name_of(user))
        shops = ports.team.memberships(user.id)
    return Visitor(
        telegram_id=user.id,
        name=name_of(user),
        locale=locale,
        reader=reader_of(ports.policy, locale, person.timezone),
        texts=ports.texts,
        membership=ports.team.current(user.id),
        shops=tuple(shops),
        plain=person.plain,
        operator=ports.operators.operator(user.id),
    )


def _locale(chosen: str | None, telegram: str | None) -> Locale:
    # The person's own choice, kept as one of our languages, wins over what Telegram says.
    return locale_for(chosen or telegram)


class VisitorMiddleware(BaseMiddleware):
    """Puts the `visitor` beside every update that comes from a person."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        if user is None or user.is_bot:
            return None
        visitor = await asyncio.to_thread(meet, self._ports, user)
        data["visitor"] = visitor
        if visitor.membership is not None:
            structlog.contextvars.bind_contextvars(seller=visitor.membership.seller)
        return await handler(event, data)
