"""A verdict at a gate: which pieces go where, and what it may not say. Values in, moves or a refusal out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from .. import refusals
from ..refusals import No
from . import places
from .consent import consent
from .route import Route
from .scanning import Holding, Mark, not_here

# The third return demands a decision: pieces that were sent back twice are not sent back again.
MOST_CYCLES = 2


@dataclass(frozen=True, slots=True)
class SendBack:
    """Pieces to repair and the step they go back to; ``None``: where their defects, or else the gate, send them."""

    quantity: int
    to_step: int | None = None


# What is done with pieces that did not pass.
OUTCOMES = ("rework", "grade_b", "scrap", "hold")


@dataclass(frozen=True, slots=True)
class Fault:
    """A defect seen on so many pieces, and what is done with those: one of ``OUTCOMES``.

    ``spots`` are where on the drawing: side (0 is the front), x and y in thousandths.
    """

    defect: str
    quantity: int
    outcome: str
    spots: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """How the pieces judged are split, as it really is."""

    passed: int = 0
    rework: tuple[SendBack, ...] = ()
    grade_b: int = 0
    scrap: int = 0
    hold: int = 0

    @property
    def failed(self) -> int:
        """Pieces that did not pass."""
        return self.sent_back + self.grade_b + self.scrap + self.hold

    @property
    def sent_back(self) -> int:
        """Pieces sent back to be repaired."""
        return sum(part.quantity for part in self.rework)

    @property
    def judged(self) -> int:
        """All pieces the verdict is about."""
        return self.passed + self.failed

    def pieces(self, outcome: str) -> int:
        """Pieces that did not pass, by what is done with them: ``rework``, ``grade_b``, ``scrap`` or ``hold``."""
        return {"rework": self.sent_back, "grade_b": self.grade_b, "scrap": self.scrap, "hold": self.hold}[outcome]


@dataclass(frozen=True, slots=True)
class Shift:
    """Pieces of one holding that go to a place, with the mark they carry there.

    Where they wait before the gate, they pass over steps that may be skipped first.
    """

    unit_id: int
    from_place: int
    from_mark: Mark
    to_place: int
    to_mark: Mark
    quantity: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict that stands: its gate and what moves from there."""

    step: int
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What may be judged at a gate: the pieces at it, and those before it with only steps between that may be skipped.

    Those before it are meant only where none is at the gate, or where more are judged than are.
    """

    gate: int
    at: tuple[Holding, ...]
    before: tuple[Holding, ...]

    @property
    def here(self) -> tuple[Holding, ...]:
        """The pieces that are meant where nothing else is said."""
        return self.at or self.before

    @property
    def quantity(self) -> int:
        """How many those are."""
        return _count(self.here)

    def of(self, unit_id: int) -> Waiting:
        """Those of one unit: a batch card's own, where pieces were split off it."""
        at, before = (tuple(h for h in held if h.unit_id == unit_id) for held in (self.at, self.before))
        return Waiting(self.gate, at, before)

    def presented(self, judged: int) -> list[Holding]:
        """The pieces a verdict on so many is about: those at the gate, then the nearest before it."""
        found, left = list(self.here), judged - self.quantity
        for holding in sorted(self.before if self.at else (), key=lambda h: -h.place):
            if left > 0:
                found.append(replace(holding, quantity=min(left, holding.quantity)))
                left -= holding.quantity
        return found


def waiting_at(
    route: Route,
    stages: frozenset[int] | None,
    held: Sequence[Holding],
    *,
    step: int | None = None,
    cycle: int | None = None,
) -> list[Waiting]:
    """What waits at each gate served here. ``stages`` are the station's (``None``: any, for an inspector at a desk)."""
    served = frozenset(s.number for s in route if s.is_gate and (stages is None or s.stage_id in stages))
    reached: dict[int, list[Holding]] = {}
    for holding in held:
        gate = route.reaches(holding.place, served)
        if gate is not None and step in (None, gate) and cycle in (None, holding.mark.cycle):
            reached.setdefault(gate, []).append(holding)
    return [
        Waiting(gate, tuple(h for h in all_ if h.place == gate), tuple(h for h in all_ if h.place != gate))
        for gate, all_ in sorted(reached.items())
    ]


def gate_meant(
    route: Route,
    stages: frozenset[int] | None,
    held: Sequence[Holding],
    *,
    step: int | None = None,
    cycle: int | None = None,
) -> Waiting | No:
    """What waits at the one gate that is meant, or why nothing or too much does."""
    found = waiting_at(route, stages, held, step=step, cycle=cycle)
    if len(found) == 1:
        return found[0]
    if found:
        return refusals.WHICH_STEP.because(choices=[{"step": w.gate, "quantity": w.quantity} for w in found])
    if not any(places.is_step(holding.place) for holding in held):
        return not_here(held)
    return refusals.NOT_AT_GATE.because(where=[{"place": h.place, "quantity": h.quantity} for h in held])


