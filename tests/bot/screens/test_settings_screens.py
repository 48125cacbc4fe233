"""Settings on the screen: notices, quiet hours, zone, form and language; leaving and being forgotten."""

from __future__ import annotations

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMyCommands, SendRichMessage
from aiogram.types import InputRichMessage

from bot.screens.settings.getters import state_of
from bot.screens.settings.kinds import GROUPS, always_for, groups_for, kinds_for
from bot.screens.settings.zones import ZONES, city, offset, place
from bot.texts import LOCALES
from core.notices.joining import Cadence
from core.notices.kinds import ALWAYS, NoticeKind
from core.values import Role, parse_instant
from tests.bot.recording import Human
from tests.bot.screens.test_team_screens import forge, role_of
from tests.bot.shop import TEXTS, Shop

ROLES = (Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE, Role.EMPLOYEE)
USUAL = (22, 9)
WINTER, SUMMER = parse_instant("2026-01-15T00:00:00Z"), parse_instant("2026-07-15T00:00:00Z")


def muted(shop: Shop, human: Human) -> frozenset[str]:
    return shop.ports.team.person(human.user.id).muted


async def open_settings(human: Human, *labels: str) -> None:
    await human.write("/settings")
    for label in labels:
        await human.tap(label)


# -- the kinds themselves ----------------------------------------------------------------------------------------------


def test_every_kind_is_in_one_group_or_always_on() -> None:
    grouped = [kind for group in GROUPS for kind in group.kinds]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == set(NoticeKind) - ALWAYS


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_shown_only_what_it_gets(role: Role) -> None:
    shown = {kind for group in groups_for([role]) for kind in group.kinds} | set(always_for([role]))
    assert all(role in kind.audience for kind in shown)
    missing = {kind for kind in NoticeKind if role in kind.audience} - shown
    assert missing == ({"approval_answered"} if role in (Role.ADMINISTRATOR, Role.MANAGER) else set())


def test_a_group_with_one_kind_left_is_one_switch() -> None:
    (group,) = [group for group in groups_for([Role.EMPLOYEE]) if group.name == "subscription"]
    assert (group.kinds, group.whole) == (("benefits_on",), True)


def test_roles_in_several_shops_add_up() -> None:
    assert kinds_for([Role.MANAGER, Role.EMPLOYEE]) == kinds_for([Role.MANAGER]) | kinds_for([Role.EMPLOYEE])


def test_without_a_shop_there_is_nothing_to_switch() -> None:
    assert groups_for([]) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_switch_fits_on_a_button(locale: str) -> None:
    names = {f"settings-group-{group.name}" for role in ROLES for group in groups_for([role]) if group.whole}
    names |= {
        f"settings-kind-{kind.replace('_', '-')}" for group in GROUPS[1:] if not group.whole for kind in group.kinds
    }
    for key in names:
        for state in ("settings-switched-on", "settings-switched-off"):
            label = TEXTS.plain(locale, state, name=TEXTS.plain(locale, key))
            assert len(label) <= 30, label


@pytest.mark.parametrize(
    ("off", "state"), [(set(), "on"), ({"a"}, "partly"), ({"a", "b"}, "off"), ({"a", "b", "c"}, "off")]
)
def test_a_group_is_on_off_or_partly_on(off: set[str], state: str) -> None:
    assert state_of(["a", "b"], frozenset(off)) == state


# -- the main window ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_has_settings_on_home(shop: Shop, role: Role) -> None:
    human = shop.member(role)
    await human.write("/start")
    await human.tap("Settings")
    assert "Language: English" in human.text
    assert "Quiet hours: from 22:00 to 09:00" in human.text
    assert "as the programme (Moscow, UTC+3)" in human.text


async def test_somebody_without_a_shop_can_open_them_too(shop: Shop) -> None:
    nora = shop.person("Nora")
    await open_settings(nora)
    assert "Language: English" in nora.text
    await nora.tap("Notices")
    assert "You have not joined a shop yet" in nora.text
    await open_settings(nora, "My data")
    assert "We keep these settings" in nora.text
    await nora.tap("Home")
    assert "You have not joined a shop yet" in nora.text


