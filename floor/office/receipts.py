"""Material in (*surat jalan masuk*): what the partner's paper claims and what was counted, size by size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from .. import refusals
from ..models import Order, OrderLine, Receipt, ReceiptLine
from ..refusals import Refused


@dataclass(frozen=True, slots=True)
class Came:
    """Pieces of one size: on the partner's paper, and on our table."""

    claimed: int
    counted: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What came with one paper. ``lines`` goes by the order line's key."""

    order_id: int
    number: str
    lines: Mapping[int, Came]
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether what was counted isn't what was claimed: then an officer signs for it."""
        return any(came.claimed != came.counted for came in self.lines.values())


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt's key; ``replayed`` where the same form came before."""

    receipt_id: int
    replayed: bool = False


def receive(
    conn: Connection, client_id: bytes, paper: Paper, officer_id: int, now: int, signed_by_id: int | None = None
) -> Received:
    """Books material in. Sent again under the same id, it answers the same.

    Refuses another paper under an id that was used (``ID_REUSED``), an order that is closed or isn't there, no pieces
    at all, and a difference that nobody signed (``PIN_NEEDED``). A paper without a difference needs no signature.
    """
    if (kept := _kept(conn, client_id)) is not None:
        receipt_id, was = kept
        if was != paper:
            raise Refused(refusals.ID_REUSED.because())
        return Received(receipt_id, replayed=True)
    _check(conn, paper)
    if paper.differs and signed_by_id is None:
        raise Refused(refusals.PIN_NEEDED.because())
    signed = signed_by_id if paper.differs else None
    receipt_id = conn.execute(
        insert(Receipt)
        .values(
            client_id=client_id,
            order_id=paper.order_id,
            paper_number=paper.number,
            received_at=now,
            officer_id=officer_id,
            note=paper.note,
            signed_by_id=signed,
            signed_at=now if signed is not None else None,
        )
        .returning(Receipt.id)
    ).scalar_one()
    for line_id, came in paper.lines.items():
        values = {"receipt_id": receipt_id, "order_line_id": line_id, "claimed": came.claimed, "counted": came.counted}
        conn.execute(insert(ReceiptLine).values(values))
    return Received(receipt_id)


def _kept(conn: Connection, client_id: bytes) -> tuple[int, Paper] | None:
    kept = conn.execute(select(Receipt.__table__).where(Receipt.client_id == client_id)).first()
    if kept is None:
        return None
    columns = select(ReceiptLine.order_line_id, ReceiptLine.claimed, ReceiptLine.counted)
    lines = conn.execute(columns.where(ReceiptLine.receipt_id == kept.id))
    came = {line_id: Came(claimed, counted) for line_id, claimed, counted in lines}
    return kept.id, Paper(kept.order_id, kept.paper_number, came, kept.note)


def _check(conn: Connection, paper: Paper) -> None:
    order = conn.execute(select(Order.closed_at).where(Order.id == paper.order_id)).first()
    if order is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    if order.closed_at is not None:
        raise Refused(refusals.ORDER_CLOSED.because())
    own = set(conn.scalars(select(OrderLine.id).where(OrderLine.order_id == paper.order_id)))
    if not own.issuperset(paper.lines):
        raise Refused(refusals.NOT_FOUND.because(what="ukuran"))
    if not any(came.claimed or came.counted for came in paper.lines.values()):
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if any(came.claimed < 0 or came.counted < 0 for came in paper.lines.values()):
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
