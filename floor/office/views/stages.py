"""Stages: the kinds of work in the shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...access.marks import needs
from ...db import db
from ...models import Role, Stage
from ...refusals import No, Refused
from .. import rows, typed
from ..door import bp
from ..forms import form_page


@bp.get("/office/stages")
@needs(Role.ADMINISTRATOR)
def stages() -> ResponseReturnValue:
    """The stages in use, or those put away."""
    shelf = rows.shelf(Stage)
    found = db.session.scalars(select(Stage).where(shelf.shown).order_by(Stage.id)).all()
    return render_template("office/stages.html", stages=found, shelf=shelf)


@bp.get("/office/stages/new")
@needs(Role.ADMINISTRATOR)
def new_stage(no: No | None = None) -> ResponseReturnValue:
    """Asks for a stage's code and names."""
    return form_page("office/stage.html", no, {"is_production": "1"}, stage=None)


@bp.post("/office/stages/new")
@needs(Role.ADMINISTRATOR)
def new_stage_now() -> ResponseReturnValue:
    """Adds a stage."""
    try:
        values = {
            "code": typed.code(request.form, "code", "kode tahap"),
            **_names(),
            "is_production": "is_production" in request.form,
        }
        rows.write(lambda conn: rows.add(conn, Stage, values, "kode tahap"))
    except Refused as refused:
        return new_stage(refused.no)
    return redirect(url_for("office.stages"), 303)


@bp.get("/office/stages/<code>")
@needs(Role.ADMINISTRATOR)
def stage(code: str, no: No | None = None) -> ResponseReturnValue:
    """One stage, to be renamed."""
    found = rows.named(Stage, code)
    return form_page("office/stage.html", no, {"name": found.name, "name_en": found.name_en}, stage=found)


@bp.post("/office/stages/<code>")
@needs(Role.ADMINISTRATOR)
def stage_now(code: str) -> ResponseReturnValue:
    """Renames a stage. Whether it is production stays: moves already made were asked whose work they were, or not."""
    rows.named(Stage, code)
    try:
        names = _names()
    except Refused as refused:
        return stage(code, refused.no)
    rows.write(lambda conn: rows.change(conn, Stage, code, names))
    return redirect(url_for("office.stages"), 303)


def _names() -> Mapping[str, Any]:
    name = typed.text(request.form, "name", "nama tahap")
    return {"name": name, "name_en": typed.words(request.form, "name_en", 120) or name}
