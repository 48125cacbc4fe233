"""A year of one seller, printed in seconds: `python -m bot demo`.

Problem: what the programme does shows over months, and nobody waits months to see it.
Decision: a script of what people and the marketplace do in a year is given to the real ledger on a throw-away database;
its clock stops at every due instant, and what the shop's manager would read in the chat is printed with the bot's own
texts. Nothing here computes a point or a price.
Limit: no chat is involved, so buttons are only named; a message of a kind that was seen before is printed shorter.
The sums at the end are those of the account, and `verify` has the last word on them.
"""

import re
from collections import Counter
from datetime import date
from html import unescape
from itertools import count
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.texts import Texts
from bot.texts.format import Reader
from bot.texts.notices import notice_text
from core.account import Account
from core.events import (
    BonusGranted,
    CampaignUpserted,
    Connect,
    EligibilityChanged,
    Event,
    OrderRedeemed,
    OrderReturned,
    RatingUpdated,
    SellerRegistered,
    ServiceCharged,
    SetMode,
    Spend,
    SwitchToLite,
    WalletCredited,
    WalletDebited,
)
from core.explain import product
from core.policy import default_policy
from core.values import (
    MINUTE,
    RATE_ONE,
    Amount,
    Instant,
    Mode,
    Plan,
    Rate,
    Role,
    State,
    parse_amount,
    parse_instant,
    parse_rate,
)
from storage.books.books import Books
from storage.books.state import notices
from storage.books.verify import verify_all
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.rows.database import Database

YEAR: Final = 2026
SELLER: Final = "rowan"
SHOP: Final = "Rowan"
CAMPAIGN: Final = "all-year"
HOLD_DAYS: Final = 14
WIDEST: Final = 100
SHOWN_LONG: Final = 3
COEFFICIENTS: Final = {"tea": parse_rate("0.05"), "cups": parse_rate("0.07"), "kettles": parse_rate("0.06")}


def print_year(console: Console, language: str = "en") -> None:
    """Print the year. `language` is one of `LOCALES`; on anything but a terminal it is plain text."""
    database = Database("sqlite://")
    try:
        database.upgrade()
        year = _Year(console, language, database)
        _first_quarter(year)
        _second_quarter(year)
        _on_lite(year)
        year.finish()
    finally:
        database.close()


# -- the script --------------------------------------------------------------------------------------------------------


def _first_quarter(year: "_Year") -> None:
    """Invited, a trial, the first points, the first charge, the first points spent."""
    year.open()
    year.verified("02-02T11:00")
    year.connect_trial("02-03T12:00")
    year.order("02-10T13:00", "tea", "7000.00", "0.10", 20)
    cups = year.order("02-10T14:00", "cups", "7000.00", "0.20", 12)
    year.order("02-10T15:00", "kettles", "7000.00", "0.15", 30)
    year.returned("02-12T10:00", cups, 2)
    year.sales("02-25T12:00", year.premium + 200_000)
    year.charged("03-10T09:00", "logistics", "1200.00")
    year.charged("03-10T09:01", "ads", "900.00")
    year.spend("03-10T12:00", "logistics", "1200.00")
    year.orders("03-20T12:00", 12)


def _second_quarter(year: "_Year") -> None:
    """A renewal that fails, reminders, recovery; a rating that dips; the way to Lite; points that expire."""
    late = year.order("03-27T12:00", "cups", "5000.00", "0.20", 6)
    year.paid_out("03-30T12:00", leave=120_000)
    year.topped_up("04-14T16:00", year.premium - 120_000 + 150_000)
    year.rating("04-20T09:00", "4.49")
    year.returned("04-24T12:00", late, 1)
    year.rating("04-28T09:00", "4.6")
    year.sales("04-29T12:00", year.premium)
    year.switch_to_lite("05-18T18:00")
    year.sales("05-29T12:00", 3 * year.lite)
    year.charged("06-25T09:00", "ads", "1500.00")
    year.spend("06-25T12:00", "ads", "1500.00")


