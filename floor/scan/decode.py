"""One photo in, the labels on it out: zxing-cpp first, then zbar, then both again after OpenCV's treatments.

A text that follows the rule of our codes is believed at once: its check character and form make an invented one all
but impossible. Readers do invent short texts from torn bar codes and stripes, so any other text is believed only if
both libraries read it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from floor.rules import codes
from floor.scan import ladder, prepare, readers
from floor.scan.picture import NotAPicture, PictureTooLarge, open_picture
from floor.scan.readers import ReadLabel, zbar_available

__all__ = [
    "NotAPicture",
    "PictureTooLarge",
    "ReadLabel",
    "describe",
    "read_array",
    "read_image",
    "read_labels",
    "zbar_available",
]

# Smaller than any code can be drawn, and some treatments fail on a few pixels.
_LEAST_SIDE = 16


def read_array(bgr: NDArray[np.uint8]) -> list[str]:
    """The texts of the labels in a picture (uint8, height x width x 3, blue first as OpenCV gives it), top left first.

    The quick way for one label: where zxing-cpp reads exactly one code and sees no other, nothing more is tried.
    """
    if min(bgr.shape[:2]) < _LEAST_SIDE:
        return []
    grey = prepare.in_grey(bgr)
    found, doubts = readers.zxing_with_doubts(prepare.whole(grey))
    texts = {label.text for label in found}
    if len(texts) == 1 and not doubts and codes.is_code(found[0].text):
        return [found[0].text]
    return [label.text for label in _every_label(grey)]


def read_labels(bgr: NDArray[np.uint8]) -> list[ReadLabel]:
    """Every label in a picture (as for ``read_array``), each text once, in reading order.

    Always what both libraries read in the untreated picture; treatments follow only while nothing was believed.
    """
    if min(bgr.shape[:2]) < _LEAST_SIDE:
        return []
    return _every_label(prepare.in_grey(bgr))


def read_image(data: bytes) -> list[ReadLabel]:
    """Every label in an image file (JPEG, PNG, WebP …); corners are those of the picture held upright by its EXIF.

    Raises ``PictureTooLarge`` or ``NotAPicture``, both ``ValueError``, before much memory is spent.
    """
    grey = open_picture(data)
    return _every_label(grey) if min(grey.shape) >= _LEAST_SIDE else []


def describe(label: ReadLabel) -> dict[str, object]:
    """The label as the API and ``floor decode --json`` show it."""
    return {
        "text": label.text,
        "symbology": label.symbology,
        "corners": [list(corner) for corner in label.corners],
        "reader": label.reader,
    }


class _Heard:
    """What the libraries read in one photo so far."""

    def __init__(self) -> None:
        self._labels: dict[str, dict[str, ReadLabel]] = {}

    def note(self, labels: list[ReadLabel]) -> None:
        for label in labels:
            self._labels.setdefault(label.text, {}).setdefault(label.reader, label)

    def believed(self) -> list[ReadLabel]:
        return [self._first(text) for text in self._labels if self._is_sure(text)]

    def doubted(self) -> list[ReadLabel]:
        """QR codes only: in a cut-out torn bars could fool both libraries alike."""
        doubted = [self._first(text) for text in self._labels if not self._is_sure(text)]
        return [label for label in doubted if label.symbology == "QRCode"]

    def _is_sure(self, text: str) -> bool:
        return codes.is_code(text) or len(self._labels[text]) > 1

    def _first(self, text: str) -> ReadLabel:
        return next(iter(self._labels[text].values()))


def _every_label(grey: prepare.Grey) -> list[ReadLabel]:
    photo, heard = prepare.whole(grey), _Heard()
    for read, view in ladder.raw(photo):
        heard.note(read(view))
    for label in heard.doubted():
        heard.note(readers.read_by_other(photo, label))
    for read, view in ladder.treated(photo):
        if heard.believed():
            break
        heard.note(read(view))
    return list(_in_reading_order(heard.believed()))


def _in_reading_order(labels: list[ReadLabel]) -> Iterator[ReadLabel]:
    """Row by row from the top, each from the left; a row is what begins above the middle of its highest label."""
    rest = sorted(labels, key=lambda label: min(y for _, y in label.corners))
    while rest:
        middle = sum(y for _, y in rest[0].corners) / 4
        row = [label for label in rest if min(y for _, y in label.corners) <= middle]
        yield from sorted(row, key=lambda label: min(x for x, _ in label.corners))
        rest = rest[len(row) :]
