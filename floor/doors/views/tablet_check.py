"""The page that finds out what a tablet can do; its answer is kept."""

from __future__ import annotations

from flask import abort, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...access.marks import everybody
from ...access.sessions import may
from ...access.tablets import keep_tablet, tablet_here
from ...access.tokens import current_station
from ...db import db
from ...models import Role, Station
from ...pages import site
from ...rules.tablet import TEST_LABEL
from .. import checks, words
from ..door import bp
from ..qr import qr


@bp.get("/tablet-check")
@everybody
def tablet_check() -> ResponseReturnValue:
    """Tests this tablet; written for browsers of any age."""
    return render_template("doors/tablet_check.html", titles=words.titles(), label=TEST_LABEL, label_qr=qr(TEST_LABEL))


@bp.get("/tablet-check/now")
@everybody
def now() -> ResponseReturnValue:
    """The server's clock, in ms: how long it takes to come is how good the network is."""
    return jsonify(now=clock.now())


@bp.post("/tablet-check")
@everybody
def tablet_check_now() -> ResponseReturnValue:
    """Keeps what was found."""
    tablet, at, speaker = tablet_here(), clock.now(), current_station()
    station_id = speaker.station_id if speaker else None
    found, agent, form = checks.read_found(request.form), request.user_agent.string, request.form.get("id", "")[:36]
    db.write(lambda conn: checks.keep(conn, tablet, station_id, agent, found, form, at))
    answer = make_response(redirect(url_for("doors.checked"), 303))
    keep_tablet(answer, tablet)
    return answer


@bp.get("/tablet-check/result")
@everybody
def checked() -> ResponseReturnValue:
    """What this tablet was found to do; ``check`` names another's test, for supervisors."""
    conn, camera = db.session.connection(), site().camera
    asked = request.args.get("check", type=int)
    if asked is not None and not may(Role.SUPERVISOR):
        abort(404)
    found = checks.check_of(conn, asked, camera) if asked else checks.newest_check(conn, tablet_here(), camera)
    if asked and found is None:
        abort(404)
    station = db.session.get(Station, found.station_id) if found and found.station_id else None
    return render_template(
        "doors/checked.html",
        check=found,
        station=station,
        titles=words.titles(),
        verdicts=words.verdicts(),
        sentence=words.sentence,
        is_this=asked is None,
    )
