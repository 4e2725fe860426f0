"""The moves of a signed delivery note: what the partner took, and where that stays which was not taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from .. import refusals
from ..models import Goods, Why
from ..refusals import Refused
from ..rules import places
from ..scan import loose
from ..scan.loose import Pile
from ..scan.postings import Posting


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of a note as it was sent, and what came of it: ``counted`` by the partner, ``refused`` stayed here."""

    id: int
    goods: str
    line_id: int
    size: str
    carton_id: int | None
    quantity: int
    counted: int
    to_hold: bool = False
    reason: str = ""

    @property
    def refused(self) -> int:
        """Pieces that were sent and not taken."""
        return self.quantity - self.counted


def postings(conn: Connection, lines: Iterable[Sent]) -> Iterator[Posting]:
    """The moves of the good pieces, units in the order they were made. Nothing moves for what was only handed back.

    What was refused is loose again, or held: at no step, for it was ready.
    """
    for line in lines:
        if line.goods != Goods.GOOD.value:
            continue
        if line.carton_id is None:
            piles = loose.of_line(conn, line.line_id)
        else:
            piles = loose.in_carton(conn, line.carton_id, line_id=line.line_id)
        there = sum(pile.quantity for pile in piles)
        if there < line.quantity:
            raise Refused(refusals.DELIVERY_TOO_MANY.because(size=line.size or "–", ready=there, asked=line.quantity))
        counted, rest = loose.divided(piles, line.counted)
        refused, _ = loose.divided(rest, line.refused)
        yield from _moved(counted, places.DELIVERED, Why.DELIVERED, line.carton_id)
        if line.to_hold:
            yield from _moved(refused, places.HOLD, Why.RETURNED, line.carton_id)
        elif line.carton_id is not None:
            yield from _moved(refused, places.READY, Why.PACKED, line.carton_id)


def _moved(piles: Iterable[Pile], to_place: int, why: Why, carton_id: int | None) -> Iterator[Posting]:
    for pile in piles:
        yield Posting(
            pile.unit_id, places.READY, pile.mark, to_place, pile.mark, pile.quantity, why, from_carton_id=carton_id
        )
