"""What stands on a carton: its number, its order, whose it is, and what lies in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from ..models import Carton, CartonContent, Label, Order, OrderLine, Partner, Product, Unit
from .drawing import LabelText
from .printing import Printable, Reader


@dataclass(frozen=True, slots=True)
class CartonText:
    """A carton in words; ``contents`` are lines like ``12 × M``, ``total`` all of it (``24 potong``)."""

    code: str
    number: str
    order: str
    partner: str
    contents: Sequence[str]
    total: str


def carton_label(text: CartonText) -> LabelText:
    """What is drawn on the label of a carton. One line of contents stands large; several stand under their sum."""
    large, small = (text.total, " · ".join(text.contents)) if len(text.contents) != 1 else (text.contents[0], "")
    return LabelText(text.code, text.partner, text.order, large, small or text.total, text.number, "")


def of_carton(reader: Reader, number: str) -> list[Printable]:
    """The label in use of a carton; none where there is no such carton, or none was issued for it."""
    return _of(reader, Carton.number == number)[-1:]


def of_labels(reader: Reader, label_ids: Collection[int]) -> list[Printable]:
    """Those of these labels that are a carton's and in use."""
    return _of(reader, Label.id.in_(label_ids))


def _of(reader: Reader, which: ColumnElement[bool]) -> list[Printable]:
    rows = reader.execute(
        select(
            *(Label.id, Label.code, Label.printed_at, Label.copy_number, Label.carton_id, Carton.number),
            *(Order.number.label("order_number"), Partner.name.label("partner"), Product.counted_in),
        )
        .join(Carton, Carton.id == Label.carton_id)
        .join(Order, Order.id == Carton.order_id)
        .join(Partner, Partner.id == Order.partner_id)
        .join(Product, Product.id == Order.product_id)
        .where(which, Label.voided_at.is_(None), Label.replaced_by_id.is_(None))
        .order_by(Label.id)
    ).all()
    return [_printable(row, _contents(reader, row.carton_id)) for row in rows]


def _printable(row: Any, lines: list[tuple[str, int]]) -> Printable:
    pieces = sum(quantity for _, quantity in lines)
    contents = [f"{quantity} × {size}" for size, quantity in lines if size]
    total = f"{pieces} {row.counted_in}" if pieces else ""
    text = CartonText(row.code, row.number, row.order_number, row.partner, contents, total)
    return Printable(row.id, "carton", 0, row.printed_at, row.copy_number, carton_label(text))


def _contents(reader: Reader, carton_id: int) -> list[tuple[str, int]]:
    """Pieces in a carton by size, in the order's sequence of sizes."""
    sums = (
        select(OrderLine.size, func.sum(CartonContent.quantity))
        .join(Unit, Unit.id == CartonContent.unit_id)
        .join(OrderLine, OrderLine.id == Unit.order_line_id)
        .where(CartonContent.carton_id == carton_id, CartonContent.quantity > 0)
        .group_by(OrderLine.size, OrderLine.position)
        .order_by(OrderLine.position)
    )
    return [(size, int(quantity)) for size, quantity in reader.execute(sums)]
