"""What can be known to fail is told before the chat is imported: that import alone costs seconds."""

import re
import socket
from contextlib import closing
from urllib.parse import urlsplit

from bot.settings import Settings
from storage.post.dialogs import Dialogs
from storage.post.redis_dialogs import RedisDialogs
from storage.rows.database import Database

DEMO_DATABASE = "sqlite:///var/demo.db"
TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]+")


class RunError(Exception):
    """The bot cannot start; the sentence says why and what to do."""


def database_url(settings: Settings) -> str:
    """The database to run on: the one set, else a file for the bot, and another for the demo."""
    if settings.bot_token is None and "database_url" not in settings.model_fields_set:
        return DEMO_DATABASE
    return settings.database_url


def check(settings: Settings, part: str | None = None) -> None:
    """Raises `RunError` or `StorageError` for settings that can't work. Makes missing tables.

    `part` is the command of a process that does a part of the work: there is none without Telegram.
    """
    if settings.bot_token is not None:
        check_telegram(settings)
        if part != "work":
            _check_webhook(settings)
    elif part is not None:
        raise RunError(f"{part} is a part of the bot on Telegram: set BOT_TOKEN.")
    else:
        _check_port("127.0.0.1", settings.port, "PORT or --port")
    database = Database(database_url(settings))
    try:
        if database.is_empty():
            database.upgrade()
        database.require_current()
        database.require_sound()
        dialogs = None if part == "work" else dialogs_in_redis(settings, database)
        if dialogs is not None:
            with closing(dialogs):
                dialogs.check()
    finally:
        database.close()


def dialogs_in_redis(settings: Settings, database: Database) -> RedisDialogs | None:
    """Where open dialogs are kept, if not in the database; nothing is connected yet. Raises `StorageError`."""
    return None if settings.dialogs_url is None else RedisDialogs(settings.dialogs_url, Dialogs(database))


def check_telegram(settings: Settings) -> None:
    """Raises `RunError` for a token or an address of Telegram that cannot be one."""
    if settings.bot_token is not None and _TOKEN.fullmatch(settings.bot_token.get_secret_value()) is None:
        raise RunError("BOT_TOKEN does not look like a token; copy it from @BotFather, like 123456:ABC….")
    _check_address(settings.telegram_api_url)


def _check_address(address: str | None) -> None:
    try:
        parts = urlsplit(address or TELEGRAM)
        usable = parts.scheme in ("http", "https") and bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:  # a port, a name or an IPv6 address that is none
        usable = False
    # Braces would be taken for places to fill in, and what follows ? or # would swallow the method's name.
    if not usable or any(sign in (address or "") for sign in "{}?#"):
        raise RunError("TELEGRAM_API_URL is not an address such as http://127.0.0.1:8081.")


def _check_webhook(settings: Settings) -> None:
    if settings.telegram_webhook_url is None:
        return
    try:
        parts = urlsplit(settings.telegram_webhook_url)
        usable = parts.scheme in ("http", "https") and bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:
        usable = False
    else:
        usable = usable and not (parts.username or parts.password or parts.query or parts.fragment)
    if not usable:
        raise RunError("TELEGRAM_WEBHOOK_URL is not an address such as https://bot.example.org/telegram.")
    secret = settings.telegram_webhook_secret
    if secret is not None and _SECRET.fullmatch(secret.get_secret_value()) is None:
        raise RunError("TELEGRAM_WEBHOOK_SECRET may have letters, digits, _ and - alone; without one it is made.")
    _check_port(settings.telegram_webhook_host, settings.telegram_webhook_port, "TELEGRAM_WEBHOOK_PORT")


def _check_port(host: str, port: int, choice: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise RunError(
                f"Port {port} of {host} cannot be used: {error.strerror}. Choose another with {choice}."
            ) from error
