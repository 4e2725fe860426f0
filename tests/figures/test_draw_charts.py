"""Drawings: everything inside the frame, words that don't cover each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from floor.figures.drawing import HEIGHT, WIDTH, Named, Words, draw, draw_pareto, scale
from floor.rules.control_charts import individuals_chart
from floor.rules.standard import Limit
from floor.rules.yields import pareto

VALUES = st.lists(st.floats(-1_000, 1_000, allow_nan=False).map(lambda value: round(value, 2)), min_size=1, max_size=40)
WORDS = Words("Rata-rata", "Atas", "Bawah", "Toleransi atas", "Toleransi bawah")


@given(VALUES, st.floats(0.1, 50))
def test_every_point_and_line_is_in_the_drawing(values: list[float], tolerance: float) -> None:
    named = [Named(str(at), "titik", "/") for at in range(len(values))]
    drawn = draw(individuals_chart(values), named, str, WORDS, Limit(-tolerance, tolerance))
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    assert all(0 <= line.y <= HEIGHT for line in drawn.lines)


@given(VALUES)
def test_words_beside_lines_never_cover_each_other(values: list[float]) -> None:
    drawn = draw(individuals_chart(values), [Named("", "", "/")] * len(values), str, WORDS, Limit(-5, 5))
    heights = [line.word_y for line in drawn.lines]
    assert all(after - before >= 17.9 for before, after in pairwise(heights))


@given(VALUES)
def test_a_scale_holds_its_values_and_has_few_marks(values: list[float]) -> None:
    bottom, top, marks = scale(values)
    assert bottom <= min(values) + 1e-6
    assert top >= max(values) - 1e-6
    assert 2 <= len(marks) <= 8


def test_a_pareto_of_many_kinds_says_how_many_have_no_bar() -> None:
    bars = draw_pareto(pareto({f"G{number:02}": 1 for number in range(15)}))
    assert (len(bars.bars), bars.left_out) == (12, 3)
    assert draw_pareto([]).bars == ()
