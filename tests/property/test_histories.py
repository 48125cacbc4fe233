"""The histories meet what is easily missed: else two readings that agree on them would prove little."""

from collections import Counter

import pytest

from tests.property.histories import history, policies
from tests.property.model import TAKES_NO_ID, Model

SEEDS = range(1000, 1040)  # those of `test_against_model`
LENGTH = 150


@pytest.fixture(scope="module")
def met() -> Counter[str]:
    """How often: reasons; `again REASON` for a line taken after it took no id for that reason; kinds of notices."""
    found: Counter[str] = Counter()
    for seed in SEEDS:
        overlay = policies(seed) if seed % 3 else None
        model = Model(overlay)
        free: dict[str, str] = {}
        for line in history(seed, LENGTH, overlay):
            answer = model.line(line)
            found[answer["reason"] or "done"] += 1
            if answer["reason"] in TAKES_NO_ID:
                free[answer["id"]] = answer["reason"]
            elif answer["outcome"] == "done" and answer["id"] in free:
                found[f"again {free.pop(answer['id'])}"] += 1
        found.update(notice["kind"] for notice in model.notices())
        found["repaid"] += sum(total.repaid > 0 for shop in model.sellers.values() for total in shop.totals.values())
    return found


@pytest.mark.parametrize("code", sorted(TAKES_NO_ID - {"unknown_programme"}))
def test_lines_that_came_too_early_are_taken_when_they_come_again(met: Counter[str], code: str) -> None:  # RULES 2.6a
    assert met[f"again {code}"] >= 2


@pytest.mark.parametrize("what", ["stale", "price_in_past", "price_changed", "malformed", "repaid", "switched"])
def test_what_takes_several_lines_to_come_about_is_met(met: Counter[str], what: str) -> None:
    assert met[what] >= 4
