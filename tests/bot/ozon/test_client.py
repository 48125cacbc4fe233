"""Asking the marketplace: what it tells is read to the kopeck, whatever it does in between."""

import asyncio
import gc
import json
import logging
import traceback
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.localozon.world import ANY, fee, money, sale
from bot.ozon import client
from bot.ozon.answers import (
    balance_fact,
    company_facts,
    rating_facts,
    read_balance,
    read_company,
    read_day,
    read_ratings,
    read_types,
)
from bot.ozon.client import PACE, WAITS, KeyTrouble, NotAnswered, OzonClient
from bot.ozon.entries import Fact, Reading, Sum
from bot.ozon.numbers import exact_json
from bot.ozon.shapes import Method
from bot.ozon.window import Cursor, parse_cursor, read_days, tonight
from bot.secrecy import HIDDEN, hide
from bot.texts import LOCALES, Texts
from core.calendar import Calendar
from core.values import format_amount, parse_amount, parse_instant, parse_rate
from tests.bot.ozon.conftest import Shop
from tests.bot.ozon.reports import by_kind, example_by_kind, example_json, workbook
from tests.bot.ozon.test_files import read

DAY = date(2026, 10, 5)
AT = parse_instant("2026-11-05T07:00:00Z")


def fill_example(shop: Shop) -> None:
    """The worked example as the API tells it."""
    early, late, back = date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 20)
    shop.world.accrue(early, **sale("100-1-1", 11, price="2000.00", points="0", fee="-200.00"))
    shop.world.accrue(late, **sale("200-2-1", 11, price="900.00", points="100.00", fee="-100.00"))
    shop.world.accrue(back, **sale("100-1-1", 11, price="-100.00", points="0", fee="10.00"))


async def day(shop: Shop, when: date = DAY) -> Reading:
    return await shop.client.day(when, await shop.client.kinds())


async def not_answered(calling: Any) -> NotAnswered:
    with pytest.raises(NotAnswered) as found:
        await calling
    return found.value


