"""A calendar to pick a day from, in the reader's language.

Problem: aiogram-dialog's calendar names months in the process's language, asks the wall clock for today, leaves empty
cells that are buttons without data, and breaks on data it did not make. Decision: its views with Babel's names; the
getter says the first and the last day; empty cells do nothing; what it cannot read is an old button. Limit: weeks
begin on Monday, as in all our languages.
"""

from datetime import date
from typing import Any, Final, Literal

from aiogram.types import CallbackQuery, InlineKeyboardButton
from aiogram_dialog import DialogManager
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.kbd import Calendar, CalendarScope, CalendarUserConfig
from aiogram_dialog.widgets.kbd.calendar_kbd import (
    CalendarDaysView,
    CalendarMonthView,
    CalendarScopeView,
    CalendarYearsView,
)
from aiogram_dialog.widgets.text import Format, Text
from babel import Locale
from babel.dates import get_day_names, get_month_names

from bot.frame.widgets import Data, Label, toast, visitor_of
from bot.texts.format import capitalised

_EMPTY: Final = "·"
_NOTHING: Final = "nothing"


class _MonthAndYear(Text):
    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        day: date = data["date"]
        name = visitor_of(manager).reader.month(day)
        return capitalised(name)


class _MonthName(Text):
    """The month's name inside a pattern that says {month}; cut short where three stand beside each other."""

    def __init__(self, pattern: str, width: Literal["wide", "abbreviated"] = "wide") -> None:
        super().__init__()
        self.pattern = pattern
        self.width = width

    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        day: date = data["date"]
        locale = Locale.parse(visitor_of(manager).locale)
        month = get_month_names(self.width, "stand-alone", locale=locale)[day.month]
        return self.pattern.format(month=month.capitalize())


class _WeekDay(Text):
    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        day: date = data["date"]
        names = get_day_names("short", "stand-alone", locale=Locale.parse(visitor_of(manager).locale))
        return str(names[day.weekday()])


class _Day(Text):
    """The day's number, in brackets if it is the one in force."""

    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        day: date = data["date"]
        return f"[{day.day}]" if data["data"].get("chosen") == day.isoformat() else str(day.day)


class DayPicker(Calendar):
    """See the module's first lines. The getter's data: `first` and `last`, the days that there are; `chosen`."""

    def _init_views(self) -> dict[CalendarScope, CalendarScopeView]:
        day, year = _Day(), Format("{date:%Y}")
        months, years = Label("button-history-months"), Label("button-history-years")
        return {
            CalendarScope.DAYS: CalendarDaysView(
                self._item_callback_data, date_text=day, today_text=day, weekday_text=_WeekDay(),
                header_text=_MonthAndYear(), zoom_out_text=months,
                prev_month_text=_MonthName("‹ {month}", "abbreviated"),
                next_month_text=_MonthName("{month} ›", "abbreviated"),
            ),
            CalendarScope.MONTHS: CalendarMonthView(
                self._item_callback_data, month_text=_MonthName("{month}"), this_month_text=_MonthName("{month}"),
                header_text=year, zoom_out_text=years,
                prev_year_text=Format("‹ {date:%Y}"), next_year_text=Format("{date:%Y} ›"),
            ),
            CalendarScope.YEARS: CalendarYearsView(
                self._item_callback_data, year_text=year, this_year_text=year,
                prev_page_text=Format("‹ {date:%Y}"), next_page_text=Format("{date:%Y} ›"),
            ),
        }  # fmt: skip

    async def _get_user_config(self, data: Data, manager: DialogManager) -> CalendarUserConfig:
        return CalendarUserConfig(min_date=data["first"], max_date=data["last"])

    async def _render_keyboard(self, data: Data, manager: DialogManager) -> RawKeyboard:
        if "first" not in data:
            return []
        chosen = data.get("chosen")
        offset = self.get_offset(manager) or (date.fromisoformat(chosen) if chosen else data["last"])
        first, last = data["first"], data["last"]
        if self.get_scope(manager) is CalendarScope.YEARS:
            # A page of years begins with the offset, and the last page is a full one.
            latest = max(first.year, last.year + 1 - self.config.years_per_page)
            offset = date(max(first.year, min(latest, offset.year)), 1, 1)
        else:
            offset = max(first, min(last, offset))
        self.set_offset(offset, manager)
        rows = await super()._render_keyboard(data, manager)
        kept: RawKeyboard = [[self._whole(button) for button in row] for row in rows]
        return [row for row in kept if any(button.text != _EMPTY for button in row)]

    async def _process_item_callback(
        self, callback: CallbackQuery, data: str, dialog: DialogProtocol, manager: DialogManager
    ) -> bool:
        if data == _NOTHING:
            return True
        try:
            if self.get_offset(manager) is None:
                raise ValueError("nothing was shown yet")
            return await super()._process_item_callback(callback, data, dialog, manager)
        except (ValueError, OverflowError):
            # Data that no button of ours has.
            await toast(manager, callback, visitor_of(manager).say("toast-outdated"))
            return True

    def _whole(self, button: Any) -> InlineKeyboardButton:
        """The button, with data of no meaning if it stands for nothing: without any, Telegram takes no button."""
        assert isinstance(button, InlineKeyboardButton)
        if button.callback_data:
            return button
        return InlineKeyboardButton(
            text=button.text.strip() or _EMPTY, callback_data=self._item_callback_data(_NOTHING)
        )
