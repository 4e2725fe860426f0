"""Bundles presented together at the gate: the inspector looks at the pieces drawn, and the lot ends as they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from ..models import LotOutcome
from ..quality import lots
from ..quality.lots import Lot, Piece
from .clockwork import Walk
from .habits import GARMENT
from .hands import Fault, Goods, Hands
from .journeys import NO_FAULTS, travel

# A bad piece by its place in the draw: the plans say how many of these a lot bears.
Bad = Mapping[int, Fault]
# Where a piece is in its bundle: the same piece is bad whenever it is looked at.
_Where = tuple[int, int]
_LOOKS_AGAIN, _A_PIECE = 30, 1.5


def sampled(hands: Hands, bundles: Sequence[Goods], bad: Bad, more_bad: int = 0) -> Walk:
    """One lot of bundles that come to their gate one after the other, from the last one's coming to its end.

    A rejected lot is presented again and looked at piece by piece, where ``more_bad`` other pieces turn out bad too.
    It is told with dice of its own: whatever it draws, the others' story stays as it is.
    """
    hands = Hands(hands.conn, hands.setting, hands.clockwork, Random(f"lot {bundles[0].unit_id}"))  # noqa: S311
    gate = bundles[0].stages.index("QC") + 1
    while not all(hands.waiting_at_gate(goods, gate, 0) for goods in bundles):
        yield _LOOKS_AGAIN
    lot = hands.present(bundles, gate)
    faults = {_where(piece): bad[piece.number] for piece in lot.pieces if piece.number in bad}
    yield from _inspect(hands, lot, bundles, gate, faults)
    if lots.lot(hands.conn, lot.number).ended is LotOutcome.ACCEPTED:
        return
    yield 40
    again = hands.present(bundles, gate, rejected=lot)
    others = [piece for piece in again.pieces if _where(piece) not in {_where(one) for one in lot.pieces}]
    faults |= {_where(piece): Fault("G01") for piece in others[:more_bad]}
    yield from _inspect(hands, again, bundles, gate, faults)


def _inspect(hands: Hands, lot: Lot, bundles: Sequence[Goods], gate: int, faults: Mapping[_Where, Fault]) -> Walk:
    """Piece after piece as they lie in the bundles, then the lot's end; its pieces go on, the bad ones back."""
    by_unit = {goods.unit_id: goods for goods in bundles}
    measured: set[int] = set()
    for piece in lot.in_turn:
        yield _A_PIECE
        goods, fault = by_unit[piece.unit_id], faults.get(_where(piece))
        hands.look(lot, goods, gate, piece, fault, measures=fault is None and piece.unit_id not in measured)
        if fault is None:
            measured.add(piece.unit_id)
    yield 3
    back = hands.end_lot(lots.lot(hands.conn, lot.number), bundles[0], gate)
    if back is None:
        return
    for goods in bundles:
        hands.clockwork.start(travel(hands, goods, GARMENT, start=gate + 1))
        step = back.get(goods.unit_id)
        if step is not None:
            again = travel(hands, goods, GARMENT, start=step, cycle=1, faults=NO_FAULTS)
            hands.clockwork.start(again, after=10)


def _where(piece: Piece) -> _Where:
    return piece.unit_id, piece.position
