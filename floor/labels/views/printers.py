"""Printers: list, add, change, archive."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from ...access.marks import needs
from ...db import db
from ...models import Printer, PrinterKind, Role
from ...office import rows, typed
from ...office.forms import form_page
from ...refusals import No, Refused
from .. import printers as them
from .. import sending
from ..door import bp
from ..zpl import DENSITIES
from .sheet import media_words


@bp.get("/labels/printers")
@needs(Role.SUPERVISOR)
def printers() -> ResponseReturnValue:
    """All printers, those in use first."""
    found = db.session.scalars(select(Printer).order_by(Printer.active.desc(), Printer.code)).all()
    return render_template("labels/printers.html", printers=found, media_words=media_words())


@bp.get("/labels/printers/new")
@needs(Role.ADMINISTRATOR)
def new_printer(no: No | None = None) -> ResponseReturnValue:
    """Asks how a printer is reached, and what lies in it."""
    kind = request.values.get("kind", "")
    start = {"kind": kind, "dots_per_mm": DENSITIES[0], "medium": "roll-50x30" if kind == PrinterKind.ZPL else "a4-24"}
    return form_page("labels/printer.html", no, start, printer=None, kind=kind, **_choices(kind))


@bp.post("/labels/printers/new")
@needs(Role.ADMINISTRATOR)
def new_printer_now() -> ResponseReturnValue:
    """Adds a printer."""
    try:
        kind = typed.one_of(request.form, "kind", "jenis printer", [kind.value for kind in PrinterKind])
        code = typed.code(request.form, "code", "kode printer")
        name, address, medium, density = _typed()
        rows.write(lambda conn: them.add(conn, code, name, kind, address, medium, density))
    except Refused as refused:
        return new_printer(refused.no)
    flash(_("Printer ditambahkan. Cetak halaman uji sekarang."), "good")
    return redirect(url_for("labels.test_page", printer=code), 303)


@bp.get("/labels/printers/<code>")
@needs(Role.ADMINISTRATOR)
def printer(code: str, no: No | None = None) -> ResponseReturnValue:
    """One printer."""
    found = rows.named(Printer, code)
    start = {
        "name": found.name,
        "reached_at": found.address,
        "medium": found.medium,
        "dots_per_mm": found.dots_per_mm,
        "active": "1" if found.active else "",
    }
    return form_page("labels/printer.html", no, start, printer=found, kind=found.kind, **_choices(found.kind))


@bp.post("/labels/printers/<code>")
@needs(Role.ADMINISTRATOR)
def printer_now(code: str) -> ResponseReturnValue:
    """Changes a printer, or takes it out of use."""
    rows.named(Printer, code)
    try:
        name, address, medium, density = _typed()
        active = "active" in request.form
        rows.write(lambda conn: them.change(conn, code, name, address, medium, density, active))
    except Refused as refused:
        return printer(code, refused.no)
    flash(_("Tersimpan."), "good")
    return redirect(url_for("labels.printers"), 303)


def _typed() -> tuple[str, str, str, int]:
    name = typed.text(request.form, "name", "nama printer")
    address = typed.text(request.form, "reached_at", "alamat printer")
    medium = typed.words(request.form, "medium", 20)
    density = typed.maybe_whole(request.form, "dots_per_mm", "titik per mm")
    return name, address, medium, density or DENSITIES[0]


def _choices(kind: str) -> dict[str, Any]:
    thermal = kind == PrinterKind.ZPL.value
    words = [(key, word) for key, word in media_words().items() if not thermal or not key.startswith("a4")]
    return {
        "media_choices": words if thermal else [("", _("Apa saja")), *words],
        "queues": [] if thermal else [(queue, queue) for queue in sending.queues()],
        "has_cups": sending.has_cups(),
    }
