"""Where in a photo a QR code is that nobody could read: what the camera should come nearer to.

zxing-cpp says where it found a code whose contents it couldn't make out; OpenCV finds a code's three squares where
zxing-cpp sees none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from floor.scan import prepare
from floor.scan.picture import open_picture
from floor.scan.prepare import View
from floor.scan.readers import ReadLabel

Square = NDArray[np.float64]  # four corners (x, y) in the photo's pixels

# Smaller than this (pixels of the shrunk photo) three dark spots of a weave pass for a code.
_LEAST_SIDE = 24
_LEAST_PHOTO = 32
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def unread(data: bytes, read: Sequence[ReadLabel]) -> list[list[list[int]]]:
    """The corners of each QR code that is seen in an image file and isn't among the labels ``read`` in it, four [x, y]
    in the pixels of the picture held upright. Raises as ``decode.read_image`` does."""
    grey = open_picture(data)
    if min(grey.shape) < _LEAST_PHOTO:
        return []
    small = prepare.shrunk(prepare.whole(grey))
    known = [np.array(label.corners, np.float64) for label in read]
    found: list[Square] = []
    for square in [*_by_zxing(small), *_by_opencv(small)]:
        if not any(_overlap(square, other) for other in [*known, *found]):
            found.append(square)
    return [[[round(x), round(y)] for x, y in square.tolist()] for square in found]


def _by_zxing(view: View) -> Iterator[Square]:
    for seen in zxingcpp.read_barcodes(view.grey, formats=_QR, return_errors=True):
        at = seen.position
        if not seen.valid:
            yield _placed(view, [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)])


def _by_opencv(view: View) -> Iterator[Square]:
    try:
        seen, squares = cv2.QRCodeDetector().detectMulti(view.grey)
    except cv2.error:  # on odd pictures
        return
    if not seen or squares is None:
        return
    for square in np.asarray(squares, np.float64).reshape(-1, 4, 2):
        if np.isfinite(square).all() and _is_squarish(square):
            yield _placed(view, square)


def _placed(view: View, corners: Any) -> Square:
    return np.array([view.place(float(x), float(y)) for x, y in corners], np.float64)


def _is_squarish(square: Square) -> bool:
    across, down = (square - np.roll(square, -1, axis=0)).T
    sides = np.hypot(across, down)
    return bool(sides.min() >= _LEAST_SIDE and sides.max() < 2.5 * sides.min())


def _overlap(one: Square, other: Square) -> bool:
    return _holds(one, other.mean(axis=0)) or _holds(other, one.mean(axis=0))


def _holds(corners: Square, point: Square) -> bool:
    return cv2.pointPolygonTest(corners.astype(np.float32), (float(point[0]), float(point[1])), False) >= 0
