"""Every button of every window against every role: what is not offered to somebody is not done for them either.

Problem: a hidden button can be forged, and an open screen outlives the role it was opened with. Decision: windows and
buttons are collected from the dialogs, never listed. Each button that anybody has is tapped by everybody who has not:
out of their own dialog, and out of a screen that was opened while the role was still theirs. No table may change, and
an answer must come. Who is offered what is compared with a table that fails for what it does not know.
Limit: a button's first meeting stands for all that differ only in a number; what a role types is tested by the screens.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from aiogram_dialog import Window
from aiogram_dialog.widgets.kbd import Keyboard
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from bot.chat.dispatcher import dialogs
from bot.frame.states import WITHOUT_SHOP, History, Home, Leaving, Operator, Paying, Points, Premium, Team
from bot.frame.visitor import shop_tag
from bot.frame.ways import Change
from bot.post.buttons import NoticeButton, notice_buttons
from core.events import OrderRedeemed, SetDailyLimit, SetMode
from core.notices.kinds import NoticeKind
from core.policy import default_policy
from core.values import Mode, Role
from storage.post.segments import SEGMENTS
from storage.rows.database import Database
from tests.bot.every_window import ROLES as shop_roles
from tests.bot.every_window import STARTED_WITH, WINDOWS, connected, opening
from tests.bot.shop import DAY, START, TEXTS, Shop

Who = str
ADMINISTRATOR, MANAGER, FINANCE, EMPLOYEE = (role.value for role in shop_roles)
OPERATOR, OUTSIDER = "operator", "outsider"
"""The marketplace's staff and somebody who was removed: both in no shop."""
ROLES: Final = (ADMINISTRATOR, MANAGER, FINANCE, EMPLOYEE)
EVERYBODY: Final = (*ROLES, OPERATOR, OUTSIDER)

COLLEAGUE, ELSEWHERE = "Emilia", "Sesame and Sons"
"""Names that only managers see on the screens of the team, and only operators on theirs."""
_WORDS: Final = {"en": {"html": "Hi", "plain": "Hi"}}
_ABOUT_BONUS: Final = {"act": "bonus", "seller": "S2", "programme": "bonus", "amount": 500, "reason": "why"}
BEGINNINGS: Final[dict[Any, list[dict[str, Any]]]] = STARTED_WITH | {
    History.order: [{"filter": {"order": "L1"}}],
    Operator.found: [{"text": ELSEWHERE}],
    Operator.seller: [{"seller": "S2"}],
    Operator.seen: [{"seller": "S2", "view": "home"}],
    Operator.programme: [{"act": "bonus", "seller": "S2"}],
    Operator.amount: [{"act": "bonus", "seller": "S2", "programme": "bonus"}],
    Operator.until: [{"act": "prolong", "seller": "S2", "programme": "bonus"}],
    Operator.reason: [{"act": "pass", "seller": "S2"}],
    Operator.price: [{"act": "price", "plan": "lite"}],
    Operator.since: [{"act": "price", "plan": "lite", "price": 250_000}],
    Operator.confirm: [
        _ABOUT_BONUS,
        {"act": "maintenance-on", "reason": "why"},
        {"act": "price", "plan": "lite", "price": 250_000, "since": None, "reason": "why"},
        {"act": "pass", "seller": "S2", "reason": "why"},
        {"act": "fail", "seller": "S2", "reason": "why"},
    ],
    Operator.words: [{"texts": _WORDS, "segment": str(SEGMENTS[0]), "writing": "en"}],
    Operator.preview: [{"texts": _WORDS, "segment": str(SEGMENTS[0]), "previewed": True}],
    Operator.progress: [{"broadcast": 1}, {"broadcast": 2}],
}

