"""Day sheets, printed while there is power: what waits at a station now, on as many pages as that needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, insert, select

from .. import refusals
from ..models import DaySheet, Station
from ..refusals import Refused
from ..rules import codes
from ..scan import read, waiting_here
from ..scan.hearing import fingerprint
from . import layout
from .drawing import Sheet, draw_pdf
from .layout import Row


def make(conn: Connection, client_id: bytes, station_id: int, day: date, officer_id: int, now: int) -> list[str]:
    """New sheets for a station: the code of each page. The same again where the same form was heard before.

    ``NOTHING_FOR_PAPER`` where nothing waits there.
    """
    if made := _made(conn, client_id):
        return made
    pages = list(layout.pages(_rows(conn, station_id)))
    if not pages:
        raise Refused(refusals.NOTHING_FOR_PAPER.because())
    for number, rows in enumerate(pages):
        values = {
            "client_id": _page_id(client_id, number),
            "fingerprint": fingerprint([station_id, day, number]),
            "code": _new_code(conn),
            "station_id": station_id,
            "for_day": day,
            "rows": [row.to_keep() for row in rows],
            "made_at": now,
            "made_by_id": officer_id,
        }
        conn.execute(insert(DaySheet).values(values))
    return _made(conn, client_id)


def pdf(conn: Connection, sheet_codes: Sequence[str]) -> bytes:
    """These sheets as one PDF, in their order; ``NOT_FOUND`` where one isn't ours."""
    found = select(DaySheet, Station).join(Station, Station.id == DaySheet.station_id)
    columns = found.with_only_columns(
        DaySheet.code, DaySheet.for_day, DaySheet.rows, Station.code.label("station"), Station.name
    ).where(DaySheet.code.in_(sheet_codes))
    rows = {row.code: row for row in conn.execute(columns)}
    if not sheet_codes or not set(sheet_codes) <= rows.keys():
        raise Refused(refusals.NOT_FOUND.because(what="lembar darurat"))
    return draw_pdf(
        [
            Sheet(
                code,
                rows[code].station,
                rows[code].name,
                rows[code].for_day,
                [Row.kept(values) for values in rows[code].rows],
                number,
                len(sheet_codes),
            )
            for number, code in enumerate(sheet_codes, start=1)
        ]
    )


def _rows(conn: Connection, station_id: int) -> list[Row]:
    stages = read.station_stages(conn, station_id)
    waiting = waiting_here.waiting(conn, stages, read.stages(conn), "id")
    return [
        Row(
            code=goods["code"],
            unit=goods["unit"],
            product=goods["product"],
            size=goods["size"],
            order=goods["order"],
            quantity=goods["quantity"],
            step=goods["step"],
            stage=goods["stage_name"],
            cycle=goods["cycle"],
            is_gate=goods["is_gate"],
        )
        for goods in waiting
        if goods["code"] and goods["quantity"] <= layout.MOST_PIECES
    ]


def _new_code(conn: Connection) -> str:
    while True:
        code = codes.new_code(codes.Kind.DAY_SHEET)
        if conn.execute(select(DaySheet.id).where(DaySheet.code == code)).first() is None:
            return code


def _page_id(client_id: bytes, number: int) -> bytes:
    return uuid5(UUID(bytes=client_id), f"page {number}").bytes


def _made(conn: Connection, client_id: bytes) -> list[str]:
    """The codes of the pages that a form made, the first one first."""
    found: list[str] = []
    while True:
        page = select(DaySheet.code).where(DaySheet.client_id == _page_id(client_id, len(found)))
        code = conn.execute(page).scalar()
        if code is None:
            return found
        found.append(str(code))
