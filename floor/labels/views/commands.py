"""The sheets of command codes: chosen, given their codes, and handed out as a PDF."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from ...access.marks import needs
from ...db import db
from ...models import Role
from ...pages import site
from ...refusals import Refused
from ...scan.record import EntryAsked
from .. import commands
from ..command_sheet import draw
from ..door import bp
from .asking import Detail, done_once

_PDF = "application/pdf"


@bp.get("/labels/commands")
@needs(Role.SUPERVISOR)
def command_sheets() -> ResponseReturnValue:
    """Which sheets there are, and which have all their codes."""
    conn = db.session.connection()
    found = [(one, len(commands.codes_on(conn, one)) == len(one.words)) for one in commands.sheets(conn)]
    return render_template("labels/commands.html", sheets=found)


@bp.post("/labels/commands/<key>")
@needs(Role.SUPERVISOR)
def command_sheet_now(key: str) -> ResponseReturnValue:
    """Gives every command of a sheet its code, once for all, and hands the sheet out."""

    def work(conn: Connection, asked: EntryAsked) -> Detail:
        commands.issue(conn, key, asked.heard_at)
        return {"sheet": key}

    done_once(work)
    return redirect(url_for("labels.command_sheet", key=key), 303)


@bp.get("/labels/commands/<key>.pdf")
@needs(Role.SUPERVISOR)
def command_sheet(key: str) -> ResponseReturnValue:
    """The sheet, once its commands have codes."""
    conn = db.session.connection()
    try:
        wanted = commands.sheet(conn, key)
    except Refused:
        abort(404)
    codes = commands.codes_on(conn, wanted)
    if len(codes) < len(wanted.words):
        return redirect(url_for("labels.command_sheets"))
    pdf = draw(wanted, commands.bearers_on(conn, wanted), codes, site().name)
    response = Response(pdf, mimetype=_PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{key}.pdf"'
    return response
