"""Returns: what the partner brings back, and what becomes of it; what was refused at the hand-over is decided alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, func, select, text

from .. import refusals
from ..models import Batch, Carton, Defect, EntryKind, Label, Order, OrderLine, Product, StandardDefect, Unit, Why
from ..refusals import Refused
from ..rules import codes, places
from ..rules.consent import consent
from ..rules.route import Route
from ..rules.scanning import Holding, Mark
from ..rules.verdict import MOST_CYCLES
from ..scan import labels, read
from ..scan.entries import Done, Plan, once, reason_given
from ..scan.labels import CODE_IN_USE
from ..scan.postings import Posting
from ..scan.record import EntryAsked
from ..scan.splits import At

# What came back waits for a decision; so does what a partner refused at the hand-over and is held at no step.
UNDECIDED = (places.RETURNED, places.HOLD)


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit that the partner has pieces of."""

    code: str | None
    name: str
    size: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """Pieces of a unit that wait for a decision; ``since`` in milliseconds, ``why`` as it was given."""

    unit_id: int
    code: str | None
    name: str
    size: str
    order: str
    product: str
    counted_in: str
    place: int
    mark: Mark
    quantity: int
    since: int
    why: str

    @property
    def key(self) -> str:
        """How an address names them: ``7000.0.0``."""
        return f"{self.place}.{self.mark.cycle}.{self.mark.sent_by}"


def bring_back(conn: Connection, asked: EntryAsked, unit_id: int, quantity: int) -> Done:
    """So many delivered pieces of a unit are back, for the reason given. They wait for a decision."""

    def plan() -> Plan:
        read.lock(conn, unit_id)
        reason_given(asked.reason)
        held = [holding for holding in read.held(conn, unit_id)[0] if holding.place == places.DELIVERED]
        own = [holding for holding in held if holding.unit_id == unit_id]
        if not own:
            no = refusals.SCAN_THE_BUNDLES if held else refusals.NOT_DELIVERED
            raise Refused(no.because())
        there = sum(holding.quantity for holding in own)
        if quantity < 1:
            raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
        if quantity > there:
            raise Refused(refusals.TOO_MANY.because(asked=quantity, waiting=there))
        return Plan(Route(()), _back(own, quantity))

    return once(conn, replace(asked, kind=EntryKind.RETURN, unit_id=unit_id), plan)


def decide(conn: Connection, asked: EntryAsked, source: At, to_place: int, quantity: int) -> Done:
    """What came back goes to a step to be mended, to *ready*, to scrap or to grade B. Needs a reason.

    Sent to a step it is rework: its cycle grows, and no gate's verdict on it is a first pass any more. A closed order
    has no steps any more: nothing could be scanned there.
    """

    def plan() -> Plan:
        read.lock(conn, source.unit_id)
        reason_given(asked.reason)
        unit = read.unit(conn, source.unit_id)
        route = read.route(conn, unit.route_version_id)
        here = sum(
            holding.quantity
            for holding in read.held(conn, source.unit_id)[0]
            if (holding.unit_id, holding.place, holding.mark) == (source.unit_id, source.place, source.mark)
        )
        if source.place not in UNDECIDED or not here:
            raise Refused(refusals.NOTHING_HELD.because(place=source.place))
        if quantity < 1:
            raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
        if quantity > here:
            raise Refused(refusals.TOO_MANY.because(asked=quantity, waiting=here))
        mark = _mark_there(conn, unit, route, source.mark, to_place, quantity)
        posting = Posting(source.unit_id, source.place, source.mark, to_place, mark, quantity, Why.RELEASED)
        return Plan(route, [posting])

    return once(conn, replace(asked, kind=EntryKind.RELEASE, unit_id=source.unit_id), plan)


def undecided(conn: Connection) -> list[Undecided]:
    """Everything that came back and waits for a decision, the longest first."""
    rows = conn.execute(_UNDECIDED, {"returned": places.RETURNED, "hold": places.HOLD})
    found = [Undecided(*_words(row)) for row in rows]
    return sorted(found, key=lambda one: one.since)


def taken(conn: Connection, typed: str) -> tuple[str, list[Taken]] | None:
    """What the partner has of an order, a batch or out of a carton, by its number or label; ``None`` for others."""
    code, wanted = codes.read_code(typed), typed.strip().upper()
    carton = select(Carton.id, Carton.number).where(Carton.number == wanted)
    if code is not None:
        carton = select(Carton.id, Carton.number).join(Label, Label.carton_id == Carton.id).where(Label.code == code)
    if (found := conn.execute(carton).first()) is not None:
        return found[1], _taken(conn, _FROM_CARTON, found[0])
    order = select(Order.id, Order.number).where(Order.number.in_([wanted, f"PO-{wanted}"]))
    if (found := conn.execute(order).first()) is not None:
        return found[1], _taken(conn, _OF_ORDER, found[0])
    batch = select(Batch.id, Batch.number).where(Batch.number == wanted)
    if (found := conn.execute(batch).first()) is not None:
        return found[1], _taken(conn, _OF_BATCH, found[0])
    return None


