"""Pages of the day sheets: print them while there is power, bring a photo of the filled ones, confirm what they say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import select

from .. import clock, refusals
from ..access.marks import fresh_pin, needs
from ..clock import ZONES
from ..db import db
from ..models import DaySheet, Officer, OfficerRole, Role, SheetReading, Station, Worker
from ..office import typed
from ..office.forms import form_page, officer_id
from ..pages import site
from ..quality import standards
from ..quality.form import checks_of
from ..quality.standards import Check
from ..refusals import ALL, No, Refused
from ..rules import codes
from ..scan import read, say
from . import making, reading, recording
from .layout import ALL as DONE
from .layout import QUANTITY
from .reading import Line
from .recording import Confirmed, Said

bp = Blueprint("paper", __name__)

_SHOWN = 20


@bp.get("/paper")
@needs(Role.SUPERVISOR)
def start(no: No | None = None) -> ResponseReturnValue:
    """The stations to print for, the photo to bring, and what was brought lately."""
    stations = db.session.scalars(select(Station).where(Station.active).order_by(Station.code)).all()
    brought = (
        select(SheetReading, DaySheet, Station)
        .join(DaySheet, DaySheet.id == SheetReading.day_sheet_id)
        .join(Station, Station.id == DaySheet.station_id)
        .order_by(SheetReading.confirmed_at.is_not(None), SheetReading.id.desc())
        .limit(_SHOWN)
    )
    printed = select(DaySheet, Station).join(Station).order_by(DaySheet.id.desc()).limit(_SHOWN)
    return form_page(
        "paper/start.html",
        no,
        {"station": request.args.get("station", "")},
        stations=[(station.code, f"{station.code} · {station.name}") for station in stations],
        brought=db.session.execute(brought).all(),
        printed=db.session.execute(printed).all(),
        in_words=codes.in_words,
    )


@bp.post("/paper/sheets")
@needs(Role.SUPERVISOR)
def print_now() -> ResponseReturnValue:
    """Makes a station's sheets of what waits there now."""
    try:
        station = _station(typed.text(request.form, "station", "pos"))
        now, by, form_id = clock.now(), officer_id(), typed.client_id(request.form)
        day = clock.local_day(now, site().zone)
        made = db.write(lambda conn: making.make(conn, form_id, station.id, day, by, now))
    except Refused as refused:
        return start(refused.no)
    return redirect(url_for("paper.sheets", codes=",".join(made)), 303)


@bp.get("/paper/sheets")
@needs(Role.SUPERVISOR)
def sheets() -> ResponseReturnValue:
    """Sheets that were made, to be printed."""
    asked = _asked_codes()
    found = db.session.execute(select(DaySheet, Station).join(Station).where(DaySheet.code.in_(asked))).all()
    if not asked or len(found) != len(set(asked)):
        raise Refused(refusals.NOT_FOUND.because(what="lembar darurat"))
    rows = sum(len(sheet.rows) for sheet, _ in found)
    return render_template("paper/sheets.html", station=found[0][1], pages=len(asked), rows=rows, codes=",".join(asked))


@bp.get("/paper/sheets.pdf")
@needs(Role.SUPERVISOR)
def sheets_pdf() -> ResponseReturnValue:
    """The same as a PDF."""
    pdf = making.pdf(db.session.connection(), _asked_codes())
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="lembar.pdf"'})


@bp.post("/paper/readings")
@needs(Role.SUPERVISOR)
def bring() -> ResponseReturnValue:
    """A photo of a filled sheet: read, kept, and on to its confirmation. Nothing is recorded yet."""
    try:
        content = _photo()
        brought, form_id, by, now = reading.see(content), typed.client_id(request.form), officer_id(), clock.now()
        today = clock.local_day(now, site().zone)
        known = reading.known(db.session, brought.code, request.form.get("station", ""), today)
        found = reading.read_rows(brought, known.rows)
        photo = reading.keep_photo(_folder(), brought, current_app.config["SECRET_KEY"].encode())
        kept = db.write(lambda conn: reading.keep(conn, known.id, found, photo, form_id, by, now))
    except Refused as refused:
        return start(refused.no)
    return redirect(url_for("paper.confirm", reading_id=kept), 303)


