"""Which moves count as finished work, for the hourly ``Output``: see there for what a row says.

A piece counts at the stage it left forward, by a scan, caught up or by a verdict; and at *ready* when it came there,
less when it was taken back from there. Splits, corrections between steps and skipped steps are nobody's output.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..models import Why
from ..rules import places

READY_STAGE = 0  # no stage has this key
HOUR = 3_600_000

_WORK = {Why.DONE.value, Why.INFERRED.value, Why.JUDGED.value}
# From these, pieces come to *ready* that were counted there before.
_COUNTED_BEFORE = {places.READY, places.DELIVERED, places.RETURNED}


def finished(
    stage_id: int | None, from_place: int, to_place: int, why: str, quantity: int
) -> Iterator[tuple[int, int]]:
    """Pairs of a stage's key and the pieces that a move adds to it. ``stage_id`` is that of ``from_place``."""
    if stage_id is not None and why in _WORK and from_place < to_place <= places.READY:
        yield stage_id, quantity
    if to_place == places.READY and from_place not in _COUNTED_BEFORE:
        yield READY_STAGE, quantity
    if from_place == places.READY and to_place not in (places.READY, places.DELIVERED):
        yield READY_STAGE, -quantity
