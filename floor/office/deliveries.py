"""Handing packed pieces over to the partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, func, insert, select

from .. import refusals
from ..models import Balance, Delivery, Order, OrderLine, Unit, Why
from ..refusals import Refused
from ..rules import places
from ..rules.route import Route
from ..rules.scanning import Mark
from ..scan.entries import Done, Plan, once
from ..scan.record import EntryAsked, Posting

# Ready and delivered are ends: no step of any route is named by these moves.
_ENDS_ONLY = Route(())


def deliver(
    conn: Connection, asked: EntryAsked, order_id: int, quantities: Mapping[int, int], recipient: str = ""
) -> Done:
    """Moves so many ready pieces per order line (id: pieces) to ``delivered``. Detail: ``number`` of the paper."""

    def plan() -> Plan:
        number = _next_number(conn, order_id)
        if not any(quantities.values()):
            raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
        postings = [
            posting
            for line_id, quantity in sorted(quantities.items())
            if quantity
            for posting in _handed_over(conn, order_id, line_id, quantity)
        ]
        return Plan(_ENDS_ONLY, postings, {"number": number, "order_id": order_id})

    done = once(conn, asked, plan)
    if done.no is None and not done.replayed:
        conn.execute(
            insert(Delivery).values(
                number=done.detail["number"],
                order_id=order_id,
                entry_id=done.entry_id,
                delivered_at=asked.at,
                recipient=recipient[:120],
            )
        )
    return done


def _next_number(conn: Connection, order_id: int) -> str:
    statement = select(Order.number).where(Order.id == order_id)
    if conn.dialect.name == "postgresql":
        statement = statement.with_for_update()
    order = conn.execute(statement).scalar()
    if order is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    count = conn.execute(select(func.count(Delivery.id)).where(Delivery.order_id == order_id)).scalar_one()
    return f"SJ-{order.removeprefix('PO-')}-{count + 1:02}"


def _handed_over(conn: Connection, order_id: int, line_id: int, quantity: int) -> Iterator[Posting]:
    """The moves of one line: from its units in order, as many as are asked for."""
    size = conn.execute(select(OrderLine.size).where(OrderLine.id == line_id, OrderLine.order_id == order_id)).scalar()
    if size is None:
        raise Refused(refusals.NOT_FOUND.because(what="ukuran"))
    if quantity < 0:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    units = select(Unit.id).where(Unit.order_line_id == line_id).order_by(Unit.id)
    if conn.dialect.name == "postgresql":
        conn.execute(units.with_for_update(key_share=True)).all()
    ready = conn.execute(
        select(Balance.unit_id, Balance.cycle, Balance.sent_by, Balance.quantity)
        .join(Unit, Unit.id == Balance.unit_id)
        .where(Unit.order_line_id == line_id, Balance.place == places.READY)
        .order_by(Balance.unit_id, Balance.cycle, Balance.sent_by)
    ).all()
    there = sum(row.quantity for row in ready)
    if quantity > there:
        raise Refused(refusals.DELIVERY_TOO_MANY.because(size=size or "–", ready=there, asked=quantity))
    for unit_id, cycle, sent_by, count in ready:
        taken = min(quantity, count)
        if taken:
            mark = Mark(cycle, sent_by)
            yield Posting(unit_id, places.READY, mark, places.DELIVERED, mark, taken, Why.DELIVERED)
        quantity -= taken
