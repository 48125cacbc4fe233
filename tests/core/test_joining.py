"""When sums come, and what is added up to what (RULES 12.1)."""

from datetime import timedelta

import pytest

from core.calendar import Calendar
from core.notices.joining import Cadence, Told, added_up, digest_due, in_order
from core.notices.kinds import DIGESTED, SUMS, Joins, NoticeKind
from core.values import HOUR, format_instant, parse_instant

MOSCOW = Calendar("Europe/Moscow")


@pytest.mark.parametrize(
    ("cadence", "at", "due"),
    [
        ("daily", "2026-06-05T07:00:00Z", "2026-06-05T07:00:00Z"),
        ("weekly", "2026-06-05T07:00:00Z", "2026-06-08T07:00:00Z"),
        ("weekly", "2026-06-08T07:00:00Z", "2026-06-08T07:00:00Z"),
        ("weekly", "2026-06-08T07:00:01Z", "2026-06-15T07:00:00Z"),
        ("weekly", "2026-06-07T22:00:00Z", "2026-06-08T07:00:00Z"),  # Monday has begun in Moscow
        ("monthly", "2026-06-01T07:00:00Z", "2026-06-01T07:00:00Z"),
        ("monthly", "2026-06-01T07:00:01Z", "2026-07-01T07:00:00Z"),
        ("monthly", "2026-12-05T07:00:00Z", "2027-01-01T07:00:00Z"),
    ],
)
def test_a_sum_comes_at_the_first_such_moment_from_its_own_on(cadence: str, at: str, due: str) -> None:
    assert format_instant(digest_due(Cadence(cadence), MOSCOW, 10, parse_instant(at))) == due


def test_it_never_comes_late_or_twice_in_a_year() -> None:
    at = parse_instant("2026-01-01T07:00:00Z")
    for cadence, longest in ((Cadence.WEEKLY, timedelta(days=7)), (Cadence.MONTHLY, timedelta(days=31))):
        dues = [digest_due(cadence, MOSCOW, 10, at + hour * HOUR) for hour in range(366 * 24)]
        assert dues == sorted(dues)
        assert all(0 <= due - at - hour * HOUR <= longest.total_seconds() * 1e6 for hour, due in enumerate(dues))


def test_who_wants_none_has_no_such_moment() -> None:
    with pytest.raises(ValueError, match="sent none"):
        digest_due(Cadence.NEVER, MOSCOW, 10, 0)


def test_less_often_ends_at_never() -> None:
    assert [each.less_often for each in Cadence] == ["weekly", "monthly", "never", "never"]


def test_of_what_came_on_several_days_the_soonest_end_is_told() -> None:
    days = [
        Told(NoticeKind.POINTS_CREDITED, {"programmes": {"bonus": "1.00"}, "expires": {"bonus": end}}, at)
        for at, end in enumerate(("2027-01-02T00:00:00Z", "2026-12-30T08:00:00.500000Z", "2026-12-30T08:00:00Z"))
    ]
    assert added_up(days)[0].data["expires"] == {"bonus": "2026-12-30T08:00:00Z"}


def test_sums_of_days_are_added_up_by_kind_and_programme() -> None:
    days = [
        Told(NoticeKind.POINTS_CREDITED, {"programmes": {"bonus": "0.10"}}, 1),
        Told(NoticeKind.POINTS_EXPIRED, {"programmes": {"bonus": "5.00"}}, 1),
        Told(NoticeKind.POINTS_CREDITED, {"programmes": {"bonus": "0.20", "discount": "1.00"}}, 2),
    ]
    assert added_up(days) == [
        Told(NoticeKind.POINTS_CREDITED, {"programmes": {"bonus": "0.30", "discount": "1.00"}}, 2),
        Told(NoticeKind.POINTS_EXPIRED, {"programmes": {"bonus": "5.00"}}, 1),
    ]


def test_what_presses_most_leads_and_equals_keep_their_order() -> None:
    kinds = ["badge_hidden", "resumed", "cancelled", "renewal_failed", "invitation_received"]
    told = [(Told(NoticeKind(kind), {}, 0), None) for kind in kinds]
    assert [each.kind for each, _ in in_order(told)] == [
        "renewal_failed", "resumed", "cancelled", "badge_hidden", "invitation_received",
    ]  # fmt: skip


def test_the_sums_are_what_the_rulebook_says() -> None:
    assert {"points_credited", "points_adjusted", "points_expired"} == SUMS
    assert {"benefits_on", "badge_shown", "renewed", "returns_high", "monthly_report"} == DIGESTED - SUMS
    assert {kind for kind in NoticeKind if kind.joins is Joins.PLACE} == {
        "price_changed", "maintenance", "maintenance_over",
    }  # fmt: skip
