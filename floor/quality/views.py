"""Verdicts: the API that hears them, the queue at the gates, the inspection screen, the standards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.marks import station_token_checked_inside, stations_only, stations_or
from ..access.tokens import current_station, hash_token
from ..db import db
from ..models import Role
from ..pages import counted, site, version
from ..refusals import ALL, No, Refused
from ..rules.codes import Kind, kind_of, read_code
from ..scan import read
from ..scan.envelope import answered, brought_token, envelope, unless_restored, write_heard
from ..scan.hearing import Nameless, fingerprint
from ..scan.results import Result
from . import away, day, drawings, form, marking, pictures, queue, rechecks, repairs, say, sheet
from .givers import Giver
from .hearing import hear
from .here import giver_here, station_here, type_pin
from .picture_views import note_photo, photo_brought
from .results import VerdictResult
from .screen import Screen, screen_of
from .seconds import heard_with, second_of_form, take_second
from .verdicts import Said, record_verdict, record_verdicts, verdict_given

bp = Blueprint("quality", __name__)

MOST_PIECES_MEASURED = 60


@bp.post("/api/v1/inspections")
@station_token_checked_inside
def post_inspections() -> ResponseReturnValue:
    """Hears verdicts: 200 with one result per item, in order; a refusal is a result."""
    heard_at = clock.now()
    sent_at, raw, epoch = envelope("inspections")
    token = hash_token(brought_token())
    seconds = [take_second(one, heard_at) for one in raw]  # a PIN goes no further than here
    items = [heard_with(hear(one, sent_at, heard_at), second) for one, second in zip(raw, seconds, strict=True)]

    def work(conn: Connection) -> tuple[read.SiteFacts, Any]:
        return unless_restored(conn, epoch, lambda: record_verdicts(conn, token, items, heard_at))

    facts, results = write_heard(work, work)
    if results is None:
        raise Refused(refusals.UNKNOWN_STATION.because())
    locale = str(get_locale())
    return answered(facts.epoch, [say.answer(result, locale, facts.zone) for result in results])


@bp.get("/quality")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def quality() -> ResponseReturnValue:
    """What waits at the gates."""
    return render_template("quality/queue.html", station=station_here(), **_queue_words())


@bp.get("/quality/waiting")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def waiting() -> ResponseReturnValue:
    """The same list alone, for the page that refreshes itself; 304 while nothing changed."""
    response = make_response(render_template("quality/rows.html", **_queue_words()))
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/quality/away")
@stations_only
def away_pages() -> ResponseReturnValue:
    """Which inspections a tablet keeps to judge by while the network is gone; each asked for by its ``address``."""
    about = f"{away_key()} {site().camera}"
    found = away.sheets(db.session.connection(), giver_here(clock.now()), about)
    for one in found:
        one["address"] = url_for("quality.inspect", code=one["code"], step=one["step"])
        one["counted_in"] = counted(one["counted_in"], one["quantity"])
    return jsonify({"epoch": site().epoch, "key": away_key(), "sheets": found})


@bp.app_template_global("away_key")
def away_key() -> str:
    """What a tablet's kept pages hold for: this pairing, this version of the pages, this language."""
    speaker = current_station()
    return f"{speaker.token_id if speaker else 0}-{version()}-{get_locale()}"


@bp.get("/quality/inspect")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def find() -> ResponseReturnValue:
    """A code that was scanned or typed: on to its screen."""
    typed = request.args.get("code", "").strip()[:80]
    if not typed:
        return redirect(url_for("quality.quality"))
    code = read_code(typed)
    if code is not None and kind_of(code) is Kind.OFFICER and station_here() is not None:
        return redirect(url_for("stations.sign_in"))
    return redirect(url_for("quality.inspect", code=code or typed))


@bp.get("/quality/inspect/<code>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def inspect(code: str) -> ResponseReturnValue:
    """The inspection screen of a unit; why not, where nothing of it can be judged here.

    With ``kept`` it is for a tablet that judges by it while the network is gone: it asks for nobody's PIN.
    """
    screen = _screen(code)
    return _form_page(screen) if isinstance(screen, Screen) else _answer_page(VerdictResult(screen))


@bp.post("/quality/inspect/<code>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def inspect_now(code: str) -> ResponseReturnValue:
    """Gives the verdict that was filled in. Sent twice under one id, it is given once and answered twice."""
    if "pieces" in request.form and "more" in request.form:
        return _form_again(code)
    now = clock.now()
    giver = giver_here(now)
    try:
        said = _said(form.item_of(request.form, code, now), now)
        if not type_pin(giver, now):
            raise Refused(refusals.PIN_NEEDED.because())
        item, asked = said
        said = item, replace(asked, second=second_of_form(now))
        photo = photo_brought()
    except Refused as refused:
        return _form_again(code, refused.no)
    given = _give(replace(giver, owes_pin=False), said)
    if photo is not None and given.result.no is None:
        note_photo(photo, item.client_id, giver, now)
    no = given.result.no
    return _form_again(code, no, given) if no is not None else _answer_page(given)


@bp.get("/quality/given/<client_id>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def given(client_id: str) -> ResponseReturnValue:
    """The answer to a verdict that a tablet sent by the API."""
    try:
        found = verdict_given(db.session.connection(), UUID(client_id).bytes)
    except ValueError:
        found = None
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what=client_id[:36]))
    return _answer_page(found)


@bp.post("/quality/undo")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def undo_now() -> ResponseReturnValue:
    """Takes a verdict of the last 30 s back."""
    now = clock.now()
    raw = {"id": request.form.get("id"), "happened_at": clock.iso(now), "undoes": request.form.get("undoes")}
    return _answer_page(_give(giver_here(now), _said(raw, now)))


@bp.get("/quality/standards/<code>")
@stations_or(*Role)
def standard(code: str) -> ResponseReturnValue:
    """A version of a standard, the newest where none is named: its checks, and their tolerances per size."""
    found = sheet.sheet(db.session.connection(), code, request.args.get("version", type=int))
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what=code))
    locale = str(get_locale())
    return render_template(
        "quality/standard.html",
        sheet=found,
        size_heads=[(size, "number") for size in found.sizes],
        judged=request.args.get("size", ""),
        station=station_here(),
        tolerance=lambda line: say.tolerance_words(line, locale),
    )


