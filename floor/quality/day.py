"""An inspector's day: what was judged since midnight, what is held back, what the partner brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from .. import clock
from ..rules import places
from ..scan.labels import CODE_IN_USE

MOST_HELD = 12
# A day has far fewer; without an end the whole history would be looked through.
_MOST_VERDICTS = 3_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Pieces that an inspector judged, and of those judged for the first time (``first``) how many passed."""

    judged: int = 0
    passed: int = 0
    rework: int = 0
    grade_b: int = 0
    scrap: int = 0
    hold: int = 0
    first: int = 0
    first_passed: int = 0

    @property
    def first_pass(self) -> int | None:
        """First-pass yield in percent; ``None`` before the first verdict."""
        return round(100 * self.first_passed / self.first) if self.first else None


@dataclass(frozen=True, slots=True)
class Held:
    """Pieces of a unit that are held back; ``since`` in milliseconds."""

    unit: str
    code: str | None
    product: str
    counted_in: str
    order: str
    size: str
    quantity: int
    since: int


_FIGURES = text(
    "SELECT SUM(m.quantity), SUM(CASE WHEN m.to_place > m.from_place AND m.to_place <= :ready THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place < m.from_place THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place = :grade_b THEN m.quantity END), SUM(CASE WHEN m.to_place = :scrap THEN m.quantity END),"
    " SUM(CASE WHEN m.to_place >= :hold THEN m.quantity END),"
    " SUM(CASE WHEN m.from_sent_by < m.from_place THEN m.quantity END),"
    " SUM(CASE WHEN m.from_sent_by < m.from_place AND m.to_place > m.from_place AND m.to_place <= :ready"
    " THEN m.quantity END)"
    " FROM (SELECT id, officer_id, at FROM inspection ORDER BY id DESC LIMIT :most) i"
    " JOIN move m ON m.inspection_id = i.id AND m.why = 'judged'"
    " WHERE i.officer_id = :officer_id AND i.at >= :midnight"
    " AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)"
)
_HELD = text(
    f"SELECT u.name, {CODE_IN_USE}, p.name, p.counted_in, o.number, l.size, SUM(b.quantity),"  # noqa: S608 - our own words
    " (SELECT MAX(COALESCE(i.at, e.at, s.at)) FROM move m LEFT JOIN inspection i ON i.id = m.inspection_id"
    " LEFT JOIN entry e ON e.id = m.entry_id LEFT JOIN scan s ON s.id = m.scan_id"
    " WHERE m.unit_id = b.unit_id AND m.to_place = b.place)"
    " FROM balance b JOIN unit u ON u.id = b.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " JOIN orders o ON o.id = l.order_id JOIN product p ON p.id = o.product_id"
    " WHERE b.place BETWEEN :hold AND :hold + 999 AND o.closed_at IS NULL"
    " GROUP BY b.unit_id, b.place, u.id, u.name, p.name, p.counted_in, o.number, l.size"
)
_RETURNED = text("SELECT COALESCE(SUM(quantity), 0) FROM balance WHERE place = :returned")


def figures(conn: Connection, officer_id: int | None, zone: str, now: int) -> Figures:
    """What an officer judged since midnight on the site's clock; nothing where nobody is signed in."""
    if officer_id is None:
        return Figures()
    midnight = clock.day_starts(clock.local_day(now, zone), zone)
    ends = {"ready": places.READY, "grade_b": places.GRADE_B, "scrap": places.SCRAP, "hold": places.HOLD}
    given = {**ends, "officer_id": officer_id, "midnight": midnight, "most": _MOST_VERDICTS}
    return Figures(*(int(count or 0) for count in conn.execute(_FIGURES, given).one()))


def held(conn: Connection) -> list[Held]:
    """What is held back of open orders, the longest first."""
    found = [_held(tuple(row)) for row in conn.execute(_HELD, {"hold": places.HOLD})]
    return sorted(found, key=lambda one: (one.since, one.unit))


def came_back(conn: Connection) -> int:
    """Pieces that the partner brought back and that wait for a decision."""
    return int(conn.execute(_RETURNED, {"returned": places.RETURNED}).scalar_one())


def _held(row: tuple[Any, ...]) -> Held:
    *words, quantity, since = row
    values: list[Any] = [*words, int(quantity), since or 0]
    return Held(*values)
