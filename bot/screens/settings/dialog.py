"""The windows of Settings."""

from aiogram_dialog import Dialog
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.states import Settings
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.settings import farewell, getters, handlers


def dialog() -> Dialog:
    """What is set, notices by group and kind, quiet hours, the time zone, tables, and the ways out.

    Where a button leads away, its widget stays on the window that follows, without buttons, for a second tap.
    """
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), navigation(None), ANYTHING_ELSE,
            state=Settings.main, getter=getters.settings,
        ),
        Screen(
            REMARK, SHOWN, Choices("group", handlers.choose_group), navigation(Settings.main), ANYTHING_ELSE,
            state=Settings.notices, getter=getters.notices,
        ),
        Screen(
            REMARK, SHOWN, Choices("kind", handlers.choose_kind), Choices("group", handlers.choose_group, columns=2),
            navigation(Settings.notices), ANYTHING_ELSE,
            state=Settings.kinds, getter=getters.kinds,
        ),
        Screen(
            REMARK, SHOWN, Choices("quiet", handlers.choose_quiet, columns=2), Choices("end", handlers.choose_end),
            navigation(Settings.main), MessageInput(handlers.type_hours),
            state=Settings.quiet, getter=getters.quiet,
        ),
        Screen(
            REMARK, SHOWN, Choices("start", handlers.choose_start, columns=4), navigation(Settings.quiet),
            MessageInput(handlers.type_hours),
            state=Settings.quiet_from, getter=getters.quiet_from,
        ),
        Screen(
            REMARK, SHOWN, Choices("end", handlers.choose_end, columns=4), Choices("start", handlers.choose_start),
            navigation(Settings.quiet_from), MessageInput(handlers.type_hours),
            state=Settings.quiet_until, getter=getters.quiet_until,
        ),
        Screen(
            REMARK, SHOWN, Choices("zone", handlers.choose_zone, columns=2), Choices("same", handlers.choose_zone),
            navigation(Settings.main), ANYTHING_ELSE,
            state=Settings.timezone, getter=getters.timezone,
        ),
        Screen(
            REMARK, SHOWN, Choices("seen", handlers.say_whether_seen, columns=2), navigation(Settings.main),
            ANYTHING_ELSE,
            state=Settings.tables, getter=getters.tables,
        ),
        Screen(
            REMARK, SHOWN, Choices("leave", farewell.choose_shop), Choices("go", farewell.go),
            navigation(Settings.main), ANYTHING_ELSE,
            state=Settings.data, getter=farewell.data,
        ),
        Screen(
            REMARK, SHOWN, Choices("depart", farewell.confirm_leaving), Choices("team", farewell.hand_over),
            navigation(Settings.data), ANYTHING_ELSE,
            state=Settings.leave, getter=farewell.leave,
        ),
        Screen(
            REMARK, SHOWN, Choices("depart", farewell.confirm_forgetting), Choices("team", farewell.hand_over),
            navigation(Settings.data), ANYTHING_ELSE,
            state=Settings.forget, getter=farewell.forget,
        ),
        on_start=start_with_data,
    )  # fmt: skip
