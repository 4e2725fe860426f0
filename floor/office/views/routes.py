"""Routes: the line of stages that products go through, version by version; and the page that they are drawn on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import clock
from ...access.marks import needs
from ...db import db
from ...models import Officer, Role, Route, RouteVersion, Stage
from ...refusals import No, Refused
from ...rules import drafting
from ...rules.drafting import Draft, StepChange
from .. import routes as them
from .. import rows, typed, words
from ..door import bp
from ..forms import form_page, officer_id
from ..routes import MOST_STEPS, PlannedStep

_MOVES: dict[str, Callable[[Sequence[Draft], int], list[Draft]]] = {
    "left": lambda steps, number: drafting.moved(steps, number, -1),
    "right": lambda steps, number: drafting.moved(steps, number, 1),
    "twice": drafting.repeated,
    "remove": drafting.removed,
}


@bp.get("/office/routes")
@needs(Role.ADMINISTRATOR)
def routes() -> ResponseReturnValue:
    """The routes, each with its newest version."""
    shelf = rows.shelf(Route)
    found = db.session.scalars(select(Route).where(shelf.shown).order_by(Route.code)).all()
    newest = {version.route_id: version for version in _versions([route.id for route in found])}
    return render_template("office/routes.html", routes=found, newest=newest, stage_name=words.stage_name, shelf=shelf)


@bp.get("/office/routes/new")
@needs(Role.ADMINISTRATOR)
def new_route(no: No | None = None) -> ResponseReturnValue:
    """Asks for a route and the steps of its first version."""
    return _editor(None, no, [])


@bp.post("/office/routes/new")
@needs(Role.ADMINISTRATOR)
def new_route_now() -> ResponseReturnValue:
    """Adds a route with its first version; or only arranges the steps on the page."""
    if "do" in request.form:
        return new_route()
    try:
        code = typed.code(request.form, "code", "kode alur kerja")
        name = typed.text(request.form, "name", "nama alur kerja")
        steps, officer, now = _steps(), officer_id(), clock.now()
        rows.write(lambda conn: them.add(conn, code, name, steps, officer, now))
    except Refused as refused:
        return new_route(refused.no)
    return redirect(url_for("office.route", code=code), 303)


@bp.get("/office/routes/<code>", defaults={"number": 0})
@bp.get("/office/routes/<code>/<int:number>")
@needs(Role.ADMINISTRATOR)
def route(code: str, number: int) -> ResponseReturnValue:
    """One version of a route, drawn as a line of stages: what it changed, and who published it; the newest without."""
    found = rows.named(Route, code)
    versions = {version.number: version for version in _versions([found.id])}
    shown = versions.get(number or max(versions, default=0))
    if number and shown is None:
        abort(404)
    before = versions.get(shown.number - 1) if shown else None
    return render_template(
        "office/route.html",
        route=found,
        shown=shown,
        versions=sorted(versions.values(), key=lambda version: -version.number),
        by=dict(db.session.execute(select(Officer.id, Officer.name)).all()),
        changed=_said(drafting.changes(_drafts_of(before), _drafts_of(shown))) if before and shown else [],
        stage_name=words.stage_name,
    )


@bp.get("/office/routes/<code>/new-version")
@needs(Role.ADMINISTRATOR)
def new_version(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for the steps of a new version, beginning with the newest one's."""
    found = rows.named(Route, code)
    versions = _versions([found.id])
    return _editor(found, no, _drafts_of(versions[-1]) if versions else [])


@bp.post("/office/routes/<code>/new-version")
@needs(Role.ADMINISTRATOR)
def new_version_now(code: str) -> ResponseReturnValue:
    """Publishes a version, or only arranges the steps on the page. Batches that were made keep theirs."""
    if "do" in request.form:
        return new_version(code)
    route_id = rows.named(Route, code).id
    try:
        steps, officer, now = _steps(), officer_id(), clock.now()
        changed = typed.words(request.form, "changed")
        rows.write(lambda conn: them.publish(conn, route_id, steps, changed, officer, now))
    except Refused as refused:
        return new_version(code, refused.no)
    return redirect(url_for("office.route", code=code), 303)


