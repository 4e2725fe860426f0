"""What may still stand on a delivery note: what is ready, less what lies in cartons and what open notes promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from .. import refusals
from ..models import (
    Balance,
    Batch,
    Carton,
    CartonContent,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Goods,
    OrderLine,
    ReceiptLine,
    Unit,
)
from ..refusals import Refused
from ..rules import places
from ..scan.cartons import OPEN_NOTES, notes_of


@dataclass(frozen=True, slots=True)
class Free:
    """Of one size, in pieces: what is ready, and how many of each kind of goods one more note may promise.

    ``packed`` lie in cartons, ``promised`` are loose ones on other open notes. ``here`` is what there is of each
    kind of goods outside cartons, whoever promises it.
    """

    line_id: int
    size: str
    ready: int
    packed: int
    promised: int
    rest: dict[str, int] = field(default_factory=dict)
    here: dict[str, int] = field(default_factory=dict)

    def of(self, goods: str) -> int:
        """How many of this kind of goods a note may name."""
        return self.rest[goods]


@dataclass(frozen=True, slots=True)
class PackedSize:
    """So many pieces of one size that lie in a carton."""

    line_id: int
    size: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A carton of an order that something lies in; ``note`` is the open delivery note that it stands on."""

    id: int
    number: str
    sealed_at: int | None
    sizes: tuple[PackedSize, ...]
    note: str | None

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(size.quantity for size in self.sizes)


@dataclass(frozen=True, slots=True)
class Promise:
    """A line that a note is to carry."""

    goods: str
    line_id: int
    quantity: int
    carton_id: int | None = None


def free(conn: Connection, order_id: int, apart_from: int | None = None) -> list[Free]:
    """Every size of an order; what the note ``apart_from`` promises itself counts as free."""
    at = {place: _sums(conn, _at(place), order_id) for place in (places.READY, places.GRADE_B, places.SCRAP)}
    held = select(Unit.order_line_id.label("line"), CartonContent.quantity)
    in_cartons = held.select_from(CartonContent).join(Unit, Unit.id == CartonContent.unit_id)
    packed = _sums(conn, in_cartons, order_id)
    counted = _sums(conn, select(ReceiptLine.order_line_id.label("line"), ReceiptLine.counted), order_id)
    made = _sums(conn, select(Batch.order_line_id.label("line"), Batch.quantity), order_id)
    promised, gone = _promised(conn, order_id, apart_from), _gone(conn, order_id)
    lines = select(OrderLine.id, OrderLine.size).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
    found = []
    for line, size in conn.execute(lines):
        there = {
            Goods.GOOD.value: at[places.READY].get(line, 0) - packed.get(line, 0),
            Goods.GRADE_B.value: at[places.GRADE_B].get(line, 0),
            Goods.SCRAP.value: at[places.SCRAP].get(line, 0),
            Goods.LEFTOVER.value: counted.get(line, 0) - made.get(line, 0),
        }
        here = {goods: max(0, quantity - gone.get((line, goods), 0)) for goods, quantity in there.items()}
        rest = {goods: max(0, quantity - promised.get((line, goods), 0)) for goods, quantity in here.items()}
        taken = promised.get((line, Goods.GOOD.value), 0)
        found.append(Free(line, size, at[places.READY].get(line, 0), packed.get(line, 0), taken, rest, here))
    return found


def cartons(conn: Connection, order_id: int, apart_from: int | None = None) -> list[Packed]:
    """The cartons of an order that something lies in, by number."""
    rows = conn.execute(
        select(
            Carton.id, Carton.number, Carton.sealed_at, OrderLine.id, OrderLine.size, func.sum(CartonContent.quantity)
        )
        .join(CartonContent, CartonContent.carton_id == Carton.id)
        .join(Unit, Unit.id == CartonContent.unit_id)
        .join(OrderLine, OrderLine.id == Unit.order_line_id)
        .where(Carton.order_id == order_id)
        .group_by(Carton.id, Carton.number, Carton.sealed_at, OrderLine.id, OrderLine.size, OrderLine.position)
        .order_by(Carton.number, OrderLine.position)
    )
    sizes: dict[tuple[int, str, int | None], list[PackedSize]] = {}
    for carton_id, number, sealed_at, line_id, size, quantity in rows:
        sizes.setdefault((carton_id, number, sealed_at), []).append(PackedSize(line_id, size, int(quantity)))
    notes = notes_of(conn, [key[0] for key in sizes], apart_from)
    return [Packed(*key, tuple(held), notes.get(key[0])) for key, held in sizes.items()]


