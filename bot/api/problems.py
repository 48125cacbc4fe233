"""What goes wrong, as RFC 9457 problem documents.

Problem: a program that calls needs a code and numbers, the person who reads its log a sentence.
Decision: one document for every failure, also those of the framework: RULES' own code and numbers (amounts as texts
with two decimals) as members, the sentence in the language of `Accept-Language`. A route raises `Problem`; nothing else
of a failure is written anywhere in the routes.
Limit: what is not HTTP at all is answered by the server below this, in one plain line.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from bot.texts import LOCALES, Locale, Texts
from bot.texts.format import Reader
from bot.texts.outcomes import ignored_text, refusal_text
from core.policy import Policy
from core.refusals import Ignored, Outcome, Refusal, Verdict

MEDIA_TYPE: Final = "application/problem+json"
_TYPE: Final = "urn:seller-premium:problem:"


class Fault(StrEnum):
    """What can be wrong with a request before any rule is asked; the rules' own codes are `Refusal`."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    SCOPE_MISSING = "scope_missing"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    REQUEST_TIMEOUT = "request_timeout"
    BODY_TOO_LARGE = "body_too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    REQUEST_IN_PROGRESS = "request_in_progress"
    TOO_MANY_REQUESTS = "too_many_requests"
    REPORT_NOT_READ = "report_not_read"
    TOTALS_DIFFER = "totals_differ"
    TOLD_OTHERWISE = "told_otherwise"
    ARCHIVED = "archived"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


Code = Fault | Refusal | Ignored

STATUS: Final[Mapping[Code, int]] = {
    Fault.INVALID: 422,
    Fault.UNAUTHENTICATED: 401,
    Fault.SCOPE_MISSING: 403,
    Fault.NOT_FOUND: 404,
    Fault.METHOD_NOT_ALLOWED: 405,
    Fault.NOT_ACCEPTABLE: 406,
    Fault.REQUEST_TIMEOUT: 408,
    Fault.BODY_TOO_LARGE: 413,
    Fault.UNSUPPORTED_MEDIA_TYPE: 415,
    Fault.IDEMPOTENCY_KEY_MISSING: 400,
    Fault.IDEMPOTENCY_KEY_REUSED: 422,
    Fault.REQUEST_IN_PROGRESS: 409,
    Fault.TOO_MANY_REQUESTS: 429,
    Fault.REPORT_NOT_READ: 422,
    Fault.TOTALS_DIFFER: 409,
    Fault.TOLD_OTHERWISE: 409,
    Fault.ARCHIVED: 410,
    Fault.INTERNAL: 500,
    Fault.UNAVAILABLE: 503,
    Refusal.MALFORMED: 422,
    Refusal.FORBIDDEN: 403,
    Refusal.UNKNOWN_SELLER: 404,
    Refusal.UNKNOWN_CAMPAIGN: 404,
    Refusal.UNKNOWN_LINE: 404,
    Refusal.UNKNOWN_PROGRAMME: 404,
    Refusal.UNKNOWN_GRANT: 404,
    Refusal.UNKNOWN_CHARGE: 404,
}
"""The status of a code; every other refusal of the rules is a conflict with how things stand: 409."""


_HEADERS: Final[Mapping[Fault, Mapping[str, str]]] = {
    Fault.UNAUTHENTICATED: {"header": "Authorization: Bearer"},
    Fault.NOT_ACCEPTABLE: {"header": "Accept"},
    Fault.UNSUPPORTED_MEDIA_TYPE: {"header": "Content-Type", "coding": "Content-Encoding"},
    Fault.IDEMPOTENCY_KEY_MISSING: {"header": "Idempotency-Key"},
    Fault.IDEMPOTENCY_KEY_REUSED: {"header": "Idempotency-Key"},
    Fault.REQUEST_IN_PROGRESS: {"header": "Idempotency-Key"},
    Fault.TOO_MANY_REQUESTS: {"header": "Retry-After"},
}
"""The headers that a sentence names: the same in every language."""


