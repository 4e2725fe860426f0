"""*Kunci*: a supervisor stops all stations at once, and lets them go on."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from ..models import Site
from . import log


def stop_all(conn: Connection, officer_id: int, now: int) -> None:
    """From now on no station takes a scan of goods. Where they stand still already, nothing changes."""
    stopped = update(Site).where(Site.stopped_at.is_(None)).values(stopped_at=now, stopped_by_id=officer_id)
    if conn.execute(stopped).rowcount:
        log.note(conn, "site", conn.execute(select(Site.code)).scalar_one(), "stopped")


def release_all(conn: Connection) -> None:
    """They go on. Where they do already, nothing changes."""
    released = update(Site).where(Site.stopped_at.is_not(None)).values(stopped_at=None, stopped_by_id=None)
    if conn.execute(released).rowcount:
        log.note(conn, "site", conn.execute(select(Site.code)).scalar_one(), "released")
