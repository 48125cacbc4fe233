"""A marketplace's report file over HTTP: seen first with `?preview=true`, then taken into a reported shop (RULES 16.2).

Problem: a file may be large, packed to become larger, broken or none at all, and what it says must be seen before it is
kept. Decision: it goes to a temporary file as it arrives and is known by its digest; it is read whole, compared with
what is kept, and only then taken. A report whose own totals are not the sum of its rows wants a yes. Limit: stopped
half-way, what was taken stays; the same request again takes the rest.
"""

import hashlib
import tempfile
from collections.abc import AsyncIterator
from typing import IO, Annotated, Any, Final

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from bot.api.access import Caller, Feeds
from bot.api.once import Claim, ClaimUnlessPreview
from bot.api.ports import Api, Ports
from bot.api.problems import Fault, Problem
from bot.api.reads import XLSX
from bot.api.shapes import AmountOut, WordIn
from bot.api.told import Day
from bot.ozon.entries import Fact, Reading, Report, Sum
from bot.ozon.files import read_report
from bot.ozon.grid import LARGEST_FILE
from bot.ozon.trouble import NotRead
from bot.reported.intake import Comparison, compare, keep
from core.refusals import Refusal
from core.values import BooksKind, format_amount
from storage.books.reported import books_of
from storage.rows.errors import Moved

router = APIRouter(tags=["facts"])

PATH: Final = "/imports"
MOST_BYTES: Final = LARGEST_FILE
FORMS: Final = ("application/octet-stream", XLSX, "text/csv", "application/json")
"""What a file may be sent as. Which report it is says its content alone."""
_TRIES: Final = 3
"""How often a report is compared anew when the shop moved on meanwhile."""


# -- the answer --------------------------------------------------------------------------------------------------------


class KindRead(BaseModel):
    """Rows of one kind, and their sum as the seller's account sees it: a cost is below zero."""

    kind: str
    rows: int
    amount: AmountOut


class TotalRead(BaseModel):
    """A total that the report names, beside the sum of its rows."""

    what: str = Field(description="As the report calls it.")
    told: AmountOut
    found: AmountOut
    difference: AmountOut = Field(description="Told less found.")


class ReportRead(BaseModel):
    """What the report says. null: it says nothing of that."""

    report: Report
    first: Day
    last: Day
    complete: bool = Field(description="Whether it says everything of its days: what it no longer has becomes 0.00.")
    rows: int
    days: int = Field(description="Days that have entries.")
    points: AmountOut | None = Field(description="In less back.")
    fees: AmountOut | None
    sales: AmountOut | None = Field(description="Less what was returned.")
    kinds: list[KindRead] = Field(description="The largest first.")
    not_understood: list[KindRead] = Field(description="Kinds that are not known: fees for other services.")
    unread: dict[str, int] = Field(description="Columns that nothing was read from, with how many cells they have.")
    totals: list[TotalRead]

    @classmethod
    def of(cls, reading: Reading) -> "ReportRead":
        """The reading's."""
        told = {entry.fact for entry in reading.entries.told()}

        def said(fact: Fact) -> str | None:
            return format_amount(reading.sum(fact)) if fact in told else None

        return cls(
            report=reading.report,
            first=reading.first.isoformat(),
            last=reading.last.isoformat(),
            complete=reading.complete,
            rows=reading.rows,
            days=len(reading.days),
            points=said(Fact.POINTS) if reading.tells_points else None,
            fees=said(Fact.FEE),
            sales=said(Fact.SALE),
            kinds=_kinds(reading.by_kind),
            not_understood=_kinds(reading.not_understood),
            unread=dict(reading.unknown),
            totals=[
                TotalRead(
                    what=total.what,
                    told=format_amount(total.told),
                    found=format_amount(total.found),
                    difference=format_amount(total.difference),
                )
                for total in reading.totals
            ],
        )


def _kinds(kinds: Any) -> list[KindRead]:
    found: list[tuple[str, Sum]] = sorted(kinds.items(), key=lambda kind: (-abs(kind[1].amount), kind[0]))
    return [KindRead(kind=name, rows=each.count, amount=format_amount(each.amount)) for name, each in found]


