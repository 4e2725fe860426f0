"""A station's screen, pairing a browser with a station, and who is signed in there."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import clock, refusals
from ..access import pairings
from ..access.answers import sentence, status_of
from ..access.languages import choose_language
from ..access.marks import everybody, needs, stations_only
from ..access.officers import badge_instead, find_officer_by_pin
from ..access.sessions import sign_out_here
from ..access.slowing import begin_try, forgive, place_here
from ..access.tablets import keep_tablet, tablet_here
from ..access.tokens import current_station, pair_response, unpair_response
from ..db import db
from ..models import Role, Station
from ..pages import site
from ..refusals import No, Refused
from ..rules.codes import in_words
from ..scan import filling, lots, presence
from . import looking, pairing, signin, voice
from .shell import as_shell

bp = Blueprint("stations", __name__)

_NAME_KEPT = 60


@bp.get("/station")
@everybody
def station() -> ResponseReturnValue:
    """The screen of the station that this browser is paired with; without one, how to pair it."""
    here = _station_here()
    if here is None:
        return redirect(url_for("stations.pair"))
    sign_out_here()  # the supervisor who paired the tablet must not stay behind on it, with the office's whole menu
    conn = db.session.connection()
    fills = filling.fills(conn, frozenset(stage.id for stage in here.stages))
    # Kept by the browser, so it names nobody: who is here comes by the API.
    shown = {"station": here, "recipes": lots.recipes(conn), "fills_cartons": fills, "clips": voice.digest_here()}
    return as_shell(render_template("stations/station.html", is_shell=True, **shown))


@bp.app_template_global()
def last_sign_in(station_id: int) -> int:
    """The sign-in that stands at a station, for a page that shows who it is."""
    return presence.last_sign_in(db.session.connection(), station_id)


@bp.get("/station/look")
@stations_only
def look() -> ResponseReturnValue:
    """A part of that screen: what a label's unit is, where, and what happened to it. Nothing moves."""
    code = request.args.get("code", "")
    try:
        words = looking.looked_at(db.session.connection(), code, choose_language(), site().zone)
    except Refused as refused:
        words = {"said": sentence(refused.no), "look": refusals.ALL[refused.no.code].look.value}
    return render_template("stations/look.html", **words)


@bp.get("/station/pair")
@everybody
def pair() -> ResponseReturnValue:
    """How this browser becomes a station's; with a code, asks whether it shall. Changes nothing."""
    code = request.args.get("code", "").strip()
    if not code:
        return _pair_page()
    tablet = tablet_here()
    try:
        there = pairings.station_of(db.session.connection(), code, tablet, clock.now())
    except Refused as refused:
        return _pair_page(refused.no)
    page = render_template(
        "stations/pair_confirm.html",
        code=pairings.read_code(code),
        there=pairing.station(there),
        here=_station_here(),
        name=_("Tablet %(number)s", number=len(pairings.tablets(db.session.connection(), there)) + 1),
    )
    response = make_response(page)
    keep_tablet(response, tablet)
    return response


@bp.post("/station/pair/code")
@everybody
def pair_by_code_now() -> ResponseReturnValue:
    """Makes this browser a station's by a code from a supervisor's screen, which holds once."""
    code, name, tablet, now = request.form.get("code", ""), _name(), tablet_here(), clock.now()
    place = place_here()
    try:
        tried = db.write(lambda conn: begin_try(conn, place, now))
        token = db.write(lambda conn: pairings.redeem(conn, code, tablet, name, now))
    except Refused as refused:
        return _pair_page(refused.no)
    db.write(lambda conn: forgive(conn, tried))
    return _paired(token, tablet)


@bp.post("/station/pair")
@needs(Role.SUPERVISOR)
def pair_now() -> ResponseReturnValue:
    """A supervisor at this browser makes it a station's. Sent twice, it leaves one good token: the earlier one ends."""
    chosen = pairing.station(request.form.get("station", type=int))
    if chosen is None:
        return _pair_page(refusals.FIELD_NEEDED.because(what=_("pos")))
    station_id, tablet, name, now = chosen.id, tablet_here(), _name(), clock.now()
    return _paired(db.write(lambda conn: pairings.pair(conn, station_id, tablet, name, now)), tablet)


@bp.post("/station/unpair")
@needs(Role.SUPERVISOR)
def unpair_now() -> ResponseReturnValue:
    """Makes this browser nobody's again; scans that it still keeps are sent once it is paired again."""
    tablet, now = tablet_here(), clock.now()
    db.write(lambda conn: pairings.end_tokens(conn, tablet, now))
    response = make_response(redirect(url_for("stations.pair"), 303))
    unpair_response(response)
    return response


@bp.get("/station/sign-in")
@stations_only
def sign_in() -> ResponseReturnValue:
    """Asks for a badge, or for a PIN."""
    return _sign_in_page()


@bp.post("/station/sign-in")
@stations_only
def sign_in_now() -> ResponseReturnValue:
    """Signs an officer in at this station: by a badge alone, or by a PIN alone, which no other officer has."""
    speaker = current_station()
    assert speaker is not None  # noqa: S101 - the door let a station in
    now = clock.now()
    badge = request.form.get("code", "").strip()
    try:
        officer_id, pin_at = (_by_badge(badge), None) if badge else (_by_pin(now), now)
    except Refused as refused:
        return _sign_in_page(refused.no)
    db.write(lambda conn: signin.sign_in(conn, speaker, officer_id, now, pin_at))
    return redirect(url_for("stations.station"), 303)


@bp.post("/station/sign-out")
@stations_only
def sign_out_now() -> ResponseReturnValue:
    """Signs whoever is signed in at this station out."""
    speaker = current_station()
    assert speaker is not None  # noqa: S101 - the door let a station in
    now = clock.now()
    db.write(lambda conn: signin.sign_out(conn, speaker, now))
    return redirect(url_for("stations.sign_in"), 303)


def _by_badge(text: str) -> int:
    officer_id = signin.officer_by_badge(text)
    if officer_id is None and (instead := badge_instead(db.session.connection(), text)) is not None:
        raise Refused(refusals.LABEL_REPLACED.because(new_name=in_words(instead)))
    if officer_id is None or officer_id not in signin.who_may_stand_here():
        raise Refused(refusals.UNKNOWN_OFFICER.because())
    return officer_id


def _by_pin(now: int) -> int:
    return find_officer_by_pin(signin.who_may_stand_here(), request.form.get("pin", ""), place_here(), now)


def _station_here() -> Station | None:
    speaker = current_station()
    return pairing.station(speaker.station_id) if speaker else None


def _name() -> str:
    return request.form.get("name", "").strip()[:_NAME_KEPT]


def _paired(token: str, tablet: str) -> Response:
    response = make_response(redirect(url_for("stations.station"), 303))
    pair_response(response, token)
    keep_tablet(response, tablet)
    return response


def _pair_page(no: No | None = None) -> ResponseReturnValue:
    words = {"stations": pairing.stations(), "here": _station_here(), "said": sentence(no) if no else ""}
    return render_template("stations/pair.html", **words), status_of(no) if no else 200


def _sign_in_page(no: No | None = None) -> ResponseReturnValue:
    page = render_template("stations/sign_in.html", station=_station_here(), said=sentence(no) if no else "")
    return page, status_of(no) if no else 200
