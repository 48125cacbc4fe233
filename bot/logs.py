"""Logs: one line an event, on the error stream, without tokens or message texts."""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog

from bot.secrecy import hide


class _Discreet(logging.Formatter):
    """Formats what libraries log, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return hide(super().format(record))


def _discreet(logger: Any, name: str, line: Any) -> str:
    """structlog's last step: the line without secrets."""
    return hide(line)


def set_up_logs(level: str) -> None:
    """Set up structlog and quiet the libraries down to warnings."""
    chosen = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=max(chosen, logging.WARNING), handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that finds another at work is nothing to tell
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False)
            if sys.stderr.isatty()
            else structlog.processors.JSONRenderer(ensure_ascii=False),
            _discreet,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            max(chosen, logging.WARNING) if sys.stderr.isatty() else chosen
        ),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


_FRAMES = 12


def places(error: BaseException) -> list[str]:
    """Where it happened, innermost last: file, line and function, without values."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
