"""The server's own clock: scans wait while it stands before the newest of them, until an officer says it is right."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from .. import clock
from ..models import Scan, Site
from ..scan import history
from ..scan.scans import CLOCK_TOLERANCE_MS


def is_behind(conn: Connection) -> bool:
    """Whether scans wait; one look at the newest scan."""
    return history.clock_went_back(conn, clock.now(), CLOCK_TOLERANCE_MS)


def newest_scan(conn: Connection) -> int | None:
    """When the newest scan was heard, by the clock of then."""
    return conn.execute(select(Scan.heard_at).order_by(Scan.id.desc()).limit(1)).scalar()


def confirm(conn: Connection) -> None:
    """An officer says that the time is right now: scans go on. Doing it twice changes nothing."""
    newest = newest_scan(conn)
    if newest is not None:
        conn.execute(update(Site).values(clock_confirmed_at=newest))
