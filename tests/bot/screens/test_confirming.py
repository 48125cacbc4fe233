"""What every confirmation promises, tried on each there is: once, only what was asked, only as it was shown.

Problem: a confirmation that forgets one of its steps cheats somebody, and a new one is easily written without them.
Decision: the confirmations are collected from the class that all of them are; each names the way to its question, what
changes meanwhile, and the words that tell so. Somebody is quicker by a moment in the database: at the first thing that
is written once the rows' version was taken.
Limit: that one process; two of them race in the storage's tests.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest

from bot.frame.confirming import Confirmation
from bot.ozon.key import Safe, new_operator_key
from bot.reported.marketplace import Marketplace
from bot.screens.intake.handlers import Keeping
from bot.screens.leaving.handlers import TakingPart
from bot.screens.operator.acts import Act, Acting
from bot.screens.paying.handlers import Setting
from bot.screens.points.handlers import Spending
from bot.screens.premium.handlers import Changing
from bot.screens.settings.farewell import Departure, Forgetting
from bot.screens.source.handlers import Removing
from bot.screens.team.handlers import Removal
from core.events import Connect, Maintenance, SaleReported, SellerRegistered
from core.values import BooksKind, Mode, Plan, Role
from storage.ledger.ledger import Ledger, Version
from storage.people.keys import ShopKeys
from storage.people.team import Team
from storage.rows.database import Database
from storage.rows.transaction import Transaction
from tests.bot.ozon.reports import by_kind, example_by_kind, workbook
from tests.bot.recording import Human
from tests.bot.shop import START, Shop
from tests.bot.ways import PRICE, on_lite

CHANGED = "The terms changed"
NO_OPERATOR = "You are not an operator any more"
_COMMANDS = "SELECT COUNT(*) FROM taken WHERE source IN ('chat', 'operator') AND outcome = 'done'"
_NOTES = (
    "SELECT COUNT(*) FROM audit WHERE action IN ('removed', 'left', 'data_deleted', 'released', 'broadcast_started', "
    "'broadcast_resumed', 'broadcast_stopped', 'key_removed')"
)


def deeds(shop: Shop) -> int:
    """How much was done in the chat."""
    with shop.database.read() as transaction:
        return sum(row[0] for query in (_COMMANDS, _NOTES) for row in transaction.rows(query))


def automatic(shop: Shop) -> int:
    """How many services are set to be paid automatically."""
    return sum(mode == Mode.AUTO for mode in shop.account.choices.values())


def forgotten(shop: Shop) -> int:
    """Whether nothing is known of Emil."""
    with shop.database.read() as transaction:
        return int(not transaction.rows("SELECT 1 FROM member WHERE name = 'Emil'"))


@dataclass(frozen=True)
class Way:
    """The way to a question and its `button`; what may come between, and the words that tell that it did.

    `possible`: it can still be confirmed afterwards. `shows`: the question itself shows what comes between; else it is
    noticed only between look and deed. `asks`: there is a question; else the button says itself what it sets.
    """

    of: type[Confirmation]
    begin: Callable[[Shop], Awaitable[Human]]
    button: str
    meanwhile: Callable[[Shop, Human], None]
    told: str = CHANGED
    possible: bool = True
    shows: bool = True
    asks: bool = True
    done: Callable[[Shop], int] = deeds


# -- the ways ----------------------------------------------------------------------------------------------------------


async def to_spend(shop: Shop) -> Human:
    shop.bonus(100_000)
    shop.billed("ads", 150_000)
    karen = shop.member(Role.FINANCE)
    await karen.write("/points")
    await karen.tap("Spend points")
    await karen.tap("advertising")
    await karen.write("400")
    return karen


async def to_upgrade(shop: Shop) -> Human:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE * 2)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    return anna


async def to_leave_a_programme(shop: Shop) -> Human:
    shop.bonus(100_000)
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Taking part")
    await anna.tap("Leave: Seller")
    return anna


async def to_remove(shop: Shop) -> Human:
    anna = shop.member(Role.ADMINISTRATOR)
    shop.member(Role.EMPLOYEE, "Emil")
    await anna.write("/start")
    await anna.tap("Team")
    await anna.tap("Emil")
    await anna.tap("Remove")
    return anna


async def to_leave_the_shop(shop: Shop) -> Human:
    anna = shop.member(Role.ADMINISTRATOR)
    shop.member(Role.ADMINISTRATOR, "Boris")
    await anna.write("/settings")
    await anna.tap("My data")
    await anna.tap("Leave: Tea")
    return anna


async def to_keep_a_report(shop: Shop) -> Human:
    shop.take(SellerRegistered(id="r", at=START, seller="R", name="Reported", books=BooksKind.REPORTED))
    anna = shop.member(Role.FINANCE, seller="R")
    await anna.send_file(workbook(by_kind(example_by_kind())))
    return anna


async def to_remove_a_key(shop: Shop) -> Human:
    shop.take(SellerRegistered(id="r", at=START, seller="R", name="Reported", books=BooksKind.REPORTED))
    shop.use(replace(shop.ports, marketplace=Marketplace(safe=Safe(new_operator_key()))))
    anna = shop.member(Role.ADMINISTRATOR, seller="R")
    give_a_key(shop, anna)
    await anna.write("/start")
    await anna.tap("Reading from Ozon")
    await anna.tap("Remove the key")
    return anna


async def to_be_forgotten(shop: Shop) -> Human:
    shop.register("S2", "Coffee")
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await emil.write("/settings")
    await emil.tap("My data")
    await emil.tap("Delete my data")
    return emil


async def to_set_a_mode(shop: Shop) -> Human:
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Service payment")
    await anna.tap("Advertising")
    return anna


def to_act(
    *steps: str, card: bool = True, before: Callable[[Shop], None] | None = None
) -> Callable[[Shop], Awaitable[Human]]:
    """By an operator's buttons and, after "=", written words."""

    async def begin(shop: Shop) -> Human:
        shop.bonus(5_000)
        if before is not None:
            before(shop)
        olga = shop.person("Olga")
        shop.ports.operators.grant(olga.user.id, "cli", START)
        await olga.write("/operator")
        for step in (("=S1",) if card else ()) + steps:
            await (olga.write(step[1:]) if step.startswith("=") else olga.tap(step))
        return olga

    return begin


