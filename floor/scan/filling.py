"""The carton at a station where goods become ready: what its label means there, and what the next scans put into it.

The carton that was scanned last is filled by the scans that follow; scanned once more it is sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, text

from .. import refusals
from ..db import Hot
from ..models import OrderLine, Outcome, Unit
from ..refusals import Refused
from ..rules import codes, places
from . import cartons, labels, read
from .cartons import FoundCarton
from .entries import Plan
from .hearing import Item
from .history import KeptScan
from .postings import Posting
from .read import Caller, FoundUnit
from .record import Heard, scanned
from .results import Result

_FILLED_HERE = Hot(
    text(
        f"{cartons.COLUMNS} JOIN station s ON s.carton_id = c.id"
        " WHERE s.id = :station_id AND c.sealed_at IS NULL AND o.closed_at IS NULL"
    )
)
_SET = Hot(text("UPDATE station SET carton_id = :carton_id WHERE id = :station_id"))
# A step that no other follows: whoever finishes there makes goods ready.
_LAST_STAGES = Hot(
    text(
        "SELECT DISTINCT s.stage_id FROM route_step s WHERE NOT EXISTS"
        " (SELECT 1 FROM route_step n WHERE n.route_version_id = s.route_version_id AND n.number = s.number + 1)"
    )
)


def make_of_blank(conn: Connection, caller: Caller, item: Item, unit_id: int) -> Plan:
    """A blank label (the item's code) becomes that of a new carton for the unit's order, which is filled here now."""
    if not fills(conn, caller.stages):
        raise Refused(refusals.CARTON_NOT_HERE.because())
    of_unit = select(OrderLine.order_id).join(Unit, Unit.order_line_id == OrderLine.id).where(Unit.id == unit_id)
    order_id = conn.execute(of_unit).scalar_one()
    carton_id, number = cartons.add(conn, order_id, item.client_id, item.at, caller.officer_id)
    code = labels.bind(conn, item.code or "", carton_id=carton_id)
    _SET(conn, {"carton_id": carton_id, "station_id": caller.station_id})
    return Plan(detail={"carton": number, "code": code})


def scan(conn: Connection, caller: Caller, item: Item, carton_id: int) -> Result:
    """A carton's label at a station: from now on it is filled here; the one that is filled already is sealed.

    An empty one is only put away. Out of the queue of a station where the tablet stands no more it means nothing here.
    """
    if not fills(conn, caller.stages):
        raise Refused(refusals.CARTON_NOT_HERE.because())
    carton, here = cartons.locked(conn, carton_id), filled_at(conn, caller.station_id)
    if carton.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    if carton.sealed_at is not None:
        raise Refused(refusals.CARTON_SEALED.because(carton=carton.number))
    if here is not None and here.id == carton_id and not cartons.is_empty(conn, carton_id):
        cartons.close(conn, carton, item.at)
    elif not caller.is_elsewhere:
        filling = here is None or here.id != carton_id
        _SET(conn, {"carton_id": carton_id if filling else None, "station_id": caller.station_id})
    scanned(conn, item, Heard(caller.station_id, caller.officer_id), None)
    said = state(conn, carton_id, caller.station_id)
    return Result(item.id, Outcome.RECORDED, carton=said, words=read.stages(conn), clock_off_ms=item.clock_off)


def state(conn: Connection, carton_id: int, station_id: int) -> tuple[str, str]:
    """A carton's number, and what it is at a station: ``filling``, ``sealed`` or ``away``."""
    carton, here = cartons.find(conn, carton_id), filled_at(conn, station_id)
    filling = here is not None and here.id == carton_id
    return carton.number, "filling" if filling else "sealed" if carton.sealed_at is not None else "away"


def fills(conn: Connection, stages: frozenset[int]) -> bool:
    """Whether goods become ready at a station that serves these stages."""
    return any(stage_id in stages for (stage_id,) in _LAST_STAGES(conn, {}))


def filled_at(conn: Connection, station_id: int) -> FoundCarton | None:
    """The carton that is being filled at a station: one that is open, of an order that is open."""
    row = _FILLED_HERE(conn, {"station_id": station_id}).first()
    return cartons.carton_of(row) if row is not None else None


def into_the_one_here(
    conn: Connection, caller: Caller, item: Item, unit: FoundUnit, postings: Sequence[Posting]
) -> list[Posting]:
    """The same moves; those that make pieces ready put them into the carton that is filled at the station.

    ``CARTON_OF_ANOTHER`` where it is for another order: that is noticed at once, and mended by one scan. A late scan is
    never stopped by it; its pieces are loose.
    """
    if not any(posting.to_place == places.READY for posting in postings):
        return list(postings)
    carton = filled_at(conn, caller.station_id)
    if carton is None:
        return list(postings)
    if carton.order != unit.order_number:
        if item.late:
            return list(postings)
        raise Refused(refusals.CARTON_OF_ANOTHER.because(carton=carton.number, order=carton.order))
    if cartons.locked(conn, carton.id).sealed_at is not None:  # while its lock was waited for
        return list(postings)
    return [
        replace(posting, to_carton_id=carton.id) if posting.to_place == places.READY else posting
        for posting in postings
    ]


def of_scan(conn: Connection, kept: KeptScan) -> tuple[str, str] | None:
    """The carton whose label a scan read, and what it is there now; ``None`` where it read something else."""
    code = codes.read_code(kept.code or "")
    label = read.label(conn, code) if code is not None else None
    return state(conn, label.carton_id, kept.station_id) if label is not None and label.carton_id is not None else None
