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
    """All partners."""
    found = db.session.scalars(select(Partner).order_by(Partner.active.desc(), Partner.code)).all()
    return render_template("office/partners.html", partners=found)


@bp.get("/office/partners/new")
@needs(Role.SUPERVISOR)
def new_partner(no: No | None = None) -> ResponseReturnValue:
    """Asks for a partner's code and name."""
    return form_page("office/partner.html", no, partner=None)


@bp.post("/office/partners/new")
@needs(Role.SUPERVISOR)
def new_partner_now() -> ResponseReturnValue:
    """Adds a partner."""
    try:
        values = {
            "code": typed.code(request.form, "code", "kode mitra"),
            "name": typed.text(request.form, "name", "nama mitra"),
        }
        rows.write(lambda conn: rows.add(conn, Partner, values, "kode mitra"))
    except Refused as refused:
        return new_partner(refused.no)
    return redirect(url_for("office.partners"), 303)


@bp.get("/office/partners/<code>")
@needs(Role.SUPERVISOR)
def partner(code: str, no: No | None = None) -> ResponseReturnValue:
    """One partner, to be renamed or put away."""
    found = rows.named(Partner, code)
    start = {"code": found.code, "name": found.name, "active": "1" if found.active else ""}
    return form_page("office/partner.html", no, start, partner=found)


@bp.post("/office/partners/<code>")
@needs(Role.SUPERVISOR)
def partner_now(code: str) -> ResponseReturnValue:
    """Renames a partner, or puts it away."""
    rows.named(Partner, code)
    try:
        name = typed.text(request.form, "name", "nama mitra")
    except Refused as refused:
        return partner(code, refused.no)
    values = {"name": name, "active": "active" in request.form}
    rows.write(lambda conn: rows.change(conn, Partner, code, values))
    return redirect(url_for("office.partners"), 303)
