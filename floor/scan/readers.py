"""The libraries that read labels, zxing-cpp and zbar, behind one kind of answer.

zbar needs a system library (Debian's libzbar0) that its Python package does not bring; without it everything here
works, and zbar's answers are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from floor.scan.prepare import View
from floor.scan.unfold import Frame

try:  # the package alone imports without the library; this module of it does not
    from pyzbar import pyzbar
except ImportError:
    pyzbar = None

Point = tuple[int, int]
Corners = tuple[Point, Point, Point, Point]

ZXING, ZBAR = "zxing-cpp", "zbar"
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.Code128])
# How a text that a library made of the bytes in a QR code can be turned back into them: zbar guesses the alphabet.
_ALPHABETS = ("utf-8", "latin-1", "shift_jis", "big5")


@dataclass(frozen=True)
class ReadLabel:
    """One text in a photo: how it was printed, its four corners (x, y in the photo's pixels, clockwise from the one
    nearest the photo's top left) and the library that read it. ``payloads`` are the bytes it may have stood for,
    ``frame`` where its modules lie in the photo (QR codes read by zxing-cpp only)."""

    text: str
    symbology: str
    corners: Corners
    reader: str
    payloads: frozenset[bytes] = field(default=frozenset(), compare=False, repr=False)
    frame: Frame | None = field(default=None, compare=False, repr=False)

    def says_the_same(self, other: ReadLabel) -> bool:
        """Whether both read one and the same; a QR code of Japanese bytes is given in different letters by each."""
        return self.symbology == other.symbology and (
            self.text == other.text or not self.payloads.isdisjoint(other.payloads)
        )


class Reading(NamedTuple):
    """What a library made of a view: the labels it read; where it saw QR codes that it could not read; and whether it
    saw any code that it could not read (which may hide a good one)."""

    labels: list[ReadLabel]
    frames: list[Frame]
    doubts: bool


Reader = Callable[[View], Reading]


def zbar_available() -> bool:
    """Whether the system library zbar is there."""
    return pyzbar is not None


def zxing(view: View) -> Reading:
    """All that zxing-cpp reads."""
    return _by_zxing(view, zxingcpp.Binarizer.LocalAverage)


def zxing_globally(view: View) -> Reading:
    """The same with one threshold for the whole picture, which prepared pictures want."""
    return _by_zxing(view, zxingcpp.Binarizer.GlobalHistogram)


def zbar(view: View) -> Reading:
    """All that zbar reads; nothing where the library is missing."""
    if pyzbar is None:
        return Reading([], [], False)
    kinds = {pyzbar.ZBarSymbol.QRCODE: "QRCode", pyzbar.ZBarSymbol.CODE128: "Code128"}
    labels = []
    for symbol in pyzbar.decode(view.grey, symbols=list(kinds)):
        text = symbol.data.decode("utf-8", errors="replace")
        kind = kinds[pyzbar.ZBarSymbol[symbol.type]]
        spots = [(float(point.x), float(point.y)) for point in symbol.polygon]
        labels.append(ReadLabel(text, kind, _four(view, spots), ZBAR, spelled(text)))
    return Reading(labels, [], False)


def anew(flat: View, frame: Frame, read: Reader) -> list[ReadLabel]:
    """What a library reads in a QR code that was drawn anew from the modules in a frame of the photo."""
    corners = _clockwise(np.array(frame.corners, np.float32))
    return [replace(label, corners=corners, frame=frame) for label in read(flat).labels]


def spelled(text: str) -> frozenset[bytes]:
    """The bytes that a text may have been made of."""
    spellings = set()
    for alphabet in _ALPHABETS:
        try:
            spellings.add(text.encode(alphabet))
        except UnicodeEncodeError:
            continue
    return frozenset(spellings)


def _by_zxing(view: View, binarizer: zxingcpp.Binarizer) -> Reading:
    found = zxingcpp.read_barcodes(
        view.grey, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer, return_errors=True
    )
    valid = [barcode for barcode in found if barcode.valid]
    frames = [frame for barcode in found if not barcode.valid for frame in [_frame(view, barcode)] if frame]
    return Reading([_zxing_label(view, barcode) for barcode in valid], frames, len(valid) < len(found))


def _zxing_label(view: View, barcode: zxingcpp.Barcode) -> ReadLabel:
    is_bars = barcode.format == zxingcpp.BarcodeFormat.Code128
    return ReadLabel(
        barcode.text,
        "Code128" if is_bars else "QRCode",
        _four(view, _points(barcode)),
        ZXING,
        frozenset([barcode.bytes]),
        _frame(view, barcode),
    )


def _points(barcode: zxingcpp.Barcode) -> list[tuple[float, float]]:
    at = barcode.position
    return [(point.x, point.y) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]


def _frame(view: View, barcode: zxingcpp.Barcode) -> Frame | None:
    """Where a QR code's modules lie in the photo, as far as zxing-cpp can tell."""
    known: Any = barcode.extra or {}
    version = str(known.get("Version", ""))
    if barcode.format == zxingcpp.BarcodeFormat.Code128 or not version.isdigit():
        return None
    # zxing-cpp counts from a pixel's edge, OpenCV from its middle
    spots = [view.back @ (x - 0.5, y - 0.5, 1.0) for x, y in _points(barcode)]
    return Frame(int(version), tuple((float(x), float(y)) for x, y in spots))


def _four(view: View, points: Sequence[tuple[float, float]]) -> Corners:
    """The corners in the photo; zbar gives more or fewer than four for bar codes, then those of the tightest box."""
    spots = np.array([view.place(x, y) for x, y in points], np.float32)
    return _clockwise(spots if len(spots) == 4 else np.asarray(cv2.boxPoints(cv2.minAreaRect(spots)), np.float32))


def _clockwise(spots: NDArray[np.float32]) -> Corners:
    """Four corners (4 x 2), clockwise from the one nearest the top left."""
    middle = spots.mean(axis=0)
    spots = spots[np.argsort(np.arctan2(spots[:, 1] - middle[1], spots[:, 0] - middle[0]))]
    spots = np.roll(spots, -int(spots.sum(axis=1).argmin()), axis=0)
    one, two, three, four = ((round(float(x)), round(float(y))) for x, y in spots)
    return one, two, three, four
