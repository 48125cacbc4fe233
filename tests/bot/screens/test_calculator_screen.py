"""The calculator in the chat: what people type, what comes of it, and that nothing is kept (RULES 8.2, 11)."""

from __future__ import annotations

import pytest

from bot.screens.calculator.typed import parse_coefficient, parse_margin, parse_percent, parse_quantity
from core.events import CampaignUpserted, OrderReturned
from core.values import Role
from tests.bot.recording import Human
from tests.bot.shop import DAY, START, Shop

RU, EN = "ru", "en"


# -- what people type --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "locale", "rate"),
    [
        ("10", RU, 100_000), ("10%", EN, 100_000), ("7,5 %", RU, 75_000), ("7.5", EN, 75_000), ("100", RU, 1_000_000),
        ("0,01 %", RU, 100), ("15 процентов", RU, 150_000), ("15 տոկոս", "hy", 150_000), (" 5 percent ", EN, 50_000),
    ],
)  # fmt: skip
def test_a_percentage_is_understood(text: str, locale: str, rate: int) -> None:
    assert parse_percent(text, locale) == rate


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "0,00 %",
        "100,01",
        "-5",
        "ten",
        "",
        "7,555",
        "5 % 5 %",
        "1 000",
        "%" * 100,
        "1\n0",
        "5\n10 %",
        "5" + " " * 70 + "0",
    ],
)
def test_what_is_no_percentage_is_none(text: str) -> None:
    assert parse_percent(text, RU) is None


@pytest.mark.parametrize("text", ["0", "0,0", "0 %"])
def test_no_returns_are_a_share_too(text: str) -> None:
    assert parse_percent(text, RU, least=0) == 0


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0,05", 50_000), ("0.065432", 65_432), ("1", 1_000_000), ("1,0", 1_000_000), ("5 %", 50_000), ("0,5%", 5_000)],
)
def test_a_coefficient_is_understood(text: str, rate: int) -> None:
    assert parse_coefficient(text, RU) == rate


@pytest.mark.parametrize(
    "text", ["0", "5", "1,01", "0,1234567", "half", "", "-0,05", "101 %", "0,0\n5", "0,05" + " " * 70 + "5"]
)
def test_what_is_no_coefficient_is_none(text: str) -> None:
    assert parse_coefficient(text, RU) is None


@pytest.mark.parametrize(
    ("text", "locale", "quantity"),
    [("20", RU, 20), ("1 000 шт.", RU, 1000), ("1,000", EN, 1000), ("12 հատ", "hy", 12), ("3 pcs", EN, 3)],
)
def test_a_quantity_is_understood(text: str, locale: str, quantity: int) -> None:
    assert parse_quantity(text, locale) == quantity


@pytest.mark.parametrize("text", ["0", "1,5", "-3", "many", "", "1000000000001", "1\n500", "5" + " " * 70 + "0"])
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert parse_quantity(text, RU) is None


@pytest.mark.parametrize(("text", "margin"), [("2100", 210_000), ("30 %", 210_000), ("2 100,50 ₽", 210_050)])
def test_a_margin_is_money_or_a_share_of_the_price(text: str, margin: int) -> None:
    assert parse_margin(text, 700_000, RU) == margin


@pytest.mark.parametrize("text", ["0", "7000,01", "101 %", "nothing"])
def test_a_margin_is_above_zero_and_at_most_the_price(text: str) -> None:
    assert parse_margin(text, 700_000, RU) is None


# -- the way through ---------------------------------------------------------------------------------------------------


async def calculator(shop: Shop, *said: str, role: Role = Role.MANAGER) -> Human:
    human = shop.member(role)
    await human.write("/points")
    await human.tap("Discount calculator")
    await human.tap("Next")
    for text in said:
        await human.write(text)
    return human


def spring(shop: Shop, **fields: object) -> None:
    values = {"coefficient": 50_000, "min_discount": 100_000, "starts_at": START - DAY, "ends_at": START + 90 * DAY}
    shop.take(CampaignUpserted(id=f"c{len(fields)}", at=START, campaign="spring", **values | fields))  # type: ignore[arg-type]  # a mixed bag of fields


