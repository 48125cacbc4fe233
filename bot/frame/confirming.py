"""The confirming tap: one order of steps for everything that moves money or rights (RULES 2.6, 4.1).

Problem: between question and tap prices, money, people and one's own rights change; people tap twice, and a colleague
is quicker by a moment. A screen that forgets one of these cheats somebody.
Decision: the steps are here and nowhere else. The tap must carry the nonce of the question on the screen. Then, in one
worker thread, the rows' version is taken, what it would come to now is read and compared with what was shown, and it is
done only while that version holds. What was done is noted, so that a second tap is told so; if nothing was, the tap is
told why, and the screen asks anew. A screen says what it looks at, what it does, and in which words.
Limit: the version covers the seller's account and the world. What stands on other rows (people, broadcasts) is judged
once more in the transaction that changes them.
"""

import asyncio
import secrets
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, NamedTuple

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Pending, Terms
from bot.frame.ports import SOURCE, Ports
from bot.frame.visitor import Visitor
from bot.frame.widgets import Data, go_to, open_screen, ports_of, remark, toast, visitor_of
from bot.texts.outcomes import refusal_text
from core.events import Command
from core.refusals import Outcome
from storage.people.team import Membership
from storage.rows.errors import Moved


class Done(NamedTuple):
    """It happened; `again`, before this tap already. The terms are as they came out, for the screen that follows.

    `said` is a passing line, or stands `above` that screen.
    """

    terms: Terms
    said: str
    again: bool = False
    above: bool = False


class NotDone(NamedTuple):
    """Nothing happened, and why: above the question that is shown anew, or only in `passing` where that says it itself.

    `instead` is a window to be shown in place of the question, with what it is started with.
    """

    said: str = ""
    passing: bool = False
    instead: tuple[State, Data] | None = None


class Tap:
    """A confirming tap: who gave it to which question, when, and how the rows stood before anything was looked at."""

    def __init__(self, visitor: Visitor, ports: Ports, asked: Pending) -> None:
        self.visitor = visitor
        self.ports = ports
        self.asked = asked
        self.now = ports.clock.now()
        self.version = ports.ledger.version(asked.seller or None)

    @cached_property
    def shop(self) -> Membership | None:
        """The shop that was asked about, with the person's role now; None if they do not look at it any more."""
        found = self.ports.team.current(self.visitor.telegram_id)
        return found if found is not None and found.seller == self.asked.seller else None

    @property
    def signed(self) -> dict[str, Any]:
        """What every command has: the nonce as its id, when it was asked, the shop, and in which role it is given."""
        assert self.shop is not None  # the look came first
        return {"id": self.asked.nonce, "at": self.asked.at, "seller": self.shop.seller, "by": self.shop.role}

    def take(self, command: Command) -> Outcome:
        """Take a command in the person's name. Raises `Moved`."""
        assert self.shop is not None
        return self.ports.ledger.take_one(command, self.now, SOURCE, actor=self.shop.actor, version=self.version)

    def answer(self, outcome: Outcome, terms: Terms, said: str) -> Done | NotDone:
        """What the outcome of a command comes to; `said` if it is done."""
        if outcome.kind == "refused":
            visitor = self.visitor
            return NotDone(refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data))
        return Done(terms, said, again=outcome.kind == "replayed")


class Confirmation(ABC):
    """Something that is confirmed. Its subclasses are all there are; each is tried for the promises made above."""

    # -- what a screen says; the first four in a worker thread -------------------------------------------------------

    @abstractmethod
    def look(self, tap: Tap) -> Terms | NotDone | None:
        """What it would come to now, or why it can't happen; None where what was shown no longer stands."""

    def stands(self, tap: Tap, found: Terms) -> bool:
        """Whether the terms found are what was shown, as far as the question promised."""
        return found == tap.asked.terms

    @abstractmethod
    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        """Do what was found. Raises `Moved`, with nothing written, if that has changed since it was looked at."""

    def changed(self, tap: Tap) -> NotDone:
        """What is said when what was shown no longer stands."""
        return NotDone(tap.visitor.say("change-outdated"))

    @abstractmethod
    def then(self, terms: Terms) -> State:
        """The window that shows what has happened."""

    async def follow(self, manager: DialogManager, callback: CallbackQuery, terms: Terms) -> None:  # noqa: B027  (often nothing)
        """What else follows from the tap, once, before that window."""

    # -- the steps ---------------------------------------------------------------------------------------------------

    async def confirm(self, callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
        """The confirming tap."""
        visitor, asked = visitor_of(manager), pending.kept(manager.dialog_data)
        if asked is None or asked.nonce != nonce:
            await toast(manager, callback, visitor.say("toast-outdated"))
        elif asked.done:
            await toast(manager, callback, visitor.say("toast-done-already"))
            await go_to(manager, self.then(asked.terms))
        else:
            came = await asyncio.to_thread(self._happen, visitor, ports_of(manager), asked)
            if isinstance(came, Done):
                pending.keep(manager.dialog_data, asked._replace(terms=came.terms, done=True))
            await self._answer(manager, callback, came)

    async def at_once(self, manager: DialogManager, callback: CallbackQuery | None, terms: Terms) -> None:
        """Do what a button or a message itself says: there was no question, and saying it again changes nothing."""
        visitor, ports = visitor_of(manager), ports_of(manager)
        seller = "" if visitor.membership is None else visitor.membership.seller
        asked = Pending(secrets.token_urlsafe(12), ports.clock.now(), seller, terms)
        await self._answer(manager, callback, await asyncio.to_thread(self._happen, visitor, ports, asked))

    def _happen(self, visitor: Visitor, ports: Ports, asked: Pending) -> Done | NotDone:
        tap = Tap(visitor, ports, asked)
        found = self.look(tap)
        if isinstance(found, NotDone):
            return found
        if found is None or not self.stands(tap, found):
            return self.changed(tap)
        try:
            return self.do(tap, found)
        except Moved:  # somebody was quicker by a moment
            why_not = self.look(tap)
            return why_not if isinstance(why_not, NotDone) else self.changed(tap)

    async def _answer(self, manager: DialogManager, callback: CallbackQuery | None, came: Done | NotDone) -> None:
        if isinstance(came, NotDone):
            await _say(manager, None if not came.passing else callback, came.said)
            if came.instead is not None:
                await open_screen(manager, *came.instead)
            return
        said = visitor_of(manager).say("toast-done-already") if came.again else came.said
        await _say(manager, None if came.above else callback, said)
        if callback is not None:
            await self.follow(manager, callback, came.terms)
        await go_to(manager, self.then(came.terms))
        ports_of(manager).nudge()


async def _say(manager: DialogManager, callback: CallbackQuery | None, text: str) -> None:
    """In passing where there is a tap to answer, else above the screen."""
    if not text:
        return
    if callback is None:
        remark(manager, text)
    else:
        await toast(manager, callback, text)
