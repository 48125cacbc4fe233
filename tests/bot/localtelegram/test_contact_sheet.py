"""The contact sheet can be made, and nothing on it is wider than a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.contact_sheet import IN_A_COLUMN, band, local_telegram


# What is where depends on the words and not on the colours, so each language is looked at in one of the two.
@pytest.mark.parametrize(("language", "dark"), [("ru", True), ("hy", False), ("en", True)])
def test_every_window_and_message_fits_on_a_telephone_with_its_words_whole(
    browser: Browser, language: str, dark: bool
) -> None:
    with local_telegram() as server:
        picture, wider = band(browser, server, language, dark=dark)
    assert wider == []
    assert picture.width >= 360 * 3 and picture.height > 100 * IN_A_COLUMN
