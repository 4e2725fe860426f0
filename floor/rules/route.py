"""A route as the rules see it: numbered steps, some gates, some that may be skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import places


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``rework_to`` is the step this gate normally sends back to."""

    number: int
    stage_id: int
    is_gate: bool = False
    may_skip: bool = False
    is_production: bool = True
    rework_to: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The steps of one route version, in order, numbered from 1 without gaps."""

    steps: tuple[Step, ...]

    def step(self, number: int) -> Step:
        """The step of that number; ``IndexError`` where there is none."""
        if number < 1:
            raise IndexError(number)
        return self.steps[number - 1]

    def after(self, number: int) -> int:
        """Where pieces go when a step is finished: the next step, or ``ready`` after the last."""
        return number + 1 if number < len(self.steps) else places.READY

    def served_by(self, stages: frozenset[int]) -> frozenset[int]:
        """The numbers of the steps whose stage is one of these."""
        return frozenset(step.number for step in self.steps if step.stage_id in stages)

    def reaches(self, place: int, served: frozenset[int]) -> int | None:
        """The served step that pieces waiting at ``place`` are ready for, or ``None``.

        That is the step they wait at, or the first served one behind steps that may be skipped; a gate never is.
        """
        if not places.is_step(place):
            return None
        for step in self.steps[place - 1 :]:
            if step.number in served:
                return step.number
            if step.is_gate or not step.may_skip:
                return None
        return None

    def between(self, start: int, end: int) -> tuple[Step, ...]:
        """The steps from ``start`` up to, not including, ``end``."""
        return self.steps[start - 1 : end - 1]

    def next_gate(self, start: int, end: int) -> int | None:
        """The first gate from ``start`` up to, not including, ``end``."""
        return next((step.number for step in self.between(start, end) if step.is_gate), None)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)


def route(steps: Iterable[Step]) -> Route:
    """A route of these steps; ``ValueError`` unless numbered 1, 2, 3 … and sending back only to earlier ones."""
    ordered = tuple(sorted(steps, key=lambda step: step.number))
    if [step.number for step in ordered] != list(range(1, len(ordered) + 1)):
        raise ValueError("steps are numbered from 1 without gaps")
    for step in ordered:
        if step.rework_to is not None and not 1 <= step.rework_to < step.number:
            raise ValueError(f"step {step.number} sends back to step {step.rework_to}, which is not before it")
    return Route(ordered)
