"""Facts counted: per product, gate, partner and team; defects by kind; how often pieces came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..rules.yields import Ranked, Yield, pareto, per_hundred, rolled
from ..rules.yields import together as yield_of
from .facts import OUTCOMES, PASSED, Facts, Found, Inspected, Judged

MOST_CYCLES = 3  # three times and more are counted as one


@dataclass(slots=True)
class Tally:
    """Counts of one group. ``sampled`` are pieces that passed with their lot, not looked at one by one."""

    key: str
    name: str = ""
    ends: Counter[str] = field(default_factory=Counter)
    first: int = 0
    first_passed: int = 0
    sampled: int = 0
    looked_at: int = 0
    defects: int = 0
    rolled: float | None = None

    @property
    def judged(self) -> int:
        """Pieces judged, those that came back each time anew."""
        return sum(self.ends.values())

    @property
    def first_pass(self) -> Yield:
        """First-pass yield: only pieces that no gate from here on had sent back."""
        return Yield(self.first, self.first_passed)

    @property
    def defects_per_hundred(self) -> float | None:
        """Defects per hundred pieces looked at."""
        return per_hundred(self.defects, self.looked_at)

    def join(self, other: Tally) -> None:
        """Counts another group's pieces too."""
        self.ends.update(other.ends)
        self.first += other.first
        self.first_passed += other.first_passed
        self.sampled += other.sampled
        self.looked_at += other.looked_at
        self.defects += other.defects

    def add(self, one: Judged) -> None:
        """Counts pieces that a verdict moved."""
        self.ends[one.outcome] += one.quantity
        if one.first:
            self.first += one.quantity
            self.first_passed += one.quantity if one.outcome == PASSED else 0
        if one.inspection.is_lot_end and one.outcome == PASSED:
            self.sampled += one.quantity


Key = Callable[[Inspected, str], tuple[str, str] | None]


def by_product(one: Inspected, _team: str) -> tuple[str, str]:
    """Its product: code and name."""
    return one.product, one.product_name


def by_partner(one: Inspected, _team: str) -> tuple[str, str]:
    """Its partner: code and name."""
    return one.partner, one.partner_name


def by_stage(one: Inspected, _team: str) -> tuple[str, str]:
    """The gate's stage: code and name."""
    return one.stage, one.stage_name


def by_stage_in_english(one: Inspected, _team: str) -> tuple[str, str]:
    """The same in English."""
    return one.stage, one.stage_name_en or one.stage_name


def by_team(_one: Inspected, team: str) -> tuple[str, str] | None:
    """The team's code; nothing where no team's work is known."""
    return (team, team) if team else None


def everything(_one: Inspected, _team: str) -> tuple[str, str]:
    """One group of all."""
    return "", ""


def count(facts: Facts, key: Key) -> list[Tally]:
    """A tally for each group, the one with most pieces first."""
    return grouped(cells(facts), key)


@dataclass(slots=True)
class Cell:
    """The counts of all that are alike in every way that groups are made by; ``like`` is one of them."""

    like: Inspected
    team: str
    tally: Tally


def cells(facts: Facts) -> list[Cell]:
    """Facts counted once, for several ways to group them."""
    found: dict[tuple[str, ...], Cell] = {}
    teams = {one.id: one.team for one in facts.inspections} | {one.inspection.id: one.team for one in facts.judged}
    own: dict[int, Tally] = {}

    def of(one: Inspected, team: str) -> Tally:
        alike = (one.product, one.partner, one.stage, team)
        if alike not in found:
            found[alike] = Cell(one, team, Tally(""))
        return found[alike].tally

    for judged in facts.judged:
        of(judged.inspection, judged.team).add(judged)
    for one in facts.inspections:
        own[one.id] = tally = of(one, teams[one.id])
        tally.looked_at += one.looked_at
    for defect in facts.defects:
        own[defect.inspection.id].defects += defect.quantity
    return list(found.values())


def grouped(counted: Iterable[Cell], key: Key) -> list[Tally]:
    """A tally for each group, the one with most pieces first."""
    found: dict[str, Tally] = {}
    for cell in counted:
        if (named := key(cell.like, cell.team)) is not None:
            found.setdefault(named[0], Tally(*named)).join(cell.tally)
    return sorted(found.values(), key=lambda tally: (-tally.judged, tally.key))


def whole(facts: Facts) -> Tally:
    """All of it as one tally."""
    return together(cells(facts))


def together(counted: Iterable[Cell]) -> Tally:
    """The same of what was counted already."""
    return next(iter(grouped(counted, everything)), Tally(""))


def rolled_by_product(facts: Facts, gates_of: Mapping[int, Iterable[int]]) -> dict[str, float | None]:
    """Rolled throughput yield per product: of the route that judged most of its pieces, over all its gates.

    ``gates_of`` are the gates' steps of each route version that occurs.
    """
    yields: dict[tuple[str, int], dict[int, list[Yield]]] = {}
    for one in facts.judged:
        if one.first:
            route = yields.setdefault((one.inspection.product, one.inspection.route_version_id), {})
            passed = one.quantity if one.outcome == PASSED else 0
            route.setdefault(one.inspection.step, []).append(Yield(one.quantity, passed))
    busiest: dict[str, tuple[int, float | None]] = {}
    for (product, version), steps in yields.items():
        pieces = sum(each.first for gate in steps.values() for each in gate)
        share = rolled([yield_of(steps.get(step, ())) for step in gates_of.get(version, steps)])
        busiest[product] = max(busiest.get(product, (0, None)), (pieces, share), key=lambda one: one[0])
    return {product: share for product, (_, share) in busiest.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of defect and its bar: ``ends`` are its pieces by what was done with them."""

    bar: Ranked
    name: str
    name_en: str
    severity: str
    ends: Mapping[str, int]

    def in_locale(self, locale: str) -> str:
        """Its name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name


def kinds(defects: Iterable[Found]) -> list[Kind]:
    """The Pareto of defects, by pieces."""
    by_code: dict[str, list[Found]] = {}
    for one in defects:
        by_code.setdefault(one.code, []).append(one)
    ranked = pareto({code: sum(one.quantity for one in found) for code, found in by_code.items()})
    return [_kind(bar, by_code[bar.key]) for bar in ranked]


def _kind(bar: Ranked, found: list[Found]) -> Kind:
    ends: Counter[str] = Counter()
    for one in found:
        ends[one.outcome] += one.quantity
    last = found[-1]
    return Kind(bar, last.name, last.name_en, last.severity, {end: ends[end] for end in OUTCOMES if ends[end]})


def cycles(facts: Facts) -> list[tuple[int, int]]:
    """Pieces that passed in the end, by how often they were sent back before: 0, 1, 2, and 3 or more."""
    found: Counter[int] = Counter()
    for one in facts.judged:
        if one.outcome == PASSED:
            found[min(one.cycle, MOST_CYCLES)] += one.quantity
    return [(times, found[times]) for times in range(MOST_CYCLES + 1)]
