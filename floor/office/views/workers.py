"""Workers and teams: codes, never names."""

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
    """Teams, then workers, by code."""
    shelf = rows.shelf(Worker)
    found = db.session.execute(
        select(Worker, Workshop.name)
        .outerjoin(Workshop, Workshop.id == Worker.workshop_id)
        .where(Worker.code.is_not(None), shelf.shown)
        .order_by(Worker.is_team.desc(), Worker.code)
    )
    return render_template("office/workers.html", workers=found.all(), shelf=shelf)


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
    """One worker or team, to be moved to another unit."""
    found = rows.named(Worker, code)
    workshops = words.of_rows(_workshops(found.workshop_id), True)
    return form_page("office/worker.html", no, {"workshop": found.workshop_id or ""}, worker=found, workshops=workshops)


@bp.post("/office/workers/<code>")
@needs(Role.SUPERVISOR)
def worker_now(code: str) -> ResponseReturnValue:
    """Moves a worker or team."""
    rows.named(Worker, code)
    values = {"workshop_id": typed.maybe_key(request.form, "workshop")}
    try:
        rows.write(lambda conn: _change(conn, code, values))
    except Refused as refused:
        return worker(code, refused.no)
    return redirect(url_for("office.workers"), 303)


def _add(conn: Connection, values: Mapping[str, Any]) -> None:
    rows.must_exist(conn, Workshop, values["workshop_id"], "unit kerja")
    rows.add(conn, Worker, values, "kode pekerja")


def _change(conn: Connection, code: str, values: Mapping[str, Any]) -> None:
    rows.must_exist(conn, Workshop, values["workshop_id"], "unit kerja")
    rows.change(conn, Worker, code, values)


def _workshops(kept: int | None = None) -> list[Workshop]:
    """The units in use, and the one that is chosen already."""
    found = select(Workshop).where(Workshop.active | (Workshop.id == kept)).order_by(Workshop.name)
    return list(db.session.scalars(found))
