"""The stations that a browser may stand at."""

from __future__ import annotations

from sqlalchemy import select

from ..db import db
from ..models import Station


def stations() -> list[Station]:
    """The stations that a browser may be paired with."""
    return list(db.session.scalars(select(Station).where(Station.active).order_by(Station.name)))


def station(station_id: int | None) -> Station | None:
    """A station that isn't closed, with its stages."""
    found = db.session.get(Station, station_id) if station_id is not None else None
    return found if found is not None and found.active else None
