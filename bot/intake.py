"""`import`: a feed file into the live database, at the present clock (RULES 2.7).

Every line is idempotent by its id, so an import that was stopped half-way is simply run again. What was not taken is
listed in a reject file with its line number, to be mended and imported as a file of its own.
"""

import json
from pathlib import Path

from bot.clock import Clock
from bot.lines import Tally, answers
from bot.progress import progress_bar
from storage.ledger import Ledger

LONGEST_SHOWN = 2000


def import_lines(ledger: Ledger, clock: Clock, path: Path, rejects: Path) -> tuple[Tally, int]:
    """Take a file's lines; returns the tally and how many lines are in the reject file.

    Raises `StorageError` and `OSError`; what was committed until then stays and is `replayed` the next time.
    """
    tally = Tally()
    rejected = 0
    with (
        rejects.open("w", encoding="utf-8") as bad,
        progress_bar(f"import {path.name}", path.stat().st_size) as progress,
    ):
        for answer in answers(ledger, path, lambda event: clock.now(), progress):
            tally.count(answer.outcome)
            if answer.outcome.kind == "refused":
                rejected += 1
                text = answer.raw[:LONGEST_SHOWN].decode("utf-8", "replace")
                bad.write(json.dumps(answer.row() | {"text": text}, ensure_ascii=False) + "\n")
    if not rejected:
        rejects.unlink()
    return tally, rejected
