"""How low a target may go, and what an order lacks when it ends."""

from __future__ import annotations

from floor.rules.order import lowest_target, short_and_over


def test_a_target_goes_down_to_what_is_made() -> None:
    assert lowest_target(40, made=24) == 24


def test_a_target_that_was_passed_may_stay() -> None:
    assert lowest_target(40, made=45) == 40


def test_an_order_is_short_of_one_size_and_over_in_another() -> None:
    assert short_and_over({"M": 10, "L": 5, "S": 2}, {"M": 8, "L": 6, "S": 2}) == ({"M": 2}, {"L": 1})


def test_a_size_nothing_of_which_was_delivered_is_short_of_all() -> None:
    assert short_and_over({"": 3}, {}) == ({"": 3}, {})
