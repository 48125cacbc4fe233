"""Campaign terms as they are kept: the event's typed values in JSON, one row a version, never changed."""

import json
from dataclasses import fields

from core.events import CampaignUpserted

_KEPT = tuple(field.name for field in fields(CampaignUpserted) if field.name != "absent")


def text_of(event: CampaignUpserted) -> str:
    """The version as it is kept."""
    return json.dumps({name: getattr(event, name) for name in _KEPT}, ensure_ascii=False)


def event_of(text: str) -> CampaignUpserted:
    """The version as the core has it."""
    values = json.loads(text)
    values["excluded_categories"] = tuple(values["excluded_categories"])
    return CampaignUpserted(**values)
