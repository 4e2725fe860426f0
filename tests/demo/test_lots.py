"""Lots that the demo's inspector judged by a sample: there is one of each kind to look at, and none is in the way."""

from __future__ import annotations

from floor.boards.verify import verify
from floor.quality import lot_history
from floor.rules.places import READY
from tests.demo.conftest import Demo

_LOTS = (
    "SELECT COUNT(*) FROM inspection_lot l JOIN lot_result r ON r.lot_id = l.id"
    " JOIN partner p ON p.id = l.partner_id AND p.code = 'MKA' WHERE r.outcome = '{}' AND l.resubmits_id IS {} NULL"
)
_BAD = (
    "SELECT COUNT(DISTINCT l.id) FROM inspection_lot l JOIN lot_result r ON r.lot_id = l.id AND r.outcome = 'accepted'"
    " JOIN inspection i ON i.lot_id = l.id AND i.draw IS NULL AND i.rework > 0 WHERE l.resubmits_id IS NULL"
)


def test_lots_were_accepted_though_a_piece_went_back(demo: Demo) -> None:
    assert demo.database.value(_LOTS.format("accepted", "")) == 4
    assert demo.database.value(_BAD) >= 3


def test_one_was_rejected_and_presented_again_piece_by_piece(demo: Demo) -> None:
    assert demo.database.value(_LOTS.format("rejected", "")) == 1
    assert demo.database.value(_LOTS.format("accepted", "NOT")) == 1
    again = "SELECT l.quantity, COUNT(*) FROM inspection_lot l JOIN lot_draw d ON d.lot_id = l.id"
    [(quantity, looked)] = demo.database.rows(f"{again} WHERE l.resubmits_id IS NOT NULL GROUP BY l.quantity")
    assert quantity == looked


def test_they_hold_and_nothing_of_them_waits(demo: Demo) -> None:
    with demo.database.engine.connect() as conn:
        assert verify(conn).problems == ()
        assert (lot_history.open_lots(conn), lot_history.rejected_lots(conn)) == ([], [])


def test_what_lots_sent_back_was_mended(demo: Demo) -> None:
    of_lots = "SELECT COUNT(*) FROM balance b JOIN lot_unit k ON k.unit_id = b.unit_id"
    assert demo.database.value(f"{of_lots} WHERE b.quantity > 0 AND b.place < {READY}") == 0
