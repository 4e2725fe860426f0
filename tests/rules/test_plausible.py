"""Numbers that were hardly meant."""

from __future__ import annotations

import pytest

from floor.rules.plausible import is_far_off, letter_in, meant
from floor.rules.standard import Limit

COLLAR = Limit(40.0, 41.0)


@pytest.mark.parametrize("value", [4.05, 405.0, 81.0, 20.25, 0.0])
def test_twice_the_nominal_or_half_of_it_is_far_off(value: float) -> None:
    assert is_far_off(value, 40.5, COLLAR)


@pytest.mark.parametrize("value", [40.5, 39.0, 45.0, 30.0])
def test_what_may_well_be_a_bad_piece_is_not(value: float) -> None:
    assert not is_far_off(value, 40.5, COLLAR)


def test_what_is_inside_its_limits_never_is() -> None:
    assert not is_far_off(0.0, 2.0, Limit(0.0, 4.0))
    assert not is_far_off(1200.0, 500.0, Limit(485.0, None))


def test_without_a_nominal_nobody_can_say() -> None:
    assert not is_far_off(4.05, None, None)


@pytest.mark.parametrize(("value", "likely"), [(4.05, 40.5), (405.0, 40.5), (4050.0, 40.5), (0.4, 40.0), (7.0, None)])
def test_a_comma_in_the_wrong_place_is_put_right(value: float, likely: float | None) -> None:
    assert meant(value, 40.5, COLLAR) == likely


@pytest.mark.parametrize(
    ("typed", "found"),
    [("4O,5", ("O", "40,5")), ("l08", ("l", "108")), ("40,5", None), ("seratus", None), ("40 cm", None)],
)
def test_a_letter_for_a_digit_is_named(typed: str, found: tuple[str, str] | None) -> None:
    assert letter_in(typed) == found
