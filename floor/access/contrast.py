"""The contrast of a page: asked for in the address, else kept in this browser, else what its system wants."""

from __future__ import annotations

from flask import Response, request

CONTRASTS = ("high", "plain")
_COOKIE = "floor_contrast"
_YEAR = 365 * 24 * 3600


def choose_contrast() -> str:
    """``high`` or ``plain``; empty where nobody said and the system's own wish holds."""
    for wanted in (request.args.get("contrast"), request.cookies.get(_COOKIE)):
        if wanted in CONTRASTS:
            return wanted
    return ""


def keep_contrast(response: Response) -> Response:
    """Lets this browser remember a contrast that was asked for."""
    wanted = request.args.get("contrast")
    if wanted in CONTRASTS and wanted != request.cookies.get(_COOKIE):
        response.set_cookie(_COOKIE, wanted, max_age=_YEAR, samesite="Lax", httponly=True)
    return response
