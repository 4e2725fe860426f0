"""Control charts: centre, control limits, and the run rules. Values in, charts out.

Control limits say what the process does by itself; they are no tolerance. Constants are those of ASTM E2587 (the usual
table of A2, D3, D4 and d2), for subgroups of 2 to 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

A2 = {2: 1.880, 3: 1.023, 4: 0.729, 5: 0.577, 6: 0.483, 7: 0.419, 8: 0.373, 9: 0.337, 10: 0.308}
D3 = {2: 0.0, 3: 0.0, 4: 0.0, 5: 0.0, 6: 0.0, 7: 0.076, 8: 0.136, 9: 0.184, 10: 0.223}
D4 = {2: 3.267, 3: 2.574, 4: 2.282, 5: 2.114, 6: 2.004, 7: 1.924, 8: 1.864, 9: 1.816, 10: 1.777}
D2 = {2: 1.128, 3: 1.693, 4: 2.059, 5: 2.326, 6: 2.534, 7: 2.704, 8: 2.847, 9: 2.970, 10: 3.078}
LARGEST = max(A2)

# With fewer points the limits themselves are guesses.
FEWEST = 8
_SIDE, _TREND = 9, 6


class Rule(StrEnum):
    """What says that something other than chance is at work (Western Electric and Nelson)."""

    BEYOND = "beyond"  # one point beyond three sigma
    SIDE = "side"  # nine in a row on one side of the centre
    TREND = "trend"  # six in a row, each higher than the last, or each lower
    NEAR = "near"  # two of three in a row beyond two sigma, on the same side


@dataclass(frozen=True, slots=True)
class Point:
    """A point with its own limits (they differ where sizes differ), and the rules that fire at it."""

    value: float
    low: float
    high: float
    fires: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its centre line and its points, in order of time."""

    centre: float
    points: tuple[Point, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether there are enough points for limits that mean something."""
        return len(self.points) >= FEWEST

    @property
    def fires(self) -> tuple[Rule, ...]:
        """Every rule that fires anywhere, each once."""
        return tuple(rule for rule in Rule if any(rule in point.fires for point in self.points))


def p_chart(failed: Sequence[int], judged: Sequence[int]) -> Chart:
    """Fractions failed of so many judged; limits by each point's own size. Points of size 0 must be left out before."""
    if not judged:
        return Chart(0.0)
    centre = sum(failed) / sum(judged)
    values = [bad / size for bad, size in zip(failed, judged, strict=True)]
    sigmas = [(centre * (1 - centre) / size) ** 0.5 for size in judged]
    limits = [(max(0.0, centre - 3 * sigma), min(1.0, centre + 3 * sigma)) for sigma in sigmas]
    return _chart(centre, values, limits, sigmas)


def xbar_chart(groups: Sequence[Sequence[float]]) -> Chart:
    """Means of subgroups of one size, 2 to 10: centre, and A2 times the mean range to each side."""
    if not groups:
        return Chart(0.0)
    means = [fmean(group) for group in groups]
    centre, reach = fmean(means), A2[len(groups[0])] * fmean([_range(group) for group in groups])
    return _chart(centre, means, [(centre - reach, centre + reach)] * len(means), [reach / 3] * len(means))


def range_chart(groups: Sequence[Sequence[float]]) -> Chart:
    """Ranges of the same subgroups. Only the limits are watched: ranges lean to one side by nature."""
    if not groups:
        return Chart(0.0)
    size, ranges = len(groups[0]), [_range(group) for group in groups]
    centre = fmean(ranges)
    return _limits_only(centre, ranges, D3[size] * centre, D4[size] * centre)


def individuals_chart(values: Sequence[float]) -> Chart:
    """Single values: centre, and three sigma by the mean moving range (2.66 of it) to each side."""
    if len(values) < 2:
        return Chart(values[0] if values else 0.0, tuple(Point(value, value, value) for value in values))
    centre, sigma = fmean(values), fmean(moving_ranges(values)) / D2[2]
    return _chart(centre, values, [(centre - 3 * sigma, centre + 3 * sigma)] * len(values), [sigma] * len(values))


def moving_range_chart(values: Sequence[float]) -> Chart:
    """How far each value lies from the one before it; one point fewer than there are values."""
    moved = moving_ranges(values)
    centre = fmean(moved) if moved else 0.0
    return _limits_only(centre, moved, 0.0, D4[2] * centre)


def moving_ranges(values: Sequence[float]) -> list[float]:
    """From each value to the next."""
    return [abs(after - before) for before, after in pairwise(values)]


def rules_at(values: Sequence[float], centre: float, sigmas: Sequence[float]) -> list[tuple[Rule, ...]]:
    """For each point the rules that it completes."""
    away = [_away(value - centre, sigma) for value, sigma in zip(values, sigmas, strict=True)]
    sides = _runs([_sign(one) for one in away])
    trends = _runs([0, *(_sign(after - before) for before, after in pairwise(values))])
    found = []
    for at, one in enumerate(away):
        near = abs(one) > 2 and any(other * one > 0 and abs(other) > 2 for other in away[max(0, at - 2) : at])
        fires = (abs(one) > 3, sides[at] >= _SIDE, trends[at] >= _TREND - 1, near)
        found.append(tuple(rule for rule, does in zip(Rule, fires, strict=True) if does))
    return found


def _runs(signs: Sequence[int]) -> list[int]:
    """How long the run of one sign is that ends at each place; nought where there is none."""
    runs: list[int] = []
    for at, sign in enumerate(signs):
        goes_on = at > 0 and sign == signs[at - 1]
        runs.append(0 if not sign else runs[-1] + 1 if goes_on else 1)
    return runs


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _away(difference: float, sigma: float) -> float:
    """In sigmas; where nothing ever varied, any difference is far beyond."""
    if abs(difference) < 1e-12:
        return 0.0
    return difference / sigma if sigma > 1e-12 else (99.0 if difference > 0 else -99.0)


def _chart(
    centre: float, values: Sequence[float], limits: Sequence[tuple[float, float]], sigmas: Sequence[float]
) -> Chart:
    fired = rules_at(values, centre, sigmas)
    points = zip(values, limits, fired, strict=True)
    return Chart(centre, tuple(Point(value, low, high, rules) for value, (low, high), rules in points))


def _limits_only(centre: float, values: Sequence[float], low: float, high: float) -> Chart:
    slack = 1e-9
    return Chart(
        centre,
        tuple(
            Point(value, low, high, (Rule.BEYOND,) if not low - slack <= value <= high + slack else ())
            for value in values
        ),
    )


def _range(group: Sequence[float]) -> float:
    return max(group) - min(group)
