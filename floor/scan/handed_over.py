"""Scrap and grade B that left with a signed delivery note: the ledger has them where they were, but they are gone."""

from __future__ import annotations

from sqlalchemy import Connection, text

from .. import refusals
from ..db import Hot
from ..models import Goods
from ..refusals import Refused
from ..rules import places

_GOODS = {places.SCRAP: Goods.SCRAP.value, places.GRADE_B: Goods.GRADE_B.value}
_HERE = Hot(
    text(
        "SELECT (SELECT COALESCE(SUM(b.quantity), 0) FROM balance b JOIN unit o ON o.id = b.unit_id"
        " WHERE o.order_line_id = u.order_line_id AND b.place = :place)"
        " - (SELECT COALESCE(SUM(l.quantity - l.refused), 0) FROM delivery_line l JOIN delivery d"
        " ON d.id = l.delivery_id AND d.status = 'signed' WHERE l.order_line_id = u.order_line_id AND l.goods = :goods)"
        " FROM unit u WHERE u.id = :unit_id"
    )
)


def must_be_here(conn: Connection, unit_id: int, place: int, quantity: int) -> None:
    """``ALREADY_DELIVERED`` where so many of a unit's scrap or grade B aren't here any more, of its size as a whole."""
    goods = _GOODS.get(place)
    if goods is None:
        return
    here = _HERE(conn, {"unit_id": unit_id, "place": place, "goods": goods}).scalar()
    if quantity > int(here or 0):
        raise Refused(refusals.ALREADY_DELIVERED.because())
