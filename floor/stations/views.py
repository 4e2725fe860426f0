"""A station's screen, pairing a browser with a station, and who is signed in there."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.marks import needs, stations_only, stations_or
from ..access.officers import check_pin
from ..access.sessions import sign_out_here
from ..access.slowing import place_here
from ..access.tokens import current_station, pair_response, unpair_response
from ..db import db
from ..models import Role, Station
from ..refusals import No, Refused
from . import pairing, signin
from .tablet import keep_tablet, tablet_here

bp = Blueprint("stations", __name__)


@bp.get("/station")
@stations_or(*Role)
def station() -> ResponseReturnValue:
    """The screen of the station that this browser is paired with; without one, what to do about it."""
    here = _station_here()
    if here is None:
        return render_template("stations/not_paired.html")
    sign_out_here()  # the supervisor who paired the tablet must not stay behind on it, with the office's whole menu
    return render_template("stations/station.html", station=here)


@bp.get("/station/pair")
@needs(Role.SUPERVISOR)
def pair() -> ResponseReturnValue:
    """Asks which station this browser stands at."""
    return _pair_page()


@bp.post("/station/pair")
@needs(Role.SUPERVISOR)
def pair_now() -> ResponseReturnValue:
    """Makes this browser a station's. Sent twice, it leaves one good token: the earlier one ends."""
    chosen = pairing.station(request.form.get("station", type=int))
    if chosen is None:
        return _pair_page(refusals.FIELD_NEEDED.because(what=_("pos")))
    station_id, tablet, name = chosen.id, tablet_here(), request.form.get("name", "").strip()[:60]
    now = clock.now()
    token = db.write(lambda conn: pairing.pair(conn, station_id, tablet, name, now))
    response = make_response(redirect(url_for("stations.station"), 303))
    pair_response(response, token)
    keep_tablet(response, tablet)
    return response


@bp.post("/station/unpair")
@needs(Role.SUPERVISOR)
def unpair_now() -> ResponseReturnValue:
    """Makes this browser nobody's again; scans that it still keeps are sent once it is paired again."""
    tablet, now = tablet_here(), clock.now()
    db.write(lambda conn: pairing.end_tokens(conn, tablet, now))
    response = make_response(redirect(url_for("stations.pair"), 303))
    unpair_response(response)
    return response


@bp.get("/station/sign-in")
@stations_only
def sign_in() -> ResponseReturnValue:
    """Asks for a badge, or for a name and its PIN."""
    return _sign_in_page()


@bp.post("/station/sign-in")
@stations_only
def sign_in_now() -> ResponseReturnValue:
    """Signs an officer in at this station: by a badge alone, or by name and PIN."""
    speaker = current_station()
    assert speaker is not None  # noqa: S101 - the door let a station in
    station_id, now = speaker.station_id, clock.now()
    badge, chosen = request.form.get("code", "").strip(), request.form.get("officer", type=int)
    try:
        officer_id, pin_at = (_by_badge(badge), None) if badge else (_by_pin(chosen, now), now)
    except Refused as refused:
        return _sign_in_page(chosen, refused.no)
    db.write(lambda conn: signin.sign_in(conn, station_id, officer_id, pin_at))
    return redirect(url_for("stations.station"), 303)


@bp.post("/station/sign-out")
@stations_only
def sign_out_now() -> ResponseReturnValue:
    """Signs whoever is signed in at this station out."""
    speaker = current_station()
    assert speaker is not None  # noqa: S101 - the door let a station in
    station_id = speaker.station_id
    db.write(lambda conn: signin.sign_out(conn, station_id))
    return redirect(url_for("stations.sign_in"), 303)


def _by_badge(text: str) -> int:
    officer_id = signin.officer_by_badge(text)
    if officer_id is None or officer_id not in {officer.id for officer in signin.officers_for_stations()}:
        raise Refused(refusals.UNKNOWN_OFFICER.because())
    return officer_id


def _by_pin(officer_id: int | None, now: int) -> int:
    works_here = {officer.id for officer in signin.officers_for_stations()}
    return check_pin(officer_id if officer_id in works_here else None, request.form.get("pin", ""), place_here(), now)


def _station_here() -> Station | None:
    speaker = current_station()
    return pairing.station(speaker.station_id) if speaker else None


def _pair_page(no: No | None = None) -> ResponseReturnValue:
    said = sentence(no) if no else ""
    page = render_template("stations/pair.html", stations=pairing.stations(), here=_station_here(), said=said)
    return page, status_of(no) if no else 200


def _sign_in_page(chosen: int | None = None, no: No | None = None) -> ResponseReturnValue:
    page = render_template(
        "stations/sign_in.html",
        station=_station_here(),
        officers=signin.officers_for_stations(),
        chosen=chosen,
        said=sentence(no) if no else "",
    )
    return page, status_of(no) if no else 200
