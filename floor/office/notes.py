"""A delivery note as its pages and its paper show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from ..models import Carton, Delivery, DeliveryLine, DeliveryStatus, Goods, Officer, Order, OrderLine, Partner, Product

# On paper and on pages: what is delivered first, then what goes back.
_IN_ORDER = [goods.value for goods in Goods]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note; ``carton`` is the number of the carton that its pieces lie in."""

    id: int
    goods: str
    line_id: int
    size: str
    carton_id: int | None
    carton: str | None
    quantity: int
    counted: int | None
    refused: int
    to_hold: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Sum:
    """All lines of one kind of goods and one size; ``key`` names them in a form."""

    goods: str
    line_id: int
    size: str
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        """``good-12``"""
        return f"{self.goods}-{self.line_id}"

    @property
    def quantity(self) -> int:
        """Pieces that were sent."""
        return sum(line.quantity for line in self.lines)

    @property
    def counted(self) -> int:
        """Pieces that the partner counted and took."""
        return sum(line.counted or 0 for line in self.lines)

    @property
    def refused(self) -> int:
        """Pieces that stayed here."""
        return sum(line.refused for line in self.lines)

    @property
    def held(self) -> int:
        """Those of them that are held back."""
        return sum(line.refused for line in self.lines if line.to_hold)

    @property
    def reason(self) -> str:
        """Why they stayed."""
        return next((line.reason for line in self.lines if line.reason), "")

    @property
    def loose(self) -> int:
        """Pieces that lie in no carton."""
        return sum(line.quantity for line in self.lines if line.carton_id is None)

    @property
    def cartons(self) -> list[tuple[str, int]]:
        """The cartons that hold the others, and how many each."""
        return [(line.carton, line.quantity) for line in self.lines if line.carton is not None]


@dataclass(frozen=True, slots=True)
class Note:
    """A delivery note with everything that stands on it. ``by`` are the officers of its steps, by step."""

    id: int
    number: str
    status: str
    order_id: int
    order: str
    partner: str
    address: str
    product: str
    product_code: str
    counted_in: str
    recipient: str
    driver: str
    vehicle: str
    note: str
    gate_officer: str
    made_at: int
    approved_at: int | None
    at_gate_at: int | None
    delivered_at: int | None
    cancelled_at: int | None
    cancelled_why: str
    by: Mapping[str, str] = field(default_factory=dict)
    one_hand: bool = False  # drafted and approved by the same officer
    lines: tuple[Line, ...] = ()

    @property
    def sums(self) -> list[Sum]:
        """Per kind of goods and size, in the order people expect."""
        found: dict[tuple[str, int], list[Line]] = {}
        for line in self.lines:
            found.setdefault((line.goods, line.line_id), []).append(line)
        return [Sum(goods, line_id, lines[0].size, tuple(lines)) for (goods, line_id), lines in found.items()]

    @property
    def quantity(self) -> int:
        """Good pieces in all."""
        return sum(line.quantity for line in self.lines if line.goods == Goods.GOOD.value)

    @property
    def cartons(self) -> list[str]:
        """The numbers of the cartons on it (*koli*)."""
        return sorted({line.carton for line in self.lines if line.carton is not None})

    @property
    def is_open(self) -> bool:
        """Whether it is on its way: neither signed nor cancelled."""
        return self.status not in (DeliveryStatus.SIGNED.value, DeliveryStatus.CANCELLED.value)

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.status == DeliveryStatus.DRAFT.value


@dataclass(frozen=True, slots=True)
class Listed:
    """A note in a list; ``quantity`` are good pieces, as sent."""

    number: str
    status: str
    order: str
    partner: str
    recipient: str
    made_at: int
    delivered_at: int | None
    quantity: int


