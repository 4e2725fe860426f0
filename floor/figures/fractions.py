"""The share that failed the first time, point by point: per day, per batch, or per sampled lot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import clock
from ..rules.control_charts import Chart, p_chart
from .facts import PASSED, Facts, Judged
from .terms import Terms

WAYS = ("day", "batch", "lot")


@dataclass(slots=True)
class Group:
    """A day, a batch or a lot: ``key`` is its ISO date or number; pieces judged for the first time, and failed."""

    key: str
    at: int
    judged: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Fractions:
    """The groups in order of time, and their chart."""

    groups: list[Group]
    chart: Chart


def fractions(facts: Facts, way: str, terms: Terms) -> Fractions:
    """The p-chart of these facts. A lot is judged by its drawn pieces, days and batches by what moved."""
    found: dict[str, Group] = {}
    for key, at, judged, failed in _drawn(facts) if way == "lot" else _moved(facts.judged, way, terms.zone):
        group = found.setdefault(key, Group(key, at))
        group.judged += judged
        group.failed += failed
    groups = sorted((group for group in found.values() if group.judged), key=lambda group: (group.at, group.key))
    return Fractions(groups, p_chart([group.failed for group in groups], [group.judged for group in groups]))


def _moved(judged: Iterable[Judged], way: str, zone: str) -> Iterable[tuple[str, int, int, int]]:
    for one in judged:
        if one.first and not one.inspection.is_lot_end:
            at = one.inspection.at
            key = clock.local_day(at, zone).isoformat() if way == "day" else one.inspection.batch
            yield key, at, one.quantity, 0 if one.outcome == PASSED else one.quantity


def _drawn(facts: Facts) -> Iterable[tuple[str, int, int, int]]:
    for one in facts.inspections:
        if one.lot is not None and one.draw is not None:
            yield one.lot, one.at, 1, one.failed
