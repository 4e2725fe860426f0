"""Partners: who orders."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...access.marks import needs
from ...db import db
from ...models import Partner, Role
from ...refusals import No, Refused
from .. import rows, typed
from ..door import bp
from ..forms import form_page


@bp.get("/office/partners")
@needs(Role.SUPERVISOR)
def partners() -> ResponseReturnValue:
    """The partners in use, or those put away."""
    shelf = rows.shelf(Partner)
    found = db.session.scalars(select(Partner).where(shelf.shown).order_by(Partner.code)).all()
    return render_template("office/partners.html", partners=found, shelf=shelf)


@bp.get("/office/partners/new")
@needs(Role.SUPERVISOR)
def new_partner(no: No | None = None) -> ResponseReturnValue:
    """Asks for a partner's code, name and address."""
    return form_page("office/partner.html", no, partner=None)


@bp.post("/office/partners/new")
@needs(Role.SUPERVISOR)
def new_partner_now() -> ResponseReturnValue:
    """Adds a partner."""
    try:
        values = {"code": typed.code(request.form, "code", "kode mitra"), **_described()}
        rows.write(lambda conn: rows.add(conn, Partner, values, "kode mitra"))
    except Refused as refused:
        return new_partner(refused.no)
    return redirect(url_for("office.partners"), 303)


@bp.get("/office/partners/<code>")
@needs(Role.SUPERVISOR)
def partner(code: str, no: No | None = None) -> ResponseReturnValue:
    """One partner, to be described anew."""
    found = rows.named(Partner, code)
    return form_page("office/partner.html", no, {"name": found.name, "address": found.address}, partner=found)


@bp.post("/office/partners/<code>")
@needs(Role.SUPERVISOR)
def partner_now(code: str) -> ResponseReturnValue:
    """Describes a partner anew."""
    rows.named(Partner, code)
    try:
        values = _described()
    except Refused as refused:
        return partner(code, refused.no)
    rows.write(lambda conn: rows.change(conn, Partner, code, values))
    return redirect(url_for("office.partners"), 303)


def _described() -> dict[str, str]:
    form = request.form
    return {"name": typed.text(form, "name", "nama mitra"), "address": typed.words(form, "address", 200)}
