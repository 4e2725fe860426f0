"""Officers: who signs in, with which roles and which PIN."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ... import refusals
from ...access.marks import fresh_pin, needs
from ...access.officers import set_pin, try_pin
from ...db import db
from ...models import Officer, Role
from ...refusals import No, Refused
from .. import officers as them
from .. import rows, typed, words
from ..door import bp
from ..forms import form_page


@bp.get("/office/officers")
@needs(Role.ADMINISTRATOR)
def officers() -> ResponseReturnValue:
    """All officers with their roles."""
    found = db.session.scalars(select(Officer).order_by(Officer.active.desc(), Officer.code)).all()
    return render_template("office/officers.html", officers=found, roles=words.roles())


@bp.get("/office/officers/new")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_officer(no: No | None = None) -> ResponseReturnValue:
    """Asks for an officer's code, name, roles and PIN."""
    chosen = request.form.getlist("role") or [Role.OPERATOR.value]
    return form_page("office/officer.html", no, officer=None, roles=words.roles(), chosen=chosen)


@bp.post("/office/officers/new")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_officer_now() -> ResponseReturnValue:
    """Adds an officer."""
    try:
        code = typed.code(request.form, "code", "kode petugas")
        name, roles = typed.text(request.form, "name", "nama petugas"), _roles()
        pin = _new_pin()
        tried = them.try_pin_for(db.session.connection(), code, pin)
        rows.write(lambda conn: them.add(conn, code, name, roles, pin, tried))
    except Refused as refused:
        return new_officer(refused.no)
    return redirect(url_for("office.officers"), 303)


@bp.get("/office/officers/<code>")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def officer(code: str, no: No | None = None) -> ResponseReturnValue:
    """One officer: name, roles, and a form for another PIN."""
    found = rows.named(Officer, code)
    start = {"name": found.name, "active": "1" if found.active else ""}
    chosen = request.form.getlist("role") if "name" in request.form else sorted(found.roles)
    return form_page("office/officer.html", no, start, officer=found, roles=words.roles(), chosen=chosen)


@bp.post("/office/officers/<code>")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def officer_now(code: str) -> ResponseReturnValue:
    """Renames an officer, gives other roles, or lets go."""
    officer_id = rows.named(Officer, code).id
    try:
        name, roles, active = typed.text(request.form, "name", "nama petugas"), _roles(), "active" in request.form
        rows.write(lambda conn: them.change(conn, officer_id, name, roles, active))
    except Refused as refused:
        return officer(code, refused.no)
    if active and rows.named(Officer, code).pin_hash is None:
        return redirect(url_for("office.officers_pin", code=code), 303)
    return redirect(url_for("office.officers"), 303)


@bp.get("/office/officers/<code>/pin")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def officers_pin(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for an officer's other PIN."""
    return form_page("office/pin.html", no, officer=rows.named(Officer, code))


@bp.post("/office/officers/<code>/pin")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def officers_pin_now(code: str) -> ResponseReturnValue:
    """Gives an officer another PIN, which signs the officer out everywhere."""
    officer_id = rows.named(Officer, code).id
    try:
        pin = _new_pin()
        tried = try_pin(db.session.connection(), pin, officer_id)
        rows.write(lambda conn: set_pin(conn, officer_id, pin, tried))
    except Refused as refused:
        return officers_pin(code, refused.no)
    return redirect(url_for("office.officers"), 303)


def _roles() -> frozenset[Role]:
    chosen = frozenset(Role(role) for role in request.form.getlist("role") if role in set(Role))
    if not chosen:
        raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu peran"))
    return chosen


def _new_pin() -> str:
    """The PIN typed twice; not in the field ``pin``, which is that of whoever types it."""
    pin = request.form.get("new_pin", "")
    if pin != request.form.get("again", ""):
        raise Refused(refusals.FIELD_NEEDED.because(what="PIN yang sama dua kali"))
    return pin
