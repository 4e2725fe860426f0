"""Yields, defects per hundred, Pareto."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.rules.yields import Ranked, Yield, changed, pareto, per_hundred, rolled, together


def test_first_pass_yield_is_what_passed_at_once() -> None:
    assert Yield(100, 91).share == 0.91


def test_nothing_judged_has_no_yield() -> None:
    assert Yield().share is None


def test_rolled_yield_is_the_product_over_the_gates() -> None:
    assert rolled([Yield(100, 90), Yield(50, 40)]) == pytest.approx(0.72)


def test_rolled_yield_is_not_known_while_a_gate_has_judged_nothing() -> None:
    assert rolled([Yield(100, 90), Yield()]) is None
    assert rolled([]) is None


def test_defects_are_counted_per_hundred_pieces_looked_at() -> None:
    assert per_hundred(7, 50) == 14
    assert per_hundred(0, 0) is None


def test_a_pareto_begins_with_the_most_and_ends_with_all() -> None:
    found = pareto({"G07": 3, "G01": 6, "G05": 0, "G12": 1})
    assert found == [Ranked("G01", 6, 0.6), Ranked("G07", 3, 0.9), Ranked("G12", 1, 1.0)]


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 50), max_size=8))
def test_a_pareto_loses_no_piece(pieces: dict[str, int]) -> None:
    found = pareto(pieces)
    assert sum(bar.pieces for bar in found) == sum(pieces.values())
    assert [bar.pieces for bar in found] == sorted((bar.pieces for bar in found), reverse=True)


def test_a_yield_fell_only_beyond_what_chance_does() -> None:
    assert changed(Yield(200, 190), Yield(200, 160)) == -1
    assert changed(Yield(200, 160), Yield(200, 190)) == 1
    assert changed(Yield(200, 186), Yield(200, 184)) == 0


def test_a_handful_of_pieces_says_nothing_about_change() -> None:
    assert changed(Yield(200, 190), Yield(10, 5)) == 0


def test_yields_add_up() -> None:
    assert together([Yield(10, 9), Yield(5, 5)]) == Yield(15, 14)
