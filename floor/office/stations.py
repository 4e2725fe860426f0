"""Stations: the places where scans are made, what they serve, and the tokens that machines speak by."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from .. import refusals
from ..access import tokens
from ..models import Officer, Stage, Station, StationStage, StationToken, Workshop
from ..refusals import Refused
from . import log, rows


def add(
    conn: Connection,
    code: str,
    name: str,
    workshop_id: int | None,
    stages: Collection[int],
    day_target: int | None = None,
) -> None:
    """Adds a station that serves these stages; once, however often the form comes. ``day_target``: pieces a day."""
    rows.must_exist(conn, Workshop, workshop_id, "unit kerja")
    values = {"code": code, "name": name, "workshop_id": workshop_id, "day_target": day_target}
    more = {"stages": _codes(conn, stages)}
    _put_stages(conn, rows.add(conn, Station, values, "kode pos", more=more), stages)


def change(
    conn: Connection,
    code: str,
    name: str,
    workshop_id: int | None,
    stages: Collection[int],
    day_target: int | None = None,
) -> None:
    """Renames a station, lets it serve other stages, or gives it another target."""
    rows.must_exist(conn, Workshop, workshop_id, "unit kerja")
    of_it = select(StationStage.stage_id).join(Station, Station.id == StationStage.station_id)
    was = {"stages": _codes(conn, conn.scalars(of_it.where(Station.code == code)).all())}
    values = {"name": name, "workshop_id": workshop_id, "day_target": day_target}
    _put_stages(conn, rows.change(conn, Station, code, values, was, {"stages": _codes(conn, stages)}), stages)


def give_token(conn: Connection, station_id: int, officer_id: int, name: str, now: int) -> str:
    """A token for a machine, which carries an officer. One of the same name here ends: a form sent twice leaves one."""
    officer = conn.execute(select(Officer.code).where(Officer.id == officer_id, Officer.active)).scalar()
    if officer is None:
        raise Refused(refusals.UNKNOWN_OFFICER.because())
    same = select(StationToken.id).where(
        StationToken.station_id == station_id,
        StationToken.officer_id.is_not(None),
        StationToken.name == name,
        StationToken.revoked_at.is_(None),
    )
    for token_id in conn.scalars(same).all():
        tokens.revoke(conn, token_id, now)
    log.note(conn, "station", _code(conn, station_id), "token", after={"token": name, "officer": officer})
    return tokens.issue(conn, station_id, officer_id, name, now)


def take_token(conn: Connection, station_id: int, token_id: int, now: int) -> None:
    """Ends a token of a station for good."""
    kept = select(StationToken.name).where(StationToken.id == token_id, StationToken.station_id == station_id)
    name = conn.execute(kept).scalar()
    if name is None:
        raise Refused(refusals.NOT_FOUND.because(what="token"))
    if tokens.revoke(conn, token_id, now):
        log.note(conn, "station", _code(conn, station_id), "token_ended", after={"token": name or "–"})


def _put_stages(conn: Connection, station_id: int, stages: Collection[int]) -> None:
    if not stages:
        raise Refused(refusals.FIELD_NEEDED.because(what="tahap di pos ini"))
    for stage_id in stages:
        rows.must_exist(conn, Stage, stage_id, "tahap")
    conn.execute(delete(StationStage).where(StationStage.station_id == station_id))
    conn.execute(insert(StationStage), [{"station_id": station_id, "stage_id": stage_id} for stage_id in stages])


def _codes(conn: Connection, stages: Collection[int]) -> list[str]:
    return list(conn.scalars(select(Stage.code).where(Stage.id.in_(stages)).order_by(Stage.id)))


def _code(conn: Connection, station_id: int) -> str:
    return conn.execute(select(Station.code).where(Station.id == station_id)).scalar_one()
