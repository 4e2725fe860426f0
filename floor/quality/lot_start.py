"""A lot is presented: its bundles, the plan of each class, and the pieces that the system draws."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from .. import refusals
from ..models import Batch, InspectionLot, LotDraw, LotOutcome, LotPlan, LotUnit, Order, OrderLine, Severity, Unit
from ..refusals import No, Refused
from ..rules import sampling
from ..rules.route import Route
from ..rules.sampling import Plan, Wish
from ..rules.scanning import Holding
from ..rules.verdict import gate_meant
from ..scan import labels, presented, read
from . import givers, lot_history, lots, standards
from .givers import Giver
from .lots import Lot


@dataclass(frozen=True, slots=True)
class LotStart:
    """A lot as it is asked for: the bundles' codes, and how many pieces the inspector was shown in all.

    A small lot is looked at piece by piece, unless ``sample_small``.
    """

    client_id: bytes
    fingerprint: int
    codes: Sequence[str]
    quantity: int | None
    at: int
    sample_small: bool = False


@dataclass(frozen=True, slots=True)
class Goods:
    """What all bundles of a lot have in common."""

    product_id: int
    partner_id: int
    version_id: int | None
    route_version_id: int
    gate: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """Bundles that may be presented together: what waits of each, by unit."""

    goods: Goods
    route: Route
    names: Mapping[int, str]
    held: Mapping[int, tuple[Holding, ...]]

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(holding.quantity for some in self.held.values() for holding in some)


def start_lot(conn: Connection, giver: Giver, asked: LotStart) -> str:
    """Starts a lot and draws its pieces; its number. The same lot again where the id was heard before."""
    if (again := _again(conn, asked)) is not None:
        return again
    _may(conn, giver)
    gathered = _gather_locked(conn, giver, asked.codes)
    # What was rejected comes back as that lot, every piece of it: another draw might have been kinder.
    presented.must_be_by_piece(
        conn, [holding for held in gathered.held.values() for holding in held], gathered.quantity
    )
    if asked.quantity is not None and asked.quantity > gathered.quantity:
        raise Refused(refusals.LOT_LARGER.because(asked=asked.quantity, waiting=gathered.quantity))
    plans = plans_for(conn, gathered, sample_small=asked.sample_small)
    return _keep(conn, giver, asked, gathered, plans, None)


def inspect_again(conn: Connection, giver: Giver, asked: LotStart, number: str) -> str:
    """Presents a rejected lot once more, to be looked at piece by piece: what of it still waits at its gate."""
    if (again := _again(conn, asked)) is not None:
        return again
    _may(conn, giver)
    before = lots.lot(conn, number)
    if before.ended is not LotOutcome.REJECTED or lot_history.was_presented_again(conn, before.id):
        raise Refused(refusals.LOT_NOT_AGAIN.because(lot=number))
    codes = [unit.code for unit in before.units if lot_history.waiting_of(conn, before.id, unit.unit_id)]
    if not codes:
        raise Refused(refusals.LOT_NOT_AGAIN.because(lot=number))
    gathered = _gather_locked(conn, giver, codes)
    return _keep(conn, giver, asked, gathered, sampling.sorted_out(gathered.quantity), before.id)


def _gather_locked(conn: Connection, giver: Giver, codes: Sequence[str]) -> Gathered:
    """The same, once nobody else writes to them any more."""
    read.lock_named(conn, codes, [])
    return gather(conn, giver, codes)


def gather(conn: Connection, giver: Giver, codes: Sequence[str]) -> Gathered:
    """The bundles behind these labels; ``Refused`` where they can't be one lot."""
    unit_ids: dict[int, None] = {}
    for text in codes:
        _, label = labels.label_in_use(conn, text)
        if label.unit_id is None:
            raise Refused(labels.not_goods(label))
        unit_ids[label.unit_id] = None
    if not unit_ids:
        raise Refused(refusals.LOT_EMPTY.because())
    goods: Goods | None = None
    names: dict[int, str] = {}
    held: dict[int, tuple[Holding, ...]] = {}
    for unit_id in unit_ids:
        found, here = _goods(conn, giver, unit_id)
        goods = goods or found
        for holding in here:
            names[holding.unit_id] = read.unit(conn, holding.unit_id).name
            if found != goods:
                raise Refused(refusals.LOT_MIXED.because(name=names[holding.unit_id]))
            held[holding.unit_id] = tuple(one for one in here if one.unit_id == holding.unit_id)
    assert goods is not None  # noqa: S101 - there was a unit
    presented.must_be_free(conn, held)
    return Gathered(goods, read.route(conn, goods.route_version_id), names, held)


def _goods(conn: Connection, giver: Giver, unit_id: int) -> tuple[Goods, tuple[Holding, ...]]:
    unit = read.unit(conn, unit_id)
    if unit.order_closed:
        raise Refused(refusals.ORDER_CLOSED.because())
    route = read.route(conn, unit.route_version_id)
    waiting = gate_meant(route, giver.stages, read.held(conn, unit_id)[0])
    if isinstance(waiting, No):
        raise Refused(No(waiting.code, {**waiting.detail, "unit": unit.name}))
    product_id, partner_id, version_id = conn.execute(
        select(Order.product_id, Order.partner_id, Batch.standard_version_id)
        .select_from(Unit)
        .join(Batch, Batch.id == Unit.batch_id)
        .join(OrderLine, OrderLine.id == Unit.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Unit.id == unit_id)
    ).one()
    return Goods(product_id, partner_id, version_id, unit.route_version_id, waiting.gate), waiting.here


