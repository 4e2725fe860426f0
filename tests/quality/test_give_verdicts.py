"""A verdict at a gate: what moves, and what is said."""

from __future__ import annotations

from floor.rules import places
from tests.cast import Shop
from tests.quality.conftest import FIRST, Judge, fail


def test_passed_pieces_go_on(shop: Shop, bundle: str, judge: Judge) -> None:
    result = judge(bundle, passed=12)
    assert result["say"] == "Tercatat. Bundel A-001-01/001: 12 lulus, lanjut ke Lipat & kemas."
    assert shop.where(FIRST) == {5: 12}


def test_a_verdict_is_split_as_it_really_is(shop: Shop, bundle: str, judge: Judge) -> None:
    rework = [{"quantity": 2, "to_step": 1}]
    defects = [fail(2, "rework"), fail(1, "scrap"), fail(1, "hold")]
    result = judge(bundle, passed=8, rework=rework, scrap=1, hold=1, defects=defects)
    assert shop.where(FIRST) == {1: 2, 5: 8, places.SCRAP: 1, places.on_hold(4): 1}
    said = "8 lulus, lanjut ke Lipat & kemas; 2 perbaikan, kembali ke Obras; 1 afkir; 1 ditahan."
    assert result["say"] == f"Tercatat. Bundel A-001-01/001: {said}"


def test_a_part_may_be_judged_and_the_rest_still_waits(shop: Shop, bundle: str, judge: Judge) -> None:
    judge(bundle, passed=5)
    assert shop.where(FIRST) == {4: 7, 5: 5}


def test_a_batch_card_passes_all_its_bundles(shop: Shop, judge: Judge) -> None:
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR", "P-JHT", "P-BBG")
    result = judge(shop.code(shop.batch), passed=24)
    assert result["outcome"] == "recorded"
    assert shop.where(FIRST) == shop.where("A-001-01/002") == {5: 12}


def test_a_part_of_a_batch_card_is_judged_by_its_bundles(shop: Shop, judge: Judge) -> None:
    for number in (1, 2):
        shop.through(shop.bundle(number), "P-OBR", "P-JHT", "P-BBG")
    assert judge(shop.code(shop.batch), passed=20)["refusal"]["code"] == "SCAN_THE_BUNDLES"


def test_a_stage_that_may_be_skipped_is_recorded_as_skipped(shop: Shop, judge: Judge) -> None:
    code = shop.bundle(1)
    shop.through(code, "P-OBR", "P-JHT")
    result = judge(code, passed=12)
    assert [(move["stage"], move["why"]) for move in result["moves"]] == [("BBG", "skipped"), ("QC", "judged")]
    assert shop.where(FIRST) == {5: 12}


def test_grade_b_needs_the_partners_consent(shop: Shop, bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=11, grade_b=1, defects=[fail(1, "grade_b")])
    assert refused["refusal"]["code"] == "NO_CONSENT"
    assert shop.where(FIRST) == {4: 12}


def test_grade_b_with_consent_leaves_the_line(shop: Shop, bundle: str, judge: Judge) -> None:
    shop.write(lambda conn: conn.exec_driver_sql("UPDATE orders SET takes_grade_b = TRUE"))
    judge(bundle, passed=11, grade_b=1, defects=[fail(1, "grade_b")])
    assert shop.where(FIRST) == {5: 11, places.GRADE_B: 1}


def test_pieces_on_hold_are_not_at_the_gate_any_more(bundle: str, judge: Judge) -> None:
    judge(bundle, hold=12, defects=[fail(12, "hold")])
    refused = judge(bundle, passed=12)
    assert refused["say"] == "Barang ini ditahan. Hubungi petugas QC."
