"""What the subscription switches on and when: activation, badge, bonus mailings (RULES 6, 15.6, 15.7).

The marketplace delivers the benefits; here is only what is on, since when, and what is left of it. Activation is
counted in absolute hours from connecting, or from the upgrade for what the upgrade adds, and no renewal restarts it.
"""

from core.account import Account
from core.notices.kinds import NoticeKind
from core.policy import Policy
from core.refusals import DONE, Ignored, Outcome, ignored
from core.values import HOUR, MINUTE, Instant, Plan, format_rate


def activations(account: Account, policy: Policy) -> dict[Instant, list[str]]:
    """Instant → codes of the benefits that switch on then (RULES 6, table), for the present subscription."""
    subscription = account.subscription
    plan: dict[Instant, list[str]] = {}

    def switch_on(at: Instant, *codes: str) -> None:
        plan.setdefault(at, []).extend(codes)

    benefits = policy.benefits
    if subscription.connected_at is not None:
        switch_on(subscription.connected_at + benefits.analytics_minutes * MINUTE, "analytics")
    if subscription.premium_at is not None:
        premium_at = subscription.premium_at
        switch_on(premium_at + benefits.analytics_minutes * MINUTE, "competitors")
        switch_on(premium_at + benefits.other_hours * HOUR, "search_boost", "storefront", "support")
        switch_on(premium_at + benefits.mailing_hours * HOUR, "mailings")
        if subscription.rating is not None and subscription.rating >= policy.rating.threshold:
            switch_on(premium_at + benefits.badge_hours * HOUR, "badge", "filter")
        else:
            switch_on(premium_at + benefits.badge_hours * HOUR)
    return plan


def plan_activation(account: Account, policy: Policy) -> None:
    """Set the next activation instant after the present one, or none."""
    later = [at for at in activations(account, policy) if at > account.at]
    account.subscription.activation_at = min(later, default=None)
    account.journal.changes.subscription = True


def switch_on(account: Account, policy: Policy) -> None:
    """Due work: what activates at this instant is on now; members are told (RULES 6.1)."""
    codes = activations(account, policy).get(account.at, [])
    if codes:
        account.journal.notify(NoticeKind.BENEFITS_ON, {"plan": account.subscription.plan, "benefits": codes})
    plan_activation(account, policy)
    show_badge(account, policy)


def badge_reached(account: Account, policy: Policy) -> bool:
    """Whether the rating allows badge and filter; no rounding, no rating hides them (RULES 6.2)."""
    rating = account.subscription.rating
    return rating is not None and rating >= policy.rating.threshold


def show_badge(account: Account, policy: Policy) -> None:
    """Bring the badge to what buyers should see, telling of every change (RULES 15.6)."""
    subscription = account.subscription
    on_premium = subscription.premium_at is not None
    visible = (
        on_premium
        and badge_reached(account, policy)
        and account.at >= (subscription.premium_at or 0) + policy.benefits.badge_hours * HOUR
    )
    if visible == subscription.badge:
        return
    subscription.badge = visible
    account.journal.changes.subscription = True
    data: dict[str, str | None] = {
        "rating": None if subscription.rating is None else format_rate(subscription.rating),
        "threshold": format_rate(policy.rating.threshold),
    }
    if visible:
        account.journal.notify(NoticeKind.BADGE_SHOWN, data)
    else:
        data["reason"] = "rating" if on_premium else "subscription"
        account.journal.notify(NoticeKind.BADGE_HIDDEN, data)


def mailings_available(account: Account, policy: Policy) -> int:
    """Bonus mailings that may be used now (RULES 6.4, 15.7)."""
    subscription = account.subscription
    if subscription.plan is not Plan.PREMIUM or subscription.premium_at is None:
        return 0
    if account.at < subscription.premium_at + policy.benefits.mailing_hours * HOUR:
        return 0
    return subscription.mailings_left


def use_mailing(account: Account, policy: Policy) -> Outcome:
    """`mailing.sent` (RULES 6.4)."""
    if mailings_available(account, policy) <= 0:
        return ignored(Ignored.NO_MAILINGS_LEFT)
    account.subscription.mailings_left -= 1
    account.journal.changes.subscription = True
    return DONE
