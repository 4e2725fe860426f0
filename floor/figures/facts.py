"""What inspections of a time found, read from them onwards: their judged moves, their defects, where those were.

Never a scan over all moves: every query begins with the inspections of these days, by their index. What was undone, and
what a later verdict corrected, isn't there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from ..rules import places
from ..rules.scanning import Mark
from ..rules.verdict import is_first_pass
from .terms import Terms

PASSED = "passed"
OUTCOMES = (PASSED, "rework", "grade_b", "scrap", "hold")
_ENDS = {places.GRADE_B: "grade_b", places.SCRAP: "scrap", places.HOLD: "hold"}


class Inspected(NamedTuple):
    """A verdict that stands, ``at`` when its pieces were looked at.

    ``draw`` says that it is one of a lot's drawn pieces: looked at and not moved.

    A lot's end, or what ``corrects`` it, has its ``lot`` and no ``draw``: what it moved was not looked at by it, but
    for what a correction found bad. ``is_bad`` is said of drawn pieces only: they have no counts of their own, for
    nothing moves by them. ``is_told_again``: a correction says anew what is wrong in that piece's bundle.
    """

    id: int
    at: int
    unit_id: int
    batch: str
    product: str
    product_name: str
    counted_in: str
    partner: str
    partner_name: str
    size: str
    stage: str
    stage_name: str
    stage_name_en: str
    step: int
    route_version_id: int
    passed: int
    rework: int
    grade_b: int
    scrap: int
    hold: int
    lot: str | None
    draw: int | None
    drawing: str
    corrects: int | None
    is_bad: bool
    is_told_again: bool
    team: str

    @property
    def looked_at(self) -> int:
        """Pieces that were really looked at by it: one if it was drawn, none by a lot's end.

        Of what corrects that end those that did not pass; the bad ones drawn of that bundle are among them.
        """
        if self.draw is not None:
            return 0 if self.is_told_again and self.is_bad else 1
        if self.is_lot_end:
            return self.failed if self.corrects is not None else 0
        return self.passed + self.failed

    @property
    def is_lot_end(self) -> bool:
        """Whether it ends a sampled lot."""
        return self.lot is not None and self.draw is None

    @property
    def failed(self) -> int:
        """Pieces that did not pass; a drawn one that had a defect or failed a check, though nothing moves by it."""
        if self.draw is not None:
            return int(self.is_bad)
        return self.rework + self.grade_b + self.scrap + self.hold


class Judged(NamedTuple):
    """Pieces that a verdict moved; ``first``: this gate and later ones never sent them back before."""

    inspection: Inspected
    outcome: str
    quantity: int
    cycle: int
    first: bool
    team: str


class Found(NamedTuple):
    """A defect at an inspection, on so many pieces."""

    id: int
    inspection: Inspected
    code: str
    name: str
    name_en: str
    severity: str
    quantity: int
    outcome: str


class Spot(NamedTuple):
    """Where a defect was: side (0: front), x and y in thousandths of the side."""

    found: Found
    side: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of a time."""

    inspections: Sequence[Inspected] = ()
    judged: Sequence[Judged] = ()
    defects: Sequence[Found] = ()
    spots: Sequence[Spot] = ()

    def during(self, terms: Terms) -> Facts:
        """Those of them that belong to the days of these terms."""
        since, until = terms.since, terms.until
        return Facts(
            [one for one in self.inspections if since <= one.at < until],
            [one for one in self.judged if since <= one.inspection.at < until],
            [one for one in self.defects if since <= one.inspection.at < until],
            [one for one in self.spots if since <= one.found.inspection.at < until],
        )


