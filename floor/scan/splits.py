"""Splitting pieces off onto a label of their own, and merging them back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select

from .. import refusals
from ..models import Unit, UnitKind, Why
from ..refusals import Refused
from ..rules import places
from ..rules.codes import Kind
from ..rules.scanning import FRESH, Holding, Mark
from . import labels, loose, presented, read
from .entries import Done, Plan, in_open_order, once
from .postings import Posting
from .record import EntryAsked


@dataclass(frozen=True, slots=True)
class At:
    """Pieces of a unit at a place with their mark."""

    unit_id: int
    place: int
    mark: Mark = FRESH


def split(conn: Connection, asked: EntryAsked, source: At, quantity: int, blank: str | None = None) -> Done:
    """Moves ``quantity`` pieces onto a new unit at the same place; with ``blank`` that label is bound to it.

    The new unit's parent is the source's, or the source itself where it has none. Detail: ``unit``, ``code``, ``name``.
    """

    def plan() -> Plan:
        return splitting(conn, source, quantity, asked.heard_at, blank)

    return once(conn, replace(asked, unit_id=source.unit_id), plan)


def splitting(conn: Connection, source: At, quantity: int, now: int, blank: str | None = None) -> Plan:
    """What ``split`` will do; ``Refused`` where it can't be done."""
    in_open_order(conn, source.unit_id)
    here = _held(conn, source)
    presented.must_stay_together(conn, source.unit_id, source.place, source.mark)
    if quantity < 1:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if quantity > here.quantity:
        raise Refused(refusals.TOO_MANY.because(asked=quantity, waiting=here.quantity, step=source.place))
    loose.must_be_loose(conn, source.unit_id, source.place, source.mark, here.quantity, quantity)
    kept = conn.execute(select(Unit.__table__).where(Unit.id == source.unit_id)).one()
    unit_id, name = _new_unit(conn, kept, quantity)
    code = labels.bind(conn, blank, unit_id=unit_id) if blank else labels.issue(conn, Kind.UNIT, now, unit_id=unit_id)
    posting = _across(source, quantity, unit_id, Why.SPLIT)
    route = read.route(conn, kept.route_version_id)
    return Plan(route, [posting], {"unit": unit_id, "code": code, "name": name})


def merge(conn: Connection, asked: EntryAsked, source: At, into_unit_id: int) -> Done:
    """Moves all pieces of a unit at a place into another unit of the same order line, route version and place."""

    def plan() -> Plan:
        read.lock_all(conn, {source.unit_id, into_unit_id})
        in_open_order(conn, source.unit_id)
        here = _held(conn, source)
        for unit_id in (source.unit_id, into_unit_id):
            presented.must_stay_together(conn, unit_id, source.place, source.mark)
        loose.must_be_loose(conn, source.unit_id, source.place, source.mark, here.quantity, here.quantity)
        columns = select(Unit.order_line_id, Unit.route_version_id)
        from_ = conn.execute(columns.where(Unit.id == source.unit_id)).one()
        into = conn.execute(columns.where(Unit.id == into_unit_id)).first()
        if into is None or into_unit_id == source.unit_id or tuple(into) != tuple(from_):
            raise Refused(refusals.CANT_MERGE.because())
        there, _ = read.held(conn, into_unit_id)
        if not any((h.unit_id, h.place, h.mark) == (into_unit_id, source.place, source.mark) for h in there):
            raise Refused(refusals.CANT_MERGE.because())
        route = read.route(conn, from_.route_version_id)
        return Plan(route, [_across(source, here.quantity, into_unit_id, Why.MERGED)])

    return once(conn, replace(asked, unit_id=source.unit_id), plan)


def _held(conn: Connection, source: At) -> Holding:
    holdings, _ = read.held(conn, source.unit_id)
    for holding in holdings:
        if (holding.unit_id, holding.place, holding.mark) == (source.unit_id, source.place, source.mark):
            if holding.place in (places.DELIVERED, places.RETURNED):  # the partner has them, as a delivery says
                raise Refused(refusals.ALREADY_DELIVERED.because())
            return holding
    raise Refused(refusals.NOTHING_HELD.because(place=source.place))


def _new_unit(conn: Connection, kept: Any, quantity: int) -> tuple[int, str]:
    number = conn.execute(select(func.max(Unit.number)).where(Unit.batch_id == kept.batch_id)).scalar_one() + 1
    name = f"{kept.name.rpartition('/')[0] or kept.name}/{number:03}"
    values = {
        "batch_id": kept.batch_id,
        "order_line_id": kept.order_line_id,
        "route_version_id": kept.route_version_id,
        "parent_id": kept.parent_id or kept.id,
        "split_from_id": kept.id,
        "kind": (UnitKind.PIECE if quantity == 1 else UnitKind.BUNDLE).value,
        "number": number,
        "name": name,
        "worker_id": kept.worker_id,
    }
    return conn.execute(insert(Unit).values(values).returning(Unit.id)).scalar_one(), name


def _across(source: At, quantity: int, to_unit_id: int, why: Why) -> Posting:
    return Posting(
        source.unit_id, source.place, source.mark, source.place, source.mark, quantity, why, to_unit_id=to_unit_id
    )
