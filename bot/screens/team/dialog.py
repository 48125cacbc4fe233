"""The windows of Team."""

from aiogram_dialog import Dialog

from bot.frame.states import Team
from bot.frame.widgets import ANYTHING_ELSE, REMARK, SHOWN, Choices, Screen, navigation, start_with_data
from bot.screens.team import getters, handlers


def dialog() -> Dialog:
    """Members, a member's card with role and removal, invitations with the new link, and who did what.

    Where a button leads away, its widget stays on the window that follows, without buttons: a second tap still arrives
    and is told that it is done.
    """
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("member", handlers.choose_member, columns=2),
            Choices("page", handlers.turn, columns=2), Choices("go", handlers.go),
            Choices("confirm", handlers.confirm_removal), navigation(None), ANYTHING_ELSE,
            state=Team.main, getter=getters.team,
        ),
        Screen(
            REMARK, SHOWN, Choices("go", handlers.go), Choices("role", handlers.choose_role),
            navigation(Team.main), ANYTHING_ELSE,
            state=Team.member, getter=getters.card,
        ),
        Screen(
            REMARK, SHOWN, Choices("role", handlers.choose_role), navigation(Team.member), ANYTHING_ELSE,
            state=Team.role, getter=getters.roles,
        ),
        Screen(
            REMARK, SHOWN, Choices("confirm", handlers.confirm_removal), navigation(Team.member), ANYTHING_ELSE,
            state=Team.remove, getter=getters.removal,
        ),
        Screen(
            REMARK, SHOWN, Choices("invite", handlers.invite), Choices("revoke", handlers.revoke, columns=2),
            Choices("go", handlers.go), navigation(Team.main), ANYTHING_ELSE,
            state=Team.invite, getter=getters.invitations,
        ),
        Screen(
            REMARK, SHOWN, Choices("invite", handlers.invite), Choices("go", handlers.go),
            navigation(Team.invite), ANYTHING_ELSE,
            state=Team.link, getter=getters.link,
        ),
        Screen(
            REMARK, SHOWN, Choices("page", handlers.turn_back_in_time, columns=2), navigation(Team.main), ANYTHING_ELSE,
            state=Team.audit, getter=getters.notes,
        ),
        on_start=start_with_data,
    )  # fmt: skip
