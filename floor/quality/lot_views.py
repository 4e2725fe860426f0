"""Pages of lots that are judged by a sample: present, look, end, and what a plan protects against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import Connection, select

from .. import clock, refusals
from ..access.answers import sentence, status_of
from ..access.marks import needs, stations_or
from ..access.sessions import current_officer
from ..db import db
from ..models import Role, Stage
from ..pages import site
from ..refusals import ALL, No, Refused
from ..rules import curve, sampling
from ..rules.sampling import Plan
from ..rules.standard import read_number
from ..rules.verdict import OUTCOMES
from ..scan import read
from ..scan.envelope import write_heard
from ..scan.hearing import Nameless, client_id_of, fingerprint
from . import (
    drawings,
    lot_ends,
    lot_history,
    lot_page,
    lot_pieces,
    lot_say,
    lot_start,
    lots,
    marking,
    owed,
    past,
    say,
    standards,
)
from .form import findings_of, spots_of
from .givers import Giver
from .hearing import hear
from .here import giver_here, station_here, type_pin
from .lot_start import LotStart
from .lots import Lot
from .results import VerdictResult
from .seconds import second_of_form
from .verdicts import record_verdict

bp = Blueprint("lots", __name__, url_prefix="/quality")


@bp.get("/lots")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def all_lots() -> ResponseReturnValue:
    """Lots that are open, rejected ones that wait, and the bundles of which one may be started."""
    return _list_page()


@bp.get("/lots/new")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def plan_lot() -> ResponseReturnValue:
    """How large a lot of these bundles would be, and by which plan each class is judged: before anything is drawn."""
    try:
        return _plan_page(request.args.getlist("unit"))
    except Refused as refused:
        return _list_page(refused.no)


@bp.post("/lots/new")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def start_now() -> ResponseReturnValue:
    """Starts the lot: the pieces are drawn."""
    codes, small = request.form.getlist("unit"), "sample" in request.form
    asked = request.form.get("quantity", type=int)

    def work(conn: Connection, giver: Giver, lot: LotStart) -> str:
        return lot_start.start_lot(conn, giver, replace(lot, quantity=asked, sample_small=small))

    try:
        number = _start(work, codes)
    except Refused as refused:
        return _list_page(refused.no)
    return redirect(url_for("lots.show", number=number), 303)


@bp.get("/lots/<number>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def show(number: str) -> ResponseReturnValue:
    """A lot: the piece to take now, how each class stands, and its end."""
    return _lot_page(lots.lot(db.session.connection(), number))


@bp.post("/lots/<number>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def say_now(number: str) -> ResponseReturnValue:
    """A piece looked at, taken back, or the lot's end, by a page without the outbox."""
    now = clock.now()
    giver = giver_here(now)
    try:
        raw = _item(number, now)
        is_typed = type_pin(giver, now)
        if not is_typed and "undoes" not in raw:
            raise Refused(refusals.PIN_NEEDED.because())
        given = _give(replace(giver, owes_pin=not is_typed), raw, now)
    except Refused as refused:
        return _lot_page(lots.lot(db.session.connection(), number), refused.no)
    if given.result.no is not None:
        return _lot_page(lots.lot(db.session.connection(), number), given.result.no, given)
    return redirect(url_for("lots.show", number=number), 303)


@bp.post("/lots/<number>/again")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def again_now(number: str) -> ResponseReturnValue:
    """A rejected lot is presented once more, to be inspected piece by piece."""
    try:
        found = _start(lambda conn, giver, asked: lot_start.inspect_again(conn, giver, asked, number), [])
    except Refused as refused:
        return _lot_page(lots.lot(db.session.connection(), number), refused.no)
    return redirect(url_for("lots.show", number=found), 303)


