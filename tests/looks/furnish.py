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
    Inspection,
    Officer,
    Order,
    OrderLine,
    PostHeld,
    Printer,
    PrinterKind,
    Recheck,
    SheetReading,
    Standard,
    Station,
)
from floor.office import standards_draft
from floor.paper.making import make
from floor.quality.givers import Giver
from floor.quality.lot_start import LotStart, start_lot
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
    _recheck(conn)
    _lot(conn)


def _lot(conn: Connection) -> None:
    """A lot that is being inspected: what waits of folding chairs."""
    waiting = (
        "SELECT l.code FROM balance b JOIN unit u ON u.id = b.unit_id JOIN label l ON l.unit_id = u.id"
        " JOIN route_step s ON s.route_version_id = u.route_version_id AND s.number = b.place AND s.is_gate"
        " JOIN order_line k ON k.id = u.order_line_id JOIN orders o ON o.id = k.order_id"
        " JOIN product p ON p.id = o.product_id WHERE p.code = 'KRS-LP' AND b.quantity > 0"
    )
    codes = conn.exec_driver_sql(waiting).scalars().all()
    inspector = conn.execute(select(Officer.id).where(Officer.code == "PTG-04")).scalar_one()
    giver = Giver(inspector, None, None, owes_pin=False)
    start_lot(conn, giver, LotStart(uuid4().bytes, 1, list(codes), None, now()))


def _recheck(conn: Connection) -> None:
    """A verdict that the inspector at the gate is asked to give again."""
    others = select(Officer.id).where(Officer.code != "PTG-04")
    stands = (Inspection.outcome == "recorded", Inspection.undoes_id.is_(None), Inspection.lot_id.is_(None))
    judged = select(Inspection.id, Inspection.unit_id).where(*stands, Inspection.officer_id.in_(others))
    first = conn.execute(judged.order_by(Inspection.id.desc()).limit(1)).one()
    conn.execute(insert(Recheck).values(inspection_id=first.id, unit_id=first.unit_id, asked_at=now()))


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
