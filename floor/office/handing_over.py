"""The moves of a signed delivery note: what the partner took, and where that stays which was not taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from .. import refusals
from ..models import Balance, CartonContent, Goods, Unit, Why
from ..refusals import Refused
from ..rules import places
from ..rules.scanning import Mark
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


@dataclass(slots=True)
class _Pile:
    """Pieces of one unit with one mark, loose or in a carton."""

    unit_id: int
    mark: Mark
    quantity: int


def postings(conn: Connection, lines: Iterable[Sent]) -> Iterator[Posting]:
    """The moves of the good pieces, units in the order they were made. Nothing moves for what was only handed back.

    What was refused is loose again, or held: at no step, for it was ready.
    """
    for line in lines:
        if line.goods != Goods.GOOD.value:
            continue
        piles = _loose(conn, line.line_id) if line.carton_id is None else _in_carton(conn, line.carton_id, line.line_id)
        there = sum(pile.quantity for pile in piles)
        if there < line.quantity:
            raise Refused(refusals.DELIVERY_TOO_MANY.because(size=line.size or "–", ready=there, asked=line.quantity))
        yield from _taken(piles, line.counted, places.DELIVERED, Why.DELIVERED, line.carton_id)
        if line.to_hold:
            yield from _taken(piles, line.refused, places.HOLD, Why.RETURNED, line.carton_id)
        elif line.carton_id is not None:
            yield from _taken(piles, line.refused, places.READY, Why.PACKED, line.carton_id)


def _taken(piles: list[_Pile], quantity: int, to_place: int, why: Why, carton_id: int | None) -> Iterator[Posting]:
    for pile in piles:
        some = min(quantity, pile.quantity)
        if some:
            pile.quantity -= some
            quantity -= some
            mark = pile.mark
            yield Posting(pile.unit_id, places.READY, mark, to_place, mark, some, why, from_carton_id=carton_id)


def _loose(conn: Connection, line_id: int) -> list[_Pile]:
    packed = (
        select(func.coalesce(func.sum(CartonContent.quantity), 0))
        .where(
            CartonContent.unit_id == Balance.unit_id,
            CartonContent.cycle == Balance.cycle,
            CartonContent.sent_by == Balance.sent_by,
        )
        .scalar_subquery()
    )
    rows = conn.execute(
        select(Balance.unit_id, Balance.cycle, Balance.sent_by, Balance.quantity - packed)
        .join(Unit, Unit.id == Balance.unit_id)
        .where(Unit.order_line_id == line_id, Balance.place == places.READY)
        .order_by(Balance.unit_id, Balance.cycle, Balance.sent_by)
    )
    return [_Pile(unit_id, Mark(cycle, sent_by), int(quantity)) for unit_id, cycle, sent_by, quantity in rows]


def _in_carton(conn: Connection, carton_id: int, line_id: int) -> list[_Pile]:
    content = CartonContent
    rows = conn.execute(
        select(content.unit_id, content.cycle, content.sent_by, content.quantity)
        .join(Unit, Unit.id == content.unit_id)
        .where(content.carton_id == carton_id, Unit.order_line_id == line_id)
        .order_by(content.unit_id, content.cycle, content.sent_by)
    )
    return [_Pile(unit_id, Mark(cycle, sent_by), quantity) for unit_id, cycle, sent_by, quantity in rows]
