"""Scripts and style sheets as they travel: without their comments and indents, and several sheets in one answer.

They are written one file for each component, with reasons beside the rules; a cheap tablet far from the router asks for
one address instead of fifteen and gets a third less. ``css/tokens+base.css`` is ``tokens.css``, then ``base.css``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

FOLDER = Path(__file__).parent / "static"
# What every page is drawn with.
FRAME = (
    *("tokens", "base", "header", "button", "form", "look", "state", "card", "tile", "table", "tab", "bar"),
    *("progress", "help", "print"),
)
# What a station's screen is drawn with besides.
STATION = ("pad", "answer", "scans", "wedge", "station", "low", "binding", "quiet", "kiosk", "camera")
# What the inspection's pages are drawn with besides, and the pages of lots.
_AT_A_GATE = ("answer", "scans", "wedge", "station", "low", "inspection", "verdict", "inspect", "judging")
INSPECTION = (*_AT_A_GATE, "for-all", "day")
LOT = (*_AT_A_GATE, "lot")
_JOINED = re.compile(r"css/([a-z_-]+(?:\+[a-z_-]+)*)\.css")
_KINDS = {".js": "text/javascript", ".css": "text/css"}


def register_statics(app: Flask) -> None:
    """Lets the address of static files answer so."""
    app.view_functions["static"] = _static
    app.jinja_env.globals.update(joined_sheets=sheets, frame_sheets=FRAME, station_sheets=STATION)
    app.jinja_env.globals.update(inspection_sheets=INSPECTION, lot_sheets=LOT)


def sheets(*names: str) -> str:
    """The name, as static files have one, of several sheets in one."""
    return f"css/{'+'.join(names)}.css"


def is_there(name: str) -> bool:
    """Whether a static file of this name, or all sheets of a joined one, can be had."""
    return all(path.is_file() for path in _paths(name))


def _static(filename: str) -> Response:
    paths = _paths(filename)
    kind = _KINDS.get(paths[0].suffix)
    if kind is None or ".." in filename or not is_there(filename):
        return current_app.send_static_file(filename)
    response = Response(_lean(tuple((path, path.stat().st_mtime_ns) for path in paths)), mimetype=kind)
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def _paths(name: str) -> list[Path]:
    joined = _JOINED.fullmatch(name)
    return [FOLDER / "css" / f"{each}.css" for each in joined[1].split("+")] if joined else [FOLDER / name]


@lru_cache(maxsize=512)
def _lean(files: tuple[tuple[Path, int], ...]) -> bytes:
    """The files, one after the other. No script of ours has a text over several lines, so every line stands alone."""
    lean = []
    for path, _changed_at in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".css":
            text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        lines = (line.strip() for line in text.splitlines())
        lean += [line for line in lines if line and not (path.suffix == ".js" and line.startswith("//"))]
    return "\n".join([*lean, ""]).encode()