def unit_scanned(conn: Connection, typed: str) -> str | None:
    """The code of the unit whose label was read; ``None`` where it is no unit's. ``Refused`` for one out of use."""
    if codes.read_code(typed) is None:
        return None
    code, label = labels.label_in_use(conn, typed)
    return code if label.unit_id is not None else None


def defects(conn: Connection, unit_id: int, english: bool) -> list[str]:
    """The defects of the unit's family as a reason names them, by its own standard's words: ``G16 kancing lepas``."""
    own = StandardDefect
    rows = conn.execute(
        select(Defect.code, func.coalesce(own.name, Defect.name), func.coalesce(own.name_en, Defect.name_en))
        .join(Product, Product.family == Defect.family)
        .join(Order, Order.product_id == Product.id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Unit, Unit.order_line_id == OrderLine.id)
        .join(Batch, Batch.id == Unit.batch_id)
        .outerjoin(own, and_(own.standard_version_id == Batch.standard_version_id, own.defect_id == Defect.id))
        .where(Unit.id == unit_id, Defect.active)
        .order_by(Defect.code)
    )
    return [f"{code} {name_en if english and name_en else name}" for code, name, name_en in rows]


def _back(own: Sequence[Holding], quantity: int) -> list[Posting]:
    postings = []
    for holding in sorted(own, key=lambda each: (each.mark.cycle, each.mark.sent_by)):
        some = min(quantity, holding.quantity)
        quantity -= some
        if some:
            at, mark = (holding.unit_id, holding.place), holding.mark
            postings.append(Posting(*at, mark, places.RETURNED, mark, some, Why.RETURNED))
    return postings


def _mark_there(conn: Connection, unit: read.FoundUnit, route: Route, mark: Mark, to_place: int, quantity: int) -> Mark:
    """The mark that pieces carry where they are sent; ``Refused`` where they may not go there."""
    if to_place == places.GRADE_B:
        line = select(Order.takes_grade_b).join(OrderLine, OrderLine.order_id == Order.id)
        taken = conn.execute(line.where(OrderLine.id == unit.order_line_id)).scalar()
        no = consent(quantity, bool(taken))
        if no is not None:
            raise Refused(no)
    if to_place in (places.READY, places.SCRAP, places.GRADE_B):
        return mark
    if not places.is_step(to_place) or to_place > len(route.steps):
        raise Refused(refusals.NOT_FOUND.because(what=str(to_place)))
    if unit.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    if mark.cycle >= MOST_CYCLES:
        raise Refused(refusals.THIRD_REWORK.because(times=mark.cycle + 1))
    last_gate = max((step.number for step in route if step.is_gate), default=len(route.steps))
    return Mark(mark.cycle + 1, max(mark.sent_by, last_gate))


_WITH_PARTNER = (
    f"SELECT {CODE_IN_USE}, u.name, l.size, SUM(b.quantity) FROM balance b JOIN unit u ON u.id = b.unit_id"  # noqa: S608 - our own words
    f" JOIN order_line l ON l.id = u.order_line_id WHERE b.place = {places.DELIVERED} AND"
)
_IN_ORDER = " GROUP BY u.id, u.name, l.size, l.position ORDER BY l.position, u.id"
_OF_ORDER = text(f"{_WITH_PARTNER} l.order_id = :id {_IN_ORDER}")
_OF_BATCH = text(f"{_WITH_PARTNER} u.batch_id = :id {_IN_ORDER}")
_FROM_CARTON = text(
    f"{_WITH_PARTNER} u.id IN (SELECT m.unit_id FROM move m WHERE m.from_carton_id = :id"  # noqa: S608
    f" AND m.to_place = {places.DELIVERED}) {_IN_ORDER}"
)
_UNDECIDED = text(
    f"SELECT b.unit_id, {CODE_IN_USE}, u.name, l.size, o.number, p.name, p.counted_in, b.place, b.cycle, b.sent_by,"  # noqa: S608
    " b.quantity, (SELECT MAX(e.at) FROM move m JOIN entry e ON e.id = m.entry_id WHERE m.to_unit_id = b.unit_id"
    " AND m.to_place = b.place), (SELECT e.reason FROM move m JOIN entry e ON e.id = m.entry_id"
    " WHERE m.to_unit_id = b.unit_id AND m.to_place = b.place ORDER BY m.id DESC LIMIT 1)"
    " FROM balance b JOIN unit u ON u.id = b.unit_id JOIN order_line l ON l.id = u.order_line_id"
    " JOIN orders o ON o.id = l.order_id JOIN product p ON p.id = o.product_id"
    " WHERE b.place IN (:returned, :hold) AND b.quantity > 0"
)


def _taken(conn: Connection, statement: Any, key: int) -> list[Taken]:
    rows = conn.execute(statement, {"id": key})
    return [Taken(code, name, size, int(quantity)) for code, name, size, quantity in rows]


def _words(row: Any) -> tuple[Any, ...]:
    *unit, place, cycle, sent_by, quantity, since, why = row
    return (*unit, place, Mark(cycle, sent_by), quantity, since or 0, why or "")
