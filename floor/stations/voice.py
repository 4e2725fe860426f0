"""The voice of a site's tablets: which sentences it needs, and the one file that brings them to a tablet."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from ..access.marks import stations_only
from ..db import db
from ..models import Stage
from ..pages import site
from . import clips, spoken

bp = Blueprint("voice", __name__)

_YEAR = 365 * 24 * 3600


def said_here(conn: Connection) -> dict[str, str]:
    """Every sentence that this site's tablets may say."""
    stages = conn.execute(select(Stage.code, Stage.name).order_by(Stage.code))
    return spoken.lines({stage.code: stage.name for stage in stages})


def folder_of(instance: Path) -> Path:
    """Where the clips are kept; all of it may be thrown away, and is made again."""
    return instance / "voice"


def digest_here() -> str:
    """What stands in the file's address, so that a tablet keeps it while no sentence changes; empty: all are silent."""
    return clips.digest(said_here(db.session.connection())) if site().voice else ""


def make_here() -> tuple[int, int]:
    """Makes the clips that are missing: how many, and the bytes of all together; (0, 0) where none can be made."""
    said, folder = said_here(db.session.connection()), folder_of(Path(current_app.instance_path))
    try:
        made = clips.make(folder, said.values())
    except clips.NoVoice:
        return 0, 0
    return made, len(clips.pack(folder, said)[0])


@bp.get("/station/voice/<digest>")
@stations_only
def voice(digest: str) -> ResponseReturnValue:
    """All sentences with their clips. Those that are missing are made meanwhile: the tablet asks again later."""
    said = said_here(db.session.connection())
    folder = folder_of(Path(current_app.instance_path))
    packed, is_whole = clips.pack(folder, said)
    if not is_whole:
        clips.make_in_background(folder, list(said.values()))
    return _kept(make_response(packed), is_whole and digest == clips.digest(said))


def _kept(response: Response, for_long: bool) -> Response:
    response.mimetype = "application/octet-stream"
    response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable" if for_long else "no-store"
    response.headers["X-Floor-Whole"] = "yes" if for_long else "no"
    return response
