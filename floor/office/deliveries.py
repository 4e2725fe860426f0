"""Delivery notes (*surat jalan*): drafted, approved, checked at the gate, signed. Only signing moves pieces.

Each step is an entry: asked again under the same id, it is done once and answered the same. What a note promises is
checked when it is drafted, when it is approved and, against the ledger itself, when it is signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from .. import refusals
from ..models import Delivery, DeliveryLine, DeliveryStatus, Goods, Order, OrderLine, Unit
from ..refusals import Refused
from ..rules.route import Route
from ..scan import read
from ..scan.cartons import seal_all
from ..scan.entries import Done, Plan, once, reason_given
from ..scan.record import EntryAsked
from .handing_over import Sent, postings
from .promises import Promise, cartons, must_be_free, must_be_here

# Ready and delivered are ends: no step of any route is named by these moves.
_ENDS_ONLY = Route(())


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a note besides its goods: who receives it, who drives what, a remark."""

    recipient: str
    driver: str = ""
    vehicle: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What a note is to carry: pieces by kind of goods and order line, and whole cartons."""

    loose: Mapping[tuple[str, int], int]
    carton_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The partner's own count of a line; what is missing goes back to *ready* or is held, for a reason."""

    quantity: int
    to_hold: bool = False
    reason: str = ""


def draft(conn: Connection, asked: EntryAsked, order_id: int, paper: Paper, load: Load) -> Done:
    """A new note. It reserves nothing in the ledger, but promises no piece twice. Detail: ``number``."""

    def plan() -> Plan:
        number = _next_number(conn, order_id)
        promises = _promises(conn, order_id, load, asked.at)
        values = {
            "number": number,
            "order_id": order_id,
            "status": DeliveryStatus.DRAFT.value,
            "made_at": asked.at,
            "made_by_id": asked.officer_id,
            **asdict(paper),
        }
        delivery_id = conn.execute(insert(Delivery).values(values).returning(Delivery.id)).scalar_one()
        _write_lines(conn, delivery_id, promises)
        return Plan(detail={"number": number, "order_id": order_id})

    return once(conn, asked, plan)


def redraft(conn: Connection, asked: EntryAsked, delivery_id: int, paper: Paper, load: Load) -> Done:
    """Writes a draft anew, under its number. Detail: ``number``."""

    def plan() -> Plan:
        note = _at(conn, delivery_id, DeliveryStatus.DRAFT)
        promises = _promises(conn, note.order_id, load, asked.at, delivery_id)
        _change(conn, delivery_id, made_by_id=asked.officer_id, **asdict(paper))
        conn.execute(delete(DeliveryLine).where(DeliveryLine.delivery_id == delivery_id))
        _write_lines(conn, delivery_id, promises)
        return Plan(detail={"number": note.number})

    return once(conn, asked, plan)


def approve(conn: Connection, asked: EntryAsked, delivery_id: int) -> Done:
    """Approves a draft; whether by another officer than who drafted it stands in the row. Detail: ``number``."""

    def plan() -> Plan:
        note = _at(conn, delivery_id, DeliveryStatus.DRAFT)
        must_be_free(conn, note.order_id, _promised_by(conn, delivery_id), delivery_id)
        status = DeliveryStatus.APPROVED.value
        _change(conn, delivery_id, status=status, approved_at=asked.at, approved_by_id=asked.officer_id)
        return Plan(detail={"number": note.number})

    return once(conn, asked, plan)


def to_gate(conn: Connection, asked: EntryAsked, delivery_id: int, driver: str, vehicle: str, checked_by: str) -> Done:
    """The goods stand at the gate (P2U) and were checked there, by whom the paper says. Detail: ``number``."""

    def plan() -> Plan:
        note = _at(conn, delivery_id, DeliveryStatus.APPROVED)
        status = DeliveryStatus.AT_GATE.value
        names = {"driver": driver, "vehicle": vehicle, "gate_officer": checked_by}
        _change(conn, delivery_id, status=status, at_gate_at=asked.at, **names)
        return Plan(detail={"number": note.number})

    return once(conn, asked, plan)


def sign(conn: Connection, asked: EntryAsked, delivery_id: int, counts: Mapping[int, Counted], recipient: str) -> Done:
    """The partner counted and signed: what was counted is delivered, the rest stays here. Detail: ``number``.

    ``counts`` are by the lines' keys; a line without one was taken whole.
    """
    sent: list[Sent] = []
    reasons = dict.fromkeys(said.reason.strip() for said in counts.values() if said.reason.strip())
    asked = replace(asked, reason="; ".join(reasons)[:400])

    def plan() -> Plan:
        note = _at(conn, delivery_id, DeliveryStatus.AT_GATE)
        own = select(Unit.id).join(OrderLine).where(OrderLine.order_id == note.order_id)
        read.lock_all(conn, list(conn.execute(own).scalars()))
        must_be_here(conn, note.order_id, _promised_by(conn, delivery_id))
        sent[:] = [_counted(line, counts) for line in _sent(conn, delivery_id)]
        return Plan(_ENDS_ONLY, list(postings(conn, sent)), {"number": note.number, "order_id": note.order_id})

    done = once(conn, asked, plan)
    if done.no is None and not done.replayed:
        for line in sent:
            values = {"counted": line.counted, "refused": line.refused, "to_hold": line.to_hold, "reason": line.reason}
            conn.execute(update(DeliveryLine).where(DeliveryLine.id == line.id).values(values))
        status = {"status": DeliveryStatus.SIGNED.value, "delivered_at": asked.at, "signed_by_id": asked.officer_id}
        _change(conn, delivery_id, entry_id=done.entry_id, recipient=recipient[:120], **status)
    return done