@bp.get("/paper/readings/<int:reading_id>")
@needs(Role.SUPERVISOR)
def confirm(reading_id: int, no: No | None = None) -> ResponseReturnValue:
    """Each row of the photo beside what was read in it, to be confirmed or put right; afterwards what became of it."""
    kept, sheet, station = _reading(reading_id)
    lines = reading.lines(sheet.rows, kept.found)
    if kept.confirmed is not None:
        return render_template(
            "paper/done.html", reading=kept, sheet=sheet, station=station, lines=lines, became=_became(kept, lines)
        )
    start: dict[str, Any] = {"officer": officer_id(), **_when(sheet), **_as_read(lines)}
    return form_page(
        "paper/confirm.html",
        no,
        start,
        reading=kept,
        sheet=sheet,
        station=station,
        lines=lines,
        officers=_officers(),
        workers=_workers(),
        defects=_defects(lines),
        for_all=_for_all(lines),
        already=_already(sheet),
        is_inspector=recording.may_give_verdicts(db.session.connection(), officer_id()),
        unclear=no.detail.get("number") if no is not None else None,
    )


@bp.post("/paper/readings/<int:reading_id>")
@fresh_pin
@needs(Role.SUPERVISOR)
def confirm_now(reading_id: int) -> ResponseReturnValue:
    """Records what was confirmed, once."""
    kept, sheet, _ = _reading(reading_id)
    try:
        said, by, now = _said(reading.lines(sheet.rows, kept.found)), officer_id(), clock.now()
        db.write(lambda conn: recording.record(conn, reading_id, said, by, now))
    except Refused as refused:
        return confirm(reading_id, refused.no)
    return redirect(url_for("paper.confirm", reading_id=reading_id), 303)


