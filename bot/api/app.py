"""The application: routers put together, failures as problems, and the description that other programs read.

Problem: a framework answers some failures in its own form and describes others that never happen.
Decision: one layer around everything turns whatever fails into a problem document; what every route may answer beside
its own is worked out from what it needs. A router is named in `ROUTERS`, and that is all: access, problems, limits,
description and the tests that go over every route follow from it.
Limit: a route that does not say who may use it stops the program when it is built.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import anyio
import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import VERSION
from bot.api import callers, commands, facts, health, imports, operating, reads, webhooks
from bot.api.access import SELLER, Door, Need, Open, Right
from bot.api.described import HEADERS, page
from bot.api.limits import BodyLimits
from bot.api.once import HEADER, LONGEST_KEY, Once, OnceOnly, OnceUnlessPreview, Repeated
from bot.api.ports import Api
from bot.api.problems import MEDIA_TYPE, Fault, Problem, ProblemDocument, answer, locale_of, phrase
from bot.api.watch import Watch
from bot.api.watched import Watched
from bot.logs import places
from bot.texts import Locale
from core.values import format_instant
from storage.books.history import InArchive
from storage.rows.errors import StorageError

PREFIX: Final = "/api/v1"
ROUTERS: Final[tuple[APIRouter, ...]] = (
    callers.router, facts.router, imports.router, commands.router, *reads.ROUTERS, operating.router, webhooks.router,
    health.router,
)  # fmt: skip
"""Every router of the room, under `PREFIX` but for those of `AT_ROOT`."""
AT_ROOT: Final[tuple[APIRouter, ...]] = (health.router,)
"""Those whose routes name their whole path, where other programs look for them."""

LARGER_BODIES: Final[Mapping[str, int]] = {
    f"{PREFIX}{facts.PATH}": facts.MOST_BYTES,
    f"{PREFIX}{imports.PATH}": imports.MOST_BYTES,
}
"""Paths that take larger bodies than others, and how many bytes."""

_BY_STATUS: Final = {
    404: Fault.NOT_FOUND, 405: Fault.METHOD_NOT_ALLOWED, 406: Fault.NOT_ACCEPTABLE, 413: Fault.BODY_TOO_LARGE,
    415: Fault.UNSUPPORTED_MEDIA_TYPE, 422: Fault.INVALID, 503: Fault.UNAVAILABLE,
}  # fmt: skip
"""What the framework says by a status alone."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one route, with what it needs of a token."""

    method: str
    path: str
    right: Right
    route: APIRoute

    @property
    def is_about_a_seller(self) -> bool:
        """Whether its path names a seller."""
        return f"{{{SELLER}" in self.path


def ways(routers: Sequence[APIRouter] = ROUTERS) -> list[Way]:
    """Every way into the routes. Raises TypeError for a route that does not say, once, who may use it."""
    return [way for router in routers for route in router.routes for way in _ways_of(route, _prefix(router))]


def _prefix(router: APIRouter) -> str:
    return "" if any(router is each for each in AT_ROOT) else PREFIX


def _ways_of(route: Any, prefix: str) -> Iterator[Way]:
    if not isinstance(route, APIRoute):
        raise TypeError(f"{route} is no route of FastAPI")
    calls = [dependency.call for dependency in route.dependant.dependencies]
    needs = [call.right for call in calls if isinstance(call, Need | Open)]
    path = prefix + route.path
    if len(needs) != 1:
        raise TypeError(f"{path} must have one of the needs of bot.api.access among its dependencies, it has {needs}")
    if needs[0] in (Right.READ_SELLER, Right.ACT) and f"{{{SELLER}" not in path:
        raise TypeError(f"{path} needs a right over a seller, and no {SELLER} stands in it")
    for method in sorted(route.methods or ()):
        yield Way(method, path, needs[0], route)


