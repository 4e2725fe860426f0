"""Who is signed in in this browser, since when, and when the PIN was typed last."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from flask import Flask, Request, current_app, g, session
from flask import request as the_request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from .. import clock
from ..db import db
from ..models import Officer, Role
from ..rules import times
from .roles import all_held

_HOUR = 60 * clock.MINUTE


class OneCookiePerDoor(SecureCookieSessionInterface):
    """The session's cookie, under a name of its own on HTTPS.

    A browser that holds a Secure cookie refuses the plain door one of the same name, and nobody could sign in there.
    """

    def get_cookie_name(self, app: Flask) -> str:
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if the_request.is_secure else name

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()  # nothing to check: no need to make what checks it
        return super().open_session(app, request)

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime:  # noqa: ARG002 - kept for all alike
        return datetime.now(UTC) + app.permanent_session_lifetime

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - the door decides, not the settings
        return the_request.is_secure


def sign_in_here(officer: Officer, now: int) -> None:
    """Notes that this officer, who just typed the PIN or password, is signed in in this browser."""
    # The CSRF token stays: a station's page that is open in this browser must go on working.
    # Never before the last sign-out, or a clock that was put back since would let nobody in.
    since = max(now, officer.sessions_from)
    session.update(officer=officer.id, since=since, pin_at=now, bound=_bound_to(officer))
    g.officer = officer


def sign_out_here() -> None:
    """Forgets who is signed in in this browser; a station stays paired."""
    for key in ("officer", "since", "pin_at", "bound"):
        session.pop(key, None)
    g.officer = None


def note_pin(now: int) -> None:
    """Notes that the officer signed in here typed the PIN just now."""
    session["pin_at"] = now


def current_officer() -> Officer | None:
    """Who is signed in in this browser, read once per request; nobody once made inactive or given a new PIN."""
    if "officer" not in g:
        g.officer = _read_officer()
    found: Officer | None = g.officer
    return found


def roles_here() -> frozenset[Role]:
    """The roles of whoever is signed in in this browser; none where nobody is."""
    officer = current_officer()
    return all_held(officer.roles) if officer else frozenset()


def may(*roles: Role | str) -> bool:
    """Whether the officer signed in here holds one of these roles, by grant or brought along."""
    return not roles_here().isdisjoint(Role(role) for role in roles)


def pin_is_fresh() -> bool:
    """Whether the officer signed in here typed the PIN within the last five minutes."""
    return current_officer() is not None and times.pin_is_fresh(session.get("pin_at"), clock.now())


def _read_officer() -> Officer | None:
    known = session.get("officer")
    if known is None:
        return None
    age = clock.now() - int(session.get("since", 0))
    officer = db.session.get(Officer, known)
    if officer is None or not officer.active or session.get("bound") != _bound_to(officer):
        return None
    if int(session.get("since", 0)) < officer.sessions_from:
        return None  # signed out since, perhaps elsewhere: a cookie that was copied is worth nothing
    return officer if age < current_app.config["SETTINGS"].session_hours * _HOUR else None


def _bound_to(officer: Officer) -> str:
    """Ties a session to the PIN and password it was opened by: a new PIN ends every other session."""
    return hashlib.sha256(f"{officer.pin_hash} {officer.password_hash}".encode()).hexdigest()[:16]
