"""Which treatments are tried on a photo that the readers can't read as it is, and in which order.

Cheap ones and those that help most often come first; each is worked out only when it is its turn.
"""

from __future__ import annotations

from collections.abc import Iterator

from floor.scan import prepare
from floor.scan.prepare import View
from floor.scan.readers import Reader, zbar, zxing, zxing_globally


def raw(photo: View) -> Iterator[tuple[Reader, View]]:
    """The photo as it is. zxing-cpp gets it in full size too: small labels vanish when a large photo is shrunk."""
    small = prepare.shrunk(photo)
    yield zxing, small
    yield zbar, small
    if small is not photo:
        yield zxing, photo


def lightly(photo: View) -> Iterator[tuple[Reader, View]]:
    """The photo after one cheap treatment after another."""
    small = prepare.shrunk(photo)
    yield zxing, prepare.sharpened(small)
    yield zxing_globally, prepare.opened(small)
    yield zxing, prepare.softened(small)
    yield zxing_globally, prepare.softened(small)
    yield zxing_globally, prepare.locally_thresholded(small)


def heavily(photo: View) -> Iterator[tuple[Reader, View]]:
    """What costs more."""
    small = prepare.shrunk(photo)
    upright = prepare.turned_to_bars(small)
    if upright is not None:
        yield zbar, prepare.along_bars(upright, 9)
        yield zxing, prepare.along_bars(upright, 15)
        yield zxing, upright
        yield zbar, upright
    yield zxing, prepare.zoomed(small, 1.5)
    yield zxing, prepare.equalised(small)
    for level in (96, 128, 160):
        yield zbar, prepare.thresholded(small, level)
    if upright is not None:
        yield zxing, prepare.sharpened(prepare.zoomed(prepare.along_bars(upright, 9), 2))
    double = prepare.zoomed(small, 2)
    yield zxing_globally, prepare.locally_thresholded(double, 31)
    yield zxing, prepare.sharpened(double, window=27)
