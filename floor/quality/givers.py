"""Who may give a verdict: an inspector or a supervisor, and by what right here and now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from ..models import Officer, OfficerRole, Role
from ..rules.times import pin_is_fresh
from ..scan.read import Caller

# By grant, not brought along: an administrator gives no verdicts.
_GIVE_VERDICTS = (Role.INSPECTOR.value, Role.SUPERVISOR.value)


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives a verdict and where. ``stages`` are those the station serves; ``None``: any, at an inspector's desk."""

    officer_id: int | None
    station_id: int | None
    stages: frozenset[int] | None
    owes_pin: bool


def at_station(caller: Caller, heard_at: int) -> Giver:
    """Whoever is signed in at a station. A machine's token was issued on the server itself: that stands for the PIN."""
    owes_pin = caller.is_tablet and not pin_is_fresh(caller.pin_at, heard_at)
    return Giver(caller.officer_id, caller.station_id, caller.stages, owes_pin)


def gives_verdicts(conn: Connection, officer_id: int) -> bool:
    """Whether an officer may give verdicts."""
    statement = (
        select(Officer.id)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(Officer.id == officer_id, Officer.active, OfficerRole.role.in_(_GIVE_VERDICTS))
        .limit(1)
    )
    return conn.execute(statement).first() is not None
