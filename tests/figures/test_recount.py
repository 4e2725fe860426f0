"""Whatever happened in the workshop: the yields that pages show equal a recount from the raw moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection, text

from floor import clock
from floor.figures.facts import Judged, read_facts
from floor.figures.terms import Terms
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.ledger.machine import Histories

EXAMPLES, STEPS = 20, 30
GATE, READY = 4, 1_000
Counts = dict[str, Counter[str]]  # by batch: pieces judged for the first time, those of them passed, and all by place


@pytest.fixture
def reading(database: OpenDatabase) -> Iterator[Connection]:
    """A connection that looks at what is committed."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        yield conn


def test_first_pass_yield_equals_a_recount_of_raw_moves_and_days_divide_the_pieces(
    shop: Shop, reading: Connection
) -> None:
    began = clock.local_day(shop.now, "WIB")
    live(shop, reading)
    ended = clock.local_day(shop.now, "WIB")
    terms = Terms("own", began - timedelta(days=1), ended + timedelta(days=1), "WIB")
    shown, raw = counted(read_facts(reading, terms).judged), recounted(reading)
    assert shown == raw
    whole = sum(raw.values(), Counter[str]())
    assert whole["first"] > whole["passed"] > 0
    assert there_were(reading, "undoes_id") > 0
    assert there_were(reading, "corrects_id") > 0
    each = [judged_on(reading, terms.first + timedelta(days=day)) for day in range(terms.days)]
    assert sum(each) == whole["judged"]


def live(shop: Shop, reading: Connection) -> None:
    """Lets random histories happen, more of them until a verdict was taken back and one corrected.

    What is random goes by the modules that are loaded, so by which tests run beside this one.
    """
    machine = type("Histories", (Histories,), {"shop": shop, "reading": reading, "seen": Counter()})
    quiet = list(HealthCheck)
    for examples in (EXAMPLES, 2 * EXAMPLES, 4 * EXAMPLES):
        few = settings(max_examples=examples, stateful_step_count=STEPS, derandomize=True, database=None, deadline=None)
        run_state_machine_as_test(machine, settings=settings(few, suppress_health_check=quiet))
        if there_were(reading, "undoes_id") and there_were(reading, "corrects_id"):
            return


def judged_on(reading: Connection, day: date) -> int:
    """Pieces judged on a day, as pages count them."""
    return sum(one.quantity for one in read_facts(reading, Terms("own", day, day, "WIB")).judged)


def counted(judged: Iterable[Judged]) -> Counts:
    """What pages count."""
    found: Counts = {}
    for one in judged:
        count = found.setdefault(one.inspection.batch, Counter())
        count["judged"] += one.quantity
        if one.first:
            count["first"] += one.quantity
            count["passed"] += one.quantity if one.outcome == "passed" else 0
    return {batch: +count for batch, count in found.items()}


def recounted(reading: Connection) -> Counts:
    """The same from the moves alone, each read and followed in turn."""
    moves = reading.execute(text("SELECT * FROM move ORDER BY id")).mappings().all()
    undone = {move["undoes_id"] for move in moves} - {None}
    units = text("SELECT u.id, b.number FROM unit u JOIN batch b ON b.id = u.batch_id")
    batch_of = dict(tuple(row) for row in reading.execute(units))
    found: Counts = {}
    for move in moves:
        if move["inspection_id"] is None or move["id"] in undone or move["undoes_id"] is not None:
            continue
        if move["from_place"] != GATE:
            continue  # it went over a step that may be skipped
        count = found.setdefault(batch_of[move["unit_id"]], Counter())
        count["judged"] += move["quantity"]
        never_sent_back = move["from_cycle"] == 0  # the route has one gate: only it sends back
        count["first"] += move["quantity"] if never_sent_back else 0
        count["passed"] += move["quantity"] if never_sent_back and GATE < move["to_place"] <= READY else 0
    return {batch: +count for batch, count in found.items()}


def there_were(reading: Connection, column: str) -> int:
    """How many verdicts of these histories took another back or its place, lest nothing was proved."""
    counted = text(f"SELECT COUNT(*) FROM inspection WHERE {column} IS NOT NULL AND outcome = 'recorded'")
    return int(reading.execute(counted).scalar_one())
