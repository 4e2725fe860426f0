"""The log: who changed what, in which post, when and why."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from ...access.marks import needs
from ...db import db
from ...models import Change, Officer, Role
from ...pages import site
from ...refusals import Refused
from .. import changes, typed
from ..door import bp

_A_PAGE = 40
_ON_A_THINGS_PAGE = 8


@bp.get("/office/log")
@needs(Role.SUPERVISOR)
def log() -> ResponseReturnValue:
    """Changes, newest first, of the kind, officer and day asked for."""
    page = max(request.args.get("page", 1, type=int), 1)
    asked = _asked()
    found = changes.lines(db.session, asked, site().zone, _A_PAGE + 1, (page - 1) * _A_PAGE)
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template(
        "office/log.html",
        lines=found[:_A_PAGE],
        page=page,
        more=len(found) > _A_PAGE,
        asked=request.args,
        kept=kept,
        nouns=[("", _("Semua")), *changes.nouns()],
        officers=_officers(),
    )


@bp.app_template_global()
def changes_of(noun: str, code: str) -> list[changes.Line]:
    """What was changed of one thing lately, newest first, for the bottom of its page; one more than is shown there."""
    return changes.lines(db.session, changes.Asked(noun, code), site().zone, _ON_A_THINGS_PAGE + 1)


def _asked() -> changes.Asked:
    form = request.args
    try:
        day = typed.day(form, "day", "tanggal") if form.get("day") else None
    except Refused:
        day = None  # a day that is none filters nothing; the field shows what was typed
    return changes.Asked(
        noun=form.get("noun", ""),
        code=form.get("code", "").strip(),
        officer_id=typed.maybe_key(form, "officer"),
        day=day,
    )


def _officers() -> list[tuple[Any, str]]:
    """The officers who changed something."""
    wrote = select(Officer.id, Officer.name).where(Officer.id.in_(select(Change.officer_id))).order_by(Officer.name)
    return [("", _("Semua")), *((row.id, row.name) for row in db.session.execute(wrote))]
