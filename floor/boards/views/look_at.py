"""What a supervisor must look at, and the server's clock."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import clock, refusals
from ...access.answers import sentence, status_of
from ...access.languages import choose_language
from ...access.marks import fresh_pin, needs
from ...access.sessions import current_officer
from ...db import db
from ...models import Role
from ...pages import site
from ...refusals import No, Refused
from ...scan import record, waiting
from .. import anomalies, late, server_clock
from ..door import bp
from ..fresh import today


@bp.app_context_processor
def _clock_words() -> dict[str, bool]:
    """Every page says when the server's clock went back: scans wait."""
    return {"clock_behind": server_clock.is_behind(db.session.connection())}


@bp.get("/anomalies")
@needs(Role.SUPERVISOR)
def odd_things() -> ResponseReturnValue:
    """What a supervisor must look at today."""
    return _anomalies_page()


@bp.post("/anomalies/waiting")
@fresh_pin
@needs(Role.SUPERVISOR)
def give_up() -> ResponseReturnValue:
    """Decides that a scan whose pieces never came won't be recorded, with a reason."""
    officer, now = current_officer(), clock.now()
    scan_id, reason = request.form.get("scan", 0, type=int), request.form.get("reason", "")
    officer_id = officer.id if officer else 0
    try:
        db.write(lambda conn: waiting.give_up(conn, scan_id, officer_id, now, reason))
    except Refused as refused:
        return _anomalies_page(refused.no, scan_id)
    flash(_("Diputuskan: pindaian itu tidak dicatat."), "good")
    return redirect(url_for("boards.odd_things"), 303)


@bp.post("/anomalies/late")
@needs(Role.SUPERVISOR)
def looked_into() -> ResponseReturnValue:
    """Notes that late refusals were looked into, with what was found. Sent twice, it is noted once."""
    officer, now = current_officer(), clock.now()
    officer_id, note = officer.id if officer else 0, request.form.get("note", "").strip()[:400]
    chosen = late.named(request.form.getlist("late"))
    if not chosen:
        return _anomalies_page(refusals.FIELD_NEEDED.because(what="pindaian"))
    db.write(lambda conn: _look_into(conn, chosen, now, officer_id, note))
    flash(_("Dicatat: sudah dilihat."), "good")
    return redirect(url_for("boards.odd_things"), 303)


def _look_into(conn: Connection, chosen: list[tuple[str, int]], now: int, officer_id: int, note: str) -> None:
    for kind, row in chosen:
        record.looked(conn, {late.ROWS[kind]: row}, now, officer_id, note)


@bp.get("/clock")
@needs(Role.SUPERVISOR)
def server_time() -> ResponseReturnValue:
    """The server's clock beside the newest scan."""
    newest = server_clock.newest_scan(db.session.connection())
    return render_template("boards/clock.html", now=clock.now(), newest=newest)


@bp.post("/clock")
@fresh_pin
@needs(Role.SUPERVISOR)
def confirm_time() -> ResponseReturnValue:
    """A supervisor says that the server's clock is right: scans go on."""
    db.write(server_clock.confirm)
    flash(_("Jam dipastikan. Pindaian berjalan lagi."), "good")
    return redirect(url_for("boards.server_time"), 303)


def _anomalies_page(no: No | None = None, about: int = 0) -> ResponseReturnValue:
    conn = db.session.connection()
    page = render_template(
        "boards/anomalies.html",
        late=late.refused(conn, choose_language(), site().zone),
        chosen=request.form.getlist("late"),
        note=request.form.get("note", ""),
        waiting=anomalies.waiting(conn),
        odd=anomalies.odd(conn),
        nameless=anomalies.without_worker(conn, clock.day_starts(today(), site().zone)),
        said=sentence(no) if no else "",
        about=about,
        reason=request.form.get("reason", ""),
    )
    return page, status_of(no) if no else 200
