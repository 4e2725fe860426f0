"""What is kept of lots is checked as the lots were judged."""

from __future__ import annotations

from sqlalchemy import update

from floor.boards.verify import verify
from floor.models import Defect
from tests.cast import Shop
from tests.quality.lot_cast import Lots


def test_a_critical_defect_beyond_its_own_sample_rejects_a_lot_without_a_mistake(shop: Shop) -> None:
    lots = Lots(shop)
    lots.plan(critical=("iso", "II", 6.5), major=("iso", "II", 4.0), minor=("iso", "II", 4.0))
    shop.write(lambda conn: conn.execute(update(Defect).where(Defect.code == "G01").values(severity="critical")))
    lot = lots.start(lots.bring(26, 13))
    beyond = next(piece for piece in lot.pieces if piece.number > lot.plans["critical"].size)
    lots.look(beyond, "G01")
    assert lots.end("rejected")["outcome"] == "recorded"
    assert shop.write(verify).problems == ()
