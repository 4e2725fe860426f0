"""Orders: what a partner wants, how much of each size, until when; amended as the partner agrees; and their end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from .. import refusals
from ..models import Balance, Batch, Order, OrderLine, Partner, Product, ReceiptLine, Unit
from ..refusals import Refused
from ..rules import places
from ..rules.order import lowest_target, short_and_over
from ..scan.entries import Done, Plan, once, reason_given
from ..scan.record import EntryAsked
from . import log, rows


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


@dataclass(frozen=True, slots=True)
class Amended:
    """What an order is to say from now on. ``agreed_by`` is who at the partner agreed: a post, not a name."""

    targets: Mapping[str, int]
    due_on: date
    takes_grade_b: bool
    agreed_by: str


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
        said = log.told(conn, Order, asdict(wanted)) | {"targets": dict(targets)}
        log.note(conn, "order", wanted.number, "added", after=said)
    elif any(kept[name] != value for name, value in asdict(wanted).items()) or _targets(conn, kept["id"]) != targets:
        raise Refused(refusals.ALREADY_EXISTS.because(what="nomor pesanan", field="number"))


def amend(conn: Connection, asked: EntryAsked, order_id: int, amended: Amended) -> Done:
    """Puts other targets, another due date, grade B: with a reason, and who at the partner agreed.

    ``BELOW_MADE`` where less of a size is wanted than was made. A size may be new; one that nothing is there of may
    go. Detail: ``order_id``.
    """

    def plan() -> Plan:
        order = conn.execute(_locked(conn, order_id)).mappings().one()
        if order["closed_at"] is not None:
            raise Refused(refusals.ORDER_CLOSED.because())
        before = {**_told(dict(order)), "targets": _targets(conn, order_id)}
        after = {**_told(asdict(amended)), "targets": dict(amended.targets)}
        was, now = log.differences(before, after)
        if now:
            reason_given(asked.reason)
            _put_targets(conn, order_id, amended.targets)
            conn.execute(update(Order).where(Order.id == order_id).values(_told(asdict(amended))))
            said = {**now, "agreed_by": amended.agreed_by}
            log.note(conn, "order", order["number"], "amended", was, said, asked.reason)
        return Plan(detail={"order_id": order_id})

    return once(conn, asked, plan)


def close(conn: Connection, asked: EntryAsked, order_id: int, agreed_by: str = "") -> Done:
    """Closes an order, with a reason: nothing of it is scanned or made any more.

    Where fewer or more were delivered than wanted, somebody at the partner agreed to that: ``agreed_by``, a post.
    Detail: ``order_id``, ``agreed_by``, and ``short`` and ``over`` by size.
    """

    def plan() -> Plan:
        reason_given(asked.reason)
        short, over = short_and_over(_targets(conn, order_id), delivered(conn, order_id))
        if (short or over) and not agreed_by:
            raise Refused(refusals.FIELD_NEEDED.because(what="siapa di mitra yang menyetujui", field="agreed_by"))
        said = {"agreed_by": agreed_by, "short": short, "over": over}
        _end(conn, asked, order_id, "closed", asked.at, {name: value for name, value in said.items() if value})
        return Plan(detail={"order_id": order_id, **said})

    return once(conn, asked, plan)


def reopen(conn: Connection, asked: EntryAsked, order_id: int) -> Done:
    """Opens an order that was closed, with a reason. Detail: ``order_id``."""

    def plan() -> Plan:
        reason_given(asked.reason)
        _end(conn, asked, order_id, "reopened", None, {})
        return Plan(detail={"order_id": order_id})

    return once(conn, asked, plan)


def delivered(conn: Connection, order_id: int) -> dict[str, int]:
    """Pieces of each size that the partner has."""
    found = (
        select(OrderLine.size, func.sum(Balance.quantity))
        .join(Unit, Unit.order_line_id == OrderLine.id)
        .join(Balance, Balance.unit_id == Unit.id)
        .where(OrderLine.order_id == order_id, Balance.place == places.DELIVERED)
        .group_by(OrderLine.size)
    )
    return {size: int(quantity) for size, quantity in conn.execute(found)}


def _end(
    conn: Connection, asked: EntryAsked, order_id: int, verb: str, closed_at: int | None, said: Mapping[str, Any]
) -> None:
    number = conn.execute(select(Order.number).where(Order.id == order_id)).scalar_one()
    conn.execute(update(Order).where(Order.id == order_id).values(closed_at=closed_at))
    log.note(conn, "order", number, verb, after=said, reason=asked.reason)


def _locked(conn: Connection, order_id: int) -> Any:
    statement = select(Order.__table__).where(Order.id == order_id)
    return statement.with_for_update() if conn.dialect.name == "postgresql" else statement


def _told(order: Mapping[str, Any]) -> dict[str, Any]:
    """What may be amended of an order's own row."""
    return {"due_on": order["due_on"], "takes_grade_b": order["takes_grade_b"]}


def _put_targets(conn: Connection, order_id: int, targets: Mapping[str, int]) -> None:
    lines = {line.size: line for line in conn.execute(_lines_with_made(order_id))}
    for size, line in lines.items():
        wanted = targets.get(size, 0)
        if wanted < lowest_target(line.target, line.made):
            raise Refused(refusals.BELOW_MADE.because(size=size or "–", made=line.made))
        if not wanted and line.receipts:
            raise Refused(refusals.MATERIAL_CAME.because(size=size or "–"))
        if not wanted:
            conn.execute(delete(OrderLine).where(OrderLine.id == line.id))
    if not targets:
        raise Refused(refusals.BAD_NUMBER.because(what="target"))
    for position, (size, target) in enumerate(targets.items()):
        values = {"order_id": order_id, "size": size, "position": position, "target": target}
        if size in lines:
            conn.execute(update(OrderLine).where(OrderLine.id == lines[size].id).values(values))
        else:
            conn.execute(insert(OrderLine).values(values))


def _lines_with_made(order_id: int) -> Any:
    made = select(func.coalesce(func.sum(Batch.quantity), 0)).where(Batch.order_line_id == OrderLine.id)
    receipts = select(func.count(ReceiptLine.id)).where(ReceiptLine.order_line_id == OrderLine.id)
    columns = (OrderLine.id, OrderLine.size, OrderLine.position, OrderLine.target)
    sums = (made.scalar_subquery().label("made"), receipts.scalar_subquery().label("receipts"))
    return select(*columns, *sums).where(OrderLine.order_id == order_id)


def _must_differ(conn: Connection, number: str) -> None:
    """Batches and papers are numbered without the order's *PO-*: ``A-001`` and ``PO-A-001`` would share theirs."""
    stem = number.removeprefix("PO-")
    if conn.execute(select(Order.id).where(Order.number.in_([stem, f"PO-{stem}"]))).first() is not None:
        raise Refused(refusals.ALREADY_EXISTS.because(what="nomor pesanan", field="number"))


def _insert(conn: Connection, wanted: Wanted, targets: Mapping[str, int], now: int) -> None:
    made = insert(Order).values(**asdict(wanted), ordered_at=now).returning(Order.id)
    order_id = conn.execute(made).scalar_one()
    lines = [
        {"order_id": order_id, "size": size, "position": position, "target": target}
        for position, (size, target) in enumerate(targets.items())
    ]
    conn.execute(insert(OrderLine), lines)


def _targets(conn: Connection, order_id: int) -> dict[str, int]:
    found = select(OrderLine.size, OrderLine.target).where(OrderLine.order_id == order_id)
    return {line.size: line.target for line in conn.execute(found.order_by(OrderLine.position))}
