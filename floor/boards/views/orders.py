"""The board of orders, and the page of each."""

from __future__ import annotations

from collections import Counter

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ... import clock
from ...access.marks import stations_or
from ...db import db
from ...models import Role
from ...pages import site
from .. import fresh, progress
from ..bars import segments
from ..door import bp
from ..fresh import today, unless_unchanged
from ..outlooks import most_urgent_first, outlooks
from ..words import about_due, pieces, rate, short_day, status_word, why


@bp.get("/orders")
@stations_or(Role.VIEWER)
def orders() -> ResponseReturnValue:
    """The board: how every open order stands, the most urgent on top."""
    return render_template("boards/orders.html", tag=fresh.tag(), **_board())


@bp.get("/orders/rows")
@stations_or(Role.VIEWER)
def rows() -> ResponseReturnValue:
    """The board's rows alone, for the page that refreshes itself."""
    return unless_unchanged(lambda: render_template("boards/board.html", is_update=True, **_board()))


def order_words() -> dict[str, object]:
    """What the parts that draw an order need."""
    locale = str(get_locale())
    return {
        "segments": lambda tally: segments(tally, locale),
        "about_due": about_due,
        "pieces": pieces,
        "rate": rate,
        "short_day": short_day,
        "why": why,
        "status_word": status_word,
    }


def _board() -> dict[str, object]:
    conn, day = db.session.connection(), today()
    found = progress.open_orders(conn)
    by_id = outlooks(conn, found, day, site().zone)
    return {
        "orders": most_urgent_first(found, by_id),
        "outlooks": by_id,
        "statuses": Counter(outlook.status.value for outlook in by_id.values()),
        "today": day,
        "read_at": clock.now(),
        **order_words(),
    }