ONLY_AFTERWARDS: Final = {
    "Points:done confirm", "Points:done go", "Premium:done confirm", "Premium:done go", "Leaving:done confirm",
    "Leaving:done go", "Operator:done confirm", "Operator:done go", "Operator:progress confirm", "Team:main confirm",
    "Team:member role", "Team:link invite", "Settings:quiet end", "Settings:quiet_until start", "Team:invite go",
    "Calculator:field value", "Intake:main confirm", "Intake:main go", "Intake:done confirm", "Source:main go",
    "Source:remove confirm", "Source:removed confirm", "Source:file begin", "Home:shops go",
}  # fmt: skip
"""Widgets that stay for a second tap, lead on from a result, ask about a file that was sent or lead to a further
shop: forged with the buttons of their dialog's windows."""
OF_REPORTED: Final = ("Told:", "Intake:differences ")
"""Windows that no kept shop sees: who is shown what by their buttons is in test_told_months and test_intake."""
SENDS_NOTHING: Final = {"History:dispute go"}
"""Buttons that only copy."""

OF_ONES_OWN: Final = {"Settings:notices group", "Settings:kinds kind", "Settings:kinds group"}
"""Which notices one gets is everybody's own choice, whichever of them are listed for a role."""

IN_A_SHOP, IN_NONE, ANYBODY = {*ROLES}, {OPERATOR, OUTSIDER}, {*ROLES, OPERATOR, OUTSIDER}
MONEY, MANAGERS, ADMINISTRATORS, STAFF = IN_A_SHOP - {EMPLOYEE}, {ADMINISTRATOR, MANAGER}, {ADMINISTRATOR}, {OPERATOR}
OFFERED: Final[list[tuple[str, set[Who]]]] = [
    ("* owed:top_up", MONEY),
    ("Home:main go:team", MANAGERS),
    ("Home:main go:premium", IN_A_SHOP),
    ("Invitation:main go:premium", IN_A_SHOP),
    ("Premium:confirm other:main", IN_A_SHOP),
    ("Home:main go:settings", IN_A_SHOP),
    ("Home:main go:help", IN_A_SHOP),
    ("Home:main go:*", MONEY),
    ("Home:main likely:approval", MANAGERS),
    ("Home:main likely:keep", MANAGERS),
    ("Home:main likely:invitation", IN_A_SHOP),
    ("Home:balance *", MONEY),
    ("Home:shops *", IN_A_SHOP),
    ("Home:newcomer go:operator", STAFF),
    ("Home:newcomer *", IN_NONE),
    ("Points:* *", MONEY),
    ("Premium:* change:*", MANAGERS),
    ("Premium:* *:fees", MONEY),
    ("Premium:* *:worth", MONEY),
    ("Premium:fees *", MONEY),
    ("Premium:worth *", MONEY),
    ("Premium:seats ask:*", IN_A_SHOP - {ADMINISTRATOR, MANAGER}),
    ("Premium:seats *", MANAGERS),
    ("Premium:confirm *", MANAGERS),
    ("Premium:* *", IN_A_SHOP),
    ("Invitation:main go:compare", IN_A_SHOP),
    ("Invitation:* *", MANAGERS),
    ("Reports:* *", MONEY),
    ("History:* *", MONEY),
    ("Calculator:* *", MONEY),
    ("Paying:main *", MONEY),
    ("Paying:* *", MANAGERS),
    ("Leaving:* *", MANAGERS),
    ("Team:main go:invite", ADMINISTRATORS),
    ("Team:member go:role", ADMINISTRATORS),
    ("Team:member go:remove", ADMINISTRATORS),
    ("Team:main *", MANAGERS),
    ("Team:member go:*", MANAGERS),
    ("Team:audit *", MANAGERS),
    ("Team:* *", ADMINISTRATORS),
    ("Settings:data leave", IN_A_SHOP),
    ("Settings:leave *", IN_A_SHOP),
    ("Settings:notices *", IN_A_SHOP),
    ("Settings:kinds *", IN_A_SHOP),
    ("Settings:* *", ANYBODY),
    ("Help:* *", ANYBODY),
    ("Language:* *", ANYBODY),
    ("Operator:* *", STAFF),
]
"""Window and button → who may be offered it at most (RULES 1, 13); the first line that fits counts."""


class Place(NamedTuple):
    """A window and one of the ways it begins, by their numbers."""

    window: int
    beginning: int

    @property
    def state(self) -> Any:
        return WINDOWS[self.window]


