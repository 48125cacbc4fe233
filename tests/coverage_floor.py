"""Fails when the tests reach fewer branches of a group of packages than promised.

Problem: coverage's own `--fail-under` mixes lines and branches, so a file of plain assignments hides
untested decisions. Decision: each group is judged by its branches alone and by its lines alone, both
against the same floor, measured in the one run that `make test` makes. Limit: reads the `.coverage` of the
current folder.

    python -m tests.coverage_floor core=98 storage,bot=90
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage


@dataclass
class Count:
    """How many lines and branches there are, and how many of them the tests reached."""

    lines: int = 0
    lines_hit: int = 0
    branches: int = 0
    branches_hit: int = 0

    def add(self, other: Count) -> None:
        self.lines += other.lines
        self.lines_hit += other.lines_hit
        self.branches += other.branches
        self.branches_hit += other.branches_hit

    @property
    def missed(self) -> int:
        return self.lines - self.lines_hit + self.branches - self.branches_hit

    def shares(self) -> dict[str, float]:
        """Percentages, of branches and of lines; 100 where there are none."""
        return {
            "branches": 100 * self.branches_hit / self.branches if self.branches else 100.0,
            "lines": 100 * self.lines_hit / self.lines if self.lines else 100.0,
        }


def measured() -> dict[str, Count]:
    """One count per file, by its path relative to the current folder."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    return {
        file: Count(
            entry["summary"]["num_statements"],
            entry["summary"]["covered_lines"],
            entry["summary"]["num_branches"],
            entry["summary"]["covered_branches"],
        )
        for file, entry in files.items()
    }


def main(arguments: Sequence[str]) -> int:
    counts = measured()
    failed = False
    for argument in arguments:
        names, _, floor = argument.partition("=")
        rooms = tuple(f"{name}/" for name in names.split(","))
        files = {file: count for file, count in counts.items() if file.startswith(rooms)}
        total = Count()
        for count in files.values():
            total.add(count)
        if not total.lines:
            print(f"{names}: nothing was measured")
            failed = True
            continue
        shares = total.shares()
        words = ", ".join(f"{share:.1f} % of {kind}" for kind, share in shares.items())
        print(f"coverage of {names}: {words} (promised: {floor} %)")
        if min(shares.values()) < float(floor):
            failed = True
            for file in sorted(files, key=lambda file: -files[file].missed)[:15]:
                if files[file].missed:
                    print(f"  {files[file].missed:4} missed in {file}")
    if failed:
        print("For the lines: .venv/bin/coverage report --show-missing --skip-covered")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
