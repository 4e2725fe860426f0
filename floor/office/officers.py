"""Officers added, renamed, given roles. How PINs are kept is ``floor.access``'s."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select, update

from .. import refusals
from ..access.officers import Tried, create_officer, lock_officers, set_pin, sign_out_everywhere, try_pin
from ..access.pins import verify_pin
from ..models import Label, Officer, OfficerRole, Role, Station, Worker
from ..refusals import Refused
from ..rules.codes import Kind
from ..scan import labels
from ..scan.entries import Done, Plan, once
from ..scan.record import EntryAsked
from . import log
from .changes import Reader


def try_pin_for(conn: Connection, code: str, pin: str) -> Tried:
    """Tries a PIN before a write begins; one that the officer of that code has already is no other's."""
    return try_pin(conn, pin, conn.scalar(select(Officer.id).where(Officer.code == code)))


def add(conn: Connection, code: str, name: str, roles: frozenset[Role], pin: str, tried: Tried | None = None) -> None:
    """Adds an officer; does nothing where the very same is there already, for then the form came twice."""
    kept = conn.execute(select(Officer.id, Officer.name, Officer.pin_hash).where(Officer.code == code)).first()
    same = kept is not None and kept.name == name and verify_pin(kept.pin_hash, pin)
    if kept is not None and same and granted_to(conn, kept.id) == roles:
        return
    create_officer(conn, code, name, roles, pin, tried=tried)
    log.note(conn, "officer", code, "added", after=_told(name, roles))


def change(
    conn: Connection, officer_id: int, name: str, roles: Collection[Role], active: bool, reason: str = ""
) -> None:
    """Renames an officer, gives other roles, or lets go; ``LAST_ADMINISTRATOR`` where no active one would remain.

    Who is let go leaves PIN, password and stations behind, and needs a new PIN to come back: another may have the old
    one by then. Who may only look leaves the stations.
    """
    lock_officers(conn)
    kept = conn.execute(select(Officer.code, Officer.name, Officer.active).where(Officer.id == officer_id)).one()
    before = _told(kept.name, granted_to(conn, officer_id)) | {"active": kept.active}
    log.note_difference(conn, "officer", kept.code, before, _told(name, roles) | {"active": active}, reason)
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


def lead(conn: Connection, officer_id: int, team_id: int | None) -> None:
    """Says which team an officer leads; that team's work then wants a second officer where this one judges it."""
    if team_id is not None and conn.scalar(select(Worker.id).where(Worker.id == team_id, Worker.is_team)) is None:
        raise Refused(refusals.NOT_FOUND.because(what="regu", field="team"))
    before = conn.scalar(
        select(Worker.code).join(Officer, Officer.team_id == Worker.id).where(Officer.id == officer_id)
    )
    conn.execute(update(Officer).where(Officer.id == officer_id).values(team_id=team_id))
    after = conn.scalar(select(Worker.code).where(Worker.id == team_id)) if team_id is not None else None
    log.note_difference(conn, "officer", _code(conn, officer_id), {"team": before or ""}, {"team": after or ""})


def granted_to(conn: Connection, officer_id: int) -> frozenset[Role]:
    """The roles granted to an officer."""
    granted = conn.scalars(select(OfficerRole.role).where(OfficerRole.officer_id == officer_id))
    return frozenset(Role(role) for role in granted)


def give_pin(conn: Connection, officer_id: int, pin: str, tried: Tried | None = None) -> None:
    """Gives an officer another PIN; the log says that, and never which."""
    set_pin(conn, officer_id, pin, tried)
    log.note(conn, "officer", _code(conn, officer_id), "pin")


def sign_out(conn: Connection, officer_id: int, now: int) -> None:
    """Signs an officer out of every browser and every station."""
    sign_out_everywhere(conn, officer_id, now)
    conn.execute(update(Station).where(Station.officer_id == officer_id).values(officer_id=None, pin_at=None))
    log.note(conn, "officer", _code(conn, officer_id), "signed_out")


def give_badge(conn: Connection, asked: EntryAsked, officer_id: int) -> Done:
    """Gives an officer another badge, for a lost one; the old one says that it was replaced. Detail: ``code``."""

    def plan() -> Plan:
        code = labels.issue(conn, Kind.OFFICER, asked.heard_at, officer_id=officer_id)
        new = conn.execute(select(Label.id).where(Label.code == code)).scalar_one()
        old = (Label.officer_id == officer_id, Label.voided_at.is_(None), Label.id != new)
        conn.execute(update(Label).where(*old).values(replaced_by_id=new))
        log.note(conn, "officer", _code(conn, officer_id), "badge", reason=asked.reason)
        return Plan(detail={"code": code})

    return once(conn, asked, plan)


def badge_of(reader: Reader, officer_id: int) -> Label | None:
    """The badge that an officer has now."""
    mine = (Label.officer_id == officer_id, Label.voided_at.is_(None), Label.replaced_by_id.is_(None))
    return reader.execute(select(Label).where(*mine).order_by(Label.id.desc()).limit(1)).scalar()


def _code(conn: Connection, officer_id: int) -> str:
    return conn.execute(select(Officer.code).where(Officer.id == officer_id)).scalar_one()


def _told(name: str, roles: Collection[Role]) -> dict[str, object]:
    return {"name": name, "roles": sorted(role.value for role in roles)}