class TestADay:
    async def test_a_sale_is_revenue_points_and_reward(self, shop: Shop) -> None:
        shop.world.accrue(
            DAY, **sale("1-1-1", 11, price="900.00", points="100.00", fee="-390.00", services={32: "-50.00"})
        )
        reading = await day(shop)
        assert {kind: format_amount(each.amount) for kind, each in reading.by_kind.items() if each.amount} == {
            "Revenue": "900.00", "PointsForDiscounts": "100.00", "SaleCommission": "-390.00", "Logistic": "-50.00",
        }  # fmt: skip

    async def test_it_is_complete(self, shop: Shop) -> None:
        reading = await day(shop)
        assert (reading.first, reading.last, reading.complete, reading.rows) == (DAY, DAY, True, 0)

    async def test_all_pages_are_read(self, shop: Shop) -> None:
        for each in range(8):
            shop.world.accrue(DAY, **fee(32, f"-{each + 1}.01"))
        reading = await day(shop)
        assert (reading.rows, format_amount(reading.fees)) == (8, "36.08")

    async def test_an_id_that_the_dictionary_lacks_is_shown_and_counted(self, shop: Shop) -> None:
        shop.world.accrue(DAY, **fee(777, "-5.55"))
        reading = await day(shop)
        assert (reading.not_understood, format_amount(reading.fees)) == ({"type 777": Sum(1, -555)}, "5.55")

    async def test_a_kind_that_is_new_in_the_dictionary_is_called_as_a_file_would_call_it(self, shop: Shop) -> None:
        shop.world.types.append({"id": 777, "name": "Brandnew", "description": "Новый сбор"})
        shop.world.accrue(DAY, **fee(777, "-5.55"))
        by_file = read(workbook(by_kind([["", DAY, "", "Новый сбор", "", None, "", 0, 0, -5.55]])))
        assert list((await day(shop)).facts("S", AT)) == list(by_file.facts("S", AT))

    async def test_a_key_that_is_new_is_counted(self, shop: Shop) -> None:
        shop.world.accrue(DAY, **fee(32, "-5.00"), type_id=7)
        shop.world.accrue(DAY, **sale("1-1-1", 11, price="1.00", points="0", fee="0") | {"posting": {"new": 1}})
        reading = await day(shop)
        assert reading.unknown == {"type_id": 1, "posting.new": 1}

    async def test_container_fees_are_fees(self, shop: Shop) -> None:
        fees = {"fees": [{"type_id": 32, "accrued": money("-7.00")}]}
        shop.world.accrue(DAY, accrued_category="CONTAINER_FEES", total_amount=money("-7.00"), container_fees=fees)
        assert format_amount((await day(shop)).fees) == "7.00"

    async def test_fees_of_items_are_fees_of_their_sku(self, shop: Shop) -> None:
        fees = {"fees": [{"sku": 22, "fees": [{"type_id": 1, "accrued": money("-20.00")}]}]}
        shop.world.accrue(DAY, accrued_category="ITEM", total_amount=money("-20.00"), item_fees=fees, posting=None)
        (fact,) = (await day(shop)).facts("S1", AT)
        assert (fact["item"], fact["kind"], fact["amount"]) == ("22", "Acquiring", "20.00")

    @pytest.mark.parametrize("told", [[{"type_id": 32, "accrued": {"amount": "-7"}}], {"type_id": 32, "accrued": -7}])
    async def test_a_fee_may_be_in_a_bare_list_or_alone(self, shop: Shop, told: Any) -> None:
        shop.world.accrue(DAY, total_amount=money("-7.00"), container_fees=told)
        assert format_amount((await day(shop)).fees) == "7.00"

    async def test_a_product_that_was_only_delivered_has_no_sale(self, shop: Shop) -> None:
        delivery = {"services": [{"type_id": 32, "accrued": money("-5.00")}, {"type_id": 59, "accrued": None}]}
        posting = {"products": [{"sku": 11, "commission": None, "delivery": delivery}]}
        shop.world.accrue(DAY, total_amount=money("-5.00"), posting=posting)
        reading = await day(shop)
        assert (reading.sum(Fact.SALE), format_amount(reading.fees)) == (0, "5.00")

    async def test_a_correction_is_a_credit_of_its_own(self, shop: Shop) -> None:
        shop.world.accrue(DAY, **fee(57, "12.00"))
        assert format_amount((await day(shop)).fees) == "-12.00"


def accrual(total: str, **commission: Any) -> Reading:
    told = {key: money(amount) for key, amount in commission.items()}
    answer = {"accrual_id": 1, "date": "2026-10-05", "unit_number": "1-1-1", "total_amount": money(total),
              "posting": {"products": [{"sku": 11, "commission": told}]}}  # fmt: skip
    return read_day(DAY, [answer], read_types({"accrual_types": []}))


class TestWhatAnAccrualIsMadeOf:
    def test_the_buyers_price_is_the_revenue_where_it_adds_up(self) -> None:
        reading = accrual("610", sale_price="900", bonus="100", sale_amount="1000", sale_commission="-390")
        assert format_amount(reading.sum(Fact.SALE)) == "900.00"

    def test_without_it_points_and_partners_money_are_taken_out_of_the_sale(self) -> None:
        reading = accrual("610", bonus="100", coinvestment="50", sale_amount="1000", sale_commission="-390")
        assert format_amount(reading.sum(Fact.SALE, "revenue+")) == "850.00"

    def test_a_unit_price_in_its_place_is_not_taken(self) -> None:
        reading = accrual("1610", sale_price="900", bonus="200", sale_amount="2000", sale_commission="-390")
        assert format_amount(reading.sum(Fact.SALE)) == "1800.00"

    def test_a_sale_beside_its_points_is_read_by_the_total(self) -> None:
        reading = accrual("710", bonus="100", sale_amount="1000", sale_commission="-390")
        assert format_amount(reading.sum(Fact.SALE)) == "1000.00"

    def test_the_reward_is_the_one_that_adds_up(self) -> None:
        reading = accrual("700", sale_price="1000", sale_commission="-390", commission="-300")
        assert format_amount(reading.commission) == "300.00"

    def test_what_nothing_explains_stays_in_the_days_sums(self) -> None:
        reading = accrual("600", sale_price="1000", sale_commission="-390")
        assert reading.not_understood == {"?": Sum(1, parse_amount("-10.00"))}
        assert format_amount(reading.sum(Fact.SALE) + reading.points - reading.fees) == "600.00"

    def test_a_return_takes_back_sale_points_and_reward(self) -> None:
        reading = accrual("-610", sale_price="-900", bonus="-100", sale_amount="-1000", sale_commission="390")
        assert (format_amount(reading.points), format_amount(reading.commission)) == ("-100.00", "-390.00")

    def test_an_amount_in_another_currency_is_no_answer(self) -> None:
        answer = {"date": "2026-10-05", "total_amount": {"amount": "1", "currency": "KZT"}}
        with pytest.raises(ValueError, match="KZT"):
            read_day(DAY, [answer], read_types({"accrual_types": []}))

    @pytest.mark.parametrize("amount", ["-21.75", -21.75, Decimal("-21.75"), "-21.750"])
    def test_numbers_may_be_texts_or_numbers(self, amount: Any) -> None:
        answer = {"date": "2026-10-05", "non_item_fee": {"type_id": "32", "accrued": {"amount": amount}}}
        assert format_amount(read_day(DAY, [answer], read_types({"accrual_types": []})).fees) == "21.75"


