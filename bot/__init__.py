"""Everything that faces the outside: the chat, the command line, the local Telegram, the schedule."""
