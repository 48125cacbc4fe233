"""Problem: a bot is written against Telegram's refusals, so a stand-in that words them differently hides
bugs.

Decision: one exception carries the error code, the description exactly as the Bot API writes it and, for
flood control, the seconds to wait. The prefix and the lower-case first letter are added the way the Bot API
server adds them.
Limit: only the refusals that this stand-in can give are named here.
"""

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class ApiError(Exception):
    """A refusal of a Bot API call.

    `code` is the HTTP status and the `error_code`; `description` the full text; `retry_after` whole
    seconds or None.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def answer(self) -> dict[str, Any]:
        """The JSON body that Telegram sends with this refusal."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def refuse(code: int, reason: str) -> ApiError:
    """An error with the code's prefix; a reason in CAPITALS keeps them, any other starts in lower case."""
    if not (len(reason) > 1 and (reason[1] == "_" or "A" <= reason[1] <= "Z")):
        reason = reason[:1].lower() + reason[1:]
    return ApiError(code, f"{_PREFIXES[code]}: {reason}")


def bad_request(reason: str) -> ApiError:
    """400 with this reason."""
    return refuse(400, reason)


def too_many_requests(retry_after: int) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
