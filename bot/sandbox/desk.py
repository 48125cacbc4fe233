"""Problem: the page moves the clock and plays the marketplace, but the local Telegram must know nothing of
either.

Decision: a small protocol that the composition root implements, and three routes that pass JSON through to
it.
Limit: what the JSON means is the desk's business; a ValueError of the desk is 400 with its sentence.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.people import json_body, sentences
from bot.sandbox.telegram.routes import JsonResponse

STEPS = ("1h", "1d", "7d", "next")


class Desk(Protocol):
    """The clock and the marketplace of a demo."""

    async def state(self) -> dict[str, Any]:
        """`now`, `timezone`, `next_due`, `shops` and the last `facts`."""
        ...

    async def advance(self, step: str) -> dict[str, Any]:
        """Move the clock by one of STEPS and do all due work: `now` and the number `done`."""
        ...

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let something happen in the marketplace: `outcome`, `reason`, `message`."""
        ...


def routes(desk: Desk | None) -> Sequence[BaseRoute]:
    """The desk's API; without a desk every route is 404 with a sentence."""

    async def absent(request: Request) -> Response:
        return JsonResponse({"error": "this server has no clock and no marketplace"}, 404)

    if desk is None:
        return [Route("/desk{rest:path}", absent, methods=["GET", "POST"])]

    async def state(request: Request) -> Response:
        return JsonResponse(await desk.state())

    async def clock(request: Request) -> Response:
        step = (await json_body(request)).get("advance")
        if step not in STEPS:
            raise ValueError(f"advance must be one of {', '.join(STEPS)}")
        return JsonResponse(await desk.advance(step))

    async def fact(request: Request) -> Response:
        return JsonResponse(await desk.fact(await json_body(request)))

    return [
        Route("/desk", sentences(state), methods=["GET"]),
        Route("/desk/clock", sentences(clock), methods=["POST"]),
        Route("/desk/fact", sentences(fact), methods=["POST"]),
    ]
