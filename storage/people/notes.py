"""Who did what in a shop's team: the notes as they are read (RULES 15.19).

Problem: notes are kept for ever and name nobody, people want to read names.
Decision: a page of notes at a time, newest first; names are looked up while reading, also of who has left. Who has had
their data deleted stays a number.
Limit: what the team does with people; commands that move money or the plan are in the shop's history.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.values import Instant, Role
from storage.people.members import UseCases
from storage.rows.transaction import Transaction

ACTIONS: Final = (
    "link_created", "link_revoked", "joined", "removed", "left", "data_deleted", "role_changed",
    "seat_given", "seat_freed", "approval_asked", "approval_answered", "key_given", "key_replaced", "key_removed",
)  # fmt: skip
"""What is noted on people and what they let in; other notes are not the team's."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it: a member by number, with the name where it is known, or `word` ("operator", a role)."""

    word: str
    number: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `about`: the member it was done to; `detail`: what else was noted (roles, hours, an answer)."""

    id: int
    at: Instant
    by: Doer
    action: str
    about: Doer | None
    detail: Mapping[str, Any]


_MARKS: Final = ", ".join(f"'{action}'" for action in ACTIONS)
_PAGE: Final = (
    f"SELECT id, at, actor, action, detail FROM audit WHERE seller = ? AND id < ? AND action IN ({_MARKS}) "  # noqa: S608  (our own words)
    "ORDER BY id DESC LIMIT ?"
)
_NAMES: Final = "SELECT id, name FROM member WHERE seller = ? AND id IN ($)"
_NEWEST: Final = 2**62
_MEMBERS: Final = {"member", *Role} - {Role.OPERATOR}


class Notes(UseCases):
    """Reading the notes."""

    def notes(self, seller: str, limit: int, before: int | None = None) -> list[Note]:
        """Up to `limit` notes on this shop's people, newest first, from the one before the note `before` on."""
        with self.database.read() as transaction:
            found = transaction.rows(_PAGE, (seller, _NEWEST if before is None else before, limit))
            read = [(id_, at, _doer(actor), action, json.loads(detail)) for id_, at, actor, action, detail in found]
            numbers = {by.number for _, _, by, _, _ in read} | {detail.get("member") for *_, detail in read}
            names = _names(transaction, seller, sorted(number for number in numbers if number is not None))
        return [
            Note(id_, at, _named(by, names), action, _about(detail.pop("member", None), names), detail)
            for id_, at, by, action, detail in read
        ]


def _doer(actor: str) -> Doer:
    """From `Membership.noted` ("member:7"), `Membership.actor` ("manager#7") or a word; operators are only that."""
    for sign in ":#":
        word, _, number = actor.partition(sign)
        if number.isdigit():
            return Doer(word, int(number) if word in _MEMBERS else None)
    return Doer(actor)


def _names(transaction: Transaction, seller: str, numbers: list[int]) -> dict[int, str]:
    return {number: name for number, name in transaction.rows_in(_NAMES, (seller,), numbers) if name}


def _named(doer: Doer, names: Mapping[int, str]) -> Doer:
    return Doer(doer.word, doer.number, None if doer.number is None else names.get(doer.number))


def _about(number: int | None, names: Mapping[int, str]) -> Doer | None:
    return None if number is None else Doer("member", number, names.get(number))
