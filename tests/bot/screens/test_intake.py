"""A report dropped into the chat: recognised, shown, kept with one tap and not before (RULES 16.2)."""

from __future__ import annotations

from datetime import date

import pytest
from aiogram.methods import EditMessageText, SendDocument
from aiogram.types import BufferedInputFile

from bot.texts import LOCALES
from core.events import SellerRegistered
from core.values import BooksKind, Role
from storage.books.state import seller_state
from tests.bot.ozon.reports import by_kind, example_by_kind, example_months, workbook
from tests.bot.recording import Human
from tests.bot.shop import START, Shop

REPORT = workbook(by_kind(example_by_kind()))
MEMBERS = (Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE)


@pytest.fixture
def reported(shop: Shop) -> Shop:
    """The shop R, which a marketplace keeps, beside the usual one."""
    shop.take(SellerRegistered(id="r", at=START, seller="R", name="Reported", books=BooksKind.REPORTED))
    return shop


def points(shop: Shop) -> str | None:
    account = shop.ports.account("R")
    assert account is not None
    found: str | None = seller_state(account)["points"]["discount"]["net"]
    return found


async def sent(shop: Shop, role: Role = Role.MANAGER, content: bytes = REPORT, language: str = "en") -> Human:
    anna = shop.member(role, "Anna", language, seller="R")
    await anna.send_file(content)
    return anna


@pytest.mark.parametrize("role", MEMBERS)
async def test_a_report_is_shown_with_its_sums_before_anything_is_kept(reported: Shop, role: Role) -> None:
    anna = await sent(reported, role)

    assert "Points, in less back: 100.00" in anna.text
    assert "New: 7." in anna.text
    assert points(reported) is None


async def test_with_one_tap_it_is_kept(reported: Shop) -> None:
    anna = await sent(reported)
    await anna.tap("Keep")

    assert points(reported) == "100.00"
    assert "Kept." in anna.text


async def test_while_a_large_report_is_kept_the_message_shows_how_far_it_is(reported: Shop) -> None:
    rows = [
        [f"ads-{each}", date(2026, 10, 1 + each % 31), "Услуги", "Оплата за клик", None, None, None, None, None, -each]
        for each in range(1, 1200)
    ]
    anna = await sent(reported, content=workbook(by_kind(rows)))
    await anna.tap("Keep")

    shown = [call.text for call in reported.session.of(EditMessageText) if "Keeping:" in (call.text or "")]
    assert shown and "of 1,199" in shown[0]
    assert "Kept." in anna.text


async def test_with_a_no_nothing_is_kept(reported: Shop) -> None:
    anna = await sent(reported)
    await anna.tap("No, keep nothing")

    assert points(reported) is None


async def test_the_same_report_again_has_nothing_to_keep(reported: Shop) -> None:
    anna = await sent(reported)
    await anna.tap("Keep")
    await anna.send_file(REPORT)

    assert "There is nothing new in it." in anna.text
    assert "Keep" not in anna.labels


async def test_history_names_who_kept_the_report(reported: Shop) -> None:
    anna = await sent(reported, Role.FINANCE)
    await anna.tap("Keep")

    with reported.database.read() as transaction:
        actors = {actor for (actor,) in transaction.rows("SELECT DISTINCT actor FROM telling")}
    assert {actor.partition("#")[0] for actor in actors} == {"finance"}


async def test_after_a_restart_the_file_is_to_be_sent_again(reported: Shop) -> None:
    anna = await sent(reported)
    reported.restart(keep_memory=True)
    await anna.tap("Keep")

    assert "Please send it again." in anna.text
    assert points(reported) is None


async def test_who_became_an_employee_keeps_nothing(reported: Shop) -> None:
    reported.member(Role.ADMINISTRATOR, "Boris", seller="R")
    anna = await sent(reported)
    with reported.database.write() as transaction:
        transaction.run("UPDATE member SET role = 'employee' WHERE telegram_id = ?", (anna.user.id,))
    await anna.tap("Keep")

    assert points(reported) is None


@pytest.mark.parametrize("language", LOCALES)
async def test_a_file_that_is_no_report_gets_one_sentence_and_no_button(reported: Shop, language: str) -> None:
    anna = await sent(reported, content=b"%PDF-1.7 not a table", language=language)

    assert len(anna.labels) == 2


async def test_a_sales_report_over_accruals_cannot_be_kept(reported: Shop) -> None:
    anna = await sent(reported)
    await anna.tap("Keep")
    await anna.send_file(workbook(example_months(), "Отчет о реализации"))

    assert "Nothing can be kept." in anna.text
    assert "Keep" not in anna.labels


async def test_a_file_larger_than_a_bot_may_have_is_told_so(reported: Shop) -> None:
    anna = reported.member(Role.MANAGER, seller="R")
    await anna.send_file(b"", size=21 << 20)

    assert "larger than 20 MB" in anna.text


async def test_a_file_of_an_employee_is_no_report(reported: Shop) -> None:
    emil = reported.member(Role.EMPLOYEE, seller="R")
    await emil.send_file(REPORT)

    assert "accruals report" not in emil.text
    assert points(reported) is None


# -- of a kept shop ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", MEMBERS)
async def test_a_report_of_a_kept_shop_is_compared_with_what_is_decided_here(shop: Shop, role: Role) -> None:
    anna = shop.member(role)
    await anna.send_file(REPORT)

    assert "beside what was decided here" in anna.text
    assert "Points given, October 2026: report 100.00, here 0.00" in anna.text
    assert "200-2-1:11: report 100.00, here nothing." in anna.text


@pytest.mark.parametrize("language", LOCALES)
async def test_all_differences_come_as_a_file(shop: Shop, language: str) -> None:
    anna = shop.member(Role.MANAGER, "Anna", language)
    await anna.send_file(REPORT)
    await anna.tap("📄")

    (document,) = [each.document for each in shop.session.of(SendDocument)]
    assert isinstance(document, BufferedInputFile)
    assert document.data.decode("utf-8-sig").count(";200-2-1:11;") == 1


async def test_a_file_of_a_kept_shop_that_is_no_report_is_told_so(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.send_file(b"%PDF-1.7 not a table")

    assert "Wanted columns" in anna.text or "not a table" in anna.text
    assert not [label for label in anna.labels if "differences" in label]


async def test_after_a_restart_the_report_is_to_be_sent_again(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.send_file(REPORT)
    shop.restart(keep_memory=True)
    await anna.tap("📄")

    assert shop.session.of(SendDocument) == []


async def test_an_employee_of_a_kept_shop_compares_nothing(shop: Shop) -> None:
    emil = shop.member(Role.EMPLOYEE)
    await emil.send_file(REPORT)

    assert "decided here" not in emil.text