def build_api(api: Api, routers: Sequence[APIRouter] = ROUTERS) -> FastAPI:
    """The application over these ports."""
    found = ways(routers)
    app = FastAPI(
        title="Seller Premium",
        version=VERSION,
        description="Facts in, commands, reads and operators' acts of a marketplace's sellers, points and Premium.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        exception_handlers={RequestValidationError: _invalid, HTTPException: _of_framework},
    )
    webhooks.describe_events(app)
    app.state.api = api
    app.state.door = Door(api)
    app.state.watch = Watch(api)
    for router in routers:
        app.include_router(router, prefix=_prefix(router))
    app.state.feeding = anyio.CapacityLimiter(facts.AT_ONCE)
    app.add_middleware(BodyLimits, larger=LARGER_BODIES)
    app.add_middleware(Problems, api=api)
    app.add_middleware(OnceOnly, api=api)
    app.add_middleware(Watched, paths={id(way.route): way.path for way in found})
    app.openapi = lambda: _described(app, found)  # type: ignore[method-assign]  # as FastAPI's own manual has it
    app.add_route("/docs", lambda _: HTMLResponse(page(app.openapi(), app.openapi_url or ""), headers=HEADERS))
    return app


class Problems:
    """The layer around everything: what fails becomes a problem document, and every answer carries its limits."""

    def __init__(self, app: ASGIApp, api: Api) -> None:
        self._app = app
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                rate = state.get("rate", {}).items()
                own = [(name.lower().encode(), value.encode()) for name, value in rate]
                message["headers"] = [*message.get("headers", ()), *own]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Repeated:
            raise
        except ClientDisconnect:
            return  # nobody is there to hear an answer
        except Exception as error:
            problem = _problem_of(error)
            if started:  # half an answer is cut off, so that nobody takes it for a whole one
                raise
            state["problem"] = problem
            response = self._answer(problem, locale_of(Request(scope)))
            await response(scope, receive, sending)

    def _answer(self, problem: Problem, locale: Locale) -> Response:
        try:
            return answer(problem, self._api.texts, self._api.policy, locale)
        except Exception as error:  # a number that the sentence does not know must not cost the answer its form
            return answer(_problem_of(error), self._api.texts, self._api.policy, locale)


def _problem_of(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, InArchive):
        return Problem(Fault.ARCHIVED, data={"until": format_instant(error.until)})
    if isinstance(error, StorageError):
        log.error("request_failed", reason=str(error))
        return Problem(Fault.UNAVAILABLE, headers={"Retry-After": "5"})
    log.error("request_broken", error=type(error).__name__, places=places(error))
    return Problem(Fault.INTERNAL)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    raise Problem(Fault.INVALID, field=".".join(place[1:]) or place[0], message=first["msg"])


async def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, Fault.INVALID)
    raise Problem(code, headers=error.headers, status=error.status_code)


# -- the description -----------------------------------------------------------------------------------------


def _described(app: FastAPI, found: Sequence[Way]) -> dict[str, Any]:
    """OpenAPI 3.1, with what every route may answer beside its own."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, openapi_version=app.openapi_version, description=app.description,
            routes=app.routes, webhooks=app.webhooks.routes,
        )  # fmt: skip
        components = schema.setdefault("components", {}).setdefault("schemas", {})
        components["Problem"] = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
        for name in ("HTTPValidationError", "ValidationError"):
            components.pop(name, None)
        for way in found:
            operation = schema["paths"].get(way.path, {}).get(way.method.lower())
            if operation is not None:
                _describe(operation, way)
        app.openapi_schema = schema
    return app.openapi_schema


def _describe(operation: dict[str, Any], way: Way) -> None:
    if way.route.summary is None:
        operation["summary"] = " ".join(operation["description"].split()).partition(". ")[0].removesuffix(".")
    statuses = {500, 503}
    if way.right is not Right.NOTHING:
        statuses |= {401, 403, 429}
    if operation.get("parameters") or "requestBody" in operation:
        statuses |= {422}
    if "requestBody" in operation:
        statuses |= {408, 413, 415}
    once = [dependency.call for dependency in way.route.dependant.dependencies if isinstance(dependency.call, Once)]
    if once:
        statuses |= {400, 409, 422}
        for parameter in operation["parameters"]:
            if parameter["name"] == HEADER:
                parameter["required"] = not isinstance(once[0], OnceUnlessPreview)
                parameter["schema"] = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
    if way.is_about_a_seller:
        statuses |= {404}
    responses = operation["responses"]
    statuses |= {int(status) for status in responses if status.isdigit() and int(status) >= 400}
    for status in sorted(statuses):
        if "model" in way.route.responses.get(status, {}):
            continue  # an answer of the route's own, not a problem
        said = responses.get(str(status), {}).get("description")
        reference = {"$ref": "#/components/schemas/Problem"}
        responses[str(status)] = {
            "description": said or phrase(status),
            "content": {MEDIA_TYPE: {"schema": reference}},
        }
    operation["x-right"] = way.right.value
