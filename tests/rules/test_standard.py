"""Judging checks: numbers, limits, answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.rules.standard import (
    Answer,
    Limit,
    counted_limit,
    judge_answer,
    measured_limit,
    read_number,
    unheeded,
)


@pytest.mark.parametrize(
    ("text", "value"), [("1,5", 1.5), ("1.5", 1.5), (" 108 ", 108), ("-0,5", -0.5), (",5", 0.5), ("44,", 44)]
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "-", "12x", "1.234,5", "1,2,3", "nan", "inf", "1e5", "1_0", "٣", "9" * 400])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)


@given(st.decimals(-9999, 9999, places=2))
def test_comma_and_dot_are_the_same(value: object) -> None:
    assert read_number(str(value)) == read_number(str(value).replace(".", ",")) == float(str(value))


@pytest.mark.parametrize(("value", "good"), [(107, True), (109, True), (106.9, False), (109.1, False)])
def test_both_ends_of_a_tolerance_are_good(value: float, good: bool) -> None:
    assert measured_limit(108, 1, 1).allows(value) is good


def test_the_last_bit_of_a_fraction_fails_nothing() -> None:
    assert measured_limit(0.1, 0, 0.2).allows(0.1 + 0.2)


def test_a_side_without_a_tolerance_is_open() -> None:
    assert measured_limit(500, 15, None).allows(900)
    assert not measured_limit(500, 15, None).allows(484.9)


def test_a_count_is_good_up_to_its_most() -> None:
    assert [counted_limit(3).allows(n) for n in (-1, 0, 3, 4)] == [False, True, True, False]
    assert not counted_limit(None).allows(1)


def test_an_answer_is_judged_by_its_kind() -> None:
    number = judge_answer(Limit(1, 2), Answer(7, 1, value=3, good=True))
    assert number is not None and not number.good
    yes = judge_answer(None, Answer(7, 1, good=True))
    assert yes is not None and yes.good


def test_an_answer_of_the_wrong_kind_is_none() -> None:
    assert judge_answer(Limit(), Answer(7, 1, good=True)) is None
    assert judge_answer(None, Answer(7, 1, value=1)) is None


def test_each_failed_piece_must_be_set_apart_once() -> None:
    answers = [Answer(7, 1, 9), Answer(8, 1, 9), Answer(7, 2, 9), Answer(7, 3, 1.5)]
    judged = [found for answer in answers if (found := judge_answer(Limit(1, 2), answer))]
    assert unheeded(judged, 2) is None
    left = unheeded(judged, 1)
    assert left is not None and left.answer.piece == 2
