"""What a delivery's certificate of conformity tells, from the ledger: how its pieces were inspected, what was found.

The pieces are followed back to the units they lay in (of a signed note: those that its moves took them from; before:
those in its cartons, and those with loose pieces that are ready), and from there to every verdict on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from ..rules import places
from ..rules.standard import Limit, measured_limit
from ..scan.presented import LOT_ENDS
from .notes import Note


@dataclass(frozen=True, slots=True)
class Standard:
    """A version of a standard that pieces were judged by; ``published_at`` in ms."""

    code: str
    name: str
    number: int
    published_at: int


@dataclass(frozen=True, slots=True)
class Plan:
    """By which plan a lot was judged for one class; see ``models.LotPlan``."""

    severity: str
    method: str
    level: str
    aql: float | None
    strictness: str
    letter: str
    sample_size: int
    accept: int
    reject: int


@dataclass(frozen=True, slots=True)
class Lot:
    """A sampled lot that pieces came from; without an outcome it hasn't ended."""

    id: int
    number: str
    quantity: int
    at: int
    again: str | None
    outcome: str | None
    officer: str
    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class ByPiece:
    """What was inspected piece by piece at one gate: pieces, those that came back counted each time."""

    stage: str
    judged: int
    at_once: int
    mended: int
    rework: int
    grade_b: int
    scrap: int
    hold: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured check on one size."""

    text: str
    size: str
    measure: str
    count: int
    least: float
    most: float
    limit: Limit
    outside: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Pieces that a supervisor accepted although they depart from the standard."""

    unit: str
    size: str
    quantity: int
    what: str
    reason: str
    officer: str
    at: int


@dataclass(frozen=True, slots=True)
class Conformity:
    """All of it. ``inspectors`` are officers' codes."""

    standards: Sequence[Standard]
    lots: Sequence[Lot]
    by_piece: Sequence[ByPiece]
    measured: Sequence[Measured]
    deviations: Sequence[Accepted]
    inspectors: Sequence[str]


_SIGNED = (
    "SELECT DISTINCT m.unit_id FROM delivery d JOIN move m ON m.entry_id = d.entry_id"
    " WHERE d.id = :note AND m.from_place = :ready AND m.to_place = :delivered"
)
_PROMISED = (
    "SELECT DISTINCT c.unit_id FROM delivery_line n JOIN carton_content c ON c.carton_id = n.carton_id"
    " WHERE n.delivery_id = :note"
    " UNION SELECT DISTINCT u.id FROM delivery_line n JOIN unit u ON u.order_line_id = n.order_line_id"
    " JOIN balance b ON b.unit_id = u.id AND b.place = :ready WHERE n.delivery_id = :note AND n.carton_id IS NULL"
)
_FROM = (
    "SELECT split_from_id FROM unit WHERE id IN :ids AND split_from_id IS NOT NULL"
    " UNION SELECT m.unit_id FROM move m WHERE m.to_unit_id IN :ids AND m.to_unit_id <> m.unit_id AND m.why = 'merged'"
    " AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)"
)
_STANDARDS = (
    "SELECT DISTINCT s.code, s.name, v.number, v.published_at FROM unit u JOIN batch b ON b.id = u.batch_id"
    " JOIN standard_version v ON v.id = b.standard_version_id JOIN standard s ON s.id = v.standard_id"
    " WHERE u.id IN :ids ORDER BY s.code, v.number"
)
_VERDICTS = (
    "SELECT DISTINCT m.inspection_id FROM move m WHERE m.unit_id IN :ids AND m.inspection_id IS NOT NULL"
    " AND m.why = 'judged' AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)"
)
# Of the correction of a lot's verdict only what did not pass was judged by the piece: the rest the sample passed.
_BY_PIECE = (
    "SELECT s.name, SUM(m.quantity),"
    " SUM(CASE WHEN m.to_place > m.from_place AND m.to_place <= :ready AND m.from_cycle = 0 THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place > m.from_place AND m.to_place <= :ready AND m.from_cycle > 0 THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place < m.from_place THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place = :grade_b THEN m.quantity END), SUM(CASE WHEN m.to_place = :scrap THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place >= :hold THEN m.quantity END)"
    " FROM move m JOIN inspection i ON i.id = m.inspection_id JOIN unit u ON u.id = m.unit_id"
    " JOIN route_step r ON r.route_version_id = u.route_version_id AND r.number = m.from_place"
    " JOIN stage s ON s.id = r.stage_id WHERE m.unit_id IN :ids AND m.why = 'judged'"
    " AND (i.lot_id IS NULL OR (i.corrects_id IS NOT NULL AND (m.to_place < m.from_place OR m.to_place > :ready)))"
    " AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id) GROUP BY s.name, r.number ORDER BY r.number"
)
_DRAWN = (
    "SELECT i.id FROM inspection i WHERE i.lot_id IN :ids AND i.draw IS NOT NULL AND i.outcome = 'recorded'"
    " AND NOT EXISTS (SELECT 1 FROM inspection x"
    " WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
)
_MEASURED = (
    "SELECT c.text, l.size, c.measure, COUNT(*), MIN(f.value), MAX(f.value), COALESCE(n.nominal, c.nominal), c.minus,"
    " c.plus, SUM(CASE WHEN f.good THEN 0 ELSE 1 END) FROM finding f JOIN inspection i ON i.id = f.inspection_id"
    " JOIN unit u ON u.id = i.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " JOIN check_item c ON c.id = f.check_item_id AND c.kind IN ('measured', 'weighed')"
    " LEFT JOIN check_nominal n ON n.check_item_id = c.id AND n.size = l.size"
    " WHERE f.inspection_id IN :ids AND f.value IS NOT NULL"
    " GROUP BY c.id, c.position, c.text, l.position, l.size, c.measure, n.nominal, c.nominal, c.minus, c.plus"
    " ORDER BY c.position, l.position"
)
_LOTS = (
    "SELECT DISTINCT t.id, t.number, t.quantity, t.at, a.number, r.outcome, f.code FROM inspection_lot t"  # noqa: S608
    " JOIN lot_unit w ON w.lot_id = t.id JOIN officer f ON f.id = t.officer_id"
    f" LEFT JOIN {LOT_ENDS} r ON r.lot_id = t.id LEFT JOIN inspection_lot a ON a.id = t.resubmits_id"
    " WHERE w.unit_id IN :ids ORDER BY t.id"
)
_PLANS = (
    "SELECT lot_id, severity, method, level, aql, strictness, letter, sample_size, accept, reject FROM lot_plan"
    " WHERE lot_id IN :ids ORDER BY lot_id, CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END"
)
_DEVIATIONS = (
    "SELECT u.name, l.size, d.quantity, d.what, d.reason, f.code, d.at FROM deviation d"
    " JOIN unit u ON u.id = d.unit_id JOIN order_line l ON l.id = d.order_line_id"
    " JOIN officer f ON f.id = d.officer_id WHERE d.unit_id IN :ids ORDER BY d.id"
)
_INSPECTORS = "SELECT DISTINCT f.code FROM inspection i JOIN officer f ON f.id = i.officer_id WHERE i.id IN :ids"
_ENDS = {"ready": places.READY, "grade_b": places.GRADE_B, "scrap": places.SCRAP, "hold": places.HOLD}


