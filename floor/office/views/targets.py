"""The stations' targets for a day: all on one page, for a supervisor."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection, select
from sqlalchemy.orm import selectinload

from ...access.marks import needs
from ...db import db
from ...models import Role, Station
from ...refusals import No, Refused
from .. import rows, typed, words
from ..door import bp
from ..forms import form_page


@bp.get("/office/targets")
@needs(Role.SUPERVISOR)
def targets(no: No | None = None) -> ResponseReturnValue:
    """Asks how much each station is to finish a day."""
    found = _stations()
    start = {f"target-{station.id}": station.day_target or "" for station in found}
    return form_page("office/targets.html", no, start, stations=found, stage_name=words.stage_name)


@bp.post("/office/targets")
@needs(Role.SUPERVISOR)
def targets_now() -> ResponseReturnValue:
    """Puts the targets; a station left empty has none."""
    found = [(station.code, f"target-{station.id}") for station in _stations()]
    try:
        asked = {code: typed.maybe_whole(request.form, name, "target sehari", least=1) for code, name in found}
    except Refused as refused:
        return targets(refused.no)

    def work(conn: Connection) -> None:
        for code, target in asked.items():
            rows.change(conn, Station, code, {"day_target": target})

    rows.write(work)
    flash(_("Tersimpan."), "good")
    return redirect(url_for("office.targets"), 303)


def _stations() -> list[Station]:
    every = select(Station).where(Station.active).options(selectinload(Station.stages)).order_by(Station.code)
    return list(db.session.scalars(every))
