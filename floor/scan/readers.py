"""The two libraries that read labels, zxing-cpp and zbar, behind one kind of answer.

zbar needs a system library (Debian's libzbar0) that its Python package does not bring; without it everything here
works, and zbar's answers are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp

from floor.scan.prepare import View, flattened

try:  # the package alone imports without the library; this module of it does not
    from pyzbar import pyzbar
except ImportError:
    pyzbar = None

Point = tuple[int, int]
Corners = tuple[Point, Point, Point, Point]

ZXING, ZBAR = "zxing-cpp", "zbar"
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])


@dataclass(frozen=True)
class ReadLabel:
    """One text in a photo: how it was printed, its four corners (x, y in the photo's pixels, clockwise from the one
    nearest the photo's top left) and the library that read it."""

    text: str
    symbology: str
    corners: Corners
    reader: str


Reader = Callable[[View], list[ReadLabel]]


def zbar_available() -> bool:
    """Whether the system library zbar is there."""
    return pyzbar is not None


def zxing(view: View) -> list[ReadLabel]:
    """All that zxing-cpp reads."""
    return _zxing_labels(view, zxingcpp.read_barcodes(view.grey, formats=_FORMATS))


def zxing_globally(view: View) -> list[ReadLabel]:
    """The same with one threshold for the whole picture, which prepared pictures want."""
    found = zxingcpp.read_barcodes(view.grey, formats=_FORMATS, binarizer=zxingcpp.Binarizer.GlobalHistogram)
    return _zxing_labels(view, found)


def zxing_with_doubts(view: View) -> tuple[list[ReadLabel], bool]:
    """What zxing-cpp reads, and whether it saw a code that it could not read (which may hide a good one)."""
    found = zxingcpp.read_barcodes(view.grey, formats=_FORMATS, return_errors=True)
    valid = [barcode for barcode in found if barcode.valid]
    return _zxing_labels(view, valid), len(valid) < len(found)


def read_by_other(photo: View, label: ReadLabel) -> list[ReadLabel]:
    """The same QR code as the other library reads it in a flat cut-out: a second opinion where it missed it before."""
    other, name = (zbar, ZBAR) if label.reader == ZXING else (zxing, ZXING)
    cut = replace(photo, grey=flattened(photo, label.corners))
    return [replace(label, reader=name) for seen in other(cut) if seen.text == label.text]


def zbar(view: View) -> list[ReadLabel]:
    """All that zbar reads; nothing where the library is missing."""
    if pyzbar is None:
        return []
    kinds = {pyzbar.ZBarSymbol.QRCODE: "QRCode", pyzbar.ZBarSymbol.CODE128: "Code128"}
    return [
        ReadLabel(
            symbol.data.decode("utf-8", errors="replace"),
            kinds[pyzbar.ZBarSymbol[symbol.type]],
            _four(view, symbol.polygon),
            ZBAR,
        )
        for symbol in pyzbar.decode(view.grey, symbols=list(kinds))
    ]


def _zxing_labels(view: View, found: Sequence[zxingcpp.Barcode]) -> list[ReadLabel]:
    return [
        ReadLabel(
            barcode.text,
            "Code128" if barcode.format == zxingcpp.BarcodeFormat.Code128 else "QRCode",
            _four(view, (at.top_left, at.top_right, at.bottom_right, at.bottom_left)),
            ZXING,
        )
        for barcode in found
        for at in [barcode.position]
    ]


def _four(view: View, points: Sequence[zxingcpp.Point]) -> Corners:
    """The corners in the photo, clockwise from the one nearest its top left; zbar gives more or fewer than four for
    bar codes, then those of the tightest box."""
    spots = np.array([view.place(point.x, point.y) for point in points], np.float32)
    if len(spots) != 4:
        spots = np.asarray(cv2.boxPoints(cv2.minAreaRect(spots)), np.float32)
    middle = spots.mean(axis=0)
    spots = spots[np.argsort(np.arctan2(spots[:, 1] - middle[1], spots[:, 0] - middle[0]))]
    spots = np.roll(spots, -int(spots.sum(axis=1).argmin()), axis=0)
    one, two, three, four = ((round(float(x)), round(float(y))) for x, y in spots)
    return one, two, three, four
