"""Says how many mutants the tests noticed, module by module, and fails below the promised share.

Problem: mutmut prints one sum over all modules and never fails, so a module whose tests stopped looking could hide
behind the others. Decision: each module is judged by itself; a mutant counts as noticed if a test failed or if it ran
until it was stopped; what nobody tried or what ended otherwise counts as not noticed. Every survivor is shown as it
changed the code, so that it can be compared with core/MUTANTS.md. Limit: reads what `mutmut run` left in the current
folder.

    python -m tests.mutants_floor 90
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

FOLDER = Path("mutants")
NOTICED = ("killed", "timeout")


def verdicts() -> dict[Path, dict[str, str]]:
    """Module → mutant's name → what became of it, in mutmut's words."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py.meta")):
        results: dict[str, int | None] = json.loads(path.read_text())["exit_code_by_key"]
        if results:
            module = path.relative_to(FOLDER).with_suffix("")
            found[module] = {name: status_by_exit_code[code] for name, code in results.items()}
    return found


def change(module: Path, name: str) -> str:
    """The lines that the mutant takes away and puts in."""
    lines = get_diff_for_mutant(name, path=module).splitlines()
    return "\n".join(f"    {line}" for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---")))


def main(arguments: Sequence[str]) -> int:
    floor = float(arguments[0])
    modules = verdicts()
    if not modules:
        print("no mutant was tried")
        return 1
    for module, mutants in modules.items():
        for name, verdict in mutants.items():
            if verdict not in NOTICED:
                print(f"{verdict}: {name}\n{change(module, name)}")
    failed = False
    print(f"\n{'killed':>8} {'stopped':>8} {'total':>6} {'noticed':>9}  module")
    for module, mutants in modules.items():
        count = Counter(mutants.values())
        share = 100 * sum(count[verdict] for verdict in NOTICED) / len(mutants)
        failed |= share < floor
        print(f"{count['killed']:8} {count['timeout']:8} {len(mutants):6} {share:7.1f} %  {module}")
    print(f"promised of every module: {floor:g} %")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
