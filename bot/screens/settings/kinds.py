"""Kinds of notices as people choose them: a few groups in plain words (RULES 12).

Problem: there are some thirty kinds, and nobody reads thirty switches.
Decision: eight groups. Small ones are switched as a whole with one tap; the others open and show their kinds, and of
the sums how often they come. A reader sees only what their roles get, in all their shops together, because switches
are a person's, not a shop's.
Limit: what can't be switched off is in no group; it is shown with the reason.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from core.notices.kinds import ALWAYS, DIGESTED, NoticeKind
from core.roles import MANAGERS
from core.values import Role

SUMS: Final = "digest"
"""The group of the sums: people say how often they come (RULES 12.1)."""


class Group(NamedTuple):
    """Kinds that belong together; `whole`: one switch for all of them."""

    name: str
    kinds: tuple[NoticeKind, ...]
    whole: bool = False


GROUPS: Final = (
    Group(SUMS, tuple(kind for kind in NoticeKind if kind in DIGESTED)),
    Group(
        "points",
        (NoticeKind.POINTS_EXPIRING, NoticeKind.LIMIT_REACHED, NoticeKind.RETURNS_HIGH, NoticeKind.PROGRAMME_LEFT),
    ),
    Group(
        "payment",
        (
            NoticeKind.CHARGE_COMING,
            NoticeKind.RENEWAL_LOW_BALANCE,
            NoticeKind.TRIAL_ENDING,
            NoticeKind.RENEWED,
            NoticeKind.GRACE_REMINDER,
            NoticeKind.ACCESS_ENDING,
            NoticeKind.PRICE_CHANGED,
        ),
    ),
    Group(
        "subscription",
        (
            NoticeKind.CONNECTED,
            NoticeKind.UPGRADED,
            NoticeKind.CANCELLED,
            NoticeKind.RESUMED,
            NoticeKind.SWITCH_PLANNED,
            NoticeKind.SWITCHED,
            NoticeKind.BENEFITS_ON,
        ),
    ),
    Group(
        "invitation", (NoticeKind.INVITATION_RECEIVED, NoticeKind.INVITATION_WITHDRAWN, NoticeKind.APPROVAL_ANSWERED)
    ),
    Group("badge", (NoticeKind.BADGE_HIDDEN, NoticeKind.BADGE_SHOWN), whole=True),
    Group("maintenance", (NoticeKind.MAINTENANCE, NoticeKind.MAINTENANCE_OVER), whole=True),
    Group("report", (NoticeKind.MONTHLY_REPORT,), whole=True),
)


def kinds_for(roles: Iterable[Role]) -> frozenset[NoticeKind]:
    """The kinds that somebody with these roles may get."""
    held = frozenset(roles)
    found = {kind for kind in NoticeKind if kind.audience & held}
    if held <= MANAGERS:
        # Managers connect themselves, so they have asked nobody.
        found.discard(NoticeKind.APPROVAL_ANSWERED)
    return frozenset(found)


def groups_for(roles: Iterable[Role]) -> list[Group]:
    """The groups with the kinds that can be switched by somebody with these roles; one kind left needs no opening."""
    mine = kinds_for(roles)
    found = []
    for group in GROUPS:
        kinds = tuple(kind for kind in group.kinds if kind in mine)
        if kinds:
            found.append(Group(group.name, kinds, group.whole or len(kinds) == 1))
    return found


def always_for(roles: Iterable[Role]) -> list[NoticeKind]:
    """The kinds that come in any case, in the order of the rulebook."""
    mine = kinds_for(roles)
    return [kind for kind in NoticeKind if kind in ALWAYS and kind in mine]
