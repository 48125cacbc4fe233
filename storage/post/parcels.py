"""Parcels: notices taken to be sent, one message for each person who is to get one now (RULES 12).

Problem: of people who stand in line the rows must say who gets what, and two senders must not take the same. Decision:
in one transaction what waits for them is read, judged, leased to the sender, put off or dropped, and they get their
new places in line. Questions that do not need each other's answers are asked together. Limit: a person gets one parcel
at a time, and the next when that one is settled or its lease is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.notices.joining import Cadence, Told, added_up, in_order
from core.notices.kinds import DIGESTED, NoticeKind
from core.policy import Policy
from core.values import SECOND, Instant, Role
from storage.ledger.world import Worlds
from storage.post import line
from storage.post.judging import Facts, ask_muted, read_facts, told_before, told_now
from storage.post.leases import Judged
from storage.post.messages import Waiting, first_of_each
from storage.post.readers import ask_members
from storage.rows.answers import Answer
from storage.rows.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message for one person, to be sent now; settle its deliveries with `sent`, `later`, `failed` or `blocked`.

    It tells what leads, and `follows`: what the same instant has brought the same shop, or the other sums of a digest.
    `data` is as true as the rows are now. `since` is the instant of a digest's first sum. `locale` is the person's,
    else the shop's; `timezone` the person's, else the programme's. `attempts` counts this one. `approval` is the
    request that an approval notice is about. `wait`: seconds until its turn, if turns are shared.
    """

    deliveries: tuple[int, ...]
    notice_id: int
    telegram_id: int
    seller: str
    shop: str
    role: Role
    kind: NoticeKind
    data: dict[str, Any]
    at: Instant
    locale: str | None
    timezone: str
    attempts: int
    since: Instant
    cadence: Cadence
    follows: tuple[Told, ...] = ()
    approval: int | None = None
    wait: float = 0.0


class Parcels:
    """Takes notices to be sent, by the policy with the prices that the database keeps."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._worlds = Worlds(policy)

    def claim(
        self, transaction: Transaction, people: Sequence[line.Standing], now: Instant, lease: int
    ) -> tuple[list[Parcel], Answer]:
        """What is to be sent, and of which deliveries that is so, to be read after the commit."""
        if not people:
            return [], Answer([])
        told_to = [each.telegram_id for each in people]
        waiting_for = line.ask_waiting_for(transaction, told_to, now)
        reading = ask_members(transaction, told_to)
        muted = ask_muted(transaction, told_to)
        seen = self._worlds.read(transaction)
        messages, places = first_of_each(waiting_for, people, now)
        found = [waiting for message in messages.values() for waiting in message]
        facts = read_facts(transaction, seen, reading, muted, found, self._policy)
        until_sent = now + lease * SECOND
        to_tell: list[list[tuple[Told, Waiting]]] = []
        judged = Judged(now)
        for standing, message in messages.items():
            told: list[tuple[Told, Waiting]] = []
            for waiting in message:
                fresh = told_now(waiting, facts, now)
                if isinstance(fresh, str):
                    judged.drop(waiting.delivery, fresh)
                else:
                    told.append((fresh, waiting))
            if all(told_before(waiting, facts, self._policy) for _, waiting in told):
                for _, waiting in told:
                    judged.drop(waiting.delivery, "told before")
                continue
            reader = facts.readers[told[0][1].telegram_id, told[0][1].seller]
            until = reader.quiet_until([each for each, _ in told], self._policy, now)
            if until is not None:
                for _, waiting in told:
                    judged.keep_quiet(waiting.delivery, until)
            else:
                to_tell.append(told)
                places[standing.telegram_id] = line.Place(standing.lane_of(message[0].turn), until_sent)
        every = [waiting.delivery for told in to_tell for _, waiting in told]
        leased = judged.write(transaction, every, until_sent)
        line.move(transaction, places)
        transaction.set_off()
        return [_parcel(told, facts, self._policy) for told in to_tell], leased


def _parcel(told: Sequence[tuple[Told, Waiting]], facts: Facts, policy: Policy) -> Parcel:
    lead, first = in_order(told)[0]
    notices = [each for each, _ in told]
    lead, *follows = added_up(notices) if lead.kind in DIGESTED else [each for each, _ in in_order(told)]
    reader = facts.readers[first.telegram_id, lead.seller]
    return Parcel(
        tuple(waiting.delivery for _, waiting in told),
        first.notice,
        first.telegram_id,
        lead.seller,
        reader.shop,
        Role(reader.role),
        lead.kind,
        lead.data,
        lead.at,
        reader.locale,
        reader.timezone or policy.timezone,
        max(waiting.attempts for _, waiting in told) + 1,
        min(each.at for each in notices),
        reader.cadence,
        tuple(follows),
        first.data.get("approval"),
    )
