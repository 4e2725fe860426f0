"""What the inspection screen shows of a unit: how many wait, by which checks they are judged, where they may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from .. import refusals
from ..models import CheckKind, Outcome
from ..refusals import No, Refused
from ..rules.route import Route
from ..rules.scanning import Holding
from ..rules.verdict import MOST_CYCLES, Waiting, gate_meant, rework_step
from ..scan import labels, read
from ..scan.read import FoundUnit, StageWords
from ..scan.results import Result
from . import standards
from .givers import Giver
from .owed import owed_by
from .past import Before, found_before, often_found
from .standards import Check, Defect, UnitStandard


@dataclass(frozen=True, slots=True)
class Screen:
    """A unit at a gate. ``back`` are the steps that pieces may be sent back to, by number and stage.

    ``before`` is what it was sent back for, ``often`` how many pieces each defect was found on lately, ``owed`` on how
    many pieces each check must be answered before all may pass.
    """

    unit: FoundUnit
    waiting: Waiting
    stage: StageWords
    standard: UnitStandard
    defects: tuple[Defect, ...]
    back: tuple[tuple[int, StageWords], ...]
    route: Route
    before: tuple[Before, ...] = ()
    often: Mapping[str, int] = field(default_factory=dict)
    owed: Mapping[int, int] = field(default_factory=dict)

    @property
    def units(self) -> frozenset[int]:
        """The units whose pieces wait: more than one for a batch card with bundles."""
        return frozenset(holding.unit_id for holding in self.waiting.here)

    @property
    def cycles(self) -> list[tuple[int, int]]:
        """How often the pieces were sent back, and how many of each."""
        counted: dict[int, int] = {}
        for holding in self.waiting.here:
            counted[holding.mark.cycle] = counted.get(holding.mark.cycle, 0) + holding.quantity
        return sorted(counted.items())

    @property
    def measured(self) -> list[Check]:
        """The checks that are answered with a measurement: while there are any, a lot isn't passed unseen."""
        return [check for check in self.standard.checks if check.kind is CheckKind.MEASURED]

    @property
    def for_all(self) -> tuple[Check, ...]:
        """The checks that are answered once for all pieces that pass."""
        return tuple(check for check in self.standard.checks if check.is_for_all)

    @property
    def must_be_decided(self) -> bool:
        """Whether all that wait came back so often that none may be sent back again."""
        return all(cycle >= MOST_CYCLES for cycle, _ in self.cycles)

    @property
    def most_found(self) -> tuple[Defect, ...]:
        """The defects, those found most often first."""
        return tuple(sorted(self.defects, key=lambda defect: -self.often.get(defect.code, 0)))

    def mended_at(self, defect: Defect | None) -> int | None:
        """The step that a defect sends back to; without one, where the gate does."""
        return rework_step(self.route, self.waiting.gate, [defect.rework_stage_id] if defect else [])


def screen_of(conn: Connection, giver: Giver, text: str, step: int | None, cycle: int | None) -> Screen | Result:
    """The screen for a code that was scanned or typed; a refused result where nothing of it can be judged here."""
    try:
        code, label = labels.label_in_use(conn, text)
    except Refused as refused:
        return _no(conn, refused.no)
    if label.unit_id is None:
        return _no(conn, labels.not_goods(label))
    unit = read.unit(conn, label.unit_id, code)
    route, words = read.route(conn, unit.route_version_id), read.stages(conn)
    held, _ = read.held(conn, unit.id)
    if unit.order_closed:
        return _no(conn, refusals.ORDER_CLOSED.because(), unit, held, route)
    waiting = gate_meant(route, giver.stages, held, step=step, cycle=cycle)
    if isinstance(waiting, No):
        return _no(conn, waiting, unit, held, route)
    standard = standards.of_unit(conn, unit.id)
    back = tuple((before.number, words[before.stage_id]) for before in route.between(1, waiting.gate))
    defects = tuple(standards.defects_of(conn, standard))
    stage, single = words[route.step(waiting.gate).stage_id], {holding.unit_id for holding in waiting.here} == {unit.id}
    return Screen(
        unit,
        waiting,
        stage,
        standard,
        defects,
        back,
        route,
        found_before(conn, unit.id),
        often_found(conn, unit.order_line_id, waiting.gate),
        owed_by(conn, unit.id, standard, waiting.quantity) if single else {},
    )


def _no(
    conn: Connection,
    no: No,
    unit: FoundUnit | None = None,
    held: Sequence[Holding] = (),
    route: Route | None = None,
) -> Result:
    words, new_name = read.stages(conn), read.new_name(conn, no)
    return Result(None, Outcome.REFUSED, no, unit, held, route, words=words, new_name=new_name)