def cancel(conn: Connection, asked: EntryAsked, delivery_id: int) -> Done:
    """Ends a note that wasn't signed, with a reason; what it promised is free again. Detail: ``number``."""

    def plan() -> Plan:
        why = reason_given(asked.reason)
        note = _at(conn, delivery_id, DeliveryStatus.DRAFT, DeliveryStatus.APPROVED, DeliveryStatus.AT_GATE)
        status = DeliveryStatus.CANCELLED.value
        by = {"cancelled_at": asked.at, "cancelled_by_id": asked.officer_id, "cancelled_why": why}
        _change(conn, delivery_id, status=status, **by)
        return Plan(detail={"number": note.number})

    return once(conn, asked, plan)


def _lock_order(conn: Connection, order_id: int) -> str:
    """The order's number; one at a time promises or hands over what belongs to it."""
    number = conn.execute(select(Order.number).where(Order.id == order_id).with_for_update(key_share=True)).scalar()
    if number is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    return number


def _next_number(conn: Connection, order_id: int) -> str:
    order = _lock_order(conn, order_id)
    count = conn.execute(select(func.count(Delivery.id)).where(Delivery.order_id == order_id)).scalar_one()
    return f"SJ-{order.removeprefix('PO-')}-{count + 1:02}"


def _at(conn: Connection, delivery_id: int, *wanted: DeliveryStatus) -> Any:
    """The note, locked with its order; ``Refused`` where it isn't at one of these steps any more, or not yet."""
    order_id = conn.execute(select(Delivery.order_id).where(Delivery.id == delivery_id)).scalar()
    if order_id is None:
        raise Refused(refusals.NOT_FOUND.because(what="surat jalan"))
    _lock_order(conn, order_id)
    columns = select(Delivery.number, Delivery.order_id, Delivery.status)
    note = conn.execute(columns.where(Delivery.id == delivery_id)).one()
    if note.status not in wanted:
        raise Refused(refusals.NOTE_MOVED_ON.because(note=note.number))
    return note


def _promises(conn: Connection, order_id: int, load: Load, now: int, apart_from: int | None = None) -> list[Promise]:
    """The lines of a note, its cartons sealed; ``Refused`` where it would be empty or promise too much."""
    carton_ids = list(dict.fromkeys(load.carton_ids))
    seal_all(conn, order_id, carton_ids, now)
    packed = {carton.id: carton for carton in cartons(conn, order_id, apart_from)}
    found = [Promise(goods, line_id, quantity) for (goods, line_id), quantity in sorted(load.loose.items()) if quantity]
    for carton_id in carton_ids:
        if carton_id not in packed:
            raise Refused(refusals.NOT_FOUND.because(what="koli"))
        sizes = packed[carton_id].sizes
        found += [Promise(Goods.GOOD.value, size.line_id, size.quantity, carton_id) for size in sizes]
    if not found or any(promise.quantity < 0 for promise in found):
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    must_be_free(conn, order_id, found, apart_from)
    return found


def _promised_by(conn: Connection, delivery_id: int) -> list[Promise]:
    line = DeliveryLine
    columns = select(line.goods, line.order_line_id, line.quantity, line.carton_id)
    return [Promise(*row) for row in conn.execute(columns.where(line.delivery_id == delivery_id).order_by(line.id))]


def _write_lines(conn: Connection, delivery_id: int, promises: Sequence[Promise]) -> None:
    lines = [
        {
            "delivery_id": delivery_id,
            "goods": promise.goods,
            "order_line_id": promise.line_id,
            "carton_id": promise.carton_id,
            "quantity": promise.quantity,
        }
        for promise in promises
    ]
    conn.execute(insert(DeliveryLine), lines)


def _sent(conn: Connection, delivery_id: int) -> list[Sent]:
    line = DeliveryLine
    rows = conn.execute(
        select(line.id, line.goods, line.order_line_id, OrderLine.size, line.carton_id, line.quantity, line.quantity)
        .join(OrderLine, OrderLine.id == line.order_line_id)
        .where(line.delivery_id == delivery_id)
        .order_by(line.id)
    )
    return [Sent(*row) for row in rows]


def _counted(line: Sent, counts: Mapping[int, Counted]) -> Sent:
    said = counts.get(line.id, Counted(line.quantity))
    if said.quantity < 0:
        raise Refused(refusals.BAD_NUMBER.because(what="hitungan mitra"))
    if said.quantity > line.quantity:
        no = refusals.MORE_THAN_SENT.because(size=line.size or "–", sent=line.quantity, counted=said.quantity)
        raise Refused(no)
    if said.quantity == line.quantity:
        return line
    to_hold = said.to_hold and line.goods == Goods.GOOD.value
    return replace(line, counted=said.quantity, to_hold=to_hold, reason=reason_given(said.reason))


def _change(conn: Connection, delivery_id: int, **values: Any) -> None:
    conn.execute(update(Delivery).where(Delivery.id == delivery_id).values(values))
