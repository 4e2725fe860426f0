"""Cartons as the office's pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from ..models import Carton, Label, Order, Partner, Product
from ..rules import codes, places
from ..scan import cartons
from ..scan.cartons import FoundCarton
from ..scan.labels import CODE_IN_USE


@dataclass(frozen=True, slots=True)
class UnitHere:
    """So many pieces of a unit: in a carton, or *ready* and loose."""

    unit_id: int
    name: str
    size: str
    code: str | None
    quantity: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A carton in a list."""

    number: str
    sealed_at: int | None
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderCartons:
    """An open order, what of it is ready and in no carton, and its cartons."""

    number: str
    partner: str
    product: str
    counted_in: str
    loose: int
    cartons: Sequence[Listed]


_INSIDE = text(
    f"SELECT u.id, u.name, l.size, {CODE_IN_USE}, SUM(c.quantity) FROM carton_content c JOIN unit u ON u.id = c.unit_id"  # noqa: S608 - our own words
    " JOIN order_line l ON l.id = u.order_line_id WHERE c.carton_id = :carton_id"
    " GROUP BY u.id, u.name, l.size, l.position ORDER BY l.position, u.id"
)
_LOOSE = text(
    f"SELECT u.id, u.name, l.size, {CODE_IN_USE}, SUM(b.quantity) - COALESCE((SELECT SUM(c.quantity)"  # noqa: S608
    " FROM carton_content c WHERE c.unit_id = u.id), 0) FROM balance b JOIN unit u ON u.id = b.unit_id"
    f" JOIN order_line l ON l.id = u.order_line_id WHERE l.order_id = :order_id AND b.place = {places.READY}"
    " GROUP BY u.id, u.name, l.size, l.position ORDER BY l.position, u.id"
)


def find(conn: Connection, typed: str) -> FoundCarton | None:
    """The carton that a number or a scanned label names; ``None`` where it names none."""
    columns = select(Carton.id)
    code = codes.read_code(typed)
    if code is not None:
        columns = columns.join(Label, Label.carton_id == Carton.id).where(Label.code == code)
    else:
        columns = columns.where(func.upper(Carton.number) == typed.strip().upper())
    carton_id = conn.execute(columns).scalar()
    return cartons.find(conn, carton_id) if carton_id is not None else None


def inside(conn: Connection, carton_id: int) -> list[UnitHere]:
    """What lies in a carton, by size and unit."""
    return [_unit(row) for row in conn.execute(_INSIDE, {"carton_id": carton_id})]


def loose(conn: Connection, order_id: int) -> list[UnitHere]:
    """What of an order is ready and lies in no carton."""
    rows = conn.execute(_LOOSE, {"order_id": order_id})
    return [_unit(row) for row in rows if row[4]]


def of_orders(conn: Connection) -> list[OrderCartons]:
    """The open orders that something of is ready, or that have a carton; the one due first on top."""
    listed: dict[int, list[Listed]] = {}
    content = "COALESCE((SELECT SUM(c.quantity) FROM carton_content c WHERE c.carton_id = carton.id), 0)"
    columns = select(Carton.order_id, Carton.number, Carton.sealed_at, text(content)).order_by(Carton.number)
    for order_id, number, sealed_at, quantity in conn.execute(columns):
        listed.setdefault(order_id, []).append(Listed(number, sealed_at, int(quantity)))
    rows = conn.execute(
        select(Order.id, Order.number, Partner.name, Product.name, Product.counted_in)
        .join(Partner, Partner.id == Order.partner_id)
        .join(Product, Product.id == Order.product_id)
        .where(Order.closed_at.is_(None))
        .order_by(Order.due_on, Order.number)
    ).all()
    return [
        OrderCartons(
            number, partner, product, counted_in, sum(unit.quantity for unit in loose(conn, id_)), listed.get(id_, ())
        )
        for id_, number, partner, product, counted_in in rows
    ]


def _unit(row: Any) -> UnitHere:
    unit_id, name, size, code, quantity = row
    return UnitHere(unit_id, name, size, code, int(quantity))
