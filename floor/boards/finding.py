"""*Pindai apa saja*: what a scanned or typed text names exactly, and the page that tells of it.

What a page may not be shown to its reader isn't found either: workers' codes and delivery notes are for supervisors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from .. import refusals
from ..models import (
    Batch,
    Carton,
    Delivery,
    Officer,
    Order,
    Partner,
    Product,
    Station,
    Worker,
)
from ..refusals import Refused
from ..rules import codes
from ..rules.codes import Kind
from ..scan import read
from ..scan.labels import CODE_IN_USE
from ..scan.read import FoundLabel


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found: its kind (unit, order, batch, …), and the code or number that its page is called by."""

    kind: str
    name: str
    about: str = ""


_UNIT = text(
    f"SELECT COALESCE({CODE_IN_USE}, (SELECT c.code FROM label c WHERE c.unit_id = u.id ORDER BY c.id DESC LIMIT 1))"  # noqa: S608
    " FROM unit u JOIN batch b ON b.id = u.batch_id WHERE b.number = :batch AND UPPER(u.name) = :name LIMIT 1"
)


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


def exactly(conn: Connection, typed: str, supervises: bool) -> Found | None:
    """What a text names: a label's code, or the whole number, code or name of something; ``None`` where it doesn't.

    ``Refused`` where it is a code of ours that stands for nothing one could look at.
    """
    wanted = typed.strip().upper()
    code = codes.read_code(wanted)
    if code is not None:
        return _labelled(conn, code, supervises)
    for kind, statement in _named(wanted, supervises):
        name = conn.execute(statement.limit(1)).scalar()
        if name is not None:
            return Found(kind, str(name))
    unit = conn.execute(_UNIT, {"batch": wanted.partition("/")[0], "name": wanted}).scalar()
    return Found("unit", str(unit)) if unit is not None else None


def _named(wanted: str, supervises: bool) -> Iterator[tuple[str, Select[Any]]]:
    yield "order", select(Order.number).where(func.upper(Order.number).in_([wanted, f"PO-{wanted}"]))
    yield "batch", select(Batch.number).where(func.upper(Batch.number) == wanted)
    yield "carton", select(Carton.number).where(func.upper(Carton.number) == wanted)
    yield "station", select(Station.code).where(func.upper(Station.code) == wanted)
    yield "officer", select(Officer.code).where(func.upper(Officer.code) == wanted)
    if supervises:
        yield "delivery", select(Delivery.number).where(func.upper(Delivery.number) == wanted)
        yield "partner", select(Partner.code).where(func.upper(Partner.code) == wanted)
        yield "product", select(Product.code).where(func.upper(Product.code) == wanted)
        yield "worker", select(Worker.code).where(func.upper(Worker.code) == wanted)


def _labelled(conn: Connection, code: str, supervises: bool) -> Found:
    """What a label's code stands for."""
    label = read.label(conn, code)
    if label is None:
        raise Refused(refusals.UNKNOWN_CODE.because())
    if label.unit_id is not None:
        return Found("unit", code)
    found = _card(conn, code, label, supervises)
    if found is None:
        blank = codes.kind_of(code) is Kind.UNIT
        raise Refused((refusals.LABEL_BLANK if blank else refusals.NOT_FOR_SCANNING).because())
    return found


def _card(conn: Connection, code: str, label: FoundLabel, supervises: bool) -> Found | None:
    kind = codes.kind_of(code)
    named: Select[Any]
    if label.carton_id is not None:  # its own label, or a blank that was bound to it
        named, kind = select(Carton.number).where(Carton.id == label.carton_id), Kind.CARTON
    elif label.station_id is not None:
        named = select(Station.code).where(Station.id == label.station_id)
    elif label.officer_id is not None:
        named = select(Officer.code).where(Officer.id == label.officer_id)
    elif label.worker_id is not None and supervises:
        named = select(Worker.code).where(Worker.id == label.worker_id)
    else:
        return None
    name = conn.execute(named).scalar()
    kinds = {Kind.CARTON: "carton", Kind.STATION: "station", Kind.OFFICER: "officer", Kind.WORKER: "worker"}
    return Found(kinds[kind], name) if name is not None and kind in kinds else None
