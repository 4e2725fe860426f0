"""A batch and a carton as boards show them: what belongs to it, and where its pieces are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from ..models import Batch, Carton, Order, OrderLine, Product
from ..rules import places
from ..rules.route import Route
from ..scan import read
from ..scan.labels import CODE_IN_USE
from ..scan.read import StageWords


@dataclass(frozen=True, slots=True)
class Part:
    """A unit of the batch: its label in use, and its pieces by place and how often they were sent back."""

    name: str
    kind: str
    code: str
    standing: Mapping[tuple[int, int], int]

    @property
    def quantity(self) -> int:
        """Pieces that it holds, wherever they are."""
        return sum(self.standing.values())

    @property
    def done(self) -> int:
        """Those that are packed or with the partner."""
        return sum(pieces for (place, _cycle), pieces in self.standing.items() if is_done(place))


@dataclass(frozen=True, slots=True)
class BatchStands:
    """A batch, its route, and its units: the batch card first."""

    number: str
    order: str
    product: str
    counted_in: str
    size: str
    quantity: int
    made_at: int
    route: Route
    stages: Mapping[int, StageWords]
    parts: Sequence[Part]

    @property
    def done(self) -> int:
        """Pieces that are packed or with the partner."""
        return sum(part.done for part in self.parts)

    @property
    def by_step(self) -> dict[int, int]:
        """Pieces at each step of the route."""
        found = {step.number: 0 for step in self.route}
        for part in self.parts:
            for (place, _cycle), pieces in part.standing.items():
                if place in found:
                    found[place] += pieces
        return found


@dataclass(frozen=True, slots=True)
class CartonHolds:
    """A carton and what lies in it: bundle, size, code of its label, pieces."""

    number: str
    order: str
    product: str
    counted_in: str
    made_at: int
    sealed_at: int | None
    contents: Sequence[tuple[str, str, str, int]]
    delivery: str | None = None

    @property
    def total(self) -> int:
        """Pieces in all."""
        return sum(pieces for *_, pieces in self.contents)


# Labels and balances of all units in two statements, be they a thousand.
_PARTS = text(
    f"SELECT u.id, u.name, u.kind, COALESCE({CODE_IN_USE}, '') AS code"  # noqa: S608 - our own words
    " FROM unit u WHERE u.batch_id = :batch ORDER BY u.number"
)
_STANDING = text(
    "SELECT b.unit_id, b.place, b.cycle, SUM(b.quantity) FROM unit u JOIN balance b ON b.unit_id = u.id"
    " WHERE u.batch_id = :batch GROUP BY b.unit_id, b.place, b.cycle ORDER BY b.place, b.cycle"
)
_IN_CARTON = text(
    f"SELECT u.name, l.size, COALESCE({CODE_IN_USE}, '') AS code, SUM(c.quantity) FROM carton_content c"  # noqa: S608
    " JOIN unit u ON u.id = c.unit_id JOIN order_line l ON l.id = u.order_line_id WHERE c.carton_id = :carton"
    " GROUP BY u.id, u.name, l.size, l.position ORDER BY l.position, u.name"
)
_NOTE_OF = text(
    "SELECT d.number FROM delivery d JOIN delivery_line x ON x.delivery_id = d.id"
    " WHERE x.carton_id = :carton AND d.status <> 'cancelled' ORDER BY d.id DESC LIMIT 1"
)


def is_done(place: int) -> bool:
    """Whether pieces here are packed, or with the partner."""
    return place in (places.READY, places.DELIVERED)


def batch(conn: Connection, number: str) -> BatchStands | None:
    """The batch of that number; capitals don't matter."""
    row: Any = conn.execute(
        select(
            Batch.id,
            Batch.number,
            Order.number.label("order"),
            Product.name.label("product"),
            Product.counted_in,
            OrderLine.size,
            Batch.quantity,
            Batch.made_at,
            Batch.route_version_id,
        )
        .join(OrderLine, OrderLine.id == Batch.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == Order.product_id)
        .where(func.upper(Batch.number) == number.strip().upper())
    ).first()
    if row is None:
        return None
    standing: dict[int, dict[tuple[int, int], int]] = {}
    for unit_id, place, cycle, pieces in conn.execute(_STANDING, {"batch": row.id}):
        standing.setdefault(unit_id, {})[place, cycle] = int(pieces)
    parts = [
        Part(name, kind, code, standing.get(unit_id, {}))
        for unit_id, name, kind, code in conn.execute(_PARTS, {"batch": row.id})
    ]
    values: dict[str, Any] = dict(row._mapping)
    del values["id"]
    route = read.route(conn, values.pop("route_version_id"))
    return BatchStands(**values, route=route, stages=read.stages(conn), parts=parts)


def carton(conn: Connection, number: str) -> CartonHolds | None:
    """The carton of that number; capitals don't matter."""
    row: Any = conn.execute(
        select(
            Carton.id,
            Carton.number,
            Order.number.label("order"),
            Product.name.label("product"),
            Product.counted_in,
            Carton.made_at,
            Carton.sealed_at,
        )
        .join(Order, Order.id == Carton.order_id)
        .join(Product, Product.id == Order.product_id)
        .where(func.upper(Carton.number) == number.strip().upper())
    ).first()
    if row is None:
        return None
    found = conn.execute(_IN_CARTON, {"carton": row.id})
    contents = [(name, size, code, int(pieces)) for name, size, code, pieces in found]
    note = conn.execute(_NOTE_OF, {"carton": row.id}).scalar()
    values: dict[str, Any] = dict(row._mapping)
    del values["id"]
    return CartonHolds(**values, contents=contents, delivery=note)
