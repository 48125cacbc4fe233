"""The commonest jobs of a seller, each counted in taps from Home: three at most, four to spend points.

Decision: a job is a row of a table: who does it, in what shop, the buttons as they are read on the screen, and what
must then be there. The taps are counted where they arrive, in the dispatcher, and nothing but taps is sent after Home.
Limit: the buttons' words are the English ones; that every language has them is tested with the texts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest
from aiogram import BaseMiddleware
from aiogram.methods import SendDocument
from aiogram.types import TelegramObject

from bot.frame.ways import Change
from bot.screens.premium.changes import command
from core.events import SetMode
from core.values import Mode, Plan, Renewal, Role, State
from tests.bot.recording import Human
from tests.bot.shop import Shop
from tests.bot.ways import shown, spaced

ADMINISTRATOR, MANAGER, FINANCE, EMPLOYEE = Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE, Role.EMPLOYEE
MOST, MOST_TO_SPEND = 3, 4


# -- how the shop stands before ----------------------------------------------------------------------------------------


def with_points(shop: Shop) -> None:
    """Money, points of both programmes, and a charge that they can pay."""
    shop.earns(1_000_000)
    shop.bonus(100_000)
    shop.redeems(hold_days=0)
    shop.later(seconds=1)
    shop.billed("ads", 70_000)


def invited(shop: Shop) -> None:
    shop.qualifies()


def invited_with_a_manager(shop: Shop) -> None:
    shop.qualifies()
    shop.member(MANAGER, "Maria")


def invited_while_points_expire(shop: Shop) -> None:
    """Home has something more pressing on top than the invitation."""
    shop.bonus(100_000)
    shop.later(days=360)
    shop.qualifies()


def asked(shop: Shop) -> None:
    shop.qualifies()
    emil = shop.member(EMPLOYEE, "Emil")
    shop.ports.team.ask_approval(shop.seller, emil.user.id, shop.clock.at)


def _changes(shop: Shop, change: Change) -> None:
    shop.take(command(change, id=f"x{change}", at=shop.clock.at, seller=shop.seller, by=MANAGER))


def on_premium(shop: Shop) -> None:
    shop.qualifies()
    shop.earns(1_000_000)
    _changes(shop, Change.PREMIUM)


def paying_for_premium(shop: Shop) -> None:
    on_premium(shop)
    shop.later(days=31)


def in_grace(shop: Shop) -> None:
    shop.qualifies()
    _changes(shop, Change.PREMIUM)
    shop.later(days=31)


def cancelled(shop: Shop) -> None:
    on_premium(shop)
    _changes(shop, Change.CANCEL)


def cancelled_while_points_expire(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.later(days=355)
    cancelled(shop)
    shop.later(days=3)


def with_charges(shop: Shop) -> None:
    shop.billed("ads", 90_050)
    shop.later(days=1)


def advertising_drains_logistics(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 240_000)
    shop.billed("logistics", 150_000)
    shop.later(days=1)
    shop.take(
        SetMode(id="auto", at=shop.clock.at, seller=shop.seller, by=MANAGER, service="ads", mode=Mode.AUTO)
    )  # fmt: skip


def as_it_is(shop: Shop) -> None:
    pass


# -- what is true afterwards -------------------------------------------------------------------------------------------


def _tries_premium(shop: Shop) -> bool:
    return shop.state() is State.TRIAL and shop.plan() is Plan.PREMIUM


def _renewal(wanted: Renewal) -> Callable[[Shop], bool]:
    return lambda shop: shop.account.subscription.renewal is wanted


def _file(name: str) -> Callable[[Shop], bool]:
    return lambda shop: [call.document.filename for call in shop.session.of(SendDocument)] == [name]


def _left(bonuses: int) -> Callable[[Shop], bool]:
    return lambda shop: shop.account.balances["bonus"].available == bonuses


def _anything(shop: Shop) -> bool:
    """Nothing is to change; the screen says it all."""
    return True


class Job(NamedTuple):
    """One row: `sees` is on the screen after the last tap, and `holds` is true of the shop then."""

    job: str
    role: Role
    before: Callable[[Shop], None]
    taps: tuple[str, ...]
    sees: str
    holds: Callable[[Shop], bool] = _anything
    most: int = MOST


PREMIUM, PAYING, EXPORT = "Plan and Premium", "Service payment", "Save to a file"
JOBS = [
    Job("see the balance and what expires first", FINANCE, with_points, (), "Next expiry: 1,000 points", most=0),
    Job("see all that expires", FINANCE, with_points, ("Points", "What expires"), "March 2027: 1,000 points"),
    Job("see why the last movement happened", FINANCE, with_points, ("History", "1"), "less what points paid"),
    Job("dispute a movement", FINANCE, with_points, ("History", "1", "Dispute"), "support"),
    Job("export this month", FINANCE, with_points, ("History", EXPORT, "March 2026 · XLSX"), "6 lines. March 2026",
        _file("statement-2026-03.xlsx")),
    Job("export everything", FINANCE, with_points, ("History", EXPORT, "CSV"), "6 lines. March 2, 2026",
        _file("history-2026-03-02-2026-03-02.csv")),
    Job("connect Premium", MANAGER, invited, ("See the invitation", "Connect Premium", "Start the trial"),
        "nothing was charged", _tries_premium),
    Job("connect Premium, points pressing", MANAGER, invited_while_points_expire,
        (PREMIUM, "Try Premium", "Start the trial"), "nothing was charged", _tries_premium),
    Job("keep a cancelled Premium", MANAGER, cancelled, ("Keep the subscription", "Yes, turn it on"),
        "Premium renews by itself", _renewal(Renewal.RENEW)),
    Job("keep it, points pressing", MANAGER, cancelled_while_points_expire,
        (PREMIUM, "Turn renewal on", "Yes, turn it on"), "Premium renews by itself", _renewal(Renewal.RENEW)),
    Job("cancel Premium", MANAGER, paying_for_premium, (PREMIUM, "Turn the subscription off", "Yes, turn it off"),
        "nothing more will be charged", _renewal(Renewal.STOP)),
    Job("switch to Lite", MANAGER, paying_for_premium, (PREMIUM, "Switch to Premium Lite", "Yes, switch"),
        "Premium Lite", _renewal(Renewal.LITE)),
    Job("learn how to top up in grace", FINANCE, in_grace, ("How to top up",), "Missing now: <b>4,990.00 ₽</b>"),
    Job("spend points", FINANCE, with_points, ("Points", "Spend points", "Seller bonuses · advertising", "Spend"),
        "700 points", _left(30_000), MOST_TO_SPEND),
    Job("have a service paid automatically", MANAGER, as_it_is, (PAYING, "Advertising", "Pay automatically"),
        "Points pay for this service automatically", lambda shop: shop.account.mode("ads") is Mode.AUTO),
    Job("set a daily limit", MANAGER, with_charges, (PAYING, "Advertising", "Limit: 901 points a day"),
        "Your limit: 901 points a day", lambda shop: shop.account.own_limit("ads") == 90_100),
    Job("set the reserve that is needed", MANAGER, advertising_drains_logistics, (PAYING, "Set a reserve", "Set 500"),
        "500 points in reserve", lambda shop: shop.account.reserved_for_others("bonus", "ads") == 50_000),
    Job("read this month's report", FINANCE, with_points, ("Reports",), "March 2026"),
    Job("ask a manager", EMPLOYEE, invited_with_a_manager, ("See the invitation", "Ask a manager"), "You asked",
        lambda shop: shop.ports.team.open_approval(shop.seller) is not None),
    Job("approve a request", MANAGER, asked, ("Answer the request", "Approve", "Start the trial"),
        "nothing was charged", _tries_premium),
    Job("invite a colleague", ADMINISTRATOR, as_it_is, ("Team", "Invite", "Employee"), "https://t.me/"),
    Job("change the language", EMPLOYEE, as_it_is, ("Settings", "Language", "Русский"), "Настройки"),
]  # fmt: skip


class Counter(BaseMiddleware):
    """Counts what comes from people, kind by kind, before anything of the chat sees it."""

    def __init__(self) -> None:
        self.taps = self.messages = 0

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        update: Any = event
        self.taps += update.callback_query is not None
        self.messages += update.message is not None
        return await handler(event, data)


def _as_it_stands(human: Human, label: str) -> str:
    """The words of the first button that begins so, with the spaces that never break."""
    return next((words for words in human.labels if spaced(words).startswith(label)), label)


def counting(shop: Shop) -> Counter:
    counter = Counter()
    shop.dispatcher.update.outer_middleware(counter)
    return counter


@pytest.mark.parametrize("job", JOBS, ids=[job.job.replace(" ", "-") for job in JOBS])
async def test_a_job_is_done_from_home_in_the_taps_it_may_take(shop: Shop, job: Job) -> None:
    job.before(shop)
    human = shop.member(job.role)
    await human.write("/start")
    counter = counting(shop)
    for label in job.taps:
        await human.tap(_as_it_stands(human, label))
    assert (job.sees in shown(human), job.holds(shop), counter.messages) == (True, True, 0), shown(human)
    assert counter.taps <= job.most


async def test_a_request_is_approved_from_its_notice_in_two_taps(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.qualifies()
    await shop.notifier().deliver()  # the invitation, before the request, which would go first
    asked(shop)
    await shop.notifier().deliver()
    assert "Emil asks to connect Premium" in anna.text
    counter = counting(shop)
    await anna.tap("Approve")
    await anna.tap("Start the trial")
    assert (counter.taps, counter.messages, _tries_premium(shop)) == (2, 0, True)


def test_no_job_that_moves_money_or_points_is_a_single_tap() -> None:
    """Fewer taps never at the price of the confirmation."""
    moves = [job for job in JOBS if job.holds is _tries_premium or job.most is MOST_TO_SPEND]
    assert len(moves) >= 4
    assert all(len(job.taps) >= 3 for job in moves)
