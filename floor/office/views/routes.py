"""Routes: the line of stages that products go through, version by version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import clock
from ...access.marks import needs
from ...db import db
from ...models import Role, Route, RouteVersion, Stage
from ...refusals import No, Refused
from .. import routes as them
from .. import rows, typed, words
from ..door import bp
from ..forms import form_page, officer_id
from ..routes import MOST_STEPS, PlannedStep

_BLANK_ROWS = 6


@bp.get("/office/routes")
@needs(Role.ADMINISTRATOR)
def routes() -> ResponseReturnValue:
    """All routes, each with its newest version."""
    found = db.session.scalars(select(Route).order_by(Route.code)).all()
    newest = {version.route_id: version for version in _versions([route.id for route in found])}
    return render_template("office/routes.html", routes=found, newest=newest, stage_name=words.stage_name)


@bp.get("/office/routes/new")
@needs(Role.ADMINISTRATOR)
def new_route(no: No | None = None) -> ResponseReturnValue:
    """Asks for a route and the steps of its first version."""
    return form_page("office/route_form.html", no, route=None, **_rows(_BLANK_ROWS))


@bp.post("/office/routes/new")
@needs(Role.ADMINISTRATOR)
def new_route_now() -> ResponseReturnValue:
    """Adds a route with its first version."""
    if "more" in request.form:
        return new_route()
    try:
        code = typed.code(request.form, "code", "kode alur kerja")
        name = typed.text(request.form, "name", "nama alur kerja")
        steps, officer, now = list(_steps()), officer_id(), clock.now()
        rows.write(lambda conn: them.add(conn, code, name, steps, officer, now))
    except Refused as refused:
        return new_route(refused.no)
    return redirect(url_for("office.route", code=code), 303)


@bp.get("/office/routes/<code>")
@needs(Role.ADMINISTRATOR)
def route(code: str) -> ResponseReturnValue:
    """One route: its versions, newest first, each drawn as a line of stages."""
    found = rows.named(Route, code)
    versions = list(reversed(_versions([found.id])))
    return render_template("office/route.html", route=found, versions=versions, stage_name=words.stage_name)


@bp.get("/office/routes/<code>/new-version")
@needs(Role.ADMINISTRATOR)
def new_version(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for the steps of a new version, beginning with the newest one's."""
    found = rows.named(Route, code)
    start: dict[str, Any] = {}
    for step in _versions([found.id])[-1].steps if _versions([found.id]) else ():
        start |= {f"stage-{step.number}": step.stage_id, f"rework-{step.number}": step.rework_to or ""}
        start |= {f"gate-{step.number}": "1"} if step.is_gate else {}
        start |= {f"skip-{step.number}": "1"} if step.may_skip else {}
    kept = sum(name.startswith("stage-") for name in start)
    return form_page("office/route_form.html", no, start, route=found, **_rows(kept + 2))


@bp.post("/office/routes/<code>/new-version")
@needs(Role.ADMINISTRATOR)
def new_version_now(code: str) -> ResponseReturnValue:
    """Publishes a version. Batches that were made keep theirs."""
    if "more" in request.form:
        return new_version(code)
    route_id = rows.named(Route, code).id
    try:
        steps, officer, now = list(_steps()), officer_id(), clock.now()
        changed = typed.words(request.form, "changed")
        rows.write(lambda conn: them.publish(conn, route_id, steps, changed, officer, now))
    except Refused as refused:
        return new_version(code, refused.no)
    return redirect(url_for("office.route", code=code), 303)


def _steps() -> Iterator[PlannedStep]:
    """The rows with a stage, counted anew: a row left empty is no step, and what sent back to it follows."""
    form = request.form
    used = [row for row in range(1, MOST_STEPS + 1) if form.get(f"stage-{row}")]
    number = {row: at for at, row in enumerate(used, start=1)}
    for row in used:
        back = typed.maybe_whole(form, f"rework-{row}", "tahap perbaikan", least=1, most=MOST_STEPS)
        yield PlannedStep(
            stage_id=typed.key(form, f"stage-{row}", "tahap"),
            is_gate=f"gate-{row}" in form,
            may_skip=f"skip-{row}" in form and f"gate-{row}" not in form,  # a gate is never skipped
            # A row without a stage is nowhere to send back to: 0 is no step, and is refused.
            rework_to=None if back is None else number.get(back, 0),
        )


def _rows(count: int) -> dict[str, Any]:
    if request.method == "POST":
        count = max(typed.maybe_key(request.form, "rows") or 0, count) + (_BLANK_ROWS if "more" in request.form else 0)
    found = db.session.scalars(select(Stage).order_by(Stage.id))
    stages = [("", "–"), *((str(row.id), f"{row.code} · {words.stage_name(row)}") for row in found)]
    return {"rows": min(count, MOST_STEPS), "stages": stages}


def _versions(route_ids: Sequence[int]) -> Sequence[RouteVersion]:
    """The versions of these routes with their steps, oldest first."""
    return db.session.scalars(
        select(RouteVersion)
        .where(RouteVersion.route_id.in_(route_ids))
        .options(selectinload(RouteVersion.steps))
        .order_by(RouteVersion.number)
    ).all()