def conformity(conn: Connection, note: Note) -> Conformity:
    """What the certificate of a delivery note tells."""
    units = units_of(conn, note)
    lots = [Lot(*row) for row in _rows(conn, _LOTS, units)]
    plans: dict[int, list[Plan]] = {}
    for lot_id, *plan in _rows(conn, _PLANS, [lot.id for lot in lots]):
        plans.setdefault(lot_id, []).append(Plan(*plan))
    verdicts = {row[0] for row in _rows(conn, _VERDICTS, units)}
    verdicts |= drawn_of(conn, [lot.id for lot in lots])
    inspectors = {row[0] for row in _rows(conn, _INSPECTORS, sorted(verdicts))} | {lot.officer for lot in lots}
    return Conformity(
        [Standard(*row) for row in _rows(conn, _STANDARDS, units)],
        [
            Lot(
                lot.id,
                lot.number,
                lot.quantity,
                lot.at,
                lot.again,
                lot.outcome,
                lot.officer,
                tuple(plans.get(lot.id, ())),
            )
            for lot in lots
        ],
        by_piece_of(conn, units),
        [_measured(tuple(row)) for row in _rows(conn, _MEASURED, sorted(verdicts))],
        deviations_of(conn, units),
        sorted(inspectors),
    )


def units_of(conn: Connection, note: Note) -> list[int]:
    """The units that a note's pieces lay in, and those they were split off or that were merged into them."""
    said = {"note": note.id, "ready": places.READY}
    signed = conn.execute(text(_SIGNED), {**said, "delivered": places.DELIVERED}).scalars().all()
    found = set(signed or conn.execute(text(_PROMISED), said).scalars().all())
    new = found
    while new:
        new = {row[0] for row in _rows(conn, _FROM, sorted(new))} - found
        found |= new
    return sorted(found)


def drawn_of(conn: Connection, lot_ids: Sequence[int]) -> set[int]:
    """The verdicts on the drawn pieces of these lots that stand, by key."""
    return {row[0] for row in _rows(conn, _DRAWN, lot_ids)}


def by_piece_of(conn: Connection, units: Sequence[int]) -> list[ByPiece]:
    """What of these units was inspected piece by piece, for each gate."""
    return [ByPiece(row[0], *(int(count or 0) for count in row[1:])) for row in _rows(conn, _BY_PIECE, units, _ENDS)]


def deviations_of(conn: Connection, units: Sequence[int]) -> list[Accepted]:
    """What was accepted of these units although it departs from the standard."""
    return [Accepted(*row) for row in _rows(conn, _DEVIATIONS, units)]


def _measured(row: tuple[Any, ...]) -> Measured:
    words, size, unit, count, least, most, nominal, minus, plus, outside = row
    limit = measured_limit(nominal, minus, plus) if nominal is not None else Limit()
    return Measured(words, size, unit, int(count), least, most, limit, int(outside))


def _rows(conn: Connection, query: str, ids: Sequence[int], more: dict[str, int] | None = None) -> Sequence[Any]:
    statement = text(query).bindparams(bindparam("ids", expanding=True))
    said = {name: value for name, value in (more or {}).items() if f":{name}" in query}
    return conn.execute(statement, {"ids": list(ids), **said}).all() if ids else ()