@bp.get("/lots/of/<product>/<partner>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def history(product: str, partner: str) -> ResponseReturnValue:
    """The lots of a product for a partner, and how strictly the next one is inspected."""
    return _history_page(product, partner)


@bp.post("/lots/of/<product>/<partner>")
@needs(Role.SUPERVISOR)
def restart_now(product: str, partner: str) -> ResponseReturnValue:
    """Sampling begins again, tightened, after it had to stop."""
    form, officer = request.form, current_officer()
    found = lot_page.history(db.session.connection(), product, partner)
    client_id = client_id_of(form.get("id"))
    if found is None or officer is None or client_id is None or form.get("severity") not in sampling.CLASSES:
        raise Refused(refusals.PAGE_TOO_OLD.because())
    reason, severity = form.get("reason", ""), form["severity"]
    mark = fingerprint([product, partner, severity, reason])
    asked = lot_history.Restart(
        client_id, mark, found.product_id, found.partner_id, severity, officer.id, clock.now(), reason
    )

    def work(conn: Connection) -> None:
        lot_history.restart(conn, asked)

    try:
        write_heard(work, work)
    except Refused as refused:
        return _history_page(product, partner, refused.no)
    return redirect(url_for("lots.history", product=product, partner=partner), 303)


@bp.get("/plan")
@stations_or(*Role)
def plan() -> ResponseReturnValue:
    """What a plan protects against: of lots with so many bad pieces, how many are accepted all the same."""
    args = request.args
    lot, level = args.get("lot", 50, type=int), args.get("level", "II")
    no, made = None, None
    try:
        aql = read_number(args.get("aql", "2.5"))
    except ValueError:
        aql = 0.0
    if not 2 <= lot <= 500_000:
        no = refusals.LOT_EMPTY.because() if lot < 2 else refusals.PLAN_UNKNOWN.because(level=level, aql=f"{aql:g}")
    else:
        found = sampling.iso_plan(lot, level, aql, args.get("strictness", sampling.NORMAL))
        if args.get("method") == sampling.INLINE:
            found = sampling.class_plan(lot, "major", sampling.Wish(sampling.INLINE))
        no, made = (found, None) if isinstance(found, No) else (None, found)
    page = render_template(
        "quality/lot_curve.html",
        station=station_here(),
        lot=lot,
        level=level,
        aql=aql,
        typed=args,
        levels=sampling.LEVELS,
        aqls=sampling.AQLS,
        plan=made,
        curve=curve if made else None,
        said=_said(no),
        **_words(),
    )
    return page, 422 if no is not None else 200


def _start(work: Callable[[Connection, Giver, LotStart], str], codes: list[str]) -> str:
    now = clock.now()
    giver = giver_here(now)
    client_id = client_id_of(request.form.get("id"))
    if client_id is None:
        raise Refused(refusals.PAGE_TOO_OLD.because())
    if not type_pin(giver, now):
        raise Refused(refusals.PIN_NEEDED.because())
    giver = replace(giver, owes_pin=False)
    asked = LotStart(client_id, fingerprint([request.path, codes]), codes, None, now)

    def write(conn: Connection) -> str:
        return work(conn, giver, asked)

    return write_heard(write, write)


def _item(number: str, now: int) -> dict[str, Any]:
    """The page's form as an item of the API."""
    form = request.form
    raw: dict[str, Any] = {"id": form.get("id"), "happened_at": clock.iso(now), "lot": number}
    if undoes := form.get("again") or form.get("undoes"):
        return {**raw, "undoes": undoes, "note": form.get("note", "")}
    raw |= {"code": form.get("code"), "note": form.get("note", "")}
    if form.get("lot_end"):
        return {**raw, "lot_end": form["lot_end"], "all_checked": bool(form.get("all_checked"))}
    raw |= {"draw": form.get("draw", type=int), "findings": findings_of(form)}
    what = form.get("do", "")
    if what == "good":
        return {**raw, "passed": 1}
    if what not in OUTCOMES:
        raise Refused(refusals.NOTHING_JUDGED.because())
    where = spots_of(form.get("spots", ""))
    defects = [{"defect": code, "quantity": 1, "outcome": what, "spots": where} for code in form.getlist("defect")]
    return {**raw, "defects": defects, **({"rework": [{"quantity": 1}]} if what == "rework" else {what: 1})}


def _give(giver: Giver, raw: dict[str, Any], now: int) -> VerdictResult:
    heard = hear(raw, None, now)
    if isinstance(heard, Nameless):
        raise Refused(refusals.PAGE_TOO_OLD.because())
    item, asked = heard
    item = replace(item, fingerprint=fingerprint({**raw, "happened_at": None}))
    asked = replace(asked, second=second_of_form(now))

    def work(conn: Connection) -> VerdictResult:
        return record_verdict(conn, giver, item, asked)

    return write_heard(work, work)


def _list_page(no: No | None = None) -> ResponseReturnValue:
    conn, giver = db.session.connection(), giver_here(clock.now())
    page = render_template(
        "quality/lots.html",
        station=station_here(),
        giver=giver,
        open=lot_history.open_lots(conn),
        rejected=lot_history.rejected_lots(conn),
        offers=lot_page.offers(conn, giver.stages),
        histories=lot_page.histories(conn),
        chosen=set(request.values.getlist("unit")),
        said=_said(no),
        **_words(),
    )
    return page, status_of(no) if no is not None else 200


def _plan_page(codes: list[str]) -> ResponseReturnValue:
    conn, giver = db.session.connection(), giver_here(clock.now())
    gathered = lot_start.gather(conn, giver, codes)
    plans = lot_start.plans_for(conn, gathered, sample_small=True)
    whole = lot_start.plans_for(conn, gathered, sample_small=False)
    return render_template(
        "quality/lot_plan.html",
        station=station_here(),
        giver=giver,
        codes=codes,
        gathered=gathered,
        plans=plans,
        drawn=sampling.sample_size(plans),
        by_piece=sampling.sample_size(whole) > sampling.sample_size(plans),
        **_words(),
    )


def _lot_page(lot: Lot, no: No | None = None, given: VerdictResult | None = None) -> ResponseReturnValue:
    conn, now = db.session.connection(), clock.now()
    giver, end = giver_here(now), lot_ends.last_end(conn, lot.id)
    standard = standards.of_unit(conn, lot.units[0].unit_id)
    last = max(lot.looks, key=lambda look: look.inspection_id, default=None)
    page = render_template(
        "quality/lot.html",
        station=station_here(),
        giver=giver,
        lot=lot,
        is_mine=giver.officer_id == lot.officer_id,
        needs_second=lot.ended is None and _needs_second(conn, giver, lot, no),
        supervises=_supervises(),
        checks={unit.unit_id: _owed(conn, lot, unit.unit_id) for unit in lot.units},
        at_end=lot_pieces.owed_at_end(lot, standard),
        light=_too_light(conn, lot),
        defects=_defects(conn, lot, standard),
        standard=standard,
        codes={unit.unit_id: unit.code for unit in lot.units},
        last=(str(UUID(bytes=last.client_id)), last.draw) if last is not None else None,
        end=str(UUID(bytes=end.client_id)) if end is not None else "",
        looked_under={look.draw: str(UUID(bytes=look.client_id)) for look in lot.looks},
        undo_seconds=lot_ends.may_undo(giver, end, now),
        turns=lot_history.turns(conn, lot.id),
        verdicts=lot_history.end_verdicts(conn, lot.id),
        may_present=lot_history.may_present_again(conn, lot.id),
        of=lot_page.codes_of(conn, lot),
        stage=conn.execute(select(Stage.name).where(Stage.id == lot.stage_id)).scalar_one(),
        typed=request.form,
        said=_said(no, given),
        wrong=no.detail.get("check_id") if no is not None else None,
        is_far=no is not None and no.code == refusals.FAR_OFF.code,
        camera=site().camera,
        drawing=drawings.sides(standard.drawing),
        zones=drawings.zones(standard.drawing),
        limit=_limit,
        owes=lot_pieces.owes,
        answered={unit.unit_id: _answered(conn, unit.unit_id) for unit in lot.units},
        alike=lot_page.alike(conn, lot),
        **_words(),
    )
    return page, status_of(no) if no is not None else 200


def _needs_second(conn: Connection, giver: Giver, lot: Lot, no: No | None) -> bool:
    """Whether the lot's end will ask for a second officer, as far as is seen from where the pieces wait, or asked."""
    units, step = [unit.unit_id for unit in lot.units], max(unit.step for unit in lot.units)
    was_asked = no is not None and no.code == refusals.SECOND_OFFICER_NEEDED.code
    return was_asked or marking.is_own_team(conn, giver.officer_id, units, step)


def _defects(conn: Connection, lot: Lot, standard: standards.UnitStandard) -> list[standards.Defect]:
    """The standard's defects, those found most often here first."""
    unit = lot.units[0]
    often = past.often_found(conn, read.unit(conn, unit.unit_id, unit.code).order_line_id, unit.step)
    return sorted(standards.defects_of(conn, standard), key=lambda defect: -often.get(defect.code, 0))


def _owed(conn: Connection, lot: Lot, unit_id: int) -> list[standards.Check]:
    checks = standards.of_unit(conn, unit_id).checks
    return [check for check in checks if check.owed or lot_pieces.owes(lot, check, 0)]


def _too_light(conn: Connection, lot: Lot) -> str:
    """The sentence of a lot that is rejected for its average."""
    no = lot_pieces.too_light(conn, lot) if lot.ended is None and lot.is_accepted else None
    return say.no_words(no, str(get_locale())) if no is not None else ""


def _answered(conn: Connection, unit_id: int) -> Mapping[int, int]:
    return owed.answered_before(conn, unit_id, standards.of_unit(conn, unit_id))


def _supervises() -> bool:
    officer = current_officer()
    return officer is not None and Role.SUPERVISOR in officer.roles


def _history_page(product: str, partner: str, no: No | None = None) -> ResponseReturnValue:
    found = lot_page.history(db.session.connection(), product, partner)
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what=f"{product} {partner}"))
    page = render_template(
        "quality/lot_history.html",
        station=station_here(),
        history=found,
        of=(product, partner),
        supervises=_supervises(),
        typed=request.form,
        said=_said(no),
        **_words(),
    )
    return page, status_of(no) if no is not None else 200


def _said(no: No | None, given: VerdictResult | None = None) -> dict[str, str] | None:
    if no is None:
        return None
    if given is not None:
        return {"sentence": say.answer(given, str(get_locale()), site().zone)["say"], "look": ALL[no.code].look.value}
    return {"sentence": sentence(no), "look": ALL[no.code].look.value}


def _words() -> dict[str, Any]:
    locale = str(get_locale())
    return {
        "class_words": lambda severity: lot_say.class_words(severity, locale),
        "plan_words": lambda plan: lot_say.plan_words(plan, locale),
        "strictness_words": lambda strictness: lot_say.strictness_words(strictness, locale),
        "is_every_piece": lot_say.is_every_piece,
        "is_sampled": lambda plan: isinstance(plan, Plan) and plan.method != sampling.EVERY,
    }


def _limit(kind: str, low: float | None, high: float | None, measure: str) -> str:
    return say.limit_words(kind, low, high, measure, str(get_locale()))
