"""Sellers of the `bench`, and what happens to them."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

from bot.bench.turns import SOURCE
from core.events import (
    BonusGranted,
    CampaignUpserted,
    Cancel,
    Connect,
    Event,
    OrderRedeemed,
    SellerRegistered,
    ServiceCharged,
    SetMode,
    WalletCredited,
)
from core.policy import Policy
from core.values import Instant, Mode, Plan, Role, parse_instant, parse_rate
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database

START: Final[Instant] = parse_instant("2026-03-01T09:00:00+03:00")
CAMPAIGN: Final = "bench"
BATCH: Final = 500
LEAST_COLD: Final = 0.5
"""Of the rate of sellers in memory, that of sellers who are not."""


def order(seller: str, id_: str) -> Event:
    return OrderRedeemed(
        f"order-{seller}-{id_}", START, seller, line=id_, campaign=CAMPAIGN, category="music", price=150_000,
        discount=parse_rate("0.1"), quantity=2,
    )  # fmt: skip


OPERATIONS: Final[dict[str, Callable[[str], Event]]] = {
    "wallet.credited": lambda seller: WalletCredited(f"credit-{seller}", START, seller, amount=10_000),
    "service.charged, paid with points": lambda seller: ServiceCharged(
        f"charge-{seller}", START, seller, charge="charge", service="ads", amount=50_000
    ),
    "order.redeemed": lambda seller: order(seller, "single"),
    "command.connect": lambda seller: Connect(f"connect-{seller}", START, seller, plan=Plan.LITE, by=Role.MANAGER),
    "command.cancel": lambda seller: Cancel(f"cancel-{seller}", START, seller, by=Role.MANAGER),
}


def prepare(url: str, policy: Policy, names: Sequence[str]) -> None:
    """Sellers with money and two lots of points who let points pay."""
    database = Database(url, durable=False)
    with closing(database):
        database.upgrade()
        ledger = Ledger(database, policy)
        campaign = CampaignUpserted(
            CAMPAIGN, START, campaign=CAMPAIGN, starts_at=START, ends_at=START * 2, coefficient=parse_rate("0.06")
        )
        ledger.take_one(campaign, START, SOURCE)
        for name in names:
            events: list[Event] = [
                SellerRegistered(f"register-{name}", START, name, name=name),
                WalletCredited(f"money-{name}", START, name, amount=1_000_000),
                SetMode(f"mode-{name}", START, name, mode=Mode.AUTO, by=Role.MANAGER),
            ]
            for lot in ("first", "second"):
                grant = BonusGranted(
                    f"{lot}-{name}", START, name, grant=lot, programme="bonus", amount=30_000, reason="-"
                )
                events.append(grant)
            ledger.take([Entry(event, START) for event in events], SOURCE)
