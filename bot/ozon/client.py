"""Asking the Seller API: methods that read, one call after another, with the patience it asks for.

Problem: parallel calls are refused, so are too many; a page's token is good for 15 minutes; the key of a shop is in
every call, and libraries quote what they sent in their errors.
Decision: `Method` is the list of what can be called at all. Calls wait for each other and keep a pace; one that is
refused for haste, or that the server or the way failed, is repeated with growing waits. A day is read whole or not at
all: a token that is no longer good, or an accrual that came twice because Ozon changed the day meanwhile, begins the
day anew. Errors say what happened in words of ours, without the key, the address or the answer.
Limit: an answer of `LARGEST_ANSWER`. The client keeps nothing; what was read is for the caller to store.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from http import HTTPStatus
from time import monotonic
from typing import Any, Final, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.ozon.answers import (
    RATING,
    Company,
    Ratings,
    Rights,
    read_balance,
    read_company,
    read_day,
    read_ratings,
    read_rights,
    read_types,
)
from bot.ozon.entries import Balance, Reading
from bot.ozon.kinds import Dictionary
from bot.ozon.numbers import exact_json
from bot.ozon.realization import is_months, read_months_json
from bot.ozon.shapes import SHAPES, Method, unknown_keys
from bot.ozon.trouble import NotRead
from bot.secrecy import keep

OZON: Final = "https://api-seller.ozon.ru"
LARGEST_ANSWER: Final = 64 << 20
PACE: Final = 0.2
"""Seconds between the beginnings of two calls: a tenth of what is allowed."""
WAITS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds before a call is repeated; after the last it is given up for now."""
_LONGEST_WAIT: Final = 120.0
_TIMEOUT: Final = ClientTimeout(total=60)
_MOST_BEGINNINGS: Final = 4
_INVALID_KEY: Final = 7
_CHUNK: Final = 1 << 16

Json = Mapping[str, Any]
T = TypeVar("T")


class KeyTrouble(StrEnum):
    """Why a key does not read. The texts are `ozon-key-…`."""

    REFUSED = "refused"
    """The key is not, or no longer, valid."""
    FORBIDDEN = "forbidden"
    """The key is valid and may not do this."""
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    NOT_UNDERSTOOD = "not_understood"
    REJECTED = "rejected"


class NotAnswered(Exception):
    """A call without an answer: what happened, to which method, and the HTTP status if there was one."""

    def __init__(self, trouble: KeyTrouble, method: Method, status: int | None = None) -> None:
        super().__init__(f"{method.value}: {trouble.value}{'' if status is None else f' ({status})'}")
        self.trouble = trouble
        self.method = method
        self.status = status


