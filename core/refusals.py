"""What a line or a tap came to.

An answer is a value, never an exception: `done`, `ignored` with the reason, or `refused` with a code and the numbers
a person needs to act on (RULES 13, 15.18). Sentences for people are made at the edge, in their language; `message`
here is the plain English one for files and operators. Exceptions are kept for bugs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from core.values import Amount, format_amount


class Verdict(StrEnum):
    """What became of a line or a tap."""

    DONE = "done"
    IGNORED = "ignored"
    REFUSED = "refused"
    REPLAYED = "replayed"
    """Its id was taken before with the same content: the answer of then (RULES 2.6)."""


class Refusal(StrEnum):
    """Why nothing was changed, in the order in which it is judged as far as there is one (RULES 13)."""

    MALFORMED = "malformed"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    UNKNOWN_SELLER = "unknown_seller"
    ACCOUNT_UNDER_REVIEW = "account_under_review"
    FORBIDDEN = "forbidden"
    WRONG_BOOKS = "wrong_books"
    BOOKS_FIXED = "books_fixed"
    SUM_TOO_LARGE = "sum_too_large"
    ALREADY_CONNECTED = "already_connected"
    NOT_ELIGIBLE = "not_eligible"
    NO_INVITATION = "no_invitation"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    NOT_CONNECTED = "not_connected"
    NO_FREE_SEAT = "no_free_seat"
    PRICE_IN_PAST = "price_in_past"
    UNKNOWN_CAMPAIGN = "unknown_campaign"
    DUPLICATE_LINE = "duplicate_line"
    UNKNOWN_LINE = "unknown_line"
    QUANTITY_EXCEEDS = "quantity_exceeds"
    UNKNOWN_PROGRAMME = "unknown_programme"
    DUPLICATE_GRANT = "duplicate_grant"
    UNKNOWN_GRANT = "unknown_grant"
    AMOUNT_EXCEEDS = "amount_exceeds"
    DUPLICATE_CHARGE = "duplicate_charge"
    UNKNOWN_CHARGE = "unknown_charge"
    ALREADY_REVERSED = "already_reversed"
    MAINTENANCE = "maintenance"
    SERVICE_NOT_ELIGIBLE = "service_not_eligible"
    BELOW_MINIMUM = "below_minimum"
    POINTS_EXPIRED = "points_expired"
    INSUFFICIENT_POINTS = "insufficient_points"
    DAILY_LIMIT = "daily_limit"
    MONTHLY_LIMIT = "monthly_limit"
    OWN_LIMIT = "own_limit"
    NOTHING_TO_COVER = "nothing_to_cover"
    OVER_COVERABLE = "over_coverable"
    WITHDRAWAL_NOT_ALLOWED = "withdrawal_not_allowed"
    TRANSFER_NOT_ALLOWED = "transfer_not_allowed"


class Ignored(StrEnum):
    """Why a line has no effect by the rules (RULES 8.3, 8.5, 8.6, 6.4, 2.7a, 16.2)."""

    BELOW_MIN_DISCOUNT = "below_min_discount"
    CATEGORY_EXCLUDED = "category_excluded"
    CAMPAIGN_CLOSED = "campaign_closed"
    OPTED_OUT = "opted_out"
    NOT_REDEEMED = "not_redeemed"
    WINDOW_CLOSED = "window_closed"
    NO_MAILINGS_LEFT = "no_mailings_left"
    STALE = "stale"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one event or command.

    `reason` is the code of an ignored or refused one (`None` when done), `data` its numbers as texts
    ({"missing": "90.00"}), `message` an English sentence where the code alone does not say what to mend.
    """

    kind: Verdict
    reason: str | None = None
    data: dict[str, str] = field(default_factory=dict)
    message: str | None = None

    @property
    def is_done(self) -> bool:
        """True when the event took effect now (not ignored, refused or replayed)."""
        return self.kind is Verdict.DONE


DONE: Final = Outcome(Verdict.DONE)

