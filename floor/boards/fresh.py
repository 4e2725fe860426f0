"""Boards ask every few seconds: answers 304 at once while nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from .. import clock
from ..access.sessions import roles_here
from ..db import db
from ..pages import site
from . import server_clock


def today() -> date:
    """The day on the site's wall."""
    return clock.local_day(clock.now(), site().zone)


def tag() -> str:
    """Equal while a reader would be shown the same at an address: the state of the database, language, rights, day.

    Read it in the transaction that then draws, so that a tag never stands for what came after it.
    """
    conn = db.session.connection()
    sqlite = conn.dialect.name == "sqlite"
    state = conn.exec_driver_sql("SELECT number FROM revision" if sqlite else "SELECT pg_current_snapshot()::text")
    roles = sorted(role.value for role in roles_here())
    behind = str(server_clock.is_behind(conn))
    seen = [site().epoch, str(state.scalar_one()), str(get_locale()), *roles, today().isoformat(), behind]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:24]


def unless_unchanged(draw: Callable[[], ResponseReturnValue]) -> Response:
    """What ``draw`` draws, with its tag; or 304 and nothing drawn where the reader has it already."""
    now = tag()
    known = request.if_none_match.contains_weak(now)
    answer = Response(status=304) if known else make_response(draw())
    answer.set_etag(now, weak=True)
    answer.headers["Cache-Control"] = "no-cache, private"
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer
