"""The team on the screen: who sees it, who changes it, invitations, and what a forged or second tap comes to."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from aiogram.methods import EditMessageMedia, SendPhoto

from bot.frame.ways import Change
from bot.screens.premium.changes import command
from bot.screens.team.getters import MEMBERS_ON_A_PAGE, NOTES_ON_A_PAGE
from bot.screens.team.qr import qr_png
from bot.texts import LOCALES
from core.values import HOUR, Role
from tests.bot.recording import Human
from tests.bot.shop import DAY, TEXTS, Shop

OTHERS = (Role.FINANCE, Role.EMPLOYEE)
NOT_ADMINISTRATORS = (Role.MANAGER, *OTHERS)


async def open_team(human: Human) -> None:
    """From Home; also for who has no button there."""
    await human.write("/start")
    await human.send_data(_intent(human) + "\x1dgo:team")


def _intent(human: Human) -> str:
    return (human.buttons()[0].callback_data or "").partition("\x1d")[0]


async def forge(human: Human, tail: str) -> None:
    """Tap a button that is not there."""
    last = [button.callback_data for button in human.buttons() if button.callback_data][-1]
    await human.send_data(last.partition("\x1d")[0] + "\x1d" + tail)


def role_of(shop: Shop, human: Human) -> Role | None:
    found = shop.ports.team.memberships(human.user.id)
    return found[0].role if found else None


def number_of(shop: Shop, human: Human) -> int:
    return shop.ports.team.memberships(human.user.id)[0].member_id


def subscribe(shop: Shop) -> None:
    shop.take(command(Change.LITE, id="lite", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER))


# -- who sees what -----------------------------------------------------------------------------------------------------


async def test_the_team_is_listed_with_roles_and_seats(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    emil = shop.member(Role.EMPLOYEE, "Emil & Co")
    subscribe(shop)
    shop.ports.team.assign_seat(shop.seller, number_of(shop, emil), "operator", shop.clock.at, seats=2)
    await open_team(anna)
    assert "“Tea &amp; Co”: 2 people" in anna.text
    assert "1 of 2 taken" in anna.text
    assert "• Emil &amp; Co: Employee · has a seat\n" in anna.text
    assert "• Anna (you): Administrator\n" in anna.text
    assert anna.labels[:2] == ["Anna", "Emil & Co"]


@pytest.mark.parametrize("role", OTHERS)
async def test_other_roles_have_no_button_and_get_a_refusal(shop: Shop, role: Role) -> None:
    shop.member(Role.ADMINISTRATOR, "Anna")
    nosy = shop.member(role, "Nosy")
    await nosy.write("/start")
    assert "Team" not in nosy.labels
    await open_team(nosy)
    assert "needs another role" in nosy.text
    assert "Anna" not in nosy.text
    assert nosy.labels == ["Back", "Home"]


@pytest.mark.parametrize("tail", ["go:audit", "go:invite", "member:1", "go:role", "go:remove"])
@pytest.mark.parametrize("role", OTHERS)
async def test_a_forged_way_into_the_team_shows_nothing_of_it(shop: Shop, role: Role, tail: str) -> None:
    shop.member(Role.ADMINISTRATOR, "Anna")
    nosy = shop.member(role, "Nosy")
    await open_team(nosy)
    await forge(nosy, tail)
    assert "needs another role" in nosy.text
    assert "Anna" not in nosy.text


async def test_a_large_team_comes_in_pages(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    for number in range(MEMBERS_ON_A_PAGE):
        shop.member(Role.EMPLOYEE, f"Worker {number}")
    await open_team(anna)
    assert "Page 1 of 2" in anna.text and "Worker 7" not in anna.text
    await anna.tap("Next")
    assert "Worker 7" in anna.text and "Next" not in anna.labels
    await anna.tap("Previous")
    assert "Page 1 of 2" in anna.text
    await forge(anna, "page:99")
    assert "Page 2 of 2" in anna.text


# -- one member --------------------------------------------------------------------------------------------------------


async def test_an_administrator_changes_a_role(shop: Shop) -> None:
    anna, emil = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(anna)
    await anna.tap("Emil")
    await anna.tap("Change role")
    assert "spends points" in anna.text
    assert anna.button("Employee").disabled is not None
    await anna.tap("Finance manager")
    assert role_of(shop, emil) is Role.FINANCE
    assert "Role: Finance manager" in anna.text
    assert anna.toasts[-1] == "Role changed."


async def test_a_second_tap_on_the_role_changes_nothing(shop: Shop) -> None:
    anna, emil = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(anna)
    await anna.tap("Emil")
    await anna.tap("Change role")
    data = anna.button("Manager").callback_data or ""
    await anna.send_data(data)
    await anna.send_data(data)
    assert role_of(shop, emil) is Role.MANAGER
    assert [note.action for note in shop.ports.team.notes(shop.seller, 9)].count("role_changed") == 1
    assert "Role: Manager" in anna.text


@pytest.mark.parametrize("tail", ["role:administrator", "role:operator", "role:nonsense"])
async def test_a_manager_sees_a_card_without_its_changes_and_cannot_forge_them(shop: Shop, tail: str) -> None:
    shop.member(Role.ADMINISTRATOR, "Anna")
    mark, emil = shop.member(Role.MANAGER, "Mark"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(mark)
    await mark.tap("Emil")
    assert mark.labels == ["Give an analytics seat", "Back", "Home"]
    await forge(mark, tail)
    assert role_of(shop, emil) is Role.EMPLOYEE


async def test_a_manager_cannot_forge_a_removal(shop: Shop) -> None:
    shop.member(Role.ADMINISTRATOR, "Anna")
    mark, emil = shop.member(Role.MANAGER, "Mark"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(mark)
    await mark.tap("Emil")
    await forge(mark, "go:remove")
    assert "needs another role" in mark.text
    await forge(mark, f"confirm:{'x' * 16}")
    assert role_of(shop, emil) is Role.EMPLOYEE


async def test_nobody_changes_their_own_role(shop: Shop) -> None:
    anna, _ = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.ADMINISTRATOR, "Boris")
    await open_team(anna)
    await anna.tap("Anna")
    assert "Another administrator can change your role" in anna.text
    await forge(anna, "role:employee")
    assert role_of(shop, anna) is Role.ADMINISTRATOR
    assert "You can't change your own role" in anna.text


async def test_the_last_administrator_is_told_what_to_do_first(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    await open_team(anna)
    await anna.tap("Anna")
    assert "you, the only administrator" in anna.text
    await anna.tap("Leave the shop")
    assert "You can't leave yet" in anna.text
    assert "Yes, leave" not in anna.labels


async def test_two_administrators_who_remove_each_other_leave_one(shop: Shop) -> None:
    anna, boris = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.ADMINISTRATOR, "Boris")
    for one, other in ((anna, "Boris"), (boris, "Anna")):
        await open_team(one)
        await one.tap(other)
        await one.tap("Remove")
    await anna.tap("Yes, remove")
    await boris.tap("Yes, remove")
    assert [role_of(shop, each) for each in (anna, boris)] == [Role.ADMINISTRATOR, None]


async def test_a_removal_takes_two_taps_and_happens_once(shop: Shop) -> None:
    anna, emil = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(anna)
    await anna.tap("Emil")
    await anna.tap("Remove")
    assert role_of(shop, emil) is Role.EMPLOYEE
    assert anna.button("Yes, remove").style == "danger"
    data = anna.button("Yes, remove").callback_data or ""
    await anna.send_data(data)
    assert role_of(shop, emil) is None
    assert "Emil: removed from the shop." in anna.text
    await anna.send_data(data)
    assert anna.toasts[-1].startswith("This is done already")
    assert [note.action for note in shop.ports.team.notes(shop.seller, 9)].count("removed") == 1


async def test_a_card_of_somebody_who_has_gone_says_so(shop: Shop) -> None:
    anna, emil = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(anna)
    shop.dismiss(emil)
    await anna.tap("Emil")
    assert "no longer in the team" in anna.text
    await forge(anna, "role:manager")
    await forge(anna, "go:give")
    assert "no longer in the team" in anna.text


async def test_a_member_of_another_shop_is_nobody_here(shop: Shop) -> None:
    shop.register("S2", "Other")
    anna, stranger = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Zoe", seller="S2")
    await open_team(anna)
    await forge(anna, f"member:{number_of(shop, stranger)}")
    assert "Zoe" not in anna.text
    await forge(anna, "role:manager")
    assert role_of(shop, stranger) is Role.EMPLOYEE


@pytest.mark.parametrize("member", ["", "x", "-1", "9" * 30, "٣"])
async def test_a_number_of_nobody_shows_that(shop: Shop, member: str) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    await open_team(anna)
    await forge(anna, f"member:{member}")
    assert "no longer in the team" in anna.text


async def test_a_role_taken_away_meanwhile_ends_it(shop: Shop) -> None:
    anna, emil = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Emil")
    shop.member(Role.ADMINISTRATOR, "Boris")
    await open_team(anna)
    await anna.tap("Emil")
    await anna.tap("Remove")
    shop.becomes(anna, Role.EMPLOYEE)
    await anna.tap("Yes, remove")
    assert role_of(shop, emil) is Role.EMPLOYEE
    assert "needs another role" in anna.text


# -- seats -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER])
async def test_a_seat_is_given_and_taken_back(shop: Shop, role: Role) -> None:
    subscribe(shop)
    boss = shop.member(role, "Boss")
    shop.member(Role.EMPLOYEE, "Emil")
    await open_team(boss)
    await boss.tap("Emil")
    await boss.tap("Give an analytics seat")
    assert "Analytics seat: yes" in boss.text and len(shop.ports.team.seats(shop.seller)) == 1
    await boss.tap("Free the seat")
    assert "Analytics seat: no" in boss.text and shop.ports.team.seats(shop.seller) == []


async def test_without_a_subscription_no_seat_can_be_given_not_even_by_a_forged_tap(shop: Shop) -> None:
    anna, _ = shop.member(Role.ADMINISTRATOR, "Anna"), shop.member(Role.EMPLOYEE, "Emil")
    await open_team(anna)
    assert "Analytics seats come with a subscription" in anna.text
    await anna.tap("Emil")
    assert anna.button("Give an analytics seat").disabled is not None
    assert "come with a subscription" in anna.text
    await forge(anna, "go:give")
    assert shop.ports.team.seats(shop.seller) == []


async def test_a_third_seat_is_refused_with_the_reason(shop: Shop) -> None:
    subscribe(shop)
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    for name in ("Bea", "Cleo"):
        member = number_of(shop, shop.member(Role.EMPLOYEE, name))
        shop.ports.team.assign_seat(shop.seller, member, "operator", shop.clock.at, seats=2)
    await open_team(anna)
    await anna.tap("Anna")
    assert anna.button("Give an analytics seat").disabled is not None
    assert "all are taken" in anna.text
    await forge(anna, "go:give")
    assert len(shop.ports.team.seats(shop.seller)) == 2
    assert "Free another member's seat first" in anna.text


async def test_a_seat_without_its_subscription_is_shown_as_idle(shop: Shop) -> None:
    subscribe(shop)
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    shop.ports.team.assign_seat(shop.seller, number_of(shop, anna), "operator", shop.clock.at, seats=2)
    shop.take(command(Change.CANCEL, id="end", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER))
    shop.later(days=31)
    await open_team(anna)
    await anna.tap("Anna")
    assert "there is no subscription" in anna.text
    await anna.tap("Free the seat")
    assert shop.ports.team.seats(shop.seller) == []


# -- invitations -------------------------------------------------------------------------------------------------------


async def invite(human: Human, role: str) -> str:
    """Make an invitation; its address."""
    await open_team(human)
    await human.tap("Invite")
    await human.tap(role)
    button = human.button("Copy the link")
    assert button.copy_text is not None
    return button.copy_text.text


@pytest.mark.parametrize("role", list(Role)[:4])
async def test_an_invitation_lets_one_person_in_with_its_role(shop: Shop, role: Role) -> None:
    anna, nora = shop.member(Role.ADMINISTRATOR, "Anna"), shop.person("Nora")
    address = await invite(anna, TEXTS.get("en", f"role-{role}"))
    assert address.startswith("https://t.me/seller_premium_bot?start=")
    assert address in anna.text
    await nora.write(f"/start {address.partition('start=')[2]}")
    assert role_of(shop, nora) is role
    zoe = shop.person("Zoe")
    await zoe.write(f"/start {address.partition('start=')[2]}")
    assert role_of(shop, zoe) is None


async def test_an_invitation_comes_as_a_picture_that_holds_the_link(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    address = await invite(anna, "Employee")
    sent: list[Any] = [*anna.session.of(SendPhoto), *anna.session.of(EditMessageMedia)]
    pictures: list[Any] = [call.photo if isinstance(call, SendPhoto) else call.media.media for call in sent]
    (picture,) = pictures
    assert picture.data == qr_png(address)
    assert picture.data.startswith(b"\x89PNG")


def test_a_code_is_a_picture_of_a_size_a_phone_can_scan() -> None:
    png = BytesIO(qr_png("https://t.me/seller_premium_bot?start=" + "x" * 32)).getvalue()
    width = int.from_bytes(png[16:20], "big")
    assert 300 <= width <= 800


async def test_a_second_tap_makes_no_second_invitation(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    await open_team(anna)
    await anna.tap("Invite")
    data = anna.button("Employee").callback_data or ""
    await anna.send_data(data)
    await anna.send_data(data)
    assert len(shop.ports.team.open_links(shop.seller, shop.clock.at)) == 1
    assert "Copy the link" in anna.labels


async def test_a_shown_invitation_can_be_revoked(shop: Shop) -> None:
    anna, nora = shop.member(Role.ADMINISTRATOR, "Anna"), shop.person("Nora")
    address = await invite(anna, "Employee")
    await anna.tap("Revoke")
    assert anna.toasts[-1] == "Invitation revoked."
    assert "no unused invitations" in anna.text
    await nora.write(f"/start {address.partition('start=')[2]}")
    assert role_of(shop, nora) is None


async def test_open_invitations_are_listed_and_revocable(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    await invite(anna, "Employee")
    await anna.tap("Back")
    shop.clock.at += 1
    await anna.tap("Manager")
    await anna.tap("Back")
    assert "1. Manager" in anna.text and "2. Employee" in anna.text and "By: Anna" in anna.text
    await anna.tap("Revoke no. 2")
    assert "Employee, works" not in anna.text and "1. Manager" in anna.text


async def test_an_invitation_used_meanwhile_is_said_to_be_closed(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    address = await invite(anna, "Employee")
    await shop.person("Nora").write(f"/start {address.partition('start=')[2]}")
    await anna.tap("Revoke")
    assert anna.toasts[-1] == "This invitation no longer works."


async def test_an_invitation_runs_out_after_a_day(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    await invite(anna, "Employee")
    shop.clock.at += 24 * HOUR
    await anna.tap("Back")
    assert "no unused invitations" in anna.text


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
async def test_only_an_administrator_invites(shop: Shop, role: Role) -> None:
    shop.member(Role.ADMINISTRATOR, "Anna")
    nosy = shop.member(role, "Nosy")
    await open_team(nosy)
    assert "Invite" not in nosy.labels
    await forge(nosy, "go:invite")
    assert "needs another role" in nosy.text
    await forge(nosy, "invite:administrator")
    assert shop.ports.team.open_links(shop.seller, shop.clock.at) == []
    assert "needs another role" in nosy.text


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
async def test_only_an_administrator_revokes(shop: Shop, role: Role) -> None:
    shop.link(Role.EMPLOYEE)
    nosy = shop.member(role, "Nosy")
    (listed,) = shop.ports.team.open_links(shop.seller, shop.clock.at)
    await open_team(nosy)
    await forge(nosy, "go:invite")
    await forge(nosy, f"revoke:{listed.tag}")
    assert len(shop.ports.team.open_links(shop.seller, shop.clock.at)) == 1
    assert "needs another role" in nosy.text


async def test_a_role_that_does_not_exist_is_not_invited(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    await open_team(anna)
    await anna.tap("Invite")
    await forge(anna, "invite:operator")
    assert shop.ports.team.open_links(shop.seller, shop.clock.at) == []


# -- who did what ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LOCALES)
async def test_every_deed_is_told_in_words(shop: Shop, language: str) -> None:
    shop.qualifies()
    subscribe(shop)
    anna, emil = shop.member(Role.ADMINISTRATOR, "Anna", language), shop.member(Role.EMPLOYEE, "Emil")
    team, now = shop.ports.team, shop.clock.at
    team.ask_approval(shop.seller, emil.user.id, now)
    request = team.open_approval(shop.seller)
    assert request is not None
    team.decline_approval(request.id, anna.user.id, now)
    team.assign_seat(shop.seller, number_of(shop, emil), anna.user.id, now, seats=2)
    team.free_seat(shop.seller, number_of(shop, emil), anna.user.id, now)
    team.change_role(shop.seller, number_of(shop, emil), Role.FINANCE, anna.user.id, now)
    team.revoke_link(shop.link(Role.MANAGER), anna.user.id, now)
    team.remove(shop.seller, number_of(shop, emil), anna.user.id, now)
    leaver, forgotten = shop.member(Role.EMPLOYEE, "Leaver"), shop.member(Role.EMPLOYEE, "Forgotten")
    team.leave(shop.seller, leaver.user.id, now)
    team.forget_person(forgotten.user.id, now)
    seen = ""
    await open_team(anna)
    await anna.tap(TEXTS.get(language, "button-team-audit"))
    while True:
        seen += anna.text
        if TEXTS.get(language, "button-team-older") not in anna.labels:
            break
        await anna.tap(TEXTS.get(language, "button-team-older"))
    assert "Emil" in seen and "Leaver" in seen and "Anna" in seen
    assert "Forgotten" not in seen
    assert "_" not in seen and "member:" not in seen and "operator" not in seen
    for key in ("link-revoked", "approval-asked"):
        assert TEXTS.get(language, f"team-note-{key}") in seen


async def test_older_deeds_are_on_further_pages_and_one_comes_back(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR, "Anna")
    for _ in range(NOTES_ON_A_PAGE):
        shop.link(Role.EMPLOYEE)
    await open_team(anna)
    await anna.tap("Who did what")
    assert "Joined" not in anna.text and "Newer" not in anna.labels
    await anna.tap("Earlier")
    assert "Joined the team" in anna.text and "Earlier" not in anna.labels
    await anna.tap("Newer")
    assert "Joined" not in anna.text


async def test_a_manager_may_read_it_too(shop: Shop) -> None:
    mark = shop.member(Role.MANAGER, "Mark")
    await open_team(mark)
    await mark.tap("Who did what")
    assert "Joined the team: Manager" in mark.text


async def test_a_deed_is_dated(shop: Shop) -> None:
    mark = shop.member(Role.MANAGER, "Mark")
    shop.clock.at += DAY
    await open_team(mark)
    await mark.tap("Who did what")
    assert "March 2, 2026, 12:00" in mark.text
