"""A QR code on folded cloth, laid flat: its modules are looked for one by one where the folds carried them.

A reader lays a stiff grid over the code; where the cloth waves by more than half a module it then looks at the wrong
ones. Here the grid gives way: first as a whole (a surface of the fourth degree), then patch by patch, each time to
where more modules are plainly black or plainly white and the patterns that every QR code has stand where they should.
What comes out is the code drawn anew from the modules seen, for the readers to read: no module that carries anything
of the text is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from floor.scan.prepare import Grey

Floats = NDArray[np.float32]

# Pixels a module while looking, modules of margin round the code, and pixels a module of what is drawn.
_FINE, _MARGIN, _DRAWN = 8, 4, 4
# The largest version whose patches are moved one by one: the work grows with the fourth power of the side.
_LARGEST_BY_PATCHES = 12
_DEGREE = 4
_PATCHES = (8, 4)  # modules a side
_ALONE = 0.002  # what it costs a patch to move otherwise than its neighbours


@dataclass(frozen=True)
class Frame:
    """Where a QR code of a version (1 to 40) lies in a picture: x and y of its corners in pixels, clockwise from the
    top left of the code itself."""

    version: int
    corners: tuple[tuple[float, float], ...]

    def is_much_like(self, other: Frame) -> bool:
        """Whether both are one code: no corner is further off than an eighth of the side."""
        mine, its = np.array(self.corners), np.array(other.corners)
        off = np.hypot(*(mine - its).T).max()
        return self.version == other.version and bool(off < np.hypot(*(mine[1] - mine[0])) / 8)


def unfolded(grey: Grey, frame: Frame) -> Grey:
    """The QR code in ``frame`` drawn anew, black on white, from the modules that the picture shows there."""
    count = 17 + 4 * frame.version
    shades = _flat_shades(grey, frame, count)
    wanted = patterns(frame.version)

    def seen(across: Floats, down: Floats) -> Floats:
        return np.asarray(cv2.remap(shades, across, down, cv2.INTER_LINEAR, borderValue=(0,)), np.float32)

    def clearness(across: Floats, down: Floats) -> float:
        found = seen(across, down)
        return float(np.where(wanted == 0, np.abs(found), 2 * found * wanted).mean())

    row, column = np.mgrid[0:count, 0:count].astype(np.float32)
    across, down = ((axis + 0.5 + _MARGIN) * _FINE - 0.5 for axis in (column, row))
    across, down = _bent(across, down, count, clearness)
    if frame.version <= _LARGEST_BY_PATCHES:
        for side in _PATCHES:
            across, down = _patched(across, down, count, side, clearness)
    # What is alike in every code is drawn as it should be: dirt on it keeps readers from looking at the rest.
    modules = np.where(wanted == 0, seen(across, down), wanted)
    white = np.pad(modules > 0, _MARGIN, constant_values=True)
    return np.kron(white, np.ones((_DRAWN, _DRAWN), bool)).astype(np.uint8) * 255


def _flat_shades(grey: Grey, frame: Frame, count: int) -> Floats:
    """What lies in the frame, seen from straight above: about -1 where it is plainly black for its surroundings, 1
    where plainly white, averaged over a little less than a module."""
    side = (count + 2 * _MARGIN) * _FINE
    square = (np.array([[0, 0], [count, 0], [count, count], [0, count]], np.float32) + _MARGIN) * _FINE - 0.5
    matrix = cv2.getPerspectiveTransform(np.array(frame.corners, np.float32), square)
    flat = cv2.warpPerspective(grey, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    shades = flat.astype(np.float32)
    window = (7 * _FINE + 1,) * 2
    mean = cv2.blur(shades, window)
    spread = np.sqrt(np.maximum(cv2.blur(shades * shades, window) - mean * mean, 1))
    return np.asarray(cv2.blur(np.tanh(2 * (shades - mean) / spread), (_FINE - 3, _FINE - 3)), np.float32)


@lru_cache
def patterns(version: int) -> Floats:
    """The modules that every QR code of the version has: -1 black, 1 white, 0 what depends on the text."""
    count = 17 + 4 * version
    wanted = np.zeros((count, count), np.float32)
    wanted[6, :] = wanted[:, 6] = np.where(np.arange(count) % 2 == 0, -1, 1)
    corner = np.ones((8, 8), np.float32)
    corner[:7, :7] = _rings(7)
    wanted[:8, :8], wanted[:8, -8:], wanted[-8:, :8] = corner, corner[:, ::-1], corner[::-1]
    places = _alignments(version)
    for down in places:
        for across in places:
            if wanted[down, across] == 0 or (6 in (down, across) and 8 < max(down, across) < count - 8):
                wanted[down - 2 : down + 3, across - 2 : across + 3] = _rings(5)
    return wanted


def _rings(side: int) -> Floats:
    """A black square with a white ring inside it and black within that."""
    rings = -np.ones((side, side), np.float32)
    rings[1:-1, 1:-1] = 1
    rings[2:-2, 2:-2] = -1
    return rings


def _alignments(version: int) -> list[int]:
    """The rows (and columns) on which the middles of the alignment patterns lie (ISO/IEC 18004, annex E)."""
    if version == 1:
        return []
    number = version // 7 + 2
    last = 4 * version + 10
    step = 26 if version == 32 else (version * 4 + number * 2 + 1) // (number * 2 - 2) * 2
    return [6, *sorted(last - step * turn for turn in range(number - 1))]


def _bent(
    across: Floats, down: Floats, count: int, clearness: Callable[[Floats, Floats], float]
) -> tuple[Floats, Floats]:
    """The grid bent as a whole."""
    row, column = np.mgrid[0:count, 0:count].astype(np.float32)
    right, below = (2 * (column + 0.5) / count - 1), (2 * (row + 0.5) / count - 1)
    shapes = np.stack(
        [right**one * below**two for one in range(_DEGREE + 1) for two in range(_DEGREE + 1 - one)]
    ).astype(np.float32)
    shapes /= np.abs(shapes).max(axis=(1, 2), keepdims=True)

    def place(much: Floats) -> tuple[Floats, Floats]:
        one, two = (np.tensordot(part, shapes, 1).astype(np.float32) for part in much)
        return across + one, down + two

    def worth(much: Floats) -> float:
        return clearness(*place(much)) - 0.0005 * float((much**2).sum()) / _FINE

    return place(_climbed(np.zeros((2, len(shapes)), np.float32), worth, (0.8, 0.4, 0.2, 0.1)))


def _patched(
    across: Floats, down: Floats, count: int, side: int, clearness: Callable[[Floats, Floats], float]
) -> tuple[Floats, Floats]:
    """The grid moved patch by patch of so many modules a side, neighbours much alike."""
    patches = max(3, count // side + 1)

    def place(much: Floats) -> tuple[Floats, Floats]:
        one, two = (cv2.resize(part, (count, count), interpolation=cv2.INTER_CUBIC) for part in much)
        return np.asarray(across + one, np.float32), np.asarray(down + two, np.float32)

    def worth(much: Floats) -> float:
        rough = float((np.diff(much, axis=1) ** 2).sum() + (np.diff(much, axis=2) ** 2).sum())
        return clearness(*place(much)) - _ALONE * rough * 4 / (_FINE * patches**2)

    return place(_climbed(np.zeros((2, patches, patches), np.float32), worth, (0.8, 0.4, 0.2)))


def _climbed(much: Floats, worth: Callable[[Floats], float], steps: tuple[float, ...]) -> Floats:
    """Each number moved up or down by a step (in modules) as long as that is worth more, then by the next step."""
    best = worth(much)
    for step in steps:
        for _ in range(3):
            before = best
            for place in np.ndindex(much.shape):
                best = _nudged(much, place, step * _FINE, worth, best)
            if best == before:
                break
    return much


def _nudged(much: Floats, place: tuple[int, ...], step: float, worth: Callable[[Floats], float], best: float) -> float:
    was = much[place]
    for change in (step, -step):
        much[place] = was + change
        now = worth(much)
        if now > best + 1e-6:
            return now
    much[place] = was
    return best