def _editor(route: Route | None, no: No | None, start: list[Draft]) -> ResponseReturnValue:
    """The page that a route is drawn on; the steps as they were sent, one of them moved where that was asked."""
    steps, at = (list(_typed_steps()), 0) if request.method == "POST" else (start, 0)
    verb, _dash, number = request.form.get("do", "").partition("-")
    if verb in _MOVES and number.isdigit() and 1 <= int(number) <= len(steps):
        at = int(number) + {"left": -1, "right": 1, "twice": 1}.get(verb, 0)
        steps = _MOVES[verb](steps, int(number))
        at = min(max(at, 1), len(steps))
    elif verb == "add" and (stage := typed.maybe_key(request.form, "add")) and len(steps) < MOST_STEPS:
        steps, at = [*steps, Draft(stage)], len(steps) + 1
    # Which button has the focus on the new page: the same one, wherever its step is now.
    focus = f"{verb}-{at}" if verb != "add" else "add"
    kept = {step.stage for step in steps}
    stages = db.session.scalars(select(Stage).where(Stage.active | Stage.id.in_(kept)).order_by(Stage.id)).all()
    names = {stage.id: words.stage_name(stage) for stage in stages}
    return form_page(
        "office/route_form.html",
        no,
        route=route,
        steps=list(enumerate(steps, start=1)),
        stages=words.of_rows(stages),
        names=names,
        focus=focus,
        said_of_step=_("%(stage)s sekarang nomor %(number)s.", stage=names.get(steps[at - 1].stage, "–"), number=at)
        if at and steps
        else "",
    )


def _typed_steps() -> Iterator[Draft]:
    """The rows with a stage, counted anew: a row left empty is no step, and what sent back to it follows."""
    form = request.form
    used = [row for row in range(1, MOST_STEPS + 1) if form.get(f"stage-{row}")]
    number = {row: at for at, row in enumerate(used, start=1)}
    for row in used:
        gate, back = f"gate-{row}" in form, typed.maybe_key(form, f"rework-{row}")
        yield Draft(
            stage=typed.maybe_key(form, f"stage-{row}") or 0,
            gate=gate,
            skip=f"skip-{row}" in form and not gate,  # a gate is never skipped
            # A row without a stage is nowhere to send back to: 0 is no step, and is refused.
            back=number.get(back, 0) if gate and back else None,
        )


def _steps() -> list[PlannedStep]:
    return [PlannedStep(step.stage, step.gate, step.skip, step.back) for step in _typed_steps()]


def _drafts_of(version: RouteVersion) -> list[Draft]:
    return [Draft(step.stage_id, step.is_gate, step.may_skip, step.rework_to) for step in version.steps]


def _said(changes: Sequence[StepChange]) -> list[str]:
    """What a version changed, as sentences."""
    names = {stage.id: words.stage_name(stage) for stage in db.session.scalars(select(Stage))}
    return [_sentence(change, names[change.stage], names.get(change.other or 0)) for change in changes]


def _sentence(change: StepChange, stage: str, other: str | None) -> str:
    sentences: dict[str, str] = {
        "added": _("%(stage)s ditambahkan sesudah %(other)s.", stage=stage, other=other)
        if other
        else _("%(stage)s ditambahkan di awal.", stage=stage),
        "removed": _("%(stage)s tidak dipakai lagi.", stage=stage),
        "moved": _("%(stage)s dipindah menjadi nomor %(number)s.", stage=stage, number=change.number),
        "gate": _("%(stage)s menjadi pemeriksaan.", stage=stage),
        "no_gate": _("%(stage)s bukan pemeriksaan lagi.", stage=stage),
        "skip": _("%(stage)s boleh dilewati.", stage=stage),
        "no_skip": _("%(stage)s tidak boleh dilewati lagi.", stage=stage),
        "back": _("Yang tidak lulus %(stage)s kembali ke %(other)s.", stage=stage, other=other)
        if other
        else _("Yang tidak lulus %(stage)s tidak punya tahap tujuan lagi.", stage=stage),
    }
    return sentences[change.what]


def _versions(route_ids: Sequence[int]) -> Sequence[RouteVersion]:
    """The versions of these routes with their steps, oldest first."""
    return db.session.scalars(
        select(RouteVersion)
        .where(RouteVersion.route_id.in_(route_ids))
        .options(selectinload(RouteVersion.steps))
        .order_by(RouteVersion.number)
    ).all()
