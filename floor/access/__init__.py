"""Who may: sign-in, roles, station tokens, and the guard at every door."""

from __future__ import annotations

from flask import Flask

from .contrast import choose_contrast, keep_contrast
from .doors import csrf, guard
from .errors import register_errors
from .languages import keep_language
from .locks import is_locked_here
from .sessions import OneCookiePerDoor, current_officer, may, pin_is_fresh
from .tokens import current_station


def register_access(app: Flask) -> None:
    """Puts the guard at every door of this app, and what templates ask about the officer into their words."""
    app.session_interface = OneCookiePerDoor()
    csrf.init_app(app)
    app.before_request(guard)
    app.after_request(keep_language)
    app.after_request(keep_contrast)
    app.context_processor(lambda: {"contrast": choose_contrast()})
    app.context_processor(lambda: {"current_officer": current_officer, "may": may, "pin_is_fresh": pin_is_fresh})
    app.context_processor(lambda: {"paired_here": current_station, "locked_here": is_locked_here})
    register_errors(app)
