"""The command menu that Telegram shows, in every language and in a person's own choice."""

import structlog
from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.frame.connection import REFUSALS
from bot.frame.states import COMMANDS
from bot.texts import LOCALES, Texts

log = structlog.get_logger(__name__)


def menu(texts: Texts, locale: str) -> list[BotCommand]:
    """The commands with their descriptions in a language."""
    return [BotCommand(command=name, description=texts.get(locale, f"command-{name}")) for name in COMMANDS]


async def announce_commands(bot: Bot, texts: Texts) -> None:
    """Tell Telegram the commands, at start; people with a language we do not have see the English ones."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(menu(texts, "en"), scope=scope)
    for locale in LOCALES:
        await bot.set_my_commands(menu(texts, locale), scope=scope, language_code=locale)


async def announce_to(bot: Bot, texts: Texts, telegram_id: int, locale: str) -> None:
    """Show one person the menu in the language they chose; a menu that stays as it was is not worth an error."""
    try:
        await bot.set_my_commands(menu(texts, locale), scope=BotCommandScopeChat(chat_id=telegram_id))
    except REFUSALS as error:
        log.info("menu_not_changed", error=type(error).__name__)


async def forget_menu(bot: Bot, telegram_id: int) -> None:
    """Take back the menu that was shown to one person alone; Telegram's own choice of language counts again."""
    try:
        await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=telegram_id))
    except REFUSALS as error:
        log.info("menu_not_changed", error=type(error).__name__)
