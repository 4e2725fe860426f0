"""What came out of the printer, as the person says who stands at it."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from ...access.marks import needs
from ...models import PrintJob, Role
from ...office.forms import form_page
from ...refusals import No, Refused
from ...rules import codes
from ...scan.record import EntryAsked
from .. import jobs
from ..door import bp
from ..sheets import MEDIA
from .asking import Detail, done_once
from .jobs import job, job_here


class _Printed(NamedTuple):
    """A cell of a sheet: the position in the job (none where nothing was printed), the name and the code on it."""

    position: int | None
    name: str
    code: str


@bp.get("/labels/jobs/<int:job_id>/outcome")
@needs(Role.OPERATOR)
def outcome(job_id: int, no: No | None = None) -> ResponseReturnValue:
    """The sheets as they should have come out; what is spoiled or lost is tapped."""
    found = job_here(job_id)
    return form_page("labels/outcome.html", no, {}, job=found, media=MEDIA[found.medium], pages=_pages(found))


@bp.post("/labels/jobs/<int:job_id>/outcome")
@needs(Role.OPERATOR)
def outcome_now(job_id: int) -> ResponseReturnValue:
    """Keeps what was said: all came out, all but some, or nothing."""
    job_here(job_id)
    try:
        detail = _settle(job_id, request.form.get("all", ""), _said())
    except Refused as refused:
        return job(job_id, refused.no)
    if detail["bad"]:
        flash(_("%(count)s label pengganti siap dicetak. Yang lama tidak berlaku lagi.", count=detail["bad"]), "good")
    return redirect(url_for("labels.job", job_id=job_id), 303)


def _settle(job_id: int, whole: str, said: dict[int, str]) -> Detail:
    def work(conn: Connection, asked: EntryAsked) -> Detail:
        if whole == "none":
            jobs.nothing_came_out(conn, job_id, asked.heard_at)
            return {"job": job_id, "bad": 0}
        return {"job": job_id, "bad": jobs.came_out(conn, job_id, {} if whole else said, asked.heard_at)}

    return done_once(work)


def _said() -> dict[int, str]:
    """What the form says of each position: ``spoiled`` or ``lost``; the others came out well."""
    named = ((name.removeprefix("at-"), value) for name, value in request.form.items() if name.startswith("at-"))
    return {int(position): value for position, value in named if position.isascii() and position.isdigit() and value}


def _pages(found: PrintJob) -> list[list[_Printed]]:
    """Page by page what stands in each cell."""
    cells = [_Printed(None, "", "")] * found.first_cell
    cells += [
        _Printed(position, text.name or text.size, codes.in_words(text.code))
        for position, text in enumerate(jobs.texts(found))
    ]
    a_page = MEDIA[found.medium].cells
    if a_page == 1:
        return [cells]
    return [cells[start : start + a_page] for start in range(0, len(cells), a_page)]
