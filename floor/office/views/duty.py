"""Who was where: the officers signed in at each station, and whose work it was, day by day."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...access.marks import needs
from ...db import db
from ...models import Role, Station
from ...pages import site
from ...refusals import Refused
from .. import duty, typed
from ..door import bp


@bp.get("/office/duty")
@needs(Role.SUPERVISOR)
def duty_page() -> ResponseReturnValue:
    """One day, today's unless another is asked for; all stations, or one."""
    zone, now = site().zone, clock.now()
    try:
        day = typed.day(request.args, "day", "tanggal") if request.args.get("day") else clock.local_day(now, zone)
    except Refused:
        day = clock.local_day(now, zone)  # a day that is none shows today's
    begins = clock.day_starts(day, zone)
    station_id = typed.maybe_key(request.args, "station")
    conn, asked = db.session.connection(), (begins, min(begins + clock.DAY, now + 1), station_id)
    names = db.session.execute(select(Station.id, Station.name).order_by(Station.name))
    return render_template(
        "office/duty.html",
        officers=duty.officers(conn, *asked),
        workers=duty.workers(conn, *asked),
        stations=[("", _("Semua")), *((row.id, row.name) for row in names)],
        station=station_id or "",
        day=day,
        begins=begins,
    )
