"""Names that must not be in the project's files: package registries' hosts and paths of one particular
machine.

Problem: a lock file or a note that names them ties the project to where it happened to be made, and such
lines slip in unseen. Decision: every file that git knows or would add is searched, in `make check` and in
the tests. Limit: text files only.

    python -m tests.banned_words
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Written with brackets so that this file passes its own search.
BANNED = {
    "a package registry's host": re.compile(
        r"py[p]i\.org|python[h]osted\.org|npm[j]s\.(?:org|com)|yarn[p]kg\.com|crates\.[i]o|proxy\.golang\.[o]rg"
        r"|(?:deb|security|ftp)\.[d]ebian\.org|archive\.[u]buntu\.com|maven\.[o]rg|rubygems\.[o]rg|(?:ghcr|quay)\.[i]o/"
        r"|docker\.[i]o/|--(?:extra-)?index-[u]rl[ =]|--find-[l]inks[ =]"
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.\]}])/(?:[w]ork/(?:main|shared|\.)|[t]mp/plan|[r]oot/|[h]ome/\w|[U]sers/\w|opt/[p]ypi)"
    ),
}


def project_files() -> list[Path]:
    """The files that git tracks or would add, in order."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    paths = [ROOT / name for name in sorted(set(names.decode().split("\0"))) if name]
    # A tracked file may have been deleted and the deletion not committed yet.
    return [path for path in paths if path.is_file()]


def mistakes_in(text: str) -> list[tuple[int, str, str]]:
    """(line number from 1, what was found, the words) for every banned word in a text."""
    return [
        (number, kind, match[0])
        for number, line in enumerate(text.splitlines(), start=1)
        for kind, pattern in BANNED.items()
        for match in pattern.finditer(line)
    ]


def find_mistakes() -> list[str]:
    """One sentence per banned word in the project's files."""
    sentences = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, kind, words in mistakes_in(content.decode(errors="replace")):
            sentences.append(f"{path.relative_to(ROOT)}:{number}: {kind}: {words}")
    return sentences


if __name__ == "__main__":
    found = find_mistakes()
    print("\n".join(found) or "No banned names.")
    sys.exit(bool(found))
