"""How points pay a shop's services as it stands: the services, and which ones the others could leave without points.

Problem: the commonest loss is advertising that drains the points before logistics is billed, and nobody sees it coming.
Decision: what each service usually needs in a month against what is available; a service is in danger if its need
would be met were it not for other automatic services. Limit: the past is the measure, see `core.points.outlook`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from core.account import Account
from core.points.outlook import Need, ServiceNeed
from core.policy import Policy
from core.values import Amount


def services_of_policy(policy: Policy) -> Sequence[str]:
    """Every service that some programme pays, in the policy's order."""
    return list(dict.fromkeys(service for terms in policy.programmes.values() for service in terms.services))


def programmes_for(policy: Policy, service: str) -> Sequence[str]:
    """The programmes that may pay the service, in the policy's order."""
    return [name for name, terms in policy.programmes.items() if service in terms.services]


def reserve_of(account: Account, programme: str, service: str) -> Amount:
    """What of the programme's points is kept for the service (RULES 9.4)."""
    return int(account.choices.get(("reserve", programme, service), 0))


class Danger(NamedTuple):
    """A service that would find `missing` points too few for its usual month if `drained_by` took them first.

    `available` is what all programmes have that may pay it; `programme` is the one of them to keep a reserve in.
    """

    service: str
    drained_by: str
    programme: str
    available: Amount
    monthly: Amount
    missing: Amount


def danger(needs: Sequence[Need]) -> Danger | None:
    """The service that the others endanger most, None if there is none."""
    names = dict.fromkeys(each.service for need in needs for each in need.services)
    found = [each for name in names if (each := _danger(needs, name)) is not None]
    return max(found, key=lambda each: each.missing, default=None)


def _danger(needs: Sequence[Need], service: str) -> Danger | None:
    paying = [need for need in needs if any(each.service == service for each in need.services)]
    elsewhere = sum(need.available for need in needs if need not in paying)
    # Points of one programme do where those of another are gone, so they are judged together.
    together = _together(paying, service, elsewhere)
    own = next(each for each in together.services if each.service == service)
    others = [each for each in together.services if each.automatic and each.monthly and each.service != service]
    missing = together.shortage(service)
    if not others or missing <= max(0, own.monthly - together.available):
        return None
    worst = max(others, key=lambda each: (each.monthly, each.service))
    richest = max(paying, key=lambda need: need.available)
    return Danger(service, worst.service, richest.programme, together.available, own.monthly, missing)


def _together(needs: Sequence[Need], service: str, elsewhere: Amount) -> Need:
    """The programmes as one; other services first use up the points `elsewhere`, which are no use to this one."""
    services: dict[str, ServiceNeed] = {}
    for need in needs:
        for each in need.services:
            known = services.get(each.service)
            services[each.service] = each._replace(reserve=each.reserve + (known.reserve if known else 0))
    for name, each in services.items():
        if name != service and each.automatic:
            covered = min(each.monthly, elsewhere)
            elsewhere -= covered
            services[name] = each._replace(monthly=each.monthly - covered)
    return Need("", sum(need.available for need in needs), tuple(services.values()))