def note(conn: Connection, number: str) -> Note | None:
    """The note of that number."""
    row = conn.execute(_notes().where(Delivery.number == number)).mappings().first()
    if row is None:
        return None
    values: dict[str, Any] = dict(row)
    officers = {step: values.pop(f"{step}_by") for step in ("made", "approved", "signed", "cancelled")}
    maker, approver = values.pop("maker"), values.pop("approver")
    by = {step: name for step, name in officers.items() if name}
    one_hand = approver is not None and maker == approver
    return Note(**values, by=by, one_hand=one_hand, lines=tuple(_lines(conn, row["id"])))


def of_order(conn: Connection, order_id: int) -> list[Listed]:
    """The notes of an order, the newest on top."""
    return _listed(conn, Delivery.order_id == order_id, 200)


def on_their_way(conn: Connection) -> list[Listed]:
    """All notes that are neither signed nor cancelled, the oldest on top."""
    ended = (DeliveryStatus.SIGNED.value, DeliveryStatus.CANCELLED.value)
    return list(reversed(_listed(conn, Delivery.status.not_in(ended), 200)))


def ended(conn: Connection, most: int = 30) -> list[Listed]:
    """The last notes that were signed or cancelled, the newest on top."""
    return _listed(conn, Delivery.status.in_((DeliveryStatus.SIGNED.value, DeliveryStatus.CANCELLED.value)), most)


def _notes() -> Any:
    maker, approver, signer, canceller = (aliased(Officer) for _ in range(4))
    note_ = Delivery
    own = (note_.recipient, note_.driver, note_.vehicle, note_.note, note_.gate_officer, note_.made_at)
    moments = (note_.approved_at, note_.at_gate_at, note_.delivered_at, note_.cancelled_at, note_.cancelled_why)
    return (
        select(
            note_.id,
            note_.number,
            note_.status,
            note_.order_id,
            Order.number.label("order"),
            Partner.name.label("partner"),
            Partner.address,
            Product.name.label("product"),
            Product.code.label("product_code"),
            Product.counted_in,
            *own,
            *moments,
            note_.made_by_id.label("maker"),
            note_.approved_by_id.label("approver"),
            maker.name.label("made_by"),
            approver.name.label("approved_by"),
            signer.name.label("signed_by"),
            canceller.name.label("cancelled_by"),
        )
        .join(Order, Order.id == note_.order_id)
        .join(Partner, Partner.id == Order.partner_id)
        .join(Product, Product.id == Order.product_id)
        .outerjoin(maker, maker.id == note_.made_by_id)
        .outerjoin(approver, approver.id == note_.approved_by_id)
        .outerjoin(signer, signer.id == note_.signed_by_id)
        .outerjoin(canceller, canceller.id == note_.cancelled_by_id)
    )


def _lines(conn: Connection, delivery_id: int) -> Iterable[Line]:
    line = DeliveryLine
    rows: Sequence[Any] = conn.execute(
        select(
            line.id,
            line.goods,
            line.order_line_id,
            OrderLine.size,
            line.carton_id,
            Carton.number,
            line.quantity,
            line.counted,
            line.refused,
            line.to_hold,
            line.reason,
        )
        .join(OrderLine, OrderLine.id == line.order_line_id)
        .outerjoin(Carton, Carton.id == line.carton_id)
        .where(line.delivery_id == delivery_id)
        .order_by(OrderLine.position, line.id)
    ).all()
    return sorted((Line(*row) for row in rows), key=lambda each: _IN_ORDER.index(each.goods))


def _listed(conn: Connection, wanted: Any, most: int) -> list[Listed]:
    good = (DeliveryLine.delivery_id == Delivery.id, DeliveryLine.goods == Goods.GOOD.value)
    pieces = select(func.coalesce(func.sum(DeliveryLine.quantity), 0)).where(*good).scalar_subquery()
    note_ = Delivery
    moments = (note_.made_at, note_.delivered_at)
    columns = select(note_.number, note_.status, Order.number, Partner.name, note_.recipient, *moments, pieces)
    rows = conn.execute(
        columns.join(Order, Order.id == note_.order_id)
        .join(Partner, Partner.id == Order.partner_id)
        .where(wanted)
        .order_by(note_.id.desc())
        .limit(most)
    )
    return [Listed(*row) for row in rows]
