"""The starter library is whole, and goes into a database."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from floor.db import db
from floor.library import load, shelf
from floor.models import CheckKind, Method, Owed, Severity
from floor.office.standard_content import newest
from floor.rules.route import Route, Step
from floor.rules.route import route as make_route
from floor.scan import read
from tests.databases import OpenDatabase

STAGES = [stage.code for stage in shelf.stages()]
CHECKS = [(standard.code, check) for standard in shelf.standards() for check in standard.checks]

each_route = pytest.mark.parametrize("plan", shelf.routes(), ids=lambda plan: plan.code)
MEASURED = [(code, check) for code, check in CHECKS if check.kind in (CheckKind.MEASURED, CheckKind.WEIGHED)]


def each(checks: list[tuple[str, shelf.CheckPlan]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("check", [check for _, check in checks], ids=[f"{s} {c.text}" for s, c in checks])


def as_rules_see_it(plan: shelf.RoutePlan) -> Route:
    steps = enumerate(plan.steps, start=1)
    return make_route(
        Step(number, STAGES.index(step.stage), step.is_gate, step.may_skip, rework_to=step.rework_to)
        for number, step in steps
    )


@each_route
def test_a_route_is_one_by_the_rules(plan: shelf.RoutePlan) -> None:
    assert len(as_rules_see_it(plan).steps) == len(plan.steps)


@each_route
def test_every_route_has_a_gate_and_every_gate_sends_back_to_work(plan: shelf.RoutePlan) -> None:
    production = {stage.code: stage.is_production for stage in shelf.stages()}
    gates = [step for step in plan.steps if step.is_gate]
    assert gates
    assert all(step.rework_to and production[plan.steps[step.rework_to - 1].stage] for step in gates)


@each_route
def test_gates_are_never_skipped(plan: shelf.RoutePlan) -> None:
    assert not any(step.is_gate and step.may_skip for step in plan.steps)


def test_a_stage_that_comes_twice_is_mended_at_its_last_time() -> None:
    [two_colours] = (plan for plan in shelf.routes() if plan.code == "BATIK-2")
    [gate] = (step for step in two_colours.steps if step.is_gate)
    assert [number for number, step in enumerate(two_colours.steps, 1) if step.stage == "LRD"] == [7, 12]
    assert gate.rework_to == 12


def test_every_stage_is_part_of_a_route_and_has_both_names() -> None:
    assert {step.stage for plan in shelf.routes() for step in plan.steps} == set(STAGES)
    assert all(stage.name and stage.name_en for stage in shelf.stages())


def test_the_stage_that_mends_a_defect_is_on_a_route_of_its_family() -> None:
    family_of = {
        "MAKLUN": "garmen",
        "BATIK-1": "batik",
        "MEUBEL": "meubelair",
        "MINIATUR": "kerajinan",
        "KUE": "pangan",
    }
    on_route = {
        family_of[plan.code]: {step.stage for step in plan.steps} for plan in shelf.routes() if plan.code in family_of
    }
    lost = [d.code for d in shelf.defects() if d.rework_stage and d.rework_stage not in on_route[d.family]]
    assert lost == []


@pytest.mark.parametrize("letter, last", [("G", 24), ("B", 15), ("K", 19), ("P", 12)])
def test_the_catalogue_of_defects_is_complete(letter: str, last: int) -> None:
    codes = {defect.code for defect in shelf.defects()}
    assert {f"{letter}{number:02}" for number in range(1, last + 1)} <= codes


@each(CHECKS)
def test_a_check_can_be_answered(check: shelf.CheckPlan) -> None:
    if check.kind in (CheckKind.YES_NO, CheckKind.GRADED):
        assert (check.nominal, check.minus, check.plus, check.measure) == (None, None, None, "")
    elif check.kind is CheckKind.COUNT:
        assert check.plus is not None
        assert check.plus >= 0
    else:
        assert check.measure
        assert (check.nominal is None) == bool(check.nominals)


@each(MEASURED)
def test_a_tolerance_is_some_and_smaller_than_what_is_measured(check: shelf.CheckPlan) -> None:
    room = (check.minus or 0) + (check.plus or 0)
    assert room > 0
    assert all(room < nominal for nominal in check.nominals.values())


@each(MEASURED)
def test_a_larger_size_is_never_smaller_anywhere(check: shelf.CheckPlan) -> None:
    assert all(small <= large for small, large in pairwise(check.nominals.values()))


@each(CHECKS)
def test_a_check_is_said_in_both_languages(check: shelf.CheckPlan) -> None:
    assert check.text
    assert check.text_en
    assert check.group
    assert check.group_en


def test_every_class_has_a_plan_and_nothing_critical_is_sampled() -> None:
    for standard in shelf.standards():
        plans = standard.content.plans
        assert plans[Severity.CRITICAL] == shelf.Sampling(Method.EVERY)
        assert (plans[Severity.MAJOR].aql, plans[Severity.MINOR].aql) == (2.5, 4.0)


def test_shirts_are_measured_first_and_jars_are_weighed_first() -> None:
    owed = {(code, check.text): (check.owed, check.owed_first) for code, check in CHECKS}
    assert owed["S-KOK", "Lingkar dada"] == (Owed.FIRST, 3)
    assert owed["S-KKC", "Berat bersih"] == (Owed.FIRST, 5)
    assert owed["S-KRS", "Goyang di meja datar"] == (Owed.EVERY, None)


def test_a_chair_that_wobbles_is_critical_and_a_table_that_does_is_not() -> None:
    said = {
        standard.code: {defect.code: defect.severity for defect in standard.content.defects}
        for standard in shelf.standards()
    }
    assert (said["S-KRS"]["K03"], said["S-MEJ"]["K03"]) == (Severity.CRITICAL, Severity.MAJOR)


def test_what_is_published_is_what_stands_on_the_shelf(database: OpenDatabase) -> None:
    read.forget()
    db.write(lambda conn: load(conn, now=1_000))
    for standard in shelf.standards():
        [(key,)] = database.rows(f"SELECT id FROM standard WHERE code = '{standard.code}'")
        assert db.write(partial(_newest, key)) == (1, standard.content)
    read.forget()


def _newest(standard_id: int, conn: Connection) -> tuple[int, shelf.Content]:
    return newest(conn, standard_id)


def test_every_standard_looks_for_something_critical_or_has_no_edge() -> None:
    """Cloth hurts nobody; everything else can."""
    critical = {code for code, check in CHECKS if check.severity == "critical"}
    assert {standard.code for standard in shelf.standards()} - critical == {"S-BTC", "S-KAIN"}


def test_the_library_goes_into_a_database(database: OpenDatabase) -> None:
    read.forget()
    db.write(lambda conn: load(conn, now=1_000))
    counts = {
        table: database.value(f"SELECT COUNT(*) FROM {table}")
        for table in ("stage", "route_version", "standard_version", "check_item", "defect", "standard_defect")
    }
    assert counts == {
        "stage": len(STAGES),
        "route_version": len(shelf.routes()),
        "standard_version": len(shelf.standards()),
        "check_item": len(CHECKS),
        "defect": len(shelf.defects()),
        "standard_defect": sum(len(standard.content.defects) for standard in shelf.standards()),
    }


def test_what_is_in_the_database_is_the_route_of_the_file(database: OpenDatabase) -> None:
    read.forget()
    db.write(lambda conn: load(conn, now=1_000))
    [(version_id,)] = database.rows(
        "SELECT v.id FROM route_version v JOIN route r ON r.id = v.route_id WHERE r.code = 'MEUBEL'"
    )
    route = db.write(lambda conn: read.route(conn, version_id))
    assert [(step.number, step.rework_to) for step in route if step.is_gate] == [(5, 4), (9, 6)]
    read.forget()
