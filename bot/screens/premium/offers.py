"""The buttons that lead to a change of the subscription, and why one that exists is not open now.

Problem: the same offers stand on the overview, in the comparison and under a locked benefit. Decision: one place says
which there are: what the core would take is a button, what it would not is a disabled one, and its reason is text.
Limit: a button only opens the confirmation; whether it is open to this person is judged there again.
"""

from bot.frame.summary import plan_name
from bot.frame.visitor import Visitor
from bot.frame.ways import Change
from bot.frame.widgets import ENDS_OR_SPENDS, NEXT_STEP, Choice
from bot.screens.premium.changes import open_changes
from core.account import Account
from core.events import Connect
from core.policy import Policy
from core.values import Invitation, Plan, Renewal, Role, State

_CONNECTS = (Change.PREMIUM, Change.LITE)


def changes(visitor: Visitor, account: Account, policy: Policy, role: Role) -> list[Choice]:
    """Every change that this person may ask for, the likeliest first; those of an account under review wait."""
    return _buttons(visitor, account, policy, _offers(account, role))


def offered(visitor: Visitor, account: Account, policy: Policy, role: Role) -> list[Choice]:
    """The plans that this person may connect."""
    return _buttons(visitor, account, policy, [c for c in _offers(account, role) if c in _CONNECTS])


def _offers(account: Account, role: Role) -> list[Change]:
    """What is offered unasked: nothing that costs more while a fee is owed."""
    owes = account.subscription.state is State.GRACE
    return [change for change in open_changes(account, role) if not (owes and change in _CONNECTS)]


def _buttons(visitor: Visitor, account: Account, policy: Policy, found: list[Change]) -> list[Choice]:
    choices: list[Choice] = []
    for change in found:
        choice = _button(visitor, account, policy, change)
        if choice.style == NEXT_STEP and any(each.style == NEXT_STEP for each in choices):
            choice = choice._replace(style=None)  # one next step only
        choices.append(choice._replace(disabled=account.parked))
    if why_not_premium(visitor, account) is not None:
        plan = plan_name(visitor, Plan.PREMIUM)
        choices.insert(0, Choice("premium", visitor.say("button-connect", plan=plan), disabled=True))
    return choices


def why_not_premium(visitor: Visitor, account: Account) -> str | None:
    """Why Premium cannot be connected now, for who otherwise could; None if it can or is there."""
    subscription = account.subscription
    if not visitor.may(Connect) or subscription.plan is Plan.PREMIUM or subscription.state is State.GRACE:
        return None
    if subscription.invitation is Invitation.OPEN:
        return None
    return visitor.say("premium-needs-invitation")


def _button(visitor: Visitor, account: Account, policy: Policy, change: Change) -> Choice:
    subscription = account.subscription
    trial = subscription.plan is None and not subscription.connected_before and policy.trial.days
    match change:
        case Change.LITE | Change.PREMIUM:
            key = "button-connect-trial" if trial else "button-connect"
            plan = Plan(change.value)
            # Of two plans that may be connected one is the likely next step: the one there is an invitation for.
            invited = subscription.invitation is Invitation.OPEN
            style = NEXT_STEP if (plan is Plan.PREMIUM) == invited else None
            return Choice(change.value, visitor.say(key, plan=plan_name(visitor, plan)), style)
        case Change.RESUME:
            # Who leaves for Lite has renewal on: what they may want back is Premium.
            key = "button-keep-premium" if subscription.renewal is Renewal.LITE else "button-resume"
            return Choice(change.value, visitor.say(key), NEXT_STEP)
        case Change.SWITCH:
            return Choice(change.value, visitor.say("button-switch-to-lite"))
        case Change.CANCEL:
            return Choice(change.value, visitor.say("button-cancel-subscription"), ENDS_OR_SPENDS)
