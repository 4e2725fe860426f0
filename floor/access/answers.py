"""How a "no" is answered outside the scan API: as JSON to a program, as a page to a person."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from ..pages import clock_time
from ..refusals import ALL, No

# 422, the answer to all others, says: understood, and not done.
_STATUS = {
    "PAGE_TOO_OLD": 400,
    "NOT_JSON": 400,
    "UNKNOWN_STATION": 401,
    "NOT_ALLOWED": 403,
    "PIN_NEEDED": 403,
    "TABLET_LOCKED": 403,
    "WRONG_PIN": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "TOO_LARGE": 413,
    "PICTURE_TOO_LARGE": 413,
    "SLOW_DOWN": 429,
    "SERVER_CLOCK": 503,
    "TRY_AGAIN": 503,
}


def status_of(no: No) -> int:
    """The HTTP status that goes with a refusal."""
    return _STATUS.get(no.code, 422)


def sentence(no: No) -> str:
    """A refusal's sentence in the reader's language; its word ``what`` is one of ours (a msgid) and is translated."""
    words = dict(no.detail)
    if isinstance(what := words.get("what"), str) and what:
        words["what"] = _(what)
    if isinstance(at := words.get("at"), int):
        words["at"] = clock_time(at)
    said = ALL[no.code].sentence(str(get_locale()), words)
    return said[:1].upper() + said[1:]


def wants_json() -> bool:
    """Whether a program asked: by address, by what it accepts, or by what it sent."""
    if request.path.startswith("/api/") or request.is_json:
        return True
    accepts = request.accept_mimetypes
    return accepts.best_match(["text/html", "application/json"]) == "application/json"


def answer(no: No, status: int | None = None) -> ResponseReturnValue:
    """A refusal as JSON (``error``, ``sentence``, ``look``, ``next``) or as a page of its own."""
    status = status or status_of(no)
    refusal = ALL[no.code]
    if wants_json():
        said = {"error": no.code, "sentence": sentence(no), "look": refusal.look.value, "next": refusal.next.value}
        return jsonify(said), status
    return render_template("errors/refused.html", no=no, refusal=refusal, sentence=sentence(no), back=_back()), status


def here() -> str:
    """The address to come back to after signing in: this page, or the one that sent this form."""
    return request.full_path.rstrip("?") if request.method == "GET" else _back()


def safe_next(address: str | None) -> str:
    """An address on this server to go on to; the start page where the one given would lead elsewhere."""
    given = address or "/"
    plain = given.isprintable() and given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if plain else "/"


def _back() -> str:
    """The page that this request came from, if it was one of ours."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host:
        return "/"
    return safe_next(f"{came.path}?{came.query}" if came.query else came.path)
