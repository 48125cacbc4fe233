"""The register of screens: a class for each, which names its windows.

Decision: apart from the screens themselves, so that any of them can lead to any other without importing it. The folder
of a screen has the name of its class, and `dialog` in its module of that name makes the windows: with the folder and
the class there is the screen. Limit: how one comes there is said where the way begins.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from aiogram.fsm.state import State, StatesGroup

from bot.texts.wishes import Wish


class Windows(StatesGroup):
    """The windows of a screen."""

    needs_shop: ClassVar[bool] = True
    """Whether it shows a shop that the reader is in; who is in none never comes there."""


class Home(Windows):
    """The glance, money on its own, the choice of shop, and the welcome of somebody without a shop."""

    main = State()
    balance = State()
    shops = State()
    newcomer = State()


class Points(Windows):
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


class Premium(Windows):
    """The plan, the comparison, and every change of the subscription with its confirmation."""

    main = State()
    compare = State()
    benefits = State()
    seats = State()
    fees = State()
    worth = State()
    confirm = State()
    done = State()


class Reports(Windows):
    """A month in pictures and numbers, and the longer view."""

    main = State()
    coverage = State()
    points = State()
    campaigns = State()
    years = State()
    figures = State()


class Told(Windows):
    """What a marketplace told of a shop that it keeps itself: a month from every side, Premium, the rating."""

    main = State()
    days = State()
    points = State()
    items = State()
    orders = State()
    fees = State()
    balance = State()
    tax = State()
    unclear = State()
    chart = State()
    statement = State()
    premium = State()
    rating = State()


class Invitation(Windows):
    """The invitation as its reader may use it, and an employee's request before a manager."""

    main = State()
    approval = State()


class Help(Windows):
    """Topics, and one topic."""

    needs_shop = False
    main = State()
    topic = State()


class Language(Windows):
    """The choice of language."""

    needs_shop = False
    main = State()


class History(Windows):
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


class Team(Windows):
    """Members, invitations to join, roles, and who did what."""

    main = State()
    member = State()
    role = State()
    remove = State()
    invite = State()
    link = State()
    audit = State()


class Settings(Windows):
    """How this person is told: kinds of notices, quiet hours, time zone, form of messages; how they leave."""

    needs_shop = False
    main = State()
    notices = State()
    kinds = State()
    quiet = State()
    quiet_from = State()
    quiet_until = State()
    timezone = State()
    tables = State()
    data = State()
    leave = State()
    forget = State()


class Paying(Windows):
    """How points pay: for every service its mode, own daily limit and reserves."""

    main = State()
    service = State()
    mode = State()
    limit = State()
    reserve = State()


class Calculator(Windows):
    """What a discount would earn, and how many more sales it takes to pay for itself."""

    main = State()
    field = State()
    result = State()


class Leaving(Windows):
    """Leaving a programme and coming back, with what it means before the confirmation."""

    main = State()
    confirm = State()
    done = State()


class Intake(Windows):
    """A marketplace's report that was sent as a file: what it says and changes, and keeping it; or what differs."""

    main = State()
    done = State()
    differences = State()


class Source(Windows):
    """Where a marketplace's word on a shop comes from: its key and reading with it; beginning a shop of one's own."""

    needs_shop = False
    main = State()
    key = State()
    another = State()
    remove = State()
    removed = State()
    file = State()


class Operator(Windows):
    """The marketplace's own staff: sellers, acts with a reason, prices, broadcasts."""

    needs_shop = False
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


SCREENS: Final[Sequence[type[Windows]]] = tuple(Windows.__subclasses__())
"""Every screen, in the order of their classes."""

WITHOUT_SHOP: Final = frozenset(
    {Home.newcomer, *(window for screen in SCREENS if not screen.needs_shop for window in screen)}
)
"""Windows that show nothing of a shop the reader is in."""

TOLD_INSTEAD: Final[Mapping[State, State]] = {
    Home.balance: Told.balance,
    Points.main: Told.points,
    Premium.main: Told.premium,
    Invitation.main: Told.premium,
    Reports.main: Told.main,
}
"""Of a reported shop, the window that opens in the place of another (RULES 16.3)."""

COMMANDS: Final[Mapping[str, State]] = {
    "start": Home.main,
    "balance": Home.balance,
    "points": Points.main,
    "premium": Premium.main,
    "history": History.main,
    "settings": Settings.main,
    "language": Language.main,
    "help": Help.main,
}
"""The commands of the menu, in its order, each with the window that it opens."""

WISHES: Final[Mapping[Wish, tuple[State, Mapping[str, Any]]]] = {
    Wish.HOME: (Home.main, {}),
    Wish.CANCEL: (Home.main, {}),
    Wish.BALANCE: (Home.balance, {}),
    Wish.POINTS: (Points.main, {}),
    Wish.EXPIRY: (Points.expiry, {}),
    Wish.SPEND: (Points.service, {}),
    Wish.EARN: (Points.earn, {}),
    Wish.PLAN: (Premium.main, {}),
    Wish.COMPARE: (Premium.compare, {}),
    Wish.FEES: (Premium.fees, {}),
    Wish.HISTORY: (History.main, {}),
    Wish.REPORTS: (Reports.main, {}),
    Wish.SETTINGS: (Settings.main, {}),
    Wish.QUIET: (Settings.quiet, {}),
    Wish.NOTICES: (Settings.notices, {}),
    Wish.LANGUAGE: (Language.main, {}),
    Wish.HELP: (Help.main, {}),
    Wish.SUPPORT: (Help.topic, {"topic": "whom"}),
    Wish.TEAM: (Team.main, {}),
    Wish.CALCULATOR: (Calculator.main, {}),
    Wish.PAYING: (Paying.main, {}),
    Wish.SHOPS: (Home.shops, {}),
    Wish.INVITATION: (Invitation.main, {}),
    Wish.CAMPAIGNS: (Points.campaigns, {}),
    Wish.DATA: (Settings.data, {}),
}
"""What people ask for in words, each with the window that shows it and what that is started with. None of them is a
question with a confirming button: words open, taps act."""
