"""Printers that the server can send to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from .. import refusals
from ..models import Printer, PrinterKind
from ..office import rows
from ..refusals import Refused
from . import sending
from .printing import Reader
from .sheets import MEDIA
from .zpl import DENSITIES

FARTHEST = 20.0  # mm that a print may be moved


def add(conn: Connection, code: str, name: str, kind: str, address: str, medium: str, dots_per_mm: int) -> None:
    """Adds a printer, once however often the form comes; refuses an address that nothing can be sent to."""
    values = _checked(kind, address, medium, dots_per_mm)
    rows.add(conn, Printer, {"code": code, "name": name, "kind": kind, **values}, "kode printer")


def change(conn: Connection, code: str, name: str, address: str, medium: str, dots_per_mm: int, active: bool) -> None:
    """Changes what can change: its name, where it is, what lies in it, whether it is used any more."""
    kind = conn.execute(select(Printer.kind).where(Printer.code == code)).scalar_one()
    rows.change(conn, Printer, code, {"name": name, "active": active, **_checked(kind, address, medium, dots_per_mm)})


def set_offset(conn: Connection, code: str, x: float, y: float) -> None:
    """Moves all that this printer prints right and down by so many mm."""
    if max(abs(x), abs(y)) > FARTHEST:
        raise Refused(refusals.BAD_DISTANCE.because())
    rows.change(conn, Printer, code, {"offset_x": round(x, 2), "offset_y": round(y, 2)})


def that_hold(reader: Reader, medium: str) -> list[Any]:
    """The printers in use in which this medium lies, or any."""
    fits = or_(Printer.medium == medium, Printer.medium == "")
    found = select(*Printer.__table__.c).where(Printer.active, fits).order_by(Printer.medium == "", Printer.code)
    return [row for row in reader.execute(found) if row.kind != PrinterKind.ZPL.value or MEDIA[medium].cells == 1]


def _checked(kind: str, address: str, medium: str, dots_per_mm: int) -> dict[str, Any]:
    pattern = sending.QUEUE if kind == PrinterKind.CUPS.value else sending.ADDRESS
    found = pattern.fullmatch(address)
    if found is None or (kind == PrinterKind.ZPL.value and not 1024 <= int(found[2]) <= 65535):
        raise Refused(refusals.BAD_PRINTER_ADDRESS.because())
    # A thermal printer has a roll in it, or cards one by one: never a sheet of labels.
    held = ["", *MEDIA] if kind == PrinterKind.CUPS.value else [key for key, media in MEDIA.items() if media.cells == 1]
    if medium not in held:
        raise Refused(refusals.WRONG_MEDIUM.because(printer=address))
    if dots_per_mm not in DENSITIES:
        raise Refused(refusals.BAD_NUMBER.because(what="titik per mm"))
    return {"address": address, "medium": medium, "dots_per_mm": dots_per_mm}
