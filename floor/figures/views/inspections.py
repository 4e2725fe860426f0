"""The inspections behind a figure."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from ...access.marks import needs
from ...db import db
from ...models import Role
from ..asking import page, terms_here
from ..behind import A_PAGE, behind
from ..door import bp


@bp.get("/figures/inspections")
@needs(Role.SUPERVISOR, Role.INSPECTOR)
def inspections() -> ResponseReturnValue:
    """The inspections that the address asks for, the newest first, so many to a page."""
    terms = terms_here()
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found, total = behind(db.session.connection(), terms, (number - 1) * A_PAGE)
    return page("figures/inspections.html", terms, found=found, total=total, number=number, pages_=-(-total // A_PAGE))
