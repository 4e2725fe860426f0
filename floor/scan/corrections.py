"""What an officer sets right: missed scans, held pieces, wrong counts, scans undone late, labels lost or damaged."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from .. import refusals
from ..models import Order, OrderLine, Unit, Why
from ..refusals import Refused
from ..rules import places
from ..rules.codes import Kind
from ..rules.consent import consent
from ..rules.route import Route
from ..rules.scanning import Holding, Mark
from . import handed_over, labels, loose, read
from .entries import Done, Plan, in_open_order, once, reason_given
from .postings import Posting, reversal
from .record import EntryAsked
from .scans import undoable
from .splits import At


def catch_up(conn: Connection, asked: EntryAsked, unit_id: int, to_step: int) -> Done:
    """*Susulkan*: brings a unit's pieces that wait upstream to ``to_step``, as inferred moves, never through a gate."""

    def plan() -> Plan:
        route = read.route(conn, in_open_order(conn, unit_id).route_version_id)
        holdings, _ = read.held(conn, unit_id)
        behind = [h for h in holdings if places.is_step(h.place) and h.place < to_step <= len(route.steps)]
        if not behind:
            raise Refused(refusals.NOTHING_HELD.because(place=to_step))
        for holding in behind:
            gate = route.next_gate(holding.place, to_step)
            if gate is not None:
                raise Refused(refusals.GATE_BETWEEN.because(step=gate, stage_id=route.step(gate).stage_id))
        return Plan(route, [posting for holding in behind for posting in _inferred(holding, to_step)])

    return once(conn, replace(asked, unit_id=unit_id), plan)


def _inferred(holding: Holding, to_step: int) -> list[Posting]:
    return [
        Posting(holding.unit_id, place, holding.mark, place + 1, holding.mark, holding.quantity, Why.INFERRED)
        for place in range(holding.place, to_step)
    ]


def release(conn: Connection, asked: EntryAsked, source: At, to_place: int, quantity: int) -> Done:
    """Frees held pieces: back to where they were held (a step, or *ready*), or to scrap or grade B. Needs a reason."""

    def plan() -> Plan:
        _, here = held_here(conn, source)
        route = read.route(conn, read.unit(conn, source.unit_id).route_version_id)
        reason_given(asked.reason)
        if places.base(source.place) != places.HOLD:
            raise Refused(refusals.NOTHING_HELD.because(place=source.place))
        if to_place not in (places.step_of(source.place) or places.READY, places.SCRAP, places.GRADE_B):
            raise Refused(refusals.REWORK_WHERE.because(step=places.step_of(source.place)))
        _check_consent(conn, source, to_place, quantity)
        return Plan(route, [_shift(source, to_place, enough(conn, source, here, quantity), Why.RELEASED)])

    return once(conn, replace(asked, unit_id=source.unit_id), plan)


def correct(conn: Connection, asked: EntryAsked, source: At, to_place: int, quantity: int) -> Done:
    """Moves pieces to where they really are (a shortage: to *missing*). Needs a reason; passes no gate forward."""

    def plan() -> Plan:
        unit, here = held_here(conn, source)
        route = read.route(conn, unit.route_version_id)
        reason_given(asked.reason)
        _check_target(route, source.place, to_place)
        _check_consent(conn, source, to_place, quantity)
        return Plan(route, [_shift(source, to_place, enough(conn, source, here, quantity), Why.CORRECTED)])

    return once(conn, replace(asked, unit_id=source.unit_id), plan)


def undo_later(conn: Connection, asked: EntryAsked, scan_id: int, unit_id: int) -> Done:
    """A supervisor takes back a scan after its 30 s, with a reason. A verdict is corrected by a new one instead."""

    def plan() -> Plan:
        reason_given(asked.reason)
        read.lock(conn, unit_id)
        moves = undoable(conn, "scan_id", scan_id)
        route = read.route(conn, read.unit(conn, unit_id).route_version_id)
        return Plan(route, [reversal(move) for move in reversed(moves)])

    return once(conn, replace(asked, unit_id=unit_id), plan)


