"""What opens on a tablet while the server is away: shells of pages, and the service worker that keeps them.

A shell carries nobody's name and no figures: those come by the API, or from what the tablet itself kept. Over plain
HTTP the browser's own cache holds the station's shell for a day; over HTTPS the service worker holds it until the next.
"""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import statics
from ..access.marks import everybody
from ..pages import version

bp = Blueprint("shell", __name__)

SHELLS = ("/station", "/offline")
_DAY = 24 * 3600
_WORKER = "js/service-worker.js"
_LEFT_OUT = ("js/camera/", "js/service-worker.js")  # the camera's files are kept once somebody opened it


def as_shell(page: str) -> Response:
    """A page that may be opened again for a day without asking, by the browser that got it and with its cookies."""
    response = make_response(page)
    response.headers["Cache-Control"] = f"private, max-age={_DAY}"
    response.headers["X-Floor-Shell"] = version()
    response.vary.add("Cookie")
    return response


@bp.get("/offline")
@everybody
def offline() -> ResponseReturnValue:
    """Shown by the service worker in place of a page that needs the server: what is kept, and that it is safe."""
    return as_shell(render_template("stations/offline.html"))


@bp.get("/service-worker.js")
@everybody
def worker() -> ResponseReturnValue:
    """The service worker, of this version. It stands at the root: it may only speak for what lies below it."""
    known = {"VERSION": version(), "FILES": _files(), "SHELLS": SHELLS}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in known.items()]
    body = "\n".join([*lines, _folder().joinpath(_WORKER).read_text(encoding="utf-8")])
    response = Response(body, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _files() -> list[str]:
    """The addresses of scripts, styles and pictures, all of one version."""
    found = [
        path.relative_to(_folder()).as_posix()
        for path in sorted(_folder().rglob("*.*"))
        if path.suffix in (".js", ".css", ".svg")
    ]
    joined = (statics.FRAME, statics.STATION, statics.INSPECTION, statics.LOT)
    found += [statics.sheets(*each) for each in joined]
    return [url_for("static", filename=name) for name in found if not name.startswith(_LEFT_OUT)]


def _folder() -> Path:
    return Path(current_app.static_folder or "")
