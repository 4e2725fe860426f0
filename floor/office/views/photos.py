"""Photos, for whoever is signed in and for stations; browsers keep them, for a photo's name never means another."""

from __future__ import annotations

from pathlib import Path

from flask import abort, current_app, send_file
from flask.typing import ResponseReturnValue

from ...access.marks import stations_or
from ...models import Role
from .. import photos
from ..door import bp

_YEAR = 365 * 24 * 3600


@bp.get("/photos/<name>")
@stations_or(*Role)
def photo(name: str) -> ResponseReturnValue:
    """A photo as it is looked at."""
    return _sent(name, small=False)


@bp.get("/photos/small/<name>")
@stations_or(*Role)
def small_photo(name: str) -> ResponseReturnValue:
    """The same for a list."""
    return _sent(name, small=True)


def photo_folder() -> Path:
    """Where photos lie."""
    return Path(current_app.instance_path) / "uploads" / "photos"


def _sent(name: str, *, small: bool) -> ResponseReturnValue:
    kept = photos.path(photo_folder(), name, small=small)
    if not photos.is_name(name) or not kept.is_file():
        abort(404)
    response = send_file(kept, "image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    return response
