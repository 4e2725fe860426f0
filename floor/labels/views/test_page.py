"""The test page, and the shift that was measured on it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from ... import refusals
from ...access.marks import needs
from ...db import db
from ...models import Printer, PrinterKind, Role
from ...office import rows
from ...office.forms import form_page
from ...refusals import No, Refused
from .. import jobs, press, printers, ruler
from ..door import bp
from ..jobs import Wanted
from ..sheets import MEDIA, Media
from .asking import done_once
from .sheet import chosen_media, media_words


@bp.get("/labels/test")
@needs(Role.SUPERVISOR)
def test_page(no: No | None = None) -> ResponseReturnValue:
    """Offers the test page, and asks where its cross came out."""
    printer, media = _printer(), _media()
    return form_page(
        "labels/test_page.html",
        no,
        {},
        printer=printer,
        printers=_printers(),
        media=media,
        media_words=media_words(),
        cross=ruler.cross(media),
    )


@bp.get("/labels/test.pdf")
@needs(Role.SUPERVISOR)
def test_page_pdf() -> ResponseReturnValue:
    """The test page, moved as the printer's offset says."""
    printer = _printer()
    offset = (printer.offset_x, printer.offset_y) if printer else (0, 0)
    answer = Response(ruler.test_page(_media(), offset), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=uji-{_media().key}.pdf"
    return answer


@bp.post("/labels/test")
@needs(Role.SUPERVISOR)
def test_page_now() -> ResponseReturnValue:
    """Sends the test page straight to the printer."""
    try:
        printer = _printer()
        if printer is None:
            raise Refused(refusals.FIELD_NEEDED.because(what="printer"))
        back = url_for("labels.test_page", printer=printer.code, media=_media().key)
        wanted = Wanted(jobs.TEST, printer.code, back, _media().key, 0, printer.id)
        job_id = done_once(lambda conn, asked: {"job": jobs.ask(conn, asked, wanted, ())})["job"]
    except Refused as refused:
        return test_page(refused.no)
    press.wake_here()
    return redirect(url_for("labels.job", job_id=job_id), 303)


@bp.post("/labels/printers/<code>/offset")
@needs(Role.SUPERVISOR)
def offset_now(code: str) -> ResponseReturnValue:
    """Sets the printer's offset, from where the cross was measured to be on a page printed with the offset it had."""
    found = rows.named(Printer, code)
    x, y = ruler.cross(_media())
    try:
        right = _mm("right") - x
        down = _mm("down") - y
        before = _mm("offset_x"), _mm("offset_y")
        rows.write(lambda conn: printers.set_offset(conn, code, before[0] - right, before[1] - down))
    except Refused as refused:
        return test_page(refused.no)
    db.session.refresh(found)
    flash(_("Geseran disimpan. Cetak halaman uji sekali lagi untuk memastikan."), "good")
    return redirect(url_for("labels.test_page", printer=code, media=_media().key), 303)


def _mm(name: str) -> float:
    """A length in mm, with ``1,5`` or ``1.5``."""
    written = request.form.get(name, "").strip().replace(",", ".")
    try:
        found = float(written)
    except ValueError:
        found = float("nan")
    if not abs(found) < 1_000:
        raise Refused(refusals.BAD_DISTANCE.because())
    return found


def _printers() -> list[Any]:
    return list(db.session.scalars(select(Printer).where(Printer.active).order_by(Printer.code)))


def _printer() -> Printer | None:
    code = request.values.get("printer", "") or (request.view_args or {}).get("code", "")
    return next((each for each in _printers() if each.code == code), None)


def _media() -> Media:
    """The medium asked for; else what lies in the printer."""
    printer = _printer()
    if printer is not None and (printer.medium or printer.kind == PrinterKind.ZPL.value):
        return MEDIA[printer.medium]
    return chosen_media()
