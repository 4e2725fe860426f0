"""What belongs to an order on paper: material that came in, batches made, deliveries that went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from ..models import Batch, Delivery, Label, Move, Officer, OrderLine, Receipt, ReceiptLine, Unit
from ..rules import places


@dataclass(frozen=True, slots=True)
class CountedIn:
    """A receipt of material: per size what the paper claims and what was counted."""

    paper: str
    at: int
    officer: str
    is_signed: bool
    note: str
    lines: tuple[tuple[str, int, int], ...]  # size, claimed, counted

    @property
    def claimed(self) -> int:
        """Pieces in all, by the paper."""
        return sum(claimed for _size, claimed, _counted in self.lines)

    @property
    def counted(self) -> int:
        """Pieces in all, as counted."""
        return sum(counted for _size, _claimed, counted in self.lines)


@dataclass(frozen=True, slots=True)
class MadeBatch:
    """A batch; ``code`` is the newest label of its card."""

    number: str
    size: str
    quantity: int
    made_at: int
    code: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A delivery and the pieces of each size that went with it."""

    number: str
    at: int
    recipient: str
    lines: tuple[tuple[str, int], ...]

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(quantity for _size, quantity in self.lines)


def receipts(conn: Connection, order_id: int) -> list[CountedIn]:
    """Material that came in for an order, the newest on top."""
    rows = conn.execute(
        select(
            Receipt.id,
            Receipt.paper_number,
            Receipt.received_at,
            Officer.name,
            Receipt.signed_at,
            Receipt.note,
            OrderLine.size,
            ReceiptLine.claimed,
            ReceiptLine.counted,
        )
        .join(Officer, Officer.id == Receipt.officer_id)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .join(OrderLine, OrderLine.id == ReceiptLine.order_line_id)
        .where(Receipt.order_id == order_id)
        .order_by(Receipt.id.desc(), OrderLine.position)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return [
        CountedIn(
            lines[0].paper_number,
            lines[0].received_at,
            lines[0].name,
            lines[0].signed_at is not None,
            lines[0].note,
            tuple((line.size, line.claimed, line.counted) for line in lines),
        )
        for lines in found.values()
    ]


def batches(conn: Connection, order_id: int) -> list[MadeBatch]:
    """The batches of an order, the newest on top."""
    code = (
        select(Label.code)
        .where(Label.unit_id == Unit.id, Label.voided_at.is_(None), Label.replaced_by_id.is_(None))
        .order_by(Label.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = conn.execute(
        select(Batch.number, OrderLine.size, Batch.quantity, Batch.made_at, func.coalesce(code, ""))
        .join(OrderLine, OrderLine.id == Batch.order_line_id)
        .join(Unit, (Unit.batch_id == Batch.id) & (Unit.number == 0))
        .where(OrderLine.order_id == order_id)
        .order_by(Batch.id.desc())
    )
    return [MadeBatch(*tuple(row)) for row in rows]


def deliveries(conn: Connection, order_id: int) -> list[HandedOver]:
    """What went out to the partner, the newest on top."""
    rows = conn.execute(
        select(Delivery.id, Delivery.number, Delivery.delivered_at, Delivery.recipient, Delivery.entry_id)
        .where(Delivery.order_id == order_id)
        .order_by(Delivery.id.desc())
    ).all()
    sizes: dict[int, list[tuple[str, int]]] = {}
    for entry_id, size, quantity in conn.execute(
        select(Move.entry_id, OrderLine.size, func.sum(Move.quantity))
        .join(Unit, Unit.id == Move.unit_id)
        .join(OrderLine, OrderLine.id == Unit.order_line_id)
        .where(Move.entry_id.in_([row.entry_id for row in rows]), Move.to_place == places.DELIVERED)
        .group_by(Move.entry_id, OrderLine.size, OrderLine.position)
        .order_by(OrderLine.position)
    ):
        sizes.setdefault(entry_id or 0, []).append((size, int(quantity)))
    return [HandedOver(row.number, row.delivered_at, row.recipient, tuple(sizes.get(row.entry_id, ()))) for row in rows]