class Imported(BaseModel):
    """What the report comes to beside what is kept, and what was taken of it."""

    seller: str
    preview: bool = Field(description="Nothing was taken.")
    report: ReportRead
    new: int = Field(description="Entries that were not known.")
    changed: int = Field(description="Entries that are told otherwise now: corrections.")
    known: int
    gone: int = Field(description="Entries that the report no longer has, or whose place it takes: 0.00 from now on.")
    told_otherwise: bool = Field(description="Another kind of report tells these days: nothing can be taken.")
    kept: int | None = Field(description="Facts that were taken; null: it is a preview.")
    not_kept: dict[str, int] | None = Field(description="Facts that were not, by the rulebook's code.")


# -- the file ----------------------------------------------------------------------------------------------------------


async def received(request: Request) -> AsyncIterator[IO[bytes]]:
    """The body as a temporary file, gone after the answer; its digest stands for it in the request's claim."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        said, accept = f"one of {', '.join(FORMS)}", {"Accept": ", ".join(FORMS)}
        raise Problem(Fault.UNSUPPORTED_MEDIA_TYPE, field="Content-Type", message=said, headers=accept)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(Fault.UNSUPPORTED_MEDIA_TYPE, field="Content-Encoding", message="none: a workbook is packed")
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as file:
        async for piece in request.stream():
            digest.update(piece)
            await run_in_threadpool(file.write, piece)
        request.state.digest = digest.digest()
        yield file


_BODY: Final = {
    "required": True,
    "content": {form: {"schema": {"type": "string", "format": "binary"}} for form in FORMS},
}


@router.post(
    PATH,
    summary="Take a marketplace's report",
    openapi_extra={"requestBody": _BODY},
    responses={404: {"description": "No such seller"}, 409: {"description": "Not taken: see the code"}},
)
async def take_report(
    caller: Feeds,
    seller: Annotated[WordIn, Query(description="Whose report it is, a reported shop.")],
    file: Annotated[IO[bytes], Depends(received)],
    claim: ClaimUnlessPreview,
    api: Ports,
    request: Request,
    yes: Annotated[
        bool, Query(description="Take it though the report's own totals are not the sum of its rows.")
    ] = False,
) -> Imported:
    """The accruals or the realization report as it was downloaded: XLSX, CSV or JSON, up to 64 MB.

    Entries make it repeatable: what is known adds nothing, what changed is a correction. `totals_differ` wants
    `yes=true`; `told_otherwise`: another kind of report tells these days already.
    """
    turn: anyio.CapacityLimiter = request.app.state.feeding
    return await anyio.to_thread.run_sync(_take, api, caller, claim, seller, file, yes, limiter=turn)


def _take(api: Api, caller: Caller, claim: Claim, seller: str, file: IO[bytes], yes: bool) -> Imported:
    books = books_of(api.books, seller)
    if books is None:
        raise Problem(Refusal.UNKNOWN_SELLER, field="seller")
    if books is BooksKind.KEPT:
        raise Problem(Refusal.WRONG_BOOKS, field="seller")
    try:
        reading = read_report(file)
    except NotRead as trouble:
        raise Problem(Fault.REPORT_NOT_READ, members={"trouble": trouble.trouble.value}, said=trouble.text) from trouble
    if claim.preview:
        return _imported(seller, compare(api.books, seller, reading, claim.at), None)
    for _ in range(_TRIES):
        version = api.ledger.version(seller)
        found = compare(api.books, seller, reading, claim.at)
        _require_keepable(found, yes=yes)
        try:
            tally = keep(api.ledger, found, claim.at, actor=f"token:{caller.name}", version=version)
        except Moved:
            continue
        api.nudge()
        return _imported(seller, found, dict(tally))
    raise Problem(Fault.UNAVAILABLE, headers={"Retry-After": "1"})


def _require_keepable(found: Comparison, *, yes: bool) -> None:
    if found.told_otherwise:
        raise Problem(Fault.TOLD_OTHERWISE)
    mismatches = found.reading.mismatches
    if mismatches and not yes:
        first = mismatches[0]
        said = {"told": first.told, "found": first.found, "difference": first.difference}
        data = {name: format_amount(amount) for name, amount in said.items()}
        raise Problem(Fault.TOTALS_DIFFER, field="yes", members=data | {"what": first.what})


def _imported(seller: str, found: Comparison, tally: dict[str, int] | None) -> Imported:
    not_kept = None if tally is None else {reason: count for reason, count in tally.items() if reason != "done"}
    return Imported(
        seller=seller,
        preview=tally is None,
        report=ReportRead.of(found.reading),
        new=found.new,
        changed=found.changed,
        known=found.known,
        gone=found.gone,
        told_otherwise=found.told_otherwise,
        kept=None if tally is None else tally.get("done", 0),
        not_kept=not_kept,
    )
