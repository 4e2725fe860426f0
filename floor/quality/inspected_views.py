"""The page of one verdict, its correction, and the list of those that something was noticed of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.marks import needs, stations_or
from ..access.officers import check_pin
from ..access.slowing import place_here
from ..db import db
from ..models import Role
from ..office import log
from ..pages import site
from ..refusals import ALL, No, Refused
from ..rules.integrity import MarkOf
from ..scan import read
from ..scan.envelope import write_heard
from ..scan.hearing import Nameless, fingerprint
from . import correcting, drawings, inspected, lot_corrections, marking, say, standards
from .givers import Giver
from .hearing import hear
from .here import giver_here, station_here
from .inspected import Inspected
from .results import VerdictResult
from .seconds import second_of_form
from .verdicts import Said, record_verdict

bp = Blueprint("inspected", __name__)

DAYS = (1, 7, 30, 90)
MOST_ASKED = 60


@bp.get("/quality/inspections/<int:inspection_id>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def inspection(inspection_id: int) -> ResponseReturnValue:
    """Everything of one verdict; that another than its giver looked at it is in the log."""
    one, now, zone = inspected.inspected(db.session.connection(), inspection_id), clock.now(), site().zone
    officer_id = giver_here(now).officer_id
    db.write(lambda conn: inspected.note_look(conn, one, officer_id, zone, now))
    return render_template(
        "quality/inspection.html",
        one=one,
        row=one.row,
        drawing=drawings.sides(one.row.drawing or ""),
        station=station_here(),
        marks=mark_words(),
        limit=_limit,
    )


@bp.get("/quality/inspections/of/<uuid:client_id>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def answered(client_id: UUID) -> ResponseReturnValue:
    """From the answer to a verdict on to its page."""
    found = inspected.id_of(db.session.connection(), client_id.bytes)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what=str(client_id)))
    return redirect(url_for("inspected.inspection", inspection_id=found))


@bp.get("/quality/inspections/<int:inspection_id>/correct")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def correct(inspection_id: int, no: No | None = None, given: VerdictResult | None = None) -> ResponseReturnValue:
    """Asks what the verdict should have been, and why it was not."""
    conn = db.session.connection()
    one = inspected.inspected(conn, inspection_id)
    route, words, giver = read.route(conn, one.row.route_version_id), read.stages(conn), giver_here(clock.now())
    locale = str(get_locale())
    standard = standards.of_unit(conn, one.row.unit_id)
    said = None
    if no is not None:
        asked = say.answer(given, locale, site().zone)["refusal"] if given is not None else None
        said = asked or {"sentence": sentence(no), "look": ALL[no.code].look.value}
    page = render_template(
        "quality/correct.html",
        one=one,
        row=one.row,
        said=said,
        typed=request.form,
        station=station_here(),
        defects=standards.defects_of(conn, standard),
        for_all=_for_all(one, standard),
        owed=_owed(conn, one, standard),
        ways=[name for name in inspected.COUNTS if name != "grade_b" or standard.takes_grade_b],
        back=[(step.number, words[step.stage_id].in_locale(locale)) for step in route.between(1, one.row.step or 1)],
        # Of a drawn piece nobody confirms whose work it is: the lot's end did.
        needs_second=one.row.draw is None
        and marking.is_own_team(conn, giver.officer_id, [one.row.unit_id], one.row.step or 1),
        limit=_limit,
    )
    return page, status_of(no) if no is not None else 200


@bp.post("/quality/inspections/<int:inspection_id>/correct")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def correct_now(inspection_id: int) -> ResponseReturnValue:
    """Puts a new verdict in the place of a wrong one. Sent twice under one id, it is done once."""
    conn, now = db.session.connection(), clock.now()
    one, giver = inspected.inspected(conn, inspection_id), giver_here(now)
    try:
        raw = correcting.item_of(conn, request.form, one, now)
        _sign(giver, now)
        said = _said(raw, inspection_id, now)
    except Refused as refused:
        return correct(inspection_id, refused.no)
    given = _give(replace(giver, owes_pin=False), said, one)
    if given.result.no is not None:
        return correct(inspection_id, given.result.no, given)
    new = inspected.id_of(db.session.connection(), said[0].client_id)
    return redirect(url_for("inspected.inspection", inspection_id=new), 303)


@bp.get("/quality/marked")
@needs(Role.SUPERVISOR)
def marked() -> ResponseReturnValue:
    """The verdicts that something was noticed of."""
    days = request.args.get("days", 7, type=int)
    days = days if days in DAYS else 7
    mark = request.args.get("mark", "") if request.args.get("mark", "") in set(MarkOf) else ""
    found = inspected.marked(db.session.connection(), clock.now() - days * clock.DAY, mark)
    return render_template(
        "quality/marked.html", found=found, marks=mark_words(), mark=mark, days=days, periods=DAYS, station=None
    )


def mark_words() -> dict[str, str]:
    """What was noticed, in words."""
    return {
        MarkOf.OWN_STAGE: _("Memindai sendiri tahap sebelumnya"),
        MarkOf.FAST: _("Sepuluh lulus dalam 30 detik"),
        MarkOf.OWN_TEAM: _("Regu sendiri, dengan petugas kedua"),
    }


def _give(giver: Giver, said: Said, one: Inspected) -> VerdictResult:
    item, asked = said

    def work(conn: Connection) -> VerdictResult:
        given = record_verdict(conn, giver, item, asked)
        if given.result.no is None and not given.result.replayed:
            after = {name: getattr(asked.split, name) for name in inspected.COUNTS if name != "rework"}
            with log.signed(conn, log.By(giver.officer_id, item.at)):
                was, now = log.differences(one.counts, after | {"rework": asked.split.sent_back})
                log.note(conn, inspected.LOG_NOUN, str(one.row.id), "corrected", was, now, asked.note)
        return given

    return write_heard(work, work)


def _for_all(one: Inspected, standard: standards.UnitStandard) -> list[standards.Check]:
    """The checks that are good on all that pass, still to be said; of one drawn piece each is answered by itself."""
    if one.row.draw is not None:
        return []
    return [check for check in standard.checks if check.is_for_all and check.id not in one.seen_on_all]


def _owed(conn: Connection, one: Inspected, standard: standards.UnitStandard) -> list[tuple[standards.Check, int]]:
    if one.row.draw is not None:
        return lot_corrections.owed_anew(conn, one, standard)
    return correcting.owed_anew(conn, one, standard, MOST_ASKED)


def _sign(giver: Giver, now: int) -> None:
    """The PIN of whoever corrects, typed for this one form."""
    if giver.officer_id is None:
        raise Refused(refusals.NO_OFFICER.because())
    if not (pin := request.form.get("pin", "")):
        raise Refused(refusals.PIN_NEEDED.because())
    check_pin(giver.officer_id, pin, place_here(), now)


def _said(raw: dict[str, Any], corrects: int, now: int) -> Said:
    heard = hear(raw, None, now)
    if isinstance(heard, Nameless):
        raise Refused(refusals.PAGE_TOO_OLD.because())
    item, asked = heard
    means = fingerprint({**raw, "happened_at": None})
    return replace(item, fingerprint=means), replace(asked, corrects=corrects, second=second_of_form(now))


def _limit(check: standards.Check) -> str:
    low, high = (check.limit.low, check.limit.high) if check.limit else (None, None)
    return say.limit_words(check.kind.value, low, high, check.measure, str(get_locale()))
