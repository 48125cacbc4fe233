"""What people of one shop learn of each other: who joined by whose link, and who asks for what (RULES 12, 15.19)."""

from __future__ import annotations

import pytest

from core.values import Role
from tests.bot.recording import Human
from tests.bot.shop import DAY, Shop
from tests.bot.ways import on_premium, shown


async def invites(shop: Shop, anna: Human, name: str = "Emil <b>") -> Human:
    """Somebody who comes by a link that Anna made."""
    token = shop.ports.team.create_link(shop.seller, Role.EMPLOYEE, anna.user.id, shop.clock.at)
    emil = shop.person(name)
    await emil.write(f"/start {token}")
    return emil


def told(human: Human, word: str) -> int:
    return sum(word in (message.text or message.html_text) for message in human.messages)


async def test_whoever_made_the_link_is_told_who_came_by_it(shop: Shop) -> None:
    anna, boris = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.ADMINISTRATOR, "Boris")
    await invites(shop, anna)
    await shop.notifier().deliver()
    assert "<b>Emil &lt;b&gt; joined “Tea &amp; Co” by your link</b>\nRole: Employee" in anna.text
    assert told(boris, "joined") == 0


async def test_a_second_tap_on_the_link_tells_nothing_more(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    token = shop.ports.team.create_link(shop.seller, Role.EMPLOYEE, anna.user.id, shop.clock.at)
    emil = shop.person("Emil")
    for _ in range(2):
        await emil.write(f"/start {token}")
    await shop.notifier().deliver()
    assert told(anna, "joined") == 1


async def test_a_link_from_the_command_line_tells_nobody(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    emil = shop.person("Emil")
    await emil.write(f"/start {shop.link(Role.EMPLOYEE)}")
    await shop.notifier().deliver()
    assert anna.messages == []


async def test_what_was_told_of_a_person_goes_when_they_are_forgotten(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    emil = await invites(shop, anna)
    shop.ports.team.forget_person(emil.user.id, shop.clock.at)
    await shop.notifier().deliver()
    with shop.database.read() as transaction:
        (kept,) = transaction.row("SELECT COUNT(*) FROM broadcast") or (None,)
    assert (kept, anna.messages) == (0, [])


async def test_who_may_not_decide_can_ask_those_who_may_with_a_button(shop: Shop) -> None:
    anna = await on_premium(shop)
    emil, fiona = shop.member(Role.EMPLOYEE, "Emil"), shop.member(Role.FINANCE, "Fiona")
    await emil.write("/premium")
    await emil.tap("Ask them")
    assert emil.toasts[-1] == "They are told."
    await shop.notifier().deliver()
    assert "Emil asks you to look at the subscription" in shown(anna)
    assert told(fiona, "asks you") == 0


async def test_asking_again_the_same_day_tells_nobody_twice(shop: Shop) -> None:
    anna = await on_premium(shop)
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await emil.write("/premium")
    for days in (0, 0, 1):
        shop.clock.at += days * DAY
        await emil.tap("Ask them")
        await shop.notifier().deliver()
    assert told(anna, "asks you") == 2


async def test_a_seat_can_be_asked_for_with_a_button(shop: Shop) -> None:
    anna = await on_premium(shop)
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await emil.write("/premium")
    await emil.tap("Benefits")
    await emil.tap("Analytics seats")
    await emil.tap("Ask them")
    await shop.notifier().deliver()
    assert "Emil asks you for an analytics seat" in shown(anna)


async def test_the_chosen_shop_is_ticked(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    shop.register("S2", "Vinyl")
    shop.admit(anna, Role.MANAGER, "S2")
    await anna.write("another shop")
    chosen = shop.ports.team.current(anna.user.id)
    assert chosen is not None
    assert [label for label in anna.labels if label.startswith("✓")] == [f"✓ {chosen.shop}"]


@pytest.mark.parametrize("language", ["ru", "hy", "en"])
@pytest.mark.parametrize("screen", ["/premium", "/start", "calculator", "/history"])
async def test_no_button_shares_a_row_with_a_word_that_would_be_broken(shop: Shop, screen: str, language: str) -> None:
    anna = await on_premium(shop)
    shop.ports.team.set_locale(anna.user.id, language)
    await anna.write(screen)
    assert anna.screen.reply_markup is not None
    rows = anna.screen.reply_markup.inline_keyboard
    crowded = [
        button.text
        for row in rows
        for button in row
        if len(row) > 1 and max(map(len, button.text.split())) > 30 // len(row)
    ]
    assert crowded == []


async def test_with_nothing_to_spend_the_way_on_is_how_points_are_earned(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("spend points")
    await anna.tap("How to earn more")
    assert "campaign" in shown(anna).lower()


async def test_with_nothing_to_pay_for_the_way_on_is_how_points_pay_by_themselves(shop: Shop) -> None:
    shop.bonus(100_000)
    anna = shop.member(Role.MANAGER)
    await anna.write("spend points")
    await anna.tap("Service payment")
    assert "Automatically" in shown(anna)
