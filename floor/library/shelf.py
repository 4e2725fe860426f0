"""What stands on the shelf: the files beside this one, as plain values. Edit them in any spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..models import CheckKind, Method, Owed, Severity
from ..rules.owed import is_owed_by_all

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A kind of work; ``is_production`` asks whose work it was."""

    code: str
    name: str
    name_en: str
    is_production: bool


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step by its stage's code. ``rework_to`` is the number of the step a gate normally sends back to."""

    stage: str
    is_gate: bool
    may_skip: bool
    rework_to: int | None


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """A route, its steps in order."""

    code: str
    name: str
    steps: tuple[StepPlan, ...]
    family: str


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """One thing to check; see ``models.CheckItem``. ``nominal`` holds for every size that ``nominals`` doesn't name.

    ``photo_right`` and ``photo_wrong`` are names of photos that were kept; ``owed_first`` is how many owe it, where
    the first ones do; ``average`` that the average must not be below the nominal.
    """

    text: str
    kind: CheckKind
    severity: Severity
    group: str = ""
    text_en: str = ""
    measure: str = ""
    nominal: float | None = None
    minus: float | None = None
    plus: float | None = None
    nominals: Mapping[str, float] = field(default_factory=dict)
    photo_right: str | None = None
    photo_wrong: str | None = None
    wants_photo: bool = False
    owed: Owed = Owed.NONE
    owed_first: int | None = None
    group_en: str = ""
    average: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether it is answered once for all pieces that pass: it must be seen on every one."""
        return is_owed_by_all(self.severity, self.owed, self.kind in (CheckKind.YES_NO, CheckKind.GRADED))

    def in_locale(self, locale: str) -> str:
        """What is checked, in a language."""
        return self.text_en if locale == "en" and self.text_en else self.text

    def group_in(self, locale: str) -> str:
        """Its group in a language."""
        return self.group_en if locale == "en" and self.group_en else self.group


@dataclass(frozen=True, slots=True)
class Sampling:
    """How lots are judged for one class of defects; ``level`` and ``aql`` are ISO 2859-1's, empty without it."""

    method: Method
    level: str = ""
    aql: float | None = None


@dataclass(frozen=True, slots=True)
class NamedDefect:
    """A defect of the catalogue by its code, as a standard names it; ``rework_stage`` is a stage's code."""

    code: str
    name: str
    name_en: str
    severity: Severity
    rework_stage: str | None
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All that one version of a standard says. Without ``defects`` its family's whole catalogue may be named.

    A class that ``plans`` doesn't name is judged on every piece; ``drawing`` is what defects are placed on.
    """

    checks: tuple[CheckPlan, ...] = ()
    defects: tuple[NamedDefect, ...] = ()
    plans: Mapping[Severity, Sampling] = field(default_factory=dict)
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class StandardPlan:
    """A standard and what its first version says."""

    code: str
    name: str
    family: str
    content: Content
    name_en: str = ""

    @property
    def checks(self) -> tuple[CheckPlan, ...]:
        """What it checks, in order."""
        return self.content.checks


@dataclass(frozen=True, slots=True)
class DefectPlan:
    """A kind of defect; ``rework_stage`` is the code of the stage that normally mends it, if any does."""

    code: str
    family: str
    name: str
    name_en: str
    severity: Severity
    rework_stage: str | None


@dataclass(frozen=True, slots=True)
class WorkshopPlan:
    """A part of the site and the families of products that are made in it."""

    code: str
    name: str
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """A family's first product: its route and standard by their codes, its sizes from small to large."""

    code: str
    family: str
    name: str
    counted_in: str
    route: str
    standard: str
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StationPlan:
    """A place where stages that lie together are finished, by their codes."""

    code: str
    family: str
    name: str
    stages: tuple[str, ...]


def stages() -> list[StagePlan]:
    """Every kind of work, in the order of the routes."""
    return [
        StagePlan(row["code"], row["name"], row["name_en"], row["production"] == "yes") for row in _rows("stages.csv")
    ]


