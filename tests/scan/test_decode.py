"""Reading the labels in a picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pyzbar import pyzbar
from zxingcpp import read_barcodes

from floor.scan.decode import describe, read_array, read_labels
from tests.scan.drawn_labels import (
    FIRST,
    FOREIGN,
    SECOND,
    THIRD,
    Photo,
    bars,
    blurred,
    noisy,
    qr,
    shrunk,
    table,
    turned,
)

SPOILED = {
    "blurred": blurred(table((qr(FIRST, 5), 250, 180)), 3),
    "noisy": noisy(table((qr(FIRST, 3), 250, 180)), 110, seed=4),
    "bars at an angle": turned(table((bars(FIRST), 130, 180)), 40),
    "bars at an angle, noisy": noisy(turned(table((bars(FIRST), 130, 180)), 65), 50, seed=1),
    "small, turned": turned(table((shrunk(qr(FIRST, 6), 38), 300, 200)), 30),
}


@pytest.mark.parametrize("label", [qr(FIRST), bars(FIRST)], ids=["QR", "Code 128"])
def test_a_clean_label_is_read(label: Photo) -> None:
    assert read_array(table((label, 100, 100))) == [FIRST]


@pytest.mark.parametrize("photo", SPOILED.values(), ids=SPOILED.keys())
def test_a_spoiled_label_that_no_library_reads_alone_is_read(photo: Photo) -> None:
    assert not read_barcodes(photo)
    assert not pyzbar.decode(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY))
    assert read_array(photo) == [FIRST]


def test_several_labels_are_read_row_by_row() -> None:
    photo = table((qr(THIRD), 300, 250), (qr(SECOND), 400, 60), (qr(FIRST), 40, 70))
    assert read_array(photo) == [FIRST, SECOND, THIRD]
    assert [label.text for label in read_labels(photo)] == [FIRST, SECOND, THIRD]


def test_two_copies_on_one_label_are_one_text() -> None:
    photo = table((qr(FIRST), 40, 70), (qr(FIRST), 400, 70), (bars(FIRST), 100, 300))
    assert read_array(photo) == [FIRST]


def test_a_whole_sheet_photographed_large_is_read() -> None:
    codes = [(qr(FIRST, 3), 300, 200), (qr(SECOND, 3), 3400, 1500), (qr(THIRD, 3), 2000, 2700)]
    assert read_array(table(*codes, size=(3000, 4000))) == [FIRST, SECOND, THIRD]


def test_a_small_label_beside_a_large_one_is_read_in_a_large_photo() -> None:
    photo = table((qr(FIRST, 20), 300, 200), (qr(SECOND, 3), 3400, 1500), size=(3000, 4000))
    assert read_array(photo) == [FIRST, SECOND]


def test_corners_lie_on_the_label_in_the_photos_own_pixels() -> None:
    (label,) = read_labels(table((qr(FIRST, 5), 400, 100)))
    wanted = np.array([(410, 110), (515, 110), (515, 215), (410, 215)])
    assert np.abs(np.array(label.corners) - wanted).max() <= 3


@pytest.mark.parametrize("degrees", [0, 40, 90])
def test_corners_of_bars_lie_on_them_however_they_were_turned_to_be_read(degrees: int) -> None:
    (label,) = read_labels(turned(table((bars(FIRST), 130, 200)), degrees))
    high, wide = bars(FIRST).shape
    middle = cv2.getRotationMatrix2D((320, 240), degrees, 1) @ (130 + wide / 2, 200 + high / 2, 1)
    assert np.abs(np.mean(label.corners, axis=0) - middle).max() < 15


def test_a_small_label_in_a_large_photo_has_its_corners_there() -> None:
    (label,) = read_labels(blurred(table((qr(FIRST, 10), 2000, 1500), size=(2400, 3200)), 6))
    assert np.abs(np.mean(label.corners, axis=0) - (2125, 1625)).max() < 20


def test_a_strangers_label_is_read_when_both_libraries_agree() -> None:
    assert read_array(table((qr(FOREIGN), 100, 100))) == [FOREIGN]


def test_a_torn_label_is_never_read_as_another() -> None:
    torn = [bars(FIRST, 3)[:, start : start + 230] for start in range(0, 270, 30)]
    assert [read_array(turned(table((part, 200, 200)), 3 * part.shape[1])) for part in torn] == [[]] * len(torn)


def test_stripes_and_noise_are_no_label() -> None:
    stripes = np.tile(np.array([0] * 3 + [255] * 2, np.uint8), (400, 100))
    shots = [cv2.cvtColor(stripes, cv2.COLOR_GRAY2BGR).astype(np.uint8), noisy(table(), 60, seed=2), table()]
    assert [read_array(shot) for shot in shots] == [[], [], []]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (15, 400), (16, 16), (17, 3000), (3000, 16)])
def test_the_tiniest_pictures_are_read_as_empty(size: tuple[int, int]) -> None:
    assert read_array(table(size=size)) == [] if min(size) else read_array(np.zeros((*size, 3), np.uint8)) == []


def test_a_label_is_described_in_plain_values() -> None:
    (label,) = read_labels(table((qr(FIRST), 100, 100)))
    described = describe(label)
    assert described["text"] == FIRST
    assert described["symbology"] == "QRCode"
    assert described["reader"] == "zxing-cpp"
    assert described["corners"] == [list(corner) for corner in label.corners]
