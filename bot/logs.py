"""Logs: one line an event, on the error stream, without tokens or message texts.

A line names what it belongs to: whatever was bound with `structlog.contextvars` (a request, an update, a seller) stands
in every line of the same task and of the threads it waits for.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.secrecy import hide


class LogForm(StrEnum):
    """How a line is written."""

    AUTO = "auto"
    """As text on a terminal, as JSON elsewhere."""
    TEXT = "text"
    JSON = "json"


class _Discreet(logging.Formatter):
    """Formats what libraries log, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return hide(super().format(record))


class _DiscreetJson(_Discreet):
    """The same as a line of JSON, with the fields that our own lines have."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "event": super().format(record),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        return json.dumps(said, ensure_ascii=False)


def _discreet(logger: Any, name: str, line: Any) -> str:
    """structlog's last step: the line without secrets."""
    return hide(line)


def set_up_logs(level: str, form: LogForm = LogForm.AUTO) -> None:
    """Set up structlog and quiet the libraries down to warnings."""
    import structlog  # late: settings name the form, and most commands log nothing

    chosen = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    at_terminal = sys.stderr.isatty()
    as_text = form is LogForm.TEXT or (form is LogForm.AUTO and at_terminal)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _DiscreetJson("%(message)s") if form is LogForm.JSON else _Discreet("%(levelname)s %(name)s: %(message)s")
    )
    logging.basicConfig(level=max(chosen, logging.WARNING), handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that finds another at work is nothing to tell
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False)
            if as_text
            else structlog.processors.JSONRenderer(ensure_ascii=False),
            _discreet,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            max(chosen, logging.WARNING) if at_terminal and form is LogForm.AUTO else chosen
        ),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


_FRAMES = 12


def places(error: BaseException) -> list[str]:
    """Where it happened, innermost last: file, line and function, without values."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