def tables(shop: Shop) -> dict[str, list[Any]]:
    """All that is kept but refusals and who Eve is at the moment. What dialogs remember is not in it."""
    with shop.database.read() as transaction:
        kept = {
            name: transaction.rows(f"SELECT * FROM {name}") for name in SQLModel.metadata.tables if name != "dialog"
        }
        # That a command was refused is on record, so that the same one stays refused (RULES 2.6).
        kept["member"] = transaction.rows("SELECT * FROM member WHERE name <> 'Eve'")
        kept["operator"] = transaction.rows(
            "SELECT * FROM operator WHERE telegram_id NOT IN (SELECT telegram_id FROM member WHERE name = 'Eve')"
        )
        kept["taken"] = transaction.rows("SELECT * FROM taken WHERE outcome <> 'refused'")
    return kept


def said(shop: Shop) -> str:
    """Every text that was sent since the calls were last forgotten."""
    found: list[str] = []
    for call in shop.session.calls:
        rich, media = getattr(call, "rich_message", None), getattr(call, "media", None)
        texts = [getattr(call, name, None) for name in ("text", "caption")]
        found += [text for text in (*texts, rich and rich.html, media and media.caption) if text]
    return "\n".join(found)


class Eve:
    """One person who can be anybody: her role is what the database says when she taps."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.human = shop.member(Role.MANAGER, "Eve")
        shop.ports.operators.grant(self.human.user.id, "cli", shop.clock.at)

    def becomes(self, who: Who) -> None:
        """Change who she is, without a trace that would look like a deed of hers."""
        with self.shop.database.write() as transaction:
            transaction.run(
                "UPDATE member SET role = ?, removed_at = ? WHERE telegram_id = ?",
                (who if who in ROLES else MANAGER, None if who in ROLES else 1, self.human.user.id),
            )
            transaction.run(
                "UPDATE operator SET removed_at = ? WHERE telegram_id = ?",
                (None if who == OPERATOR else 1, self.human.user.id),
            )

    async def opens(self, place: Place) -> None:
        """Open a window by the command for it, in a chat that keeps its last message only."""
        chat = self.shop.session.chats[self.human.user.id]
        for number in list(chat)[:-1]:
            del chat[number]
        await self.human.write(f"/window {place[0]} {place[1]}")

    def tails(self) -> list[str]:
        """What the buttons of her screen would send, without the dialog's own number."""
        data = [button.callback_data for button in self.human.buttons() if button.callback_data]
        return [each.partition("\x1d")[2] for each in data]

    async def forges(self, tail: str) -> None:
        """Send it out of her present dialog."""
        prefix = (self.human.buttons()[-1].callback_data or "").partition("\x1d")[0]
        await self.human.send_data(f"{prefix}\x1d{tail}")


# -- shops in which every button comes up somewhere --------------------------------------------------------------------


def _peopled(shop: Shop) -> None:
    """More members than a page shows, open invitations, a request that waits, broadcasts, work for operators."""
    shop.register("S2", ELSEWHERE)
    for number in range(9):
        shop.member(Role.EMPLOYEE, f"{COLLEAGUE} {number}")
    olga = shop.person("Olga")
    shop.ports.operators.grant(olga.user.id, "cli", shop.clock.at)
    for key in ("first", "second"):
        shop.ports.broadcasts.start(key, SEGMENTS[0], {"en": "Hi"}, "why", olga.user.id, shop.clock.at)
    shop.ports.broadcasts.change(2, "pause", olga.user.id, shop.clock.at)


def _traded(shop: Shop) -> None:
    """Two months of charges, orders with and without points, more of everything than a page shows."""
    shop.earns(3_000_000)
    shop.bonus(123_456)
    shop.redeems(hold_days=0)
    shop.billed("ads", 240_000)
    shop.later(days=35)
    for number in range(12):
        shop.take(
            OrderRedeemed(
                id=f"o{number}", at=START - 9 * DAY, seller=shop.seller, line=f"L-{number}", campaign="spring",
                category="tea", price=700_000, discount=100_000, quantity=1,
            )
        )  # fmt: skip
        shop.billed("ads" if number % 2 else "logistics", 40_000 + number)
    for number in range(17):
        shop.billed(f"service{number}", 100)
    shop.take(_set(shop, SetMode, "mode", service="ads", mode=Mode.AUTO))
    shop.take(_set(shop, SetDailyLimit, "limit", service="storage", amount=5_000))
    shop.later(days=1)
    shop.billed("ads", 30_000)


