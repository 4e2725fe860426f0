"""What tape, scales and eye find on pieces that pass: spread around the nominal, and one team that drifts."""

from __future__ import annotations

from random import Random
from typing import Any

from sqlalchemy import Connection, text

from ..models import CheckKind, Grade
from ..quality.standards import Check

# The tolerance is three of its standard deviations: as good a process as a workshop has.
_SPREAD = 1 / 3
# This team's pieces grow little by little, by half the tolerance in so many minutes worked: a chart must show it.
_DRIFTING, _DRIFT, _DRIFTS_MINUTES = "K2", 0.5, 3_000.0
_SEWN_BY = text(
    "SELECT w.code FROM move m JOIN worker w ON w.id = m.worker_id"
    " WHERE m.unit_id = :unit_id AND m.from_place = :step ORDER BY m.id DESC LIMIT 1"
)


def drift_of(conn: Connection, unit_id: int, sewn_at: int | None, minute: float) -> float:
    """How far a unit's measurements are off by now, in tolerances; ``sewn_at`` is the step where a team is at work."""
    team = conn.execute(_SEWN_BY, {"unit_id": unit_id, "step": sewn_at or 0}).scalar()
    return _DRIFT * min(1.0, minute / _DRIFTS_MINUTES) if team == _DRIFTING else 0.0


def good_answer(dice: Random, check: Check, drift: float) -> dict[str, Any]:
    """The answer to a check on a piece that passes: a value inside its limits, or yes."""
    if check.kind is CheckKind.GRADED:
        return {"grade": Grade.SAME.value}
    if check.limit is None:
        return {"good": True}
    if check.kind is CheckKind.COUNT:
        return {"value": float(dice.choice((0, 0, 0, min(1, check.limit.high or 0))))}
    nominal = check.nominal or 0.0
    low = check.limit.low if check.limit.low is not None else nominal
    high = check.limit.high if check.limit.high is not None else nominal * 1.02
    middle, tolerance = (nominal if low < nominal < high else (low + high) / 2), (high - low) / 2
    places = 1 if tolerance >= 0.3 else 2
    if check.average and nominal:  # filled so that the average holds: a little over what the label says
        middle, tolerance = nominal * 1.01, nominal * 0.01
    found = round(dice.gauss(middle + drift * tolerance, tolerance * _SPREAD), places)
    return {"value": max(low, min(high, found))}
