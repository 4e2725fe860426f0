"""The drawing of a product with its defects on it, as a heat map: spots counted in cells, ten to a side's edge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..quality.drawings import sides
from ..statics import FOLDER
from .facts import Spot

CELLS = 10
_CELL = 1_000 // CELLS
_WIDE = 760
_LEAST, _MOST = 13, 28  # radius


@dataclass(frozen=True, slots=True)
class Warm:
    """A cell: where its circle stands, how large it is, its defects; ``key`` names it in an address."""

    key: str
    side: int
    x: float
    y: float
    radius: float
    quantity: int
    defects: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A drawing with its cells, ``tall`` at the usual width; ``files`` are those of its sides, maybe none."""

    drawing: str
    files: tuple[str, ...]
    tall: float
    cells: tuple[Warm, ...]
    quantity: int


def drawings(spots: Iterable[Spot]) -> list[tuple[str, int]]:
    """The drawings that defects were placed on, the one with most pieces first."""
    found: Counter[str] = Counter()
    for spot in spots:
        found[spot.found.inspection.drawing] += 1
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def heat(spots: Iterable[Spot], drawing: str) -> Heat:
    """The spots on one drawing; both sides stand beside each other on it."""
    cells: dict[tuple[int, int, int], Counter[str]] = {}
    for spot in spots:
        if spot.found.inspection.drawing == drawing:
            cells.setdefault(cell(spot), Counter())[spot.found.code] += 1
    shape = _shape(drawing)
    tall = _WIDE * (shape or 0.5)
    most = max((found.total() for found in cells.values()), default=1)
    warm = [_warm(key, found, tall, most) for key, found in sorted(cells.items(), key=lambda one: -one[1].total())]
    there = sides(drawing) if shape else ()
    return Heat(drawing, there, round(tall, 1), tuple(warm), sum(one.quantity for one in warm))


def cell(spot: Spot) -> tuple[int, int, int]:
    """The cell of a spot: its side, column and row."""
    column, row = (min(max(part, 0) // _CELL, CELLS - 1) for part in (spot.x, spot.y))
    return spot.side, column, row


def _warm(key: tuple[int, int, int], found: Counter[str], tall: float, most: int) -> Warm:
    side, column, row = key
    x, y = (side + (column + 0.5) / CELLS) * _WIDE / 2, (row + 0.5) / CELLS * tall
    quantity = found.total()
    radius = _LEAST + (_MOST - _LEAST) * (quantity / most) ** 0.5
    name = ",".join(str(part) for part in key)
    return Warm(name, side, round(x, 1), round(y, 1), round(radius, 1), quantity, tuple(found.most_common()))


@lru_cache(maxsize=32)
def _shape(drawing: str) -> float | None:
    """Height by width of a drawing, both sides beside each other; ``None`` where there is no such picture."""
    there = [FOLDER / "drawings" / name for name in sides(drawing)]
    if not there or not there[0].is_file():
        return None
    box = re.search(r'viewBox="[\d.\-]+ [\d.\-]+ ([\d.]+) ([\d.]+)"', there[0].read_text(encoding="utf-8"))
    return float(box[2]) / float(box[1]) / 2 if box else 0.5