def _set(shop: Shop, kind: Any, id: str, **wanted: Any) -> Any:
    return kind(id=id, at=shop.clock.at, seller=shop.seller, by=Role.MANAGER, **wanted)


def invited(shop: Shop) -> None:
    shop.member(Role.ADMINISTRATOR, "Zara")
    _traded(shop)
    shop.link(Role.FINANCE)
    shop.qualifies()
    emil = next(iter(shop.people.values()))
    shop.ports.team.ask_approval(shop.seller, emil.user.id, shop.clock.at)


def on_premium(shop: Shop) -> None:
    """Without another administrator: the last one cannot leave."""
    _traded(shop)
    shop.qualifies()
    connected(shop, Change.PREMIUM)


def stopped(shop: Shop) -> None:
    shop.member(Role.ADMINISTRATOR, "Zara")
    on_premium(shop)
    connected(shop, Change.CANCEL)


def in_grace(shop: Shop) -> None:
    shop.qualifies()
    shop.earns(111_100)
    shop.bonus(123_456)
    connected(shop, Change.PREMIUM)
    shop.later(days=31)


SHOPS: Final[list[Callable[[Shop], None]]] = [invited, on_premium, stopped, in_grace]


async def eve_in(shop: Shop, state: Callable[[Shop], None]) -> Eve:
    _peopled(shop)
    state(shop)
    eve = Eve(shop)
    shop.ports.team.set_timezone(eve.human.user.id, "Asia/Yerevan")
    opening(shop, BEGINNINGS)
    for who in EVERYBODY:  # the first meeting of each keeps their language
        eve.becomes(who)
        await eve.human.write("/start")
    return eve


Offers = dict[tuple[Place, str], dict[Who, str]]
"""Of each place and each kind of button: who has it, and what theirs would send."""


class Collected(NamedTuple):
    """Eve in a shop, and what is offered there."""

    eve: Eve
    offers: Offers


# -- what is offered ---------------------------------------------------------------------------------------------------


def places(who: Who) -> Iterator[Place]:
    for number, state in enumerate(WINDOWS):
        if (who not in ROLES and state not in WITHOUT_SHOP) or (who in ROLES and state is Home.newcomer):
            continue
        for beginning in range(len(BEGINNINGS.get(state, [{}]))):
            yield Place(number, beginning)


def kind_of(tail: str) -> str:
    """The widget and what was chosen in words; numbers, tags and nonces are left out."""
    widget, _, choice = tail.partition(":")
    word = re.fullmatch(r"([a-z_]+(?:[-:][a-z_]+)*?)(?:[-:.][0-9]+)?", choice)
    return f"{widget}:{word[1]}" if word and widget not in ("confirm", "depart") else widget


async def offers(eve: Eve) -> Offers:
    found: Offers = {}
    for who in EVERYBODY:
        eve.becomes(who)
        for place in places(who):
            await eve.opens(place)
            for tail in eve.tails():
                if tail not in ("back", "home"):
                    found.setdefault((place, kind_of(tail)), {}).setdefault(who, tail)
    return found


def widgets() -> set[str]:
    """Every window's widgets that may put out buttons, as the dialogs have them."""

    def leaves(keyboard: Keyboard) -> Iterator[Keyboard]:
        inner = getattr(keyboard, "buttons", None)
        if inner is None:
            yield keyboard
        for each in inner or ():
            yield from leaves(each)

    return {
        f"{state.state} {leaf.widget_id}"
        for dialog in dialogs()
        for state, window in dialog.windows.items()
        if isinstance(window, Window)
        for leaf in leaves(window.keyboard)
    }


# -- forging -----------------------------------------------------------------------------------------------------------


class Attack(NamedTuple):
    """Who taps what where; `once_by` is whose the screen was when it was opened, None: their own."""

    place: Place
    kind: str
    tail: str
    who: Who
    once_by: Who | None


