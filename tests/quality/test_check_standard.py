"""What was found on a piece is judged by the standard of its batch, for its size."""

from __future__ import annotations

from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge, fail


def measured(shop: Shop, value: float, piece: int = 1) -> dict[str, object]:
    return {"check": shop.ids["chest"], "piece": piece, "value": value}


def test_measurements_inside_pass_and_are_kept(shop: Shop, bundle: str, judge: Judge, database: OpenDatabase) -> None:
    seam = {"check": shop.ids["seam"], "piece": 1, "good": True}
    judge(bundle, passed=12, findings=[measured(shop, 108.5), measured(shop, 107, 2), seam])
    kept = database.rows("SELECT piece, value, good FROM finding ORDER BY id")
    assert [(piece, value, bool(good)) for piece, value, good in kept] == [
        (1, 108.5, True),
        (2, 107, True),
        (1, None, True),
    ]


def test_a_piece_measured_outside_cannot_pass(shop: Shop, bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=12, findings=[measured(shop, 109.4)])
    assert refused["say"].startswith("Lingkar dada: 109,4 cm, di luar batas 107–109 cm.")
    assert refused["refusal"]["detail"]["found"] == 109.4
    assert shop.where(FIRST) == {4: 12}


def test_it_passes_once_that_piece_is_set_apart(shop: Shop, bundle: str, judge: Judge) -> None:
    findings = [measured(shop, 109.4)]
    result = judge(bundle, passed=11, scrap=1, findings=findings, defects=[fail(1, "scrap")])
    assert result["outcome"] == "recorded"


def test_every_piece_that_failed_must_be_set_apart(shop: Shop, bundle: str, judge: Judge) -> None:
    findings = [measured(shop, 109.4, 1), measured(shop, 111, 2)]
    refused = judge(bundle, passed=11, scrap=1, findings=findings, defects=[fail(1, "scrap")])
    assert refused["refusal"]["code"] == "CHECK_FAILED"


def test_an_answer_no_cannot_pass(shop: Shop, bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=12, findings=[{"check": shop.ids["seam"], "piece": 1, "good": False}])
    assert refused["say"].startswith("Kampuh rapi: jawabannya tidak. Pisahkan potongan itu")


def test_a_measurement_cannot_be_called_good_without_its_number(shop: Shop, bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=12, findings=[{"check": shop.ids["chest"], "piece": 1, "good": True}])
    assert refused["refusal"]["code"] == "CHECK_UNKNOWN"


def test_a_check_of_another_standard_is_unknown(bundle: str, judge: Judge) -> None:
    refused = judge(bundle, passed=12, findings=[{"check": 999, "piece": 1, "value": 108}])
    assert refused["refusal"]["code"] == "CHECK_UNKNOWN"


def test_no_piece_is_found_that_was_not_judged(shop: Shop, bundle: str, judge: Judge) -> None:
    assert judge(bundle, passed=3, findings=[measured(shop, 108, 4)])["refusal"]["code"] == "MALFORMED"


def test_the_limits_are_those_of_the_units_size(shop: Shop, judge: Judge) -> None:
    batch = shop.make_batch("L", 12).detail["batch"]
    code = shop.code(f"{batch}/001")
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    assert judge(code, passed=12, findings=[measured(shop, 113.5)])["outcome"] == "recorded"


def test_a_refused_measurement_is_kept_too(shop: Shop, bundle: str, judge: Judge, database: OpenDatabase) -> None:
    judge(bundle, passed=12, findings=[measured(shop, 109.4)])
    assert database.rows("SELECT outcome, refusal FROM inspection") == [("refused", "CHECK_FAILED")]
    assert database.rows("SELECT value, good FROM finding") == [(109.4, False)]
