"""The outlook of orders: how each stands against its day, by what was finished lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from ..rules.pace import Outlook, Status, Work, judge, measured_days
from . import finished
from .progress import OrderProgress

# The orders that need somebody stand on top of the board.
_TROUBLE = (Status.LATE, Status.AT_RISK)
_LAST = (Status.COMPLETE, Status.CLOSED)


def outlooks(conn: Connection, orders: Sequence[OrderProgress], today: date, zone: str) -> dict[int, Outlook]:
    """The outlook of each order, by its key: two statements, however many orders."""
    going = [order.id for order in orders if order.closed_at is None and not order.total.is_complete]
    since = today - finished.LOOK_BACK
    ready = finished.ready_by_day(conn, going, since, zone)
    worked = finished.worked_days(conn, since, zone) if ready else set()
    found = {}
    for order in orders:
        by_day = ready.get(order.id, {})
        work = Work(
            target=order.total.target,
            done=order.total.done,
            made=order.total.made,
            in_work=order.total.going,
            due_on=order.due_on,
            is_closed=order.closed_at is not None,
            done_today=by_day.get(today, 0),
            finished=measured_days(by_day, worked, today),
        )
        found[order.id] = judge(work, today)
    return found


def most_urgent_first(orders: Sequence[OrderProgress], by_id: dict[int, Outlook]) -> list[OrderProgress]:
    """Late ones, those at risk, then by the day they are due; the complete ones last."""

    def rank(order: OrderProgress) -> tuple[int, date, str]:
        status = by_id[order.id].status
        place = _TROUBLE.index(status) if status in _TROUBLE else 3 if status in _LAST else 2
        return place, order.due_on, order.number

    return sorted(orders, key=rank)
