"""Everything of one verdict as it is kept: who, when, where, by which words; what corrects it, and who looked at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from .. import clock, refusals
from ..models import Change
from ..office import log
from ..refusals import Refused
from ..rules.integrity import MarkOf
from ..scan import read
from ..scan.history import as_dict
from ..scan.labels import CODE_IN_USE
from ..scan.presented import LOT_ENDS
from ..scan.read import StageWords
from .standards import Check, checks_of

MOST_MARKED = 200
COUNTS = ("passed", "rework", "grade_b", "scrap", "hold")
LOG_NOUN = "inspection"

_ONE = text(
    "SELECT i.id, i.client_id, i.at, i.heard_at, i.officer_id, o.code AS officer_code, o.name AS officer,"  # noqa: S608 - our own words
    " t.name AS station, i.unit_id, i.step, u.name AS unit, u.route_version_id, u.order_line_id, p.name AS product,"
    " p.counted_in, ord.number AS order_number, l.size, i.passed, i.rework, i.grade_b, i.scrap, i.hold, i.note,"
    " i.marks, i.outcome, i.corrects_id, i.undoes_id, i.standard_version_id, s.code AS standard, v.number AS version,"
    " v.drawing,"
    " e.code AS second_code, e.name AS second, k.number AS lot, i.draw,"
    f" (SELECT r.outcome FROM {LOT_ENDS} r WHERE r.lot_id = i.lot_id) AS lot_ended, {CODE_IN_USE} AS code,"
    " (SELECT c.id FROM inspection c WHERE c.corrects_id = i.id AND c.outcome = 'recorded') AS corrected_by,"
    " (SELECT x.at FROM inspection x WHERE x.undoes_id = i.id AND x.outcome = 'recorded') AS undone_at"
    " FROM inspection i JOIN unit u ON u.id = i.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " JOIN orders ord ON ord.id = l.order_id JOIN product p ON p.id = ord.product_id"
    " LEFT JOIN officer o ON o.id = i.officer_id LEFT JOIN officer e ON e.id = i.second_officer_id"
    " LEFT JOIN station t ON t.id = i.station_id LEFT JOIN inspection_lot k ON k.id = i.lot_id"
    " LEFT JOIN standard_version v ON v.id = i.standard_version_id LEFT JOIN standard s ON s.id = v.standard_id"
    " WHERE i.id = :id AND i.outcome = 'recorded' AND i.undoes_id IS NULL"
)
_DEFECTS = text(
    "SELECT f.id, d.code, COALESCE(k.name, d.name) AS name, COALESCE(k.name_en, d.name_en) AS name_en, f.quantity,"
    " f.outcome, f.severity, (SELECT COUNT(*) FROM defect_spot q WHERE q.defect_found_id = f.id) AS spots"
    " FROM defect_found f JOIN defect d ON d.id = f.defect_id JOIN inspection i ON i.id = f.inspection_id"
    " LEFT JOIN standard_defect k ON k.standard_version_id = i.standard_version_id AND k.defect_id = d.id"
    " WHERE f.inspection_id = :id ORDER BY f.id"
)
_SPOTS = text(
    "SELECT q.defect_found_id, q.side, q.x, q.y FROM defect_spot q JOIN defect_found f ON f.id = q.defect_found_id"
    " WHERE f.inspection_id = :id ORDER BY q.id"
)
_FINDINGS = text(
    "SELECT check_item_id, piece, value, grade, good FROM finding WHERE inspection_id = :id ORDER BY piece, id"
)
_PHOTOS = text("SELECT photo, at FROM inspection_picture WHERE verdict_client_id = :client_id ORDER BY id")
_DEVIATIONS = text(
    "SELECT d.what, d.reason, d.quantity, d.at, o.name AS officer FROM deviation d JOIN officer o"
    " ON o.id = d.officer_id WHERE d.unit_id = :unit_id ORDER BY d.id"
)
_RECHECK = text(
    "SELECT r.at, r.passed, r.failed, r.note, o.name AS officer FROM recheck r LEFT JOIN officer o"
    " ON o.id = r.officer_id WHERE r.inspection_id = :id"
)
_MARKED = text(
    "SELECT i.id, i.at, o.name AS officer, u.name AS unit, i.passed, i.rework, i.grade_b, i.scrap, i.hold, i.marks"
    " FROM inspection i JOIN officer o ON o.id = i.officer_id JOIN unit u ON u.id = i.unit_id"
    " WHERE i.at >= :since AND i.outcome = 'recorded' AND i.marks IS NOT NULL ORDER BY i.id DESC LIMIT :most"
)
_ID = text("SELECT id FROM inspection WHERE client_id = :client_id")


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a check on one piece, beside its words and limit of that version."""

    check: Check
    piece: int
    value: float | None
    grade: str | None
    good: bool


