"""The starter library: stages, routes, standards and defects of the five families, to begin with and to change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from ..models import (
    CheckItem,
    CheckNominal,
    Defect,
    Route,
    RouteStep,
    RouteVersion,
    Stage,
    Standard,
    StandardDefect,
    StandardPlan,
    StandardVersion,
)
from . import shelf
from .shelf import CheckPlan, Content, NamedDefect, RoutePlan, defects, routes, stages, standards


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
    for standard in standards():
        _load_standard(conn, standard, published)


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


def _load_standard(conn: Connection, standard: shelf.StandardPlan, published: dict[str, Any]) -> None:
    standard_id = _new(
        conn, Standard, code=standard.code, name=standard.name, name_en=standard.name_en, family=standard.family
    )
    put_version(conn, standard_id, standard.content, published)


def put_version(conn: Connection, standard_id: int, content: Content, published: Mapping[str, Any]) -> None:
    """Writes all that a version says. ``published``: its number, when and by whom, and perhaps a note."""
    values = {"standard_id": standard_id, "drawing": content.drawing, **published}
    version_id = _new(conn, StandardVersion, **values)
    for position, check in enumerate(content.checks, start=1):
        _put_check(conn, version_id, position, check)
    for position, defect in enumerate(content.defects, start=1):
        _put_defect(conn, version_id, position, defect)
    for severity, plan in content.plans.items():
        said = {"severity": severity.value, "method": plan.method.value, "level": plan.level, "aql": plan.aql}
        conn.execute(insert(StandardPlan).values(standard_version_id=version_id, **said))


def _put_check(conn: Connection, version_id: int, position: int, check: CheckPlan) -> None:
    item_id = _new(
        conn,
        CheckItem,
        standard_version_id=version_id,
        position=position,
        group=check.group,
        group_en=check.group_en,
        text=check.text,
        text_en=check.text_en,
        kind=check.kind.value,
        measure=check.measure,
        severity=check.severity.value,
        nominal=check.nominal,
        minus=check.minus,
        plus=check.plus,
        average=check.average,
        photo_right=check.photo_right,
        photo_wrong=check.photo_wrong,
        wants_photo=check.wants_photo,
        owed=check.owed.value,
        owed_first=check.owed_first,
    )
    for size, nominal in check.nominals.items():
        conn.execute(insert(CheckNominal).values(check_item_id=item_id, size=size, nominal=nominal))


def _put_defect(conn: Connection, version_id: int, position: int, defect: NamedDefect) -> None:
    values = {
        "standard_version_id": version_id,
        "defect_id": conn.execute(select(Defect.id).where(Defect.code == defect.code)).scalar_one(),
        "position": position,
        "name": defect.name,
        "name_en": defect.name_en,
        "severity": defect.severity.value,
        "rework_stage_id": conn.execute(select(Stage.id).where(Stage.code == defect.rework_stage)).scalar(),
        "photo": defect.photo,
    }
    conn.execute(insert(StandardDefect).values(values))


def _new(conn: Connection, model: Any, **values: Any) -> int:
    return int(conn.execute(insert(model).values(values).returning(model.id)).scalar_one())
