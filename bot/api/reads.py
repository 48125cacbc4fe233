"""Reading a seller: the same query layer as the chat and the command line, in JSON (RULES 11, 13).

Decision: a route asks `storage.books` and gives the answer a form; it adds nothing up itself. History is turned by the
numbers of its entries, which only grow, so that a page read again later is the same page. Limit: a month's files are
made for one request at a time, each in a worker thread. A reported shop has forms of its own (`told`).
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path as File
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from bot.api.access import SellerId, has_token, reads_seller
from bot.api.figures import Calculated, ExplanationShown, MetricsShown, StatementShown, fee_of
from bot.api.ports import Api, Ports
from bot.api.problems import Fault, Problem, locale_of
from bot.api.shapes import (
    LOTS_SHOWN,
    After,
    AmountIn,
    At,
    Balance,
    Before,
    Charge,
    Charges,
    Entries,
    Entry,
    Expiring,
    From,
    InstantIn,
    Limit,
    Lots,
    LotShown,
    Period,
    Periods,
    Seller,
    Seq,
    ShareIn,
    ShareOrZeroIn,
    Subscription,
    To,
    WalletEntries,
    WordIn,
    amount,
    entry_values,
)
from bot.api.told import (
    BalanceTold,
    ChargesTold,
    EntriesTold,
    LotsTold,
    MetricsTold,
    PeriodsTold,
    SellerTold,
    StandingTold,
    StatementTold,
    SubscriptionTold,
    WalletTold,
    told_metrics,
    told_values,
)
from bot.paper.sheets import neutral
from bot.paper.statement import export_month
from core.account import Account
from core.points.accrual import coefficient_for
from core.points.calculator import Sale
from core.points.campaigns import campaigns_at
from core.refusals import Refusal
from core.subscription.benefits import mailings_available
from core.values import LONGEST_ID, Amount, BooksKind, Instant, format_amount, format_instant, is_clean_text
from storage.books.explain import explain_entry
from storage.books.history import HistoryFilter, HistoryLine, HistoryPage, charges, page, stream
from storage.books.reported import books_of, days_of, reported_month
from storage.books.reports import expiry_outlook, fees, metrics, month_bounds, statement
from storage.books.standing import Standing, account_at, standing, standing_of
from storage.books.subscriptions import periods
from storage.books.tellings import ToldFilter, ToldLine, ToldPage, told_page, told_standing, told_stream
from storage.books.told import premium_fees

seller = APIRouter(prefix="/sellers/{seller_id}", tags=["reads"], dependencies=[Depends(reads_seller)])
calculating = APIRouter(tags=["reads"], dependencies=[Depends(has_token)])

What = Literal[
    "points", "money", "subscription", "consent", "rating", "period", "charge", "fee", "sale", "balance", "plan"
]
Whats = Annotated[
    list[What],
    Query(
        description="What the entries are about. Else all but periods and charges. Of a reported shop points, fee, "
        "sale, balance, plan and rating."
    ),
]
Kinds = Annotated[list[WordIn], Query(description="Kinds of entries, such as crediting or fee.")]
_MOST_QUANTITY: Final = 1_000_000_000_000
_FEES: Final = 1000
"""The last fees of a reported shop's subscription that are told: one a month."""
_NOWHERE: Final = frozenset({""})
_ARCHIVED: Final[dict[int | str, dict[str, Any]]] = {
    410: {"description": "That was before the instant in `until`, and points that moved then are in the archive"}
}


def _account(api: Api, seller_id: str) -> Account:
    """The seller as it stands. Raises `Problem` for one that is unknown."""
    found = account_at(api.books, seller_id, api.clock.now()) if is_clean_text(seller_id, LONGEST_ID) else None
    if found is None:
        raise Problem(Refusal.UNKNOWN_SELLER)
    return found


def _is_reported(api: Api, seller_id: str) -> bool:
    """Whether a marketplace decides for the seller. Raises `Problem` for one that is unknown."""
    found = books_of(api.books, seller_id) if is_clean_text(seller_id, LONGEST_ID) else None
    if found is None:
        raise Problem(Refusal.UNKNOWN_SELLER)
    return found is BooksKind.REPORTED


