"""The buttons under notices: which there are for whom, and where the new ones lead."""

from __future__ import annotations

from typing import Any

import pytest

from bot.post.buttons import NoticeButton, notice_buttons
from bot.texts import LOCALES
from core.notices.kinds import NoticeKind
from core.policy import default_policy
from core.values import Role, parse_instant
from tests.bot.shop import TEXTS


def ways(kind: str, role: Role = Role.MANAGER, locale: str = "en", **data: Any) -> list[str]:
    keyboard = notice_buttons(TEXTS, locale, default_policy(), kind, data, seller="S1", role=role, approval=1)
    rows = keyboard.inline_keyboard if keyboard else []
    return [NoticeButton.unpack(button.callback_data or "").to for row in rows for button in row]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("monthly_report", "reports"),
        ("points_credited", "points"),
        ("points_adjusted", "history"),
        ("returns_high", "history"),
        ("renewed", "fees"),
        ("points_expiring", "spend"),
        ("renewal_failed", "top_up"),
        ("cancelled", "resume"),
    ],
)
def test_the_first_button_is_the_likely_next_step(kind: str, first: str) -> None:
    assert ways(kind, plan="premium", programme="bonus")[0] == first


def test_a_subscription_cancelled_in_grace_offers_nothing_to_keep() -> None:
    data = {"plan": "premium", "ends_at": "2026-02-01T00:00:00Z"}
    keyboard = notice_buttons(
        TEXTS,
        "en",
        default_policy(),
        "cancelled",
        data,
        seller="S1",
        role=Role.MANAGER,
        approval=None,
        at=parse_instant(data["ends_at"]),
    )
    assert keyboard is not None
    assert [NoticeButton.unpack(row[0].callback_data or "").to for row in keyboard.inline_keyboard] == ["premium"]


def test_a_monthly_report_opens_its_own_month() -> None:
    keyboard = notice_buttons(
        TEXTS,
        "en",
        default_policy(),
        "monthly_report",
        {"month": "2026-02"},
        seller="S1",
        role=Role.MANAGER,
        approval=None,
    )
    assert keyboard is not None
    assert NoticeButton.unpack(keyboard.inline_keyboard[0][0].callback_data or "").about == 202602


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_has_buttons_for_everybody_who_gets_it(kind: NoticeKind, locale: str) -> None:
    for role in kind.audience:
        found = ways(kind, role, locale, plan="premium", programme="bonus", reason="cancelled")
        assert found or kind == "maintenance"


@pytest.mark.parametrize("kind", NoticeKind)
def test_an_employee_is_offered_neither_money_nor_points(kind: NoticeKind) -> None:
    found = set(ways(kind, Role.EMPLOYEE, plan="premium", programme="bonus", reason="cancelled"))
    assert found <= {"premium", "invitation"}


@pytest.mark.parametrize(("plan", "is_there"), [("premium", True), ("lite", False)])
@pytest.mark.parametrize("kind", ["trial_ending", "renewal_failed", "price_changed", "access_ending"])
def test_lite_is_offered_to_who_is_on_premium(kind: str, plan: str, is_there: bool) -> None:
    assert ("switch" in ways(kind, plan=plan, reason="cancelled")) is is_there


@pytest.mark.parametrize(("paid", "first"), [(True, "premium"), (False, "top_up")])
def test_an_unpaid_switch_says_how_to_pay_it(paid: bool, first: str) -> None:
    assert ways("switched", plan="lite", paid=paid)[0] == first
