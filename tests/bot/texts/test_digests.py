"""What one message says of several shops and kinds: the shop before its lines, nothing twice, nothing left out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.texts import Texts
from bot.texts.format import Reader
from bot.texts.notices import message_text
from core.notices.joining import Cadence, Told
from core.notices.kinds import NoticeKind
from core.values import parse_instant

NOW = parse_instant("2026-07-06T07:00:00Z")
TEXTS = Texts()


def told(kind: str, seller: str = "A", **data: object) -> Told:
    return Told(NoticeKind(kind), dict(data), NOW, seller, {"A": "Tea & Co", "B": "Coffee"}[seller])


def lines(*notices: Told, several: bool = False, locale: str = "en") -> list[str]:
    reader = Reader(locale, "Europe/Moscow")
    return message_text(TEXTS, reader, notices, Cadence.WEEKLY, several=several).replace("\u00a0", " ").splitlines()


CREDITED: dict[str, Any] = {"programmes": {"bonus": "300.00", "discount": "182.09"}}
BENEFITS: dict[str, Any] = {"plan": "lite", "benefits": ["badge"]}


def test_sums_of_a_kind_are_one_line() -> None:
    assert lines(told("points_credited", **CREDITED)) == [
        "<b>Your week</b>",
        "• Received: 300 points (Seller bonuses), 182.09 points (Points for discounts)",
    ]


def test_what_came_says_until_when_the_first_of_it_can_be_spent() -> None:
    data = CREDITED | {"expires": {"bonus": "2026-12-30T08:00:00Z", "discount": "2026-12-31T21:00:00Z"}}
    assert lines(told("points_credited", **data)) == [
        "<b>Your week</b>",
        "• Received: 300 points (Seller bonuses, to spend until December 30, 2026, 11:00), "
        "182.09 points (Points for discounts, to spend until the end of December 31, 2026)",
    ]


def test_a_line_that_two_shops_have_is_there_for_both() -> None:
    found = lines(told("benefits_on", "A", **BENEFITS), told("benefits_on", "B", **BENEFITS), several=True)
    assert found == [
        "<b>Your week</b>",
        "",
        "<b>Shop “Tea &amp; Co”</b>",
        "• Premium Lite: benefits are on",
        "",
        "<b>Shop “Coffee”</b>",
        "• Premium Lite: benefits are on",
    ]


def test_what_one_shop_is_told_twice_is_said_once() -> None:
    assert lines(told("benefits_on", **BENEFITS), told("benefits_on", **BENEFITS))[1:] == [
        "• Premium Lite: benefits are on"
    ]


def test_reports_of_a_month_are_told_first_and_once() -> None:
    reports = [told("monthly_report", seller, month="2026-06") for seller in "AB"]
    found = lines(told("points_credited", "A", **CREDITED), *reports, several=True)
    assert found[:4] == ["<b>Your week</b>", "The report is ready: June 2026", "", "<b>Shop “Tea &amp; Co”</b>"]
    assert sum("report" in line for line in found) == 1


def test_the_shop_stands_under_the_title_of_its_message() -> None:
    data = {"programme": "bonus", "amount": "253.00", "expires_at": "2026-12-30T08:00:00Z", "days": 30}
    found = lines(told("points_expiring", "A", **data), told("points_expiring", "B", **data), several=True)
    assert found[:2] == ["<b>Points expire in 30 days</b>", "Shop “Tea &amp; Co”"]
    assert found[-2] == "<b>Shop “Coffee”</b>"


@pytest.mark.parametrize(("locale", "word"), [("ru", "Пришло"), ("hy", "Եկել է"), ("en", "Received")])
def test_credited_points_are_called_received_and_not_earned(locale: str, word: str) -> None:
    assert word in lines(told("points_credited", **CREDITED), locale=locale)[1]
