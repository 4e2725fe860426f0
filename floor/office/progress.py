"""How the sizes of an order stand: counted in, made into batches, and where their pieces are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from ..db import db
from ..models import Balance, Batch, OrderLine, ReceiptLine, Unit
from ..rules import places


@dataclass(frozen=True, slots=True)
class LineStands:
    """One size of an order, in pieces. ``on_the_floor`` is all that wait at a step or are held."""

    line: OrderLine
    counted: int
    made: int
    on_the_floor: int
    ready: int
    delivered: int

    @property
    def unmade(self) -> int:
        """How many are wanted still that no batch was made of."""
        return max(self.line.target - self.made, 0)


def lines(order_id: int) -> list[LineStands]:
    """Every size of an order, in the order people expect."""
    own = select(OrderLine.id).where(OrderLine.order_id == order_id)
    counted = _sums(ReceiptLine.order_line_id, ReceiptLine.counted, own)
    made = _sums(Batch.order_line_id, Batch.quantity, own)
    at: dict[tuple[int, int], int] = {}
    found = db.session.execute(
        select(Unit.order_line_id, Balance.place, func.sum(Balance.quantity))
        .join(Balance, Balance.unit_id == Unit.id)
        .where(Unit.order_line_id.in_(own))
        .group_by(Unit.order_line_id, Balance.place)
    )
    for line_id, place, quantity in found:
        key = (line_id, 0 if places.is_step(place) else places.base(place))
        at[key] = at.get(key, 0) + int(quantity)
    every = db.session.scalars(select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position))
    return [
        LineStands(
            line=line,
            counted=counted.get(line.id, 0),
            made=made.get(line.id, 0),
            on_the_floor=at.get((line.id, 0), 0) + at.get((line.id, places.HOLD), 0),
            ready=at.get((line.id, places.READY), 0),
            delivered=at.get((line.id, places.DELIVERED), 0),
        )
        for line in every
    ]


def _sums(by: object, quantity: object, own: object) -> dict[int, int]:
    statement = select(by, func.sum(quantity)).where(by.in_(own)).group_by(by)  # type: ignore[call-overload,attr-defined]
    return {line_id: int(total) for line_id, total in db.session.execute(statement)}
