"""What gates found before: on this unit, and on others of its product."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from .. import clock
from ..scan.presented import LOT_ENDS

_MOST = 12
_RECENT_MS = 90 * 24 * 60 * clock.MINUTE


@dataclass(frozen=True, slots=True)
class Before:
    """A defect that a gate found earlier on a unit, on so many pieces, and what became of those."""

    at: int
    code: str
    name: str
    name_en: str
    quantity: int
    outcome: str

    def in_locale(self, locale: str) -> str:
        """The defect's name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name


_STANDS = (
    "NOT EXISTS (SELECT 1 FROM inspection x"
    " WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
)
# A drawn piece comes back only from a lot that was accepted: out of another one it never went anywhere.
_ACCEPTED = f"SELECT 1 FROM {LOT_ENDS} r WHERE r.lot_id = i.lot_id AND r.outcome = 'accepted'"  # noqa: S608 - ours
_WENT = f"(i.draw IS NULL OR EXISTS ({_ACCEPTED}))"
# A label bound to repair pieces tells what was found on the unit they came from.
_FOUND = text(
    "SELECT i.at, d.code, COALESCE(k.name, d.name), COALESCE(k.name_en, d.name_en), f.quantity, f.outcome"  # noqa: S608
    " FROM inspection i JOIN defect_found f ON f.inspection_id = i.id JOIN defect d ON d.id = f.defect_id"
    " LEFT JOIN standard_defect k ON k.standard_version_id = i.standard_version_id AND k.defect_id = d.id"
    " WHERE i.outcome = 'recorded' AND f.outcome = 'rework' AND (i.unit_id = :unit_id OR i.unit_id IN"
    " (SELECT m.unit_id FROM move m WHERE m.to_unit_id = :unit_id AND m.unit_id <> :unit_id))"
    f" AND {_STANDS} AND {_WENT} ORDER BY i.id DESC, f.id LIMIT :most"
)
_OFTEN = text(
    "SELECT d.code, SUM(f.quantity) FROM inspection i"  # noqa: S608 - our own words
    " JOIN defect_found f ON f.inspection_id = i.id JOIN defect d ON d.id = f.defect_id"
    " JOIN unit u ON u.id = i.unit_id JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " WHERE i.at > :since AND i.outcome = 'recorded' AND i.step = :step AND o.product_id ="
    " (SELECT p.product_id FROM orders p JOIN order_line k ON k.order_id = p.id WHERE k.id = :order_line_id)"
    f" AND {_STANDS} GROUP BY d.code"
)


def found_before(conn: Connection, unit_id: int) -> tuple[Before, ...]:
    """What gates sent this unit's pieces back for, newest first."""
    return tuple(Before(*row) for row in conn.execute(_FOUND, {"unit_id": unit_id, "most": _MOST}))


def often_found(conn: Connection, order_line_id: int, step: int) -> dict[str, int]:
    """How often each defect was found at this step on this product, by code, in the last three months."""
    values = {"order_line_id": order_line_id, "step": step, "since": clock.now() - _RECENT_MS}
    return {code: int(pieces) for code, pieces in conn.execute(_OFTEN, values)}
