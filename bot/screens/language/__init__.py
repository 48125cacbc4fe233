"""The language: Telegram's at first, then the person's own choice."""
