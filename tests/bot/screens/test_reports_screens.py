"""Reports in the chat: figures, pictures with their numbers, months that exist and no others (RULES 11)."""

from __future__ import annotations

import pytest
from aiogram.methods import EditMessageMedia

from bot.texts import LOCALES
from core.events import Connect, SetMode
from core.values import Mode, Plan, Role
from tests.bot.recording import Human
from tests.bot.shop import Shop


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop with charges paid by points and by money, an order in a campaign, and a subscription; two months on."""
    shop.earns(2_000_000)
    shop.take(Connect(id="c", at=shop.clock.at, seller=shop.seller, plan=Plan.LITE, by=Role.MANAGER))
    shop.bonus(100_000)
    shop.take(SetMode(id="m", at=shop.clock.at, seller=shop.seller, mode=Mode.AUTO, by=Role.MANAGER))
    shop.billed("ads", 70_000)
    shop.billed("logistics", 30_000)
    shop.redeems(hold_days=3)
    shop.later(days=20)
    shop.billed("ads", 50_000)
    return shop


async def opened(shop: Shop, role: Role = Role.FINANCE, language: str = "en") -> Human:
    human = shop.member(role, language=language)
    await human.write("/start")
    await human.tap({"en": "Reports", "ru": "Отчёты", "hy": "Հաշվետվություն"}[language])
    return human


async def test_the_summary_has_this_month_beside_the_one_before(busy: Shop) -> None:
    busy.later(days=20)
    human = await opened(busy)
    assert "Report: April 2026" in human.text
    assert "• Bills: 0.00\u00a0₽ · March 2026: 1,500.00\u00a0₽" in human.text


async def test_the_report_opens_with_a_picture_of_the_last_months(busy: Shop) -> None:
    busy.later(days=20)
    await opened(busy)
    assert busy.session.of(EditMessageMedia)


async def test_all_figures_are_one_tap_away(busy: Shop) -> None:
    human = await opened(busy)
    await human.tap("All figures")
    assert "Half of the orders within" in human.text


async def test_who_has_no_business_with_money_sees_no_report(busy: Shop) -> None:
    human = busy.member(Role.EMPLOYEE)
    await human.write("/start")
    assert "Reports" not in human.labels
    intent = (human.buttons()[0].callback_data or "").partition("\x1d")[0]
    await human.send_data(f"{intent}\x1dgo:reports")
    assert "1,500" not in human.text
    assert "needs another role" in human.text


async def test_nothing_charged_is_no_data_and_not_zero_percent(shop: Shop) -> None:
    human = await opened(shop)
    assert "No service bills" in human.text
    assert "no data" in human.text
    assert "0%" not in human.text


async def test_a_picture_has_its_numbers_in_the_caption(busy: Shop) -> None:
    human = await opened(busy)
    await human.tap("What paid for services")
    picture = busy.session.of(EditMessageMedia)[-1]
    assert picture.media.media.data.startswith(b"\x89PNG")
    assert "Advertising" in human.text
    assert "1,200" in human.text
    assert len(human.text) <= 1024


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("view", range(4))
async def test_every_picture_comes_in_every_language(busy: Shop, language: str, view: int) -> None:
    human = await opened(busy, language=language)
    label = [label for label in human.labels if not label.startswith("‹")][view]
    await human.tap(label)
    assert busy.session.of(EditMessageMedia), label
    assert "{" not in human.text


async def test_a_month_without_charges_says_so_instead_of_an_empty_picture(busy: Shop) -> None:
    busy.later(days=40)
    human = await opened(busy)
    pictures = len(busy.session.of(EditMessageMedia))
    await human.tap("What paid for services")
    assert len(busy.session.of(EditMessageMedia)) == pictures
    assert "No service bills" in human.text


async def test_months_end_where_the_shop_begins_and_today(busy: Shop) -> None:
    busy.later(days=20)
    human = await opened(busy)
    assert not [label for label in human.labels if label.endswith("›")]
    await human.tap("‹ March")
    assert not [label for label in human.labels if label.startswith("‹")]
    await human.tap("April")
    assert "April 2026" in human.text


async def test_a_made_up_month_stays_within_the_shops_life(busy: Shop) -> None:
    human = await opened(busy)
    intent = (human.buttons()[0].callback_data or "").partition("\x1d")[0]
    for _ in range(30):
        await human.send_data(f"{intent}\x1dmonth:before")
    assert "March 2026" in human.text
    await human.send_data(f"{intent}\x1dmonth:99999999")
    assert "March 2026" in human.text


async def test_ten_years_are_one_bar_a_year(busy: Shop) -> None:
    human = await opened(busy)
    await human.tap("Months and years")
    await human.tap("10 years")
    assert "2026:" in human.text
    assert "2016:" not in human.text  # empty years are bars without a line


async def test_the_statement_is_a_tap_away(busy: Shop) -> None:
    human = await opened(busy)
    assert "Statement" in human.labels
