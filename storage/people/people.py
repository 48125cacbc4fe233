"""How a person likes to be told: language, hours, kinds, form (RULES 12).

Problem: people are told things in several shops, and want to say once how.
Decision: one row a person, whatever shops they are in, made when they first choose something; all choices have
defaults, so that nobody has to.
Limit: whether a notice may wait or be switched off is the core's to say (`core.notices.kinds`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from core.notices.joining import QUIET_FROM, QUIET_TO, USUAL_CADENCE, Cadence
from core.notices.kinds import ALWAYS, NoticeKind
from core.policy import calendar_of
from core.values import Instant
from storage.people.members import UseCases
from storage.rows.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """How a person likes to be told. Quiet hours: local, from `quiet_from`:00 to before `quiet_to`:00, or both None.

    `digests`: how often sums of points come. `plain`: messages without tables and folding parts, which several clients
    show as nothing at all; so it is the default, and tables are for who has seen that theirs shows them.
    """

    locale: str | None = None
    timezone: str | None = None
    quiet_from: int | None = QUIET_FROM
    quiet_to: int | None = QUIET_TO
    digests: Cadence = USUAL_CADENCE
    muted: frozenset[str] = frozenset()
    blocked: bool = False
    plain: bool = True


_MUTE: Final = "INSERT INTO mute (telegram_id, kind) VALUES (?, ?) ON CONFLICT DO NOTHING"
_UNMUTE: Final = "DELETE FROM mute WHERE telegram_id = ? AND kind = ?"


class People(UseCases):
    """A person's own choices."""

    def person(self, telegram_id: int) -> Person:
        """A person's choices; the defaults for who has made none."""
        with self.database.read() as transaction:
            row = transaction.row(
                "SELECT locale, timezone, quiet_from, quiet_to, quiet_off, digests, blocked_at, plain "
                "FROM person WHERE telegram_id = ?",
                (telegram_id,),
            )
            if row is None:
                return Person()
            kinds = transaction.rows("SELECT kind FROM mute WHERE telegram_id = ?", (telegram_id,))
        locale, timezone, quiet_from, quiet_to, quiet_off, digests, blocked_at, plain = row
        if quiet_from is None and not quiet_off:
            quiet_from, quiet_to = QUIET_FROM, QUIET_TO
        cadence = USUAL_CADENCE if digests is None else Cadence(digests)
        muted = frozenset(kind for (kind,) in kinds)
        return Person(locale, timezone, quiet_from, quiet_to, cadence, muted, blocked_at is not None, bool(plain))

    def set_locale(self, telegram_id: int, locale: str | None) -> None:
        """The language to be told in; None: the shop's."""
        self._prefer("UPDATE person SET locale = ? WHERE telegram_id = ?", locale, telegram_id)

    def set_plain(self, telegram_id: int, plain: bool) -> None:
        """Whether messages come without tables and folding parts."""
        self._prefer("UPDATE person SET plain = ? WHERE telegram_id = ?", plain, telegram_id)

    def set_timezone(self, telegram_id: int, timezone: str | None) -> None:
        """The IANA zone that quiet hours and dates are shown in; None: the programme's. Raises ValueError."""
        if timezone is not None:
            calendar_of(timezone)
        self._prefer("UPDATE person SET timezone = ? WHERE telegram_id = ?", timezone, telegram_id)

    def set_quiet_hours(self, telegram_id: int, quiet_from: int | None, quiet_to: int | None) -> None:
        """Local hours in which nothing is sent that can wait: 22 and 8 is from 22:00 to 8:00. Both None: none at all.

        Raises ValueError for one of the two, equal ones, or an hour outside 0..23.
        """
        hours = (quiet_from, quiet_to)
        if hours != (None, None) and (
            quiet_from == quiet_to or not all(hour is not None and 0 <= hour <= 23 for hour in hours)
        ):
            raise ValueError("quiet hours are two different hours from 0 to 23, or none")
        self._prefer(
            "UPDATE person SET quiet_from = ?, quiet_to = ?, quiet_off = ? WHERE telegram_id = ?",
            *hours,
            quiet_from is None,
            telegram_id,
        )

    def set_digests(self, telegram_id: int, cadence: Cadence) -> None:
        """How often sums of points come (RULES 12.1); those that wait already come when they would have."""
        self._prefer("UPDATE person SET digests = ? WHERE telegram_id = ?", cadence, telegram_id)

    def mute_all(self, telegram_id: int, kinds: Iterable[str]) -> bool:
        """Switch kinds of notices off; False, and nothing is, if one can't be (RULES 12) or does not exist."""
        wanted = sorted(set(kinds))
        if not frozenset(NoticeKind).difference(ALWAYS).issuperset(wanted):
            return False

        def work(transaction: Transaction) -> bool:
            know(transaction, telegram_id)
            transaction.run_many(_MUTE, [(telegram_id, kind) for kind in wanted])
            return True

        return self._write(work)

    def unmute_all(self, telegram_id: int, kinds: Iterable[str]) -> None:
        """Switch kinds of notices on again."""
        wanted = sorted(set(kinds))

        def work(transaction: Transaction) -> None:
            know(transaction, telegram_id)
            transaction.run_many(_UNMUTE, [(telegram_id, kind) for kind in wanted])

        self._write(work)

    def seen(self, telegram_id: int) -> None:
        """The person wrote or tapped, so the chat is open again if it was blocked."""
        if self.person(telegram_id).blocked:
            self._prefer("UPDATE person SET blocked_at = ? WHERE telegram_id = ?", None, telegram_id)

    def saw_maintenance(self, telegram_id: int, now: Instant) -> None:
        """A screen has told them that maintenance is under way: they are told when it is over (RULES 12.2)."""
        self._prefer("UPDATE person SET maintenance_seen_at = ? WHERE telegram_id = ?", now, telegram_id)

    def _prefer(self, statement: str, *values: Any) -> None:
        def work(transaction: Transaction) -> None:
            know(transaction, values[-1])
            transaction.run(statement, values)

        self._write(work)


def know(transaction: Transaction, telegram_id: int) -> None:
    """Make sure that the person has a row."""
    known = "INSERT INTO person (telegram_id, plain, quiet_off) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    transaction.run(known, (telegram_id, True, False))