def must_be_free(conn: Connection, order_id: int, promises: Sequence[Promise], apart_from: int | None = None) -> None:
    """``Refused`` where a note would promise what isn't there, or what another open note promises already."""
    sizes = {size.line_id: size for size in free(conn, order_id, apart_from)}
    for promise in promises:
        size = sizes.get(promise.line_id)
        if size is None:
            raise Refused(refusals.NOT_FOUND.because(what="ukuran"))
        if promise.carton_id is None and promise.quantity > size.of(promise.goods):
            raise Refused(_too_many(size, promise))
    packed = {carton.id: carton for carton in cartons(conn, order_id, apart_from)}
    for carton_id in {promise.carton_id for promise in promises if promise.carton_id is not None}:
        carton = packed.get(carton_id)
        if carton is None:
            raise Refused(refusals.NOT_FOUND.because(what="koli"))
        if carton.note is not None:
            raise Refused(refusals.CARTON_PROMISED.because(carton=carton.number, note=carton.note))
        wanted = sorted((p.line_id, p.quantity) for p in promises if p.carton_id == carton_id)
        if wanted != sorted((size.line_id, size.quantity) for size in carton.sizes):
            raise Refused(refusals.CARTON_CHANGED.because(carton=carton.number))


def must_be_here(conn: Connection, order_id: int, promises: Sequence[Promise]) -> None:
    """``GOODS_TOO_MANY`` where less is here of what a note hands back than it says.

    Asked at the signature, for no move stands for these goods. What other open notes promise doesn't matter any more:
    who signs first has it.
    """
    sizes = {size.line_id: size for size in free(conn, order_id)}
    for promise in promises:
        size = sizes[promise.line_id]
        here = size.here[promise.goods]
        if promise.goods != Goods.GOOD.value and promise.quantity > here:
            no = refusals.GOODS_TOO_MANY.because(size=size.size or "–", ready=here, asked=promise.quantity)
            raise Refused(no)


def _too_many(size: Free, promise: Promise) -> refusals.No:
    asked = {"size": size.size or "–", "asked": promise.quantity, "ready": size.of(promise.goods)}
    if promise.goods != Goods.GOOD.value:
        return refusals.GOODS_TOO_MANY.because(**asked)
    if size.packed or size.promised:
        asked |= {"ready": size.ready, "packed": size.packed, "promised": size.promised, "free": size.of(promise.goods)}
        return refusals.PROMISED_TOO_MANY.because(**asked)
    return refusals.DELIVERY_TOO_MANY.because(**asked)


def _at(place: int) -> Any:
    columns = select(Unit.order_line_id.label("line"), Balance.quantity).select_from(Balance)
    return columns.join(Unit, Unit.id == Balance.unit_id).where(Balance.place == place)


def _sums(conn: Connection, each: Any, order_id: int) -> dict[int, int]:
    """A statement of (line, pieces) summed up per line of an order."""
    pieces = each.subquery()
    line, quantity = pieces.c
    own = select(OrderLine.id).where(OrderLine.order_id == order_id)
    rows = conn.execute(select(line, func.sum(quantity)).where(line.in_(own)).group_by(line))
    return {line_id: int(total) for line_id, total in rows}


def _lines(order_id: int, quantity: Any) -> Any:
    return (
        select(DeliveryLine.order_line_id, DeliveryLine.goods, func.sum(quantity))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.order_id == order_id)
        .group_by(DeliveryLine.order_line_id, DeliveryLine.goods)
    )


def _promised(conn: Connection, order_id: int, apart_from: int | None) -> dict[tuple[int, str], int]:
    """What open notes promise outside cartons, by order line and kind of goods."""
    loose = _lines(order_id, DeliveryLine.quantity).where(
        Delivery.status.in_(OPEN_NOTES), Delivery.id != (apart_from or 0), DeliveryLine.carton_id.is_(None)
    )
    return {(line, goods): int(quantity) for line, goods, quantity in conn.execute(loose)}


def _gone(conn: Connection, order_id: int) -> dict[tuple[int, str], int]:
    """What signed notes took along besides good pieces, which are moved; by order line and kind of goods."""
    taken = _lines(order_id, DeliveryLine.quantity - DeliveryLine.refused).where(
        Delivery.status == DeliveryStatus.SIGNED.value, DeliveryLine.goods != Goods.GOOD.value
    )
    return {(line, goods): int(quantity) for line, goods, quantity in conn.execute(taken)}
