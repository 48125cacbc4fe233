"""Whether everything people and programs get to see is, byte for byte, what it was before files were moved.

Problem: moving every file touches every line that imports, and the tests that would notice a slip are moved with them.
Decision: one fingerprint of each thing that comes out, under a name that does not depend on where its code stands:
random histories, every text and notice, every window in many states of a shop, the year of the demo, the command line's
help. What is drawn anew each time (the ids of open dialogs, the nonces of confirmations) is left out. Limit: it says
that something differs and what, not how; `show` prints the text behind one name.

    python -m tests.architecture.same_as_before write FILE
    python -m tests.architecture.same_as_before check FILE
    python -m tests.architecture.same_as_before show NAME
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import typer
from aiogram.methods import EditMessageMedia, SendDocument, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardButton
from rich.console import Console
from typer.testing import CliRunner

# Where things stand; nothing below names a place.
from bot.cli import app as command_line
from bot.demo.year import print_year
from bot.paper.statement import about_month, export_month, print_statement
from bot.post.buttons import notice_buttons
from bot.texts import LOCALES
from bot.texts.format import Reader
from bot.texts.notices import notice_text
from core.policy import default_policy
from core.values import Role
from storage.rows.database import Database
from tests.bot import every_window
from tests.bot.recording import Human
from tests.bot.shop import START, TEXTS, Shop
from tests.bot.texts.test_texts import KEYS, NOTICES, NOW, READINGS, _renderings
from tests.property.histories import history, policies
from tests.property.product import Handling, in_memory, run

HISTORIES = 200
LENGTH = 150
WORKERS = 2
_NONCE = re.compile(r"^(confirm|depart):[\w-]{16}$")

Found = Iterator[tuple[str, str]]
"""(name, what came out)"""


# -- what comes out ------------------------------------------------------------------------------------------


def histories(first: int, last: int) -> Found:
    """State, outcomes and notices of random histories, every third of them under the shipped policy."""
    for seed in range(first, last):
        overlay = policies(seed) if seed % 3 else None
        with in_memory() as database:
            product = run(database, history(seed, LENGTH, overlay), overlay, Handling(batch=(1, 7, 1000)[seed % 3]))
            for what, result in zip(("outcomes", "state", "notices"), product.result(), strict=True):
                yield f"history {seed} {what}", json.dumps(result, ensure_ascii=False)


def texts() -> Found:
    """Every text with every variant and telling values; every notice with its buttons for every role."""
    for locale in LOCALES:
        assert sorted(READINGS[locale]) == KEYS
        for key in KEYS:
            yield f"text {locale} {key}", "\n".join(_renderings(locale, key))
        for number, (kind, data) in enumerate(NOTICES):
            told: list[str] = [notice_text(TEXTS, Reader(locale, "Europe/Moscow"), kind, data, at=NOW)]
            for role in Role:
                keyboard = notice_buttons(
                    TEXTS, locale, default_policy(), kind, data, seller="S1", role=role, approval=1
                )
                told.append(f"{role} {keyboard.model_dump_json() if keyboard else None}")
            yield f"notice {locale} {number} {kind}", "\n".join(told)


def year() -> Found:
    """The year of the demo in every language."""
    for locale in LOCALES:
        paper = io.StringIO()
        print_year(Console(file=paper, width=100), locale)
        yield f"year {locale}", paper.getvalue()


def help_pages() -> Found:
    """What the command line says of each command, its arguments and options."""
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    waiting: list[tuple[tuple[str, ...], Any]] = [((), typer.main.get_command(command_line))]
    while waiting:
        path, command = waiting.pop()
        waiting += [((*path, name), found) for name, found in getattr(command, "commands", {}).items()]
        yield " ".join(["help", *path]), runner.invoke(command_line, [*path, "--help"]).output


def screens(language: str, roles: tuple[Role, ...]) -> Found:
    """Every window in every state of a shop, the notices that came meanwhile, and the statement of a month."""
    for state, role in itertools.product(every_window.STATES, roles):
        with _shop() as shop:
            name = f"screens {language} {role} {state.__name__}"
            yield from ((f"{name} {what}", text) for what, text in asyncio.run(_windows(shop, state, role, language)))
            if role is roles[0]:
                yield from ((f"{name} {what}", text) for what, text in _papers(shop, language))


async def _windows(shop: Shop, state: Callable[[Shop], None], role: Role, language: str) -> list[tuple[str, str]]:
    state(shop)
    human = shop.member(role, "Anna", language)
    operator = shop.person("Olga", language)
    shop.ports.operators.grant(operator.user.id, "cli", START)
    if state is every_window.on_trial:
        employee = shop.member(Role.EMPLOYEE, "<b>&", language)
        shop.ports.team.ask_approval(shop.seller, employee.user.id, shop.clock.at)
    every_window.opening(shop)
    found = []
    for human_, who in ((human, "member"), (operator, "operator")):
        await human_.write("/start")
        found.append((f"{who} start", _chat(human_)))
        for number, window in enumerate(every_window.WINDOWS):
            if who == "operator" and not str(window.state).startswith("Operator:"):
                continue
            for which in range(len(every_window.STARTED_WITH.get(window, [{}]))):
                before = len(shop.session.calls)
                await human_.write(f"/window {number} {which}")
                calls = shop.session.calls[before:]
                found.append((f"{who} {window.state} {which}", f"{_chat(human_)}\n{_files(calls)}"))
    await shop.notifier().deliver()
    found.append(("notices", "\n\n".join(_message(each, human) for each in human.messages[-20:])))
    return found


def _chat(human: Human) -> str:
    return _message(human.messages[-1], human)


def _message(message: Any, human: Human) -> str:
    return "\n".join([message.text or "", *(_button(each) for each in human.buttons(message))])


def _button(button: InlineKeyboardButton) -> str:
    """A button without what is drawn anew for each dialog and each confirmation."""
    intent, mark, tail = (button.callback_data or "").partition("\x1d")
    data = _NONCE.sub(r"\1:nonce", tail) if mark else intent
    return button.model_copy(update={"callback_data": data}).model_dump_json(exclude_none=True)


def _files(calls: list[TelegramMethod[Any]]) -> str:
    """What pictures and documents went out, by their bytes."""
    sent = []
    for call in calls:
        file = None
        match call:
            case SendPhoto():
                file = call.photo
            case SendDocument():
                file = call.document
            case EditMessageMedia():
                file = call.media.media
        sent.append(f"{type(call).__name__} {_digest(file.data) if isinstance(file, BufferedInputFile) else ''}")
    return "\n".join(sent)


def _papers(shop: Shop, language: str) -> Iterator[tuple[str, str]]:
    books, month = shop.ports.books, shop.ports.policy.calendar.month(START)
    paper = io.StringIO()
    print_statement(Console(file=paper, width=200), about_month(books, shop.seller, month, TEXTS, language))
    yield "statement", paper.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "month.csv")
        export_month(books, shop.seller, month, file, TEXTS, language)
        yield "month.csv", file.read_text(encoding="utf-8")


@contextmanager
def _shop() -> Iterator[Shop]:
    with tempfile.TemporaryDirectory() as folder, closing(Database(f"sqlite:///{folder}/shop.db", durable=False)) as db:
        db.upgrade()
        yield Shop(db)


# -- fingerprints --------------------------------------------------------------------------------------------

OTHERS = (Role.EMPLOYEE, Role.FINANCE, Role.ADMINISTRATOR)
"""Of these each is met in one language, and a manager in all three."""
PIECES: list[tuple[Callable[..., Found], tuple[Any, ...]]] = [
    *((screens, (locale, (Role.MANAGER, role))) for locale, role in zip(LOCALES, OTHERS, strict=True)),
    *((histories, (first, first + 25)) for first in range(0, HISTORIES, 25)),
    (texts, ()),
    (year, ()),
    (help_pages, ()),
]


def _digest(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _piece(number: int) -> dict[str, str]:
    what, arguments = PIECES[number]
    return {name: _digest(text) for name, text in what(*arguments)}


def fingerprints() -> dict[str, str]:
    """Name to SHA-256 of everything that comes out."""
    found: dict[str, str] = {}
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as workers:
        for piece in workers.map(_piece, range(len(PIECES))):
            assert not found.keys() & piece.keys(), sorted(found.keys() & piece.keys())
            found |= piece
    return dict(sorted(found.items()))


def differences(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """One line for each name that is missing, new or changed."""
    return [
        f"{'missing' if name not in now else 'new' if name not in before else 'changed'}: {name}"
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]


def show(name: str) -> str | None:
    """The text behind a name."""
    kind = {"history": histories, "text": texts, "notice": texts, "year": year, "help": help_pages, "screens": screens}
    for what, arguments in PIECES:
        if what is kind.get(name.split()[0]):
            for found, text in what(*arguments):
                if found == name:
                    return text
    return None


def main(arguments: list[str]) -> int:
    """Write, check or show; returns the exit status."""
    match arguments:
        case ["write", file]:
            found = fingerprints()
            Path(file).write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
            print(f"{len(found)} fingerprints.")
        case ["check", file]:
            found = fingerprints()
            different = differences(json.loads(Path(file).read_text(encoding="utf-8")), found)
            print("\n".join(different) or f"All {len(found)} are the same.")
            return bool(different)
        case ["show", name]:
            print(show(name) or "There is nothing of that name.")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