def judge_verdict(
    unit_id: int,
    split: Split,
    route: Route,
    stages: frozenset[int] | None,
    held: Sequence[Holding],
    *,
    step: int | None = None,
    cycle: int | None = None,
    takes_grade_b: bool = False,
    mended_at: Collection[int | None] = (),
) -> Verdict | No:
    """What a verdict moves; ``stages`` as in ``waiting_at``.

    ``mended_at`` are the stages that normally mend the defects of what is sent back: see ``rework_step``. ``step`` is
    needed only where pieces wait at several gates. Pieces that were sent back least are passed first and those sent
    back most fail first, unless ``cycle`` says which are meant.
    """
    if split.judged <= 0:
        return refusals.NOTHING_JUDGED.because()
    waiting = gate_meant(route, stages, held, step=step, cycle=cycle)
    if isinstance(waiting, No):
        return waiting
    gate, everything = waiting.gate, _count(waiting.at + waiting.before)
    if split.judged > everything:
        return refusals.TOO_MANY.because(asked=split.judged, waiting=everything, step=gate)
    meant = waiting.presented(split.judged)
    is_part = split.judged not in (waiting.quantity, everything)
    if (is_part and {h.unit_id for h in meant} != {unit_id}) or (split.failed and len({h.unit_id for h in meant}) > 1):
        own = waiting.of(unit_id)
        if split.judged > _count(own.at + own.before):
            return refusals.SCAN_THE_BUNDLES.because(asked=split.judged, waiting=waiting.quantity, step=gate)
        meant = own.presented(split.judged)
    if (no := consent(split.grade_b, takes_grade_b)) is not None:
        return no
    default = rework_step(route, gate, mended_at) or 0
    back = [(part.quantity, default if part.to_step is None else part.to_step) for part in split.rework]
    if any(not 1 <= to_step < gate for _, to_step in back):
        return refusals.REWORK_WHERE.because(step=gate)
    return _shifts(split, back, gate, route, meant)


def _shifts(
    split: Split, back: Sequence[tuple[int, int]], gate: int, route: Route, meant: Sequence[Holding]
) -> Verdict | No:
    """Deals the pieces out: failures from those sent back most often, passes from what remains."""
    left = {index: holding.quantity for index, holding in enumerate(meant)}
    often_first = sorted(left, key=lambda index: (-meant[index].mark.cycle, -meant[index].mark.sent_by))
    shifts: list[Shift] = []

    def deal(quantity: int, place: int, order: Iterable[int], *, sent: bool = False) -> No | None:
        for index in order:
            taken = min(quantity, left[index])
            if not taken:
                continue
            holding, mark = meant[index], meant[index].mark
            if sent and mark.cycle >= MOST_CYCLES:
                return refusals.THIRD_REWORK.because(times=mark.cycle + 1)
            to_mark = Mark(mark.cycle + 1, max(mark.sent_by, gate)) if sent else mark
            shifts.append(Shift(holding.unit_id, holding.place, mark, place, to_mark, taken))
            left[index] -= taken
            quantity -= taken
        return None

    deal(split.scrap, places.SCRAP, often_first)
    deal(split.hold, places.on_hold(gate), often_first)
    deal(split.grade_b, places.GRADE_B, often_first)
    for quantity, to_step in back:
        # A piece at its limit can't be sent back; where others are there to be, they are meant.
        able = sorted(often_first, key=lambda index: meant[index].mark.cycle >= MOST_CYCLES)
        if (no := deal(quantity, to_step, able, sent=True)) is not None:
            return no
    deal(split.passed, route.after(gate), reversed(often_first))
    return Verdict(gate, tuple(shifts))


def judge_faults(split: Split, faults: Sequence[Fault]) -> No | None:
    """Whether the defects named fit the split: one at least for every way of not passing, none on more pieces."""
    for outcome in OUTCOMES:
        pieces = split.pieces(outcome)
        named: dict[str, int] = {}
        for fault in faults:
            if fault.outcome == outcome:
                named[fault.defect] = named.get(fault.defect, 0) + fault.quantity
        if pieces and not named:
            return refusals.DEFECT_NEEDED.because(quantity=pieces, outcome=outcome)
        for defect, quantity in named.items():
            if quantity > pieces:
                return refusals.TOO_MANY.because(asked=quantity, waiting=pieces, defect=defect, outcome=outcome)
    return None


def rework_step(route: Route, gate: int, stage_ids: Iterable[int | None]) -> int | None:
    """Where pieces with defects normally mended at these stages go back to: the earliest, so that none is passed by.

    Without any before the gate, where the gate sends back to; ``None`` if that isn't said either.
    """
    wanted = set(stage_ids)
    mended = {step.stage_id: step.number for step in route.between(1, gate) if step.stage_id in wanted}
    return min(mended.values(), default=route.step(gate).rework_to)


def is_first_pass(mark: Mark, gate: int) -> bool:
    """Whether a verdict at this gate is the first these pieces get from it or a later one."""
    return mark.sent_by < gate


def _count(held: Iterable[Holding]) -> int:
    return sum(holding.quantity for holding in held)
