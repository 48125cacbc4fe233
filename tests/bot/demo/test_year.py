"""The year that `python -m bot demo` prints tells the whole story, in every language, and its sums are right."""

import io
import re
from datetime import datetime

import pytest
from rich.console import Console

from bot.demo.year import print_year
from bot.texts import LOCALES


def _printed(language: str = "en", width: int = 100) -> str:
    """The year as plain text, without a terminal."""
    paper = io.StringIO()
    print_year(Console(file=paper, width=width), language)
    return paper.getvalue().replace("\u00a0", " ")


@pytest.fixture(scope="module")
def year() -> str:
    return _printed()


def test_the_year_goes_from_the_invitation_to_lite_and_expiry_in_order(year: str) -> None:
    story = (
        "You are invited to Premium",
        "You: See the invitation → Try Premium",
        "First charge: 4,990.00 ₽, March 5, 2026, 12:00.",
        "You: Start the trial period",
        "Premium: the trial period has started",
        "7000.00 × 20 % × 12 × 0.07 = 1176.00",
        "Returned, 2 of 12: 1,176 points → 980 points",
        "• Points for discounts: 3,570 points",
        "1 day of the trial period is left",
        "The trial period is over, Premium is paid",
        "Spent: 1,200 points",
        "The balance is too low for Premium",
        "Premium could not be paid",
        "11 days until Premium ends",
        "7 days until Premium ends",
        "Top-up: 5,290.00 ₽.",
        "Returned, 1 of 6: 420 points → 350 points",
        "active until May 5, 2026, 12:00",
        "You: Plan and Premium → Switch to Premium Lite",
        "The switch to Premium Lite is planned",
        "Points expire in 30 days",
        "You are on Premium Lite now",
        "Points expire in 1 day",
        "Points expired",
        "• Points for discounts: 870 points",
        "From now on points pay the bills first, then money.",
        "Seller bonus: 1,000 points",
        "The year in sums",
        "Checked: the balance is the sum of its entries",
    )
    at = 0
    for line in story:
        found = year.find(line, at)
        assert found >= 0, line
        at = found


def test_dates_never_go_back(year: str) -> None:
    headings = re.findall(r"^── (.*\S)", year, re.MULTILINE)
    dates = [datetime.strptime(f"{each} +0000", "%B %d, %Y %z") for each in headings]
    assert dates == sorted(dates)


def test_month_ends_show_money_and_points(year: str) -> None:
    assert (
        "March 2026: how things stand Premium · active until April 5, 2026, 12:00 Balance: 1,200.00 ₽ "
        "Points for discounts: 2,370 points · On the way: 1,253.60 points · "
        "Next expiry: 2,370 points, can be spent until the end of June 30, 2026"
    ) in " ".join(year.split())


@pytest.mark.parametrize("language", LOCALES)
def test_every_language_prints_words_and_no_keys(language: str) -> None:
    text = _printed(language, width=90)
    assert not re.search(r"[{}<>&_]|\b(?:demo|notice|button|premium|state|home)-[a-z]", text)
    assert max(map(len, text.splitlines())) <= 90
    assert text == _printed(language, width=90)


def test_a_language_without_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        _printed("fr")
