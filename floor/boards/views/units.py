"""The page of a unit."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ...access.answers import answer
from ...access.marks import stations_or
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...pages import site
from ...refusals import Refused
from .. import finding, sentences
from ..door import bp
from ..story import tell
from ..words import pieces


@bp.get("/units/<code>")
@stations_or(Role.VIEWER)
def unit(code: str) -> ResponseReturnValue:
    """The whole story of a unit; whose work it was is shown to supervisors only."""
    conn = db.session.connection()
    try:
        told = tell(conn, *finding.unit_of(conn, code))
    except Refused as refused:
        return answer(refused.no, 404)
    return render_template(
        "boards/unit.html",
        told=told,
        about=lambda event: sentences.about(event, told, str(get_locale()), site().zone),
        whereabouts=sentences.whereabouts(told, str(get_locale())),
        sentences=sentences,
        show_workers=may(Role.SUPERVISOR),
        pieces=pieces,
    )
