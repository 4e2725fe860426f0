"""The tablets' own label reader (zxing-wasm): where set-up put it, and how it is handed to browsers.

It stands under one address with its version in it, together with the worker that runs it, and is asked for nowhere
else: the worker names its files by addresses beside its own. A worker is governed by the policy that comes with its
own script, which static files lack, so the worker comes from here as well.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from ..access.marks import everybody
from ..settings import Settings

bp = Blueprint("reader", __name__)

_BESIDE_FLOOR = Path(__file__).parents[2] / "node_modules"
_WORKER = Path(__file__).parents[1] / "static" / "js" / "camera" / "worker.js"
_DIST = Path("zxing-wasm", "dist")
_SCRIPT, _WASM = "text/javascript", "application/wasm"
_FOR_EVER = "public, max-age=31536000, immutable"


def files(settings: Settings) -> dict[str, tuple[Path, str]] | None:
    """Each file of the reader by its name in the address, with its media type; ``None`` where set-up fetched none."""
    folder = Path(settings.node_modules) if settings.node_modules else _BESIDE_FLOOR
    found = {
        "worker.js": (_WORKER, _SCRIPT),
        "index.js": (folder / _DIST / "iife" / "reader" / "index.js", _SCRIPT),
        "zxing_reader.wasm": (folder / _DIST / "reader" / "zxing_reader.wasm", _WASM),
    }
    return found if all(path.is_file() for path, _ in found.values()) else None


def worker_address(settings: Settings) -> str:
    """Where a page finds the worker that reads pictures; empty where there is none, and the server reads them."""
    here = files(settings)
    return f"/reader/{_version(here)}/worker.js" if here else ""


@bp.app_context_processor
def _worker() -> dict[str, object]:
    return {"reader_address": lambda: worker_address(current_app.config["SETTINGS"])}


@bp.get("/reader/<version>/<name>")
@everybody
def file(version: str, name: str) -> ResponseReturnValue:
    """A file of the reader. Another version than the one that is there isn't: its parts must never be mixed."""
    here = files(current_app.config["SETTINGS"])
    if here is None or name not in here or version != _version(here):
        abort(404)
    path, kind = here[name]
    response = Response(path.read_bytes(), mimetype=kind)
    if kind == _WASM and request.accept_encodings["gzip"]:  # scripts are compressed with all other words
        response.set_data(_packed(path, path.stat().st_mtime_ns))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _version(here: dict[str, tuple[Path, str]]) -> str:
    return _digest(tuple((path, path.stat().st_mtime_ns) for path, _ in here.values()))


@lru_cache(maxsize=8)
def _digest(stamps: tuple[tuple[Path, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _changed_at in stamps:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=8)
def _packed(path: Path, _changed_at: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
