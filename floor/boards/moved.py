"""The moves behind a number of an order: who moved what, when and where, the newest on top, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from ..models import Entry, Inspection, Move, Officer, Scan, Station, Unit, Worker
from ..rules import places
from ..scan import read
from ..scan.labels import CODE_IN_USE

A_PAGE = 50
# The ends, by the name that an address calls them.
ENDS = {
    "ready": places.READY,
    "delivered": places.DELIVERED,
    "scrap": places.SCRAP,
    "grade_b": places.GRADE_B,
    "hold": places.HOLD,
    "missing": places.MISSING,
    "returned": places.RETURNED,
    "made": places.NEW,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A move with what it stands on. ``code`` is the unit's label in use; ``worker`` is for supervisors only."""

    id: int
    at: int
    source: str  # scan, inspection, entry
    unit: str
    code: str
    to_unit: str
    version_id: int
    from_place: int
    to_place: int
    quantity: int
    cycle: int
    why: str
    station: str | None
    officer: str | None
    worker: str | None
    is_undone: bool


def versions(conn: Connection, line_ids: Sequence[int]) -> list[int]:
    """The route versions that units of these order lines go."""
    found = select(Unit.route_version_id).where(Unit.order_line_id.in_(line_ids)).distinct()
    return sorted(conn.execute(found).scalars())


def moves(conn: Connection, line_ids: Sequence[int], where: str, before: int | None) -> list[Moved]:
    """A page of moves to or from a place, and one more where there is a next page.

    ``where`` is a stage's code or one of ``ENDS``; empty: any. Only moves older than the key ``before``.
    """
    unit, into, back = aliased(Unit, name="u"), aliased(Unit), aliased(Move)
    at = func.coalesce(Scan.at, Inspection.at, Entry.at)
    source = func.coalesce(Scan.station_id, Inspection.station_id, Entry.station_id)
    by = func.coalesce(Scan.officer_id, Inspection.officer_id, Entry.officer_id)
    columns: list[Any] = [
        Move.id,
        at,
        Move.scan_id,
        Move.inspection_id,
        unit.name,
        literal_column(f"COALESCE({CODE_IN_USE}, '')"),
        into.name,
        unit.route_version_id,
        Move.from_place,
        Move.to_place,
        Move.quantity,
        Move.to_cycle,
        Move.why,
        Station.name,
        Officer.name,
        Worker.code,
        back.id,
    ]
    statement = (
        select(*columns)
        .join(unit, unit.id == Move.unit_id)
        .join(into, into.id == Move.to_unit_id)
        .outerjoin(Scan, Scan.id == Move.scan_id)
        .outerjoin(Inspection, Inspection.id == Move.inspection_id)
        .outerjoin(Entry, Entry.id == Move.entry_id)
        .outerjoin(Station, Station.id == source)
        .outerjoin(Officer, Officer.id == by)
        .outerjoin(Worker, Worker.id == Move.worker_id)
        .outerjoin(back, back.undoes_id == Move.id)
        .where(unit.order_line_id.in_(line_ids), _touches(conn, line_ids, where, unit.route_version_id))
        .order_by(Move.id.desc())
        .limit(A_PAGE + 1)
    )
    if before is not None:
        statement = statement.where(Move.id < before)
    found = []
    for id_, when, scan_id, inspection_id, *told, undone_by in conn.execute(statement):
        source_name = "scan" if scan_id is not None else "inspection" if inspection_id is not None else "entry"
        found.append(Moved(id_, when, source_name, *told, is_undone=undone_by is not None))  # type: ignore[misc]
    return found


def _touches(conn: Connection, line_ids: Sequence[int], where: str, version: Any) -> ColumnElement[bool]:
    if not where:
        return Move.id.is_not(None)
    if where in ENDS:
        first, last = ENDS[where], ENDS[where] + places.LAST_STEP
        return or_(Move.from_place.between(first, last), Move.to_place.between(first, last))
    steps = _steps(conn, line_ids, where)
    return or_(
        false(),
        *(
            and_(version == version_id, or_(Move.from_place.in_(numbers), Move.to_place.in_(numbers)))
            for version_id, numbers in steps.items()
        ),
    )


def _steps(conn: Connection, line_ids: Sequence[int], code: str) -> Mapping[int, list[int]]:
    """The steps of a stage on each route that these lines' units go."""
    known = read.stages(conn)
    found = {
        version_id: [step.number for step in read.route(conn, version_id) if known[step.stage_id].code == code]
        for version_id in versions(conn, line_ids)
    }
    return {version_id: numbers for version_id, numbers in found.items() if numbers}
