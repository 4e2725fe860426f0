"""The first page: what this officer needs this morning, in one look."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ...access.marks import stations_or
from ...access.sessions import current_officer, may
from ...access.tokens import current_station
from ...db import db
from ...models import Role
from ...pages import site
from ...rules.pace import Status
from .. import finished, fresh, morning, progress
from ..door import bp
from ..fresh import today, unless_unchanged
from ..outlooks import most_urgent_first, outlooks
from .orders import order_words, orders

_TROUBLE = (Status.LATE, Status.AT_RISK)


@bp.get("/")
@stations_or(Role.VIEWER)
def start() -> ResponseReturnValue:
    """What this officer needs first; a viewer the board; a tablet that scans its station."""
    if current_station() is not None and current_officer() is None:
        return redirect("/station")
    if not may(Role.OPERATOR):
        return orders()
    return render_template("boards/start.html", tag=fresh.tag(), **_morning())


@bp.get("/morning")
@stations_or(Role.VIEWER)
def start_rows() -> ResponseReturnValue:
    """What changes of that page, for the page that refreshes itself."""
    return unless_unchanged(lambda: render_template("boards/start_now.html", **_morning()))


def _morning() -> dict[str, object]:
    conn, day, zone = db.session.connection(), today(), site().zone
    found = progress.open_orders(conn)
    by_id = outlooks(conn, found, day, zone)
    supervises = may(Role.SUPERVISOR)
    return {
        "found": found,
        "trouble": [each for each in most_urgent_first(found, by_id) if by_id[each.id].status in _TROUBLE],
        "outlooks": by_id,
        "today": day,
        "waits": morning.waits(conn, found, day, zone) if supervises else None,
        "yesterday": morning.last_day(conn, day, zone) if supervises else None,
        "so_far": morning.Day(day, finished.ready_by_hour(conn, day, zone)),
        "gates": morning.at_gates(conn, found) if may(Role.INSPECTOR) else None,
        "stations": morning.stations(conn) if not supervises and not may(Role.INSPECTOR) else None,
        "locale": str(get_locale()),
        **order_words(),
    }
