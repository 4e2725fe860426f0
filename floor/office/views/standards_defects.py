"""The defects that a standard's next version names: chosen from the family's catalogue, in its own words and order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from ... import clock
from ...access.marks import needs
from ...db import db
from ...library.shelf import NamedDefect
from ...models import Defect, Role, Stage
from ...refusals import No, Refused
from .. import rows, standards_draft, standards_edit, standards_form, typed, words
from ..door import bp
from ..forms import officer_id
from .standard_photos import new_photo, sent_before
from .standards_draft import draft_of, edit, step_page


@bp.get("/office/standards/<code>/draft/defects")
@needs(Role.ADMINISTRATOR)
def draft_defects(code: str, no: No | None = None) -> ResponseReturnValue:
    """The list as it stands, and what of the catalogue isn't on it."""
    found, draft = draft_of(code)
    catalogue = standards_draft.catalogue(db.session.connection(), found.family)
    named = {defect.code for defect in draft.content.defects}
    rest = [defect for defect in catalogue if defect.code not in named]
    return step_page(
        "office/standard_defects.html", "defects", found, draft, no, {}, rest=rest, stages=_stages(), all=catalogue
    )


@bp.post("/office/standards/<code>/draft/defects")
@needs(Role.ADMINISTRATOR)
def draft_defects_now(code: str) -> ResponseReturnValue:
    """Puts a defect at another place (``place``: its code and the place), or takes more from the catalogue."""
    found, _draft = draft_of(code)
    moved, _comma, at = request.form.get("place", "").partition(",")
    if at.isascii() and at.isdigit():
        edit(code, lambda draft: standards_edit.place_defect(draft, moved, int(at)))
    else:
        catalogue = standards_draft.catalogue(db.session.connection(), found.family)
        ticked = set(request.form.getlist("defect"))
        more = [defect.code for defect in catalogue if defect.code in ticked]
        edit(
            code,
            lambda draft: standards_edit.name_defects(
                draft, [*(each.code for each in draft.content.defects), *more], catalogue
            ),
        )
    return redirect(url_for("office.draft_defects", code=code, _anchor=f"defect-{moved}" if moved else None), 303)


@bp.get("/office/standards/<code>/draft/defects/new")
@needs(Role.ADMINISTRATOR)
def new_defect(code: str, no: No | None = None) -> ResponseReturnValue:
    """Asks for a defect that the catalogue doesn't have yet."""
    return _page(code, None, {"severity": "major"}, no)


@bp.post("/office/standards/<code>/draft/defects/new")
@needs(Role.ADMINISTRATOR)
def new_defect_now(code: str) -> ResponseReturnValue:
    """Adds a defect to the family's catalogue and to the draft's list."""
    found, _draft = draft_of(code)
    standard_id, family, officer, now = found.id, found.family, officer_id(), clock.now()
    try:
        read = typed.every(
            {"code": lambda: typed.code(request.form, "code", "kode cacat"), "defect": lambda: _read("", None)}
        )
        of_its_own: str = read["code"]
        defect = replace(read["defect"], code=of_its_own)

        def add(conn: Connection) -> None:
            stage = conn.execute(select(Stage.id).where(Stage.code == defect.rework_stage)).scalar()
            values: dict[str, Any] = {
                "code": of_its_own,
                "family": family,
                "name": defect.name,
                "name_en": defect.name_en,
            }
            values |= {"severity": defect.severity.value, "rework_stage_id": stage, "active": True}
            rows.add(conn, Defect, values, "kode cacat")
            standards_draft.change(
                conn, standard_id, lambda draft: standards_edit.put_defect(draft, defect), officer, now
            )

        rows.write(add)
    except Refused as refused:
        return new_defect(code, refused.no)
    return redirect(url_for("office.draft_defects", code=code, _anchor=f"defect-{of_its_own}"), 303)


@bp.get("/office/standards/<code>/draft/defects/<defect>")
@needs(Role.ADMINISTRATOR)
def draft_defect(code: str, defect: str, no: No | None = None) -> ResponseReturnValue:
    """How the standard names one defect."""
    named = _named_or_404(code, defect)
    start = {"name": named.name, "name_en": named.name_en, "severity": named.severity.value}
    return _page(code, named, start | {"rework_stage": named.rework_stage or ""}, no)


@bp.post("/office/standards/<code>/draft/defects/<defect>")
@needs(Role.ADMINISTRATOR)
def draft_defect_now(code: str, defect: str) -> ResponseReturnValue:
    """Changes how the standard names it, or leaves it out; the catalogue stays as it is."""
    try:
        if "remove" in request.form:
            edit(code, lambda draft: standards_edit.leave_defect_out(draft, defect))
        else:
            said = _read(defect, _named_or_404(code, defect).photo)
            edit(code, lambda draft: standards_edit.put_defect(draft, said))
    except Refused as refused:
        return draft_defect(code, defect, refused.no)
    return redirect(url_for("office.draft_defects", code=code, _anchor=f"defect-{defect}"), 303)


def _page(code: str, named: NamedDefect | None, start: dict[str, Any], no: No | None) -> ResponseReturnValue:
    found, draft = draft_of(code)
    photo = sent_before("photo") or (named.photo if named else None)
    more = {"stages": [("", "–"), *((key, word) for key, word in _stages().items())], "photo": photo, "named": named}
    return step_page("office/standard_defect.html", "defects", found, draft, no, start, **more)


def _read(code: str, before: str | None) -> NamedDefect:
    stages = _stages()
    read = typed.every(
        {
            "named": lambda: standards_form.defect(request.form, code, stages),
            "photo": lambda: new_photo("photo", before),
        }
    )
    named: NamedDefect = replace(read["named"], photo=read["photo"])
    return named


def _named_or_404(code: str, defect: str) -> NamedDefect:
    named = {each.code: each for each in draft_of(code)[1].content.defects}
    return named[defect] if defect in named else abort(404)


def _stages() -> dict[str, str]:
    found = db.session.scalars(select(Stage).where(Stage.active).order_by(Stage.id))
    return {stage.code: f"{stage.code} · {words.stage_name(stage)}" for stage in found}
