"""A standard as a table: taken out as CSV or XLSX, and into a draft again: looked at first, all or nothing."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, refusals
from ...access.answers import sentence
from ...access.marks import needs
from ...db import db
from ...models import Role, Standard, StandardVersion
from ...refusals import No, Refused
from .. import (
    rows,
    sheets_file,
    sheets_kept,
    standard_content,
    standards_changes,
    standards_draft,
    standards_sheet,
    typed,
    words,
)
from ..door import bp
from ..forms import officer_id
from ..standards_sheet import Known, Read
from .sheets import as_file, folder, where
from .standards_draft import draft_of, step_page

_MOST_SHOWN = 200


@bp.get("/office/standards/<code>/<int:number>/export.<ending>")
@needs(Role.ADMINISTRATOR)
def standard_export(code: str, number: int, ending: str) -> ResponseReturnValue:
    """A version, in the columns that a draft reads."""
    found = rows.named(Standard, code)
    at = (StandardVersion.standard_id == found.id, StandardVersion.number == number)
    version_id = db.session.scalar(select(StandardVersion.id).where(*at))
    if version_id is None:
        abort(404)
    conn = db.session.connection()
    draft = standards_draft.of_content(standard_content.of_version(conn, version_id))
    return _file(f"standar-{code.lower()}-v{number}", ending, found, draft)


@bp.get("/office/standards/<code>/draft/export.<ending>")
@needs(Role.ADMINISTRATOR)
def draft_export(code: str, ending: str) -> ResponseReturnValue:
    """The draft as it stands."""
    found, draft = draft_of(code)
    return _file(f"standar-{code.lower()}-konsep", ending, found, draft)


@bp.get("/office/standards/<code>/draft/sheet")
@needs(Role.ADMINISTRATOR)
def draft_sheet(code: str, no: No | None = None) -> ResponseReturnValue:
    """Where a file goes into the draft, and where the draft is taken out."""
    found, draft = draft_of(code)
    return step_page(
        "office/standard_sheet.html",
        "",
        found,
        draft,
        no,
        {},
        columns=standards_sheet.columns(),
        most=standards_sheet.MOST,
    )


@bp.post("/office/standards/<code>/draft/sheet")
@needs(Role.ADMINISTRATOR)
def draft_sheet_now(code: str) -> ResponseReturnValue:
    """Keeps an uploaded file and leads to what it comes to."""
    try:
        name = UUID(bytes=typed.client_id(request.form))
        brought = request.files.get("file")
        content = brought.read(sheets_file.MOST_BYTES + 1) if brought else b""
        if not content:
            raise Refused(refusals.FIELD_NEEDED.because(what="berkas CSV atau XLSX", field="file"))
        _read(code, content)
        sheets_kept.keep(folder(), name.hex, content)
    except Refused as refused:
        return draft_sheet(code, refused.no)
    return redirect(url_for("office.draft_sheet_preview", code=code, name=name), 303)


@bp.get("/office/standards/<code>/draft/sheet/<uuid:name>")
@needs(Role.ADMINISTRATOR)
def draft_sheet_preview(code: str, name: UUID) -> ResponseReturnValue:
    """What the file says, and every cell that is wrong, before anything is written."""
    try:
        return _preview(code, _read(code, sheets_kept.find(folder(), name.hex)))
    except Refused as refused:
        return draft_sheet(code, refused.no)


@bp.post("/office/standards/<code>/draft/sheet/<uuid:name>")
@needs(Role.ADMINISTRATOR)
def draft_sheet_import_now(code: str, name: UUID) -> ResponseReturnValue:
    """Puts what the file says into the draft: all of it, or nothing."""
    standard_id, officer, now = rows.named(Standard, code).id, officer_id(), clock.now()
    try:
        read = _read(code, sheets_kept.find(folder(), name.hex))
        if read.faults:
            return _preview(code, read), 422
        rows.write(lambda conn: standards_draft.bring_in(conn, standard_id, read.draft, officer, now))
    except Refused as refused:
        return draft_sheet(code, refused.no)
    flash(_("Konsep diisi dari berkas: %(count)s butir periksa.", count=len(read.draft.keys)), "good")
    return redirect(url_for("office.draft_checks", code=code), 303)


def _read(code: str, content: bytes) -> Read:
    _found, draft = draft_of(code)
    return standards_sheet.read(sheets_file.read(content), Known.of(db.session.connection(), draft.content))


def _preview(code: str, read: Read) -> str:
    found, draft = draft_of(code)
    faults = [(where(fault), sentence(fault.no)) for fault in read.faults[:_MOST_SHOWN]]
    shown = {"standard": found, "draft": draft, "read": read, "faults": faults, "tell": standards_changes}
    classes = {"kinds": dict(words.check_kinds()), "severities": dict(words.severities())}
    return render_template("office/standard_sheet_preview.html", **shown, **classes)


def _file(title: str, ending: str, found: Standard, draft: standards_draft.Draft) -> Response:
    sizes = standards_draft.sizes(db.session.connection(), found.id, draft)
    headings, table = standards_sheet.take_out(draft, sizes)
    notes = [
        [_("Kolom"), _("Yang diisi")],
        *([column.heading, str(column.note)] for column in standards_sheet.columns()),
    ]
    return as_file(title, ending, headings, table, notes)
