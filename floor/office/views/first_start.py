"""The first start: the set-up code opens it; then the site itself and its first administrator."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ... import clock, refusals
from ...access.answers import wants_json
from ...access.marks import everybody
from ...access.sessions import current_officer, may, sign_in_here
from ...access.slowing import begin_try, forgive, place_here
from ...db import db
from ...models import Officer, Role
from ...pages import site
from ...refusals import No, Refused
from .. import first_start as them
from .. import first_start_code, first_start_people, officers, rows, typed, words
from .. import site as the_site
from ..door import bp
from ..first_start import Standing, Step
from ..forms import form_page
from .site import site_asked

_OPENED = "setup_code_given"
_OPEN_WHILE_EMPTY = {"static", "access.csrf_token", "office.first_code", "office.first_code_now"}
_BEGUN = "floor_first_start_begun"


@bp.before_app_request
def lead_in() -> ResponseReturnValue | None:
    """While nobody can sign in, every page leads to the first start; programs get their own answers."""
    known = current_app.extensions
    if known.get(_BEGUN) or (request.endpoint or "").startswith(("office.first_", "doors.")):
        return None
    if not them.is_empty(db.session.connection()):
        known[_BEGUN] = True
        return None
    if request.method != "GET" or wants_json() or request.endpoint in _OPEN_WHILE_EMPTY:
        return None
    return redirect(url_for("office.first_code"))


@bp.app_context_processor
def _of_first_start() -> dict[str, object]:
    return {"first_start": first_start_here, "first_words": words.first_steps, "first_address": address_of}


def first_start_here() -> Standing | None:
    """How far the first start is, for administrators, until it is finished; else ``None``."""
    if "first_start" not in g:
        wanted = site().set_up_at is None and current_officer() is not None and may(Role.ADMINISTRATOR)
        g.first_start = them.standing(db.session.connection()) if wanted else None
    found: Standing | None = g.first_start
    return found


def address_of(step: Step) -> str:
    """Where a step is done."""
    return url_for("office.first_batch" if step.name in them.FIRST_BATCH else f"office.first_{step.name}")


@bp.get("/start")
@everybody
def first_code(no: No | None = None) -> ResponseReturnValue:
    """Asks for the set-up code; who may go on is led to the first step that isn't done."""
    if _may_begin() or may(Role.ADMINISTRATOR):
        step = them.standing(db.session.connection()).next_step
        return redirect(address_of(step) if step else url_for("office.first_batch"))
    if not them.is_empty(db.session.connection()):
        return redirect(url_for("access.sign_in", next="/start") if current_officer() is None else "/")
    return form_page("office/first_code.html", no)


@bp.post("/start")
@everybody
def first_code_now() -> ResponseReturnValue:
    """Checks the set-up code; guessing is slowed as it is with PINs."""
    now, place = clock.now(), place_here()
    try:
        tried = db.write(lambda conn: begin_try(conn, place, now))
        if not first_start_code.fits(_instance(), request.form.get("code", "")[:40]):
            raise Refused(refusals.WRONG_SETUP_CODE.because())
        db.write(lambda conn: forgive(conn, tried))
    except Refused as refused:
        return first_code(refused.no)
    session[_OPENED] = True
    return redirect(url_for("office.first_code"), 303)


@bp.get("/start/site")
@everybody
def first_site(no: No | None = None) -> ResponseReturnValue:
    """Asks for the site's name, code, zone and the head of its papers."""
    if (elsewhere := _led_elsewhere()) is not None:
        return elsewhere
    here = site()
    start = {"name": here.name if here.code else "", "code": here.code, "zone": here.zone, "header": here.header or ""}
    return step_page("site", "office/first_site.html", no, start, zones=words.zones())


@bp.post("/start/site")
@everybody
def first_site_now() -> ResponseReturnValue:
    """Names the site."""
    if (elsewhere := _led_elsewhere()) is not None:
        return elsewhere
    try:
        asked = site_asked()
        rows.write(lambda conn: the_site.set_up(conn, asked, None))
    except Refused as refused:
        return first_site(refused.no)
    return redirect(url_for("office.first_administrator"), 303)


@bp.get("/start/administrator")
@everybody
def first_administrator(no: No | None = None) -> ResponseReturnValue:
    """Asks for the first administrator: code, post, PIN twice."""
    if (elsewhere := _led_elsewhere()) is not None:
        return elsewhere
    if not site().code:
        return redirect(url_for("office.first_site"))
    start = {"code": "PTG-01", "name": "Admin Kegiatan Kerja"}
    return step_page("administrator", "office/first_administrator.html", no, start, who=current_officer())


@bp.post("/start/administrator")
@everybody
def first_administrator_now() -> ResponseReturnValue:
    """Makes the first administrator, who is signed in here from now on; the set-up code ends."""
    if (elsewhere := _led_elsewhere()) is not None:
        return elsewhere
    try:
        code = typed.code(request.form, "code", "kode petugas")
        name = typed.text(request.form, "name", "nama petugas")
        pin = request.form.get("new_pin", "")
        if pin != request.form.get("again", ""):
            raise Refused(refusals.FIELD_NEEDED.because(what="PIN yang sama dua kali"))
        tried = officers.try_pin_for(db.session.connection(), code, pin)
        rows.write(lambda conn: first_start_people.add_administrator(conn, code, name, pin, tried))
    except Refused as refused:
        return first_administrator(refused.no)
    first_start_code.use_up(_instance())
    session.pop(_OPENED, None)
    sign_in_here(rows.named(Officer, code), clock.now())
    return redirect(url_for("office.first_workshops"), 303)


def step_page(
    name: str, template: str, no: No | None = None, start: Mapping[str, object] | None = None, **more: Any
) -> ResponseReturnValue:
    """The page of a step of setting up, among all of them."""
    stands = them.standing(db.session.connection())
    at = them.SET_UP.index(name)
    before = stands.set_up[at - 1] if at else None
    after = stands.set_up[at + 1] if at + 1 < len(stands.set_up) else stands.first_batch[0]
    return form_page(template, no, start, stands=stands, step=stands.set_up[at], before=before, after=after, **more)


def done_page(template: str, **more: Any) -> ResponseReturnValue:
    """A page of the part after setting up."""
    return render_template(template, stands=them.standing(db.session.connection()), step=None, **more)


def _led_elsewhere() -> ResponseReturnValue | None:
    """To the set-up code, or to sign in; ``None`` for who may set up here."""
    return None if _may_begin() or may(Role.ADMINISTRATOR) else redirect(url_for("office.first_code"))


def _may_begin() -> bool:
    """Whether this browser gave the set-up code, and there is still nobody who could sign in."""
    return bool(session.get(_OPENED)) and them.is_empty(db.session.connection())


def _instance() -> Path:
    return Path(current_app.instance_path)
