"""What can be wrong in the ledger and is found by asking the database: a statement each, and the sentence for a row."""

# ruff: noqa: S608 - statements built from fixed parts of this file

from __future__ import annotations

from dataclasses import dataclass

from ..rules import places

# ``new`` and ``void`` lie at 8000 and above; they carry no balance. See ``rules.places``.
_OUTSIDE = 8_000


@dataclass(frozen=True, slots=True)
class Mistake:
    """``statement`` answers a row for each mistake; ``sentence`` is filled from its columns."""

    sentence: str
    statement: str


def _source_not_recorded(table: str) -> Mistake:
    """A move stands on a row that isn't there or that says no."""
    settled = "LEFT JOIN settlement t ON t.scan_id = s.id" if table == "scan" else ""
    or_settled = "AND COALESCE(t.outcome, '') <> 'recorded'" if table == "scan" else ""
    return Mistake(
        f"Move {{id}} stands on {table} {{source}}, which was not recorded.",
        f"SELECT m.id, m.{table}_id AS source FROM move m LEFT JOIN {table} s ON s.id = m.{table}_id {settled}"
        f" WHERE m.{table}_id IS NOT NULL AND (s.id IS NULL OR (s.outcome <> 'recorded' {or_settled}))",
    )


def _half_undone(table: str) -> Mistake:
    return Mistake(
        f"Move {{id}} was not taken back with the rest of {table} {{source}}.",
        f"SELECT m.id, m.{table}_id AS source FROM move m WHERE m.why <> 'undone'"
        " AND NOT EXISTS (SELECT 1 FROM move r WHERE r.undoes_id = m.id) AND"
        f" m.{table}_id IN (SELECT o.{table}_id FROM move r JOIN move o ON o.id = r.undoes_id"
        f" WHERE r.undoes_id IS NOT NULL AND o.{table}_id IS NOT NULL)",
    )


