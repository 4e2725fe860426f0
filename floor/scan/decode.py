"""One photo in, the labels on it out: zxing-cpp first, then zbar, then both again after OpenCV's treatments.

A text that follows the rule of our codes is believed at once: its check character and form make an invented one all
but impossible. Readers do invent short texts from torn bar codes and stripes, so any other text is believed only if
two libraries read it; the second is asked about a cut-out of the code that the first one read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from floor.rules import codes
from floor.scan import ladder, prepare, readers, surmise
from floor.scan.opinions import second_opinion
from floor.scan.picture import NotAPicture, PictureTooLarge, open_picture
from floor.scan.readers import Reader, ReadLabel, zbar_available
from floor.scan.unfold import Frame, unfolded

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
# Seen but unread QR codes that are followed over their folds, and up to which version: each costs 20 to 300 ms.
_MOST_FRAMES, _LARGEST_FOLLOWED = 6, 10


def read_array(bgr: NDArray[np.uint8]) -> list[str]:
    """The texts of the labels in a picture (uint8, height x width x 3, blue first as OpenCV gives it), top left first.

    The quick way for one label: where zxing-cpp reads exactly one code and sees no other, nothing more is tried.
    """
    if min(bgr.shape[:2]) < _LEAST_SIDE:
        return []
    grey = prepare.in_grey(bgr)
    found, _, doubts = readers.zxing(prepare.whole(grey))
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
    """What the libraries read in one photo so far: each label once, as each of them read it."""

    def __init__(self, photo: prepare.View) -> None:
        self._photo = photo
        self._labels: list[dict[str, ReadLabel]] = []
        self._asked: set[str] = set()
        self._frames: list[Frame] = []
        self._followed: list[Frame] = []

    def listen(self, rungs: Iterable[tuple[Reader, prepare.View]], *, until_believed: bool = False) -> None:
        """One reader after another, with a second opinion on what the last one alone read."""
        for read, view in rungs:
            if until_believed and self.believed():
                return
            labels, frames, _ = read(view)
            self._note(labels)
            self._frames += frames
            if until_believed:
                self.ask_about_the_doubted()

    def follow_the_folds(self) -> None:
        """The QR codes that were seen but not read, laid flat module by module."""
        self.follow(self._frames[:_MOST_FRAMES])

    def follow(self, frames: Iterable[Frame]) -> None:
        """Draws the codes anew that may lie there, and has them read."""
        for frame in frames:
            if frame.version > _LARGEST_FOLLOWED or any(map(frame.is_much_like, self._followed)):
                continue
            if not self._lies_on_a_believed(frame):
                self._followed.append(frame)
                flat = prepare.whole(unfolded(self._photo.grey, frame))
                for read in (readers.zxing, readers.zbar):
                    self._note(readers.anew(flat, frame, read))
        self.ask_about_the_doubted()

    def _note(self, labels: list[ReadLabel]) -> None:
        for label in labels:
            for heard in self._labels:
                if any(label.says_the_same(other) for other in heard.values()):
                    heard.setdefault(label.reader, label)
                    break
            else:
                self._labels.append({label.reader: label})

    def ask_about_the_doubted(self) -> None:
        """A second opinion on each label that one library alone read; about the same text once."""
        for heard in [heard for heard in self._labels if not self._is_sure(heard)]:
            (label,) = heard.values()
            if label.text not in self._asked:
                self._asked.add(label.text)
                opinion = second_opinion(self._photo, label)
                self._note([opinion] if opinion else [])

    def believed(self) -> list[ReadLabel]:
        return [self._best(heard) for heard in self._labels if self._is_sure(heard)]

    def _lies_on_a_believed(self, frame: Frame) -> bool:
        """Whether the middle of the frame lies within a label that was read."""
        middle = np.array(frame.corners).mean(axis=0)
        place = (float(middle[0]), float(middle[1]))
        return any(
            cv2.pointPolygonTest(np.array(label.corners, np.float32), place, measureDist=False) >= 0
            for label in self.believed()
        )

    @staticmethod
    def _is_sure(heard: dict[str, ReadLabel]) -> bool:
        return len(heard) > 1 or any(codes.is_code(label.text) for label in heard.values())

    @staticmethod
    def _best(heard: dict[str, ReadLabel]) -> ReadLabel:
        """As it was read first; but zxing-cpp knows the letters of every country."""
        first = next(iter(heard.values()))
        return replace(first, text=heard[readers.ZXING].text) if readers.ZXING in heard else first


def _every_label(grey: prepare.Grey) -> list[ReadLabel]:
    photo = prepare.whole(grey)
    heard = _Heard(photo)
    heard.listen(ladder.raw(photo))
    heard.ask_about_the_doubted()
    if heard.believed():
        heard.follow_the_folds()
    else:
        heard.listen(ladder.lightly(photo), until_believed=True)
        heard.follow_the_folds()
        heard.listen(ladder.heavily(photo), until_believed=True)
        if not heard.believed():
            heard.follow(surmise.frames(prepare.shrunk(photo)))
    return list(_in_reading_order(heard.believed()))


def _in_reading_order(labels: list[ReadLabel]) -> Iterator[ReadLabel]:
    """Row by row from the top, each from the left; a row is what begins above the middle of its highest label."""
    rest = sorted(labels, key=lambda label: min(y for _, y in label.corners))
    while rest:
        middle = sum(y for _, y in rest[0].corners) / 4
        row = [label for label in rest if min(y for _, y in label.corners) <= middle]
        yield from sorted(row, key=lambda label: min(x for x, _ in label.corners))
        rest = rest[len(row) :]