@bp.get("/paper/readings/<int:reading_id>/<int:number>.jpg")
@needs(Role.SUPERVISOR)
def row_picture(reading_id: int, number: int) -> ResponseReturnValue:
    """One row of the photo."""
    kept, sheet, _ = _reading(reading_id)
    if number >= len(sheet.rows):
        abort(404)
    picture = reading.row_picture(_folder(), kept.photo, reading.lines(sheet.rows, kept.found)[number].row)
    if picture is None:
        abort(404)
    return Response(picture, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


def _photo() -> bytes:
    sent = request.files.get("photo")
    if sent is None:
        raise Refused(refusals.FIELD_NEEDED.because(what="foto lembar", field="photo"))
    with sent.stream:
        content = bytes(sent.stream.read())
    if not content:
        raise Refused(refusals.FIELD_NEEDED.because(what="foto lembar", field="photo"))
    return content


def _folder() -> Path:
    return Path(current_app.instance_path) / "uploads" / "day_sheets"


def _station(code: str) -> Station:
    found = db.session.scalar(select(Station).where(Station.code == code, Station.active))
    if found is None:
        raise Refused(refusals.NOT_FOUND.because(what="pos"))
    return found


def _asked_codes() -> list[str]:
    return [code for code in request.args.get("codes", "").split(",") if codes.is_code(code)]


def _reading(reading_id: int) -> tuple[SheetReading, DaySheet, Station]:
    found = db.session.execute(
        select(SheetReading, DaySheet, Station)
        .join(DaySheet, DaySheet.id == SheetReading.day_sheet_id)
        .join(Station, Station.id == DaySheet.station_id)
        .where(SheetReading.id == reading_id)
    ).first()
    if found is None:
        abort(404)
    kept, sheet, station = found
    return kept, sheet, station


def _when(sheet: DaySheet) -> dict[str, str]:
    """When the sheet was worked, as long as nobody says otherwise: on its day, now or at the end of it."""
    local = clock.local(clock.now(), site().zone)
    is_today = local.date() == sheet.for_day
    return {"day": sheet.for_day.isoformat(), "time": local.strftime("%H:%M") if is_today else "16:00"}


def _as_read(lines: list[Line]) -> dict[str, str]:
    """The form's fields as the photo was read; what is in doubt stays empty, and must be answered."""
    start: dict[str, str] = {}
    for line in lines:
        values = dict(line.read.values)
        whole = values.pop(DONE, 0) * line.row.quantity
        if whole:
            values["passed" if line.row.is_gate else QUANTITY] = whole
        for field in _fields(line):
            doubtful = field in line.read.doubts or DONE in line.read.doubts
            start[f"{field}_{line.number}"] = "" if doubtful else str(values.get(field, 0))
    return start


def _fields(line: Line) -> tuple[str, ...]:
    return ("passed", "rework", "scrap") if line.row.is_gate else (QUANTITY,)


def _said(lines: list[Line]) -> Confirmed:
    form = request.form
    day = typed.day(form, "day", "tanggal")
    try:
        worked = datetime.combine(day, datetime.strptime(form.get("time", "").strip(), "%H:%M").time())  # noqa: DTZ007
    except ValueError:
        raise Refused(refusals.FIELD_NEEDED.because(what="jam", field="time")) from None
    at = min(int(worked.replace(tzinfo=ZONES[site().zone]).timestamp() * clock.SECOND), clock.now())
    return Confirmed(
        at,
        typed.key(form, "officer", "petugas"),
        form.get("worker") or None,
        [_row_said(line) for line in lines],
    )


def _row_said(line: Line) -> Said:
    row, number = line.row, line.number
    numbers: dict[str, int] = {}
    for field in _fields(line):
        try:
            given = typed.maybe_whole(request.form, f"{field}_{number}", row.unit, most=row.quantity)
        except Refused as refused:
            raise Refused(No(refused.no.code, {**refused.no.detail, "number": number})) from None
        if given is None:
            raise Refused(refusals.SHEET_ROW_UNANSWERED.because(unit=row.unit, number=number))
        numbers[field] = given
    if sum(numbers.values()) > row.quantity:
        raise Refused(refusals.TOO_MANY.because(asked=sum(numbers.values()), waiting=row.quantity, number=number))
    said = Said(
        number,
        numbers.get(QUANTITY, 0),
        numbers.get("passed", 0),
        numbers.get("rework", 0),
        numbers.get("scrap", 0),
        request.form.get(f"rework_defect_{number}", ""),
        request.form.get(f"scrap_defect_{number}", ""),
        tuple(checks_of(request.form.get(f"all_checked_{number}", ""))),
    )
    for name, pieces, defect in (("rework", said.rework, said.rework_defect), ("scrap", said.scrap, said.scrap_defect)):
        if pieces and not defect:
            field = f"{name}_defect_{number}"
            raise Refused(refusals.FIELD_NEEDED.because(what="cacat", field=field, number=number))
    return said


def _officers() -> list[tuple[Any, str]]:
    able = select(OfficerRole.officer_id).where(OfficerRole.role != Role.VIEWER.value)
    found = select(Officer).where(Officer.active, Officer.id.in_(able)).order_by(Officer.code)
    return [(officer.id, f"{officer.code} · {officer.name}") for officer in db.session.scalars(found)]


def _workers() -> list[tuple[str, str]]:
    found = select(Worker.code).where(Worker.active, Worker.code.is_not(None)).order_by(Worker.code)
    return [("", "–"), *((str(code), str(code)) for code in db.session.scalars(found))]


def _defects(lines: list[Line]) -> dict[int, list[tuple[str, str]]]:
    """What may be wrong with the goods of each gate's row."""
    conn, is_english = db.session.connection(), str(get_locale()) == "en"
    known: dict[int, list[tuple[str, str]]] = {}
    for line in lines:
        label = read.label(conn, line.row.code) if line.row.is_gate else None
        if label is None or label.unit_id is None:
            continue
        found = standards.defects_of(conn, standards.of_unit(conn, label.unit_id))
        known[line.number] = [("", "–"), *((one.code, one.name_en if is_english else one.name) for one in found)]
    return known


def _for_all(lines: list[Line]) -> dict[int, list[Check]]:
    """What must be seen on every piece that passes, of each gate's row."""
    conn, found = db.session.connection(), dict[int, list[Check]]()
    for line in lines:
        label = read.label(conn, line.row.code) if line.row.is_gate else None
        if label is not None and label.unit_id is not None:
            checks = standards.of_unit(conn, label.unit_id).checks
            found[line.number] = [check for check in checks if check.is_for_all]
    return found


def _already(sheet: DaySheet) -> set[int]:
    """The rows that another photo of the same sheet brought already."""
    earlier = db.session.scalars(
        select(SheetReading.confirmed).where(
            SheetReading.day_sheet_id == sheet.id, SheetReading.confirmed_at.is_not(None)
        )
    )
    return {
        row["number"]
        for rows in earlier
        for row in rows or []
        if row["outcome"] in (recording.RECORDED, recording.REFUSED, recording.ALREADY)
    }


def _became(kept: SheetReading, lines: list[Line]) -> list[dict[str, Any]]:
    """What became of each row, in words."""
    conn, locale = db.session.connection(), str(get_locale())
    told = []
    for line, row in zip(lines, kept.confirmed or [], strict=True):
        became = recording.became(row)
        sentence = ""
        if became.refusal is not None:
            no = No(became.refusal, became.detail or {})
            words = say.sentence_words(no, locale, site().zone, None, read.stages(conn), None)
            sentence = ALL[no.code].sentence(locale, {"unit": line.row.unit, **words})
        told.append({"line": line, "outcome": became.outcome, "sentence": sentence, "said": row["said"]})
    return told
