"""Pieces that are sent back, repaired, and judged again."""

from __future__ import annotations

from flask import Flask

from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge, fail
from tests.quality.pages import desk, said


def send_back(judge: Judge, code: str, quantity: int, **more: object) -> dict[str, object]:
    return judge(code, rework=[{"quantity": quantity}], defects=[fail(quantity, "rework")], **more)


def repair(shop: Shop, code: str) -> None:
    shop.through(code, "P-JHT", "P-BBG")


def test_rework_comes_back_and_is_judged_again(shop: Shop, bundle: str, judge: Judge) -> None:
    send_back(judge, bundle, 2, passed=10)
    assert shop.where(FIRST) == {2: 2, 5: 10}
    repair(shop, bundle)
    assert judge(bundle, passed=2)["outcome"] == "recorded"
    assert shop.where(FIRST) == {5: 12}


def test_without_a_stage_named_the_defects_own_is_meant(shop: Shop, bundle: str, judge: Judge) -> None:
    shop.write(lambda conn: conn.exec_driver_sql(f"UPDATE defect SET rework_stage_id = {shop.ids['OBR']}"))
    send_back(judge, bundle, 1)
    assert shop.where(FIRST) == {1: 1, 4: 11}


def test_the_third_rework_is_refused(shop: Shop, bundle: str, judge: Judge) -> None:
    for _ in range(2):
        assert send_back(judge, bundle, 12)["outcome"] == "recorded"
        repair(shop, bundle)
    refused = send_back(judge, bundle, 12)
    assert refused["say"] == "Perbaikan ke-3. Putuskan: afkir atau tahan."
    assert shop.where(FIRST) == {4: 12}


def test_the_third_return_is_not_offered_another_rework(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    browser, offered = desk(app), []
    for _ in range(3):
        offered.append('name="rework"' in said(browser.get(f"/quality/inspect/{bundle}")))
        if offered[-1]:
            send_back(judge, bundle, 12)
            repair(shop, bundle)
    assert offered == [True, True, False]


def test_a_piece_at_its_limit_may_still_be_scrapped(shop: Shop, bundle: str, judge: Judge) -> None:
    for _ in range(2):
        send_back(judge, bundle, 12)
        repair(shop, bundle)
    assert judge(bundle, passed=11, scrap=1, defects=[fail(1, "scrap")])["outcome"] == "recorded"


def test_rework_goes_only_to_a_stage_before_the_gate(shop: Shop, bundle: str, judge: Judge) -> None:
    rework = [{"quantity": 1, "to_step": 5}]
    refused = judge(bundle, passed=11, rework=rework, defects=[fail(1, "rework")])
    assert refused["refusal"]["code"] == "REWORK_WHERE"
    assert shop.where(FIRST) == {4: 12}


def test_repaired_pieces_count_in_no_first_pass(shop: Shop, bundle: str, judge: Judge) -> None:
    assert send_back(judge, bundle, 2, passed=10)["first_pass"] == {"judged": 12, "passed": 10}
    repair(shop, bundle)
    assert judge(bundle, passed=2)["first_pass"] == {"judged": 0, "passed": 0}


def test_the_newly_come_and_the_repaired_are_told_apart_by_cycle(shop: Shop, bundle: str, judge: Judge) -> None:
    send_back(judge, bundle, 2)
    repair(shop, bundle)
    result = judge(bundle, passed=2, cycle=1)
    assert result["first_pass"]["judged"] == 0
    assert [move["cycle"] for move in result["moves"]] == [1]


def test_what_was_done_is_kept(shop: Shop, bundle: str, judge: Judge, database: OpenDatabase) -> None:
    send_back(judge, bundle, 2, passed=10, note="benang longgar")
    kept = database.rows("SELECT step, passed, rework, note, standard_version_id FROM inspection")
    assert kept == [(4, 10, 2, "benang longgar", shop.ids["standard"])]
    assert database.rows("SELECT quantity, outcome FROM defect_found") == [(2, "rework")]
