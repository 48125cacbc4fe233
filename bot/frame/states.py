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
    earn = State()
    campaigns = State()
    unearned = State()
    service = State()
    amount = State()
    confirm = State()
    done = State()


class Paying(StatesGroup):
    """How points pay: for every service its mode, own daily limit and reserves."""

    main = State()
    service = State()
    mode = State()
    limit = State()
    reserve = State()


class Calculator(StatesGroup):
    """What a discount would earn, and how many more sales it takes to pay for itself."""

    main = State()
    field = State()
    result = State()


class Leaving(StatesGroup):
    """Leaving a programme and coming back, with what it means before the confirmation."""

    main = State()
    confirm = State()
    done = State()


class Premium(StatesGroup):
    """The plan, the comparison, and every change of the subscription with its confirmation."""

    main = State()
    compare = State()
    benefits = State()
    seats = State()
    fees = State()
    worth = State()
    confirm = State()
    done = State()


class Invitation(StatesGroup):
    """The invitation as its reader may use it, and an employee's request before a manager."""

    main = State()
    approval = State()


class History(StatesGroup):
    """Everything that happened, filtered; one line explained; charges; the statement; export."""

    main = State()
    line = State()
    dispute = State()
    filters = State()
    choose = State()
    order = State()
    since = State()
    until = State()
    charges = State()
    statement = State()
    export = State()


class Reports(StatesGroup):
    """A month in pictures and numbers, and the longer view."""

    main = State()
    coverage = State()
    points = State()
    campaigns = State()
    years = State()


class Team(StatesGroup):
    """Members, invitations to join, roles, and who did what."""

    main = State()
    member = State()
    role = State()
    remove = State()
    invite = State()
    link = State()
    audit = State()


class Settings(StatesGroup):
    """How this person is told: kinds of notices, quiet hours, time zone, form of messages; how they leave."""

    main = State()
    notices = State()
    kinds = State()
    quiet = State()
    quiet_from = State()
    quiet_until = State()
    timezone = State()
    data = State()
    leave = State()
    forget = State()


class Operator(StatesGroup):
    """The marketplace's own staff: sellers, acts with a reason, prices, broadcasts."""

    main = State()
    found = State()
    seller = State()
    seen = State()
    programme = State()
    amount = State()
    until = State()
    reason = State()
    confirm = State()
    done = State()
    prices = State()
    price = State()
    since = State()
    broadcasts = State()
    segment = State()
    words = State()
    preview = State()
    progress = State()


class Help(StatesGroup):
    """Topics, and one topic."""

    main = State()
    topic = State()


class Language(StatesGroup):
    """The choice of language."""

    main = State()


WITHOUT_SHOP: Final = frozenset(
    {Home.newcomer, *Help.__all_states__, *Language.__all_states__, *Settings.__all_states__, *Operator.__all_states__}
)
"""Windows that show nothing of a shop the reader is in."""
