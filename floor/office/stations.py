"""Stations: the places where scans are made, what they serve, and the tokens that machines speak by."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select, update

from .. import refusals
from ..access import tokens
from ..models import Officer, Stage, Station, StationStage, StationToken, Workshop
from ..refusals import Refused
from . import rows


def add(conn: Connection, code: str, name: str, workshop_id: int | None, stages: Collection[int]) -> None:
    """Adds a station that serves these stages; once, however often the form comes."""
    rows.must_exist(conn, Workshop, workshop_id, "unit kerja")
    values = {"code": code, "name": name, "workshop_id": workshop_id}
    _put_stages(conn, rows.add(conn, Station, values, "kode pos"), stages)


def change(
    conn: Connection, code: str, name: str, workshop_id: int | None, stages: Collection[int], active: bool
) -> None:
    """Renames a station, lets it serve other stages, or closes it: then its tokens open nothing."""
    rows.must_exist(conn, Workshop, workshop_id, "unit kerja")
    station_id = conn.execute(select(Station.id).where(Station.code == code)).scalar_one()
    values = {"name": name, "workshop_id": workshop_id, "active": active}
    conn.execute(update(Station).where(Station.id == station_id).values(values))
    _put_stages(conn, station_id, stages)


def give_token(conn: Connection, station_id: int, officer_id: int, name: str, now: int) -> str:
    """A token for a machine, which carries an officer. One of the same name here ends: a form sent twice leaves one."""
    if conn.execute(select(Officer.id).where(Officer.id == officer_id, Officer.active)).first() is None:
        raise Refused(refusals.UNKNOWN_OFFICER.because())
    same = select(StationToken.id).where(
        StationToken.station_id == station_id,
        StationToken.officer_id.is_not(None),
        StationToken.name == name,
        StationToken.revoked_at.is_(None),
    )
    for token_id in conn.scalars(same).all():
        tokens.revoke(conn, token_id, now)
    return tokens.issue(conn, station_id, officer_id, name, now)


def take_token(conn: Connection, station_id: int, token_id: int, now: int) -> None:
    """Ends a token of a station for good."""
    kept = select(StationToken.id).where(StationToken.id == token_id, StationToken.station_id == station_id)
    if conn.execute(kept).first() is None:
        raise Refused(refusals.NOT_FOUND.because(what="token"))
    tokens.revoke(conn, token_id, now)


def _put_stages(conn: Connection, station_id: int, stages: Collection[int]) -> None:
    if not stages:
        raise Refused(refusals.FIELD_NEEDED.because(what="tahap di pos ini"))
    for stage_id in stages:
        rows.must_exist(conn, Stage, stage_id, "tahap")
    conn.execute(delete(StationStage).where(StationStage.station_id == station_id))
    conn.execute(insert(StationStage), [{"station_id": station_id, "stage_id": stage_id} for stage_id in stages])
