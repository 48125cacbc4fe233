"""The demo's people: one of each role, a newcomer without a shop, and an operator of the marketplace."""

from dataclasses import dataclass

from bot.demo.market import SHOPS
from core.values import Instant, Role
from storage.people.operators import Operators
from storage.people.team import Team


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A Telegram user of the demo; `role` is None for the newcomer."""

    key: str
    telegram_id: int
    name: str
    username: str
    language: str
    role: Role | None


ADMINISTERED = 2
"""Shops of the administrator: enough to change between them, few enough for the chat to stay readable."""

PEOPLE = (
    DemoPerson("administrator", 101, "Анна", "anna_admin", "ru", Role.ADMINISTRATOR),
    DemoPerson("manager", 102, "Michael", "michael_manager", "en", Role.MANAGER),
    DemoPerson("finance", 103, "Կարեն", "karen_finance", "hy", Role.FINANCE),
    DemoPerson("employee", 104, "Эмма", "emma_employee", "ru", Role.EMPLOYEE),
    DemoPerson("newcomer", 105, "Nora", "nora_new", "en", None),
    DemoPerson("operator", 106, "Olga", "olga_operator", "en", Role.OPERATOR),
)


def join_demo_team(team: Team, now: Instant) -> None:
    """Link the people to the first shop, the administrator to the second too; by one-time links, as in production.

    The operator is in no shop and gets the right instead. A database that has sellers of its own has none of these
    shops: there the people stay without one, and without the right.
    """
    with team.database.read() as transaction:
        names = [shop.seller for shop in SHOPS]
        known = {seller for (seller,) in transaction.rows_in("SELECT id FROM seller WHERE id IN ($)", (), names)}
    for person in PEOPLE:
        if person.role is None:
            continue
        if person.role is Role.OPERATOR:
            if known:
                Operators(team.database).grant(person.telegram_id, "demo", now)
            continue
        # The last one joined is the one looked at, so the shop to try comes last.
        shops = reversed(SHOPS[: ADMINISTERED if person.role is Role.ADMINISTRATOR else 1])
        linked = {membership.seller for membership in team.memberships(person.telegram_id)}
        for shop in shops:
            if shop.seller in known and shop.seller not in linked:
                token = team.create_link(shop.seller, person.role, by="demo", now=now)
                team.join(token, person.telegram_id, person.name, now)
