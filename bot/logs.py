"""Logs: one line an event, on the error stream, without tokens or message texts."""

import logging
import sys

import structlog


def set_up_logs(level: str) -> None:
    """Set up structlog and quiet the libraries down to warnings."""
    chosen = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(
        level=max(chosen, logging.WARNING), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that finds another at work is nothing to tell
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False)
            if sys.stderr.isatty()
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            max(chosen, logging.WARNING) if sys.stderr.isatty() else chosen
        ),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
