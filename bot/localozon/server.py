"""The methods over HTTP, on this machine only.

Problem: a client that works against a kind server fails at night against the real one.
Decision: whatever the real one refuses is refused: a call without the key, a second one while the first runs, too many
in a second, a field nobody asked for, a token of another day or older than 15 minutes, a range too wide. The answers'
forms differ from method to method as the real ones' do: texts here, floats there.
Limit: the methods that are read, and one shop.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, Final

from aiohttp import web

from bot.localozon.world import EARLIEST, Fault, Json, World, days

HOST: Final = "127.0.0.1"
_MOST_MONTH_DAYS: Final = 93
_MOST_RATING_DAYS: Final = 31
_MONTHS: Final = 12
RATING: Final = "rating_review_avg_score_total"


class Refused(Exception):
    """The answer to a call that is not carried out: HTTP status, Ozon's code, words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def _bad(message: str) -> Refused:
    return Refused(400, 3, message)


class LocalOzon:
    """Answers calls from a `World`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._running = 0
        self._recent: deque[float] = deque()
        self.methods: dict[str, Callable[[Json], Json]] = {
            "/v1/finance/accrual/by-day": self._by_day,
            "/v1/finance/accrual/types": self._types,
            "/v1/finance/balance": self._balance,
            "/v2/finance/realization": self._realization,
            "/v1/seller/info": self._seller_info,
            "/v1/rating/history": self._rating_history,
            "/v1/roles": self._roles,
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, from its headers to its answer."""
        self._running += 1
        try:
            return await self._answer(request)
        except Refused as refused:
            answer = {"code": refused.code, "message": refused.message, "details": []}
            return web.json_response(answer, status=refused.status)
        finally:
            self._running -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.path
        self._let_in(request)
        if method not in self.methods or request.method != "POST":
            raise Refused(404, 5, "Not Found")
        try:
            body = await request.json()
        except ValueError:
            raise _bad("the body is not JSON") from None
        if not isinstance(body, dict):
            raise _bad("the body is not an object")
        self.world.calls.append((method, body))
        await asyncio.sleep(self.world.takes)
        fault = self.world.fault(method)
        if fault is not None:
            return _failing(fault, request)
        return web.json_response(text=json.dumps(self.methods[method](body), ensure_ascii=False))

    def _let_in(self, request: web.Request) -> None:
        world = self.world
        given = request.headers.get("Client-Id"), request.headers.get("Api-Key")
        if None in given:
            raise Refused(401, 16, "Client-Id and Api-Key headers are required")
        if given != (world.client_id, world.api_key):
            raise Refused(403, 7, "Invalid Api-Key, please contact support")
        now = world.now()
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if self._running > 1 or len(self._recent) >= world.most_a_second:
            raise Refused(429, 8, "You have reached request rate limit per second")
        self._recent.append(now)

    def _by_day(self, body: Json) -> Json:
        _only(body, "date", "last_id")
        day = _day(body, "date")
        last_id = body.get("last_id")
        if not isinstance(last_id, str):
            raise _bad("last_id is required")
        if day < EARLIEST:
            raise _bad("date must be greater than or equal to 2022-01-01")
        found = self.world.page(day, last_id)
        if found is None:
            raise _bad("invalid last_id")
        accruals, following = found
        return {"accruals": accruals, "last_id": following}

    def _types(self, body: Json) -> Json:
        _only(body)
        return {"accrual_types": self.world.types}

    def _balance(self, body: Json) -> Json:
        _only(body, "date_from", "date_to")
        first, last = _day(body, "date_from"), _day(body, "date_to")
        if not 0 <= (last - first).days <= _MOST_MONTH_DAYS:
            raise _bad("period must not exceed 3 months")
        told = [self.world.balances[day] for day in days(first, last) if day in self.world.balances]
        if not told:
            raise Refused(404, 5, "no data")
        payments = [_float(paid) for each in told for paid in each.get("payments", ())]
        flows: Json = {
            name: {"amount_details": {"points_for_discounts": f"{sum(each.get(name, 0) for each in told):.2f}"}}
            for name in ("sales", "returns")
        }
        total = {
            "opening_balance": _float(told[0]["opening"]),
            "closing_balance": _float(told[-1]["closing"]),
            "accrued": _float(0),
            "payments": payments,
        }
        return {"total": total, "cashflows": flows | {"services": []}}

    def _realization(self, body: Json) -> Json:
        _only(body, "month", "year")
        month, year = body.get("month"), body.get("year")
        if not isinstance(month, int) or not isinstance(year, int) or not 1 <= month <= _MONTHS:
            raise _bad("month and year are required")
        found = self.world.months.get((year, month))
        if found is None:
            raise Refused(404, 5, "report not found")
        return found

    def _seller_info(self, body: Json) -> Json:
        _only(body)
        subscription = {"is_premium": self.world.subscription.startswith("PREMIUM"), "type": self.world.subscription}
        return {"company": self.world.company, "subscription": subscription, "ratings": []}

    def _rating_history(self, body: Json) -> Json:
        _only(body, "date_from", "date_to", "ratings", "with_premium_scores")
        first, last = _instant(body, "date_from").date(), _instant(body, "date_to").date()
        if not 0 <= (last - first).days <= _MOST_RATING_DAYS:
            raise _bad("too wide range")
        if body.get("ratings") != [RATING]:
            raise _bad("unknown rating")
        values = [
            {"date_from": f"{day}T00:00:00Z", "date_to": f"{day}T23:59:59Z", "value": value,
             "status": {"danger": False, "premium": value >= self.world.threshold, "warning": False}}
            for day, value in sorted(self.world.ratings.items()) if first <= day <= last
        ]  # fmt: skip
        told = {"rating": RATING, "premium_threshold": self.world.threshold, "warning_threshold": 4.0,
                "danger_threshold": 3.0, "values": values}  # fmt: skip
        return {"ratings": [told], "premium_scores": []}

    def _roles(self, body: Json) -> Json:
        _only(body)
        return {"expires_at": self.world.expires_at, "roles": [{"name": "Reader", "methods": list(self.methods)}]}


def _failing(fault: Fault, request: web.Request) -> web.StreamResponse:
    if not fault.status:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    text = fault.text if fault.text is not None else json.dumps({"code": 13, "message": "an error on demand"})
    return web.Response(status=fault.status, text=text, headers=headers, content_type="application/json")


def _only(body: Json, *fields: str) -> None:
    unknown = sorted(body.keys() - set(fields))
    if unknown:
        raise _bad(f"unknown field {unknown[0]}")


def _day(body: Json, field: str) -> date:
    try:
        return datetime.strptime(str(body.get(field)), "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        raise _bad(f"{field} must be YYYY-MM-DD") from None


def _instant(body: Json, field: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(body.get(field)))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise _bad(f"{field} must be RFC 3339")
    return found


def _float(value: float) -> Json:
    """An amount as the balance has it: a JSON float."""
    return {"currency_code": "RUB", "value": float(value)}


@asynccontextmanager
async def serve(ozon: LocalOzon, port: int = 0) -> AsyncIterator[str]:
    """Serve on loopback; yields the address. Port 0 is any free one."""
    app = web.Application()
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]] = ozon.handle
    app.router.add_route("*", "/{method:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        address: Any = runner.addresses[0]
        yield f"http://{HOST}:{address[1]}"
    finally:
        await runner.cleanup()
