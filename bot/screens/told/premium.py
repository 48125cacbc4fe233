"""Premium at a marketplace: its fees and when the next is likely, and the rating beside its threshold."""

from bot.frame.told import Seen, premium_lines, rating_line
from bot.frame.widgets import Data, page
from bot.screens.told.window import SIZE, views, window
from storage.books.told import ratings_told


def _premium(seen: Seen, data: Data) -> Data:
    return {"text": page(premium_lines(seen)), "go": views(seen, "rating")}


def _rating(seen: Seen, data: Data) -> Data:
    reader, told = seen.visitor.reader, seen.account.reported.threshold
    threshold, rating = seen.account.rating_threshold(seen.policy), seen.account.subscription.rating
    found = ratings_told(seen.ports.books, seen.account.seller, SIZE)
    lines = [
        seen.say("told-rating-title"),
        "",
        rating_line(seen),
        seen.say("told-threshold", threshold=reader.rate(threshold), whose="ours" if told is None else "theirs"),
        _risk(seen, rating, threshold),
        "",
        seen.say("told-rating-history") if found else None,
        *(seen.say("told-rating-line", day=reader.date(at), rating=reader.rate(each)) for at, each in found),
    ]
    return {"text": page(lines)}


def _risk(seen: Seen, rating: int | None, threshold: int) -> str | None:
    if rating is None:
        return None
    if rating < threshold:
        return seen.say("told-rating-below")
    near = rating < threshold + seen.policy.reported.rating_margin
    return seen.say("told-rating-near" if near else "told-rating-safe")


premium = window(_premium, for_everybody=True)
rating = window(_rating, for_everybody=True)
