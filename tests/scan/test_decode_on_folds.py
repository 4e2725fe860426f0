"""Reading a QR code on cloth whose folds carry its modules away from where a stiff grid looks for them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import qrcode
from pyzbar import pyzbar
from zxingcpp import read_barcodes

from floor.scan.decode import read_array, read_labels
from floor.scan.unfold import patterns
from tests.scan.drawn_labels import FIRST, FOREIGN, SECOND, Photo, qr, table


def folded(photo: Photo, height: float, length: float) -> Photo:
    """The photo on cloth with waves ``height`` pixels high, ``length`` pixels from crest to crest."""
    down, across = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]].astype(np.float32)
    moved = height * np.sin((across + 0.4 * down) * (2 * np.pi / length))
    return cv2.remap(photo, across + 0.5 * moved, down + moved, cv2.INTER_LINEAR).astype(np.uint8, copy=False)


FOLDED = folded(table((qr(FOREIGN, 8), 200, 120)), 5, 180)


def test_a_code_on_folds_that_no_library_reads_is_read() -> None:
    assert not read_barcodes(FOLDED)
    assert not pyzbar.decode(cv2.cvtColor(FOLDED, cv2.COLOR_BGR2GRAY))
    assert read_array(FOLDED) == [FOREIGN]


def test_a_code_on_folds_is_read_beside_one_that_lies_flat() -> None:
    beside = FOLDED.copy()
    beside[20:145, 10:135] = qr(SECOND)[:, :, np.newaxis]
    assert sorted(read_array(beside)) == sorted([SECOND, FOREIGN])


def test_its_corners_lie_on_it() -> None:
    (label,) = read_labels(FOLDED)
    assert np.abs(np.mean(label.corners, axis=0) - (332, 252)).max() < 15


@pytest.mark.parametrize("version", [1, 2, 7, 10])
def test_the_patterns_that_are_looked_for_are_those_of_every_code(version: int) -> None:
    drawing = qrcode.QRCode(version=version, border=0)
    drawing.add_data(FIRST)
    drawing.make(fit=False)
    black, wanted = np.array(drawing.get_matrix(), bool), patterns(version)
    assert np.array_equal(wanted < 0, black & (wanted != 0))


@pytest.mark.parametrize("corner", ["top left", "top right", "bottom left", "bottom right"])
def test_a_label_of_ours_with_a_corner_torn_off_is_read(corner: str) -> None:
    torn = qr(FIRST, 6).copy()
    side, gone = torn.shape[0], 50
    rows = slice(0, gone) if "top" in corner else slice(side - gone, side)
    torn[rows, slice(0, gone) if "left" in corner else slice(side - gone, side)] = 120
    assert read_array(table((torn, 220, 150))) == [FIRST]
