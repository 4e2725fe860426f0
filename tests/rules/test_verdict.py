"""The rules of a verdict: which pieces are meant, where they go, what is refused."""

from __future__ import annotations

import pytest

from floor.refusals import No
from floor.rules import places
from floor.rules.route import Route, Step, route
from floor.rules.scanning import FRESH, Holding, Mark
from floor.rules.verdict import (
    Fault,
    SendBack,
    Shift,
    Split,
    Verdict,
    is_first_pass,
    judge_faults,
    judge_verdict,
    rework_step,
    waiting_at,
)

SEW, TRIM, QC, PRESS, LAST_QC = 10, 20, 30, 40, 50
ROUTE = route(
    [
        Step(1, SEW),
        Step(2, TRIM, may_skip=True),
        Step(3, QC, is_gate=True, rework_to=1),
        Step(4, PRESS),
        Step(5, LAST_QC, is_gate=True),
    ]
)


def at(place: int, quantity: int, mark: Mark = FRESH, unit: int = 1) -> Holding:
    return Holding(unit, place, mark, quantity)


def stands(split: Split, *held: Holding, stages: frozenset[int] | None = None, step: int | None = None) -> Verdict:
    verdict = judge_verdict(1, split, ROUTE, stages, held, step=step)
    assert isinstance(verdict, Verdict), verdict
    return verdict


def refusal(split: Split, *held: Holding, stages: frozenset[int] | None = None, step: int | None = None) -> str:
    no = judge_verdict(1, split, ROUTE, stages, held, step=step)
    assert isinstance(no, No)
    return no.code


def test_passed_pieces_go_to_the_next_step_with_their_mark() -> None:
    assert stands(Split(passed=5), at(3, 5)).shifts == (Shift(1, 3, FRESH, 4, FRESH, 5),)


def test_pieces_sent_back_are_marked_by_this_gate() -> None:
    verdict = stands(Split(rework=(SendBack(2, 2),)), at(3, 5))
    assert verdict.shifts == (Shift(1, 3, FRESH, 2, Mark(1, 3), 2),)


def test_the_gate_furthest_down_stays_on_the_mark() -> None:
    verdict = stands(Split(rework=(SendBack(1, 1),)), at(3, 1, Mark(1, 5)))
    assert verdict.shifts[0].to_mark == Mark(2, 5)


def test_those_sent_back_most_fail_first_and_the_others_pass() -> None:
    verdict = stands(Split(passed=3, scrap=1), at(3, 3), at(3, 1, Mark(1, 3)))
    assert {(s.from_mark.cycle, s.to_place) for s in verdict.shifts} == {(1, places.SCRAP), (0, 4)}


def test_a_piece_at_its_limit_is_not_sent_back_while_another_can_be() -> None:
    verdict = stands(Split(passed=1, rework=(SendBack(1, 1),)), at(3, 1), at(3, 1, Mark(2, 3)))
    assert {(s.from_mark.cycle, s.to_place) for s in verdict.shifts} == {(0, 1), (2, 4)}


def test_sent_back_twice_is_the_most() -> None:
    assert refusal(Split(rework=(SendBack(1, 1),)), at(3, 1, Mark(2, 3))) == "THIRD_REWORK"


def test_without_a_step_the_gate_says_where_to() -> None:
    assert stands(Split(rework=(SendBack(1),)), at(3, 1)).shifts[0].to_place == 1


def test_a_gate_that_sends_nowhere_asks() -> None:
    assert refusal(Split(rework=(SendBack(1),)), at(5, 1)) == "REWORK_WHERE"


@pytest.mark.parametrize("to_step", [0, 3, 4])
def test_back_means_before_the_gate(to_step: int) -> None:
    assert refusal(Split(rework=(SendBack(1, to_step),)), at(3, 1)) == "REWORK_WHERE"


def test_two_gates_at_once_must_be_told_apart() -> None:
    assert refusal(Split(passed=1), at(3, 1), at(5, 1)) == "WHICH_STEP"
    assert stands(Split(passed=1), at(3, 1), at(5, 1), step=5).step == 5


def test_a_station_judges_at_its_own_gates() -> None:
    assert stands(Split(passed=1), at(3, 1), at(5, 1), stages=frozenset({LAST_QC})).step == 5
    assert refusal(Split(passed=1), at(3, 1), stages=frozenset({LAST_QC, PRESS})) == "NOT_AT_GATE"


