"""Blind rechecks: a bundle judged again by another officer, and how well two officers agree."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.marks import needs, stations_or
from ..db import db
from ..models import Role
from ..pages import site
from ..refusals import ALL, No, Refused
from ..rules.integrity import Agreement, strength
from . import rechecks
from .form import Form
from .here import giver_here, station_here, type_pin

bp = Blueprint("rechecked", __name__)

DAYS = (30, 90, 365)


@bp.get("/quality/rechecks/<int:recheck_id>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def recheck(recheck_id: int, no: No | None = None) -> ResponseReturnValue:
    """Asks how many of these pieces are good; the first verdict isn't shown."""
    one, giver = rechecks.asked(db.session.connection(), recheck_id), giver_here(clock.now())
    if no is None and one.done_at is not None:
        raise Refused(refusals.RECHECK_DONE.because())
    if no is None and one.first_officer_id == giver.officer_id:
        raise Refused(refusals.RECHECK_SAME.because())
    said = {"sentence": sentence(no), "look": ALL[no.code].look.value} if no is not None else None
    page = render_template(
        "quality/recheck.html", one=one, said=said, typed=request.form, giver=giver, station=station_here()
    )
    return page, status_of(no) if no is not None else 200


@bp.post("/quality/rechecks/<int:recheck_id>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def recheck_now(recheck_id: int) -> ResponseReturnValue:
    """Keeps what the second officer found, or that it can't be found any more. Nothing moves."""
    now = clock.now()
    giver = giver_here(now)
    try:
        client_id = _client_id(request.form)
        if giver.officer_id is None:
            raise Refused(refusals.NO_OFFICER.because())
        if not type_pin(giver, now):
            raise Refused(refusals.PIN_NEEDED.because())
        officer_id, reason = giver.officer_id, request.form.get("reason", "")
        if "drop" in request.form:
            db.write(lambda conn: rechecks.drop(conn, client_id, recheck_id, officer_id, reason, now))
        else:
            found = _whole(request.form, "passed"), _whole(request.form, "failed")
            db.write(lambda conn: rechecks.answer(conn, client_id, recheck_id, officer_id, found, now))
    except Refused as refused:
        return recheck(recheck_id, refused.no)
    flash(_("Periksa ulang tercatat. Terima kasih."), "good")
    return redirect(url_for("quality.quality"), 303)


@bp.get("/quality/agreement")
@needs(Role.SUPERVISOR)
def agreements() -> ResponseReturnValue:
    """How well two officers agree who judged the same pieces."""
    days = request.args.get("days", 90, type=int)
    days = days if days in DAYS else 90
    conn, since = db.session.connection(), clock.now() - days * clock.DAY
    return render_template(
        "quality/agreement.html",
        together=rechecks.together(conn, since),
        pairs=rechecks.agreements(conn, since),
        days=days,
        percent=site().recheck_percent,
        words=_strength_words,
        station=None,
    )


def _strength_words(found: Agreement) -> str:
    """A kappa in plain words; that there is too little to say so, where there is."""
    if not found.is_enough:
        return str(_("terlalu sedikit"))
    if found.kappa is None:
        return str(_("semuanya sama, kappa tidak bisa dihitung"))
    said = {
        "poor": _("lebih buruk daripada kebetulan"),
        "slight": _("hampir tidak ada kesepakatan"),
        "fair": _("kesepakatan lemah"),
        "moderate": _("kesepakatan cukup"),
        "substantial": _("kesepakatan kuat"),
        "full": _("kesepakatan hampir penuh"),
    }
    return str(said[strength(found.kappa)])


def _client_id(typed: Form) -> bytes:
    try:
        return UUID(typed.get("id", "")).bytes
    except ValueError as error:
        raise Refused(refusals.PAGE_TOO_OLD.because()) from error


def _whole(typed: Form, name: str) -> int:
    said = typed.get(name, "").strip()
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise Refused(refusals.FIELD_NEEDED.because(what="berapa yang baik dan berapa yang tidak", field=name))
    return int(said)