def relabel(conn: Connection, asked: EntryAsked, unit_id: int, blank: str | None = None) -> Done:
    """Gives a unit another label, for its own is lost or damaged: ``blank``, or a new one. Detail: ``code``.

    Whoever scans the old one is told to use the new one.
    """

    return once(conn, replace(asked, unit_id=unit_id), lambda: relabelling(conn, unit_id, asked.heard_at, blank))


def relabelling(conn: Connection, unit_id: int, now: int, blank: str | None = None) -> Plan:
    """What ``relabel`` will do; ``Refused`` where it can't be done."""
    read.lock(conn, unit_id)
    code = labels.bind(conn, blank, unit_id=unit_id) if blank else labels.issue(conn, Kind.UNIT, now, unit_id=unit_id)
    labels.take_out(conn, unit_id, now, code)
    return Plan(detail={"code": code})


def void_label(conn: Connection, asked: EntryAsked, unit_id: int) -> Done:
    """Makes a unit's label void, with a reason: nothing of it can be scanned until it gets another."""

    def plan() -> Plan:
        reason_given(asked.reason)
        read.lock(conn, unit_id)
        labels.take_out(conn, unit_id, asked.heard_at)
        return Plan()

    return once(conn, replace(asked, unit_id=unit_id), plan)


def held_here(conn: Connection, source: At) -> tuple[read.FoundUnit, int]:
    """The unit, locked, and how many of its pieces stand there; ``Refused`` where none does."""
    read.lock(conn, source.unit_id)
    holdings, _ = read.held(conn, source.unit_id)
    here = sum(
        h.quantity for h in holdings if (h.unit_id, h.place, h.mark) == (source.unit_id, source.place, source.mark)
    )
    if not here:
        raise Refused(refusals.NOTHING_HELD.because(place=source.place))
    return read.unit(conn, source.unit_id), here


def enough(conn: Connection, source: At, here: int, quantity: int) -> int:
    if quantity < 1:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if quantity > here:
        raise Refused(refusals.TOO_MANY.because(asked=quantity, waiting=here))
    loose.must_be_loose(conn, source.unit_id, source.place, source.mark, here, quantity)
    handed_over.must_be_here(conn, source.unit_id, source.place, quantity)
    return quantity


def _check_target(route: Route, from_place: int, to_place: int) -> None:
    past_all = len(route.steps) + 1
    step = places.step_of(to_place)
    # What the partner has stands on the papers of deliveries; no correction makes one, or takes one back.
    if from_place == places.DELIVERED:
        raise Refused(refusals.ALREADY_DELIVERED.because())
    beyond = places.is_outside(to_place) or to_place in (places.DELIVERED, places.RETURNED)
    if not places.is_valid(to_place) or beyond or to_place == from_place:
        raise Refused(refusals.NOT_FOUND.because(what=str(to_place)))
    # Held and missing pieces remember where they were, so that they come back there and not behind a gate.
    apart = places.base(to_place) in (places.HOLD, places.MISSING)
    if (step or 0) >= past_all or (apart and step != places.step_of(from_place)):
        raise Refused(refusals.NOT_FOUND.because(what=str(to_place)))
    if apart or to_place in (places.SCRAP, places.GRADE_B):
        return
    # Scrap and grade B say nothing of the gates that their pieces passed.
    start = 1 if from_place in (places.SCRAP, places.GRADE_B) else places.step_of(from_place) or past_all
    end = step or past_all
    gate = route.next_gate(start, end) if end > start else None
    if gate is not None:
        raise Refused(refusals.GATE_BETWEEN.because(step=gate, stage_id=route.step(gate).stage_id))


def _check_consent(conn: Connection, source: At, to_place: int, quantity: int) -> None:
    line = select(Unit.order_line_id).where(Unit.id == source.unit_id).scalar_subquery()
    taken = select(Order.takes_grade_b).join(OrderLine, OrderLine.order_id == Order.id).where(OrderLine.id == line)
    no = consent(quantity, bool(conn.execute(taken).scalar())) if to_place == places.GRADE_B else None
    if no is not None:
        raise Refused(no)


def _shift(source: At, to_place: int, quantity: int, why: Why) -> Posting:
    mark: Mark = source.mark
    return Posting(source.unit_id, source.place, mark, to_place, mark, quantity, why)
