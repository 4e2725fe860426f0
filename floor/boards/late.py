"""What came late and was refused, scan, verdict or blank label: each waits until a person has looked into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from ..refusals import ALL, Look, No
from ..rules import codes
from ..scan import history, read, say
from ..scan.read import FoundUnit

MOST = 200
SCAN, VERDICT, BLANK = "scan", "verdict", "blank"
ROWS = {SCAN: "scan_id", VERDICT: "inspection_id", BLANK: "entry_id"}  # what of ``looked_at`` says it was seen to

# The words "late" and "outcome = 'refused'" stand as in the index that finds these few among all others.
_SCANS = (
    " FROM scan s WHERE late AND outcome = 'refused'"
    " AND NOT EXISTS (SELECT 1 FROM waiting_scan w WHERE w.scan_id = s.id)"
    " AND NOT EXISTS (SELECT 1 FROM settlement e WHERE e.scan_id = s.id)"
    " AND NOT EXISTS (SELECT 1 FROM looked_at k WHERE k.scan_id = s.id)"
)
_VERDICTS = (
    # 30 s: as far as two clocks may differ. Where the clock was set since and nothing says when, the time is unsure.
    " FROM inspection s WHERE outcome = 'refused'"
    " AND (heard_at - at > 30000 OR (clock = 'unsure' AND refusal <> 'MALFORMED'))"
    " AND NOT EXISTS (SELECT 1 FROM looked_at k WHERE k.inspection_id = s.id)"
)
_BLANKS = (
    " FROM entry s WHERE outcome = 'refused' AND station_id IS NOT NULL"
    " AND (heard_at - at > 30000 OR detail ->> 'late' IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM looked_at k WHERE k.entry_id = s.id)"
)
_COLUMNS = "SELECT s.id, s.at, s.heard_at, {code}, s.unit_id, s.refusal, s.detail, p.name, f.name"
_WHO = " LEFT JOIN station p ON p.id = s.station_id LEFT JOIN officer f ON f.id = s.officer_id"


def _listed(found: str, pieces: str, code: str = "s.code") -> str:
    columns, rest = found.split(" WHERE ", 1)
    return f"{_COLUMNS.format(code=code)}, {pieces}{columns}{_WHO} WHERE {rest} ORDER BY s.id LIMIT {MOST}"


_LIST = {
    SCAN: text(_listed(_SCANS, "COALESCE(s.quantity, s.seen)")),
    VERDICT: text(_listed(_VERDICTS, "s.passed + s.rework + s.grade_b + s.scrap + s.hold")),
    BLANK: text(_listed(_BLANKS, "NULL", code="NULL")),
}
_COUNT = text(f"SELECT (SELECT COUNT(*){_SCANS}) + (SELECT COUNT(*){_VERDICTS}) + (SELECT COUNT(*){_BLANKS})")


@dataclass(frozen=True, slots=True)
class Late:
    """A late scan, verdict or blank label that was refused. Times in ms UTC; ``key`` names it in a form."""

    key: str
    kind: str
    at: int
    heard_at: int
    station: str
    officer: str
    unit: str
    code: str  # of its label, where it is one of goods: a badge's would sign in whoever reads it
    quantity: int | None
    refusal: str
    sentence: str
    look: Look


def refused(conn: Connection, locale: str, zone: str) -> list[Late]:
    """Those that nobody has looked into: what must be seen to first, then what was done anyway; the oldest on top."""
    found = [
        _late(conn, kind, row, locale, zone) for kind, listed in _LIST.items() for row in conn.execute(listed).all()
    ]
    return sorted(found, key=lambda each: (each.look is Look.ALREADY, each.at))


def count(conn: Connection) -> int:
    """How many there are."""
    return int(conn.execute(_COUNT).scalar_one())


def named(keys: Sequence[str]) -> list[tuple[str, int]]:
    """What a form's keys name: kind and row."""
    parts = [key.partition("-") for key in keys]
    return [(kind, int(row)) for kind, _, row in parts if kind in _LIST and row.isdecimal()]


def _late(conn: Connection, kind: str, row: Any, locale: str, zone: str) -> Late:
    row_id, at, heard_at, code, unit_id, refusal, detail, station, officer, quantity = row
    no = No(refusal, history.as_dict(detail))
    unit = read.unit(conn, unit_id) if unit_id is not None else _unit_of(conn, code)
    known = ALL.get(refusal)
    return Late(
        f"{kind}-{row_id}",
        kind,
        at,
        heard_at,
        station or "–",
        officer or "–",
        unit.name if unit else "",
        (code or "") if _is_goods(code) else "",
        quantity or None,
        refusal,
        known.sentence(locale, _words(conn, no, unit, locale, zone)) if known else refusal,
        known.look if known else Look.STOP,
    )


def _words(conn: Connection, no: No, unit: FoundUnit | None, locale: str, zone: str) -> Mapping[str, Any]:
    route = read.route(conn, unit.route_version_id) if unit else None
    words = say.sentence_words(no, locale, zone, unit, read.stages(conn), route)
    if (new_name := read.new_name(conn, no)) is not None:
        words["new_name"] = new_name
    return words


def _unit_of(conn: Connection, code: str | None) -> FoundUnit | None:
    known = codes.read_code(code or "")
    label = read.label(conn, known) if known is not None else None
    return read.unit(conn, label.unit_id) if label is not None and label.unit_id is not None else None


def _is_goods(code: str | None) -> bool:
    known = codes.read_code(code or "")
    return known is not None and codes.kind_of(known) is codes.Kind.UNIT
