"""Putting set-up away and bringing it back: nothing is deleted, what is in use says by what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from .. import refusals
from ..models import (
    Batch,
    Officer,
    Order,
    OrderLine,
    Partner,
    Product,
    Route,
    RouteStep,
    RouteVersion,
    Stage,
    Standard,
    Station,
    StationStage,
    Worker,
    Workshop,
)
from ..refusals import No, Refused
from . import officers, rows

_FEW = 4


class Use(NamedTuple):
    """What may still need a row: the word for it, and a select of their names."""

    what: str
    names: Select[Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of set-up: its table, and what may still need a row of it."""

    model: Any
    uses: Callable[[int], list[Use]]


def put_away(conn: Connection, kind: str, code: str, reason: str = "") -> None:
    """Archives a row: it is offered no more, and all that stands on it stays. ``IN_USE`` where it is needed still."""
    no = in_the_way(conn, kind, code)
    if no is not None:
        raise Refused(no)
    _put(conn, kind, code, reason, active=False)


def bring_back(conn: Connection, kind: str, code: str, reason: str = "") -> None:
    """Takes a row out of the archive."""
    _put(conn, kind, code, reason, active=True)


def in_the_way(conn: Connection, kind: str, code: str) -> No | None:
    """Why a row can't be archived now: what still needs it; ``None`` where nothing does."""
    model = KINDS[kind].model
    row_id = conn.execute(select(model.id).where(model.code == code)).scalar()
    if row_id is None:
        return refusals.NOT_FOUND.because(what="kode")
    for what, needing in KINDS[kind].uses(row_id):
        names = [str(name) for name in conn.scalars(needing.distinct().limit(_FEW + 1))]
        if names:
            return refusals.IN_USE.because(what=what, where=", ".join(names[:_FEW]) + (" …" if names[_FEW:] else ""))
    return None


def _put(conn: Connection, kind: str, code: str, reason: str, active: bool) -> None:
    if kind != "officers":
        rows.change(conn, KINDS[kind].model, code, {"active": active}, reason=reason)
        return
    row = conn.execute(select(Officer.id, Officer.name).where(Officer.code == code)).one()
    officers.change(conn, row.id, row.name, officers.granted_to(conn, row.id), active, reason)


def _none(_row_id: int) -> list[Use]:
    return []


def _open_orders(condition: Any) -> Use:
    return Use(what="pesanan berjalan", names=select(Order.number).where(Order.closed_at.is_(None), condition))


def _products(condition: Any) -> Use:
    return Use(what="produk", names=select(Product.code).where(Product.active, condition))


def _of_workshop(workshop_id: int) -> list[Use]:
    return [
        _products(Product.workshop_id == workshop_id),
        Use(what="pos", names=select(Station.code).where(Station.active, Station.workshop_id == workshop_id)),
        Use(what="pekerja dan regu", names=select(Worker.code).where(Worker.active, Worker.workshop_id == workshop_id)),
    ]


def _of_stage(stage_id: int) -> list[Use]:
    each = aliased(RouteVersion)
    newest = select(func.max(each.number)).where(each.route_id == RouteVersion.route_id).scalar_subquery()
    on_route = (
        select(Route.code)
        .join(RouteVersion, RouteVersion.route_id == Route.id)
        .join(RouteStep, RouteStep.route_version_id == RouteVersion.id)
        .where(Route.active, RouteVersion.number == newest, RouteStep.stage_id == stage_id)
    )
    under_way = (
        select(Order.number)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Batch, Batch.order_line_id == OrderLine.id)
        .join(RouteStep, RouteStep.route_version_id == Batch.route_version_id)
        .where(Order.closed_at.is_(None), RouteStep.stage_id == stage_id)
    )
    served = (
        select(Station.code)
        .join(StationStage, StationStage.station_id == Station.id)
        .where(Station.active, StationStage.stage_id == stage_id)
    )
    return [
        Use(what="alur kerja", names=on_route),
        Use(what="pesanan berjalan", names=under_way),
        Use(what="pos", names=served),
    ]


KINDS = {
    "partners": Kind(Partner, lambda row_id: [_open_orders(Order.partner_id == row_id)]),
    "products": Kind(Product, lambda row_id: [_open_orders(Order.product_id == row_id)]),
    "routes": Kind(Route, lambda row_id: [_products(Product.route_id == row_id)]),
    "standards": Kind(Standard, lambda row_id: [_products(Product.standard_id == row_id)]),
    "stages": Kind(Stage, _of_stage),
    "workshops": Kind(Workshop, _of_workshop),
    "stations": Kind(Station, _none),
    "officers": Kind(Officer, _none),
    "workers": Kind(Worker, _none),
}
