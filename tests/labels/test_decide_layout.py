"""What fits on which medium, and that nothing on a label stands in another's way."""

from __future__ import annotations

from itertools import combinations

import pytest

from floor.labels.boxes import Box, dots
from floor.labels.layout import decide
from floor.labels.sheets import MEDIA, Media

EACH_MEDIUM = pytest.mark.parametrize("media", MEDIA.values(), ids=MEDIA.keys())


def mm(length: int) -> float:
    return length * 25.4 / 203


@pytest.mark.parametrize(
    ("key", "second_copy", "code_128"),
    [
        ("a4-24", True, False),
        ("a4-40", False, False),
        ("a4-65", False, False),
        ("a6", True, True),
        ("roll-50x30", False, False),
        ("roll-40x25", False, False),
    ],
)
def test_a_second_copy_and_bars_stand_only_where_there_is_room(key: str, second_copy: bool, code_128: bool) -> None:
    layout = MEDIA[key].layout

    assert (layout.second is not None, layout.code_128 is not None) == (second_copy, code_128)


@pytest.mark.parametrize("key", ["a4-24", "a4-40", "a6", "roll-50x30"])
def test_the_symbol_is_25_mm_with_its_white_where_that_fits(key: str) -> None:
    assert mm(MEDIA[key].layout.qr.field.width) >= 25


@EACH_MEDIUM
def test_no_symbol_is_ever_under_15_mm(media: Media) -> None:
    squares = [symbol for symbol in (media.layout.qr, media.layout.second) if symbol]

    assert all(mm(symbol.dark.width) >= 15 for symbol in squares)


@EACH_MEDIUM
def test_a_module_is_a_whole_number_of_printer_dots_with_two_modules_of_white_around(media: Media) -> None:
    for symbol in filter(None, (media.layout.qr, media.layout.second)):
        assert symbol.dark.width == symbol.dark.height == 21 * symbol.module
        assert symbol.field.width == symbol.field.height == 25 * symbol.module


def test_bars_are_a_quarter_of_a_millimetre_or_wider_10_mm_high_and_keep_their_own_white() -> None:
    bars = MEDIA["a6"].layout.code_128

    assert bars is not None
    assert mm(bars.module) >= 0.25
    assert mm(bars.dark.height) >= 10
    assert bars.field.width == bars.dark.width + 20 * bars.module


@EACH_MEDIUM
def test_nothing_stands_in_anothers_way(media: Media) -> None:
    layout = media.layout
    places = [symbol.field for symbol in layout.symbols] + [column.box for column in layout.columns]
    # Bars keep white beside them only, so the words below them may begin where their white begins.
    assert not [pair for pair in combinations([*places, *layout.lines], 2) if pair[0].overlaps(pair[1])]


@EACH_MEDIUM
def test_everything_stands_on_the_label_and_its_dark_parts_keep_clear_of_the_edge(media: Media) -> None:
    layout, (width, height) = media.layout, (dots(media.label[0]), dots(media.label[1]))
    edge_x, edge_y = dots(media.edge[0]), dots(media.edge[1])

    for box in [symbol.field for symbol in layout.symbols]:
        assert box.x >= 0 and box.y >= 0 and box.right <= width and box.top <= height
    for box in [*(symbol.dark for symbol in layout.symbols), *(column.box for column in layout.columns)]:
        assert box.x >= edge_x and box.y >= edge_y and box.right <= width - edge_x and box.top <= height - edge_y


def test_two_copies_stand_at_opposite_ends() -> None:
    for key in ("a4-24", "a6"):
        layout = MEDIA[key].layout
        assert layout.second is not None
        assert layout.qr.field.right < layout.second.field.x
        assert layout.qr.dark.y > layout.second.dark.y


def test_a_wider_label_gets_the_second_copy_and_only_a_high_one_the_bars() -> None:
    def has(width: float, height: float) -> tuple[bool, bool]:
        layout = decide(dots(width), dots(height), dots(1.5), dots(1.5))
        return layout.second is not None, layout.code_128 is not None

    assert has(50, 30) == (False, False)
    assert has(75, 30) == (True, False)
    assert has(100, 50) == (True, False)
    assert has(100, 150) == (True, True)


def test_a_label_too_small_for_a_symbol_of_15_mm_is_refused() -> None:
    with pytest.raises(ValueError, match="no symbol of 15 mm fits"):
        decide(dots(30), dots(15), 0, 0)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 5, 5))
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 5, 5))
