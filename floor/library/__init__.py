"""The starter library: stages, routes, standards and defects of the five families, to begin with and to change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert

from ..models import (
    CheckItem,
    CheckNominal,
    Defect,
    Route,
    RouteStep,
    RouteVersion,
    Stage,
    Standard,
    StandardVersion,
)
from .shelf import CheckPlan, RoutePlan, StandardPlan, defects, routes, stages, standards


def load(conn: Connection, now: int, officer_id: int | None = None) -> None:
    """Writes the whole library into a database that has none of it; first versions, published by that officer.

    A code that is there already ends it with the database's ``IntegrityError``.
    """
    stage_ids = {
        stage.code: _new(
            conn, Stage, code=stage.code, name=stage.name, name_en=stage.name_en, is_production=stage.is_production
        )
        for stage in stages()
    }
    published = {"number": 1, "published_at": now, "published_by_id": officer_id}
    for route in routes():
        _load_route(conn, route, stage_ids, published)
    for standard in standards():
        _load_standard(conn, standard, published)
    catalogue = [
        {
            "code": defect.code,
            "family": defect.family,
            "name": defect.name,
            "name_en": defect.name_en,
            "severity": defect.severity.value,
            "rework_stage_id": stage_ids[defect.rework_stage] if defect.rework_stage else None,
            "active": True,
        }
        for defect in defects()
    ]
    conn.execute(insert(Defect), catalogue)


def _load_route(conn: Connection, route: RoutePlan, stage_ids: dict[str, int], published: dict[str, Any]) -> None:
    route_id = _new(conn, Route, code=route.code, name=route.name)
    version_id = _new(conn, RouteVersion, route_id=route_id, changed="", **published)
    steps = [
        {
            "route_version_id": version_id,
            "number": number,
            "stage_id": stage_ids[step.stage],
            "is_gate": step.is_gate,
            "may_skip": step.may_skip,
            "rework_to": step.rework_to,
        }
        for number, step in enumerate(route.steps, start=1)
    ]
    conn.execute(insert(RouteStep), steps)


def _load_standard(conn: Connection, standard: StandardPlan, published: dict[str, Any]) -> None:
    standard_id = _new(conn, Standard, code=standard.code, name=standard.name, family=standard.family)
    version_id = _new(conn, StandardVersion, standard_id=standard_id, **published)
    for position, check in enumerate(standard.checks, start=1):
        put_check(conn, version_id, position, check)


def put_check(conn: Connection, version_id: int, position: int, check: CheckPlan) -> None:
    """Writes one check into a version that is being published, at this place (from 1)."""
    item_id = _new(
        conn,
        CheckItem,
        standard_version_id=version_id,
        position=position,
        group=check.group,
        text=check.text,
        text_en=check.text_en,
        kind=check.kind.value,
        measure=check.measure,
        severity=check.severity.value,
        nominal=check.nominal,
        minus=check.minus,
        plus=check.plus,
    )
    for size, nominal in check.nominals.items():
        conn.execute(insert(CheckNominal).values(check_item_id=item_id, size=size, nominal=nominal))


def _new(conn: Connection, model: Any, **values: Any) -> int:
    return int(conn.execute(insert(model).values(values).returning(model.id)).scalar_one())
