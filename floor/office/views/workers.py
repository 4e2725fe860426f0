"""Workers and teams: codes, never names; and the units of the workshop they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from ...access.marks import needs
from ...db import db
from ...models import Role, Worker, Workshop
from ...refusals import No, Refused
from .. import rows, typed, words
from ..door import bp
from ..forms import form_page


@bp.get("/office/workers")
@needs(Role.SUPERVISOR)
def workers() -> ResponseReturnValue:
    """All teams, then all workers, by code."""
    order = (Worker.active.desc(), Worker.is_team.desc(), Worker.code)
    found = db.session.execute(
        select(Worker, Workshop.name)
        .outerjoin(Workshop, Workshop.id == Worker.workshop_id)
        .where(Worker.code.is_not(None))
        .order_by(*order)
    )
    return render_template("office/workers.html", workers=found.all())


@bp.get("/office/workers/new")
@needs(Role.SUPERVISOR)
def new_worker(no: No | None = None) -> ResponseReturnValue:
    """Asks for a code."""
    return form_page(
        "office/worker.html", no, {"kind": "worker"}, worker=None, workshops=words.of_rows(_workshops(), True)
    )


@bp.post("/office/workers/new")
@needs(Role.SUPERVISOR)
def new_worker_now() -> ResponseReturnValue:
    """Adds a worker or a team."""
    try:
        kind = typed.one_of(request.form, "kind", "pekerja atau regu", ("worker", "team"))
        values = {
            "code": typed.code(request.form, "code", "kode pekerja"),
            "is_team": kind == "team",
            "workshop_id": typed.maybe_key(request.form, "workshop"),
        }
        rows.write(lambda conn: _add(conn, values))
    except Refused as refused:
        return new_worker(refused.no)
    return redirect(url_for("office.workers"), 303)


@bp.get("/office/workers/<code>")
@needs(Role.SUPERVISOR)
def worker(code: str, no: No | None = None) -> ResponseReturnValue:
    """One worker or team, to be moved to another unit or put away."""
    found = rows.named(Worker, code)
    start = {"workshop": found.workshop_id or "", "active": "1" if found.active else ""}
    return form_page("office/worker.html", no, start, worker=found, workshops=words.of_rows(_workshops(), True))


@bp.post("/office/workers/<code>")
@needs(Role.SUPERVISOR)
def worker_now(code: str) -> ResponseReturnValue:
    """Moves a worker or team, or puts it away: the code stays, and is never given again."""
    rows.named(Worker, code)
    values = {"workshop_id": typed.maybe_key(request.form, "workshop"), "active": "active" in request.form}
    try:
        rows.write(lambda conn: _change(conn, code, values))
    except Refused as refused:
        return worker(code, refused.no)
    return redirect(url_for("office.workers"), 303)


@bp.get("/office/workshops")
@needs(Role.ADMINISTRATOR)
def workshops(no: No | None = None) -> ResponseReturnValue:
    """The units of the workshop, and a form for one more."""
    return form_page("office/workshops.html", no, workshops=_workshops())


@bp.post("/office/workshops")
@needs(Role.ADMINISTRATOR)
def new_workshop_now() -> ResponseReturnValue:
    """Adds a unit."""
    try:
        values = {
            "code": typed.code(request.form, "code", "kode unit kerja"),
            "name": typed.text(request.form, "name", "nama unit kerja"),
        }
        rows.write(lambda conn: rows.add(conn, Workshop, values, "kode unit kerja"))
    except Refused as refused:
        return workshops(refused.no)
    return redirect(url_for("office.workshops"), 303)


def _add(conn: Connection, values: Mapping[str, Any]) -> None:
    rows.must_exist(conn, Workshop, values["workshop_id"], "unit kerja")
    rows.add(conn, Worker, values, "kode pekerja")


def _change(conn: Connection, code: str, values: Mapping[str, Any]) -> None:
    rows.must_exist(conn, Workshop, values["workshop_id"], "unit kerja")
    rows.change(conn, Worker, code, values)


def _workshops() -> list[Workshop]:
    return list(db.session.scalars(select(Workshop).order_by(Workshop.name)))
