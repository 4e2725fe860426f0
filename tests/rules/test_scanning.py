"""What a scan means, as the rules say it from plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.refusals import No
from floor.rules import places
from floor.rules.route import Step, route
from floor.rules.scanning import FRESH, Asked, Go, Holding, LastOut, Mark, judge, judge_absent

# Stages 10 … 50; step 3 may be skipped, step 4 is a gate that sends back to step 2.
SHIRT = route(
    [Step(1, 10), Step(2, 20), Step(3, 30, may_skip=True), Step(4, 40, is_gate=True, rework_to=2), Step(5, 50)]
)
CARD, BUNDLE, OTHER = 1, 2, 3
ONCE = Mark(1, 4)


def _held(place: int, quantity: int, unit: int = BUNDLE, mark: Mark = FRESH) -> Holding:
    return Holding(unit, place, mark, quantity)


def _judge(held: Sequence[Holding], *stages: int, unit: int = BUNDLE, **asked: Any) -> Go | No | None:
    return judge(Asked(unit, 7, **asked), SHIRT, frozenset(stages), held)


def _why_not(held: Sequence[Holding], *stages: int, last: LastOut | None = None, **asked: Any) -> str:
    return judge_absent(Asked(BUNDLE, 7, **asked), SHIRT, frozenset(stages), held, last).code


def _code(decision: Go | No | None) -> str:
    assert isinstance(decision, No)
    return decision.code


def _taken(decision: Go | No | None) -> list[tuple[int, int, int]]:
    assert isinstance(decision, Go), decision
    return [(take.unit_id, take.place, take.quantity) for take in decision.takes]


def test_all_that_wait_here_are_taken() -> None:
    assert _taken(_judge([_held(1, 12)], 10)) == [(BUNDLE, 1, 12)]


def test_nothing_here_is_no_decision() -> None:
    assert _judge([_held(1, 12)], 20) is None
    assert _judge([], 10) is None


def test_pieces_before_a_skippable_step_are_taken_with_those_behind_it() -> None:
    no_gate = route([Step(1, 10), Step(2, 20, may_skip=True), Step(3, 30)])
    decision = judge(Asked(BUNDLE, 7), no_gate, frozenset({30}), [_held(2, 5), _held(3, 7)])
    assert _taken(decision) == [(BUNDLE, 2, 5), (BUNDLE, 3, 7)]


def test_a_part_is_taken_from_those_furthest_along_and_sent_back_least() -> None:
    no_gate = route([Step(1, 10), Step(2, 20, may_skip=True), Step(3, 30)])
    decision = judge(Asked(BUNDLE, 7, quantity=9), no_gate, frozenset({30}), [_held(2, 5), _held(3, 7)])
    assert _taken(decision) == [(BUNDLE, 3, 7), (BUNDLE, 2, 2)]


def test_a_gate_passes_nothing_whatever_is_asked() -> None:
    for asked in ({}, {"quantity": 1}, {"step": 4}, {"late": True, "seen": 12}):
        assert _code(_judge([_held(3, 12)], 40, **asked)) == "NEEDS_VERDICT"


def test_two_steps_ask_which_and_naming_one_answers() -> None:
    held = [_held(1, 7), _held(2, 5)]
    asked = _judge(held, 10, 20)
    assert isinstance(asked, No)
    assert asked.detail["choices"] == [
        {"step": 1, "cycle": 0, "quantity": 7},
        {"step": 2, "cycle": 0, "quantity": 5},
    ]
    assert _taken(_judge(held, 10, 20, step=2)) == [(BUNDLE, 2, 5)]


def test_naming_a_step_where_nothing_waits_asks_again() -> None:
    assert _code(_judge([_held(1, 7)], 10, 20, step=2)) == "WHICH_STEP"
    assert _code(_judge([_held(2, 7)], 20, step=2, cycle=1)) == "WHICH_STEP"


def test_a_part_of_pieces_with_and_without_rework_asks_which() -> None:
    held = [_held(2, 7), _held(2, 2, mark=ONCE)]
    assert _taken(_judge(held, 20)) == [(BUNDLE, 2, 7), (BUNDLE, 2, 2)]
    asked = _judge(held, 20, quantity=2)
    assert isinstance(asked, No)
    assert [choice["cycle"] for choice in asked.detail["choices"]] == [0, 1]
    assert _taken(_judge(held, 20, quantity=2, step=2, cycle=1)) == [(BUNDLE, 2, 2)]


@pytest.mark.parametrize("quantity", [1, 11, 13])
def test_another_quantity_of_a_parent_asks_for_the_bundles(quantity: int) -> None:
    held = [_held(1, 6), _held(1, 6, OTHER)]
    assert _code(_judge(held, 10, unit=CARD, quantity=quantity)) == "SCAN_THE_BUNDLES"


def test_a_part_of_a_parent_with_one_bundle_here_asks_for_the_bundle() -> None:
    assert _code(_judge([_held(1, 6)], 10, unit=CARD, quantity=3)) == "SCAN_THE_BUNDLES"


def test_all_that_wait_of_a_parent_may_be_counted() -> None:
    held = [_held(1, 6), _held(1, 6, OTHER), _held(2, 4, 4)]
    decision = _judge(held, 10, unit=CARD, quantity=12)
    assert _taken(decision) == [(BUNDLE, 1, 6), (OTHER, 1, 6)]
    assert isinstance(decision, Go)
    assert decision.elsewhere == (_held(2, 4, 4),)


def test_a_part_of_a_card_that_holds_its_pieces_itself_is_taken() -> None:
    assert _taken(_judge([_held(1, 24, CARD), _held(2, 3)], 10, unit=CARD, quantity=5)) == [(CARD, 1, 5)]


def test_more_than_waits_is_too_many() -> None:
    assert _code(_judge([_held(1, 12)], 10, quantity=13)) == "TOO_MANY"


@pytest.mark.parametrize(("apart", "code"), [(0, "SURE_AGAIN"), (119_999, "SURE_AGAIN"), (120_000, "")])
def test_a_station_of_consecutive_stages_asks_within_two_minutes(apart: int, code: str) -> None:
    decision = _judge([_held(2, 12)], 10, 20, at=1_000_000 + apart, last_scan_at=1_000_000)
    assert (decision.code if isinstance(decision, No) else "") == code


def test_a_station_of_stages_apart_does_not_ask() -> None:
    assert _taken(_judge([_held(5, 12)], 10, 50, at=1, last_scan_at=0)) == [(BUNDLE, 5, 12)]


def test_naming_the_step_answers_whether_it_is_finished_too() -> None:
    assert _taken(_judge([_held(2, 12)], 10, 20, step=2, at=1, last_scan_at=0)) == [(BUNDLE, 2, 12)]


def test_a_late_scan_without_quantity_moves_what_the_tablet_showed() -> None:
    assert _taken(_judge([_held(1, 12)], 10, late=True, seen=5)) == [(BUNDLE, 1, 5)]


def test_what_the_tablet_showed_counts_for_late_scans_only() -> None:
    assert _taken(_judge([_held(1, 12)], 10, seen=5)) == [(BUNDLE, 1, 12)]


def test_a_quantity_counts_more_than_what_was_shown() -> None:
    assert _taken(_judge([_held(1, 12)], 10, late=True, seen=5, quantity=7)) == [(BUNDLE, 1, 7)]


def test_a_late_scan_of_pieces_still_upstream_waits_for_them() -> None:
    assert _code(_judge([_held(2, 5), _held(1, 7)], 20, late=True, seen=12)) == "NOT_HERE_YET"
    assert _code(_judge([_held(2, 5), _held(1, 6)], 20, late=True, seen=12)) == "TOO_MANY"
    assert _why_not([_held(1, 12)], 20, late=True) == "NOT_HERE_YET"


def test_a_scan_that_is_not_late_is_at_the_wrong_stage() -> None:
    assert _why_not([_held(1, 12)], 20) == "WRONG_STAGE"


def test_a_late_scan_of_pieces_that_are_past_does_not_wait() -> None:
    assert _why_not([_held(5, 12)], 20, late=True) == "WRONG_STAGE"


def test_the_last_move_out_by_this_station_is_already_done() -> None:
    assert _why_not([_held(2, 12)], 10, last=LastOut(5, 7, inferred=False, is_latest=True)) == "ALREADY_DONE"


def test_a_late_scan_of_the_rest_waits_though_a_part_is_already_done() -> None:
    last = LastOut(5, 7, inferred=False, is_latest=True)
    held = [_held(3, 5), _held(1, 7)]
    assert _why_not(held, 20, last=last, late=True, seen=7) == "NOT_HERE_YET"
    assert _why_not(held, 20, last=last, late=True, seen=12) == "ALREADY_DONE"
    assert _why_not(held, 20, last=last, late=True) == "ALREADY_DONE"


def test_the_last_move_out_by_another_station_is_the_wrong_stage() -> None:
    assert _why_not([_held(2, 12)], 10, last=LastOut(5, 8, inferred=False, is_latest=True)) == "WRONG_STAGE"


def test_a_stage_that_was_caught_up_is_already_passed() -> None:
    assert _why_not([_held(3, 12)], 10, last=LastOut(5, None, inferred=True, is_latest=False)) == "ALREADY_PASSED"


def test_pieces_that_a_gate_sent_back_upstream_are_not_already_done() -> None:
    last = LastOut(5, 7, inferred=False, is_latest=False)
    assert _why_not([_held(2, 2, mark=ONCE)], 30, last=last) == "WRONG_STAGE"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (places.on_hold(4), "ON_HOLD"),
        (places.missing_from(2), "MARKED_MISSING"),
        (places.READY, "ALREADY_PACKED"),
        (places.DELIVERED, "ALREADY_DELIVERED"),
        (places.RETURNED, "CAME_BACK"),
        (places.GRADE_B, "IS_GRADE_B"),
        (places.SCRAP, "SCRAPPED"),
    ],
)
def test_pieces_at_an_end_say_so(place: int, code: str) -> None:
    assert _why_not([_held(place, 12)], 10) == code


def test_a_unit_without_pieces_is_empty() -> None:
    assert _why_not([], 10) == "EMPTY_UNIT"


HOLDINGS = st.lists(
    st.builds(
        Holding,
        st.sampled_from([CARD, BUNDLE, OTHER]),
        st.sampled_from([1, 2, 3, 4, 5, places.READY, places.SCRAP, places.on_hold(4)]),
        st.sampled_from([FRESH, ONCE]),
        st.integers(1, 20),
    ),
    max_size=6,
    unique_by=lambda h: (h.unit_id, h.place, h.mark),
)
STAGES = st.frozensets(st.sampled_from([10, 20, 30, 40, 50]))
MAYBE = st.none() | st.integers(1, 30)


@given(HOLDINGS, STAGES, MAYBE, MAYBE, st.none() | st.integers(1, 5), st.booleans())
def test_whatever_is_asked_no_more_is_taken_than_is_there_and_never_past_a_gate(
    held: list[Holding], stages: frozenset[int], quantity: int | None, seen: int | None, step: int | None, late: bool
) -> None:
    decision = _judge(held, *stages, unit=CARD, quantity=quantity, seen=seen, step=step, late=late)
    if not isinstance(decision, Go):
        return
    there = {(h.unit_id, h.place, h.mark): h.quantity for h in held}
    for take in decision.takes:
        assert 0 < take.quantity <= there[take.unit_id, take.place, take.mark]
        assert not any(SHIRT.step(passed).is_gate for passed in range(take.place, take.step + 1))
        assert SHIRT.step(take.step).stage_id in stages
    if quantity is not None:
        assert decision.quantity == quantity


def test_a_late_scan_means_no_pieces_sent_back_after_it_happened() -> None:
    held = [_held(2, 5, mark=ONCE), _held(3, 4, mark=ONCE), _held(2, 3)]
    assert _taken(_judge(held, 20, late=True, sent_back={(BUNDLE, ONCE): 5})) == [(BUNDLE, 2, 3)]
    assert _taken(_judge(held, 20, late=True, sent_back={(BUNDLE, ONCE): 2})) == [(BUNDLE, 2, 3), (BUNDLE, 2, 3)]


def test_what_was_split_off_meanwhile_was_sent_back_too() -> None:
    held = [_held(2, 7, mark=ONCE), _held(2, 5, unit=OTHER, mark=ONCE)]
    assert _judge(held, 20, late=True, sent_back={(BUNDLE, ONCE): 12}) is None


def test_a_card_that_pieces_were_split_off_is_scanned_for_its_own() -> None:
    held = [_held(2, 10, unit=CARD), _held(2, 2)]
    assert _taken(_judge(held, 20, unit=CARD, quantity=10)) == [(CARD, 2, 10)]
    assert _taken(_judge(held, 20, unit=CARD, quantity=4)) == [(CARD, 2, 4)]
    assert _taken(_judge(held, 20, unit=CARD, quantity=12)) == [(CARD, 2, 10), (BUNDLE, 2, 2)]
    assert _code(_judge(held, 20, unit=CARD, quantity=11)) == "SCAN_THE_BUNDLES"


def test_where_none_was_shown_a_late_scan_moves_and_awaits_none() -> None:
    assert _code(_judge([_held(1, 12)], 10, late=True, seen=0)) == "TOO_MANY"
    assert _why_not([_held(1, 12)], 20, late=True, seen=0) == "WRONG_STAGE"
    assert _taken(_judge([_held(1, 12)], 10, late=True, seen=0, quantity=5)) == [(BUNDLE, 1, 5)]
