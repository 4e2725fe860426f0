"""Officers: who signs in, with which roles and which PIN."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection, select

from ... import clock, refusals
from ...access.marks import fresh_pin, needs
from ...access.officers import try_pin
from ...db import db
from ...models import EntryKind, Officer, Role, Worker
from ...pages import site
from ...refusals import No, Refused
from .. import officers as them
from .. import posts, rows, typed, words
from ..asking import entry_asked, recorded
from ..door import bp
from ..forms import form_page


@bp.get("/office/officers")
@needs(Role.ADMINISTRATOR)
def officers() -> ResponseReturnValue:
    """The officers with their roles."""
    shelf = rows.shelf(Officer)
    found = db.session.scalars(select(Officer).where(shelf.shown).order_by(Officer.code)).all()
    return render_template("office/officers.html", officers=found, roles=words.roles(), shelf=shelf)


@bp.get("/office/officers/new")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_officer(no: No | None = None) -> ResponseReturnValue:
    """Asks for an officer's code, name, roles and PIN."""
    chosen = request.form.getlist("role") or [Role.OPERATOR.value]
    return form_page("office/officer.html", no, officer=None, chosen=chosen, **_words())


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
    """One officer: name, roles, badge, PIN, and a way out of every browser."""
    found = rows.named(Officer, code)
    chosen = request.form.getlist("role") if "name" in request.form else sorted(found.roles)
    today = clock.local_day(clock.now(), site().zone)
    return form_page(
        "office/officer.html",
        no,
        {"name": found.name, "team": found.team_id or ""},
        officer=found,
        chosen=chosen,
        badge=them.badge_of(db.session, found.id),
        post=posts.of_officer(db.session, found.id, today),
        **_words(),
    )


@bp.post("/office/officers/<code>")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def officer_now(code: str) -> ResponseReturnValue:
    """Renames an officer, or gives other roles."""
    found = rows.named(Officer, code)
    officer_id, active = found.id, found.active
    try:
        name, roles = typed.text(request.form, "name", "nama petugas"), _roles()
        team_id = typed.key(request.form, "team", "regu") if request.form.get("team") else None

        def work(conn: Connection) -> None:
            them.change(conn, officer_id, name, roles, active)
            them.lead(conn, officer_id, team_id)

        rows.write(work)
    except Refused as refused:
        return officer(code, refused.no)
    return redirect(url_for("office.officers"), 303)


@bp.get("/office/officers/<code>/badge")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_badge(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks whether an officer is to get another badge."""
    return form_page("office/badge.html", no, officer=rows.named(Officer, code))


@bp.post("/office/officers/<code>/badge")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def new_badge_now(code: str) -> ResponseReturnValue:
    """Gives another badge, and goes on to printing it; the old one says that it was replaced."""
    officer_id = rows.named(Officer, code).id
    try:
        asked = entry_asked(EntryKind.ISSUE)
        recorded(rows.write(lambda conn: them.give_badge(conn, asked, officer_id)))
    except Refused as refused:
        return new_badge(code, refused.no)
    return redirect(url_for("labels.card_sheet", kind="officer", key=officer_id), 303)


@bp.post("/office/officers/<code>/sign-out")
@fresh_pin
@needs(Role.ADMINISTRATOR)
def sign_officer_out_now(code: str) -> ResponseReturnValue:
    """Signs an officer out of every browser and station."""
    officer_id, now = rows.named(Officer, code).id, clock.now()
    rows.write(lambda conn: them.sign_out(conn, officer_id, now))
    flash(_("%(code)s sudah dikeluarkan dari semua perangkat.", code=code), "good")
    return redirect(url_for("office.officer", code=code), 303)


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
        rows.write(lambda conn: them.give_pin(conn, officer_id, pin, tried))
    except Refused as refused:
        return officers_pin(code, refused.no)
    return redirect(url_for("office.officers"), 303)


def _words() -> dict[str, Any]:
    teams = select(Worker.id, Worker.code).where(Worker.is_team, Worker.active).order_by(Worker.code)
    led = [("", _("tidak ada")), *((row.id, row.code) for row in db.session.execute(teams))]
    return {"roles": words.roles(), "duties": words.duties(), "teams": led}


def _roles() -> frozenset[Role]:
    chosen = frozenset(Role(role) for role in request.form.getlist("role") if role in set(Role))
    if not chosen:
        raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu peran", field="role"))
    return chosen


def _new_pin() -> str:
    """The PIN typed twice; not in the field ``pin``, which is that of whoever types it."""
    pin = request.form.get("new_pin", "")
    if pin != request.form.get("again", ""):
        raise Refused(refusals.FIELD_NEEDED.because(what="PIN yang sama dua kali", field="again"))
    return pin
