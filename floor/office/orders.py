"""Orders: what a partner wants, how much of each size, until when; and their end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from .. import refusals
from ..models import Order, OrderLine, Partner, Product
from ..refusals import Refused
from ..scan.entries import Done, Plan, once, reason_given
from ..scan.record import EntryAsked
from . import rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order says, but for its sizes."""

    number: str
    partner_id: int
    product_id: int
    kind: str
    channel: str
    due_on: date
    takes_grade_b: bool


def add(conn: Connection, wanted: Wanted, targets: Mapping[str, int], now: int) -> None:
    """Adds an order with a target per size (no size: ``""``); once, however often the form comes."""
    rows.must_exist(conn, Partner, wanted.partner_id, "mitra")
    rows.must_exist(conn, Product, wanted.product_id, "produk")
    if not targets:
        raise Refused(refusals.BAD_NUMBER.because(what="target"))
    kept = conn.execute(select(Order.__table__).where(Order.number == wanted.number)).mappings().first()
    if kept is None:
        _must_differ(conn, wanted.number)
        _insert(conn, wanted, targets, now)
    elif any(kept[name] != value for name, value in asdict(wanted).items()) or _targets(conn, kept["id"]) != targets:
        raise Refused(refusals.ALREADY_EXISTS.because(what="nomor pesanan"))


def change(conn: Connection, order_id: int, due_on: date, takes_grade_b: bool) -> None:
    """Puts another due date, and whether the partner takes grade B."""
    conn.execute(update(Order).where(Order.id == order_id).values(due_on=due_on, takes_grade_b=takes_grade_b))


def close(conn: Connection, asked: EntryAsked, order_id: int) -> Done:
    """Closes an order, with a reason: nothing of it is scanned or made any more. Detail: ``order_id``."""
    return _end(conn, asked, order_id, closed_at=asked.at)


def reopen(conn: Connection, asked: EntryAsked, order_id: int) -> Done:
    """Opens an order that was closed, with a reason. Detail: ``order_id``."""
    return _end(conn, asked, order_id, closed_at=None)


def _end(conn: Connection, asked: EntryAsked, order_id: int, closed_at: int | None) -> Done:
    def plan() -> Plan:
        reason_given(asked.reason)
        conn.execute(update(Order).where(Order.id == order_id).values(closed_at=closed_at))
        return Plan(detail={"order_id": order_id})

    return once(conn, asked, plan)


def _must_differ(conn: Connection, number: str) -> None:
    """Batches and papers are numbered without the order's *PO-*: ``A-001`` and ``PO-A-001`` would share theirs."""
    stem = number.removeprefix("PO-")
    if conn.execute(select(Order.id).where(Order.number.in_([stem, f"PO-{stem}"]))).first() is not None:
        raise Refused(refusals.ALREADY_EXISTS.because(what="nomor pesanan"))


def _insert(conn: Connection, wanted: Wanted, targets: Mapping[str, int], now: int) -> None:
    made = insert(Order).values(**asdict(wanted), ordered_at=now).returning(Order.id)
    order_id = conn.execute(made).scalar_one()
    lines = [
        {"order_id": order_id, "size": size, "position": position, "target": target}
        for position, (size, target) in enumerate(targets.items())
    ]
    conn.execute(insert(OrderLine), lines)


def _targets(conn: Connection, order_id: int) -> dict[str, int]:
    found = conn.execute(select(OrderLine.size, OrderLine.target).where(OrderLine.order_id == order_id))
    return {line.size: line.target for line in found}