def plans_for(conn: Connection, gathered: Gathered, *, sample_small: bool) -> dict[str, Plan]:
    """The plan of each class for what was gathered; ``Refused`` where none can be had."""
    goods, lot = gathered.goods, gathered.quantity
    if lot > sampling.LARGEST_LOT:
        raise Refused(refusals.LOT_TOO_LARGE.because(quantity=lot, most=sampling.LARGEST_LOT))
    wished = standards.plans_of(conn, goods.version_id) if goods.version_id is not None else {}
    if not any(planned.method != sampling.EVERY for planned in wished.values()):
        raise Refused(refusals.LOT_NO_PLAN.because())
    plans: dict[str, Plan] = {}
    for severity in sampling.CLASSES:
        planned = wished.get(Severity(severity))
        wish = Wish(planned.method.value, planned.level, planned.aql) if planned is not None else None
        strictness = sampling.NORMAL
        if wish is not None and wish.method == sampling.ISO:
            strictness = lot_history.switch_of(conn, goods.product_id, goods.partner_id, severity).strictness
        if strictness == sampling.STOPPED and (sample_small or lot > sampling.SMALL_LOT):
            raise Refused(refusals.SAMPLING_STOPPED.because(severity=severity))
        plan = sampling.class_plan(lot, severity, wish, strictness, sample_small=sample_small)
        if isinstance(plan, No):
            raise Refused(plan)
        plans[severity] = plan
    if len(gathered.held) > 1 and any(plan.method == sampling.INLINE for plan in plans.values()):
        raise Refused(refusals.LOT_INLINE_ONE.because())
    return plans


def _again(conn: Connection, asked: LotStart) -> str | None:
    row = conn.execute(
        select(InspectionLot.number, InspectionLot.fingerprint).where(InspectionLot.client_id == asked.client_id)
    ).first()
    if row is not None and row.fingerprint != asked.fingerprint:
        raise Refused(refusals.ID_REUSED.because())
    return row.number if row is not None else None


def _may(conn: Connection, giver: Giver) -> None:
    if giver.officer_id is None:
        raise Refused(refusals.NO_OFFICER.because())
    if not givers.gives_verdicts(conn, giver.officer_id):
        raise Refused(refusals.NOT_ALLOWED.because())
    if giver.owes_pin:
        raise Refused(refusals.PIN_NEEDED.because())


def _keep(
    conn: Connection,
    giver: Giver,
    asked: LotStart,
    gathered: Gathered,
    plans: Mapping[str, Plan],
    resubmits_id: int | None,
) -> str:
    seed, number = secrets.token_hex(16), _next_number(conn)
    lot_id = conn.execute(
        insert(InspectionLot)
        .values(
            client_id=asked.client_id,
            fingerprint=asked.fingerprint,
            number=number,
            product_id=gathered.goods.product_id,
            partner_id=gathered.goods.partner_id,
            stage_id=gathered.route.step(gathered.goods.gate).stage_id,
            standard_version_id=gathered.goods.version_id,
            station_id=giver.station_id,
            officer_id=giver.officer_id,
            quantity=gathered.quantity,
            seed=seed,
            resubmits_id=resubmits_id,
            at=asked.at,
            heard_at=asked.at,
        )
        .returning(InspectionLot.id)
    ).scalar_one()
    conn.execute(insert(LotUnit), [_lot_unit(lot_id, one) for some in gathered.held.values() for one in some])
    conn.execute(insert(LotPlan), [_lot_plan(lot_id, severity, plan) for severity, plan in plans.items()])
    drawn = draw_again(seed, _by_name(gathered), sampling.sample_size(plans))
    ids = {name: unit_id for unit_id, name in gathered.names.items()}
    rows = [
        {"lot_id": lot_id, "number": place, "unit_id": ids[name], "position": position}
        for place, (name, position) in enumerate(drawn, start=1)
    ]
    conn.execute(insert(LotDraw), rows)
    return number


def draw_again(seed: str, quantities: Mapping[str, int], size: int) -> list[tuple[str, int]]:
    """The pieces that a seed draws of units by name: anybody can do it again."""
    return sampling.draw(seed, quantities.items(), size)


def is_drawn_rightly(lot: Lot) -> bool:
    """Whether the pieces kept are those that the lot's seed draws."""
    again = draw_again(lot.seed, {unit.unit: unit.quantity for unit in lot.units}, len(lot.pieces))
    return again == [(piece.unit, piece.position) for piece in lot.pieces]


def _by_name(gathered: Gathered) -> dict[str, int]:
    return {gathered.names[unit_id]: _count(held) for unit_id, held in gathered.held.items()}


def _count(held: Collection[Holding]) -> int:
    return sum(holding.quantity for holding in held)


def _lot_unit(lot_id: int, holding: Holding) -> dict[str, int]:
    return {
        "lot_id": lot_id,
        "unit_id": holding.unit_id,
        "step": holding.place,
        "cycle": holding.mark.cycle,
        "sent_by": holding.mark.sent_by,
        "quantity": holding.quantity,
    }


def _lot_plan(lot_id: int, severity: str, plan: Plan) -> dict[str, object]:
    return {
        "lot_id": lot_id,
        "severity": severity,
        "method": plan.method,
        "level": plan.level,
        "aql": plan.aql,
        "strictness": plan.strictness,
        "letter": plan.letter,
        "sample_size": plan.size,
        "accept": plan.accept,
        "reject": plan.reject,
    }


def _next_number(conn: Connection) -> str:
    newest = conn.execute(select(func.max(InspectionLot.id))).scalar() or 0
    return f"LOT-{newest + 1:04}"
