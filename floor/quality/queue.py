"""What waits at the gates, longest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from ..scan import labels, read
from ..scan.read import StageWords

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Queued:
    """Pieces of a unit that wait at a gate; ``cycle`` is how often they came back, ``since`` in milliseconds."""

    unit_id: int
    step: int
    cycle: int
    quantity: int
    unit: str
    product: str
    counted_in: str
    order: str
    size: str
    code: str | None
    stage: StageWords
    since: int


_AT_GATES = text(
    "SELECT b.unit_id, b.place, b.cycle, SUM(b.quantity), u.name, p.name, p.counted_in, o.number, l.size,"  # noqa: S608 - our own words
    f" {labels.CODE_IN_USE},"
    " b.stage_id"
    " FROM balance b JOIN unit u ON u.id = b.unit_id"
    " JOIN route_step r ON r.route_version_id = u.route_version_id AND r.number = b.place AND r.is_gate"
    " JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " JOIN product p ON p.id = o.product_id"
    " WHERE b.stage_id IN :stages AND b.quantity > 0 AND o.closed_at IS NULL"
    " GROUP BY b.unit_id, b.place, b.cycle, u.id, u.name, p.name, p.counted_in, o.number, l.size, b.stage_id"
).bindparams(bindparam("stages", expanding=True))
_GATE_STAGES = text("SELECT DISTINCT stage_id FROM route_step WHERE is_gate")
_CAME_AT = text(
    "SELECT m.to_unit_id, m.to_place, m.to_cycle, MAX(COALESCE(s.at, i.at, e.at)) FROM move m"
    " LEFT JOIN scan s ON s.id = m.scan_id LEFT JOIN inspection i ON i.id = m.inspection_id"
    " LEFT JOIN entry e ON e.id = m.entry_id"
    " WHERE m.unit_id IN :units OR (m.to_unit_id IN :units AND m.to_unit_id <> m.unit_id)"
    " GROUP BY m.to_unit_id, m.to_place, m.to_cycle"
).bindparams(bindparam("units", expanding=True))


def queue(conn: Connection, stages: frozenset[int] | None) -> list[Queued]:
    """What waits at the gates of these stages (``None``: of all)."""
    gates = {stage for (stage,) in conn.execute(_GATE_STAGES)}
    wanted = sorted(gates if stages is None else gates & stages)
    rows = conn.execute(_AT_GATES, {"stages": wanted or [0]}).all()
    came, words = _came_at(conn, sorted({row[0] for row in rows})), read.stages(conn)
    found = [_queued(tuple(row), came, words) for row in rows]
    return sorted(found, key=lambda one: (one.since, one.unit, one.cycle))


def _queued(row: tuple[Any, ...], came: Mapping[tuple[int, int, int], int], words: Mapping[int, StageWords]) -> Queued:
    unit_id, step, cycle, quantity, *words_on_label, stage_id = row
    since = came.get((unit_id, step, cycle), 0)
    values: list[Any] = [unit_id, step, cycle, int(quantity), *words_on_label, words[stage_id], since]
    return Queued(*values)


def _came_at(conn: Connection, unit_ids: Sequence[int]) -> dict[tuple[int, int, int], int]:
    """When pieces last came to each unit, place and cycle."""
    rows = conn.execute(_CAME_AT, {"units": unit_ids or [0]})
    return {(unit, place, cycle): at for unit, place, cycle, at in rows}
