"""What pages need to show something and the demo's two weeks lack: a printer, a post, notes at each stage, a carton.

Written straight into the database: nobody asks here how they came there, only what they look like.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from floor.clock import now
from floor.models import (
    Carton,
    DaySheet,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Goods,
    Officer,
    Order,
    OrderLine,
    PostHeld,
    Printer,
    PrinterKind,
    SheetReading,
    Standard,
    Station,
)
from floor.office import standards_draft
from floor.paper.making import make
from floor.rules.codes import Kind
from floor.scan import labels

ORDER = "PO-A-031"
CARTON = "A-031-K01"
NOTES = {
    "SJ-LIHAT-1": DeliveryStatus.DRAFT,
    "SJ-LIHAT-2": DeliveryStatus.APPROVED,
    "SJ-LIHAT-3": DeliveryStatus.AT_GATE,
    "SJ-LIHAT-4": DeliveryStatus.CANCELLED,
}


def furnish(conn: Connection) -> None:
    """Puts all of it there, once."""
    order = conn.execute(select(Order.id).where(Order.number == ORDER)).scalar_one()
    lines = conn.execute(select(OrderLine.id).where(OrderLine.order_id == order)).scalars().all()
    officer = conn.execute(select(Officer.id).where(Officer.code == "PTG-02")).scalar_one()
    laid_out = {"code": "P1", "name": "Printer kantor", "address": "kantor", "medium": "a4-24"}
    conn.execute(insert(Printer).values(kind=PrinterKind.CUPS, **laid_out))
    conn.execute(
        insert(PostHeld).values(
            post="Kasi Kegiatan Kerja", officer_id=officer, acting="plt", from_on=date(2026, 1, 5), noted_at=now()
        )
    )
    for number, status in NOTES.items():
        _note(conn, number, status, order, list(lines), officer)
    key = {"client_id": uuid4().bytes, "made_at": now(), "made_by_id": officer}
    carton = conn.execute(insert(Carton).values(number=CARTON, order_id=order, **key).returning(Carton.id)).scalar_one()
    labels.issue(conn, Kind.CARTON, now(), carton_id=carton)
    _filled_sheet(conn, officer)
    koko = conn.execute(select(Standard.id).where(Standard.code == "S-KOK")).scalar_one()
    standards_draft.begin(conn, koko, officer, now())


def _filled_sheet(conn: Connection, officer: int) -> None:
    """A day sheet that came back: one row refused, all others left empty."""
    station = conn.execute(select(Station.id).where(Station.code == "KV-JHT-1")).scalar_one()
    code = make(conn, uuid4().bytes, station, date(2026, 11, 21), officer, now())[0]
    sheet = conn.execute(select(DaySheet.id, DaySheet.rows).where(DaySheet.code == code)).one()
    empty = {"number": 0, "outcome": "blank", "refusal": None, "detail": None, "said": {"quantity": 0}}
    refused = {
        **empty,
        "outcome": "refused",
        "refusal": "ALREADY_DONE",
        "detail": {"at": now()},
        "said": {"quantity": 2},
    }
    confirmed = [{**(refused if number == 0 else empty), "number": number} for number in range(len(sheet.rows))]
    values = {"client_id": uuid4().bytes, "fingerprint": 0, "day_sheet_id": sheet.id, "photo": "", "read_at": now()}
    found: dict[str, object] = {"values": {}, "doubts": []}
    done = {"confirmed": confirmed, "confirmed_at": now(), "confirmed_by_id": officer}
    conn.execute(insert(SheetReading).values(**values, found=[found for _ in sheet.rows], **done))


def _note(conn: Connection, number: str, status: DeliveryStatus, order: int, lines: list[int], officer: int) -> None:
    far = {DeliveryStatus.APPROVED: 1, DeliveryStatus.AT_GATE: 2}.get(status, 0)
    values = {
        "recipient": "Mitra Koko A",
        "vehicle": "Mobil boks",
        "made_at": now(),
        "made_by_id": officer,
        "approved_at": now() if far >= 1 else None,
        "approved_by_id": officer if far >= 1 else None,
        "at_gate_at": now() if far >= 2 else None,
        "gate_officer": "Petugas P2U" if far >= 2 else "",
        "cancelled_why": "Mobil mitra tidak datang." if status is DeliveryStatus.CANCELLED else "",
        "cancelled_at": now() if status is DeliveryStatus.CANCELLED else None,
    }
    note = conn.execute(
        insert(Delivery).values(number=number, order_id=order, status=status, **values).returning(Delivery.id)
    ).scalar_one()
    for line in lines[:3]:
        conn.execute(insert(DeliveryLine).values(delivery_id=note, goods=Goods.GOOD, order_line_id=line, quantity=2))
