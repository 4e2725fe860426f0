"""The hourly output counts what was finished, where and when it happened, and forgets what was undone."""

from __future__ import annotations

from typing import Any

import pytest

from floor.boards.verify import verify
from floor.models import EntryKind
from floor.scan import corrections
from floor.scan.output import HOUR, READY_STAGE, finished
from floor.scan.splits import At
from tests.cast import Shop
from tests.databases import OpenDatabase


def counted(database: OpenDatabase) -> dict[Any, Any]:
    """Pieces finished, by stage code (``ready`` for those that came there)."""
    rows = database.rows(
        "SELECT COALESCE(s.code, 'ready'), SUM(o.quantity), SUM(o.rework) FROM output o"
        " LEFT JOIN stage s ON s.id = o.stage_id GROUP BY s.code"
    )
    return {code: (int(fresh), int(rework)) for code, fresh, rework in rows if fresh or rework}


@pytest.mark.parametrize(
    ("move", "adds"),
    [
        ((7, 1, 2, "done", 12), [(7, 12)]),
        ((7, 5, 1000, "done", 12), [(7, 12), (READY_STAGE, 12)]),
        ((7, 4, 2, "judged", 3), []),  # sent back
        ((7, 4, 5, "judged", 9), [(7, 9)]),
        ((7, 1, 2, "skipped", 12), []),
        ((7, 3, 1, "corrected", 12), []),
        ((None, 1000, 2, "corrected", 2), [(READY_STAGE, -2)]),
        ((None, 1000, 2000, "delivered", 5), []),
        ((None, 7000, 1000, "released", 5), []),  # counted when it was ready the first time
        ((None, 1000, 1000, "packed", 5), []),
    ],
)
def test_what_a_move_adds(move: tuple[Any, ...], adds: list[tuple[int, int]]) -> None:
    assert list(finished(*move)) == adds


def test_a_scan_counts_at_its_stage_station_and_hour(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    rows = database.rows("SELECT hour, station_id, quantity, rework FROM output")
    assert [tuple(row) for row in rows] == [(shop.now // HOUR, shop.ids["P-OBR"], 12, 0)]


def test_what_was_undone_counts_nowhere(shop: Shop, database: OpenDatabase) -> None:
    scanned = shop.item(shop.bundle(1))
    shop.send("P-OBR", scanned)
    shop.send("P-OBR", shop.item(None, undoes=scanned["id"]))
    assert counted(database) == {}


def test_work_done_again_after_a_correction_counts_again(shop: Shop, database: OpenDatabase) -> None:
    code = shop.bundle(1)
    shop.through(code, "P-OBR")
    at = At(database.value("SELECT unit_id FROM move WHERE why = 'done'"), 2)
    asked = shop.entry(EntryKind.CORRECT, reason="salah pindai")
    assert shop.write(lambda conn: corrections.correct(conn, asked, at, 1, 12)).no is None
    shop.through(code, "P-OBR")
    assert counted(database) == {"OBR": (24, 0)}
    with database.engine.connect() as conn:
        assert verify(conn).problems == ()