def park(shop: Shop) -> None:
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1", (True,))


def under_maintenance(shop: Shop) -> None:
    shop.take(Maintenance(id=f"m{next(shop.ids)}", at=START, on=True))


def connect(shop: Shop) -> None:
    shop.take(Connect(id="c", at=START, seller=shop.seller, by=Role.MANAGER, plan=Plan.LITE))


def qualified(shop: Shop) -> None:
    shop.qualifies()


def broadcast(state: str) -> Callable[[Shop], None]:
    """A broadcast that stands so."""

    def put(shop: Shop) -> None:
        with shop.database.write() as transaction:
            if transaction.row("SELECT 1 FROM broadcast") is None:
                transaction.run(
                    "INSERT INTO broadcast (key, segment, texts, reason, started_at, started_by, state, total, reached)"
                    " VALUES ('k', 'everyone', '{\"en\": \"x\"}', 'x', 0, 'x', 'sending', 0, 0)"
                )
            transaction.run("UPDATE broadcast SET state = ?", (state,))

    return put


# -- what comes between ------------------------------------------------------------------------------------------------


def the_marketplace_tells_more(shop: Shop, human: Human) -> None:
    day = date(2026, 10, 6).toordinal()
    shop.take(SaleReported(id=f"s{next(shop.ids)}", at=START, seller="R", entry="accruals:x", amount=1, day=day))


def give_a_key(shop: Shop, human: Human) -> None:
    client_id = str(next(shop.ids))
    ShopKeys(shop.database).give("R", client_id, b"sealed", human.user.id, shop.clock.at)


def kept(shop: Shop) -> int:
    """How many pieces of reports were kept."""
    with shop.database.read() as transaction:
        return len(transaction.rows("SELECT 1 FROM taken WHERE source = 'report' AND outcome = 'done' LIMIT 1"))


def points_come(shop: Shop, human: Human) -> None:
    shop.bonus(5_000)


def money_comes(shop: Shop, human: Human) -> None:
    shop.earns(12_345)


def premium_costs_more(shop: Shop, human: Human) -> None:
    shop.price(Plan.PREMIUM, 450_000, shop.clock.at)


def lite_costs_more(shop: Shop, human: Human) -> None:
    shop.price(Plan.LITE, 210_000, shop.clock.at)


def emil_is_promoted(shop: Shop, human: Human) -> None:
    shop.becomes(next(each for each in shop.people.values() if each.user.full_name == "Emil"), Role.MANAGER)


