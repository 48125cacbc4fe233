"""How points pay: modes, limits, reserves, and the warning that one service drains another (RULES 9.1 to 9.4)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.screens.paying.standing import danger
from core.points.outlook import Need, ServiceNeed
from core.values import Mode, Role
from tests.bot.recording import Human
from tests.bot.shop import Shop


async def paying(shop: Shop, *labels: str, role: Role = Role.MANAGER) -> Human:
    human = shop.member(role)
    await human.write("/points")
    await human.tap("Service payment")
    for label in labels:
        await human.tap(label)
    return human


async def test_a_mode_is_chosen_for_one_service(shop: Shop) -> None:
    anna = await paying(shop, "Logistics")
    assert "until you spend points on this month's bills" in anna.text
    await anna.tap("Pay automatically")
    assert shop.account.mode("logistics") is Mode.AUTO
    assert shop.account.mode("ads") is Mode.MANUAL
    assert "Points pay for this service automatically" in anna.text


async def test_a_limit_is_explained_where_there_is_one(shop: Shop) -> None:
    anna = await paying(shop)
    assert "Daily limit:" not in anna.text and "Reserve:" not in anna.text
    await anna.tap("Advertising")
    await anna.tap("Daily limit")
    await anna.write("150")
    await anna.write("/points")
    await anna.tap("Service payment")
    assert "Daily limit:</b> the most points a service takes in a day" in anna.text
    assert "Reserve:" not in anna.text


async def test_a_mode_is_chosen_for_all_services(shop: Shop) -> None:
    anna = await paying(shop, "All services", "Pay automatically")
    assert {shop.account.mode(service) for service in ("ads", "logistics", "storage")} == {Mode.AUTO}
    await anna.tap("All services")
    assert "Now: automatically." in anna.text


async def test_services_with_a_mode_of_their_own_are_named_before_all_are_changed(shop: Shop) -> None:
    anna = await paying(shop, "Storage", "Pay automatically")
    await anna.write("/points")
    await anna.tap("Service payment")
    await anna.tap("All services")
    assert "these stay: storage" in anna.text


async def test_a_limit_is_typed(shop: Shop) -> None:
    anna = await paying(shop, "Advertising", "Daily limit")
    await anna.write("150.50")
    assert shop.account.own_limit("ads") == 15_050
    assert "Your limit: 150.50\u00a0points a day." in anna.text


async def test_a_limit_is_suggested_from_the_last_30_days(shop: Shop) -> None:
    shop.billed("ads", 60_000)
    shop.billed("ads", 30_050)
    shop.later(days=1)
    anna = await paying(shop, "Advertising", "Daily limit")
    assert "30.01\u00a0₽ a day on average and 900.50\u00a0₽ on the most expensive day" in anna.text
    assert anna.labels[:2] == ["Set 31\u00a0points", "Set 901\u00a0points"]
    await anna.tap("Set 901")
    assert shop.account.own_limit("ads") == 90_100


async def test_the_limit_that_fits_the_dearest_day_is_offered_beside_the_mode(shop: Shop) -> None:
    shop.billed("ads", 60_000)
    shop.billed("ads", 30_050)
    shop.later(days=1)
    anna = await paying(shop, "Advertising")
    assert "On its most expensive day in the last 30 the service took 900.50\u00a0₽." in anna.text
    await anna.tap("Limit: 901")
    assert shop.account.own_limit("ads") == 90_100
    assert not any(label.startswith("Limit:") for label in anna.labels)


async def test_a_limit_is_removed(shop: Shop) -> None:
    anna = await paying(shop, "Advertising", "Daily limit")
    await anna.write("10")
    await anna.tap("Daily limit")
    await anna.tap("Remove the limit")
    assert shop.account.own_limit("ads") is None


@pytest.mark.parametrize("text", ["0", "0,00", "-5", "a lot", "1.234"])
async def test_what_is_no_limit_is_answered_and_changes_nothing(shop: Shop, text: str) -> None:
    anna = await paying(shop, "Advertising", "Daily limit")
    await anna.write(text)
    assert anna.text.startswith("<blockquote>")
    assert shop.account.own_limit("ads") is None


async def test_a_reserve_is_typed_and_0_removes_it(shop: Shop) -> None:
    anna = await paying(shop, "Logistics", "Reserve: Seller bonuses")
    await anna.write("500")
    assert shop.account.reserved_for_others("bonus", "ads") == 50_000
    assert "Seller bonuses: 500\u00a0points in reserve." in anna.text
    await anna.tap("Reserve: Seller bonuses")
    await anna.write("0")
    assert shop.account.reserved_for_others("bonus", "ads") == 0


async def test_a_reserve_is_suggested_from_the_usual_month(shop: Shop) -> None:
    shop.billed("logistics", 90_000)
    shop.later(days=1)
    anna = await paying(shop, "Logistics", "Reserve: Points for discounts", "Set 300")
    assert "Points for discounts: 300\u00a0points in reserve." in anna.text


@pytest.mark.parametrize("role", [Role.FINANCE, Role.EMPLOYEE])
async def test_who_may_not_change_it_cannot_by_typing_either(shop: Shop, role: Role) -> None:
    anna = await paying(shop, "Advertising", "Daily limit")
    shop.becomes(anna, role)
    await anna.write("10")
    assert "needs another role" in anna.text
    assert shop.account.own_limit("ads") is None


async def test_finance_sees_everything_and_the_reason_why_buttons_are_off(shop: Shop) -> None:
    karen = await paying(shop, "Advertising", role=Role.FINANCE)
    assert "Managers and administrators can change this" in karen.text
    off = [button for button in karen.buttons() if button.callback_data is None]
    assert [button.text for button in off] == [
        "Pay automatically", "Daily limit", "Reserve: Points for discounts", "Reserve: Seller bonuses",
    ]  # fmt: skip


async def test_an_old_button_still_sets_what_it_says(shop: Shop) -> None:
    anna = await paying(shop, "Advertising")
    data, old = anna.button("Pay automatically").callback_data or "", anna.screen
    await anna.tap("Pay automatically")
    await anna.send_data(data, old)
    assert shop.account.mode("ads") is Mode.AUTO


@pytest.mark.parametrize("forged", ["service:99", "service:x", "protect:9:9", "protect:", "mode:auto", "amount:-1"])
async def test_made_up_choices_change_nothing(shop: Shop, forged: str) -> None:
    anna = await paying(shop)
    before = shop.account.journal.seq
    intent = (anna.buttons()[0].callback_data or "").partition("\x1d")[0]
    await anna.send_data(f"{intent}\x1d{forged}")
    assert shop.account.journal.seq == before
    assert "How services are paid" in anna.text


# -- one service drains another ----------------------------------------------------------------------------------------


def need(programme: str, available: int, **services: Any) -> Need:
    """Services as name=(monthly, automatic, reserve)."""
    return Need(
        programme, available, tuple(ServiceNeed(s, auto, kept, 0, m) for s, (m, auto, kept) in services.items())
    )


def test_an_automatic_service_endangers_another() -> None:
    found = danger([need("bonus", 1000, ads=(900, True, 0), logistics=(500, False, 0))])
    assert found is not None
    assert (found.service, found.drained_by, found.programme, found.missing) == ("logistics", "ads", "bonus", 400)


@pytest.mark.parametrize(
    "standing",
    [
        need("bonus", 1000, ads=(900, False, 0), logistics=(500, False, 0)),  # nothing is taken automatically
        need("bonus", 1400, ads=(900, True, 0), logistics=(500, False, 0)),  # enough for both
        need("bonus", 1000, ads=(900, True, 0), logistics=(500, False, 500)),  # the reserve protects it
        need("bonus", 0, ads=(900, True, 0), logistics=(500, False, 0)),  # nothing there to be drained
        need("bonus", 1000, ads=(900, True, 0), logistics=(0, False, 0)),  # not used
    ],
)
def test_otherwise_there_is_no_danger(standing: Need) -> None:
    assert danger([standing]) is None


def test_points_of_another_programme_do_as_well() -> None:
    first = need("bonus", 1000, ads=(900, True, 0), logistics=(500, False, 0))
    second = need("discount", 400, ads=(900, True, 0), logistics=(500, False, 0))
    assert danger([first, second]) is None


def test_other_services_use_points_first_that_are_no_use_to_this_one() -> None:
    bonus = need("bonus", 600, ads=(900, True, 0), commission=(500, False, 0))
    assert danger([bonus, need("discount", 900, ads=(900, True, 0))]) is None
    found = danger([bonus, need("discount", 700, ads=(900, True, 0))])
    assert found is not None and (found.service, found.missing) == ("commission", 100)


async def test_the_warning_leads_to_the_reserve_of_the_service_in_danger(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 240_000)
    shop.billed("logistics", 150_000)
    shop.later(days=1)
    anna = await paying(shop, "Advertising", "Pay automatically")
    await anna.write("/points")
    await anna.tap("Service payment")
    assert "Points may run short for this service: logistics." in anna.text
    await anna.tap("Set a reserve")
    assert "Reserve: logistics" in anna.text
    await anna.tap("Set 500")
    await anna.write("/points")
    await anna.tap("Service payment")
    assert "may run short" not in anna.text
