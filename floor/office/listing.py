"""What scripts ask for: the site, officers, stations, batches, a machine's token."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from .. import clock
from ..access.tokens import issue
from ..db import db
from ..models import Batch, Officer, OfficerRole, Order, OrderLine, Role, Site, Station, Unit

_MAY_SCAN = (Role.OPERATOR, Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR)


def sites() -> list[dict[str, Any]]:
    """The site, once it was set up."""
    found = db.session.scalars(select(Site))
    return [{"code": site.code, "name": site.name, "zone": site.zone, "camera": site.camera} for site in found]


def officers() -> list[dict[str, Any]]:
    """Every officer with the roles granted, those no longer active too."""
    found = db.session.scalars(select(Officer).order_by(Officer.code))
    return [
        {"code": each.code, "name": each.name, "roles": sorted(each.roles), "active": each.active} for each in found
    ]


def stations() -> list[dict[str, Any]]:
    """Every active station with its stages, in the order they were made."""
    found = db.session.scalars(select(Station).where(Station.active).order_by(Station.id))
    return [
        {
            "code": station.code,
            "name": station.name,
            "stages": [stage.code for stage in station.stages],
            "officer": station.officer.code if station.officer else None,
        }
        for station in found
    ]


def batches() -> list[dict[str, Any]]:
    """Every batch of an open order: its number, order, size, quantity and its units with their codes."""
    found = db.session.scalars(
        select(Batch)
        .join(OrderLine, OrderLine.id == Batch.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.closed_at.is_(None))
        .order_by(Batch.id)
    )
    return [
        {
            "number": batch.number,
            "order": batch.order_line.order.number,
            "product": batch.order_line.order.product.code,
            "size": batch.order_line.size,
            "quantity": batch.quantity,
            "units": [_unit(unit) for unit in batch.units],
        }
        for batch in found
    ]


def _unit(unit: Unit) -> dict[str, Any]:
    standing = [label.code for label in unit.labels if label.voided_at is None and label.replaced_by_id is None]
    return {"name": unit.name, "kind": unit.kind, "code": standing[-1] if standing else None}


def machine_token(station_code: str, officer_code: str | None) -> str | None:
    """A new token for a machine at a station, for an officer: by default the first who scans there or anywhere."""

    def work(conn: Connection) -> str | None:
        station = conn.execute(select(Station).where(Station.code == station_code, Station.active)).first()
        officer_id = _officer(conn, officer_code)
        if station is None or officer_id is None:
            return None
        return issue(conn, station.id, officer_id, "machine", clock.now())

    return db.write(work)


def _officer(conn: Connection, code: str | None) -> int | None:
    may_scan = select(Officer.id).join(OfficerRole).where(Officer.active)
    if code is not None:
        return conn.scalar(may_scan.where(Officer.code == code, OfficerRole.role.in_(_MAY_SCAN)).limit(1))
    return conn.scalar(may_scan.where(OfficerRole.role == Role.OPERATOR).order_by(Officer.id).limit(1))
