"""Measured checks: what was measured, per check item, product and size; their charts and their tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from sqlalchemy import Connection, text

from ..rules.control_charts import (
    FEWEST,
    Chart,
    Rule,
    individuals_chart,
    moving_range_chart,
    range_chart,
    xbar_chart,
)
from ..rules.standard import Limit, measured_limit
from .facts import OF, STANDS, given, narrowed, read_facts
from .terms import Terms

USUAL_GROUP = 5  # as large as a subgroup gets: the first measurements of a batch


@dataclass(frozen=True, slots=True)
class Value:
    """One measurement."""

    inspection_id: int
    at: int
    batch: str
    value: float
    good: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """All measurements of one check on one product and size, in order of time. ``limit`` is its tolerance."""

    check: int
    text: str
    text_en: str
    measure: str
    standard: str
    product: str
    product_name: str
    size: str
    nominal: float | None
    limit: Limit
    values: tuple[Value, ...]

    def in_locale(self, locale: str) -> str:
        """The check's words in a language."""
        return self.text_en if locale == "en" and self.text_en else self.text

    @property
    def outside(self) -> int:
        """Measurements outside the tolerance."""
        return sum(1 for one in self.values if not one.good)

    @property
    def mean(self) -> float:
        """Their mean."""
        return fmean(one.value for one in self.values)


@dataclass(frozen=True, slots=True)
class Control:
    """Two charts of the same measurements: where they are, and how far they scatter.

    ``size`` is how many each point is the mean of; 1: single values and their moving range. ``labels`` name the points
    of the first chart: the batches, or the values' own. ``left_out`` counts batches with too few.
    """

    size: int
    place: Chart
    scatter: Chart
    labels: tuple[Value, ...]
    left_out: int = 0

    @property
    def fires(self) -> tuple[Rule, ...]:
        """Every rule that fires on either, where there are enough points to say so."""
        return tuple(rule for rule in Rule if self.place.is_sure and rule in (*self.place.fires, *self.scatter.fires))


_VALUES = (
    "SELECT i.id, i.at, b.number, f.value, f.good, c.id, c.text, c.text_en, c.measure, t.code, v.number, p.code,"
    " p.name, l.size, COALESCE(n.nominal, c.nominal), c.minus, c.plus"
)
_CHECKS = (
    " JOIN finding f ON f.inspection_id = i.id AND f.value IS NOT NULL"
    " JOIN check_item c ON c.id = f.check_item_id AND c.kind IN ('measured', 'weighed')"
    " JOIN standard t ON t.id = v.standard_id"
    " LEFT JOIN check_nominal n ON n.check_item_id = c.id AND n.size = l.size WHERE "
)


def measures(conn: Connection, terms: Terms) -> list[Measure]:
    """Everything that was measured, the most measured first."""
    one_check = " AND c.id = :check" if terms.check.isdecimal() else ""
    one_size = " AND l.size = :size" if terms.size else ""
    query = _VALUES + OF + _CHECKS + STANDS + narrowed(terms) + one_check + one_size + " ORDER BY i.at, f.id"
    said = (
        given(terms) | ({"check": int(terms.check)} if one_check else {}) | ({"size": terms.size} if one_size else {})
    )
    allowed = {one.id for one in read_facts(conn, terms).inspections} if terms.team else None
    found: dict[tuple[int, str, str], tuple[tuple[object, ...], list[Value]]] = {}
    for row in conn.execute(text(query), said):
        if allowed is None or row[0] in allowed:
            about = found.setdefault((row[5], row[11], row[13]), (tuple(row[5:]), []))
            about[1].append(Value(row[0], row[1], row[2], row[3], bool(row[4])))
    return sorted((_measure(about, values) for about, values in found.values()), key=lambda one: -len(one.values))


def _measure(about: Sequence[object], values: Sequence[Value]) -> Measure:
    check, words, words_en, unit, code, version, product, name, size, nominal, minus, plus = about
    middle = _number(nominal)
    limit = measured_limit(middle, _number(minus), _number(plus)) if middle is not None else Limit()
    key = check if isinstance(check, int) else 0
    standard = f"{code} v{version}"
    names = (str(words), str(words_en), str(unit), standard, str(product), str(name), str(size))
    return Measure(key, *names, middle, limit, tuple(values))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def control(measure: Measure, way: str = "") -> Control:
    """The charts of a measure: means and ranges where batches have several measurements and are enough, else singles.

    ``way`` is ``groups`` or ``singles`` where a reader wants one of them.
    """
    groups, left_out = subgroups(measure.values)
    if groups and way != "singles" and (len(groups) >= FEWEST or way == "groups"):
        values = [[one.value for one in group] for group in groups]
        labels = tuple(group[0] for group in groups)
        return Control(len(values[0]), xbar_chart(values), range_chart(values), labels, left_out)
    singles = [one.value for one in measure.values]
    return Control(1, individuals_chart(singles), moving_range_chart(singles), measure.values)


def subgroups(values: Sequence[Value]) -> tuple[list[list[Value]], int]:
    """The first measurements of each batch, equally many of each; and how many batches have too few for that."""
    batches: dict[str, list[Value]] = {}
    for one in values:
        batches.setdefault(one.batch, []).append(one)
    if not batches:
        return [], 0
    size = min(USUAL_GROUP, int(median(len(group) for group in batches.values())))
    if size < 2:
        return [], 0
    groups = [group[:size] for group in batches.values() if len(group) >= size]
    return groups, len(batches) - len(groups)
