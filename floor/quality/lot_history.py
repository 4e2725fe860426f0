"""What lots became: how strictly the next one is inspected, which rejected ones still wait, who begins again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, insert, select, text

from .. import refusals
from ..models import InspectionLot, LotOutcome, LotPlan, LotResult, Officer, PlanRestart
from ..refusals import Refused
from ..rules import sampling
from ..rules.sampling import Plan, Standing
from ..rules.switching import Happened, Switch, switch, told
from ..scan.entries import reason_given
from ..scan.presented import LOT_ENDS
from . import averages, lots


@dataclass(frozen=True, slots=True)
class Event:
    """What counts for switching in one class: a lot's own result in it, or that a supervisor began again."""

    happened: Happened
    at: int
    lot: str = ""
    reason: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Restart:
    """Sampling begun again, as it is asked for."""

    client_id: bytes
    fingerprint: int
    product_id: int
    partner_id: int
    severity: str
    officer_id: int
    at: int
    reason: str


def switch_of(conn: Connection, product_id: int, partner_id: int, severity: str) -> Switch:
    """How strictly the next lot of a product for a partner is inspected in one class."""
    return switch(event.happened for event in events(conn, product_id, partner_id, [severity])[severity])


def events(conn: Connection, product_id: int, partner_id: int, severities: Collection[str]) -> dict[str, list[Event]]:
    """What counts for switching in these classes, oldest first.

    Only original lots that were sampled by ISO 2859-1, each as ``rules.switching.told`` tells of it.
    """
    found: dict[str, list[tuple[int, int, Event]]] = {severity: [] for severity in severities}
    for (lot_id, number, outcome, at), standings, light in _ended(conn, product_id, partner_id):
        said = told(standings, light, is_accepted=outcome == LotOutcome.ACCEPTED)
        for severity in found.keys() & said.keys():
            found[severity].append((at, lot_id, Event(said[severity], at, lot=number)))
    restarts = conn.execute(
        select(PlanRestart.severity, PlanRestart.at, PlanRestart.reason, Officer.name)
        .join(Officer, Officer.id == PlanRestart.officer_id)
        .where(
            PlanRestart.product_id == product_id,
            PlanRestart.partner_id == partner_id,
            PlanRestart.severity.in_(severities),
        )
    )
    for severity, at, reason, officer in restarts:
        found[severity].append((at, 2**62, Event(Happened.RESTARTED, at, reason=reason, officer=officer)))
    return {
        severity: [event for *_, event in sorted(some, key=lambda one: one[:2])] for severity, some in found.items()
    }


def _ended(
    conn: Connection, product_id: int, partner_id: int
) -> Iterator[tuple[tuple[int, str, str, int], dict[str, Standing], Collection[str]]]:
    """The original lots that ended: key, number, outcome and when; how each class stood, and those too light in it."""
    rows = conn.execute(
        select(
            InspectionLot.id, InspectionLot.number, LotResult.outcome, LotResult.at, LotPlan.severity, LotPlan.method,
            LotPlan.sample_size, LotPlan.accept,
        )
        .select_from(InspectionLot)
        .join(LotResult, lots.ENDED)
        .join(LotPlan, LotPlan.lot_id == InspectionLot.id)
        .where(
            InspectionLot.product_id == product_id,
            InspectionLot.partner_id == partner_id,
            InspectionLot.resubmits_id.is_(None),
            LotResult.outcome != LotOutcome.WITHDRAWN.value,
        )
        .order_by(InspectionLot.id)
    ).all()  # fmt: skip
    seen = lots.looks(conn, {row[0] for row in rows})
    light = averages.too_light_in(conn, {row[0] for row in rows if row[2] == LotOutcome.REJECTED})
    for key, plans in groupby(rows, key=lambda row: (row[0], row[1], row[2], row[3])):
        looked = {look.draw: look.worst for look in seen.get(key[0], ())}
        standings = {
            severity: sampling.standing(Plan(method, size, accept), severity, looked)
            for *_, severity, method, size, accept in plans
        }
        yield key, standings, light.get(key[0], ())


def restart(conn: Connection, asked: Restart) -> None:
    """Begins again, tightened, after sampling stopped; ``Refused`` where it hasn't, or without a reason."""
    kept = conn.execute(select(PlanRestart.fingerprint).where(PlanRestart.client_id == asked.client_id)).scalar()
    if kept is not None:
        if kept != asked.fingerprint:
            raise Refused(refusals.ID_REUSED.because())
        return
    reason = reason_given(asked.reason)
    if switch_of(conn, asked.product_id, asked.partner_id, asked.severity).strictness != sampling.STOPPED:
        raise Refused(refusals.SAMPLING_RUNS.because())
    conn.execute(
        insert(PlanRestart).values(
            client_id=asked.client_id,
            fingerprint=asked.fingerprint,
            product_id=asked.product_id,
            partner_id=asked.partner_id,
            severity=asked.severity,
            officer_id=asked.officer_id,
            at=asked.at,
            reason=reason,
        )
    )