def routes() -> list[RoutePlan]:
    """Every route. A gate sends back to the last step of its rework stage that lies before it."""
    return [RoutePlan(row["code"], row["name"], tuple(_steps(row)), row["family"]) for row in _rows("routes.csv")]


def standards() -> list[StandardPlan]:
    """Every standard: its checks, the defects of its family that it knows, its plans and its drawing."""
    checks: dict[str, list[CheckPlan]] = {}
    for row in _rows("checks.csv"):
        checks.setdefault(row["standard"], []).append(_check(row))
    catalogue = {defect.code: defect for defect in defects()}
    return [
        StandardPlan(
            row["code"],
            row["name"],
            row["family"],
            Content(
                tuple(checks[row["code"]]),
                tuple(_named_defects(row["defects"], catalogue)),
                {Severity(severity): _sampling(plan) for severity, plan in _pairs(row["plans"]).items()},
                row["drawing"],
            ),
            row["name_en"],
        )
        for row in _rows("standards.csv")
    ]


def defects() -> list[DefectPlan]:
    """The catalogue of defects, family by family."""
    return [
        DefectPlan(
            row["code"],
            row["family"],
            row["name"],
            row["name_en"],
            Severity(row["severity"]),
            row["rework"] or None,
        )
        for row in _rows("defects.csv")
    ]


def workshops() -> list[WorkshopPlan]:
    """The parts that a site of this kind usually has."""
    return [WorkshopPlan(row["code"], row["name"], tuple(row["families"].split())) for row in _rows("workshops.csv")]


def products() -> list[ProductPlan]:
    """One product of each family, to begin with."""
    return [
        ProductPlan(
            row["code"],
            row["family"],
            row["name"],
            row["counted_in"],
            row["route"],
            row["standard"],
            tuple(row["sizes"].split()),
        )
        for row in _rows("products.csv")
    ]


def stations() -> list[StationPlan]:
    """Where each family's stages are usually finished."""
    return [
        StationPlan(row["code"], row["family"], row["name"], tuple(row["stages"].split()))
        for row in _rows("stations.csv")
    ]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _steps(row: Mapping[str, str]) -> Iterator[StepPlan]:
    stages = row["steps"].split()
    gates, may_skip = _pairs(row["gates"]), set(row["may_skip"].split())
    for at, stage in enumerate(stages):
        back = _last(stages[:at], gates[stage]) if stage in gates else None
        yield StepPlan(stage, stage in gates, stage in may_skip, back)


def _last(before: Sequence[str], stage: str) -> int:
    """The number, counted from 1, of the last step of that stage; ``ValueError`` where there is none."""
    return len(before) - list(reversed(before)).index(stage)


def _check(row: Mapping[str, str]) -> CheckPlan:
    return CheckPlan(
        row["text"],
        CheckKind(row["kind"]),
        Severity(row["severity"]),
        row["group"],
        row["text_en"],
        row["measure"],
        _number(row["nominal"]),
        _number(row["minus"]),
        _number(row["plus"]),
        {size: float(nominal) for size, nominal in _pairs(row["sizes"]).items()},
        owed=Owed(row["owed"].partition(" ")[0]),
        owed_first=int(row["owed"].partition(" ")[2] or 0) or None,
        group_en=row["group_en"],
        average=row["average"] == "yes",
    )


def _named_defects(written: str, catalogue: Mapping[str, DefectPlan]) -> Iterator[NamedDefect]:
    """``K01 K03=critical``: the catalogue's defects, one of them in another class than there."""
    for each in written.split():
        code, _, severity = each.partition("=")
        known = catalogue[code]
        said = Severity(severity) if severity else known.severity
        yield NamedDefect(code, known.name, known.name_en, said, known.rework_stage)


def _sampling(written: str) -> Sampling:
    """``every``, ``inline``, or ``II/2.5``: ISO 2859-1 at that level and AQL."""
    level, _, aql = written.partition("/")
    return Sampling(Method.ISO, level, float(aql)) if aql else Sampling(Method(written))


def _pairs(text: str) -> dict[str, str]:
    """``QC=JHT QCR=RKT``, taken apart."""
    return dict(pair.split("=", 1) for pair in text.split())


def _number(text: str) -> float | None:
    return float(text) if text else None
