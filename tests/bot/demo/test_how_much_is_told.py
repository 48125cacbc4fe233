"""How many messages the demo's people get: few, by day, and none that says another again (RULES 12.1, 12.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.clock import MovableClock
from bot.demo.desk import DemoDesk
from bot.demo.people import join_demo_team
from bot.demo.stock import stock_demo
from bot.texts import Texts, locale_for
from bot.texts.format import Reader
from bot.texts.notices import message_text
from core.calendar import Calendar
from core.events import Connect, Event, SwitchToLite, WalletDebited
from core.notices.joining import Told
from core.notices.kinds import DIGESTED
from core.policy import default_policy
from core.values import HOUR, Instant, Plan, Role, parse_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.post.parcels import Parcel
from storage.rows.database import Database

DAY = 24 * HOUR
POLICY = default_policy()
TEXTS = Texts()
ADMINISTRATOR, MANAGER = 101, 102


class Wall:
    """The wall clock at a fixed instant."""

    def now(self) -> Instant:
        return parse_instant("2026-06-01T09:00:00Z")


class Message(NamedTuple):
    person: int
    at: Instant
    seller: str
    kind: str
    text: str


class Demo:
    """The demo's shops and people, with a clock that stops at everything due, and all that was told."""

    def __init__(self, path: Path) -> None:
        self.database = Database(f"sqlite:///{path}", durable=False)
        self.database.upgrade()
        coming = stock_demo(self.database, POLICY, Wall())
        self.clock = MovableClock(self.database, Wall())
        join_demo_team(Team(self.database), self.clock.now())
        self.ledger = Ledger(self.database, POLICY)
        self.outbox = Outbox(self.database, POLICY)
        self.due_work = DueWork(self.ledger)
        self.told: list[Message] = []
        self.desk = DemoDesk(self.ledger, self.clock, coming, self.beat, texts=TEXTS)
        self.taken = 0

    async def beat(self) -> int:
        now = self.clock.now()
        self.desk.catch_up(now)
        done = self.due_work.do(now).instants
        self.outbox.fan_out(now)
        while parcels := self.outbox.claim(now, 100, 60):
            for parcel in parcels:
                assert isinstance(parcel, Parcel)
                self.outbox.sent(parcel.deliveries, 1, now)
                reader = Reader(locale_for(parcel.locale), POLICY.timezone)
                lead = Told(parcel.kind, parcel.data, parcel.at, parcel.seller, parcel.shop)
                several = parcel.telegram_id == ADMINISTRATOR
                text = message_text(TEXTS, reader, [lead, *parcel.follows], parcel.cadence, several=several)
                self.told.append(Message(parcel.telegram_id, now, parcel.seller, parcel.kind, text))
        return done

    def tap(self, kind: type[Event], person: int, **fields: object) -> None:
        """A person's command, as the chat gives it."""
        shop = Team(self.database).current(person)
        assert shop is not None
        self.taken += 1
        event = kind(f"tap{self.taken}", self.clock.now(), shop.seller, by=Role(shop.role), **fields)  # type: ignore[call-arg]
        outcome = self.ledger.take_one(event, self.clock.now(), "chat", actor=shop.actor)
        assert outcome.is_done, outcome

    def empty_the_wallet(self, person: int) -> None:
        shop = Team(self.database).current(person)
        account = self.ledger.look(shop.seller) if shop else None
        assert shop is not None and account is not None
        spent = WalletDebited("empty", self.clock.now(), shop.seller, amount=account.wallet)
        assert self.ledger.take_one(spent, self.clock.now(), "test").is_done

    async def days(self, days: int) -> None:
        """Time goes by, hour by hour as a running bot would see it."""
        for _ in range(days):
            await self.desk.advance("1d")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    demo = Demo(tmp_path / "demo.db")
    yield demo
    demo.database.close()


def by_night(told: list[Message], timezone: str) -> list[Message]:
    calendar = Calendar(timezone)
    return [each for each in told if not 9 <= calendar.local(each.at).hour < 22]


async def test_five_weeks_of_the_readme_are_a_dozen_messages_by_day(demo: Demo) -> None:
    await demo.beat()
    demo.told.clear()
    demo.tap(Connect, MANAGER, plan=Plan.PREMIUM)
    await demo.days(36)
    mine = [each for each in demo.told if each.person == ADMINISTRATOR]
    assert len(mine) <= 12, Counter(each.kind for each in mine)
    assert by_night(demo.told, POLICY.timezone) == []


async def test_a_year_of_a_shop_is_six_messages_a_month_and_none_twice(demo: Demo) -> None:
    await demo.beat()
    demo.told.clear()
    demo.tap(Connect, MANAGER, plan=Plan.LITE)
    await demo.days(365)
    mine = [each for each in demo.told if each.person == MANAGER]  # of one shop
    calendar = Calendar(POLICY.timezone)
    months = Counter(calendar.month(each.at) for each in mine)
    assert max(months.values()) <= 6, months
    assert [text for text, times in Counter(each.text for each in mine).items() if times > 1] == []
    instants = Counter(each.at for each in mine if each.kind not in DIGESTED)
    assert [at for at, messages in instants.items() if messages > 1] == []
    assert by_night(demo.told, POLICY.timezone) == []


async def test_a_renewal_that_fails_after_a_planned_switch_is_one_message(demo: Demo) -> None:
    """A switch to Lite that cannot be paid once sent four messages at 03:14, two of which contradicted each other."""
    await demo.beat()
    demo.tap(Connect, MANAGER, plan=Plan.PREMIUM)
    await demo.days(1)
    demo.tap(SwitchToLite, MANAGER)
    demo.empty_the_wallet(MANAGER)
    demo.told.clear()
    await demo.days(32)
    failed = [each for each in demo.told if each.person == MANAGER and each.kind == "renewal_failed"]
    (message,) = failed
    assert [each.kind for each in demo.told if each.person == MANAGER and each.at == message.at] == ["renewal_failed"]
    assert message.text.splitlines()[0] == "<b>Premium Lite could not be paid</b>"
    assert "• The plan is Premium Lite now" in message.text
    assert message.text.count("Premium Lite could not be paid") == 1
