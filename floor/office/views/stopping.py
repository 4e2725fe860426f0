"""*Kunci*: one press stops all stations; letting them go on takes the PIN."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import Officer, Role
from ...pages import site
from .. import rows, stopping
from ..door import bp
from ..forms import officer_id


@bp.get("/office/stop")
@needs(Role.SUPERVISOR)
def stop() -> ResponseReturnValue:
    """The one button that stops all stations; where they stand still, the one that lets them go on."""
    by = db.session.get(Officer, site().stopped_by_id) if site().stopped_by_id is not None else None
    return render_template("office/stop.html", by=by)


@bp.post("/office/stop")
@needs(Role.SUPERVISOR)
def stop_now() -> ResponseReturnValue:
    """Stops them."""
    officer, now = officer_id(), clock.now()
    rows.write(lambda conn: stopping.stop_all(conn, officer, now))
    return redirect(url_for("office.stop"), 303)


@bp.post("/office/stop/release")
@fresh_pin
@needs(Role.SUPERVISOR)
def go_on_now() -> ResponseReturnValue:
    """Lets them go on."""
    rows.write(stopping.release_all)
    flash(_("Semua pos berjalan lagi."), "good")
    return redirect(url_for("office.tablets_page"), 303)
