"""What became of a scan, as plain values that leave the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..models import Outcome
from ..refusals import No
from ..rules.route import Route
from ..rules.scanning import Holding
from .history import KeptMove
from .read import FoundUnit, StageWords


@dataclass(frozen=True, slots=True)
class Moved:
    """A move as an answer tells it: the step finished, and where from and to."""

    unit: str
    from_place: int
    to_place: int
    quantity: int
    cycle: int
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item. ``words`` are the stages' names, for whoever makes sentences of it."""

    id: str | None
    outcome: Outcome
    no: No | None = None
    unit: FoundUnit | None = None
    held: Sequence[Holding] = ()
    route: Route | None = None
    moved: Sequence[Moved] = ()
    words: Mapping[int, StageWords] = field(default_factory=dict)
    replayed: bool = False
    undone: bool = False
    who: str | None = None  # the officer or worker whose card was scanned
    is_worker: bool = False  # a worker's card, not a badge
    carton: tuple[str, str] | None = None  # the number of the carton whose label was scanned; filling, sealed, away
    into: str | None = None  # the number of the carton that the pieces went into
    new_name: str | None = None  # the label to use instead
    command: str | None = None  # what a command's or a station's card did
    station: tuple[str, str] | None = None  # code and name of the station that the tablet was moved to
    clock_off_ms: int = 0


def told(moves: Iterable[KeptMove]) -> list[Moved]:
    """Moves as an answer tells them."""
    return [
        Moved(move.unit_name, move.from_place, move.to_place, move.quantity, move.to_mark.cycle, move.why)
        for move in moves
    ]
