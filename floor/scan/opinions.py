"""What another library says of a code that one library read: looked for in a flat cut-out of just that code.

Where zbar is missing (or reads nothing there) OpenCV is asked about QR codes, and our own reading about bar codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2

from floor.scan import prepare
from floor.scan.bars import read_bars
from floor.scan.prepare import Grey, View
from floor.scan.readers import ZBAR, ZXING, Reader, ReadLabel, spelled, zbar, zxing
from floor.scan.unfold import unfolded

OPENCV, OURS = "opencv", "bars"
# Readers invent short texts from torn bars; in a cut-out of them two could invent the same.
_SHORTEST_BARS = 5


def second_opinion(photo: View, label: ReadLabel) -> ReadLabel | None:
    """The same label as another reader sees it; ``None`` where none does."""
    if label.symbology == "Code128" and len(label.text) < _SHORTEST_BARS:
        return None
    asked = _about_bars if label.symbology == "Code128" else _about_qr
    for reader, text in asked(photo, label):
        other = replace(label, text=text, reader=reader, payloads=spelled(text))
        if other.says_the_same(label):
            return replace(label, reader=reader)
    return None


def _about_qr(photo: View, label: ReadLabel) -> Iterator[tuple[str, str]]:
    other, name = _the_other(label)
    cuts = [prepare.flattened(photo, label.corners)]
    cuts.append(prepare.in_black_and_white(cuts[0]))
    for cut in cuts:
        yield from _said(name, other, cut)
    if label.frame is not None:
        cuts.append(unfolded(photo.grey, label.frame))
        yield from _said(name, other, cuts[-1])
    for cut in cuts:
        yield OPENCV, read_by_opencv(cut)


def _about_bars(photo: View, label: ReadLabel) -> Iterator[tuple[str, str]]:
    other, name = _the_other(label)
    for cut in (prepare.laid_along(photo, label.corners, module) for module in (1.0, 2.0)):
        for treat in _STRIP_TREATMENTS:
            yield from _said(name, other, treat(cut).grey)
        if text := read_bars(cut.grey):
            yield OURS, text


_STRIP_TREATMENTS: tuple[Callable[[View], View], ...] = (
    lambda cut: cut,
    lambda cut: prepare.along_bars(cut, 9),
    lambda cut: prepare.sharpened(prepare.along_bars(cut, 15)),
)


def _the_other(label: ReadLabel) -> tuple[Reader, str]:
    return (zbar, ZBAR) if label.reader == ZXING else (zxing, ZXING)


def _said(name: str, read: Reader, cut: Grey) -> Iterator[tuple[str, str]]:
    yield from ((name, label.text) for label in read(prepare.whole(cut)).labels)


def read_by_opencv(cut: Grey) -> str:
    """The text of the one QR code in a cut-out, or an empty one. Odd payloads make OpenCV raise."""
    try:
        return str(cv2.QRCodeDetector().detectAndDecode(cut)[0])
    except (cv2.error, UnicodeDecodeError):
        return ""
