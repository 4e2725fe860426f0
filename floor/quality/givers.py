"""Who may give a verdict: an inspector or a supervisor, and by what right here and now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from ..db import Hot
from ..models import Officer, OfficerRole, Role
from ..rules.times import PIN_FRESH_MS, pin_is_fresh
from ..scan.hearing import Item
from ..scan.read import Caller

# By grant, not brought along: an administrator gives no verdicts.
_GIVE_VERDICTS = (Role.INSPECTOR.value, Role.SUPERVISOR.value)

_WORKS_ON = Hot(
    text(
        "UPDATE station SET pin_at = :at WHERE id = :station_id AND officer_id = :officer_id"
        " AND pin_at > :since AND pin_at < :at"
    )
)
# The same for those that come late: they are judged by who was there then, as far as their tablet knew.
_WORKED_ON = Hot(
    text(
        "UPDATE duty SET pin_at = :at WHERE id = (SELECT id FROM duty WHERE station_id = :station_id AND at <= :at"
        " AND officer_id = :officer_id ORDER BY at DESC, id DESC LIMIT 1) AND pin_at > :since AND pin_at < :at"
    )
)


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


def of_kept(then: Caller, now: Caller, item: Item) -> Giver:
    """Who gives a verdict that was kept on the tablet: whoever stood there then, if the PIN counted then.

    Or if the same officer stands there now and has typed it since: the refused one is sent again with its old time.
    """
    giver = at_station(then, item.at)
    if giver.owes_pin and now.officer_id == then.officer_id:
        return at_station(now, item.heard_at)
    return giver


def works_on(conn: Connection, giver: Giver, at: int) -> None:
    """A verdict of a station's officer whose PIN still counts: from then on it counts as long again.

    Who judges piece after piece, with a scanner in the hand, isn't asked in between; who stopped for so long is.
    """
    if giver.station_id is not None and not giver.owes_pin:
        still = {"at": at, "since": at - PIN_FRESH_MS, "station_id": giver.station_id, "officer_id": giver.officer_id}
        _WORKS_ON(conn, still)
        _WORKED_ON(conn, still)


def supervises(conn: Connection, officer_id: int | None) -> bool:
    """Whether a supervisor speaks, who may withdraw any lot and correct anybody's verdict."""
    held = (OfficerRole.officer_id == officer_id, OfficerRole.role == Role.SUPERVISOR.value)
    return conn.execute(select(OfficerRole.officer_id).where(*held)).first() is not None


def is_same_place(giver: Giver, station_id: int | None, officer_id: int | None) -> bool:
    """Whether this is said where that was: at the same station, or by the same inspector at a desk."""
    if giver.station_id is None:
        return station_id is None and officer_id == giver.officer_id
    return station_id == giver.station_id


def gives_verdicts(conn: Connection, officer_id: int) -> bool:
    """Whether an officer may give verdicts."""
    statement = (
        select(Officer.id)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(Officer.id == officer_id, Officer.active, OfficerRole.role.in_(_GIVE_VERDICTS))
        .limit(1)
    )
    return conn.execute(statement).first() is not None
