"""Telegram: whether it knows the token, and whether anybody else takes the bot's updates."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from bot.doctor.findings import Finding, good, warning, wrong
from bot.doctor.patient import Patient

if TYPE_CHECKING:
    from bot.doctor.asking import Answer

_FROM_BOTFATHER: Final = (
    "Copy the token again from @BotFather into BOT_TOKEN; /token there shows it, /revoke renews it."
)
_REACH: Final = "Check the network, the name server and a proxy on the way; TELEGRAM_API_URL names another server."
MANY_UPDATES: Final = 100
"""Updates waiting at Telegram that no bot at work leaves there."""


def token(patient: Patient) -> Iterator[Finding]:
    """Whether Telegram knows the token."""
    answers = patient.telegram
    if answers is None:
        yield good("There is no BOT_TOKEN: run starts the local Telegram and its page.")
        return
    me = answers.me
    if me.status == HTTPStatus.OK:
        yield good(f"Telegram knows the token, it is that of @{me.fields.get('username', '?')}.")
    elif me.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        yield wrong("Telegram refuses the token.", _FROM_BOTFATHER)
    elif me.status == HTTPStatus.TOO_MANY_REQUESTS:
        yield warning("Telegram asks to wait before it answers this token again.", "Try again later.")
    elif me.status:
        yield wrong(f"Telegram cannot be used: status {me.status}.", "Check TELEGRAM_API_URL, or try again later.")
    else:
        yield wrong(f"Telegram cannot be reached: {me.words}.", _REACH)


def updates(patient: Patient) -> Iterator[Finding]:
    """Where updates go: a webhook and a program that polls are in each other's way (409)."""
    answers = patient.telegram
    if answers is None or answers.webhook is None:
        return  # `token` says why
    info = answers.webhook
    if info.status != HTTPStatus.OK:
        yield warning(f"Telegram does not say where updates go: status {info.status}.", "Try again later.")
        return
    if info.fields.get("url"):
        yield from _webhook(info, patient.settings.telegram_webhook_url)
    elif answers.poll is not None and answers.poll.status == HTTPStatus.CONFLICT:
        yield wrong(
            "Another program takes this bot's updates (409): each of the two gets some of them.",
            "Stop the other one: a bot runs once. If nobody knows it, renew the token: /revoke with @BotFather.",
        )
    elif answers.poll is not None:
        yield good("Updates come by polling, and nobody else takes them.")
    else:
        yield good("Updates come by polling; no webhook is set.")
    waiting = info.fields.get("pending_update_count")
    if isinstance(waiting, int) and waiting >= MANY_UPDATES:
        yield warning(f"{waiting} updates wait at Telegram.", "Start the bot, or look why it does not take them.")


def _webhook(info: "Answer", own: str | None) -> Iterator[Finding]:
    if info.fields["url"] == own:
        yield good("Updates come by the webhook of TELEGRAM_WEBHOOK_URL.")
    elif own is not None:
        yield warning(
            "A webhook is set that is not TELEGRAM_WEBHOOK_URL: updates go there.",
            "Start the bot: that sets its own. If the other comes back, another program sets it; stop that one.",
        )
    else:
        yield warning(
            "A webhook is set: whoever polls with this token gets 409 until it is removed.",
            "Start the bot: that removes the webhook. If it comes back, another program sets it; stop that one.",
        )
    if info.fields.get("last_error_date"):
        yield warning("Telegram could not deliver to the webhook.", "Look into the log of what answers there.")
