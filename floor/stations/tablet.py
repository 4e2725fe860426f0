"""Which browser this is: a mark of its own, kept for years, so that a tablet stays the same when it is paired anew."""

from __future__ import annotations

from flask import Response, request

from ..ids import uuid7

_COOKIE = "floor_tablet"
_TEN_YEARS = 10 * 365 * 24 * 3600
_LENGTH = 36


def tablet_here() -> str:
    """This browser's mark; a new one where it has none.

    Alone it opens nothing. A paired tablet with the same mark may send what it heard at the stations where it was
    paired before.
    """
    kept = request.cookies.get(_COOKIE, "")
    return kept if len(kept) == _LENGTH else str(uuid7())


def keep_tablet(response: Response, tablet: str) -> None:
    """Lets this browser keep its mark."""
    response.set_cookie(_COOKIE, tablet, max_age=_TEN_YEARS, httponly=True, samesite="Lax", path="/")
