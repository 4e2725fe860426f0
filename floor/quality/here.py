"""Who inspects in this browser: whoever is signed in at a station with a gate, else the inspector at a desk."""

from __future__ import annotations

from flask import request
from sqlalchemy import Connection, select

from ..access.officers import check_pin
from ..access.sessions import current_officer, note_pin, pin_is_fresh
from ..access.slowing import place_here
from ..access.tokens import current_station
from ..db import db
from ..models import RouteStep, Station, StationStage
from ..rules import times
from ..scan import presence
from .givers import Giver


def station_here() -> Station | None:
    """The station of this browser, where it serves a gate.

    It comes before an officer's session: whoever paired the tablet may still be signed in in its browser.
    """
    speaker = current_station()
    if speaker is None:
        return None
    station = db.session.get_one(Station, speaker.station_id)
    return station if _serves_a_gate(station.id) or current_officer() is None else None


def giver_here(now: int) -> Giver:
    """Who gives a verdict from this browser."""
    station = station_here()
    if station is not None:
        stages = frozenset(stage.id for stage in station.stages)
        return Giver(station.officer_id, station.id, stages, not times.pin_is_fresh(station.pin_at, now))
    officer = current_officer()
    return Giver(officer.id if officer else None, None, None, not pin_is_fresh())


def type_pin(giver: Giver, now: int) -> bool:
    """Whether the PIN was typed lately, or right in this form; raises ``WRONG_PIN`` or ``SLOW_DOWN``.

    True where nobody is signed in: there is none to type it, and the verdict is refused for that.
    """
    pin = request.form.get("pin", "")
    if not giver.owes_pin or giver.officer_id is None:
        return True
    if not pin:
        return False
    officer_id, station_id = check_pin(giver.officer_id, pin, place_here(), now), giver.station_id
    if station_id is None:
        note_pin(now)
    else:
        speaker = current_station()
        token_id = speaker.token_id if speaker is not None else None
        db.write(lambda conn: _note_at_station(conn, station_id, officer_id, now, token_id))
    return True


def _note_at_station(conn: Connection, station_id: int, officer_id: int, now: int, token_id: int | None) -> None:
    # Nobody else may have signed in meanwhile: the PIN is that officer's.
    here = select(Station.id).where(Station.id == station_id, Station.officer_id == officer_id)
    if conn.execute(here.with_for_update()).first() is not None:
        presence.take_over(conn, station_id, officer_id, now, now, token_id)


def _serves_a_gate(station_id: int) -> bool:
    gate = (
        select(RouteStep.id)
        .join(StationStage, StationStage.stage_id == RouteStep.stage_id)
        .where(StationStage.station_id == station_id, RouteStep.is_gate)
        .limit(1)
    )
    return db.session.execute(gate).first() is not None
