"""What is shown when something goes wrong: a sentence that says what to do, and nothing of how we are made."""

from __future__ import annotations

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from .. import refusals
from ..db import Busy, db
from ..refusals import Refused
from .answers import answer, wants_json

# For when no page can be drawn, the database itself being what is broken.
_BARE = (
    "<!doctype html><html lang=id><meta charset=utf-8><title>floor</title><p>Server bermasalah. Coba lagi sebentar.</p>"
    "<p lang=en>The server has a problem. Try again in a moment.</p></html>"
)


def register_errors(app: Flask) -> None:
    """Answers every error of this app in its own words."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _page_too_old)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(413, _too_large)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(HTTPException, _other)


def _refused(error: Refused) -> ResponseReturnValue:
    return answer(error.no)


def _page_too_old(_error: CSRFError) -> ResponseReturnValue:
    return answer(refusals.PAGE_TOO_OLD.because())


def _too_large(_error: HTTPException) -> ResponseReturnValue:
    return answer(refusals.TOO_LARGE.because())


def _busy(_error: Busy) -> ResponseReturnValue:
    said = current_app.make_response(answer(refusals.TRY_AGAIN.because()))
    said.headers["Retry-After"] = "2"
    return said


def _other(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error  # a redirect, or an answer that a view made itself
    if code == 404:
        return _plain("NO_SUCH_PAGE", _("Halaman ini tidak ada. Periksa alamatnya."), code)
    return _plain(f"HTTP_{code}", _("Permintaan ini tidak bisa dilayani. Kembali, lalu coba lagi."), code)


def _broken(_error: InternalServerError) -> ResponseReturnValue:
    # What happened stands in the log. It may have happened after a commit: never say that nothing was recorded.
    try:
        db.session.rollback()  # or PostgreSQL answers nothing more to this session
        return _plain("BROKEN", _("Ada yang salah di server. Periksa apakah sudah tercatat, lalu coba lagi."), 500)
    except Exception:  # noqa: BLE001 - the reason is in the log already
        return _BARE, 500


def _plain(code: str, said: str, status: int) -> ResponseReturnValue:
    if wants_json():
        return jsonify({"error": code, "sentence": said, "look": "stop", "next": "nothing"}), status
    return render_template("errors/plain.html", sentence=said, path=request.path), status
