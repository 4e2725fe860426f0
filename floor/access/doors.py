"""The guard at every door: reads a view's mark and lets in, sends to sign-in, or refuses."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect

from .. import clock, refusals
from ..refusals import Refused
from .answers import answer, here, wants_json
from .locks import locked_out
from .marks import Mark, mark_of
from .officers import check_pin
from .sessions import current_officer, may, note_pin, pin_is_fresh
from .slowing import place_here
from .tokens import current_station, token_of

csrf = CSRFProtect()


def guard() -> ResponseReturnValue | None:
    """Runs before every view. Raises ``Refused``; answers where to sign in, or ``None`` to let the view run."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None  # no such page, or not by this method: 404 and 405 come by themselves
    if (instead := locked_out()) is not None:
        return instead
    mark = mark_of(view)
    if mark is None:
        raise Refused(refusals.NOT_ALLOWED.because())
    if not _station_opens(mark) and (refused := _officer_opens(mark)) is not None:
        return refused
    if not _came_by_bearer(mark):
        csrf.protect()
    return _pin_typed() if mark.pin else None


def _station_opens(mark: Mark) -> bool:
    """Whether a station opens this door; refuses where only a station could."""
    if mark.station and (token_of(request) if mark.inside else current_station()):
        return True
    if mark.station and not mark.roles:
        raise Refused(refusals.UNKNOWN_STATION.because())
    return False


def _officer_opens(mark: Mark) -> ResponseReturnValue | None:
    if mark.open or may(*mark.roles):
        return None
    if current_officer() is not None:
        raise Refused(refusals.NOT_ALLOWED.because())
    if wants_json():
        return answer(refusals.NOT_ALLOWED.because(), 401)
    return redirect(url_for("access.sign_in", next=here()))


def _came_by_bearer(mark: Mark) -> bool:
    """Whether a token in the header opened this door: no other site's page can make a browser send that."""
    brought = token_of(request)
    return mark.station and brought is not None and not brought[1]


def _pin_typed() -> ResponseReturnValue | None:
    """Lets on who typed the PIN lately or sent it along; a page asks for it, a program is refused."""
    officer = current_officer()
    if officer is None or pin_is_fresh():
        return None
    if request.method == "POST" and (pin := request.form.get("pin", "")):
        check_pin(officer.id, pin, place_here(), clock.now())
        note_pin(clock.now())
        return None
    if request.method == "GET" and not wants_json():
        return redirect(url_for("access.confirm_pin", next=here()))
    raise Refused(refusals.PIN_NEEDED.because())