def _past(api: Api, at: Instant | None) -> Instant:
    """The instant, or now. Raises `Problem` for one that is still ahead."""
    now = api.clock.now()
    if at is not None and at > now:
        raise Problem(Fault.INVALID, field="at", message="must not be ahead of the present")
    return now if at is None else at


def _standing(api: Api, seller_id: str, at: Instant | None, lots: int | None = None) -> Standing:
    """What there is now, if wanted with so many lots alone, or was at an instant that has been. Raises `Problem`."""
    if at is None:
        return standing_of(_account(api, seller_id), lots)
    found = standing(api.books, seller_id, at)
    if found is None:
        raise Problem(Refusal.UNKNOWN_SELLER)
    return found


# -- what there is -----------------------------------------------------------------------------------------------------


@seller.get("", summary="A seller's state")
def read_seller(seller_id: SellerId, api: Ports) -> Seller | SellerTold:
    """Who it is, and its state as `replay --state` spells it; what is due by now counts as done."""
    account = _account(api, seller_id)
    return SellerTold.of(account) if account.books is BooksKind.REPORTED else Seller.of(account)


@seller.get("/balance", summary="Wallet and points, now or as of an instant", responses=_ARCHIVED)
def read_balance(seller_id: SellerId, api: Ports, at: At = None) -> Balance | StandingTold:
    """Per programme held, available, debt and the next expiry; for an instant that has been exactly what there was."""
    if _is_reported(api, seller_id):
        found = told_standing(api.books, seller_id, _past(api, at))
        return StandingTold.of(seller_id, found, api.policy.programmes)
    _past(api, at)
    return Balance.of(_standing(api, seller_id, at, LOTS_SHOWN))


@seller.get("/lots", summary="Points by expiry", responses=_ARCHIVED)
def read_lots(
    seller_id: SellerId,
    api: Ports,
    at: At = None,
    programme: Annotated[WordIn | None, Query(description="Of one programme.")] = None,
) -> Lots | LotsTold:
    """Every lot, the soonest to expire first, and what expires on which date beside what will be used until then."""
    instant = _past(api, at)
    if _is_reported(api, seller_id):
        return LotsTold(seller=seller_id, at=format_instant(instant))
    if at is None:
        account = _account(api, seller_id)
        found = standing_of(account)
        expiring = [each for each in _expiring(api, account) if programme in (None, each.programme)]
    else:
        found, expiring = _standing(api, seller_id, at), None
    lots = [lot for each in found.points if programme in (None, each.programme) for lot in each.lots]
    lots.sort(key=lambda lot: (lot.expires_at, lot.programme, lot.credited_at, lot.lot, lot.origin))
    return Lots(
        seller=seller_id, at=format_instant(found.at), lots=[LotShown.of(lot) for lot in lots], expiring=expiring
    )


def _expiring(api: Api, account: Account) -> Iterator[Expiring]:
    for programme, ahead in expiry_outlook(api.books, account, account.at).items():
        for each in ahead.expiring:
            yield Expiring(
                programme=programme,
                date=each.date.isoformat(),
                expires_at=format_instant(each.expires_at),
                amount=format_amount(each.amount),
                used=amount(each.used),
                unspent=amount(each.unspent),
            )


# -- history -----------------------------------------------------------------------------------------------------------


@seller.get("/movements", summary="The history, in pages and with all filters", responses=_ARCHIVED)
def read_movements(
    seller_id: SellerId,
    api: Ports,
    since: From = None,
    to: To = None,
    what: Whats = [],  # noqa: B006  (the framework copies it)
    kind: Kinds = [],  # noqa: B006
    programme: Annotated[WordIn | None, Query()] = None,
    service: Annotated[WordIn | None, Query()] = None,
    order: Annotated[WordIn | None, Query(description="Everything about an order line and its points.")] = None,
    grant: Annotated[WordIn | None, Query(description="Everything about a grant and its points.")] = None,
    campaign: Annotated[WordIn | None, Query()] = None,
    charge: Annotated[WordIn | None, Query()] = None,
    before: Before = None,
    after: After = None,
    limit: Limit = 50,
) -> Entries | EntriesTold:
    """Every step of points and money, of the subscription, consents and ratings, the newest first.

    Of a reported shop everything that its marketplace told, in the order in which it was learned.
    """
    if _is_reported(api, seller_id):
        # No telling names a grant, a campaign or a charge.
        whats = frozenset(what) if grant is None and campaign is None and charge is None else _NOWHERE
        told = ToldFilter(since, to, whats, frozenset(kind), programme, service, order)
        return EntriesTold.of(_told_page(api, seller_id, told, before, after, limit))
    wanted = HistoryFilter(
        since, to, frozenset(what), frozenset(kind), programme, service, order, grant, campaign, charge
    )
    return Entries(**_page(api, seller_id, wanted, before, after, limit))


