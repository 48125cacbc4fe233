"""Money that is missing always comes with a way to pay it, and with words that are true now (RULES 3.3, 12.3)."""

from __future__ import annotations

import pytest

from core.events import Cancel, Connect
from core.policy import overlay_policy
from core.values import Plan, Role, State
from tests.bot.recording import Human
from tests.bot.shop import Shop

PRICE = 199_000
AT_ONCE = "we try the charge at once"


@pytest.fixture
def short(shop: Shop) -> Shop:
    """On the trial of Lite, with no money for what follows."""
    shop.take(Connect(id="c", at=shop.clock.at, seller=shop.seller, plan=Plan.LITE, by=Role.MANAGER))
    shop.later(days=2)
    return shop


@pytest.fixture
def owing(short: Shop) -> Shop:
    """In grace."""
    short.later(days=29)
    assert short.state() is State.GRACE
    return short


async def at_home(shop: Shop, role: Role = Role.MANAGER) -> Human:
    human = shop.member(role)
    await human.write("/start")
    return human


async def test_a_shortage_is_on_home_as_soon_as_it_is_known(short: Shop) -> None:
    anna = await at_home(short)
    assert "The balance is too low for the next charge" in anna.text
    assert anna.labels[0] == "How to top up"
    short.earns(PRICE * 10)
    await anna.write("/start")
    assert "too low for the next charge" not in anna.text


async def test_a_shortage_is_on_home_beside_what_is_more_urgent(short: Shop) -> None:
    short.bonus(50_000)
    with short.database.write() as transaction:
        transaction.run("UPDATE lot SET expires_at = ?", (short.clock.at + 86_400_000_000 * 3,))
    anna = await at_home(short)
    assert "Points expire soon" in anna.text
    assert "The balance is short by" in anna.text


async def test_before_the_charge_nothing_is_promised_at_once(short: Shop) -> None:
    anna = await at_home(short)
    await anna.tap("How to top up")
    assert "Nothing is owed now. The next charge, April 1, 2026" in anna.text
    assert AT_ONCE not in anna.text


async def test_in_grace_it_is_said_what_is_missing_now_and_that_it_is_tried_at_once(owing: Shop) -> None:
    anna = await at_home(owing)
    await anna.tap("How to top up")
    assert "Missing now: <b>" in anna.text
    assert AT_ONCE in anna.text


async def test_the_amount_can_be_copied_and_the_sellers_account_opened(owing: Shop) -> None:
    anna = await at_home(owing)
    await anna.write("/balance")
    pay, copied = anna.buttons()[:2]
    assert pay.url == "https://seller.marketplace.example/balance"
    price = owing.ports.policy.price(Plan.LITE, owing.clock.at)
    assert copied.copy_text is not None
    assert copied.copy_text.text == f"{price // 100}.00"


async def test_without_a_page_of_the_marketplace_there_is_still_the_amount(owing: Shop) -> None:
    owing.restart(policy=overlay_policy('support.top_up_url = ""'))
    anna = await at_home(owing)
    await anna.write("/balance")
    assert [button.url for button in anna.buttons()] == [None] * len(anna.buttons())
    assert anna.labels[0].startswith("Copy the amount")


@pytest.mark.parametrize("command", ["/start", "/points", "/premium", "/history", "/reports", "/settings", "/help"])
async def test_in_grace_the_way_to_pay_is_the_first_button_everywhere(owing: Shop, command: str) -> None:
    anna = await at_home(owing)
    await anna.write(command)
    assert anna.labels[0] == "How to top up"
    assert anna.labels.count("How to top up") == 1
    await anna.tap("How to top up")
    assert "Missing now" in anna.text


async def test_an_employee_is_shown_no_way_to_pay(owing: Shop) -> None:
    emil = await at_home(owing, Role.EMPLOYEE)
    assert "How to top up" not in emil.labels


async def test_beside_a_debt_nothing_dearer_is_offered(owing: Shop) -> None:
    owing.qualifies()
    anna = await at_home(owing)
    await anna.write("/premium")
    assert not any("Premium" in label and "Connect" in label for label in anna.labels)


async def test_who_ends_the_subscription_owes_nothing(owing: Shop) -> None:
    anna = await at_home(owing)
    owing.take(Cancel(id="x", at=owing.clock.at, seller=owing.seller, by=Role.MANAGER))
    await anna.write("/points")
    assert "How to top up" not in anna.labels
