"""A photo of a filled day sheet: the page found by its corner marks, laid flat, and how dark each bubble is.

Every bubble is held against the paper right beside it, so that a shadow over half the page counts for nothing. What is
neither plainly blackened nor plainly empty (half filled, crossed, rubbed out) is doubtful: a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from floor.paper import layout
from floor.paper.drawing import dictionary
from floor.paper.layout import Bubble, Row
from floor.rules import codes
from floor.scan import decode

Grey = NDArray[np.uint8]

PER_MM = 8  # pixels of the page laid flat
_MARKS_NEEDED = 3
_LONGEST_SIDES = (1600, 2600, 4000)  # the marks are looked for in a picture of this size, then larger
# Of a bubble the inside is looked at, well within its printed edge; the paper round it, well outside (mm).
_INSIDE, _BESIDE = 1.25, (2.15, 2.6)
_INK = 0.6  # darker than this share of the paper's white is ink; a printed digit is lighter
_FULL, _EMPTY = 0.82, 0.1  # shares of the inside that are ink: at least, at most
_SECTORS, _FULL_SECTOR = 8, 0.5  # and each eighth of it: one half may not be blackened at the other's cost
_GRAIN = 1.6  # pixels: the camera's noise is smoothed over so much
_SMUDGE = 0.08  # so much darker than the sheet's other bubbles, though no ink: rubbed out, or a faint pencil
_EDGE, _OUTSIDE = 0.3, (2.25, 2.7)  # mm: how wide a printed circle is taken to be; the white round it
_LINE_REACH = 1.7  # mm a line of bubbles may lie off where the row's ends have it: paper bulges in the middle
_TICK_REACH = 4.0  # mm a row's square mark may lie off where a flat page has it


class Mark(StrEnum):
    """What was made of a bubble."""

    EMPTY = "empty"
    FULL = "full"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Seen:
    """One bubble and what is in it: ``ink`` is the share of it that is dark."""

    bubble: Bubble
    mark: Mark
    ink: float


def lay_flat(grey: Grey) -> Grey | None:
    """The page from straight above, ``PER_MM`` pixels a millimetre; ``None`` where its marks are not all to be seen.

    Three of the four marks are enough: a thumb may lie on one.
    """
    found = _marks(grey)
    if len(found) < _MARKS_NEEDED:
        return None
    seen = np.array([point for number in found for point in found[number]], np.float32)
    drawn = np.array([point for number in found for point in layout.mark_corners(number)], np.float32) * PER_MM
    matrix, _ = cv2.findHomography(seen, drawn, 0)
    size = (round(layout.PAGE[0] * PER_MM), round(layout.PAGE[1] * PER_MM))
    flat = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat.astype(np.uint8, copy=False)


def sheet_code(flat: Grey) -> str | None:
    """The sheet's own code, from either of its corners; ``None`` where neither can be read."""
    for x, y in layout.SHEET_QRS:
        edge = 3.0
        left, top = (max(0, round((at - edge) * PER_MM)) for at in (x, y))
        side = round((layout.SHEET_QR + 2 * edge) * PER_MM)
        cut = cv2.cvtColor(flat[top : top + side, left : left + side], cv2.COLOR_GRAY2BGR)
        for text in decode.read_array(cut.astype(np.uint8, copy=False)):
            if codes.is_code(text) and codes.kind_of(text) is codes.Kind.DAY_SHEET:
                return text
    return None


def look(flat: Grey, rows: Sequence[Row]) -> list[list[Seen]]:
    """Every row's bubbles and what is in them."""
    shift = _Shift(flat, rows)
    soft = cv2.GaussianBlur(flat, (0, 0), _GRAIN).astype(np.float32)
    rings = _rings(soft)
    measured = [[_measured(soft, *place) for place in _places(rings, shift, row)] for row in rows]
    # Of all bubbles the lightest quarter: most of them are empty, however much was marked.
    usual = float(np.percentile([found.darker for row in measured for found in row], 25)) if any(measured) else 0.0
    return [
        [
            Seen(bubble, _judged(found, usual), round(found.ink, 2))
            for bubble, found in zip(row.bubbles, row_found, strict=True)
        ]
        for row, row_found in zip(rows, measured, strict=True)
    ]


def strip(flat: Grey, row: Row) -> Grey:
    """The part of the page that a row stands on, for a person to look at."""
    top, bottom = (round((row.top + by) * PER_MM) for by in (-0.5, row.height))
    return flat[max(0, top) : bottom, round(5 * PER_MM) : round(205 * PER_MM)]


def _marks(grey: Grey) -> dict[int, NDArray[np.float32]]:
    """The corner marks that are in the picture, each with its four corners."""
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    detector = cv2.aruco.ArucoDetector(dictionary(), parameters)
    found: dict[int, NDArray[np.float32]] = {}
    for view, factor in _views(grey):
        corners, numbers, _ = detector.detectMarkers(view)
        if numbers is not None:
            for each, number in zip(corners, numbers.ravel(), strict=True):
                if int(number) in layout.MARKS:
                    found.setdefault(int(number), np.asarray(each, np.float32).reshape(4, 2) / factor)
        if len(found) == len(layout.MARKS):
            break
    return found


def _views(grey: Grey) -> Iterator[tuple[Grey, float]]:
    """The photo as it is looked at for marks, one way after another, and how much smaller each is."""
    longest = max(grey.shape)
    for side in _LONGEST_SIDES:
        factor = min(1.0, side / longest)
        small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        yield small, factor
        yield cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(small).astype(np.uint8, copy=False), factor
        if factor == 1.0:
            return