def boris_is_no_administrator_any_more(shop: Shop, human: Human) -> None:
    shop.becomes(next(each for each in shop.people.values() if each.user.full_name == "Boris"), Role.EMPLOYEE)


def another_shop_lets_them_in(shop: Shop, human: Human) -> None:
    shop.admit(human, Role.EMPLOYEE, "S2")


def the_right_goes(shop: Shop, human: Human) -> None:
    shop.ports.operators.revoke(human.user.id, "cli", START)


def quietly(change: Callable[[Shop], None]) -> Callable[[Shop, Human], None]:
    return lambda shop, human: change(shop)


DO = "Yes, do it"
NOTHING = "It is already so"
REVIEWED = "We are checking this shop's account"
SENT = ("Send me the preview", "Send to everybody chosen", "=The fair")
ACTS: dict[Act, Way] = {
    Act.BONUS: Way(
        Acting, to_act("Give a bonus", "Seller bonuses", "=500", "=Late"), DO, quietly(park), REVIEWED, possible=False
    ),
    Act.PROLONG: Way(
        Acting, to_act("Prolong everyone's points", "Seller bonuses", "=2028-01-31", "=Outage", card=False), DO,
        lite_costs_more, shows=False,
    ),
    Act.PASS: Way(Acting, to_act("Check passed", "=Checked"), DO, quietly(connect)),
    Act.FAIL: Way(Acting, to_act("Check failed", "=Withdrawn", before=qualified), DO, quietly(connect)),
    Act.RELEASE: Way(
        Acting, to_act("Check and release", "=Mended", before=park), DO, the_right_goes, NO_OPERATOR, possible=False
    ),
    Act.MAINTENANCE_ON: Way(
        Acting, to_act("Switch maintenance on", "=Servers", card=False), DO, quietly(under_maintenance), NOTHING,
        possible=False,
    ),
    Act.MAINTENANCE_OFF: Way(
        Acting, to_act("Maintenance is over", "=Servers", card=False, before=under_maintenance), DO, lite_costs_more,
        shows=False,
    ),
    Act.PRICE: Way(
        Acting, to_act("Prices", "New price of Premium Lite", "=2500", "=01.04.2026", "=New list", card=False), DO,
        lite_costs_more,
    ),
    Act.BROADCAST: Way(
        Acting, to_act("Broadcasts", "New broadcast", "Everyone", "=The fair opens", "Go on", *SENT, card=False), DO,
        the_right_goes, NO_OPERATOR, possible=False,
    ),
    Act.RESUME: Way(
        Acting, to_act("Broadcasts", "№ 1", "Go on sending", "=Right", card=False, before=broadcast("paused")), DO,
        the_right_goes, NO_OPERATOR, possible=False,
    ),
    Act.STOP: Way(
        Acting, to_act("Broadcasts", "№ 1", "Stop for good", "=Wrong", card=False, before=broadcast("sending")), DO,
        the_right_goes, NO_OPERATOR, possible=False,
    ),
}  # fmt: skip
WAYS: dict[str, Way] = {
    "spending": Way(Spending, to_spend, "Spend", points_come, "The numbers changed"),
    "money before a change of plan": Way(Changing, to_upgrade, "Pay", money_comes),
    "a price before a change of plan": Way(Changing, to_upgrade, "Pay", premium_costs_more),
    "leaving a programme": Way(TakingPart, to_leave_a_programme, "Leave the", points_come),
    "removing a member": Way(Removal, to_remove, "Yes, remove", emil_is_promoted),
    "leaving a shop": Way(
        Departure, to_leave_the_shop, "Yes, leave", boris_is_no_administrator_any_more, "no other administrator",
        possible=False,
    ),
    "being forgotten": Way(
        Forgetting, to_be_forgotten, "Yes, delete", another_shop_lets_them_in, "Coffee, Tea", done=forgotten
    ),
    "keeping a report": Way(Keeping, to_keep_a_report, "Keep", the_marketplace_tells_more, done=kept),
    "removing a key": Way(Removing, to_remove_a_key, "Remove the key", give_a_key),
    "a mode": Way(
        Setting, to_set_a_mode, "Pay automatically", points_come, "This button is out of date", asks=False, shows=False,
        done=automatic,
    ),
    "prolonging one seller's points": Way(
        Acting, to_act("Prolong points", "Seller bonuses", "=2028-01-31", "=Outage"), DO, quietly(park), REVIEWED,
        possible=False,
    ),
    "going on with a broadcast that was stopped": Way(
        Acting, to_act("Broadcasts", "№ 1", "Go on sending", "=Right", card=False, before=broadcast("paused")), DO,
        quietly(broadcast("stopped")), "Stopped", possible=False, shows=False,
    ),
    **{f"operator: {act}": way for act, way in ACTS.items()},
}  # fmt: skip