_PER_UNIT = (
    "SELECT to_unit_id AS unit_id, quantity AS received, 0 AS given, 0 AS held FROM move"
    f" WHERE to_place < {_OUTSIDE} AND (from_place >= {_OUTSIDE} OR to_unit_id <> unit_id)"
    " UNION ALL SELECT unit_id, 0, quantity, 0 FROM move"
    f" WHERE from_place < {_OUTSIDE} AND (to_place >= {_OUTSIDE} OR to_unit_id <> unit_id)"
    " UNION ALL SELECT unit_id, 0, 0, quantity FROM balance"
)
_PER_LINE = (
    f"SELECT unit_id, CASE WHEN from_place >= {_OUTSIDE} THEN quantity ELSE -quantity END AS made, 0 AS held FROM move"
    f" WHERE (from_place >= {_OUTSIDE}) <> (to_place >= {_OUTSIDE})"
    " UNION ALL SELECT unit_id, 0, quantity FROM balance"
)
# What a verdict counted, beside what its moves did.
_COUNTED = (
    "SELECT i.id, i.passed, i.rework, i.grade_b, i.scrap, i.hold,"
    " COALESCE(SUM(CASE WHEN m.to_place < 1000 AND m.to_place < m.from_place THEN m.quantity ELSE 0 END), 0) AS back,"
    " COALESCE(SUM(CASE WHEN m.to_place BETWEEN 4000 AND 4999 THEN m.quantity ELSE 0 END), 0) AS second,"
    " COALESCE(SUM(CASE WHEN m.to_place BETWEEN 3000 AND 3999 THEN m.quantity ELSE 0 END), 0) AS scrapped,"
    " COALESCE(SUM(CASE WHEN m.to_place BETWEEN 5000 AND 5999 THEN m.quantity ELSE 0 END), 0) AS held,"
    " COALESCE(SUM(m.quantity), 0) AS judged"
    " FROM inspection i LEFT JOIN move m ON m.inspection_id = i.id AND m.why = 'judged'"
    " WHERE i.outcome = 'recorded' AND i.undoes_id IS NULL"
    " GROUP BY i.id, i.passed, i.rework, i.grade_b, i.scrap, i.hold"
)
# The hourly output counted anew, move by move as ``scan.output.finished`` does, less what is on record.
_OUTPUT = (
    "SELECT c.at / 3600000 AS hour, c.station_id, c.stage_id, c.order_line_id, c.from_cycle, c.pieces FROM ("
    "SELECT COALESCE(s.at, i.at, e.at) AS at, COALESCE(s.station_id, i.station_id, e.station_id, 0) AS station_id,"
    " k.stage_id, u.order_line_id, m.from_cycle, k.pieces FROM ("
    "SELECT m.id, r.stage_id, m.quantity AS pieces FROM move m JOIN unit u ON u.id = m.unit_id"
    " JOIN route_step r ON r.route_version_id = u.route_version_id AND r.number = m.from_place"
    " WHERE m.why IN ('done', 'inferred', 'judged') AND m.to_place > m.from_place"
    f" AND m.to_place <= {places.READY}"
    f" UNION ALL SELECT m.id, 0, m.quantity FROM move m WHERE m.to_place = {places.READY}"
    f" AND m.from_place NOT IN ({places.READY}, {places.DELIVERED}, {places.RETURNED})"
    f" UNION ALL SELECT m.id, 0, -m.quantity FROM move m WHERE m.from_place = {places.READY}"
    f" AND m.to_place NOT IN ({places.READY}, {places.DELIVERED})"
    ") k JOIN move m ON m.id = k.id JOIN unit u ON u.id = m.unit_id LEFT JOIN scan s ON s.id = m.scan_id"
    " LEFT JOIN inspection i ON i.id = m.inspection_id LEFT JOIN entry e ON e.id = m.entry_id"
    " WHERE m.why <> 'undone' AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)) c"
    " UNION ALL SELECT hour, station_id, stage_id, order_line_id, 0, -quantity FROM output"
    " UNION ALL SELECT hour, station_id, stage_id, order_line_id, 1, -rework FROM output"
)
_IN_CARTONS = (
    "SELECT to_carton_id AS carton_id, to_unit_id AS unit_id, to_cycle AS cycle, to_sent_by AS sent_by, quantity"
    " FROM move WHERE to_carton_id IS NOT NULL"
    " UNION ALL SELECT from_carton_id, unit_id, from_cycle, from_sent_by, -quantity FROM move"
    " WHERE from_carton_id IS NOT NULL"
    " UNION ALL SELECT carton_id, unit_id, cycle, sent_by, -quantity FROM carton_content"
)
# Scrap and grade B that left: no move stands for it, so it must stay where it was.
_HANDED_BACK = (
    "SELECT l.order_line_id AS line, l.goods, SUM(l.quantity - l.refused) AS gone FROM delivery_line l"
    " JOIN delivery d ON d.id = l.delivery_id WHERE d.status = 'signed' AND l.goods IN ('scrap', 'grade_b')"
    " GROUP BY l.order_line_id, l.goods"
)

