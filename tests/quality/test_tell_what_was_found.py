"""The inspection screen tells what gates found on a unit before: what really came back, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert, select

from floor.models import Defect, Inspection, StandardDefect
from floor.quality import past
from floor.quality.inspected import inspected
from tests.cast import Shop
from tests.quality.conftest import Judge, fail
from tests.quality.lot_cast import PLANS, Lots


@pytest.fixture
def lots(shop: Shop) -> Lots:
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def came_back(lots: Lots) -> list[str]:
    """The defects that units of the lot came back for."""
    units = [unit.unit_id for unit in lots.lot.units]
    found = [one for unit in units for one in lots.shop.write(lambda conn, unit=unit: past.found_before(conn, unit))]
    return [one.code for one in found]


def test_a_rejected_lots_piece_never_came_back_from_rework(lots: Lots) -> None:
    lots.whole(1, accepted=False)
    assert came_back(lots) == []


def test_an_accepted_lots_bad_piece_did(lots: Lots) -> None:
    *others, bad = lots.start(lots.bring(26, 13)).pieces
    lots.look(bad, "G01")
    for piece in others:
        lots.look(piece)
    assert came_back(lots) == []
    assert lots.end("accepted")["outcome"] == "recorded"
    assert came_back(lots) == ["G01"]


def test_a_defect_keeps_the_name_that_the_version_gave_it(shop: Shop, bundle: str, judge: Judge) -> None:
    def name_it(conn: Connection) -> None:
        about = {"standard_version_id": shop.ids["standard"], "position": 1, "severity": "major"}
        defect_id = conn.execute(select(Defect.id).where(Defect.code == "G01")).scalar_one()
        conn.execute(insert(StandardDefect).values(defect_id=defect_id, name="Setik lompat", **about))

    shop.write(name_it)
    judge(bundle, passed=11, rework=[{"quantity": 1}], defects=[fail(1, "rework")])
    kept = shop.write(lambda conn: conn.execute(select(Inspection.id, Inspection.unit_id)).one())
    before = shop.write(lambda conn: past.found_before(conn, kept.unit_id))
    on_record = shop.write(lambda conn: inspected(conn, kept.id)).defects
    assert [one.name for one in before] == [one.name for one in on_record] == ["Setik lompat"]
