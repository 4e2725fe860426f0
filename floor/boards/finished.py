"""What was finished when, read from the hourly output and never from the moves: per day, and per hour of today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, text

from .. import clock
from ..scan.output import HOUR, READY_STAGE

# Far enough back to find seven days of work before and after the long holidays.
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Hourly:
    """A workshop's ready pieces of a day: ``hours`` by the hour on the site's clock."""

    workshop: str
    hours: dict[int, int]

    @property
    def total(self) -> int:
        """Pieces in all."""
        return sum(self.hours.values())


_READY = text(
    "SELECT l.order_id, o.hour, SUM(o.quantity + o.rework) FROM order_line l JOIN output o ON o.order_line_id = l.id"
    " WHERE l.order_id IN :orders AND o.hour >= :since AND o.stage_id = :stage GROUP BY l.order_id, o.hour"
).bindparams(bindparam("orders", expanding=True))

# From one day to the next by the index: thirty looks, however many rows.
_WORKED = text(
    "WITH RECURSIVE worked (hour) AS ("
    " SELECT MIN(hour) FROM output WHERE hour >= :since UNION ALL"
    " SELECT (SELECT MIN(o.hour) FROM output o WHERE o.hour >= ((w.hour + :zone) / 24 + 1) * 24 - :zone)"
    " FROM worked w WHERE w.hour IS NOT NULL) SELECT hour FROM worked WHERE hour IS NOT NULL"
)

_BY_WORKSHOP = text(
    "SELECT w.name, o.hour, SUM(o.quantity + o.rework) FROM output o JOIN order_line l ON l.id = o.order_line_id"
    " JOIN orders r ON r.id = l.order_id JOIN product p ON p.id = r.product_id JOIN workshop w ON w.id = p.workshop_id"
    " WHERE o.hour >= :since AND o.hour < :until AND o.stage_id = :stage"
    " GROUP BY w.name, o.hour ORDER BY w.name, o.hour"
)

_BY_STAGE = text(
    "SELECT o.stage_id, SUM(o.quantity + o.rework) FROM output o"
    " WHERE o.hour >= :since AND o.hour < :until AND o.stage_id <> :stage GROUP BY o.stage_id"
)


def ready_by_day(conn: Connection, order_ids: Collection[int], since: date, zone: str) -> dict[int, dict[date, int]]:
    """The pieces of each order that became ready on each day since a day: those first passed and those repaired."""
    found: dict[int, dict[date, int]] = {}
    if order_ids:
        asked = {"orders": list(order_ids), "since": _first_hour(since, zone), "stage": READY_STAGE}
        for order_id, hour, pieces in conn.execute(_READY, asked):
            days = found.setdefault(order_id, {})
            day = clock.local_day(hour * HOUR, zone)
            days[day] = days.get(day, 0) + int(pieces)
    return found


def worked_days(conn: Connection, since: date, zone: str) -> set[date]:
    """The days since a day on which anything at all was finished here."""
    first = _first_hour(since, zone)
    hours = conn.execute(_WORKED, {"since": first, "zone": -first % 24})
    return {clock.local_day(hour * HOUR, zone) for hour in hours.scalars()}


def ready_by_hour(conn: Connection, day: date, zone: str) -> list[Hourly]:
    """The pieces that each workshop made ready in each hour of a day."""
    found: dict[str, dict[int, int]] = {}
    for workshop, hour, pieces in conn.execute(_BY_WORKSHOP, {**_day(day, zone), "stage": READY_STAGE}):
        found.setdefault(workshop, {})[clock.local(hour * HOUR, zone).hour] = int(pieces)
    return [Hourly(workshop, hours) for workshop, hours in found.items()]


def by_stage(conn: Connection, first: date, last: date, zone: str) -> dict[int, int]:
    """The pieces finished at each stage from one day to another, both included."""
    asked = {"since": _first_hour(first, zone), "until": _first_hour(last + timedelta(days=1), zone)}
    return {stage: int(pieces) for stage, pieces in conn.execute(_BY_STAGE, {**asked, "stage": READY_STAGE})}


def _day(day: date, zone: str) -> dict[str, int]:
    return {"since": _first_hour(day, zone), "until": _first_hour(day + timedelta(days=1), zone)}


def _first_hour(day: date, zone: str) -> int:
    """The first hour of a day: Indonesia's zones are whole hours away from UTC."""
    return clock.day_starts(day, zone) // HOUR
