"""Seeing on a photo of a day sheet what was marked: plain marks plainly, odd ones as doubtful."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from floor.paper import layout, seeing
from floor.paper.drawing import Sheet, draw_pdf
from floor.paper.layout import Bubble, Row
from floor.paper.seeing import Mark
from floor.scan.decode import read_array
from tests.paper.filled import CODES, How, Picture, mark, page, photographed, row

SHEET = "D000000013"
WAYS: tuple[How, ...] = ("full", "half", "cross", "rubbed out")


def rows() -> list[Row]:
    """A page of all sorts of rows, laid out."""
    sorts = [row(12), row(1), row(120, cycle=1), row(8), row(12, is_gate=True), row(1, is_gate=True)]
    (laid,) = layout.pages(sorts)
    return laid


def drawn(laid: list[Row]) -> Picture:
    return page(draw_pdf([Sheet(SHEET, "P-JHT", "Pos Jahit", date(2026, 11, 22), laid)]))


def looked(photo: Picture, laid: list[Row]) -> dict[Bubble, Mark]:
    flat = seeing.lay_flat(photo)
    assert flat is not None
    assert seeing.sheet_code(flat) == SHEET
    return {each.bubble: each.mark for found in seeing.look(flat, laid) for each in found}


@pytest.mark.parametrize("seed", range(8))
def test_every_mark_is_seen_as_it_was_made(seed: int) -> None:
    laid = rows()
    bubbles = [each for one in laid for each in one.bubbles]
    chosen = np.random.default_rng(seed).choice([*WAYS, ""], len(bubbles), p=[0.25, 0.05, 0.05, 0.05, 0.6])
    made = dict(zip(bubbles, chosen, strict=True))
    picture = drawn(laid)
    for way in WAYS:
        mark(picture, [each for each in bubbles if made[each] == way], way, seed)
    wanted = {"": Mark.EMPTY, "full": Mark.FULL}
    seen = looked(photographed(picture, seed), laid)
    assert seen == {each: wanted.get(made[each], Mark.DOUBTFUL) for each in bubbles}


def test_a_thumb_on_one_corner_is_forgiven() -> None:
    laid = rows()
    picture = drawn(laid)
    cv2.circle(picture, (picture.shape[1] - 60, picture.shape[0] - 60), 130, 90, -1)
    assert set(looked(photographed(picture, 3), laid).values()) == {Mark.EMPTY}


def test_a_photo_of_something_else_shows_no_sheet() -> None:
    chance = np.random.default_rng(1).integers(0, 255, (900, 700)).astype(np.uint8)
    assert seeing.lay_flat(chance) is None
    assert seeing.lay_flat(np.full((600, 400), 200, np.uint8)) is None


def test_half_a_sheet_is_none() -> None:
    picture = drawn(rows())
    assert seeing.lay_flat(picture[: picture.shape[0] // 2]) is None


def test_every_code_on_the_sheet_is_one_that_readers_can_read() -> None:
    laid = [row(12, code=code) for code in CODES]
    picture = page(draw_pdf([Sheet(SHEET, "P-JHT", "Pos Jahit", date(2026, 11, 22), next(layout.pages(laid)))]))
    assert set(read_array(np.dstack([picture] * 3))) == {SHEET, *CODES}
