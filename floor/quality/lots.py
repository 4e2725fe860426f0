"""Lots that are judged by a sample: what is kept of them, how they stand, and what they keep others from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, select, text
from sqlalchemy.orm import aliased

from .. import refusals
from ..models import InspectionLot, LotDraw, LotOutcome, LotPlan, LotResult, Officer, Partner, Product, Unit
from ..refusals import Refused
from ..rules import sampling
from ..rules.sampling import Plan, Standing
from ..scan import labels


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece to take: the ``position``-th from the top of a unit. ``number`` is its place in the draw, from 1."""

    number: int
    unit_id: int
    unit: str
    position: int

    @property
    def bundle(self) -> str:
        """What the unit is called within its batch: ``014``."""
        return self.unit.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found on a drawn piece: its worst class (``None``: good), what is done with it, and its defects."""

    draw: int
    inspection_id: int
    client_id: bytes
    unit_id: int
    worst: str | None
    outcome: str = ""
    defects: tuple[str, ...] = ()
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Presented:
    """A unit of a lot, and how many of its pieces were presented."""

    unit_id: int
    unit: str
    code: str
    step: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot as it is kept, with everything found in it so far. ``ended`` is ``None`` while it is inspected."""

    id: int
    number: str
    product_id: int
    product: str
    counted_in: str
    partner_id: int
    partner: str
    stage_id: int
    version_id: int | None
    officer_id: int
    officer: str
    quantity: int
    seed: str
    resubmits_id: int | None
    at: int
    ended: LotOutcome | None
    ended_at: int | None
    note: str
    units: tuple[Presented, ...] = ()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    looks: tuple[Look, ...] = ()

    @property
    def looked(self) -> dict[int, str | None]:
        """The pieces looked at, by number: their worst class."""
        return {look.draw: look.worst for look in self.looks}

    @property
    def standings(self) -> dict[str, Standing]:
        """How each class stands, worst first."""
        looked = self.looked
        return {severity: sampling.standing(plan, severity, looked) for severity, plan in self.plans.items()}

    @property
    def is_accepted(self) -> bool | None:
        """What follows from the pieces looked at; ``None`` while it is open."""
        return sampling.outcome(list(self.standings.values()), len(self.pieces), len(self.looks))

    @property
    def in_turn(self) -> list[Piece]:
        """The pieces bundle by bundle, from the top: nobody runs to and fro."""
        return sorted(self.pieces, key=lambda piece: (piece.unit, piece.position))

    @property
    def next_piece(self) -> Piece | None:
        """The next one to take; ``None`` where all were looked at."""
        looked = self.looked
        return next((piece for piece in self.in_turn if piece.number not in looked), None)

    @property
    def all_at_once(self) -> bool:
        """Whether critical checks are owed on more pieces than are drawn."""
        return sampling.all_at_once(self.plans)

    @property
    def sees_all_critical(self) -> bool:
        """Whether critical checks are owed on every piece, not on a sample."""
        critical = self.plans.get("critical")
        return critical is not None and critical.size >= self.quantity


# The end of a lot that stands: its last turn, unless that took one back.
_LATER = aliased(LotResult)
ENDED = and_(
    LotResult.lot_id == InspectionLot.id,
    LotResult.outcome != LotOutcome.UNDONE.value,
    ~exists(
        select(_LATER.id).where(_LATER.lot_id == LotResult.lot_id, _LATER.turn > LotResult.turn).correlate(LotResult)
    ),
)


def _lots() -> Any:
    return (
        select(
            InspectionLot.id, InspectionLot.number, InspectionLot.product_id, Product.name, Product.counted_in,
            InspectionLot.partner_id, Partner.name, InspectionLot.stage_id, InspectionLot.standard_version_id,
            InspectionLot.officer_id, Officer.name, InspectionLot.quantity, InspectionLot.seed,
            InspectionLot.resubmits_id, InspectionLot.at, LotResult.outcome, LotResult.at, LotResult.note,
        )
        .select_from(InspectionLot)
        .join(Product, Product.id == InspectionLot.product_id)
        .join(Partner, Partner.id == InspectionLot.partner_id)
        .join(Officer, Officer.id == InspectionLot.officer_id)
        .outerjoin(LotResult, ENDED)
    )  # fmt: skip


def lot(conn: Connection, number: str) -> Lot:
    """A lot by its number, whole; ``Refused`` where there is none."""
    row = conn.execute(_lots().where(InspectionLot.number == number)).first()
    if row is None:
        raise Refused(refusals.NOT_FOUND.because(what=number))
    return _lot(conn, tuple(row))


@dataclass(frozen=True, slots=True)
class Listed:
    """A lot in a list: how many pieces were drawn, looked at, and bad."""

    lot: Lot
    drawn: int
    looked: int
    bad: int


