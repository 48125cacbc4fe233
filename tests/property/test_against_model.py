"""Random histories through the programme and through the naive model: outcomes, states and notices are the same.

RULES 2 to 10, 12, 13 and 15 as a whole: whatever they say, two separate readings of them must agree on it.
"""

import pytest

from storage.rows.database import Database
from storage.rows.schema import upgrade
from tests.property import model
from tests.property.compare import differences
from tests.property.histories import history, policies
from tests.property.product import Handling, in_memory, run

LENGTH = 150
UNTIL = "2031-01-01T00:00:00Z"


def disagreements(database: Database, seed: int, length: int, *, until: str | None = None) -> list[str]:
    """Where model and programme differ on the history of that seed; every third runs under the shipped policy."""
    overlay = policies(seed) if seed % 3 else None
    lines = history(seed, length, overlay)
    handling = Handling(batch=(1, 7, 1000)[seed % 3], forget=seed % 2 == 0, piece=(1, 100)[seed // 2 % 2])
    expected = model.run(lines, overlay, until)
    return differences(expected, run(database, lines, overlay, handling, until).result())


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_the_programme_agrees_with_the_model(seed: int) -> None:
    with in_memory() as database:
        assert disagreements(database, seed, LENGTH) == []


@pytest.mark.parametrize("seed", range(1100, 1106))
def test_they_still_agree_when_all_that_was_ahead_has_happened(seed: int) -> None:
    with in_memory() as database:
        assert disagreements(database, seed, LENGTH, until=UNTIL) == []


@pytest.mark.parametrize("seed", range(1200, 1204))
def test_the_programme_agrees_with_the_model_on_postgresql(seed: int, postgres_database: str) -> None:
    database = Database(postgres_database, durable=False)
    upgrade(database.engine)
    try:
        assert disagreements(database, seed, LENGTH) == []
    finally:
        database.close()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2000, 2400))
def test_the_programme_agrees_with_the_model_on_long_histories(seed: int) -> None:
    with in_memory() as database:
        assert disagreements(database, seed, 1500) == []
