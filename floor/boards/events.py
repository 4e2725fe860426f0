"""What was heard of a unit: scans, verdicts and entries, each with the moves it made and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from ..models import (
    CheckItem,
    Defect,
    DefectFound,
    Deviation,
    Entry,
    Finding,
    Inspection,
    Move,
    Officer,
    Outcome,
    Scan,
    Settlement,
    Standard,
    StandardDefect,
    StandardVersion,
    Station,
    Unit,
    WaitingScan,
    Worker,
)
from ..refusals import No
from ..scan import history

# A batch card tells its bundles' moves as well; of a very large batch the newest so many.
MOST_MOVES = 4_000
# When a verdict was taken back or corrected. That of a drawn piece moved nothing by which it could be told.
_REPLACED_AT: ColumnElement[int | None] = literal_column(
    "COALESCE((SELECT n.at FROM inspection n WHERE n.undoes_id = inspection.id AND n.outcome = 'recorded'),"
    " (SELECT n.at FROM inspection n WHERE n.corrects_id = inspection.id AND n.outcome = 'recorded'))"
)


@dataclass(frozen=True, slots=True)
class ToldMove:
    """A move that touched the unit or its children."""

    id: int
    unit_id: int
    unit: str
    from_place: int
    to_unit_id: int
    to_unit: str
    to_place: int
    quantity: int
    cycle: int
    why: str
    worker: str | None
    undoes_id: int | None


@dataclass(frozen=True, slots=True)
class FoundDefect:
    """A defect seen at a verdict, on how many pieces, and what was done with them."""

    code: str
    name: str
    name_en: str
    quantity: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to one check for one piece (0: every piece that passed): a measurement, a grade, or yes and no."""

    text: str
    text_en: str
    piece: int
    value: float | None
    measure: str
    grade: str | None
    good: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an inspector found: the five counts, and what they rest on."""

    step: int | None
    passed: int
    rework: int
    grade_b: int
    scrap: int
    hold: int
    standard: str | None
    note: str
    defects: tuple[FoundDefect, ...] = ()
    checks: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a scan that waited for its pieces; nobody's decision where it was recorded by itself."""

    recorded: bool
    at: int
    officer: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A scan, a verdict or an entry, with the moves it made.

    ``at`` is when it happened by our best guess, ``heard_at`` when the server heard it. ``undone_at`` says that it was
    taken back; ``takes_back`` that it took another back.
    """

    source: str  # scan, inspection, entry
    id: int
    client_id: str
    at: int
    heard_at: int
    unit_id: int | None
    station: str | None
    station_code: str | None
    officer: str | None
    officer_code: str | None
    no: No | None
    moves: tuple[ToldMove, ...] = ()
    kind: str = ""  # of an entry
    reason: str = ""
    deviates: str = ""  # what departs from the standard and was accepted
    judgement: Judgement | None = None
    settled: Settled | None = None
    waits: bool = False
    late: bool = False
    takes_back: bool = False
    undone_at: int | None = None

    @property
    def stands_in_ledger(self) -> bool:
        """Whether it was recorded, at once or when its pieces came."""
        return self.no is None or (self.settled is not None and self.settled.recorded)


def moves_of(conn: Connection, unit_ids: Sequence[int]) -> list[ToldMove]:
    """The moves that touched these units, in the ledger's order; of very many the newest."""
    into = aliased(Unit)
    touched = or_(Move.unit_id.in_(unit_ids), and_(Move.to_unit_id.in_(unit_ids), Move.to_unit_id != Move.unit_id))
    rows = conn.execute(
        select(
            Move.id,
            Move.unit_id,
            Unit.name,
            Move.from_place,
            Move.to_unit_id,
            into.name,
            Move.to_place,
            Move.quantity,
            Move.to_cycle,
            Move.why,
            Worker.code,
            Move.undoes_id,
        )
        .join(Unit, Unit.id == Move.unit_id)
        .join(into, into.id == Move.to_unit_id)
        .outerjoin(Worker, Worker.id == Move.worker_id)
        .where(touched)
        .order_by(Move.id.desc())
        .limit(MOST_MOVES)
    ).all()
    return [ToldMove(*tuple(row)) for row in reversed(rows)]


def events_of(conn: Connection, unit_id: int, moves: Sequence[ToldMove]) -> list[Event]:
    """What named the unit or made one of these moves, in the order it happened."""
    by_id = {move.id: move for move in moves}
    sources = _sources(conn, list(by_id))
    found: list[Event] = []
    for name, model, reader in (
        ("scan", Scan, _scans),
        ("inspection", Inspection, _inspections),
        ("entry", Entry, _entries),
    ):
        made: dict[int, list[ToldMove]] = {}
        for move_id, source_name, source_id in sources:
            if source_name == name:
                made.setdefault(source_id, []).append(by_id[move_id])
        wanted = or_(model.unit_id == unit_id, model.id.in_(list(made)))
        found += [replace(event, moves=tuple(made.get(event.id, ()))) for event in reader(conn, wanted)]
    return sorted(_with_undone(found), key=_in_order)


