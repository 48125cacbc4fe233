"""What cannot wait for somebody to look: a sweep that stopped is told to the marketplace's operators (RULES 11).

Problem: a bug that stops due work stops it for everybody, and beats come every half minute. Decision: a message to each
operator by the outbox, under the number of the note that was made of the stop, so that however many beats and processes
find it, it is told once. Limit: whoever becomes an operator later finds it on the operator's screen.
"""

from bot.texts import LOCALES, Texts
from core.values import Instant
from storage.ledger.sweep import Stopped
from storage.post.broadcasts import Broadcasts


def alarm(broadcasts: Broadcasts, texts: Texts, stopped: Stopped, now: Instant) -> None:
    """Tell the operators that due work stopped, if they do not know yet. Raises `StorageError`."""
    told: dict[str, str] = {
        locale: texts.get(locale, "operator-alarm", failure=stopped.failure, failed=stopped.failed, due=stopped.due)
        for locale in LOCALES
    }
    broadcasts.tell_operators(f"sweep_stopped:{stopped.number}", told, now)
