"""The board on the wall: read from six metres, page after page by itself, by everybody in the workshop.

It needs nobody signed in: a tablet or screen that is paired with a station may show it day and night. Elsewhere an
officer signs in; the role viewer is enough.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ... import clock
from ...access.marks import stations_or
from ...db import db
from ...models import Role
from ...pages import site
from .. import finished, fresh, progress
from ..door import bp
from ..fresh import today, unless_unchanged
from ..outlooks import most_urgent_first, outlooks
from ..piles import piles
from .orders import order_words

ON_A_PAGE = 5  # orders
MOST_PAGES = 4  # of orders: what comes after these isn't urgent
MOST_PILES = 7
# The hours that are shown of a day, more where somebody worked longer.
_FIRST_HOUR, _LAST_HOUR = 8, 15


@bp.get("/orders/board")
@stations_or(Role.VIEWER)
def wall() -> ResponseReturnValue:
    """The whole screen. Without JavaScript ``?page=`` says which page, and leads to the next by itself."""
    return render_template("boards/wall.html", tag=fresh.tag(), **_wall())


@bp.get("/orders/board/rows")
@stations_or(Role.VIEWER)
def wall_rows() -> ResponseReturnValue:
    """All pages of the wall, for the screen that refreshes itself."""
    return unless_unchanged(lambda: render_template("boards/wall_now.html", **_wall()))


def _wall() -> dict[str, object]:
    conn, day, zone = db.session.connection(), today(), site().zone
    orders = progress.open_orders(conn)
    by_id = outlooks(conn, orders, day, zone)
    urgent = most_urgent_first(orders, by_id)[: ON_A_PAGE * MOST_PAGES]
    pages = [urgent[first : first + ON_A_PAGE] for first in range(0, len(urgent), ON_A_PAGE)]
    count = len(pages) + 2
    by_hour = finished.ready_by_hour(conn, day, zone)
    worked = [hour for each in by_hour for hour in each.hours]
    return {
        "pages": pages,
        "count": count,
        "page": min(max(request.args.get("page", 1, type=int), 1), count),
        "outlooks": by_id,
        "today": day,
        "read_at": clock.now(),
        "piles": piles(conn, orders, day, zone)[:MOST_PILES],
        "by_hour": by_hour,
        "hours": range(min([_FIRST_HOUR, *worked]), max([_LAST_HOUR, *worked]) + 1),
        "locale": str(get_locale()),
        "zone_name": clock.ZONES[zone].key,
        **order_words(),
    }
