"""Officers added, renamed, given roles. How PINs are kept is ``floor.access``'s."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select, update

from .. import refusals
from ..access.officers import Tried, create_officer, lock_officers, try_pin
from ..access.pins import verify_pin
from ..models import Officer, OfficerRole, Role, Station
from ..refusals import Refused


def try_pin_for(conn: Connection, code: str, pin: str) -> Tried:
    """Tries a PIN before a write begins; one that the officer of that code has already is no other's."""
    return try_pin(conn, pin, conn.scalar(select(Officer.id).where(Officer.code == code)))


def add(conn: Connection, code: str, name: str, roles: frozenset[Role], pin: str, tried: Tried | None = None) -> None:
    """Adds an officer; does nothing where the very same is there already, for then the form came twice."""
    kept = conn.execute(select(Officer.id, Officer.name, Officer.pin_hash).where(Officer.code == code)).first()
    if kept is not None and kept.name == name and verify_pin(kept.pin_hash, pin):
        granted = conn.scalars(select(OfficerRole.role).where(OfficerRole.officer_id == kept.id)).all()
        if frozenset(granted) == roles:
            return
    create_officer(conn, code, name, roles, pin, tried=tried)


def change(conn: Connection, officer_id: int, name: str, roles: Collection[Role], active: bool) -> None:
    """Renames an officer, gives other roles, or lets go; ``LAST_ADMINISTRATOR`` where no active one would remain.

    Who is let go leaves PIN, password and stations behind, and needs a new PIN to come back: another may have the old
    one by then. Who may only look leaves the stations.
    """
    lock_officers(conn)
    conn.execute(update(Officer).where(Officer.id == officer_id).values(name=name, active=active))
    conn.execute(delete(OfficerRole).where(OfficerRole.officer_id == officer_id))
    if roles:
        granted = [{"officer_id": officer_id, "role": role.value} for role in sorted(roles)]
        conn.execute(insert(OfficerRole), granted)
    if not active:
        conn.execute(update(Officer).where(Officer.id == officer_id).values(pin_hash=None, password_hash=None))
    if not active or set(roles) <= {Role.VIEWER}:
        conn.execute(update(Station).where(Station.officer_id == officer_id).values(officer_id=None, pin_at=None))
    administrators = (
        select(func.count())
        .select_from(OfficerRole)
        .join(Officer, Officer.id == OfficerRole.officer_id)
        .where(OfficerRole.role == Role.ADMINISTRATOR.value, Officer.active)
    )
    if not conn.execute(administrators).scalar_one():
        raise Refused(refusals.LAST_ADMINISTRATOR.because())
