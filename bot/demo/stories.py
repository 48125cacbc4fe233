"""Stories that the page plays with one tap: a renewal fails, points expire, a manager approves.

Problem: what is worth seeing takes weeks of the programme's time and several people, and the demo may stand anywhere.
Decision: a story first brings the shop to where it can begin, then lets happen what happens in life: facts as feed
lines, the clock by the desk, taps in the chats of the people. It never writes a row and never computes a rule: it reads
the account to know what to do next, and what it tells at the end is read there too.
Limit: a story that cannot be played says why. What it prepared until then has happened, as in life.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from bot.demo.facts import CannotPlay, Facts
from bot.demo.hours import Hours
from bot.demo.market import CAMPAIGN, CATEGORY
from bot.demo.own_shop import OwnShop
from bot.demo.phones import Found, Member, Phones
from core.account import Account
from core.decide import allowed
from core.events import Spend
from core.fees import coming_fee
from core.notices.truth import LEAST_TO_TELL
from core.points.accrual import version_for
from core.policy import Policy
from core.refusals import Outcome
from core.values import (
    HOUR,
    MAX_AMOUNT,
    MINUTE,
    Amount,
    Instant,
    Invitation,
    Mode,
    Plan,
    Renewal,
    Role,
    State,
    format_amount,
    format_instant,
)
from storage.ledger.ledger import Ledger
from storage.people.keys import ShopKeys
from storage.people.team import Team

DAY: Final = 24 * HOUR
ORDERS: Final = 3
UNITS: Final = 20
ORDER: Final = {"price": "7000.00", "discount": "0.15", "quantity": UNITS}
MOST_EXPIRIES: Final = 4
ADS_BILLS: Final = 4
WORTH_DRAINING: Final[Amount] = 50_000
GIFT: Final = "3000.00"


@dataclass(frozen=True, slots=True)
class Told:
    """What a story did: the key of a text, its values (amounts, instants and names as they are), whom to look at."""

    key: str
    people: tuple[Member, ...]
    values: Mapping[str, Any] = field(default_factory=dict)


class Stage:
    """One shop with everything a story may do to it."""

    def __init__(
        self,
        seller: str,
        ledger: Ledger,
        team: Team,
        facts: Facts,
        hours: Hours,
        phones: Phones,
        own: OwnShop | None = None,
    ) -> None:
        self.seller = seller
        self.own = own
        self.team = team
        self.hours = hours
        self.phones = phones
        self._ledger = ledger
        self._facts = facts

    @property
    def policy(self) -> Policy:
        """The policy with the prices in force."""
        return self._ledger.policy

    def look(self) -> Account | None:
        """The shop as it is now; reads the database."""
        return self._ledger.look(self.seller)

    async def account(self) -> Account:
        """The shop as it is now; a shop that cannot be played with is a `CannotPlay`."""
        account = await asyncio.to_thread(self.look)
        if account is None:
            raise CannotPlay("desk-no-shop")
        if account.parked:
            raise CannotPlay("desk-parked")
        return account

    async def cast(self, *roles: Role) -> tuple[Member, ...]:
        """The members of these roles who are here, in the order of the roles."""
        here = await asyncio.to_thread(self.phones.members, self.seller)
        return tuple(member for role in roles for member in here if member.role is role)

    async def watchers(self) -> tuple[Member, ...]:
        """Who is told about money and points."""
        return await self.cast(*(role for role in Role if allowed(Spend, role)))

    async def happens(self, type_: str, **fields: Any) -> Outcome:
        """A fact or a command of this shop, which must be done."""
        outcome = await asyncio.to_thread(self._facts.take, self.hours.now(), type_, self.seller, **fields)
        if not outcome.is_done:
            raise CannotPlay("desk-story-refused", outcome=outcome)
        return outcome

    async def decided(self, command: str, **fields: Any) -> None:
        """A command in a manager's name."""
        await self.happens(f"command.{command}", by=Role.MANAGER.value, **fields)

    async def announced(self, type_: str, **fields: Any) -> None:
        """A fact that concerns every shop."""
        await asyncio.to_thread(self._facts.take, self.hours.now(), type_, None, **fields)

    async def comes_in(self, missing: Amount) -> None:
        """Money comes into the wallet, if any is missing."""
        if missing > 0:
            await self.happens("wallet.credited", amount=format_amount(missing))

    async def wallet_emptied(self) -> None:
        """Everything in the wallet is paid out."""
        while (wallet := (await self.account()).wallet) > 0:
            await self.happens("wallet.debited", amount=format_amount(min(wallet, MAX_AMOUNT)))

    async def orders_earn(self) -> None:
        """Orders of this shop earn points: it takes part, and the campaign is running."""
        account, now = await self.account(), self.hours.now()
        for programme, balance in account.balances.items():
            if balance.opted_out:
                await self.decided("opt_in", programme=programme)
        terms = version_for(self._ledger.world.versions(CAMPAIGN), now)
        if terms is None or not terms.starts_at <= now < terms.ends_at:
            await self.announced(
                "campaign.upserted",
                campaign=CAMPAIGN,
                starts_at=format_instant(now),
                ends_at=format_instant(now + 365 * DAY),
                coefficient="0.05",
            )

    async def sold(self) -> str:
        """One good order is redeemed; returns its line."""
        await self.happens("order.redeemed", campaign=CAMPAIGN, category=CATEGORY, **ORDER)
        return self._facts.lines_of(self.seller)[0]

    async def tap(self, member: Member, key: str, after: int = 0) -> Found:
        """A person presses the button with these words as soon as it is there, in a message newer than `after`."""
        return await self._pressed(member, await self.phones.see(member, key, after))

    async def confirm(self, member: Member, after: int) -> Found:
        """A person presses what confirms, as soon as it is there."""
        return await self._pressed(member, await self.phones.see_confirming(member, after))

    async def _pressed(self, member: Member, button: Found | None) -> Found:
        if button is None:
            raise CannotPlay("desk-no-answer", name=member.name)
        await self.phones.press(member, button)
        return button

    async def happened(self, member: Member, look: Callable[[], bool]) -> None:
        """Wait for what the person's press must bring about."""
        if not await self.phones.until(member, look):
            raise CannotPlay("desk-no-answer", name=member.name)


