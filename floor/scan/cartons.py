"""Cartons (*koli*): made for an order, filled with ready pieces, sealed, opened again.

At a station where goods become ready, the carton that was scanned last is filled by the scans that follow; scanned once
more it is sealed. What lies in a carton is taken out of it before anything else is done with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from .. import refusals
from ..db import Hot
from ..models import Carton, CartonContent, Delivery, DeliveryLine, DeliveryStatus, Order, OrderLine, Outcome, Unit, Why
from ..refusals import Refused
from ..rules import codes, places
from ..rules.codes import Kind
from ..rules.route import Route
from ..rules.scanning import Mark
from . import labels, read
from .entries import Done, Plan, once
from .hearing import Item
from .history import KeptMove, KeptScan
from .postings import Posting
from .read import Caller, FoundUnit
from .record import EntryAsked, Heard, scanned
from .results import Result

# Notes that are on their way: what stands on them is promised.
OPEN_NOTES = (DeliveryStatus.DRAFT.value, DeliveryStatus.APPROVED.value, DeliveryStatus.AT_GATE.value)
MOST_AT_ONCE = 20
# Packing names no step.
_ENDS_ONLY = Route(())


@dataclass(frozen=True, slots=True)
class FoundCarton:
    """A carton and the order that it is for."""

    id: int
    number: str
    order_id: int
    order: str
    order_closed: bool
    sealed_at: int | None


@dataclass(frozen=True, slots=True)
class Pile:
    """So many *ready* pieces of a unit with one mark."""

    unit_id: int
    mark: Mark
    quantity: int


_COLUMNS = (
    "SELECT c.id, c.number, c.order_id, o.number, o.closed_at IS NOT NULL, c.sealed_at"
    " FROM carton c JOIN orders o ON o.id = c.order_id"
)
_BY_ID = Hot(text(f"{_COLUMNS} WHERE c.id = :id"))
_FILLED_HERE = Hot(
    text(
        f"{_COLUMNS} JOIN station s ON s.carton_id = c.id"
        " WHERE s.id = :station_id AND c.sealed_at IS NULL AND o.closed_at IS NULL"
    )
)
_SET = Hot(text("UPDATE station SET carton_id = :carton_id WHERE id = :station_id"))
_LET_GO = Hot(text("UPDATE station SET carton_id = NULL WHERE carton_id = :carton_id"))
_SEAL = Hot(text("UPDATE carton SET sealed_at = :at WHERE id = :id"))
_LOCK = Hot(text("SELECT id FROM carton WHERE id = :id FOR NO KEY UPDATE"))
_PACKED = Hot(
    text(
        "SELECT COALESCE(SUM(quantity), 0) FROM carton_content"
        " WHERE unit_id = :unit_id AND cycle = :cycle AND sent_by = :sent_by"
    )
)
_HOLDS = Hot(text("SELECT 1 FROM carton_content WHERE carton_id = :id LIMIT 1"))
# A step that no other follows: whoever finishes there makes goods ready.
_LAST_STAGES = Hot(
    text(
        "SELECT DISTINCT s.stage_id FROM route_step s WHERE NOT EXISTS"
        " (SELECT 1 FROM route_step n WHERE n.route_version_id = s.route_version_id AND n.number = s.number + 1)"
    )
)


def make(conn: Connection, asked: EntryAsked, order_id: int, count: int = 1) -> Done:
    """New cartons of an order, each with its label's code. Detail: ``numbers``."""

    def plan() -> Plan:
        if not 1 <= count <= MOST_AT_ONCE:
            raise Refused(refusals.BAD_NUMBER.because(what="jumlah koli"))
        numbers = []
        for at in range(count):
            client_id = asked.client_id[:-1] + bytes([asked.client_id[-1] ^ at])
            carton_id, number = _add(conn, order_id, client_id, asked.at, asked.officer_id)
            labels.issue(conn, Kind.CARTON, asked.heard_at, carton_id=carton_id)
            numbers.append(number)
        return Plan(detail={"numbers": numbers})

    return once(conn, asked, plan)