class TestTheSameByFileAndByKey:
    @settings(max_examples=50, deadline=None)
    @given(st.data())
    def test_accruals_in_any_order_are_the_same_history(self, data: st.DataObject) -> None:
        cents = st.integers(-100_000, 100_000).map(lambda each: f"{each / 100:.2f}")
        parts = st.tuples(st.sampled_from(("1-1-1", "2-2-2", None)), st.sampled_from((32, 52, 777)), cents)
        told = [
            {"accrual_id": at, "date": "2026-10-05"} | fee(type_id, amount, unit)
            for at, (unit, type_id, amount) in enumerate(data.draw(st.lists(parts, max_size=8)))
        ]
        kinds = read_types({"accrual_types": []})
        turned = read_day(DAY, data.draw(st.permutations(told)), kinds)
        assert list(turned.facts("S", AT)) == list(read_day(DAY, told, kinds).facts("S", AT))

    async def test_the_worked_example_gives_the_same_history(self, shop: Shop) -> None:
        fill_example(shop)
        by_key = [fact for when in (5, 12, 20) for fact in (await day(shop, date(2026, 10, when))).facts("S1", AT)]
        by_file = read(workbook(by_kind(example_by_kind()))).facts("S1", AT)
        said = [{key: value for key, value in fact.items() if key not in ("id", "quantity")} for fact in by_file]
        assert [{key: value for key, value in fact.items() if key != "id"} for fact in by_key] == said

    async def test_a_month_by_file_and_by_key_is_the_same(self, shop: Shop) -> None:
        shop.world.months[2026, 10] = json.loads(example_json())
        reading = await shop.client.month(2026, 10)
        assert reading is not None
        assert list(reading.facts("S1", AT)) == list(read(example_json()).facts("S1", AT))

    async def test_a_month_that_is_not_ready_is_none(self, shop: Shop) -> None:
        assert await shop.client.month(2026, 11) is None

    async def test_a_month_without_days_is_that_which_was_asked_for(self, shop: Shop) -> None:
        shop.world.months[2026, 2] = {"rows": [{"item": {"sku": 1}, "delivery_commission": {"amount": 1.5}}]}
        reading = await shop.client.month(2026, 2)
        assert reading is not None and (reading.first, reading.last) == (date(2026, 2, 1), date(2026, 2, 28))


