"""Settings and policy: whether they can be used, and whether they agree with each other."""

import difflib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from bot.doctor.findings import Finding, good, warning, wrong
from bot.doctor.patient import Patient
from bot.settings import Settings
from bot.start import RunError, check_telegram, database_url
from core.policy import PolicyError
from core.values import format_amount

_FILE: Final = Path(".env")
_OTHERS_OWN: Final = frozenset({"POSTGRES_PASSWORD"})
"""What compose.yaml reads."""
_ALIKE: Final = 0.8


def settings(patient: Patient) -> Iterator[Finding]:
    """Whether settings contradict each other, or are not what somebody meant."""
    found = [*_misspelt(), *_contradictions(patient.settings)]
    yield from found or [good("The settings agree with each other.")]


def _contradictions(chosen: Settings) -> Iterator[Finding]:
    try:
        check_telegram(chosen)
    except RunError as error:
        yield wrong(str(error), "Correct it in .env or the environment.")
    if chosen.bot_token is None and chosen.telegram_api_url:
        yield warning(
            "TELEGRAM_API_URL is set and BOT_TOKEN is not: run starts the local Telegram.",
            "Set BOT_TOKEN for the real one, or remove TELEGRAM_API_URL.",
        )
    if chosen.log_level.upper() not in logging.getLevelNamesMapping():
        yield warning(f"LOG_LEVEL {chosen.log_level!r} is none.", "Use DEBUG, INFO, WARNING or ERROR.")
    if chosen.bot_token is None and chosen.api_port == chosen.port:
        yield wrong("API_PORT and PORT are the same.", "Give the way in over HTTP a port of its own.")
    if os.environ.get("POSTGRES_PASSWORD") and database_url(chosen).startswith("sqlite"):
        yield warning(
            "POSTGRES_PASSWORD is set, and the database is a file of SQLite.",
            "Set DATABASE_URL to PostgreSQL's address, or remove POSTGRES_PASSWORD.",
        )


def _misspelt() -> Iterator[Finding]:
    """Names in .env that nobody reads and that look like ours: extra ones are nobody's mistake, these are."""
    known = {name.upper() for name in Settings.model_fields} | _OTHERS_OWN
    written = dotenv_values(_FILE) if _FILE.is_file() else {}
    for name in sorted(set(written) - known - {each.lower() for each in known}):
        meant = difflib.get_close_matches(name.upper(), sorted(known), 1, _ALIKE)
        if meant:
            yield warning(f"Nobody reads {name} in .env.", f"It should be {meant[0]}.")


def policy(patient: Patient) -> Iterator[Finding]:
    """Whether the policy file can be used."""
    named = patient.policy_file
    try:
        used = patient.policy
    except PolicyError as error:
        more = f" (and {len(error.mistakes) - 1} more)" if len(error.mistakes) > 1 else ""
        yield wrong(f"The policy cannot be used: {error.mistakes[0]}{more}", f"policy check {named} explains them all.")
        return
    plans = ", ".join(f"{plan} {format_amount(price)}" for plan, price in used.first_prices().items())
    if named is None and patient.settings.bot_token is None:
        yield good(f"The shipped policy is in force ({plans}).")
    elif named is None:
        yield warning(
            f"No policy file is set: the shipped example is in force ({plans}).",
            "Set SELLER_PREMIUM_POLICY to a file with your own prices; policy show prints the example.",
        )
    else:
        yield good(f"The policy {named} can be used ({plans}).")
