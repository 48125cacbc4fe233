"""The demo's desk: the clock that people move, the marketplace and the stories that they play, behind the page.

Everything goes in by the ordinary ports: facts as lines of the feed format, time by the clock, taps by the chat. One
thing at a time: a fact or a step of the clock waits for its turn, a story that is asked for meanwhile is refused,
because a second tap on it was hardly meant to play it twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from bot.clock import MovableClock
from bot.demo.facts import CannotPlay, Facts
from bot.demo.hours import Hours
from bot.demo.journal import KINDS, Journal
from bot.demo.market import SHOPS
from bot.demo.own_shop import OwnShop
from bot.demo.phones import People, Phones
from bot.demo.stories import STORIES, Stage, Told
from bot.texts import LOCALES, Locale, Texts, locale_for
from bot.texts.format import Reader
from core.account import Account
from core.events import Event
from core.refusals import Outcome
from core.values import HOUR, Instant, format_amount, format_instant, format_rate
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.errors import StorageError

STEPS: Final = {"1h": HOUR, "1d": 24 * HOUR, "7d": 168 * HOUR}
SHOWN_LINES: Final = 60

_PLACES: Final = {shop.seller: number for number, shop in enumerate(SHOPS)}
_MONEY: Final = frozenset({"price", "amount"})
_POINTS: Final = frozenset({"points", "spent", "left"})


class DemoDesk:
    """Implements the local Telegram server's `Desk`. `beat` does due work and sends what is waiting.

    `people` are those of the local Telegram, for the stories that tap, `own` is the shop on Ozon of those that connect
    one; without them such a story says that it cannot.
    """

    def __init__(
        self,
        ledger: Ledger,
        clock: MovableClock,
        coming: Sequence[Event],
        beat: Callable[[], Awaitable[int]],
        people: People | None = None,
        texts: Texts | None = None,
        own: OwnShop | None = None,
    ) -> None:
        self._own = own
        self._ledger = ledger
        self._books = Books(ledger.database, ledger.policy)
        self._facts = Facts(ledger, coming)
        self._hours = Hours(ledger, clock, self._facts, beat)
        self._team = Team(ledger.database)
        self.texts = texts or Texts()
        """Read once; whoever is put together beside the desk may share them, for reading takes its time."""
        self._phones = Phones(people, self._team, self.texts)
        self._busy = asyncio.Lock()

    def catch_up(self, now: Instant) -> None:
        """Take the marketplace's lines whose instant has come."""
        self._facts.catch_up(now)

    # -- what the page shows -------------------------------------------------------------------------------------------

    async def state(self, language: str = "en") -> dict[str, Any]:
        """What the page's clock and marketplace show; titles in a language."""
        return await asyncio.to_thread(self._state, language)

    def _state(self, language: str) -> dict[str, Any]:
        due = self._ledger.next_due()
        policy = self._ledger.policy
        locale = locale_for(language)

        def titles(prefix: str, ids: Iterable[str]) -> list[dict[str, str]]:
            return [{"id": id_, "title": self.texts.plain(locale, f"{prefix}-{_dashed(id_)}")} for id_ in ids]

        return {
            "now": format_instant(self._hours.now()),
            "timezone": policy.timezone,
            "currency": policy.currency,
            "next_due": None if due is None else format_instant(due),
            "services": sorted({service for terms in policy.programmes.values() for service in terms.services}),
            "shops": [self._shop(account) for account in sorted(self._ledger.each_account(), key=_place)],
            "stories": titles("desk-story", STORIES),
            "kinds": titles("desk-kind", KINDS),
        }

    def _shop(self, account: Account) -> dict[str, Any]:
        subscription = account.subscription
        return {
            "seller": account.seller,
            "name": account.name,
            "wallet": format_amount(account.wallet),
            "state": subscription.state,
            "plan": subscription.plan,
            "rating": None if subscription.rating is None else format_rate(subscription.rating),
            "points": {
                name: {"available": format_amount(balance.available), "held": format_amount(balance.held)}
                for name, balance in account.balances.items()
            },
            "lines": self._facts.lines_of(account.seller),
        }

    async def log(
        self, seller: str, kinds: frozenset[str] = frozenset(), size: int = SHOWN_LINES, language: str = "en"
    ) -> list[dict[str, Any]]:
        """The shop's newest facts and what they caused, as `Journal.lines`."""
        if not kinds <= frozenset(KINDS):
            raise ValueError(f"kinds are some of {', '.join(KINDS)}")
        return await asyncio.to_thread(self._journal(language).lines, seller, kinds, size)

    # -- the clock -----------------------------------------------------------------------------------------------------

    async def advance(self, step: str) -> dict[str, Any]:
        """Move the clock by a step or to the next thing due; work and messages come in order."""
        if step != "next" and step not in STEPS:
            raise ValueError(f"advance must be one of {', '.join(STEPS)}, next")
        async with self._busy:
            now = self._hours.now()
            if step == "next":
                due = await asyncio.to_thread(self._ledger.next_due)
                target = now if due is None else max(due, now)
            else:
                target = now + STEPS[step]
            done = await self._hours.move_to(target)
            return {"now": format_instant(self._hours.now()), "done": done}

    # -- the marketplace -----------------------------------------------------------------------------------------------

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let something happen in the marketplace now: `outcome`, and `text` by language where there is one to say."""
        async with self._busy:
            try:
                played = await asyncio.to_thread(self._facts.play, self._hours.now(), body)
            except CannotPlay as why:
                return self._refused(why)
            await self._hours.beat()
        outcome = played.outcome
        text = self._in_each(lambda locale: self._journal(locale).why(outcome))
        if played.key is not None and text is None:
            text = self._in_each(lambda locale: self._say(locale, str(played.key), played.values))
        return {"outcome": outcome.kind, "text": text}

    # -- stories -------------------------------------------------------------------------------------------------------

    async def story(self, name: str, seller: str) -> dict[str, Any]:
        """Play a story of STORIES in a shop: `outcome`, the `text` by language, and the `people` to look at."""
        if name not in STORIES:
            raise ValueError(f"story must be one of {', '.join(STORIES)}")
        if self._busy.locked():
            return self._refused(CannotPlay("desk-busy"))
        async with self._busy:
            stage = Stage(seller, self._ledger, self._team, self._facts, self._hours, self._phones, self._own)
            try:
                told = await STORIES[name](stage)
                await self._hours.beat()
            except CannotPlay as why:
                return self._refused(why)
            except StorageError as error:
                raise ValueError(str(error)) from error
        return self._told(told)

    def _told(self, told: Told) -> dict[str, Any]:
        names = ", ".join(member.name for member in told.people)

        def said(locale: Locale) -> str:
            look = ("desk-look-at", {"names": names}) if names else ("desk-nobody", {})
            return f"{self._say(locale, told.key, told.values)} {self._say(locale, *look)}"

        people = [{"id": member.telegram_id, "name": member.name} for member in told.people]
        return {"outcome": "done", "text": self._in_each(said), "people": people}

    def _refused(self, why: CannotPlay) -> dict[str, Any]:
        text = self._in_each(lambda locale: self._say(locale, why.key, why.values))
        return {"outcome": "refused", "text": text, "people": []}

    # What was said once is read for longer: the page may be given another language meanwhile, so it gets them all.
    def _in_each(self, say: Callable[[Locale], str | None]) -> dict[Locale, str] | None:
        said = {locale: text for locale in LOCALES if (text := say(locale)) is not None}
        return said or None

    def _say(self, locale: Locale, key: str, values: Mapping[str, Any]) -> str:
        return self.texts.plain(locale, key, **self._shown(values, locale))

    def _shown(self, values: Mapping[str, Any], locale: Locale) -> dict[str, str | int]:
        reader = self._reader(locale)
        shown: dict[str, str | int] = {}
        for name, value in values.items():
            if name in _MONEY:
                shown[name] = reader.money(value)
            elif name in _POINTS:
                shown[name] = reader.points(value)
            elif name == "until":
                shown[name] = reader.until(value)
            elif name == "due":
                shown[name] = reader.moment(value)
            elif name == "event":
                shown["fact"] = self._journal(locale).fact_title(value)
            elif name == "programme":
                shown[name] = self.texts.name(reader.locale, "programme", value)
            elif isinstance(value, Outcome):
                shown[name] = self._journal(locale).why(value) or value.kind
            else:
                shown[name] = value
        return shown

    def _reader(self, language: str) -> Reader:
        policy = self._ledger.policy
        return Reader(locale_for(language), policy.timezone, currency=policy.currency)

    def _journal(self, language: str) -> Journal:
        return Journal(self._books, self._team, self._facts, self.texts, self._reader(language))


def _place(account: Account) -> tuple[int, str]:
    """The shop to try is the first to see; shops that are not the demo's come after, in order of id."""
    return (_PLACES.get(account.seller, len(_PLACES)), account.seller)


def _dashed(code: str) -> str:
    return code.replace("_", "-")