class TestPatience:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 0])
    async def test_a_call_that_failed_is_repeated_later_and_later(self, shop: Shop, status: int) -> None:
        shop.world.fail(Method.TYPES, status, times=3)
        await shop.client.kinds()
        assert [wait for wait in shop.watch.waits if wait >= 1] == list(WAITS[:3])

    async def test_the_wait_that_is_asked_for_is_kept(self, shop: Shop) -> None:
        shop.world.fail(Method.TYPES, 429, retry_after=30)
        await shop.client.kinds()
        assert shop.watch.waits[0] == 30

    @pytest.mark.parametrize(
        ("status", "reason"),
        [(429, KeyTrouble.BUSY), (503, KeyTrouble.UNREACHABLE), (0, KeyTrouble.UNREACHABLE)],
    )
    async def test_after_the_last_it_is_given_up(self, shop: Shop, status: int, reason: KeyTrouble) -> None:
        shop.world.fail(Method.TYPES, status, times=100)
        assert (await not_answered(shop.client.kinds())).trouble is reason
        assert len(shop.world.calls) == len(WAITS) + 1

    async def test_calls_keep_a_pace(self, shop: Shop) -> None:
        await shop.client.kinds()
        await shop.client.company()
        assert shop.watch.waits == [pytest.approx(PACE)]

    async def test_calls_asked_for_together_go_one_after_another(self, shop: Shop) -> None:
        shop.world.takes = 0.02
        await asyncio.gather(*(shop.client.kinds() for _ in range(5)))
        assert shop.watch.waits == [pytest.approx(PACE)] * 4  # the local Ozon refuses what runs beside another

    async def test_a_redirect_is_not_followed(self, shop: Shop) -> None:
        shop.world.fail(Method.TYPES, 302)
        assert (await not_answered(shop.client.kinds())).trouble is KeyTrouble.REJECTED


class TestPagesThatChange:
    def stock(self, shop: Shop) -> list[int]:
        return [shop.world.accrue(DAY, **fee(32, f"-{each + 1}.00")) for each in range(7)]

    async def test_a_token_older_than_a_quarter_of_an_hour_begins_the_day_anew(self, shop: Shop) -> None:
        self.stock(shop)
        kinds = await shop.client.kinds()
        slow = Slow(shop, after=2)
        reading = await slow.client.day(DAY, kinds)
        assert (reading.rows, format_amount(reading.fees)) == (7, "28.00")
        assert [body["last_id"] for _, body in shop.world.calls[1:]].count("") == 2

    async def test_an_accrual_that_comes_twice_begins_the_day_anew(self, shop: Shop) -> None:
        ids = self.stock(shop)
        kinds = await shop.client.kinds()

        async def meanwhile(seconds: float) -> None:
            if len(shop.world.calls) == 2:  # the first page was read; an accrual comes before those on it
                shop.world.accruals[DAY].insert(0, shop.world.accruals[DAY].pop())
            shop.watch.now += seconds

        client = OzonClient(
            shop.session, shop.world.client_id, shop.world.api_key, url=shop.url,
            sleep=meanwhile, seconds=shop.watch.seconds,
        )  # fmt: skip
        reading = await client.day(DAY, kinds)
        assert (reading.rows, format_amount(reading.fees)) == (len(ids), "28.00")
        assert [body["last_id"] for _, body in shop.world.calls[1:]].count("") == 2

    async def test_a_day_that_never_holds_still_is_given_up(self, shop: Shop) -> None:
        self.stock(shop)
        kinds = await shop.client.kinds()
        slow = Slow(shop, after=1, always=True)
        assert (await not_answered(slow.client.day(DAY, kinds))).trouble is KeyTrouble.NOT_UNDERSTOOD

    async def test_the_first_page_refused_is_no_reason_to_begin_anew(self, shop: Shop) -> None:
        kinds = await shop.client.kinds()
        found = await not_answered(shop.client.day(date(2021, 1, 1), kinds))
        assert (found.trouble, found.status, len(shop.world.calls)) == (KeyTrouble.REJECTED, 400, 2)


