"""Facts over HTTP beside the same lines through `import`: a part of `bench`.

Problem: what comes by the network costs a server, a client and JSON for each answer on top of the work itself.
Decision: the same lines, once as a file and once as requests of `MOST_LINES` lines to the server in this process, over
loopback; the two take turns, each on a database of its own.
Limit: client and server share this process and its lock, so HTTP is measured dearer than a marketplace sees it.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.api.app import PREFIX, build_api
from bot.api.facts import MOST_LINES, PATH
from bot.api.ports import Api
from bot.api.serving import serving
from bot.clock import WallClock
from bot.feed.intake import import_lines
from bot.texts import Texts
from core.policy import Policy
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database

TURNS: Final = 3


def time_intake(folder: Path, policy: Policy, lines: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds over HTTP and through `import`, for all the lines."""
    file = folder / "intake.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    over_http, imported = [], []
    for turn in range(TURNS):
        over_http.append(_over_http(folder / f"http-{turn}.db", policy, lines))
        imported.append(_imported(folder / f"import-{turn}.db", policy, file))
    return over_http, imported


def _imported(path: Path, policy: Policy, file: Path) -> float:
    with closing(Database(f"sqlite:///{path}")) as database:
        database.upgrade()
        start = time.perf_counter()
        import_lines(Ledger(database, policy), WallClock(), file, file.with_suffix(".rejects"))
        return time.perf_counter() - start


def _over_http(path: Path, policy: Policy, lines: Sequence[str]) -> float:
    with closing(Database(f"sqlite:///{path}")) as database:
        database.upgrade()
        clock = WallClock()
        api = Api(Ledger(database, policy), Books(database, policy), Team(database), clock, Texts())
        secret = api.tokens.create("bench", ["feed"], "bench", clock.now())
        parts = [lines[at : at + MOST_LINES] for at in range(0, len(lines), MOST_LINES)]
        return asyncio.run(_send(api, secret, ["\n".join(part).encode() for part in parts]))


async def _send(api: Api, secret: str, bodies: Sequence[bytes]) -> float:
    async with serving(build_api(api), "127.0.0.1", 0) as url:
        address = urlsplit(url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        start = time.perf_counter()
        for body in bodies:
            head = (
                f"POST {PREFIX}{PATH} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {secret}\r\n"
                f"Content-Type: application/jsonl\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            if " 200 " not in answer.partition("\r\n")[0]:
                raise RuntimeError(answer)
            await reader.readexactly(int(answer.partition("content-length: ")[2].partition("\r\n")[0]))
        seconds = time.perf_counter() - start
        writer.close()
        return seconds
