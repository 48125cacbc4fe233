"""Problem: the bot must run and be tested where Telegram cannot be reached.

Decision: a Bot API server of one's own, as strict as Telegram's: the same methods, limits, error codes and
wording.
Limit: one bot, private chats, everything in memory; loopback only.
"""

from bot.localtelegram.telegram.calls import Call, Upload
from bot.localtelegram.telegram.chats import Chat, Message, Person
from bot.localtelegram.telegram.errors import ApiError
from bot.localtelegram.telegram.faults import Fault
from bot.localtelegram.telegram.limits import Limits
from bot.localtelegram.telegram.local import LocalTelegram, UnknownPersonError
from bot.localtelegram.telegram.routes import routes

__all__ = [
    "ApiError",
    "Call",
    "Chat",
    "Fault",
    "Limits",
    "LocalTelegram",
    "Message",
    "Person",
    "UnknownPersonError",
    "Upload",
    "routes",
]
