"""The whole story of a unit: where its pieces are, its family, and everything that was heard of it, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, select
from sqlalchemy.orm import aliased

from ..models import Balance, Batch, Carton, CartonContent, Label, Unit
from ..rules.route import Route
from ..rules.scanning import Holding
from ..scan import lots, read
from ..scan.labels import CODE_IN_USE
from ..scan.lots import ToldLot
from ..scan.read import FoundUnit, StageWords
from .events import MOST_MOVES, Event, events_of, moves_of

_U = aliased(Unit, name="u")  # as CODE_IN_USE calls it


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit of the same family. ``code`` is its newest label; ``quantity`` what it holds now."""

    id: int
    name: str
    kind: str
    code: str
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about a unit."""

    unit: FoundUnit
    batch: str
    route: Route
    stages: Mapping[int, StageWords]
    held: Sequence[Holding]
    names: Mapping[int, str]
    labels: Sequence[Any]
    cartons: Sequence[tuple[str, int]]  # the carton's number, and how many of the ready pieces lie in it
    lots: Sequence[ToldLot]
    parent: Relative | None
    split_from: Relative | None
    children: Sequence[Relative]
    split_off: Sequence[Relative]
    events: Sequence[Event]
    is_cut_short: bool

    @property
    def quantity(self) -> int:
        """Pieces that it and its children hold now, wherever they are."""
        return sum(holding.quantity for holding in self.held)

    @property
    def by_step(self) -> dict[int, int]:
        """Pieces at each step of the route."""
        found: dict[int, int] = {}
        for holding in self.held:
            found[holding.place] = found.get(holding.place, 0) + holding.quantity
        return found


def tell(conn: Connection, unit_id: int, code: str) -> Story:
    """The story of the unit that a label's code named."""
    unit = read.unit(conn, unit_id, code)
    row = conn.execute(
        select(Batch.number, Unit.split_from_id).join(Batch, Batch.id == Unit.batch_id).where(Unit.id == unit_id)
    ).one()
    children = _relatives(conn, _U.parent_id == unit_id)
    moves = moves_of(conn, [unit_id, *(child.id for child in children)])
    return Story(
        unit=unit,
        batch=row.number,
        route=read.route(conn, unit.route_version_id),
        stages=read.stages(conn),
        held=read.held(conn, unit_id)[0],
        names={unit_id: unit.name, **{child.id: child.name for child in children}},
        labels=conn.execute(select(Label.__table__).where(Label.unit_id == unit_id).order_by(Label.id)).all(),
        cartons=_cartons(conn, [unit_id, *(child.id for child in children)]),
        lots=lots.of_unit(conn, unit_id),
        parent=_one(conn, unit.parent_id),
        split_from=_one(conn, row.split_from_id),
        children=children,
        # What was split off has the same parent as this unit, or this unit as its parent.
        split_off=_relatives(conn, and_(_U.parent_id == (unit.parent_id or unit_id), _U.split_from_id == unit_id)),
        events=events_of(conn, unit_id, moves),
        is_cut_short=len(moves) == MOST_MOVES,
    )


def _cartons(conn: Connection, unit_ids: Sequence[int]) -> list[tuple[str, int]]:
    rows = conn.execute(
        select(Carton.number, func.sum(CartonContent.quantity))
        .join(Carton, Carton.id == CartonContent.carton_id)
        .where(CartonContent.unit_id.in_(unit_ids))
        .group_by(Carton.number)
        .order_by(Carton.number)
    )
    return [(number, int(pieces)) for number, pieces in rows]


def _one(conn: Connection, unit_id: int | None) -> Relative | None:
    return next(iter(_relatives(conn, _U.id == unit_id)), None) if unit_id is not None else None


def _relatives(conn: Connection, wanted: Any) -> list[Relative]:
    holds = select(func.coalesce(func.sum(Balance.quantity), 0)).where(Balance.unit_id == _U.id).scalar_subquery()
    rows = conn.execute(
        select(_U.id, _U.name, _U.kind, literal_column(f"COALESCE({CODE_IN_USE}, '')"), holds)
        .where(wanted)
        .order_by(_U.number)
    )
    return [Relative(id_, name, kind, code, int(quantity)) for id_, name, kind, code, quantity in rows]
