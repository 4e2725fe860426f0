"""Yields, defects and rework, from verdicts: nothing twice, nothing undone, no worker by the code."""

from __future__ import annotations

from collections.abc import Callable

from floor.figures import counted
from floor.rules.yields import Yield
from tests.cast import Shop
from tests.figures.conftest import Judge, Read, day_before, failed, verdict


def test_first_pass_yield_counts_what_passed_at_once(judge: Judge, read: Read) -> None:
    judge(1, passed=9, rework=[{"quantity": 3}], defects=failed(3))
    assert counted.whole(read()).first_pass == Yield(12, 9)


def test_mended_pieces_are_judged_again_and_count_in_no_yield(shop: Shop, judge: Judge, read: Read) -> None:
    judge(1, passed=9, rework=[{"quantity": 3}], defects=failed(3))
    shop.through(shop.bundle(1), "P-JHT", "P-BBG")
    verdict(shop, shop.item(shop.bundle(1), passed=3))
    tally = counted.whole(read())
    assert (tally.first_pass, tally.judged) == (Yield(12, 9), 15)
    assert counted.cycles(read()) == [(0, 9), (1, 3), (2, 0), (3, 0)]


def test_a_verdict_that_was_undone_counts_nowhere(shop: Shop, judge: Judge, read: Read) -> None:
    wrong = judge(1, passed=10, scrap=2, defects=failed(2, "scrap"))
    verdict(shop, shop.item(None, undoes=wrong["id"]))
    facts = read()
    assert (list(facts.inspections), list(facts.judged), list(facts.defects)) == ([], [], [])


def test_scrap_grade_b_and_hold_are_counted_in_pieces(judge: Judge, read: Read) -> None:
    judge(1, passed=9, scrap=2, hold=1, defects=[*failed(2, "scrap"), *failed(1, "hold", "G07")])
    ends = counted.whole(read()).ends
    assert (ends["scrap"], ends["hold"], ends["grade_b"]) == (2, 1, 0)


def test_defects_per_hundred_count_defects_not_pieces(judge: Judge, read: Read) -> None:
    judge(1, passed=10, rework=[{"quantity": 2}], defects=[*failed(2), *failed(1, defect="G07")])
    assert counted.whole(read()).defects_per_hundred == 25


def test_the_pareto_begins_with_the_most(judge: Judge, read: Read) -> None:
    judge(1, passed=10, rework=[{"quantity": 2}], defects=[*failed(1), *failed(2, defect="G07")])
    assert [(kind.bar.key, kind.bar.pieces) for kind in counted.kinds(read().defects)] == [("G07", 2), ("G01", 1)]


def test_a_piece_is_the_work_of_the_team_where_the_gate_sends_back_to(
    judge: Judge, read: Read, works: Callable[[str], None]
) -> None:
    works("P-JHT")
    judge(1, passed=12)
    [team] = counted.count(read(), counted.by_team)
    assert (team.key, team.judged) == ("K1", 12)


def test_work_of_nobodys_team_is_compared_nowhere(judge: Judge, read: Read) -> None:
    judge(1, passed=12)
    assert counted.count(read(), counted.by_team) == []


def test_a_filter_keeps_to_its_product_partner_gate_and_team(judge: Judge, read: Read) -> None:
    judge(1, passed=12)
    assert counted.whole(read(product="KOK-PJ", partner="A", stage="QC")).judged == 12
    for other in ({"product": "X"}, {"partner": "X"}, {"stage": "JHT"}, {"team": "K1"}):
        assert counted.whole(read(**other)).judged == 0


def test_only_the_days_asked_for_count(shop: Shop, judge: Judge, read: Read) -> None:
    judge(1, passed=12)
    days = {"period": "own", "from": day_before(shop, 3), "to": day_before(shop, 1)}
    assert counted.whole(read(**days)).judged == 0
    assert counted.whole(read(**{**days, "to": day_before(shop, 0)})).judged == 12


def test_the_one_gate_of_a_route_rolls_to_its_own_yield(judge: Judge, read: Read) -> None:
    judge(1, passed=9, scrap=3, defects=failed(3, "scrap"))
    facts = read()
    [version] = {one.inspection.route_version_id for one in facts.judged}
    assert counted.rolled_by_product(facts, {version: [4]}) == {"KOK-PJ": 0.75}
    assert counted.rolled_by_product(facts, {version: [2, 4]}) == {"KOK-PJ": None}