class Problem(Exception):
    """The request fails. `data` are the code's numbers as texts ("90.00"), `field` what to look at in the request.

    `members` are further ones of the document; `message` says in English what was expected, where the code does not.
    `said` is the sentence in a language, where the code has none of its own.
    """

    def __init__(
        self,
        code: Code,
        *,
        data: Mapping[str, str] | None = None,
        members: Mapping[str, str] | None = None,
        field: str | None = None,
        message: str | None = None,
        said: Callable[[Texts, Locale], str] | None = None,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS.get(code, 409) if status is None else status
        self.data = dict(data or {})
        self.members = dict(members or {})
        self.field = field
        self.message = message
        self.said = said
        self.headers = dict(headers or {})


def require_taken(outcome: Outcome) -> None:
    """Raise the `Problem` that a refused or ignored outcome is; what was done, now or before, passes.

    A replayed outcome that was refused the first time is that refusal again (RULES 15.18).
    """
    if outcome.reason is None:
        return
    code = _code_of(outcome.reason)
    message = outcome.message if outcome.kind is Verdict.REFUSED and code is Refusal.MALFORMED else None
    raise Problem(code, data=outcome.data, message=message)


def _code_of(reason: str) -> Code:
    return Refusal(reason) if reason in set(Refusal) else Ignored(reason)


class ProblemDocument(BaseModel):
    """A problem (RFC 9457). Beside these members stand the numbers of the code, for example `missing`: "90.00"."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str = Field(description="Names the code.", examples=[f"{_TYPE}insufficient_funds"])
    title: str = Field(description="What kind of problem it is, in the language of Accept-Language.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong and what to do, in the language of Accept-Language.")
    code: str = Field(description="The rulebook's code, or one of the request's own.", examples=["insufficient_funds"])
    field: str | None = Field(default=None, description="The field of the request to look at.")
    message: str | None = Field(default=None, description="What was expected there, in English.")


def language_of(accepted: str | None) -> Locale:
    """The language to answer in, from an `Accept-Language` header; English where it names none of ours."""
    wanted: list[tuple[float, int, Locale]] = []
    for place, part in enumerate((accepted or "").split(",")):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = _weight(parameters)
        own = next((locale for locale in LOCALES if name.lower().split("-")[0] == locale), None)
        if own is not None and weight > 0:
            wanted.append((-weight, place, own))
    return min(wanted)[2] if wanted else "en"


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def locale_of(request: Request) -> Locale:
    """The language that the caller asked for."""
    return language_of(request.headers.get("accept-language"))


def answer(problem: Problem, texts: Texts, policy: Policy, locale: Locale) -> JSONResponse:
    """The problem as a response."""
    document: dict[str, Any] = {
        "type": f"{_TYPE}{problem.code}",
        "title": texts.plain(locale, f"problem-title-{problem.status}"),
        "status": problem.status,
        "detail": _detail(problem, texts, policy, locale),
        "code": str(problem.code),
    }
    if problem.field is not None:
        document["field"] = problem.field
    if problem.message is not None:
        document["message"] = problem.message
    headers = {"Content-Language": locale, "Vary": "Accept-Language"} | problem.headers
    return JSONResponse(
        problem.members | problem.data | document, problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def _detail(problem: Problem, texts: Texts, policy: Policy, locale: Locale) -> str:
    if problem.said is not None:
        return problem.said(texts, locale)
    if isinstance(problem.code, Fault):
        values = {"field": problem.field or "–", **_HEADERS.get(problem.code, {}), **problem.data}
        return texts.plain(locale, f"problem-{problem.code.replace('_', '-')}", **values)
    reader = Reader(locale, policy.timezone, currency=policy.currency)
    if isinstance(problem.code, Ignored):
        return ignored_text(texts, reader, problem.code)
    return refusal_text(texts, reader, problem.code, problem.data)


STATUSES: Final = frozenset({*STATUS.values(), 409, 400})
"""Every status that a problem may have; each has a title."""


def phrase(status: int) -> str:
    """The status in words, for the description of an answer."""
    return HTTPStatus(status).phrase
