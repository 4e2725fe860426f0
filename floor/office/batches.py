"""Making batches: an order line's pieces, cut into bundles or single pieces, or left as one batch card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from .. import refusals
from ..models import (
    Batch,
    Order,
    OrderLine,
    Product,
    ReceiptLine,
    RouteVersion,
    StandardVersion,
    Unit,
    UnitKind,
    Why,
)
from ..refusals import Refused
from ..rules import places
from ..rules.codes import Kind
from ..rules.scanning import FRESH
from ..scan import labels, read
from ..scan.entries import Done, Plan, once
from ..scan.postings import Posting
from ..scan.record import EntryAsked
from .typed import MOST_PIECES

# One batch's labels are printed together; more than this is several batches.
MOST_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class Cut:
    """How a batch is cut: bundles of ``bundle_of`` pieces; 1: single pieces; ``None``: one batch card."""

    quantity: int
    bundle_of: int | None = None
    worker_id: int | None = None

    @property
    def labels(self) -> int:
        """How many labels it needs besides the batch card's; 1 where that is all there is."""
        return 1 if self.bundle_of is None else -(-self.quantity // max(self.bundle_of, 1))

    def bundles(self) -> Iterator[int]:
        """The size of every bundle, the last one smaller where it doesn't come out even."""
        if self.bundle_of is None:
            return
        for start in range(0, self.quantity, self.bundle_of):
            yield min(self.bundle_of, self.quantity - start)


def make_batch(conn: Connection, asked: EntryAsked, order_line_id: int, cut: Cut) -> Done:
    """Makes a batch under the route and standard in force; the pieces wait at the first step.

    More than was counted in (maklun) or than the target needs a reason. Detail: ``batch`` (number), ``batch_id``.
    """
    return make_batches(conn, asked, [(order_line_id, cut)])


def make_batches(conn: Connection, asked: EntryAsked, cuts: Sequence[tuple[int, Cut]]) -> Done:
    """Makes a batch of each of these lines of one order, all or none. Detail: the first's, and all ``batches``."""
    return once(conn, asked, lambda: _plan(conn, asked, cuts))


def _plan(conn: Connection, asked: EntryAsked, cuts: Sequence[tuple[int, Cut]]) -> Plan:
    if not cuts:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if sum(cut.labels for _, cut in cuts) > MOST_UNITS:
        raise Refused(refusals.TOO_MANY_UNITS.because(most=MOST_UNITS))
    made = []
    postings: list[Posting] = []
    for order_line_id, cut in cuts:
        line = _open_line(conn, order_line_id)
        _check(conn, line, cut, asked.reason)
        batch_id, number = _new_batch(conn, asked, line, cut)
        units = _new_units(conn, asked, line, batch_id, number, cut)
        postings += [Posting(unit_id, places.NEW, FRESH, 1, FRESH, count, Why.MADE) for unit_id, count in units]
        made.append((number, batch_id))
    detail = {"batch": made[0][0], "batch_id": made[0][1], "batches": [number for number, _ in made]}
    # One order has one product, and so one route in force.
    return Plan(read.route(conn, line.route_version_id), postings, detail)


def _open_line(conn: Connection, order_line_id: int) -> Any:
    line = conn.execute(_line(conn, order_line_id)).first()
    if line is None:
        raise Refused(refusals.NOT_FOUND.because(what="ukuran"))
    if line.closed_at is not None:
        raise Refused(refusals.ORDER_CLOSED.because())
    return line


def _line(conn: Connection, order_line_id: int) -> Any:
    newest_route = (
        select(RouteVersion.id)
        .where(RouteVersion.route_id == Product.route_id)
        .order_by(RouteVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    newest_standard = (
        select(StandardVersion.id)
        .where(StandardVersion.standard_id == Product.standard_id)
        .order_by(StandardVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            OrderLine.id,
            OrderLine.order_id,
            OrderLine.size,
            OrderLine.target,
            Order.number,
            Order.kind,
            Order.closed_at,
            newest_route.label("route_version_id"),
            newest_standard.label("standard_version_id"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == Order.product_id)
        .where(OrderLine.id == order_line_id)
    )
    # Numbers of batches and serials are counted up within an order: one at a time.
    return statement.with_for_update(of=Order) if conn.dialect.name == "postgresql" else statement


def _check(conn: Connection, line: Any, cut: Cut, reason: str) -> None:
    if not 1 <= cut.quantity <= MOST_PIECES:
        raise Refused(refusals.BAD_NUMBER.because(what="jumlah"))
    if cut.bundle_of is not None and cut.bundle_of < 1:
        raise Refused(refusals.BAD_NUMBER.because(what="isi bundel"))
    if reason.strip():
        return
    made = made_of(conn, line.id)
    if line.kind == "maklun" and made + cut.quantity > (counted := counted_of(conn, line.id)):
        left = max(counted - made, 0)
        raise Refused(refusals.OVER_COUNTED.because(size=line.size or "–", counted=counted, made=made, left=left))
    if made + cut.quantity > line.target:
        left = max(line.target - made, 0)
        raise Refused(refusals.SIZE_FULL.because(size=line.size or "–", made=made, target=line.target, left=left))


def made_of(conn: Connection, order_line_id: int) -> int:
    """Pieces of a line that batches were made for."""
    total = select(func.coalesce(func.sum(Batch.quantity), 0)).where(Batch.order_line_id == order_line_id)
    return int(conn.execute(total).scalar_one())


def counted_of(conn: Connection, order_line_id: int) -> int:
    """Pieces of a line whose material was counted in."""
    total = select(func.coalesce(func.sum(ReceiptLine.counted), 0)).where(ReceiptLine.order_line_id == order_line_id)
    return int(conn.execute(total).scalar_one())


def _new_batch(conn: Connection, asked: EntryAsked, line: Any, cut: Cut) -> tuple[int, str]:
    lines = select(OrderLine.id).where(OrderLine.order_id == line.order_id)
    count = conn.execute(select(func.count(Batch.id)).where(Batch.order_line_id.in_(lines))).scalar_one()
    number = f"{line.number.removeprefix('PO-')}-{count + 1:02}"
    values = {
        "number": number,
        "order_line_id": line.id,
        "route_version_id": line.route_version_id,
        "standard_version_id": line.standard_version_id,
        "quantity": cut.quantity,
        "made_at": asked.at,
        "made_by_id": asked.officer_id,
    }
    return conn.execute(insert(Batch).values(values).returning(Batch.id)).scalar_one(), number


def _new_units(
    conn: Connection, asked: EntryAsked, line: Any, batch_id: int, number: str, cut: Cut
) -> Iterator[tuple[int, int]]:
    """Makes the batch card and its bundles; answers those that hold pieces, and how many."""
    serial = made_of(conn, line.id) - cut.quantity + 1
    common = {
        "batch_id": batch_id,
        "order_line_id": line.id,
        "route_version_id": line.route_version_id,
        "worker_id": cut.worker_id,
    }
    card = _new_unit(
        conn,
        asked.heard_at,
        **common,
        kind=UnitKind.BATCH.value,
        number=0,
        name=number,
        serial_from=serial,
        serial_to=serial + cut.quantity - 1,
    )
    if cut.bundle_of is None:
        yield card, cut.quantity
    for position, count in enumerate(cut.bundles(), start=1):
        kind = UnitKind.PIECE if cut.bundle_of == 1 else UnitKind.BUNDLE
        unit_id = _new_unit(
            conn,
            asked.heard_at,
            **common,
            parent_id=card,
            kind=kind.value,
            number=position,
            name=f"{number}/{position:03}",
            serial_from=serial,
            serial_to=serial + count - 1,
        )
        serial += count
        yield unit_id, count


def _new_unit(conn: Connection, now: int, **values: Any) -> int:
    unit_id = conn.execute(insert(Unit).values(values).returning(Unit.id)).scalar_one()
    labels.issue(conn, Kind.UNIT, now, unit_id=unit_id)
    return unit_id