MISTAKES = (
    Mistake(
        "Unit {unit_id} was given {received} and gave {given} away, but holds {held}.",
        "SELECT unit_id, SUM(received) AS received, SUM(given) AS given, SUM(held) AS held"
        f" FROM ({_PER_UNIT}) p GROUP BY unit_id HAVING SUM(received) - SUM(given) <> SUM(held)",
    ),
    Mistake(
        "Order line {line} had {made} made, but {held} stand somewhere.",
        "SELECT u.order_line_id AS line, SUM(p.made) AS made, SUM(p.held) AS held"
        f" FROM ({_PER_LINE}) p JOIN unit u ON u.id = p.unit_id"
        " GROUP BY u.order_line_id HAVING SUM(p.made) <> SUM(p.held)",
    ),
    Mistake(
        "Move {id} goes from unit {unit_id} to unit {to_unit_id}, which is of another size or route.",
        "SELECT m.id, m.unit_id, m.to_unit_id FROM move m JOIN unit u ON u.id = m.unit_id"
        " JOIN unit t ON t.id = m.to_unit_id WHERE m.unit_id <> m.to_unit_id"
        " AND (u.order_line_id <> t.order_line_id OR u.route_version_id <> t.route_version_id)",
    ),
    Mistake(
        "Move {id} names a unit that doesn't exist.",
        "SELECT m.id FROM move m LEFT JOIN unit u ON u.id = m.unit_id LEFT JOIN unit t ON t.id = m.to_unit_id"
        " WHERE u.id IS NULL OR t.id IS NULL",
    ),
    Mistake(
        "Move {id} has {sources} sources; it must have one.",
        "SELECT * FROM (SELECT id, (CASE WHEN scan_id IS NULL THEN 0 ELSE 1 END)"
        " + (CASE WHEN inspection_id IS NULL THEN 0 ELSE 1 END)"
        " + (CASE WHEN entry_id IS NULL THEN 0 ELSE 1 END) AS sources FROM move) m WHERE sources <> 1",
    ),
    _source_not_recorded("scan"),
    _source_not_recorded("inspection"),
    _source_not_recorded("entry"),
    Mistake(
        "Move {id} was made by scan {scan_id}, which was of another unit.",
        "SELECT m.id, m.scan_id FROM move m JOIN scan s ON s.id = m.scan_id JOIN unit u ON u.id = m.unit_id"
        " WHERE s.unit_id IS NULL OR (s.unit_id <> u.id AND s.unit_id <> COALESCE(u.parent_id, 0))",
    ),
    Mistake(
        "Scan {id} of unit {unit_id} was recorded, but nothing moved.",
        "SELECT s.id, s.unit_id FROM scan s LEFT JOIN settlement t ON t.scan_id = s.id WHERE s.unit_id IS NOT NULL"
        " AND (s.outcome = 'recorded' OR t.outcome = 'recorded')"
        " AND NOT EXISTS (SELECT 1 FROM move m WHERE m.scan_id = s.id)",
    ),
    Mistake(
        "Inspection {id} counts {passed} passed, {rework} rework, {grade_b} grade B, {scrap} scrap and {hold} held;"
        " its moves say otherwise.",
        f"SELECT * FROM ({_COUNTED}) c WHERE back <> rework OR second <> grade_b OR scrapped <> scrap"
        " OR held <> hold OR judged <> passed + rework + grade_b + scrap + hold",
    ),
    Mistake(
        "Move {id} doesn't take move {undoes_id} back exactly.",
        "SELECT m.id, m.undoes_id FROM move m LEFT JOIN move o ON o.id = m.undoes_id WHERE m.undoes_id IS NOT NULL"
        " AND (o.id IS NULL OR o.id >= m.id OR o.why = 'undone' OR m.quantity <> o.quantity"
        " OR m.unit_id <> o.to_unit_id OR m.from_place <> o.to_place OR m.from_cycle <> o.to_cycle"
        " OR m.from_sent_by <> o.to_sent_by OR m.to_unit_id <> o.unit_id OR m.to_place <> o.from_place"
        " OR m.to_cycle <> o.from_cycle OR m.to_sent_by <> o.from_sent_by)",
    ),
    Mistake(
        "Move {id} says that it is an undo, and of what, in two ways that don't agree ({why}).",
        "SELECT id, why FROM move WHERE (why = 'undone') <> (undoes_id IS NOT NULL)",
    ),
    _half_undone("scan"),
    _half_undone("inspection"),
    Mistake(
        "Scan {id} waits for its pieces, but isn't one that should.",
        "SELECT w.scan_id AS id FROM waiting_scan w LEFT JOIN scan s ON s.id = w.scan_id"
        " LEFT JOIN settlement t ON t.scan_id = w.scan_id"
        " WHERE s.id IS NULL OR t.id IS NOT NULL OR s.outcome <> 'refused' OR COALESCE(s.refusal, '') <> 'NOT_HERE_YET'"
        " OR s.unit_id IS NULL OR s.unit_id <> w.unit_id OR s.at <> w.at",
    ),
    Mistake(
        "Scan {id} should wait for its pieces, but nobody knows of it.",
        "SELECT s.id FROM scan s LEFT JOIN settlement t ON t.scan_id = s.id"
        " LEFT JOIN waiting_scan w ON w.scan_id = s.id"
        " WHERE s.refusal = 'NOT_HERE_YET' AND s.unit_id IS NOT NULL AND t.id IS NULL AND w.scan_id IS NULL",
    ),
    Mistake(
        "Settlement {id} decides scan {scan_id}, which never waited.",
        "SELECT t.id, t.scan_id FROM settlement t LEFT JOIN scan s ON s.id = t.scan_id"
        " WHERE s.id IS NULL OR s.outcome <> 'refused' OR COALESCE(s.refusal, '') <> 'NOT_HERE_YET'",
    ),
    Mistake(
        "Move {id} brings pieces to the partner or back from there, but stands on no delivery.",
        "SELECT m.id FROM move m LEFT JOIN delivery d ON d.entry_id = m.entry_id"
        " LEFT JOIN entry e ON e.id = m.entry_id"
        f" WHERE (m.to_place = {places.DELIVERED} AND d.id IS NULL) OR ((m.from_place = {places.DELIVERED}"
        f" OR m.to_place = {places.RETURNED}) AND COALESCE(e.kind, '') <> 'return')",
    ),
    Mistake(
        "Delivery {number} says {status}, but not so its entry {entry_id}.",
        "SELECT d.number, d.status, d.entry_id FROM delivery d LEFT JOIN entry e ON e.id = d.entry_id"
        " WHERE (d.status = 'signed') <> (COALESCE(e.outcome, '') = 'recorded')",
    ),
    Mistake(
        "Delivery {number} names {said} pieces of order line {line} as taken; its moves hand over {moved}.",
        "SELECT d.number, x.line, SUM(x.said) AS said, SUM(x.moved) AS moved FROM (SELECT delivery_id,"
        " order_line_id AS line, quantity - refused AS said, 0 AS moved FROM delivery_line WHERE goods = 'good'"
        " UNION ALL SELECT v.id, u.order_line_id, 0, m.quantity FROM delivery v JOIN move m ON m.entry_id = v.entry_id"
        f" JOIN unit u ON u.id = m.unit_id WHERE m.to_place = {places.DELIVERED}) x"
        " JOIN delivery d ON d.id = x.delivery_id WHERE d.status = 'signed'"
        " GROUP BY d.number, x.line HAVING SUM(x.said) <> SUM(x.moved)",
    ),
    Mistake(
        "Signed deliveries took {gone} pieces of order line {line} along as {goods}, but {here} are on record.",
        f"SELECT g.line, g.goods, g.gone, COALESCE(SUM(b.quantity), 0) AS here FROM ({_HANDED_BACK}) g"
        " LEFT JOIN unit u ON u.order_line_id = g.line LEFT JOIN balance b ON b.unit_id = u.id"
        f" AND b.place = CASE g.goods WHEN 'scrap' THEN {places.SCRAP} ELSE {places.GRADE_B} END"
        " GROUP BY g.line, g.goods, g.gone HAVING g.gone > COALESCE(SUM(b.quantity), 0)",
    ),
    Mistake(
        "In the hour {hour}, stage {stage_id} at station {station_id} finished {pieces} pieces of order line {line}"
        " that the output doesn't have.",
        "SELECT hour, station_id, stage_id, order_line_id AS line, SUM(pieces) AS pieces"
        f" FROM ({_OUTPUT}) o GROUP BY hour, station_id, stage_id, order_line_id"
        " HAVING SUM(CASE WHEN from_cycle = 0 THEN pieces ELSE 0 END) <> 0"
        " OR SUM(CASE WHEN from_cycle = 0 THEN 0 ELSE pieces END) <> 0",
    ),
    Mistake(
        "Carton {carton_id} lacks {pieces} pieces of unit {unit_id} that the moves put into it.",
        f"SELECT carton_id, unit_id, SUM(quantity) AS pieces FROM ({_IN_CARTONS}) c"
        " GROUP BY carton_id, unit_id, cycle, sent_by HAVING SUM(quantity) <> 0",
    ),
    Mistake(
        "Cartons hold {packed} pieces of unit {unit_id}, but fewer of it are ready.",
        "SELECT c.unit_id, SUM(c.quantity) AS packed FROM carton_content c"
        " GROUP BY c.unit_id, c.cycle, c.sent_by HAVING SUM(c.quantity) > COALESCE((SELECT b.quantity FROM balance b"
        f" WHERE b.unit_id = c.unit_id AND b.place = {places.READY} AND b.cycle = c.cycle"
        " AND b.sent_by = c.sent_by), 0)",
    ),
)
