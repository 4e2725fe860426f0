"""What must be seen on every piece is answered once for all that pass; a grade against the limit sample; an average."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from floor.rules import places
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import FIRST, Judge, fail
from tests.quality.owing import checks
from tests.quality.pages import desk, said, send

FOUND = "SELECT piece, value, grade, good FROM finding ORDER BY id"


def code_of(answer: dict[str, Any]) -> str | None:
    """The refusal's code."""
    code: str | None = answer.get("refusal", {}).get("code")
    return code


def on_all(check: int) -> list[dict[str, Any]]:
    """It is good on every piece that passes."""
    return [{"check": check, "piece": 0, "good": True}]


@pytest.mark.parametrize("more", [{"severity": "critical"}, {"owed": "every"}])
def test_what_must_be_seen_on_every_piece_is_said_once_before_they_pass(
    shop: Shop, bundle: str, judge: Judge, more: dict[str, str], database: OpenDatabase
) -> None:
    needle = checks(shop, **more)
    refused = judge(bundle, passed=12)
    assert code_of(refused) == "MEASUREMENTS_OWED" and "Masih 1 hasil" in refused["say"]
    assert "Bebas patahan jarum" in refused["say"]
    assert judge(bundle, passed=12, findings=on_all(needle))["outcome"] == "recorded"
    assert database.rows(FOUND) == [(0, None, None, True)]


def test_it_may_be_said_piece_by_piece_as_well(shop: Shop, bundle: str, judge: Judge) -> None:
    needle = checks(shop, severity="critical")
    each = [{"check": needle, "piece": piece, "good": True} for piece in range(1, 13)]
    assert code_of(judge(bundle, passed=12, findings=each[:11])) == "MEASUREMENTS_OWED"
    assert judge(bundle, passed=12, findings=each)["outcome"] == "recorded"


def test_what_does_not_pass_owes_nothing(shop: Shop, bundle: str, judge: Judge) -> None:
    checks(shop, severity="critical")
    assert judge(bundle, hold=12, defects=[fail(12, "hold")])["outcome"] == "recorded"


