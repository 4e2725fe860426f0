"""Pages of the boards package, and their twins for other programs."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from .. import clock, refusals
from ..access.answers import answer, sentence, status_of
from ..access.marks import fresh_pin, needs, stations_or
from ..access.sessions import current_officer, may
from ..access.tokens import current_station
from ..db import db
from ..models import Role
from ..pages import site
from ..refusals import No, Refused
from ..scan import waiting
from . import anomalies, as_json, finding, fresh, papers, progress, sentences, server_clock
from .bars import segments
from .fresh import today, unless_unchanged
from .story import Story, tell
from .words import days_left, pieces

bp = Blueprint("boards", __name__)


@bp.app_context_processor
def _clock_words() -> dict[str, bool]:
    """Every page says when the server's clock went back: scans wait."""
    return {"clock_behind": server_clock.is_behind(db.session.connection())}


@bp.get("/")
@stations_or(Role.VIEWER)
def start() -> ResponseReturnValue:
    """The first page: the board; at a tablet that scans, its station."""
    if current_station() is not None and current_officer() is None:
        return redirect("/station")
    return orders()


@bp.get("/orders")
@stations_or(Role.VIEWER)
def orders() -> ResponseReturnValue:
    """The board: how every open order stands. ``?wall`` draws it large, without a menu, and asks more often."""
    return render_template("boards/orders.html", tag=fresh.tag(), is_wall="wall" in request.args, **_board())


@bp.get("/orders/board")
@stations_or(Role.VIEWER)
def board() -> ResponseReturnValue:
    """The board's rows alone, for the page that refreshes itself."""
    return unless_unchanged(lambda: render_template("boards/board.html", is_update=True, **_board()))


@bp.get("/orders/<number>")
@stations_or(Role.VIEWER)
def order(number: str) -> ResponseReturnValue:
    """One order: its sizes, what came in, its batches, what went out."""
    conn = db.session.connection()
    found = progress.one_order(conn, number)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    return render_template(
        "boards/order.html",
        order=found,
        today=today(),
        receipts=papers.receipts(conn, found.id),
        batches=papers.batches(conn, found.id),
        deliveries=papers.deliveries(conn, found.id),
        **_words(),
    )


@bp.get("/find")
@stations_or(Role.VIEWER)
def find() -> ResponseReturnValue:
    """*Pindai apa saja*: goes where a scanned or typed text belongs."""
    text = request.args.get("code", "").strip()[:80]
    if not text:
        return render_template("boards/find.html", text="", said="")
    try:
        kind, name = finding.find(db.session.connection(), text)
    except Refused as refused:
        return render_template("boards/find.html", text=text, said=sentence(refused.no)), 404
    return redirect(url_for("boards.unit", code=name) if kind == "unit" else url_for("boards.order", number=name))


@bp.get("/units/<code>")
@stations_or(Role.VIEWER)
def unit(code: str) -> ResponseReturnValue:
    """The whole story of a unit; whose work it was is shown to supervisors only."""
    try:
        told = _story(code)
    except Refused as refused:
        return answer(refused.no, 404)
    return render_template(
        "boards/unit.html",
        told=told,
        about=lambda event: sentences.about(event, told, str(get_locale()), site().zone),
        whereabouts=sentences.whereabouts(told, str(get_locale())),
        sentences=sentences,
        show_workers=may(Role.SUPERVISOR),
        **_words(),
    )


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


@bp.get("/api/v1/orders")
@stations_or(Role.VIEWER)
def orders_as_json() -> ResponseReturnValue:
    """How every open order stands."""
    day = today()
    return unless_unchanged(
        lambda: jsonify(orders=[as_json.order(each, day) for each in progress.open_orders(db.session.connection())])
    )


@bp.get("/api/v1/orders/<number>")
@stations_or(Role.VIEWER)
def order_as_json(number: str) -> ResponseReturnValue:
    """How one order stands, open or closed."""
    found = progress.one_order(db.session.connection(), number)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    return unless_unchanged(lambda: jsonify(as_json.order(found, today())))


@bp.get("/api/v1/units/<code>")
@stations_or(Role.VIEWER)
def unit_as_json(code: str) -> ResponseReturnValue:
    """The whole story of a unit."""
    try:
        told = _story(code)
    except Refused as refused:
        return answer(refused.no, 404)
    return jsonify(as_json.story(told, str(get_locale()), site().zone, may(Role.SUPERVISOR)))


def _story(code: str) -> Story:
    conn = db.session.connection()
    return tell(conn, *finding.unit_of(conn, code))


def _board() -> dict[str, object]:
    found = progress.open_orders(db.session.connection())
    return {"orders": found, "today": today(), "read_at": clock.now(), **_words()}


def _words() -> dict[str, object]:
    locale = str(get_locale())
    return {
        "segments": lambda tally: segments(tally, locale),
        "days_left": days_left,
        "pieces": pieces,
    }


def _anomalies_page(no: No | None = None, about: int = 0) -> ResponseReturnValue:
    conn = db.session.connection()
    page = render_template(
        "boards/anomalies.html",
        waiting=anomalies.waiting(conn),
        odd=anomalies.odd(conn),
        nameless=anomalies.without_worker(conn, clock.day_starts(today(), site().zone)),
        said=sentence(no) if no else "",
        about=about,
        reason=request.form.get("reason", ""),
    )
    return page, status_of(no) if no else 200
