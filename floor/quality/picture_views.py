"""What the inspection's page asks besides: photos, heard once under their id, and whether a label is blank."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid5

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from .. import clock, refusals
from ..access.marks import stations_or
from ..db import db
from ..models import Role
from ..pages import site
from ..refusals import Refused
from ..scan import labels
from ..scan.envelope import write_heard
from ..scan.hearing import moment
from . import pictures
from .givers import Giver
from .here import giver_here
from .pictures import Taken

bp = Blueprint("pictures", __name__)


@bp.post("/api/v1/inspections/pictures")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def post_picture() -> ResponseReturnValue:
    """Hears one photo: ``id``, ``verdict``, ``happened_at``, ``defect`` or ``check``, and the ``file``."""
    if not site().camera:
        raise Refused(refusals.CAMERA_OFF.because())
    now = clock.now()
    taken, file = _taken(now), request.files.get("file")
    kept = _note(taken, _put_away(file.read() if file is not None else b""))
    answer = {"id": request.form["id"], "outcome": "recorded", "epoch": site().epoch}
    return jsonify(answer if kept else {**answer, "replayed": True})


@bp.get("/quality/blank/")
@bp.get("/quality/blank/<code>")
@stations_or(Role.INSPECTOR, Role.SUPERVISOR)
def is_blank(code: str = "") -> ResponseReturnValue:
    """Whether a code is a blank label's: what is scanned after a verdict may be one for its repair pieces."""
    try:
        _, label = labels.label_in_use(db.session.connection(), code)
    except Refused:
        return {"blank": False}
    return {"blank": label.unit_id is None and labels.not_goods(label).code == refusals.LABEL_BLANK.code}


def photo_brought() -> str | None:
    """The name of a photo that a form brought, if it did. ``NOT_A_PHOTO``, ``PICTURE_TOO_LARGE``."""
    file = request.files.get("photo")
    content = file.read() if file is not None and site().camera else b""
    return _put_away(content) if content else None


def note_photo(name: str, verdict: bytes, giver: Giver, now: int) -> None:
    """Notes the photo that a form brought with its verdict: its id follows from that one's, so twice is once."""
    own = uuid5(UUID(bytes=verdict), "photo").bytes
    _note(Taken(own, verdict, now, now, giver.officer_id, giver.station_id, request.form.get("defect", "")[:20]), name)


def _put_away(content: bytes) -> str:
    folder = Path(current_app.instance_path) / "uploads" / "photos"
    return pictures.put_away(folder, content, current_app.config["SECRET_KEY"].encode())


def _note(taken: Taken, name: str) -> bool:
    def work(conn: Connection) -> bool:
        return pictures.keep(conn, taken, name)

    return write_heard(work, work)


def _taken(now: int) -> Taken:
    giver, form = giver_here(now), request.form
    check = form.get("check", "")
    try:
        ids = UUID(form.get("id", "")).bytes, UUID(form.get("verdict", "")).bytes
    except ValueError as error:
        raise Refused(refusals.FIELD_NEEDED.because(what="id")) from error
    at = moment(form.get("happened_at")) or now
    return Taken(
        *ids,
        min(at, now),
        now,
        giver.officer_id,
        giver.station_id,
        form.get("defect", "")[:20],
        int(check) if check.isascii() and check.isdigit() and len(check) < 18 else None,
    )