def _rings(soft: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each pixel looks like the middle of a printed circle, empty or blackened: dark on the circle, light
    just outside it."""
    reach = round(_OUTSIDE[1] * PER_MM) + 1
    down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    away, radius = np.hypot(across, down) / PER_MM, layout.BUBBLE / 2
    on = (np.abs(away - radius) <= _EDGE).astype(np.float32)
    off = ((away >= _OUTSIDE[0]) & (away <= _OUTSIDE[1])).astype(np.float32)
    return np.asarray(cv2.filter2D(soft, cv2.CV_32F, off / off.sum() - on / on.sum()), np.float32)


def _places(rings: NDArray[np.float32], shift: _Shift, row: Row) -> list[tuple[float, float]]:
    """Where the row's bubbles really are (mm): each line of them looked for near where the sheet's edges say."""
    found: list[tuple[float, float]] = []
    for line in range(row.bubbles[-1].line + 1):
        expected = [shift.at(bubble.x, bubble.y) for bubble in row.bubbles if bubble.line == line]
        dx, dy = _nearest_rings(rings, expected)
        found += [(x + dx, y + dy) for x, y in expected]
    return found


def _nearest_rings(rings: NDArray[np.float32], expected: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """By how much (mm) a line of bubbles is off, for the most of them to lie on printed circles."""
    reach = round(_LINE_REACH * PER_MM)
    total = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for x, y in expected:
        column, line = round(x * PER_MM), round(y * PER_MM)
        cut = rings[line - reach : line + reach + 1, column - reach : column + reach + 1]
        if cut.shape == total.shape:
            total += cut
    down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    total -= 0.05 * float(total.max()) * np.hypot(across, down) / reach  # where all is alike: no shift
    below, right = divmod(int(total.argmax()), total.shape[1])
    return (right - reach) / PER_MM, (below - reach) / PER_MM


@dataclass(frozen=True)
class _Measured:
    """Of a bubble: the share of its inside that is ink, the least share of any eighth of it, and how much darker it is
    on the whole than the paper round it (all 0 to 1)."""

    ink: float
    least: float
    darker: float


def _measured(soft: NDArray[np.float32], x: float, y: float) -> _Measured:
    reach = round(_BESIDE[1] * PER_MM) + 1
    column, line = round(x * PER_MM), round(y * PER_MM)
    cut = soft[line - reach : line + reach + 1, column - reach : column + reach + 1]
    if cut.shape != (2 * reach + 1, 2 * reach + 1):
        return _Measured(0.5, 0.5, 0.5)  # off the picture: doubtful
    grid = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    down, across = (grid[0] + line - y * PER_MM) / PER_MM, (grid[1] + column - x * PER_MM) / PER_MM
    away = np.hypot(across, down)
    paper = float(np.percentile(cut[(away >= _BESIDE[0]) & (away <= _BESIDE[1])], 70))
    within = away <= _INSIDE
    inside = cut[within] / max(paper, 1.0)
    sector = ((np.arctan2(down, across)[within] + np.pi) * _SECTORS / (2 * np.pi)).astype(int) % _SECTORS
    is_ink = inside < _INK
    shares = np.bincount(sector, is_ink, _SECTORS) / np.maximum(np.bincount(sector, minlength=_SECTORS), 1)
    return _Measured(float(is_ink.mean()), float(shares.min()), float(1 - np.minimum(inside, 1).mean()))


def _judged(found: _Measured, usual: float) -> Mark:
    if found.ink >= _FULL and found.least >= _FULL_SECTOR:
        return Mark.FULL
    return Mark.EMPTY if found.ink <= _EMPTY and found.darker - usual <= _SMUDGE else Mark.DOUBTFUL


class _Shift:
    """How far the page, laid flat by its corners, is still off: by the square marks at both ends of its rows (mm)."""

    def __init__(self, flat: Grey, rows: Sequence[Row]) -> None:
        self._sides = [[_tick(flat, *row.tick(side)) for row in rows] for side in (0, 1)]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where that place of the sheet is on the flat page."""
        left, right = (self._beside(side, y) for side in (0, 1))
        share = (x - layout.TICKS[0]) / (layout.TICKS[1] - layout.TICKS[0])
        dx, dy = left + (right - left) * share
        return x + float(dx), y + float(dy)

    def _beside(self, side: int, y: float) -> NDArray[np.float64]:
        """The shift at one edge, between the marks above and below."""
        known = [(at, shift) for found in self._sides[side] if found is not None for at, shift in [found]]
        if not known:
            return np.zeros(2)
        places = [at for at, _ in known]
        return np.array([np.interp(y, places, [shift[axis] for _, shift in known]) for axis in (0, 1)])


def _tick(flat: Grey, x: float, y: float) -> tuple[float, tuple[float, float]] | None:
    """How far off its place a square mark lies, with that place's height; ``None`` where it isn't found."""
    half, reach = layout.TICK / 2, _TICK_REACH
    border = 1.0
    pattern = np.full((round((layout.TICK + 2 * border) * PER_MM),) * 2, 255, np.uint8)
    inner = slice(round(border * PER_MM), round((border + layout.TICK) * PER_MM))
    pattern[inner, inner] = 0
    left, top = (round((at - half - border - reach) * PER_MM) for at in (x, y))
    wide = pattern.shape[0] + round(2 * reach * PER_MM)
    beyond = max(0, -left)  # the left edge of the paper is near
    cut = flat[max(0, top) : top + wide, max(0, left) : left + wide]
    if cut.shape[0] < pattern.shape[0] or cut.shape[1] < pattern.shape[1]:
        return None
    likeness = cv2.matchTemplate(cut, pattern, cv2.TM_CCOEFF_NORMED)
    _, best, _, (column, line) = cv2.minMaxLoc(likeness)
    if best < 0.6:
        return None
    expected = round(reach * PER_MM)
    return y, ((column + beyond - expected) / PER_MM, (line - expected) / PER_MM)
