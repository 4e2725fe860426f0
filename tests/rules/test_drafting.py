"""A route's steps are rearranged without any gate losing where it sends back to, and versions are compared."""

from __future__ import annotations

from floor.rules.drafting import Draft, StepChange, changes, moved, removed, repeated

SEW, TRIM, CHECK, FOLD, PRESS = range(1, 6)
ROUTE = [Draft(SEW), Draft(TRIM, skip=True), Draft(CHECK, gate=True, back=1), Draft(FOLD)]


def stages(steps: list[Draft]) -> list[int]:
    return [step.stage for step in steps]


def test_a_step_moves_by_one_place_and_the_gate_still_sends_back_to_the_same() -> None:
    found = moved(ROUTE, 1, 1)
    assert stages(found) == [TRIM, SEW, CHECK, FOLD] and found[2].back == 2


def test_a_gate_that_comes_before_what_it_sent_back_to_sends_back_nowhere() -> None:
    found = moved(moved(ROUTE, 3, -1), 2, -1)
    assert stages(found) == [CHECK, SEW, TRIM, FOLD] and found[0].back is None


def test_at_the_ends_a_step_stays() -> None:
    assert moved(ROUTE, 1, -1) == ROUTE and moved(ROUTE, 4, 1) == ROUTE


def test_a_step_is_taken_out_with_what_points_at_it() -> None:
    found = removed(ROUTE, 1)
    assert stages(found) == [TRIM, CHECK, FOLD] and found[1].back is None


def test_a_repeated_step_stands_twice_and_the_gate_sends_back_to_the_first() -> None:
    found = repeated(ROUTE, 1)
    assert stages(found) == [SEW, SEW, TRIM, CHECK, FOLD] and found[3].back == 1


def test_a_version_says_what_came_in_what_went_and_what_is_otherwise_now() -> None:
    after = [Draft(SEW), Draft(CHECK, gate=True), Draft(PRESS), Draft(FOLD, skip=True)]
    assert changes(ROUTE, after) == [
        StepChange("back", CHECK, 2),
        StepChange("added", PRESS, 3, CHECK),
        StepChange("skip", FOLD, 4),
        StepChange("removed", TRIM, 2),
    ]


def test_what_only_got_another_number_did_not_change() -> None:
    after = [Draft(PRESS), *ROUTE[:2], Draft(CHECK, gate=True, back=2), ROUTE[3]]
    assert changes(ROUTE, after) == [StepChange("added", PRESS, 1)]


def test_what_went_and_came_back_elsewhere_was_moved() -> None:
    assert changes(ROUTE, moved(ROUTE, 2, -1)) == [StepChange("moved", TRIM, 1)]