_AGAIN = (
    f"SELECT 1 FROM inspection_lot n LEFT JOIN {LOT_ENDS} q ON q.lot_id = n.id"  # noqa: S608 - ours
    " WHERE COALESCE(q.outcome, '') <> 'withdrawn' AND n.resubmits_id = "
)
_WAITS = (
    " FROM lot_unit k JOIN balance b ON b.unit_id = k.unit_id AND b.place = k.step AND b.cycle = k.cycle"
    " AND b.sent_by = k.sent_by WHERE k.lot_id = "
)
_PRESENTED_AGAIN = text(_AGAIN + ":lot_id LIMIT 1")
_STILL_WAITING = text(f"SELECT COALESCE(SUM(b.quantity), 0) {_WAITS} :lot_id AND k.unit_id = :unit_id")
# Rejected lots of which something waits where it was presented, and that were not presented again.
_MAY_AGAIN = (
    f"SELECT r.lot_id FROM {LOT_ENDS} r WHERE r.outcome = 'rejected'"  # noqa: S608 - ours
    f" AND NOT EXISTS ({_AGAIN} r.lot_id) AND EXISTS (SELECT 1 {_WAITS} r.lot_id)"
)
_ALL_AGAIN = text(_MAY_AGAIN)
_ONE_AGAIN = text(_MAY_AGAIN + " AND r.lot_id = :lot_id")


def was_presented_again(conn: Connection, lot_id: int) -> bool:
    """Whether a rejected lot was presented once more, and that wasn't withdrawn."""
    return conn.execute(_PRESENTED_AGAIN, {"lot_id": lot_id}).first() is not None


def waiting_of(conn: Connection, lot_id: int, unit_id: int) -> int:
    """How many of a unit's pieces that were presented in a lot still wait where they did."""
    return int(conn.execute(_STILL_WAITING, {"lot_id": lot_id, "unit_id": unit_id}).scalar_one())


def turns(conn: Connection, lot_id: int) -> list[tuple[str, int, str, str]]:
    """How a lot ended and was opened again, first to last: the outcome, when, who and why."""
    statement = (
        select(LotResult.outcome, LotResult.at, Officer.name, LotResult.note)
        .join(Officer, Officer.id == LotResult.officer_id)
        .where(LotResult.lot_id == lot_id)
        .order_by(LotResult.turn)
    )
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(statement)]


@dataclass(frozen=True, slots=True)
class EndVerdict:
    """What a lot's end passed of a unit, or what ``corrects`` that: the key of the verdict it took the place of."""

    id: int
    corrects: int | None
    unit: str
    at: int
    officer: str
    note: str
    passed: int
    failed: int
    corrected: int

    @property
    def stands(self) -> bool:
        """Whether it wasn't replaced by another."""
        return not self.corrected


def end_verdicts(conn: Connection, lot_id: int) -> list[EndVerdict]:
    """What became of each unit of a lot at its end and by corrections since; what was taken back with it left out."""
    rows = conn.execute(_END_VERDICTS, {"lot_id": lot_id})
    return [EndVerdict(*row) for row in rows]


_END_VERDICTS = text(
    "SELECT i.id, i.corrects_id, u.name, i.at, o.name, i.note, i.passed, i.rework + i.grade_b + i.scrap + i.hold,"
    " (SELECT COUNT(*) FROM inspection c WHERE c.corrects_id = i.id AND c.outcome = 'recorded')"
    " FROM inspection i JOIN unit u ON u.id = i.unit_id JOIN officer o ON o.id = i.officer_id"
    " WHERE i.lot_id = :lot_id AND i.draw IS NULL AND i.undoes_id IS NULL AND i.outcome = 'recorded' AND NOT EXISTS"
    " (SELECT 1 FROM inspection x WHERE x.undoes_id = i.id AND x.outcome = 'recorded') ORDER BY u.name, i.id"
)


def open_lots(conn: Connection) -> list[lots.Listed]:
    """Lots that are being inspected."""
    return lots.listed(conn, LotResult.id.is_(None))


def rejected_lots(conn: Connection) -> list[lots.Lot]:
    """Rejected lots of which something still waits to be inspected piece by piece, newest first, without pieces."""
    waiting = conn.execute(_ALL_AGAIN).scalars().all()
    return lots.heads(conn, InspectionLot.id.in_(waiting)) if waiting else []


def may_present_again(conn: Connection, lot_id: int) -> bool:
    """Whether a lot was rejected, and something of it still waits to be inspected piece by piece."""
    return conn.execute(_ONE_AGAIN, {"lot_id": lot_id}).first() is not None
