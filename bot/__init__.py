"""Everything that faces the outside: the chat, the command line, the local Telegram, the schedule."""

VERSION = "0.1.0"
"""That of pyproject.toml, which a checkout has and an installed program has not."""
