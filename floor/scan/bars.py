"""Our own reading of a Code 128 that lies flat: the second opinion on a stranger's bar code where zbar is missing.

Slow to believe: the whole code from its start to its stop sign, white on both sides, its check character right, and
the same text in most of the bands that the code is cut into.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
from barcode.charsets import code128
from numpy.typing import NDArray

from floor.scan.prepare import Grey

_BANDS = 7
_SURE = 4  # bands that must say the same
_WHITE = 5  # modules of white before and after, at least
_START, _STOP = {103: "A", 104: "B", 105: "C"}, 106
_SHIFT, _FNC = 98, {96, 97, 102}
_CHANGES = {"A": {99: "C", 100: "B"}, "B": {99: "C", 101: "A"}, "C": {100: "B", 101: "A"}}


def _widths(bits: str) -> tuple[int, ...]:
    edges = [0, *(place for place in range(1, len(bits)) if bits[place] != bits[place - 1]), len(bits)]
    return tuple(after - before for before, after in pairwise(edges))


_SIGNS = np.array([_widths(bits) for bits in code128.CODES], float)
_STOP_SIGN = np.array((2, 3, 3, 1, 1, 1, 2), float)


def read_bars(flat: Grey) -> str | None:
    """The text of the one Code 128 in a picture where its bars stand upright, or ``None`` where that is not sure."""
    heard = Counter(
        text
        for band in np.array_split(flat.astype(np.float32), _BANDS)
        if len(band)
        for text in {_read_line(band.mean(axis=0)), _read_line(band.mean(axis=0)[::-1])}
        if text
    )
    if len(heard) != 1:
        return None
    text, bands = heard.popitem()
    return text if bands >= _SURE else None


def _read_line(shades: NDArray[np.float32]) -> str | None:
    runs = _runs(shades)
    for first in range(1, len(runs) - 6 * 3 - 7, 2):  # runs alternate, the first is white
        module = runs[first : first + 6].sum() / 11
        if runs[first - 1] < _WHITE * module:
            continue
        if (signs := _signs(runs, first)) is not None:
            return _text(signs)
    return None


def _runs(shades: NDArray[np.float32]) -> NDArray[np.float64]:
    """How wide white, black, white … are, in parts of pixels, beginning and ending with white."""
    low, high = np.percentile(shades, [5, 95])
    if high - low < 20:
        return np.array([], float)
    level = shades - (low + high) / 2
    after = np.flatnonzero((level[:-1] > 0) != (level[1:] > 0))
    edges = after + level[after] / (level[after] - level[after + 1])
    runs = np.diff(np.concatenate(([0.0], edges, [len(shades) - 1.0])))
    if level[0] <= 0:
        runs = np.concatenate(([0.0], runs))
    return runs if len(runs) % 2 else np.concatenate((runs, [0.0]))


def _signs(runs: NDArray[np.float64], first: int) -> list[int] | None:
    """The signs from the start sign at run ``first`` on, without the stop sign; ``None`` unless all is in order."""
    signs: list[int] = []
    while first + 7 < len(runs):
        sign = _nearest(runs[first : first + 6])
        if not signs and sign not in _START:
            return None
        if _is_stop(runs[first : first + 8]):
            return signs if _is_checked(signs) else None
        if sign is None:
            return None
        signs.append(sign)
        first += 6
    return None


def _nearest(widths: NDArray[np.float64]) -> int | None:
    away = np.abs(_SIGNS - widths / widths.sum() * 11).max(axis=1)
    best = int(away.argmin())
    return best if away[best] < 0.7 else None


def _is_stop(widths: NDArray[np.float64]) -> bool:
    module = widths[:7].sum() / 13
    return bool(np.abs(widths[:7] / module - _STOP_SIGN).max() < 0.7 and widths[7] >= _WHITE * module)


def _is_checked(signs: list[int]) -> bool:
    if len(signs) < 3:
        return False
    return (signs[0] + sum(place * sign for place, sign in enumerate(signs[:-1]) if place)) % 103 == signs[-1]


def _text(signs: list[int]) -> str | None:
    letters, shifted, text = _START[signs[0]], False, []
    for sign in signs[1:-1]:
        now = ("B" if letters == "A" else "A") if shifted else letters
        shifted = False
        if letters == "C" and sign < 100:
            text.append(f"{sign:02}")
        elif sign in _CHANGES[letters]:
            letters = _CHANGES[letters][sign]
        elif sign == _SHIFT and letters != "C":
            shifted = True
        elif sign < 96:
            text.append(chr(sign + 32 if now == "B" or sign < 64 else sign - 64))
        elif sign not in _FNC:
            return None
    return "".join(text) or None