def make_of_blank(conn: Connection, caller: Caller, item: Item, unit_id: int) -> Plan:
    """A blank label (the item's code) becomes that of a new carton for the unit's order, which is filled here now."""
    if not fills(conn, caller.stages):
        raise Refused(refusals.CARTON_NOT_HERE.because())
    of_unit = select(OrderLine.order_id).join(Unit, Unit.order_line_id == OrderLine.id).where(Unit.id == unit_id)
    order_id = conn.execute(of_unit).scalar_one()
    carton_id, number = _add(conn, order_id, item.client_id, item.at, caller.officer_id)
    code = labels.bind(conn, item.code or "", carton_id=carton_id)
    _SET(conn, {"carton_id": carton_id, "station_id": caller.station_id})
    return Plan(detail={"carton": number, "code": code})


def _add(conn: Connection, order_id: int, client_id: bytes, at: int, by: int | None) -> tuple[int, str]:
    """A new carton's key and number, the next of its order."""
    wanted = select(Order.number, Order.closed_at).where(Order.id == order_id).with_for_update(key_share=True)
    order = conn.execute(wanted).first()
    if order is None:
        raise Refused(refusals.NOT_FOUND.because(what="pesanan"))
    if order.closed_at is not None:
        raise Refused(refusals.ORDER_CLOSED.because())
    made = conn.execute(select(func.count(Carton.id)).where(Carton.order_id == order_id)).scalar_one()
    number = f"K-{order.number.removeprefix('PO-')}-{made + 1:03}"
    values = {"number": number, "order_id": order_id, "client_id": client_id, "made_at": at, "made_by_id": by}
    return conn.execute(insert(Carton).values(values).returning(Carton.id)).scalar_one(), number


def seal(conn: Connection, asked: EntryAsked, carton_id: int) -> Done:
    """Nothing goes in any more, and no station fills it."""

    def plan() -> Plan:
        carton = to_fill(conn, carton_id)
        _close(conn, carton, asked.at)
        return Plan(detail={"number": carton.number})

    return once(conn, asked, plan)


def seal_all(conn: Connection, order_id: int, carton_ids: Collection[int], at: int) -> None:
    """Seals those of an order's cartons that are still open; no station fills them. All of them stay locked."""
    own = select(Carton.id, Carton.sealed_at).where(Carton.id.in_(carton_ids), Carton.order_id == order_id)
    for carton_id, sealed_at in conn.execute(own.order_by(Carton.id).with_for_update(key_share=True)).all():
        if sealed_at is None:
            _SEAL(conn, {"at": at, "id": carton_id})
            _LET_GO(conn, {"carton_id": carton_id})


def open_again(conn: Connection, asked: EntryAsked, carton_id: int) -> Done:
    """A sealed carton may be filled again; ``CARTON_PROMISED`` where it stands on an open delivery note."""

    def plan() -> Plan:
        carton = _locked(conn, carton_id)
        note = notes_of(conn, [carton_id]).get(carton_id)
        if note is not None:
            raise Refused(refusals.CARTON_PROMISED.because(carton=carton.number, note=note))
        conn.execute(update(Carton).where(Carton.id == carton_id).values(sealed_at=None))
        return Plan(detail={"number": carton.number})

    return once(conn, asked, plan)


def pack(conn: Connection, asked: EntryAsked, carton_id: int, wanted: Mapping[int, int]) -> Done:
    """Puts loose *ready* pieces into a carton: so many of each unit, by its key."""

    def plan() -> Plan:
        read.lock_all(conn, list(wanted))
        carton = to_fill(conn, carton_id)
        postings: list[Posting] = []
        for unit_id, quantity in wanted.items():
            _must_be_of(conn, carton, unit_id)
            piles = _taken(_loose(conn, unit_id), quantity)
            postings += [_across(pile, to_carton_id=carton_id) for pile in piles]
        return _plan(postings)

    return once(conn, asked, plan)


def take_out(conn: Connection, asked: EntryAsked, carton_id: int, wanted: Mapping[int, int]) -> Done:
    """Takes pieces out of a carton; they are *ready* and loose. So many of each unit, by its key."""

    def plan() -> Plan:
        read.lock_all(conn, list(wanted))
        to_fill(conn, carton_id)
        postings: list[Posting] = []
        for unit_id, quantity in wanted.items():
            piles = _taken(_inside(conn, carton_id, unit_id), quantity)
            postings += [_across(pile, from_carton_id=carton_id) for pile in piles]
        return _plan(postings)

    return once(conn, asked, plan)


