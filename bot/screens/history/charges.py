"""Charges with their points and money parts, a page at a time, of all services or one (RULES 9.1, 11)."""

from bot.frame.ports import Ports
from bot.frame.summary import service_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data
from bot.paper.document import Document, Heading, Lines
from bot.screens.history.filters import tag
from bot.screens.history.getters import PAGE, for_money, seller_of, turning
from bot.screens.history.lines import day_of, numbered
from bot.texts.format import capitalised
from storage.books import history
from storage.books.history import ChargeLine


def _charges(visitor: Visitor, ports: Ports, data: Data) -> Data:
    seller, service = seller_of(visitor), data.get("service")
    marks = {name: data[f"charges_{name}"] for name in ("before", "after") if f"charges_{name}" in data}
    found = history.charges(ports.books, seller, service=service, size=PAGE, **marks)
    known = history.choices(ports.books, seller).services
    this_year = ports.policy.calendar.date(ports.clock.now()).year
    rows = [_row(visitor, ports, number, charge, this_year) for number, charge in enumerate(found.charges, 1)]
    document = Document(
        Heading(visitor.say("charges-title")),
        Lines.of(visitor.say("history-by-service", value=service_name(visitor, service))) if service else None,
        *rows,
        None if rows else Lines.of(visitor.say("charges-none")),
        Lines.of(visitor.say("charges-count", count=found.total), visitor.say("history-hint")) if rows else None,
    )
    choices = []
    if len(known) > 1:
        choices = [Choice(tag(each), capitalised(service_name(visitor, each))) for each in known if each != service]
    if service is not None:
        choices.insert(0, Choice("any", visitor.say("button-history-all-services")))
    return {
        "document": document,
        "line": [Choice(str(charge.seq), str(number)) for number, charge in enumerate(found.charges, 1)],
        "turn": turning(visitor, found.newer, found.older),
        "service": choices,
    }


def _row(visitor: Visitor, ports: Ports, number: int, charge: ChargeLine, this_year: int) -> Lines:
    """All of a charge and, where points took part, what they and money paid."""
    reader = visitor.reader
    name = service_name(visitor, charge.service)
    if charge.reversed_at is not None:
        name = visitor.texts.plain(visitor.locale, "charges-reversed", charge=name)
    points = sum(amount for _, amount in charge.points)
    amount = reader.money(charge.amount)
    if points:
        amount = f"{amount} = {reader.points(points)} + {reader.money(charge.money)}"
    return numbered(number, capitalised(name), day_of(visitor, charge.at, this_year, ports.policy.calendar), amount)


charges_window = for_money(_charges)
