"""Every window of the chat by name. Kept apart from the dialogs, so that any screen can lead to any other."""

from typing import Final

from aiogram.fsm.state import State, StatesGroup


class Home(StatesGroup):
    """The glance, money on its own, the choice of shop, and the welcome of somebody without a shop."""

    main = State()
    balance = State()
    shops = State()
    newcomer = State()


class Points(StatesGroup):
    """Balances, the expiry calendar, and spending in four taps."""

    main = State()
    expiry = State()
    programme = State()
    service = State()
    amount = State()
    confirm = State()
    done = State()


class Premium(StatesGroup):
    """The plan, the comparison, and every change of the subscription with its confirmation."""

    main = State()
    compare = State()
    confirm = State()
    done = State()


class Invitation(StatesGroup):
    """The invitation as its reader may use it, and an employee's request before a manager."""

    main = State()
    approval = State()


class Help(StatesGroup):
    """Topics, and one topic."""

    main = State()
    topic = State()


class Language(StatesGroup):
    """The choice of language."""

    main = State()


WITHOUT_SHOP: Final = frozenset({Home.newcomer, *Help.__all_states__, *Language.__all_states__})
"""Windows that show nothing of any shop."""