def scan(conn: Connection, caller: Caller, item: Item, carton_id: int) -> Result:
    """A carton's label at a station: from now on it is filled here; the one that is filled already is sealed.

    An empty one is only put away. Out of the queue of a station where the tablet stands no more it means nothing here.
    """
    if not fills(conn, caller.stages):
        raise Refused(refusals.CARTON_NOT_HERE.because())
    carton, here = _locked(conn, carton_id), filled_at(conn, caller.station_id)
    if carton.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    if carton.sealed_at is not None:
        raise Refused(refusals.CARTON_SEALED.because(carton=carton.number))
    if here is not None and here.id == carton_id and not _is_empty(conn, carton_id):
        _close(conn, carton, item.at)
    elif not caller.is_elsewhere:
        filling = here is None or here.id != carton_id
        _SET(conn, {"carton_id": carton_id if filling else None, "station_id": caller.station_id})
    scanned(conn, item, Heard(caller.station_id, caller.officer_id), None)
    said = state(conn, carton_id, caller.station_id)
    return Result(item.id, Outcome.RECORDED, carton=said, words=read.stages(conn), clock_off_ms=item.clock_off)


def state(conn: Connection, carton_id: int, station_id: int) -> tuple[str, str]:
    """A carton's number, and what it is at a station: ``filling``, ``sealed`` or ``away``."""
    carton, here = _find(conn, carton_id), filled_at(conn, station_id)
    filling = here is not None and here.id == carton_id
    return carton.number, "filling" if filling else "sealed" if carton.sealed_at is not None else "away"


def fills(conn: Connection, stages: frozenset[int]) -> bool:
    """Whether goods become ready at a station that serves these stages."""
    return any(stage_id in stages for (stage_id,) in _LAST_STAGES(conn, {}))


def filled_at(conn: Connection, station_id: int) -> FoundCarton | None:
    """The carton that is being filled at a station: one that is open, of an order that is open."""
    row = _FILLED_HERE(conn, {"station_id": station_id}).first()
    return _carton(row) if row is not None else None


def into_the_one_here(
    conn: Connection, caller: Caller, item: Item, unit: FoundUnit, postings: Sequence[Posting]
) -> list[Posting]:
    """The same moves; those that make pieces ready put them into the carton that is filled at the station.

    ``CARTON_OF_ANOTHER`` where it is for another order: that is noticed at once, and mended by one scan. A late scan is
    never stopped by it; its pieces are loose.
    """
    if not any(posting.to_place == places.READY for posting in postings):
        return list(postings)
    carton = filled_at(conn, caller.station_id)
    if carton is None:
        return list(postings)
    if carton.order != unit.order_number:
        if item.late:
            return list(postings)
        raise Refused(refusals.CARTON_OF_ANOTHER.because(carton=carton.number, order=carton.order))
    if _locked(conn, carton.id).sealed_at is not None:  # while its lock was waited for
        return list(postings)
    return [
        replace(posting, to_carton_id=carton.id) if posting.to_place == places.READY else posting
        for posting in postings
    ]


def must_be_loose(conn: Connection, unit_id: int, place: int, mark: Mark, there: int, quantity: int) -> None:
    """``IN_CARTONS`` where so many of a unit's pieces at a place can't be taken, for some lie in cartons."""
    if place != places.READY:
        return
    packed = int(_PACKED(conn, {"unit_id": unit_id, "cycle": mark.cycle, "sent_by": mark.sent_by}).scalar() or 0)
    if packed and quantity > there - packed:
        raise Refused(refusals.IN_CARTONS.because(packed=packed, free=there - packed))


def must_be_open(conn: Connection, moves: Collection[KeptMove]) -> None:
    """``CARTON_SEALED`` where moves that are to be taken back put pieces into a carton that was sealed since."""
    for carton_id in {move.to_carton_id for move in moves if move.to_carton_id is not None}:
        to_fill(conn, carton_id)


def to_fill(conn: Connection, carton_id: int) -> FoundCarton:
    """The carton, locked; ``CARTON_SEALED`` where nothing may go in or out."""
    carton = _locked(conn, carton_id)
    if carton.sealed_at is not None:
        raise Refused(refusals.CARTON_SEALED.because(carton=carton.number))
    return carton


def number_of(conn: Connection, moved: Iterable[Posting | KeptMove]) -> str | None:
    """The number of the carton that moves put pieces into."""
    into = next((move.to_carton_id for move in moved if move.to_carton_id is not None), None)
    return _find(conn, into).number if into is not None else None


