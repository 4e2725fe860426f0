"""Late scans that wait for pieces which never come: a person says, with a reason, that they won't be recorded."""

from __future__ import annotations

from sqlalchemy import Connection, select

from .. import refusals
from ..models import Outcome, Settlement, WaitingScan
from ..refusals import Refused
from . import history, read
from .entries import reason_given
from .record import settle


def give_up(conn: Connection, scan_id: int, officer_id: int, at: int, reason: str) -> None:
    """Settles a waiting scan as refused; ``Refused`` where it doesn't wait. Deciding the same again changes nothing."""
    reason = reason_given(reason)
    unit_id = conn.execute(select(WaitingScan.unit_id).where(WaitingScan.scan_id == scan_id)).scalar()
    if unit_id is not None:
        read.lock(conn, unit_id)  # its pieces may be coming at this moment
    if history.waits(conn, scan_id):
        settle(conn, scan_id, Outcome.REFUSED, at, officer_id, reason)
        return
    decided = conn.execute(
        select(Settlement.id).where(Settlement.scan_id == scan_id, Settlement.officer_id == officer_id)
    ).first()
    if decided is None:
        raise Refused(refusals.NOT_FOUND.because(what="pindaian yang menunggu"))
