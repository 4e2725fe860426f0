"""A supervisor accepts held pieces although they depart from the standard; with the PIN."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection, select

from ... import refusals
from ...access.marks import fresh_pin, needs
from ...db import db
from ...models import Defect, DefectFound, EntryKind, Inspection, Outcome, Role, Unit
from ...refusals import No, Refused
from ...scan.deviations import WHAT_KEPT, accept
from ...scan.entries import Done
from .. import log, rows, typed, units
from ..asking import entry_asked, recorded
from ..door import bp
from ..forms import form_page

_MOST_SEEN = 5


@bp.get("/office/units/<code>/deviation")
@fresh_pin
@needs(Role.SUPERVISOR)
def deviation_page(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks what departs from the standard, on how many of the held pieces, and why they may pass all the same."""
    unit = units.find(code)
    wanted = request.values.get("at", "")
    held = [stack for stack in units.shown(unit).stacks if stack.may_deviate and stack.key == (wanted or stack.key)]
    if not held:
        abort(404) if request.method == "GET" else None
        no = no or refusals.NOTHING_HELD.because()
    stack = held[0] if held else None
    start = {"quantity": stack.quantity if stack else ""}
    return form_page("office/unit_deviation.html", no, start, code=code, unit=unit, stack=stack, seen=_seen(unit))


@bp.post("/office/units/<code>/deviation")
@fresh_pin
@needs(Role.SUPERVISOR)
def deviation_now(code: str) -> ResponseReturnValue:
    """Lets the pieces pass, and keeps by whose word."""
    try:
        source = units.at_of(units.find(code), request.form.get("at", ""))
        if source is None:
            raise Refused(refusals.NOTHING_HELD.because())
        quantity, what = typed.whole(request.form, "quantity", "jumlah"), typed.words(request.form, "what", WHAT_KEPT)
        asked = entry_asked(EntryKind.RELEASE)

        def work(conn: Connection) -> Done:
            done = accept(conn, asked, source, quantity, what)
            if done.no is None and not done.replayed:
                log.note(conn, "unit", code, "let_go", after={"what": what, "quantity": quantity}, reason=asked.reason)
            return done

        recorded(rows.write(work))
    except Refused as refused:
        return deviation_page(code, refused.no)
    flash(_("Diterima sebagai penyimpangan. Ini disebut di surat jalan dan sertifikat."), "good")
    return redirect(url_for("office.unit", code=code), 303)


def _seen(unit: Unit) -> list[str]:
    """The defects that were last found on pieces of this unit, by name."""
    statement = (
        select(Defect.code, Defect.name)
        .join(DefectFound, DefectFound.defect_id == Defect.id)
        .join(Inspection, Inspection.id == DefectFound.inspection_id)
        .where(Inspection.unit_id == unit.id, Inspection.outcome == Outcome.RECORDED.value)
        .order_by(DefectFound.id.desc())
        .limit(_MOST_SEEN)
    )
    return list(dict.fromkeys(f"{row.code} {row.name}" for row in db.session.execute(statement)))
