"""Pairing tablets: the code on a supervisor's screen, and the tablets that a station has."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ... import clock
from ...access import pairings
from ...access.marks import needs
from ...db import db
from ...doors.names import reachable
from ...doors.qr import qr
from ...models import Role, Station, StationToken
from .. import rows, words
from ..door import bp
from ..forms import officer_id


@bp.get("/office/pairing")
@needs(Role.SUPERVISOR)
def pair_somewhere() -> ResponseReturnValue:
    """Asks at which station a tablet shall stand."""
    stations = db.session.scalars(
        select(Station).where(Station.active).options(selectinload(Station.stages)).order_by(Station.name)
    ).all()
    paired = select(StationToken.station_id, func.count()).where(
        StationToken.officer_id.is_(None), StationToken.revoked_at.is_(None)
    )
    counts = {row[0]: row[1] for row in db.session.execute(paired.group_by(StationToken.station_id))}
    return render_template("office/pairing.html", stations=stations, counts=counts, stage_name=words.stage_name)


@bp.get("/office/stations/<code>/pair")
@needs(Role.SUPERVISOR)
def pair_tablet(code: str) -> ResponseReturnValue:
    """The tablets of a station; with a code that was asked for, its QR."""
    found = _open_station(code)
    tablets = pairings.tablets(db.session.connection(), found.id)
    return render_template("office/pairing_station.html", station=found, tablets=tablets, **_offered(found))


@bp.get("/office/stations/<code>/pair/state")
@needs(Role.SUPERVISOR)
def pair_state(code: str) -> ResponseReturnValue:
    """The part of that page which looks whether the tablet has come."""
    found = _open_station(code)
    response = make_response(render_template("office/pairing_state.html", station=found, **_offered(found)))
    response.add_etag()
    return response.make_conditional(request)


@bp.post("/office/stations/<code>/pair")
@needs(Role.SUPERVISOR)
def pair_tablet_now(code: str) -> ResponseReturnValue:
    """Offers a code for this station."""
    station_id, officer, now = _open_station(code).id, officer_id(), clock.now()
    ask = pairings.ask_of(request.form.get("id", "")) or abort(400)
    secret = _code(ask)
    rows.write(lambda conn: pairings.offer(conn, station_id, secret, officer, now))
    return redirect(url_for("office.pair_tablet", code=code, ask=ask), 303)


@bp.post("/office/stations/<code>/pair/withdraw")
@needs(Role.SUPERVISOR)
def withdraw_pairing_now(code: str) -> ResponseReturnValue:
    """Takes a code back before any tablet has used it."""
    _open_station(code)
    now = clock.now()
    secret = _code(pairings.ask_of(request.form.get("ask", "")) or abort(400))
    db.write(lambda conn: pairings.withdraw(conn, secret, now))
    flash(_("Kode itu tidak berlaku lagi."), "good")
    return redirect(url_for("office.pair_tablet", code=code), 303)


@bp.post("/office/stations/<code>/tablets/<int:token_id>/revoke")
@needs(Role.SUPERVISOR)
def revoke_tablet_now(code: str, token_id: int) -> ResponseReturnValue:
    """Makes a tablet nobody's; what it keeps is sent once it is paired again."""
    station_id, now = rows.named(Station, code).id, clock.now()
    db.write(lambda conn: pairings.end_tablet(conn, station_id, token_id, now))
    flash(_("Tablet dicabut. Pindaian yang masih disimpannya terkirim setelah dipasangkan lagi."), "good")
    return redirect(url_for("office.pair_tablet", code=code), 303)


def _open_station(code: str) -> Station:
    found = rows.named(Station, code)
    return found if found.active else abort(404)


def _offered(station: Station) -> dict[str, Any]:
    """What there is to show of the code that the address names; nothing where it was never offered here."""
    ask = pairings.ask_of(request.args.get("ask", ""))
    code = _code(ask) if ask else ""
    known = pairings.offered(db.session.connection(), code) if ask else None
    if known is None or known.station_id != station.id:
        return {"ask": None}
    left = -(-(known.expires_at - clock.now()) // clock.SECOND)
    state = "paired" if known.used_at else "over" if known.revoked_at or left <= 0 else "open"
    address = f"{reachable(request.host_url)}{url_for('stations.pair')}"
    side, dark = qr(f"{address}?code={code}") if state == "open" else (0, "")
    return {
        "ask": ask,
        "state": state,
        "left": f"{left // 60}:{left % 60:02}",
        "address": address,
        "in_words": pairings.in_words(code),
        "side": side,
        "dark": dark,
    }


def _code(ask: str) -> str:
    return pairings.code_of(str(current_app.config["SECRET_KEY"]), ask)
