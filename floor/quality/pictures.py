"""Photos taken at an inspection, kept with its pieces. A photo may be heard before its verdict, or long after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, text

from .. import refusals
from ..models import CheckItem, InspectionPicture
from ..models import Defect as DefectRow
from ..office import photos
from ..refusals import Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo as it was sent. ``client_id`` is its own id, ``verdict`` that of the verdict it belongs to."""

    client_id: bytes
    verdict: bytes
    at: int
    heard_at: int
    officer_id: int | None
    station_id: int | None
    defect: str = ""
    check: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept photo: its file, when it was taken and which defect it shows (a code, or empty)."""

    photo: str
    at: int
    defect: str


def keep(conn: Connection, taken: Taken, name: str) -> bool:
    """Notes a photo that lies in the uploads; whether it was new. One heard again under its id changes nothing."""
    heard = select(InspectionPicture.id).where(InspectionPicture.client_id == taken.client_id)
    if conn.execute(heard).first() is not None:
        return False
    defect = conn.execute(select(DefectRow.id).where(DefectRow.code == taken.defect)).scalar() if taken.defect else None
    check = conn.execute(select(CheckItem.id).where(CheckItem.id == taken.check)).scalar() if taken.check else None
    values = {
        "client_id": taken.client_id,
        "verdict_client_id": taken.verdict,
        "photo": name,
        "check_item_id": check,
        "defect_id": defect,
        "officer_id": taken.officer_id,
        "station_id": taken.station_id,
        "at": taken.at,
        "heard_at": taken.heard_at,
    }
    conn.execute(insert(InspectionPicture).values(values))
    return True


def put_away(folder: Path, content: bytes, secret: bytes) -> str:
    """Draws a photo anew without anything the camera wrote beside it, and answers its file's name.

    ``NOT_A_PHOTO`` and ``PICTURE_TOO_LARGE``.
    """
    if not content:
        raise Refused(refusals.NOT_A_PHOTO.because(field="file"))
    return photos.keep(folder, content, secret)


_OF_UNIT = text(
    "SELECT p.photo, p.at, COALESCE(d.code, '') FROM inspection_picture p"
    " JOIN inspection i ON i.client_id = p.verdict_client_id LEFT JOIN defect d ON d.id = p.defect_id"
    " WHERE i.unit_id IN :units AND i.outcome = 'recorded' ORDER BY p.id DESC LIMIT 24"
).bindparams(bindparam("units", expanding=True))


def of_units(conn: Connection, unit_ids: list[int]) -> list[Picture]:
    """The photos of units, newest first."""
    return [Picture(*row) for row in conn.execute(_OF_UNIT, {"units": unit_ids or [0]})]


def of_answer(conn: Connection, client_id: str | None) -> list[Picture]:
    """The photos of the verdict that an answer is about, by its id as text."""
    try:
        return of_verdict(conn, UUID(client_id or "").bytes)
    except ValueError:
        return []


def of_verdict(conn: Connection, client_id: bytes) -> list[Picture]:
    """The photos of one verdict."""
    columns = (InspectionPicture.photo, InspectionPicture.at, DefectRow.code)
    statement = (
        select(*columns)
        .outerjoin(DefectRow, DefectRow.id == InspectionPicture.defect_id)
        .where(InspectionPicture.verdict_client_id == client_id)
        .order_by(InspectionPicture.id)
    )
    return [Picture(row.photo, row.at, row.code or "") for row in conn.execute(statement)]
