"""What belongs to an order on paper: material that came in, batches made, deliveries that went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from ..models import Delivery, DeliveryLine, DeliveryStatus, Goods, Officer, OrderLine, Receipt, ReceiptLine
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
    """A batch; ``done`` of its pieces are ready or delivered."""

    number: str
    size: str
    quantity: int
    made_at: int
    done: int


_BATCHES = text(
    "SELECT t.number, l.size, t.quantity, t.made_at,"
    " (SELECT COALESCE(SUM(b.quantity), 0) FROM unit k JOIN balance b ON b.unit_id = k.id"
    " WHERE k.batch_id = t.id AND b.place IN (:ready, :delivered)) AS done"
    " FROM batch t JOIN order_line l ON l.id = t.order_line_id WHERE l.order_id = :order ORDER BY t.id DESC"
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A delivery note and the good pieces of each size on it; only a signed one was delivered, ``at`` that moment."""

    number: str
    status: str
    at: int
    recipient: str
    lines: tuple[tuple[str, int], ...]

    @property
    def is_signed(self) -> bool:
        """Whether the partner has these pieces."""
        return self.status == DeliveryStatus.SIGNED.value

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
    rows = conn.execute(_BATCHES, {"order": order_id, "ready": places.READY, "delivered": places.DELIVERED})
    return [MadeBatch(*tuple(row)) for row in rows]


def deliveries(conn: Connection, order_id: int) -> list[HandedOver]:
    """The delivery notes of an order, the newest on top; pieces that the partner refused aren't counted."""
    at = func.coalesce(Delivery.delivered_at, Delivery.made_at)
    pieces = func.sum(DeliveryLine.quantity - DeliveryLine.refused)
    rows = conn.execute(
        select(Delivery.number, Delivery.status, at.label("at"), Delivery.recipient, OrderLine.size, pieces.label("n"))
        .outerjoin(DeliveryLine, (DeliveryLine.delivery_id == Delivery.id) & (DeliveryLine.goods == Goods.GOOD.value))
        .outerjoin(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(Delivery.order_id == order_id)
        .group_by(Delivery.id, OrderLine.id)
        .order_by(Delivery.id.desc(), OrderLine.position)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return [
        HandedOver(
            number,
            lines[0].status,
            lines[0].at,
            lines[0].recipient,
            tuple((line.size, int(line.n)) for line in lines if line.size is not None),
        )
        for number, lines in found.items()
    ]