def _said(raw: dict[str, Any], now: int) -> Said:
    """A form as it was heard. Its moment is ours, so a form sent twice is the same whenever it came."""
    heard = hear(raw, None, now)
    if isinstance(heard, Nameless):
        raise Refused(refusals.PAGE_TOO_OLD.because())
    item, asked = heard
    return replace(item, fingerprint=fingerprint({**raw, "happened_at": None})), asked


def _give(giver: Giver, said: Said) -> VerdictResult:
    def work(conn: Connection) -> VerdictResult:
        return record_verdict(conn, giver, *said)

    return write_heard(work, work)


def _screen(code: str) -> Screen | Result:
    step, cycle = (request.values.get(name, type=int) for name in ("step", "cycle"))
    return screen_of(db.session.connection(), giver_here(clock.now()), code, step, cycle)


def _form_again(code: str, no: No | None = None, given: VerdictResult | None = None) -> ResponseReturnValue:
    """The form with what was typed; the answer instead, where nothing waits any more."""
    screen = _screen(code)
    if isinstance(screen, Screen):
        return _form_page(screen, no, given)
    return _answer_page(given or VerdictResult(screen))


def _form_page(screen: Screen, no: No | None = None, given: VerdictResult | None = None) -> ResponseReturnValue:
    said = None
    if given is not None:
        said = say.answer(given, str(get_locale()), site().zone)["refusal"]
    elif no is not None:
        said = {"sentence": sentence(no), "look": ALL[no.code].look.value}
    asked = request.form.get("pieces", 1, type=int) + ("more" in request.form)
    asked = max(asked, *screen.owed.values(), 1)
    where = dict(no.detail if no else {})
    page = render_template(
        "quality/inspect.html",
        screen=screen,
        said=said,
        typed=request.form,
        pieces=max(1, min(asked, screen.waiting.quantity, MOST_PIECES_MEASURED)),
        wrong=(where.get("check_id"), where.get("piece")),
        is_far=no is not None and no.code == refusals.FAR_OFF.code,
        camera=site().camera,
        drawing=drawings.sides(screen.standard.drawing),
        zones=drawings.zones(screen.standard.drawing),
        station=station_here(),
        is_kept="kept" in request.args,
        giver=giver_here(clock.now()),
        needs_second=marking.is_own_team(
            db.session.connection(), giver_here(clock.now()).officer_id, screen.units, screen.waiting.gate
        ),
        limit=_limit,
    )
    return page, status_of(no) if no is not None else 200


def _answer_page(given: VerdictResult) -> ResponseReturnValue:
    answer = say.answer(given, str(get_locale()), site().zone)
    no = given.result.no
    look = ALL[no.code].look.value if no is not None else "good"
    page = render_template(
        "quality/answer.html",
        answer=answer,
        look=look,
        given=given.result,
        repair=repairs.offered(given.result) if station_here() else None,
        pictures=pictures.of_answer(db.session.connection(), answer.get("id")),
        station=station_here(),
        **_queue_words(),
    )
    return page, status_of(no) if no is not None else 200


def _queue_words() -> dict[str, Any]:
    now, conn = clock.now(), db.session.connection()
    giver = giver_here(now)
    found, held = queue.queue(conn, giver.stages), day.held(conn)
    return {
        "waiting": found[: queue.MOST_SHOWN],
        "more": max(0, len(found) - queue.MOST_SHOWN),
        "total": len(found),
        "pieces": sum(one.quantity for one in found),
        "today": day.figures(conn, giver.officer_id, site().zone, now),
        "held": held[: day.MOST_HELD],
        "more_held": max(0, len(held) - day.MOST_HELD),
        "came_back": day.came_back(conn),
        "rechecks": rechecks.waiting(conn, giver.officer_id),
        "age": lambda since: _age(now - since),
        "at_station": giver.station_id is not None,
    }


def _age(millis: int) -> str:
    """How long something waits, in the largest unit that says it."""
    hours = millis // (60 * clock.MINUTE)
    if hours >= 48:
        return str(_("%(n)s hari", n=hours // 24))
    if hours >= 1:
        return str(_("%(n)s jam", n=hours))
    minutes = millis // clock.MINUTE // 5 * 5
    return str(_("%(n)s menit", n=minutes) if minutes > 0 else _("baru saja"))


def _limit(kind: str, low: float | None, high: float | None, measure: str) -> str:
    return say.limit_words(kind, low, high, measure, str(get_locale()))
