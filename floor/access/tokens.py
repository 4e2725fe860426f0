"""Tokens that let a browser or a machine speak for a station: given once, stored hashed, revocable."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from flask import Request, Response, g, request
from sqlalchemy import Connection, Row, Select, insert, select, update

from ..db import db
from ..models import Station, StationToken

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks by a token: a station, and the officer that a machine's token carries (a tablet's carries none)."""

    token_id: int
    station_id: int
    officer_id: int | None
    locked: bool = False


def hash_token(token: str) -> str:
    """What is stored of a token. It has 256 bits of chance, so a plain digest keeps it safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(conn: Connection, station_id: int, officer_id: int | None, name: str, now: int) -> str:
    """A new token for a station, to be shown or set as a cookie once; ``name`` says which tablet or machine has it."""
    token = secrets.token_urlsafe(32)
    conn.execute(
        insert(StationToken).values(
            station_id=station_id, officer_id=officer_id, token_hash=hash_token(token), name=name, issued_at=now
        )
    )
    return token


def revoke(conn: Connection, token_id: int, now: int) -> bool:
    """Ends a token for good; whether it was still good."""
    ended = update(StationToken).where(StationToken.id == token_id, StationToken.revoked_at.is_(None))
    return conn.execute(ended.values(revoked_at=now)).rowcount == 1


def token_of(request: Request) -> tuple[str, bool] | None:
    """The station token that a request brings, and whether by cookie (so that a write needs a CSRF token)."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token.strip(), False
    kept = request.cookies.get(_cookie_name())
    return (kept, True) if kept else None


def current_station() -> Speaker | None:
    """The station that this request speaks for, looked up once per request."""
    if "station" not in g:
        brought = token_of(request)
        g.station = _speaker(db.session.execute(_named_by(brought[0])).first()) if brought else None
    found: Speaker | None = g.station
    return found


def pair_response(response: Response, token: str) -> None:
    """Makes this browser a station's: for a year, out of scripts' reach."""
    response.set_cookie(
        _cookie_name(), token, max_age=_YEAR, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )


def unpair_response(response: Response) -> None:
    """Makes this browser nobody's again (the token itself is ended by ``revoke``)."""
    response.delete_cookie(_cookie_name(), secure=request.is_secure, httponly=True, samesite="Lax", path="/")


def _cookie_name() -> str:
    # A browser that has a Secure cookie refuses the plain door one of the same name: each door has its own.
    return "__Host-floor_station" if request.is_secure else "floor_station"


def _named_by(token: str) -> Select[int, int, int | None, bool]:
    return (
        select(StationToken.id, StationToken.station_id, StationToken.officer_id, StationToken.locked)
        .join(Station, Station.id == StationToken.station_id)
        .where(StationToken.token_hash == hash_token(token), StationToken.revoked_at.is_(None), Station.active)
    )


def _speaker(row: Row[int, int, int | None, bool] | None) -> Speaker | None:
    return Speaker(token_id=row[0], station_id=row[1], officer_id=row[2], locked=row[3]) if row else None
