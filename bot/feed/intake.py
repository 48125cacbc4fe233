"""`import`: a feed file into the live database, at the present clock (RULES 2.7).

Every line is idempotent by its id, so an import that was stopped half-way is simply run again. What was not taken is
listed in a reject file with its line number, to be mended and imported as a file of its own; run again, it lists the
refusals of the first time too, so that none is lost with the run that was stopped.
"""

import json
from pathlib import Path

from bot.clock import Clock
from bot.feed.files import remove_if_plain, require_distinct, size_of, writing
from bot.feed.lines import Tally, answers, read_lines
from bot.feed.progress import progress_bar
from core.refusals import MESSAGES
from storage.ledger.ledger import Ledger


def default_rejects(path: Path) -> Path:
    """Where bad lines go by default: beside the file, or in the present folder for a stream such as /dev/stdin."""
    name = f"{path.name}.rejects.jsonl"
    return Path(name) if path.absolute().is_relative_to("/dev") else path.with_name(name)


def import_lines(ledger: Ledger, clock: Clock, path: Path, rejects: Path) -> tuple[Tally, int]:
    """Take a file's lines; returns the tally and how many lines are in the reject file, which is removed if none.

    Raises `StorageError` and `OSError`; what was committed until then stays and is `replayed` the next time.
    """
    tally = Tally()
    rejected = 0
    require_distinct(path, [rejects])
    with (
        path.open("rb") as feed,
        writing(rejects) as told,
        progress_bar(f"import {path.name}", size_of(feed)) as progress,
    ):
        for answer in answers(ledger, read_lines(feed), lambda event: clock.now(), progress):
            tally.count(answer.outcome)
            if answer.outcome.reason in MESSAGES:  # refused now, or the first time
                rejected += 1
                text = answer.raw.decode("utf-8", "replace")
                told(json.dumps(answer.row() | {"text": text}, ensure_ascii=False) + "\n")
    if not rejected:
        remove_if_plain(rejects)
    return tally, rejected
