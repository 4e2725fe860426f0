"""A tablet locked to its station shows that station's screens, and nothing else until a supervisor unlocks it."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from .. import refusals
from ..refusals import Refused
from .answers import wants_json
from .sessions import sign_out_here
from .tokens import current_station, token_of

# Where a station's screens, and what they are made of, have their addresses. What is new is shut until it stands here.
_ITS_OWN = ("/station", "/quality", "/office/cartons", "/tablet-check")
_MADE_OF = (
    *("/api/", "/static/", "/reader/", "/photos/", "/csrf", "/offline", "/service-worker.js"),
    *("/generate_204", "/gen_204"),
)
_SHUT = ("/station/pair", "/station/unpair")


def is_locked_here() -> bool:
    """Whether this browser is a tablet that was locked to its station."""
    brought = token_of(request)
    if brought is None or not brought[1]:
        return False
    speaker = current_station()
    return speaker is not None and speaker.locked


def locked_out() -> ResponseReturnValue | None:
    """Where a locked tablet is sent instead of a page that isn't its station's; a program is refused."""
    if _fits(_MADE_OF) or not is_locked_here():
        return None
    sign_out_here()  # an officer who signed in before must not leave the office's menu behind on it
    if request.path == "/" or (_fits(_ITS_OWN) and not _fits(_SHUT)):  # the start page leads a tablet to its station
        return None
    if wants_json():
        raise Refused(refusals.TABLET_LOCKED.because())
    return redirect(url_for("kiosk.locked"), 303)


def _fits(addresses: tuple[str, ...]) -> bool:
    return request.path.startswith(addresses)
