"""The one door into the programme: an event or command, the account and the instant give an outcome.

Deciding does no I/O. It changes the account and notes the changes for the storage; a refused or ignored event changes
nothing but its own outcome. Due work up to the instant is done first (RULES 2.5), whatever the event comes to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from core import reported
from core.account import Account, Consent, RatingReading
from core.due import run_due
from core.events import (
    BalanceReported,
    BonusGranted,
    BonusRevoked,
    Cancel,
    ChargeReversed,
    Command,
    Connect,
    EligibilityChanged,
    Event,
    FeeReported,
    LotProlonged,
    MailingSent,
    Maintenance,
    OptIn,
    OptOut,
    OrderCancelled,
    OrderRedeemed,
    OrderReturned,
    PlanReported,
    PointsReported,
    PriceChanged,
    RatingUpdated,
    Resume,
    SaleReported,
    SellerRegistered,
    ServiceCharged,
    SetDailyLimit,
    SetMode,
    SetReserve,
    Spend,
    SwitchToLite,
    Transfer,
    WalletCredited,
    WalletDebited,
    Withdraw,
)
from core.notices.kinds import NoticeKind
from core.points import accrual, lots, spending
from core.points.accrual import CampaignVersion
from core.policy import Policy
from core.prices import PriceChange
from core.refusals import DONE, Ignored, Outcome, Refusal, ignored, refused
from core.subscription import benefits, billing
from core.values import Amount, BooksKind, ChoiceKind, Instant, Role, WalletKind


@dataclass(slots=True, frozen=True)
class World:
    """What is the same for every seller: the policy with the prices in force, the campaigns' versions, maintenance.

    Never changed in place: a reader that holds one keeps what it saw.
    """

    policy: Policy
    campaigns: Mapping[str, Sequence[CampaignVersion]] = field(default_factory=dict)
    maintenance: bool = False

    def versions(self, campaign: str) -> Sequence[CampaignVersion]:
        """The versions of a campaign in order of arrival; empty when it is unknown."""
        return self.campaigns.get(campaign, ())

    def with_campaign(self, version: CampaignVersion) -> "World":
        """This world after a campaign's next version."""
        name = version.event.campaign
        return replace(self, campaigns={**self.campaigns, name: (*self.versions(name), version)})

    def with_price(self, change: PriceChange) -> "World":
        """This world after a price change."""
        return replace(self, policy=self.policy.with_prices(self.policy.prices.after(change)))

    def with_first_prices(self, count: int) -> "World":
        """This world as it was when it knew so many price changes."""
        return replace(self, policy=self.policy.with_prices(self.policy.prices.up_to(count)))


def allowed(command: type[Command], role: Role) -> bool:
    """Whether the role may give the command (RULES 13). Buttons merely hide; this decides."""
    return role in command.ROLES


def decide(
    account: Account, event: Event, now: Instant, world: World, source: str, actor: str | None = None
) -> Outcome:
    """Do the due work up to `now`, then the event. `source` names where its id is unique (RULES 2.6).

    `actor` is who history names for a command; else it is the role (RULES 4.16, 8.9).
    Refusals come in the order of RULES 13 from `account_under_review` on; the storage has judged those before it.
    """
    if account.parked:
        return refused(Refusal.ACCOUNT_UNDER_REVIEW)
    run_due(account, world.policy, now)
    account.occasion.by_event(f"{source}:{event.id}")
    command = event if isinstance(event, Command) else None
    account.occasion.actor = actor or ("marketplace" if command is None else command.by)
    if command is not None:
        if not allowed(type(command), command.by):
            return refused(Refusal.FORBIDDEN)
        programme = getattr(command, "programme", None)
        if programme is not None and programme not in account.balances:
            return refused(Refusal.UNKNOWN_PROGRAMME)  # RULES 15.11
    if account.books not in event.BOOKS:
        return refused(Refusal.WRONG_BOOKS)  # RULES 16.4
    return HANDLERS[type(event)](account, event, world)


# -- handlers: (account, event, world) → outcome ------------------------------------------------------------


def _stale(event: Event, last: Instant | None) -> bool:
    """Whether a later fact of the same kind was taken before this one (RULES 2.7a)."""
    return last is not None and event.at < last


def _registered(account: Account, event: SellerRegistered, world: World) -> Outcome:
    if event.books not in (None, account.books):
        return refused(Refusal.BOOKS_FIXED)  # RULES 16
    if _stale(event, account.profile_at):
        return ignored(Ignored.STALE)
    account.profile_at = event.at
    account.name = event.name
    if event.locale is not None:
        account.locale = event.locale
    account.journal.changes.profile = True
    return DONE


def _wallet_credited(account: Account, event: WalletCredited, world: World) -> Outcome:
    if not account.has_room(account.wallet, event.amount):
        return refused(Refusal.SUM_TOO_LARGE)
    account.pay(WalletKind.CREDIT, event.amount)
    billing.retry(account, world.policy)  # RULES 3.3
    return DONE


def _wallet_debited(account: Account, event: WalletDebited, world: World) -> Outcome:
    if not account.has_room(account.wallet, -event.amount):
        return refused(Refusal.SUM_TOO_LARGE)
    account.pay(WalletKind.DEBIT, -event.amount)
    return DONE


def _eligibility(account: Account, event: EligibilityChanged, world: World) -> Outcome:
    subscription = account.subscription
    if _stale(event, subscription.eligible_at):
        return ignored(Ignored.STALE)
    subscription.eligible_at = event.at
    account.journal.changes.subscription = True
    return billing.eligibility_changed(account, world.policy, eligible=event.eligible)


