"""Kinds of notices as people choose them: a few groups in plain words (RULES 12).

Problem: there are some thirty kinds, and nobody reads thirty switches.
Decision: eight groups. Small ones, and what comes as a digest, are switched as a whole with one tap; the others open
and show their kinds. A reader sees only what their roles get, in all their shops together, because switches are a
person's, not a shop's.
Limit: what can't be switched off is in no group; it is shown with the reason.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from core.decide import MANAGERS
from core.notices import ALWAYS, AUDIENCE, TO_THE_ASKER
from core.values import Role


class Group(NamedTuple):
    """Kinds that belong together; `whole`: one switch for all of them."""

    name: str
    kinds: tuple[str, ...]
    whole: bool = False


GROUPS: Final = (
    Group("digest", ("points_credited", "points_adjusted", "points_expired"), whole=True),
    Group("points", ("points_expiring", "limit_reached", "returns_high", "programme_left")),
    Group(
        "payment",
        (
            "charge_coming", "renewal_low_balance", "trial_ending", "renewed", "grace_reminder", "access_ending",
            "price_changed",
        ),
    ),
    Group(
        "subscription",
        ("connected", "upgraded", "cancelled", "resumed", "switch_planned", "switched", "benefits_on"),
    ),
    Group("invitation", ("invitation_received", "invitation_withdrawn", "approval_answered")),
    Group("badge", ("badge_hidden", "badge_shown"), whole=True),
    Group("maintenance", ("maintenance", "maintenance_over"), whole=True),
    Group("report", ("monthly_report",), whole=True),
)  # fmt: skip


def kinds_for(roles: Iterable[Role]) -> frozenset[str]:
    """The kinds that somebody with these roles may get."""
    held = frozenset(roles)
    found = {kind for kind, audience in AUDIENCE.items() if audience & held}
    if held <= MANAGERS:
        # Managers connect themselves, so they have asked nobody.
        found.discard(TO_THE_ASKER)
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


def always_for(roles: Iterable[Role]) -> list[str]:
    """The kinds that come in any case, in the order of the rulebook."""
    mine = kinds_for(roles)
    return [kind for kind in AUDIENCE if kind in ALWAYS and kind in mine]
