"""Kinds of notices as people choose them: a few groups in plain words (RULES 12).

Problem: there are some thirty kinds, and nobody reads thirty switches.
Decision: nine groups; a kind's record says its own. Small ones are switched as a whole with one tap; the others open
and show their kinds, and of the sums how often they come. A reader sees only what their roles get, in all their shops
together, because switches are a person's, not a shop's.
Limit: what can't be switched off is in no group; it is shown with the reason.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from core.notices.kinds import ALWAYS, OF_REPORTED, Group, NoticeKind
from core.roles import MANAGERS
from core.values import Role


class Switches(NamedTuple):
    """Kinds that belong together; `whole`: one switch for all of them."""

    name: str
    kinds: tuple[NoticeKind, ...]
    whole: bool = False


_WHOLE: Final = frozenset({Group.BADGE, Group.MAINTENANCE, Group.REPORT, Group.MARKETPLACE})

GROUPS: Final = tuple(
    Switches(group, tuple(kind for kind in NoticeKind if kind.group is group), group in _WHOLE) for group in Group
)


def kinds_for(roles: Iterable[Role], *, reported: bool = True) -> frozenset[NoticeKind]:
    """The kinds that somebody with these roles may get; those of reported shops only if one of theirs is `reported`."""
    held = frozenset(roles)
    found = {kind for kind in NoticeKind if kind.audience & held and (reported or kind not in OF_REPORTED)}
    if held <= MANAGERS:
        # Managers connect themselves, so they have asked nobody.
        found.discard(NoticeKind.APPROVAL_ANSWERED)
    return frozenset(found)


def groups_for(roles: Iterable[Role], *, reported: bool = True) -> list[Switches]:
    """The groups with the kinds that can be switched by somebody with these roles; one kind left needs no opening."""
    mine = kinds_for(roles, reported=reported)
    found = []
    for group in GROUPS:
        kinds = tuple(kind for kind in group.kinds if kind in mine)
        if kinds:
            found.append(Switches(group.name, kinds, group.whole or len(kinds) == 1))
    return found


def always_for(roles: Iterable[Role]) -> list[NoticeKind]:
    """The kinds that come in any case, in the order of the rulebook."""
    mine = kinds_for(roles)
    return [kind for kind in NoticeKind if kind in ALWAYS and kind in mine]