# Whose work pieces are: who worked where this gate sends back to, else who worked on them last. Teams only: nothing is
# ever counted by the code of one worker.
_WORKED = (
    "(SELECT CASE WHEN w.is_team THEN w.code ELSE '' END FROM move q JOIN worker w ON w.id = q.worker_id"
    " WHERE q.unit_id = {unit} AND q.why <> 'undone'{where} ORDER BY q.id DESC LIMIT 1)"
)
_TEAM = "COALESCE(" + _WORKED.replace("{where}", "{where} AND q.from_place = r.rework_to") + ", " + _WORKED + ", '')"
# A drawn piece's correction belongs to the time when that piece was looked at: a lot's pieces stay together.
_LOOKED_AT = (
    "(SELECT MAX(e.at) FROM inspection e WHERE e.lot_id = {row}.lot_id AND e.draw = {row}.draw"
    " AND e.corrects_id IS NULL AND e.outcome = 'recorded')"
)
SEEN_AT = "CASE WHEN i.draw IS NULL OR i.corrects_id IS NULL THEN i.at ELSE " + _LOOKED_AT.format(row="i") + " END"
# A list of ids: both its halves go by their index, which one clause for all of them would not.
IN_TIME = (
    "i.id IN (SELECT t.id FROM inspection t WHERE t.at >= :since AND t.at < :until"  # noqa: S608 - ours
    " AND (t.draw IS NULL OR t.corrects_id IS NULL)"
    " UNION ALL SELECT t.id FROM inspection t WHERE t.at >= :since AND t.draw IS NOT NULL"
    " AND t.corrects_id IS NOT NULL AND t.outcome = 'recorded' AND "
    + _LOOKED_AT.format(row="t")
    + " BETWEEN :since AND :until - 1)"
)
STANDS = (
    IN_TIME + " AND i.outcome = 'recorded' AND i.undoes_id IS NULL"  # noqa: S608 - ours
    " AND NOT EXISTS (SELECT 1 FROM inspection x WHERE x.undoes_id = i.id AND x.outcome = 'recorded')"
    " AND i.id NOT IN (SELECT c.corrects_id FROM inspection c"
    " WHERE c.at >= :since AND c.corrects_id IS NOT NULL AND c.outcome = 'recorded')"
)
OF = (
    " FROM inspection i JOIN unit u ON u.id = i.unit_id JOIN batch b ON b.id = u.batch_id"
    " JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " JOIN product p ON p.id = o.product_id JOIN partner a ON a.id = o.partner_id"
    " LEFT JOIN route_step r ON r.route_version_id = u.route_version_id AND r.number = i.step"
    " LEFT JOIN stage s ON s.id = r.stage_id"
    " LEFT JOIN standard_version v ON v.id = i.standard_version_id"
    " LEFT JOIN inspection_lot lot ON lot.id = i.lot_id"
)
_NARROW = {"product": " AND p.code = :product", "partner": " AND a.code = :partner", "stage": " AND s.code = :stage"}
_INSPECTIONS = (
    "SELECT i.id, " + SEEN_AT + " AS at, i.unit_id,"  # noqa: S608 - ours
    " b.number AS batch, p.code AS product, p.name AS product_name, p.counted_in,"
    " a.code AS partner, a.name AS partner_name, l.size, COALESCE(s.code, '') AS stage,"
    " COALESCE(s.name, '') AS stage_name, COALESCE(s.name_en, '') AS stage_name_en, COALESCE(i.step, 0) AS step,"
    " u.route_version_id, i.passed, i.rework, i.grade_b, i.scrap, i.hold, lot.number AS lot, i.draw,"
    " COALESCE(v.drawing, '') AS drawing, i.corrects_id,"
    " i.draw IS NOT NULL AND (EXISTS (SELECT 1 FROM defect_found f WHERE f.inspection_id = i.id) OR EXISTS"
    " (SELECT 1 FROM finding f WHERE f.inspection_id = i.id AND NOT f.good)) AS is_bad,"
    " i.draw IS NOT NULL AND EXISTS (SELECT 1 FROM inspection n WHERE n.lot_id = i.lot_id AND n.unit_id = i.unit_id"
    " AND n.draw IS NULL AND n.corrects_id IS NOT NULL AND n.outcome = 'recorded') AS is_told_again,"
    " CASE WHEN i.draw IS NOT NULL THEN " + _TEAM.format(unit="i.unit_id", where="") + " ELSE '' END AS team"
)
_MOVES = (
    "SELECT m.id, m.inspection_id, m.from_place, m.from_cycle, m.from_sent_by, m.to_place, m.quantity, "  # noqa: S608 - ours
    + _TEAM.format(unit="m.unit_id", where=" AND q.id < m.id")
    + " FROM move m JOIN unit u ON u.id = m.unit_id"
    " LEFT JOIN route_step r ON r.route_version_id = u.route_version_id AND r.number = m.from_place"
    # Not a join: it would let SQLite begin with the moves, all there are.
    " WHERE m.inspection_id IN (SELECT i.id FROM inspection i WHERE i.at >= :since AND i.at < :until)"
    " AND m.why = 'judged' AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)"
)
_DEFECTS = (
    "SELECT f.id, f.inspection_id, d.code, COALESCE(k.name, d.name), COALESCE(k.name_en, d.name_en),"  # noqa: S608 - ours
    " COALESCE(f.severity, d.severity), f.quantity, f.outcome"
    " FROM inspection i JOIN defect_found f ON f.inspection_id = i.id JOIN defect d ON d.id = f.defect_id"
    " LEFT JOIN standard_defect k ON k.standard_version_id = i.standard_version_id AND k.defect_id = d.id"
    " WHERE " + IN_TIME
)
_SPOTS = (
    "SELECT z.id, z.defect_found_id, z.side, z.x, z.y FROM inspection i"  # noqa: S608 - ours
    " JOIN defect_found f ON f.inspection_id = i.id JOIN defect_spot z ON z.defect_found_id = f.id WHERE " + IN_TIME
)


