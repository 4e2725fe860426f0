"""Sheets: partners, products and orders taken out as CSV or XLSX, and in again: looked at first, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock, refusals
from ...access.answers import sentence
from ...access.marks import needs
from ...access.sessions import may
from ...db import db
from ...models import Role
from ...pages import site
from ...refusals import No, Refused
from .. import rows, sheets, sheets_file, sheets_kept, sheets_kinds, typed
from ..door import bp
from ..forms import form_page
from ..sheets_cells import Cell
from ..sheets_kinds import COLUMNS
from ..sheets_plan import Plan, plan
from ..sheets_rows import Fault

_MOST_SHOWN = 200
_DONE = {"partners": "office.partners", "products": "office.products", "orders": "office.orders"}


@bp.get("/office/sheets/<kind>")
@needs(Role.SUPERVISOR)
def sheet(kind: str, no: No | None = None) -> ResponseReturnValue:
    """A template to fill in, everything that is here to take away, and where to upload."""
    _check_kind(kind)
    return form_page("office/sheet.html", no, kind=kind, columns=COLUMNS[kind], back=url_for(_DONE[kind]), **_words())


@bp.get("/office/sheets/<kind>/template.<ending>")
@needs(Role.SUPERVISOR)
def sheet_template(kind: str, ending: str) -> ResponseReturnValue:
    """An empty sheet with an example row, and a second one that says what goes where."""
    _check_kind(kind)
    headings, row = sheets_kinds.example(kind)
    notes = [[_("Kolom"), _("Wajib"), _("Yang diisi")]]
    notes += [[column.heading, _("ya") if column.needed else _("tidak"), str(column.note)] for column in COLUMNS[kind]]
    if kind == "orders":
        each = _("Satu kolom untuk setiap ukuran produknya: jumlah yang dipesan.")
        notes.append([f"{sheets_kinds.SIZE}…", _("tidak"), each])
    notes.append(["", "", _("Baris yang dimulai dengan %(word)s tidak dibaca.", word=sheets_kinds.EXAMPLE)])
    return as_file(f"contoh-{_names()[kind]}", ending, headings, [row], notes)


@bp.get("/office/sheets/<kind>/all.<ending>")
@needs(Role.SUPERVISOR)
def sheet_export(kind: str, ending: str) -> ResponseReturnValue:
    """Everything of a kind, in the columns that an import reads."""
    _check_kind(kind)
    headings, found = sheets.take_out(db.session.connection(), kind)
    day = clock.local_day(clock.now(), site().zone)
    return as_file(f"{site().code.lower()}-{_names()[kind]}-{day:%Y-%m-%d}", ending, headings, found)


@bp.post("/office/sheets/<kind>")
@needs(Role.SUPERVISOR)
def sheet_now(kind: str) -> ResponseReturnValue:
    """Keeps an uploaded sheet and leads to what it comes to."""
    _check_kind(kind)
    try:
        name = UUID(bytes=typed.client_id(request.form)).hex
        brought = request.files.get("file")
        content = brought.read(sheets_file.MOST_BYTES + 1) if brought else b""
        if not content:
            raise Refused(refusals.FIELD_NEEDED.because(what="berkas CSV atau XLSX"))
        plan(kind, sheets_file.read(content), sheets.known(db.session.connection()))
        sheets_kept.keep(folder(), name, content)
    except Refused as refused:
        return sheet(kind, refused.no)
    return redirect(url_for("office.sheet_preview", kind=kind, name=UUID(name)), 303)


@bp.get("/office/sheets/<kind>/files/<uuid:name>")
@needs(Role.SUPERVISOR)
def sheet_preview(kind: str, name: UUID) -> ResponseReturnValue:
    """Every row and every cell that is wrong, before anything is written."""
    _check_kind(kind)
    try:
        table = sheets_file.read(sheets_kept.find(folder(), name.hex))
        return _preview(kind, name, plan(kind, table, sheets.known(db.session.connection())))
    except Refused as refused:
        return sheet(kind, refused.no)


@bp.post("/office/sheets/<kind>/files/<uuid:name>")
@needs(Role.SUPERVISOR)
def sheet_import_now(kind: str, name: UUID) -> ResponseReturnValue:
    """Brings a sheet in: all that is new, in one transaction, or nothing."""
    _check_kind(kind)
    now = clock.now()
    try:
        table = sheets_file.read(sheets_kept.find(folder(), name.hex))
        made = rows.write(lambda conn: sheets.bring_in(conn, kind, table, now))
    except Refused as refused:
        return sheet(kind, refused.no)
    if made.faults:
        return _preview(kind, name, made), 422
    said = {"new": len(made.new), "here": len(made.rows) - len(made.new)}
    flash(_("%(new)s baris ditambahkan, %(here)s sudah ada.", **said), "good" if made.new else "already")
    return redirect(url_for(_DONE[kind]), 303)


def _preview(kind: str, name: UUID, made: Plan) -> str:
    shown = [(row, sheets_kinds.as_cells(row.said)) for row in made.rows[:_MOST_SHOWN]]
    headings = dict.fromkeys(heading for _row, cells in shown for heading in cells)
    return render_template(
        "office/sheet_preview.html",
        kind=kind,
        name=name,
        plan=made,
        shown=shown,
        headings=list(headings),
        faults=[(fault, where(fault), sentence(fault.no)) for fault in made.faults[:_MOST_SHOWN]],
        most=_MOST_SHOWN,
        **_words(),
    )


def where(fault: Fault) -> str:
    """The cell, as people find it: *Baris 4, kolom C (jumlah)*."""
    said: str = _(
        "Baris %(line)s, kolom %(column)s (%(heading)s)",
        line=fault.line,
        column=sheets_file.letter(fault.column),
        heading=fault.heading,
    )
    return said


def as_file(
    title: str,
    ending: str,
    headings: Sequence[str],
    found: Sequence[Sequence[Cell]],
    notes: Sequence[Sequence[str]] = (),
) -> Response:
    """A table to take away, as CSV or XLSX; 404 for another ending."""
    if ending == "csv":
        content, kind = sheets_file.as_csv(headings, found), sheets_file.CSV_TYPE
    elif ending == "xlsx":
        content, kind = sheets_file.as_xlsx("Data", headings, found, notes), sheets_file.XLSX_TYPE
    else:
        abort(404)
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{title}.{ending}")
    return response


def _names() -> dict[str, str]:
    """What the files are called, in every language."""
    return {"partners": "mitra", "products": "produk", "orders": "pesanan"}


def _words() -> dict[str, Any]:
    titles = {
        "partners": _("Mitra lewat tabel"),
        "products": _("Produk lewat tabel"),
        "orders": _("Pesanan lewat tabel"),
    }
    return {"titles": titles, "most_rows": sheets_file.MOST_ROWS}


def _check_kind(kind: str) -> None:
    if kind not in COLUMNS:
        abort(404)
    if kind == "products" and not may(Role.ADMINISTRATOR):
        raise Refused(refusals.NOT_ALLOWED.because())


def folder() -> Path:
    """Where uploaded sheets lie until somebody says that they shall be brought in."""
    return Path(current_app.instance_path) / "uploads" / "sheets"
