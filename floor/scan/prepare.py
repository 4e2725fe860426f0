"""What OpenCV does to a photo before a reader tries again: pure functions from one view of it to another.

Which treatments are worth their time, and in which order, stands in ``floor.scan.ladder``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

# The ladder's pictures have no longer side than this (pixels): its cost grows with the area, what it reads does not.
LONGEST_SIDE = 1600
# The direction of the bars is looked for in a picture of this size, in windows of a tenth of it.
_COARSE_SIDE = 800
_WINDOW = 65


@dataclass(frozen=True)
class View:
    """A grey picture (uint8, height x width) and the way back: a 2 x 3 matrix from its pixels to the photo's."""

    grey: Grey
    back: NDArray[np.float64]

    def seen_as(self, grey: NDArray[Any]) -> View:
        """The same view with other shades, pixel for pixel in the same place."""
        return replace(self, grey=grey.astype(np.uint8, copy=False))

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Where in the photo this view's point lies, in whole pixels."""
        across, down = self.back @ (x, y, 1.0)
        return round(float(across)), round(float(down))


def in_grey(bgr: NDArray[np.uint8]) -> Grey:
    """A picture as OpenCV gives it (uint8, height x width x 3) without its colours."""
    return cv2.cvtColor(np.ascontiguousarray(bgr), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


def whole(grey: Grey) -> View:
    """The photo itself."""
    return View(grey, np.eye(2, 3))


def shrunk(view: View) -> View:
    """The view with its longer side at most ``LONGEST_SIDE``; itself if it is no larger."""
    factor = LONGEST_SIDE / max(view.grey.shape)
    return view if factor >= 1 else zoomed(view, factor, cv2.INTER_AREA)


def zoomed(view: View, factor: float, way: int = cv2.INTER_CUBIC) -> View:
    """Larger (or smaller) by ``factor``."""
    grey = cv2.resize(view.grey, None, fx=factor, fy=factor, interpolation=way)
    return _moved(view, grey, np.array([[factor, 0, 0], [0, factor, 0]]))


def opened(view: View) -> View:
    """Without bright specks smaller than 3 x 3: scratches and gaps in the print close."""
    return view.seen_as(cv2.morphologyEx(view.grey, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))


def softened(view: View) -> View:
    """Averaged over 3 x 3, against noise and coarse print."""
    return view.seen_as(cv2.blur(view.grey, (3, 3)))


def sharpened(view: View, window: int = 13) -> View:
    """Less noise, then stronger edges (unsharp mask against the mean of ``window`` pixels square): blurred and dark
    pictures come back."""
    soft = cv2.GaussianBlur(view.grey, (0, 0), 1)
    return view.seen_as(cv2.addWeighted(soft, 5, cv2.blur(soft, (window, window)), -4, 0))


def thresholded(view: View, level: int) -> View:
    """Black below ``level``, white above."""
    return view.seen_as(cv2.threshold(view.grey, level, 255, cv2.THRESH_BINARY)[1])


def locally_thresholded(view: View, window: int = 25) -> View:
    """Black where darker than the surroundings (``window`` pixels square, odd), white elsewhere."""
    return view.seen_as(cv2.adaptiveThreshold(view.grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, 3))


def equalised(view: View) -> View:
    """Contrast made alike in every part of the picture (CLAHE)."""
    return view.seen_as(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(view.grey))


def flattened(view: View, corners: Sequence[tuple[int, int]]) -> Grey:
    """What lies between four corners (x, y, clockwise) as a square of 200 pixels with some white round it."""
    square = np.array([[60, 60], [260, 60], [260, 260], [60, 260]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), square)
    flat = cv2.warpPerspective(view.grey, matrix, (320, 320), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat.astype(np.uint8, copy=False)


def in_black_and_white(grey: Grey) -> Grey:
    """Smoothed a little, then parted where its dark and light differ most (Otsu)."""
    soft = cv2.GaussianBlur(grey, (0, 0), 1)
    return cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1].astype(np.uint8, copy=False)


def laid_along(view: View, corners: Sequence[tuple[int, int]], zoom: float) -> View:
    """A bar code's surroundings turned so that its bars stand upright, ``zoom`` times as large; a fifth of its length
    is added to each side. The corners go round the code; its bars stand across their longer way."""
    one, two, three, four = (np.array(corner, float) for corner in corners)
    ends = ((one + four) / 2, (two + three) / 2), ((one + two) / 2, (three + four) / 2)
    start, end = max(ends, key=lambda pair: float(np.hypot(*(pair[1] - pair[0]))))
    length = max(float(np.hypot(*(end - start))), 16.0)
    angle = float(np.degrees(np.arctan2(*(end - start)[::-1])))
    wide, high = round(1.4 * length * zoom), max(round(0.12 * length * zoom), 24)
    middle = (start + end) / 2
    matrix = np.asarray(cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), angle, zoom), np.float64)
    matrix[:, 2] += np.array([wide, high]) / 2 - middle
    grey = cv2.warpAffine(view.grey, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _moved(view, grey, matrix)


def along_bars(view: View, length: int) -> View:
    """Averaged downwards over ``length`` pixels: noise and dirt leave upright bars, the bars stay."""
    return view.seen_as(cv2.blur(view.grey, (1, length)))


def turned_to_bars(view: View) -> View | None:
    """The part of the picture with the strongest stripes, turned to stand upright; ``None`` in a flat picture.

    The direction is that of the structure tensor (the averaged products of the gradients), found window by window
    because the cloth under a label has a direction of its own.
    """
    longer = max(view.grey.shape)
    factor = min(1.0, _COARSE_SIDE / longer)
    coarse = cv2.resize(view.grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.float32)
    across, down = cv2.Scharr(coarse, cv2.CV_32F, 1, 0), cv2.Scharr(coarse, cv2.CV_32F, 0, 1)
    even = cv2.boxFilter(across * across - down * down, -1, (_WINDOW, _WINDOW))
    odd = cv2.boxFilter(2 * across * down, -1, (_WINDOW, _WINDOW))
    strength = cv2.magnitude(even, odd)
    _, strongest, _, (x, y) = cv2.minMaxLoc(strength)
    if strongest <= 0:
        return None
    angle = float(np.degrees(0.5 * np.arctan2(odd[y, x], even[y, x])))
    left, top, wide, high = _around(strength >= 0.3 * strongest, (x, y))
    middle = (left + wide / 2) / factor, (top + high / 2) / factor
    return _cut_turned(view, middle, (np.hypot(wide, high) + _WINDOW) / factor, angle)


def _around(strong: NDArray[np.bool_], seed: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height of the patch of ``strong`` that ``seed`` lies in."""
    _, patches, boxes, _ = cv2.connectedComponentsWithStats(strong.astype(np.uint8))
    left, top, wide, high, _ = boxes[patches[seed[1], seed[0]]]
    return int(left), int(top), int(wide), int(high)


def _cut_turned(view: View, middle: tuple[float, float], side: float, angle: float) -> View:
    """A square of ``side`` pixels about ``middle``, turned by ``angle`` degrees."""
    matrix = np.asarray(cv2.getRotationMatrix2D(middle, angle, 1.0), np.float64)
    matrix[:, 2] += side / 2 - np.array(middle)
    size = (round(side), round(side))
    grey = cv2.warpAffine(view.grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _moved(view, grey, matrix)


def _moved(view: View, grey: NDArray[Any], matrix: NDArray[Any]) -> View:
    """``grey``, made from the view by the 2 x 3 ``matrix``, with its own way back to the photo."""
    onward = np.vstack([view.back, [0, 0, 1]])
    backward = np.vstack([cv2.invertAffineTransform(matrix.astype(np.float64)), [0, 0, 1]])
    return View(grey.astype(np.uint8, copy=False), (onward @ backward)[:2])
