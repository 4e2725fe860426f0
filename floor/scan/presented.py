"""What pieces presented in a lot keep to: while it is inspected they stay; rejected, they go piece by piece."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, text

from .. import refusals
from ..refusals import Refused
from ..rules.scanning import Holding, Mark

# How lots ended, as far as it stands: an end that was taken back is followed by a row that says so.
LOT_ENDS = (
    "(SELECT e.* FROM lot_result e WHERE e.outcome <> 'undone'"
    " AND NOT EXISTS (SELECT 1 FROM lot_result n WHERE n.lot_id = e.lot_id AND n.turn > e.turn))"
)
_IN_OPEN_LOT = text(
    "SELECT u.name, l.number, o.name, l.at FROM lot_unit k JOIN inspection_lot l ON l.id = k.lot_id"
    " JOIN unit u ON u.id = k.unit_id JOIN officer o ON o.id = l.officer_id"
    f" WHERE k.unit_id IN :units AND NOT EXISTS (SELECT 1 FROM {LOT_ENDS} r WHERE r.lot_id = l.id)"
    " ORDER BY l.id LIMIT 1"
).bindparams(bindparam("units", expanding=True))
_ARE_IN_OPEN_LOTS = text(
    "SELECT DISTINCT k.unit_id FROM lot_unit k WHERE k.unit_id IN :units"
    f" AND NOT EXISTS (SELECT 1 FROM {LOT_ENDS} r WHERE r.lot_id = k.lot_id)"
).bindparams(bindparam("units", expanding=True))
# The last lot that a unit's pieces were presented in, where that was rejected.
_IN_REJECTED = text(
    "SELECT u.name, l.number, k.unit_id, k.cycle, k.sent_by, k.step FROM lot_unit k"
    " JOIN inspection_lot l ON l.id = k.lot_id JOIN unit u ON u.id = k.unit_id"
    f" JOIN {LOT_ENDS} r ON r.lot_id = l.id AND r.outcome = 'rejected'"
    f" WHERE k.unit_id IN :units AND NOT EXISTS (SELECT 1 FROM lot_unit n JOIN {LOT_ENDS} q ON q.lot_id = n.lot_id"
    " AND q.outcome <> 'withdrawn' WHERE n.unit_id = k.unit_id AND n.cycle = k.cycle AND n.sent_by = k.sent_by"
    " AND n.lot_id > k.lot_id) ORDER BY l.id"
).bindparams(bindparam("units", expanding=True))


def in_open_lots(conn: Connection, unit_ids: Collection[int]) -> set[int]:
    """Those of these units that are being inspected in a lot."""
    return {unit for (unit,) in conn.execute(_ARE_IN_OPEN_LOTS, {"units": sorted(unit_ids) or [0]})}


def must_be_free(conn: Connection, unit_ids: Collection[int]) -> None:
    """Refuses with ``LOT_OPEN`` while one of these units is being inspected in a lot."""
    row = conn.execute(_IN_OPEN_LOT, {"units": sorted(unit_ids) or [0]}).first()
    if row is not None:
        name, number, officer, at = row
        raise Refused(refusals.LOT_OPEN.because(unit=name, lot=number, officer=officer, at=at))


def must_be_by_piece(conn: Connection, held: Iterable[Holding], passed: int) -> None:
    """Refuses with ``LOT_REJECTED`` to pass several pieces at once that were rejected with their lot."""
    if passed <= 1:
        return
    here = list(held)
    for name, number, *mark, step in conn.execute(_IN_REJECTED, {"units": sorted({h.unit_id for h in here}) or [0]}):
        if any([h.unit_id, h.mark.cycle, h.mark.sent_by] == mark and h.place <= step for h in here):
            raise Refused(refusals.LOT_REJECTED.because(unit=name, lot=number))


def must_stay_together(conn: Connection, unit_id: int, place: int, mark: Mark) -> None:
    """Refuses what would take a unit's pieces out of a lot that is open, or was rejected at that place."""
    must_be_free(conn, [unit_id])
    must_be_by_piece(conn, [Holding(unit_id, place, mark, 2)], 2)
