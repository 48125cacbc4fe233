"""The contact sheet can be made, and nothing on it is wider than a telephone."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.contact_sheet import IN_A_COLUMN, band, local_telegram


def test_every_window_and_message_fits_on_a_telephone(browser: Browser) -> None:
    with local_telegram() as server:
        picture, wider = band(browser, server, "ru", dark=True)
    assert wider == []
    assert picture.width >= 360 * 3 and picture.height > 100 * IN_A_COLUMN