def listed(conn: Connection, *where: Any, most: int = 100) -> list[Listed]:
    """Lots for a list, newest first; in three queries, however many they are."""
    found = heads(conn, *where, most=most)
    ids = [lot.id for lot in found]
    draws = select(LotDraw.lot_id, func.count()).where(LotDraw.lot_id.in_(ids)).group_by(LotDraw.lot_id)
    drawn = {row[0]: row[1] for row in conn.execute(draws)}
    seen = looks(conn, ids)
    return [
        Listed(lot, drawn.get(lot.id, 0), len(some), sum(bool(look.outcome) for look in some))
        for lot, some in ((lot, seen.get(lot.id, ())) for lot in found)
    ]


def heads(conn: Connection, *where: Any, most: int | None = None) -> list[Lot]:
    """Lots without their units, plans and pieces, newest first: for lists, in one query."""
    rows = conn.execute(_lots().where(*where).order_by(InspectionLot.id.desc()).limit(most))
    return [_head(tuple(row)) for row in rows]


def _head(row: tuple[Any, ...]) -> Lot:
    *words, outcome, ended_at, note = row
    values: list[Any] = [*words, LotOutcome(outcome) if outcome else None, ended_at, note or ""]
    return Lot(*values)


def _lot(conn: Connection, row: tuple[Any, ...]) -> Lot:
    lot_id: int = row[0]
    return replace(
        _head(row),
        units=_units(conn, lot_id),
        plans=_plans(conn, lot_id),
        pieces=_pieces(conn, lot_id),
        looks=looks(conn, [lot_id]).get(lot_id, ()),
    )


def _units(conn: Connection, lot_id: int) -> tuple[Presented, ...]:
    rows = conn.execute(_UNITS, {"lot_id": lot_id})
    return tuple(
        Presented(unit_id, name, code or "", step, int(quantity)) for unit_id, name, code, step, quantity in rows
    )


_UNITS = text(
    f"SELECT u.id, u.name, {labels.CODE_IN_USE}, MIN(l.step), SUM(l.quantity)"  # noqa: S608 - our own words
    " FROM lot_unit l JOIN unit u ON u.id = l.unit_id WHERE l.lot_id = :lot_id GROUP BY u.id, u.name ORDER BY u.name"
)


def _plans(conn: Connection, lot_id: int) -> dict[str, Plan]:
    rows = conn.execute(
        select(
            LotPlan.severity, LotPlan.method, LotPlan.sample_size, LotPlan.accept, LotPlan.letter, LotPlan.level,
            LotPlan.aql, LotPlan.strictness,
        ).where(LotPlan.lot_id == lot_id)
    )  # fmt: skip
    found: dict[str, Plan] = {}
    for severity, method, size, accept, letter, level, aql, strictness in rows:
        found[severity] = Plan(method, size, accept, letter, level, aql, strictness)
    return {severity: found[severity] for severity in sampling.CLASSES if severity in found}


def _pieces(conn: Connection, lot_id: int) -> tuple[Piece, ...]:
    statement = (
        select(LotDraw.number, LotDraw.unit_id, Unit.name, LotDraw.position)
        .join(Unit, Unit.id == LotDraw.unit_id)
        .where(LotDraw.lot_id == lot_id)
        .order_by(LotDraw.number)
    )
    return tuple(Piece(*row) for row in conn.execute(statement))


# The pieces looked at that were not taken back or corrected, with each defect and each failed check on them.
_LOOKS = text(
    "SELECT i.lot_id, i.draw, i.id, i.client_id, i.unit_id, d.severity, d.outcome, t.code, c.severity,"
    " i.corrects_id FROM inspection i"
    " LEFT JOIN defect_found d ON d.inspection_id = i.id LEFT JOIN defect t ON t.id = d.defect_id"
    " LEFT JOIN finding f ON f.inspection_id = i.id AND f.good = :bad LEFT JOIN check_item c ON c.id = f.check_item_id"
    " WHERE i.lot_id IN :lots AND i.draw IS NOT NULL AND i.outcome = 'recorded' AND NOT EXISTS"
    " (SELECT 1 FROM inspection x WHERE (x.undoes_id = i.id OR x.corrects_id = i.id) AND x.outcome = 'recorded')"
    " ORDER BY i.id, d.id"
).bindparams(bindparam("lots", expanding=True))


def looks(conn: Connection, lot_ids: Collection[int]) -> dict[int, tuple[Look, ...]]:
    """What was found in these lots, piece by piece."""
    found: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    for lot_id, *row in conn.execute(_LOOKS, {"lots": sorted(lot_ids) or [0], "bad": False}):
        found.setdefault((lot_id, row[0]), []).append(tuple(row))
    made: dict[int, list[Look]] = {}
    for (lot_id, draw), rows in found.items():
        severe = sampling.worst(one for row in rows for one in (row[4], row[7]) if one)
        outcome = next((row[5] for row in rows if row[5]), "")
        defects = tuple(dict.fromkeys(row[6] for row in rows if row[6]))
        _, inspection_id, client_id, unit_id, *_, corrects_id = rows[0]
        about = (draw, inspection_id, client_id, unit_id, severe, outcome, defects, corrects_id is not None)
        made.setdefault(lot_id, []).append(Look(*about))
    return {lot_id: tuple(some) for lot_id, some in made.items()}
