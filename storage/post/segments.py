"""Whom a broadcast is for: the segments of people, and who is in one (RULES 12).

Problem: a segment is chosen on a screen, counted before the start and gone through for an hour, and must mean the same
each time. Decision: every segment there is stands here, with its name in the rows and its condition over members, shops
and persons. Limit: it is judged by what holds when it is asked.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from core.values import Instant, Plan, Role, State

_FROM: Final = (
    "FROM member m JOIN seller s ON s.id = m.seller LEFT JOIN subscription b ON b.seller = m.seller "
    "LEFT JOIN person p ON p.telegram_id = m.telegram_id WHERE m.removed_at IS NULL AND m.joined_at <= ?"
)
_CONDITIONS: Final[Mapping[str, str]] = {
    "everyone": "",
    "plan": " AND COALESCE(b.plan, 'none') = ?",
    "state": " AND b.state = ?",
    "role": " AND m.role = ?",
    "language": " AND LOWER(SUBSTR(COALESCE(p.locale, s.locale, 'en'), 1, 2)) = ?",
}


class Segment(NamedTuple):
    """Who gets a broadcast: `kind` and, but for everyone, a `value` of it. As text: "everyone", "plan:lite"."""

    kind: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind


SEGMENTS: Final = (
    Segment("everyone"),
    *(Segment("plan", value) for value in ("none", *Plan)),
    *(Segment("state", value) for value in (State.TRIAL, State.GRACE)),
    *(Segment("role", role) for role in Role if role is not Role.OPERATOR),
    *(Segment("language", value) for value in ("ru", "hy", "en")),
)
"""Every segment there is. A person is in it if one of their shops, or they themselves, are such; once in any case."""

OPERATORS: Final = "operators"
"""The segment of what operators are told by the program itself; nobody chooses it."""
NAMED: Final = "people"
"""The segment of what certain people are told, on behalf of somebody of their shop; nobody chooses it."""
BY_TEXT: Final = {str(segment): segment for segment in SEGMENTS}


def segment_of(text: str) -> Segment | None:
    """The segment that a text names; None for one that does not exist."""
    return BY_TEXT.get(text)


def people_in(segment: Segment, joined_by: Instant) -> tuple[str, tuple[Instant | str, ...]]:
    """`FROM` and `WHERE` for the members `m` that a segment has of those who joined by then, with their values."""
    return f"{_FROM}{_CONDITIONS[segment.kind]}", (joined_by, *((segment.value,) if segment.value else ()))