TAKES_NO_ID: Final = frozenset(
    {
        Refusal.UNKNOWN_SELLER,
        Refusal.ACCOUNT_UNDER_REVIEW,
        Refusal.UNKNOWN_PROGRAMME,
        Refusal.UNKNOWN_CAMPAIGN,
        Refusal.UNKNOWN_LINE,
        Refusal.UNKNOWN_CHARGE,
        Refusal.UNKNOWN_GRANT,
        Ignored.NOT_REDEEMED,
    }
)
"""Answers that only say that something is not there (yet): the same id sent again is decided anew (RULES 2.6a)."""

MESSAGES: Final[Mapping[str, str]] = {
    Refusal.MALFORMED: "The line is not in the format.",
    Refusal.CONFLICTING_DUPLICATE: "This id was used before with different content.",
    Refusal.UNKNOWN_SELLER: "No such seller; register it first with seller.registered.",
    Refusal.ACCOUNT_UNDER_REVIEW: "The account is under review; reading works, changes do not.",
    Refusal.FORBIDDEN: "This role may not do that.",
    Refusal.WRONG_BOOKS: "This is not for this shop: a marketplace decides for it, or this engine does (books).",
    Refusal.BOOKS_FIXED: "Who decides for a shop is settled when it is registered.",
    Refusal.SUM_TOO_LARGE: "With this the seller's sum would be larger than can be kept.",
    Refusal.ALREADY_CONNECTED: "This plan is connected already and renews by itself.",
    Refusal.NOT_ELIGIBLE: "The seller does not qualify for Premium now.",
    Refusal.NO_INVITATION: "Premium needs an open invitation.",
    Refusal.INSUFFICIENT_FUNDS: "The wallet does not cover the price.",
    Refusal.NOT_CONNECTED: "There is no subscription.",
    Refusal.NO_FREE_SEAT: "All analytics seats are taken.",
    Refusal.PRICE_IN_PAST: "A price can begin now or later, not before.",
    Refusal.UNKNOWN_CAMPAIGN: "No such campaign; send campaign.upserted first.",
    Refusal.DUPLICATE_LINE: "This order line was redeemed before.",
    Refusal.UNKNOWN_LINE: "No such redeemed order line.",
    Refusal.QUANTITY_EXCEEDS: "More than is left of the order line.",
    Refusal.UNKNOWN_PROGRAMME: "No such point programme.",
    Refusal.DUPLICATE_GRANT: "This grant id was used before.",
    Refusal.UNKNOWN_GRANT: "No such grant.",
    Refusal.AMOUNT_EXCEEDS: "More than is left of the grant.",
    Refusal.DUPLICATE_CHARGE: "This charge id was used before.",
    Refusal.UNKNOWN_CHARGE: "No such charge.",
    Refusal.ALREADY_REVERSED: "The charge was reversed before.",
    Refusal.MAINTENANCE: "Spending is paused for maintenance.",
    Refusal.SERVICE_NOT_ELIGIBLE: "Points of this programme do not pay for this service now.",
    Refusal.BELOW_MINIMUM: "Less than the smallest amount this programme spends at once.",
    Refusal.POINTS_EXPIRED: "Not enough points: part of them expired in the last 30 days.",
    Refusal.INSUFFICIENT_POINTS: "Not enough points.",
    Refusal.DAILY_LIMIT: "More than is left of the programme's daily limit for this service.",
    Refusal.MONTHLY_LIMIT: "More than is left of the programme's monthly limit for this service.",
    Refusal.OWN_LIMIT: "More than is left of the seller's own daily limit for this service.",
    Refusal.NOTHING_TO_COVER: "No charge of this service this month that points could still pay.",
    Refusal.OVER_COVERABLE: "More than this month's charges of this service can take.",
    Refusal.WITHDRAWAL_NOT_ALLOWED: "Points are never paid out in money.",
    Refusal.TRANSFER_NOT_ALLOWED: "Points cannot be given to another seller.",
}


def refused(code: Refusal, *, message: str | None = None, **amounts: Amount) -> Outcome:
    """A refusal: nothing changed. Keyword amounts become texts in `data`, for example `missing=9000`."""
    return Outcome(Verdict.REFUSED, code, {k: format_amount(v) for k, v in amounts.items()}, message or MESSAGES[code])


def ignored(code: Ignored) -> Outcome:
    """Taken note of, but without effect by the rules, for example an order below the smallest discount."""
    return Outcome(Verdict.IGNORED, code)
