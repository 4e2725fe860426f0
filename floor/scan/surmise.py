"""Where one of our own QR codes may lie that no library finds: a corner of it torn off, dirt on its squares.

Libraries look for the three squares and give up without one of them. Here all that every code of version 1 has alike
(squares, the dotted lines between them, the white round it) is held against the places in the picture that are dense
with corners, at the angle of their edges; it fits best where the code lies, even if much of it is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from floor.scan.prepare import Grey, View
from floor.scan.unfold import Frame, patterns

Floats = NDArray[np.float32]

_SIDE, _WHITE = 21, 2  # modules of a code of version 1, and of white round it
_FINE = 4  # pixels a module where the pattern is held against the picture
_COARSE_SIDE, _WINDOW = 800, 21
_MOST_PLACES, _MOST_FRAMES = 2, 3
_SIZES = (0.76, 0.84, 0.92, 1.0, 1.1)  # of the side that a place has; letters beside the code make it larger
_LEAST_PIXELS, _LEAST_LIKENESS = 1.2, 0.3  # pixels a module; how much of the pattern must fit


def frames(view: View) -> list[Frame]:
    """Where codes of version 1 may lie in the photo, the likeliest first."""
    found: list[tuple[float, Frame]] = []
    for middle, side, angle in islice(_places(view.grey), _MOST_PLACES):
        found += _fitting(view, middle, side, angle)
    return [frame for _, frame in sorted(found, key=lambda pair: -pair[0])[:_MOST_FRAMES]]


def _places(grey: Grey) -> Iterator[tuple[tuple[float, float], float, float]]:
    """Where the picture is dense with corners: the middle, the longer side and the angle of the edges (degrees)."""
    factor = min(1.0, _COARSE_SIDE / max(grey.shape))
    coarse = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.float32)
    coarse = np.asarray(cv2.GaussianBlur(coarse, (0, 0), 1), np.float32)
    across, down = cv2.Sobel(coarse, cv2.CV_32F, 1, 0), cv2.Sobel(coarse, cv2.CV_32F, 0, 1)
    window = (_WINDOW, _WINDOW)
    one, two, mixed = (cv2.boxFilter(part, -1, window) for part in (across * across, down * down, across * down))
    lesser = (one + two) / 2 - cv2.sqrt(((one - two) / 2) ** 2 + mixed * mixed)
    strongest = float(lesser.max())
    if strongest < 50:
        return
    dense = (lesser > 0.25 * strongest).astype(np.uint8)
    count, patches, _, _ = cv2.connectedComponentsWithStats(dense)
    sums = np.bincount(patches.ravel(), lesser.ravel(), count)
    for patch in np.argsort(-sums[1:]) + 1:
        inside = patches == patch
        spots = np.argwhere(inside)[:, ::-1].astype(np.float32)
        (x, y), sizes, _ = cv2.minAreaRect(spots)
        # edges a quarter turn apart are edges of one grid: their angles are added up fourfold
        turned = np.power(across[inside] + 1j * down[inside], 4) / np.maximum(
            np.hypot(across[inside], down[inside]) ** 2, 1e-6
        )
        angle = float(np.degrees(np.angle(turned.sum()) / 4))
        yield (x / factor, y / factor), max(sizes) / factor, angle


def _fitting(view: View, middle: tuple[float, float], side: float, angle: float) -> Iterator[tuple[float, Frame]]:
    """The best place for the pattern of each size and quarter turn, with how well it fits (0 to 1)."""
    for size in _SIZES:
        module = side * size / (_SIDE + _WHITE)
        if module < _LEAST_PIXELS:
            continue
        matrix = np.asarray(cv2.getRotationMatrix2D(middle, angle, _FINE / module), np.float64)
        reach = round(1.5 * side * _FINE / module)
        matrix[:, 2] += reach / 2 - np.array(middle)
        cut = cv2.warpAffine(view.grey, matrix, (reach, reach), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        shades = _shades(cut.astype(np.float32))
        back = cv2.invertAffineTransform(matrix)
        for turn in range(4):
            pattern, weight = _pattern(turn)
            if min(shades.shape) < pattern.shape[0]:
                continue
            likeness = cv2.matchTemplate(shades, pattern, cv2.TM_CCORR)
            _, best, _, (left, top) = cv2.minMaxLoc(likeness)
            if best / weight >= _LEAST_LIKENESS:
                yield float(best) / weight, _frame(view, back, left, top, turn)


def _shades(cut: Floats) -> Floats:
    """About -1 where it is plainly black for its surroundings, 1 where plainly white."""
    window = (8 * _FINE + 1,) * 2
    mean = cv2.blur(cut, window)
    spread = np.sqrt(np.maximum(cv2.blur(cut * cut, window) - mean * mean, 16))
    return np.asarray(np.tanh(1.5 * (cut - mean) / spread), np.float32)


@lru_cache
def _pattern(turn: int) -> tuple[Floats, float]:
    """What every code has alike, turned by quarters, and the most it can fit."""
    wanted = np.pad(patterns(1), _WHITE, constant_values=0)
    wanted[_WHITE - 1, _WHITE - 1 : -_WHITE + 1] = wanted[-_WHITE, _WHITE - 1 : -_WHITE + 1] = 1
    wanted[_WHITE - 1 : -_WHITE + 1, _WHITE - 1] = wanted[_WHITE - 1 : -_WHITE + 1, -_WHITE] = 1
    fine = np.kron(np.rot90(wanted, turn), np.ones((_FINE, _FINE), np.float32)).astype(np.float32)
    return fine, float(np.abs(fine).sum())


def _frame(view: View, back: NDArray[Any], left: int, top: int, turn: int) -> Frame:
    """The frame in the photo of a pattern that was found at a place of a turned cut-out."""
    near, far = _WHITE * _FINE - 0.5, (_WHITE + _SIDE) * _FINE - 0.5
    corners = [(left + x, top + y) for x, y in ((near, near), (far, near), (far, far), (near, far))]
    # turned by quarters to the left, the code's own upper left is one corner further back each time
    corners = corners[-turn:] + corners[:-turn] if turn else corners
    placed = []
    for x, y in corners:
        there = back @ (x, y, 1.0)
        spot = view.back @ (float(there[0]), float(there[1]), 1.0)
        placed.append((float(spot[0]), float(spot[1])))
    return Frame(1, tuple(placed))
