"""A shop with its people, its bot and a clock that stands still until it is moved.

Decision: the real ledger, team and outbox on a real database file; only Telegram is recorded and time is a value.
Limit: one process; the end-to-end tests go over HTTP instead.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from aiogram import Dispatcher

from bot.chat.dispatcher import build_dispatcher
from bot.frame.ports import Ports
from bot.post.notifier import Notifier
from bot.texts import Texts
from core.account import Account
from core.events import (
    BonusGranted,
    CampaignUpserted,
    EligibilityChanged,
    Event,
    OrderRedeemed,
    PriceChanged,
    RatingUpdated,
    SellerRegistered,
    ServiceCharged,
    WalletCredited,
    WalletDebited,
)
from core.policy import Policy, default_policy
from core.values import HOUR, Instant, Plan, Role, State, parse_instant
from storage.books.books import Books
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.people.team import Joined, Team
from storage.post.outbox import Outbox
from storage.post.redis_dialogs import RedisDialogs
from storage.rows.database import Database
from tests.bot.recording import Human, recording_bot

TEXTS = Texts()
START = parse_instant("2026-03-02T09:00:00Z")
DAY = 24 * HOUR


class StandingClock:
    """Time as a value."""

    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        return self.at


class Shop:
    """See the module's first lines. Amounts in 0.01."""

    seller = "S1"

    def __init__(self, database: Database, policy: Policy | None = None, dialogs: RedisDialogs | None = None) -> None:
        self.database = database
        self.dialogs = dialogs
        self.clock = StandingClock(START)
        self.ids = itertools.count(1)
        self.nudges = 0
        self.bot, self.session = recording_bot()
        self.ports = self._ports(policy or default_policy())
        self.dispatcher = self._dispatcher()
        self.people: dict[int, Human] = {}
        self.register(self.seller, "Tea & Co")

    def _ports(self, policy: Policy) -> Ports:
        return Ports(
            ledger=Ledger(self.database, policy),
            books=Books(self.database, policy),
            team=Team(self.database, None if self.dialogs is None else self.dialogs.forget),
            outbox=Outbox(self.database, policy),
            clock=self.clock,
            texts=TEXTS,
            nudge=self._nudged,
            dialogs=self.dialogs,
        )

    def _nudged(self) -> None:
        self.nudges += 1

    def _dispatcher(self) -> Dispatcher:
        return build_dispatcher(self.ports)

    def restart(self, *, policy: Policy | None = None, keep_memory: bool = False) -> None:
        """Another process: new objects, what dialogs remembered lost unless kept."""
        if not keep_memory:
            with self.database.write() as transaction:
                transaction.run("DELETE FROM dialog")
        self.use(self._ports(policy or self.ports.policy))

    def use(self, ports: Ports) -> None:
        """Go on with other ports."""
        self.ports = ports
        self.dispatcher = self._dispatcher()
        for person in self.people.values():
            person.dispatcher = self.dispatcher

    def with_ledger(self, ledger: Any) -> None:
        """Go on with another ledger."""
        self.use(replace(self.ports, ledger=ledger))

    # -- the marketplace -------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        outcome = self.ports.ledger.take_one(event, self.clock.at, "feed")
        assert outcome.kind in ("done", "ignored"), outcome

    def _common(self, seller: str | None = None) -> dict[str, Any]:
        return {"id": f"f{next(self.ids)}", "at": self.clock.at, "seller": seller or self.seller}

    def register(self, seller: str, name: str) -> None:
        self.take(SellerRegistered(**self._common(seller), name=name))

    def qualifies(self, eligible: bool = True) -> None:
        self.take(EligibilityChanged(**self._common(), eligible=eligible))

    def rated(self, rating: int) -> None:
        """The marketplace's average rating, in 0.000001."""
        self.take(RatingUpdated(**self._common(), rating=rating))

    def earns(self, amount: int) -> None:
        self.take(WalletCredited(**self._common(), amount=amount))

    def pays_out(self, amount: int) -> None:
        self.take(WalletDebited(**self._common(), amount=amount))

    def bonus(self, amount: int) -> None:
        grant = f"g{next(self.ids)}"
        self.take(BonusGranted(**self._common(), grant=grant, programme="bonus", amount=amount, reason="promo"))

    def billed(self, service: str, amount: int) -> None:
        charge = f"c{next(self.ids)}"
        self.take(ServiceCharged(**self._common(), charge=charge, service=service, amount=amount))

    def price(self, plan: Plan, price: int, since: Instant) -> None:
        """The plan costs so much from then on."""
        common = self._common() | {"seller": None}
        self.take(PriceChanged(**common, plan=plan, price=price, since=since))

    def redeems(self, *, hold_days: int = 14) -> None:
        """An order of 700 points for discounts."""
        common = self._common() | {"seller": None}
        self.take(
            CampaignUpserted(
                **common, campaign="spring", starts_at=self.clock.at - DAY, ends_at=self.clock.at + 300 * DAY,
                coefficient=50_000, coefficients={}, max_coefficient=1_000_000, min_discount=0,
                excluded_categories=(), hold_days=hold_days, return_window_days=30,
            )
        )  # fmt: skip
        self.take(
            OrderRedeemed(
                **self._common(), line=f"l{next(self.ids)}", campaign="spring", category="tea", price=700_000,
                discount=100_000, quantity=20,
            )
        )  # fmt: skip

    def later(self, *, days: int = 0, hours: int = 0, seconds: int = 0) -> None:
        """Move the clock and do what is due."""
        self.clock.at += days * DAY + hours * HOUR + seconds * 1_000_000
        DueWork(self.ports.ledger).do(self.clock.at)

    @property
    def account(self) -> Account:
        found = self.ports.ledger.look(self.seller)
        assert found is not None
        return found

    def state(self) -> State:
        """How the subscription stands."""
        return self.account.subscription.state

    def plan(self) -> Plan | None:
        """The plan the subscription is for."""
        return self.account.subscription.plan

    # -- the people ------------------------------------------------------------------------------------------

    def person(self, name: str, language: str | None = "en") -> Human:
        """Somebody without a shop."""
        human = Human(self.dispatcher, self.bot, 1000 + next(self.ids), name, language)
        self.people[human.user.id] = human
        return human

    def link(self, role: Role, seller: str | None = None) -> str:
        return self.ports.team.create_link(seller or self.seller, role, "operator", self.clock.at)

    def member(self, role: Role, name: str = "Anna", language: str = "en", seller: str | None = None) -> Human:
        """Somebody who is in the shop."""
        human = self.person(name, language)
        self.admit(human, role, seller)
        return human

    def admit(self, human: Human, role: Role, seller: str | None = None) -> None:
        token = self.link(role, seller)
        joined = self.ports.team.join(token, human.user.id, human.user.full_name, self.clock.at)
        assert isinstance(joined, Joined)

    def dismiss(self, human: Human) -> None:
        (membership,) = self.ports.team.memberships(human.user.id)
        self.ports.team.remove(self.seller, membership.member_id, "operator", self.clock.at)

    def becomes(self, human: Human, role: Role) -> None:
        (membership,) = self.ports.team.memberships(human.user.id)
        self.ports.team.change_role(self.seller, membership.member_id, role, "operator", self.clock.at)

    def notifier(self, **rates: float) -> Notifier:
        return Notifier(self.bot, self.ports, **({"per_second": 10_000, "per_chat": 10_000} | rates))
