"""What the model speaks of: places, marks, moves, scans and verdicts, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

Place = int | str
Mark = tuple[int, int]
Spot = tuple[str, Place, Mark]  # unit, place, mark

LAST, GATE, SKIPPABLE = 5, 4, 3
SERVES = {"P-OBR": {1}, "P-JHT": {2}, "P-BBG": {3}, "P-QC": {4}, "P-LPT": {5}, "P-GANDA": {1, 2}}
# Pieces that were sent back twice are not sent back again.
MOST_CYCLES = 2
UNDO_WITHIN, ASK_WITHIN = 30_000, 120_000
# Where pieces are that wait at no step, and what a station says of them; the first that fits.
ENDS = {
    "hold": "ON_HOLD",
    "missing": "MARKED_MISSING",
    "ready": "ALREADY_PACKED",
    "delivered": "ALREADY_DELIVERED",
    "returned": "CAME_BACK",
    "grade_b": "IS_GRADE_B",
    "scrap": "SCRAPPED",
}


def word(place: Place) -> str:
    """An end without the step it remembers; ``step`` for a step."""
    return "step" if isinstance(place, int) else place.split()[0]


def remembered(place: Place) -> int | None:
    """The step that a place is, or remembers."""
    if isinstance(place, int):
        return place
    return int(place.split()[1]) if " " in place else None


def after(step: int) -> Place:
    """Where pieces go when a step is finished."""
    return step + 1 if step < LAST else "ready"


@dataclass(frozen=True)
class Moved:
    """Pieces from a spot to a spot, ``out_of`` a carton or ``into`` one."""

    source: Spot
    target: Spot
    quantity: int
    why: str
    out_of: str | None = None
    into: str | None = None

    def back(self) -> Moved:
        """The move that takes this one back."""
        return Moved(self.target, self.source, self.quantity, "undone", self.into, self.out_of)


@dataclass
class Deed:
    """Moves that were made together; ``key`` names the scan, verdict or entry they stand on."""

    key: str
    station: str | None
    moves: list[Moved]
    undone: bool = False


@dataclass(frozen=True)
class Scan:
    """A scan as a tablet sends it."""

    key: str
    station: str
    unit: str
    at: int
    quantity: int | None = None
    seen: int | None = None
    step: int | None = None
    cycle: int | None = None
    late: bool = False


@dataclass
class Heard:
    """What is known of a scan or a verdict that was heard: ``unit`` is empty for an undo."""

    station: str
    at: int
    unit: str
    recorded: bool
    is_undo: bool = False
    taken_back: bool = False
    is_corrected: bool = False


Answer = str | list[Moved]


@dataclass(frozen=True)
class Split:
    """A verdict's pieces."""

    passed: int = 0
    rework: int = 0
    scrap: int = 0
    hold: int = 0
    grade_b: int = 0
    to_step: int = 2

    @property
    def failed(self) -> int:
        """Pieces that did not pass."""
        return self.rework + self.scrap + self.hold + self.grade_b

    @property
    def judged(self) -> int:
        """All the pieces."""
        return self.passed + self.failed


def number(place: Place) -> int:
    assert isinstance(place, int)
    return place


def ready_for(place: Place, serves: set[int]) -> int | None:
    """The served step that pieces at a place are ready for: theirs, or one behind the step that may be skipped."""
    if place in serves:
        return number(place)
    return GATE if place == SKIPPABLE and GATE in serves else None


def walk(spot: Spot, step: int, quantity: int, on_the_way: str, last: str) -> Iterator[Moved]:
    """Pieces go on from where they are, past ``step``."""
    unit, place, mark = spot
    for at in range(number(place), step + 1):
        yield Moved((unit, at, mark), (unit, after(at), mark), quantity, last if at == step else on_the_way)


def judged_moves(spot: Spot, outcome: str, quantity: int, to_step: int) -> list[Moved]:
    unit, _, mark = spot
    way = list(walk(spot, GATE, quantity, "skipped", "judged"))
    if outcome == "rework":
        target: Spot = (unit, to_step, (mark[0] + 1, max(mark[1], GATE)))
    else:
        target = (unit, after(GATE) if outcome == "passed" else outcome, mark)
    return [*way[:-1], replace(way[-1], target=target)]


def where_it_ended(spots: list[Spot]) -> str:
    ends = {word(spot[1]) for spot in spots}
    return next((code for end, code in ENDS.items() if end in ends), "EMPTY_UNIT")


def deal(split: Split, left: dict[Spot, int]) -> Answer:
    """Failures from the pieces sent back most, passes from those sent back least."""
    often = sorted(left, key=lambda spot: (-spot[2][0], -spot[2][1]))
    able = [s for s in often if s[2][0] < MOST_CYCLES] + [s for s in often if s[2][0] >= MOST_CYCLES]
    moves: list[Moved] = []
    for outcome, quantity, order in (
        ("scrap", split.scrap, often),
        (f"hold {GATE}", split.hold, often),
        ("rework", split.rework, able),
        ("passed", split.passed, often[::-1]),
    ):
        for spot in order:
            taken = min(quantity, left[spot])
            if not taken:
                continue
            if outcome == "rework" and spot[2][0] >= MOST_CYCLES:
                return "THIRD_REWORK"
            left[spot] -= taken
            quantity -= taken
            moves += judged_moves(spot, outcome, taken, split.to_step)
    return moves