class Slow:
    """A client that lets 16 minutes pass before one of its calls, or before all."""

    def __init__(self, shop: Shop, after: int, *, always: bool = False) -> None:
        self._shop = shop
        self._left = after
        self._always = always
        self.client = OzonClient(
            shop.session, shop.world.client_id, shop.world.api_key, url=shop.url,
            sleep=self._sleep, seconds=shop.watch.seconds,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self._left -= 1
        self._shop.watch.now += 16 * 60 if self._always or not self._left else seconds


class TestNights:
    async def test_a_night_reads_the_window_up_to_today(self) -> None:
        today = date(2026, 11, 29)
        stopped = Cursor(date(2026, 11, 29), date(2026, 11, 28))
        assert tonight(today, date(2026, 1, 1), stopped) == Cursor(date(2026, 10, 25), today)

    def test_the_first_night_reads_all_there_is(self) -> None:
        assert tonight(date(2026, 11, 29), date(2020, 1, 1)) == Cursor(date(2022, 1, 1), date(2026, 11, 29))

    def test_what_an_earlier_night_left_comes_first(self) -> None:
        stopped = Cursor(date(2026, 3, 1), date(2026, 11, 20))
        assert tonight(date(2026, 11, 29), date(2020, 1, 1), stopped).next == date(2026, 3, 1)

    def test_a_cursor_is_kept_as_text(self) -> None:
        cursor = Cursor(date(2026, 10, 25), date(2026, 11, 29))
        assert parse_cursor(str(cursor)) == cursor

    async def test_stopped_anywhere_it_goes_on(self, shop: Shop) -> None:
        fill_example(shop)
        kinds = await shop.client.kinds()
        cursor = Cursor(date(2026, 10, 1), date(2026, 10, 31))
        facts: list[Any] = []
        for calls_until_it_breaks in (3, 9, 4, 100):
            client = Breaking(shop, calls_until_it_breaks)
            try:
                async for reading, after in read_days(client.client, cursor, kinds):
                    facts += reading.facts("S1", AT)
                    cursor = after
            except NotAnswered:
                continue
        assert cursor.is_done
        undisturbed = [
            fact
            async for reading, _ in read_days(shop.client, Cursor(date(2026, 10, 1), date(2026, 10, 31)), kinds)
            for fact in reading.facts("S1", AT)
        ]
        assert facts == undisturbed and len(facts) == 7

    async def test_a_day_that_was_revised_tells_the_new_numbers_of_the_same_entry(self, shop: Shop) -> None:
        id_ = shop.world.accrue(DAY, **fee(52, "-499.00"))
        before = list((await day(shop)).facts("S1", AT))
        shop.world.revise(id_, **fee(52, "-399.00"))
        after = list((await day(shop)).facts("S1", AT + 1))
        assert [(fact["entry"], fact["amount"]) for fact in (*before, *after)] == [
            (before[0]["entry"], "499.00"), (before[0]["entry"], "399.00"),
        ]  # fmt: skip


class Breaking:
    """A client whose key is refused after so many calls."""

    def __init__(self, shop: Shop, calls: int) -> None:
        self._shop = shop
        self._left = calls
        self.client = OzonClient(
            shop.session, shop.world.client_id, shop.world.api_key, url=shop.url,
            sleep=self._sleep, seconds=shop.watch.seconds,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self._shop.watch.now += seconds
        self._left -= 1
        if not self._left:
            self._shop.world.fail(Method.ACCRUALS, 403)


class TestTheKey:
    SECRET = "3f9c1d52-this-is-the-key-of-a-shop"

    async def test_a_wrong_key_is_refused(self, shop: Shop) -> None:
        assert (await not_answered(shop.asking_with("key-of-nobody").kinds())).trouble is KeyTrouble.REFUSED

    async def test_a_key_without_the_right_is_told_apart(self, shop: Shop) -> None:
        shop.world.fail(ANY, 403)
        assert (await not_answered(shop.client.kinds())).trouble is KeyTrouble.FORBIDDEN

    @pytest.mark.parametrize("status", [0, 403, 429, 500, 302])
    async def test_it_is_in_no_error_and_no_log(
        self, shop: Shop, status: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        shop.world.api_key = self.SECRET
        shop.world.fail(ANY, status, times=100)
        error = await not_answered(shop.asking_with(self.SECRET).kinds())
        told = "".join(traceback.format_exception(error)) + caplog.text + repr(error) + repr(shop.client)
        assert self.SECRET not in told and shop.url not in str(error)

    async def test_an_answer_that_quotes_it_is_not_quoted(self, shop: Shop) -> None:
        shop.world.api_key = self.SECRET
        shop.world.garble(Method.TYPES, f'{{"accrual_types": [{{"id": "{self.SECRET}"}}]}}')
        error = await not_answered(shop.asking_with(self.SECRET).kinds())
        assert self.SECRET not in "".join(traceback.format_exception(error))

    async def test_it_is_hidden_in_whatever_else_is_written(self, shop: Shop) -> None:
        shop.asking_with(self.SECRET)
        assert hide(f"Api-Key: {self.SECRET}") == f"Api-Key: {HIDDEN}"

    async def test_its_rights_and_end_are_read(self, shop: Shop) -> None:
        rights = await shop.client.rights()
        assert rights.expires_at == parse_instant("2027-01-01T00:00:00Z") and rights.methods == set(Method)

    def test_only_methods_that_read_can_be_called(self) -> None:
        assert set(Method) == {
            "/v1/finance/accrual/by-day", "/v1/finance/accrual/types", "/v1/finance/balance",
            "/v2/finance/realization", "/v1/seller/info", "/v1/rating/history", "/v1/roles",
        }  # fmt: skip


class TestAnswersThatAreNone:
    @pytest.mark.parametrize(
        "text",
        ["", "<html>", "[]", '{"accrual_types": 5}', '{"accrual_types": [{"id": "x"}]}', '{"accrual_types": [5]}',
         '{"a": NaN}', "[" * 5000],
    )  # fmt: skip
    async def test_they_are_not_understood(self, shop: Shop, text: str) -> None:
        shop.world.garble(Method.TYPES, text)
        assert (await not_answered(shop.client.kinds())).trouble is KeyTrouble.NOT_UNDERSTOOD

    @pytest.mark.parametrize("text", ['{"accruals": 5}', '{"accruals": [5]}', '{"accruals": [{"date": "2026-10-06"}]}'])
    async def test_a_day_of_another_form_is_not_understood(self, shop: Shop, text: str) -> None:
        kinds = await shop.client.kinds()
        shop.world.garble(Method.ACCRUALS, text)
        assert (await not_answered(shop.client.day(DAY, kinds))).trouble is KeyTrouble.NOT_UNDERSTOOD

    async def test_a_month_of_another_form_is_not_understood(self, shop: Shop) -> None:
        shop.world.garble(Method.REALIZATION, '{"rows": 5}')
        assert (await not_answered(shop.client.month(2026, 10))).trouble is KeyTrouble.NOT_UNDERSTOOD

    async def test_a_page_that_leads_to_itself_is_given_up(self, shop: Shop) -> None:
        kinds = await shop.client.kinds()
        for _ in range(20):
            shop.world.garble(Method.ACCRUALS, '{"accruals": [], "last_id": "x"}')
        assert (await not_answered(shop.client.day(DAY, kinds))).trouble is KeyTrouble.NOT_UNDERSTOOD

    async def test_an_answer_without_an_end_is_not_read_to_it(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(client, "LARGEST_ANSWER", 1000)
        shop.world.garble(Method.TYPES, " " * 2000 + "{}")
        assert (await not_answered(shop.client.kinds())).trouble is KeyTrouble.NOT_UNDERSTOOD

    async def test_a_rating_that_is_no_number_is_not_understood(self, shop: Shop) -> None:
        told = '{"ratings": [{"rating": "rating_review_avg_score_total", "premium_threshold": "NaN"}]}'
        shop.world.garble(Method.RATINGS, told)
        assert (await not_answered(shop.client.ratings(DAY, DAY))).trouble is KeyTrouble.NOT_UNDERSTOOD

    async def test_a_balance_that_is_refused_is_not_taken_for_none(self, shop: Shop) -> None:
        shop.world.fail(Method.BALANCE, 403)
        assert (await not_answered(shop.client.balance(DAY))).trouble is KeyTrouble.FORBIDDEN

    async def test_a_server_that_is_not_there_is_unreachable(self, shop: Shop) -> None:
        async with ClientSession() as session:
            client = OzonClient(
                session, "1", "key", url="http://127.0.0.1:1", sleep=shop.watch.sleep, seconds=shop.watch.seconds
            )
            assert (await not_answered(client.kinds())).trouble is KeyTrouble.UNREACHABLE
        gc.collect()

    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("reason", KeyTrouble)
    def test_every_reason_is_a_sentence_in_every_language(self, reason: KeyTrouble, locale: str) -> None:
        assert TEXTS.has(locale, f"ozon-key-{reason.replace('_', '-')}")


TEXTS = Texts()


class TestTheRest:
    async def test_a_balance_is_exact_though_it_comes_in_floats(self, shop: Shop) -> None:
        shop.world.balances[DAY] = {"opening": 0.1, "closing": 1234567.89, "payments": [-0.3], "sales": 100.5}
        balance = await shop.client.balance(DAY)
        assert balance is not None
        assert (balance.opening, balance.closing, balance.paid, balance.points) == (10, 123456789, -30, 10050)

    async def test_a_day_without_a_balance_has_none(self, shop: Shop) -> None:
        assert await shop.client.balance(DAY) is None

    def test_points_that_the_balance_does_not_tell_are_not_zero(self) -> None:
        money2 = {"value": Decimal("1.00"), "currency_code": "RUB"}
        balance = read_balance(DAY, {"total": {"opening_balance": money2, "closing_balance": money2}})
        assert balance.points is None

    async def test_its_fact_has_the_days_two_ends(self, shop: Shop) -> None:
        shop.world.balances[DAY] = {"opening": 1, "closing": 2.5}
        balance = await shop.client.balance(DAY)
        assert balance is not None
        fact = balance_fact(balance, "S1", AT)
        assert {key: value for key, value in fact.items() if key != "id"} == {
            "type": "balance.reported", "at": "2026-11-05T07:00:00Z", "seller": "S1",
            "day": "2026-10-05", "opening": "1.00", "closing": "2.50",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("told", "plan"),
        [("PREMIUM", "premium"), ("PREMIUM_LITE", "lite"), ("PREMIUM_PLUS", "premium_plus"), ("UNSPECIFIED", None)],
    )
    async def test_the_plan_is_a_fact(self, shop: Shop, told: str, plan: str | None) -> None:
        shop.world.subscription = told
        facts = list(company_facts(await shop.client.company(), DAY, "S1", AT))
        assert [(fact["type"], fact.get("name"), fact.get("plan")) for fact in facts] == [
            ("seller.registered", "Тёплый дом", None), ("plan.reported", None, plan),
        ]  # fmt: skip

    @pytest.mark.parametrize("told", ["UNKNOWN", "PREMIUM_NEW", ""])
    def test_a_plan_that_is_not_told_is_no_fact(self, told: str) -> None:
        company = read_company({"company": {}, "subscription": {"type": told}})
        assert list(company_facts(company, DAY, "S1", AT)) == []

    async def test_ratings_are_facts_of_the_end_of_their_day(self, shop: Shop) -> None:
        shop.world.ratings = {date(2026, 11, 3): 4.61, date(2026, 11, 4): 4.4999999, date(2026, 11, 5): 4.7}
        ratings = await shop.client.ratings(date(2026, 10, 10), date(2026, 11, 5))
        facts = list(rating_facts(ratings, "S1", AT, Calendar("Europe/Moscow")))
        assert [(fact["at"], fact["rating"]) for fact in facts] == [
            ("2026-11-03T20:59:59.999999Z", "4.61"), ("2026-11-04T20:59:59.999999Z", "4.499999"),
        ]  # fmt: skip

    async def test_the_threshold_is_the_marketplaces_own(self, shop: Shop) -> None:
        shop.world.threshold = 4.45
        assert (await shop.client.ratings(DAY, DAY)).threshold == parse_rate("4.45")

    def test_a_rating_that_is_not_told_is_none(self) -> None:
        assert read_ratings({"ratings": []}).values == ()

    async def test_a_new_key_of_any_answer_is_counted(self, shop: Shop) -> None:
        shop.world.company["founded"] = 1999
        await shop.client.company()
        assert shop.client.unknown == {"/v1/seller/info: company.founded": 1}

    def test_decimals_are_read_as_they_are_written(self) -> None:
        assert exact_json('{"a": 0.1, "b": 26272.18}') == {"a": Decimal("0.1"), "b": Decimal("26272.18")}
