"""The people of the demo as a story moves them: they read their chats and press their buttons.

Problem: a story needs an employee who asks and a manager who approves, and both must go through the chat.
Decision: a hand presses what a person could press, found by its words in that person's language; then it waits until
the bot has answered in that chat.
Limit: whoever has blocked the bot, or has never started it, cannot be moved.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, Protocol

from bot.texts import Texts, locale_for
from core.values import Role
from storage.people.operators import Operators
from storage.people.team import Team

PATIENCE: Final = 15.0
"""Seconds that the bot has for an answer."""
CONFIRMING: Final = ("success", "danger")
"""How a button looks that does what its screen asks about: it confirms, or it spends."""
GLANCE: Final = 0.25
"""Seconds between two looks at what a press has brought about: the chat may stay as it is."""


class SomePerson(Protocol):
    """What is asked of a person of the local Telegram."""

    @property
    def id(self) -> int: ...
    @property
    def first_name(self) -> str: ...
    @property
    def language_code(self) -> str | None: ...
    @property
    def blocked(self) -> bool: ...
    @property
    def started(self) -> bool: ...


class People(Protocol):
    """The part of the local Telegram that moves people."""

    @property
    def people(self) -> Any:
        """Everyone, as `SomePerson`."""
        ...

    def view(self, person_id: int, after: int = 0) -> dict[str, Any]:
        """The chat, as far as it is newer than a version."""
        ...

    async def wait(self, person_id: int, after: int, seconds: float) -> dict[str, Any]:
        """The same, as soon as it is newer."""
        ...

    async def press(self, person_id: int, message_id: int, row: int, column: int) -> str | None:
        """Press a button."""
        ...

    async def send(self, person_id: int, text: str = "") -> int:
        """Write a message."""
        ...


class Member(NamedTuple):
    """Somebody of a shop who can be moved."""

    telegram_id: int
    name: str
    role: Role
    locale: str


class Found(NamedTuple):
    """A button in a chat."""

    message_id: int
    row: int
    column: int


class Phones:
    """All phones of the local Telegram; none at all where there is no Telegram (`people` is None)."""

    def __init__(
        self, people: People | None, team: Team, texts: Texts, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._people = people
        self._team = team
        self._texts = texts
        self._steady = steady

    def members(self, seller: str) -> list[Member]:
        """The shop's members who have a chat here that the bot may write to, as they joined. Reads the database."""
        reachable: dict[int, SomePerson] = {
            one.id: one for one in (self._people.people if self._people else ()) if one.started and not one.blocked
        }
        found = []
        for member in self._team.members(seller):
            person = reachable.get(member.telegram_id)
            if person is not None:
                chosen = self._team.person(person.id).locale
                locale = locale_for(chosen or person.language_code)
                found.append(Member(person.id, person.first_name, Role(member.role), locale))
        return found

    def newcomer(self) -> Member | None:
        """The first person here without a shop whom the bot may write to. Reads the database."""
        operators = Operators(self._team.database)
        for one in self._people.people if self._people else ():
            if not one.blocked and not self._team.memberships(one.id) and operators.operator(one.id) is None:
                locale = locale_for(self._team.person(one.id).locale or one.language_code)
                return Member(one.id, one.first_name, Role.ADMINISTRATOR, locale)
        return None

    def newest(self, member: Member) -> int:
        """The number of the newest message in the chat; 0 when there is none."""
        assert self._people is not None
        return max((message["message_id"] for message in self._people.view(member.telegram_id)["messages"]), default=0)

    def button(self, member: Member, key: str, after: int = 0) -> Found | None:
        """The newest button with the words of a text's key, in a message newer than `after`."""
        words = self._texts.plain(member.locale, key)
        return next((found for found, button in self._buttons(member, after) if button.get("text") == words), None)

    def confirming(self, member: Member, after: int) -> Found | None:
        """The button that confirms on the newest screen after a message: there, the one that says what it does.

        A screen is what has a way home; a notice may carry such a button too, and has none.
        """
        home = self._texts.plain(member.locale, "button-home")
        found = list(self._buttons(member, after))
        screens = {place.message_id for place, button in found if button.get("text") == home}
        for place, button in found:
            if place.message_id in screens and button.get("style") in CONFIRMING:
                return place
        return None

    def _buttons(self, member: Member, after: int) -> Iterator[tuple[Found, dict[str, Any]]]:
        """The buttons that ask the bot something, those of the newest message first."""
        assert self._people is not None
        messages = self._people.view(member.telegram_id)["messages"]
        for message in sorted(messages, key=lambda each: -each["message_id"]):
            if message["message_id"] <= after:
                return
            rows = (message["reply_markup"] or {}).get("inline_keyboard", [])
            for row, buttons in enumerate(rows):
                for column, button in enumerate(buttons):
                    if "callback_data" in button:
                        yield Found(message["message_id"], row, column), button

    async def see(self, member: Member, key: str, after: int) -> Found | None:
        """Wait until the button with these words is there; None when it does not come."""
        return await self._until(member, lambda: self.button(member, key, after))

    async def see_confirming(self, member: Member, after: int) -> Found | None:
        """Wait until a button that confirms is there; None when none comes."""
        return await self._until(member, lambda: self.confirming(member, after))

    async def press(self, member: Member, button: Found) -> None:
        """Press it; what the bot answers is not waited for."""
        assert self._people is not None
        await self._people.press(member.telegram_id, *button)

    async def until(self, member: Member, has_happened: Callable[[], bool]) -> bool:
        """Wait for what a press must bring about, judged in a worker thread; False when it does not happen."""
        assert self._people is not None
        deadline = self._steady() + PATIENCE
        while not (happened := await asyncio.to_thread(has_happened)):
            left = deadline - self._steady()
            if left <= 0:
                break
            version = self._people.view(member.telegram_id)["version"]
            await self._people.wait(member.telegram_id, version, min(left, GLANCE))
        return happened

    async def write(self, member: Member, text: str) -> None:
        """Write to the bot; what it answers is not waited for."""
        assert self._people is not None
        await self._people.send(member.telegram_id, text)

    async def _until(self, member: Member, look: Callable[[], Found | None]) -> Found | None:
        assert self._people is not None
        deadline = self._steady() + PATIENCE
        while True:
            version = self._people.view(member.telegram_id)["version"]
            found = look()
            left = deadline - self._steady()
            if found is not None or left <= 0:
                return found
            await self._people.wait(member.telegram_id, version, left)
