"""What a check answers with."""

from typing import NamedTuple

from bot.signs import Severity

EXIT_STATUS = {Severity.OK: 0, Severity.WARNING: 1, Severity.ERROR: 2}
"""The command's exit status by the worst that was found."""


class Finding(NamedTuple):
    """One thing that was looked at: how bad it is, what is so, and how to mend it (empty when there is nothing to)."""

    severity: Severity
    what: str
    mend: str = ""


def good(what: str) -> Finding:
    """Nothing to mend."""
    return Finding(Severity.OK, what)


def warning(what: str, mend: str) -> Finding:
    """Something to mend before it stops the bot."""
    return Finding(Severity.WARNING, what, mend)


def wrong(what: str, mend: str) -> Finding:
    """Something that stops the bot, or makes what it does wrong."""
    return Finding(Severity.ERROR, what, mend)
