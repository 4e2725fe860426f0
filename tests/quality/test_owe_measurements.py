"""What a standard owes before pieces may pass, and numbers that were hardly meant."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from floor.rules import places
from tests.cast import Shop
from tests.quality.conftest import FIRST, Judge, fail
from tests.quality.conftest import send as verdicts
from tests.quality.lot_cast import PLANS, Lots
from tests.quality.owing import owes
from tests.quality.pages import desk, said, send


def chest(shop: Shop, *values: float, **more: Any) -> list[dict[str, Any]]:
    """The chest of so many pieces."""
    return [{"check": shop.ids["chest"], "piece": n, "value": v, **more} for n, v in enumerate(values, start=1)]


def code_of(answer: dict[str, Any]) -> str | None:
    """The refusal's code."""
    code: str | None = answer.get("refusal", {}).get("code")
    return code


def test_nothing_passes_before_what_is_owed_is_in(shop: Shop, bundle: str, judge: Judge) -> None:
    owes(shop, "first", 3)
    refused = judge(bundle, passed=12, findings=chest(shop, 108))
    assert code_of(refused) == "MEASUREMENTS_OWED"
    assert (
        refused["say"]
        == "Masih 2 hasil periksa sebelum bisa lulus: Lingkar dada (2×). Isi di layar periksa, lalu simpan."
    )
    assert judge(bundle, passed=12, findings=chest(shop, 108, 108, 107.5))["outcome"] == "recorded"


def test_the_first_pieces_of_a_batch_owe_it_once(shop: Shop, bundle: str, judge: Judge) -> None:
    owes(shop, "first", 3)
    other = shop.bundle(2)
    shop.through(other, "P-OBR", "P-JHT", "P-BBG")
    judge(bundle, passed=12, findings=chest(shop, 108, 108, 108))
    assert judge(other, passed=12)["outcome"] == "recorded"


def test_a_verdict_taken_back_answered_nothing(shop: Shop, bundle: str, judge: Judge) -> None:
    owes(shop, "first", 1)
    given = judge(bundle, passed=12, findings=chest(shop, 108))
    assert judge(None, undoes=given["id"])["outcome"] == "recorded"
    assert code_of(judge(bundle, passed=12)) == "MEASUREMENTS_OWED"


@pytest.mark.parametrize(("end", "owed"), [("withdrawn", "MEASUREMENTS_OWED"), ("rejected", None)])
def test_a_lot_that_was_withdrawn_answered_nothing(shop: Shop, judge: Judge, end: str, owed: str | None) -> None:
    lots = Lots(shop)
    lots.plan(**PLANS)
    check = lots.owes("Panjang", owed="first", owed_first=3)
    codes = lots.bring(26, 13)
    bad = ("G01",) if end == "rejected" else ()
    for piece in lots.start(codes).pieces[:3]:
        lots.look(piece, *bad, findings=[{"check": check, "piece": 1, "good": True}])
    assert lots.end(end, note="salah bundel")["outcome"] == "recorded"
    assert code_of(judge(codes[0], passed=1)) == owed


@pytest.mark.parametrize("how", ["every", "first", "sample"])
def test_what_fails_owes_nothing(shop: Shop, bundle: str, judge: Judge, how: str) -> None:
    owes(shop, how, 3)
    assert judge(bundle, scrap=1, defects=[fail(1, "scrap")])["outcome"] == "recorded"


def test_every_piece_that_passes_owes_a_good_answer(shop: Shop, bundle: str, judge: Judge) -> None:
    owes(shop, "every")
    split = {"passed": 1, "rework": [{"quantity": 1}], "defects": [fail(1, "rework")]}
    assert code_of(judge(bundle, **split, findings=chest(shop, 90))) == "MEASUREMENTS_OWED"
    assert judge(bundle, **split, findings=chest(shop, 108, 90))["outcome"] == "recorded"


def test_a_number_far_off_is_asked_about_and_stands_once_confirmed(shop: Shop, bundle: str, judge: Judge) -> None:
    split = {"passed": 11, "scrap": 1, "defects": [fail(1, "scrap")]}
    asked = judge(bundle, **split, findings=chest(shop, 10.8))
    assert (code_of(asked), asked["refusal"]["look"]) == ("FAR_OFF", "ask")
    assert "10,8 cm jauh dari 108 cm. Maksudnya 108 cm?" in asked["say"]
    assert judge(bundle, **split, findings=chest(shop, 10.8, confirmed=True))["outcome"] == "recorded"


def test_the_form_asks_about_it_and_keeps_what_was_typed(app: Flask, shop: Shop, bundle: str) -> None:
    name, browser = f"check_{shop.ids['chest']}_1", desk(app)
    fields = {"passed": "11", "scrap": "1", "defect": "G01", name: "10,8"}
    page = said(send(browser, f"/quality/inspect/{bundle}", **fields))
    assert "jauh dari 108 cm" in page and 'value="10,8"' in page
    send(browser, f"/quality/inspect/{bundle}", **fields, **{name.replace("check", "sure"): "10,8"})
    assert shop.where(FIRST) == {5: 11, places.SCRAP: 1}


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("1O8", "LETTER_IN_NUMBER", "ada huruf O, bukan angka. Maksudnya 108?"),
        ("lebar", "NOT_A_NUMBER", "“lebar” bukan angka."),
    ],
)
def test_a_letter_in_a_number_is_named(
    app: Flask, shop: Shop, bundle: str, typed: str, code: str, sentence: str
) -> None:
    page = said(send(desk(app), f"/quality/inspect/{bundle}", passed="12", **{f"check_{shop.ids['chest']}_1": typed}))
    assert sentence in page and f'value="{typed}"' in page
    assert shop.where(FIRST) == {4: 12}


def test_a_repeated_verdict_of_before_there_were_spots_is_the_same(shop: Shop, bundle: str) -> None:
    item = shop.item(bundle, passed=11, scrap=1, defects=[fail(1, "scrap")])
    verdicts(shop, item)
    item["defects"][0]["spots"] = []
    assert verdicts(shop, item)[0]["replayed"]