def attacks(offered: Offers, met: set[tuple[Any, str]]) -> Iterator[Attack]:
    """Every kind of button by everybody who is not offered it, out of every screen they can send it from.

    `met`: windows and kinds that were forged in a shop before this one.
    """
    for (place, kind), owners in [*offered.items(), *_borrowed(offered)]:
        # A confirmation is for what it began with; anything else is the same from every beginning.
        again = (place.state, kind) in met and "confirm" not in place.state.state
        if again or f"{place.state.state} {kind.partition(':')[0]}" in OF_ONES_OWN:
            continue
        met.add((place.state, kind))
        owner, tail = next(iter(owners.items()))
        for who in EVERYBODY:
            if who not in owners:
                yield Attack(place, kind, tail, who, owner)
                if place in set(places(who)):
                    yield Attack(place, kind, tail, who, None)


def _borrowed(offered: Offers) -> Iterator[tuple[tuple[Place, str], dict[Who, str]]]:
    """For widgets that have buttons only afterwards: those of the same name on the dialog's other windows."""
    for (place, kind), owners in offered.items():
        for number, state in enumerate(WINDOWS):
            if state.group is place.state.group and f"{state.state} {kind.partition(':')[0]}" in ONLY_AFTERWARDS:
                yield (Place(number, 0), kind), owners


async def happens(eve: Eve, attack: Attack, before: dict[str, list[Any]], secrets: list[str]) -> list[str]:
    """What is wrong about what came of it. `before` is what was kept."""
    shop = eve.shop
    eve.becomes(attack.once_by or attack.who)
    await eve.opens(attack.place)
    tail = next((each for each in eve.tails() if kind_of(each) == attack.kind), attack.tail)
    eve.becomes(attack.who)
    shop.session.calls.clear()
    with capture_logs() as logs:
        await eve.forges(tail)
    after, answer = tables(shop), said(shop)
    wrong = [f"{name} changed" for name in before if before[name] != after[name]]
    wrong += [f"{name} shown" for name in secrets if name in answer]
    wrong += [str(line) for line in logs if line["log_level"] in ("error", "critical")]
    return wrong if answer else [*wrong, "no answer"]


async def wrongs(found: Collected, met: set[tuple[Any, str]]) -> list[tuple[Attack, list[str]]]:
    """All attacks in a shop that came to something."""
    eve = found.eve
    eve.becomes(FINANCE)
    await eve.human.write("/start")
    money = [each for each in re.findall(r"<b>([0-9,.]+)", eve.human.text) if len(each) > 4]
    assert len(money) >= 2, eve.human.text
    secrets = {"Team": {*IN_A_SHOP, *IN_NONE} - MANAGERS, "Operator": ANYBODY - STAFF}
    before = tables(eve.shop)
    result = []
    for attack in attacks(found.offers, met):
        hidden = [] if attack.who in MONEY else list(money)
        group = attack.place.state.state.partition(":")[0]
        if attack.who in secrets.get(group, ()):
            hidden.append(COLLEAGUE if group == "Team" else ELSEWHERE)
        wrong = await happens(eve, attack, before, hidden)
        if wrong:
            result.append((attack, wrong))
            before = tables(eve.shop)
    return result


# -- the tests ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def collected(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collect]:
    """For a kind of shop: Eve in it, and what it offers to whom; each is opened once."""
    known: dict[str, Collected] = {}

    def collect(state: Callable[[Shop], None]) -> Collected:
        if state.__name__ not in known:
            path = tmp_path_factory.mktemp("permissions") / "shop.db"
            shutil.copy(migrated_file, path)
            shop = Shop(Database(f"sqlite:///{path}", durable=False))
            known[state.__name__] = asyncio.run(_collect(shop, state))
        return known[state.__name__]

    yield collect
    for each in known.values():
        each.eve.shop.database.close()


Collect = Callable[[Callable[[Shop], None]], Collected]


async def _collect(shop: Shop, state: Callable[[Shop], None]) -> Collected:
    eve = await eve_in(shop, state)
    return Collected(eve, await offers(eve))


def everywhere(collected: Collect) -> dict[str, set[Who]]:
    """Window and kind of button → who is offered it in any of the shops."""
    merged: dict[str, set[Who]] = {}
    for state in SHOPS:
        for (place, kind), owners in collected(state).offers.items():
            merged.setdefault(f"{place.state.state} {kind}", set()).update(owners)
    return merged


