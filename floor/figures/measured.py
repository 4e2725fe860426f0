"""Measured checks: what was measured, per check item, product and size; their charts and their tolerance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import fmean, median
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, text

from ..models import Product
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
from .facts import IN_TIME, OF, SEEN_AT, STANDS, Inspected, given, narrowed, read_facts
from .terms import Terms

MOST_POINTS = 100  # the newest so many: more can't be told apart in a drawing
USUAL_GROUP = 5  # as large as a subgroup gets: the first measurements of a batch


class Value(NamedTuple):
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
        return sum([not one.good for one in self.values])

    @property
    def mean(self) -> float:
        """Their mean."""
        return fmean([one.value for one in self.values])


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


_ABOUT_INSPECTIONS = "SELECT i.id, " + SEEN_AT + ", b.number, p.code, l.size"
# Only what differs from one measurement to the next: the rest is read once for each inspection.
_VALUES = (
    "SELECT i.id, f.check_item_id, f.value, f.good FROM inspection i"  # noqa: S608 - ours
    " JOIN finding f ON f.inspection_id = i.id AND f.value IS NOT NULL"
    " WHERE " + IN_TIME
)
_MEASURED = text("SELECT id FROM check_item WHERE kind IN ('measured', 'weighed')")
_ABOUT = text(
    "SELECT c.id, c.text, c.text_en, c.measure, t.code, v.number, c.nominal, c.minus, c.plus FROM check_item c"
    " JOIN standard_version v ON v.id = c.standard_version_id JOIN standard t ON t.id = v.standard_id"
    " WHERE c.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_NOMINALS = text("SELECT check_item_id, size, nominal FROM check_nominal WHERE check_item_id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
Key = tuple[int, str, str]  # check, product, size
Where = tuple[int, str, tuple[str, str]]  # of an inspection: when, its batch, its product and size


def measures(conn: Connection, terms: Terms) -> list[Measure]:
    """Everything that was measured, the most measured first."""
    return _measured(conn, terms, _inspections(conn, terms))


def measured_at(conn: Connection, terms: Terms, inspections: Iterable[Inspected]) -> list[Measure]:
    """The same of inspections that were read already: those of these terms, which name no check and no size."""
    return _measured(conn, terms, {one.id: (one.at, one.batch, (one.product, one.size)) for one in inspections})


def _measured(conn: Connection, terms: Terms, there: Mapping[int, Where]) -> list[Measure]:
    wanted, found = _checks(conn, terms), dict[tuple[str, str], dict[int, list[Value]]]()
    # This runs once for every measurement of a month: nothing in it is done twice.
    for id_, check, value, good in _in_time(conn, terms):
        if check in wanted and (where := there.get(id_)) is not None:
            at, batch, goods = where
            if (checks := found.get(goods)) is None:
                checks = found[goods] = {}
            if (values := checks.get(check)) is None:
                values = checks[check] = []
            values.append(Value(id_, at, batch, value, bool(good)))
    # Sorted here, where nearly all is in order: what a correction measured stands where the wrong one did.
    of_key = {
        (check, *goods): sorted(values, key=attrgetter("at"))
        for goods, checks in found.items()
        for check, values in checks.items()
    }
    return sorted(_described(conn, of_key), key=lambda one: -len(one.values))


def _checks(conn: Connection, terms: Terms) -> set[int]:
    """The checks that are measured or weighed; the one that is asked for."""
    found = set(conn.execute(_MEASURED).scalars())
    return found & {int(terms.check)} if terms.check.isdecimal() else found


def _inspections(conn: Connection, terms: Terms) -> dict[int, Where]:
    """The inspections that these terms name."""
    size, given_size = (" AND l.size = :size", {"size": terms.size}) if terms.size else ("", {})
    about = text(_ABOUT_INSPECTIONS + OF + " WHERE " + STANDS + narrowed(terms) + size)
    there = {row[0]: (row[1], row[2], (row[3], row[4])) for row in conn.execute(about, given(terms) | given_size).all()}
    if not terms.team:
        return there
    allowed = {one.id for one in read_facts(conn, terms).inspections}
    return {id_: about for id_, about in there.items() if id_ in allowed}


def _in_time(conn: Connection, terms: Terms) -> Sequence[Any]:
    """Everything measured in these days, whoever's it is, in the order in which it was said."""
    one = {"check": int(terms.check)} if terms.check.isdecimal() else {}
    check = " AND f.check_item_id = :check" if one else ""
    said = {"since": terms.since, "until": terms.until, **one}
    return conn.execute(text(_VALUES + check + " ORDER BY i.at, f.id"), said).all()


def _described(conn: Connection, found: Mapping[Key, Sequence[Value]]) -> Iterator[Measure]:
    ids = {"ids": sorted({check for check, _, _ in found})}
    checks = {row[0]: tuple(row[1:]) for row in conn.execute(_ABOUT, ids)} if found else {}
    nominals = {(row[0], row[1]): row[2] for row in conn.execute(_NOMINALS, ids)} if found else {}
    names = {row[0]: row[1] for row in conn.execute(select(Product.code, Product.name))} if found else {}
    for (check, product, size), values in found.items():
        words, words_en, unit, code, version, nominal, minus, plus = checks[check]
        middle = nominals.get((check, size), nominal)
        limit = measured_limit(middle, minus, plus) if middle is not None else Limit()
        about = (words, words_en, unit, f"{code} v{version}", product, names[product], size)
        yield Measure(check, *about, middle, limit, tuple(values))


def control(measure: Measure, way: str = "") -> Control:
    """The charts of a measure: means and ranges where batches have several measurements and are enough, else singles.

    ``way`` is ``groups`` or ``singles`` where a reader wants one of them.
    """
    groups, left_out = subgroups(measure.values)
    if groups and way != "singles" and (len(groups) >= FEWEST or way == "groups"):
        groups = groups[-MOST_POINTS:]
        values = [[one.value for one in group] for group in groups]
        labels = tuple(group[0] for group in groups)
        return Control(len(values[0]), xbar_chart(values), range_chart(values), labels, left_out)
    newest = measure.values[-MOST_POINTS:]
    singles = [one.value for one in newest]
    return Control(1, individuals_chart(singles), moving_range_chart(singles), newest)


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
