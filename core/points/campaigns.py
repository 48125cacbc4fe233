"""Campaigns as a seller reads them: what runs now and what is coming, with its terms (RULES 8.1).

Decision: of every campaign the version that an order of this moment would be judged by. Limit: a campaign without a
title is called by its id, and categories have no names but their codes.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.events import CampaignUpserted
from core.points.accrual import CampaignVersion, coefficient_for, version_for
from core.values import Instant, Rate


class Campaigns(NamedTuple):
    """What runs, the soonest to end first, and what is coming, the soonest to start first."""

    running: Sequence[CampaignUpserted]
    coming: Sequence[CampaignUpserted]


def campaigns_at(known: Mapping[str, Sequence[CampaignVersion]], now: Instant) -> Campaigns:
    """The campaigns that are not over at `now`, by their terms of that moment."""
    terms = [found for versions in list(known.values()) if (found := version_for(versions, now)) is not None]
    running = [each for each in terms if each.starts_at <= now < each.ends_at]
    coming = [each for each in terms if now < each.starts_at]
    return Campaigns(
        sorted(running, key=lambda each: (each.ends_at, each.campaign)),
        sorted(coming, key=lambda each: (each.starts_at, each.campaign)),
    )


def campaign_names(known: Mapping[str, Sequence[CampaignVersion]]) -> Mapping[str, str]:
    """What people call each campaign, by id: as its latest version says, which may be about to begin (RULES 13)."""
    return {
        campaign: max(versions, key=lambda each: each.order).event.name for campaign, versions in list(known.items())
    }


def coefficient_span(terms: CampaignUpserted) -> tuple[Rate, Rate]:
    """The least and the largest coefficient over the categories that take part."""
    found = [min(terms.coefficient, terms.max_coefficient)]
    found += [rate for _, rate in own_coefficients(terms)]
    return min(found), max(found)


def own_coefficients(terms: CampaignUpserted) -> Sequence[tuple[str, Rate]]:
    """The categories with a coefficient of their own that take part, by name."""
    names = sorted(set(terms.coefficients) - set(terms.excluded_categories))
    return [(category, coefficient_for(terms, category)) for category in names]