def _sources(conn: Connection, move_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    rows = conn.execute(
        select(Move.id, Move.scan_id, Move.inspection_id, Move.entry_id).where(Move.id.in_(move_ids)).order_by(Move.id)
    )
    return [
        (row.id, name, key)
        for row in rows
        for name, key in (("scan", row.scan_id), ("inspection", row.inspection_id), ("entry", row.entry_id))
        if key is not None
    ]


def _in_order(event: Event) -> tuple[int, int, int]:
    return event.at, event.heard_at, event.moves[0].id if event.moves else 0


def _with_undone(events: Iterable[Event]) -> list[Event]:
    events = list(events)
    taken_back = {move.undoes_id: event.at for event in events for move in event.moves if move.undoes_id is not None}
    return [
        replace(
            event,
            undone_at=next((taken_back[move.id] for move in event.moves if move.id in taken_back), event.undone_at),
            # A verdict that corrects another takes that one's moves back and makes its own: it is a verdict.
            takes_back=event.takes_back
            or (bool(event.moves) and all(move.undoes_id is not None for move in event.moves)),
        )
        for event in events
    ]


def _heard(model: Any) -> Select[Any]:
    return (
        select(
            model.__table__,
            Station.name.label("station_name"),
            Station.code.label("station_code"),
            Officer.name.label("officer_name"),
            Officer.code.label("officer_code"),
        )
        .outerjoin(Station, Station.id == model.station_id)
        .outerjoin(Officer, Officer.id == model.officer_id)
    )


def _common(source: str, row: Any) -> dict[str, Any]:
    return {
        "source": source,
        "id": row.id,
        "client_id": str(UUID(bytes=bytes(row.client_id))),
        "at": row.at,
        "heard_at": row.heard_at,
        "unit_id": row.unit_id,
        "station": row.station_name,
        "station_code": row.station_code,
        "officer": row.officer_name,
        "officer_code": row.officer_code,
        "no": No(row.refusal, history.as_dict(row.detail)) if row.outcome == Outcome.REFUSED else None,
    }


def _scans(conn: Connection, wanted: Any) -> list[Event]:
    rows = conn.execute(_heard(Scan).where(wanted)).all()
    ids = [row.id for row in rows if row.outcome == Outcome.REFUSED]
    decided = conn.execute(
        select(Settlement.__table__, Officer.name)
        .outerjoin(Officer, Officer.id == Settlement.officer_id)
        .where(Settlement.scan_id.in_(ids))
    )
    settled = {
        row.scan_id: Settled(row.outcome == Outcome.RECORDED, row.settled_at, row.name, row.reason) for row in decided
    }
    waiting = set(conn.execute(select(WaitingScan.scan_id).where(WaitingScan.scan_id.in_(ids))).scalars())
    return [
        Event(
            **_common("scan", row),
            settled=settled.get(row.id),
            waits=row.id in waiting,
            late=row.late,
            takes_back=row.undoes_id is not None,
        )
        for row in rows
    ]


def _entries(conn: Connection, wanted: Any) -> list[Event]:
    deviates = func.coalesce(Deviation.what, "").label("deviates")
    accepted = _heard(Entry).add_columns(deviates).outerjoin(Deviation, Deviation.entry_id == Entry.id)
    rows = conn.execute(accepted.where(wanted))
    return [Event(**_common("entry", row), kind=row.kind, reason=row.reason, deviates=row.deviates) for row in rows]


def _inspections(conn: Connection, wanted: Any) -> list[Event]:
    standard = (Standard.code + " v").label("standard")
    rows = conn.execute(
        _heard(Inspection)
        .add_columns(standard, StandardVersion.number.label("standard_number"), _REPLACED_AT.label("replaced_at"))
        .outerjoin(StandardVersion, StandardVersion.id == Inspection.standard_version_id)
        .outerjoin(Standard, Standard.id == StandardVersion.standard_id)
        .where(wanted)
    ).all()
    ids = [row.id for row in rows]
    defects, checks = _defects(conn, ids), _checks(conn, ids)
    return [
        Event(
            **_common("inspection", row),
            takes_back=row.undoes_id is not None,
            undone_at=row.replaced_at,
            judgement=Judgement(
                row.step,
                row.passed,
                row.rework,
                row.grade_b,
                row.scrap,
                row.hold,
                f"{row.standard}{row.standard_number}" if row.standard else None,
                row.note,
                tuple(defects.get(row.id, ())),
                tuple(checks.get(row.id, ())),
            ),
        )
        for row in rows
    ]


def _defects(conn: Connection, inspection_ids: Sequence[int]) -> dict[int, list[FoundDefect]]:
    own = StandardDefect
    rows = conn.execute(
        select(
            DefectFound.inspection_id,
            Defect.code,
            func.coalesce(own.name, Defect.name),
            func.coalesce(own.name_en, Defect.name_en),
            DefectFound.quantity,
            DefectFound.outcome,
        )
        .join(Defect, Defect.id == DefectFound.defect_id)
        .join(Inspection, Inspection.id == DefectFound.inspection_id)
        .outerjoin(own, and_(own.standard_version_id == Inspection.standard_version_id, own.defect_id == Defect.id))
        .where(DefectFound.inspection_id.in_(inspection_ids))
        .order_by(DefectFound.id)
    )
    found: dict[int, list[FoundDefect]] = {}
    for row in rows:
        found.setdefault(row.inspection_id, []).append(FoundDefect(*row[1:]))
    return found


def _checks(conn: Connection, inspection_ids: Sequence[int]) -> dict[int, list[Checked]]:
    rows = conn.execute(
        select(
            Finding.inspection_id,
            CheckItem.text,
            CheckItem.text_en,
            Finding.piece,
            Finding.value,
            CheckItem.measure,
            Finding.grade,
            Finding.good,
        )
        .join(CheckItem, CheckItem.id == Finding.check_item_id)
        .where(Finding.inspection_id.in_(inspection_ids))
        .order_by(Finding.piece, CheckItem.position, Finding.id)
    )
    found: dict[int, list[Checked]] = {}
    for row in rows:
        found.setdefault(row.inspection_id, []).append(Checked(*row[1:]))
    return found
