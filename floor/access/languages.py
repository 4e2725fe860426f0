"""The language of a page: asked for in the address, else kept in this browser, else the officer's."""

from __future__ import annotations

from flask import Response, has_request_context, request

from .sessions import current_officer

LANGUAGES = ("id", "en")
_COOKIE = "floor_lang"
_YEAR = 365 * 24 * 3600


def choose_language() -> str:
    """``id`` or ``en``; ``id`` where nobody's request is being answered."""
    if not has_request_context():
        return "id"
    for wanted in (request.args.get("lang"), request.cookies.get(_COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    # A machine signs nobody in; asking would cost it a third of its answer's time.
    officer = None if "Authorization" in request.headers else current_officer()
    return officer.locale if officer and officer.locale in LANGUAGES else "id"


def keep_language(response: Response) -> Response:
    """Lets this browser remember a language that was asked for."""
    wanted = request.args.get("lang")
    if wanted in LANGUAGES and wanted != request.cookies.get(_COOKIE):
        response.set_cookie(_COOKIE, wanted, max_age=_YEAR, samesite="Lax", httponly=True)
    return response
