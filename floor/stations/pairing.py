"""Making a browser a station's, and ending that."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from ..access.tokens import hash_token, issue, revoke
from ..db import db
from ..models import Station, StationToken


def pair(conn: Connection, station_id: int, tablet: str, name: str, now: int) -> str:
    """A token for this tablet at a station. Tokens it had before end, so that pairing twice leaves one."""
    end_tokens(conn, tablet, now)
    token = issue(conn, station_id, None, name, now)
    conn.execute(update(StationToken).where(StationToken.token_hash == hash_token(token)).values(tablet=tablet))
    return token


def end_tokens(conn: Connection, tablet: str, now: int) -> None:
    """Ends every token of a tablet."""
    good = select(StationToken.id).where(StationToken.tablet == tablet, StationToken.revoked_at.is_(None))
    for token_id in conn.scalars(good).all():
        revoke(conn, token_id, now)


def stations() -> list[Station]:
    """The stations that a browser may be paired with."""
    return list(db.session.scalars(select(Station).where(Station.active).order_by(Station.name)))


def station(station_id: int | None) -> Station | None:
    """A station that isn't closed, with its stages."""
    found = db.session.get(Station, station_id) if station_id is not None else None
    return found if found is not None and found.active else None
