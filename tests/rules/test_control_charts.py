"""Control charts against the examples that textbooks print, and the run rules one by one."""

from __future__ import annotations

import pytest

from floor.rules.control_charts import (
    A2,
    D2,
    D3,
    D4,
    Rule,
    individuals_chart,
    moving_range_chart,
    p_chart,
    range_chart,
    rules_at,
    xbar_chart,
)

# Montgomery, Statistical Quality Control: nonconforming cans of frozen orange juice, thirty samples of fifty.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# NIST/SEMATECH e-Handbook 6.3.2.2: flow rates of ten batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def fired(away: list[float]) -> list[tuple[Rule, ...]]:
    """The rules at values that are given in sigmas from a centre of nought."""
    return rules_at(away, 0.0, [1.0] * len(away))


def test_a_p_chart_has_the_textbooks_limits() -> None:
    chart = p_chart(CANS, [50] * 30)
    assert chart.centre == pytest.approx(0.2313, abs=1e-4)
    assert chart.points[0].high == pytest.approx(0.4102, abs=1e-4)
    assert chart.points[0].low == pytest.approx(0.0524, abs=1e-4)
    assert [at + 1 for at, point in enumerate(chart.points) if Rule.BEYOND in point.fires] == [15, 23]


def test_a_smaller_day_has_wider_limits() -> None:
    small, large = p_chart([1, 10], [10, 100]).points
    assert small.high > large.high
    assert small.low == 0.0


def test_individuals_have_the_handbooks_limits() -> None:
    chart = individuals_chart(FLOW)
    assert chart.centre == pytest.approx(50.81)
    assert chart.points[0].high == pytest.approx(55.8041, abs=0.01)
    assert chart.points[0].low == pytest.approx(45.8159, abs=0.01)
    assert chart.fires == ()


def test_moving_ranges_have_the_handbooks_mean() -> None:
    chart = moving_range_chart(FLOW)
    assert chart.centre == pytest.approx(1.8778, abs=1e-4)
    assert len(chart.points) == 9
    assert chart.points[0].high == pytest.approx(3.267 * 1.8778, abs=1e-3)


def test_means_and_ranges_stand_in_the_limits_of_the_table() -> None:
    groups = [[74.0, 74.2, 73.9, 74.1, 74.0], [74.1, 74.0, 74.2, 74.0, 73.8], [73.9, 74.0, 74.1, 74.3, 74.2]]
    means, ranges = xbar_chart(groups), range_chart(groups)
    assert ranges.centre == pytest.approx((0.3 + 0.4 + 0.4) / 3)
    assert means.points[0].high - means.centre == pytest.approx(0.577 * ranges.centre)
    assert ranges.points[0].high == pytest.approx(2.114 * ranges.centre)
    assert ranges.points[0].low == 0.0


@pytest.mark.parametrize("n", range(2, 11))
def test_the_constants_agree_with_each_other(n: int) -> None:
    """A2 is 3/(d2·√n); D3 and D4 stand as far below and above 1, where D3 isn't cut off at nought."""
    assert A2[n] == pytest.approx(3 / (D2[n] * n**0.5), abs=0.001)
    assert D3[n] == pytest.approx(max(0.0, 2 - D4[n]), abs=0.001)


def test_one_point_beyond_three_sigma_fires() -> None:
    assert fired([0.5, 3.1, -3.1, 2.9])[1:3] == [(Rule.BEYOND,), (Rule.BEYOND,)]


def test_nine_on_one_side_fire_and_eight_do_not() -> None:
    away = [0.5, 0.1, 0.4, 0.2, 0.6, 0.3, 0.5, 0.1, 0.4]
    assert fired(away[:8])[-1] == ()
    assert fired(away)[-1] == (Rule.SIDE,)
    assert fired([*away[:4], 0.0, *away[5:]])[-1] == ()


def test_six_rising_or_falling_fire_and_five_do_not() -> None:
    away = [-0.5, -0.2, 0.0, 0.3, 0.5, 0.9]
    assert fired(away[:5])[-1] == ()
    assert fired(away)[-1] == (Rule.TREND,)
    assert fired([-one for one in away])[-1] == (Rule.TREND,)
    assert fired([-0.5, -0.2, -0.2, 0.3, 0.5, 0.9])[-1] == ()


def test_two_of_three_beyond_two_sigma_fire_on_one_side_only() -> None:
    assert fired([2.1, 0.5, 2.2])[-1] == (Rule.NEAR,)
    assert fired([2.1, 2.2])[-1] == (Rule.NEAR,)
    assert fired([-2.1, 0.5, 2.2])[-1] == ()
    assert fired([2.1, 2.2, 0.1])[-1] == ()


def test_values_that_never_vary_are_in_control() -> None:
    chart = individuals_chart([5.0] * 12)
    assert chart.fires == ()


def test_charts_of_nothing_and_of_one_stand() -> None:
    assert p_chart([], []).points == xbar_chart([]).points == range_chart([]).points == ()
    assert [point.value for point in individuals_chart([3.0]).points] == [3.0]
    assert moving_range_chart([3.0]).points == ()


def test_few_points_are_not_sure() -> None:
    assert not p_chart([1] * 7, [10] * 7).is_sure
    assert p_chart([1] * 8, [10] * 8).is_sure
