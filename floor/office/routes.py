"""Routes, published version by version: a published one never changes, for batches stand on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from .. import refusals
from ..models import Route, RouteStep, RouteVersion, Stage
from ..refusals import Refused
from ..rules import places
from ..rules.route import Step
from ..rules.route import route as make_route
from . import log, rows

MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a version to be: ``rework_to`` is the number of an earlier step."""

    stage_id: int
    is_gate: bool = False
    may_skip: bool = False
    rework_to: int | None = None


def add(conn: Connection, code: str, name: str, steps: Sequence[PlannedStep], officer_id: int, now: int) -> None:
    """Adds a route and publishes its first version."""
    route_id = rows.add(conn, Route, {"code": code, "name": name}, "kode alur kerja")
    if (kept := _newest(conn, route_id)) and kept["steps"] != [asdict(step) for step in steps]:
        raise Refused(refusals.ALREADY_EXISTS.because(what="kode alur kerja"))
    publish(conn, route_id, steps, "", officer_id, now)


def publish(
    conn: Connection, route_id: int, steps: Sequence[PlannedStep], changed: str, officer_id: int, now: int
) -> int:
    """Publishes a version of these steps, and answers its number; the newest one's where that says the same.

    Refuses no steps at all, a stage that isn't there, and a gate that sends back to no earlier step.
    """
    _check(conn, steps)
    kept = _newest(conn, route_id)
    if kept is not None and kept["steps"] == [asdict(step) for step in steps]:
        return int(kept["number"])
    number = int(kept["number"]) + 1 if kept else 1
    version = {"route_id": route_id, "number": number, "published_at": now, "published_by_id": officer_id}
    version_id = conn.execute(
        insert(RouteVersion).values(version | {"changed": changed}).returning(RouteVersion.id)
    ).scalar_one()
    for at, step in enumerate(steps, start=1):
        conn.execute(insert(RouteStep).values(route_version_id=version_id, number=at, **asdict(step)))
    _note(conn, route_id, number, kept["steps"] if kept else (), [asdict(step) for step in steps], changed)
    return number


def _note(
    conn: Connection,
    route_id: int,
    number: int,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    changed: str,
) -> None:
    code = conn.execute(select(Route.code).where(Route.id == route_id)).scalar_one()
    codes = dict(conn.execute(select(Stage.id, Stage.code)).all())
    was, now = (" → ".join(codes[step["stage_id"]] for step in steps) for steps in (before, after))
    version = {"version": number}
    log.note(conn, "route", code, "published", {"steps": was} if was else None, version | {"steps": now}, changed)


def _check(conn: Connection, steps: Sequence[PlannedStep]) -> None:
    if not 1 <= len(steps) <= min(MOST_STEPS, places.LAST_STEP):
        raise Refused(refusals.FIELD_NEEDED.because(what="paling sedikit satu tahap"))
    for step in steps:
        rows.must_exist(conn, Stage, step.stage_id, "tahap")
        if step.rework_to is not None and not step.is_gate:
            raise Refused(refusals.REWORK_WHERE.because())
    try:
        make_route(
            Step(at, step.stage_id, step.is_gate, step.may_skip, rework_to=step.rework_to)
            for at, step in enumerate(steps, start=1)
        )
    except ValueError:
        raise Refused(refusals.REWORK_WHERE.because()) from None


def _newest(conn: Connection, route_id: int) -> Mapping[str, Any] | None:
    """The newest version's ``number`` and its ``steps`` as they were planned."""
    version = conn.execute(
        select(RouteVersion.id, RouteVersion.number)
        .where(RouteVersion.route_id == route_id)
        .order_by(RouteVersion.number.desc())
        .limit(1)
    ).first()
    if version is None:
        return None
    steps = conn.execute(
        select(RouteStep.stage_id, RouteStep.is_gate, RouteStep.may_skip, RouteStep.rework_to)
        .where(RouteStep.route_version_id == version.id)
        .order_by(RouteStep.number)
    )
    return {"number": version.number, "steps": [dict(row) for row in steps.mappings()]}
