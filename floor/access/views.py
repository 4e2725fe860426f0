"""Pages to sign in, to confirm the PIN, and to sign out."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from .. import clock, refusals
from ..db import db
from ..models import Officer, Role
from ..refusals import No, Refused
from ..rules.codes import in_words
from .answers import answer, safe_next, sentence, status_of, wants_json
from .marks import everybody, needs
from .officers import badge_instead, check_pin, find_officer, sign_out_everywhere
from .sessions import current_officer, note_pin, sign_in_here, sign_out_here
from .slowing import place_here

bp = Blueprint("access", __name__)


@bp.get("/sign-in")
@everybody
def sign_in() -> ResponseReturnValue:
    """Who is it, and the PIN."""
    return _sign_in_page()


@bp.post("/sign-in")
@everybody
def sign_in_now() -> ResponseReturnValue:
    """Signs in by a badge, a code or a choice of the list, and a PIN or password."""
    typed = request.form.get("code", "").strip() or request.form.get("officer", "")
    secret = request.form.get("pin", "") or request.form.get("password", "")
    officer_id = find_officer(db.session.connection(), typed)
    if officer_id is not None and not secret:
        return _sign_in_page(chosen=officer_id)  # a badge was scanned into the form: now the PIN
    if not secret:
        return _sign_in_page(no=_nobody(typed))
    try:
        known = check_pin(officer_id, secret, place_here(), clock.now())
    except Refused as refused:
        return _sign_in_page(chosen=officer_id, no=refused.no)
    sign_in_here(db.session.get_one(Officer, known), clock.now())
    return redirect(safe_next(request.values.get("next")), 303)


@bp.get("/sign-in/pin")
@needs(*Role)
def confirm_pin() -> ResponseReturnValue:
    """Asks whoever is signed in for the PIN once more."""
    return _pin_page()


@bp.post("/sign-in/pin")
@needs(*Role)
def confirm_pin_now() -> ResponseReturnValue:
    """Notes that the PIN was typed just now; good for five minutes."""
    officer = current_officer()
    secret = request.form.get("pin", "") or request.form.get("password", "")
    try:
        check_pin(officer.id if officer else None, secret, place_here(), clock.now())
    except Refused as refused:
        return _pin_page(refused.no)
    note_pin(clock.now())
    return ("", 204) if wants_json() else redirect(safe_next(request.values.get("next")), 303)


@bp.post("/sign-out")
@everybody
def sign_out() -> ResponseReturnValue:
    """Signs out of this browser and wherever else; a station stays paired."""
    if (officer := current_officer()) is not None:
        officer_id, now = officer.id, clock.now()
        db.write(lambda conn: sign_out_everywhere(conn, officer_id, now))
    sign_out_here()
    return redirect("/sign-in", 303)


@bp.get("/csrf")
@everybody
def csrf_token() -> ResponseReturnValue:
    """A token for pages that stay open for days, when theirs is no longer taken (``PAGE_TOO_OLD``)."""
    return jsonify(token=generate_csrf())


def _nobody(typed: str) -> No:
    if (instead := badge_instead(db.session.connection(), typed)) is not None:
        return refusals.LABEL_REPLACED.because(new_name=in_words(instead))
    if typed:
        return refusals.UNKNOWN_OFFICER.because()
    return refusals.FIELD_NEEDED.because(what="nama atau kode petugas")


def _sign_in_page(chosen: int | None = None, no: No | None = None) -> ResponseReturnValue:
    if no is not None and wants_json():
        return answer(no)
    officers = db.session.scalars(select(Officer).where(Officer.active).order_by(Officer.name)).all()
    page = render_template(
        "access/sign_in.html",
        officers=officers,
        chosen=chosen,
        said=sentence(no) if no else "",
        next=safe_next(request.values.get("next")),
    )
    return page, status_of(no) if no else 200


def _pin_page(no: No | None = None) -> ResponseReturnValue:
    if no is not None and wants_json():
        return answer(no)
    said = sentence(no) if no else ""
    page = render_template("access/confirm_pin.html", said=said, next=safe_next(request.values.get("next")))
    return page, status_of(no) if no else 200
