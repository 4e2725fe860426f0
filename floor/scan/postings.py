"""Moves that are to be made, as ``record.post`` takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Why
from ..rules.scanning import Mark
from ..rules.verdict import Shift
from .history import KeptMove


@dataclass(frozen=True, slots=True)
class Posting:
    """One move to be made. Places are those of ``rules.places``."""

    unit_id: int
    from_place: int
    from_mark: Mark
    to_place: int
    to_mark: Mark
    quantity: int
    why: Why
    to_unit_id: int | None = None
    worker_id: int | None = None
    undoes_id: int | None = None
    from_carton_id: int | None = None
    to_carton_id: int | None = None

    @property
    def ends_in(self) -> int:
        """The unit the pieces are in afterwards."""
        return self.to_unit_id or self.unit_id


@dataclass(frozen=True, slots=True)
class Source:
    """What a move stands on: exactly one of the three keys; when it happened (ms UTC), and at which station."""

    at: int
    station_id: int | None = None
    scan_id: int | None = None
    inspection_id: int | None = None
    entry_id: int | None = None


def reversal(move: KeptMove) -> Posting:
    """The move that takes another back, to where its pieces were and with the mark they had."""
    return Posting(
        unit_id=move.to_unit_id,
        from_place=move.to_place,
        from_mark=move.to_mark,
        to_unit_id=move.unit_id,
        to_place=move.from_place,
        to_mark=move.from_mark,
        quantity=move.quantity,
        why=Why.UNDONE,
        undoes_id=move.id,
        from_carton_id=move.to_carton_id,
        to_carton_id=move.from_carton_id,
    )


def postings_of(gate: int, shift: Shift) -> Iterator[Posting]:
    """The moves of pieces over the steps that they skip, then by the verdict."""
    steps = [(place, place + 1, shift.from_mark, Why.SKIPPED) for place in range(shift.from_place, gate)]
    for from_place, to_place, to_mark, why in [*steps, (gate, shift.to_place, shift.to_mark, Why.JUDGED)]:
        yield Posting(shift.unit_id, from_place, shift.from_mark, to_place, to_mark, shift.quantity, why)