def narrowed(terms: Terms) -> str:
    """The clauses that keep to the product, the partner and the gate that are asked for."""
    return "".join(clause for name, clause in _NARROW.items() if getattr(terms, name))


def given(terms: Terms) -> dict[str, Any]:
    """What those clauses and ``STANDS`` are told."""
    codes = {name: value for name in _NARROW if (value := getattr(terms, name))}
    return {"since": terms.since, "until": terms.until, **codes}


def read_facts(conn: Connection, terms: Terms, *, spots: bool = False) -> Facts:
    """The facts of these terms; where defects were only if asked for."""
    rows = conn.execute(text(_INSPECTIONS + OF + " WHERE " + STANDS + narrowed(terms) + " ORDER BY i.id"), given(terms))
    there = {row[0]: Inspected._make(row) for row in rows.all()}
    times = {"since": terms.since, "until": terms.until}
    moved = _in_order(conn, _MOVES, times)
    judged = [_judged(there[row[1]], row[2:]) for row in moved if row[1] in there]
    whose = {id_: one.team for id_, one in there.items() if one.draw is not None}
    whose |= {one.inspection.id: one.team for one in judged}
    if terms.team:
        judged = [one for one in judged if one.team == terms.team]
        there = {id_: one for id_, one in there.items() if whose.get(id_) == terms.team}
    defects = {
        row[0]: Found(row[0], there[row[1]], *row[2:])
        for row in _in_order(conn, _DEFECTS, times)
        if row[1] in there and not there[row[1]].is_told_again
    }
    marked = _in_order(conn, _SPOTS, times) if spots and defects else ()
    found = [Spot(defects[row[1]], *row[2:]) for row in marked if row[1] in defects]
    return Facts(tuple(there.values()), judged, tuple(defects.values()), found)


def _in_order(conn: Connection, query: str, times: dict[str, int]) -> list[tuple[Any, ...]]:
    """The rows by their ids. Sorted here: asked to, SQLite walks all moves there are in that order."""
    return sorted(conn.execute(text(query), times).all(), key=itemgetter(0))


def _judged(inspection: Inspected, row: tuple[Any, ...]) -> Judged:
    gate, cycle, sent_by, to_place, quantity, team = row
    return Judged(
        inspection, _outcome(gate, to_place), quantity, cycle, is_first_pass(Mark(cycle, sent_by), gate), team
    )


def _outcome(gate: int, to_place: int) -> str:
    if places.is_step(to_place):
        return PASSED if to_place > gate else "rework"
    return _ENDS.get(places.base(to_place), PASSED)