def _page(
    api: Api, seller_id: str, wanted: HistoryFilter, before: int | None, after: int | None, limit: int
) -> dict[str, Any]:
    _require_one_mark(before, after)
    found: HistoryPage = page(api.books, seller_id, wanted, before=before, after=after, size=limit)
    return {
        "entries": [Entry.of(line) for line in found.lines],
        "older": found.older,
        "newer": found.newer,
        "total": found.total,
        "archived_before": None if found.archived is None else format_instant(found.archived),
    }


def _told_page(
    api: Api, seller_id: str, wanted: ToldFilter, before: int | None, after: int | None, limit: int
) -> ToldPage:
    _require_one_mark(before, after)
    return told_page(api.books, seller_id, wanted, before=before, after=after, size=limit)


def _require_one_mark(before: int | None, after: int | None) -> None:
    if before is not None and after is not None:
        raise Problem(Fault.INVALID, field="after", message="give one of before and after")


@seller.get("/movements/{seq}/explanation", summary="Why an entry is as it is", responses=_ARCHIVED)
def read_explanation(seller_id: SellerId, seq: Seq, api: Ports) -> ExplanationShown:
    """The rule behind any entry of the history, its numbers and the arithmetic."""
    _is_reported(api, seller_id)
    found = explain_entry(api.books, seller_id, seq)
    if found is None:
        raise Problem(Fault.NOT_FOUND)
    return ExplanationShown(**found)


@seller.get("/charges", summary="Charges for services, in pages")
def read_charges(
    seller_id: SellerId,
    api: Ports,
    since: From = None,
    to: To = None,
    service: Annotated[WordIn | None, Query()] = None,
    before: Before = None,
    after: After = None,
    limit: Limit = 50,
) -> Charges | ChargesTold:
    """What was billed, with the part that points paid and the part that money did, the newest first."""
    _require_one_mark(before, after)
    if _is_reported(api, seller_id):
        return ChargesTold()
    found = charges(
        api.books, seller_id, service=service, since=since, until=to, before=before, after=after, size=limit
    )
    return Charges(
        charges=[Charge.of(each) for each in found.charges], older=found.older, newer=found.newer, total=found.total
    )


@seller.get("/wallet", summary="The wallet and its entries, in pages")
def read_wallet(
    seller_id: SellerId,
    api: Ports,
    since: From = None,
    to: To = None,
    kind: Kinds = [],  # noqa: B006  (the framework copies it)
    before: Before = None,
    after: After = None,
    limit: Limit = 50,
) -> WalletEntries | WalletTold:
    """The money with the marketplace; every entry has its cause and the balance after it."""
    if _is_reported(api, seller_id):
        told = _told_page(api, seller_id, ToldFilter(since, to, frozenset({"balance"})), before, after, limit)
        latest = _account(api, seller_id).reported.balance
        return WalletTold(balance=BalanceTold.of(latest), **EntriesTold.of(told).model_dump(exclude={"books"}))
    wanted = HistoryFilter(since, to, frozenset({"money"}), frozenset(kind))
    return WalletEntries(
        balance=format_amount(_account(api, seller_id).wallet),
        **_page(api, seller_id, wanted, before, after, limit),
    )


# -- the subscription --------------------------------------------------------------------------------------------------


