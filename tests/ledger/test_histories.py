"""The ledger against a model of it: thousands of random steps, compared after every one, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection

from floor.boards.verify import verify
from floor.db import db
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.ledger.conftest import EXAMPLES
from tests.ledger.machine import Histories

STEPS = 40
# What so many histories must have met, lest they prove nothing.
MET = {
    "recorded", "changed", "replayed", "corrected", "ID_REUSED", "ALREADY_DONE", "ALREADY_PASSED", "ALREADY_UNDONE",
    "CANT_MERGE", "CARTON_SEALED", "DELIVERY_TOO_MANY", "EMPTY_UNIT", "GATE_BETWEEN", "IN_CARTONS", "LABEL_REPLACED",
    "MOVED_ON", "NEEDS_VERDICT", "NOTHING_HELD", "NOTHING_TO_MEND", "NOTHING_TO_UNDO", "NOT_AT_GATE", "NOT_HERE_YET",
    "PROMISED_TOO_MANY", "SCAN_THE_BUNDLES", "THIRD_REWORK", "TOO_MANY", "WHICH_PIECES", "WHICH_STEP", "WRONG_STAGE",
}  # fmt: skip


@pytest.fixture
def reading(database: OpenDatabase) -> Iterator[Connection]:
    """A connection that looks at what is committed."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        yield conn


def test_histories_agree_with_the_model(shop: Shop, reading: Connection, request: pytest.FixtureRequest) -> None:
    examples = int(request.config.getoption("--ledger-examples"))
    seen: Counter[str] = Counter()
    machine = type("Histories", (Histories,), {"shop": shop, "reading": reading, "seen": seen})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            derandomize=examples == EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert db.write(verify).problems == ()
    assert examples != EXAMPLES or set(seen) >= MET