def of_scan(conn: Connection, kept: KeptScan) -> tuple[str, str] | None:
    """The carton whose label a scan read, and what it is there now; ``None`` where it read something else."""
    code = codes.read_code(kept.code or "")
    label = read.label(conn, code) if code is not None else None
    return state(conn, label.carton_id, kept.station_id) if label is not None and label.carton_id is not None else None


def notes_of(conn: Connection, carton_ids: Collection[int], apart_from: int | None = None) -> dict[int, str]:
    """The open delivery note that each of these cartons stands on, by number; none for the others."""
    rows = conn.execute(
        select(DeliveryLine.carton_id, Delivery.number)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            Delivery.status.in_(OPEN_NOTES),
            DeliveryLine.carton_id.in_(list(carton_ids)),
            Delivery.id != (apart_from or 0),
        )
    )
    return {carton_id or 0: number for carton_id, number in rows}


def _is_empty(conn: Connection, carton_id: int) -> bool:
    return _HOLDS(conn, {"id": carton_id}).first() is None


def _close(conn: Connection, carton: FoundCarton, at: int) -> None:
    if _is_empty(conn, carton.id):
        raise Refused(refusals.BAD_NUMBER.because(what="isi koli"))
    _SEAL(conn, {"at": at, "id": carton.id})
    _LET_GO(conn, {"carton_id": carton.id})


def _find(conn: Connection, carton_id: int) -> FoundCarton:
    row = _BY_ID(conn, {"id": carton_id}).first()
    if row is None:
        raise Refused(refusals.NOT_FOUND.because(what="koli"))
    return _carton(row)


def _carton(row: Any) -> FoundCarton:
    values: list[Any] = [*row[:4], bool(row[4]), row[5]]
    return FoundCarton(*values)


def _locked(conn: Connection, carton_id: int) -> FoundCarton:
    if conn.dialect.name == "postgresql":
        _LOCK(conn, {"id": carton_id}).all()
    return _find(conn, carton_id)


def _must_be_of(conn: Connection, carton: FoundCarton, unit_id: int) -> None:
    order = select(OrderLine.order_id).join(Unit, Unit.order_line_id == OrderLine.id).where(Unit.id == unit_id)
    if conn.execute(order).scalar() != carton.order_id:
        raise Refused(refusals.CARTON_OF_ANOTHER.because(carton=carton.number, order=carton.order))


def _loose(conn: Connection, unit_id: int) -> list[Pile]:
    found = []
    for holding in read.held(conn, unit_id)[0]:
        if holding.unit_id == unit_id and holding.place == places.READY:
            mark = holding.mark
            packed = _PACKED(conn, {"unit_id": unit_id, "cycle": mark.cycle, "sent_by": mark.sent_by}).scalar()
            found.append(Pile(unit_id, mark, holding.quantity - int(packed or 0)))
    return found


def _inside(conn: Connection, carton_id: int, unit_id: int) -> list[Pile]:
    content = CartonContent
    inside = (content.carton_id == carton_id, content.unit_id == unit_id)
    own = select(content.cycle, content.sent_by, content.quantity).where(*inside)
    rows = conn.execute(own.order_by(content.cycle, content.sent_by))
    return [Pile(unit_id, Mark(cycle, sent_by), quantity) for cycle, sent_by, quantity in rows]


def _taken(piles: Sequence[Pile], quantity: int) -> list[Pile]:
    """So many from these piles, first to last."""
    there = sum(pile.quantity for pile in piles)
    if quantity < 1:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if quantity > there:
        raise Refused(refusals.TOO_MANY.because(asked=quantity, waiting=there))
    found = []
    for pile in piles:
        some = min(quantity, pile.quantity)
        quantity -= some
        found += [replace(pile, quantity=some)] if some else []
    return found


def _across(pile: Pile, from_carton_id: int | None = None, to_carton_id: int | None = None) -> Posting:
    return Posting(
        pile.unit_id,
        places.READY,
        pile.mark,
        places.READY,
        pile.mark,
        pile.quantity,
        Why.PACKED,
        from_carton_id=from_carton_id,
        to_carton_id=to_carton_id,
    )


def _plan(postings: list[Posting]) -> Plan:
    if not postings:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    return Plan(_ENDS_ONLY, postings)
