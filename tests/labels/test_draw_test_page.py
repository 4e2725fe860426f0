"""The test page: what a person measures on it, and what a scanner reads."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from floor.labels import ruler
from floor.labels.boxes import dots
from floor.labels.pdfium import opened, page_picture
from floor.labels.sheets import A4_24, MEDIA, ROLL_50X30, Media

EACH_MEDIUM = pytest.mark.parametrize("media", MEDIA.values(), ids=MEDIA.keys())


def picture(media: Media, offset_mm: tuple[float, float] = (0, 0)) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with opened(ruler.test_page(media, offset_mm)) as document:
        return page_picture(document, 0)


def crossing(media: Media, offset_mm: tuple[float, float] = (0, 0)) -> tuple[int, int]:
    """Where the lines of the cross meet, near where they should: dots from the left and from above."""
    x_mm, y_mm = ruler.cross(media)
    left, top, reach = dots(x_mm + offset_mm[0]) - 20, dots(y_mm + offset_mm[1]) - 20, 40
    dark = picture(media, offset_mm)[top : top + reach, left : left + reach] < 128
    return left + int(dark.sum(axis=0).argmax()), top + int(dark.sum(axis=1).argmax())


@EACH_MEDIUM
def test_a_qr_of_each_size_is_read(media: Media) -> None:
    found = zxingcpp.read_barcodes(picture(media))
    assert [each.text for each in found] == [ruler.CODE] * len(ruler.symbols_on(media))


@EACH_MEDIUM
def test_the_cross_is_where_it_says(media: Media) -> None:
    x, y = crossing(media)
    assert (round(x / dots(1)), round(y / dots(1))) == ruler.cross(media)


def test_the_offset_moves_all_of_it_right_and_down() -> None:
    moved, still = crossing(A4_24, (1.5, 0.5)), crossing(A4_24)
    assert (moved[0] - still[0], moved[1] - still[1]) == (dots(1.5), dots(0.5))


def test_a_label_has_the_qr_that_its_labels_have() -> None:
    assert ruler.symbols_on(ROLL_50X30) == [ROLL_50X30.layout.qr.module]
