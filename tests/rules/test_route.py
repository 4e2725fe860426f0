"""A route: what comes next, what may be passed over, what never."""

from __future__ import annotations

import pytest

from floor.rules import places
from floor.rules.route import Route, Step, route

# Stages 10 … 50; step 3 may be skipped, step 4 is a gate.
SHIRT = route([Step(1, 10), Step(2, 20), Step(3, 30, may_skip=True), Step(4, 40, is_gate=True), Step(5, 50)])
# A stage occurs twice, and two steps in a row may be skipped.
TWICE = route([Step(1, 10), Step(2, 20, may_skip=True), Step(3, 30, may_skip=True), Step(4, 10)])


def _reaches(on: Route, place: int, *stages: int) -> int | None:
    return on.reaches(place, on.served_by(frozenset(stages)))


def test_finished_pieces_go_to_the_next_step_and_from_the_last_to_ready() -> None:
    assert [SHIRT.after(step.number) for step in SHIRT] == [2, 3, 4, 5, places.READY]


def test_a_stage_may_occur_twice() -> None:
    assert TWICE.served_by(frozenset({10})) == {1, 4}


def test_pieces_are_ready_for_the_step_they_wait_at() -> None:
    assert _reaches(SHIRT, 2, 20) == 2


def test_pieces_before_skippable_steps_are_ready_for_the_step_behind_them() -> None:
    assert _reaches(SHIRT, 3, 40) == 4
    assert _reaches(TWICE, 2, 10) == 4


def test_a_step_that_may_not_be_skipped_holds_pieces_back() -> None:
    assert _reaches(SHIRT, 2, 40) is None
    assert _reaches(SHIRT, 1, 30) is None


def test_a_gate_is_never_skipped() -> None:
    lax = route([Step(1, 10, may_skip=True), Step(2, 20, is_gate=True, may_skip=True), Step(3, 30)])
    assert _reaches(lax, 1, 20) == 2
    assert _reaches(lax, 1, 30) is None
    assert _reaches(lax, 2, 30) is None


def test_of_several_served_steps_the_first_ahead_counts() -> None:
    assert _reaches(TWICE, 1, 10) == 1
    assert _reaches(TWICE, 2, 10, 30) == 3


def test_pieces_never_go_back_to_a_served_step() -> None:
    assert _reaches(SHIRT, 5, 10, 20, 30, 40) is None


@pytest.mark.parametrize("place", [places.READY, places.on_hold(2), places.missing_from(2), places.SCRAP, 6])
def test_pieces_that_are_at_no_step_are_ready_for_none(place: int) -> None:
    assert _reaches(SHIRT, place, 10, 20, 30, 40, 50) is None


def test_the_next_gate_counts_from_where_pieces_wait() -> None:
    assert SHIRT.next_gate(1, 5) == 4
    assert SHIRT.next_gate(4, 5) == 4
    assert SHIRT.next_gate(1, 4) is None
    assert SHIRT.next_gate(5, 6) is None


def test_steps_may_be_given_in_any_order() -> None:
    assert [step.stage_id for step in route([Step(2, 20), Step(1, 10)])] == [10, 20]


@pytest.mark.parametrize("numbers", [[2], [1, 1], [1, 3], [0, 1]])
def test_steps_are_numbered_from_one_without_gaps(numbers: list[int]) -> None:
    with pytest.raises(ValueError, match="without gaps"):
        route([Step(number, 10) for number in numbers])


@pytest.mark.parametrize("back", [0, 2, 3])
def test_a_gate_sends_back_to_an_earlier_step_only(back: int) -> None:
    with pytest.raises(ValueError, match="not before it"):
        route([Step(1, 10), Step(2, 20, is_gate=True, rework_to=back)])


@pytest.mark.parametrize("number", [-1, 0, 6])
def test_there_is_no_step_of_another_number(number: int) -> None:
    with pytest.raises(IndexError):
        SHIRT.step(number)