def _on_lite(year: "_Year") -> None:
    """The rest of the year in passing: points pay the bills by themselves."""
    year.pay_automatically("07-06T12:00")
    for month in (7, 8, 9, 10, 11, 12):
        if month == 8:
            year.granted("08-03T11:00", "1000.00")
        year.orders(f"{month:02}-14T12:00", 6 + month)
        year.sales(f"{month:02}-28T08:00", year.lite + 150_000)
        year.charged(f"{month:02}-29T09:00", "commission", "1400.00")
        year.charged(f"{month:02}-29T09:01", "logistics", "800.00")


# -- who does what -----------------------------------------------------------------------------------------------------


class _Year:
    """The ledger of one seller, its clock, and the paper. Times are the programme's: month, day, hour and minute."""

    def __init__(self, console: Console, language: str, database: Database) -> None:
        self.policy = default_policy()
        self.premium = self.policy.plans.premium.price
        self.lite = self.policy.plans.lite.price
        self._database = database
        self._ledger = Ledger(database, self.policy)
        self._due_work = DueWork(self._ledger)
        self._texts = Texts()
        self._reader = Reader(language, self.policy.timezone, currency=self.policy.currency)
        self._paper = _Paper(console)
        self._ids = count(1)
        self._start = self._now = self._instant("02-01T10:00")
        self._end = self._instant("02-01T00:00", YEAR + 1)
        self._day: date | None = None
        self._told = 0
        self._seen: Counter[str] = Counter()
        self._points: dict[str, tuple[Amount, int]] = {}
        self._billed: Amount = 0

    # The marketplace

    def open(self) -> None:
        """The shop appears; a campaign runs all year."""
        start, end = self._reader.date(self._start), self._reader.date(self._end - 1)
        self._paper.heading(self._text("demo-title", shop=SHOP), self._text("demo-about", start=start, end=end))
        sales = 180_000
        self._take(SellerRegistered(self._id(), self._now, SELLER, name=SHOP))
        self._take(WalletCredited(self._id(), self._now, SELLER, amount=sales))
        self._fact("demo-registered", amount=self._reader.money(sales))
        campaign = CampaignUpserted(
            self._id(), self._now, campaign=CAMPAIGN, starts_at=self._start, ends_at=self._end,
            coefficient=COEFFICIENTS["tea"], coefficients=COEFFICIENTS, hold_days=HOLD_DAYS,
        )  # fmt: skip
        self._take(campaign)
        self._fact("demo-campaign", days=self._reader.days(HOLD_DAYS))
        self.rating("02-01T11:00", "4.7")

    def verified(self, when: str) -> None:
        """The marketplace's check says yes."""
        self._go(self._instant(when))
        self._take(EligibilityChanged(self._id(), self._now, SELLER, eligible=True))
        self._fact("demo-verified")

    def rating(self, when: str, rating: str) -> None:
        """The day's average rating."""
        self._go(self._instant(when))
        value = parse_rate(rating)
        self._take(RatingUpdated(self._id(), self._now, SELLER, rating=value))
        self._fact("demo-rating", rating=self._reader.rate(value))

    def order(self, when: str, category: str, price: str, discount: str, quantity: int) -> str:
        """One redeemed order with its arithmetic; returns its line."""
        self._go(self._instant(when))
        line = self._redeem(category, parse_amount(price), parse_rate(discount), quantity)
        redeemed = self._account().lines[line]
        self._points[line] = (redeemed.points, redeemed.quantity)
        arithmetic = product(redeemed.price, redeemed.discount, redeemed.quantity, redeemed.coefficient)
        self._fact("demo-order", formula=arithmetic)
        return line

    def orders(self, when: str, number: int) -> None:
        """Some redeemed orders, told as a sum."""
        self._go(self._instant(when))
        before = self._account().balances[self.policy.accruing].accrued
        for each in range(number):
            category = tuple(COEFFICIENTS)[each % len(COEFFICIENTS)]
            self._redeem(category, 250_000 + 35_000 * each, RATE_ONE // 10, 1 + each % 4)
        points = self._account().balances[self.policy.accruing].accrued - before
        self._fact("demo-orders", count=number, points=self._reader.points(points))

    def _redeem(self, category: str, price: Amount, discount: Rate, quantity: int) -> str:
        line = f"line-{self._id()}"
        redeemed = OrderRedeemed(
            self._id(), self._now, SELLER, line=line, campaign=CAMPAIGN, category=category,
            price=price, discount=discount, quantity=quantity,
        )  # fmt: skip
        self._take(redeemed)
        return line

    def returned(self, when: str, line: str, units: int) -> None:
        """Some units of an order come back."""
        self._go(self._instant(when))
        adjusted = self._account().balances[self.policy.accruing].adjusted
        self._take(OrderReturned(self._id(), self._now, SELLER, line=line, quantity=units))
        before, quantity = self._points[line]
        after = before - (self._account().balances[self.policy.accruing].adjusted - adjusted)
        shown = {"before": self._reader.points(before), "after": self._reader.points(after)}
        self._fact("demo-returned", units=self._reader.number(units), quantity=self._reader.number(quantity), **shown)

    def sales(self, when: str, amount: Amount) -> None:
        """The money of sales comes into the wallet."""
        self._go(self._instant(when))
        self._credit("demo-sales", amount)

    def topped_up(self, when: str, amount: Amount) -> None:
        """The seller's own money comes into the wallet."""
        self._go(self._instant(when))
        self._credit("demo-topped-up", amount)

    def _credit(self, key: str, amount: Amount) -> None:
        wallet = self._reader.money(self._account().wallet + amount)
        self._take(WalletCredited(self._id(), self._now, SELLER, amount=amount))
        self._fact(key, amount=self._reader.money(amount), wallet=wallet)

    def paid_out(self, when: str, leave: Amount) -> None:
        """The marketplace pays out all but `leave`."""
        self._go(self._instant(when))
        amount = self._account().wallet - leave
        self._take(WalletDebited(self._id(), self._now, SELLER, amount=amount))
        self._fact("demo-paid-out", amount=self._reader.money(amount), wallet=self._reader.money(leave))

    def charged(self, when: str, service: str, amount: str) -> None:
        """A service is billed."""
        self._go(self._instant(when))
        billed = parse_amount(amount)
        before = self._spent()
        self._take(ServiceCharged(self._id(), self._now, SELLER, charge=self._id(), service=service, amount=billed))
        points = self._spent() - before
        self._billed += billed
        self._fact(
            "demo-charged",
            service=self._texts.name(self._reader.locale, "service", service),
            amount=self._reader.money(billed),
            points=self._reader.points(points),
            money=self._reader.money(billed - points),
        )

    def granted(self, when: str, amount: str) -> None:
        """The marketplace grants bonus points."""
        self._go(self._instant(when))
        given = parse_amount(amount)
        self._take(
            BonusGranted(self._id(), self._now, SELLER, grant="loyalty", programme="bonus", amount=given, reason="-")
        )
        self._fact("demo-granted", amount=self._reader.points(given))

    # The shop's manager

    def connect_trial(self, when: str) -> None:
        """Invitation → the confirmation with price and date (RULES 4.1) → the trial."""
        self._go(self._instant(when))
        command = Connect(self._id(), self._now, SELLER, plan=Plan.PREMIUM, by=Role.MANAGER)
        plan = self._text("plan-premium")
        self._tap(self._text("button-invitation"), self._text("button-connect-trial", plan=plan))
        after = self._ledger.preview(command, self._now).after
        assert after is not None
        self._paper.said(
            self._text(
                "connect-trial",
                plan=plan,
                days=self.policy.trial.days,
                next=self._reader.money(self.premium),
                at=self._reader.moment(after.subscription.period_end or 0),
            )
        )
        self._tap(self._text("button-confirm-trial"))
        self._take(command)
        self._tell()

    def spend(self, when: str, service: str, amount: str) -> None:
        """Programme → service → amount → confirm."""
        self._go(self._instant(when))
        points = parse_amount(amount)
        shown = self._reader.points(points)
        names = {
            "programme": self._texts.name(self._reader.locale, "programme", self.policy.accruing),
            "service": self._texts.name(self._reader.locale, "service", service),
        }
        self._tap(self._text("button-points"), self._text("button-spend"), *names.values())
        self._tap(self._text("button-spend-largest", points=shown))
        left = self._reader.points(self._account().balances[self.policy.accruing].available - points)
        money = self._reader.money(points)
        self._paper.said(self._text("spend-confirm", points=shown, money=money, left=left, **names))
        self._tap(self._text("button-spend-confirm"))
        self._take(
            Spend(
                self._id(),
                self._now,
                SELLER,
                programme=self.policy.accruing,
                service=service,
                amount=points,
                by=Role.MANAGER,
            )
        )
        wallet = self._reader.money(self._account().wallet)
        done = {"points": shown, "service": names["service"], "money": money, "wallet": wallet, "left": left}
        self._paper.said(self._text("spend-done", **done))

    def switch_to_lite(self, when: str) -> None:
        """Premium until the period's end, then Lite (RULES 4.11)."""
        self._go(self._instant(when))
        self._tap(self._text("button-premium"), self._text("button-switch-to-lite"))
        ends_at = self._account().subscription.period_end or 0
        price, at = self._reader.money(self.lite), self._reader.moment(ends_at)
        self._paper.said(self._text("switch-question", until=self._reader.until(ends_at), next=price, at=at))
        self._tap(self._text("button-confirm-switch"))
        self._take(SwitchToLite(self._id(), self._now, SELLER, by=Role.MANAGER))
        self._tell()

    def pay_automatically(self, when: str) -> None:
        """From now on points first, then money (RULES 9.1)."""
        self._go(self._instant(when))
        self._take(SetMode(self._id(), self._now, SELLER, mode=Mode.AUTO, by=Role.MANAGER))
        self._fact("demo-auto")

    # Time

    def finish(self) -> None:
        """To the year's end, and the sums."""
        self._go(self._end)
        account = self._account()
        money, points = self._reader.money, self._reader.points
        lines = [
            self._text("demo-fees", amount=money(account.subscription.fees_paid)),
            self._text("demo-covered", amount=money(self._billed), points=points(self._spent())),
        ]
        for name, balance in account.balances.items():
            sums = ("accrued", "credited", "spent", "adjusted", "expired", "available", "held")
            values = {each: points(getattr(balance, each)) for each in sums}
            title = self._texts.name(self._reader.locale, "programme", name)
            lines.append(self._text("demo-points", programme=title, **values))
        lines.append(self._text("demo-told", count=self._told))
        books = Books(self._database, self.policy)
        wrong = [violation.invariant for violation in verify_all(books).violations]
        lines.append(self._text("demo-unbalanced", what=", ".join(wrong)) if wrong else self._text("demo-balanced"))
        self._paper.heading(self._text("demo-summary"), *lines)

    def _go(self, until: Instant) -> None:
        """Do all due work up to `until`, stopping at each instant that has some and at each month's end."""
        assert until >= self._now, "the script goes back in time"
        calendar = self.policy.calendar
        while True:
            today = calendar.date(self._now)
            month_end = calendar.start_of_day(date(today.year + today.month // 12, today.month % 12 + 1, 1))
            stop = min(until, month_end, self._ledger.next_due() or until)
            self._due_work.do(stop)
            last_day, self._now = self._now, stop
            self._tell()
            if stop == month_end:
                self._month(last_day)
            if stop == until:
                return

    def _month(self, at: Instant) -> None:
        """How things stand at a month's end, as on the home screen."""
        account, reader = self._account(), self._reader
        subscription = account.subscription
        money = self._text("home-money", wallet=reader.money(account.wallet))
        plan = self._text("home-plan-inactive")
        if subscription.plan is not None:
            ends_at = subscription.grace_until if subscription.state is State.GRACE else subscription.period_end
            name, until = self._text(f"plan-{subscription.plan}"), reader.until(ends_at or 0)
            plan = self._text(f"home-plan-{subscription.state}", plan=name, until=until)
        lines = [plan, money]
        for name, balance in account.balances.items():
            if not balance.accrued:
                continue
            title = self._texts.name(reader.locale, "programme", name)
            parts = [self._text("home-points", programme=title, available=reader.points(balance.available))]
            if balance.held:
                parts.append(self._text("home-points-held", held=reader.points(balance.held)))
            soonest = account.lots[name].open[:1]
            if soonest:
                same = sum(lot.amount for lot in account.lots[name].open if lot.expires_at == soonest[0].expires_at)
                until = reader.until(soonest[0].expires_at)
                parts.append(self._text("home-points-expiry", amount=reader.points(same), until=until))
            lines.append(" · ".join(parts))
        self._paper.heading(self._text("demo-month", month=reader.month(at)), *lines)
        self._day = None

    # Inside

    def _instant(self, when: str, year: int = YEAR) -> Instant:
        """`02-10T13:00` of the programme's calendar."""
        day, hour = date.fromisoformat(f"{year}-{when[:5]}"), int(when[6:8])
        return self.policy.calendar.at_hour(day, hour) + int(when[9:]) * MINUTE

    def _id(self) -> str:
        return str(next(self._ids))

    def _account(self) -> Account:
        account = self._ledger.look(SELLER)
        assert account is not None
        return account

    def _spent(self) -> Amount:
        return sum(balance.spent for balance in self._account().balances.values())

    def _take(self, event: Event) -> None:
        outcome = self._ledger.take_one(event, self._now, "year")
        assert outcome.kind == "done", (event, outcome)

    def _text(self, key: str, **values: str | int) -> str:
        return self._texts.get(self._reader.locale, key, **values)

    def _date(self) -> None:
        day = self.policy.calendar.date(self._now)
        if day != self._day:
            self._day = day
            self._paper.date(self._reader.date(day))

    def _tap(self, *labels: str) -> None:
        self._date()
        self._paper.tapped(self._text("demo-you", taps=" → ".join(labels)))

    def _fact(self, key: str, **values: str | int) -> None:
        """What the marketplace did, then what the bot writes about it."""
        self._date()
        self._paper.fact(self._text(key, **values))
        self._tell()

    def _tell(self) -> None:
        """Print the notices not printed yet."""
        for notice in list(notices(self._database))[self._told :]:
            self._told += 1
            self._date()
            at = parse_instant(notice["at"])
            lines = notice_text(self._texts, self._reader, notice["kind"], notice["data"], at=at).split("\n")
            self._seen[notice["kind"]] += 1
            times = self._seen[notice["kind"]]
            # The last line says what follows if nothing is done: once is enough here, and a headline later.
            shown = lines if times == 1 else lines[:1] if times > SHOWN_LONG else lines[: max(1, len(lines) - 1)]
            self._paper.said(f"{self._reader.time(at)}  {shown[0]}", *shown[1:])


# -- paper -------------------------------------------------------------------------------------------------------------


class _Paper:
    """A chat as text: facts dim, the bot on the left, the person on the right. Takes Telegram HTML of tags `<b>`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = min(console.width, WIDEST)

    def heading(self, title: str, *lines: str) -> None:
        """A title with lines under it."""
        self._print(Text("\n") + _rich(title, "cyan"))
        for line in lines:
            self._print(Padding(_rich(line), (0, 0, 0, 2), expand=False))

    def date(self, day: str) -> None:
        """A date line."""
        self._print(Text(f"\n── {day} "), style="bold")

    def fact(self, line: str) -> None:
        """What the marketplace did."""
        self._print(Padding(_rich(line, "dim"), (0, 0, 0, 2), expand=False))

    def said(self, *lines: str) -> None:
        """What the bot writes."""
        self._print(Padding(_rich("\n".join(lines)), (0, self._width // 8, 0, 4), expand=False))

    def tapped(self, line: str) -> None:
        """What the person taps."""
        text = _rich(line, "green")
        text.justify = "right"
        self._print(Padding(text, (0, 0, 0, self._width // 4)))

    def _print(self, what: Text | Padding, style: str | None = None) -> None:
        self._console.print(what, style=style, width=self._width, highlight=False)


def _rich(html: str, style: str = "") -> Text:
    """Telegram HTML as styled text; `<b>` is all that notices use."""
    text = Text(style=style)
    for number, part in enumerate(re.split(r"</?b>", html)):
        text.append(unescape(part), style="bold" if number % 2 else None)
    return text
