"""What is noticed of a verdict while it is recorded, read from the moves; and the second officer that some need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

from .. import refusals
from ..db import Hot
from ..refusals import Refused
from ..rules import integrity
from ..rules.integrity import MarkOf, Work
from ..rules.verdict import Verdict
from . import givers
from .hearing import Second

_TEAM = Hot(text("SELECT o.team_id, w.code FROM officer o LEFT JOIN worker w ON w.id = o.team_id WHERE o.id = :id"))
# A good piece of a lot is a pass when it is looked at; when the lot ends nobody looks.
_PASSES = Hot(
    text(
        "SELECT i.at FROM inspection i WHERE i.at > :since AND i.at <= :at AND i.officer_id = :officer_id"
        " AND i.outcome = 'recorded' AND i.undoes_id IS NULL AND (i.lot_id IS NULL AND i.passed > 0"
        " OR i.draw IS NOT NULL AND NOT EXISTS (SELECT 1 FROM defect_found d WHERE d.inspection_id = i.id))"
    )
)
# What was done to these units before a gate, and before they were split off another, as far as it stands.
_WORKS = text(
    "WITH RECURSIVE kin (unit_id, of_id, version_id) AS ("
    "SELECT id, id, route_version_id FROM unit WHERE id IN :units"
    " UNION ALL SELECT u.split_from_id, k.of_id, k.version_id FROM kin k JOIN unit u ON u.id = k.unit_id"
    " WHERE u.split_from_id IS NOT NULL)"
    " SELECT k.of_id, m.id, m.from_place, g.is_production, s.officer_id, m.worker_id FROM kin k"
    " JOIN move m ON m.unit_id = k.unit_id AND m.why = 'done' AND m.from_place < :gate"
    " JOIN scan s ON s.id = m.scan_id"
    " JOIN route_step r ON r.route_version_id = k.version_id AND r.number = m.from_place"
    " JOIN stage g ON g.id = r.stage_id"
    " WHERE NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)"
).bindparams(bindparam("units", expanding=True))


def marks_of(conn: Connection, officer_id: int, verdict: Verdict, passed: int, at: int) -> list[MarkOf]:
    """The marks of a verdict that is about to be recorded."""
    units = _units(verdict)
    passes = _passes(conn, officer_id, at) if passed else []
    return integrity.marks(officer_id, _team(conn, officer_id)[0], _works(conn, units, verdict.step), passes, at)


def marks_of_look(conn: Connection, officer_id: int, passed: int, at: int) -> list[MarkOf]:
    """The marks of a drawn piece: how fast. Whose work it is, the lot's end asks."""
    return integrity.marks(officer_id, None, (), _passes(conn, officer_id, at) if passed else (), at)


def is_own_team(conn: Connection, officer_id: int | None, units: Collection[int], gate: int) -> bool:
    """Whether these units' last production work is by the team that this officer leads."""
    team_id = _team(conn, officer_id)[0] if officer_id is not None else None
    return team_id is not None and team_id in integrity.last_workers(_works(conn, units, gate))


def confirmed(
    conn: Connection, officer_id: int, marks: Sequence[MarkOf], verdicts: Iterable[Verdict], second: Second | None
) -> int | None:
    """The second officer of verdicts that need one; ``Refused`` where they need one and have none.

    Nor may it be the second one's own team's work: two who lead one team would confirm each other.
    """
    if MarkOf.OWN_TEAM not in marks:
        return None
    if second is not None and second.no is not None:
        raise Refused(second.no)
    chosen = second.officer_id if second is not None else None
    is_another = chosen is not None and chosen != officer_id and givers.gives_verdicts(conn, chosen)
    if not is_another or any(is_own_team(conn, chosen, _units(verdict), verdict.step) for verdict in verdicts):
        raise Refused(refusals.SECOND_OFFICER_NEEDED.because(team=_team(conn, officer_id)[1] or ""))
    return chosen


def _units(verdict: Verdict) -> set[int]:
    return {shift.unit_id for shift in verdict.shifts}


def _passes(conn: Connection, officer_id: int, at: int) -> list[int]:
    since = {"officer_id": officer_id, "since": at - integrity.FAST_WITHIN_MS, "at": at}
    return [*(moment for (moment,) in _PASSES(conn, since)), at]


def _team(conn: Connection, officer_id: int) -> tuple[int | None, str | None]:
    row = _TEAM(conn, {"id": officer_id}).first()
    return (row[0], row[1]) if row is not None else (None, None)


def _works(conn: Connection, units: Collection[int], gate: int) -> list[Work]:
    rows = conn.execute(_WORKS, {"units": sorted(units) or [0], "gate": gate})
    return [Work(unit, move, step, bool(made), by, whose) for unit, move, step, made, by, whose in rows]
