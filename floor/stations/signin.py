"""Who is signed in at a station: written here when it is done by PIN, and by ``scan.cards`` when a badge is scanned."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ..access.officers import find_officer
from ..access.tokens import Speaker
from ..db import db
from ..models import Officer, OfficerRole, Role
from ..rules.codes import Kind, kind_of, read_code
from ..scan import presence


def sign_in(conn: Connection, speaker: Speaker, officer_id: int, now: int, pin_at: int | None) -> None:
    """From now on this officer is signed in at the station; ``pin_at`` is when the PIN was typed, if it was."""
    presence.take_over(conn, speaker.station_id, officer_id, now, pin_at, speaker.token_id)


def sign_out(conn: Connection, speaker: Speaker, now: int) -> None:
    """From now on nobody is signed in at the station, and it takes no scans of goods."""
    presence.take_over(conn, speaker.station_id, None, now, None, speaker.token_id)


def who_may_stand_here() -> frozenset[int]:
    """The officers who may be signed in at a station: all but those who only look."""
    works = select(OfficerRole.officer_id).where(OfficerRole.role != Role.VIEWER.value)
    return frozenset(db.session.scalars(select(Officer.id).where(Officer.active, Officer.id.in_(works))))


def officer_by_badge(text: str) -> int | None:
    """The officer whose badge was scanned; a typed name or number is no badge, however it is spelt."""
    code = read_code(text)
    if code is None or kind_of(code) is not Kind.OFFICER:
        return None
    return find_officer(db.session.connection(), code)
