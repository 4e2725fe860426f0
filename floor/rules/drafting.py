"""A route being drawn: its steps moved, repeated, taken out, put in; and what a new version changes about the old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Draft:
    """A step of a route that isn't published yet. ``back`` is the number (from 1) of the step a gate sends back to."""

    stage: int
    gate: bool = False
    skip: bool = False
    back: int | None = None


@dataclass(frozen=True, slots=True)
class StepChange:
    """How a step differs from the version before.

    ``what``: ``added``, ``removed``, ``moved``, ``gate``, ``no_gate``, ``skip``, ``no_skip`` or ``back``. ``number`` is
    the step's in the version that has it; ``other`` the stage it follows, or sends back to.
    """

    what: str
    stage: int
    number: int
    other: int | None = None


def arranged(steps: Sequence[Draft], order: Sequence[int]) -> list[Draft]:
    """The steps of these numbers (from 1) in this order, those that sent back still sending to the same step.

    What sent back to a step that isn't there any more, or comes later now, sends back nowhere. A number that stands
    twice is a step repeated; what sent back to it sends to the first.
    """
    found = [steps[number - 1] for number in order]
    place = {number: at for at, number in reversed(list(enumerate(order, start=1)))}

    def back(at: int, step: Draft) -> int | None:
        now = place.get(step.back) if step.back else None
        return now if now is not None and now < at else None

    return [replace(step, back=back(at, step)) for at, step in enumerate(found, start=1)]


def moved(steps: Sequence[Draft], number: int, by: int) -> list[Draft]:
    """A step so many places further on; as it is where there is no place."""
    to = number + by
    order = list(range(1, len(steps) + 1))
    if 1 <= number <= len(steps) and 1 <= to <= len(steps):
        order[number - 1], order[to - 1] = order[to - 1], order[number - 1]
    return arranged(steps, order)


def removed(steps: Sequence[Draft], number: int) -> list[Draft]:
    """Without a step."""
    return arranged(steps, [each for each in range(1, len(steps) + 1) if each != number])


def repeated(steps: Sequence[Draft], number: int) -> list[Draft]:
    """With a step a second time, right behind itself."""
    return arranged(steps, [each for each in range(1, len(steps) + 1) for _ in range(2 if each == number else 1)])


def changes(before: Sequence[Draft], after: Sequence[Draft]) -> list[StepChange]:
    """What a version changes about the one before, in the order of its steps; what was taken out comes last."""
    match = SequenceMatcher(None, [step.stage for step in before], [step.stage for step in after], autojunk=False)
    kept = {b + at + 1: a + at + 1 for a, b, size in match.get_matching_blocks() for at in range(size)}
    found: list[StepChange] = []
    for number, step in enumerate(after, start=1):
        if number not in kept:
            found.append(StepChange("added", step.stage, number, after[number - 2].stage if number > 1 else None))
            continue
        found += _differences(before, after, kept, number)
    for number in (number for number in range(1, len(before) + 1) if number not in kept.values()):
        _take_out(found, before[number - 1].stage, number)
    return found


def _take_out(found: list[StepChange], stage: int, number: int) -> None:
    """Notes that a step is gone; one that came in elsewhere was moved there."""
    for at, change in enumerate(found):
        if change.what == "added" and change.stage == stage:
            found[at] = replace(change, what="moved")
            return
    found.append(StepChange("removed", stage, number))


def _differences(
    before: Sequence[Draft], after: Sequence[Draft], kept: dict[int, int], number: int
) -> list[StepChange]:
    old, new = before[kept[number] - 1], after[number - 1]
    found = []
    if old.gate != new.gate:
        found.append(StepChange("gate" if new.gate else "no_gate", new.stage, number))
    if old.skip != new.skip:
        found.append(StepChange("skip" if new.skip else "no_skip", new.stage, number))
    if (kept.get(new.back) if new.back else None) != old.back:
        to = after[new.back - 1].stage if new.back else None
        found.append(StepChange("back", new.stage, number, to))
    return found
