"""Day sheets: paper on which a station is worked while the power is off, and what was read from it afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .columns import ClientId, Key, Moment, maybe, to


class DaySheet(Base):
    """One printed page for one station. ``rows`` are as printed, from the top: each a unit's code, step and count."""

    __tablename__ = "day_sheet"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    station_id: Mapped[int] = to("station.id", index=True)
    for_day: Mapped[date]
    rows: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = maybe("officer.id")


class SheetReading(Base):
    """A photo of a filled sheet and the marks found on it. Nothing is recorded before a person confirms every row."""

    __tablename__ = "sheet_reading"

    id: Mapped[Key]
    client_id: Mapped[ClientId]
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    day_sheet_id: Mapped[int] = to("day_sheet.id", index=True)
    photo: Mapped[str] = mapped_column(String(40))
    found: Mapped[list[Any]] = mapped_column(JSON)  # what the reader saw, row by row
    read_at: Mapped[Moment]
    read_by_id: Mapped[int | None] = maybe("officer.id")
    confirmed: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))  # what the person said it says
    confirmed_at: Mapped[Moment | None]
    confirmed_by_id: Mapped[int | None] = maybe("officer.id")
