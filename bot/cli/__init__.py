"""The command line: `python -m bot COMMAND`, also installed as `seller-premium`.

A module here holds commands that belong together; a new one is named below. `root` is what all of them stand on.
"""

from bot.cli import running, serving  # isort: skip
from bot.cli import files, checks, doctoring, telling, sellers, prices, operators, tokens, webhooks  # isort: skip
from bot.cli import keys, tables, backups, assistant  # isort: skip
from bot.cli.root import app, main

__all__ = [
    "app", "assistant", "backups", "checks", "doctoring", "files", "keys", "main", "operators", "prices", "running",
    "sellers", "serving", "tables", "telling", "tokens", "webhooks",
]  # fmt: skip
