"""Cartons (*koli*): made for an order, filled with ready pieces, sealed, opened again.

How one is filled at a station stands in ``filling``. What lies in a carton is taken out of it before anything else is
done with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from .. import refusals
from ..db import Hot
from ..models import Carton, Delivery, DeliveryLine, DeliveryStatus, Order, OrderLine, Unit, Why
from ..refusals import Refused
from ..rules import places
from ..rules.codes import Kind
from ..rules.route import Route
from . import labels, loose, read
from .entries import Done, Plan, once
from .history import KeptMove
from .loose import Pile
from .postings import Posting
from .record import EntryAsked

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


COLUMNS = (
    "SELECT c.id, c.number, c.order_id, o.number, o.closed_at IS NOT NULL, c.sealed_at"
    " FROM carton c JOIN orders o ON o.id = c.order_id"
)
_BY_ID = Hot(text(f"{COLUMNS} WHERE c.id = :id"))
_LET_GO = Hot(text("UPDATE station SET carton_id = NULL WHERE carton_id = :carton_id"))
_SEAL = Hot(text("UPDATE carton SET sealed_at = :at WHERE id = :id"))
_LOCK = Hot(text("SELECT id FROM carton WHERE id = :id FOR NO KEY UPDATE"))
_HOLDS = Hot(text("SELECT 1 FROM carton_content WHERE carton_id = :id LIMIT 1"))


def make(conn: Connection, asked: EntryAsked, order_id: int, count: int = 1) -> Done:
    """New cartons of an order, each with its label's code. Detail: ``numbers``."""

    def plan() -> Plan:
        if not 1 <= count <= MOST_AT_ONCE:
            raise Refused(refusals.BAD_NUMBER.because(what="jumlah koli"))
        numbers = []
        for at in range(count):
            client_id = asked.client_id[:-1] + bytes([asked.client_id[-1] ^ at])
            carton_id, number = add(conn, order_id, client_id, asked.at, asked.officer_id)
            labels.issue(conn, Kind.CARTON, asked.heard_at, carton_id=carton_id)
            numbers.append(number)
        return Plan(detail={"numbers": numbers})

    return once(conn, asked, plan)


def add(conn: Connection, order_id: int, client_id: bytes, at: int, by: int | None) -> tuple[int, str]:
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
        close(conn, carton, asked.at)
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
        carton = locked(conn, carton_id)
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
            piles = _taken(loose.of_unit(conn, unit_id), quantity)
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
            piles = _taken(loose.in_carton(conn, carton_id, unit_id=unit_id), quantity)
            postings += [_across(pile, from_carton_id=carton_id) for pile in piles]
        return _plan(postings)

    return once(conn, asked, plan)


def must_be_open(conn: Connection, moves: Collection[KeptMove]) -> None:
    """``CARTON_SEALED`` where moves that are to be taken back put pieces into a carton that was sealed since."""
    for carton_id in {move.to_carton_id for move in moves if move.to_carton_id is not None}:
        to_fill(conn, carton_id)


def to_fill(conn: Connection, carton_id: int) -> FoundCarton:
    """The carton, locked; ``CARTON_SEALED`` where nothing may go in or out."""
    carton = locked(conn, carton_id)
    if carton.sealed_at is not None:
        raise Refused(refusals.CARTON_SEALED.because(carton=carton.number))
    return carton


def number_of(conn: Connection, moved: Iterable[Posting | KeptMove]) -> str | None:
    """The number of the carton that moves put pieces into."""
    into = next((move.to_carton_id for move in moved if move.to_carton_id is not None), None)
    return find(conn, into).number if into is not None else None


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


def is_empty(conn: Connection, carton_id: int) -> bool:
    """Whether nothing lies in a carton."""
    return _HOLDS(conn, {"id": carton_id}).first() is None


def close(conn: Connection, carton: FoundCarton, at: int) -> None:
    """Seals a carton, which no station fills any more; ``BAD_NUMBER`` for an empty one."""
    if is_empty(conn, carton.id):
        raise Refused(refusals.BAD_NUMBER.because(what="isi koli"))
    _SEAL(conn, {"at": at, "id": carton.id})
    _LET_GO(conn, {"carton_id": carton.id})


def find(conn: Connection, carton_id: int) -> FoundCarton:
    """The carton with this key; ``NOT_FOUND`` where there is none."""
    row = _BY_ID(conn, {"id": carton_id}).first()
    if row is None:
        raise Refused(refusals.NOT_FOUND.because(what="koli"))
    return carton_of(row)


def carton_of(row: Any) -> FoundCarton:
    """The carton in a row of ``COLUMNS``."""
    values: list[Any] = [*row[:4], bool(row[4]), row[5]]
    return FoundCarton(*values)


def locked(conn: Connection, carton_id: int) -> FoundCarton:
    """The carton, which nobody else changes until the transaction ends."""
    if conn.dialect.name == "postgresql":
        _LOCK(conn, {"id": carton_id}).all()
    return find(conn, carton_id)


def _must_be_of(conn: Connection, carton: FoundCarton, unit_id: int) -> None:
    order = select(OrderLine.order_id).join(Unit, Unit.order_line_id == OrderLine.id).where(Unit.id == unit_id)
    if conn.execute(order).scalar() != carton.order_id:
        raise Refused(refusals.CARTON_OF_ANOTHER.because(carton=carton.number, order=carton.order))


def _taken(piles: Sequence[Pile], quantity: int) -> list[Pile]:
    """So many from these piles, first to last."""
    there = sum(pile.quantity for pile in piles)
    if quantity < 1:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if quantity > there:
        raise Refused(refusals.TOO_MANY.because(asked=quantity, waiting=there))
    return loose.divided(piles, quantity)[0]


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
