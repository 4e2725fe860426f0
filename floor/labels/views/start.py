"""Where printing begins: what can be printed, and the last jobs."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...access.marks import needs
from ...db import db
from ...models import Role
from ..door import bp
from .recent import listed


@bp.get("/labels")
@needs(Role.OPERATOR)
def start() -> ResponseReturnValue:
    """What can be printed, and what was printed last."""
    return render_template("labels/start.html", recent=db.session.execute(listed().limit(5)).all())