class _Repeat(Exception):
    """The call may go better later; `wait` is what the server asked for."""

    def __init__(self, trouble: KeyTrouble, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.status = status
        self.wait = wait


class _Stale(Exception):
    """A page does not follow from those before it."""


class OzonClient:
    """One shop's calls. Raises `NotAnswered` and nothing else for whatever the server does."""

    def __init__(
        self,
        session: ClientSession,
        client_id: str,
        key: str,
        *,
        url: str = OZON,
        currency: str = "RUB",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        keep(key)
        self._session = session
        self._headers = {"Client-Id": client_id, "Api-Key": key}
        self._url = url.rstrip("/")
        self._currency = currency
        self._sleep = sleep
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()
        self._next_call = 0.0
        self.unknown: Counter[str] = Counter()
        """Keys of answers that nothing is read from, by method and path. Those of accruals are in their reading."""

    def __repr__(self) -> str:
        return "OzonClient()"

    async def kinds(self) -> Dictionary:
        """The dictionary of kinds."""
        return self._understood(Method.TYPES, read_types, await self._call(Method.TYPES, {}))

    async def day(self, when: date, kinds: Dictionary) -> Reading:
        """All accruals of a day, as one reading that is complete."""
        accruals = await self._accruals(when)
        return self._understood(Method.ACCRUALS, lambda told: read_day(when, told, kinds, self._currency), accruals)

    async def balance(self, when: date) -> Balance | None:
        """The balance of a day; None if the marketplace has none."""
        body = {"date_from": when.isoformat(), "date_to": when.isoformat()}
        answer = await self._call_or_none(Method.BALANCE, body)
        if answer is None:
            return None
        return self._understood(Method.BALANCE, lambda told: read_balance(when, told, self._currency), answer)

    async def month(self, year: int, month: int) -> Reading | None:
        """The realization report of a month; None while there is none."""
        answer = await self._call_or_none(Method.REALIZATION, {"month": month, "year": year})
        if answer is None:
            return None
        first = date(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if not is_months(answer):
            raise NotAnswered(KeyTrouble.NOT_UNDERSTOOD, Method.REALIZATION)
        return self._understood(Method.REALIZATION, lambda told: read_months_json(told, (first, last)), answer)

    async def company(self) -> Company:
        """Who the key speaks for, and the present plan."""
        return self._understood(Method.COMPANY, read_company, await self._call(Method.COMPANY, {}))

    async def ratings(self, first: date, last: date) -> Ratings:
        """The ratings of days, at most 30 of them."""
        body = {
            "date_from": f"{first}T00:00:00Z",
            "date_to": f"{last}T23:59:59Z",
            "ratings": [RATING],
            "with_premium_scores": False,
        }
        return self._understood(Method.RATINGS, read_ratings, await self._call(Method.RATINGS, body))

    async def rights(self) -> Rights:
        """What the key may do, and until when."""
        return self._understood(Method.RIGHTS, read_rights, await self._call(Method.RIGHTS, {}))

    def _understood(self, method: Method, read: Callable[[Any], T], answer: Any) -> T:
        try:
            return read(answer)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, NotRead):
            # What was found wrong may quote the answer.
            raise NotAnswered(KeyTrouble.NOT_UNDERSTOOD, method) from None

    async def _accruals(self, when: date) -> list[Json]:
        for _ in range(_MOST_BEGINNINGS):
            try:
                return await self._pages(when)
            except _Stale:
                continue
        raise NotAnswered(KeyTrouble.NOT_UNDERSTOOD, Method.ACCRUALS)

    async def _pages(self, when: date) -> list[Json]:
        accruals: list[Json] = []
        ids: set[Any] = set()
        last_id = ""
        while True:
            try:
                answer = await self._call(Method.ACCRUALS, {"date": when.isoformat(), "last_id": last_id})
            except NotAnswered as refused:
                if last_id and refused.status == HTTPStatus.BAD_REQUEST:  # the token is older than 15 minutes
                    raise _Stale from None
                raise
            page = answer.get("accruals") or []
            following = answer.get("last_id") or ""
            if not isinstance(page, list) or not all(isinstance(each, dict) for each in page):
                raise NotAnswered(KeyTrouble.NOT_UNDERSTOOD, Method.ACCRUALS)
            for each in page:
                if each.get("accrual_id") is not None and each["accrual_id"] in ids:
                    raise _Stale
                ids.add(each.get("accrual_id"))
            accruals += page
            if not following or not isinstance(following, str):
                return accruals
            if following == last_id or not page:
                raise _Stale
            last_id = following

    async def _call_or_none(self, method: Method, body: Json) -> Any:
        """The answer, or None where the marketplace has nothing (404)."""
        try:
            return await self._call(method, body)
        except NotAnswered as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    async def _call(self, method: Method, body: Json) -> Any:
        async with self._one_at_a_time:
            for wait in (*WAITS, None):
                try:
                    answer = await self._ask(method, body)
                except _Repeat as repeat:
                    if wait is None:
                        raise NotAnswered(repeat.trouble, method, repeat.status) from None
                    await self._sleep(min(max(wait, repeat.wait or 0), _LONGEST_WAIT))
                else:
                    self.unknown.update(f"{method}: {key}" for key in unknown_keys(answer, SHAPES[method] or None))
                    return answer
        raise AssertionError("the last wait is None")

    async def _ask(self, method: Method, body: Json) -> Any:
        await self._keep_pace()
        try:
            async with self._session.post(
                self._url + method, json=body, headers=self._headers, timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                content = bytearray()
                async for chunk in response.content.iter_chunked(_CHUNK):
                    content += chunk
                    if len(content) > LARGEST_ANSWER:
                        raise NotAnswered(KeyTrouble.NOT_UNDERSTOOD, method, response.status)
                status, wait = response.status, _seconds(response.headers.get("Retry-After"))
        except (ClientError, OSError, ValueError):  # a timeout is an OSError; none of them is quoted
            raise _Repeat(KeyTrouble.UNREACHABLE) from None
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise _Repeat(KeyTrouble.BUSY, status, wait)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _Repeat(KeyTrouble.UNREACHABLE, status, wait)
        try:
            answer = exact_json(bytes(content))
        except (ValueError, RecursionError):
            answer = None
        if status != HTTPStatus.OK:
            raise NotAnswered(_refusal(status, answer), method, status)
        if not isinstance(answer, dict):
            raise NotAnswered(KeyTrouble.NOT_UNDERSTOOD, method, status)
        return answer

    async def _keep_pace(self) -> None:
        early = self._next_call - self._seconds()
        if early > 0:
            await self._sleep(early)
        self._next_call = self._seconds() + PACE


def _refusal(status: int, answer: Any) -> KeyTrouble:
    code = answer.get("code") if isinstance(answer, dict) else None
    if status == HTTPStatus.UNAUTHORIZED or (status == HTTPStatus.FORBIDDEN and code == _INVALID_KEY):
        return KeyTrouble.REFUSED
    return KeyTrouble.FORBIDDEN if status == HTTPStatus.FORBIDDEN else KeyTrouble.REJECTED


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.isascii() and text.isdigit() else None
