"""Which of the *ready* pieces lie loose, and which in cartons: asked by all that takes some of either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select, text

from .. import refusals
from ..db import Hot
from ..models import Balance, CartonContent, Unit
from ..refusals import Refused
from ..rules import places
from ..rules.scanning import Mark


@dataclass(frozen=True, slots=True)
class Pile:
    """So many *ready* pieces of a unit with one mark, loose or in a carton."""

    unit_id: int
    mark: Mark
    quantity: int


_MARK = "unit_id = :unit_id AND cycle = :cycle AND sent_by = :sent_by"
_READY_AND_PACKED = Hot(
    text(
        f"SELECT COALESCE((SELECT quantity FROM balance WHERE {_MARK} AND place = {places.READY}), 0),"
        f" COALESCE((SELECT SUM(quantity) FROM carton_content WHERE {_MARK}), 0)"
    )
)
_PACKED = (
    select(func.coalesce(func.sum(CartonContent.quantity), 0))
    .where(
        CartonContent.unit_id == Balance.unit_id,
        CartonContent.cycle == Balance.cycle,
        CartonContent.sent_by == Balance.sent_by,
    )
    .scalar_subquery()
)


def ready_and_packed(conn: Connection, unit_id: int, mark: Mark) -> tuple[int, int]:
    """How many of a unit's pieces with a mark are *ready*, and how many of those lie in cartons."""
    ready, packed = _READY_AND_PACKED(conn, {"unit_id": unit_id, "cycle": mark.cycle, "sent_by": mark.sent_by}).one()
    return int(ready), int(packed)


def of_unit(conn: Connection, unit_id: int) -> list[Pile]:
    """The loose pieces of a unit, those never sent back first."""
    return _loose(conn, Balance.unit_id == unit_id)


def of_line(conn: Connection, line_id: int) -> list[Pile]:
    """The loose pieces of an order line, units in the order they were made."""
    return _loose(conn, Unit.order_line_id == line_id)


def in_carton(
    conn: Connection, carton_id: int, *, unit_id: int | None = None, line_id: int | None = None
) -> list[Pile]:
    """What lies in a carton, of one unit or one order line where that is named; units in the order they were made."""
    content = CartonContent
    inside = select(content.unit_id, content.cycle, content.sent_by, content.quantity).where(
        content.carton_id == carton_id
    )
    if unit_id is not None:
        inside = inside.where(content.unit_id == unit_id)
    if line_id is not None:
        inside = inside.join(Unit, Unit.id == content.unit_id).where(Unit.order_line_id == line_id)
    return _piles(conn.execute(inside.order_by(content.unit_id, content.cycle, content.sent_by)))


def divided(piles: Iterable[Pile], quantity: int) -> tuple[list[Pile], list[Pile]]:
    """So many from these piles, first to last (all where there are fewer), and what then remains of them."""
    taken, left = [], []
    for pile in piles:
        some = min(quantity, pile.quantity)
        quantity -= some
        taken += [replace(pile, quantity=some)] if some else []
        left += [replace(pile, quantity=pile.quantity - some)] if pile.quantity > some else []
    return taken, left


def must_be_loose(conn: Connection, unit_id: int, place: int, mark: Mark, there: int, quantity: int) -> None:
    """``IN_CARTONS`` where so many of a unit's pieces at a place can't be taken, for some lie in cartons."""
    if place != places.READY:
        return
    _, packed = ready_and_packed(conn, unit_id, mark)
    if packed and quantity > there - packed:
        raise Refused(refusals.IN_CARTONS.because(packed=packed, free=there - packed))


def _loose(conn: Connection, which: Any) -> list[Pile]:
    rows = conn.execute(
        select(Balance.unit_id, Balance.cycle, Balance.sent_by, Balance.quantity - _PACKED)
        .join(Unit, Unit.id == Balance.unit_id)
        .where(which, Balance.place == places.READY)
        .order_by(Balance.unit_id, Balance.cycle, Balance.sent_by)
    )
    return _piles(rows)


def _piles(rows: Iterable[Any]) -> list[Pile]:
    return [Pile(unit_id, Mark(cycle, sent_by), int(quantity)) for unit_id, cycle, sent_by, quantity in rows]
