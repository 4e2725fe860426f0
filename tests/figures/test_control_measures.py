"""Which measurements a control chart is made of."""

from __future__ import annotations

from floor.figures.measured import MOST_POINTS, Measure, Value, control, subgroups
from floor.rules.standard import Limit


def measure(*batches: int) -> Measure:
    """So many measurements of each batch."""
    values = [
        Value(at, at, f"B-{batch}", 108.0 + (at % 3) / 10, True)
        for batch, many in enumerate(batches)
        for at in range(many)
    ]
    return Measure(1, "Lingkar dada", "", "cm", "S-KOK v1", "KOK", "Koko", "M", 108.0, Limit(107, 109), tuple(values))


def test_enough_batches_with_several_measurements_are_means_and_ranges() -> None:
    charts = control(measure(*[3] * 9))
    assert (charts.size, len(charts.place.points), len(charts.scatter.points)) == (3, 9, 9)


def test_few_batches_or_single_measurements_stand_one_by_one() -> None:
    assert control(measure(3, 3)).size == 1
    assert control(measure(*[1] * 20)).size == 1


def test_a_reader_may_choose_the_other_way() -> None:
    assert control(measure(3, 3), "groups").size == 3
    assert control(measure(*[3] * 9), "singles").size == 1


def test_a_batch_with_too_few_is_left_out_and_counted() -> None:
    groups, left_out = subgroups(measure(4, 4, 4, 1).values)
    assert ([len(group) for group in groups], left_out) == ([4, 4, 4], 1)


def test_only_the_newest_points_are_drawn() -> None:
    charts = control(measure(*[1] * 150))
    assert len(charts.place.points) == len(charts.labels) == MOST_POINTS
    assert charts.labels[-1].batch == "B-149"
