"""Pieces that depart from the standard and are accepted all the same: by a supervisor, by name, for ever."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, insert, select

from .. import refusals
from ..models import Batch, Deviation, Unit, Why
from ..refusals import Refused
from ..rules import places
from . import read
from .corrections import enough, held_here
from .entries import Done, Plan, once, reason_given
from .postings import Posting
from .record import EntryAsked
from .splits import At

WHAT_KEPT = 200


def accept(conn: Connection, asked: EntryAsked, source: At, quantity: int, what: str) -> Done:
    """Lets pieces that are held at a gate pass it, as a deviation: ``what`` departs from the standard, and why it may.

    The pieces pass, but no verdict passed them: they count as passed in no yield. Detail: ``what`` and ``quantity``.
    """

    def plan() -> Plan:
        unit, here = held_here(conn, source)
        reason_given(asked.reason)
        if not what.strip():
            raise Refused(refusals.FIELD_NEEDED.because(what="apa yang menyimpang dari standar"))
        route, step = read.route(conn, unit.route_version_id), places.step_of(source.place) or 0
        if places.base(source.place) != places.HOLD or not 0 < step <= len(route.steps) or not route.step(step).is_gate:
            raise Refused(refusals.NOTHING_HELD.because(place=source.place))
        taken = enough(conn, source, here, quantity)
        onward = Posting(unit.id, source.place, source.mark, route.after(step), source.mark, taken, Why.RELEASED)
        return Plan(route, [onward], {"what": what, "quantity": taken})

    done = once(conn, replace(asked, unit_id=source.unit_id), plan)
    if done.no is None and not done.replayed:
        _keep(conn, asked, source.unit_id, done)
    return done


def _keep(conn: Connection, asked: EntryAsked, unit_id: int, done: Done) -> None:
    about = select(Unit.order_line_id, Batch.standard_version_id).join(Batch, Batch.id == Unit.batch_id)
    line_id, version_id = conn.execute(about.where(Unit.id == unit_id)).one()
    conn.execute(
        insert(Deviation).values(
            entry_id=done.entry_id,
            unit_id=unit_id,
            order_line_id=line_id,
            standard_version_id=version_id,
            quantity=done.detail["quantity"],
            what=done.detail["what"],
            reason=asked.reason,
            officer_id=asked.officer_id,
            at=asked.at,
        )
    )
