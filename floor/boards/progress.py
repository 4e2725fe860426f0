"""How every order stands, read from the balances: made, in work at which stage, packed, delivered, lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from ..models import Order, OrderLine, Partner, Product
from ..rules import places
from ..scan import read
from ..scan.read import StageWords


@dataclass(frozen=True, slots=True)
class AtStage:
    """Pieces that wait at a stage or are in it. ``step`` orders them along the route; ``sent_back`` of them are rework.

    A stage that occurs twice in a route stands here twice: ``time`` says which time the route comes by it.
    """

    step: int
    stage: StageWords
    time: int
    quantity: int
    sent_back: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Pieces of an order, or of one size of it, by where they are. ``made`` is all of them."""

    target: int
    made: int = 0
    in_work: tuple[AtStage, ...] = ()
    ready: int = 0
    delivered: int = 0
    scrap: int = 0
    grade_b: int = 0
    hold: int = 0
    missing: int = 0
    returned: int = 0

    @property
    def done(self) -> int:
        """Packed, or handed over already."""
        return self.ready + self.delivered

    @property
    def going(self) -> int:
        """In work, at whatever stage."""
        return sum(at.quantity for at in self.in_work)

    @property
    def not_started(self) -> int:
        """Wanted, and no batch made for them yet."""
        return max(self.target - self.made, 0)

    @property
    def to_replace(self) -> int:
        """Made, but lost on the way, so that too few remain: known once nothing is in work or held any more."""
        if self.going or self.hold or not self.made:
            return 0
        lost = self.scrap + self.grade_b + self.missing + self.returned
        return max(min(self.target, self.made) - (self.made - lost), 0)

    @property
    def is_complete(self) -> bool:
        """Whether as many are packed or delivered as were wanted."""
        return self.done >= self.target


@dataclass(frozen=True, slots=True)
class SizeProgress:
    """One size of an order."""

    line_id: int
    size: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class OrderProgress:
    """An order and how it stands, in all and per size."""

    id: int
    number: str
    partner: str
    product_code: str
    product: str
    counted_in: str
    kind: str
    due_on: date
    closed_at: int | None
    total: Tally
    sizes: tuple[SizeProgress, ...]

    def days_left(self, today: date) -> int:
        """Days until it is due; negative when it is late."""
        return (self.due_on - today).days


# One row per size, route version, place: a few hundred, whatever the ledger's length.
_STANDING = text(
    "SELECT u.order_line_id, u.route_version_id, b.place, SUM(b.quantity),"
    " SUM(CASE WHEN b.cycle > 0 THEN b.quantity ELSE 0 END)"
    " FROM unit u JOIN balance b ON b.unit_id = u.id WHERE u.order_line_id IN :lines AND b.quantity > 0"
    " GROUP BY u.order_line_id, u.route_version_id, b.place"
).bindparams(bindparam("lines", expanding=True))

_ENDS = {
    places.READY: "ready",
    places.DELIVERED: "delivered",
    places.SCRAP: "scrap",
    places.GRADE_B: "grade_b",
    places.HOLD: "hold",
    places.MISSING: "missing",
    places.RETURNED: "returned",
}


def open_orders(conn: Connection) -> list[OrderProgress]:
    """Every order that isn't closed, the one due first on top."""
    return list(_read(conn, Order.closed_at.is_(None)))


def one_order(conn: Connection, number: str) -> OrderProgress | None:
    """The order of that number, open or closed; capitals don't matter."""
    return next(_read(conn, func.upper(Order.number) == number.strip().upper()), None)


def _read(conn: Connection, wanted: Any) -> Iterator[OrderProgress]:
    rows = conn.execute(
        select(
            Order.id,
            Order.number,
            Partner.name.label("partner"),
            Product.code.label("product_code"),
            Product.name.label("product"),
            Product.counted_in,
            Order.kind,
            Order.due_on,
            Order.closed_at,
            OrderLine.id.label("line_id"),
            OrderLine.size,
            OrderLine.target,
        )
        .join(Partner, Partner.id == Order.partner_id)
        .join(Product, Product.id == Order.product_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(wanted)
        .order_by(Order.due_on, Order.number, Order.id, OrderLine.position, OrderLine.id)
    ).all()
    standing = _standing(conn, [row.line_id for row in rows])
    orders: dict[int, list[Any]] = {}
    for row in rows:
        orders.setdefault(row.id, []).append(row)
    for lines in orders.values():
        yield _progress(conn, lines, standing)


def _standing(conn: Connection, line_ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    if line_ids:
        for line_id, *rest in conn.execute(_STANDING, {"lines": line_ids}):
            found.setdefault(line_id, []).append(rest)
    return found


def _progress(conn: Connection, lines: list[Any], standing: Mapping[int, list[Any]]) -> OrderProgress:
    first = lines[0]
    sizes = [
        SizeProgress(line.line_id, line.size, _tally(conn, line.target, standing.get(line.line_id, ())))
        for line in lines
    ]
    total = _tally(
        conn, sum(line.target for line in lines), [row for line in lines for row in standing.get(line.line_id, ())]
    )
    return OrderProgress(
        first.id,
        first.number,
        first.partner,
        first.product_code,
        first.product,
        first.counted_in,
        first.kind,
        first.due_on,
        first.closed_at,
        total,
        tuple(sizes),
    )


def _tally(conn: Connection, target: int, rows: Iterable[Any]) -> Tally:
    """Adds up rows of (route version, place, pieces, of them sent back)."""
    ends: dict[str, int] = {}
    steps: dict[tuple[str, int], AtStage] = {}
    made = 0
    for version_id, place, quantity, sent_back in rows:
        made += quantity
        if not places.is_step(place):
            end = _ENDS[places.base(place)]
            ends[end] = ends.get(end, 0) + int(quantity)
            continue
        here = _at_stage(conn, version_id, place, int(quantity), int(sent_back))
        key = (here.stage.code, here.time)
        before = steps.get(key)
        steps[key] = _together(before, here) if before else here
    return Tally(target, int(made), tuple(sorted(steps.values(), key=lambda at: at.step)), **ends)


def _at_stage(conn: Connection, version_id: int, step: int, quantity: int, sent_back: int) -> AtStage:
    route = read.route(conn, version_id)
    stage_id = route.step(step).stage_id
    time = sum(1 for other in route.steps[:step] if other.stage_id == stage_id)
    return AtStage(step, read.stages(conn)[stage_id], time, quantity, sent_back)


def _together(one: AtStage, other: AtStage) -> AtStage:
    """The same stage of two route versions, which may number it differently."""
    return AtStage(
        max(one.step, other.step), one.stage, one.time, one.quantity + other.quantity, one.sent_back + other.sent_back
    )
