"""``floor verify`` recounts sampled lots from the pieces that were looked at."""

from __future__ import annotations

import pytest

from floor.boards.verify import verify
from floor.migrations import triggers
from tests.cast import Shop
from tests.quality.lot_cast import PLANS, Lots


@pytest.fixture
def lots(shop: Shop) -> Lots:
    """A lot that was accepted, and one that was rejected."""
    made = Lots(shop)
    made.plan(**PLANS)
    made.whole()
    made.whole(1, accepted=False)
    return made


def after(lots: Lots, statement: str) -> tuple[str, ...]:
    """What is found wrong once somebody with a shell has changed something."""
    lots.shop.write(triggers.drop)
    lots.shop.write(lambda conn: conn.exec_driver_sql(statement))
    lots.shop.write(triggers.create)
    problems: tuple[str, ...] = lots.shop.write(verify).problems
    return problems


def test_lots_that_follow_from_their_pieces_hold(lots: Lots) -> None:
    assert lots.shop.write(verify).problems == ()


def test_a_rejected_lot_made_an_accepted_one_is_found(lots: Lots) -> None:
    problems = after(lots, "UPDATE lot_result SET outcome = 'accepted' WHERE outcome = 'rejected'")
    assert problems == (
        "Lot LOT-0002 was accepted, and its pieces don't say so.",
        "Lot LOT-0002 of 26 was accepted, and its end moved 0.",
    )


def test_another_piece_than_the_one_drawn_is_found(lots: Lots) -> None:
    problems = after(lots, "UPDATE lot_draw SET position = position + 20 WHERE id = 1")
    assert problems == ("The pieces of lot 1 are not those that its seed draws.",)
