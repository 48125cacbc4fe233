"""The connection to Telegram: every failure is one of aiogram's errors, in words of ours, and says what it means.

Problem: the token is a part of every address. aiohttp quotes addresses in its errors, follows redirects with them, and
lets some faults through as errors of other kinds; a server in Telegram's place may send back whatever it was sent.
Decision: one session that follows nowhere, names faults itself, and cleans what a server says. `meaning` is the one
place that tells a refusal of this message from a hiccup of the server.
Limit: a server that answers in Telegram's name and in its words is believed.
"""

from enum import Enum, auto
from http import HTTPStatus
from typing import Any, Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientResponseError,
    ClientSSLError,
    ClientTimeout,
    InvalidURL,
)

from bot.secrecy import hide, keep

Refusal = TelegramAPIError | ClientDecodeError
"""What a call may raise: Telegram's refusal, a broken connection, or an answer that is not Telegram's."""
REFUSALS: Final = (TelegramAPIError, ClientDecodeError)

LONGEST_REASON: Final = 200
_FAULTS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (InvalidURL, "the address cannot be used"),
    (ClientSSLError, "no secure connection"),
    (ClientConnectorDNSError, "the server's name is unknown"),
    (ClientConnectorError, "no connection"),
    (ClientResponseError, "what answers does not speak HTTP"),
    (TimeoutError, "no answer in time"),
)
_ELSEWHERE: Final = "the server sends elsewhere (a redirect)"
_BROKEN: Final = "the connection broke off"
_NOT_AN_ANSWER: Final = "what answers is not Telegram's Bot API"


class Connection(AiohttpSession):
    """See the module's first lines. Raises nothing but `REFUSALS`, none with an address, a token or an answer in it."""

    async def make_request(self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None) -> Any:  # noqa: ASYNC109  (aiogram's)
        status, content = await self._post(bot, method, self.timeout if timeout is None else timeout)
        fault: Refusal
        try:
            return self.check_response(bot, method, status, content).result
        except TelegramAPIError as error:
            keep(bot.token)
            error.message = hide(error.message or "no reason given")
            fault = error
        except Exception as error:
            # Neither the answer nor what was found wrong with it is kept: both may quote what people write.
            fault = ClientDecodeError(_NOT_AN_ANSWER, ValueError(type(error).__name__), None)
        raise fault  # out here, so that the library's own error does not hang on behind

    async def _post(self, bot: Bot, method: TelegramMethod[Any], seconds: float) -> tuple[int, str]:
        """Status and text of the answer."""
        session = await self.create_session()
        try:
            async with session.post(
                self.api.api_url(bot.token, method.__api_method__),
                data=self.build_form_data(bot, method),
                timeout=ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as response:
                if not HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST:
                    return response.status, await response.text("utf-8", errors="replace")
                words = _ELSEWHERE
        except (ClientError, OSError) as error:  # a timeout is an OSError too
            words = next((words for kind, words in _FAULTS if isinstance(error, kind)), _BROKEN)
        raise TelegramNetworkError(method, words)


class Meaning(Enum):
    """What a refusal says about sending the same again."""

    GONE = auto()
    """The person blocked the bot or left Telegram: nothing reaches them until they write."""
    NEVER = auto()
    """This message can't be sent to this chat, however often it is tried."""
    NOT_FOUND = auto()
    """The server does not know the chat. A server that lost its memory says so of everybody."""
    LATER = auto()
    """Says nothing about the chat or the message: the server, the token or the way there."""


_GONE: Final = ("blocked", "deactivated", "initiate conversation", "kicked", "not a member")


def meaning(error: Refusal) -> Meaning:
    """What a refusal of a message means for it."""
    match error:
        case TelegramForbiddenError() if any(sign in error.message for sign in _GONE):
            return Meaning.GONE
        case TelegramMigrateToChat() | TelegramEntityTooLarge():
            return Meaning.NEVER
        # "Logged out", and what servers on the way say, come with this status but without Telegram's prefix.
        case TelegramBadRequest() if error.message.startswith("Bad Request: "):
            return Meaning.NOT_FOUND if "chat not found" in error.message else Meaning.NEVER
        case _:
            return Meaning.LATER


def reason(error: Refusal) -> str:
    """A refusal in a few words that may be kept and shown: no secret, no text of anybody's."""
    return hide(f"{type(error).__name__}: {error.message}")[:LONGEST_REASON]