@seller.get("/subscription", summary="The subscription and what comes next")
def read_subscription(seller_id: SellerId, api: Ports) -> Subscription | SubscriptionTold:
    """The state, every date that is ahead, and what the plans cost now and later."""
    account = _account(api, seller_id)
    if account.books is BooksKind.REPORTED:
        return SubscriptionTold.of(account, _premium_fees(api, seller_id))
    policy = api.books.policy
    return Subscription.of(account, policy, mailings_available(account, policy))


@seller.get("/periods", summary="Trials, paid periods and fees")
def read_periods(seller_id: SellerId, api: Ports) -> Periods | PeriodsTold:
    """Every period with the price it was charged at, and every fee with the period it is for."""
    if _is_reported(api, seller_id):
        return PeriodsTold.of(seller_id, _premium_fees(api, seller_id))
    paid = fees(api.books, seller_id)
    return Periods(
        seller=seller_id,
        periods=[
            Period(
                seq=each.seq,
                kind=each.kind,
                plan=each.plan,
                starts_at=format_instant(each.starts_at),
                ends_at=format_instant(each.ends_at),
                fee=format_amount(each.fee),
                paid_at=format_instant(each.paid_at),
            )
            for each in periods(api.books, seller_id)
        ],
        fees=[fee_of(each) for each in paid],
        fees_total=format_amount(sum(each.amount for each in paid)),
    )


def _premium_fees(api: Api, seller_id: str) -> list[tuple[int, Amount]]:
    return list(premium_fees(api.books, seller_id).items())[:_FEES]


# -- sums --------------------------------------------------------------------------------------------------------------

_MONTH: Final = re.compile(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])(\.json|\.csv|\.xlsx)?")
JSON, CSV = "application/json", "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS: Final = {".json": JSON, ".csv": CSV, ".xlsx": XLSX}
_LAST_YEAR: Final = 2100

_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The statement; as CSV and XLSX with every entry of the month.",
        "content": {
            CSV: {"schema": {"type": "string"}, "example": "seq,at,what,kind\r\n1,2026-06-01T00:00:00Z,money,credit"},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    **_ARCHIVED,
    404: {"description": "No such seller or month"},
    406: {"description": "None of JSON, CSV and XLSX is accepted"},
}


@seller.get(
    "/statements/{month}",
    summary="A month, from opening to closing",
    responses=_FILES,
    response_model=StatementShown | StatementTold,
)
def read_statement(seller_id: SellerId, month: str, api: Ports, request: Request) -> Any:
    """The statement of a month of the programme's calendar, `2026-06`: JSON, CSV or XLSX by `Accept`, or by a suffix.

    CSV has commas, points, instants in UTC and no byte order mark; text that a table program would take for a formula
    has an apostrophe before it.
    """
    match = _MONTH.fullmatch(month)
    if match is None or int(match[1]) > _LAST_YEAR:
        raise Problem(Fault.NOT_FOUND)
    number = int(match[1]) * 100 + int(match[2])
    form = _FORMS[match[3]] if match[3] else _accepted(request.headers.get("accept", "*/*"))
    reported = _is_reported(api, seller_id)
    name = f"statement-{month[:7]}.{'csv' if form == CSV else 'xlsx'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == JSON:
        return _told_statement(api, seller_id, number) if reported else _statement(api, seller_id, number)
    if form == CSV:
        return StreamingResponse(
            _csv_of_told(api, seller_id, number) if reported else _csv_of(api, seller_id, number),
            media_type=CSV,
            headers=headers,
        )
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / name
        export_month(api.books, seller_id, number, path, api.texts, locale_of(request))
        return Response(path.read_bytes(), media_type=XLSX, headers=headers)


def _statement(api: Api, seller_id: str, month: int) -> StatementShown:
    return StatementShown.of(statement(api.books, seller_id, month), api.policy.currency)


def _told_statement(api: Api, seller_id: str, month: int) -> StatementTold:
    found = reported_month(api.books, seller_id, month)
    return StatementTold.of(seller_id, found, api.policy.programmes, api.policy.currency)


def _csv_of(api: Api, seller_id: str, month: int) -> Iterator[str]:
    since, until = month_bounds(api.books.policy.calendar, month)
    lines = stream(api.books, seller_id, HistoryFilter(since=since, until=until))
    return _csv(HistoryLine._fields, ((each, entry_values(each)) for each in lines))


