"""Pieces that a verdict sent back to be mended, offered a label of their own."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Why
from ..rules import places
from ..scan.results import Result


@dataclass(frozen=True, slots=True)
class Repair:
    """So many pieces of a unit, by its label's code, that went back to a step and are marked with a cycle."""

    source: str
    unit: str
    quantity: int
    step: int
    cycle: int


def offered(result: Result) -> Repair | None:
    """The pieces to be mended that one blank label may be put on; ``None`` where there are none or of several kinds."""
    if result.no is not None or result.undone or result.unit is None:
        return None
    back = [
        moved
        for moved in result.moved
        if moved.why == Why.JUDGED.value and places.is_step(moved.to_place) and moved.to_place < moved.from_place
    ]
    kinds = {(moved.to_place, moved.cycle) for moved in back}
    if len(kinds) != 1 or sum(held.quantity for held in result.held) == sum(moved.quantity for moved in back):
        return None
    [(step, cycle)] = kinds
    return Repair(result.unit.code, result.unit.name, sum(moved.quantity for moved in back), step, cycle)
