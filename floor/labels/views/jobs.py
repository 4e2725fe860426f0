"""Print jobs: the list, and one of them from being drawn to what became of the paper."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection, exists, select

from ... import refusals
from ...access.answers import sentence, status_of
from ...access.marks import needs
from ...access.sessions import may
from ...db import db
from ...models import JobStatus, PrintJob, Role
from ...office import typed
from ...refusals import ALL, No, Refused
from .. import jobs, kept_files, press, printers, progress, texts
from ..door import bp
from ..jobs import Issued
from .asking import done_once
from .recent import listed
from .sheet import Print, media_words, offer

_A_PAGE, _LAST_PAGE = 50, 100_000
_WHO = {jobs.BADGES: Role.ADMINISTRATOR, jobs.CARDS: Role.SUPERVISOR}


@bp.get("/labels/jobs")
@needs(Role.OPERATOR)
def print_jobs() -> ResponseReturnValue:
    """What was printed, newest first; of one batch or order where the address names it."""
    page, subject = min(max(request.args.get("page", 1, type=int), 1), _LAST_PAGE), request.args.get("subject", "")
    found = listed().where(PrintJob.subject == subject) if subject else listed()
    shown = db.session.execute(found.offset((page - 1) * _A_PAGE).limit(_A_PAGE + 1)).all()
    _wake_for_open_jobs()
    return render_template(
        "labels/jobs.html", jobs=shown[:_A_PAGE], page=page, more=len(shown) > _A_PAGE, subject=subject
    )


@bp.get("/labels/jobs/<int:job_id>")
@needs(Role.OPERATOR)
def job(job_id: int, no: No | None = None) -> ResponseReturnValue:
    """One job: how far it is, its PDF, and the question what came out."""
    found = job_here(job_id)
    _wake_for_open_jobs()
    words: dict[str, Any] = {"said": sentence(no), "look": ALL[no.code].look.value} if no else {}
    page = render_template("labels/job.html", **_words(found), **words)
    return page, status_of(no) if no else 200


@bp.get("/labels/jobs/<int:job_id>/state")
@needs(Role.OPERATOR)
def job_state(job_id: int) -> ResponseReturnValue:
    """How far it is, to be put into the page in sight."""
    found = job_here(job_id)
    _wake_for_open_jobs()
    return render_template("labels/job_state.html", **_words(found))


@bp.get("/labels/jobs/<int:job_id>/labels.pdf")
@needs(Role.OPERATOR)
def job_pdf(job_id: int) -> ResponseReturnValue:
    """The PDF; drawn and read back once more where it was made long ago or on another server."""
    found = job_here(job_id)
    if found.status not in (*jobs.ASKED_ABOUT, JobStatus.PRINTED.value):
        abort(404)
    pdf = kept_files.find(press.folder_of(current_app), found.file)
    if pdf is None:
        pdf = press.draw(progress.taken(db.session.connection(), job_id))
    name = "".join(letter if letter.isalnum() else "-" for letter in f"label-{found.subject}".lower())
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.pdf"
    return answer


@bp.post("/labels/jobs/<int:job_id>/stop")
@needs(Role.OPERATOR)
def stop_job(job_id: int) -> ResponseReturnValue:
    """Stops a job that is being drawn."""
    job_here(job_id)
    db.write(lambda conn: jobs.stop(conn, job_id))
    return redirect(url_for("labels.job", job_id=job_id), 303)


@bp.post("/labels/jobs/<int:job_id>/send")
@needs(Role.OPERATOR)
def send_job(job_id: int) -> ResponseReturnValue:
    """Sends what is drawn to a printer."""
    job_here(job_id)
    try:
        printer_id = typed.key(request.form, "printer", "printer")
        done_once(lambda conn, _: {"job": jobs.send(conn, job_id, printer_id)})
    except Refused as refused:
        return job(job_id, refused.no)
    press.wake_here()
    return redirect(url_for("labels.job", job_id=job_id), 303)


def job_here(job_id: int) -> PrintJob:
    """The job, if whoever asks may see it: a badge alone may scan, so only who makes badges sees their job."""
    found = db.session.get(PrintJob, job_id) if job_id < 2**63 else None
    if found is None:
        abort(404)
    if not may(_WHO.get(found.kind, Role.OPERATOR)):
        raise Refused(refusals.NOT_ALLOWED.because())
    return found


def _words(found: PrintJob) -> dict[str, Any]:
    """What the page of a job shows of it."""
    going = found.status == JobStatus.DRAWING.value or (
        found.status == JobStatus.UNKNOWN.value and found.ended_at is None
    )
    error = jobs.error_of(found)
    row = db.session.execute(listed().where(PrintJob.id == found.id)).one()
    asked_about = found.status in jobs.ASKED_ABOUT and not going and found.kind != jobs.TEST
    can_send = found.status == JobStatus.READY.value
    return {
        "job": row,
        "going": going,
        "sending": going and found.status == JobStatus.UNKNOWN.value,
        "error": sentence(error) if error else "",
        "asked_about": asked_about,
        "has_pdf": found.status in (*jobs.ASKED_ABOUT, JobStatus.PRINTED.value) and not going,
        "printers": printers.that_hold(db.session, found.medium) if can_send and found.first_cell is not None else [],
        "anew": len(jobs.to_print_anew(db.session, found.id)),
        "medium_word": media_words()[found.medium],
        "back": found.asked["back"],
    }


def _wake_for_open_jobs() -> None:
    """After a restart nobody draws what was asked for before: who looks at it sets it going again."""
    if db.session.execute(select(exists().where(progress.is_open()))).scalar():
        press.wake_here()


def _anew(job_id: int) -> Print:
    found = job_here(job_id)
    keys = jobs.to_print_anew(db.session, job_id)
    shown = texts.issued(db.session, keys)
    if not shown:
        raise Refused(refusals.ALREADY_PRINTED.because())

    def issue(conn: Connection, now: int) -> list[Issued]:
        jobs.claim_unprinted(conn, [key for key, _ in shown], now)
        return texts.issued(conn, [key for key, _ in shown])

    there = str(found.asked["back"])
    title = _("Label pengganti") if found.status == JobStatus.PRINTED.value else _("Cetak lagi")
    return Print(found.kind, found.subject, title, there, [text for _, text in shown], issue)


def _no_anew(job_id: int, no: No | None = None) -> ResponseReturnValue:
    return job(job_id, no)


offer("/labels/jobs/<int:job_id>/anew", "anew", Role.OPERATOR, _anew, _no_anew)
