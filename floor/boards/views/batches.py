"""The page of a batch and of a carton, for everybody who looks."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ... import refusals
from ...access.marks import stations_or
from ...db import db
from ...models import Role
from ...refusals import Refused
from .. import batch as batches
from .. import fresh
from ..door import bp
from ..fresh import unless_unchanged
from ..sentences import place_words
from ..words import pieces


@bp.get("/batches/<number>")
@stations_or(Role.VIEWER)
def batch(number: str) -> ResponseReturnValue:
    """How far a batch is: its pieces along the route, and every bundle."""
    return render_template("boards/batch.html", tag=fresh.tag(), **_batch(number))


@bp.get("/batches/<number>/rows")
@stations_or(Role.VIEWER)
def batch_rows(number: str) -> ResponseReturnValue:
    """What changes of that page, for the page that refreshes itself."""
    words = _batch(number)
    return unless_unchanged(lambda: render_template("boards/batch_now.html", **words))


@bp.get("/cartons/<number>")
@stations_or(Role.VIEWER)
def carton(number: str) -> ResponseReturnValue:
    """What lies in a carton, and which delivery note it is on."""
    found = batches.carton(db.session.connection(), number)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="koli"))
    return render_template("boards/carton.html", carton=found, pieces=pieces)


def _batch(number: str) -> dict[str, object]:
    found = batches.batch(db.session.connection(), number)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="batch"))
    locale = str(get_locale())
    return {
        "batch": found,
        "pieces": pieces,
        "place": lambda at: place_words(at, found.route, found.stages, locale),
    }
