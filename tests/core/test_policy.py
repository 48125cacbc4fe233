"""The policy file: shipped values, overlays, and sentences for every mistake (RULES 14)."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from pydantic import ValidationError

from core.policy import Months, PeriodEnd, PolicyError, default_policy, load_policy, overlay_policy
from core.values import RATE_ONE, Plan

# What each kind of value must be.
A_PRICE = 'must be an amount of 0.01 or more with at most 2 decimals, as text such as "150.00"'
A_LIMIT = 'must be an amount of 0.00 or more with at most 2 decimals, as text such as "150.00"'
A_SHARE = 'must be a number above 0 and at most 1 with at most 6 decimals, as text such as "0.10"'
A_RATING = 'must be a number from 0 to 5 with at most 6 decimals, as text such as "0.10"'
A_ZONE = 'must be the name of an IANA time zone, such as "Europe/Moscow"'
A_CURRENCY = 'must be a currency code of three capital letters, such as "RUB"'
A_NAME = "must be a name of 1 to 128 characters without control characters"
A_TEXT = "must be a text of 1 to 1000 characters without control characters"
A_TITLE = 'must be a text of 1 to 128 characters or a table with one per language, {en = "…"}'

A_YEAR = '{ kind = "months", months = 12 }'


def mistakes(toml_text):
    with pytest.raises(PolicyError) as caught:
        overlay_policy(toml_text)
    return caught.value.mistakes


class TestTheShippedValues:
    def test_terms_are_those_of_the_rules(self):
        policy = default_policy()
        assert (policy.timezone, policy.currency) == ("Europe/Moscow", "RUB")
        assert (policy.trial.days, policy.grace.days) == (30, 14)
        assert policy.rating.threshold == 4_500_000
        assert policy.reports.returns_high_share == 300_000
        assert (policy.sweeps.stop_sellers, policy.sweeps.stop_share) == (5, 10_000)
        assert policy.support.contact == "support@marketplace.example"

    def test_prices_are_found_by_plan(self):
        policy = default_policy()
        assert policy.price(Plan.LITE, 0) == policy.plans.lite.price == 199_000
        assert policy.price(Plan.PREMIUM, 0) == policy.plans.premium.price == 499_000

    def test_benefits_are_those_of_the_rules(self):
        assert default_policy().benefits.model_dump() == {
            "search_boost": 75_000,
            "search_boost_lite": 75_000,
            "search_boost_premium": 100_000,
            "analytics_minutes": 15,
            "seats": 2,
            "competitors": 2,
            "mailing_discount": 100_000,
            "mailings": 5,
            "mailing_hours": 24,
            "badge_hours": 24,
            "other_hours": 24,
        }

    def test_reminder_days_are_those_of_the_rules(self):
        assert default_policy().reminders.model_dump() == {
            "hour": 10,
            "trial_ending": (7, 3, 1),
            "renewal_low_balance": (3, 1),
            "charge_coming": (3,),
            "grace_reminder": (3, 7, 10, 13),
            "access_ending": (3, 1),
            "points_expiring": (30, 7, 1),
            "fee_likely": (3,),
            "key_expiring": (14, 3, 1),
        }

    def test_points_for_discounts_pay_commission_for_subscribers_only(self):
        programme = default_policy().programmes["discount"]
        assert programme.services == {
            "ads": "always",
            "logistics": "always",
            "storage": "always",
            "other": "always",
            "commission": "subscribers",
        }
        assert (programme.min_spend, programme.max_share) == (1, RATE_ONE)
        assert (programme.daily_limit, programme.monthly_limit) == ({}, {})
        assert programme.expiry == PeriodEnd(kind="period_end", period="quarter", carry=1)

    def test_bonuses_pay_from_fifty_and_live_a_year(self):
        programme = default_policy().programmes["bonus"]
        assert programme.services == {"commission": "always", "logistics": "always", "ads": "always"}
        assert (programme.min_spend, programme.max_share) == (5_000, RATE_ONE)
        assert (programme.daily_limit, programme.monthly_limit) == ({}, {})
        assert programme.expiry == Months(kind="months", months=12)

    def test_the_calendar_is_that_of_the_time_zone_and_shared(self):
        policy = default_policy()
        assert policy.calendar.timezone == "Europe/Moscow"
        assert policy.calendar is overlay_policy("trial.days = 1").calendar
        assert overlay_policy('timezone = "Asia/Yerevan"').calendar.timezone == "Asia/Yerevan"

    def test_a_policy_cannot_be_changed(self):
        trial: Any = default_policy().trial
        with pytest.raises(ValidationError, match="frozen"):
            trial.days = 3

    def test_every_key_is_explained_in_the_lines_above_it_or_above_its_group(self):
        text = files("core").joinpath("default_policy.toml").read_text(encoding="utf-8")
        paragraphs = text.split("\n\n")
        undocumented = [paragraph for paragraph in paragraphs if "=" in paragraph and "#" not in paragraph]
        # The second programme's keys and title are explained at the first.
        assert [paragraph.splitlines()[0] for paragraph in undocumented] == ["[points.bonus.title]"]
        assert "EXAMPLES" in text

    def test_the_file_names_every_key_of_the_models(self):
        text = files("core").joinpath("default_policy.toml").read_text(encoding="utf-8")
        tables = tomllib.loads(text)

        def keys(value, path=""):
            if not isinstance(value, dict):
                return {path}
            return {path}.union(*(keys(item, f"{path}.{name}") for name, item in value.items()))

        assert keys(tables) == keys(default_policy().model_dump())


class TestAnOverlay:
    def test_nothing_laid_over_is_the_default(self):
        assert overlay_policy("") == default_policy()
        assert load_policy(None) is default_policy()

    def test_keys_are_laid_over_one_by_one(self):
        policy = overlay_policy('trial.days = 0\nplans.premium.price = "1.00"\n[points.bonus]\nmin_spend = "10.00"')
        assert policy.trial.days == 0
        assert policy.price(Plan.PREMIUM, 0) == 100
        assert policy.price(Plan.LITE, 0) == 199_000
        assert policy.programmes["bonus"].min_spend == 1_000
        assert policy.programmes["bonus"].expiry == Months(kind="months", months=12)
        assert policy.programmes["discount"] == default_policy().programmes["discount"]

    def test_services_are_replaced_whole(self):
        policy = overlay_policy('points.discount.services = { ads = "subscribers" }')
        assert policy.programmes["discount"].services == {"ads": "subscribers"}

    def test_an_expiry_is_replaced_whole(self):
        policy = overlay_policy('points.discount.expiry = { kind = "months", months = 6 }')
        assert policy.programmes["discount"].expiry == Months(kind="months", months=6)
        assert mistakes('points.discount.expiry = { kind = "period_end", carry = 1 }') == (
            "points.discount.expiry.period is missing.",
        )

    def test_limits_are_replaced_whole(self):
        policy = overlay_policy(
            '[points.bonus]\ndaily_limit = { ads = "150.00" }\nmonthly_limit = { logistics = "0.00" }'
        )
        assert policy.programmes["bonus"].daily_limit == {"ads": 15_000}
        assert policy.programmes["bonus"].monthly_limit == {"logistics": 0}

    def test_lists_are_replaced_whole(self):
        assert overlay_policy("reminders.trial_ending = [2]").reminders.trial_ending == (2,)
        assert overlay_policy("reminders.trial_ending = []").reminders.trial_ending == ()

    def test_a_title_is_laid_over_language_by_language_or_replaced_by_one_text(self):
        title = overlay_policy('points.bonus.title.en = "Stars"').programmes["bonus"].title
        assert title == {"en": "Stars", "ru": "Бонусы продавца", "hy": "Վաճառողի բոնուսներ"}
        assert overlay_policy('points.bonus.title = "Stars"').programmes["bonus"].title == "Stars"

    def test_orders_bring_points_for_discounts_unless_another_programme_says_that_it_accrues(self):
        assert overlay_policy("").accruing == "discount"
        assert overlay_policy('points.discount.accrues = "grants"\npoints.bonus.accrues = "orders"').accruing == "bonus"

    def test_a_new_programme_needs_a_title_services_and_an_expiry(self):
        policy = overlay_policy(
            '[points.review]\ntitle = "Review points"\nservices = { ads = "always" }\n'
            'expiry = { kind = "period_end", period = "year", carry = 0 }'
        )
        programme = policy.programmes["review"]
        assert programme.expiry == PeriodEnd(kind="period_end", period="year", carry=0)
        assert (programme.min_spend, programme.max_share) == (1, RATE_ONE)
        assert (programme.daily_limit, programme.monthly_limit) == ({}, {})
        assert list(policy.programmes) == ["discount", "bonus", "review"]
        assert mistakes("[points.review]") == (
            "points.review.title is missing.",
            "points.review.services is missing.",
            "points.review.expiry is missing.",
        )

    def test_shares_and_ratings_may_be_exact_numbers(self):
        policy = overlay_policy("points.discount.max_share = 0.99\npoints.bonus.max_share = 1\nrating.threshold = 4.6")
        assert policy.programmes["discount"].max_share == 990_000
        assert policy.programmes["bonus"].max_share == RATE_ONE
        assert policy.rating.threshold == 4_600_000

    def test_the_defaults_are_not_changed_by_an_overlay(self):
        before = default_policy().digest()
        overlay_policy('points.bonus.title.en = "Stars"\npoints.bonus.services = {}')
        assert default_policy().digest() == before == overlay_policy("").digest()


class TestATitle:
    @pytest.mark.parametrize(
        ("title", "language", "shown"),
        [
            ('"Stars"', "ru", "Stars"),
            ('{ ru = "Звёзды", en = "Stars" }', "ru", "Звёзды"),
            ('{ ru = "Звёзды", en = "Stars" }', "hy", "Stars"),
            ('{ ru = "Звёзды" }', "hy", "Звёзды"),
        ],
    )
    def test_is_that_of_the_language_else_english_else_the_first(self, title, language, shown):
        policy = overlay_policy(f"points.star = {{ title = {title}, services = {{}}, expiry = {A_YEAR} }}")
        assert policy.programmes["star"].title_in(language) == shown


class TestMistakes:
    @pytest.mark.parametrize(
        ("toml_text", "sentence"),
        [
            ("trail.days = 3", "trail is not a known key."),
            ("trial.day = 3", "trial.day is not a known key."),
            ("points.bonus.limit = 3", "points.bonus.limit is not a known key."),
            ("trial.days = -1", "trial.days must be a whole number from 0 to 3650, not -1."),
            ("trial.days = 3.0", "trial.days must be a whole number from 0 to 3650, not 3.0."),
            ("trial.days = true", "trial.days must be a whole number from 0 to 3650, not true."),
            ('trial.days = "3"', 'trial.days must be a whole number from 0 to 3650, not "3".'),
            ("trial = 3", "trial must be a table, not 3."),
            ("grace.days = 0", "grace.days must be a whole number from 1 to 27, not 0."),
            ("grace.days = 28", "grace.days must be a whole number from 1 to 27, not 28."),
            ("grace.days = 2026-01-01", "grace.days must be a whole number from 1 to 27, not 2026-01-01."),
            (
                f"grace.days = 0x{'f' * 9000}",
                "grace.days must be a whole number from 1 to 27, not so large a number.",
            ),
            ("plans.lite.price = 5", f"plans.lite.price {A_PRICE}, not 5."),
            ('plans.lite.price = "0.00"', f'plans.lite.price {A_PRICE}, not "0.00".'),
            ('plans.lite.price = "1.999"', f'plans.lite.price {A_PRICE}, not "1.999".'),
            (
                'points.bonus.daily_limit = { ads = "-1" }',
                f'points.bonus.daily_limit.ads {A_LIMIT}, not "-1".',
            ),
            ("points.bonus.max_share = 1.01", f"points.bonus.max_share {A_SHARE}, not 1.01."),
            ('points.bonus.max_share = "0"', f'points.bonus.max_share {A_SHARE}, not "0".'),
            ("points.bonus.max_share = nan", f"points.bonus.max_share {A_SHARE}, not NaN."),
            ("rating.threshold = true", f"rating.threshold {A_RATING}, not true."),
            ("reminders.hour = 24", "reminders.hour must be a whole number from 0 to 23, not 24."),
            (
                "reminders.trial_ending = [7, 0]",
                "reminders.trial_ending[2] must be a whole number from 1 to 3650, not 0.",
            ),
            ("reminders.trial_ending = 7", "reminders.trial_ending must be a list, not 7."),
            ("points.bonus.services = []", "points.bonus.services must be a table, not a list."),
            (
                'points.bonus.services = { ads = "never" }',
                "points.bonus.services.ads must be 'always' or 'subscribers', not \"never\".",
            ),
            ("points = 3", "points must be a table, not 3."),
            ("points.bonus = 3", "points.bonus must be a table, not 3."),
            ("points.bonus.expiry = 3", "points.bonus.expiry must be a table, not 3."),
            (
                "points.bonus.expiry = { months = 3 }",
                'points.bonus.expiry.kind must be "months" or "period_end".',
            ),
            (
                'points.bonus.expiry = { kind = "never" }',
                'points.bonus.expiry.kind must be "months" or "period_end".',
            ),
            (
                'points.bonus.expiry = { kind = "months", months = 0 }',
                "points.bonus.expiry.months must be a whole number from 1 to 1200, not 0.",
            ),
            (
                'points.bonus.expiry = { kind = "period_end", period = "week", carry = 0 }',
                "points.bonus.expiry.period must be 'month', 'quarter' or 'year', not \"week\".",
            ),
            ('points.bonus.services = { "" = "always" }', f'points.bonus.services. {A_NAME}, not "".'),
            ('timezone = "Europe/Moskow"', f'timezone {A_ZONE}, not "Europe/Moskow".'),
            ("timezone = 3", f"timezone {A_ZONE}, not 3."),
            ('currency = "rub"', f'currency {A_CURRENCY}, not "rub".'),
            ("currency = 643", f"currency {A_CURRENCY}, not 643."),
            (
                'support.top_up_url = "tg://seller"',
                'support.top_up_url must be a link that starts with https:// or http://, or "", not "tg://seller".',
            ),
            (f'support.contact = "{"a" * 1001}"', f'support.contact {A_TEXT}, not "{"a" * 59}….'),
            (
                'points.bonus.accrues = "orders"',
                'Exactly one programme must have accrues = "orders"; now it is points.discount and points.bonus.',
            ),
            (
                'points.discount.accrues = "grants"',
                'Exactly one programme must have accrues = "orders"; now it is none.',
            ),
            (
                'points.bonus.accrues = "reviews"',
                "points.bonus.accrues must be 'orders' or 'grants', not \"reviews\".",
            ),
            ("points.bonus.title = 3", f"points.bonus.title {A_TITLE}, not 3."),
        ],
    )
    def test_a_mistake_is_a_sentence_with_the_dotted_key(self, toml_text, sentence):
        assert mistakes(toml_text) == (sentence,)

    @pytest.mark.parametrize("title", ['""', '"a\\u0000"', "[]", '{ en = "" }', "{ en = 3 }"])
    def test_a_title_is_a_text_or_a_text_for_each_language(self, title):
        (sentence,) = mistakes(f"points.star = {{ title = {title}, services = {{}}, expiry = {A_YEAR} }}")
        assert sentence.startswith("points.star.title must be a text")

    def test_a_programme_without_any_title_text_is_refused(self):
        (sentence,) = mistakes("points.star = { title = {}, services = {}, expiry = " + A_YEAR + " }")
        assert sentence.endswith("not a table.")

    def test_all_mistakes_are_told_at_once(self):
        with pytest.raises(PolicyError) as caught:
            overlay_policy("trial.days = -1\ngrace.days = 30\nnothing = 1")
        assert len(caught.value.mistakes) == 3
        assert str(caught.value) == "\n".join(caught.value.mistakes)

    @pytest.mark.parametrize(
        "toml_text",
        [
            "[[a",
            "a = ",
            "a = 1\na = 2",
            "a = 1e99999999999999999999",
            f"a = {'[' * 5000}",
            f"a = {'9' * 5000}",
        ],
        ids=["bracket", "no value", "twice", "exponent", "nesting", "digits"],
    )
    def test_a_file_that_is_no_toml_is_one_mistake(self, toml_text):
        (sentence,) = mistakes(toml_text)
        assert sentence.startswith("The policy is not valid TOML: ")


class TestAFile:
    def test_is_laid_over_the_defaults(self, tmp_path):
        path = tmp_path / "policy.toml"
        path.write_text('points.bonus.title = "Բոնուս"', encoding="utf-8")
        assert load_policy(path).programmes["bonus"].title == "Բոնուս"
        assert load_policy(str(path)) == load_policy(path)

    def test_may_start_with_a_byte_order_mark(self, tmp_path):
        path = tmp_path / "policy.toml"
        path.write_bytes(b"\xef\xbb\xbftrial.days = 3")
        assert load_policy(path).trial.days == 3

    def test_that_is_not_there_is_a_mistake(self, tmp_path):
        with pytest.raises(PolicyError, match="cannot be read: No such file or directory"):
            load_policy(tmp_path / "policy.toml")

    def test_that_is_not_utf_8_is_a_mistake(self, tmp_path):
        path = tmp_path / "policy.toml"
        path.write_bytes(b'currency = "\xff"')
        with pytest.raises(PolicyError, match="is not UTF-8 text"):
            load_policy(path)


class TestADigest:
    def test_is_of_the_values_not_of_the_file(self):
        one = overlay_policy('plans.lite.price = "5"\npoints.bonus.max_share = 0.5 # half')
        other = overlay_policy('points.bonus.max_share = "0.50"\nplans.lite.price = "5.00"')
        assert one.digest() == other.digest()

    def test_changes_with_any_value(self):
        texts = [
            "",
            "trial.days = 3",
            'plans.lite.price = "5.00"',
            "points.bonus.services = {}",
            "reminders.hour = 9",
        ]
        assert len({overlay_policy(text).digest() for text in texts}) == len(texts)

    def test_is_32_hex_digits(self):
        digest = default_policy().digest()
        assert len(digest) == 32
        int(digest, 16)


def test_a_dump_for_json_shows_amounts_and_rates_as_texts():
    dump = default_policy().model_dump(mode="json")
    assert dump["plans"]["lite"]["price"] == "1990.00"
    assert dump["rating"]["threshold"] == "4.5"
    assert dump["points"]["bonus"]["max_share"] == "1"


def test_a_period_end_of_the_policy_is_what_the_calendar_takes():
    policy = default_policy()
    rule = policy.programmes["discount"].expiry
    assert isinstance(rule, PeriodEnd)
    at = policy.calendar.at_hour(date(2026, 2, 10), 12)
    assert policy.calendar.date(policy.calendar.end_of_period(at, rule.period, rule.carry)) == date(2026, 7, 1)
