"""Which browser this is: a mark of its own, kept for years, so that a tablet stays the same when it is paired anew."""

from __future__ import annotations

from flask import Response, request

from ..ids import uuid7

_TEN_YEARS = 10 * 365 * 24 * 3600
_LENGTH = 36


def tablet_here() -> str:
    """This browser's mark; a new one where it has none.

    Alone it opens nothing. A paired tablet with the same mark may send what it heard at the stations where it was
    paired before.
    """
    kept = request.cookies.get(_cookie_name(), "")
    return kept if len(kept) == _LENGTH else str(uuid7())


def keep_tablet(response: Response, tablet: str) -> None:
    """Lets this browser keep its mark."""
    response.set_cookie(
        _cookie_name(), tablet, max_age=_TEN_YEARS, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )


def _cookie_name() -> str:
    # Each door keeps a queue of its own, so a browser is two tablets: one at each.
    return "__Host-floor_tablet" if request.is_secure else "floor_tablet"
