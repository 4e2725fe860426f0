"""A lot that is inspected or was rejected can't be talked round: no kinder draw, no way out for its pieces."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from sqlalchemy import update

from floor.models import EntryKind, Order
from floor.refusals import Refused
from floor.rules.scanning import Holding, Mark
from floor.scan.presented import must_be_by_piece
from floor.scan.splits import At, merge, split
from tests.cast import Shop
from tests.quality.conftest import Judge
from tests.quality.lot_cast import PLANS, Lots


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A standard with ISO plans for all classes."""
    made = Lots(shop)
    made.plan(**PLANS)
    return made


def split_off(lots: Lots, quantity: int = 12) -> str | None:
    """Splits pieces off the lot's first bundle; the refusal's code."""
    asked, unit = lots.shop.entry(EntryKind.SPLIT), lots.lot.units[0].unit_id
    done = lots.shop.write(lambda conn: split(conn, asked, At(unit, 4), quantity))
    return done.no.code if done.no is not None else None


def merge_into(lots: Lots, other: int) -> str | None:
    """Merges the lot's first bundle into another unit; the refusal's code."""
    asked, unit = lots.shop.entry(EntryKind.MERGE), lots.lot.units[0].unit_id
    done = lots.shop.write(lambda conn: merge(conn, asked, At(unit, 4), other))
    return done.no.code if done.no is not None else None


def test_a_rejected_lot_is_not_presented_as_a_new_one(lots: Lots) -> None:
    lots.whole(1, accepted=False)
    with pytest.raises(Refused) as refused:
        lots.start(lots.codes)
    assert refused.value.no.code == "LOT_REJECTED"


def test_once_it_was_inspected_piece_by_piece_its_goods_may_be_in_a_lot_again(lots: Lots, judge: Judge) -> None:
    lots.whole(1, accepted=False)
    for piece in lots.again().pieces:
        lots.look(piece)
    assert lots.end("accepted")["outcome"] == "recorded"
    assert split_off(lots, 1) != "LOT_REJECTED"


def test_a_lot_with_a_bad_piece_is_withdrawn_by_a_supervisor_alone(lots: Lots) -> None:
    lot = lots.start(lots.bring(26, 13))
    lots.look(lot.pieces[0], "G01")
    assert lots.end("withdrawn", note="salah bundel")["refusal"]["code"] == "LOT_HAS_BAD"
    lots.look(lot.pieces[1])
    assert lots.lot.ended is None


def test_nothing_is_split_off_a_lot_or_merged_out_of_it(lots: Lots) -> None:
    lots.start(lots.bring(26, 13))
    other = lots.lot.units[1].unit_id
    assert (split_off(lots), merge_into(lots, other)) == ("LOT_OPEN", "LOT_OPEN")


def test_nothing_is_split_off_a_rejected_lot_or_merged_out_of_it(lots: Lots) -> None:
    lots.whole(1, accepted=False)
    other = lots.lot.units[1].unit_id
    assert (split_off(lots), merge_into(lots, other)) == ("LOT_REJECTED", "LOT_REJECTED")


def test_a_lot_of_an_order_that_was_closed_moves_nothing(lots: Lots) -> None:
    lots.start(lots.bring(26, 13))
    lots.look_at_all()
    lots.shop.write(lambda conn: conn.execute(update(Order).values(closed_at=lots.shop.now)))
    assert lots.end("accepted")["refusal"]["code"] == "ORDER_CLOSED"
    assert lots.lot.ended is None


@pytest.mark.parametrize(("place", "is_free"), [(4, False), (5, True)])
def test_behind_its_gate_a_rejected_lot_binds_no_more(lots: Lots, place: int, is_free: bool) -> None:
    unit = lots.whole(1, accepted=False).units[0].unit_id
    with nullcontext() if is_free else pytest.raises(Refused):
        lots.shop.write(lambda conn: must_be_by_piece(conn, [Holding(unit, place, Mark(0, 0), 13)], 13))