def _rating(account: Account, event: RatingUpdated, world: World) -> Outcome:
    if _stale(event, account.subscription.rating_at):
        return ignored(Ignored.STALE)
    account.subscription.rating_at = event.at
    account.subscription.rating = event.rating
    account.journal.changes.subscription = True
    account.journal.changes.ratings.append(
        RatingReading(account.seller, account.journal.next_seq(), account.at, event.rating)
    )
    if account.books is BooksKind.KEPT:
        benefits.show_badge(account, world.policy)
    else:  # RULES 16.3: whether buyers see a badge is not ours to work out
        account.reported.told_at = account.at
    return DONE


def _choose_reserve(account: Account, event: SetReserve, world: World) -> Outcome:
    account.choose(ChoiceKind.RESERVE, event.programme, event.service, str(event.amount) if event.amount else None)
    return DONE


def _choose_limit(account: Account, event: SetDailyLimit, world: World) -> Outcome:
    account.choose(ChoiceKind.LIMIT, "", event.service, None if event.amount is None else str(event.amount))
    return DONE


def _choose_mode(account: Account, event: SetMode, world: World) -> Outcome:
    account.choose(ChoiceKind.MODE, "", event.service or "", event.mode.value)
    return DONE


def _opt(account: Account, event: OptOut | OptIn, world: World) -> Outcome:
    balance = account.balances[event.programme]
    out = isinstance(event, OptOut)
    if balance.opted_out != out:
        balance.opted_out = out
        account.journal.changes.balances.add(event.programme)
        account.journal.changes.consents.append(
            Consent(
                account.seller,
                account.journal.next_seq(),
                account.at,
                event.programme,
                not out,
                account.occasion.actor,
                account.occasion.cause,
            )
        )
    return DONE


Handler = Callable[[Account, Any, World], Outcome]

HANDLERS: Final[dict[type[Event], Handler]] = {
    SellerRegistered: _registered,
    WalletCredited: _wallet_credited,
    WalletDebited: _wallet_debited,
    EligibilityChanged: _eligibility,
    RatingUpdated: _rating,
    MailingSent: lambda account, event, world: benefits.use_mailing(account, world.policy),
    OrderRedeemed: lambda account, event, world: accrual.redeem(
        account, world.policy, event, world.versions(event.campaign)
    ),
    OrderCancelled: lambda account, event, world: accrual.give_up(account, world.policy, event),
    OrderReturned: lambda account, event, world: accrual.give_up(account, world.policy, event),
    BonusGranted: lambda account, event, world: accrual.grant(account, world.policy, event),
    BonusRevoked: lambda account, event, world: accrual.revoke(account, world.policy, event),
    ServiceCharged: lambda account, event, world: spending.charge(account, world.policy, event),
    ChargeReversed: lambda account, event, world: spending.reverse(account, world.policy, event.charge),
    LotProlonged: lambda account, event, world: lots.prolong(account, world.policy, event.programme, event.until),
    PointsReported: lambda account, event, world: reported.tell(account, world.policy, event),
    FeeReported: lambda account, event, world: reported.tell(account, world.policy, event),
    SaleReported: lambda account, event, world: reported.tell(account, world.policy, event),
    BalanceReported: lambda account, event, world: reported.tell(account, world.policy, event),
    PlanReported: lambda account, event, world: reported.tell(account, world.policy, event),
    Connect: lambda account, event, world: billing.connect(account, world.policy, event.plan),
    Cancel: lambda account, event, world: billing.cancel(account, world.policy),
    Resume: lambda account, event, world: billing.resume(account, world.policy),
    SwitchToLite: lambda account, event, world: billing.switch_to_lite(account, world.policy),
    Spend: lambda account, event, world: spending.spend(account, world.policy, event, maintenance=world.maintenance),
    SetMode: _choose_mode,
    SetDailyLimit: _choose_limit,
    SetReserve: _choose_reserve,
    OptOut: _opt,
    OptIn: _opt,
    Withdraw: lambda account, event, world: refused(Refusal.WITHDRAWAL_NOT_ALLOWED),
    Transfer: lambda account, event, world: refused(Refusal.TRANSFER_NOT_ALLOWED),
}


def announce_maintenance(account: Account, event: Maintenance, now: Instant, world: World, source: str) -> None:
    """Tell one seller that maintenance began or is over (RULES 12)."""
    run_due(account, world.policy, now)
    account.occasion.by_event(f"{source}:{event.id}")
    account.journal.notify(NoticeKind.MAINTENANCE if event.on else NoticeKind.MAINTENANCE_OVER, {})


def prolong_for_all(account: Account, event: LotProlonged, now: Instant, world: World, source: str) -> None:
    """Prolong one seller's lots, because everyone's are (RULES 10.2)."""
    run_due(account, world.policy, now)
    account.occasion.by_event(f"{source}:{event.id}")
    account.occasion.actor = "marketplace"
    lots.prolong(account, world.policy, event.programme, event.until)


def announce_price(account: Account, event: PriceChanged, old: Amount, now: Instant, world: World, source: str) -> None:
    """Tell one seller that a price it is about to pay changes (RULES 4.15); `old` would have held without the event."""
    run_due(account, world.policy, now)
    account.occasion.by_event(f"{source}:{event.id}")
    billing.tell_price(account, world.policy, event.plan, old, event.price, event.since)
