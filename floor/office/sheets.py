"""Sheets and what is here: what is known, bringing a checked sheet in, all or nothing, and taking everything out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, func, select

from ..models import (
    Balance,
    Batch,
    Order,
    OrderLine,
    Partner,
    Product,
    ProductSize,
    Route,
    Standard,
    StandardVersion,
    Unit,
    Workshop,
)
from ..rules import places
from . import orders, products, rows
from .sheets_cells import Cell
from .sheets_file import Table
from .sheets_kinds import CLOSED, COLUMNS, PROGRESS, SIZE, Known, OrderRow, PartnerRow, ProductRow, Said, as_cells
from .sheets_plan import Plan, plan

Pointed = type[Workshop] | type[Route] | type[Standard] | type[Partner] | type[Product]
Keys = Mapping[Pointed, Mapping[str, int]]
_PUBLISHED = Standard.id.in_(select(StandardVersion.standard_id))
_POINTED_AT: tuple[Pointed, ...] = (Workshop, Route, Standard, Partner, Product)


def known(conn: Connection) -> Known:
    """What is here already."""
    return Known(
        partners={row.code: row for row in _partners(conn)},
        products={row.code: row for row in _products(conn)},
        orders={row.number: row for row, _ in _orders(conn)},
        workshops=frozenset(conn.scalars(select(Workshop.code).where(Workshop.active))),
        routes=frozenset(conn.scalars(select(Route.code).where(Route.active))),
        standards=frozenset(conn.scalars(select(Standard.code).where(Standard.active, _PUBLISHED))),
    )


def bring_in(conn: Connection, kind: str, table: Table, now: int) -> Plan:
    """Adds every row of a sheet that isn't here yet; nothing at all where a single cell is wrong."""
    made = plan(kind, table, known(conn))
    if not made.faults:
        keys = {model: _keys(conn, model) for model in _POINTED_AT}
        for row in made.new:
            _add(conn, row.said, keys, now)
    return made


def take_out(conn: Connection, kind: str) -> tuple[list[str], list[list[Cell]]]:
    """The headings and rows of everything of a kind; an import elsewhere reads the same out of them."""
    found = list(_everything(conn, kind))
    headings = [column.heading for column in COLUMNS[kind]]
    if kind == "orders":
        sizes = {heading: None for cells in found for heading in cells if heading.startswith(SIZE)}
        headings += [*sizes, *PROGRESS]
    return headings, [[cells.get(heading) for heading in headings] for cells in found]


def _everything(conn: Connection, kind: str) -> Iterator[dict[str, Cell]]:
    if kind == "orders":
        at = _progress(conn)
        for order, closed_at in _orders(conn):
            made, ready, delivered = at.get(order.number, (0, 0, 0))
            progress: list[Cell] = [made, ready, delivered, "terbuka" if closed_at is None else CLOSED]
            yield as_cells(order) | dict(zip(PROGRESS, progress, strict=True))
        return
    found: list[PartnerRow] | list[ProductRow] = _partners(conn) if kind == "partners" else _products(conn)
    yield from map(as_cells, found)


def _add(conn: Connection, said: Said, keys: Keys, now: int) -> None:
    if isinstance(said, PartnerRow):
        values = {"code": said.code, "name": said.name, "address": said.address, "active": said.active}
        rows.add(conn, Partner, values, "kode mitra")
    elif isinstance(said, ProductRow):
        described = products.Described(
            said.name,
            said.family,
            said.counted_in,
            keys[Workshop][said.workshop],
            keys[Route][said.route],
            keys[Standard][said.standard] if said.standard else None,
            said.active,
        )
        products.add(conn, said.code, described, said.sizes)
    else:
        wanted = orders.Wanted(
            said.number,
            keys[Partner][said.partner],
            keys[Product][said.product],
            said.kind,
            said.channel,
            said.due_on,
            said.takes_grade_b,
        )
        orders.add(conn, wanted, dict(said.targets), now)


def _keys(conn: Connection, model: Pointed) -> dict[str, int]:
    return dict(conn.execute(select(model.code, model.id)).all())


def _partners(conn: Connection) -> list[PartnerRow]:
    found = select(Partner.code, Partner.name, Partner.address, Partner.active).order_by(Partner.code)
    return [PartnerRow(*row) for row in conn.execute(found)]


def _products(conn: Connection) -> list[ProductRow]:
    sizes: dict[str, list[str]] = {}
    by_product = select(Product.code, ProductSize.size).join(ProductSize, ProductSize.product_id == Product.id)
    for code, size in conn.execute(by_product.order_by(ProductSize.product_id, ProductSize.position)):
        sizes.setdefault(code, []).append(size)
    found = (
        select(
            Product.code,
            Product.name,
            Product.family,
            Product.counted_in,
            Workshop.code,
            Route.code,
            Standard.code,
            Product.active,
        )
        .join(Workshop, Workshop.id == Product.workshop_id)
        .join(Route, Route.id == Product.route_id)
        .outerjoin(Standard, Standard.id == Product.standard_id)
        .order_by(Product.code)
    )
    return [
        ProductRow(code, name, family, counted, workshop, route, standard or "", tuple(sizes.get(code, ())), active)
        for code, name, family, counted, workshop, route, standard, active in conn.execute(found)
    ]


def _orders(conn: Connection) -> list[tuple[OrderRow, int | None]]:
    """Every order, and when it was closed, if it was."""
    targets: dict[int, list[tuple[str, int]]] = {}
    lines = select(OrderLine.order_id, OrderLine.size, OrderLine.target)
    for order_id, size, target in conn.execute(lines.order_by(OrderLine.order_id, OrderLine.position)):
        targets.setdefault(order_id, []).append((size, target))
    found = (
        select(
            Order.id,
            Order.closed_at,
            Order.number,
            Partner.code,
            Product.code,
            Order.kind,
            Order.channel,
            Order.due_on,
            Order.takes_grade_b,
        )
        .join(Partner, Partner.id == Order.partner_id)
        .join(Product, Product.id == Order.product_id)
        .order_by(Order.closed_at.is_not(None), Order.due_on, Order.number)
    )
    return [
        (OrderRow(number, partner, product, kind, channel, due_on, grade_b, tuple(targets.get(key, ()))), closed_at)
        for key, closed_at, number, partner, product, kind, channel, due_on, grade_b in conn.execute(found)
    ]


def _progress(conn: Connection) -> dict[str, tuple[int, int, int]]:
    """Pieces made into batches, ready and delivered, by order."""
    made = select(Order.number, func.sum(Batch.quantity)).join(OrderLine, OrderLine.order_id == Order.id)
    found = {
        number: [int(quantity), 0, 0]
        for number, quantity in conn.execute(
            made.join(Batch, Batch.order_line_id == OrderLine.id).group_by(Order.number)
        )
    }
    ends = (places.READY, places.DELIVERED)
    at = (
        select(Order.number, Balance.place, func.sum(Balance.quantity))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Unit, Unit.order_line_id == OrderLine.id)
        .join(Balance, Balance.unit_id == Unit.id)
        .where(Balance.place.in_(ends))
        .group_by(Order.number, Balance.place)
    )
    for number, place, quantity in conn.execute(at):
        found.setdefault(number, [0, 0, 0])[1 + ends.index(place)] = int(quantity)
    return {number: (made, ready, delivered) for number, (made, ready, delivered) in found.items()}
