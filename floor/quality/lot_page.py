"""What the pages of lots show: the bundles that may be presented, and lots by product and partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from ..models import InspectionLot, Partner, Product, StandardPlan, Unit
from ..rules import sampling
from ..rules.switching import Switch, switch
from ..scan.presented import LOT_ENDS
from . import lot_history, lots, queue
from .lot_history import Event
from .lots import Listed, Lot
from .queue import Queued


@dataclass(frozen=True, slots=True)
class Offer:
    """Bundles that wait and may be one lot: of one product, partner and version of a standard."""

    product: str
    product_code: str
    partner: str
    partner_code: str
    standard: str
    version: int
    waiting: tuple[Queued, ...]

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(one.quantity for one in self.waiting)


@dataclass(frozen=True, slots=True)
class History:
    """Lots of a product for a partner, newest first, and where the switching rules stand in each class."""

    product_id: int
    product: str
    partner_id: int
    partner: str
    lots: tuple[Listed, ...]
    classes: tuple[tuple[str, Switch, tuple[Event, ...]], ...]


_GOODS = text(
    "SELECT u.id, p.name, p.code, m.name, m.code, s.code, v.number FROM unit u"  # noqa: S608 - our own words
    " JOIN batch b ON b.id = u.batch_id"
    " JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
    " JOIN product p ON p.id = o.product_id JOIN partner m ON m.id = o.partner_id"
    " JOIN standard_version v ON v.id = b.standard_version_id JOIN standard s ON s.id = v.standard_id"
    " WHERE u.id IN :units AND EXISTS"
    " (SELECT 1 FROM standard_plan k WHERE k.standard_version_id = v.id AND k.method <> 'every')"
    " AND NOT EXISTS (SELECT 1 FROM lot_unit n JOIN inspection_lot i ON i.id = n.lot_id WHERE n.unit_id = u.id"
    f" AND NOT EXISTS (SELECT 1 FROM {LOT_ENDS} r WHERE r.lot_id = i.id))"
).bindparams(bindparam("units", expanding=True))


def offers(conn: Connection, stages: frozenset[int] | None) -> list[Offer]:
    """What waits at these gates and may be presented as lots, by what belongs together."""
    waiting: dict[int, Queued] = {}
    for one in queue.queue(conn, stages):
        if one.code and one.unit_id not in waiting:
            waiting[one.unit_id] = one
    grouped: dict[tuple[str, str, str, str, str, int], list[Queued]] = {}
    for unit_id, *goods in conn.execute(_GOODS, {"units": sorted(waiting) or [0]}):
        product, product_code, partner, partner_code, standard, version = goods
        key = (product, product_code, partner, partner_code, standard, version)
        grouped.setdefault(key, []).append(waiting[unit_id])
    return [Offer(*key, tuple(sorted(some, key=lambda one: one.unit))) for key, some in sorted(grouped.items())]


def has_plans(conn: Connection) -> bool:
    """Whether any standard is sampled: else nobody needs to know of lots."""
    sampled = select(StandardPlan.id).where(StandardPlan.method != sampling.EVERY).limit(1)
    return conn.execute(sampled).first() is not None


def history(conn: Connection, product_code: str, partner_code: str) -> History | None:
    """The lots of a product for a partner; ``None`` where there is no such pair."""
    product = conn.execute(select(Product.id, Product.name).where(Product.code == product_code)).first()
    partner = conn.execute(select(Partner.id, Partner.name).where(Partner.code == partner_code)).first()
    if product is None or partner is None:
        return None
    found = lots.listed(conn, InspectionLot.product_id == product.id, InspectionLot.partner_id == partner.id)
    classes = []
    for severity, events in lot_history.events(conn, product.id, partner.id, sampling.CLASSES).items():
        classes.append((severity, switch(event.happened for event in events), tuple(reversed(events))))
    return History(product.id, product.name, partner.id, partner.name, tuple(found), tuple(classes))


def codes_of(conn: Connection, lot: Lot) -> tuple[str, str]:
    """The codes of a lot's product and partner, for the address of their history."""
    product = conn.execute(select(Product.code).where(Product.id == lot.product_id)).scalar_one()
    partner = conn.execute(select(Partner.code).where(Partner.id == lot.partner_id)).scalar_one()
    return product, partner


def alike(conn: Connection, lot: Lot) -> dict[int, str]:
    """A word for the size and batch of each unit of a lot: what the first pieces owe is owed by the first of each."""
    units = select(Unit.id, Unit.order_line_id, Unit.batch_id).where(Unit.id.in_([unit.unit_id for unit in lot.units]))
    return {unit_id: f"{line_id}-{batch_id}" for unit_id, line_id, batch_id in conn.execute(units)}


def histories(conn: Connection) -> Sequence[tuple[str, str, str, str]]:
    """Products and partners that had lots: names, then codes."""
    rows = conn.execute(
        select(Product.name, Partner.name, Product.code, Partner.code)
        .select_from(InspectionLot)
        .join(Product, Product.id == InspectionLot.product_id)
        .join(Partner, Partner.id == InspectionLot.partner_id)
        .distinct()
        .order_by(Product.name, Partner.name)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
