"""A family of products taken from the library: its stages, routes, standards, defects and a first product."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from .. import refusals
from ..library import shelf
from ..library.shelf import DefectPlan, ProductPlan, RoutePlan, StagePlan, StandardPlan, StationPlan
from ..models import Defect, Product, Route, Stage, Standard, Workshop
from ..refusals import Refused
from . import products, routes, rows, standards


@dataclass(frozen=True, slots=True)
class Family:
    """What comes with a family; ``stages`` are those that its routes and the mending of its defects need."""

    name: str
    stages: tuple[StagePlan, ...]
    routes: tuple[RoutePlan, ...]
    standards: tuple[StandardPlan, ...]
    defects: tuple[DefectPlan, ...]
    product: ProductPlan
    stations: tuple[StationPlan, ...]

    @property
    def line(self) -> list[StagePlan]:
        """The stages of the first product's route, in order."""
        by_code = {stage.code: stage for stage in self.stages}
        [route] = (route for route in self.routes if route.code == self.product.route)
        return [by_code[step.stage] for step in route.steps]


def families() -> list[Family]:
    """Every family on the shelf."""
    return [_family(product) for product in shelf.products()]


def take(conn: Connection, family: Family, officer_id: int, now: int) -> None:
    """Writes a family; what is there already under its code is left as it is, for it may have been changed since."""
    stage_ids = {stage.code: _stage(conn, stage) for stage in family.stages}
    for route in family.routes:
        if not _is_there(conn, Route, route.code):
            steps = [
                routes.PlannedStep(stage_ids[step.stage], step.is_gate, step.may_skip, step.rework_to)
                for step in route.steps
            ]
            routes.add(conn, route.code, route.name, steps, officer_id, now)
    for defect in family.defects:
        _defect(conn, defect, stage_ids)
    for standard in family.standards:
        if not _is_there(conn, Standard, standard.code):
            named = standards.Named(standard.code, standard.name, standard.name_en, standard.family)
            standards.add(conn, named, standard.content, officer_id, now)
    _product(conn, family.product)


def _family(product: ProductPlan) -> Family:
    family = product.family
    own_routes = tuple(route for route in shelf.routes() if route.family == family)
    own_defects = tuple(defect for defect in shelf.defects() if defect.family == family)
    needed = {step.stage for route in own_routes for step in route.steps}
    needed |= {defect.rework_stage for defect in own_defects if defect.rework_stage}
    return Family(
        family,
        tuple(stage for stage in shelf.stages() if stage.code in needed),
        own_routes,
        tuple(standard for standard in shelf.standards() if standard.family == family),
        own_defects,
        product,
        tuple(station for station in shelf.stations() if station.family == family),
    )


def _stage(conn: Connection, stage: StagePlan) -> int:
    kept = conn.scalar(select(Stage.id).where(Stage.code == stage.code))
    return kept if kept is not None else rows.add(conn, Stage, asdict(stage), "kode tahap")


def _defect(conn: Connection, defect: DefectPlan, stage_ids: dict[str, int]) -> None:
    if not _is_there(conn, Defect, defect.code):
        values = asdict(defect) | {"severity": defect.severity.value, "active": True}
        values["rework_stage_id"] = stage_ids.get(values.pop("rework_stage"))
        rows.add(conn, Defect, values, "kode cacat")


def _product(conn: Connection, plan: ProductPlan) -> None:
    if _is_there(conn, Product, plan.code):
        return
    described = products.Described(
        plan.name,
        plan.family,
        plan.counted_in,
        _workshop(conn, plan.family),
        conn.execute(select(Route.id).where(Route.code == plan.route)).scalar_one(),
        conn.execute(select(Standard.id).where(Standard.code == plan.standard)).scalar_one(),
    )
    products.add(conn, plan.code, described, plan.sizes)


def _workshop(conn: Connection, family: str) -> int:
    """The workshop that usually makes this family, else the first that there is."""
    usual = [plan.code for plan in shelf.workshops() if family in plan.families]
    there = conn.execute(select(Workshop.id).order_by(Workshop.code.not_in(usual), Workshop.id)).first()
    if there is None:
        raise Refused(refusals.FIELD_NEEDED.because(what="unit kerja"))
    return int(there.id)


def _is_there(conn: Connection, model: type[Route | Standard | Defect | Product], code: str) -> bool:
    return conn.execute(select(model.id).where(model.code == code)).first() is not None
