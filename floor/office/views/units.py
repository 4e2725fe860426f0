"""What a supervisor does with one unit: split, merge, catch up, release, correct, take back, relabel; with the PIN."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from ... import pages, refusals
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import EntryKind, Role, Unit
from ...refusals import ALL, No, Refused
from ...rules import codes, places
from ...scan import read, say
from ...scan.corrections import catch_up, correct, relabel, release, undo_later, void_label
from ...scan.entries import Done
from ...scan.splits import At, merge, split
from .. import log, rows, typed, units
from ..asking import entry_asked, recorded
from ..door import bp
from ..forms import form_page
from ..units import Shown, Stack


@bp.get("/office/units/<code>")
@fresh_pin
@needs(Role.SUPERVISOR)
def unit(code: str) -> ResponseReturnValue:
    """One unit: where its pieces are, and what can be done with them."""
    found = units.find(code)
    return render_template(
        "office/unit.html",
        code=code,
        shown=units.shown(found),
        unit=found,
        undoables=units.undoables(found),
        in_words=codes.in_words,
    )


@bp.get("/office/units/<code>/split")
@fresh_pin
@needs(Role.SUPERVISOR)
def split_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks how many pieces go onto a label of their own, and whether that label is there already."""
    return _page("office/unit_split.html", code, no)


@bp.post("/office/units/<code>/split")
@fresh_pin
@needs(Role.SUPERVISOR)
def split_now(code: str) -> ResponseReturnValue:
    """Splits pieces off."""
    try:
        source, quantity = _asked_at(code), typed.whole(request.form, "quantity", "jumlah")
        blank = typed.words(request.form, "blank", 40) or None
        asked = entry_asked(EntryKind.SPLIT)
        done = recorded(rows.write(lambda conn: split(conn, asked, source, quantity, blank)))
    except Refused as refused:
        return split_page(code, refused.no)
    flash(_("%(name)s dibuat dengan isi %(quantity)s.", name=done.detail["name"], quantity=quantity), "good")
    return redirect(url_for("office.unit", code=done.detail["code"]), 303)


@bp.get("/office/units/<code>/merge")
@fresh_pin
@needs(Role.SUPERVISOR)
def merge_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks which unit the pieces go into."""
    stack = _stack(code)
    return _page(
        "office/unit_merge.html",
        code,
        no,
        others=[(other.id, other.name) for other in units.to_merge_with(units.find(code), stack.at)],
    )


@bp.post("/office/units/<code>/merge")
@fresh_pin
@needs(Role.SUPERVISOR)
def merge_now(code: str) -> ResponseReturnValue:
    """Merges the pieces into another unit."""
    try:
        source, into = _asked_at(code), typed.key(request.form, "into", "tujuan")
        asked = entry_asked(EntryKind.MERGE)
        recorded(rows.write(lambda conn: merge(conn, asked, source, into)))
    except Refused as refused:
        return merge_page(code, refused.no)
    return _back(code, _("Digabung."))


@bp.get("/office/units/<code>/catch-up")
@fresh_pin
@needs(Role.SUPERVISOR)
def catch_up_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks how far the pieces really are, up to the next gate."""
    stack, route = _stack(code), units.route_of(units.find(code))
    gate = route.next_gate(stack.at.place, len(route.steps) + 1) if stack.is_step else None
    last = gate or len(route.steps)
    steps = [(step, units.place_name(step, route)) for step in range(stack.at.place + 1, last + 1)]
    return _page("office/unit_catch_up.html", code, no, steps=steps, gate=gate and units.place_name(gate, route))


@bp.post("/office/units/<code>/catch-up")
@fresh_pin
@needs(Role.SUPERVISOR)
def catch_up_now(code: str) -> ResponseReturnValue:
    """Catches missed scans up."""
    unit_id = units.find(code).id
    try:
        to_step = typed.key(request.form, "to", "tahap")
        asked = entry_asked(EntryKind.CATCH_UP)
        recorded(rows.write(lambda conn: catch_up(conn, asked, unit_id, to_step)))
    except Refused as refused:
        return catch_up_page(code, refused.no)
    return _back(code, _("Disusulkan."))


@bp.get("/office/units/<code>/release")
@fresh_pin
@needs(Role.SUPERVISOR)
def release_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks what becomes of held pieces."""
    found, stack = units.find(code), _stack(code)
    ends = [places.step_of(stack.at.place) or places.READY, places.SCRAP]
    ends += [places.GRADE_B] if found.batch.order_line.order.takes_grade_b else []
    return _page("office/unit_release.html", code, no, ends=_named(found, ends))


@bp.post("/office/units/<code>/release")
@fresh_pin
@needs(Role.SUPERVISOR)
def release_now(code: str) -> ResponseReturnValue:
    """Releases held pieces."""
    return _shift(code, EntryKind.RELEASE)


@bp.get("/office/units/<code>/correct")
@fresh_pin
@needs(Role.SUPERVISOR)
def correct_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks where the pieces really are."""
    found, stack = units.find(code), _stack(code)
    route = units.route_of(found)
    step = places.step_of(stack.at.place) or 0  # ready pieces are held, or missing, at no step
    ends = [*(each.number for each in route), places.READY, places.SCRAP]
    ends += [places.GRADE_B] if found.batch.order_line.order.takes_grade_b else []
    ends += [places.on_hold(step), places.missing_from(step)]
    return _page(
        "office/unit_correct.html", code, no, ends=[end for end in _named(found, ends) if end[0] != stack.at.place]
    )


