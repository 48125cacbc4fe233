"""What the windows of the invitation show."""

import asyncio
from typing import Any

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.request import answered_request, asker_name
from bot.frame.summary import plan_name, price_ahead
from bot.frame.visitor import Visitor
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from core.account import Account
from core.approvals import RequestState
from core.decide import allowed
from core.events import Connect
from core.policy import Policy
from core.values import Invitation, Plan


async def invitation(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The invitation as this person may use it."""
    return await asyncio.to_thread(_invitation, visitor, ports)


def _invitation(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    status = account.subscription.invitation
    lines: list[str | None] = [visitor.say("invitation-title")]
    if status is not Invitation.OPEN:
        on = ("premium", "button-open-premium") if status is Invitation.ACCEPTED else ("compare", "button-compare")
        choice, words = on
        return {"text": page([*lines, visitor.say(f"invitation-{status}")]), "go": [Choice(choice, visitor.say(words))]}
    decides = visitor.may(Connect)
    lines += [
        visitor.say("invitation-manager" if decides else "invitation-employee"),
        visitor.say("invitation-validity"),
        *_terms(visitor, account, ports.policy),
    ]
    request = ports.team.open_approval(shop.seller)
    choices = []
    if decides:
        if request is not None:
            lines += ["", visitor.say("banner-approval", asker=asker_name(visitor, request))]
            choices.append(Choice("approval", visitor.say("button-answer-request")))
        plan = plan_name(visitor, Plan.PREMIUM)
        connect = Choice("connect", visitor.say("button-connect", plan=plan), NEXT_STEP, disabled=account.parked)
        choices.insert(0, connect)
        if account.parked:
            lines += ["", visitor.say("under-review")]
    elif request is not None:
        at = visitor.reader.moment(request.asked_at)
        if request.asked_by == visitor.telegram_id:
            lines += ["", visitor.say("invitation-asked", at=at)]
        else:
            lines += ["", visitor.say("invitation-pending", asker=asker_name(visitor, request), at=at)]
    elif not any(allowed(Connect, member.role) for member in ports.team.members(shop.seller)):
        lines += ["", visitor.say("invitation-no-answerer")]
        choices.append(Choice("ask", visitor.say("button-ask-manager"), disabled=True))
    else:
        choices.append(Choice("ask", visitor.say("button-ask-manager"), NEXT_STEP))
    choices.append(Choice("compare", visitor.say("button-compare")))
    return {"text": page(lines), "go": choices}


def _terms(visitor: Visitor, account: Account, policy: Policy) -> list[str]:
    price = visitor.reader.money(policy.price(Plan.PREMIUM, account.at))
    lines = [visitor.say("invitation-price", price=price), *price_ahead(visitor, policy, Plan.PREMIUM, account.at)]
    if account.subscription.connected_before or not policy.trial.days:
        return [*lines, visitor.say("invitation-no-trial")]
    return [*lines, visitor.say("invitation-trial", days=policy.trial.days)]


async def request(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """A colleague's request before a manager: the named one, else the one that waits."""
    return await asyncio.to_thread(_request, visitor, ports, dialog_manager.dialog_data)


def _request(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, _ = present(visitor, ports)
    named = data.get("approval")
    found = ports.team.open_approval(shop.seller) if named is None else ports.team.approval(named)
    if not visitor.may(Connect):
        return {"text": page([visitor.say("refusal-forbidden")])}
    if found is None or found.seller != shop.seller or found.state is RequestState.WITHDRAWN:
        return {"text": page([visitor.say("approval-closed" if found else "approval-none")])}
    if found.state is not RequestState.ASKED:
        return {"text": answered_request(visitor, found)}
    data["approval"] = found.id
    plan = plan_name(visitor, Plan.PREMIUM)
    return {
        "text": page([visitor.say("approval-question", asker=asker_name(visitor, found), plan=plan)]),
        "answer": [
            Choice(f"approve-{found.id}", visitor.say("button-approve"), CONFIRMS),
            Choice(f"decline-{found.id}", visitor.say("button-decline"), ENDS_OR_SPENDS),
        ],
    }
