"""Late scans that wait for their pieces, tried again when pieces arrive."""

from __future__ import annotations

from sqlalchemy import Connection

from .. import refusals
from ..models import Outcome
from ..refusals import No
from ..rules.scanning import Asked
from . import history, read
from .history import KeptScan
from .judging import decide, onward
from .postings import Source
from .record import post, settle

_DONE_ANYWAY = {refusals.ALREADY_DONE.code, refusals.ALREADY_PASSED.code}


def settle_waiting(conn: Connection, unit_ids: set[int], now: int) -> None:
    """Pieces arrived: tries the late scans that waited for them, in the order they happened, as long as one fits."""
    arrived = set(unit_ids)
    while True:
        tried = (_try_again(conn, history.scan(conn, scan_id), now) for scan_id in history.waiting_for(conn, arrived))
        moved = next(filter(None, tried), None)
        if moved is None:
            return
        arrived |= moved  # where those went, one that happened earlier may fit now


def _try_again(conn: Connection, kept: KeptScan, now: int) -> set[int]:
    """Records a waiting scan if its pieces are here now; answers the units that moved.

    One whose work is on record by now (a code scanned twice offline) must not lie in wait for pieces that come back.
    """
    assert kept.unit_id is not None  # noqa: S101 - only scans of a unit wait
    read.lock(conn, kept.unit_id)
    unit = read.unit(conn, kept.unit_id)
    if unit.order_closed:
        return set()  # what an officer sets right in a closed order brings no scan along
    stages = read.station_stages(conn, kept.station_id)
    route = read.route(conn, unit.route_version_id)
    holdings, workers = read.held(conn, kept.unit_id)
    asked = Asked(kept.unit_id, kept.station_id, kept.quantity, kept.seen, kept.step, kept.cycle, late=True, at=kept.at)
    decision = decide(conn, asked, route, stages, holdings)
    if isinstance(decision, No):
        if decision.code in _DONE_ANYWAY:
            settle(conn, kept.id, Outcome.REFUSED, now, None, "")
        return set()
    postings = onward(route, decision.takes, workers, kept.worker_id)
    post(conn, route, postings, Source(kept.at, kept.station_id, scan_id=kept.id))
    settle(conn, kept.id, Outcome.RECORDED, now, None, "")
    return {posting.ends_in for posting in postings}
