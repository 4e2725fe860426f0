"""Places as small numbers, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.rules import places

STEPS = st.integers(1, places.LAST_STEP)
ENDS = [places.READY, places.DELIVERED, places.SCRAP, places.GRADE_B, places.RETURNED]


@given(STEPS)
def test_hold_and_missing_keep_the_step_they_came_from(step: int) -> None:
    for place, end in ((places.on_hold(step), places.HOLD), (places.missing_from(step), places.MISSING)):
        assert places.is_valid(place)
        assert (places.base(place), places.step_of(place)) == (end, step)


@given(STEPS)
def test_a_step_is_its_own_number(step: int) -> None:
    assert places.is_step(step)
    assert (places.name(step), places.step_of(step), places.base(step)) == ("step", step, 0)


@pytest.mark.parametrize("end", ENDS)
def test_the_other_ends_remember_no_step(end: int) -> None:
    assert places.is_valid(end)
    assert places.step_of(end) is None
    assert not places.is_valid(end + 1)


@pytest.mark.parametrize(("place", "outside"), [(places.NEW, True), (places.VOID, True), *((e, False) for e in ENDS)])
def test_only_new_and_void_carry_no_balance(place: int, outside: bool) -> None:
    assert places.is_outside(place) is outside


@pytest.mark.parametrize("number", [-1, 0, 10_000, 123_456])
def test_other_numbers_are_no_places(number: int) -> None:
    assert not places.is_valid(number)


def test_every_end_has_a_name_of_its_own() -> None:
    named = [places.name(end) for end in (*ENDS, places.on_hold(4), places.missing_from(4), places.NEW, places.VOID)]
    assert named == ["ready", "delivered", "scrap", "grade_b", "returned", "hold", "missing", "new", "void"]
