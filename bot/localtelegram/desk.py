"""Problem: the page moves the clock and plays the marketplace, but the local Telegram must know nothing of
either.

Decision: a small protocol that the composition root implements, and a few routes that pass JSON through to
it.
Limit: what the JSON means is the desk's business; a ValueError of the desk is 400 with its sentence.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.localtelegram.people import json_body, sentences
from bot.localtelegram.telegram.routes import JsonResponse

STEPS = ("1h", "1d", "7d", "next")
LOG_LINES = 60
MOST_DIGITS = 6


class Desk(Protocol):
    """The clock and the marketplace of a demo.

    `language` is the page's, a tag such as "ru": titles are in it. What an act came to is told in every language at
    once, a text by its tag, because the page still shows it when its language is another.
    """

    async def state(self, language: str) -> dict[str, Any]:
        """`now`, `timezone`, `next_due`, `shops`, and the titles of `stories` and of the log's `kinds`."""
        ...

    async def advance(self, step: str) -> dict[str, Any]:
        """Move the clock by one of STEPS and do all due work: `now` and the number `done`."""
        ...

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let something happen in the marketplace: `outcome`, and `text`, the sentences or None."""
        ...

    async def story(self, name: str, seller: str) -> dict[str, Any]:
        """Play one of the stories: `outcome`, `text`, the sentences, and the `people` to look at."""
        ...

    async def log(self, seller: str, kinds: frozenset[str], size: int, language: str) -> list[dict[str, Any]]:
        """The newest lines of these kinds, the newest first; no kind is all of them."""
        ...


def routes(desk: Desk | None) -> Sequence[BaseRoute]:
    """The desk's API; without a desk every route is 404 with a sentence."""

    async def absent(request: Request) -> Response:
        return JsonResponse({"error": "this server has no clock and no marketplace"}, 404)

    if desk is None:
        return [Route("/desk{rest:path}", absent, methods=["GET", "POST"])]

    async def state(request: Request) -> Response:
        return JsonResponse(await desk.state(_language(request)))

    async def clock(request: Request) -> Response:
        step = (await json_body(request)).get("advance")
        if step not in STEPS:
            raise ValueError(f"advance must be one of {', '.join(STEPS)}")
        return JsonResponse(await desk.advance(step))

    async def fact(request: Request) -> Response:
        return JsonResponse(await desk.fact(await json_body(request)))

    async def story(request: Request) -> Response:
        body = await json_body(request)
        name, seller = body.get("story"), body.get("seller")
        if not isinstance(name, str) or not isinstance(seller, str):
            raise ValueError("story and seller must be texts")
        return JsonResponse(await desk.story(name, seller))

    async def log(request: Request) -> Response:
        asked = request.query_params
        size = asked.get("size", str(LOG_LINES))
        if not (size.isascii() and size.isdigit()) or len(size) > MOST_DIGITS:
            raise ValueError("size must be a whole number")
        kinds = frozenset(kind for kind in asked.get("kinds", "").split(",") if kind)
        return JsonResponse({"lines": await desk.log(asked.get("seller", ""), kinds, int(size), _language(request))})

    return [
        Route("/desk", sentences(state), methods=["GET"]),
        Route("/desk/log", sentences(log), methods=["GET"]),
        Route("/desk/clock", sentences(clock), methods=["POST"]),
        Route("/desk/fact", sentences(fact), methods=["POST"]),
        Route("/desk/story", sentences(story), methods=["POST"]),
    ]


def _language(request: Request) -> str:
    """The language that the page asks for first; English when it asks for none."""
    return request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()[:35] or "en"
