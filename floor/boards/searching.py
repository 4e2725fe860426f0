"""What a few typed letters may mean: orders, batches, bundles, cartons, delivery notes, partners, products, people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, String, and_, cast, func, select, text

from ..models import (
    Batch,
    Carton,
    Delivery,
    Officer,
    Order,
    OrderLine,
    Partner,
    Product,
    Station,
    Worker,
)
from ..scan.labels import CODE_IN_USE
from .finding import Found

MOST = 8  # of a kind
LEAST = 2  # letters; fewer would find everything


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind that fit, the best known first; ``more``: there are others."""

    kind: str
    found: tuple[Found, ...]
    more: bool


# Units are many: their names are only looked at from three letters on.
_UNITS = text(
    f"SELECT {CODE_IN_USE} AS code, u.name FROM unit u WHERE UPPER(u.name) LIKE :like ESCAPE '!'"  # noqa: S608
    f" AND u.number > 0 AND {CODE_IN_USE} IS NOT NULL ORDER BY u.id DESC LIMIT :most"
)


def search(conn: Connection, typed: str, supervises: bool) -> list[Group]:
    """Everything in which all typed words occur, by kind; kinds in which nothing was found are left out."""
    words = typed.upper().split()
    if sum(map(len, words)) < LEAST:
        return []
    groups = []
    for kind, name, about, statement in _kinds(supervises):
        haystack = func.upper(name + " " + about)
        fits = and_(*(haystack.like(_like(word), escape="!") for word in words))
        rows = conn.execute(statement.add_columns(name, about).where(fits).limit(MOST + 1)).all()
        groups.append(Group(kind, tuple(Found(kind, row[-2], row[-1]) for row in rows[:MOST]), len(rows) > MOST))
    if len(words) == 1 and len(words[0]) > LEAST:
        units = conn.execute(_UNITS, {"like": _like(words[0]), "most": MOST + 1}).all()
        groups.append(Group("unit", tuple(Found("unit", *row) for row in units[:MOST]), len(units) > MOST))
    return [group for group in groups if group.found]


def _kinds(supervises: bool) -> Iterator[tuple[str, Any, Any, Any]]:
    """A kind, what it is called by, what else is known of it, and how its rows are read."""
    orders = select().select_from(Order).join(Partner, Partner.id == Order.partner_id)
    orders = orders.join(Product, Product.id == Order.product_id)
    open_first = (Order.closed_at.is_not(None), Order.due_on, Order.number)
    yield "order", Order.number, Partner.name + " · " + Product.name, orders.order_by(*open_first)
    batches = select().select_from(Batch).join(OrderLine, OrderLine.id == Batch.order_line_id)
    batches = batches.join(Order, Order.id == OrderLine.order_id).order_by(Batch.id.desc())
    yield "batch", Batch.number, Order.number + " " + OrderLine.size, batches
    cartons = select().select_from(Carton).join(Order, Order.id == Carton.order_id).order_by(Carton.id.desc())
    yield "carton", Carton.number, cast(Order.number, String), cartons
    if supervises:
        notes = select().select_from(Delivery).join(Order, Order.id == Delivery.order_id)
        notes = notes.join(Partner, Partner.id == Order.partner_id).order_by(Delivery.id.desc())
        yield "delivery", Delivery.number, Partner.name + " " + Delivery.recipient, notes
        yield "partner", Partner.code, cast(Partner.name, String), select().select_from(Partner).order_by(Partner.code)
        yield "product", Product.code, cast(Product.name, String), select().select_from(Product).order_by(Product.code)
        workers = select().select_from(Worker).where(Worker.code.is_not(None)).order_by(Worker.code)
        yield "worker", Worker.code, func.coalesce(Worker.code, ""), workers
    yield "station", Station.code, cast(Station.name, String), select().select_from(Station).order_by(Station.code)
    yield "officer", Officer.code, cast(Officer.name, String), select().select_from(Officer).order_by(Officer.code)


def _like(word: str) -> str:
    """The word anywhere; its own ``%`` and ``_`` mean themselves."""
    return "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
