"""The units of the workshop: Konveksi, Batik, Perkayuan, Boga."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...access.marks import needs
from ...db import db
from ...models import Role, Workshop
from ...refusals import No, Refused
from .. import rows, typed
from ..door import bp
from ..forms import form_page


@bp.get("/office/workshops")
@needs(Role.ADMINISTRATOR)
def workshops() -> ResponseReturnValue:
    """The units in use, or those put away."""
    shelf = rows.shelf(Workshop)
    found = db.session.scalars(select(Workshop).where(shelf.shown).order_by(Workshop.name)).all()
    return render_template("office/workshops.html", workshops=found, shelf=shelf)


@bp.get("/office/workshops/new")
@needs(Role.ADMINISTRATOR)
def new_workshop(no: No | None = None) -> ResponseReturnValue:
    """Asks for a unit's code and name."""
    return form_page("office/workshop.html", no, workshop=None)


@bp.post("/office/workshops/new")
@needs(Role.ADMINISTRATOR)
def new_workshop_now() -> ResponseReturnValue:
    """Adds a unit."""
    try:
        code, name = typed.code(request.form, "code", "kode unit kerja"), _name()
        rows.write(lambda conn: rows.add(conn, Workshop, {"code": code, "name": name}, "kode unit kerja"))
    except Refused as refused:
        return new_workshop(refused.no)
    return redirect(url_for("office.workshops"), 303)


@bp.get("/office/workshops/<code>")
@needs(Role.ADMINISTRATOR)
def workshop(code: str, no: No | None = None) -> ResponseReturnValue:
    """One unit, to be renamed."""
    found = rows.named(Workshop, code)
    return form_page("office/workshop.html", no, {"name": found.name}, workshop=found)


@bp.post("/office/workshops/<code>")
@needs(Role.ADMINISTRATOR)
def workshop_now(code: str) -> ResponseReturnValue:
    """Renames a unit."""
    rows.named(Workshop, code)
    try:
        name = _name()
    except Refused as refused:
        return workshop(code, refused.no)
    rows.write(lambda conn: rows.change(conn, Workshop, code, {"name": name}))
    return redirect(url_for("office.workshops"), 303)


def _name() -> str:
    return typed.text(request.form, "name", "nama unit kerja")