@dataclass(frozen=True, slots=True)
class Inspected:
    """A verdict with all that belongs to it. ``row`` is the inspection by column.

    ``spots`` are where on the drawing: the row of the defect found, the side, x and y in thousandths.
    """

    row: Any
    stage: StageWords | None
    marks: tuple[str, ...]
    defects: Sequence[Any]
    spots: Sequence[tuple[int, int, int, int]]
    findings: Sequence[Found]
    photos: Sequence[Any]
    deviations: Sequence[Any]
    recheck: Any | None

    @property
    def seen_on_all(self) -> set[int]:
        """The checks that were seen to be good on every piece that passed."""
        return {each.check.id for each in self.findings if each.piece == 0}

    def pieces_of(self, check: int) -> set[int]:
        """The pieces that a check was answered on."""
        return {each.piece for each in self.findings if each.check.id == check and each.piece}

    @property
    def counts(self) -> dict[str, int]:
        """Its pieces by what they were judged; a piece drawn for a lot is one, though nothing moved by it."""
        if self.row.draw is None:
            return {name: getattr(self.row, name) for name in COUNTS}
        became = self.defects[0].outcome if self.defects else "passed"
        return {name: int(name == became) for name in COUNTS}

    @property
    def judged(self) -> int:
        """Pieces that were judged."""
        return sum(self.counts.values())


def inspected(conn: Connection, inspection_id: int) -> Inspected:
    """One verdict by its key; ``NOT_FOUND`` where there is none, or it was refused."""
    row = conn.execute(_ONE, {"id": inspection_id}).first()
    if row is None:
        raise Refused(refusals.NOT_FOUND.because(what=str(inspection_id)))
    key = {"id": inspection_id}
    stage_id = read.route(conn, row.route_version_id).step(row.step).stage_id if row.step else None
    return Inspected(
        row,
        read.stages(conn).get(stage_id) if stage_id is not None else None,
        marks_in(row.marks),
        conn.execute(_DEFECTS, key).all(),
        [tuple(spot) for spot in conn.execute(_SPOTS, key)],
        _findings(conn, row),
        conn.execute(_PHOTOS, {"client_id": row.client_id}).all(),
        conn.execute(_DEVIATIONS, {"unit_id": row.unit_id}).all(),
        conn.execute(_RECHECK, key).first(),
    )


def _findings(conn: Connection, row: Any) -> list[Found]:
    if row.standard_version_id is None:
        return []
    checks: Mapping[int, Check] = {check.id: check for check in checks_of(conn, row.standard_version_id, row.size)}
    found = conn.execute(_FINDINGS, {"id": row.id})
    return [
        Found(checks[check], piece, value, grade, bool(good))
        for check, piece, value, grade, good in found
        if check in checks
    ]


def id_of(conn: Connection, client_id: bytes) -> int | None:
    """The key of the verdict that was heard under this id."""
    return conn.execute(_ID, {"client_id": client_id}).scalar()


def marked(conn: Connection, since: int, mark: str) -> list[tuple[Any, tuple[str, ...]]]:
    """Verdicts since then (ms) of which something was noticed, newest first; with ``mark`` only those."""
    rows = conn.execute(_MARKED, {"since": since, "most": MOST_MARKED})
    found = [(row, marks_in(row.marks)) for row in rows]
    return [(row, marks) for row, marks in found if not mark or mark in marks]


def marks_in(kept: Any) -> tuple[str, ...]:
    """The marks of a row, as far as they are known ones."""
    return tuple(mark for mark in as_dict(kept) if mark in set(MarkOf))


def note_look(conn: Connection, one: Inspected, officer_id: int | None, zone: str, now: int) -> None:
    """Writes into the log that somebody looked at another's verdict: once a day for each officer and verdict."""
    if officer_id is None or officer_id == one.row.officer_id:
        return
    midnight = clock.day_starts(clock.local_day(now, zone), zone)
    until = clock.day_starts(clock.local_day(now, zone) + timedelta(days=1), zone)
    same = (Change.noun == LOG_NOUN, Change.code == str(one.row.id), Change.verb == "seen")
    today = (Change.officer_id == officer_id, Change.at >= midnight, Change.at < until)
    if conn.execute(select(Change.id).where(*same, *today)).first() is None:
        with log.signed(conn, log.By(officer_id, now)):
            log.note(conn, LOG_NOUN, str(one.row.id), "seen", after={"unit": one.row.unit})