def ways(*, asks: bool = False, shows: bool = False) -> pytest.MarkDecorator:
    """Every way, or those with a question, or those whose question shows what comes between."""
    chosen = {name: way for name, way in WAYS.items() if (way.asks or not asks) and (way.shows or not shows)}
    return pytest.mark.parametrize("way", chosen.values(), ids=chosen.keys())


# -- somebody is quicker by a moment -----------------------------------------------------------------------------------


class OvertakenDatabase(Database):
    """Somebody else writes first: what was put into `meanwhile` happens before the next thing that is written."""

    meanwhile: Callable[[], None] | None = None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        with super().write() as transaction:
            yield transaction


class WatchingLedger(Ledger):
    """From its taking the version on, somebody else is on the way."""

    coming: Callable[[], None] | None = None

    def version(self, seller: str | None) -> Version | None:
        found = super().version(seller)
        assert isinstance(self.database, OvertakenDatabase)
        self.database.meanwhile, self.coming = self.coming, None
        return found


@pytest.fixture
def overtaking(shop: Shop) -> Iterator[Callable[[Callable[[], None]], None]]:
    """Lets something happen between the look and the deed of the next tap."""
    slow = OvertakenDatabase(f"sqlite:///{shop.database.url.database}", durable=False)
    quick = shop.ports

    def overtake(by: Callable[[], None]) -> None:
        ledger = WatchingLedger(slow, quick.policy)

        def come() -> None:
            shop.ports = quick  # who is quicker has a database of their own
            by()

        ledger.coming = come
        shop.use(replace(quick, ledger=ledger, team=Team(slow)))

    yield overtake
    slow.close()


# -- the promises ------------------------------------------------------------------------------------------------------


def test_every_confirmation_there_is_is_tried() -> None:
    assert {way.of for way in WAYS.values()} == set(Confirmation.__subclasses__())


def test_every_act_of_an_operator_is_tried() -> None:
    assert set(ACTS) == set(Act)


@ways()
async def test_two_taps_do_it_once(shop: Shop, way: Way) -> None:
    human = await way.begin(shop)
    before, screen, data = way.done(shop), human.screen, human.button(way.button).callback_data or ""
    await human.send_data(data, screen)
    await human.send_data(data, screen)
    assert way.done(shop) - before == 1


@ways(asks=True)
async def test_a_tap_for_another_question_does_nothing(shop: Shop, way: Way) -> None:
    human = await way.begin(shop)
    before, data = way.done(shop), human.button(way.button).callback_data or ""
    await human.send_data(data.rpartition(":")[0] + ":" + "x" * 16)
    assert (way.done(shop) - before, human.toasts[-1][:25]) == (0, "This button is out of dat")


@ways(asks=True, shows=True)
async def test_what_changed_while_one_reads_is_shown_before_it_is_done(shop: Shop, way: Way) -> None:
    human = await way.begin(shop)
    before = way.done(shop)
    way.meanwhile(shop, human)
    await human.tap(way.button)
    await expect_to_be_told(shop, human, way, before)


@ways()
async def test_who_is_overtaken_by_a_moment_is_told_before_it_is_done(
    shop: Shop, way: Way, overtaking: Callable[[Callable[[], None]], None]
) -> None:
    human = await way.begin(shop)
    before = way.done(shop)
    overtaking(lambda: way.meanwhile(shop, human))
    await human.tap(way.button)
    await expect_to_be_told(shop, human, way, before)


async def expect_to_be_told(shop: Shop, human: Human, way: Way, before: int) -> None:
    """Nothing was done, the words tell why, and what is still possible is done by the next tap."""
    assert (way.done(shop) - before, way.told in human.text + " ".join(human.toasts[-1:])) == (0, True), human.text
    if way.possible:
        await human.tap(way.button)
        assert way.done(shop) - before == 1