def test_of_all_that_pass_nothing_is_kept_where_none_does(
    shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    findings = on_all(checks(shop, severity="critical"))
    assert judge(bundle, hold=12, defects=[fail(12, "hold")], findings=findings)["outcome"] == "recorded"
    assert database.rows(FOUND) == []


def test_a_measurement_is_never_said_of_all_pieces_and_nothing_bad_is(shop: Shop, bundle: str, judge: Judge) -> None:
    needle = checks(shop, severity="critical")
    all_of = {"piece": 0, "check": needle}
    for finding in (all_of | {"check": shop.ids["chest"], "value": 108}, all_of | {"good": False}):
        assert code_of(judge(bundle, passed=12, findings=[finding])) == "CHECK_UNKNOWN"


def test_the_screen_names_the_checks_and_asks_once(app: Flask, shop: Shop, bundle: str) -> None:
    needle, date = (
        checks(shop, severity="critical"),
        checks(shop, severity="critical", text="Tanggal benar", text_en="Date"),
    )
    page = said(desk(app).get(f"/quality/inspect/{bundle}"))
    assert page.count('name="all_checked"') == 1 and "<b>Bebas patahan jarum; Tanggal benar</b>" in page
    assert f'name="check_{needle}_1"' not in page
    browser = desk(app)
    asked = said(send(browser, f"/quality/inspect/{bundle}", all="pass", waiting="12"))
    assert "Bebas patahan jarum, Tanggal benar" in asked and shop.where(FIRST) == {4: 12}
    send(browser, f"/quality/inspect/{bundle}", all="pass", waiting="12", all_checked=f"{needle} {date} ")
    assert shop.where(FIRST) == {5: 12}


def test_a_tick_for_what_is_no_check_is_none(app: Flask, shop: Shop, bundle: str) -> None:
    checks(shop, severity="critical")
    asked = send(desk(app), f"/quality/inspect/{bundle}", all="pass", waiting="12", all_checked="9" * 5000)
    assert asked.status_code == 422 and "Bebas patahan jarum" in said(asked) and shop.where(FIRST) == {4: 12}


def test_the_record_and_the_story_say_that_all_were_seen(app: Flask, shop: Shop, bundle: str, judge: Judge) -> None:
    judge(bundle, passed=12, findings=on_all(checks(shop, severity="critical")))
    browser = desk(app)
    assert ">semua</td>" in said(browser.get("/quality/inspections/1"))
    assert "Semua: Bebas patahan jarum" in " ".join(said(browser.get(f"/units/{bundle}")).split())


@pytest.mark.parametrize(("grade", "good"), [("better", True), ("same", True), ("worse", False)])
def test_a_grade_is_kept_and_only_worse_than_the_sample_is_bad(
    shop: Shop, bundle: str, judge: Judge, database: OpenDatabase, grade: str, good: bool
) -> None:
    colour = checks(shop, kind="graded", text="Warna sama")
    split = {"passed": 12} if good else {"passed": 11, "scrap": 1, "defects": [fail(1, "scrap")]}
    finding = {"check": colour, "piece": 1, "grade": grade}
    assert judge(bundle, **split, findings=[finding])["outcome"] == "recorded"
    assert database.rows(FOUND) == [(1, None, grade, good)]


def test_a_piece_worse_than_the_sample_is_set_apart(shop: Shop, bundle: str, judge: Judge) -> None:
    colour = checks(shop, kind="graded", text="Warna sama")
    refused = judge(bundle, passed=12, findings=[{"check": colour, "piece": 1, "grade": "worse"}])
    assert code_of(refused) == "CHECK_FAILED"
    assert refused["say"].startswith("Warna sama: lebih buruk dari contoh. Pisahkan potongan itu")


@pytest.mark.parametrize("grade", ["best", 1, ""])
def test_another_grade_is_none(shop: Shop, bundle: str, judge: Judge, grade: object) -> None:
    colour = checks(shop, kind="graded")
    assert code_of(judge(bundle, passed=12, findings=[{"check": colour, "piece": 1, "grade": grade}])) == "MALFORMED"


def test_a_program_of_before_there_were_grades_says_good_or_not(shop: Shop, bundle: str, judge: Judge) -> None:
    colour = checks(shop, kind="graded", owed="first", owed_first=1)
    assert judge(bundle, passed=12, findings=[{"check": colour, "piece": 1, "good": True}])["outcome"] == "recorded"


def test_the_form_offers_three_grades_and_keeps_the_one_that_was_tapped(app: Flask, shop: Shop, bundle: str) -> None:
    name = f"check_{checks(shop, kind='graded', text='Warna sama')}_1"
    page = said(desk(app).get(f"/quality/inspect/{bundle}"))
    assert [page.count(f'name="{name}" value="{grade}"') for grade in ("better", "same", "worse")] == [1, 1, 1]
    kept = said(send(desk(app), f"/quality/inspect/{bundle}", **{name: "same", "passed": "99"}))
    assert 'value="same" checked' in kept


@pytest.fixture
def weight(shop: Shop) -> int:
    """Five jars of 500 g are weighed first: each 15 g too light at most, and none on the average."""
    about = {"kind": "weighed", "text": "Berat bersih", "measure": "g", "nominal": 500, "minus": 15}
    return checks(shop, **about, owed="first", owed_first=5, average=True)


def weighed(check: int, *grams: float) -> list[dict[str, Any]]:
    """What so many pieces weigh."""
    return [{"check": check, "piece": piece, "value": value} for piece, value in enumerate(grams, start=1)]


def test_jars_too_light_on_the_average_do_not_pass(shop: Shop, bundle: str, judge: Judge, weight: int) -> None:
    refused = judge(bundle, passed=12, findings=weighed(weight, 498, 499, 500, 501, 499))
    assert code_of(refused) == "AVERAGE_LOW" and shop.where(FIRST) == {4: 12}
    assert "Berat bersih: rata-ratanya 499,4 g, kurang dari 500 g." in refused["say"]
    assert judge(bundle, passed=12, findings=weighed(weight, 498, 499, 500, 501, 502))["outcome"] == "recorded"


def test_the_lightest_set_apart_counts_no_more_once_another_was_weighed(bundle: str, judge: Judge, weight: int) -> None:
    light = (495, 499, 500, 501, 502)
    apart = {"passed": 11, "rework": [{"quantity": 1}], "defects": [fail(1, "rework")]}
    assert code_of(judge(bundle, **apart, findings=weighed(weight, *light))) == "AVERAGE_LOW"
    assert judge(bundle, **apart, findings=weighed(weight, *light, 500))["outcome"] == "recorded"


@pytest.mark.parametrize("apart", [{"hold": 5}, {"rework": [{"quantity": 5}]}])
def test_as_many_set_apart_as_were_weighed_let_no_light_ones_pass(
    bundle: str, judge: Judge, weight: int, apart: dict[str, Any]
) -> None:
    light, defects = weighed(weight, 486, 486, 486, 486, 486), [fail(5, next(iter(apart)))]
    assert code_of(judge(bundle, passed=7, **apart, defects=defects, findings=light)) == "AVERAGE_LOW"


def test_what_was_weighed_and_did_not_pass_answers_for_no_other(
    shop: Shop, bundle: str, judge: Judge, weight: int
) -> None:
    light = weighed(weight, 486, 486, 486, 486, 486)
    assert judge(bundle, hold=5, defects=[fail(5, "hold")], findings=light)["outcome"] == "recorded"
    assert code_of(judge(bundle, passed=7)) == "MEASUREMENTS_OWED"
    assert judge(bundle, passed=7, findings=weighed(weight, 500, 500, 500, 500, 500))["outcome"] == "recorded"


def test_a_jar_that_fails_by_itself_counts_in_no_average(bundle: str, judge: Judge, weight: int) -> None:
    one = {"passed": 11, "scrap": 1, "defects": [fail(1, "scrap")]}
    assert judge(bundle, **one, findings=weighed(weight, 480, 500, 500, 501, 502))["outcome"] == "recorded"


def test_jars_that_all_fail_say_nothing_of_those_that_pass(bundle: str, judge: Judge, weight: int) -> None:
    all_bad = {"passed": 7, "scrap": 5, "defects": [fail(5, "scrap")]}
    refused = judge(bundle, **all_bad, findings=weighed(weight, 480, 480, 480, 480, 480))
    assert code_of(refused) == "MEASUREMENTS_OWED"


def test_a_scrapped_jar_takes_no_light_one_out_of_the_average(bundle: str, judge: Judge, weight: int) -> None:
    burnt = {"passed": 11, "scrap": 1, "defects": [fail(1, "scrap")]}
    assert code_of(judge(bundle, **burnt, findings=weighed(weight, 495, 499, 500, 501, 502))) == "AVERAGE_LOW"


def test_the_average_is_of_all_that_were_weighed_of_a_batch(shop: Shop, bundle: str, judge: Judge, weight: int) -> None:
    other = shop.bundle(2)
    shop.through(other, "P-OBR", "P-JHT", "P-BBG")
    split = {"passed": 3, "findings": weighed(weight, 496, 497, 500)}
    assert judge(bundle, **split)["outcome"] == "recorded"  # three of five: no average yet
    assert code_of(judge(other, passed=12, findings=weighed(weight, 501, 501))) == "AVERAGE_LOW"
    assert judge(other, passed=12, findings=weighed(weight, 505, 503))["outcome"] == "recorded"


def test_a_single_jar_far_too_light_fails_by_itself(bundle: str, judge: Judge, weight: int) -> None:
    refused = judge(bundle, passed=12, findings=weighed(weight, 484, 520, 520, 520, 520))
    assert code_of(refused) == "CHECK_FAILED"


def test_the_verdict_that_corrects_another_is_judged_by_its_own_weights(
    app: Flask, shop: Shop, bundle: str, judge: Judge, weight: int
) -> None:
    judge(bundle, passed=12, findings=weighed(weight, 500, 500, 500, 500, 500))
    light = {f"check_{weight}_{piece}": "498" for piece in range(1, 6)}
    fields = {"passed": "12", "note": "salah timbang", "pin": "3333"} | light
    page = said(send(desk(app, "O-3"), "/quality/inspections/1/correct", **fields))
    assert "rata-ratanya 498 g" in page


def test_a_correction_is_ticked_for_what_was_not_seen_on_all_before(
    app: Flask, shop: Shop, bundle: str, judge: Judge
) -> None:
    needle = checks(shop, severity="critical")
    judge(bundle, hold=12, defects=[fail(12, "hold")])
    address, fields = "/quality/inspections/1/correct", {"passed": "12", "note": "keliru", "pin": "3333"}
    supervisor = desk(app, "O-3")
    assert "semuanya baik: Bebas patahan jarum" in said(supervisor.get(address))
    assert "Masih 1 hasil" in said(send(supervisor, address, **fields))
    send(supervisor, address, **fields, all_checked=str(needle))
    assert shop.where(FIRST) == {5: 12}
    assert "semuanya baik" not in said(supervisor.get("/quality/inspections/2/correct"))


def test_a_version_of_before_asks_for_no_more_than_it_says(shop: Shop, bundle: str, judge: Judge) -> None:
    checks(shop)
    assert judge(bundle, passed=12)["outcome"] == "recorded"
    assert shop.where(FIRST) == {5: 12} and places.is_step(5)