@pytest.mark.parametrize("state", SHOPS, ids=[state.__name__ for state in SHOPS])
def test_what_is_not_offered_is_not_done_and_not_shown(collected: Collect, state: Callable[[Shop], None]) -> None:
    before = [collected(each).offers for each in SHOPS[: SHOPS.index(state)]]
    met = {(place.state, kind) for offered in before for place, kind in offered}
    assert asyncio.run(wrongs(collected(state), met)) == []


@pytest.mark.parametrize(
    ("state", "kind", "table"),
    [
        (Points.confirm, "confirm", "movement"),
        (Premium.confirm, "confirm", "transition"),
        (Leaving.confirm, "confirm", "consent"),
        (Paying.mode, "mode:auto", "choice"),
        (Team.invite, "invite:employee", "link_token"),
    ],
)
async def test_the_same_tap_is_done_and_noticed_for_who_may(shop: Shop, state: Any, kind: str, table: str) -> None:
    eve = await eve_in(shop, on_premium)
    beginning = {Premium.confirm: 4, Paying.mode: 1, Leaving.confirm: 1}.get(state, 0)
    tap = Attack(Place(WINDOWS.index(state), beginning), kind, kind, ADMINISTRATOR, None)
    assert f"{table} changed" in await happens(eve, tap, tables(shop), [])


def test_buttons_are_offered_only_to_who_may_have_them(collected: Collect) -> None:
    line = {
        button: next((number for number, (pattern, _) in enumerate(OFFERED) if fnmatchcase(button, pattern)), None)
        for button in everywhere(collected)
    }
    assert {button for button, number in line.items() if number is None} == set(), "say who may have it"
    assert {pattern for number, (pattern, _) in enumerate(OFFERED) if number not in line.values()} == set()
    too_many = {
        button: who - OFFERED[number][1]
        for button, who in everywhere(collected).items()
        if (number := line[button]) is not None and who - OFFERED[number][1]
    }
    assert too_many == {}


def test_every_widget_of_every_window_has_shown_a_button(collected: Collect) -> None:
    """Else it would have met nobody here: add the shop or the beginning in which it has one."""
    met = {f"{window} {kind.partition(':')[0]}" for window, _, kind in map(_split, everywhere(collected))}
    moving = {each for each in widgets() if not each.endswith((" back", " home", " owed"))}
    moving = {each for each in moving if not each.startswith(OF_REPORTED)}
    assert moving - met - ONLY_AFTERWARDS - SENDS_NOTHING == set()
    assert (ONLY_AFTERWARDS | SENDS_NOTHING) - moving == set()


def _split(button: str) -> tuple[str, str, str]:
    return button.partition(" ")


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_notices_button_does_nothing_for_who_does_not_get_it(collected: Collect, who: Who) -> None:
    eve = collected(invited).eve
    assert asyncio.run(_under_notices(eve, who)) == []


async def _under_notices(eve: Eve, who: Who) -> list[tuple[str, list[str]]]:
    shop, wrong = eve.shop, []
    buttons = {role: _ways(role) for role in ROLES}
    eve.becomes(who)
    await eve.human.write("/start")
    before = tables(shop)
    for to in sorted(set().union(*buttons.values()) - buttons.get(who, set())):
        shop.session.calls.clear()
        await eve.human.send_data(NoticeButton(to=to, shop=shop_tag(shop.seller), about=1).pack())
        after = tables(shop)
        changed = [name for name in before if before[name] != after[name]]
        if changed or not said(shop):
            wrong.append((to, changed))
    return wrong


def _ways(role: Who) -> set[str]:
    """Where the buttons under any notice lead for a role."""
    data = {"plan": "premium", "programme": "bonus", "reason": "cancelled"}
    policy = default_policy()
    keyboards = [
        notice_buttons(TEXTS, "en", policy, kind, data, seller=Shop.seller, role=Role(role), approval=1)
        for kind in NoticeKind
    ]
    rows = [row for keyboard in keyboards if keyboard for row in keyboard.inline_keyboard]
    return {NoticeButton.unpack(button.callback_data or "").to for row in rows for button in row}
