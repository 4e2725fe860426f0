"""Each family on the shelf is enough to begin with: a workshop, a product, its route, a station for every stage."""

from __future__ import annotations

import pytest

from floor.library import shelf

each_product = pytest.mark.parametrize("plan", shelf.products(), ids=lambda plan: plan.family)


@each_product
def test_a_first_product_has_a_route_and_a_standard_of_its_family(plan: shelf.ProductPlan) -> None:
    assert plan.route in {route.code for route in shelf.routes() if route.family == plan.family}
    assert plan.standard in {standard.code for standard in shelf.standards() if standard.family == plan.family}


@each_product
def test_every_stage_of_a_family_has_one_station(plan: shelf.ProductPlan) -> None:
    served = [stage for station in shelf.stations() if station.family == plan.family for stage in station.stages]
    on_route = {step.stage for route in shelf.routes() if route.family == plan.family for step in route.steps}
    assert sorted(served) == sorted(on_route)


def test_every_family_has_a_workshop_and_a_first_product() -> None:
    families = {standard.family for standard in shelf.standards()}
    assert {family for workshop in shelf.workshops() for family in workshop.families} == families
    assert sorted(plan.family for plan in shelf.products()) == sorted(families)


def test_station_codes_and_product_codes_are_given_once() -> None:
    for codes in ([plan.code for plan in shelf.stations()], [plan.code for plan in shelf.products()]):
        assert len(codes) == len(set(codes))
