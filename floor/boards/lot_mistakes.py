"""What can be wrong in sampled lots: that a lot's end doesn't follow from its pieces, or its pieces from its seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection

from ..scan.presented import LOT_ENDS

_CLASSES = ("critical", "major", "minor")
# Each lot's drawn pieces looked at and not taken back or corrected, with every severity that was found on them.
_FOUND = (
    "SELECT i.lot_id, i.draw, d.severity, c.severity FROM inspection i"
    " LEFT JOIN defect_found d ON d.inspection_id = i.id"
    " LEFT JOIN finding f ON f.inspection_id = i.id AND NOT f.good LEFT JOIN check_item c ON c.id = f.check_item_id"
    " WHERE i.draw IS NOT NULL AND i.outcome = 'recorded' AND NOT EXISTS"
    " (SELECT 1 FROM inspection x WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
)
_DRAWN = (
    "SELECT d.lot_id, l.seed, u.name, d.position FROM lot_draw d JOIN inspection_lot l ON l.id = d.lot_id"
    " JOIN unit u ON u.id = d.unit_id ORDER BY d.lot_id, d.number"
)
_PRESENTED = (
    "SELECT k.lot_id, u.name, SUM(k.quantity) FROM lot_unit k JOIN unit u ON u.id = k.unit_id GROUP BY k.lot_id, u.name"
)
# What a lot's end moved, unless it was taken back; a correction of one of its bundles is a verdict of its own.
_MOVED = (
    "(SELECT COALESCE(SUM(i.passed + i.rework + i.grade_b + i.scrap + i.hold), 0) FROM inspection i"
    " WHERE i.lot_id = l.id AND i.draw IS NULL AND i.undoes_id IS NULL AND i.corrects_id IS NULL"
    " AND i.outcome = 'recorded' AND NOT EXISTS"
    " (SELECT 1 FROM inspection x WHERE x.undoes_id = i.id AND x.outcome = 'recorded'))"
)
_ENDED = (
    "SELECT l.id, l.number, COALESCE(r.outcome, ''), COALESCE(r.note, '') <> '', l.quantity,"  # noqa: S608 - ours
    f" {_MOVED}, (SELECT COUNT(*) FROM lot_draw d WHERE d.lot_id = l.id)"
    f" FROM inspection_lot l LEFT JOIN {LOT_ENDS} r ON r.lot_id = l.id ORDER BY l.id"
)
# Turns of a lot: an end, what takes it back, an end again.
_TURNS = (
    "SELECT l.number FROM lot_result r JOIN inspection_lot l ON l.id = r.lot_id GROUP BY l.number"
    " HAVING MAX(r.turn) <> COUNT(*) OR MIN(r.turn) <> 1"
    " OR SUM(CASE WHEN (r.outcome = 'undone') = ((r.turn & 1) = 0) THEN 0 ELSE 1 END) > 0 ORDER BY l.number"
)
_PLANNED = "SELECT lot_id, severity, sample_size, accept FROM lot_plan"


def lot_mistakes(conn: Connection) -> Iterator[str]:
    """A sentence for each lot that was drawn, ended, reopened or moved otherwise than its rows say."""
    found = _found(conn)
    plans: dict[int, list[tuple[str, int, int]]] = {}
    for lot_id, severity, size, accept in conn.exec_driver_sql(_PLANNED):
        plans.setdefault(lot_id, []).append((severity, size, accept))
    for lot_id, number, outcome, has_note, quantity, moved, drawn in conn.exec_driver_sql(_ENDED):
        looked = found.get(lot_id, {})
        is_lost = any(_bad(looked, severity, size) > accept for severity, size, accept in plans.get(lot_id, ()))
        if outcome == "accepted" and (is_lost or len(looked) < drawn):
            yield f"Lot {number} was accepted, and its pieces don't say so."
        if outcome == "rejected" and not is_lost and not has_note:
            yield f"Lot {number} was rejected, and its pieces don't say so."
        if int(moved) != (quantity if outcome == "accepted" else 0):
            yield f"Lot {number} of {quantity} was {outcome or 'not ended'}, and its end moved {moved}."
    for (number,) in conn.exec_driver_sql(_TURNS):
        yield f"Lot {number} was ended and reopened in no order."
    yield from _drawn_otherwise(conn)


def _found(conn: Connection) -> dict[int, dict[int, str]]:
    """By lot and piece: the worst class found, or an empty word."""
    found: dict[int, dict[int, str]] = {}
    for lot_id, draw, *severities in conn.exec_driver_sql(_FOUND):
        looked = found.setdefault(lot_id, {})
        some = {looked.get(draw, ""), *severities}
        looked[draw] = next((severity for severity in _CLASSES if severity in some), "")
    return found


def _bad(looked: dict[int, str], severity: str, size: int) -> int:
    """Bad pieces of a class in its own sample; what can hurt somebody counts wherever it was seen."""
    return sum(worst == severity for draw, worst in looked.items() if draw <= size or severity == "critical")


def _drawn_otherwise(conn: Connection) -> Iterator[str]:
    pieces: dict[int, list[str]] = {}
    for lot_id, unit, quantity in conn.exec_driver_sql(_PRESENTED):
        pieces.setdefault(lot_id, []).extend(f"{unit}:{position}" for position in range(1, int(quantity) + 1))
    drawn: dict[tuple[int, str], list[str]] = {}
    for lot_id, seed, unit, position in conn.exec_driver_sql(_DRAWN):
        drawn.setdefault((lot_id, seed), []).append(f"{unit}:{position}")
    for (lot_id, seed), taken in drawn.items():
        in_turn = sorted(
            pieces.get(lot_id, ()), key=lambda piece: hashlib.sha256(f"{seed}:{piece}".encode()).hexdigest()
        )
        if in_turn[: len(taken)] != taken:
            yield f"The pieces of lot {lot_id} are not those that its seed draws."
