"""A photo of a filled sheet, read and kept with what was found on it. Nothing is recorded by that."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session, scoped_session

from .. import refusals
from ..models import DaySheet, SheetReading, Station
from ..refusals import Refused
from ..scan.hearing import fingerprint
from ..scan.picture import NotAPicture, PictureTooLarge, open_picture
from . import judging, layout, seeing
from .judging import Read
from .layout import Row

Reader = Connection | Session | scoped_session[Any]

# An older sheet's goods were counted, moved and put right by hand since: what it says is no news.
KEPT_DAYS = 14
_NAME = re.compile(r"[0-9a-f]{32}\.jpg", re.ASCII)
_QUALITY = 80


@dataclass(frozen=True)
class Brought:
    """A photo as it was brought: the sheet's code that stands on it, and the page laid flat."""

    code: str
    flat: seeing.Grey


def see(content: bytes) -> Brought:
    """The page in a photo. ``SHEET_NOT_SEEN``, ``NOT_A_PHOTO`` or ``PICTURE_TOO_LARGE``."""
    try:
        grey = open_picture(content)
    except PictureTooLarge as error:
        raise Refused(refusals.PICTURE_TOO_LARGE.because(field="photo")) from error
    except NotAPicture as error:
        raise Refused(refusals.NOT_A_PHOTO.because(field="photo")) from error
    flat = seeing.lay_flat(grey)
    code = seeing.sheet_code(flat) if flat is not None else None
    if flat is None or code is None:
        raise Refused(refusals.SHEET_NOT_SEEN.because(field="photo"))
    return Brought(code, flat)


@dataclass(frozen=True)
class Known:
    """A sheet of ours: its key and its rows."""

    id: int
    rows: Sequence[Row]


def known(reader: Reader, code: str, station: str, today: date) -> Known:
    """The sheet of that code, as long as it is worth reading. ``station``: of which it must be, where that was said.

    ``UNKNOWN_SHEET``, ``SHEET_OF_ANOTHER_STATION`` and ``SHEET_TOO_OLD``.
    """
    columns = select(DaySheet.id, DaySheet.rows, DaySheet.for_day, Station.code.label("station"))
    joined = columns.join(Station, Station.id == DaySheet.station_id).where(DaySheet.code == code)
    sheet = reader.execute(joined).first()
    if sheet is None:
        raise Refused(refusals.UNKNOWN_SHEET.because(field="photo"))
    if station and sheet.station != station:
        raise Refused(refusals.SHEET_OF_ANOTHER_STATION.because(station=sheet.station, field="photo"))
    if today - sheet.for_day > timedelta(days=KEPT_DAYS):
        day = sheet.for_day.strftime("%d/%m/%Y")
        raise Refused(refusals.SHEET_TOO_OLD.because(day=day, days=KEPT_DAYS, field="photo"))
    return Known(sheet.id, [Row.kept(values) for values in sheet.rows])


def read_rows(brought: Brought, rows: Sequence[Row]) -> list[Read]:
    """What the photo says, row by row."""
    return [judging.read_row(row, seen) for row, seen in zip(rows, seeing.look(brought.flat, rows), strict=True)]


def keep(
    conn: Connection, sheet_id: int, found: Sequence[Read], photo: str, client_id: bytes, officer_id: int, now: int
) -> int:
    """Keeps what a photo shows, and answers the reading's key; the same again where the same form was heard before."""
    kept = conn.execute(select(SheetReading.id).where(SheetReading.client_id == client_id)).scalar()
    if kept is not None:
        return int(kept)
    values = {
        "client_id": client_id,
        "fingerprint": fingerprint([sheet_id, photo]),
        "day_sheet_id": sheet_id,
        "photo": photo,
        "found": [each.to_keep() for each in found],
        "read_at": now,
        "read_by_id": officer_id,
    }
    return int(conn.execute(insert(SheetReading).values(values).returning(SheetReading.id)).scalar_one())


def keep_photo(folder: Path, brought: Brought, secret: bytes) -> str:
    """Puts the page, laid flat, into the folder, and answers its name, which nobody can guess."""
    packed = cv2.imencode(".jpg", brought.flat, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    name = f"{hmac.digest(secret, packed, hashlib.sha256).hex()[:32]}.jpg"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{name}.draft"
    draft.write_bytes(packed)
    draft.replace(folder / name)
    return name


def row_picture(folder: Path, name: str, row: Row) -> bytes | None:
    """One row of a kept photo as a JPEG; ``None`` where the photo isn't there."""
    path = folder / name
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    flat = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if flat is None:
        return None
    cut = seeing.strip(flat.astype(np.uint8, copy=False), row)
    return bytes(cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes())


@dataclass(frozen=True)
class Line:
    """A row of a sheet beside what was read in it."""

    number: int
    row: Row
    read: Read

    @property
    def fields(self) -> list[str]:
        """The numbers that a person may give; ``all`` is one of them only where there is nothing to count."""
        return [field for field in self.row.fields if field != layout.ALL]


def lines(rows: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> list[Line]:
    """A sheet's rows and what a reading found in them."""
    return [
        Line(number, Row.kept(row), Read.kept(read)) for number, (row, read) in enumerate(zip(rows, found, strict=True))
    ]
