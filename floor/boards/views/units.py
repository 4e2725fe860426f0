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
from ...quality import pictures
from ...refusals import Refused
from ...rules import codes
from .. import finding, fresh, sentences
from ..door import bp
from ..story import tell
from ..words import pieces


@bp.get("/units/<code>")
@stations_or(Role.VIEWER)
def unit(code: str) -> ResponseReturnValue:
    """The whole story of a unit; whose work it was is shown to supervisors only."""
    try:
        words = _unit(code)
    except Refused as refused:
        return answer(refused.no, 404)
    return render_template("boards/unit.html", tag=fresh.tag(), **words)


@bp.get("/units/<code>/rows")
@stations_or(Role.VIEWER)
def unit_rows(code: str) -> ResponseReturnValue:
    """What changes of that page, for the page that refreshes itself."""
    return fresh.unless_unchanged(lambda: render_template("boards/unit_now.html", **_unit(code)))


def _unit(code: str) -> dict[str, object]:
    conn, locale = db.session.connection(), str(get_locale())
    told = tell(conn, *finding.unit_of(conn, code))
    return {
        "told": told,
        "about": lambda event: sentences.about(event, told, locale, site().zone),
        "whereabouts": sentences.whereabouts(told, locale),
        "place": lambda at: sentences.place_words(at, told.route, told.stages, locale),
        "sentences": sentences,
        "show_workers": may(Role.SUPERVISOR),
        "pieces": pieces,
        "in_words": codes.in_words,
        "photos": pictures.of_units(conn, [told.unit.id]),
    }
