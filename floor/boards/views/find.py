"""*Pindai apa saja*: one field that takes a scan or a few typed letters."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...access.answers import sentence
from ...access.marks import stations_or
from ...db import db
from ...models import Role
from ...refusals import Refused
from .. import finding
from ..door import bp


@bp.get("/find")
@stations_or(Role.VIEWER)
def find() -> ResponseReturnValue:
    """*Pindai apa saja*: goes where a scanned or typed text belongs."""
    text = request.args.get("code", "").strip()[:80]
    if not text:
        return render_template("boards/find.html", text="", said="")
    try:
        kind, name = finding.find(db.session.connection(), text)
    except Refused as refused:
        return render_template("boards/find.html", text=text, said=sentence(refused.no)), 404
    return redirect(url_for("boards.unit", code=name) if kind == "unit" else url_for("boards.order", number=name))
