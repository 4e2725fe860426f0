"""*Pindai apa saja*: what a scanned or typed text names, and the page that tells of it."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from .. import refusals
from ..models import Batch, Label, Order, Unit
from ..refusals import Refused
from ..rules import codes
from ..scan import read


def unit_of(conn: Connection, text: str) -> tuple[int, str]:
    """The unit that a label's code names (a replaced or void label too), and the code as it is written."""
    code = codes.read_code(text)
    label = read.label(conn, code) if code else None
    if code is None or label is None:
        raise Refused(refusals.UNKNOWN_CODE.because())
    if label.unit_id is None:
        blank = codes.kind_of(code) is codes.Kind.UNIT
        raise Refused((refusals.LABEL_BLANK if blank else refusals.NOT_FOR_SCANNING).because())
    return label.unit_id, code


def find(conn: Connection, text: str) -> tuple[str, str]:
    """What a text names: ``("unit", code)`` or ``("order", number)``; ``Refused`` where it names neither.

    A code, an order's number with or without its *PO-*, a batch's number, or a bundle's name.
    """
    typed = text.strip().upper()
    if codes.read_code(typed) is not None:
        return "unit", unit_of(conn, typed)[1]
    order = conn.execute(
        select(Order.number).where(func.upper(Order.number).in_([typed, f"PO-{typed}"])).limit(1)
    ).scalar()
    if order is not None:
        return "order", order
    unit = conn.execute(
        select(Label.code)
        .join(Unit, Unit.id == Label.unit_id)
        .join(Batch, Batch.id == Unit.batch_id)
        .where(Batch.number == typed.partition("/")[0], Unit.name == typed)
        .order_by(Label.id.desc())
        .limit(1)
    ).scalar()
    if unit is None:
        raise Refused(refusals.UNKNOWN_CODE.because())
    return "unit", unit
