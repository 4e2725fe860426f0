"""The inspection screen tells what gates found on a unit before: what really came back, and nothing else."""

from __future__ import annotations

import pytest

from floor.quality import past
from tests.cast import Shop
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
