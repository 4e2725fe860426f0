"""What is noticed of a verdict, and how well two officers agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floor.rules.integrity import Agreement, MarkOf, Twice, Work, agreement, marks, strength

ME, OTHER, MY_TEAM, TEAM = 1, 2, 11, 12
SEWN = Work(1, 1, 2, True, OTHER, MY_TEAM)
TRIMMED = Work(1, 2, 3, True, OTHER, None)
COUNTS = st.integers(0, 12)


def marked(*works: Work, team: int | None = None, passes: tuple[int, ...] = (), at: int = 100_000) -> list[MarkOf]:
    return marks(ME, team, works, passes, at)


def test_who_scanned_the_stage_before_is_marked() -> None:
    assert marked(SEWN, Work(1, 2, 3, True, ME, None)) == [MarkOf.OWN_STAGE]


def test_who_scanned_an_earlier_stage_is_not() -> None:
    assert marked(Work(1, 1, 2, True, ME, None), TRIMMED) == []


def test_who_scanned_a_part_of_the_pieces_there_is_marked() -> None:
    assert marked(Work(1, 2, 3, True, ME, None), Work(1, 3, 3, True, OTHER, None)) == [MarkOf.OWN_STAGE]


def test_one_unit_of_many_is_enough() -> None:
    assert marked(TRIMMED, Work(2, 3, 3, True, ME, None)) == [MarkOf.OWN_STAGE]


def test_work_of_the_own_team_is_marked_by_whose_work_is_known_last() -> None:
    assert marked(SEWN, TRIMMED, team=MY_TEAM) == [MarkOf.OWN_TEAM]


def test_what_another_team_did_since_is_that_ones() -> None:
    assert marked(SEWN, Work(1, 2, 3, True, OTHER, TEAM), team=MY_TEAM) == []


def test_work_that_is_no_production_is_nobodys() -> None:
    assert marked(SEWN, Work(1, 2, 3, False, OTHER, TEAM), team=MY_TEAM) == [MarkOf.OWN_TEAM]


def test_who_leads_no_team_has_none() -> None:
    assert marked(SEWN) == []


def test_the_tenth_pass_within_thirty_seconds_is_fast() -> None:
    passes = tuple(70_001 + 3_333 * n for n in range(9))
    assert marked(passes=(*passes, 100_000)) == [MarkOf.FAST]
    assert marked(passes=(*passes[1:], 100_000)) == []


def test_a_pass_thirty_seconds_ago_counts_no_more() -> None:
    assert marked(passes=(70_000, *[90_000] * 8, 100_000)) == []


def test_kappa_as_in_the_textbook() -> None:
    """Two readers of 50 grant proposals: 20 both yes, 15 both no, 5 and 10 apart: 0.4."""
    found = Agreement(50, 20, 5, 10, 15, exact=True)
    assert found.observed == 0.7
    assert found.kappa == pytest.approx(0.4)


def test_the_same_agreement_is_worth_less_where_most_pass() -> None:
    """45 15 / 25 15 and 25 35 / 5 35: both 60 of 100, kappa 0.1304 and 0.2593."""
    assert Agreement(100, 45, 15, 25, 15, exact=True).kappa == pytest.approx(0.1304, abs=1e-4)
    assert Agreement(100, 25, 35, 5, 35, exact=True).kappa == pytest.approx(0.2593, abs=1e-4)


def test_without_anything_to_tell_apart_there_is_no_kappa() -> None:
    assert agreement([Twice(1, 0, 1, 0)] * 20).kappa is None
    assert agreement([]).kappa is None


def test_of_single_pieces_the_agreement_is_known() -> None:
    found = agreement([Twice(1, 0, 1, 0), Twice(1, 0, 0, 1), Twice(0, 1, 1, 0), Twice(0, 1, 0, 1)])
    assert (found.both_passed, found.first_only, found.second_only, found.both_failed) == (1, 1, 1, 1)
    assert found.exact and found.kappa == 0


def test_of_a_bundle_only_the_best_possible_agreement_is_known() -> None:
    found = agreement([Twice(18, 2, 17, 3)])
    assert (found.both_passed, found.first_only, found.second_only, found.both_failed) == (17, 1, 0, 2)
    assert not found.exact


def test_a_bundle_of_which_one_passed_everything_leaves_no_doubt() -> None:
    assert agreement([Twice(20, 0, 17, 3)]).exact


def test_ten_pairs_are_enough() -> None:
    assert [agreement([Twice(1, 0, 0, 1)] * n).is_enough for n in (9, 10)] == [False, True]


def test_a_kappa_has_a_word() -> None:
    found = [strength(kappa) for kappa in (-0.1, 0.0, 0.2, 0.3, 0.5, 0.8, 0.81, 1.0)]
    assert found == ["poor", "slight", "slight", "fair", "moderate", "substantial", "full", "full"]


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), max_size=20))
def test_every_piece_is_in_one_cell_and_kappa_is_never_above_what_was_observed(
    drawn: list[tuple[int, int, int]],
) -> None:
    twice = [Twice(a, b, min(c, a + b), a + b - min(c, a + b)) for a, b, c in drawn]
    found = agreement(twice)
    assert found.pieces == sum(one.first_passed + one.first_failed for one in twice)
    assert found.both_passed + found.first_only == sum(one.first_passed for one in twice)
    assert found.both_passed + found.second_only == sum(one.second_passed for one in twice)
    assert found.kappa is None or -1 <= found.kappa <= found.observed + 1e-12