async def test_four_numbers_lead_to_the_result(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10%", "20", "0.05")
    for said in ("700\u00a0points", "14,000.00\u00a0₽", "13,300.00\u00a0₽", "5%", "<code>7,000 × 10 %"):
        assert said in anna.text


async def test_the_formula_is_written_as_its_reader_writes(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10%", "20", "0.05")
    shop.ports.team.set_plain(anna.user.id, True)
    await anna.tap("Returns")
    await anna.write("8")
    assert "<code>7,000 × 10 % × 20 × 0.05 × 92 % = 644</code>" in anna.text


async def test_two_discounts_are_two_cards_with_the_units_to_break_even(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Second discount")
    await anna.write("15")
    await anna.tap("Profit on a unit")
    await anna.write("30%")
    assert "A discount of 15% brings 350\u00a0points more than 10% and costs 6,650.00\u00a0₽ more." in anna.text
    _, ten, fifteen = anna.text.split("<b>Discount 1")
    assert "Sell so many more to break even: 10" in ten and "Sell so many more to break even: 19" in fifteen


async def test_a_discount_that_eats_the_margin_never_pays_off(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "50", "20", "0.05")
    await anna.tap("Profit on a unit")
    await anna.write("700")
    assert "never pays off" in anna.text


async def test_expected_returns_are_taken_off(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Returns")
    await anna.write("10")
    assert "630\u00a0points" in anna.text


async def test_own_returns_of_the_last_days_are_offered(shop: Shop) -> None:
    shop.redeems()
    line = next(iter(shop.account.lines))
    shop.take(OrderReturned(id="r", at=shop.clock.at, seller=shop.seller, line=line, quantity=5))
    anna = await calculator(shop, "7000", "20")
    await anna.tap("Returns")
    assert "In your last 90 days: 25%" in anna.text
    await anna.tap("Use our own share")
    assert "525\u00a0points" in anna.text


async def test_without_a_past_no_share_is_made_up(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Returns")
    assert "We have no share of yours" in anna.text
    assert "Use our own share" not in anna.labels


async def test_a_campaign_stands_for_its_coefficient(shop: Shop) -> None:
    spring(shop, coefficients={"tea": 70_000})
    anna = await calculator(shop, "7000", "20", "12")
    await anna.tap("Change the numbers")
    await anna.tap("Campaign")
    await anna.tap("“spring”, tea: 0.07")
    assert "1,176\u00a0points" in anna.text


async def test_below_a_campaigns_least_discount_there_are_no_points(shop: Shop) -> None:
    spring(shop)
    anna = await calculator(shop, "7000", "5", "20")
    assert "Discount 5%: the campaign asks for 10% or more" in anna.text
    assert "0\u00a0points" in anna.text


async def test_a_campaign_that_ended_meanwhile_is_asked_for_again(shop: Shop) -> None:
    spring(shop)
    anna = await calculator(shop, "7000", "10", "20")
    shop.later(days=91)
    await anna.tap("Change the numbers")
    assert "campaign “spring” is over" in anna.text
    await anna.tap("Next")
    assert "Which coefficient" in anna.text


@pytest.mark.parametrize(
    ("before", "wrong", "answer"),
    [
        ([], "cheap", "That is no price"),
        ([], "-1", "That is no price"),
        (["7000"], "120", "at most 100 percent"),
        (["7000", "10"], "2.5", "a whole number from 1"),
        (["7000", "10", "20"], "5", "at most 1, with at most six decimals"),
        (["999999999999"], "10", "How many units"),
    ],
)
async def test_what_cannot_be_is_answered_with_an_example(
    shop: Shop, before: list[str], wrong: str, answer: str
) -> None:
    anna = await calculator(shop, *before, wrong)
    assert answer in anna.text


async def test_price_times_quantity_has_a_bound(shop: Shop) -> None:
    anna = await calculator(shop, "999999999999", "10", "999999999999")
    assert "Price times quantity is too large" in anna.text


async def test_a_lower_price_forgets_a_margin_above_it(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Profit on a unit")
    await anna.write("2100")
    await anna.tap("Change the numbers")
    await anna.tap("Price")
    await anna.write("1000")
    assert "Enter your profit on one unit" in anna.text


async def test_an_option_can_be_left_out_again(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Second discount")
    await anna.write("15")
    await anna.tap("Change the numbers")
    await anna.tap("Second discount")
    await anna.tap("Leave it out")
    assert "more than 10%" not in anna.text


async def test_calculating_writes_nothing(shop: Shop) -> None:
    before = shop.account.journal.seq
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Profit on a unit")
    await anna.write("2100")
    assert shop.account.journal.seq == before
    with shop.database.read() as transaction:
        (taken,) = transaction.row("SELECT COUNT(*) FROM taken WHERE source = 'chat'") or (None,)
    assert taken == 0


@pytest.mark.parametrize("forged", ["field:nonsense", "field:", "result", "form", "other"])
async def test_made_up_choices_show_a_sensible_screen(shop: Shop, forged: str) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Discount calculator")
    intent = (anna.buttons()[0].callback_data or "").partition("\x1d")[0]
    await anna.send_data(f"{intent}\x1dfield:{forged}")
    await anna.send_data(f"{intent}\x1dlikely:{forged}")
    assert "Discount calculator" in anna.text


# -- the beginning and the verdict -------------------------------------------------------------------------------------


async def test_the_form_begins_with_the_campaign_and_discount_of_the_last_order(shop: Shop) -> None:
    shop.redeems()
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Discount calculator")
    assert "Discount: 10%" in anna.text
    assert "Coefficient: “spring”: 0.05" in anna.text
    assert "What does the product cost before the discount?" in anna.text


async def test_without_an_order_the_form_begins_with_the_campaign_that_runs(shop: Shop) -> None:
    spring(shop, title="Spring sale")
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Discount calculator")
    assert "Coefficient: “Spring sale”: 0.05" in anna.text
    assert "Discount: not entered" in anna.text


async def test_a_campaign_that_is_over_is_not_begun_with(shop: Shop) -> None:
    spring(shop, ends_at=START + DAY)
    shop.later(days=2)
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    await anna.tap("Discount calculator")
    assert "Coefficient: not entered" in anna.text


async def test_the_verdict_is_the_first_sentence(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    verdict = "A discount of 10% brings 700\u00a0points back and costs you 13,300.00\u00a0₽."
    assert anna.text.index(verdict) < anna.text.index("Price 7,000.00")


async def test_the_verdict_says_from_how_many_more_sales_a_discount_pays_off(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "10", "20", "0.05")
    await anna.tap("Profit on a unit")
    await anna.write("30%")
    assert "A discount of 10% pays off if you sell 10 more" in anna.text


async def test_the_verdict_says_that_a_discount_never_pays_off(shop: Shop) -> None:
    anna = await calculator(shop, "7000", "50", "20", "0.05")
    await anna.tap("Profit on a unit")
    await anna.write("700")
    assert "A discount of 50% never pays off" in anna.text