def _csv_of_told(api: Api, seller_id: str, month: int) -> Iterator[str]:
    """Every telling of the month's days, whenever it was learned."""
    first, last = days_of(month)
    lines = told_stream(api.books, seller_id, ToldFilter(first=first, last=last))
    return _csv(ToldLine._fields, ((each, told_values(each)) for each in lines))


def _accepted(header: str) -> str:
    """Of the forms that a caller accepts the one it likes best. Raises `Problem`."""
    liked: list[tuple[float, int, str]] = []
    for part in header.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        for place, form in enumerate(_FORMS.values()):
            if name in (form, form.split("/")[0] + "/*", "*/*") and re.fullmatch(r"[01](\.[0-9]{0,3})?", weight):
                # Who names a form likes it better than one that a star lets in.
                liked.append((-float(weight), place + 10 * ("*" in name), form))
    liked = [each for each in liked if each[0] < 0]
    if not liked:
        raise Problem(Fault.NOT_ACCEPTABLE)
    return min(liked)[2]


def _csv(names: Sequence[str], lines: Iterable[tuple[Any, dict[str, Any]]]) -> Iterator[str]:
    """RULES 15.19: comma and point. `lines` come with their values in the forms of the API."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(names)
    for each, values in lines:
        # An amount below zero is no formula; only texts of people and programs can be one.
        texts = {
            name: neutral(value)
            for name, value in values.items()
            if isinstance(value, str) and isinstance(getattr(each, name), str)
        }
        writer.writerow((values | texts).values())
        if line.tell() > 1 << 15:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


@seller.get("/metrics", summary="The figures of any span", responses=_ARCHIVED)
def read_metrics(
    seller_id: SellerId,
    api: Ports,
    since: Annotated[InstantIn, Query(alias="from", description="From this instant on.")],
    to: Annotated[InstantIn, Query(description="Before this instant.")],
) -> MetricsShown | MetricsTold:
    """By service, programme and campaign: what points covered, what returns took, how long crediting took."""
    if _is_reported(api, seller_id):
        return told_metrics(api.books, seller_id, since, max(since, to))
    return MetricsShown.of(seller_id, metrics(api.books, seller_id, since, max(since, to)))


@calculating.get(
    "/calculator",
    summary="What a discount would bring and cost",
    responses={404: {"description": "No such campaign"}},
)
def calculate(
    api: Ports,
    price: Annotated[AmountIn, Query(description="Of one unit, before the discount.")],
    discount: Annotated[ShareIn, Query()],
    quantity: Annotated[int, Query(ge=1, le=_MOST_QUANTITY)],
    coefficient: Annotated[ShareIn | None, Query(description="Else that of the campaign.")] = None,
    campaign: Annotated[WordIn | None, Query(description="One that runs or is coming, instead of a number.")] = None,
    category: Annotated[WordIn | None, Query(description="Of the campaign; else its default.")] = None,
    returns: Annotated[ShareOrZeroIn, Query(description="The share expected to come back.")] = 0,
    margin: Annotated[AmountIn | None, Query(description="What a unit brings at its full price.")] = None,
) -> Calculated:
    """The accrual's own arithmetic, before the discount is given (RULES 8.2, 11). Nothing is kept."""
    if (coefficient is None) is (campaign is None):
        raise Problem(Fault.INVALID, field="coefficient", message="give one of coefficient and campaign")
    if campaign is not None:
        coefficient = _coefficient(api, campaign, category, discount)
    return Calculated.of(Sale(price, discount, quantity, coefficient or 0, returns), margin)


def _coefficient(api: Api, campaign: str, category: str | None, discount: Amount) -> int:
    """What the campaign gives a category at a discount; nothing below its least one, or if it leaves it out."""
    found = campaigns_at(api.ledger.world_now().campaigns, api.clock.now())
    terms = next((each for each in (*found.running, *found.coming) if each.campaign == campaign), None)
    if terms is None:
        raise Problem(Refusal.UNKNOWN_CAMPAIGN, field="campaign")
    if discount < terms.min_discount or category in terms.excluded_categories:  # RULES 8.3
        return 0
    return coefficient_for(terms, category or "")


ROUTERS: Final = (seller, calculating)
