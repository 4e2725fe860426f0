"""Changing doors: a paired tablet goes over to the other one, once its queue is empty, by a pairing code of its own."""

from __future__ import annotations

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...access import pairings
from ...access.answers import sentence, status_of
from ...access.marks import stations_only
from ...access.tokens import current_station
from ...db import db
from ...refusals import No, Refused
from ..door import bp
from ..roots import plain_root, secure_root


@bp.get("/station/door")
@stations_only
def move(no: No | None = None) -> ResponseReturnValue:
    """Whether the tablet shall change doors; with a code that was asked for, the way over."""
    other = plain_root() if request.is_secure else secure_root()
    ask = pairings.ask_of(request.args.get("ask", ""))
    code = _code(ask) if ask else ""
    is_offered = bool(ask) and pairings.offered(db.session.connection(), code) is not None
    page = render_template(
        "doors/move.html",
        other=other,
        over=f"{other}{url_for('stations.pair')}?code={code}" if other and is_offered else "",
        said=sentence(no) if no else "",
    )
    return page, status_of(no) if no else 200


@bp.post("/station/door")
@stations_only
def move_now() -> ResponseReturnValue:
    """Offers the code. Nothing ends here before it is used over there: a tablet that can't go over stays."""
    speaker, now = current_station(), clock.now()
    assert speaker is not None  # noqa: S101 - the door let a station in
    token_id = speaker.token_id
    ask = pairings.ask_of(request.form.get("id", "")) or abort(400)
    secret = _code(ask)
    try:
        db.write(lambda conn: pairings.offer_move(conn, token_id, secret, now))
    except Refused as refused:
        return move(refused.no)
    return redirect(url_for("doors.move", ask=ask), 303)


def _code(ask: str) -> str:
    return pairings.code_of(str(current_app.config["SECRET_KEY"]), ask)
