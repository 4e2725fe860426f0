"""What each officer needs first in the morning: what waits for a person, what was done, what waits at a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, text

from .. import clock
from ..models import Anomaly, Delivery, DeliveryStatus, RouteStep, Stage, WaitingScan
from ..scan import read
from . import anomalies, finished, late
from .progress import OrderProgress

MOST = 6
_ENDED = (DeliveryStatus.SIGNED.value, DeliveryStatus.CANCELLED.value)

# What the receiving officer counted differs from the partner's paper, and nobody signed for it.
_UNSIGNED_RECEIPTS = text(
    "SELECT DISTINCT o.number FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id"
    " JOIN orders o ON o.id = r.order_id"
    " WHERE r.signed_at IS NULL AND l.claimed <> l.counted AND o.closed_at IS NULL ORDER BY o.number"
)
_AT_STATIONS = text(
    "SELECT s.code, s.name, COALESCE(f.name, ''), (SELECT COALESCE(SUM(b.quantity), 0) FROM station_stage t"
    " JOIN balance b ON b.stage_id = t.stage_id JOIN unit u ON u.id = b.unit_id"
    " JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " WHERE t.station_id = s.id AND o.closed_at IS NULL) AS waiting"
    " FROM station s LEFT JOIN officer f ON f.id = s.officer_id WHERE s.active ORDER BY s.code"
)


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for a supervisor; nothing of it goes away by itself. ``nameless`` is work without a worker's code."""

    scans: int
    late: int  # late scans and verdicts that were refused, and nobody has looked into
    odd: int
    nameless: int
    held: Sequence[tuple[str, int]]  # an order's number, pieces held back
    to_replace: Sequence[tuple[str, int]]  # pieces that must be made again
    notes: Sequence[tuple[str, str]]  # a delivery note's number, how far it is
    receipts: Sequence[str]  # orders whose material was counted otherwise than the paper says

    @property
    def nothing(self) -> bool:
        """Whether everybody may go on."""
        found = (self.scans, self.late, self.odd, self.nameless, self.held, self.to_replace, self.notes, self.receipts)
        return not any(found)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was worked, and the ready pieces of each workshop."""

    day: date
    workshops: Sequence[finished.Hourly]

    @property
    def total(self) -> int:
        """Pieces in all."""
        return sum(each.total for each in self.workshops)


def waits(conn: Connection, orders: Sequence[OrderProgress], today: date, zone: str) -> Waits:
    """What waits for a supervisor this morning: of yesterday's and today's work what went without a name."""
    days = [day for day in finished.worked_days(conn, today - finished.LOOK_BACK, zone) if day < today]
    since = clock.day_starts(max(days, default=today), zone)
    notes = select(Delivery.number, Delivery.status).where(Delivery.status.not_in(_ENDED)).order_by(Delivery.id)
    return Waits(
        scans=conn.execute(select(func.count()).select_from(WaitingScan)).scalar_one(),
        late=late.count(conn),
        odd=conn.execute(select(func.count()).select_from(Anomaly).where(Anomaly.heard_at >= since)).scalar_one(),
        nameless=sum(each.quantity for each in anomalies.without_worker(conn, since)),
        held=[(order.number, order.total.hold) for order in orders if order.total.hold][:MOST],
        to_replace=[(order.number, lost) for order in orders if (lost := _to_replace(order))][:MOST],
        notes=[(number, status) for number, status in conn.execute(notes.limit(MOST))],
        receipts=list(conn.execute(_UNSIGNED_RECEIPTS).scalars())[:MOST],
    )


def last_day(conn: Connection, today: date, zone: str) -> Day | None:
    """The last day before today on which anything was finished."""
    days = [day for day in finished.worked_days(conn, today - finished.LOOK_BACK, zone) if day < today]
    return Day(max(days), finished.ready_by_hour(conn, max(days), zone)) if days else None


def at_gates(conn: Connection, orders: Sequence[OrderProgress]) -> list[tuple[read.StageWords, int]]:
    """The pieces of these orders that wait for a verdict, by gate."""
    gates = set(
        conn.execute(
            select(Stage.code).join(RouteStep, RouteStep.stage_id == Stage.id).where(RouteStep.is_gate)
        ).scalars()
    )
    waiting: dict[str, tuple[read.StageWords, int]] = {}
    for order in orders:
        for at in order.total.in_work:
            if at.stage.code in gates:
                before = waiting.get(at.stage.code, (at.stage, 0))[1]
                waiting[at.stage.code] = (at.stage, before + at.quantity)
    return sorted(waiting.values(), key=lambda found: -found[1])


def stations(conn: Connection) -> list[tuple[str, str, str, int]]:
    """The stations where pieces wait: code, name, who is signed in there, pieces; the most on top."""
    rows = [(code, name, officer, int(waiting)) for code, name, officer, waiting in conn.execute(_AT_STATIONS)]
    return sorted((row for row in rows if row[3]), key=lambda row: -row[3])


def _to_replace(order: OrderProgress) -> int:
    return sum(each.tally.to_replace for each in order.sizes)