Story = Callable[[Stage], Awaitable[Told]]


# -- a renewal fails ---------------------------------------------------------------------------------------------------


async def renewal_fails(stage: Stage) -> Told:
    """The charge of the next period finds an empty wallet (RULES 4.7)."""
    await _subscribed(stage)
    account = await stage.account()
    due = account.subscription.period_end
    assert due is not None
    if stage.hours.now() < due - 4 * DAY:
        await stage.hours.move_to(due - 4 * DAY)
    await stage.wallet_emptied()
    await stage.hours.move_to(max(stage.hours.now(), due - MINUTE))
    await stage.wallet_emptied()  # sales came in meanwhile
    await stage.hours.move_to(due)
    account = await stage.account()
    if account.subscription.state is not State.GRACE:
        raise CannotPlay("desk-interrupted")
    price = _next_price(account, stage.policy)
    until = account.subscription.grace_until
    return Told("desk-told-renewal-fails", await stage.watchers(), {"price": price, "until": until})


async def _subscribed(stage: Stage) -> None:
    """The shop has a subscription that will renew."""
    account = await stage.account()
    subscription = account.subscription
    if subscription.state is State.INACTIVE:
        await _invited(stage)
        await _can_pay(stage, Plan.PREMIUM)
        await stage.decided("connect", plan=Plan.PREMIUM.value)
    elif subscription.state is State.GRACE:
        await stage.comes_in(max(1, _next_price(account, stage.policy) - account.wallet))
    elif subscription.renewal is Renewal.STOP:
        if subscription.plan is Plan.PREMIUM and not subscription.eligible:
            await stage.happens("eligibility.changed", eligible=True)
        await stage.decided("resume")


def _next_price(account: Account, policy: Policy) -> Amount:
    coming = coming_fee(account, policy)
    assert coming is not None, "the shop is connected"
    return coming[1]


async def _invited(stage: Stage) -> None:
    """Premium's invitation is open."""
    if (await stage.account()).subscription.invitation is not Invitation.OPEN:
        await stage.happens("eligibility.changed", eligible=True)


async def _can_pay(stage: Stage, plan: Plan) -> None:
    account = await stage.account()
    await stage.comes_in(stage.policy.price(plan, stage.hours.now()) - account.wallet)


# -- points expire next week -------------------------------------------------------------------------------------------


async def points_expire(stage: Stage) -> Told:
    """The clock goes to the reminder a week before points expire (RULES 12)."""
    reminders = stage.policy.reminders
    if not reminders.points_expiring:
        raise CannotPlay("desk-no-reminder")
    days = min(reminders.points_expiring, key=lambda day: abs(day - 7))
    for _ in range(MOST_EXPIRIES):
        found = _next_expiry(await stage.account(), stage.policy, days, stage.hours.now())
        if found is None:
            await stage.orders_earn()
            await stage.sold()
            account = await stage.account()
            credited = max((at for at, _ in account.held.in_order()), default=stage.hours.now())
            await stage.hours.move_to(credited)
            continue
        programme, told_at, expires_at = found
        await stage.hours.move_to(told_at)
        left = _expiring(await stage.account(), stage.policy, days, told_at - 1).get((told_at, programme, expires_at))
        if left is not None:  # else they were spent on the way
            values = {"programme": programme, "points": left, "until": expires_at}
            return Told("desk-told-points-expire", await stage.watchers(), values)
    raise CannotPlay("desk-interrupted")