async def test_language_leads_back_to_settings_when_it_was_opened_there(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Language")
    await anna.tap("Back")
    assert "<b>Settings</b>" in anna.text
    await anna.tap("Language")
    await anna.tap("Русский")
    assert "<b>Настройки</b>" in anna.text and "Язык: Русский" in anna.text
    await anna.write("/language")
    await anna.tap("Назад")
    assert "Tea &amp; Co" in anna.text


async def test_messages_are_plain_until_tables_are_asked_for(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await anna.write("/start")
    await anna.tap("Team")
    assert not shop.session.of(SendRichMessage)
    await open_settings(anna)
    assert "Tables: off" in anna.text


async def test_tables_are_on_once_a_sample_was_seen(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await open_settings(anna, "Tables")
    *_, sample, question = anna.messages
    assert "<table" in (sample.text or "") and "Do you see a table here" in (question.text or "")
    assert shop.ports.team.person(anna.user.id).plain
    await anna.tap("Yes")
    assert "Tables: on" in anna.text and sample not in anna.messages
    await anna.write("/start")
    await anna.tap("Team")
    assert "<table" in anna.text
    await open_settings(anna, "Turn tables off")
    assert shop.ports.team.person(anna.user.id).plain


async def test_who_does_not_see_the_sample_stays_without_tables(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await open_settings(anna, "Tables")
    sample = anna.messages[-2]
    await anna.tap("No")
    assert "Tables: off" in anna.text and sample not in anna.messages
    assert shop.ports.team.person(anna.user.id).plain


async def test_where_telegram_refuses_the_sample_nothing_is_asked(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await open_settings(anna)
    refused = TelegramBadRequest(
        method=SendRichMessage(chat_id=1, rich_message=InputRichMessage()), message="Bad Request: unknown method"
    )
    shop.session.refuse_next(SendRichMessage, refused)
    await anna.tap("Tables")
    assert "did not take the sample" in anna.toasts[-1]
    assert "Tables: off" in anna.text


@pytest.mark.parametrize("tail", ["seen:nonsense", "seen:"])
async def test_an_answer_that_was_not_offered_changes_nothing(shop: Shop, tail: str) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await open_settings(anna, "Tables")
    await forge(anna, tail)
    assert shop.ports.team.person(anna.user.id).plain


# -- notices -----------------------------------------------------------------------------------------------------------


async def test_sums_come_as_often_as_is_said(shop: Shop) -> None:
    anna = shop.member(Role.FINANCE)
    await open_settings(anna, "Notices")
    assert "Points: sums: every week" in anna.text
    for label, cadence in (("Every day", Cadence.DAILY), ("Every month", Cadence.MONTHLY), ("Never", Cadence.NEVER)):
        await open_settings(anna, "Notices", "Points: sums…", label)
        assert shop.ports.team.person(anna.user.id).digests is cadence
        assert anna.button(label).disabled is not None
    await anna.tap("Back")
    assert "Points: sums: never" in anna.text


async def test_the_monthly_report_is_on_until_it_is_switched_off(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Notices", "Monthly report: on")
    assert muted(shop, anna) == {"monthly_report"}


async def test_a_group_opens_and_each_of_its_kinds_can_be_switched(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Notices", "Payments and dates…", "Subscription renewed: on")
    assert muted(shop, anna) == {"renewed"}
    assert "Subscription renewed: off" in anna.labels
    await anna.tap("Back")
    assert "Payments and dates: not all on" in anna.text


async def test_a_group_is_switched_as_a_whole(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Notices", "Changes of the plan…", "All off")
    group = next(group for group in GROUPS if group.name == "subscription")
    assert muted(shop, anna) == set(group.kinds)
    assert anna.button("All off").disabled is not None
    await anna.tap("All on")
    assert muted(shop, anna) == frozenset()


async def test_a_second_tap_on_a_switch_changes_nothing(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Notices")
    data = anna.button("Seller badge: on").callback_data or ""
    await anna.send_data(data)
    await anna.send_data(data)
    assert muted(shop, anna) == {"badge_hidden", "badge_shown"}


@pytest.mark.parametrize("role", ROLES)
async def test_what_cannot_be_switched_off_is_shown_with_its_reason(shop: Shop, role: Role) -> None:
    human = shop.member(role)
    await open_settings(human, "Notices")
    assert "Subscription ended: benefits don't work" in human.text
    assert ("Payment failed: the subscription may end" in human.text) == (role is not Role.EMPLOYEE)
    assert ("Request for Premium: somebody waits" in human.text) == (role in (Role.ADMINISTRATOR, Role.MANAGER))
    assert not [label for label in human.labels if label.startswith(("Subscription ended", "Payment failed"))]


@pytest.mark.parametrize("tail", ["kind:off-renewal_failed", "kind:off-nonsense", "kind:off", "group:off-nonsense"])
async def test_a_forged_switch_changes_nothing(shop: Shop, tail: str) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Notices", "Changes of the plan…")
    await forge(anna, tail)
    assert muted(shop, anna) == frozenset()


@pytest.mark.parametrize("tail", ["kind:off-points_credited", "group:off-digest", "group:payment"])
async def test_an_employee_switches_nothing_that_employees_do_not_get(shop: Shop, tail: str) -> None:
    emil = shop.member(Role.EMPLOYEE)
    await open_settings(emil, "Notices", "Invitation to Premium…")
    await forge(emil, tail)
    assert muted(shop, emil) == frozenset()


# -- quiet hours and the zone ------------------------------------------------------------------------------------------


def quiet(shop: Shop, human: Human) -> tuple[int | None, int | None]:
    person = shop.ports.team.person(human.user.id)
    return person.quiet_from, person.quiet_to


async def test_usual_quiet_hours_take_one_tap_and_so_does_none(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Quiet hours", "No quiet hours")
    assert quiet(shop, anna) == (None, None)
    assert "Quiet hours: none" in anna.text
    await anna.tap("22:00 – 09:00")
    assert quiet(shop, anna) == USUAL
    assert "from 22:00 to 09:00" in anna.text


async def test_own_quiet_hours_take_two_more(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Quiet hours", "Other hours", "13:00")
    assert "Silent from 13:00" in anna.text and "13:00" not in anna.labels
    await anna.tap("15:00")
    assert quiet(shop, anna) == (13, 15)
    assert "from 13:00 to 15:00" in anna.text


async def test_a_second_tap_on_an_hour_changes_nothing(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Quiet hours", "Other hours")
    start = anna.button("13:00").callback_data or ""
    await anna.send_data(start)
    await anna.send_data(start)
    end = anna.button("15:00").callback_data or ""
    await anna.send_data(end)
    await anna.send_data(end)
    assert quiet(shop, anna) == (13, 15)


@pytest.mark.parametrize("tail", ["end:13", "end:24", "end:-1", "end:x", "start:99", "quiet:1-2"])
async def test_hours_that_were_not_offered_change_nothing(shop: Shop, tail: str) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Quiet hours", "Other hours", "13:00")
    await forge(anna, tail)
    assert quiet(shop, anna) == USUAL


async def test_a_zone_is_chosen_by_its_city_and_let_go(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Time zone", "Yerevan +4")
    assert shop.ports.team.person(anna.user.id).timezone == "Asia/Yerevan"
    assert "Time zone: Yerevan, UTC+4" in anna.text
    assert anna.button("Yerevan +4").disabled is not None
    await anna.write("/start")
    assert "(Moscow, UTC+3)" in anna.text
    await open_settings(anna, "Time zone", "As the programme")
    assert shop.ports.team.person(anna.user.id).timezone is None


@pytest.mark.parametrize("tail", ["zone:99", "zone:Mars", "same:x"])
async def test_a_zone_that_was_not_offered_changes_nothing(shop: Shop, tail: str) -> None:
    anna = shop.member(Role.MANAGER)
    await open_settings(anna, "Time zone")
    await forge(anna, tail)
    assert shop.ports.team.person(anna.user.id).timezone is None


@pytest.mark.parametrize("locale", LOCALES)
def test_every_city_fits_on_a_button_in_the_readers_letters(locale: str) -> None:
    for zone in ZONES:
        label = f"{city(zone, locale)} {offset(zone, WINTER)}"
        assert len(label) <= 30
        assert label.isascii() == (locale == "en")


def test_cities_go_from_west_to_east() -> None:
    hours = [int(offset(zone, WINTER)) for zone in ZONES]
    assert hours == sorted(hours)


def test_a_zone_is_placed_by_its_distance_from_utc_that_day() -> None:
    assert place("Europe/Chisinau", "en", WINTER) == "Chisinau, UTC+2"
    assert place("Europe/Chisinau", "en", SUMMER) == "Chisinau, UTC+3"
    assert place("America/St_Johns", "en", WINTER) == "St. John’s, UTC−3:30"


# -- leaving and being forgotten ---------------------------------------------------------------------------------------


async def test_a_member_leaves_a_shop_with_two_taps(shop: Shop) -> None:
    shop.member(Role.ADMINISTRATOR)
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await open_settings(emil, "My data", "Leave: Tea & Co")
    assert role_of(shop, emil) is Role.EMPLOYEE
    assert emil.button("Yes, leave").style == "danger"
    await emil.tap("Yes, leave")
    assert role_of(shop, emil) is None
    assert "You have left “Tea &amp; Co”." in emil.text
    assert "You have not joined a shop yet" in emil.text


async def test_who_leaves_one_of_two_shops_sees_the_other(shop: Shop) -> None:
    shop.register("S2", "Coffee")
    emil = shop.member(Role.EMPLOYEE, "Emil")
    shop.admit(emil, Role.FINANCE, "S2")
    await open_settings(emil, "My data", "Leave: Coffee", "Yes, leave")
    assert [each.seller for each in shop.ports.team.memberships(emil.user.id)] == ["S1"]
    assert "<b>Tea &amp; Co</b>" in emil.text


async def test_the_last_administrator_cannot_leave_but_is_led_to_the_team(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await open_settings(anna, "My data", "Leave: Tea & Co")
    assert "“Tea &amp; Co” has no other administrator" in anna.text
    assert anna.labels == ["Team: Tea & Co", "Back", "Home"]
    await forge(anna, f"depart:{'x' * 16}")
    assert role_of(shop, anna) is Role.ADMINISTRATOR
    await anna.tap("Team")
    assert "Invite" in anna.labels


async def test_an_administrator_who_became_the_last_one_meanwhile_stays(shop: Shop) -> None:
    anna, boris = shop.member(Role.ADMINISTRATOR), shop.member(Role.ADMINISTRATOR, "Boris")
    await open_settings(anna, "My data", "Leave: Tea & Co")
    shop.dismiss(boris)
    await anna.tap("Yes, leave")
    assert role_of(shop, anna) is Role.ADMINISTRATOR
    assert "has no other administrator" in anna.text


async def test_a_second_tap_on_leaving_does_not_leave_the_next_shop(shop: Shop) -> None:
    shop.register("S2", "Coffee")
    emil = shop.member(Role.EMPLOYEE, "Emil")
    shop.admit(emil, Role.EMPLOYEE, "S2")
    await open_settings(emil, "My data", "Leave: Coffee")
    data = emil.button("Yes, leave").callback_data or ""
    await emil.send_data(data)
    await emil.send_data(data)
    assert [each.seller for each in shop.ports.team.memberships(emil.user.id)] == ["S1"]


async def test_the_confirmation_of_leaving_does_not_forget_and_the_other_way_round(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await open_settings(emil, "My data", "Leave: Tea & Co")
    nonce = (emil.button("Yes, leave").callback_data or "").rpartition(":")[2]
    await emil.tap("Back")
    await emil.tap("Delete my data")
    await forge(emil, f"depart:{nonce}")
    assert role_of(shop, emil) is Role.EMPLOYEE
    assert emil.toasts[-1].startswith("This button is out of date")


async def test_a_person_has_their_data_deleted_with_two_taps(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE, "Emil")
    shop.ports.team.set_locale(emil.user.id, "en")
    await open_settings(emil, "My data")
    assert "your name (Emil)" in emil.text
    await emil.tap("Delete my data")
    assert "• You leave: Tea &amp; Co." in emil.text
    assert role_of(shop, emil) is Role.EMPLOYEE
    await emil.tap("Yes, delete my data")
    assert "Your data is deleted" in emil.text
    assert "You have not joined a shop yet" in emil.text
    with shop.database.read() as transaction:
        assert transaction.rows("SELECT * FROM person WHERE telegram_id = ?", (emil.user.id,)) == []
        assert transaction.rows("SELECT name FROM member WHERE name = 'Emil'") == []


async def test_stopping_the_bot_afterwards_leaves_no_trace_of_them(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await open_settings(emil, "My data", "Delete my data", "Yes, delete my data")
    await emil.block()
    with shop.database.read() as transaction:
        assert transaction.rows("SELECT * FROM person WHERE telegram_id = ?", (emil.user.id,)) == []


async def test_the_menu_that_was_shown_to_them_alone_is_taken_back(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await open_settings(emil, "My data", "Delete my data", "Yes, delete my data")
    (call,) = emil.session.of(DeleteMyCommands)
    assert call.scope.chat_id == emil.user.id


async def test_a_second_tap_on_deleting_is_harmless(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await open_settings(emil, "My data", "Delete my data")
    data = emil.button("Yes, delete my data").callback_data or ""
    await emil.send_data(data)
    await emil.send_data(data)
    assert "You have not joined a shop yet" in emil.text


async def test_the_last_administrators_data_stays_until_the_shop_is_handed_over(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await open_settings(anna, "My data", "Delete my data")
    assert "You are the only administrator: Tea &amp; Co." in anna.text
    assert anna.labels == ["Team: Tea & Co", "Back", "Home"]


async def test_the_team_to_hand_over_is_that_of_the_shop_in_question(shop: Shop) -> None:
    shop.register("S2", "Coffee")
    anna = shop.member(Role.ADMINISTRATOR)
    shop.admit(anna, Role.ADMINISTRATOR, "S2")
    await open_settings(anna, "My data", "Leave: Tea & Co", "Team: Tea & Co")
    assert "“Tea &amp; Co”: 1 person" in anna.text
    await open_settings(anna, "My data", "Leave: Coffee")
    await forge(anna, "team:0123456789abcdef")
    assert anna.toasts[-1].startswith("This button is out of date")


async def test_who_became_the_last_administrator_meanwhile_is_not_deleted(shop: Shop) -> None:
    anna, boris = shop.member(Role.ADMINISTRATOR), shop.member(Role.ADMINISTRATOR, "Boris")
    await open_settings(anna, "My data", "Delete my data")
    shop.dismiss(boris)
    await anna.tap("Yes, delete my data")
    assert role_of(shop, anna) is Role.ADMINISTRATOR
    assert "only administrator" in anna.text


async def test_somebody_without_a_shop_can_have_their_choices_deleted(shop: Shop) -> None:
    nora = shop.person("Nora")
    shop.ports.team.set_quiet_hours(nora.user.id, 22, 8)
    await open_settings(nora, "My data", "Delete my data", "Yes, delete my data")
    assert quiet(shop, nora) == USUAL


async def test_a_shop_that_was_never_theirs_cannot_be_left(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE, "Emil")
    await open_settings(emil, "My data")
    await forge(emil, "leave:0123456789abcdef")
    assert "no longer in this shop" in emil.text
    assert role_of(shop, emil) is Role.EMPLOYEE
