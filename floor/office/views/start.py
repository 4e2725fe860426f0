"""The office's start page: a tile to everything that this officer may do here."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...access.marks import needs
from ...models import Role
from ..door import bp


@bp.get("/office")
@needs(Role.SUPERVISOR)
def start() -> ResponseReturnValue:
    """Tiles to everything."""
    return render_template("office/start.html")
