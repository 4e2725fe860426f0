"""Slowing whoever guesses: tries are counted per place, a station or an address, and each further one waits longer."""

from __future__ import annotations

from flask import request
from sqlalchemy import Connection, delete, func, insert, select

from .. import clock, refusals
from ..models import SignInFailure, Site
from ..refusals import Refused
from .tokens import current_station

FREE_TRIES = 3
_REMEMBERED = 60 * clock.MINUTE
_FIRST_WAIT = 5 * clock.SECOND
_LONGEST_WAIT = 5 * clock.MINUTE


def place_here() -> str:
    """The place that this request's tries are counted at."""
    station = current_station()
    return f"station:{station.station_id}" if station else f"address:{request.remote_addr or ''}"


def wait_after(failures: int) -> int:
    """How long a place waits after so many wrong tries, in milliseconds: nothing at first, then doubling."""
    if failures < FREE_TRIES:
        return 0
    return int(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 20)))


def begin_try(conn: Connection, place: str, now: int) -> int:
    """Counts a try as wrong before it is checked, so that many at once gain nothing; ``SLOW_DOWN`` where it must wait.

    Answers the row that ``forgive`` takes away when the try was right. Right ones forgive only themselves: else whoever
    knows one PIN could guess at another for ever.
    """
    conn.execute(delete(SignInFailure).where(SignInFailure.at < now - _REMEMBERED))
    # On PostgreSQL two tries at once must count each other; SQLite has one writer anyway.
    conn.execute(select(Site.id).with_for_update(key_share=True))
    failures, last = conn.execute(
        select(func.count(), func.max(SignInFailure.at)).where(SignInFailure.place == place, SignInFailure.at <= now)
    ).one()
    left = (last or 0) + wait_after(failures) - now
    if failures and left > 0:
        raise Refused(refusals.SLOW_DOWN.because(seconds=-(-left // clock.SECOND)))
    tried: int = conn.execute(
        insert(SignInFailure).values(place=place, at=now).returning(SignInFailure.id)
    ).scalar_one()
    return tried


def forgive(conn: Connection, tried: int) -> None:
    """Takes a try back, for it was right."""
    conn.execute(delete(SignInFailure).where(SignInFailure.id == tried))
