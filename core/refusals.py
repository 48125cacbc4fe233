"""What a line or a tap came to.

An answer is a value, never an exception: `done`, `ignored` with the reason, or `refused` with a code and the numbers
a person needs to act on (RULES 13, 15.18). Sentences for people are made at the edge, in their language; `message`
here is the plain English one for files and operators. Exceptions are kept for bugs.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

from core.values import Amount, format_amount

Kind = Literal["done", "ignored", "refused", "replayed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one event or command.

    `reason` is the code of an ignored or refused one (`None` when done), `data` its numbers as texts
    ({"missing": "90.00"}), `message` an English sentence where the code alone does not say what to mend.
    """

    kind: Kind
    reason: str | None = None
    data: dict[str, str] = field(default_factory=dict)
    message: str | None = None

    @property
    def is_done(self) -> bool:
        """True when the event took effect now (not ignored, refused or replayed)."""
        return self.kind == "done"


DONE: Final = Outcome("done")

TAKES_NO_ID: Final = frozenset(
    {
        "unknown_seller",
        "account_under_review",
        "unknown_programme",
        "unknown_campaign",
        "unknown_line",
        "unknown_charge",
        "unknown_grant",
        "not_redeemed",
    }
)
"""Answers that only say that something is not there (yet): the same id sent again is decided anew (RULES 2.6a)."""

MESSAGES: Final[dict[str, str]] = {
    "malformed": "The line is not in the format.",
    "conflicting_duplicate": "This id was used before with different content.",
    "unknown_seller": "No such seller; register it first with seller.registered.",
    "account_under_review": "The account is under review; reading works, changes do not.",
    "forbidden": "This role may not do that.",
    "sum_too_large": "With this the seller's sum would be larger than can be kept.",
    "already_connected": "This plan is connected already and renews by itself.",
    "not_eligible": "The seller does not qualify for Premium now.",
    "no_invitation": "Premium needs an open invitation.",
    "insufficient_funds": "The wallet does not cover the price.",
    "not_connected": "There is no subscription.",
    "no_free_seat": "All analytics seats are taken.",
    "price_in_past": "A price can begin now or later, not before.",
    "unknown_campaign": "No such campaign; send campaign.upserted first.",
    "duplicate_line": "This order line was redeemed before.",
    "unknown_line": "No such redeemed order line.",
    "quantity_exceeds": "More than is left of the order line.",
    "unknown_programme": "No such point programme.",
    "duplicate_grant": "This grant id was used before.",
    "unknown_grant": "No such grant.",
    "amount_exceeds": "More than is left of the grant.",
    "duplicate_charge": "This charge id was used before.",
    "unknown_charge": "No such charge.",
    "already_reversed": "The charge was reversed before.",
    "maintenance": "Spending is paused for maintenance.",
    "service_not_eligible": "Points of this programme do not pay for this service now.",
    "below_minimum": "Less than the smallest amount this programme spends at once.",
    "points_expired": "Not enough points: part of them expired in the last 30 days.",
    "insufficient_points": "Not enough points.",
    "daily_limit": "More than is left of the programme's daily limit for this service.",
    "monthly_limit": "More than is left of the programme's monthly limit for this service.",
    "own_limit": "More than is left of the seller's own daily limit for this service.",
    "nothing_to_cover": "No charge of this service this month that points could still pay.",
    "over_coverable": "More than this month's charges of this service can take.",
    "withdrawal_not_allowed": "Points are never paid out in money.",
    "transfer_not_allowed": "Points cannot be given to another seller.",
}


def refused(code: str, *, message: str | None = None, **amounts: Amount) -> Outcome:
    """A refusal: nothing changed. Keyword amounts become texts in `data`, for example `missing=9000`."""
    return Outcome("refused", code, {k: format_amount(v) for k, v in amounts.items()}, message or MESSAGES[code])


def ignored(code: str) -> Outcome:
    """Taken note of, but without effect by the rules, for example an order below the smallest discount."""
    return Outcome("ignored", code)