def _expiring(
    account: Account, policy: Policy, days: int, after: Instant
) -> dict[tuple[Instant, str, Instant], Amount]:
    """(when people are reminded, programme, expiry) → points, for reminders still ahead and worth telling."""
    sums: dict[tuple[Instant, str, Instant], Amount] = {}
    for programme, lots in account.lots.items():
        for lot in lots.open:
            day = policy.calendar.date(lot.expires_at) - timedelta(days=days)
            told_at = policy.calendar.at_hour(day, policy.reminders.hour)
            if told_at > after:
                key = (told_at, programme, lot.expires_at)
                sums[key] = sums.get(key, 0) + lot.amount
    return {key: amount for key, amount in sums.items() if amount >= LEAST_TO_TELL}


def _next_expiry(account: Account, policy: Policy, days: int, now: Instant) -> tuple[str, Instant, Instant] | None:
    soonest = min(_expiring(account, policy, days, now), default=None)
    return None if soonest is None else (soonest[1], soonest[0], soonest[2])


# -- an invitation, a question, an approval ----------------------------------------------------------------------------


async def employee_asks(stage: Stage) -> Told:
    """An invitation arrives; an employee, who may not accept it, asks a manager (RULES 5.5)."""
    employees = await stage.cast(Role.EMPLOYEE)
    if not employees:
        raise CannotPlay("desk-no-employee")
    managers = await stage.cast(Role.MANAGER, Role.ADMINISTRATOR)
    if not managers:
        raise CannotPlay("desk-no-manager")
    employee = employees[0]
    newest = stage.phones.newest(employee)
    await _invitation_arrives(stage)
    await stage.hours.beat()
    invitation = await stage.tap(employee, "button-invitation", after=newest)
    await stage.tap(employee, "button-ask-manager", after=invitation.message_id)
    await stage.happened(employee, lambda: stage.team.open_approval(stage.seller) is not None)
    await stage.hours.beat()
    return Told("desk-told-employee-asks", (employee, *managers), {"name": employee.name})


async def _invitation_arrives(stage: Stage) -> None:
    """A new invitation, whatever stood there; Premium that is connected ends first."""
    subscription = (await stage.account()).subscription
    if subscription.plan is Plan.PREMIUM:
        await stage.decided("cancel")
        subscription = (await stage.account()).subscription
        if subscription.plan is Plan.PREMIUM:
            assert subscription.period_end is not None
            await stage.hours.move_to(subscription.period_end)
        if (await stage.account()).subscription.invitation is Invitation.OPEN:
            return  # it opened again by itself (RULES 5.2)
    elif subscription.invitation is Invitation.OPEN:
        await stage.happens("eligibility.changed", eligible=False)
    await stage.happens("eligibility.changed", eligible=True)


async def manager_approves(stage: Stage) -> Told:
    """A manager approves what an employee asked for, and confirms (RULES 5.5, 4.1)."""
    managers = await stage.cast(Role.MANAGER, Role.ADMINISTRATOR)
    if not managers:
        raise CannotPlay("desk-no-manager")
    manager = managers[0]
    request = await asyncio.to_thread(stage.team.open_approval, stage.seller)
    if request is None or stage.phones.button(manager, "button-approve") is None:
        await employee_asks(stage)
        request = await asyncio.to_thread(stage.team.open_approval, stage.seller)
    await _can_pay(stage, Plan.PREMIUM)
    approve = await stage.tap(manager, "button-approve")
    await stage.confirm(manager, after=approve.message_id)
    await stage.happened(manager, lambda: _is_on_premium(stage))
    await stage.hours.beat()
    employees = [one for one in await stage.cast(Role.EMPLOYEE) if request and one.telegram_id == request.asked_by]
    return Told("desk-told-manager-approves", (manager, *employees), {"name": manager.name})


def _is_on_premium(stage: Stage) -> bool:
    account = stage.look()
    return account is not None and account.subscription.plan is Plan.PREMIUM


# -- orders come back --------------------------------------------------------------------------------------------------


async def orders_return(stage: Stage) -> Told:
    """Good orders are redeemed, and most of them come back (RULES 8.6, 12)."""
    await stage.orders_earn()
    lines = [await stage.sold() for _ in range(ORDERS)]
    before = _adjusted(await stage.account())
    await stage.hours.move_to(stage.hours.now() + HOUR)
    for line, units in zip(lines, (UNITS, UNITS, 1), strict=True):
        await stage.happens("order.returned", line=line, quantity=units)
    taken = _adjusted(await stage.account()) - before
    calendar, hour = stage.policy.calendar, stage.policy.reminders.hour
    today = calendar.date(stage.hours.now())
    days = [calendar.at_hour(today + timedelta(days=ahead), hour) for ahead in range(9)]
    ahead = [at for at in days if at > stage.hours.now()]
    # The digest comes at the next such hour, the week's warning on Monday's.
    await stage.hours.move_to(next(at for at in ahead if calendar.date(at).weekday() == 0))
    return Told("desk-told-orders-return", await stage.watchers(), {"count": ORDERS, "points": taken})


