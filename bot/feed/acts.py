"""What the marketplace's staff does as events of the feed: how the record names each, in the chat and over HTTP.

Problem: an operator acts on shops that are not theirs, and every act must be explainable years later.
Decision: an act is the very event the marketplace's feed would bring; before it there is a record with who, why and
what, put together here from the event itself, so that both edges record alike.
"""

from typing import Any

from core.events import (
    BonusGranted,
    BonusRevoked,
    CampaignUpserted,
    EligibilityChanged,
    Event,
    LotProlonged,
    Maintenance,
    PriceChanged,
)
from core.values import format_amount, format_instant

RELEASE = "release_tried"
"""The record of an act that is no event: letting a parked seller work again."""


def recorded(event: Event, source: str, reason: str) -> tuple[str, dict[str, Any]]:
    """The record's name of the act and its details. Raises KeyError for an event that is no act."""
    action, own = _own(event)
    return action, {"reason": reason} | own | {"event": f"{source}:{event.id}"}


def _own(event: Event) -> tuple[str, dict[str, Any]]:
    match event:
        case BonusGranted():
            return "bonus_granted", {"programme": event.programme, "amount": format_amount(event.amount)}
        case BonusRevoked():
            return "bonus_revoked", {"grant": event.grant, "amount": format_amount(event.amount)}
        case LotProlonged():
            return "lots_prolonged", {"programme": event.programme, "until": format_instant(event.until)}
        case EligibilityChanged():
            return "verification_passed" if event.eligible else "verification_failed", {}
        case Maintenance():
            return "maintenance_on" if event.on else "maintenance_off", {}
        case CampaignUpserted():
            return "campaign_changed", {"campaign": event.campaign}
        case PriceChanged():
            price = {"plan": event.plan.value, "price": format_amount(event.price)}
            return "price_changed", price | {"from": format_instant(event.since)}
    raise KeyError(event.TYPE)
