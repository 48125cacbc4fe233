"""On what occasion something is decided: when, by whom, and because of what."""

from core.values import Instant, format_instant


class Occasion:
    """Set before each decision; whatever is written into the history takes its instant, actor and cause from here."""

    __slots__ = ("actor", "at", "cause", "floor", "tag")

    def __init__(self, at: Instant) -> None:
        self.at = at
        """The instant being decided."""
        self.floor = at
        """Reminders at or before this instant are past: not caught up (RULES 15.2)."""
        self.actor = "marketplace"
        """Who history names: a role, a person, the marketplace, or the programme for due work (RULES 4.16)."""
        self.cause = ""
        """The event's source and id, or the due instant."""
        self.tag = ""
        """What makes the key of a notice unique on this occasion (RULES 12)."""

    def by_calendar(self, instant: Instant) -> None:
        """Work that is due at an instant is decided next."""
        self.actor = "programme"
        self.at = instant
        self.floor = instant - 1
        self.tag = format_instant(instant)
        self.cause = f"due:{self.tag}"

    def by_event(self, cause: str) -> None:
        """An event is decided next: `cause` is its source and id, and makes its notices unique too."""
        self.cause = self.tag = cause