def _adjusted(account: Account) -> Amount:
    return sum(balance.adjusted for balance in account.balances.values())


# -- advertising drains the points -------------------------------------------------------------------------------------


async def ads_drain(stage: Stage) -> Told:
    """Bills of advertising, paid by points automatically, until nothing is left for it (RULES 9.1, 9.4)."""
    account = await stage.account()
    payers = [name for name, terms in stage.policy.programmes.items() if terms.services.get("ads") == "always"]
    if not payers:
        raise CannotPlay("desk-no-programme")
    if account.mode("ads") is not Mode.AUTO:
        await stage.decided("set_mode", mode=Mode.AUTO.value, service="ads")
    if _for_ads(account, payers) < WORTH_DRAINING:
        gift = payers[-1]
        if account.balances[gift].opted_out:
            await stage.decided("opt_in", programme=gift)
        await stage.happens("bonus.granted", programme=gift, amount=GIFT, reason="promotion")
    account = await stage.account()
    before = _available(account, payers)
    bill = _for_ads(account, payers) // (ADS_BILLS - 1) // 100 * 100 + 100
    for _ in range(ADS_BILLS):
        await stage.happens("service.charged", service="ads", amount=format_amount(bill))
        await stage.hours.move_to(stage.hours.now() + HOUR)
    left = _available(await stage.account(), payers)
    watchers = await stage.watchers()
    for member in watchers:
        await stage.phones.write(member, "/points")
    values = {"count": ADS_BILLS, "spent": before - left, "left": left}
    return Told("desk-told-ads-drain", watchers, values)


async def own_shop(stage: Stage) -> Told:
    """Somebody without a shop connects one of their own by key."""
    await stage.account()
    if stage.own is None:
        raise CannotPlay("desk-no-ozon")
    newcomer = await asyncio.to_thread(stage.phones.newcomer)
    if newcomer is None:
        raise CannotPlay("desk-no-newcomer")
    after = stage.phones.newest(newcomer)
    await stage.phones.write(newcomer, "/start")
    await stage.tap(newcomer, "button-source-begin", after)
    await stage.tap(newcomer, "button-source-give", after)
    # The button that led there is gone when the window that waits for the key is shown.
    await stage.happened(newcomer, lambda: stage.phones.button(newcomer, "button-source-give", after) is None)
    await stage.phones.write(newcomer, f"{stage.own.client_id} {stage.own.api_key}")
    await stage.happened(newcomer, lambda: bool(stage.team.memberships(newcomer.telegram_id)))
    values = {"name": newcomer.name, "client": stage.own.client_id, "secret": stage.own.api_key}
    return Told("desk-told-own-shop", (newcomer,), values)


async def ozon_corrects(stage: Stage) -> Told:
    """The marketplace changes yesterday of the shop that was connected by key, and it is read again."""
    await stage.account()
    if stage.own is None:
        raise CannotPlay("desk-no-ozon")
    keys = ShopKeys(stage.team.database)
    key = next(iter(await asyncio.to_thread(keys.every)), None)
    if key is None or key.read_at is None:
        raise CannotPlay("desk-no-own-shop")
    now = stage.hours.now()
    yesterday = stage.policy.calendar.date(now) - timedelta(days=1)
    before, after = stage.own.correct(yesterday)
    here = await asyncio.to_thread(stage.phones.members, key.seller)
    watcher = next(iter(here), None)
    await asyncio.to_thread(keys.read_soon, key.seller, now, None if watcher is None else watcher.telegram_id)
    stage.own.read_soon()
    values = {"day": f"{yesterday:%d.%m.%Y}", "before": format_amount(before), "after": format_amount(after)}
    return Told("desk-told-ozon-corrects", tuple(here), values)


def _for_ads(account: Account, programmes: Iterable[str]) -> Amount:
    return sum(
        max(0, account.balances[name].available - account.reserved_for_others(name, "ads")) for name in programmes
    )


def _available(account: Account, programmes: Iterable[str]) -> Amount:
    return sum(account.balances[name].available for name in programmes)


STORIES: Final[Mapping[str, Story]] = {
    "renewal_fails": renewal_fails,
    "points_expire": points_expire,
    "employee_asks": employee_asks,
    "manager_approves": manager_approves,
    "orders_return": orders_return,
    "ads_drain": ads_drain,
    "own_shop": own_shop,
    "ozon_corrects": ozon_corrects,
}
