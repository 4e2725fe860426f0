"""Units as the office's pages show them: their labels, and where their pieces are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import abort
from flask_babel import get_locale
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from .. import refusals
from ..db import db
from ..models import Balance, Batch, Label, Move, Scan, Unit, Why
from ..refusals import Refused
from ..rules import codes, places
from ..rules.route import Route
from ..rules.scanning import Mark
from ..scan import read, say
from ..scan.splits import At


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces of one unit at one place with one rework mark, and the place's name."""

    at: At
    quantity: int
    name: str
    at_gate: bool = False

    @property
    def key(self) -> str:
        """How a form names this stack: ``4.1.4``."""
        return f"{self.at.place}.{self.at.mark.cycle}.{self.at.mark.sent_by}"

    @property
    def is_step(self) -> bool:
        """Whether these pieces wait at a step."""
        return places.is_step(self.at.place)

    @property
    def is_held(self) -> bool:
        """Whether these pieces are held back."""
        return places.base(self.at.place) == places.HOLD

    @property
    def may_deviate(self) -> bool:
        """Whether these pieces are held at a gate, which a supervisor may let them pass."""
        return self.is_held and self.at_gate

    @property
    def is_delivered(self) -> bool:
        """Whether the partner has these pieces."""
        return self.at.place == places.DELIVERED


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit with its label that is in use (none where it was made void) and its stacks."""

    unit: Unit
    label: Label | None
    stacks: Sequence[Stack] = field(default=())

    @property
    def address(self) -> str:
        """The code that this unit's pages are found by: its newest label's, be that void."""
        return (self.label or self.unit.labels[-1]).code

    @property
    def quantity(self) -> int:
        """Pieces that it holds, wherever they are."""
        return sum(stack.quantity for stack in self.stacks)


@dataclass(frozen=True, slots=True)
class Undoable:
    """A scan that moved pieces of a unit and still stands."""

    scan_id: int
    at: int
    words: str


def find(code: str) -> Unit:
    """The unit whose label says this; 404 where there is none."""
    label = db.session.scalars(select(Label).where(Label.code == codes.read_code(code))).first()
    unit = db.session.get(Unit, label.unit_id) if label is not None and label.unit_id is not None else None
    if unit is None:
        abort(404)
    return unit


def of_batch(batch: Batch) -> list[Shown]:
    """All units of a batch, the batch card first."""
    return _shown(batch.units, batch.route_version_id)


def shown(unit: Unit) -> Shown:
    """One unit."""
    return _shown([unit], unit.route_version_id)[0]


def route_of(unit: Unit) -> Route:
    """The route that a unit goes."""
    return read.route(db.session.connection(), unit.route_version_id)


def place_name(place: int, route: Route) -> str:
    """A place as people call it, in the reader's language; a held one with the step it is held at."""
    locale, words = str(get_locale()), read.stages(db.session.connection())
    name = say.place_words(place, route, words, locale)
    step = places.step_of(place)
    if places.is_step(place) or step is None:
        return name
    return f"{name} ({say.place_words(step, route, words, locale)})"


def stage_names(route_version_id: int) -> list[str]:
    """The names of a route's steps, in order."""
    route = read.route(db.session.connection(), route_version_id)
    return [place_name(step.number, route) for step in route]


def at_of(unit: Unit, key: str) -> At | None:
    """The stack of a unit that a form named (see ``Stack.key``); ``None`` where it names none."""
    named = re.fullmatch(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", key, re.ASCII)
    return At(unit.id, int(named[1]), Mark(int(named[2]), int(named[3]))) if named else None


def to_merge_with(unit: Unit, at: At) -> list[Unit]:
    """The other units that pieces of this stack may be merged into."""
    return list(
        db.session.scalars(
            select(Unit)
            .join(Balance, Balance.unit_id == Unit.id)
            .where(
                Unit.order_line_id == unit.order_line_id,
                Unit.route_version_id == unit.route_version_id,
                Unit.id != unit.id,
                Balance.place == at.place,
                Balance.cycle == at.mark.cycle,
                Balance.sent_by == at.mark.sent_by,
            )
            .order_by(Unit.name)
        )
    )


def undoables(unit: Unit, most: int = 8) -> list[Undoable]:
    """The last scans that moved pieces of a unit and weren't taken back, newest first."""
    undoing = aliased(Move)
    moves = db.session.scalars(
        select(Move)
        .where(
            or_(Move.unit_id == unit.id, Move.to_unit_id == unit.id),
            Move.scan_id.is_not(None),
            Move.why != Why.UNDONE.value,
            ~exists().where(undoing.undoes_id == Move.id),
        )
        .order_by(Move.id.desc())
        .limit(most * 4)
    )
    found: dict[int, list[Move]] = {}
    for move in moves:
        found.setdefault(move.scan_id or 0, []).append(move)
    return [_undoable(unit, scan_id, moved) for scan_id, moved in list(found.items())[:most]]


def moved_by(unit: Unit, scan_id: int) -> int:
    """The unit that a scan was of; ``FIELD_NEEDED`` where it moved nothing of ``unit``.

    What was moved stays so whatever is taken back later: the same form gets the same answer again.
    """
    mine = or_(Move.unit_id == unit.id, Move.to_unit_id == unit.id)
    if db.session.execute(select(Move.id).where(Move.scan_id == scan_id, mine).limit(1)).first() is None:
        raise Refused(refusals.FIELD_NEEDED.because(what="pindaian yang diurungkan"))
    return db.session.execute(select(Scan.unit_id).where(Scan.id == scan_id)).scalar() or unit.id


def _undoable(unit: Unit, scan_id: int, moves: Sequence[Move]) -> Undoable:
    at = db.session.execute(select(Scan.at).where(Scan.id == scan_id)).scalar_one()
    route = route_of(unit)
    words = f"{place_name(moves[-1].from_place, route)} → {place_name(moves[0].to_place, route)}"
    return Undoable(scan_id, at, words)


def _shown(units: Sequence[Unit], route_version_id: int) -> list[Shown]:
    ids = [unit.id for unit in units]
    route = read.route(db.session.connection(), route_version_id)
    stacks: dict[int, list[Stack]] = {}
    found = select(Balance).where(Balance.unit_id.in_(ids), Balance.quantity > 0)
    for balance in db.session.scalars(found.order_by(Balance.place, Balance.cycle, Balance.sent_by)):
        at = At(balance.unit_id, balance.place, Mark(balance.cycle, balance.sent_by))
        stacks.setdefault(balance.unit_id, []).append(_stack(at, balance.quantity, route))
    labels = _labels(ids)
    return [Shown(unit, labels.get(unit.id), stacks.get(unit.id, ())) for unit in units]


def _stack(at: At, quantity: int, route: Route) -> Stack:
    step = places.step_of(at.place) or 0
    at_gate = 0 < step <= len(route.steps) and route.step(step).is_gate
    return Stack(at, quantity, place_name(at.place, route), at_gate)


def _labels(unit_ids: Iterable[int]) -> dict[int, Label]:
    """The newest label of each unit that may still be used."""
    good = select(Label).where(
        Label.unit_id.in_(list(unit_ids)), Label.voided_at.is_(None), Label.replaced_by_id.is_(None)
    )
    return {label.unit_id: label for label in db.session.scalars(good.order_by(Label.id)) if label.unit_id is not None}
