"""What was scrapped, by order and day: what a scrap record (*berita acara afkir*) puts on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, text

from .. import clock
from ..models import EntryKind
from ..rules import places

DAYS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Scrapped:
    """Pieces of one unit that a verdict or a supervisor's decision made scrap. ``why``: its defects, or the reason."""

    at: int
    unit: str
    size: str
    quantity: int
    why: str
    officer: str


@dataclass(slots=True)
class Record:
    """One order's scrap of one day."""

    order: str
    day: date
    partner: str
    product: str
    counted_in: str
    is_maklun: bool
    lines: list[Scrapped] = field(default_factory=list)

    @property
    def number(self) -> str:
        """How the paper is called."""
        return f"BA-AFKIR/{self.order}/{self.day:%Y-%m-%d}"

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(line.quantity for line in self.lines)


# What was taken back again is no scrap. Verdicts and entries since a moment, each by its own index.
_SCRAPPED = text(
    "SELECT o.number, p.name AS partner, g.name AS product, g.counted_in, o.kind, x.at, u.name AS unit, l.size,"
    " SUM(m.quantity) AS quantity, f.code AS officer, x.reason, x.inspection_id"
    " FROM (SELECT id AS inspection_id, NULL AS entry_id, at, officer_id, note AS reason FROM inspection"
    "  WHERE at >= :since AND scrap > 0 AND outcome = 'recorded'"
    "  UNION ALL SELECT NULL, id, at, officer_id, reason FROM entry"
    "  WHERE at >= :since AND kind IN (:release, :correct) AND outcome = 'recorded') x"
    " JOIN move m ON (m.inspection_id = x.inspection_id OR m.entry_id = x.entry_id)"
    " JOIN unit u ON u.id = m.unit_id JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " JOIN partner p ON p.id = o.partner_id JOIN product g ON g.id = o.product_id"
    " LEFT JOIN officer f ON f.id = x.officer_id"
    " WHERE m.to_place = :scrap AND m.from_place <> :scrap"
    " AND NOT EXISTS (SELECT 1 FROM move undone WHERE undone.undoes_id = m.id)"
    " GROUP BY o.number, p.name, g.name, g.counted_in, o.kind, x.at, u.name, l.size, f.code, x.reason, x.inspection_id"
    " ORDER BY x.at, u.name"
)
# At a lot's end pieces move by a verdict that names no defect: they stand on the unit's drawn pieces.
_DEFECTS = text(
    "SELECT w.of_id, k.code, COALESCE(s.name, k.name) FROM"
    " (SELECT id AS of_id, id AS found_id FROM inspection WHERE at >= :since AND scrap > 0"
    "  UNION ALL SELECT e.id, l.id FROM inspection e"
    "  JOIN inspection l ON l.lot_id = e.lot_id AND l.unit_id = e.unit_id AND l.draw IS NOT NULL"
    "  WHERE e.at >= :since AND e.scrap > 0 AND e.lot_id IS NOT NULL AND e.draw IS NULL AND e.corrects_id IS NULL"
    "  AND l.outcome = 'recorded'"
    "  AND NOT EXISTS (SELECT 1 FROM inspection x"
    "   WHERE (x.undoes_id = l.id OR x.corrects_id = l.id) AND x.outcome = 'recorded')) w"
    " JOIN defect_found d ON d.inspection_id = w.found_id JOIN defect k ON k.id = d.defect_id"
    " JOIN inspection i ON i.id = w.found_id"
    " LEFT JOIN standard_defect s ON s.standard_version_id = i.standard_version_id AND s.defect_id = k.id"
    " WHERE d.outcome = 'scrap' ORDER BY d.id"
)


def records(conn: Connection, zone: str, since: int) -> list[Record]:
    """What was scrapped since a moment, newest day first."""
    why: dict[int, dict[str, None]] = {}
    for inspection_id, code, name in conn.execute(_DEFECTS, {"since": since}):
        why.setdefault(inspection_id, {})[f"{code} {name}"] = None
    kinds = {"release": EntryKind.RELEASE.value, "correct": EntryKind.CORRECT.value}
    found: dict[tuple[date, str], Record] = {}
    for row in conn.execute(_SCRAPPED, {"since": since, "scrap": places.SCRAP, **kinds}):
        day = clock.local_day(row.at, zone)
        about = (row.number, day, row.partner, row.product, row.counted_in, row.kind == "maklun")
        record = found.setdefault((day, row.number), Record(*about))
        said = ", ".join(why.get(row.inspection_id, ())) or row.reason
        record.lines.append(Scrapped(row.at, row.unit, row.size, row.quantity, said, row.officer or ""))
    return sorted(found.values(), key=lambda record: (record.day, record.order), reverse=True)


def record_of(conn: Connection, zone: str, order: str, day: date) -> Record | None:
    """One order's scrap of a day; ``None`` where there was none."""
    since = clock.day_starts(day, zone)
    return next((one for one in records(conn, zone, since) if (one.order, one.day) == (order, day)), None)
