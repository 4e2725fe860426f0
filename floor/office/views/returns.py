"""Returns by scanning: the label, how many, why, the partner's paper; then what becomes of them."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from ... import refusals
from ...access.answers import sentence, status_of
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import EntryKind, Role
from ...refusals import ALL, No, Refused
from ...rules import places
from .. import returns, rows, typed, units
from ..asking import entry_asked, recorded
from ..door import bp
from ..forms import form_page
from ..units import Stack


@bp.get("/office/returns")
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def returns_page() -> ResponseReturnValue:
    """Takes a scan: a unit's label leads on; a carton, an order or a batch lists what the partner has of it."""
    code, conn, no, found = request.args.get("code", "").strip()[:80], db.session.connection(), None, None
    if code:
        try:
            unit = returns.unit_scanned(conn, code)
            if unit is not None:
                return redirect(url_for("office.return_page", code=unit))
            found = returns.taken(conn, code)
            no = None if found is not None else refusals.UNKNOWN_CODE.because()
        except Refused as refused:
            no = refused.no
    said = {"said": sentence(no), "look": ALL[no.code].look.value} if no is not None else {}
    page = render_template("office/returns.html", code=code, found=found, undecided=returns.undecided(conn), **said)
    return page, status_of(no) if no is not None else 200


@bp.get("/office/returns/<code>")
@fresh_pin
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def return_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks how many pieces of a unit came back, why, and with which paper."""
    unit = units.find(code)
    shown = units.shown(unit)
    there = sum(stack.quantity for stack in shown.stacks if stack.is_delivered)
    known = returns.defects(db.session.connection(), unit.id, str(get_locale()) == "en")
    return form_page("office/return.html", no, {}, code=code, unit=unit, there=there, defects=known)


@bp.post("/office/returns/<code>")
@fresh_pin
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def return_now(code: str) -> ResponseReturnValue:
    """Takes them back; on to the decision."""
    unit_id = units.find(code).id
    try:
        quantity = typed.whole(request.form, "quantity", "jumlah")
        paper = typed.text(request.form, "paper", "nomor surat mitra", 40)
        why = [typed.words(request.form, "defect", 120), typed.words(request.form, "reason", 240)]
        if not any(why):
            raise Refused(refusals.REASON_NEEDED.because())
        said = f"{'; '.join(filter(None, why))} ({paper})"
        asked = replace(entry_asked(EntryKind.RETURN), reason=said[:400])
        recorded(rows.write(lambda conn: returns.bring_back(conn, asked, unit_id, quantity)))
    except Refused as refused:
        return return_page(code, refused.no)
    flash(_("Tercatat. Sekarang putuskan tindak lanjutnya."), "good")
    return redirect(url_for("office.decide_page", code=code), 303)


@bp.get("/office/returns/<code>/decide")
@fresh_pin
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def decide_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks what becomes of pieces that came back."""
    unit = units.find(code)
    waiting = [stack for stack in units.shown(unit).stacks if stack.at.place in returns.UNDECIDED]
    stack = _meant(waiting)
    if stack is None and no is None:
        abort(404)
    route = units.route_of(unit)
    steps = [(step.number, units.place_name(step.number, route)) for step in route]
    ends = [
        (places.READY, units.place_name(places.READY, route)),
        (places.SCRAP, units.place_name(places.SCRAP, route)),
    ]
    if unit.batch.order_line.order.takes_grade_b:
        ends.append((places.GRADE_B, units.place_name(places.GRADE_B, route)))
    start = {"quantity": stack.quantity if stack else ""}
    return form_page("office/return_decide.html", no, start, code=code, unit=unit, stack=stack, steps=steps, ends=ends)


@bp.post("/office/returns/<code>/decide")
@fresh_pin
@needs(Role.INSPECTOR, Role.SUPERVISOR)
def decide_now(code: str) -> ResponseReturnValue:
    """Decides."""
    unit = units.find(code)
    try:
        source = units.at_of(unit, request.form.get("at", ""))
        if source is None:
            raise Refused(refusals.NOTHING_HELD.because())
        quantity, to_place = typed.whole(request.form, "quantity", "jumlah"), typed.key(request.form, "to", "tujuan")
        asked = entry_asked(EntryKind.RELEASE)
        recorded(rows.write(lambda conn: returns.decide(conn, asked, source, to_place, quantity)))
    except Refused as refused:
        return decide_page(code, refused.no)
    flash(_("Diputuskan."), "good")
    return redirect(url_for("office.returns_page"), 303)


def _meant(waiting: list[Stack]) -> Stack | None:
    """The stack that the address or the form names; the first one without."""
    wanted = request.values.get("at", "")
    return next((stack for stack in waiting if stack.key == wanted or not wanted), None)
