"""For whoever watches: whether the process answers, whether it is ready, and its numbers.

Problem: a probe that fails because Telegram is away would have the feed, which needs no Telegram, taken out of service.
Decision: `/readyz` fails only for what keeps requests from being answered rightly: the database and its tables. What is
late or away is told beside it as a warning, and fails the probe only for whoever asks with `strict`. Both are open to
everybody and name nobody. `/metrics` wants a token with the scope `metrics`, wherever the caller is: behind a proxy on
the same machine everybody seems to be local.
Limit: of Telegram it is known what the loops of this process last met; `serve` has none.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from bot.api.access import Watches, open_to_all
from bot.api.ports import Ports
from bot.api.watch import Look, Watch
from bot.metrics import CONTENT_TYPE, exposition
from bot.signs import Loop, Severity, Signs
from core.values import MINUTE, SECOND, Instant

router = APIRouter(tags=["watching"])

LATE: Final[Instant] = 10 * MINUTE
"""Due work that is later than this is late: it is looked for every half minute."""
SILENT: Final = 300.0
"""Seconds after which a loop that has not come round is taken for hung; a poll lasts half a minute."""


class Checked(StrEnum):
    """What readiness is made of."""

    DATABASE = "database"
    SCHEMA = "schema"
    DUE_WORK = "due_work"
    BEAT = "beat"
    TELEGRAM = "telegram"


class CheckShown(BaseModel):
    """One thing that was looked at."""

    status: Severity
    detail: str | None = Field(default=None, description="What is wrong, in a few words.")
    seconds: float | None = Field(default=None, description="How late it is, or how old what is known of it.")


class Readiness(BaseModel):
    """Whether requests are answered rightly, and what else a watcher should know."""

    status: Severity = Field(description="The worst of the checks.")
    checks: dict[Checked, CheckShown]


class Alive(BaseModel):
    """The process answers."""

    status: Severity = Severity.OK


@router.get("/healthz", dependencies=[Depends(open_to_all)])
async def healthz() -> Alive:
    """Whether the process answers at all. Looks at nothing else: a restart mends only the process."""
    return Alive()


@router.get("/readyz", dependencies=[Depends(open_to_all)], responses={503: {"model": Readiness}})
async def readyz(
    request: Request,
    response: Response,
    ports: Ports,
    strict: Annotated[bool, Query(description="Fail also for warnings: work that is late, Telegram away.")] = False,
) -> Readiness:
    """Whether requests are answered rightly: 503 when the database or its tables are not as they must be."""
    watch: Watch = request.app.state.watch
    checks = dict(_checks(await watch.look(), ports.clock.now(), ports.signs))
    worst = max((each.status for each in checks.values()), key=list(Severity).index)
    if worst is Severity.ERROR or (strict and worst is Severity.WARNING):
        response.status_code = 503
    return Readiness(status=worst, checks=checks)


def _checks(look: Look, now: Instant, signs: Signs) -> Iterator[tuple[Checked, CheckShown]]:
    fault = "damaged: nothing is written" if look.damaged else look.fault
    yield Checked.DATABASE, _shown(Severity.ERROR, fault)
    if look.fits is not None:
        if look.ahead:
            yield Checked.SCHEMA, _shown(Severity.WARNING, "upgraded for a newer program: start that one")
        else:
            yield Checked.SCHEMA, _shown(Severity.ERROR, None if look.fits else "not the tables of this program")
    if look.backlog is not None:
        lag = look.backlog.due_lag(now)
        fault = "stopped" if look.backlog.stop is not None else "late" if lag >= LATE else None
        yield Checked.DUE_WORK, _shown(Severity.WARNING, fault, lag / SECOND)
    yield from _of_loop(Checked.BEAT, signs, Loop.BEAT)
    # Polling is always under way; where updates are pushed instead, what is sent tells.
    yield from _of_loop(Checked.TELEGRAM, signs, Loop.SEND if signs.last(Loop.POLL) is None else Loop.POLL)


def _of_loop(check: Checked, signs: Signs, loop: Loop) -> Iterator[tuple[Checked, CheckShown]]:
    sign = signs.last(loop)
    if sign is None:
        return
    # Only when there is something to send does that loop come round.
    hung = "silent" if sign.seconds_ago >= SILENT and loop is not Loop.SEND else None
    yield check, _shown(Severity.WARNING, sign.fault or hung, sign.seconds_ago)


def _shown(bad: Severity, fault: str | None, seconds: float | None = None) -> CheckShown:
    seconds = None if seconds is None else round(seconds, 1)
    return CheckShown(status=Severity.OK if fault is None else bad, detail=fault, seconds=seconds)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request, ports: Ports, caller: Watches) -> Response:
    """The numbers of this process and of its database, as Prometheus reads them."""
    watch: Watch = request.app.state.watch
    look = await watch.look()
    return Response(exposition(look.backlog, ports.clock.now(), ports.signs), media_type=CONTENT_TYPE)
