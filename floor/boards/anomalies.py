"""What a supervisor must look at: scans that wait, things heard that fit nowhere, work without a worker's name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import aliased

from ..models import Anomaly, Move, RouteStep, Scan, Stage, Station, Unit, WaitingScan, Why

MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A late scan whose pieces haven't come."""

    scan_id: int
    at: int
    heard_at: int
    unit: str
    code: str
    station: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Odd:
    """Something heard that fits nowhere, kept as it came."""

    kind: str
    heard_at: int
    station: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Nameless:
    """Work that was done at a station since this morning and isn't booked to anybody."""

    station: str
    stage: str
    stage_en: str
    scans: int
    quantity: int
    last_at: int


def waiting(conn: Connection) -> list[Waiting]:
    """The scans that wait for their pieces, the oldest on top."""
    rows = conn.execute(
        select(Scan.id, Scan.at, Scan.heard_at, Unit.name, Scan.code, Station.name, Scan.quantity, Scan.seen)
        .join(WaitingScan, WaitingScan.scan_id == Scan.id)
        .join(Unit, Unit.id == WaitingScan.unit_id)
        .join(Station, Station.id == Scan.station_id)
        .order_by(WaitingScan.at, Scan.id)
        .limit(MOST)
    )
    return [
        Waiting(scan_id, at, heard_at, unit, code or "", station, quantity or seen)
        for scan_id, at, heard_at, unit, code, station, quantity, seen in rows
    ]


def odd(conn: Connection) -> list[Odd]:
    """The newest things that fit nowhere: reused ids, items that could not be read."""
    rows = conn.execute(
        select(Anomaly.kind, Anomaly.heard_at, Station.name, Anomaly.body)
        .outerjoin(Station, Station.id == Anomaly.station_id)
        .order_by(Anomaly.id.desc())
        .limit(MOST)
    )
    return [Odd(row.kind, row.heard_at, row.name, row.body) for row in rows]


def without_worker(conn: Connection, since: int) -> list[Nameless]:
    """Production work scanned since a moment that names no worker or team and wasn't taken back, per station."""
    back = aliased(Move)
    rows = conn.execute(
        select(
            Station.name,
            Stage.name,
            Stage.name_en,
            func.count(Scan.id.distinct()),
            func.sum(Move.quantity),
            func.max(Scan.at),
        )
        .join(Scan, Scan.id == Move.scan_id)
        .join(Unit, Unit.id == Move.unit_id)
        .join(
            RouteStep,
            and_(RouteStep.route_version_id == Unit.route_version_id, RouteStep.number == Move.from_place),
        )
        .join(Stage, Stage.id == RouteStep.stage_id)
        .join(Station, Station.id == Scan.station_id)
        .outerjoin(back, back.undoes_id == Move.id)
        .where(
            Move.scan_id >= first_scan_since(conn, since),
            Move.worker_id.is_(None),
            Move.why == Why.DONE.value,
            Stage.is_production,
            back.id.is_(None),
        )
        .group_by(Station.name, Stage.name, Stage.name_en)
        .order_by(Station.name, Stage.name)
    )
    return [Nameless(row[0], row[1], row[2], row[3], int(row[4]), row[5]) for row in rows]


def first_scan_since(conn: Connection, since: int) -> int:
    """The key of the first scan heard since a moment.

    Scans have no index by time and need none: keys grow as time does, so twenty looks find it among a million.
    """
    low, high = 1, (conn.execute(select(Scan.id).order_by(Scan.id.desc()).limit(1)).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = conn.execute(select(Scan.id, Scan.heard_at).where(Scan.id >= middle).order_by(Scan.id).limit(1)).one()
        if row.heard_at >= since:
            high = middle
        else:
            low = row.id + 1
    return low
