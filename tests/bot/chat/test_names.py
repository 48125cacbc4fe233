"""People whose name on Telegram can't be seen are called by something that can (RULES 15.14)."""

from __future__ import annotations

import pytest
from aiogram.types import User

from bot.frame.visitor import name_of
from core.values import Role
from tests.bot.recording import Human
from tests.bot.shop import Shop

UNSEEN = ["\u3164", "\u200b", "\u2800\u2800", "\u00a0", "\u115f\u1160", "\ufeff", "\u0301\u0301", "\u202e", "\ufe0f"]
USERNAME = "unseen_one"


@pytest.mark.parametrize("name", UNSEEN)
def test_who_has_no_name_to_see_is_called_by_the_username(name: str) -> None:
    assert name_of(User(id=77, is_bot=False, first_name=name, last_name=name, username=USERNAME)) == "@unseen_one"


@pytest.mark.parametrize("name", UNSEEN)
def test_who_has_no_username_either_is_called_by_the_id(name: str) -> None:
    assert name_of(User(id=77, is_bot=False, first_name=name)) == "77"


@pytest.mark.parametrize("name", ["Anna", "Նարե", "😀", "·", "e\u0301", "\u200bAnna", "ᄒ", "한"])
def test_a_name_with_anything_to_see_stays(name: str) -> None:
    assert name_of(User(id=77, is_bot=False, first_name=name, username=USERNAME)) == name


def test_a_last_name_to_see_is_enough() -> None:
    assert name_of(User(id=77, is_bot=False, first_name="\u3164", last_name="Li", username=USERNAME)) == "\u3164 Li"


def unseen(human: Human) -> Human:
    human.user = human.user.model_copy(update={"username": USERNAME})
    return human


async def test_who_joins_without_a_name_to_see_is_listed_by_the_username(shop: Shop) -> None:
    emil = unseen(shop.person("\u3164"))
    await emil.write(f"/start {shop.link(Role.EMPLOYEE)}")
    assert [each.name for each in shop.ports.team.members(shop.seller)] == ["@unseen_one"]


async def test_who_joined_without_a_name_to_see_is_called_by_the_username_when_they_ask(shop: Shop) -> None:
    shop.qualifies()
    anna, emil = shop.member(Role.ADMINISTRATOR), unseen(shop.member(Role.EMPLOYEE, "\u3164"))
    await shop.notifier().deliver()  # the invitation, before the request, which would go first
    await emil.write("/start")
    await emil.tap("See the invitation")
    await emil.tap("Ask a manager")
    await shop.notifier().deliver()
    assert "<b>@unseen_one asks to connect Premium</b>" in anna.text


async def test_who_joined_without_a_name_to_see_has_one_in_the_team_and_in_its_record(shop: Shop) -> None:
    anna, emil = shop.member(Role.ADMINISTRATOR), unseen(shop.member(Role.EMPLOYEE, "\u200b"))
    await emil.write("/start")
    await anna.write("/start")
    await anna.tap("Team")
    assert "@unseen_one" in anna.text
    await anna.tap("Who did what")
    assert "@unseen_one" in anna.text