@bp.post("/office/units/<code>/correct")
@fresh_pin
@needs(Role.SUPERVISOR)
def correct_now(code: str) -> ResponseReturnValue:
    """Moves the pieces to where they really are."""
    return _shift(code, EntryKind.CORRECT)


@bp.get("/office/units/<code>/undo")
@fresh_pin
@needs(Role.SUPERVISOR)
def undo_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks which scan is taken back, and why."""
    found = units.find(code)
    start = {"scan": request.args.get("scan", "")}
    words = {"code": code, "shown": units.shown(found), "unit": found, "undoables": units.undoables(found)}
    return form_page("office/unit_undo.html", no, start, _sentence(found, no), **words)


@bp.post("/office/units/<code>/undo")
@fresh_pin
@needs(Role.SUPERVISOR)
def undo_now(code: str) -> ResponseReturnValue:
    """Takes a scan back, all of it or nothing."""
    found = units.find(code)
    try:
        scan_id = typed.key(request.form, "scan", "pindaian yang diurungkan")
        unit_id = units.moved_by(found, scan_id)
        asked = entry_asked(EntryKind.UNDO)
        recorded(rows.write(lambda conn: undo_later(conn, asked, scan_id, unit_id)))
    except Refused as refused:
        return undo_page(code, refused.no)
    return _back(code, _("Diurungkan."))


@bp.get("/office/units/<code>/relabel")
@fresh_pin
@needs(Role.SUPERVISOR)
def relabel_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks whether another label is there already."""
    new_name = read.new_name(db.session.connection(), no) if no is not None else None
    said = ALL[no.code].sentence(str(get_locale()), {"new_name": new_name}) if no is not None and new_name else ""
    return form_page("office/unit_relabel.html", no, said=said, code=code, unit=units.find(code))


@bp.post("/office/units/<code>/relabel")
@fresh_pin
@needs(Role.SUPERVISOR)
def relabel_now(code: str) -> ResponseReturnValue:
    """Gives the unit another label."""
    unit_id = units.find(code).id
    try:
        blank = typed.words(request.form, "blank", 40) or None
        asked = entry_asked(EntryKind.RELABEL)
        done = recorded(rows.write(lambda conn: relabel(conn, asked, unit_id, blank)))
    except Refused as refused:
        return relabel_page(code, refused.no)
    return _back(done.detail["code"], _("Label diganti. Yang lama tidak berlaku lagi."))


@bp.get("/office/units/<code>/void-label")
@fresh_pin
@needs(Role.SUPERVISOR)
def void_label_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks why nothing of this unit may be scanned any more."""
    return form_page("office/unit_void_label.html", no, code=code, unit=units.find(code))


@bp.post("/office/units/<code>/void-label")
@fresh_pin
@needs(Role.SUPERVISOR)
def void_label_now(code: str) -> ResponseReturnValue:
    """Makes the unit's label void."""
    unit_id = units.find(code).id
    try:
        asked = entry_asked(EntryKind.VOID_LABEL)
        recorded(rows.write(lambda conn: void_label(conn, asked, unit_id)))
    except Refused as refused:
        return void_label_page(code, refused.no)
    return _back(code, _("Label dibatalkan."))


def _shift(code: str, kind: EntryKind) -> ResponseReturnValue:
    """Releases or corrects: both move so many pieces of a stack to a place, with a reason."""
    verb, page = (release, release_page) if kind is EntryKind.RELEASE else (correct, correct_page)
    try:
        source, quantity = _asked_at(code), typed.whole(request.form, "quantity", "jumlah")
        to_place = typed.key(request.form, "to", "tujuan")
        asked = entry_asked(kind)

        def work(conn: Connection) -> Done:
            done = verb(conn, asked, source, to_place, quantity)
            if kind is EntryKind.RELEASE and done.no is None and not done.replayed:
                log.note(conn, "unit", code, "let_go", after={"quantity": quantity}, reason=asked.reason)
            return done

        recorded(rows.write(work))
    except Refused as refused:
        return page(code, refused.no)
    return _back(code, _("Tercatat."))


def _asked_at(code: str) -> At:
    """The stack that a form names, whether or not anything is there now: the form may come twice."""
    at = units.at_of(units.find(code), request.form.get("at", ""))
    if at is None:
        raise Refused(refusals.NOTHING_HELD.because())
    return at


def _stack(code: str) -> Stack:
    """The stack that the address or the form names; the first one without. 404 where nothing is there."""
    shown: Shown = units.shown(units.find(code))
    wanted = request.values.get("at", "")
    found = [stack for stack in shown.stacks if stack.key == wanted or not wanted]
    if not found and request.method == "POST":
        raise Refused(refusals.NOTHING_HELD.because())
    return found[0] if found else abort(404)


def _page(template: str, code: str, no: No | None, **words: Any) -> ResponseReturnValue:
    found, stack = units.find(code), _stack(code)
    start = {"quantity": stack.quantity}
    given = {"code": code, "unit": found, "stack": stack, "shown": units.shown(found), **words}
    return form_page(template, no, start, _sentence(found, no), **given)


def _sentence(unit: Unit, no: No | None) -> str:
    """A refusal's sentence with the stages' names for their numbers."""
    if no is None or "stage_id" not in no.detail:
        return ""
    locale, stages = str(get_locale()), read.stages(db.session.connection())
    words = say.sentence_words(no, locale, pages.site().zone, None, stages, units.route_of(unit))
    return ALL[no.code].sentence(locale, words)


def _named(unit: Unit, ends: list[int]) -> list[tuple[int, str]]:
    route = units.route_of(unit)
    return [(place, units.place_name(place, route)) for place in ends if place]


def _back(code: str, said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for("office.unit", code=code), 303)
