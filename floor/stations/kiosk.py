"""A tablet that stands at its station all day: its heartbeat, and the page that it shows instead of any other."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.languages import choose_language
from ..access.locks import is_locked_here
from ..access.marks import stations_only
from ..access.officers import check_pin, find_officer
from ..access.roles import all_held
from ..access.slowing import place_here
from ..access.tokens import Speaker, current_station
from ..db import db
from ..models import Officer, Role
from ..office import log, tablets
from ..pages import site, version
from ..refusals import No, Refused
from ..scan import presence
from ..scan.waiting_here import told_stop
from . import heartbeats, pairing

bp = Blueprint("kiosk", __name__)

_MOST_BYTES = 4_096


@bp.post("/api/v1/heartbeat")
@stations_only
def post_heartbeat() -> ResponseReturnValue:
    """Hears how a tablet does; tells it what it needs to know even while its page asks nothing else."""
    speaker, now = _speaker(), clock.now()
    if (request.content_length or 0) > _MOST_BYTES:
        raise Refused(refusals.TOO_LARGE.because())
    beat = heartbeats.hear(_body(), request.headers.get("User-Agent", ""), now)

    def work(conn: Connection) -> tuple[bool, bool]:
        return heartbeats.keep(conn, speaker, beat), heartbeats.touch(conn, speaker, beat)

    reload, is_away = db.note(work)
    if is_away:
        db.write(lambda conn: presence.sign_out_absent(conn, speaker.station_id, now))
    stop = presence.stopped(db.session.connection())
    answer: dict[str, Any] = {
        "version": version(),
        "reload": reload,
        "locked": speaker.locked,
        "away": is_away,
        "stopped": told_stop(stop, choose_language(), site().zone) if stop is not None else None,
    }
    return jsonify(answer)


@bp.get("/station/locked")
@stations_only
def locked() -> ResponseReturnValue:
    """What a locked tablet shows instead of any page that isn't its station's."""
    return _locked_page()


@bp.post("/station/unlock")
@stations_only
def unlock_now() -> ResponseReturnValue:
    """A supervisor at the tablet unlocks it: badge and PIN."""
    speaker, now = _speaker(), clock.now()
    try:
        officer_id = find_officer(db.session.connection(), request.form.get("code", ""))
        known = check_pin(officer_id, request.form.get("pin", ""), place_here(), now)
        if Role.SUPERVISOR not in all_held(db.session.get_one(Officer, known).roles):
            raise Refused(refusals.NOT_ALLOWED.because())
    except Refused as refused:
        return _locked_page(refused.no)
    db.write(lambda conn: _unlock(conn, speaker.token_id, known, now))
    return redirect(url_for("stations.station"), 303)


def _unlock(conn: Connection, token_id: int, officer_id: int, now: int) -> None:
    with log.signed(conn, log.By(officer_id, now)):
        tablets.unlock(conn, token_id)


def _speaker() -> Speaker:
    speaker = current_station()
    assert speaker is not None  # noqa: S101 - the door let a station in
    return speaker


def _body() -> object:
    try:
        return json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        raise Refused(refusals.NOT_JSON.because()) from error


def _locked_page(no: No | None = None) -> ResponseReturnValue:
    page = render_template(
        "stations/locked.html",
        station=pairing.station(_speaker().station_id),
        is_locked=is_locked_here(),
        locked_said=sentence(refusals.TABLET_LOCKED.because()),
        said=sentence(no) if no else "",
        code=request.form.get("code", ""),
    )
    return page, status_of(no) if no else 200