def test_pieces_before_a_step_that_may_be_skipped_are_meant_where_none_is_at_the_gate() -> None:
    assert stands(Split(passed=2), at(2, 2), at(1, 3)).shifts == (Shift(1, 2, FRESH, 4, FRESH, 2),)


def test_those_at_the_gate_are_meant_before_the_others() -> None:
    verdict = stands(Split(scrap=2), at(2, 5, Mark(1, 3)), at(3, 2))
    assert [(s.from_place, s.quantity) for s in verdict.shifts] == [(3, 2)]


def test_more_than_are_at_the_gate_take_of_those_before_it() -> None:
    verdict = stands(Split(passed=6), at(2, 5), at(3, 2))
    assert {(s.from_place, s.quantity) for s in verdict.shifts} == {(3, 2), (2, 4)}
    assert refusal(Split(passed=8), at(2, 5), at(3, 2)) == "TOO_MANY"


def test_a_gate_is_never_skipped() -> None:
    assert refusal(Split(passed=1), at(3, 1), stages=frozenset({LAST_QC})) == "NOT_AT_GATE"


def test_a_parent_passes_whole_and_fails_by_its_bundles() -> None:
    bundles = at(3, 5, unit=2), at(3, 5, unit=3)
    assert len(stands(Split(passed=10), *bundles).shifts) == 2
    assert refusal(Split(passed=9), *bundles) == "SCAN_THE_BUNDLES"
    assert refusal(Split(passed=9, scrap=1), *bundles) == "SCAN_THE_BUNDLES"


@pytest.mark.parametrize(
    ("place", "code"), [(places.on_hold(3), "ON_HOLD"), (places.SCRAP, "SCRAPPED"), (places.READY, "ALREADY_PACKED")]
)
def test_pieces_at_an_end_are_named_as_such(place: int, code: str) -> None:
    assert refusal(Split(passed=1), at(place, 1)) == code


def test_nothing_judged_is_no_verdict() -> None:
    assert refusal(Split(), at(3, 1)) == "NOTHING_JUDGED"


def test_first_pass_counts_what_this_gate_or_a_later_one_never_sent_back() -> None:
    assert is_first_pass(FRESH, 3)
    assert is_first_pass(Mark(1, 3), 5)
    assert not is_first_pass(Mark(1, 3), 3)
    assert not is_first_pass(Mark(1, 5), 3)


def test_rework_goes_to_the_earliest_stage_that_mends_a_defect() -> None:
    assert rework_step(ROUTE, 5, [PRESS, TRIM]) == 2
    assert rework_step(ROUTE, 3, [PRESS, None]) == 1
    assert rework_step(ROUTE, 5, []) is None


def test_a_stage_that_comes_twice_is_meant_where_it_came_last() -> None:
    twice: Route = route([Step(1, SEW), Step(2, TRIM), Step(3, SEW), Step(4, QC, is_gate=True)])
    assert rework_step(twice, 4, [SEW]) == 3


def test_what_waits_is_told_gate_by_gate() -> None:
    found = waiting_at(ROUTE, None, [at(2, 4), at(3, 2), at(5, 1), at(places.READY, 9)])
    assert [(waiting.gate, waiting.quantity) for waiting in found] == [(3, 2), (5, 1)]


def test_defects_fit_the_split() -> None:
    split = Split(passed=1, rework=(SendBack(1, 1), SendBack(1, 2)), scrap=1)
    scrapped = Fault("G01", 1, "scrap")
    assert judge_faults(split, [scrapped, Fault("G01", 2, "rework")]) is None
    assert judge_faults(Split(passed=1), []) is None
    missing = judge_faults(split, [scrapped])
    assert missing is not None and (missing.code, missing.detail["quantity"]) == ("DEFECT_NEEDED", 2)
    many = judge_faults(split, [scrapped, Fault("G01", 2, "rework"), Fault("G01", 1, "rework")])
    assert many is not None and many.code == "TOO_MANY"


def test_a_card_that_pieces_were_split_off_is_judged_for_its_own() -> None:
    held = at(3, 10), at(3, 2, unit=2)
    assert stands(Split(passed=9, scrap=1), *held).shifts == (
        Shift(1, 3, FRESH, places.SCRAP, FRESH, 1),
        Shift(1, 3, FRESH, 4, FRESH, 9),
    )
    assert refusal(Split(passed=10, scrap=1), *held) == "SCAN_THE_BUNDLES"
